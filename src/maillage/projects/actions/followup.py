"""What became of a project is asked 6, 12 and 36 months after its launch or its end, and answered by a link.

Nobody is asked about what is long past when the platform learns of it: those are counted as never asked.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, Sentence
from maillage.projects import emails_similar as emails
from maillage.projects.enums_similar import FOLLOW_UP_TRANSITIONS, MONTHS, FollowUpState, Running
from maillage.projects.models import FollowUp, FollowUpRefusal, Project
from maillage.projects.models.followup import LINK_DAYS, months_after
from maillage.projects.queries import followup as read
from maillage.projects.queries.team import carriers_of

LASTS = dt.timedelta(days=LINK_DAYS)
REMINDED = dt.timedelta(days=14)


def ask_due(today: dt.date) -> int:
    """Writes to the carriers of every project whose day has come; how many projects. Safe to run again."""
    asked = 0
    for project, origin, since in read.origins(upto=months_after(today, -MONTHS[0]), today=today):
        for months in MONTHS:
            due = months_after(since, months)
            if due <= today < due + LASTS and ask(project, origin, since, months, due) is not None:
                asked += 1
    return asked


@transaction.atomic
def ask(project: Project, origin: str, since: dt.date, months: int, due: dt.date) -> FollowUp | None:
    """One of the three questions, to each carrier who may be written to. None: asked already, or nobody."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    people = _reachable(project)
    if not people or FollowUp.objects.filter(project=project, origin=origin, months=months).exists():
        return None
    now = clock.database_now()
    row = FollowUp.objects.create(
        project=project,
        origin=origin,
        since=since,
        months=months,
        due_on=due,
        asked_at=now,
        remind_at=now + REMINDED,
        ends_at=now + LASTS,
    )
    events.record(project, "projects.follow_up_asked", by=None, data={"months": months})
    for person in people:
        emails.follow_up(row, person)
    return row


@transaction.atomic
def answer(
    row: FollowUp,
    *,
    by: Any,
    running: str,
    jobs: int | None = None,
    fte: Decimal | None = None,
    changed: str = "",
) -> FollowUp:
    """Keeps what a carrier says; while the link is good they, or another carrier, may correct it.

    Args:
        by: whose link it is.
        jobs, fte: people, and full-time equivalents; None is unknown, which is not zero.

    Raises:
        Conflict: the link is too old.
        Invalid: no answer to the first question, or more full-time equivalents than people.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("project").get(pk=row.pk)
    if not row.is_open:
        raise Conflict(_("This link is too old: the figures were counted without it."))
    faults: dict[str, Sentence] = {}
    if running not in Running.values:
        faults["running"] = _("Say whether the activity is running.")
    if jobs is not None and fte is not None and fte > jobs:
        faults["fte"] = _("There are no more full-time equivalents than people.")
    if faults:
        raise Invalid(fields=faults)
    row.jobs, row.fte, row.changed, row.running = jobs, fte, changed.strip(), running
    try:
        row.clean_fields(exclude=["project", "answered_by"])
    except ValidationError as error:
        raise Invalid(fields={name: lines[0] for name, lines in error.message_dict.items()}) from error
    states.move(
        row,
        FollowUpState.ANSWERED,
        FOLLOW_UP_TRANSITIONS,
        by=by,
        verb="projects.follow_up_answered",
        also={
            "running": running,
            "jobs": jobs,
            "fte": fte,
            "changed": row.changed,
            "answered_by": by,
            "answered_at": clock.database_now(),
            "remind_at": None,
        },
    )
    return row


def refuse(user: Any) -> None:
    """Nothing of this is sent to that person again, about any project. Saying it twice is saying it once."""
    FollowUpRefusal.objects.get_or_create(user=user)


def allow(user: Any) -> None:
    """They may be written to again."""
    FollowUpRefusal.objects.filter(user=user).delete()


def remind(row: FollowUp) -> None:
    """Once, to those who may be written to. The caller has locked the row."""
    row.remind_at = None
    row.save(update_fields=["remind_at"])
    for person in _reachable(row.project):
        emails.follow_up(row, person, is_reminder=True)


def close(row: FollowUp) -> None:
    """Nobody answered: unknown, which is not the same as stopped. The caller has locked the row."""
    states.move(
        row,
        FollowUpState.SILENT,
        FOLLOW_UP_TRANSITIONS,
        by=None,
        verb="projects.follow_up_silent",
        also={"remind_at": None},
    )


def _reachable(project: Project) -> list[Any]:
    people = carriers_of(project)
    refusing = set(FollowUpRefusal.objects.filter(user__in=people).values_list("user", flat=True))
    return [person for person in people if person.pk not in refusing]
