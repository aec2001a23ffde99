"""What the home pages gather from every floor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.accounts.workspace import own_workspace
from maillage.core import registry
from maillage.core.registry import TodoItem, Workspace
from maillage.directory.models import Organisation, Place, Service
from maillage.programmes.models import Call, Programme
from maillage.territories.models import Department, Region

HOME_CALLS = 5
# sitemaps.org: fifty thousand addresses a file.
SITEMAP_SIZE = 50_000
SITEMAP_LISTS = (
    "portal:map",
    "programmes:programmes",
    "territories:index",
    "directory:places",
    "directory:organisations",
    "directory:services",
    "orientation:door",
)


@dataclass(frozen=True)
class Door:
    """A way in, by need."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Figure:
    value: int
    label: str


def shared_workspaces(user: User) -> list[Workspace]:
    """What a person works in with others, in the order of the floors."""
    return [space for source in registry.workspaces for space in source.list_for(user)]


def switched_workspaces(user: User) -> list[Workspace]:
    """Those among which every page lets them switch."""
    return [space for source in registry.workspaces if source.in_switcher for space in source.list_for(user)]


def workspaces(user: Any) -> list[Workspace]:
    """Everything that the switcher offers; nothing to a visitor."""
    if not isinstance(user, User):
        return []
    return [own_workspace(user), *switched_workspaces(user)]


def todo(user: User) -> list[TodoItem]:
    """What waits for a person: dated things first, soonest first."""
    return sorted(registry.todo_of(user), key=lambda item: (item.due_on is None, item.due_on or dt.date.max))


def figures() -> list[Figure]:
    """Counts of what is public. One query each."""
    places = Place.objects.public()
    return [
        Figure(places.count(), _("places")),
        Figure(Service.objects.public().count(), _("support offers")),
        Figure(places.values("commune").distinct().count(), _("communes with a place")),
    ]


def open_calls() -> list[Call]:
    """The calls that close first, with their programmes. Nothing while their pages do not exist."""
    if not _existing(("", "", "programmes:programmes")):
        return []
    return list(Call.objects.open().for_list()[:HOME_CALLS])


def doors() -> list[Door]:
    """The ways in of the public home, those whose page exists."""
    return _existing(
        (
            _("I am looking for a workshop"),
            _("Machines, workbenches, offices, kitchens: what is near you, and when it is open."),
            "portal:map",
        ),
        (
            _("I have a project"),
            _("Programmes that train and fund, people who advise, places to settle in."),
            "programmes:programmes",
        ),
        (
            _("I need help with my project"),
            _("Who supports projects like yours, near you. Two minutes, without an account."),
            "orientation:door",
        ),
        (
            _("I represent a territory"),
            _("What your commune or your federation of communes has, and what it is eligible for."),
            "territories:index",
        ),
        (
            _("I run a place or a programme"),
            _("Show what you offer, receive applications, follow those you support."),
            "account_signup",
        ),
    )


def first_steps() -> list[Door]:
    """What a person who takes part in nothing yet can begin with."""
    return _existing(
        (_("Describe a project"), _("An idea is enough."), "projects:create"),
        (_("See open calls"), _("Who may apply, until when."), "programmes:programmes"),
        (_("Find a place"), _("On the map, near you."), "portal:map"),
    )


def public_paths() -> list[str]:
    """Paths of the public pages, for search engines: at most what one sitemap may hold."""
    paths = [reverse(f"portal:{name}") for name in ("home", "privacy", "legal", "accessibility")]
    paths += [door.url for door in _existing(*(("", "", name) for name in SITEMAP_LISTS))]
    sources: tuple[QuerySet[Any], ...] = (
        Region.objects.order_by("pk"),
        Department.objects.order_by("pk"),
        Programme.objects.filter(is_public=True).order_by("pk"),
        Call.objects.public().order_by("-pk"),
        Place.objects.public().order_by("pk"),
        Organisation.objects.public().order_by("pk"),
        Service.objects.public().order_by("pk"),
    )
    for rows in sources:
        paths += [row.get_absolute_url() for row in rows[: max(SITEMAP_SIZE - len(paths), 0)]]
    return paths


def _existing(*doors: tuple[str, str, str]) -> list[Door]:
    found = []
    for title, detail, name in doors:
        try:
            found.append(Door(title, detail, reverse(name)))
        except NoReverseMatch:
            continue
    return found
