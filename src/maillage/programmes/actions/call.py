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
from maillage.programmes.actions.locks import exclusive, only_officers
from maillage.programmes.eligibility import Condition, default_sentence
from maillage.programmes.enums import CALL_TRANSITIONS, CallState, Filing, RuleKind
from maillage.programmes.models import Application, Call, EligibilityRule, Programme, RuleTerritory
from maillage.projects.enums import ProjectRole, carrier_forms
from maillage.projects.models import ProjectMember
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
        Conflict: its closing moment is past.
        TransitionRefused: it is published already.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    moment = clock.database_now()
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
def move_closing(call: Call, closes_at: dt.datetime, *, why: str, by: Any) -> Call:
    """Moves the closing moment of a published call, and tells everybody who has a draft.

    It may come earlier, down to this very moment; what was submitted stays submitted. Submissions
    under way finish first: whoever got in before the change was judged by the old moment.

    Raises:
        Conflict: the call is a draft, or is decided in part.
        Invalid: the moment is past, or no reason is given.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if call.state != CallState.PUBLISHED:
        raise Conflict(_("This call is a draft: change its moments there."))
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those who are writing will read it.")})
    if closes_at < clock.database_now():
        raise Invalid(fields={"closes_at": _("This moment is past.")})
    if call.applications.exclude(announced_at=None).exists():
        raise Conflict(_("Decisions of this call are announced: it no longer moves."))
    before = call.closes_at
    call.closes_at = closes_at
    _check(call)
    call.save(update_fields=["closes_at"])
    events.record(
        call,
        "programmes.call_moved",
        by=by,
        why=why.strip(),
        data={"from": before.isoformat(), "to": closes_at.isoformat()},
    )
    drafts = Application.objects.filter(call=call, filing=Filing.DRAFT).order_by("pk")
    writers = (
        ProjectMember.objects.filter(
            project__in=drafts.values("project"), role=ProjectRole.CARRIER, user__is_active=True
        )
        .select_related("user", "project")
        .order_by("pk")
    )
    by_project = {draft.project_id: draft for draft in drafts}
    for member in writers:
        outbox.send_email(
            member.user.email,
            "programmes/email/closing_moved",
            {
                "call": call,
                "application": by_project[member.project_id],
                "before": before,
                "why": why.strip(),
            },
            language=member.user.language,
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
