"""``/carte/``: what is found, by words, place and filters; what the map draws; how it is kept."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from maillage.core.registry import bench_cases, search_sources
from maillage.directory import extensions
from maillage.directory.actions import update_place
from maillage.directory.enums import LegalForm, PlaceStatus, PlaceType, Stage, Theme, Trade
from maillage.directory.models import Place
from maillage.portal.atlas import points, text
from maillage.portal.atlas.text import slips
from tests.factories.directory import OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import (
    LE_CHEYLARD,
    LYON,
    PRIVAS,
    SAINT_AGREVE,
    SAINT_DENIS_REUNION,
    TENCE,
    commune,
)

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process keeps between requests belongs to no test."""
    cache.clear()
    monkeypatch.setattr(points, "_versions", {})
    monkeypatch.setattr(points, "_kept", {})
    monkeypatch.setattr(text, "_kept", None)


@pytest.fixture
def get(client: Any) -> Get:
    """``get(q="bois")`` asks the map in English and gives the response."""

    def ask(path: str = "/carte/", **query: str) -> Any:
        return client.get(path, query, headers={"Accept-Language": "en"})

    return ask


def names(response: Any) -> list[str]:
    assert response.status_code == 200
    return [line.record.name for line in response.context["lines"]]


def chips(response: Any) -> dict[str, int]:
    return {re.search(r"quoi=(\w+)", chip["url"])[1]: chip["count"] for chip in response.context["chips"]}  # type: ignore[index]


# --- Words ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "raboteuse",
        "RABOTEUSES",
        "rabot",
        "ébénisterie",
        "ebenisteries",
        "partagé établi",
        "Saint-Agrève",
    ],
)
def test_words_are_found_by_stem_without_accents_and_by_their_beginning(get: Get, typed: str) -> None:
    PlaceFactory(
        name="Atelier de l’Ébénisterie",
        description="Un établi partagé.",
        equipment="Raboteuse, scie à ruban",
        trades=[Trade.WOOD],
    )
    PlaceFactory(name="Filature", description="Laine.", trades=[Trade.TEXTILE], commune=commune(LE_CHEYLARD))
    assert names(get(q=typed)) == ["Atelier de l’Ébénisterie"]


def test_the_words_of_a_trade_find_it_in_french(get: Get) -> None:
    with translation.override("fr"):
        word = str(Trade.WOOD.label)
    PlaceFactory(name="Un", trades=[Trade.WOOD])
    PlaceFactory(name="Deux", trades=[Trade.TEXTILE])
    assert names(get(q=word)) == ["Un"]


@pytest.mark.parametrize("typed", ["raboteuze", "raboeuse", "rabotteuse", "arboteuse", "forgge", "frge"])
def test_a_slip_of_the_keyboard_is_mended_and_told(get: Get, typed: str) -> None:
    PlaceFactory(name="Forge du Haut", equipment="Raboteuse")
    PlaceFactory(name="Filature", trades=[Trade.TEXTILE])
    response = get(q=typed)
    assert names(response) == ["Forge du Haut"]
    found = response.context["filters"].text
    assert found.mended in {"raboteuse", "forge"}
    assert f"Results for “{found.mended}”" in response.content.decode()


def test_words_that_no_record_has_together_give_those_that_have_some(get: Get) -> None:
    PlaceFactory(name="Forge", trades=[])
    PlaceFactory(name="Filature", trades=[])
    response = get(q="forge filature")
    assert set(names(response)) == {"Forge", "Filature"}
    assert response.context["filters"].text.is_partial


def test_words_that_nobody_has_give_nothing_and_a_way_out(get: Get) -> None:
    PlaceFactory(name="Forge")
    response = get(q="xylophone")
    assert names(response) == []
    assert [way["count"] for way in response.context["ways"]] == [1]


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "a & b | !c", "<script>", "de", ":*", "\x00", "é" * 300])
def test_no_entry_breaks_the_search(get: Get, typed: str) -> None:
    PlaceFactory()
    response = get(q=typed)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_best_match_comes_first(get: Get) -> None:
    PlaceFactory(name="Autre lieu", description="On y trouve aussi une brasserie.")
    PlaceFactory(name="Brasserie du Vivarais", description="")
    assert names(get(q="brasserie"))[0] == "Brasserie du Vivarais"


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("bois", "bois", 0),
        ("bois", "boiss", 1),
        ("bois", "bosi", 1),
        ("bois", "lois", 1),
        ("bois", "laine", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, distance: int) -> None:
    assert slips(one, other, 1) == distance


# --- Where ------------------------------------------------------------------------------------------------
@pytest.fixture
def around() -> None:
    PlaceFactory(name="Ici")
    PlaceFactory(name="À côté", commune=commune(TENCE))
    PlaceFactory(name="Plus loin", commune=commune(PRIVAS))
    PlaceFactory(name="Outre-mer", commune=commune(SAINT_DENIS_REUNION))


@pytest.mark.usefixtures("around")
def test_near_a_municipality_the_nearest_comes_first_with_its_distance(get: Get) -> None:
    response = get(pres="Saint-Agrève", km="20")
    assert names(response) == ["Ici", "À côté"]
    ici, beside = response.context["lines"]
    assert ici.distance_km == pytest.approx(0)
    assert beside.distance_km == pytest.approx(14.1, abs=0.5)
    assert beside.minutes > beside.distance_km
    assert names(get(pres=SAINT_AGREVE, km="60")) == ["Ici", "À côté", "Plus loin"]
    assert names(get(pres=SAINT_DENIS_REUNION, km="100")) == ["Outre-mer"]


@pytest.mark.usefixtures("around")
def test_a_municipality_that_does_not_exist_is_told_and_filters_nothing(get: Get) -> None:
    response = get(pres="Nullepart-les-Oies")
    assert len(names(response)) == 4
    assert response.context["form"].errors.keys() == {"pres"}


@pytest.mark.usefixtures("around")
def test_the_area_of_the_map_is_a_filter(get: Get) -> None:
    assert names(get(zone="4.0,44.9,4.6,45.2")) == ["À côté", "Ici"]
    assert len(names(get(zone="nonsense"))) == 4


def test_offers_that_cover_a_municipality_are_found_wherever_they_come_from(get: Get) -> None:
    far = OrganisationFactory(commune=commune(LYON), perimeter=[("region", "84")])
    ServiceFactory(name="Par le périmètre", organisation=far)
    ServiceFactory(name="Par sa zone", organisation=far, area=[("department", "07")])
    ServiceFactory(name="Ailleurs", organisation=far, area=[("department", "43")])
    ServiceFactory(name="Sans zone")
    assert names(get(quoi="accompagnements", pres=SAINT_AGREVE)) == ["Par le périmètre", "Par sa zone"]
    near = get(quoi="accompagnements", pres=SAINT_AGREVE, km="20")
    assert names(near) == ["Sans zone"]


# --- Filters ------------------------------------------------------------------------------------------------
def test_places_are_filtered_by_type_and_trade(get: Get) -> None:
    PlaceFactory(name="Un", types=[PlaceType.FABLAB], trades=[Trade.WOOD, Trade.METAL])
    PlaceFactory(name="Deux", types=[PlaceType.FABLAB], trades=[Trade.TEXTILE])
    PlaceFactory(name="Trois", types=[PlaceType.CAFE], trades=[Trade.METAL])
    assert names(get(type="fablab")) == ["Deux", "Un"]
    assert names(get(type="fablab", filiere="metal")) == ["Un"]
    assert len(names(get(type="nonsense"))) == 3


def test_offers_are_filtered_by_theme_stage_and_organisations_by_form(get: Get) -> None:
    ServiceFactory(name="Un", themes=[Theme.FUNDING], stages=[Stage.CREATION])
    ServiceFactory(name="Deux", themes=[Theme.FUNDING], stages=[Stage.IDEA])
    assert names(get(quoi="accompagnements", theme="funding", etape="creation")) == ["Un"]
    OrganisationFactory(name="Une scic", legal_form=LegalForm.SCIC)
    assert names(get(quoi="organisations", forme="scic")) == ["Une scic"]


def test_drafts_closed_and_merged_places_are_not_shown(get: Get) -> None:
    kept = PlaceFactory(name="Montré")
    PlaceFactory(name="Brouillon", draft=True)
    PlaceFactory(name="Fermé", status=PlaceStatus.CLOSED)
    PlaceFactory(name="Fondu", merged_into=kept)
    assert names(get()) == ["Montré"]
    assert chips(get())["lieux"] == 1


@pytest.fixture
def labelled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Place]]:
    """An app above that labels the places of this list."""
    places: list[Place] = []
    source = extensions.LabelSource(
        "test",
        lambda rows: {row.pk: [extensions.Label("Manufacture")] for row in rows if row in places},
        labelled=lambda: Place.objects.filter(pk__in=[place.pk for place in places]).values("pk"),
        version=lambda: ",".join(str(place.pk) for place in places),
    )
    extensions.label_sources.add(source)
    yield places
    del extensions.label_sources._entries["test"]


def test_labelled_places_alone_can_be_asked_and_are_drawn_otherwise(get: Get, labelled: list[Place]) -> None:
    chosen, other = PlaceFactory(name="Labellisé"), PlaceFactory(name="Autre")
    before = points.version(points.Kind.PLACES)
    labelled.append(chosen)
    assert points.version(points.Kind.PLACES) != before
    response = get(label="on")
    assert names(response) == ["Labellisé"]
    assert "Manufacture" in response.content.decode()
    data = get("/carte/points.json").json()
    kinds = dict(zip(unpacked(data)["id"], data["kind"], strict=True))
    assert kinds == {chosen.pk: points.LABELLED, other.pk: points.OTHER}


def test_each_kind_is_counted_under_the_shared_filters(get: Get) -> None:
    organisation = OrganisationFactory(name="Coopérative du bois")
    PlaceFactory(name="Atelier bois", organisation=organisation)
    PlaceFactory(name="Fournil", organisation=organisation, trades=[])
    ServiceFactory(name="Se lancer dans le bois", organisation=organisation)
    assert chips(get(q="bois")) == {"lieux": 1, "accompagnements": 1, "organisations": 1}
    assert chips(get(q="bois", type="cafe")) == {"lieux": 0, "accompagnements": 1, "organisations": 1}


def test_an_empty_list_names_the_filter_to_loosen(get: Get) -> None:
    PlaceFactory(name="Forge", types=[PlaceType.FABLAB])
    commune(LYON)
    response = get(q="forge", pres=LYON, km="10", type="fablab")
    ways = {way["label"]: way for way in response.context["ways"]}
    assert set(ways) == {"Anywhere in France"}
    followed = get(ways["Anywhere in France"]["url"].replace("?", "/carte/?", 1))
    assert names(followed) == ["Forge"]
    assert followed.context["form"]["type"].value() == "fablab"


# --- Pages ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", [{}, {"q": "atelier"}, {"pres": SAINT_AGREVE, "km": "100"}])
def test_pages_follow_each_other_without_loss(get: Get, query: dict[str, str]) -> None:
    organisation = OrganisationFactory()
    for rank in range(45):
        PlaceFactory(
            name=f"Atelier {rank:02d}",
            organisation=organisation,
            description="atelier " * (rank % 4),
            latitude=45.0 + (rank % 7) / 100,
            longitude=4.39,
        )
    seen: list[str] = []
    page = get(**query)
    seen += names(page)
    while cursor := page.context["page"].next_cursor:
        page = get(**query, cursor=cursor)
        seen += names(page)
    assert len(seen) == 45
    assert len(set(seen)) == 45


def queries_of(get: Get, **query: str) -> int:
    get(**query)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        get(**query)
    return len(captured)


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({}, 10),
        ({"q": "bois", "pres": SAINT_AGREVE, "km": "100"}, 11),
        ({"quoi": "accompagnements", "pres": SAINT_AGREVE}, 11),
        ({"quoi": "organisations"}, 7),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_list(
    get: Get, query: dict[str, str], most: int
) -> None:
    def fill(count: int) -> None:
        for rank in range(count):
            organisation = OrganisationFactory(name=f"Bois {count} {rank}", perimeter=[("department", "07")])
            PlaceFactory(
                name=f"Bois {count} {rank}", organisation=organisation, opening_hours="Mo-Fr 09:00-18:00"
            )
            ServiceFactory(name=f"Bois {count} {rank}", organisation=organisation)

    fill(1)
    one = queries_of(get, **query)
    fill(29)
    assert queries_of(get, **query) == one <= most


# --- The map's data ---------------------------------------------------------------------------------------
def unpacked(data: dict[str, Any]) -> dict[str, list[float]]:
    """As ``core/map.js`` does it."""
    columns: dict[str, list[float]] = {"id": [], "lat": [], "lon": []}
    for name, listed in columns.items():
        total = 0
        for step in data[name]:
            total += step
            listed.append(total if name == "id" else total / 1e4)
    return columns


def test_points_are_packed_as_the_map_reads_them(get: Get) -> None:
    first = PlaceFactory(latitude=45.00911, longitude=4.39611)
    second = PlaceFactory(commune=commune(SAINT_DENIS_REUNION), latitude=-20.8789, longitude=55.4481)
    data = get("/carte/points.json").json()
    assert data["v"] == 1
    assert unpacked(data) == {
        "id": [first.pk, second.pk],
        "lat": [45.0091, -20.8789],
        "lon": [4.3961, 55.4481],
    }


def test_points_follow_the_filters_of_the_page(get: Get) -> None:
    wood = PlaceFactory(trades=[Trade.WOOD])
    PlaceFactory(trades=[Trade.TEXTILE])
    page = get(filiere="wood")
    url = page.context["points_url"]
    assert unpacked(get(url).json())["id"] == [wood.pk]
    assert "immutable" not in get(url)["Cache-Control"]


def test_offers_and_organisations_stand_at_their_municipality(get: Get) -> None:
    organisation = OrganisationFactory()
    ServiceFactory(organisation=organisation)
    OrganisationFactory(commune=None)
    place = commune(SAINT_AGREVE)
    for kind in ("accompagnements", "organisations"):
        columns = unpacked(get("/carte/points.json", quoi=kind).json())
        assert columns["lat"] == [pytest.approx(place.latitude, abs=1e-4)]


def test_all_points_are_kept_by_version_and_change_with_it(get: Get) -> None:
    place = PlaceFactory()
    url = get().context["points_url"]
    first = get(url)
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(url).content == first.content

    update_place(place, {"latitude": 45.5, "longitude": 4.5}, by=None)

    assert get().context["points_url"] != url
    old = get(url)
    assert "immutable" not in old["Cache-Control"]
    assert old["ETag"] != first["ETag"]
    assert unpacked(get(get().context["points_url"]).json())["lat"] == [45.5]


def test_points_are_revalidated_and_compressed(client: Any) -> None:
    PlaceFactory()
    first = client.get("/carte/points.json", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(first.content))["v"] == 1
    again = client.get("/carte/points.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_five_thousand_places_weigh_less_than_sixty_kilobytes() -> None:
    import random

    draw = random.Random(7)
    centre = commune(SAINT_AGREVE)
    organisation = OrganisationFactory()
    rows = [
        Place(
            name=f"Lieu {rank}",
            slug=f"lieu-{rank}",
            commune=centre,
            organisation=organisation,
            latitude=draw.uniform(42, 51),
            longitude=draw.uniform(-4.5, 8),
            publication="published",
        )
        for rank in range(5000)
    ]
    Place.objects.bulk_create(rows, batch_size=1000)
    from maillage.portal.atlas.forms import Filters, Kind

    filters = Filters(Kind.PLACES, text.read(""))
    body = points.whole(filters, "now")
    assert len(json.loads(gzip.decompress(body))["id"]) == 5000
    assert len(body) < 60_000


def test_a_point_has_a_card(get: Get) -> None:
    place = PlaceFactory(name="Forge & fils")
    response = get(f"/carte/lieux/{place.pk}/")
    assert "Forge &amp; fils" in response.content.decode()
    assert place.get_absolute_url() in response.content.decode()
    assert "<html" not in response.content.decode()
    assert get(f"/carte/lieux/{PlaceFactory(draft=True).pk}/").status_code == 404
    assert get(f"/carte/nonsense/{place.pk}/").status_code == 404


# --- The whole site, the registries -------------------------------------------------------------------------
def test_the_whole_site_is_searched_at_once(get: Get) -> None:
    PlaceFactory(name="La Forge de Saint-Agrève")
    ServiceFactory(name="Monter une forge")
    response = get("/recherche/", q="forge")
    groups = {group["key"]: [row[0] for row in group["rows"]] for group in response.context["groups"]}
    assert groups["lieux"] == ["La Forge de Saint-Agrève"]
    assert groups["accompagnements"] == ["Monter une forge"]
    assert "communes" not in groups
    communes = get("/recherche/", q="Saint-Agrève").context["groups"]
    assert communes[0]["key"] == "communes"
    assert get("/recherche/").context["groups"] == []


def test_the_map_is_measured_and_its_sources_are_searched() -> None:
    listed = bench_cases.get("map")
    data = bench_cases.get("map-points")
    assert listed is not None
    assert data is not None
    assert (listed.max_queries, listed.target_p95_ms, data.max_gzip_bytes) == (12, 80.0, 60_000)
    assert all(path.startswith("/carte/") for path in listed.paths())
    assert {"communes", "lieux", "accompagnements", "organisations"} <= {
        source.key for source in search_sources
    }


def test_the_page_is_french_by_default(client: Any) -> None:
    with translation.override(None):
        assert 'lang="fr"' in client.get("/carte/").content.decode()
