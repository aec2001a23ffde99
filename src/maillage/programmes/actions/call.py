"""Writing a call, setting its rules, publishing it, moving its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions import notice
from maillage.programmes.actions.information import call_off
from maillage.programmes.actions.locks import exclusive, only_officers
from maillage.programmes.actions.wave import place_window
from maillage.programmes.eligibility import Condition, default_sentence
from maillage.programmes.enums import CALL_TRANSITIONS, CallState, CarrierScope, Filing, RuleKind
from maillage.programmes.models import (
    Application,
    Call,
    EligibilityRule,
    InformationSession,
    Programme,
    RuleTerritory,
    Stage,
    Wave,
)
from maillage.programmes.models.stage import Moments
from maillage.programmes.queries import stage as stages
from maillage.projects.enums import carrier_forms
from maillage.territories.enums import VALUES
from maillage.territories.queries import territories_of
from maillage.territories.refs import TerritoryRef

EDITABLE = frozenset(
    {"title", "summary", "text", "next_steps", "opens_at", "closes_at", "places", "budget_amount"}
)
# Once people are writing, the conditions of the call no longer change under them.
EDITABLE_ONCE_PUBLISHED = frozenset({"summary", "text", "next_steps", "places", "budget_amount"})
# What the waves say when there are several.
OF_WAVES = frozenset({"opens_at", "closes_at", "places", "budget_amount"})


@dataclass(frozen=True)
class RuleSpec:
    """A rule to set: what its kind needs, and its sentence (a standard one when empty)."""

    kind: RuleKind
    sentence: str = ""
    territories: Sequence[tuple[str, str]] = ()
    typologies: Sequence[str] = ()
    population_below: int | None = None
    legal_forms: Sequence[str] = ()
    carriers: str = CarrierScope.ANY


@transaction.atomic
def create(
    programme: Programme,
    *,
    title: str,
    summary: str,
    next_steps: str,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    places: int,
    by: Any,
    text: str = "",
    budget_amount: Decimal | None = None,
    rules: Iterable[RuleSpec] = (),
) -> Call:
    """A draft call. Moments are aware; people enter them in Paris time.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Invalid: a value cannot be accepted.
    """
    only_officers(programme, by)
    call = Call(
        programme=programme,
        title=title.strip(),
        summary=summary.strip(),
        text=text.strip(),
        next_steps=next_steps.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        places=places,
        budget_amount=budget_amount,
    )
    _check(call)
    call.save()
    _write_rules(call, list(rules))
    events.record(call, "programmes.call_created", by=by)
    return call


@transaction.atomic
def update(call: Call, *, by: Any, **changes: Any) -> Call:
    """Changes a call: everything while it is a draft, its words and its means afterwards.

    Raises:
        Conflict: the call is published, and what would change binds those who are writing.
        Invalid: a value cannot be accepted.
    """
    only_officers(call.programme, by)
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"Not changed here: {', '.join(sorted(unknown))}")
    call = exclusive(call.pk)
    changed = {name for name, value in changes.items() if getattr(call, name) != value}
    if call.state != CallState.DRAFT and (bound := changed - EDITABLE_ONCE_PUBLISHED):
        names = ", ".join(str(Call._meta.get_field(name).verbose_name) for name in sorted(bound))  # type: ignore[union-attr]
        raise Conflict(
            _("This call is published: people rely on it. What cannot change any more: %(names)s.")
            % {"names": names}
        )
    if call.intakes and (own := changed & OF_WAVES):
        names = ", ".join(str(Call._meta.get_field(name).verbose_name) for name in sorted(own))  # type: ignore[union-attr]
        raise Conflict(_("Each wave of this call has its own: %(names)s.") % {"names": names})
    for name in changed:
        setattr(call, name, changes[name])
    _check(call)
    call.save(update_fields=sorted(changed))
    if changed:
        events.record(call, "programmes.call_updated", by=by, data={"fields": sorted(changed)})
    return call


@transaction.atomic
def set_rules(call: Call, rules: Sequence[RuleSpec], *, by: Any) -> list[EligibilityRule]:
    """The rules of eligibility of a draft call, in their order.

    Raises:
        Conflict: the call is published.
        Invalid: a rule lacks what its kind needs, or names what does not exist.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if call.state != CallState.DRAFT:
        raise Conflict(_("This call is published: its rules no longer change."))
    written = _write_rules(call, rules)
    events.record(call, "programmes.call_rules_set", by=by, data={"rules": len(written)})
    return written


@transaction.atomic
def publish(call: Call, *, by: Any) -> Call:
    """Shows the call to everybody: people write from its opening to its closing moment.

    Raises:
        Conflict: its closing moment is past, or a question is required at a stage that it does not have.
        TransitionRefused: it is published already.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    moment = clock.database_now()
    if call.state == CallState.DRAFT and (faults := stages.unknown_stages(call)):
        raise Conflict(" ".join(faults))
    if call.closes_at <= moment and call.state == CallState.DRAFT:
        raise Conflict(_("The closing moment is past: choose a later one, then publish."))
    states.move(
        call,
        CallState.PUBLISHED,
        CALL_TRANSITIONS,
        by=by,
        verb="programmes.call_published",
        also={"published_at": moment},
    )
    return call


@transaction.atomic
def move_closing(
    call: Call,
    closes_at: dt.datetime,
    *,
    why: str,
    by: Any,
    wave: Wave | None = None,
    stage: Stage | None = None,
) -> Call:
    """Moves the closing moment of a published call, and tells everybody concerned: those who have a
    draft, those who follow the call, those who come to its information sessions.

    It may come earlier, down to this very moment; what was submitted stays submitted. Submissions
    under way finish first: whoever got in before the change was judged by the old moment.

    Args:
        wave: of several, the one that receives or comes next when it is not said.
        stage: the first one when it is not said.

    Raises:
        Conflict: the call is a draft, was withdrawn, or is decided in part.
        Invalid: the moment is past, or no reason is given.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if call.state != CallState.PUBLISHED:
        raise Conflict(_("This call is not published: its moments are changed there."))
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those who are writing will read it.")})
    moment = clock.database_now()
    if closes_at < moment:
        raise Invalid(fields={"closes_at": _("This moment is past.")})
    stage = stage or stages.first_stage(call)
    wave = stages.same_wave(call, wave) if wave else stages.present_wave(call, moment)
    if Application.objects.filter(wave=wave).exclude(announced_at=None).exists():
        raise Conflict(_("Decisions of this call are announced: it no longer moves."))
    before = wave.moments_of(stage)
    if before is None:
        raise Conflict(_("This stage has no moments yet: set them first."))
    place_window(call, wave, stage, Moments(before.opens_at, closes_at))
    events.record(
        call,
        "programmes.call_moved",
        by=by,
        why=why.strip(),
        data={
            "from": before.closes_at.isoformat(),
            "to": closes_at.isoformat(),
            "wave": wave.number,
            "stage": stage.slug,
        },
    )
    context = {
        "call": call,
        "stage": stage,
        "before": before.closes_at,
        "closes_at": closes_at,
        "why": why.strip(),
    }
    told = notice.tell_carriers(notice.writers(call, stage), "programmes/email/closing_moved", context)
    if stage.is_first:
        notice.tell_listeners(call, "programmes/email/call_moved", context, but=told)
    return call


@transaction.atomic
def withdraw(call: Call, *, why: str, by: Any) -> Call:
    """Takes a published call back before its end. Everybody concerned is told why; drafts stay readable,
    nothing can be sent any more, and coming information sessions are cancelled.

    Raises:
        Conflict: decisions are announced.
        Invalid: no reason is given.
        TransitionRefused: it is a draft, or was withdrawn already.
    """
    only_officers(call.programme, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: everybody concerned will read it.")})
    call = exclusive(call.pk)
    if call.applications.exclude(announced_at=None).exists():
        raise Conflict(_("Decisions of this call are announced: it can no longer be withdrawn."))
    states.move(
        call,
        CallState.WITHDRAWN,
        CALL_TRANSITIONS,
        by=by,
        verb="programmes.call_withdrawn",
        why=why.strip(),
        also={"withdrawn_at": clock.database_now(), "withdrawn_reason": why.strip()},
    )
    # Before the sessions are called off: who was coming is told once, of the call.
    listeners = [each.user for each in notice.listeners(call)]
    for session in InformationSession.objects.select_for_update(of=("self",)).filter(
        call=call, cancelled_at__isnull=True, starts_at__gt=clock.database_now()
    ):
        session.call = call
        call_off(session, why=why, by=by)
    context = {"call": call, "why": why.strip()}
    files = Application.objects.filter(call=call).exclude(filing=Filing.WITHDRAWN).order_by("pk")
    told = notice.tell_carriers(notice.carriers_of_many(files), "programmes/email/call_withdrawn", context)
    for user in listeners:
        if user.pk not in told:
            # Not to be refused: they were told that something would be held.
            outbox.send_email(
                user.email,
                "programmes/email/call_withdrawn",
                {**context, "application": None},
                language=user.language,
            )
    return call


def _write_rules(call: Call, specs: Sequence[RuleSpec]) -> list[EligibilityRule]:
    call.rules.all().delete()
    written = []
    for position, spec in enumerate(specs, start=1):
        named = territories_of(spec.territories)
        refs = frozenset(ref for ref, _name in named)
        wanted = {TerritoryRef.parse(f"{level}:{code}") for level, code in spec.territories}
        if unknown := wanted - refs:
            codes = ", ".join(sorted(str(ref) for ref in unknown))
            raise Invalid(_("There is no such territory: %(codes)s.") % {"codes": codes})
        condition = Condition(
            kind=spec.kind,
            territories=refs,
            typologies=tuple(spec.typologies),
            population_below=spec.population_below,
            legal_forms=tuple(spec.legal_forms),
            carriers=CarrierScope(spec.carriers),
        )
        _check_condition(condition)
        sentence = spec.sentence.strip() or default_sentence(
            condition, territory_names=[name for _ref, name in named]
        )
        rule = EligibilityRule.objects.create(
            call=call,
            position=position,
            kind=spec.kind,
            sentence=sentence[:300],
            typologies=list(spec.typologies),
            population_below=spec.population_below,
            legal_forms=list(spec.legal_forms),
            carriers=spec.carriers,
        )
        RuleTerritory.objects.bulk_create(
            [RuleTerritory(rule=rule, level=ref.level, code=ref.code) for ref in sorted(refs)]
        )
        written.append(rule)
    return written


def _check_condition(condition: Condition) -> None:
    if condition.kind == RuleKind.TERRITORY and not condition.territories:
        raise Invalid(_("A rule about territories names one at least."))
    if condition.kind == RuleKind.TYPOLOGY:
        try:
            known = all(
                value in VALUES[kind].values for kind, values in condition.wanted.items() for value in values
            )
        except ValueError:
            known = False
        if not known or not condition.typologies:
            raise Invalid(_("A rule about kinds of communes names kinds that exist."))
    if condition.kind == RuleKind.POPULATION_BELOW and not condition.population_below:
        raise Invalid(_("A rule about inhabitants says fewer than how many."))
    if condition.kind == RuleKind.LEGAL_FORM and (
        not condition.legal_forms or set(condition.legal_forms) - dict(carrier_forms()).keys()
    ):
        raise Invalid(_("A rule about legal forms names forms that exist."))


def _check(call: Call) -> None:
    if call.closes_at <= call.opens_at:
        raise Invalid(
            fields={
                "closes_at": _("The call closes after it opens (%(moment)s).")
                % {"moment": formatting.moment(call.opens_at)}
            }
        )
    try:
        call.full_clean(exclude=["programme"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
