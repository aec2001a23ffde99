"""Pathways and kits as workspaces: what the frame of their pages shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.registry import MenuItem, Workspace
from maillage.pathways.enums import PathwayState
from maillage.pathways.models import Pathway
from maillage.pathways.queries import pathway as read
from maillage.pathways.queries.pathway import Scope, followed_by, spoken_in_by

#: Entries that wings of the app add for those who run a pathway: ``(scope) -> MenuItem | None``.
more_entries: list[Callable[[Scope], MenuItem | None]] = []


def workspace_of(pathway: Pathway) -> Workspace:
    return Workspace(
        kind=_("Pathway"),
        name=pathway.title,
        url=reverse("pathways:pathway", args=[pathway.pk]),
        key=f"pathway-{pathway.pk}",
    )


def of_user(user: Any) -> Iterable[Workspace]:
    """The pathways of today that a person runs, speaks in or follows; one query."""
    mine = (
        Pathway.objects.run_by(user)
        .order_by()
        .values("pk")
        .union(
            followed_by(user).order_by().values("pathway"),
            spoken_in_by(user).order_by().values("session__pathway"),
        )
    )
    rows = Pathway.objects.filter(pk__in=mine, state__in=(PathwayState.PREPARED, PathwayState.OPEN))
    return [workspace_of(row) for row in rows.only("title").order_by("-starts_on", "-pk")[:20]]


def frame(scope: Scope, item: str) -> dict[str, Any]:
    """What the frame of a pathway's pages shows to somebody who sees it."""
    key = scope.pathway.pk

    def entry(name: str, label: str) -> MenuItem:
        return MenuItem(label, reverse(f"pathways:{name}", args=[key]), name)

    menu = [entry("pathway", _("Sessions"))]
    if scope.sees_group:
        menu.append(entry("group", _("Group")))
    if scope.runs:
        menu.append(entry("rota", _("Rota")))
    menu += [found for more in more_entries if (found := more(scope)) is not None]
    if scope.runs:
        menu.append(entry("kit", _("Kit and feedback")))
    return {
        "workspace": workspace_of(scope.pathway),
        "workspace_menu": menu[:7],
        "workspace_item": item,
        "pathway": scope.pathway,
        "scope": scope,
    }


def around(user: Any, pathway: Pathway, item: str) -> dict[str, Any]:
    """The frame of a page that also people outside the pathway may open (the referent of one deliverable):
    with the pathway's entries for those who see it, plain for the others. Templates extend ``shell``."""
    try:
        scope = read.scope_in(user, pathway)
    except Http404:
        return {"shell": "base.html", "pathway": pathway}
    return frame(scope, item) | {"shell": "workspace.html"}
