"""Places after the announcement: confirmed, given back, handed to the next of the waiting list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, NotAllowed
from maillage.programmes import checks
from maillage.programmes.actions import cohort as promotions
from maillage.programmes.actions import label as labels
from maillage.programmes.actions import letter
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.locks import exclusive, locked
from maillage.programmes.enums import (
    ANNOUNCED_TRANSITIONS,
    DECISION_TRANSITIONS,
    OFFER_TRANSITIONS,
    RETAINING,
    AnnouncementState,
    Decision,
    Filing,
    OfferKind,
    OfferState,
    Role,
)
from maillage.programmes.models import (
    Announcement,
    Application,
    Call,
    Cohort,
    CohortMember,
    Label,
    PlaceOffer,
    ProgrammeRole,
    Wave,
)
from maillage.programmes.queries.stage import waves_of
from maillage.programmes.rules import is_applicant, is_officer
from maillage.projects.queries import carriers_of

OFFER_DAYS = 10
REMINDER = dt.timedelta(days=2)


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a day, in Paris."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


# --- Asking ---------------------------------------------------------------------------------------------
def ask_confirmation(
    announcement: Announcement, retained: Iterable[Application], *, moment: dt.datetime
) -> list[PlaceOffer]:
    """A place to confirm for each newly retained file; in the announcement's transaction."""
    if announcement.answer_by is None:
        return []
    rows = list(retained)
    cohorts = {
        member.application_id: member.cohort_id
        for member in CohortMember.objects.filter(application__in=[row.pk for row in rows])
    }
    offers = PlaceOffer.objects.bulk_create(
        PlaceOffer(
            application=row,
            kind=OfferKind.CONFIRMATION,
            offered_at=moment,
            answer_by=end_of(announcement.answer_by),
            moves_on=announcement.moves_on,
            cohort_id=cohorts.get(row.pk),
        )
        for row in rows
    )
    events.record_many([(offer.application, "programmes.place_to_confirm", {}) for offer in offers], by=None)
    return offers


def fill_places(call: Call, *, by: Any) -> list[PlaceOffer]:
    """Puts each free place to the next of the waiting list. The caller holds the call's lock.

    A place is free when neither a retained file of its wave nor an open offer takes it. The next is the
    first of the wave's waiting list that no quota shuts out.
    """
    made: list[PlaceOffer] = []
    for wave in waves_of(call):
        for _place in range(_free_places(wave)):
            candidate = _next_in_line(wave)
            if candidate is None:
                break
            made.append(_offer(call, candidate, left=_last_to_leave(wave), by=by))
    return made


def _free_places(wave: Wave) -> int:
    mine = Application.objects.filter(wave=wave, filing=Filing.SUBMITTED)
    taken = mine.filter(decision__in=RETAINING).count()
    asked = PlaceOffer.objects.filter(
        application__wave=wave, kind=OfferKind.SUCCESSION, state=OfferState.OPEN
    ).count()
    return max(0, wave.places_offered - taken - asked)


def _last_to_leave(wave: Wave) -> Application | None:
    """The file whose place nobody was offered yet, the last to leave first."""
    handed_on = PlaceOffer.objects.filter(
        freed_by=OuterRef("pk"), state__in=[OfferState.OPEN, OfferState.ACCEPTED]
    )
    left = Application.objects.filter(~Exists(handed_on), wave=wave, cohort_member__isnull=False)
    return left.exclude(announced_decision__in=RETAINING).order_by("-announced_at", "pk").first()


def _next_in_line(wave: Wave) -> Application | None:
    open_offers = PlaceOffer.objects.filter(application=OuterRef("pk"), state=OfferState.OPEN)
    waiting = Application.objects.filter(
        ~Exists(open_offers),
        wave=wave,
        filing=Filing.SUBMITTED,
        decision=Decision.WAITING,
        announced_decision=Decision.WAITING,
    )
    for full in checks.full_quotas(wave):
        waiting = waiting.exclude(full)
    return waiting.order_by("waiting_rank", "submitted_at", "pk").first()


def _offer(call: Call, candidate: Application, *, left: Application | None, by: Any) -> PlaceOffer:
    now = clock.database_now()
    done = Announcement.objects.filter(call=call, state=AnnouncementState.DONE).order_by("-published_at")
    last = done.first()
    days = last.offer_days if last else OFFER_DAYS
    offer = PlaceOffer.objects.create(
        application=candidate,
        kind=OfferKind.SUCCESSION,
        offered_at=now,
        answer_by=end_of(timezone.localtime(now).date() + dt.timedelta(days=days)),
        moves_on=True,
        cohort=_cohort_of(call, left),
        freed_by=left,
    )
    events.record(candidate, "programmes.place_offered", by=by, data={"offer": offer.pk})
    _tell(offer, "programmes/email/place_offered")
    return offer


def _cohort_of(call: Call, left: Application | None) -> Cohort | None:
    """The promotion that the place belongs to: of whoever left it, else the call's last one."""
    if left is not None:
        member = CohortMember.objects.filter(application=left).select_related("cohort").first()
        if member is not None and member.cohort is not None:
            return member.cohort
    return Cohort.objects.filter(call=call).order_by("-starts_on", "-pk").first()


# --- Answering -----------------------------------------------------------------------------------------
@transaction.atomic
def accept(offer: PlaceOffer, *, by: Any) -> PlaceOffer:
    """The team takes or confirms its place. Accepting twice is accepting once.

    Raises:
        NotAllowed: neither a carrier of the project nor an officer.
        Conflict: the deadline is past, or the place no longer stands.
    """
    offer, application, call = _held(offer, by)
    if offer.state == OfferState.ACCEPTED:
        return offer
    now = clock.database_now()
    _must_stand(offer, now)
    if offer.kind == OfferKind.SUCCESSION:
        _take_place(call, application, offer, by=by, now=now)
    _answer(offer, OfferState.ACCEPTED, by=by, now=now, verb="programmes.place_accepted")
    _tell_officers(offer)
    return offer


@transaction.atomic
def decline(offer: PlaceOffer, *, by: Any, note: str = "") -> PlaceOffer:
    """The team gives its place back, also after it had confirmed; the next of the waiting list is asked.

    Raises:
        NotAllowed: neither a carrier of the project nor an officer.
        Conflict: the place no longer stands.
    """
    offer, application, call = _held(offer, by)
    if offer.state == OfferState.DECLINED:
        return offer
    now = clock.database_now()
    if offer.state == OfferState.OPEN:
        _must_stand(offer, now)
    _answer(offer, OfferState.DECLINED, by=by, now=now, verb="programmes.place_declined", note=note.strip())
    _withdraw(application, by=by, now=now, why=note.strip() or _("The team gave its place back."))
    _tell_officers(offer)
    fill_places(call, by=by)
    return offer


def lapse_due() -> int:
    """Hands on every place whose deadline passed without an answer; returns how many. Each in its own
    transaction: one that fails stays for the next minute, and two workers never take the same one."""
    due = PlaceOffer.objects.filter(
        state=OfferState.OPEN, moves_on=True, answer_by__lt=clock.database_now()
    ).order_by("answer_by", "pk")
    return sum(_lapse(pk, call) for pk, call in list(due.values_list("pk", "application__call")))


@transaction.atomic
def _lapse(pk: int, call_id: int) -> bool:
    call = exclusive(call_id)
    offer = PlaceOffer.objects.select_for_update(of=("self",)).filter(pk=pk, state=OfferState.OPEN).first()
    now = clock.database_now()
    if offer is None or offer.answer_by is None or offer.answer_by >= now:
        return False
    application = locked(offer.application)
    _answer(offer, OfferState.LAPSED, by=None, now=now, verb="programmes.place_lapsed")
    _withdraw(application, by=None, now=now, why=_("No answer before the deadline."))
    _tell(offer, "programmes/email/place_lapsed")
    _tell_officers(offer)
    fill_places(call, by=None)
    return True


def remind_due() -> int:
    """Reminds once, two days before the deadline, the teams that did not answer; returns how many."""
    now = clock.database_now()
    due = PlaceOffer.objects.filter(
        state=OfferState.OPEN,
        answer_by__range=(now, now + REMINDER),
        reminded_at__isnull=True,
        offered_at__lt=now - dt.timedelta(days=1),
    )
    count = 0
    for pk in list(due.values_list("pk", flat=True).order_by("answer_by", "pk")):
        with transaction.atomic():
            offer = (
                PlaceOffer.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=pk, reminded_at__isnull=True, state=OfferState.OPEN)
                .first()
            )
            if offer is not None:
                offer.reminded_at = now
                offer.save(update_fields=["reminded_at"])
                _tell(offer, "programmes/email/place_reminder")
                count += 1
    return count


# --- What that changes -----------------------------------------------------------------------------------
def _held(offer: PlaceOffer, by: Any) -> tuple[PlaceOffer, Application, Call]:
    """The call, the file and the offer under lock, in that order, as everywhere."""
    application = offer.application
    if not is_applicant(by, application) and not is_officer(by, application.call.programme):
        raise NotAllowed(_("Only the carriers of the project may do this."))
    call = exclusive(application.call_id)
    application = locked(application)
    held = PlaceOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    held.application = application
    return held, application, call


def _must_stand(offer: PlaceOffer, now: dt.datetime) -> None:
    if offer.state != OfferState.OPEN:
        raise Conflict(_("This place no longer stands: %(state)s.") % {"state": offer.get_state_display()})
    if offer.answer_by is not None and now > offer.answer_by and offer.moves_on:
        raise Conflict(_("The deadline to answer is past: the place goes to the next of the waiting list."))


def _answer(
    offer: PlaceOffer, to: OfferState, *, by: Any, now: dt.datetime, verb: str, note: str = ""
) -> None:
    states.move(
        offer,
        to,
        OFFER_TRANSITIONS,
        by=by,
        verb=verb,
        why=note,
        also={"answered_at": now, "answered_by": by, "note": note},
    )
    events.record(offer.application, verb, by=by, why=note, data={"offer": offer.pk})


def _pass(application: Application, to: Decision, *, by: Any, now: dt.datetime, why: str) -> None:
    """The decision and what is told of it move together: the team itself asked, or knew."""
    told = {"announced_reason": why, "announced_at": now}
    if application.decision != to:
        states.move(
            application,
            to,
            DECISION_TRANSITIONS,
            by=by,
            verb="programmes.decision_prepared",
            field="decision",
            why=why,
            also={"decision_reason": why, "decided_at": now, "waiting_rank": None},
        )
    states.move(
        application,
        to,
        ANNOUNCED_TRANSITIONS,
        by=by,
        verb="programmes.decision_announced",
        field="announced_decision",
        why=why,
        also=told,
    )


def _withdraw(application: Application, *, by: Any, now: dt.datetime, why: str) -> None:
    was_retained = application.announced_decision in RETAINING
    _pass(application, Decision.WITHDRAWN, by=by, now=now, why=why)
    if was_retained:
        leave_place(application, by=by, why=why)


def leave_place(application: Application, *, by: Any, why: str) -> None:
    """A file that is retained no more leaves its promotion, and its label ends; an open offer falls."""
    member = CohortMember.objects.filter(application=application).select_related("application__call").first()
    reason = why or _("It is no longer retained.")
    if member is not None:
        promotions.leave(member, why=reason, by=by)
    labels.end_with_its_file(application, why=reason, by=by)
    for offer in PlaceOffer.objects.select_for_update(of=("self",)).filter(
        application=application, state=OfferState.OPEN
    ):
        states.move(
            offer, OfferState.CANCELLED, OFFER_TRANSITIONS, by=by, verb="programmes.place_no_longer_offered"
        )


def _take_place(
    call: Call, application: Application, offer: PlaceOffer, *, by: Any, now: dt.datetime
) -> None:
    if application.decision != Decision.WAITING or application.announced_decision != Decision.WAITING:
        raise Conflict(_("This application is no longer on the waiting list."))
    _pass(application, Decision.RETAINED, by=by, now=now, why="")
    label = _join(call, application, offer, by=by, now=now)
    letter.send(
        call,
        [application],
        by=by,
        at=now,
        labels={application.pk: label} if label else {},
        house_text_if_faulty=True,
    )


def _join(
    call: Call, application: Application, offer: PlaceOffer, *, by: Any, now: dt.datetime
) -> Label | None:
    """Enters the promotion of whoever left, or waits for one; with a label when its place is known."""
    cohort = offer.cohort
    plans = [CohortPlan(cohort.name, cohort.starts_on, cohort.ends_on, [application.pk])] if cohort else []
    unplaced = _days_without_promotion(call)
    _cohorts, granted = promotions.enter(call, [application], plans, unplaced=unplaced, moment=now, by=by)
    try:
        with transaction.atomic():
            labels.grant_rows(granted, by=by)
    except IntegrityError:
        # The place holds a label on those days: the officers see a retained file without one.
        return None
    return granted[0] if granted else None


def _days_without_promotion(call: Call) -> LabelDays:
    """The days of labels granted before their promotion is formed: those last announced, else three years."""
    done = Announcement.objects.filter(call=call, state=AnnouncementState.DONE, unplaced__isnull=False)
    last = done.order_by("-published_at", "-pk").first()
    if last is not None and last.unplaced:
        return LabelDays.from_json(last.unplaced)
    today = timezone.localdate()
    return LabelDays(today, today + dt.timedelta(days=3 * 365))


@transaction.atomic
def after_withdrawal(application: Application, *, by: Any) -> None:
    """An application that its carriers took back no longer holds an offer; the next one is asked."""
    call = application.call
    offers = PlaceOffer.objects.select_for_update(of=("self",)).filter(
        application=application, state=OfferState.OPEN
    )
    fallen = list(offers)
    for offer in fallen:
        states.move(
            offer, OfferState.CANCELLED, OFFER_TRANSITIONS, by=by, verb="programmes.place_no_longer_offered"
        )
    if fallen:
        fill_places(call, by=by)


# --- Telling ----------------------------------------------------------------------------------------------
def _tell(offer: PlaceOffer, template: str) -> None:
    application = offer.application
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            template,
            {
                "offer": offer,
                "application": application,
                "call": application.call,
                "programme": application.call.programme,
            },
            language=carrier.language,
        )


def _tell_officers(offer: PlaceOffer) -> None:
    application = offer.application
    officers = ProgrammeRole.objects.live().filter(
        programme=application.call.programme_id, role=Role.OFFICER, user__is_active=True
    )
    for role in officers.select_related("user").order_by("user", "pk").distinct("user"):
        if role.user_id == offer.answered_by_id:
            continue
        outbox.send_email(
            role.user.email,
            "programmes/email/place_answered",
            {
                "offer": offer,
                "application": application,
                "call": application.call,
                "programme": application.call.programme,
            },
            language=role.user.language,
        )
