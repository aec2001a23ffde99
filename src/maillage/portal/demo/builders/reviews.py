"""Reviewers and their reviews: the first call's, all done; the open call's, under way.

Twenty-four people review. Each says first what binds them, then writes in their own time; some give a file
back, some have not finished. Scores follow what became of the file, and each reviewer's own severity.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts import actions as accounts
from maillage.accounts.models import User
from maillage.portal.demo import clock, content, progress
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import discussion, matching
from maillage.programmes.actions import grid as grids
from maillage.programmes.actions import programme as programmes
from maillage.programmes.actions import review as reviews
from maillage.programmes.actions import review_round as rounds
from maillage.programmes.enums import DECISION_TONES, Role
from maillage.programmes.enums_review import AssignmentState, Comment, Ground, Mask, Recommendation, Shown
from maillage.programmes.grids import Criterion
from maillage.programmes.models import Assignment, Call, Grid, GridVersion, ReviewRound

RECRUITED_DAYS_AGO = 220
GRID = "Grille des manufactures"
# First names and surnames of invented people: surnames are tools of the workshop.
REVIEWERS = (
    *("Agathe Gouge", "Bastien Râpe", "Célia Plane", "Denis Wastringue", "Elsa Compas", "Farid Tenaille"),
    *("Garance Équerre", "Hugo Mortaise", "Iris Guillaume", "Jonas Feuilleret", "Katell Ébauchoir"),
    *("Léon Davier", "Maya Alésoir", "Nils Tarière", "Océane Pointeau", "Paul Racloir", "Quitterie Navette"),
    *("Rayan Emporte-Pièce", "Salomé Tournette", "Théo Mirette", "Ursule Paroir", "Victor Chasse-Clou"),
    "Wanda Boutisse",
)
CRITERIA = (
    Criterion(
        "ancrage",
        "Ancrage dans le territoire",
        "Ce que le projet doit à celles et ceux qui vivent et travaillent autour.",
        weight=Decimal(3),
        levels={
            0: "Aucun lien",
            2: "Des soutiens de principe",
            4: "Des partenaires engagés",
            5: "Porté par eux",
        },
        comment=Comment.REQUIRED,
    ),
    Criterion(
        "fabrication",
        "Fabrication partagée",
        "Machines, métiers, accueil des artisans et des petites entreprises.",
        weight=Decimal(3),
        levels={0: "Rien de partagé", 3: "Un atelier ouvert", 5: "Une filière s’y retrouve"},
    ),
    Criterion(
        "modele",
        "Modèle économique",
        "Sous 2, le projet ne tiendrait pas trois ans.",
        weight=Decimal(2),
        levels={0: "Pas de chiffres", 2: "Fragile", 3: "Tenable avec aide", 5: "Équilibré"},
        knock_out_below=1,
    ),
    Criterion(
        "equipe", "Équipe et gouvernance", weight=Decimal(2), levels={0: "Seul", 5: "Collectif solide"}
    ),
    Criterion(
        "nouveaute",
        "Ce qu’on n’a pas vu ailleurs",
        "Pour la discussion seulement.",
        highest=3,
        levels={0: "Connu", 3: "À faire connaître"},
        is_independent=True,
        comment=Comment.NONE,
    ),
)
LIKELY = {"ok": 4.0, "wait": 3.0, "no": 2.0, "": 3.0}
WORDS = (
    "Des soutiens écrits, et des usagers déjà là.",
    "Beaucoup repose sur une seule personne.",
    "Les communes voisines sont citées sans être associées.",
    "Le besoin est décrit avec précision.",
    "Les artisans du bourg y ont déjà leurs habitudes.",
)
OPINIONS = (
    "Un projet mûr, à suivre de près la première année.",
    "De bonnes idées, un budget à reprendre.",
    "Le lieu compte plus que l’atelier : à préciser.",
    "Convaincant sur les métiers, moins sur la durée.",
)


def build() -> None:
    """Builds the rounds that are not there yet, each whole or not at all."""
    version = _grid()
    pool = reviewers()
    for key, make in (("premiere-vague", _past), ("deuxieme-vague", _running)):
        call = call_of(key)
        if not call.review_rounds.exists() and call.applications.exists():
            with transaction.atomic():
                make(call, version, pool)


def _grid() -> GridVersion:
    officer = people.account("officer")
    programme = call_of("premiere-vague").programme
    found = GridVersion.objects.filter(grid__programme=programme, grid__name=GRID, published_at__isnull=False)
    if present := found.order_by("number").first():
        return present
    with transaction.atomic(), clock.at(timezone.now() - dt.timedelta(days=215)):
        grid = Grid.objects.filter(programme=programme, name=GRID).first()
        grid = grid or grids.create(programme, name=GRID, criteria=CRITERIA, by=officer)
        return grids.publish(grids.draft_of(grid, by=officer), by=officer)


def reviewers() -> list[User]:
    """The printed reviewer and the others, each with the role."""
    officer, programme = people.account("officer"), call_of("premiere-vague").programme
    found = [people.account("reviewer")]
    for number, name in enumerate(REVIEWERS, start=1):
        email = f"evaluation{number}@maillage.example"
        user = User.objects.filter(email=email).first() or accounts.create_account(
            email, by=None, full_name=name
        )
        if not programme.roles.filter(user=user, role=Role.REVIEWER).exists():
            with clock.at(timezone.now() - dt.timedelta(days=RECRUITED_DAYS_AGO)):
                programmes.give_role(programme, user=user, role=Role.REVIEWER, by=officer)
        found.append(user)
    return found


def _past(call: Call, version: GridVersion, pool: Sequence[User]) -> None:
    """Between the closing of the call and its decisions: two reviews a file, then a discussion."""
    written = next(entry for entry in content.calls().calls if entry.key == "premiere-vague")
    decided_at = timezone.now() + dt.timedelta(days=written.decided_in_days or 0)
    opens_at = call.closes_at + dt.timedelta(days=3)
    round_ = _round(
        call,
        version,
        title="Lecture des dossiers",
        opens_at=opens_at,
        closes_at=decided_at - dt.timedelta(days=32),
        discussion_ends_at=decided_at - dt.timedelta(days=23),
        made_at=call.closes_at + dt.timedelta(days=1),
    )
    _review(round_, pool, until=round_.closes_at, share=1.0)


def _running(call: Call, version: GridVersion, pool: Sequence[User]) -> None:
    """As files come in: anonymous, open for three more weeks; two reviews in five are sent."""
    now = timezone.now()
    round_ = _round(
        call,
        version,
        title="Lecture au fil des dépôts",
        opens_at=now - dt.timedelta(days=12),
        closes_at=now + dt.timedelta(days=21),
        discussion_ends_at=now + dt.timedelta(days=35),
        made_at=now - dt.timedelta(days=13),
        is_anonymous=True,
        masked_fields=[Mask.TITLE, Mask.PEOPLE, Mask.ORGANISATION, Mask.PLACE, Mask.FILES],
        reviews_shown=Shown.SUBMITTED,
        discussion_shown=Shown.SUBMITTED,
        guidance="Lisez le dossier en entier avant de noter : la grille suit l’ordre des questions.",
    )
    _review(round_, pool, until=now, share=0.4)


def _round(call: Call, version: GridVersion, *, made_at: dt.datetime, **settings: Any) -> ReviewRound:
    with clock.at(made_at):
        return rounds.create(call, grid_version=version, by=people.account("officer"), **settings)


def _review(round_: ReviewRound, pool: Sequence[User], *, until: dt.datetime, share: float) -> None:
    """Gives the files by the computed assignment, then lets each reviewer declare and write."""
    officer = people.account("officer")
    dice = random.Random(f"reviews-{round_.title}")  # noqa: S311 - the same network each time
    with clock.at(round_.opens_at - dt.timedelta(hours=20)):
        plan = matching.plan_of(round_, by=officer)
        matching.settle(round_, by=officer, most_files=plan.most_files + 2)
        matching.carry_out(matching.ask(round_, by=officer))
        assignments.send(round_, by=officer)
    severity = {person.pk: dice.uniform(-0.8, 0.8) for person in pool}
    for rank, person in enumerate(pool):
        progress.tell(
            _("Reviews: %(done)s of %(total)s people have written") % {"done": rank, "total": len(pool)}
        )
        _table(round_, person, until=until, share=share, severity=severity[person.pk], dice=dice)
    _talk(round_, until=until)


def _table(
    round_: ReviewRound,
    person: User,
    *,
    until: dt.datetime,
    share: float,
    severity: float,
    dice: random.Random,
) -> None:
    """One reviewer's files: a link in forty, a file given back in thirty, the rest read."""
    rows = list(
        Assignment.objects.filter(round=round_, reviewer=person, state=AssignmentState.ASSIGNED)
        .select_related("application")
        .order_by("pk")
    )
    if not rows:
        return
    span = until - round_.opens_at
    answers = [(row, Ground.WORK if dice.random() < 1 / 40 else "", "") for row in rows]
    with clock.at(round_.opens_at + span * dice.uniform(0.01, 0.1)):
        declared = assignments.declare_all(
            [
                (row, ground, "Je les ai conseillés l’an dernier." if ground else "")
                for row, ground, _w in answers
            ],
            by=person,
        )
    for row in declared:
        if row.state != AssignmentState.ACCEPTED or dice.random() > share:
            continue
        with clock.at(round_.opens_at + span * dice.uniform(0.15, 0.97)):
            if dice.random() < 1 / 30:
                assignments.decline(row, why="Ce n’est pas mon domaine.", by=person)
            else:
                _write(row, person, severity=severity, dice=dice, sends=share == 1 or dice.random() < 0.85)


def _write(row: Assignment, person: User, *, severity: float, dice: random.Random, sends: bool) -> None:
    likely = LIKELY[DECISION_TONES[row.application.decision]] + severity

    def score(highest: int) -> int:
        return min(highest, max(0, round(dice.gauss(likely * highest / 5, 0.8))))

    scores = {criterion.id: score(criterion.highest) for criterion in CRITERIA}
    mean = sum(scores.values()) / len(scores)
    values: dict[str, Any] = {
        "version": 0,
        "scores": scores,
        "comments": {"ancrage": dice.choice(WORDS)},
        "opinion": dice.choice(OPINIONS),
        "recommendation": Recommendation.RETAIN
        if mean > 3
        else Recommendation.DISCUSS
        if mean > 2.2
        else Recommendation.REFUSE,
    }
    if sends:
        reviews.save_and_submit(row, by=person, **values)
    else:
        reviews.save(row, by=person, **values)


def _talk(round_: ReviewRound, *, until: dt.datetime) -> None:
    """A word of the officer on three files."""
    officer = people.account("officer")
    for rank, row in enumerate(
        Assignment.objects.filter(round=round_, state=AssignmentState.DONE)
        .select_related("application")
        .order_by("pk")[:3]
    ):
        with clock.at(until + dt.timedelta(hours=rank - 6)):
            discussion.post(
                round_,
                row.application,
                body="Les avis divergent sur le modèle économique : qu’en pensez-vous ?",
                by=officer,
            )
