"""Programmes as workspaces: what the frame of their pages shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.registry import MenuItem, Workspace
from maillage.programmes.enums import Role
from maillage.programmes.models import Programme
from maillage.programmes.queries.programme import Scope
from maillage.programmes.queries.programme import of_user as programmes_of


def workspace_of(programme: Programme) -> Workspace:
    return Workspace(
        kind=_("Programme · steering"),
        name=programme.name,
        url=reverse("programmes:space", args=[programme.slug]),
        key=f"programme-{programme.pk}",
    )


def of_user(user: Any) -> Iterable[Workspace]:
    """The workspaces of the programmes where a person has a role today; one query."""
    return [workspace_of(programme) for programme in programmes_of(user)]


def frame(scope: Scope, item: str) -> dict[str, Any]:
    """What the frame of a programme's pages shows to somebody of its team."""
    slug = scope.programme.slug

    def entry(key: str, label: str, name: str) -> MenuItem:
        return MenuItem(label, reverse(f"programmes:{name}", args=[slug]), key)

    menu = [entry("space", _("Overview"), "space")]
    if scope.reads_applications:
        menu.append(entry("calls", _("Calls and applications"), "calls"))
    if Role.REVIEWER in scope.roles:
        menu.append(MenuItem(_("Files to review"), reverse("programmes:my_reviews"), "reviews"))
    if scope.sits_in_juries:
        menu.append(entry("juries", _("Juries"), "juries"))
    menu.append(entry("cohorts", _("Promotions and labels"), "cohorts"))
    if scope.is_officer:
        if len(menu) < 5:  # seven entries at most; the page of calls leads there too
            menu.append(
                MenuItem(_("Questionnaires"), reverse("questionnaires:questionnaires"), "questionnaires")
            )
        menu += [entry("team", _("Team"), "team"), entry("edit", _("Programme"), "edit")]
    return {
        "workspace": workspace_of(scope.programme),
        "workspace_menu": menu,
        "workspace_item": item,
        "programme": scope.programme,
        "scope": scope,
    }
