"""Calls: who may see them, their funnel, the communes they are open to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.programmes.eligibility import CommuneCount, conditions_of, count_each, evaluate, facts_of
from maillage.programmes.enums import RETAINING, Decision, Filing, RuleKind, Verdict
from maillage.programmes.models import Application, Call, EligibilityRule
from maillage.programmes.queries.programme import Scope
from maillage.programmes.queries.stage import Part
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember
from maillage.territories.models import Commune
from maillage.territories.queries import communes_within, newest_releases, until_typologies_load

MOST_CALLS = 20


def with_rules(calls: QuerySet[Call]) -> QuerySet[Call]:
    """With their rules and the territories of these: two more queries, whatever the number of calls."""
    rules = EligibilityRule.objects.prefetch_related("territories").order_by("position")
    return calls.prefetch_related(Prefetch("rules", rules))


def visible(user: Any, pk: int) -> Call:
    """A call with its rules. Raises Http404 when that person may not see it."""
    calls = with_rules(Call.objects.select_related("programme", "programme__operator"))
    call = calls.filter(pk=pk).first()
    if call is None or not user.has_perm("programmes.view_call", call):
        raise Http404
    return call


def of_scope(scope: Scope, pk: int, *, rules: bool = False) -> Call:
    """A call of the programme of an officer's pages. Raises Http404."""
    calls = Call.objects.filter(programme=scope.programme)
    call = (with_rules(calls) if rules else calls).filter(pk=pk).first()
    if call is None:
        raise Http404
    call.programme = scope.programme
    return call


@dataclass(frozen=True)
class Counts:
    """Applications of a call by their states, from one grouped read of an index."""

    rows: tuple[dict[str, Any], ...]

    def of(self, **states: Any) -> int:
        """How many rows have all these states: ``counts.of(filing="submitted", decision="none")``."""
        return sum(
            row["number"] for row in self.rows if all(row[name] == value for name, value in states.items())
        )

    def within(self, **states: Any) -> Counts:
        """Only the rows that have these states: the counts of a wave."""
        return Counts(
            tuple(row for row in self.rows if all(row[name] == value for name, value in states.items()))
        )

    @property
    def started(self) -> int:
        return self.of() - self.of(filing=Filing.WITHDRAWN)

    @property
    def submitted(self) -> int:
        return self.of(filing=Filing.SUBMITTED)

    @property
    def eligible(self) -> int:
        return self.of(filing=Filing.SUBMITTED, eligibility=Verdict.ELIGIBLE)

    @property
    def decided(self) -> int:
        return self.submitted - self.of(filing=Filing.SUBMITTED, decision=Decision.NONE)

    @property
    def retained(self) -> int:
        return sum(self.of(filing=Filing.SUBMITTED, decision=said) for said in RETAINING)

    @property
    def to_announce(self) -> dict[str, int]:
        """Prepared decisions that nobody was told, by decision."""
        counts: dict[str, int] = {}
        for row in self.rows:
            if (
                row["filing"] == Filing.SUBMITTED
                and row["decision"] != Decision.NONE
                and row["decision"] != row["announced_decision"]
            ):
                counts[row["decision"]] = counts.get(row["decision"], 0) + row["number"]
        return counts


def counts_of(calls: Iterable[int]) -> dict[int, Counts]:
    """The same for several calls, still in one read. ``Count("*")``: counting a column would leave the
    index for the table, six times as slow on 30,000 rows."""
    rows = (
        Application.objects.filter(call__in=list(calls))
        .values(
            "call",
            "filing",
            "decision",
            "announced_decision",
            "eligibility",
            "wave",
            "stage",
            "stage_filing",
            "admissibility",
        )
        .annotate(number=Count("*"))
        .order_by()
    )
    by_call: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_call[row["call"]].append(dict(row))
    return defaultdict(lambda: Counts(()), {pk: Counts(tuple(found)) for pk, found in by_call.items()})


def counts(call: Call) -> Counts:
    """The funnel and the figures of the filters."""
    return counts_of([call.pk])[call.pk]


def exceptions_asked(call: Call) -> QuerySet[Application]:
    """Drafts whose carriers ask the programme to look at them although a rule says no."""
    return (
        Application.objects.filter(call=call, filing=Filing.DRAFT, eligibility=Verdict.INELIGIBLE)
        .exclude(derogation_request="")
        .filter(overrules__isnull=True)
        .select_related("commune", "commune__department")
        .order_by("created_at", "pk")
    )


@dataclass(frozen=True)
class Opportunity:
    """An open call and what its rules about communes say of one commune."""

    call: Call
    verdict: Verdict


def open_to(commune: Commune) -> list[Opportunity]:
    """Open calls that a commune is eligible to, or may be; legal forms aside. Four queries."""
    facts = facts_of(commune)
    found = []
    for call in with_rules(Call.objects.open().for_list()):
        about_communes = [c for c in conditions_of(call) if c.kind != RuleKind.LEGAL_FORM]
        verdict = evaluate(about_communes, facts).verdict
        if verdict != Verdict.INELIGIBLE:
            found.append(Opportunity(call, verdict))
    return found


@dataclass(frozen=True)
class Reach:
    """An open call and how many communes of a wider territory its rules admit."""

    call: Call
    communes: CommuneCount

    @property
    def is_whole(self) -> bool:
        return self.communes.eligible == self.communes.total


def open_within(territory: Any) -> list[Reach]:
    """Open calls that a commune of an EPCI, a département or a région is eligible to, or may be; legal
    forms aside. Two queries; more when the counts are not kept yet.

    The rules of a published call no longer change: its counts are kept, until typologies do.
    """
    found = list(Call.objects.open().for_list()[:MOST_CALLS])
    if not found:
        return []
    keys = [call.pk for call in found]

    def count() -> dict[int, CommuneCount]:
        ruled = list(with_rules(Call.objects.filter(pk__in=keys).order_by("pk")))
        every = [conditions_of(call) for call in ruled]
        counts = count_each(every, communes_within(territory), newest_releases())
        return {call.pk: said for call, said in zip(ruled, counts, strict=True)}

    named = hashlib.sha256("-".join(map(str, sorted(keys))).encode()).hexdigest()[:32]
    counts = until_typologies_load(f"reach-{territory.ref}-{named}", count)
    reaches = (Reach(call, counts[call.pk]) for call in found)
    return [reach for reach in reaches if reach.communes.ineligible < reach.communes.total]


def waiting_drafts(user: Any) -> QuerySet[Application]:
    """The person's drafts in calls that are still open, the first to close first."""
    return (
        Application.objects.filter(
            filing=Filing.DRAFT,
            project__members__user=user,
            project__members__role="carrier",
            call__in=Call.objects.open().values("pk"),
        )
        .select_related("call")
        .order_by(F("call__closes_at"), "pk")
    )


def mine(call: Call, user: Any) -> list[Application]:
    """The person's live applications to a call."""
    if not user.is_authenticated:
        return []
    rows = Application.objects.filter(call=call, project__members__user=user).exclude(filing=Filing.WITHDRAWN)
    return list(rows.defer("search_text", "eligibility_detail").order_by("-updated_at", "-pk"))


def funnel(
    call: Call,
    counts: Counts,
    *,
    sees_prepared: bool,
    stages: Sequence[Part] = (),
    wave: Part | None = None,
) -> list[dict[str, Any]]:
    """From drafts to retained, with the way to each list.

    Args:
        stages: those of the call, in order; each one after the first adds who was admitted to it and who
            handed its file in.
        wave: the one that ``counts`` is about, of several.
    """
    address = reverse("programmes:applications", args=[call.programme.slug, call.pk])
    of_wave = f"vague={wave.number}" if wave else ""

    def at(query: str = "") -> str:
        asked = "&".join(part for part in (of_wave, query) if part)
        return f"{address}?{asked}" if asked else address

    retained = (
        counts.retained
        if sees_prepared
        else sum(counts.of(filing=Filing.SUBMITTED, announced_decision=said) for said in RETAINING)
    )
    steps = [
        {"label": _("Started"), "value": counts.started, "url": ""},
        {"label": _("Submitted"), "value": counts.submitted, "url": at()},
        {"label": _("Eligible"), "value": counts.eligible, "url": ""},
    ]
    live = counts.within(filing=Filing.SUBMITTED)
    for rank, stage in list(enumerate(stages))[1:]:
        beyond = sum(live.of(stage=other.pk) for other in stages[rank + 1 :])
        handed_in = beyond + live.of(stage=stage.pk, stage_filing=Filing.SUBMITTED)
        steps += [
            {
                "label": _("%(stage)s: admitted") % {"stage": stage.title},
                "value": beyond + live.of(stage=stage.pk),
                "url": at(f"etape={stage.number}"),
            },
            {"label": _("%(stage)s: submitted") % {"stage": stage.title}, "value": handed_in, "url": ""},
        ]
    if sees_prepared:
        steps.append({"label": _("Decided"), "value": counts.decided, "url": at("etat=a-annoncer")})
    return [*steps, {"label": _("Retained"), "value": retained, "url": at("etat=retenues")}]


def retained_without_place(call: Call) -> int:
    """Retained files to announce whose project has no place yet: no label for now."""
    rows = Application.objects.to_announce().filter(call=call, decision__in=RETAINING)
    return rows.filter(project__place__isnull=True).count()


def people_to_tell(call: Call) -> int:
    """How many letters an announcement sends."""
    rows = Application.objects.to_announce().filter(call=call).exclude(decision=Decision.NONE)
    return ProjectMember.objects.filter(
        project__in=rows.values("project"), role=ProjectRole.CARRIER, user__is_active=True
    ).count()
