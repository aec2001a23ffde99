"""Meetings and mergers of a project, for whoever may see them; the history of what was merged into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core import registry
from maillage.core.one import one_or_none
from maillage.core.registry import TimelineEntry
from maillage.projects.models import Introduction, Merger, Project, ProjectMember
from maillage.projects.rules import is_carrier


def introduction(user: Any, pk: int) -> Introduction:
    """For the carriers of one of the two, and for who suggested it. Raises Http404 otherwise."""
    row = one_or_none(Introduction.objects.for_list().seen_by(user).filter(pk=pk))
    if row is None:
        raise Http404
    return row


def merger(user: Any, pk: int) -> Merger:
    """For the carriers of one of the two. Raises Http404 otherwise."""
    row = one_or_none(Merger.objects.for_list().filter(pk=pk))
    if row is None or not (is_carrier(user, row.absorbed) or is_carrier(user, row.survivor)):
        raise Http404
    return row


def waiting_for(user: Any) -> tuple[QuerySet[Any], ...]:
    """What may wait for the answer of a carrier of these projects, by either side."""
    carried = ProjectMember.objects.filter(user=user, role="carrier").values("project")
    asked = Introduction.objects.filter(state="asked")
    proposed = Merger.objects.filter(state="proposed")
    return (
        asked.filter(first__in=carried),
        asked.filter(second__in=carried),
        proposed.filter(absorbed__in=carried),
        proposed.filter(survivor__in=carried),
    )


def introductions_waiting(user: Any) -> list[tuple[Introduction, Project]]:
    """Those that a project which the person carries has not answered, with that project."""
    carried = set(ProjectMember.objects.filter(user=user, role="carrier").values_list("project", flat=True))
    if not carried:
        return []
    rows = Introduction.objects.for_list().seen_by(user).filter(state="asked").order_by("expires_at", "pk")
    return [
        (row, side)
        for row in rows[:20]
        for name, side in row.sides()
        if side.pk in carried and getattr(row, f"{name}_at") is None
    ]


def mergers_waiting(user: Any) -> list[Merger]:
    """Those that a project which the person carries is asked to answer."""
    carried = set(ProjectMember.objects.filter(user=user, role="carrier").values_list("project", flat=True))
    if not carried:
        return []
    rows = Merger.objects.for_list().filter(state="proposed").order_by("expires_at", "pk")
    mine = rows.filter(absorbed__in=carried) | rows.filter(survivor__in=carried)
    return [row for row in mine[:20] if row.answering.pk in carried]


def inherited_entries(project: Project, user: Any) -> Iterable[TimelineEntry]:
    """What every wing tells of the projects that were merged into this one, to its carriers."""
    merged = [row for row in project.merged.order_by("pk") if user.has_perm("projects.view_thread", row)]
    if not merged or not is_carrier(user, project):
        return
    for absorbed in merged:
        for source in registry.timeline_sources:
            for entry in source.entries(absorbed, user):
                yield replace(
                    entry, title=_("%(project)s: %(what)s") % {"project": absorbed, "what": entry.title}
                )
