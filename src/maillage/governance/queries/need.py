"""Reads of support needs: those of a project, and how many of each theme across promotions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.registry import TimelineEntry
from maillage.directory.enums import Theme
from maillage.governance import hosts
from maillage.governance.enums import NeedState, Urgency
from maillage.governance.models import Action, MeetingItem, SupportNeed
from maillage.projects.models import Project


def steered(user: Any, pk: int) -> SupportNeed:
    """A need that the person may say otherwise or answer. Raises Http404 otherwise."""
    need = SupportNeed.objects.select_related("project", "item__meeting__committee").filter(pk=pk).first()
    if need is None or not user.has_perm("governance.steer_need", need):
        raise Http404
    return need


def of_item(item: MeetingItem) -> list[SupportNeed]:
    """The needs recorded under an item and the one that it points at, with their actions; two queries."""
    fits = Q(item=item.pk)
    if item.subject_kind == "need":
        fits |= Q(pk=item.subject_id)
    rows = _with_actions(SupportNeed.objects.filter(fits))
    return list(rows.select_related("item__meeting__committee").order_by("pk"))


def of_project(project: Project) -> list[SupportNeed]:
    return list(_with_actions(SupportNeed.objects.filter(project=project)).order_by("-said_at", "-pk")[:100])


def _with_actions(rows: QuerySet[SupportNeed]) -> QuerySet[SupportNeed]:
    return rows.select_related("project").prefetch_related(
        Prefetch("actions", Action.objects.select_related("owner", "expert").order_by("due_on", "pk"))
    )


# --- What to teach next -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ThemeCount:
    """A theme: how many needs and projects, in which promotion, how urgent, how many are met.

    ``by_group``: needs for each group of ``Counted.groups``, in the same order.
    """

    theme: str
    label: str
    needs: int
    projects: int
    blocking: int
    met: int
    by_group: tuple[int, ...]


@dataclass(frozen=True)
class Counted:
    """``groups``: key and name of each promotion, in the order of their first need; "" is none.
    ``group_needs``: needs of each. Percentages are of ``needs``, which the page says."""

    rows: tuple[ThemeCount, ...]
    groups: tuple[tuple[str, str], ...]
    group_needs: tuple[int, ...]
    needs: int
    projects: int


def by_theme(host: tuple[str, int], *, unmet: bool = False) -> Counted:
    """Needs by theme and promotion, the commonest first; four queries whatever their number.

    Args:
        unmet: only those that wait: neither met nor set aside.
    """
    rows = SupportNeed.objects.filter(host_kind=host[0], host_id=host[1]).exclude(state=NeedState.DROPPED)
    if unmet:
        rows = rows.exclude(state=NeedState.MET)
    # Each figure at its own grain: by theme, promotion, urgency and state together, a national programme
    # has nearly as many cells as needs.
    in_group = {
        (theme, key): n
        for theme, key, n in rows.order_by().values_list("theme", "group_key").annotate(n=Count("pk"))
    }
    figures = (
        rows.order_by()
        .values("theme")
        .annotate(
            needs=Count("pk"),
            projects=Count("project", distinct=True),
            blocking=Count("pk", filter=Q(urgency=Urgency.NOW)),
            met=Count("pk", filter=Q(state=NeedState.MET)),
        )
    )
    # The name that each promotion had when its first need was said.
    first = rows.order_by("group_key", "said_at", "pk").distinct("group_key")
    named = sorted(first.values_list("said_at", "pk", "group_key", "group_name"))
    groups = tuple((key, name or _("Without promotion")) for _at, _pk, key, name in named)
    themes = [
        ThemeCount(
            theme=row["theme"],
            label=str(Theme(row["theme"]).label) if row["theme"] in Theme.values else row["theme"],
            needs=row["needs"],
            projects=row["projects"],
            blocking=row["blocking"],
            met=row["met"],
            by_group=tuple(in_group.get((row["theme"], key), 0) for key, _name in groups),
        )
        for row in figures
    ]
    themes.sort(key=lambda row: (-row.needs, row.label))
    return Counted(
        rows=tuple(themes),
        groups=groups,
        group_needs=tuple(sum(row.by_group[n] for row in themes) for n in range(len(groups))),
        needs=sum(row.needs for row in themes),
        projects=rows.order_by().aggregate(number=Count("project", distinct=True))["number"],
    )


def detail(host: tuple[str, int], theme: str) -> QuerySet[SupportNeed]:
    """The needs of a theme that a host recorded, the latest first."""
    rows: Any = SupportNeed.objects.filter(host_kind=host[0], host_id=host[1], theme=theme)
    found: QuerySet[SupportNeed] = rows.for_list()
    return found


def hosts_of(user: Any) -> Mapping[tuple[str, int], str]:
    """The hosts whose needs a person counts: those they run."""
    return hosts.run_by(user)


def project_entries(project: Project, user: Any) -> list[TimelineEntry]:
    """What the thread of a project tells of its needs: its own team reads them."""
    rows = (
        SupportNeed.objects.filter(project=project)
        .select_related("item__meeting")
        .order_by("-said_at", "-pk")
    )
    return [
        TimelineEntry(
            at=row.said_at,
            title=_("Support need: %(theme)s") % {"theme": row.get_theme_display()},
            kind="note",
            detail=row.said[:300],
            actor=row.item.meeting.title if row.item is not None else "",
        )
        for row in rows[:100]
    ]
