"""Announcing at a chosen moment: scheduled, changed, cancelled; then done once, whatever happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, DomainError, Invalid
from maillage.programmes import checks, letters
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import letter
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.decision import Terms
from maillage.programmes.actions.locks import exclusive, only_officers
from maillage.programmes.enums import (
    ANNOUNCEMENT_TRANSITIONS,
    RETAINING,
    AnnouncementState,
    Decision,
    Role,
)
from maillage.programmes.models import Announcement, Application, Call, ProgrammeRole

logger = structlog.get_logger(__name__)


@transaction.atomic
def schedule(
    call: Call,
    *,
    at: dt.datetime,
    by: Any,
    cohorts: Sequence[CohortPlan] = (),
    unplaced: LabelDays | None = None,
    terms: Terms | None = None,
) -> Announcement:
    """Chooses when the prepared decisions leave, or changes that of the announcement to come. Everything
    is checked now, and again when it leaves: what is announced is what is prepared by then.

    Raises:
        Invalid: a moment that is past, or retained files without a promotion.
        Conflict: nothing is prepared, or a check forbids it.
        LettersIncomplete: a letter has an unknown or an empty field.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if at <= clock.database_now():
        raise Invalid(fields={"publish_at": _("Choose a moment to come.")})
    terms = terms or Terms()
    _must_be_ready(call, bool(cohorts) or unplaced is not None, terms)
    values = {
        "publish_at": at,
        "plans": [plan.as_json() for plan in cohorts],
        "unplaced": unplaced.as_json() if unplaced else None,
        "answer_by": terms.answer_by,
        "moves_on": terms.moves_on,
        "offer_days": terms.offer_days,
        "appeal_days": terms.appeal_days,
        "prepared_by": by,
        "failure": "",
    }
    present = to_come(call)
    if present is None:
        announcement = Announcement.objects.create(call=call, **values)
        events.record(announcement, "programmes.announcement_scheduled", by=by)
        return announcement
    if present.state == AnnouncementState.FAILED:
        states.move(
            present,
            AnnouncementState.SCHEDULED,
            ANNOUNCEMENT_TRANSITIONS,
            by=by,
            verb="programmes.announcement_scheduled",
            also=values,
        )
        return present
    for name, value in values.items():
        setattr(present, name, value)
    present.save(update_fields=[*values])
    events.record(present, "programmes.announcement_changed", by=by)
    return present


def _must_be_ready(call: Call, knows_where: bool, terms: Terms) -> None:
    rows = to_leave(call)
    if not rows:
        raise Conflict(_("There is no decision to publish: they are all announced."))
    if stops := checks.blocking(call):
        raise Conflict(" ".join(stops))
    if any(row.decision in RETAINING for row in rows) and not knows_where:
        raise Invalid(fields={"name": _("Name the promotion of the retained projects.")})
    facts = letters.facts_of(call, rows, answer_by=terms.answer_by, appeal_days=terms.appeal_days)
    if faults := letter.faults_of(call, facts):
        raise letter.LettersIncomplete(faults)


def to_leave(call: Call) -> list[Application]:
    """The files whose prepared decision nobody was told, with what their letters say."""
    return list(
        Application.objects.to_announce()
        .filter(call=call)
        .exclude(decision=Decision.NONE)
        .select_related("commune")
        .order_by("title_key", "pk")
    )


def to_come(call: Call) -> Announcement | None:
    """The announcement that is scheduled, or that could not leave; under lock."""
    return (
        Announcement.objects.select_for_update(of=("self",))
        .filter(call=call, state__in=[AnnouncementState.SCHEDULED, AnnouncementState.FAILED])
        .first()
    )


@transaction.atomic
def cancel(announcement: Announcement, *, by: Any) -> Announcement:
    """Nothing leaves; the decisions stay prepared.

    Raises:
        TransitionRefused: it is published, or cancelled already.
    """
    only_officers(announcement.call.programme, by)
    exclusive(announcement.call_id)
    announcement = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    states.move(
        announcement,
        AnnouncementState.CANCELLED,
        ANNOUNCEMENT_TRANSITIONS,
        by=by,
        verb="programmes.announcement_cancelled",
    )
    return announcement


def publish_due() -> int:
    """Publishes every announcement whose moment has come; returns how many left. Run every minute.

    One transaction each: the state passes to done with the decisions and their letters, so that a worker
    that dies leaves everything for the next one, and none is published twice.
    """
    due = Announcement.objects.filter(
        state=AnnouncementState.SCHEDULED, publish_at__lte=clock.database_now()
    ).order_by("publish_at", "pk")
    return sum(_publish_one(pk, call) for pk, call in list(due.values_list("pk", "call")))


def _publish_one(pk: int, call_id: int) -> bool:
    try:
        with transaction.atomic():
            call = exclusive(call_id)
            announcement = (
                Announcement.objects.select_for_update(of=("self",))
                .select_related("prepared_by")
                .filter(pk=pk, state=AnnouncementState.SCHEDULED, publish_at__lte=clock.database_now())
                .first()
            )
            if announcement is None:
                return False  # another worker has published it, or it was cancelled meanwhile
            plans = [CohortPlan.from_json(plan) for plan in announcement.plans]
            days = LabelDays.from_json(announcement.unplaced) if announcement.unplaced else None
            decisions.carry_out(announcement, call, cohorts=plans, unplaced=days, by=announcement.prepared_by)
            return True
    except DomainError as refusal:
        _give_up(pk, refusal)
        return False


@transaction.atomic
def _give_up(pk: int, refusal: DomainError) -> None:
    """What could not leave says why, and the officers are told: nothing was announced."""
    announcement = (
        Announcement.objects.select_for_update(of=("self",))
        .select_related("call__programme")
        .filter(pk=pk, state=AnnouncementState.SCHEDULED)
        .first()
    )
    if announcement is None:
        return
    why = " ".join([str(refusal.sentence), *(str(text) for text in refusal.fields.values())])
    states.move(
        announcement,
        AnnouncementState.FAILED,
        ANNOUNCEMENT_TRANSITIONS,
        by=None,
        verb="programmes.announcement_failed",
        also={"failure": why},
    )
    logger.warning("announcement_failed", announcement=pk)
    officers = ProgrammeRole.objects.live().filter(
        programme=announcement.call.programme_id, role=Role.OFFICER, user__is_active=True
    )
    for role in officers.select_related("user").order_by("user", "pk").distinct("user"):
        outbox.send_email(
            role.user.email,
            "programmes/email/announcement_failed",
            {"call": announcement.call, "programme": announcement.call.programme, "why": why},
            language=role.user.language,
        )
