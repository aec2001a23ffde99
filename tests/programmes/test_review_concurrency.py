"""Two first saves of one review, from two tabs at the same second."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from maillage.core.errors import Conflict
from maillage.programmes.actions import review as reviews
from maillage.programmes.models import Review
from tests.factories.reviews import AssignmentFactory
from tests.racing import together, unguarded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_two_first_saves_of_a_review_keep_one_and_tell_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> list[Any]:
        row = AssignmentFactory(cleared=True)
        return together(
            *(
                lambda words=words: reviews.save(row, by=row.reviewer, version=0, opinion=words)
                for words in ("Bien.", "Mal.")
            )
        )

    answers = race()
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Review"]
    (kept,) = [answer for answer in answers if isinstance(answer, Review)]
    assert Review.objects.get().opinion == kept.opinion
    # The database holds that there is one; without the lock the second meets a fault instead of a sentence.
    unguarded(monkeypatch, Review, "save")
    answers = race()
    assert not any(isinstance(answer, Conflict) for answer in answers)
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 1
