"""One pathway of each ready kit, some over, some under way, some to come; the impact day of the promotions.

Groups are the carriers of the second call, people invented; places are those of the network.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.models import Organisation
from maillage.pathways.actions import calendar as feeds
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import exchange, seats
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.actions.ready import load_ready_kits
from maillage.pathways.enums import Modality, SessionState
from maillage.pathways.models import Kit, Pathway, Session
from maillage.pathways.queries.rota import candidate_places
from maillage.pathways.ready import ready_kits
from maillage.portal.demo import progress
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.enums import MemberState
from maillage.programmes.models import Application, Cohort
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember

CALL, DECIDED = "deuxieme-vague", "premiere-vague"
#: When the first session of each kit's pathway is held, in days from today, and its group.
STARTS = {
    "premiers-pas": (-75, 8),
    "ateliers-itinerants": (-20, 9),
    "huit-etapes": (12, 7),
    "six-ateliers-et-jury": (-110, 5),
    "ideation-deux-mois": (-30, 8),
    "incubateur-huit-mois": (-95, 6),
    "journee-impact": (18, 9),
    "demi-journees-elus": (9, 6),
    "visites-apprenantes": (15, 6),
    "fabrique-a-initiatives": (-150, 9),
}
PLACES = 14
VOICES = (
    ("Odile Varlope", "odile.varlope@appui.example", "Témoin"),
    ("Firmin Bédane", "firmin.bedane@appui.example", "Financement"),
    ("Solange Trusquin", "solange.trusquin@appui.example", "Statuts"),
)
SUMMARY = "Un groupe qui avance ensemble, au plus près de chez vous. Venez avec une idée, même floue."


def build() -> None:
    """Each kit's pathway is begun when it is missing; what follows goes on from the state it has."""
    load_ready_kits()
    officer = people.account("officer")
    programme = call_of(CALL).programme
    home = programme.operator
    carriers = _carriers()
    for rank, ready in enumerate(ready_kits()):
        if not carriers or Pathway.objects.filter(kit_version__kit__ready_key=ready.key).exists():
            continue
        progress.tell(ready.title)
        kit = Kit.objects.select_related("published").get(ready_key=ready.key)
        begins, size = STARTS[ready.key]
        with step(day(begins - 24)):
            row = pathways.create(
                kit,
                home,
                programme=programme,
                title=f"{ready.title}, {day(begins):%Y}",
                starts_on=day(begins).date(),
                summary=SUMMARY,
                is_public=True,
                by=officer,
            )
            for place in range(size):
                person, project = carriers[(rank * 5 + place) % len(carriers)]
                enrolments.enrol(row, person, project=project, by=officer)
            _date(row, begins, officer)
            pathways.open_(row, by=officer)
        _live(Pathway.objects.filter(kit_version__kit=kit, cohort__isnull=True).first(), officer)
    _take_one_up(officer)
    _subscribe()


def build_cohorts() -> None:
    """The day on impact of each promotion: the first ones are past, the last ones to come."""
    officer = people.account("officer")
    programme = call_of(DECIDED).programme
    kit = Kit.objects.select_related("published").get(ready_key="journee-impact")
    for rank, cohort in enumerate(Cohort.objects.filter(programme=programme).order_by("starts_on", "pk")):
        if Pathway.objects.filter(cohort=cohort).exists():
            continue
        if not cohort.members.filter(state=MemberState.ACTIVE).exists():
            continue
        begins = -84 + 24 * rank
        with step(day(min(begins - 30, -3))):
            row = pathways.create(
                kit,
                programme.operator,
                programme=programme,
                cohort=cohort,
                title=f"Mesurer son impact, {cohort.name.lower()}",
                starts_on=day(begins).date(),
                by=officer,
            )
            _date(row, begins, officer)
            pathways.open_(row, by=officer)
        _live(Pathway.objects.filter(cohort=cohort).first(), officer)


def _carriers() -> list[tuple[User, Project]]:
    """Carriers of the second call with the projects that they bring, a person each."""
    wanted = Application.objects.filter(call=call_of(CALL)).order_by().values("project")
    rows = (
        ProjectMember.objects.filter(project__in=wanted, role=ProjectRole.CARRIER, user__is_active=True)
        .select_related("user", "project__commune")
        .order_by("project__commune__department", "project", "pk")
    )
    known: dict[int, tuple[User, Project]] = {}
    for row in rows[:90]:
        known.setdefault(row.user_id, (row.user, row.project))
    return list(known.values())


def _date(row: Pathway, begins: int, officer: User) -> None:
    """Days by the kit's rule, places by a rota, speakers, one session open to all."""
    sessions.schedule_by_rule(row, starts_on=day(begins).date(), starts=dt.time(9, 30), by=officer)
    places = list(candidate_places(row)[:PLACES])
    if row.enrolments.exists() and len(places) > 3:
        itinerant = row.kit_version.says.is_itinerant
        rota = rotas.propose(row, places, most_per_place=2 if itinerant else 12, by=officer)
        rotas.take(rota, by=officer)
    partners = list(Organisation.objects.public().order_by("pk")[:3])
    for rank, session in enumerate(_coming(row)):
        name, email, role = VOICES[rank % len(VOICES)]
        speakers.invite(
            session,
            email=email,
            name=name,
            role=role,
            organisation=partners[rank % len(partners)] if partners else None,
            by=officer,
        )
        spans = [(half.starts_at, half.ends_at) for half in session.half_days.order_by("starts_at")]
        remote = session.modality == Modality.REMOTE
        sessions.schedule(
            session,
            spans,
            is_open=row.cohort_id is None and rank != 1,
            capacity=14 if rank % 2 else None,
            link="https://visio.example/salle" if remote else "",
            by=officer,
        )


def _coming(row: Pathway) -> list[Session]:
    return list(
        row.sessions.filter(state=SessionState.SCHEDULED)
        .select_related("pathway__programme")
        .order_by("starts_at", "pk")
    )


def _live(row: Pathway | None, officer: User) -> None:
    """What happened since: speakers answered, sessions were held, one was cancelled, somebody excused.
    Nothing when the pathway could not begin."""
    if row is None:
        return
    now = timezone.now()
    for rank, session in enumerate(_coming(row)):
        if session.starts_at is None or session.ends_at is None:
            continue
        for speaker in session.speakers.asked():
            with step(session.starts_at - dt.timedelta(days=9)):
                if session.starts_at - dt.timedelta(days=9) < now and rank % 4 != 3:
                    speakers.answer(speaker, comes=True, words="Avec plaisir.")
        if session.ends_at < now:
            with step(session.starts_at - dt.timedelta(days=1)):
                seat = session.registrations.expected().order_by("pk").first()
                if seat is not None and rank % 3 == 1:
                    seats.give_back(session, by=seat.user, reason="Chantier en retard.")
            with step(session.ends_at + dt.timedelta(hours=1)):
                sessions.mark_held(session, by=officer)
        elif rank % 7 == 5:
            with step(now - dt.timedelta(hours=5)):
                sessions.cancel(session, why="La salle n’est plus libre ce jour-là.", by=officer)
    if not row.sessions.filter(state__in=(SessionState.SCHEDULED, SessionState.TO_DATE)).exists():
        with step(now - dt.timedelta(hours=2)):
            pathways.finish(row, by=officer)
            exchange.give_feedback(
                row,
                worked="Le rythme tient, et l’on se retrouve d’une séance à l’autre.",
                to_change="Prévoir plus de temps entre la deuxième et la troisième séance.",
                recommends=9,
                by=officer,
            )


def _take_one_up(officer: User) -> None:
    """The operator runs its own variant of a ready kit, and publishes it."""
    home = call_of(CALL).programme.operator
    source = Kit.objects.select_related("published").get(ready_key="ateliers-itinerants")
    if Kit.objects.filter(owner=home, origin__kit=source).exists():
        return
    with step(day(-40)):
        mine = kits.take_up(source, home, title="Quatre ateliers, entre manufactures", by=officer)
        draft = kits.begin_draft(mine, by=officer)
        draft = kits.save_frame(draft, revision=draft.revision, group_max=10, by=officer)
        kits.publish(mine, note="Un groupe plus petit.", by=officer)


def _subscribe() -> None:
    """Two carriers of the groups subscribed their calendar."""
    for person, _project in _carriers()[:2]:
        feeds.open_feed(person)
