"""Granting, conditioning, suspending, resuming, renewing and ending labels.

Each passage takes effect on a day and is a row of the label's periods, so that what a label was on any
day has one answer. Nothing runs at midnight: that a label has run out is told by its last day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.directory.models import Place
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import (
    CONDITION_TRANSITIONS,
    LABEL_REPEATED,
    LABEL_TRANSITIONS,
    RETAINING,
    ConditionOutcome,
    LabelState,
)
from maillage.programmes.models import (
    Application,
    Cohort,
    Label,
    LabelCondition,
    LabelPeriod,
    Programme,
)
from maillage.programmes.models import Condition as DecisionCondition
from maillage.programmes.models.programme import today
from maillage.projects.models import Project
from maillage.projects.queries import carriers_of


@dataclass(frozen=True)
class Condition:
    """What a conditional label waits for, until a day."""

    text: str
    due_on: dt.date


@transaction.atomic
def grant(
    programme: Programme,
    *,
    project: Project,
    place: Place,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Any,
    cohort: Cohort | None = None,
    application: Application | None = None,
    conditions: Sequence[Condition] = (),
) -> Label:
    """A label apart from a publication: a place found later, or a label older than the platform.

    Args:
        conditions: with any, the label is conditional until each of them is settled.

    Raises:
        Invalid: the days are in the wrong order.
        Conflict: the place holds a label of the programme on those days, or the application was not
            retained.
    """
    only_officers(programme, by)
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": _("A label ends after it starts.")})
    if application is not None and application.announced_decision not in RETAINING:
        raise Conflict(_("Only a retained application brings a label."))
    label = Label(
        programme=programme,
        project=project,
        place=place,
        cohort=cohort,
        application=application,
        starts_on=starts_on,
        ends_on=ends_on,
        state=LabelState.CONDITIONAL if conditions else LabelState.GRANTED,
    )
    try:
        with transaction.atomic():
            grant_rows([label], by=by)
    except IntegrityError:
        raise Conflict(
            _("%(place)s holds a label of this programme on those days already.") % {"place": place}
        ) from None
    _set_conditions(label, conditions)
    return label


def grant_rows(labels: Sequence[Label], *, by: Any) -> None:
    """Writes labels that are not saved yet, each with its first period and its event, in the caller's
    transaction. Those of files that are retained under conditions take these conditions.

    Raises:
        IntegrityError: a place holds a label of the programme on those days.
    """
    Label.objects.bulk_create(labels)
    LabelPeriod.objects.bulk_create(
        [
            LabelPeriod(
                label=label,
                state=label.state,
                starts_on=label.starts_on,
                ends_on=label.ends_on,
                said_at=label.granted_at,
            )
            for label in labels
        ]
    )
    conditional = {row.application_id: row for row in labels if row.state == LabelState.CONDITIONAL}
    asked = DecisionCondition.objects.filter(
        application__in=[key for key in conditional if key is not None], lifted_at__isnull=True
    )
    LabelCondition.objects.bulk_create(
        [
            LabelCondition(
                label=conditional[each.application_id], text=each.text, due_on=each.due_on, asked=each
            )
            for each in asked.order_by("pk")
        ]
    )
    events.record_many([(label, "programmes.label_granted", {"to": label.state}) for label in labels], by=by)


# --- Conditions ---------------------------------------------------------------------------------------------
@transaction.atomic
def set_conditions(label: Label, conditions: Sequence[Condition], *, why: str, by: Any) -> Label:
    """Puts a label under conditions, or adds some to a conditional one.

    Raises:
        Invalid: no condition, or a day that is past.
    """
    label = _locked(label, by)
    if not conditions:
        raise Invalid(fields={"text": _("Write the condition.")})
    if any(condition.due_on < today() for condition in conditions):
        raise Invalid(fields={"due_on": _("Choose a day to come.")})
    _set_conditions(label, conditions)
    if label.state == LabelState.CONDITIONAL:
        events.record(label, "programmes.label_condition_added", by=by, why=why.strip())
        _tell_carriers(label, why)
        return label
    return _say(label, LabelState.CONDITIONAL, "programmes.label_conditional", why=why, by=by)


@transaction.atomic
def settle(condition: LabelCondition, outcome: str, *, note: str, by: Any) -> Label:
    """Says that a condition is met, or waives it. The last one gives the label its full force back.

    Raises:
        Invalid: waived without a reason.
        TransitionRefused: it was settled already.
    """
    label = _locked(condition.label, by)
    condition = LabelCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    outcome = ConditionOutcome(outcome)
    if outcome == ConditionOutcome.WAIVED and not note.strip():
        raise Invalid(fields={"note": _("Write why the condition is waived.")})
    states.move(
        condition,
        outcome,
        CONDITION_TRANSITIONS,
        by=by,
        verb="programmes.label_condition_settled",
        field="outcome",
        why=note.strip(),
        also={"settled_on": today(), "note": note.strip()},
    )
    if label.state != LabelState.CONDITIONAL or label.ends_on < today() or _open_conditions(label):
        return label
    return _say(
        label,
        _before_conditions(label),
        "programmes.label_conditions_met",
        why=_("Every condition is settled."),
        by=by,
    )


# --- Passages -----------------------------------------------------------------------------------------------
@transaction.atomic
def suspend(label: Label, *, why: str, by: Any) -> Label:
    """Takes a place off the public map until its label is resumed."""
    return _say(_locked(label, by), LabelState.SUSPENDED, "programmes.label_suspended", why=why, by=by)


@transaction.atomic
def resume(label: Label, *, why: str, by: Any) -> Label:
    """Gives a suspended label back the force that it had: renewed, under conditions, or granted."""
    label = _locked(label, by)
    if label.state != LabelState.SUSPENDED:
        to = LabelState.GRANTED  # refused by the table, with its sentence
    else:
        to = LabelState.CONDITIONAL if _open_conditions(label) else _before_conditions(label)
    return _say(label, to, "programmes.label_resumed", why=why, by=by)


@transaction.atomic
def renew(label: Label, *, ends_on: dt.date, why: str, by: Any) -> Label:
    """Prolongs a label that runs: it is renewed from today on, and keeps its code and its history.

    Raises:
        Invalid: the new last day does not come after the present one.
        Conflict: conditions are open, or another label of the programme stands on those days.
    """
    label = _locked(label, by)
    if ends_on <= label.ends_on:
        raise Invalid(fields={"ends_on": _("Choose a day after the present end of the label.")})
    if _open_conditions(label):
        raise Conflict(_("Settle the open conditions first."))
    try:
        with transaction.atomic():
            return _say(
                label,
                LabelState.RENEWED,
                "programmes.label_renewed",
                why=why,
                by=by,
                also={"ends_on": ends_on, "reminded_days": None},
                data={"ends_on": ends_on.isoformat()},
            )
    except IntegrityError:
        raise Conflict(
            _("%(place)s holds a label of this programme on those days already.") % {"place": label.place}
        ) from None


@transaction.atomic
def end(label: Label, *, why: str, by: Any, on: dt.date | None = None) -> Label:
    """Ends a label from a day on (today); the days after it are free for another one.

    A day to come only brings the last day forward: the label holds until the eve.

    Raises:
        Invalid: no reason, or a day outside the label.
    """
    label = _locked(label, by)
    day = on or max(today(), label.starts_on)
    if not label.starts_on <= day <= label.ends_on:
        raise Invalid(fields={"on": _("Choose a day of the label’s life.")})
    if day > today() and day > label.starts_on:
        return _bring_forward(label, day - dt.timedelta(days=1), why=why, by=by)
    return _say(
        label, LabelState.ENDED, "programmes.label_ended", why=why, by=by, day=day, also={"ends_on": day}
    )


def end_with_its_file(application: Application, *, why: str, by: Any) -> None:
    """The labels of a file that is no longer retained end today (``actions.succession``)."""
    standing = Label.objects.select_for_update(of=("self",)).filter(application=application)
    for label in standing.exclude(state=LabelState.ENDED).select_related("programme", "project", "place"):
        if label.ends_on < today():
            continue
        day = max(today(), label.starts_on)
        _say(
            label, LabelState.ENDED, "programmes.label_ended", why=why, by=by, day=day, also={"ends_on": day}
        )


def _bring_forward(label: Label, last: dt.date, *, why: str, by: Any) -> Label:
    if label.state == LabelState.ENDED:
        raise Conflict(_("This label has ended."))
    _must_say_why(why)
    label.periods.filter(starts_on__gt=last).delete()
    # Written again rather than changed: whatever is said of a label leaves a new row.
    for period in label.periods.filter(ends_on__gt=last):
        period.delete()
        period.pk, period.ends_on = None, last
        period.save()
    label.ends_on = last
    label.save(update_fields=["ends_on"])
    events.record(
        label, "programmes.label_end_set", by=by, why=why.strip(), data={"ends_on": last.isoformat()}
    )
    _tell_carriers(label, why)
    return label


# --- Inside -------------------------------------------------------------------------------------------------
def _locked(label: Label, by: Any) -> Label:
    only_officers(label.programme, by)
    return (
        Label.objects.select_for_update(of=("self",))
        .select_related("programme", "project", "place")
        .get(pk=label.pk)
    )


def _must_say_why(why: str) -> None:
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the project’s carriers will read it.")})


def _say(
    label: Label,
    to: LabelState,
    verb: str,
    *,
    why: str,
    by: Any,
    day: dt.date | None = None,
    also: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> Label:
    """The passage of a locked label to a state, from ``day`` on (today, or its first day)."""
    _must_say_why(why)
    if label.ends_on < today() and label.state != LabelState.ENDED:
        raise Conflict(_("This label ran out: grant another one."))
    day = day or max(today(), label.starts_on)
    states.move(
        label,
        to,
        LABEL_TRANSITIONS,
        by=by,
        verb=verb,
        why=why.strip(),
        also=also,
        data=data,
        repeated=LABEL_REPEATED,
    )
    # What was said of the same day, or of later ones, is said again.
    label.periods.filter(starts_on__gte=day).delete()
    label.periods.filter(ends_on__gte=day).update(ends_on=day - dt.timedelta(days=1))
    label.periods.create(state=to, starts_on=day, ends_on=label.ends_on, why=why.strip())
    _tell_carriers(label, why)
    return label


def _set_conditions(label: Label, conditions: Sequence[Condition]) -> None:
    if any(not condition.text.strip() for condition in conditions):
        raise Invalid(fields={"text": _("Write the condition.")})
    LabelCondition.objects.bulk_create(
        [LabelCondition(label=label, text=each.text.strip(), due_on=each.due_on) for each in conditions]
    )


def _open_conditions(label: Label) -> bool:
    return label.conditions.filter(outcome=ConditionOutcome.OPEN).exists()


def _before_conditions(label: Label) -> LabelState:
    was_renewed = label.periods.filter(state=LabelState.RENEWED).exists()
    return LabelState.RENEWED if was_renewed else LabelState.GRANTED


def _tell_carriers(label: Label, why: str) -> None:
    waiting = label.conditions.filter(outcome=ConditionOutcome.OPEN).order_by("due_on", "pk")
    for carrier in carriers_of(label.project):
        outbox.send_email(
            carrier.email,
            "programmes/email/label_changed",
            {
                "label": label,
                "standing": label.standing,
                "programme": label.programme,
                "conditions": list(waiting),
                "why": why.strip(),
            },
            language=carrier.language,
        )
