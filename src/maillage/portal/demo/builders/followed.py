"""Projects that are followed: logbooks, evidence, self-diagnoses, offers to advise, and every outcome.

On those of the printed accounts first, so that whoever signs in finds something; then one project for each
outcome, set aside and reoriented with their reasons.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.directory.enums import Stage
from maillage.portal.demo import clock
from maillage.portal.demo.builders import people
from maillage.projects import actions, gates
from maillage.projects.actions import advice as advising
from maillage.projects.actions import evidence as evidences
from maillage.projects.actions import logbook as writing
from maillage.projects.actions import outcome as outcomes
from maillage.projects.actions.diagnosis import diagnose
from maillage.projects.diagnoses import NO, PARTLY, SOLIDARITY, STANDING, YES
from maillage.projects.enums import EntryKind, EntrySharing, EvidenceState, Outcome
from maillage.projects.models import LogbookEntry, Project
from maillage.projects.queries import carriers_of

MET = "Douze entretiens avec des artisans et des habitants du canton, notés dans un cahier."
BECAME = (
    (Outcome.LAUNCHED, "Les premières commandes sont payées.", "Ouvrir deux jours de plus au printemps."),
    (
        Outcome.PAUSED,
        "Le propriétaire vend : rien avant l’été.",
        "Reprendre les visites en juin.",
    ),
    (
        Outcome.SET_ASIDE,
        "Le besoin existe, mais un atelier voisin y répond déjà bien.",
        "Deux porteurs y louent un établi et forment les nouveaux venus.",
    ),
    (
        Outcome.REORIENTED,
        "Le bâtiment demande plus de travaux que le projet ne peut en payer.",
        "L’équipe monte une matériauthèque itinérante avec la communauté de communes.",
    ),
)


def build() -> None:
    if LogbookEntry.objects.exists():
        return
    with transaction.atomic():
        for key in ("carpenter", "manufacture"):
            mine = Project.objects.carried_by(people.account(key)).order_by("pk").first()
            if mine is not None:
                _follow(mine, people.account(key))
        _advise()
        free = Project.objects.filter(outcome=Outcome.RUNNING, applications__filing="withdrawn")
        for project, (outcome, reason, next_step) in zip(
            free.distinct().order_by("pk")[: len(BECAME)], BECAME, strict=False
        ):
            outcomes.change_outcome(
                project, outcome, by=carriers_of(project)[0], reason=reason, next_step=next_step
            )


def _follow(project: Project, by: Any) -> None:
    with _days_ago(40):
        writing.write(
            project,
            by=by,
            title="Première visite du bâtiment",
            text="Le toit est sain, l’électricité est à refaire. La mairie louerait l’étage à part.",
            kind=EntryKind.VISIT,
        )
        evidences.give(project, Stage.IDEA, "need", by=by, text=MET)
    with _days_ago(26):
        evidences.give(
            project,
            Stage.IDEA,
            "governance",
            by=by,
            text="Une seule personne porte l’idée pour l’instant ; l’équipe vient à l’étape suivante.",
            state=EvidenceState.NOT_NEEDED,
        )
        answers = {asked.key: YES if asked.stage == Stage.IDEA else PARTLY for asked in STANDING.questions}
        diagnose(project, STANDING.key, answers, by=by)
    with _days_ago(12):
        writing.write(
            project,
            by=by,
            title="Réunion avec la communauté de communes",
            text="Elle cherche un usage pour la halle. Prochaine étape : un prévisionnel d’une page.",
            kind=EntryKind.MEETING,
        )
        writing.write(
            project,
            by=by,
            title="Ce qui me retient",
            text="Je ne veux pas m’endetter seul. À dire à la prochaine rencontre ?",
            sharing=EntrySharing.PRIVATE,
        )
        diagnose(
            project, SOLIDARITY.key, {asked.key: YES for asked in SOLIDARITY.questions} | {"form": NO}, by=by
        )
    if project.stage == Stage.IDEA and gates.is_forward(project.stage, Stage.EMERGENCE):
        with _days_ago(6):
            actions.change_stage(project, Stage.EMERGENCE, by=by, why="Deux personnes nous ont rejoints.")


def _advise() -> None:
    """The adviser writes in a logbook, and somebody waits for the carpenter's consent."""
    adviser = people.account("adviser")
    advised = Project.objects.filter(advice__adviser=adviser, advice__state="active").order_by("pk").first()
    if advised is not None:
        with _days_ago(20):
            writing.write(
                advised,
                by=adviser,
                title="Point sur le modèle économique",
                text="Trois sources de recettes chiffrées. Il manque les charges du local en hiver.",
                kind=EntryKind.MEETING,
            )
    carpenter = people.account("carpenter")
    mine = Project.objects.carried_by(carpenter).exclude(members__user=adviser).order_by("pk").first()
    trainer = people.account("trainer")
    if mine is not None and not mine.members.filter(user=trainer).exists():
        with _days_ago(2):
            advising.propose(
                mine,
                adviser=trainer,
                by=trainer,
                message="Je peux vous aider à choisir deux ou trois indicateurs d’impact.",
                rights=["thread", "logbook"],
            )


def _days_ago(days: int) -> Any:
    return clock.at(timezone.now() - dt.timedelta(days=days))
