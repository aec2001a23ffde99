"""What sessions measure at national scale: the agenda, hours, a rota."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from maillage.core import registry
from maillage.core.pagination import cursor_of
from maillage.pathways.enums import EnrolmentState, Modality, PathwayState, SessionState
from maillage.pathways.models import Pathway
from maillage.pathways.planner import solve
from maillage.pathways.queries import agenda
from maillage.pathways.queries.rota import candidate_places, rows_of

SIZE = 30
OFFICER = "programme@maillage.example"
SESSIONS, PEOPLE, PLACES = 12, 24, 60
ROTA_MS = 1000.0


def agenda_first() -> Sequence[str]:
    return [reverse("agenda:agenda")]


def agenda_thousandth() -> Sequence[str]:
    """The page that 999 clicks on "Next" reach, or the last full one when there are fewer."""
    rows = agenda.found(agenda.Asked()).order_by(*agenda.ORDER)
    before = min(999 * SIZE, rows.count() - SIZE)
    return [f"{agenda_first()[0]}?cursor={cursor_of(rows[before - 1], agenda.ORDER)}"] if before > 0 else []


def agenda_narrowed() -> Sequence[str]:
    """As people look for something: by kind, by word, by département, near a commune, in a month."""
    day = timezone.localdate().replace(day=1)
    queries = (
        "genre=workshop",
        "q=statut",
        "departement=63",
        "pres_code=insee:07204&km=60",
        f"du={day:%Y-%m-%d}&forme=in_person",
    )
    return [f"{path}?{query}" for path in agenda_first() for query in queries]


def hours_of_pathways() -> Sequence[str]:
    """The pathways of the officer where most half-days were held."""
    held = Q(sessions__half_days__sheet__isnull=False)
    rows = Pathway.objects.filter(programme__roles__user__email=OFFICER)
    counted = rows.annotate(n=Count("sessions__half_days", filter=held, distinct=True))
    keys = counted.order_by("-n", "pk").values_list("pk", flat=True)[:10]
    return [reverse("attendance:hours", args=[pk]) for pk in keys]


def itinerant_pathway() -> Pathway | None:
    """One that goes from place to place, with as many sessions and people as the measure asks."""
    rows = Pathway.objects.filter(state=PathwayState.OPEN, starts_on__gt=timezone.localdate())
    sessions = Count("sessions", filter=Q(sessions__state=SessionState.SCHEDULED), distinct=True)
    people = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE), distinct=True)
    fit = rows.annotate(sessions_to_come=sessions, people=people)
    fit = fit.filter(sessions_to_come=SESSIONS, people=PEOPLE)
    # All of them in one room or another: a remote one has no place.
    return fit.exclude(sessions__modality=Modality.REMOTE).order_by("pk").first()


def rota_task() -> Callable[[], Callable[[], Iterable[str]]]:
    """Twelve sessions, twenty-four people and sixty places around them: read, then solved."""
    pathway = itinerant_pathway()
    places = list(candidate_places(pathway)) if pathway is not None else []

    def compute() -> Callable[[], Iterable[str]]:
        if pathway is None:
            return lambda: ["no pathway of that size (make demo SCALE=national)"]
        problem = rows_of(pathway, places, most_per_place=2, evenness=0.5).problem
        answer = solve(problem)

        def check() -> Iterable[str]:
            sessions, people = problem.comes.shape
            if (sessions, people, problem.km.shape[1]) != (SESSIONS, PEOPLE, PLACES):
                yield f"{sessions} sessions, {people} people, {problem.km.shape[1]} places"
            if (np.bincount(answer.places, minlength=PLACES) > problem.most).any():
                yield "a place hosts more than it may"
            yield registry.BenchNote(
                f"{answer.gap:.2%} from the optimum at most; {answer.travelled.mean():.0f} km each on "
                f"average, {answer.travelled.max():.0f} for who travels most"
            )

        return check

    return compute


def declare() -> None:
    for order, (key, label, paths, email, after, target, queries) in enumerate(
        (
            ("agenda", "Public agenda, first page", agenda_first, None, None, 100.0, 12),
            ("agenda_1000", "Agenda, thousandth page", agenda_thousandth, None, "pathways.agenda", 100.0, 12),
            ("agenda_narrowed", "Agenda, narrowed", agenda_narrowed, None, None, 100.0, 12),
            ("hours", "Hours of a pathway, by funder", hours_of_pathways, OFFICER, None, 100.0, 14),
        ),
        start=80,
    ):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"pathways.{key}",
                label=label,
                paths=paths,
                user_email=email,
                target_p95_ms=target,
                max_queries=queries,
                no_slower_than=after,
                order=order,
            )
        )
    registry.bench_tasks.add(
        registry.BenchTask(
            key="pathways.rota",
            label="Rota of 12 sessions, 24 people, 60 places",
            prepare=rota_task,
            target_ms=ROTA_MS,
            order=20,
        )
    )
