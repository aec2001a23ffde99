"""Programmes as workspaces: what the frame of their pages shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.registry import MenuItem, Workspace
from maillage.programmes.enums import Role
from maillage.programmes.models import Programme, ProgrammeRole
from maillage.programmes.queries.programme import Scope


def workspace_of(programme: Programme) -> Workspace:
    return _workspace(programme.pk, programme.name, programme.slug)


def _workspace(pk: int, name: str, slug: str) -> Workspace:
    return Workspace(
        kind=_("Programme · steering"),
        name=name,
        url=reverse("programmes:space", args=[slug]),
        key=f"programme-{pk}",
    )


def of_user(user: Any) -> Iterable[Workspace]:
    """The workspaces of the programmes where a person has a role today; one query."""
    live = ProgrammeRole.objects.live().filter(user=user).order_by().values("programme")
    rows = Programme.objects.filter(pk__in=live).order_by("name", "pk").values_list("pk", "name", "slug")
    return [_workspace(*row) for row in rows]


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
