"""What the officers' pages of an assignment show: files with their readers and why, candidates, loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.core.pagination import Page, paginate
from maillage.programmes import conflicts, fit
from maillage.programmes.enums_review import (
    AssignmentSource,
    AssignmentState,
    ConflictOrigin,
    Ground,
)
from maillage.programmes.models import (
    Application,
    Assignment,
    Bid,
    Conflict,
    Expertise,
    MatchingPlan,
    MatchingRun,
    Programme,
    ReviewRound,
)
from maillage.programmes.queries.matching import (
    Person,
    file_facts,
    files_of,
    people_of,
    reviewer_facts,
    wishes_of,
)
from maillage.territories.names import normalise

_S = AssignmentState


def round_of(programme: Programme, pk: int) -> ReviewRound:
    """A round of a programme. Raises Http404 for another one's."""
    return get_object_or_404(
        ReviewRound.objects.select_related("call__programme"), pk=pk, call__programme=programme
    )


def plan_of(round_: ReviewRound) -> MatchingPlan | None:
    plan = MatchingPlan.objects.filter(round=round_).first()
    if plan is not None:
        plan.round = round_
    return plan


def last_run(round_: ReviewRound) -> MatchingRun | None:
    return MatchingRun.objects.filter(round=round_).select_related("asked_by").first()


def groups_of(programme: Programme) -> list[str]:
    """The names of groups that reviewers were given, sorted."""
    rows = Expertise.objects.filter(programme=programme).exclude(group="").order_by("group")
    return list(rows.values_list("group", flat=True).distinct())


def proposed(round_: ReviewRound) -> int:
    """Pairs that no reviewer knows of yet."""
    return Assignment.objects.filter(round=round_, state=_S.PROPOSED).count()


@dataclass(frozen=True)
class Cell:
    """A standing pair, and why."""

    assignment: Assignment
    sides: fit.Sides

    @property
    def is_by_hand(self) -> bool:
        return self.assignment.source == AssignmentSource.MANUAL


def _with_readers(round_: ReviewRound) -> QuerySet[Application]:
    standing = Assignment.objects.standing().filter(round=round_).select_related("reviewer").order_by("pk")
    return (
        files_of(round_)
        .select_related("commune__department")
        .defer("search_text", "eligibility_detail")
        .prefetch_related(Prefetch("assignments", standing, to_attr="readers"))
    )


def files_page(
    round_: ReviewRound, *, state: str, reviewer: int | None, text: str, cursor: str | None
) -> Page[Application]:
    """Files by title with their standing assignments in ``readers``: those that lack reviewers
    (``state="manque"``), those of one reviewer, those that hold the words. Two queries."""
    rows = _with_readers(round_)
    of_round = Assignment.objects.standing().filter(round=round_, application=OuterRef("pk")).order_by()
    if state == "manque":
        number = of_round.values("application").annotate(number=Count("pk")).values("number")
        rows = rows.alias(number=Coalesce(Subquery(number), 0)).filter(number__lt=round_.reviewers_per_file)
    if reviewer is not None:
        rows = rows.filter(Exists(of_round.filter(reviewer=reviewer)))
    for word in normalise(text).split()[:6]:
        rows = rows.filter(search_text__contains=word)
    return paginate(rows, order=("title_key", "pk"), cursor=cursor)


def explain(plan: MatchingPlan, rows: Sequence[Application]) -> None:
    """Gives each of these files its ``cells``: its readers with the reasons of their fit. Four queries."""
    people = sorted({each.reviewer_id for row in rows for each in row.readers})  # type: ignore[attr-defined]
    facts = {
        each.key: each for each in file_facts(Application.objects.filter(pk__in=[row.pk for row in rows]))
    }
    known = {each.key: each for each in reviewer_facts(plan.round, people)}
    said = Bid.objects.filter(round=plan.round, application__in=[row.pk for row in rows]).order_by("pk")
    wishes = {
        (file, person): wish for file, person, wish in said.values_list("application", "reviewer", "wish")
    }
    scale = fit.Scale(plan.weights)
    for row in rows:
        row.cells = [  # type: ignore[attr-defined]
            Cell(
                each,
                fit.one(
                    facts[row.pk], known[each.reviewer_id], wishes.get((row.pk, each.reviewer_id), ""), scale
                ),
            )
            for each in row.readers  # type: ignore[attr-defined]
        ]


def every_pair(plan: MatchingPlan) -> Iterator[Application]:
    """Every file of a round with its ``cells``, by title."""
    rows = list(_with_readers(plan.round).order_by("title_key", "pk"))
    for start in range(0, len(rows), 500):
        chunk = rows[start : start + 500]
        explain(plan, chunk)
        yield from chunk


def worst_of(plan: MatchingPlan) -> list[dict[str, Any]]:
    """The pairs of the lowest fit when the assignment was last weighed, with their names. Two queries."""
    worst = plan.figures.get("worst", [])
    files = Application.objects.in_bulk([each["file"] for each in worst])
    people = User.objects.in_bulk([each["reviewer"] for each in worst])
    return [
        {"file": files[each["file"]], "reviewer": people[each["reviewer"]], "fit": each["fit"] / 10}
        for each in worst
        if each["file"] in files and each["reviewer"] in people
    ]


@dataclass(frozen=True)
class Seen:
    """A reviewer before one file. ``ties``: the grounds that keep them out, in words."""

    person: Person
    sides: fit.Sides
    ties: list[str]
    assignment: Assignment | None


def candidates(plan: MatchingPlan, application: Application) -> list[Seen]:
    """Every reviewer of the round before one file. Some twenty queries."""
    people = people_of(plan)
    keys = [each.user.pk for each in people]
    files = Application.objects.filter(pk=application.pk)
    facts = file_facts(files)[0]
    known = {each.key: each for each in reviewer_facts(plan.round, keys)}
    wishes = wishes_of(plan.round, keys)
    bound = {person for _file, person in conflicts.standing(files, keys)}
    grounds: dict[int, list[str]] = defaultdict(list)
    declared = Conflict.objects.standing().filter(
        application=application, person__in=bound, origin=ConflictOrigin.DECLARED
    )
    for row in declared.order_by("pk"):
        grounds[row.person_id].append(str(row.get_ground_display()))
    for tie in conflicts.infer(files, bound):
        grounds[tie.person_id].append(str(Ground(tie.ground).label))
    rows = {
        row.reviewer_id: row
        for row in Assignment.objects.filter(round=plan.round, application=application).order_by("pk")
    }
    scale = fit.Scale(plan.weights)
    return [
        Seen(
            each,
            fit.one(facts, known[each.user.pk], wishes.get((application.pk, each.user.pk), ""), scale),
            list(dict.fromkeys(grounds[each.user.pk])) if each.user.pk in bound else [],
            rows.get(each.user.pk),
        )
        for each in people
    ]
