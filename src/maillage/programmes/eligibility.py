"""Who may answer a call: rules over a commune and a legal form, in three values.

A rule passes, fails, or cannot tell yet, when what it asks about is unknown. Unknown is never a
no: rules are joined by Kleene's strong logic (S. C. Kleene, *Introduction to Metamathematics*,
1952, § 64): all must pass; one failure is enough to fail whatever the others do not know; else one
unknown makes the whole unknown. Inside a rule of several typologies one is enough (Kleene's "or").

``evaluate`` is pure; ``count_communes`` says the same of every current commune in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core import formatting
from maillage.programmes.enums import CarrierScope, RuleKind, Verdict
from maillage.programmes.models import Call, EligibilityRule
from maillage.projects.enums import NO_LEGAL_FORM, carrier_forms
from maillage.projects.models import Project
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Commune, TypologyRelease, TypologyValue
from maillage.territories.queries import (
    TypologyFact,
    codes_of,
    communes_in,
    newest_releases,
    typologies_of,
    typologies_of_many,
)
from maillage.territories.refs import TerritoryRef


@dataclass(frozen=True)
class Carrier:
    """An organisation that carries a project; a legal form of "" is unknown."""

    name: str
    legal_form: str = ""


#: What a verdict that comes from an answer to the questionnaire bears in place of a kind of rule.
ANSWER = "answer"


@dataclass(frozen=True)
class Facts:
    """What is known of an applicant. A typology that is not there, a population of None and a legal
    form of "" are unknown.

    ``carriers`` are the organisations that carry a project together, the leading one first. With none
    or one, ``legal_form`` is what the project says.
    """

    territories: frozenset[TerritoryRef] = frozenset()
    typologies: Mapping[TypologyKind, str] = field(default_factory=dict)
    population: int | None = None
    legal_form: str = ""
    names: str = ""
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A rule without its row."""

    kind: RuleKind
    sentence: str = ""
    territories: frozenset[TerritoryRef] = frozenset()
    typologies: tuple[str, ...] = ()
    population_below: int | None = None
    legal_forms: tuple[str, ...] = ()
    carriers: CarrierScope = CarrierScope.ANY

    @property
    def wanted(self) -> dict[TypologyKind, frozenset[str]]:
        """The typologies that satisfy it: ``{DENSITY: {"6", "7"}}``."""
        wanted: dict[TypologyKind, set[str]] = {}
        for text in self.typologies:
            kind, _colon, value = text.partition(":")
            wanted.setdefault(TypologyKind(kind), set()).add(value)
        return {kind: frozenset(values) for kind, values in wanted.items()}


@dataclass(frozen=True)
class RuleVerdict:
    """What a rule said: its sentence, its verdict, and what it looked at."""

    sentence: str
    verdict: Verdict
    kind: str
    looked_at: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "verdict": self.verdict.value,
            "kind": str(self.kind),
            "looked_at": dict(self.looked_at),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RuleVerdict:
        return cls(data["sentence"], Verdict(data["verdict"]), str(data["kind"]), data["looked_at"])

    @property
    def fact(self) -> str:
        """What is so, in words: "2 260 inhabitants", "density grid: rural market towns"."""
        seen = self.looked_at
        if self.kind == RuleKind.TERRITORY:
            return str(seen["names"])
        if self.kind == RuleKind.POPULATION_BELOW:
            if seen["population"] is None:
                return _("population unknown")
            return _("%(number)s inhabitants") % {"number": formatting.number(seen["population"])}
        if self.kind == ANSWER:
            return str(seen["question"])
        if self.kind == RuleKind.LEGAL_FORM and seen.get("carriers"):
            return " · ".join(f"{name} : {_form(form)}" for name, form in seen["carriers"])
        if self.kind == RuleKind.LEGAL_FORM:
            return _form(seen["legal_form"])
        return " · ".join(_typology(kind, value) for kind, value in seen["typologies"].items())


@dataclass(frozen=True)
class Answer:
    """The verdict of a call, with what each rule said."""

    verdict: Verdict
    rules: tuple[RuleVerdict, ...]

    def as_json(self) -> list[dict[str, Any]]:
        return [rule.as_json() for rule in self.rules]

    @property
    def failing(self) -> list[RuleVerdict]:
        return [rule for rule in self.rules if rule.verdict == Verdict.INELIGIBLE]

    @property
    def unknown(self) -> list[RuleVerdict]:
        return [rule for rule in self.rules if rule.verdict == Verdict.UNKNOWN]


def join(verdicts: Iterable[Verdict]) -> Verdict:
    """All of them (Kleene's "and"): of none, eligible."""
    said = set(verdicts)
    if Verdict.INELIGIBLE in said:
        return Verdict.INELIGIBLE
    return Verdict.UNKNOWN if Verdict.UNKNOWN in said else Verdict.ELIGIBLE


def one_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One of them is enough (Kleene's "or"): of none, not eligible."""
    said = set(verdicts)
    if Verdict.ELIGIBLE in said:
        return Verdict.ELIGIBLE
    return Verdict.UNKNOWN if Verdict.UNKNOWN in said else Verdict.INELIGIBLE


def _say(is_so: bool) -> Verdict:
    return Verdict.ELIGIBLE if is_so else Verdict.INELIGIBLE


def evaluate_one(condition: Condition, facts: Facts) -> RuleVerdict:
    """One rule."""
    looked_at: dict[str, Any]
    if condition.kind == RuleKind.TERRITORY:
        verdict = _say(bool(condition.territories & facts.territories))
        looked_at = {"names": facts.names}
    elif condition.kind == RuleKind.TYPOLOGY:
        known = facts.typologies
        verdict = one_of(
            _say(known[kind] in values) if kind in known else Verdict.UNKNOWN
            for kind, values in condition.wanted.items()
        )
        looked_at = {"typologies": {kind.value: known.get(kind) for kind in condition.wanted}}
    elif condition.kind == RuleKind.POPULATION_BELOW:
        below = condition.population_below or 0
        verdict = Verdict.UNKNOWN if facts.population is None else _say(facts.population < below)
        looked_at = {"population": facts.population}
    elif len(facts.carriers) > 1:
        verdict = _of_carriers(condition, facts.carriers)
        looked_at = {
            "legal_form": facts.legal_form,
            "carriers": [[carrier.name, carrier.legal_form] for carrier in facts.carriers],
        }
    else:
        verdict = _of_form(condition, facts.legal_form)
        looked_at = {"legal_form": facts.legal_form}
    return RuleVerdict(condition.sentence, verdict, condition.kind, looked_at)


def _of_form(condition: Condition, form: str) -> Verdict:
    """People who have no legal form yet may come to have one of those: that is no "no" either."""
    if form in condition.legal_forms:
        return Verdict.ELIGIBLE
    return Verdict.UNKNOWN if form in {"", NO_LEGAL_FORM} else Verdict.INELIGIBLE


def _of_carriers(condition: Condition, carriers: Sequence[Carrier]) -> Verdict:
    said = [_of_form(condition, carrier.legal_form) for carrier in carriers]
    if condition.carriers == CarrierScope.LEAD:
        return said[0]
    return join(said) if condition.carriers == CarrierScope.EACH else one_of(said)


def evaluate(conditions: Sequence[Condition], facts: Facts) -> Answer:
    """Every rule, and all of them."""
    said = tuple(evaluate_one(condition, facts) for condition in conditions)
    return Answer(join(rule.verdict for rule in said), said)


# --- From rows -----------------------------------------------------------------------------------------
def condition_of(rule: EligibilityRule) -> Condition:
    return Condition(
        kind=RuleKind(rule.kind),
        sentence=rule.sentence,
        territories=frozenset(row.ref for row in rule.territories.all()),
        typologies=tuple(rule.typologies),
        population_below=rule.population_below,
        legal_forms=tuple(rule.legal_forms),
        carriers=CarrierScope(rule.carriers),
    )


def conditions_of(call: Call) -> list[Condition]:
    """The rules of a call in their order; two queries, none when they are prefetched."""
    rules = getattr(call, "_prefetched_objects_cache", {}).get("rules")
    if rules is None:
        rules = call.rules.prefetch_related("territories").order_by("position")
    return [condition_of(rule) for rule in rules]


def facts_of(commune: Commune, *, legal_form: str = "", carriers: Sequence[Carrier] = ()) -> Facts:
    """What is known of a commune, in two queries (its département and région being joined)."""
    return _facts(commune, typologies_of(commune), legal_form, carriers)


def facts_of_many(applicants: Sequence[tuple[Commune, str, Sequence[Carrier]]]) -> list[Facts]:
    """What is known of each (commune, legal form, carriers), in two queries whatever their number."""
    typologies = typologies_of_many([commune.pk for commune, _form, _carriers in applicants])
    return [
        _facts(commune, typologies[commune.pk], legal_form, carriers)
        for commune, legal_form, carriers in applicants
    ]


def _facts(
    commune: Commune, typologies: Iterable[TypologyFact], legal_form: str, carriers: Sequence[Carrier]
) -> Facts:
    return Facts(
        territories=frozenset(codes_of(commune)),
        typologies={fact.kind: fact.value for fact in typologies if fact.value is not None},
        population=commune.population,
        legal_form=legal_form,
        names=names_of(commune),
        carriers=tuple(carriers),
    )


def carriers_of(project: Project) -> list[Carrier]:
    """The organisations that carry a project, the one that leads first; none when people carry it
    themselves. One query, none when they are prefetched in that order."""
    rows = getattr(project, "_prefetched_objects_cache", {}).get("organisations")
    if rows is None:
        rows = project.organisations.select_related("organisation").order_by("-is_lead", "pk")
    return [Carrier(row.organisation.name, row.organisation.legal_form) for row in rows]


def of_answers(said: Iterable[tuple[str, bool | None, str]]) -> list[RuleVerdict]:
    """What the rules of a questionnaire say: ``(question, truth, reason)`` each, None for unknown."""
    verdicts = {True: Verdict.ELIGIBLE, False: Verdict.INELIGIBLE, None: Verdict.UNKNOWN}
    return [
        RuleVerdict(reason, verdicts[truth], ANSWER, {"question": label}) for label, truth, reason in said
    ]


def together(answer: Answer, more: Sequence[RuleVerdict]) -> Answer:
    """The rules of a call and those of its questionnaire."""
    rules = (*answer.rules, *more)
    return Answer(join(rule.verdict for rule in rules), rules)


def names_of(commune: Commune) -> str:
    """ "Lamastre · Ardèche · Auvergne-Rhône-Alpes"."""
    names = [commune.name, commune.department.name]
    if commune.region is not None and commune.region.name != commune.department.name:
        names.append(commune.region.name)
    return " · ".join(names)


# --- Every commune at once ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class CommuneCount:
    """How many current communes pass, fail, and cannot be told."""

    total: int
    eligible: int
    ineligible: int

    @property
    def unknown(self) -> int:
        return self.total - self.eligible - self.ineligible


def count_communes(conditions: Sequence[Condition]) -> CommuneCount:
    """What the rules about communes say of all of them, in two statements. Rules about the
    applicant's legal form are left aside: they say nothing of communes."""
    return count_each([conditions], Commune.objects.current(), newest_releases())[0]


def count_each(
    every: Sequence[Sequence[Condition]],
    communes: QuerySet[Commune],
    releases: Mapping[TypologyKind, TypologyRelease],
) -> list[CommuneCount]:
    """The same for several sets of rules at once, over some communes, in one statement."""
    asked: dict[str, Count] = {"total": Count("pk")}
    for rank, conditions in enumerate(every):
        passing, failing = ~Q(pk__in=[]), Q(pk__in=[])
        for condition in conditions:
            if condition.kind == RuleKind.LEGAL_FORM:
                continue
            passes, fails = _as_filters(condition, releases)
            passing &= passes
            failing |= fails
        asked[f"passing{rank}"] = Count("pk", filter=passing)
        asked[f"failing{rank}"] = Count("pk", filter=failing)
    counts = communes.aggregate(**asked)
    return [
        CommuneCount(counts["total"], counts[f"passing{rank}"], counts[f"failing{rank}"])
        for rank in range(len(every))
    ]


def _as_filters(condition: Condition, releases: Mapping[TypologyKind, TypologyRelease]) -> tuple[Q, Q]:
    """The communes that pass, and those that fail; what is in neither cannot be told."""
    if condition.kind == RuleKind.TERRITORY:
        inside = Q(pk__in=communes_in(condition.territories).order_by().values("pk"))
        return inside, ~inside
    if condition.kind == RuleKind.POPULATION_BELOW:
        below = condition.population_below or 0
        return Q(population__lt=below), Q(population__gte=below)
    passes, fails = Q(pk__in=[]), ~Q(pk__in=[])
    for kind, values in condition.wanted.items():
        said = TypologyValue.objects.filter(release=releases.get(kind)).order_by().values("commune")
        passes |= Q(pk__in=said.filter(value__in=sorted(values)))
        fails &= Q(pk__in=said.exclude(value__in=sorted(values)))
    return passes, fails


# --- Sentences ----------------------------------------------------------------------------------------
def _form(form: str) -> str:
    return str(dict(carrier_forms())[form]) if form else _("legal form not said yet")


def _typology(kind: str, value: str | None) -> str:
    name = TypologyKind(kind).label
    if value is None:
        return _("%(typology)s: unknown") % {"typology": name}
    label = VALUES[TypologyKind(kind)](value).label
    return _("%(typology)s: %(value)s") % {"typology": name, "value": label}


def default_sentence(condition: Condition, *, territory_names: Sequence[str] = ()) -> str:
    """What the rule says when the officer has not written it otherwise."""
    if condition.kind == RuleKind.TERRITORY:
        return _("The commune is in: %(territories)s.") % {"territories": ", ".join(territory_names)}
    if condition.kind == RuleKind.POPULATION_BELOW:
        return _("The commune has fewer than %(number)s inhabitants.") % {
            "number": formatting.number(condition.population_below)
        }
    if condition.kind == RuleKind.LEGAL_FORM:
        labels = dict(carrier_forms())
        forms = ", ".join(str(labels[form]) for form in condition.legal_forms)
        if condition.carriers == CarrierScope.EACH:
            return _("Each organisation that carries the project is one of: %(forms)s.") % {"forms": forms}
        if condition.carriers == CarrierScope.LEAD:
            return _("The organisation that leads the project is one of: %(forms)s.") % {"forms": forms}
        return _("The applicant is one of: %(forms)s.") % {"forms": forms}
    parts = [
        _("%(typology)s (%(values)s)")
        % {
            "typology": kind.label,
            "values": ", ".join(str(VALUES[kind](value).label) for value in sorted(values)),
        }
        for kind, values in condition.wanted.items()
    ]
    return _("The commune is one of: %(kinds)s.") % {"kinds": "; ".join(parts)}


def count_rows(count: CommuneCount) -> list[dict[str, Any]]:
    """The count as the bars of a chart."""
    return [
        {"label": str(Verdict.ELIGIBLE.label), "value": count.eligible, "tone": "ok"},
        {"label": str(Verdict.UNKNOWN.label), "value": count.unknown, "tone": "wait"},
        {"label": str(Verdict.INELIGIBLE.label), "value": count.ineligible, "tone": "no"},
    ]
