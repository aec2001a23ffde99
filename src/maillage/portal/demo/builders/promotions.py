"""Six promotions of the retained projects, as the platform proposes them, and what became of their labels.

The officers accept the proposal, then life goes on: a project is put off to the next promotion, one leaves
and comes back, one leaves for good; labels are suspended, resumed, put under conditions, renewed, ended.
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager

from django.db import transaction
from django.utils import timezone

from maillage.portal.demo import clock, content
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.programme import call_of, days_ago
from maillage.programmes.actions import cohort as cohorts
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.enums import ConditionOutcome, LabelState
from maillage.programmes.models import Call, Cohort, CohortMember, Label
from maillage.programmes.queries import cohort as read

PROMOTIONS = 6
# After the announcement: the promotions are formed within three weeks; each begins some weeks after another.
FORMED_DAYS_AFTER = 20
FIRST_DAYS_AFTER, WEEKS_BETWEEN, MONTHS = 35, 3, 18


def build() -> None:
    """Forms the promotions of each decided call whose retained projects wait for one."""
    for entry in content.calls().calls:
        if entry.decided_in_days is None:
            continue
        call = call_of(entry.key)
        waiting = list(read.waiting(call.programme).filter(application__call=call))
        if len(waiting) < PROMOTIONS:
            continue
        with transaction.atomic():
            announced_at = days_ago(-entry.decided_in_days)
            formed = _form(call, waiting, announced_at)
            _pass(formed, announced_at)
            _live(call, announced_at)


def _form(call: Call, waiting: list[CohortMember], announced_at: dt.datetime) -> list[Cohort]:
    officer = people.account("officer")
    proposal = read.propose(waiting, read.default_wish(len(waiting), PROMOTIONS))
    with clock.at(announced_at + dt.timedelta(days=FORMED_DAYS_AFTER)):
        plans = []
        for each in proposal.cohorts:
            starts_on = (
                announced_at + dt.timedelta(days=FIRST_DAYS_AFTER, weeks=WEEKS_BETWEEN * (each.number - 1))
            ).date()
            ends_on = starts_on + dt.timedelta(days=MONTHS * 30)
            plans.append((CohortPlan(f"Promotion {each.number}", starts_on, ends_on), each.members))
        formed, _batch = cohorts.create_proposed(call.programme, plans, by=officer)
    return formed


def _pass(formed: list[Cohort], announced_at: dt.datetime) -> None:
    """Three projects whose way is not straight."""
    officer = people.account("second-officer")

    def of(number: int, rank: int) -> CohortMember:
        return (
            formed[number - 1]
            .members.select_related("cohort", "application__call__programme")
            .order_by("application__title_key", "pk")[rank]
        )

    late, absent, lost = of(1, 0), of(2, 1), of(3, 2)
    with clock.at(announced_at + dt.timedelta(days=30)):
        cohorts.defer(late, to=formed[3], why="Le bâtiment ne sera livré qu’au printemps.", by=officer)
    with clock.at(announced_at + dt.timedelta(days=70)):
        absent = cohorts.drop_out(
            absent, why="La coordinatrice est en arrêt, l’équipe se retire.", by=officer
        )
    with clock.at(announced_at + dt.timedelta(days=110)):
        cohorts.place([absent], formed[4], why="L’équipe est de nouveau au complet.", by=officer)
    with clock.at(announced_at + dt.timedelta(days=95)):
        cohorts.drop_out(lost, why="L’association renonce à ouvrir l’atelier.", by=officer)


def _live(call: Call, announced_at: dt.datetime) -> None:
    """A label in every state; those of the first places stay as they were granted."""
    officer = people.account("officer")
    granted = list(Label.objects.filter(application__call=call, state=LabelState.GRANTED).order_by("pk")[3:9])
    suspended, ended, conditional, settled, renewed, back = granted

    def after(days: int) -> AbstractContextManager[None]:
        return clock.at(min(announced_at + dt.timedelta(days=days), days_ago(1)))

    with after(60):
        labels.suspend(suspended, why="Travaux de mise en sécurité pendant six mois.", by=officer)
        labels.suspend(back, why="L’assurance de l’atelier a expiré.", by=officer)
    with after(75):
        labels.resume(back, why="Une nouvelle assurance est souscrite.", by=officer)
        due_on = timezone.localdate() + dt.timedelta(days=120)
        labels.set_conditions(
            conditional,
            [
                labels.Condition("Remettre le bail signé pour trois ans.", due_on),
                labels.Condition("Ouvrir l’atelier au moins deux jours par semaine.", due_on),
            ],
            why="Le jury demande que le lieu soit assuré dans la durée.",
            by=officer,
        )
        labels.set_conditions(
            settled,
            [labels.Condition("Transmettre les comptes de l’année.", due_on)],
            why="Les comptes manquaient au dossier.",
            by=officer,
        )
    with after(90):
        labels.settle(
            settled.conditions.get(), ConditionOutcome.MET, note="Comptes reçus et lus.", by=officer
        )
        first = conditional.conditions.order_by("pk")[0]
        labels.settle(first, ConditionOutcome.MET, note="Bail signé le mois dernier.", by=officer)
    with after(100):
        labels.end(ended, why="L’équipe a déménagé et cesse l’activité d’atelier.", by=officer)
    with after(120):
        labels.renew(
            renewed,
            ends_on=renewed.ends_on + dt.timedelta(days=365),
            why="Le lieu accueille désormais la promotion suivante.",
            by=officer,
        )
