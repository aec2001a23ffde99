"""The doors of the house: home, own space, legal pages, what machines ask for."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import actions, workspace
from maillage.accounts.models import User
from maillage.core import registry
from maillage.core.registry import TodoItem, TodoPart, TodoSource, Workspace, WorkspaceSource
from maillage.portal import queries
from tests.conftest import HouseClient
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import CallFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def person() -> User:
    return actions.create_account("ana.verdier@maillage.example", by=None, full_name="Ana Verdier")


@pytest.fixture
def floors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What two floors above would register."""

    def items(user: User) -> list[TodoItem]:
        return [
            TodoItem("Relire la charte", "/charte/"),
            TodoItem("Confirmer la fiche", "/fiche/", due_on=dt.date(2026, 12, 12), button="Confirmer"),
            TodoItem("Compléter la candidature", "/candidature/", due_on=dt.date(2026, 12, 1)),
        ]

    def spaces(user: User) -> list[Workspace]:
        return [Workspace("Lieu", "L’Établi", "/lieux/1/", "place-1")]

    monkeypatch.setattr(registry.todo_sources, "_entries", {"t": TodoSource("t", items)})
    monkeypatch.setattr(registry.workspaces, "_entries", {"w": WorkspaceSource("w", spaces)})


@pytest.mark.parametrize("name", ["home", "privacy", "legal", "accessibility"])
def test_public_page_answers_everyone(client: HouseClient, name: str) -> None:
    page = client.get(reverse(f"portal:{name}"))
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_home_counts_what_is_public(client: HouseClient) -> None:
    PlaceFactory(name="La Scierie")
    PlaceFactory(name="Pas encore", draft=True)
    assert [figure.value for figure in client.get("/").context["figures"]] == [1, 0, 1]


def test_home_shows_the_calls_that_are_open_and_no_other(client: HouseClient) -> None:
    CallFactory(title="Vague 1")
    CallFactory(title="Vague fermée", closed=True)
    CallFactory(title="En préparation", draft=True)
    page = client.get("/")
    assert [call.title for call in page.context["calls"]] == ["Vague 1"]
    assert "Vague 1" in page.content.decode()


def test_home_offers_only_doors_that_lead_somewhere(client: HouseClient) -> None:
    for door in client.get("/").context["doors"]:
        assert client.get(door.url).status_code == 200


def test_own_space_is_for_people_signed_in(client: HouseClient) -> None:
    response = client.get("/mon-espace/")
    assert response["Location"] == "/compte/connexion/?next=/mon-espace/"


def test_own_space_shows_what_waits_soonest_first(sign_in: SignIn, person: User, floors: None) -> None:
    page = sign_in(person).get("/mon-espace/")
    assert [item.url for item in page.context["todo"]] == ["/candidature/", "/fiche/", "/charte/"]
    assert "L’Établi" in page.content.decode()


def test_own_menu_holds_seven_entries_for_somebody_who_does_everything(
    sign_in: SignIn, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The four pages of the account stand behind one entry, and lead to each other."""
    monkeypatch.setattr(workspace, "concerned", lambda entries, user: {entry.key for entry in entries})
    browser = sign_in(person)
    page = browser.get("/mon-espace/")
    assert len(page.context["workspace_menu"]) == 2 + len(list(workspace.own_pages)) <= 7
    account = page.context["workspace_menu"][-1].url
    offered = [each.url for each in browser.get(account).context["account_pages"]]
    assert offered == [
        reverse(f"accounts:{name}") for name in ("profile", "security", "notifications", "data")
    ]
    for url in offered:
        opened = browser.get(url)
        assert f'class="chip" href="{url}" aria-current="page"' in opened.content.decode()
        assert opened.context["workspace_item"] == "account"


def test_own_space_without_anything_offers_a_first_step(
    sign_in: SignIn, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.todo_sources, "_entries", {})
    monkeypatch.setattr(registry.workspaces, "_entries", {})
    page = sign_in(person).get("/mon-espace/")
    assert page.context["todo"] == []
    text = page.content.decode()
    for step in page.context["first_steps"]:
        assert step.url in text


def test_own_space_of_somebody_with_nothing_to_do_is_cheap(
    sign_in: SignIn, person: User, django_assert_max_num_queries: Any
) -> None:
    """Every floor is asked in one query; before, each of them asked several things."""
    browser = sign_in(person)
    browser.get("/mon-espace/")
    with django_assert_max_num_queries(10):
        page = browser.get("/mon-espace/")
    assert page.context["todo"] == []


def test_a_source_is_asked_only_when_it_has_rows(
    person: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    asked: list[str] = []

    def source(key: str, **values: Any) -> TodoSource:
        def items(_user: User) -> list[TodoItem]:
            asked.append(key)
            return [TodoItem(key, "/")]

        return TodoSource(key, items, **values)

    mine, others = User.objects.filter(pk=person.pk), User.objects.exclude(pk=person.pk)
    sources = [
        source("silent"),
        source("none", concerns=lambda _user: [others, others.none()]),
        source("some", concerns=lambda _user: [others, mine.order_by("email")]),
    ]
    monkeypatch.setattr(registry.todo_sources, "_entries", {each.key: each for each in sources})
    with django_assert_num_queries(1):
        found = registry.todo_of(person)
    assert sorted(item.title for item in found) == sorted(asked) == ["silent", "some"]


def test_a_part_of_a_source_is_asked_only_when_it_has_rows(
    person: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    asked: list[str] = []

    def part(key: str, rows: Any) -> TodoPart:
        def items(_user: User) -> list[TodoItem]:
            asked.append(key)
            return [TodoItem(key, "/")]

        return TodoPart(key, None if rows is None else lambda _user: [rows], items)

    mine, others = User.objects.filter(pk=person.pk), User.objects.exclude(pk=person.pk)
    source = TodoSource.in_parts("s", part("none", others), part("some", mine), part("silent", None))
    monkeypatch.setattr(registry.todo_sources, "_entries", {"s": source})
    with django_assert_num_queries(1):
        found = registry.todo_of(person)
    assert [item.title for item in found] == asked == ["some", "silent"]
    assert [item.title for item in source.items_for(person)] == ["none", "some", "silent"]


def test_switcher_begins_with_ones_own_work(person: User, floors: None) -> None:
    assert [space.key for space in queries.workspaces(person)] == ["me", "place-1"]


def test_page_without_a_switcher_asks_no_floor_for_workspaces(
    sign_in: SignIn, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(user: User) -> list[Workspace]:
        raise AssertionError("asked for nothing")

    monkeypatch.setattr(registry.workspaces, "_entries", {"w": WorkspaceSource("w", never)})
    assert sign_in(person).get("/vie-privee/").status_code == 200


def test_robots_keeps_demonstrations_out_and_production_open(client: HouseClient, settings) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    with override_settings(ENV=settings.ENV.model_copy(update={"environment": "production"})):
        text = client.get("/robots.txt").content.decode()
    assert "Disallow: /compte/" in text
    assert "Disallow: /\n" not in text
    assert text.rstrip().endswith("/sitemap.xml")


def test_sitemap_lists_pages_that_everyone_may_see(client: HouseClient) -> None:
    place = PlaceFactory(name="La Scierie")
    PlaceFactory(name="Pas encore", draft=True)
    CallFactory(title="Vague 1")
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    addresses = [node.text or "" for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    paths = [address.removeprefix("http://127.0.0.1:8000") for address in addresses]
    assert place.get_absolute_url() in paths
    assert not any("pas-encore" in path for path in paths)
    assert len(paths) == len(set(paths))
    for address in addresses:
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_security_txt_has_a_contact_and_a_date_to_come(client: HouseClient) -> None:
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert fields["Contact"].startswith("mailto:")
    expires = dt.datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))
    # RFC 9116: in the future, and less than a year away.
    assert timezone.now() < expires < timezone.now() + dt.timedelta(days=365)


def test_favicon_leads_to_the_icon(client: HouseClient) -> None:
    assert client.get("/favicon.ico")["Location"] == "/static/core/icon.svg"


def test_legal_page_names_the_operator_and_the_licence(client: HouseClient, settings) -> None:  # type: ignore[no-untyped-def]
    text = client.get("/mentions-legales/").content.decode()
    assert settings.ENV.operator_email in text
    assert "agpl-3.0" in text
