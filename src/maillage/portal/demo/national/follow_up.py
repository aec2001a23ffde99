"""What was decided for the projects of the national programme, and where it is: needs and actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from maillage.directory.enums import Theme
from maillage.governance.enums import ActionState, NeedState, Urgency
from maillage.governance.models import Action, SupportNeed
from maillage.portal.demo.builders import people
from maillage.portal.demo.national.loading import Loading, bare
from maillage.portal.demo.national.programme import SLUG
from maillage.programmes.models import CohortMember, Programme

#: The share of the actions that projects of the programme have; the others are their carriers' own.
OF_PROGRAMME = 2 / 3
VERBS = (
    "Rencontrer",
    "Relire les statuts avec",
    "Chiffrer le prévisionnel avec",
    "Visiter le local de",
    "Présenter à la commune le projet de",
    "Chercher un financeur pour",
    "Mettre en relation avec un pair",
    "Vérifier le besoin auprès des voisins de",
)
SAID = (
    "Le prévisionnel oublie les salaires de la deuxième année.",
    "Personne ne sait qui décide quand le bureau n’est pas d’accord.",
    "Le bail n’est pas signé et le propriétaire hésite.",
    "Les usagers pressentis n’ont pas été revus depuis six mois.",
    "Un appui en communication aiderait avant l’ouverture.",
)


def write(load: Loading) -> None:
    programme = Programme.objects.get(slug=SLUG)
    host = {"host_kind": "programme", "host_id": programme.pk}
    members = CohortMember.objects.active().filter(cohort__programme=programme)
    followed = list(members.order_by("pk").values_list("application__project", "cohort", "cohort__name"))
    needs = _needs(load, host, followed)
    _actions(load, host, followed, needs)
    load.tell(f"{sum(map(len, needs.values()))} support needs, {load.size.actions} actions")


def _needs(load: Loading, host: dict[str, Any], followed: list[Any]) -> dict[int, list[int]]:
    """The keys of the needs by project."""
    officer = people.account("officer").pk
    rows: list[tuple[Any, ...]] = []
    for _each in range(load.size.needs if followed else 0):
        project, cohort, name = load.rng.choice(followed)
        state = load.rng.choices(
            [NeedState.OPEN, NeedState.COVERED, NeedState.MET, NeedState.DROPPED], [20, 40, 35, 5]
        )[0]
        rows.append(
            (
                project,
                f"cohort-{cohort}",
                name,
                load.popular(Theme.values, 2.0),
                load.rng.choice(Urgency.values),
                load.rng.choice(SAID),
                state.value,
                load.moment(5, 400),
            )
        )
    with bare(SupportNeed):
        keys = load.write(
            SupportNeed(**host, recorded_by_id=officer),
            ("project_id", "group_key", "group_name", "theme", "urgency", "said", "state", "said_at"),
            rows,
        )
    found: dict[int, list[int]] = {}
    for key, row in zip(keys, rows, strict=True):
        found.setdefault(row[0], []).append(key)
    return found


def _actions(load: Loading, host: dict[str, Any], followed: list[Any], needs: dict[int, list[int]]) -> None:
    carriers = {project.pk: project for project in load.projects[: load.size.applications]}
    hosted = int(load.size.actions * OF_PROGRAMME) if followed else 0
    fields = (
        *("title", "project_id", "need_id", "owner_id", "due_on", "state", "created_by_id", "created_at"),
        *("assigned_at", "done_at", "closed_at", "closed_by_id", "raised_at"),
    )
    officers = [people.account("officer").pk, people.account("second-officer").pk]

    def row(project: Any, need: int | None, author: int) -> tuple[Any, ...]:
        state = load.rng.choices(
            [ActionState.OPEN, ActionState.DONE, ActionState.CLOSED, ActionState.DROPPED], [25, 10, 60, 5]
        )[0]
        created_at = load.moment(10, 700) if state != ActionState.OPEN else load.moment(1, 120)
        due_on = (created_at + dt.timedelta(days=load.rng.randrange(14, 120))).date()
        done_at = created_at + dt.timedelta(days=load.rng.randrange(1, 9))
        is_closed, is_done = state == ActionState.CLOSED, state in {ActionState.DONE, ActionState.CLOSED}
        late = (load.now.date() - due_on).days
        return (
            f"{load.rng.choice(VERBS)} {project.commune.name}"[:160],
            project.pk,
            need,
            project.carrier,
            due_on,
            state.value,
            author,
            created_at,
            created_at,
            done_at if is_done else None,
            done_at if is_closed else None,
            project.carrier if is_closed else None,
            load.now if state == ActionState.OPEN and late > 8 and author in officers else None,
        )

    rows = []
    for _each in range(hosted):
        key, _cohort, _name = load.rng.choice(followed)
        own = needs.get(key)
        rows.append(row(carriers[key], load.rng.choice(own) if own else None, load.rng.choice(officers)))
    with bare(Action):
        load.write(Action(**host), fields, rows)
        load.write(
            Action(),
            fields,
            [
                row(project, None, project.carrier)
                for project in (load.rng.choice(load.projects) for _each in range(load.size.actions - hosted))
            ],
        )
