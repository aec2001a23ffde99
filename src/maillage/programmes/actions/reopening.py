"""Reopening an announced decision: never silently, never without its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import locked, only_officers, shared
from maillage.programmes.enums import OFFER_TRANSITIONS, Decision, OfferState
from maillage.programmes.models import Application, PlaceOffer, Reopening
from maillage.projects.queries import carriers_of


@transaction.atomic
def reopen(application: Application, *, why: str, by: Any) -> Reopening:
    """Takes an announced decision up again: it may then be prepared anew and announced. Its carriers are
    told at once; what they had been told stays their answer until the next announcement.

    Raises:
        Invalid: no reason.
        Conflict: nothing was announced, or it is reopened already.
    """
    only_officers(application.call.programme, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the project’s carriers will read it.")})
    shared(application.call_id)
    application = locked(application)
    if application.announced_decision == Decision.NONE:
        raise Conflict(_("No decision was announced: it changes freely."))
    if current(application) is not None:
        raise Conflict(_("This decision is reopened already."))
    reopening = Reopening.objects.create(
        application=application, told=application.announced_decision, why=why.strip(), by=by
    )
    events.record(application, "programmes.decision_reopened", by=by, why=why.strip())
    for offer in PlaceOffer.objects.select_for_update(of=("self",)).filter(
        application=application, state=OfferState.OPEN
    ):
        states.move(
            offer, OfferState.CANCELLED, OFFER_TRANSITIONS, by=by, verb="programmes.place_no_longer_offered"
        )
    _tell(application, "programmes/email/reopened", why.strip())
    return reopening


@transaction.atomic
def confirm(application: Application, *, by: Any) -> None:
    """Ends a reopening: what had been told holds, and the carriers are told so.

    Raises:
        Conflict: the decision is not reopened, or another one is prepared.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    if current(application) is None:
        raise Conflict(_("This decision is not reopened."))
    if application.decision != application.announced_decision:
        raise Conflict(_("Another decision is prepared: announce it, or prepare the former one again."))
    end(application, by=by)
    _tell(application, "programmes/email/reopening_ended", "")


def end(application: Application, *, by: Any) -> None:
    """Closes the open reopening of a file, if there is one."""
    end_all([application], by=by)


def end_all(rows: Sequence[Application], *, by: Any) -> None:
    """Closes the open reopenings of some files, in three statements whatever their number."""
    open_ones = Reopening.objects.filter(application__in=[row.pk for row in rows], ended_at__isnull=True)
    keys = set(open_ones.values_list("application", flat=True))
    if keys:
        open_ones.update(ended_at=clock.database_now())
        events.record_many([(row, "programmes.reopening_ended", {}) for row in rows if row.pk in keys], by=by)


def current(application: Application) -> Reopening | None:
    return Reopening.objects.filter(application=application, ended_at__isnull=True).first()


def _tell(application: Application, template: str, why: str) -> None:
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            template,
            {
                "application": application,
                "call": application.call,
                "programme": application.call.programme,
                "why": why,
            },
            language=carrier.language,
        )
