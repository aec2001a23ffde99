"""A referral from its writing to its end. Whoever acts is a carrier, the sender, somebody of the
receiver's, or the bearer of the link sent to the receiver (``by`` is then None)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.models import Service
from maillage.projects import emails_referral as emails
from maillage.projects import rules as who
from maillage.projects.enums import ProjectRole
from maillage.projects.enums_referral import (
    REFERRAL_TRANSITIONS,
    DeclineReason,
    DoorRequestState,
    ReferralOutcome,
    ReferralState,
    Shared,
)
from maillage.projects.models import DoorRequest, Project, Referral
from maillage.projects.queries import referral as read

ENDED: dict[str, Any] = {"remind_at": None, "ends_at": None}


@transaction.atomic
def send(
    project: Project,
    service: Service,
    *,
    reason: str,
    shared: Iterable[str],
    by: Any,
    has_consent: bool = False,
    follows: Referral | None = None,
) -> Referral:
    """Directs a project to a service. A carrier who agrees sends at once; an adviser asks the carriers.

    Args:
        shared: what the receiver will read, of ``Shared``; the address is always part of it.
        has_consent: the carrier ticked that they agree to share these.

    Raises:
        NotAllowed: ``by`` neither carries nor advises the project.
        Invalid: no reason, no consent, or a service that nobody reads for.
        Conflict: the project waits at that service already.
    """
    role = who.role_in(by, project)
    if role not in {ProjectRole.CARRIER, ProjectRole.ADVISER}:
        raise NotAllowed(_("Only those who carry or advise the project may direct it to a service."))
    is_carrier = role == ProjectRole.CARRIER
    if is_carrier and not has_consent:
        raise Invalid(fields={"consent": _("Say that you agree to what is shared.")})
    # The project is held: two clicks at once are one referral.
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    now = clock.database_now()
    referral = _write(
        Referral(
            project=project,
            sender=by,
            reason=reason.strip(),
            shared=_shared(shared),
            follows=follows,
            state=ReferralState.SENT if is_carrier else ReferralState.CONSENT,
            **({"consent_by": by, "consent_at": now} if is_carrier else {}),
        ),
        service,
        now,
    )
    events.record(
        referral, "projects.referral_written", by=by, to=referral.state, field="state", data=_about(referral)
    )
    if is_carrier:
        emails.to_receiver(referral, "received")
    else:
        emails.ask_consent(referral)
    return referral


@transaction.atomic
def send_request(request: DoorRequest, service: Service) -> Referral:
    """Sends what a person without an account confirmed. Their confirmation is their consent.

    Raises:
        Conflict: the request is not confirmed.
        Invalid: nobody reads for that service.
    """
    if request.state != DoorRequestState.CONFIRMED:
        raise Conflict(_("This request is not confirmed."))
    now = clock.database_now()
    referral = _write(
        Referral(
            request=request,
            reason=request.words,
            shared=[Shared.CONTACT, Shared.SUMMARY, Shared.STAGE, Shared.PLACE],
            consent_at=now,
            state=ReferralState.SENT,
        ),
        service,
        now,
    )
    events.record(
        referral,
        "projects.referral_written",
        by=None,
        to=referral.state,
        field="state",
        data=_about(referral),
    )
    emails.to_receiver(referral, "received")
    return referral


@transaction.atomic
def consent(referral: Referral, *, by: Any) -> Referral:
    """A carrier agrees to what an adviser wrote: it leaves now.

    Raises:
        NotAllowed: ``by`` is not a carrier.
    """
    referral = locked(referral)
    if referral.project is None or not who.is_carrier(by, referral.project):
        raise NotAllowed(_("Only the carriers of the project may do this."))
    now = clock.database_now()
    also = {"consent_by": by, "consent_at": now, "sent_at": now}
    _move(referral, ReferralState.SENT, "projects.referral_sent", by=by, now=now, also=also)
    emails.to_receiver(referral, "received")
    return referral


@transaction.atomic
def see(referral: Referral, *, by: Any) -> Referral:
    """The receiver opened it. Opening twice is the same as once."""
    referral = _received(referral, by)
    if referral.state != ReferralState.SENT:
        return referral
    now = clock.database_now()
    # Looking is no answer: reminders and return go on from when it was sent.
    states.move(
        referral,
        ReferralState.SEEN,
        REFERRAL_TRANSITIONS,
        by=by,
        verb="projects.referral_seen",
        also={"seen_at": now},
    )
    return referral


@transaction.atomic
def accept(referral: Referral, *, by: Any, words: str = "", meet_on: dt.date | None = None) -> Referral:
    """The receiver takes the person in, perhaps with a day to meet. Both ends are told."""
    referral = _received(referral, by)
    now = clock.database_now()
    if meet_on is not None and meet_on < timezone.localdate(now):
        raise Invalid(fields={"meet_on": _("This day is past.")})
    also = {"accepted_at": now, "answer": words.strip(), "meet_on": meet_on}
    _move(referral, ReferralState.ACCEPTED, "projects.referral_accepted", by=by, now=now, also=also)
    emails.tell(referral, "accepted", besides=by)
    return referral


@transaction.atomic
def decline(
    referral: Referral,
    *,
    by: Any,
    reason: str,
    words: str = "",
    better: Service | None = None,
) -> Referral:
    """The receiver says no, why, and if possible which door is better. Both ends are told.

    Raises:
        Invalid: no reason, or the better door is the same one.
    """
    referral = _received(referral, by)
    if reason not in DeclineReason.values:
        raise Invalid(fields={"reason": _("Say why it is declined.")})
    if better is not None and better.pk == referral.service_id:
        raise Invalid(fields={"better": _("This is the door that is being declined.")})
    now = clock.database_now()
    also = {
        "decline_reason": reason,
        "answer": words.strip(),
        "better_service": better,
        "ended_at": now,
        **ENDED,
    }
    _move(
        referral,
        ReferralState.DECLINED,
        "projects.referral_declined",
        by=by,
        now=now,
        also=also,
        why=str(DeclineReason(reason).label),
    )
    emails.tell(referral, "declined", besides=by)
    return referral


@transaction.atomic
def meet(referral: Referral, *, by: Any, on: dt.date) -> Referral:
    """They met, on a day that is not in the future. The receiver says so, or a carrier."""
    referral = _received(referral, by, or_carrier=True)
    now = clock.database_now()
    if on > timezone.localdate(now):
        raise Invalid(fields={"on": _("Note a meeting once it was held.")})
    also = {"met_at": now, "meet_on": on}
    _move(referral, ReferralState.MET, "projects.referral_met", by=by, now=now, also=also)
    emails.tell(referral, "met", besides=by)
    return referral


@transaction.atomic
def close(referral: Referral, *, by: Any, outcome: str, words: str = "") -> Referral:
    """The receiver says what came of it. Both ends are told.

    Raises:
        Invalid: no outcome.
    """
    referral = _received(referral, by)
    if outcome not in ReferralOutcome.values:
        raise Invalid(fields={"outcome": _("Say what came of it.")})
    end(referral, outcome, by=by, words=words)
    return referral


def end(referral: Referral, outcome: str, *, by: Any, words: str = "") -> None:
    """Closes a locked referral: shared by the receiver and the clock."""
    now = clock.database_now()
    also = {
        "outcome": outcome,
        "answer": words.strip() or referral.answer,
        "ended_at": now,
        **ENDED,
    }
    _move(referral, ReferralState.CLOSED, "projects.referral_closed", by=by, now=now, also=also)
    emails.tell(referral, "closed", besides=by)


@transaction.atomic
def withdraw(referral: Referral, *, by: Any, why: str = "", is_person: bool = False) -> Referral:
    """The person takes their consent back, or the sender the referral: the receiver reads nothing more.

    Args:
        is_person: the person without an account asks, through their link.

    Raises:
        NotAllowed: ``by`` neither carries the project nor sent it.
    """
    referral = locked(referral)
    is_theirs = (is_person and referral.request_id is not None) or (
        by is not None
        and (
            referral.project is not None
            and (
                who.is_carrier(by, referral.project)
                or (by.pk == referral.sender_id and who.role_in(by, referral.project) is not None)
            )
        )
    )
    if not is_theirs:
        raise NotAllowed(_("Only the person concerned, or who sent it, may withdraw a referral."))
    was_sent = referral.sent_at is not None
    now = clock.database_now()
    also = {"ended_at": now, **ENDED}
    _move(
        referral, ReferralState.WITHDRAWN, "projects.referral_withdrawn", by=by, now=now, also=also, why=why
    )
    if was_sent:
        emails.to_receiver(referral, "withdrawn")
    emails.tell(referral, "withdrawn", besides=by)
    return referral


# --- Inside ------------------------------------------------------------------------------------------------
def locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("service__organisation", "project__commune", "request__commune", "sender")
        .get(pk=referral.pk)
    )


def due_after(state: str, since: dt.datetime) -> dict[str, Any]:
    """When a referral that entered a state is reminded of, and ends by itself."""
    from maillage.projects.enums_referral import CLOCK

    pace = CLOCK.get(ReferralState(state))
    if pace is None:
        return dict(ENDED)
    return {
        "turn_at": since,
        "remind_at": since + dt.timedelta(days=pace.reminders[0]),
        "ends_at": since + dt.timedelta(days=pace.ends),
    }


def _received(referral: Referral, by: Any, *, or_carrier: bool = False) -> Referral:
    """The locked row, if its receiver acts. ``by`` None bears the link, whose signature was checked."""
    referral = locked(referral)
    is_receiver = by is None or read.answers_for(by, referral)
    if or_carrier and not is_receiver and referral.project is not None:
        is_receiver = bool(who.is_carrier(by, referral.project))
    if not is_receiver:
        raise NotAllowed(_("Only the service that received it may answer."))
    return referral


def _move(
    referral: Referral, to: str, verb: str, *, by: Any, now: dt.datetime, also: dict[str, Any], why: str = ""
) -> None:
    states.move(
        referral,
        to,
        REFERRAL_TRANSITIONS,
        by=by,
        verb=verb,
        why=why,
        also={**due_after(to, now), **also},
        data=_about(referral),
    )


def _about(referral: Referral) -> dict[str, Any]:
    return {"project": referral.project_id, "service": referral.service_id}


def _shared(items: Iterable[str]) -> list[str]:
    wanted = {Shared.CONTACT.value, *items}
    return [item.value for item in Shared if item.value in wanted]


def _write(referral: Referral, service: Service, now: dt.datetime) -> Referral:
    service = Service.objects.select_related("organisation").get(pk=service.pk)
    if not Service.objects.public().filter(pk=service.pk).exists():
        raise Conflict(_("This service is no longer offered."))
    if not emails.receivers_of(service):
        raise Invalid(_("This service has given no address to write to: telephone, or choose another one."))
    referral.service, referral.organisation = service, service.organisation
    referral.created_at = now
    if referral.state == ReferralState.SENT:
        referral.sent_at = now
    for name, value in due_after(referral.state, now).items():
        setattr(referral, name, value)
    try:
        referral.full_clean(
            exclude=["project", "request", "service", "organisation", "sender", "consent_by", "follows"],
            validate_unique=False,
            validate_constraints=False,
        )
    except ValidationError as error:
        fields = {name: sentences[0] for name, sentences in error.message_dict.items()}
        raise Invalid(fields=fields) from error
    try:
        with transaction.atomic():
            referral.save()
    except IntegrityError:
        raise Conflict(_("This project waits at that service already.")) from None
    return referral
