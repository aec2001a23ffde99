"""What `make bench` measures here: the officer's list of the largest call, and what is public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from django.db.models import Count
from django.urls import reverse

from maillage.core import registry
from maillage.core.pagination import cursor_of
from maillage.programmes import fit
from maillage.programmes.actions.score import calibrate_round
from maillage.programmes.matching import Problem, solve
from maillage.programmes.matching.reference import greatest_total
from maillage.programmes.models import Application, Call, FileScore, ReviewRound
from maillage.programmes.queries import score
from maillage.programmes.queries.application import ORDERS, SUBMITTED

SIZE = 30
REVIEWS = 30_000
# The demonstration's officer, whose programme holds the largest call.
OFFICER = "programme@maillage.example"


def largest_call() -> Call | None:
    """The call with the most applications."""
    counted = (
        Application.objects.filter(SUBMITTED)
        .values("call")
        .annotate(number=Count("pk"))
        .order_by("-number", "call")
        .first()
    )
    return Call.objects.select_related("programme").get(pk=counted["call"]) if counted else None


def first_page() -> Sequence[str]:
    call = largest_call()
    if call is None:
        return []
    return [reverse("programmes:applications", args=[call.programme.slug, call.pk])]


def thousandth_page() -> Sequence[str]:
    """The page that 999 clicks on "Next" reach, or the last full one when there are fewer."""
    call = largest_call()
    if call is None:
        return []
    order = ORDERS[""]
    rows = Application.objects.filter(SUBMITTED, call=call).order_by(*order)
    before = min(999 * SIZE, max(rows.count() - SIZE, 1))
    cursor = cursor_of(rows[before - 1], order)
    return [f"{first_page()[0]}?cursor={cursor}"]


def filtered_pages() -> Sequence[str]:
    """The list as officers narrow it: by state, by département, by word, by title."""
    queries = ("etat=retenues", "departement=07", "q=bois", "tri=titre", "etat=a-decider&departement=63")
    return [f"{path}?{query}" for path in first_page() for query in queries]


def public_pages() -> Sequence[str]:
    call = largest_call()
    if call is None:
        return []
    check = reverse("programmes:eligibility", args=[call.pk, call.slug])
    return [f"{check}?commune=07204&forme=association", f"{check}?commune=97411&forme=scic"]


def reviewed_list() -> Sequence[str]:
    """The files with reviews of the largest round: first page, other orders, narrowed, far in the list."""
    round_ = largest_round()
    if round_ is None:
        return []
    slug = round_.call.programme.slug
    path = reverse("programmes:scores", args=[slug, round_.pk])
    rows = FileScore.objects.filter(round=round_).order_by(*score.ORDERS[""])
    far = rows[min(200 * SIZE, max(rows.count() - SIZE, 1)) - 1]
    queries = ("", "?tri=brut", "?tri=ecart", "?etat=incertains", "?departement=63", "?q=bois")
    return [*(f"{path}{query}" for query in queries), f"{path}?cursor={cursor_of(far, score.ORDERS[''])}"]


def largest_round() -> ReviewRound | None:
    """The round with the most reviewed files."""
    counted = (
        FileScore.objects.values("round").annotate(number=Count("pk")).order_by("-number", "round").first()
    )
    return ReviewRound.objects.select_related("call__programme").get(pk=counted["round"]) if counted else None


def assignment_task() -> Callable[[], Callable[[], Iterable[str]]]:
    """1,000 files × 100 reviewers × 3, 5 % of pairs in conflict; the total is compared with that of a
    minimum-cost flow that shares no code with the solver."""
    draw = np.random.default_rng(1)

    def some(words: int, most: int) -> frozenset[str]:
        return frozenset(str(word) for word in draw.choice(words, draw.integers(1, most + 1), replace=False))

    files = [fit.FileFacts(key, some(28, 2), some(20, 3), some(100, 1)) for key in range(1000)]
    people = [fit.ReviewerFacts(key, some(28, 6), some(20, 8), some(100, 10)) for key in range(100)]
    wishes = {
        (int(file), int(person)): str(draw.choice(list(fit.WISHES)))
        for file, person in zip(draw.integers(0, 1000, 8000), draw.integers(0, 100, 8000), strict=True)
    }
    scale = fit.Scale({"trades": 2, "themes": 2, "territory": 1, "wish": 3})
    allowed = draw.random((1000, 100)) >= 0.05
    expected: list[int] = []

    def compute() -> Callable[[], Iterable[str]]:
        problem = Problem(
            fit=fit.matrix(files, people, wishes, scale),
            allowed=allowed,
            wanted=np.full(1000, 3),
            least=np.full(100, 25),
            most=np.full(100, 35),
        )
        found = solve(problem)

        def check() -> Iterable[str]:
            if not expected:
                expected.append(greatest_total(problem))
            if found.total != expected[0]:
                yield f"the total fit is {found.total}, for {expected[0]} by the reference"
            if (found.pairs & ~allowed).any():
                yield "a pair is in conflict"

        return check

    return compute


def calibration_task() -> Callable[[], Callable[[], Iterable[str]]]:
    """The reviews of the largest round: read, calibrated, kept."""
    round_ = largest_round()

    def compute() -> Callable[[], Iterable[str]]:
        found = calibrate_round(round_) if round_ else None

        def check() -> Iterable[str]:
            if found is None or found.reviews < REVIEWS:
                yield f"{found.reviews if found else 0} reviews, for {REVIEWS} (make demo SCALE=national)"
            elif found.refusal:
                yield f"not calibrated: {found.refusal}"

        return check

    return compute


def dashboard() -> Sequence[str]:
    call = largest_call()
    return [reverse("programmes:space", args=[call.programme.slug])] if call else []


def register_of_labels() -> Sequence[str]:
    path = reverse("labels:register")
    return [path, f"{path}?etat=valides", f"{path}?territoire=07", f"{path}?q=atelier"]


def declare() -> None:
    registry.bench_cases.add(
        registry.BenchCase(
            key="programmes.reviewed_list",
            label="Officer's list of files with reviews",
            paths=reviewed_list,
            user_email=OFFICER,
            target_p95_ms=120.0,
            max_queries=12,
            order=58,
        )
    )
    registry.bench_tasks.add(
        registry.BenchTask(
            key="programmes.assignment",
            label="1,000 files × 100 reviewers × 3",
            prepare=assignment_task,
            target_ms=2000.0,
            order=10,
        )
    )
    registry.bench_tasks.add(
        registry.BenchTask(
            key="programmes.calibration_30000",
            label="Calibration of 30,000 reviews",
            prepare=calibration_task,
            target_ms=3000.0,
            order=11,
        )
    )
    registry.bench_cases.add(
        registry.BenchCase(
            key="programmes.dashboard",
            label="Dashboard of a programme",
            paths=dashboard,
            user_email=OFFICER,
            target_p95_ms=120.0,
            order=58,
        )
    )
    registry.bench_cases.add(
        registry.BenchCase(
            key="programmes.labels", label="Public register of labels", paths=register_of_labels, order=59
        )
    )
    cases = (
        ("officer_list", "Officer's list, first page", first_page, True),
        ("officer_list_1000", "Officer's list, thousandth page", thousandth_page, True),
        ("officer_list_filtered", "Officer's list, filtered", filtered_pages, True),
        ("eligibility", "Eligibility of a commune", public_pages, False),
    )
    for rank, (key, label, paths, as_officer) in enumerate(cases):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"programmes.{key}",
                label=label,
                paths=paths,
                user_email=OFFICER if as_officer else None,
                no_slower_than="programmes.officer_list" if key == "officer_list_1000" else None,
                order=50 + rank,
            )
        )
