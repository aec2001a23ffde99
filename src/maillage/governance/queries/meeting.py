"""Reads of committees and meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.registry import TimelineEntry, TodoItem
from maillage.governance import hosts
from maillage.governance.enums import CommitteeKind, MeetingState, Part
from maillage.governance.models import (
    Action,
    Committee,
    CommitteeMember,
    DecisionVoice,
    Meeting,
    MeetingDecision,
    MeetingFile,
    MeetingItem,
    MeetingMember,
)
from maillage.projects import separation
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember

TO_COME = (MeetingState.PROPOSED, MeetingState.PLANNED, MeetingState.OPEN)


def committees(user: Any) -> list[Committee]:
    """The committees that a person sees, with their next meeting and how many met; two queries and the
    names of their hosts."""
    rows = list(
        Committee.objects.visible_to(user)
        .annotate(
            held=Count("meetings", filter=Q(meetings__state=MeetingState.CLOSED), distinct=True),
            seats=Count("members", distinct=True),
        )
        .order_by("name", "pk")[:200]
    )
    to_come = Meeting.objects.filter(committee__in=[row.pk for row in rows], state__in=TO_COME)
    first: dict[int, Meeting] = {}
    for meeting in to_come.defer("record").order_by("held_at", "pk"):
        first.setdefault(meeting.committee_id, meeting)
    named = hosts.names(row.host_key for row in rows)
    for row in rows:
        row.next_meeting = first.get(row.pk)  # type: ignore[attr-defined]
        row.host = named.get(row.host_key)  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: (row.ended_on is not None, row.name, row.pk))


def committee_of(user: Any, pk: int) -> Committee:
    """Raises Http404 for whoever may not see it."""
    members = CommitteeMember.objects.select_related("user").order_by("pk")
    rows = Committee.objects.visible_to(user).prefetch_related(Prefetch("members", members))
    committee = rows.filter(pk=pk).first()
    if committee is None:
        raise Http404
    return committee


def meetings(user: Any) -> QuerySet[Meeting]:
    rows: Any = Meeting.objects.visible_to(user)
    found: QuerySet[Meeting] = rows.for_list()
    return found


def meeting_of(user: Any, pk: int) -> Meeting:
    """One meeting with who sits, its agenda and files. Raises Http404 for whoever may not see it."""
    meeting = (
        Meeting.objects.visible_to(user)
        .select_related("committee", "minutes")
        .defer("record")
        .prefetch_related(
            Prefetch("members", MeetingMember.objects.select_related("user").order_by("pk")),
            Prefetch("files", MeetingFile.objects.select_related("file", "added_by").order_by("pk")),
        )
        .filter(pk=pk)
        .first()
    )
    if meeting is None:
        raise Http404
    return meeting


def agenda_of(meeting: Meeting) -> list[MeetingItem]:
    """Its items with the page of what they point at, and their counts; a query for each kind of thing."""
    items: list[Any] = list(
        meeting.items.select_related("project")
        .annotate(
            need_count=Count("needs", distinct=True),
            action_count=Count("needs__actions", distinct=True),
            decision_count=Count("decisions", distinct=True),
        )
        .order_by("position", "pk")
    )
    by_kind: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if item.subject_kind and item.subject_id is not None:
            by_kind[item.subject_kind].add(item.subject_id)
    named: dict[tuple[str, int], hosts.Named] = {}
    for kind_key, ids in sorted(by_kind.items()):
        kind = hosts.subjects.get(kind_key)
        if kind is not None:
            named |= {(kind_key, pk): value for pk, value in kind.named(ids).items()}
    for item in items:
        subject = named.get((item.subject_kind, item.subject_id or 0))
        kind = hosts.subjects.get(item.subject_kind) if item.subject_kind else None
        item.subject_url = subject.url if subject else ""
        item.kind_label = _("Project") if item.project_id else str(kind.label) if kind else ""
    return items


def decisions_of(meeting: Meeting, item: MeetingItem | None = None) -> list[MeetingDecision]:
    """With who was there for each: two queries."""
    voices = DecisionVoice.objects.select_related("user").order_by("pk")
    rows = list(
        meeting.decisions.filter(item=item).prefetch_related(Prefetch("voices", voices)).order_by("pk")
    )
    for row in rows:
        by_part: dict[str, list[DecisionVoice]] = defaultdict(list)
        for voice in row.voices.all():
            by_part[voice.part].append(voice)
        row.parts = {part.value: by_part[part] for part in Part}  # type: ignore[attr-defined]
    return rows


def actions_of(meeting: Meeting) -> list[Action]:
    """What it gave, needs included."""
    rows: Any = Action.objects.filter(meeting=meeting)
    return list(rows.for_list())


def kept_from_coaching(project: Project, people: Sequence[int]) -> dict[int, str]:
    """Who of these decided on the project's money, and how we know: they may not coach it."""
    found: dict[int, str] = {}
    for tie in separation.deciders([project.pk], people):
        found.setdefault(tie.person_id, tie.fact)
    return found


def without_voice(meeting: Meeting, project: Project | None) -> dict[int, str]:
    """Who of those called to a jury coaches or carries that project, and how we know: heard, no voice."""
    if project is None or meeting.committee.kind != CommitteeKind.JURY:
        return {}
    people = list(meeting.members.order_by().values_list("user", flat=True))
    found: dict[int, str] = {}
    for tie in separation.coaches([project.pk], people):
        found.setdefault(tie.person_id, tie.fact)
    carriers = ProjectMember.objects.filter(project=project, role=ProjectRole.CARRIER, user__in=people)
    for person in carriers.order_by("pk").values_list("user", flat=True):
        found.setdefault(person, _("carries the project"))
    return found


def to_sit_in(user: Any) -> QuerySet[Meeting]:
    return Meeting.objects.filter(members__user=user, state__in=(MeetingState.PLANNED, MeetingState.OPEN))


def todo_for(user: Any, run: Collection[tuple[str, int]]) -> list[TodoItem]:
    """Meetings to come where the person sits; for who runs a host, those that propose themselves."""
    mine = to_sit_in(user)
    proposed = Meeting.objects.filter(hosts.within(run, prefix="committee__"), state=MeetingState.PROPOSED)
    items = [
        TodoItem(
            title=_("Sit in: %(title)s") % {"title": row.title},
            url=row.get_absolute_url(),
            detail=row.committee.name,
            due_on=timezone.localdate(row.held_at),
            button=_("See the agenda"),
            about=f"{row.committee.host_kind}-{row.committee.host_id}",
        )
        for row in mine.select_related("committee").defer("record").order_by("held_at", "pk")[:20]
    ]
    items += [
        TodoItem(
            title=_("Confirm or refuse a meeting: %(title)s") % {"title": row.title},
            url=row.get_absolute_url(),
            detail=row.reason,
            due_on=timezone.localdate(row.held_at),
            button=_("Choose its date"),
            about=f"{row.committee.host_kind}-{row.committee.host_id}",
        )
        for row in proposed.select_related("committee").defer("record").order_by("held_at", "pk")[:20]
    ]
    return items


def project_entries(project: Project, user: Any) -> list[TimelineEntry]:
    """What the thread of a project tells of meetings: that they looked at it, and what they decided of it.
    Notes are the committee's own."""
    items = MeetingItem.objects.filter(project=project, is_done=True, meeting__opened_at__isnull=False)
    entries = [
        TimelineEntry(
            at=item.meeting.opened_at or item.meeting.held_at,
            title=_("Looked at by: %(committee)s") % {"committee": item.meeting.committee.name},
            kind="session",
            detail=item.meeting.title,
        )
        for item in items.select_related("meeting__committee").order_by("-meeting__held_at", "-pk")[:50]
    ]
    decided = MeetingDecision.objects.filter(item__project=project, meeting__state=MeetingState.CLOSED)
    entries += [
        TimelineEntry(
            at=row.decided_at,
            title=row.text if row.is_adopted else _("Rejected: %(decision)s") % {"decision": row.text},
            kind="decision",
            actor=row.meeting.committee.name,
        )
        for row in decided.select_related("meeting__committee").order_by("-decided_at", "-pk")[:50]
    ]
    return entries


def actions_address(committee: Committee) -> str:
    return f"{reverse('governance:actions')}?comite={committee.pk}"
