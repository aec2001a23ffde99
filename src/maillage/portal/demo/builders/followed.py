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
from maillage.projects.diagnoses import INNOVATION, NO, PARTLY, SOLIDARITY, STANDING, YES
from maillage.projects.enums import EntryKind, EntrySharing, EvidenceState, Outcome
from maillage.projects.models import LogbookEntry, Project
from maillage.projects.queries import carriers_of

MET = "Douze entretiens avec des artisans et des habitants du canton, notés dans un cahier."
SHOWN = {
    "model": "Prévisionnel à trois ans, relu par la coopérative d’activité : l’équilibre vient au mois 26.",
    "governance": "Trois collèges, un conseil de neuf, un règlement d’atelier affiché à l’entrée.",
    "legal_form": "Statuts signés le mois dernier, immatriculation reçue.",
    "funding": "62 % acquis, 20 % demandés, 18 % à trouver avant l’été.",
    "premises": "Bail de neuf ans, travaux du propriétaire pour moitié.",
    "impact": "Trois signes suivis : heures de machine, personnes formées, passages du samedi.",
}
ARGUED = {
    "premises": "La commune met les murs à disposition : ni bail ni travaux à notre charge.",
    "impact": "Trop tôt : nous comptons les passages et nous reprendrons cette ligne dans un an.",
    "funding": "Aucun emprunt ni subvention cette année, les abonnements suffisent.",
}
ENTRIES = (
    (
        "Le premier samedi ouvert",
        "Onze personnes, dont trois que personne ne connaissait. La machine à coudre a tourné.",
    ),
    ("Appel avec l’assureur", "Il demande le registre des formations. Modèle demandé au groupe de travail."),
    (
        "Visite de la recyclerie voisine",
        "Ils prêtent leur remorque le jeudi. On échange contre deux demi-journées d’établi.",
    ),
)
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
        _pass_gates()
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
    mine = Project.objects.carried_by(carpenter).order_by("pk").first()
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


def _pass_gates() -> None:
    """Labelled projects answer what their stage asks: one line filled, one argued, one open."""
    retained = Project.objects.filter(applications__cohort_member__isnull=False).order_by("pk")
    for rank, project in enumerate(retained[:8]):
        by = carriers_of(project)[0]
        with _days_ago(44 - 3 * rank):
            for turn, item in enumerate(gates.items_of(project.stage)):
                if (turn + rank) % 3 == 2:
                    continue
                text = SHOWN.get(item.key, MET)
                argued = (turn + rank) % 3 == 1 and item.key in ARGUED
                evidences.give(
                    project,
                    project.stage,
                    item.key,
                    by=by,
                    text=ARGUED[item.key] if argued else text,
                    state=EvidenceState.NOT_NEEDED if argued else EvidenceState.FILLED,
                )
            writing.write(
                project,
                by=by,
                title=ENTRIES[rank % len(ENTRIES)][0],
                text=ENTRIES[rank % len(ENTRIES)][1],
                kind=(EntryKind.NOTE, EntryKind.CALL, EntryKind.VISIT)[rank % 3],
            )
            diagnose(project, INNOVATION.key, {asked.key: YES for asked in INNOVATION.questions}, by=by)


def _days_ago(days: int) -> Any:
    return clock.at(timezone.now() - dt.timedelta(days=days))
