"""Personal data of committees and actions: why it is kept, what a person takes along or leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from maillage.core import clock, registry
from maillage.governance.enums import ActionState, MeetingState, Part
from maillage.governance.models import (
    Action,
    CommitteeMember,
    DecisionVoice,
    DigestClock,
    Meeting,
    MeetingDecision,
    MeetingMember,
    SupportNeed,
)


def declare() -> None:
    mission = _("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    follow = _("Following what was decided until it is done")
    kept = _("As long as the programme or the organisation that holds the committee")
    lines = [
        ("Committee", follow, _("Who made the committee")),
        ("CommitteeMember", follow, _("Person, role in the committee")),
        ("Meeting", follow, _("Who called the meeting, and its minutes")),
        ("MeetingMember", follow, _("Person, role, presence")),
        ("DecisionVoice", follow, _("Person, part in a decision, why they stepped aside")),
        ("MeetingFile", follow, _("Who added a file")),
        ("SupportNeed", follow, _("What a project needs, and who wrote it")),
        ("Action", follow, _("Who does what by when, who helps, who confirmed it")),
        ("ActionFile", follow, _("Who added a file")),
    ]
    for order, (model, purpose, data) in enumerate(lines, start=450):
        name = f"governance.{model}"
        registry.data_purposes.add(
            registry.DataPurpose(name, name, purpose, mission, data, kept, order=order)
        )
    registry.data_purposes.add(
        registry.DataPurpose(
            "governance.DigestClock",
            "governance.DigestClock",
            _("Sending one e-mail for many actions"),
            mission,
            _("The person, and when they were last written to"),
            _("As long as the account exists"),
            order=460,
        )
    )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="governance",
            label=_("Committees and actions"),
            export=export,
            erase=erase,
            order=145,
        )
    )
    for key, label, broken in (
        (
            "governance.minutes",
            "The minutes of closed meetings are the document that was frozen",
            changed_minutes,
        ),
        ("governance.separation", "Nobody who decided on a project’s money coaches it", mixed_roles),
        ("governance.voices", "A decision counts no more hands than voices", wrong_voices),
    ):
        registry.invariants.add(registry.Invariant(key, label, broken))


def export(user: Any) -> dict[str, Any]:
    """The person's seats, and the actions that they have, help with or confirmed."""
    seats = MeetingMember.objects.filter(user=user).select_related("meeting__committee").order_by("pk")
    mine = Action.objects.filter(Q(owner=user) | Q(expert=user) | Q(closed_by=user))
    return {
        "meetings": [
            {
                "committee": seat.meeting.committee.name,
                "meeting": seat.meeting.title,
                "held_at": seat.meeting.held_at.isoformat(),
                "role": seat.get_seat_display(),
                "presence": seat.get_presence_display(),
            }
            for seat in seats
        ],
        "decisions": [
            {
                "meeting": voice.decision.meeting.title,
                "decided_at": voice.decision.decided_at.isoformat(),
                "part": voice.get_part_display(),
                "reason": voice.reason,
            }
            for voice in DecisionVoice.objects.filter(user=user)
            .select_related("decision__meeting")
            .order_by("pk")
        ],
        "actions": [
            {
                "title": row.title,
                "detail": row.detail,
                "due_on": row.due_on.isoformat(),
                "state": row.get_state_display(),
                "evidence": row.evidence,
            }
            for row in mine.order_by("pk")
        ],
        "needs_recorded": [
            {"theme": row.get_theme_display(), "said": row.said, "said_at": row.said_at.isoformat()}
            for row in SupportNeed.objects.filter(recorded_by=user).order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """Seats to come end. Actions to do rise at once to those who run their host: somebody takes them over."""
    CommitteeMember.objects.filter(user=user).delete()
    MeetingMember.objects.filter(
        user=user, meeting__state__in=(MeetingState.PROPOSED, MeetingState.PLANNED)
    ).delete()
    left = Action.objects.filter(owner=user, state=ActionState.OPEN, raised_at__isnull=True)
    left.exclude(host_kind="").update(raised_at=clock.moment())
    Action.objects.filter(expert=user, state=ActionState.OPEN).update(expert=None)
    DigestClock.objects.filter(person=user).delete()


def changed_minutes() -> Iterable[str]:
    closed = Meeting.objects.filter(state=MeetingState.CLOSED).defer("record")
    for row in closed.exclude(minutes__sha256=F("minutes_sha256")).order_by("pk"):
        yield f"The minutes of meeting {row.pk} are not those that were frozen"


def wrong_voices() -> Iterable[str]:
    """Decisions with more hands than people with a voice."""
    voices = Count("voices", filter=Q(voices__part=Part.VOICE))
    hands = Coalesce(F("votes_for") + F("votes_against") + F("abstentions"), 0)
    rows = MeetingDecision.objects.annotate(counted=voices, raised=hands)
    for row in rows.filter(raised__gt=F("counted")).order_by("pk"):
        yield f"Decision {row.pk} counts {row.raised} hands and {row.counted} voices"


def mixed_roles() -> Iterable[str]:
    """Read from what is written, so that a fault of the guards shows."""
    from maillage.projects import separation

    projects = sorted(
        set(Action.objects.exclude(project=None).order_by().values_list("project", flat=True).distinct())
    )
    for start in range(0, len(projects), 1000):
        some = projects[start : start + 1000]
        coaching = {(tie.project_id, tie.person_id) for tie in separation.coaches(some)}
        for tie in separation.deciders(some, {person for _project, person in coaching}):
            if (tie.project_id, tie.person_id) in coaching:
                yield f"Account {tie.person_id} coaches project {tie.project_id} and decided on its money"
