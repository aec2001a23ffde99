"""The components, the frames and the form renderer: what each says, and to whom."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template, engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django_cotton.compiler_regex import CottonCompiler

from maillage.core.forms import DateInput, LookupInput
from maillage.core.pagination import Page
from maillage.core.registry import MenuItem, TimelineEntry, Workspace
from maillage.core.templatetags import page as page_tags

CORE = Path(settings.PROJECT_DIR) / "src" / "maillage" / "core"
COMPONENTS = sorted(path.stem for path in (CORE / "templates" / "cotton").glob("*.html"))


def render(source: str, address: str = "/", **context: Any) -> str:
    """A template written as a page would write it, in French, with a request."""
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    template = engines["django"].from_string(CottonCompiler().process(source))
    return re.sub(r"\s+", " ", template.render({**context}, request)).strip()


class Outline(HTMLParser):
    """Elements as (tag, attributes), and the text without tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


# --- the library ----------------------------------------------------------------------------------
def test_every_component_says_what_it_takes() -> None:
    silent = [
        name
        for name in COMPONENTS
        if not (CORE / "templates" / "cotton" / f"{name}.html")
        .read_text()
        .startswith(f"{{% comment %}}\n{name.replace('_', '-')}: ")
    ]
    assert silent == []


def test_every_component_is_in_the_gallery() -> None:
    gallery = (CORE / "templates" / "core" / "components.html").read_text()
    gallery += (CORE / "templates" / "base.html").read_text()
    shown = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", gallery)} - {"slot", "vars"}
    assert shown == set(COMPONENTS)


def test_no_comment_reaches_the_reader() -> None:
    """Django takes ``{# … #}`` on one line only; a longer one is printed."""
    printed = [
        str(path.relative_to(CORE.parent))
        for path in CORE.parent.rglob("templates/**/*.*")
        if path.suffix in {".html", ".txt"} and re.search(r"\{#(?!.*#\})", path.read_text())
    ]
    assert printed == []


# A file that people download and open alone, without the platform's stylesheet.
STANDALONE = {"accounts/templates/accounts/export.html"}


def test_no_template_restyles_in_place() -> None:
    """The content security policy would refuse it in silence."""
    offending = [
        str(path.relative_to(CORE.parent))
        for path in (CORE.parent).rglob("templates/**/*.html")
        if "email" not in path.parts
        and str(path.relative_to(CORE.parent)) not in STANDALONE
        and re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*json)", path.read_text())
    ]
    assert offending == []


@pytest.mark.django_db
def test_the_gallery_is_for_builders(client: Client, settings: Any) -> None:
    address = reverse("core:components")
    assert client.get(address).status_code == 200
    assert client.get(address, {"frame": "workspace", "form": "wrong"}).status_code == 200
    assert client.get(address, {"frame": "atlas"}).status_code == 200
    settings.SHOW_COMPONENTS = False
    assert client.get(address).status_code == 404
    assert client.get(reverse("core:sample_points")).status_code == 404


# --- frames ---------------------------------------------------------------------------------------
PAGE = (
    "{% extends 'base.html' %}{% block page_title %}Qui a <em>candidaté</em> ?{% endblock %}"
    "{% block lede %}{{ lede }}{% endblock %}"
    "{% block primary_action %}{% if may %}<c-button href='/publier/'>Publier</c-button>{% endif %}"
    "{% endblock %}"
)


def test_the_title_is_said_twice_and_written_once() -> None:
    html = render(PAGE, lede="", may=False)
    assert "<title>Qui a candidaté ? – Maillage</title>" in html
    assert html.count("<h1>Qui a <em>candidaté</em> ?</h1>") == 1


def test_an_empty_block_leaves_no_furniture() -> None:
    html = render(PAGE, lede="", may=False)
    assert "lede" not in html
    assert "title__actions" not in html
    assert "crumbs" not in html
    html = render(PAGE, lede="Douze dossiers.", may=True)
    assert '<p class="lede">Douze dossiers.</p>' in html
    assert Outline(html).all("a", href="/publier/")


def test_what_a_block_holds_is_escaped_once() -> None:
    html = render(PAGE, lede="<script>alert(1)</script> & Cie", may=False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Cie" in html


def test_a_frame_shows_only_what_it_is_given() -> None:
    html = render(PAGE, lede="", may=False, nav_entries=[], is_demonstration=False)
    assert "demonstration" not in html
    html = render(
        PAGE,
        lede="",
        may=False,
        is_demonstration=True,
        nav_entries=[{"label": "Carte", "url": "/carte/", "is_current": True}],
    )
    assert '<p class="demonstration" role="note">' in html
    assert Outline(html).all("a", **{"href": "/carte/", "aria-current": "page"})


def test_a_workspace_names_the_current_entry_and_its_counts() -> None:
    place = Workspace(kind="Lieu", name="Atelier", url="/lieu/", key="place-1")
    html = render(
        "{% extends 'workspace.html' %}{% block page_title %}Planning{% endblock %}",
        workspace=place,
        workspaces=[place, Workspace(kind="Projet", name="Filature", url="/projet/", key="project-1")],
        workspace_menu=[
            MenuItem(label="Planning", url="/p/", key="plan"),
            MenuItem(label="Réservations", url="/r/", key="bookings", count=0),
        ],
        workspace_item="plan",
    )
    outline = Outline(html)
    assert outline.all("a", **{"aria-current": "page"}) == [{"href": "/p/", "aria-current": "page"}]
    assert 'Réservations <span class="count">0</span>' in html
    assert outline.all("a", href="/projet/")
    assert '<main id="contenu"' in html


def test_the_language_switch_posts_and_comes_back(client: Client) -> None:
    answer = client.post(reverse("core:set_language"), {"language": "en", "next": "/composants/"})
    assert (answer.status_code, answer["Location"]) == (302, "/composants/")
    assert answer.cookies["django_language"].value == "en"
    assert client.get(reverse("core:set_language")).status_code in {302, 405}


# --- problem pages --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409"])
def test_a_problem_page_says_what_happened_and_what_to_do(name: str) -> None:
    html = render(f"{{% extends '{name}.html' %}}")
    outline = Outline(html)
    assert len(outline.all("h1")) == 1
    assert outline.all("a", href="/")
    assert f">{name[:3]}</p>" in html


def test_an_unknown_host_is_answered_before_anybody_is_known(client: Client) -> None:
    answer = client.get("/composants/", HTTP_HOST="ailleurs.example")
    assert answer.status_code == 400
    assert b"</html>" in answer.content


def test_a_refusal_brings_its_own_sentence() -> None:
    html = render("{% extends '409.html' %}", sentence="La clôture est passée.")
    assert "La clôture est passée." in html


def test_the_500_page_needs_nothing() -> None:
    """No context, no request, no manifest of hashed files."""
    html = engines["django"].get_template("500.html").template.render(Context())
    assert "<h1>Une panne de notre côté</h1>" in html
    assert 'href="/static/core/maillage.css"' in html


@pytest.mark.django_db
def test_an_expired_form_says_so(settings: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("core:set_language"), {"language": "en"})
    assert answer.status_code == 403
    assert [template.name for template in answer.templates][:1] == ["403_csrf.html"]


# --- forms ----------------------------------------------------------------------------------------
class ProjectForm(forms.Form):
    title = forms.CharField(label="Nom du projet", help_text="Comme sur la porte.")
    stage = forms.ChoiceField(
        label="Étape", choices=[("idea", "Idée"), ("creation", "Création")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="J’accepte")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Deux projets portent ce nom.")


def test_a_field_has_its_label_help_and_error_tied_to_it() -> None:
    outline = Outline(render("{{ form }}", form=ProjectForm({"title": ""})))
    (title,) = outline.all("input", name="title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "id_title_helptext id_title_error"
    assert outline.all("div", id="id_title_helptext")
    assert outline.all("ul", id="id_title_error")
    assert outline.all("label", **{"for": "id_title"})
    (note,) = outline.all("input", name="note")
    assert "aria-invalid" not in note
    assert outline.all("input", name="secret", type="hidden")


def test_required_is_a_word() -> None:
    html = render("{{ form.title.as_field_group }}|{{ form.note.as_field_group }}", form=ProjectForm())
    required, optional = html.split("|")
    assert "field__must" in required
    assert "field__must" not in optional


def test_radios_are_a_group_with_a_legend() -> None:
    html = render("{{ form.stage.as_field_group }}", form=ProjectForm({}))
    outline = Outline(html)
    assert "<legend>Étape" in html
    (group,) = outline.all("fieldset")
    assert group["aria-describedby"] == "id_stage_error"
    assert len(outline.all("input", type="radio")) == 2


def test_the_summary_links_to_every_field_in_error() -> None:
    html = render("{{ form }}", form=ProjectForm({"title": ""}))
    outline = Outline(html)
    assert "Deux projets portent ce nom." in html
    links = [link["href"] for link in outline.all("a")]
    assert links == ["#id_title", "#id_stage_group", "#id_agreed"]
    ids = {attributes.get("id") for _tag, attributes in outline.elements}
    assert {link.removeprefix("#") for link in links if link} <= ids
    assert "data-summary" not in render("{{ form }}", form=ProjectForm())


def test_a_whole_form_is_sent_with_its_token() -> None:
    html = render("<c-form :form='form' submit='Déposer' cancel-href='/retour/' />", form=ProjectForm())
    outline = Outline(html)
    assert outline.all("form", method="post")
    assert outline.all("input", name="csrfmiddlewaretoken")
    assert "Déposer</button>" in html
    assert outline.all("a", href="/retour/")
    html = render("<c-form method='get' :form='form' />", form=ProjectForm())
    assert "csrfmiddlewaretoken" not in html


def test_fields_laid_out_by_hand_keep_the_hidden_ones() -> None:
    html = render(
        "<c-form :form='form'><c-field :field='form.note' /></c-form>", form=ProjectForm({"secret": "x"})
    )
    outline = Outline(html)
    assert outline.all("input", name="secret", value="x")
    assert outline.all("input", name="note")
    assert not outline.all("input", name="title")


def test_a_look_up_posts_the_chosen_code_or_what_was_typed() -> None:
    class PlaceForm(forms.Form):
        commune = forms.CharField(
            widget=LookupInput(url="/communes/", label_of={"07204": "Saint-Agrève"}.get), label="Commune"
        )

    assert PlaceForm({"commune": "Saint-Agr"}).data["commune"] == "Saint-Agr"
    typed, chosen = (
        PlaceForm({"commune": "Saint-Agr", "commune_code": ""}),
        PlaceForm({"commune": "Saint-Agrève", "commune_code": "07204"}),
    )
    assert typed.is_valid()
    assert chosen.is_valid()
    assert (typed.cleaned_data["commune"], chosen.cleaned_data["commune"]) == ("Saint-Agr", "07204")
    outline = Outline(render("{{ form }}", form=PlaceForm(initial={"commune": "07204"})))
    assert outline.all("input", name="commune", value="Saint-Agrève")
    assert outline.all("input", name="commune_code", value="07204")
    outline = Outline(render("{{ form }}", form=typed))
    assert outline.all("input", name="commune", value="Saint-Agr")
    assert outline.all("input", name="commune_code", value="")


def test_dates_are_given_in_the_browsers_own_form() -> None:
    assert 'type="date" name="on" value="2026-12-04"' in DateInput().render("on", dt.date(2026, 12, 4))


# --- components that work something out -----------------------------------------------------------
def test_a_confirmed_link_carries_its_question() -> None:
    html = render(
        "<c-button href='/x/' kind='danger' confirm='L’appel « A & B » sera perdu.'>Supprimer</c-button>"
    )
    (link,) = Outline(html).all("a")
    assert link["data-confirm"] == "L’appel « A & B » sera perdu."
    assert link["class"] == "btn btn--danger "


def test_a_state_is_told_without_its_colour() -> None:
    drawings = {tone: render(f"<c-state tone='{tone}' label='x' />") for tone in ("ok", "wait", "no", "info")}
    icons = {re.search(r"#(\w+)\"", html).group(1) for html in drawings.values()}  # type: ignore[union-attr]
    assert len(icons) == 4


def test_chips_set_and_take_away_a_filter() -> None:
    filters = [
        {"label": "Toutes", "param": "etat", "value": ""},
        {"label": "Avis manquant", "param": "etat", "value": "missing", "count": 0},
    ]
    source = "<c-filter-bar :filters='filters' search='q' search-label='Chercher' />"
    html = render(source, "/?etat=missing&q=bois&cursor=xyz", filters=filters)
    outline = Outline(html)
    active = outline.all("a", **{"aria-current": "true"})
    assert [chip["href"] for chip in active] == ["?q=bois"]
    assert [chip["href"] for chip in outline.all("a")] == ["?q=bois", "?q=bois"]
    assert "· 0" in html
    # The search keeps the other filters, and starts again at the first page.
    assert outline.all("input", type="hidden") == [{"type": "hidden", "name": "etat", "value": "missing"}]
    assert outline.all("input", name="q", value="bois")
    outline = Outline(render(source, "/", filters=filters))
    assert [chip["href"] for chip in outline.all("a")] == ["?", "?etat=missing"]


def test_the_pager_keeps_the_filters_and_shows_only_where_one_can_go() -> None:
    first: Page[Any] = Page(rows=[], next_cursor="n1", previous_cursor=None, size=30)
    outline = Outline(render("<c-pagination :page='page' :total='61' noun='lieux' />", "/?q=b", page=first))
    assert [link["href"] for link in outline.all("a")] == ["?q=b&cursor=n1"]
    assert "61 lieux" in outline.text
    alone: Page[Any] = Page(rows=[], next_cursor=None, previous_cursor=None, size=30)
    assert render("<c-pagination :page='page' />", page=alone) == ""


def test_a_funnel_says_what_passed_each_step() -> None:
    steps = page_tags.funnel_steps(
        [
            {"label": "A", "value": 312},
            {"label": "B", "value": 241},
            {"label": "C", "value": 0},
            {"label": "D", "value": 0},
        ]
    )
    assert [step["share"] for step in steps] == [100.0, 77.2, 0.0, 0.0]
    assert [step["passed"] and round(step["passed"], 3) for step in steps] == [None, 0.772, 0.0, None]
    assert page_tags.funnel_steps([]) == []


def test_bars_are_measured_against_the_largest_or_the_ceiling() -> None:
    rows = [{"label": "A", "value": 50}, {"label": "B", "value": None}, {"label": "C", "value": 200}]
    assert [bar["percent"] for bar in page_tags.bars(rows)] == [25.0, 0, 100]
    assert [bar["percent"] for bar in page_tags.bars(rows, 100)] == [50.0, 0, 100]
    assert page_tags.bars([{"label": "A", "value": 0}])[0]["percent"] == 0


def test_drawings_are_written_with_points_whatever_the_language() -> None:
    html = render(
        "<c-chart :rows='rows' caption='X' />", rows=[{"label": "A", "value": 1}, {"label": "B", "value": 3}]
    )
    assert 'width="33.3%"' in html


def test_an_unknown_figure_breaks_the_curve_and_is_not_a_zero() -> None:
    drawn = page_tags.sparkline([{"value": 1}, {"value": 2}, {"value": None}, {"value": 3}])
    assert [len(line.split()) for line in drawn["lines"]] == [2, 1]
    assert drawn["last"]["y"] == page_tags.MARGIN
    assert page_tags.sparkline([]) == {"lines": [], "last": None}
    html = render("<c-chart kind='line' caption='X' :rows='rows' />", rows=[{"label": "T1", "value": None}])
    assert '<td class="num">—</td>' in html


def test_a_figure_without_value_is_unknown() -> None:
    assert "figure--unknown" in render("<c-figure label='emplois' />")
    assert "figure--unknown" not in render("<c-figure value='0' label='emplois' />")


def test_a_timeline_gives_each_moment_to_machines_too() -> None:
    entry = TimelineEntry(at=dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC), title="Visite", kind="note")
    html = render("<c-timeline :entries='entries' />", entries=[entry])
    assert 'datetime="2026-01-05T09:00:00+01:00"' in html


def test_the_current_step_is_marked() -> None:
    steps = [{"label": "Idée", "state": "done"}, {"label": "Création", "state": "now"}]
    html = render("<c-steps :steps='steps' />", steps=steps)
    assert [item["aria-current"] for item in Outline(html).all("li") if "aria-current" in item] == ["step"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Camille Morel", "CM"), ("Anne-Marie de La Tour", "AT"), ("Zoé", "Z"), ("l’équipe", ""), ("", "")],
)
def test_initials(name: str, expected: str) -> None:
    assert page_tags.initials(name) == expected


def test_map_points_travel_as_data() -> None:
    place = {"id": 7, "lat": 45.0090123, "lon": 4.3960987, "kind": 1, "title": "</script><b>", "url": "/7/"}
    html = render("<c-map :points='points' label='Lieux' id='m' />", points=[place])
    data = json.loads(re.search(r'<script id="m" type="application/json">(.*?)</script>', html).group(1))  # type: ignore[union-attr]
    assert data == {
        "v": 1,
        "points": [
            {
                "id": "7",
                "lat": 45.00901,
                "lon": 4.3961,
                "kind": 1,
                "title": "</script><b>",
                "url": "/7/",
                "text": "",
            }
        ],
    }
    assert "application/json" not in render("<c-map src='/points.json' label='Lieux' />")


# --- e-mails --------------------------------------------------------------------------------------
def test_an_email_has_one_button_and_its_address_in_words() -> None:
    html = render(
        "{% extends 'core/email/base.html' %}{% block heading %}Reçu{% endblock %}"
        "{% block body %}<p>Bonjour</p>{% endblock %}{% block button_url %}{{ url }}{% endblock %}",
        url="https://maillage.example/c/1?a=1&b=2",
        base_url="https://maillage.example",
        language="fr",
    )
    outline = Outline(html)
    assert len(outline.all("a", **{"class": "button"})) == 1
    assert outline.all("a", **{"class": "button"})[0]["href"] == "https://maillage.example/c/1?a=1&b=2"
    assert html.startswith("<!doctype html>")
    assert "prefers-color-scheme: dark" in html
    assert not outline.all("img")


def test_the_text_of_an_email_starts_with_its_subject_and_escapes_nothing() -> None:
    template = Template(
        "{% extends 'core/email/base.txt' %}{% block subject %}L’appel « {{ name }} »{% endblock %}"
        "{% block body %}Bonjour{% endblock %}{% block link %}https://maillage.example/?a=1&b=2{% endblock %}"
    )
    text = template.render(Context({"name": "Bois & Cie", "base_url": "https://maillage.example"}))
    assert text.splitlines()[:3] == ["L’appel « Bois & Cie »", "", "Bonjour"]
    assert "https://maillage.example/?a=1&b=2" in text


# --- what comes from elsewhere --------------------------------------------------------------------
def test_vendored_files_are_those_of_the_pinned_packages() -> None:
    vendor = CORE / "static" / "vendor"
    versions = json.loads((vendor / "versions.json").read_text())
    pinned = json.loads((Path(settings.PROJECT_DIR) / "frontend" / "package.json").read_text())[
        "dependencies"
    ]
    assert {name: package["version"] for name, package in versions.items()} == pinned
    recorded = {path: digest for package in versions.values() for path, digest in package["files"].items()}
    found = {
        str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "versions.json"
    }
    assert found == recorded
    for package in versions.values():
        assert any("LICENSE" in path or "OFL" in path for path in package["files"])


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((Path(settings.PROJECT_DIR) / "frontend" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_the_page_loads_nothing_from_a_network() -> None:
    html = render(PAGE, lede="", may=False)
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []
    css = (CORE / "static" / "core" / "maillage.css").read_text()
    assert re.findall(r"url\([\"']?(?:https?:)?//", css) == []
