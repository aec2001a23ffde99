"""Grids, rounds, assignments and reviews, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from maillage.programmes import grids
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import (
    AssignmentState,
    Comment,
    ConflictOrigin,
    GridState,
    Ground,
    Recommendation,
    ReviewState,
)
from maillage.programmes.models import Assignment, Conflict, Grid, GridVersion, Review, ReviewRound
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
    ProgrammeRoleFactory,
)

CRITERIA = (
    grids.Criterion(
        "roots",
        "Ancrage dans le territoire",
        weight=Decimal(3),
        levels={0: "Aucun lien", 5: "Porté par ses habitants"},
        comment=Comment.REQUIRED,
    ),
    grids.Criterion("model", "Modèle économique", weight=Decimal(1), knock_out_below=2),
    grids.Criterion("novelty", "Nouveauté", weight=Decimal(5), highest=3, is_independent=True),
)


def _in(days: float) -> Any:
    return factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=days))


class GridFactory(factory.django.DjangoModelFactory[Grid]):
    class Meta:
        model = Grid

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Grille {n}")


class GridVersionFactory(factory.django.DjangoModelFactory[GridVersion]):
    """Published, with three criteria; trait ``draft``."""

    class Meta:
        model = GridVersion

    grid = factory.SubFactory(GridFactory)
    number = 1
    state = GridState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    content = factory.LazyFunction(lambda: grids.write(CRITERIA))

    class Params:
        draft = factory.Trait(state=GridState.DRAFT, published_at=None)


class ReviewRoundFactory(factory.django.DjangoModelFactory[ReviewRound]):
    """Reviews under way; traits ``before``, ``discussing`` and ``over``."""

    class Meta:
        model = ReviewRound

    call = factory.SubFactory(CallFactory)
    title = "Première lecture"
    grid_version = factory.SubFactory(
        GridVersionFactory, grid__programme=factory.SelfAttribute("...call.programme")
    )
    opens_at = _in(-5)
    closes_at = _in(10)
    discussion_ends_at = _in(20)

    class Params:
        before = factory.Trait(opens_at=_in(2))
        discussing = factory.Trait(closes_at=_in(-1))
        over = factory.Trait(opens_at=_in(-30), closes_at=_in(-20), discussion_ends_at=_in(-1))


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """Sent, not declared; traits ``proposed``, ``cleared``, ``begun``, ``done``. The reviewer is one."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    round = factory.SubFactory(ReviewRoundFactory)
    application = factory.SubFactory(
        ApplicationFactory, submitted=True, call=factory.SelfAttribute("..round.call")
    )
    reviewer = factory.SubFactory(UserFactory)
    state = AssignmentState.ASSIGNED
    assigned_at = _in(-4)

    class Params:
        proposed = factory.Trait(state=AssignmentState.PROPOSED, assigned_at=None)
        cleared = factory.Trait(state=AssignmentState.ACCEPTED, declared_at=_in(-3))
        begun = factory.Trait(state=AssignmentState.STARTED, declared_at=_in(-3))
        done = factory.Trait(state=AssignmentState.DONE, declared_at=_in(-3))

    @factory.post_generation
    def role(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``AssignmentFactory(role=False)`` for somebody who holds none."""
        programme = self.round.call.programme
        held = programme.roles.filter(user=self.reviewer, role=Role.REVIEWER).exists()
        if extracted is not False and not held:
            ProgrammeRoleFactory(programme=programme, user=self.reviewer, role=Role.REVIEWER)


class ReviewFactory(factory.django.DjangoModelFactory[Review]):
    """Sent, of a done assignment; trait ``draft``. ``scores`` give the total."""

    class Meta:
        model = Review

    assignment = factory.SubFactory(AssignmentFactory, done=True)
    state = ReviewState.SUBMITTED
    scores = factory.LazyFunction(lambda: {"roots": 4, "model": 3, "novelty": 1})
    comments = factory.LazyFunction(lambda: {"roots": "Bien entouré."})
    opinion = "Un projet solide."
    recommendation = Recommendation.RETAIN
    submitted_at = _in(-1)
    total = factory.LazyAttribute(
        lambda row: grids.total(row.assignment.round.grid_version.criteria, row.scores)
    )
    is_knocked_out = factory.LazyAttribute(
        lambda row: bool(grids.knocked_out(row.assignment.round.grid_version.criteria, row.scores))
    )

    class Params:
        draft = factory.Trait(
            state=ReviewState.DRAFT,
            submitted_at=None,
            assignment=factory.SubFactory(AssignmentFactory, begun=True),
        )


class ConflictFactory(factory.django.DjangoModelFactory[Conflict]):
    """Declared."""

    class Meta:
        model = Conflict

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    person = factory.SubFactory(UserFactory)
    origin = ConflictOrigin.DECLARED
    ground = Ground.FAMILY
