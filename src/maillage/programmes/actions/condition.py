"""Conditions of a decision: listed with it, lifted one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.locks import locked, only_officers, shared
from maillage.programmes.enums import ANNOUNCED_TRANSITIONS, DECISION_TRANSITIONS, ConditionOutcome, Decision
from maillage.programmes.models import Application, Condition, Label, LabelCondition
from maillage.projects.queries import carriers_of


@transaction.atomic
def set_conditions(
    application: Application, conditions: Sequence[tuple[str, dt.date]], *, by: Any
) -> list[Condition]:
    """Replaces the conditions that are not lifted, before the decision is announced.

    Args:
        conditions: what is asked, and the day by which it is.

    Raises:
        Conflict: the decision was announced with its conditions; reopen it first.
        Invalid: a condition says nothing.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    if application.announced_decision == Decision.CONDITIONAL and not _is_reopened(application):
        raise Conflict(_("These conditions were announced. Reopen the decision to change them."))
    if any(not text.strip() for text, _due_on in conditions):
        raise Invalid(fields={"conditions": _("A condition says what is asked.")})
    wanted = [(text.strip(), due_on) for text, due_on in conditions]
    present = list(application.conditions.filter(lifted_at__isnull=True).order_by("due_on", "pk"))
    if [(row.text, row.due_on) for row in present] == sorted(wanted, key=lambda pair: pair[1]):
        return present
    application.conditions.filter(lifted_at__isnull=True).delete()
    made = [Condition.objects.create(application=application, text=text, due_on=on) for text, on in wanted]
    events.record(application, "programmes.conditions_set", by=by, data={"number": len(made)})
    return made


def _is_reopened(application: Application) -> bool:
    return application.reopenings.filter(ended_at__isnull=True).exists()


@transaction.atomic
def lift(condition: Condition, *, by: Any, note: str = "") -> Application:
    """One condition is fulfilled. With the last one of an announced decision, the project is retained
    outright, and its carriers are told.

    Raises:
        Conflict: it was lifted already.
    """
    only_officers(condition.application.call.programme, by)
    shared(condition.application.call_id)
    application = locked(condition.application)
    condition = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if condition.lifted_at is not None:
        raise Conflict(_("This condition was lifted already."))
    condition.lifted_at = clock.database_now()
    condition.lifted_by = by
    condition.lifted_note = note.strip()
    condition.save(update_fields=["lifted_at", "lifted_by", "lifted_note"])
    events.record(
        application,
        "programmes.condition_lifted",
        by=by,
        why=note.strip(),
        data={"condition": condition.text},
    )
    # The label that was granted under it waits for the same thing.
    own = LabelCondition.objects.filter(asked=condition, outcome=ConditionOutcome.OPEN)
    for each in own.select_related("label__programme"):
        labels.settle(each, ConditionOutcome.MET, note=note.strip(), by=by)
    left = application.conditions.filter(lifted_at__isnull=True).exists()
    if not left and application.announced_decision == Decision.CONDITIONAL:
        _retain_outright(application, by)
    return application


@transaction.atomic
def settle(row: LabelCondition, outcome: str, *, note: str, by: Any) -> Label:
    """Settles a condition of a label; when it repeats one of the decision, that one is lifted too, whether it
    is met or waived: one fact is said once.

    Raises: what ``label.settle`` does.
    """
    if row.asked is None or row.asked.lifted_at is not None:
        return labels.settle(row, outcome, note=note, by=by)
    # The file before its label, as ``lift`` does: the two never wait for one another.
    shared(row.asked.application.call_id)
    locked(row.asked.application)
    label = labels.settle(row, outcome, note=note, by=by)
    lift(row.asked, by=by, note=note)
    return label


def _retain_outright(application: Application, by: Any) -> None:
    now = clock.database_now()
    if application.decision == Decision.CONDITIONAL:
        states.move(
            application,
            Decision.RETAINED,
            DECISION_TRANSITIONS,
            by=by,
            verb="programmes.decision_prepared",
            field="decision",
            also={"decided_by": by, "decided_at": now},
        )
    states.move(
        application,
        Decision.RETAINED,
        ANNOUNCED_TRANSITIONS,
        by=by,
        verb="programmes.decision_announced",
        field="announced_decision",
        also={"announced_at": now},
    )
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            "programmes/email/conditions_lifted",
            {"application": application, "call": application.call, "programme": application.call.programme},
            language=carrier.language,
        )
