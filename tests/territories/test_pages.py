"""Public pages of territories: what they say, where old addresses lead, what they cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from maillage.core import registry
from maillage.territories.actions import load_typologies
from maillage.territories.models import Commune, Department, Epci, Region

pytestmark = pytest.mark.usefixtures("france")

PAGES = [
    ("/territoires/commune/07204-saint-agreve/", "Saint-Agrève"),
    ("/territoires/commune/75056-paris/", "Paris"),
    ("/territoires/commune/97611-mamoudzou/", "Mamoudzou"),
    ("/territoires/commune/97502-saint-pierre/", "Saint-Pierre"),
    ("/territoires/commune/98735-papeete/", "Papeete"),
    ("/territoires/commune/98818-noumea/", "Nouméa"),
    ("/territoires/commune/98901-ile-de-clipperton/", "Île de Clipperton"),
    ("/territoires/departement/07-ardeche/", "Ardèche"),
    ("/territoires/departement/2a-corse-du-sud/", "Corse-du-Sud"),
    ("/territoires/departement/974-la-reunion/", "La Réunion"),
    ("/territoires/departement/987-polynesie-francaise/", "Polynésie française"),
    ("/territoires/region/84-auvergne-rhone-alpes/", "Auvergne-Rhône-Alpes"),
    ("/territoires/region/03-guyane/", "Guyane"),
]


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    """Message ids are English: what is tested here does not hang on the catalogue."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code, response.headers.get("Location"))
    return response.content.decode()


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_every_territory_has_its_page(client: Client, path: str, name: str) -> None:
    path = path.replace("2a-", "2A-")
    assert f"<h1>{name}" in html(client, path)


def test_an_epci_page_lists_its_communes(client: Client) -> None:
    epci = Epci.objects.get(pk="200041465")
    page = html(client, epci.get_absolute_url())
    for commune in Commune.objects.current().filter(epci=epci):
        assert commune.get_absolute_url() in page


def test_a_commune_page_says_unknown_until_a_file_says_otherwise(client: Client, tmp_path: Any) -> None:
    path = "/territoires/commune/07204-saint-agreve/"
    before = html(client, path)
    assert before.count('<span class="muted">unknown</span>') == 11
    file = tmp_path / "pvd.csv"
    file.write_text("insee;pvd;acv\n07204;1;0\n")
    load_typologies(file, vintage="2024-06", source="ANCT")
    after = html(client, path)
    assert after.count('<span class="muted">unknown</span>') == 9
    assert after.count("ANCT, 2024-06") == 2
    assert ('data-label="Here">Yes</td>' in after, 'data-label="Here">No</td>' in after) == (True, True)


def test_a_wider_territory_says_how_its_communes_are_classed(
    client: Client, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def load(lines: str) -> None:
        file.write_text(lines)
        with django_capture_on_commit_callbacks(execute=True):
            load_typologies(file, vintage="2024-06", source="ANCT")

    path = "/territoires/departement/07-ardeche/"
    total = Commune.objects.current().filter(department="07").count()
    before = client.get(path).context
    assert (before["shares"], len(before["not_loaded"])) == ([], 11)
    file = tmp_path / "pvd.csv"
    load("insee;pvd;acv\n07204;1;0\n07064;1;\n07186;0;1\n43244;1;0\n")
    for address, communes in ((path, total), ("/territoires/region/84-auvergne-rhone-alpes/", None)):
        response = client.get(address)
        facts = {fact.kind: fact for fact in response.context["shares"]}
        pvd = [(str(label), number) for label, number in facts["pvd"].shares]
        assert pvd == [("yes", 2 if communes else 3), ("no", 1)], address
        assert (facts["pvd"].source, facts["pvd"].vintage) == ("ANCT", "2024-06")
        if communes:
            assert facts["pvd"].unknown == communes - 3
            assert facts["acv"].unknown == communes - 2
    # A corrected file of the same vintage is counted at once.
    load("insee;pvd\n07204;1\n")
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    assert len(captured) < len(first) - 4, "what was counted is kept"
    facts = {fact.kind: fact for fact in client.get(path).context["shares"]}
    assert [number for _label, number in facts["pvd"].shares] == [1]


@pytest.mark.parametrize(
    ("asked", "status", "location"),
    [
        ("/territoires/commune/07204/", 301, "/territoires/commune/07204-saint-agreve/"),
        ("/territoires/commune/07204-old-name/", 301, "/territoires/commune/07204-saint-agreve/"),
        ("/territoires/commune/01039-beon/", 302, "/territoires/commune/01138-culoz-beon/"),
        ("/territoires/commune/75113/", 302, "/territoires/commune/75056-paris/"),
        ("/territoires/departement/2a/", 301, "/territoires/departement/2A-corse-du-sud/"),
        ("/territoires/epci/245701362/", 302, "/territoires/epci/992367730-thionville-fensch-agglomeration/"),
        ("/territoires/commune/99999-x/", 404, None),
        ("/territoires/commune/07320x/", 404, None),
        ("/territoires/region/99/", 404, None),
    ],
)
def test_old_addresses_lead_to_today(client: Client, asked: str, status: int, location: str | None) -> None:
    response = client.get(asked)
    assert (response.status_code, response.headers.get("Location")) == (status, location)


def test_a_former_commune_says_where_it_went(client: Client) -> None:
    page = client.get("/territoires/commune/01039-beon/", follow=True).content.decode()
    assert "Béon is now a part of Culoz-Béon" in page


def test_search_page_finds_and_says_when_it_does_not(client: Client) -> None:
    page = html(client, "/territoires/?q=st+agreve")
    assert "/territoires/commune/07204-saint-agreve/" in page
    page = html(client, "/territoires/?q=Anctoville")
    assert "/territoires/commune/14581-aurseulles/" in page
    assert "<script>" not in html(client, "/territoires/?q=<script>alert(1)</script>")
    front = html(client, "/territoires/")
    assert all(region.get_absolute_url() in front for region in Region.objects.all())
    assert all(place.get_absolute_url() in front for place in Department.objects.filter(region__isnull=True))


def test_the_look_up_answers_json_and_sends_a_browser_to_the_page(client: Client) -> None:
    answer = client.get("/territoires/communes/?q=st agreve", headers={"Accept": "application/json"}).json()
    assert answer == {"results": [{"code": "07204", "label": "Saint-Agrève", "hint": "Ardèche, 07320"}]}
    former = client.get("/territoires/communes/?q=beon").json()["results"]
    assert {"code": "01138", "label": "Béon", "hint": "today Culoz-Béon"} in former
    overseas = client.get("/territoires/communes/?q=noumea").json()["results"]
    assert overseas[0]["hint"] == "Nouvelle-Calédonie, 98800"
    response = client.get("/territoires/communes/?q=lyon", headers={"Accept": "text/html,*/*"})
    assert (response.status_code, response.headers["Location"]) == (302, "/territoires/?q=lyon")


def test_the_look_up_of_territories_answers_refs(client: Client) -> None:
    results = client.get("/territoires/recherche/?q=ardeche").json()["results"]
    assert {"code": "department:07", "label": "Ardèche (département)", "hint": "département"} in results


@pytest.mark.parametrize("path", ["/territoires/recherche/?q=ardeche", "/territoires/communes/?q=lamastre"])
def test_a_look_up_may_be_kept_ten_minutes(client: Client, path: str) -> None:
    assert client.get(path)["Cache-Control"] == "public, max-age=600"


def test_a_list_of_communes_says_what_is_unknown(client: Client) -> None:
    Commune.objects.filter(pk="07204").update(population=None, area_km2=None)
    response = client.get("/territoires/departement/07-ardeche/")
    lines = {line.commune.pk: line for line in response.context["communes"]}
    assert (lines["07204"].people, lines["07204"].density) == ("unknown", "unknown")
    assert lines["07151"].density not in {"", "unknown"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("commune/07204", "200041465"),
        ("commune/98735", "987"),
        ("epci/200041465", "200041465"),
        ("department/976", "976"),
        ("region/84", "84"),
    ],
)
def test_an_outline_is_geojson_of_one_feature(client: Client, path: str, code: str) -> None:
    response = client.get(f"/territoires/contour/{path}.geojson")
    assert response.headers["Content-Type"] == "application/geo+json"
    (feature,) = response.json()["features"]
    assert feature["properties"]["code"] == code


@pytest.mark.parametrize("path", ["commune/99999", "country/FR", "planet/1"])
def test_there_is_no_outline_of_what_does_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/territoires/contour/{path}.geojson").status_code == 404


def test_every_current_epci_has_an_outline(client: Client) -> None:
    for epci in Epci.objects.filter(is_current=True).order_by("?")[:40]:
        assert client.get(f"/territoires/contour/epci/{epci.pk}.geojson").status_code == 200, epci


@pytest.mark.parametrize(
    "path",
    [
        "/territoires/commune/07204-saint-agreve/",
        "/territoires/commune/98901-ile-de-clipperton/",
        "/territoires/departement/07-ardeche/",
        "/territoires/departement/989-ile-de-clipperton/",
        "/territoires/region/84-auvergne-rhone-alpes/",
        "/territoires/",
        "/territoires/?q=saint",
    ],
)
def test_pages_cost_twelve_queries_at_most_panels_included(client: Client, path: str) -> None:
    html(client, path)  # what a process reads once: content types
    with CaptureQueriesContext(connection) as captured:
        html(client, path)
    assert len(captured) <= 12, [query["sql"][:200] for query in captured]


def test_higher_apps_show_their_panels(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def build(territory: Any, user: Any) -> registry.Panel | None:
        seen.append((territory.ref, user.is_authenticated))
        if territory.pk != "07204":
            return None
        return registry.Panel("Lieux d’ici", "territories/_epci.html", {"epci": []}, count=3)

    monkeypatch.setattr(
        registry.territory_panels,
        "_entries",
        {"sample": registry.TerritoryPanel(key="sample", build=build)},
    )
    page = html(client, "/territoires/commune/07204-saint-agreve/")
    assert 'id="panel-sample">Lieux d’ici' in page
    assert "panel-sample" not in html(client, "/territoires/commune/97611-mamoudzou/")
    assert [(str(ref), known) for ref, known in seen] == [("commune:07204", False), ("commune:97611", False)]


def test_what_a_panel_draws_stands_on_the_map(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(territory: Any, user: Any) -> registry.Panel:
        return registry.Panel("Lieux d’ici", "territories/_epci.html", {"epci": []})

    def points(territory: Any) -> list[dict[str, Any]]:
        at = {"lat": 45.0, "lon": 4.4, "url": "/lieux/1/"}
        return [{"id": "lieu-1", "title": f"La Scierie, {territory.name}", **at}]

    silent = registry.TerritoryPanel("silent", lambda place, user: None, 10, lambda place: [])
    drawn = registry.TerritoryPanel("sample", build, 30, points)
    entries = {panel.key: panel for panel in (silent, replace(silent, key="words", points=None), drawn)}
    monkeypatch.setattr(registry.territory_panels, "_entries", entries)

    # A panel without anything to say here keeps its kind: what is fetched apart and the legend agree.
    context = client.get("/territoires/commune/07204-saint-agreve/").context
    assert [entry["kind"] for entry in context["legend"]] == [4, 1, 2]
    first, *communes = context["points"]
    assert (first["title"], first["kind"]) == ("La Scierie, Saint-Agrève", 4)
    assert len(communes) > 1
    for path in (
        "epci/200041465-communaute-de-communes-val-eyrieux",
        "departement/07-ardeche",
        "region/84-auvergne-rhone-alpes",
    ):
        response = client.get(f"/territoires/{path}/")
        assert [entry["kind"] for entry in response.context["legend"]] == [4]
        address = response.context["points_url"]
        assert f'data-src="{address}"' in response.content.decode()
        assert "application/json" not in response.content.decode(), "nothing is drawn twice"
        (point,) = client.get(address).json()["points"]
        title = f"La Scierie, {response.context['territory'].name}"
        assert (point["title"], point["kind"], point["lat"]) == (title, 4, 45.0)


@pytest.mark.parametrize("path", ["commune/99999", "country/FR", "planet/1"])
def test_there_are_no_points_of_what_does_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/territoires/points/{path}.json").status_code == 404


def test_the_public_bar_leads_to_territories(client: Client) -> None:
    assert '<a href="/territoires/" aria-current="page">Territories</a>' in html(client, "/territoires/")


def test_what_territories_register_works(client: Client) -> None:
    keys = {case.key: case for case in registry.bench_cases}
    for key in ("commune-lookup", "territory-page", "territory-points"):
        for path in keys[key].paths():
            assert path == quote(path, safe="/?=+&-"), "a bare HTTP client asks these addresses"
            assert client.get(path).status_code == 200, path
    source = registry.search_sources.get("territories")
    assert source is not None
    with translation.override("en"):
        found = [(t, url, str(detail)) for t, url, detail in source.search("saint agreve", None)]  # type: ignore[arg-type]
    assert ("Saint-Agrève", "/territoires/commune/07204-saint-agreve/", "municipality") in found
    invariant = registry.invariants.get("territories-loaded")
    assert invariant is not None
    assert list(invariant.broken()) == []
    Commune.objects.filter(pk="97611").update(region="84")
    assert list(invariant.broken()) == ["1 communes are not in the région of their département."]
