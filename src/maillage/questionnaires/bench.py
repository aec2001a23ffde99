"""What `make bench` measures here: a form of 120 questions of every type, drawn with its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from maillage.core import clock, registry
from maillage.directory.models import Membership
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import parse
from maillage.questionnaires.enums import QuestionType, VersionState
from maillage.questionnaires.filling.form import FillingForm
from maillage.questionnaires.models import Questionnaire, Response, Version
from maillage.questionnaires.queries.filling import Filling

QUESTIONS = 120
TARGET_MS = 150.0
#: People who write when the next version is published, and how long their pages may wait for it.
DRAFTS, PUBLISH_MS = 5000, 10_000.0
CHOICES = [{"id": f"c{number}", "label": f"Choix {number}"} for number in range(6)]
OPTIONS: dict[str, dict[str, Any]] = {
    QuestionType.CHOICE: {"choices": CHOICES, "other": True},
    QuestionType.CHOICES: {"choices": CHOICES},
    QuestionType.MATRIX: {"rows": CHOICES[:4], "columns": CHOICES[:4]},
    QuestionType.TABLE: {
        "columns": [
            {"id": "what", "label": "Quoi"},
            {"id": "cost", "label": "Coût", "type": "money"},
            {"id": "kind", "label": "Nature", "type": "choice", "choices": CHOICES},
        ]
    },
}
ANSWERS: dict[str, Any] = {
    QuestionType.SHORT_TEXT: "Un atelier partagé",
    QuestionType.LONG_TEXT: "Des machines, des gens, un lieu. " * 20,
    QuestionType.NUMBER: "12",
    QuestionType.MONEY: "25000.00",
    QuestionType.DATE: "2026-11-22",
    QuestionType.PERIOD: {"from": "2026-11-22", "to": "2027-11-22"},
    QuestionType.YES_NO: True,
    QuestionType.CHOICE: "c1",
    QuestionType.CHOICES: ["c1", "c2"],
    QuestionType.SCALE: 3,
    QuestionType.MATRIX: {"c0": "c1", "c1": "c2"},
    QuestionType.COMMUNE: "07204",
    QuestionType.TERRITORIES: ["department:07"],
    QuestionType.ORGANISATION: {"rna": "W072000001", "name": "Les Copeaux"},
    QuestionType.TABLE: [{"what": "Scie", "cost": "1200.00"}, {"what": "Tour", "cost": "900.00"}],
}


def content(number: int = QUESTIONS) -> dict[str, Any]:
    """A questionnaire of ``number`` questions, ten a section, of every type in turn; one in four has a
    condition on the first."""
    kinds = list(QuestionType)
    asked = [
        {
            "id": f"q{rank}",
            "type": kinds[rank % len(kinds)].value,
            "label": f"Question {rank}",
            "help": "Ce que vous savez aujourd’hui.",
            "shows_if": {"op": "answered", "question": "q0"} if rank % 4 == 3 else None,
            **OPTIONS.get(kinds[rank % len(kinds)], {}),
        }
        for rank in range(number)
    ]
    return {
        "sections": [
            {
                "id": f"s{start}",
                "title": f"Rubrique {start // 10 + 1}",
                "questions": asked[start : start + 10],
            }
            for start in range(0, number, 10)
        ]
    }


def answers(number: int = QUESTIONS) -> dict[str, Any]:
    """An answer to each."""
    kinds = list(QuestionType)
    given = {f"q{rank}": ANSWERS.get(kinds[rank % len(kinds)]) for rank in range(number)}
    return {key: value for key, value in given.items() if value is not None}


def render_task() -> Callable[[], Callable[[], Iterable[str]]]:
    """From the JSON of the version to the HTML of the form: reading, rules, names, controls."""
    stored, given = content(), answers()

    def compute() -> Callable[[], Iterable[str]]:
        form = FillingForm(Filling(parse(stored), given))
        page = render_to_string("questionnaires/filling/_form.html", {"form": form})

        def check() -> Iterable[str]:
            drawn = len(re.findall(r'data-question="', page))
            if drawn != QUESTIONS:
                yield f"draws {drawn} questions of {QUESTIONS}"

        return check

    return compute


def publish_task() -> Callable[[], Callable[[], Iterable[str]]]:
    """A second version of 120 questions is published while people write the first; all of it is undone.
    What is timed holds the writing of the drafts, about a quarter of it."""
    seat = Membership.objects.administrators().select_related("user", "organisation").order_by("pk").first()

    def compute() -> Callable[[], Iterable[str]]:
        followed = 0
        with transaction.atomic():
            if seat is not None:
                followed = _publish(seat)
            transaction.set_rollback(True)

        def check() -> Iterable[str]:
            if followed != DRAFTS:
                yield f"takes {followed} drafts of {DRAFTS} along"

        return check

    return compute


def _publish(seat: Membership) -> int:
    form = Questionnaire.objects.create(title="Mesure", owner=seat.organisation)
    first = Version.objects.create(
        questionnaire=form,
        number=1,
        content=content(),
        state=VersionState.PUBLISHED,
        published_at=clock.moment(),
    )
    second = Version.objects.create(questionnaire=form, number=2, content=content(QUESTIONS + 1))
    written = answers()
    Response.objects.bulk_create(
        (
            Response(version=first, answers=written, created_by=seat.user, saved_by=seat.user)
            for _draft in range(DRAFTS)
        ),
        batch_size=500,
    )
    versions.publish(second, by=seat.user)
    return Response.objects.filter(version=second).count()


def declare() -> None:
    registry.bench_tasks.add(
        registry.BenchTask(
            key="questionnaires.publish_5000",
            label="Publication of a questionnaire that 5,000 people are writing",
            prepare=publish_task,
            target_ms=PUBLISH_MS,
            runs=1,
            order=21,
        )
    )
    registry.bench_tasks.add(
        registry.BenchTask(
            key="questionnaires.render_120",
            label="Form of 120 questions, drawn",
            prepare=render_task,
            target_ms=TARGET_MS,
            runs=20,
            order=20,
        )
    )
