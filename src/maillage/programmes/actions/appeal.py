"""Appeals and complaints: received in their window or noted late, answered with a letter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.programmes.actions import letter
from maillage.programmes.actions.locks import locked, only_officers, shared
from maillage.programmes.enums import APPEAL_TRANSITIONS, AppealKind, AppealState, Decision, Role
from maillage.programmes.letters import in_letters_language
from maillage.programmes.models import Appeal, Application, ProgrammeRole
from maillage.programmes.rules import is_applicant
from maillage.projects.queries import carriers_of


@transaction.atomic
def file(application: Application, *, kind: str, text: str, by: Any) -> Appeal:
    """A carrier objects to the decision that was announced, until the last day.

    Raises:
        NotAllowed: not a carrier of the project.
        Conflict: nothing was announced, the window is closed, or an appeal waits for its answer.
        Invalid: nothing is said.
    """
    if not is_applicant(by, application):
        raise NotAllowed(_("Only the carriers of the project may do this."))
    shared(application.call_id)
    application = locked(application)
    _must_be_told(application)
    today = timezone.localtime(clock.database_now()).date()
    if application.appeal_until is None:
        raise Conflict(_("No appeal was opened by this announcement: write to the programme."))
    if today > application.appeal_until:
        raise Conflict(
            _("Appeals were received until %(day)s.") % {"day": formatting.day(application.appeal_until)}
        )
    if application.appeals.filter(state=AppealState.OPEN).exists():
        raise Conflict(_("Your former appeal waits for its answer."))
    appeal = _write(application, kind=kind, text=text, received_on=today, is_late=False, by=by)
    _acknowledge(appeal)
    return appeal


@transaction.atomic
def record(application: Application, *, kind: str, text: str, received_on: dt.date, by: Any) -> Appeal:
    """An officer writes down an appeal that came otherwise: by post, by telephone. A late one is marked so.

    Raises:
        Invalid: nothing is said, or a day to come.
        Conflict: nothing was announced.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    _must_be_told(application)
    if received_on > timezone.localtime(clock.database_now()).date():
        raise Invalid(fields={"received_on": _("Choose the day on which it came.")})
    until = application.appeal_until
    is_late = until is not None and received_on > until
    return _write(application, kind=kind, text=text, received_on=received_on, is_late=is_late, by=by)


def _must_be_told(application: Application) -> None:
    if application.announced_decision == Decision.NONE:
        raise Conflict(_("No decision was announced yet."))


def _write(
    application: Application, *, kind: str, text: str, received_on: dt.date, is_late: bool, by: Any
) -> Appeal:
    if not text.strip():
        raise Invalid(fields={"text": _("Say what you object.")})
    appeal = Appeal.objects.create(
        application=application,
        kind=AppealKind(kind),
        text=text.strip(),
        received_on=received_on,
        is_late=is_late,
        filed_by=by,
        filed_at=clock.database_now(),
    )
    events.record(application, "programmes.appeal_received", by=by, data={"appeal": appeal.pk, "kind": kind})
    return appeal


@transaction.atomic
def answer(appeal: Appeal, *, outcome: str, text: str, by: Any) -> Appeal:
    """The outcome and its letter. Accepting an appeal changes no decision: reopen it for that.

    Raises:
        Invalid: no answer is written.
        TransitionRefused: it was answered already.
    """
    only_officers(appeal.application.call.programme, by)
    if not text.strip():
        raise Invalid(fields={"text": _("Write the answer: the applicant will read it.")})
    shared(appeal.application.call_id)
    application = locked(appeal.application)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    appeal.application = application
    now = clock.database_now()
    states.move(
        appeal,
        AppealState(outcome),
        APPEAL_TRANSITIONS,
        by=by,
        verb="programmes.appeal_answered",
        also={"answer": text.strip(), "answered_by": by, "answered_at": now},
    )
    with in_letters_language():
        subject = _("Our answer about “%(title)s”: %(outcome)s") % {
            "title": application.title,
            "outcome": str(AppealState(outcome).label).lower(),
        }
    appeal.letter = letter.answer_letter(application, subject=subject, body=text.strip(), at=now)
    appeal.save(update_fields=["letter"])
    events.record(application, "programmes.appeal_answered", by=by, data={"appeal": appeal.pk, "to": outcome})
    return appeal


def _acknowledge(appeal: Appeal) -> None:
    """The carriers hold a receipt; the officers know that an answer is due."""
    application = appeal.application
    context = {
        "appeal": appeal,
        "application": application,
        "call": application.call,
        "programme": application.call.programme,
    }
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email, "programmes/email/appeal_received", context, language=carrier.language
        )
    officers = ProgrammeRole.objects.live().filter(
        programme=application.call.programme_id, role=Role.OFFICER, user__is_active=True
    )
    for role in officers.select_related("user").order_by("user", "pk").distinct("user"):
        outbox.send_email(
            role.user.email, "programmes/email/appeal_to_answer", context, language=role.user.language
        )
