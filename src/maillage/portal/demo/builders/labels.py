"""After the announcement: six promotions from the platform's proposal, and the lives of labels."""

from __future__ import annotations

import datetime as dt
import math

from django.db import transaction
from django.db.models import Count

from maillage.directory import actions as directory
from maillage.directory.enums import MembershipRole
from maillage.portal.demo import progress
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.actions import cohort as cohorts
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.enums import ConditionOutcome, Decision, LabelState
from maillage.programmes.models import CohortMember, Label, LabelCondition, Programme
from maillage.programmes.queries import cohort as read
from maillage.programmes.queries.cohort import Wish
from maillage.projects import actions as projects
from maillage.projects.enums import ProjectRole

CALL = "premiere-vague"
PROMOTIONS = 6
PROPOSED = -128


def build() -> None:
    """Each part is whole or not at all, and looks first whether it is done; the printed account is last."""
    programme = call_of(CALL).programme
    if not Label.objects.filter(programme=programme).exists():
        return  # nothing was announced
    if not programme.cohorts.exists():
        with transaction.atomic():
            _form(programme)
            _moves(programme)
    with transaction.atomic():
        _lives(programme)
    with transaction.atomic():
        _give_a_place_to_manage(programme)


def _form(programme: Programme) -> None:
    progress.tell("Promotions")
    officer = people.account("officer")
    members = list(read.waiting(programme))
    with step(day(PROPOSED)):
        number = len(members)
        wish = Wish(PROMOTIONS, max(1, number // PROMOTIONS - 1), math.ceil(number / PROMOTIONS) + 1)
        proposal = read.propose(members, wish)
        plans = []
        for proposed in proposal.cohorts:
            starts_on = day(-120 + 12 * proposed.number).date()
            plan = CohortPlan(
                f"Promotion {proposed.number}", starts_on, starts_on + dt.timedelta(days=3 * 365 - 1)
            )
            plans.append((plan, proposed.members))
        cohorts.create_proposed(programme, plans, by=officer)


def _moves(programme: Programme) -> None:
    """One project is put off to the next promotion, another leaves its own."""
    officer = people.account("officer")
    # The fullest one can spare two.
    first, *others = programme.cohorts.annotate(size=Count("members")).order_by("-size", "pk")
    there = list(
        CohortMember.objects.filter(cohort=first, application__announced_decision=Decision.RETAINED)
        .select_related("application__call__programme", "cohort")
        .order_by("application__title_key", "pk")[:2]
    )
    if len(there) < 2 or not others:
        return
    with step(day(-100)):
        cohorts.defer(there[0], to=others[0], why="Les travaux finissent trois mois plus tard.", by=officer)
    with step(day(-70)):
        cohorts.drop_out(there[1], why="La coordinatrice part et personne ne la remplace.", by=officer)
        left = Label.objects.filter(application=there[1].application_id).first()
        if left is not None:
            labels.end(left, why="Le lieu cesse son activité d’atelier.", by=officer)


def _lives(programme: Programme) -> None:
    officer = people.account("officer")
    if Label.objects.filter(programme=programme, state=LabelState.RENEWED).exists():
        return
    progress.tell("Vie des labels")
    waiting = LabelCondition.objects.filter(label__programme=programme, outcome=ConditionOutcome.OPEN)
    conditional = sorted(set(waiting.values_list("label", flat=True)))
    for key in conditional[: len(conditional) // 2]:
        for condition in waiting.filter(label=key).select_related("label__programme").order_by("pk"):
            with step(day(-60)):
                labels.settle(condition, ConditionOutcome.MET, note="Pièce reçue et relue.", by=officer)
    granted = list(
        Label.objects.filter(programme=programme, state=LabelState.GRANTED)
        .select_related("programme")
        .order_by("place__name", "pk")[:4]
    )
    if len(granted) < 4:
        return
    with step(day(-40)):
        labels.suspend(granted[1], why="Travaux de mise en sécurité pendant six mois.", by=officer)
    with step(day(-55)):
        labels.suspend(granted[2], why="Fermeture le temps d’une expertise.", by=officer)
    with step(day(-20)):
        labels.resume(granted[2], why="L’expertise est rendue, l’atelier rouvre.", by=officer)
    with step(day(-5)):
        labels.renew(
            granted[3],
            ends_on=granted[3].ends_on + dt.timedelta(days=365),
            why="Visite faite ; le lieu accompagne deux autres ateliers.",
            by=officer,
        )


def _give_a_place_to_manage(programme: Programme) -> None:
    """The printed manager has a labelled place."""
    manager = people.account("manufacture")
    label = (
        Label.objects.in_force()
        .filter(programme=programme, state=LabelState.GRANTED, place__organisation__isnull=False)
        .select_related("project__created_by", "place__organisation")
        .order_by("place__name", "pk")
        .first()
    )
    if label is None or Label.objects.filter(project__members__user=manager).exists():
        return
    carrier, organisation = label.project.created_by, label.place.organisation
    if organisation is not None:
        with step(day(-30)):
            directory.add_member(organisation, manager, MembershipRole.ADMINISTRATOR, by=carrier)
            projects.add_member(label.project, user=manager, role=ProjectRole.CARRIER, by=carrier)
