"""The expert committee of a programme proposes itself after each session of its pathways.

Called: those who taught the session and the programme's officers. On the agenda: the project of each
participant. The officers choose its date or refuse it; a programme whose expert committee was ended wants
none, and is proposed none.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.governance import hosts
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.meeting import Origin, When
from maillage.governance.enums import CommitteeKind, Seat
from maillage.governance.models import Committee, Meeting
from maillage.pathways.enums import DATED, SessionKind
from maillage.pathways.models import Registration, Session, Speaker
from maillage.programmes.enums import Role
from maillage.programmes.models import ProgrammeRole
from maillage.projects.models import Project

# A session that ended longer ago proposes nothing: nobody wants the committees of last year at once.
NOT_OLDER = dt.timedelta(days=21)
# A week to read one's notes, at an hour when people are there.
AFTER = dt.timedelta(days=7)
HOUR = 14
# What a group does together calls for a word about each project; one-to-ones have their own traces.
KINDS = tuple(kind for kind in SessionKind if kind != SessionKind.ONE_TO_ONE)


def propose_due() -> int:
    """Proposes a meeting for each session of a programme that ended lately; how many were proposed. Safe to
    run again, and by two processes at once."""
    now = clock.database_now()
    proposed_already = Meeting.objects.filter(
        origin=Concat(Value("session-"), Cast(OuterRef("pk"), CharField()))
    )
    due = (
        Session.objects.filter(
            state__in=DATED,
            kind__in=KINDS,
            ends_at__lte=now,
            ends_at__gt=now - NOT_OLDER,
            pathway__programme__isnull=False,
        )
        .filter(~Exists(proposed_already))
        .order_by("ends_at", "pk")
    )
    return sum(propose(session) is not None for session in due)


@transaction.atomic
def propose(session: Session) -> Meeting | None:
    """The meeting that follows a session. None: it was proposed already, the programme wants none, or no
    project took part."""
    session = Session.objects.select_related("pathway__programme", "pathway__cohort").get(pk=session.pk)
    programme, cohort = session.pathway.programme, session.pathway.cohort
    if programme is None or session.ends_at is None:
        return None
    host = ("programme", programme.pk)
    known = Committee.objects.filter(host_kind=host[0], host_id=host[1], kind=CommitteeKind.EXPERT)
    if known.exists() and not known.filter(ended_on__isnull=True).exists():
        return None
    there = Registration.objects.expected().filter(session=session, enrolment__project__isnull=False)
    projects = list(
        Project.objects.filter(pk__in=there.order_by().values("enrolment__project")).order_by("title", "pk")
    )
    if not projects:
        return None
    committee = committees.experts_of(host)
    people: dict[Any, str] = dict.fromkeys(
        Speaker.objects.coming()
        .filter(session=session, user__is_active=True)
        .order_by("pk")
        .values_list("user", flat=True),
        str(Seat.MEMBER),
    )
    officers = ProgrammeRole.objects.live().filter(
        programme=programme, role=Role.OFFICER, user__is_active=True
    )
    for rank, officer in enumerate(officers.order_by("pk").values_list("user", flat=True)):
        people[officer] = str(Seat.PRESIDENT if rank == 0 else Seat.MEMBER)
    group = hosts.Group(f"cohort-{cohort.pk}", cohort.name) if cohort is not None else None
    return meetings.propose(
        committee,
        When(
            title=_("After the session: %(session)s") % {"session": session.title},
            held_at=_moment(session.ends_at),
            quorum=committee.quorum,
            minutes_planned=max(30, min(15 * len(projects), 480)),
        ),
        origin=Origin(
            f"session-{session.pk}",
            _("The session “%(session)s” has ended: what does each project need now?")
            % {"session": session.title},
            group,
        ),
        people=people,
        projects=projects,
    )


def _moment(ended_at: dt.datetime) -> dt.datetime:
    """A week later, on a weekday."""
    day = timezone.localdate(ended_at) + AFTER
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR)))
