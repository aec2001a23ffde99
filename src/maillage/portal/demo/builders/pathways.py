"""One pathway of each ready kit, over, under way or to come, each near the example that it was learned from.

Groups are carriers of the open call and some whom the first one refused, people invented; hosts are places
of the network or the rooms of a small town. The promotions have theirs in ``promotions``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory import actions as directory
from maillage.directory.enums import MembershipRole, PlaceStatus
from maillage.directory.models import Organisation, Place
from maillage.pathways.actions import calendar as feeds
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import exchange, seats
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.actions.ready import load_ready_kits
from maillage.pathways.calendar_rule import next_working
from maillage.pathways.content import SessionTemplate
from maillage.pathways.enums import (
    EnrolmentState,
    Modality,
    PathwayState,
    SessionKind,
    SessionState,
    SpeakerState,
)
from maillage.pathways.models import Enrolment, Kit, Mark, Pathway, Session
from maillage.pathways.queries.rota import candidate_places
from maillage.pathways.ready import ready_kits
from maillage.portal.demo import applicants, content, progress
from maillage.portal.demo.applicants import Person, slug
from maillage.portal.demo.builders import attendance, deliverables, network, people, resources
from maillage.portal.demo.builders.pace import day, km, looking_for_company, step
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content.reading import kept, typed
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember
from maillage.territories.models import Commune

CALL = "deuxieme-vague"
PLACES = 14
#: How far from its own commune a group meets.
TOWN_KM = 45.0
#: A group of this kit is prepared and another one was cancelled: neither has begun.
AGAIN, NEVER = "visites-apprenantes", "ateliers-itinerants"


@dataclass(frozen=True)
class Party:
    """A group of ``pathways.toml``."""

    kit: str
    title: str
    summary: str
    organisation: str
    near: str
    begins: int
    size: int
    hour: int
    partners: tuple[str, ...]
    by: str = ""
    host: tuple[str, ...] = ()
    programme: bool = False
    capacity: int | None = None
    guests: tuple[str, ...] = ()
    for_officials: bool = False
    leaver: str = ""
    hosts: str = "rota"  # or "rooms" of the group's towns, or "visited": the nearest places, each once
    alone: bool = True  # some of the group have had their hour alone


def build() -> None:
    """Each kit's pathway is begun when it is missing; what follows goes on from the state it has."""
    load_ready_kits()
    parties = {row["kit"]: typed(Party, row, "group") for row in kept("pathways.toml")["groups"]}
    for ready in ready_kits():
        party = parties[ready.key]
        progress.tell(ready.title)
        runner = _runner(party)
        begun = Pathway.objects.filter(kit_version__kit__ready_key=ready.key, cohort__isnull=True)
        if not begun.exists():
            _begin(party, runner)
        row = begun.order_by("pk").first()
        if row is not None:
            referent = people.account("trainer") if party.programme else runner
            deliverables.build(row, runner=runner, referent=referent, begins=day(party.begins, 8))
            resources.build(row, runner=runner)
            _live(row, party, runner)
    _not_begun(parties)
    _take_one_up()
    _subscribe()


def _runner(party: Party) -> User:
    """A printed account, or an invented person of the organisation's team."""
    if party.by:
        return people.account(party.by)
    first, last = party.host
    person = people.applicant(Person(first, last, f"{slug(first)}.{slug(last)}@animation.example"))
    home = network.by_key(network.known_organisations(), party.organisation)
    if not home.memberships.filter(user=person).exists():
        with step(day(-220)):
            directory.add_member(home, person, MembershipRole.ADMINISTRATOR, by=people.account("admin"))
    return person


def _begin(party: Party, runner: User) -> None:
    kit = Kit.objects.select_related("published").get(ready_key=party.kit)
    near = Commune.objects.get(code=party.near)
    group = _officials(party, near) if party.for_officials else _carriers(near, applicants.few(party.size))
    with step(day(party.begins - 24)):
        row = pathways.create(
            kit,
            network.by_key(network.known_organisations(), party.organisation),
            programme=call_of(CALL).programme if party.programme else None,
            title=party.title,
            starts_on=day(party.begins).date(),
            summary=party.summary,
            is_public=True,
            capacity=party.capacity and applicants.few(party.size) + len(party.guests) - 1,
            commune=near,
            by=runner,
        )
        guests: list[tuple[User, Project | None, Commune | None]] = [
            (guest, project, None if project else near)
            for guest in map(people.account, party.guests)
            for project in [Project.objects.carried_by(guest).order_by("pk").first()]
        ]
        for person, project, commune in [*guests, *group]:
            enrolments.enrol(row, person, project=project, commune=commune, by=runner)
        _date(row, party, runner)
        pathways.open_(row, by=runner)


def _carriers(near: Commune, size: int) -> list[tuple[User, Project | None, Commune | None]]:
    """The nearest carriers, with their project: those who follow nothing yet, when there are."""
    rows = (
        ProjectMember.objects.filter(
            project__in=looking_for_company(), role=ProjectRole.CARRIER, user__is_active=True
        )
        .exclude(user__email__endswith="@maillage.example")
        .select_related("user", "project__commune")
        .order_by("pk")
    )
    busy = set(Enrolment.objects.order_by().values_list("user", flat=True))
    by_project: dict[int, tuple[User, Project | None, Commune | None]] = {}
    for row in sorted(rows, key=lambda row: (row.user_id in busy, km(near, row.project.commune), row.pk)):
        by_project.setdefault(row.project_id, (row.user, row.project, None))
    return list(by_project.values())[:size]


def _officials(party: Party, near: Commune) -> list[tuple[User, Project | None, Commune | None]]:
    """Elected officials of towns around: they come without a project."""
    known = Commune.objects.in_bulk([each.code for each in content.communes()])
    around = sorted(known.values(), key=lambda row: (km(near, row), row.code))
    names = kept("pathways.toml")["officials"]["names"][: applicants.few(party.size)]
    found: list[tuple[User, Project | None, Commune | None]] = []
    for (first, last), commune in zip(names, around, strict=False):
        email = f"{slug(first)}.{slug(last)}@commune.example"
        found.append((people.applicant(Person(first, last, email)), None, commune))
    return found


def _date(row: Pathway, party: Party, runner: User) -> None:
    """Days by the kit's rule, hosts by a rota or in rooms of the group's towns, speakers, open sessions."""
    starts = dt.time(party.hour, 30 if party.hour < 12 else 0)
    sessions.schedule_by_rule(row, starts_on=day(party.begins).date(), starts=starts, by=runner)
    places = list(candidate_places(row)[:PLACES]) if party.hosts == "rota" else []
    if len(places) > 1 and row.kit_version.says.is_itinerant:
        # The group is its own host in the other half of the sessions.
        with step(day(party.begins - 24)):
            rota = rotas.propose(row, places, most_per_place=max(2, -(-9 // len(places))), by=runner)
            rotas.take(rota, by=runner)
    towns = _towns(row)
    visited = _nearest_places(row) if party.hosts == "visited" else []
    rooms = kept("pathways.toml")["rooms"]["names"]
    known = network.known_organisations()
    for rank, session in enumerate(_coming(row)):
        for voice in (rank % 3, (rank + 1) % 3)[: 1 + rank % 2]:
            _ask(session, voice, network.by_key(known, party.partners[voice]), runner)
        where: dict[str, Any] = {}
        if session.modality == Modality.REMOTE:
            where["link"] = "https://visio.example/salle"
        elif session.kind == SessionKind.VISIT and visited:
            where = {"place": visited.pop(0), "is_place_fixed": True}
        elif session.place is None and towns:
            where = {"commune": towns[rank % len(towns)], "venue": rooms[rank % len(rooms)]}
        spans = [(half.starts_at, half.ends_at) for half in session.half_days.order_by("starts_at")]
        sessions.schedule(
            session, spans, is_open=rank != 1, capacity=14 if rank % 2 else None, by=runner, **where
        )


def _nearest_places(row: Pathway) -> list[Place]:
    """Three open places, however far, the nearest to the pathway's own commune first."""
    own = row.commune
    if own is None:
        return []
    places = Place.objects.public().filter(status=PlaceStatus.OPEN).select_related("commune")
    ranked = sorted(places.order_by("pk"), key=lambda place: (km(own, place.commune), place.pk))
    once = {place.commune_id: place for place in reversed(ranked)}
    return sorted(once.values(), key=lambda place: km(own, place.commune))[:3]


def _towns(row: Pathway) -> list[Commune]:
    """Where the people of the group come from, around the pathway's own commune, which comes first."""
    own = row.commune
    found = {own.pk: own} if own is not None else {}
    for enrolment in row.enrolments.select_related("commune", "project__commune").order_by("pk"):
        commune = enrolment.commune or (enrolment.project.commune if enrolment.project else None)
        if commune is not None:
            found.setdefault(commune.pk, commune)
    if own is None:
        return list(found.values())
    around = [town for town in found.values() if km(own, town) <= TOWN_KM]
    return sorted(around, key=lambda town: (km(own, town), town.pk))[:4]


def _ask(session: Session, rank: int, organisation: Organisation, runner: User) -> None:
    voice = kept("pathways.toml")["voices"][rank]
    speakers.invite(
        session,
        email=f"{slug(voice['first_name'])}.{slug(voice['last_name'])}@appui.example",
        name=f"{voice['first_name']} {voice['last_name']}",
        role=voice["role"],
        organisation=organisation,
        by=runner,
    )


def _coming(row: Pathway) -> list[Session]:
    return list(
        row.sessions.filter(state=SessionState.SCHEDULED)
        .select_related("pathway__programme", "pathway__organisation", "place")
        .order_by("starts_at", "pk")
    )


# --- What happened since -----------------------------------------------------------------------------------
def _live(row: Pathway, party: Party, runner: User) -> None:
    """Speakers answered, somebody excused, sessions were held and signed for, one was cancelled. Each session
    is one step: a sheet is never taken twice."""
    now = timezone.now()
    _leave(row, party)
    if party.alone:
        _one_to_ones(row, runner)
    for session in _coming(row):
        if session.starts_at is None or session.ends_at is None:
            continue
        rank = session.position - 1  # the same at each run, whatever was held since
        with transaction.atomic():
            _speakers_answer(session, rank)
            if session.ends_at < now:
                _hold(session, row, rank, runner)
            elif rank % 7 == 5 and session.participant_id is None:
                with step(now - dt.timedelta(hours=5)):
                    why = kept("pathways.toml")["words"]["cancelled_to_come"]
                    sessions.cancel(session, why=why, by=runner)
            elif session.is_open:
                _visit(session, rank, runner)
    to_come = row.sessions.filter(state__in=(SessionState.SCHEDULED, SessionState.TO_DATE))
    if row.state == PathwayState.OPEN and not to_come.exists():
        with step(now - dt.timedelta(hours=2)):
            pathways.finish(row, by=runner)
            said = kept("pathways.toml")["feedback"]
            turn = row.pk % len(said["worked"])
            exchange.give_feedback(
                row, worked=said["worked"][turn], to_change=said["to_change"][turn], recommends=9, by=runner
            )


def _visit(session: Session, rank: int, runner: User) -> None:
    """People of the agenda register; in one session every seat is taken, and they wait."""
    now = timezone.now()
    names = kept("pathways.toml")["visitors"]["names"]
    expected = session.registrations.expected()
    if session.registrations.filter(enrolment=None).exists():
        return
    if rank == 3:
        # No seat is left, and one speaker is no longer asked.
        with step(now - dt.timedelta(days=3)):
            spans = [(half.starts_at, half.ends_at) for half in session.half_days.order_by("starts_at")]
            sessions.schedule(session, spans, capacity=expected.count(), by=runner)
            asked = session.speakers.filter(state=SpeakerState.INVITED).order_by("pk").first()
            if asked is not None:
                speakers.remove(asked, by=runner)
    for turn, (first, last) in enumerate(names[: 1 + rank % 3]):
        person = people.applicant(Person(first, last, f"{slug(first)}.{slug(last)}@voisinage.example"))
        with step(now - dt.timedelta(hours=40 - 7 * turn)):
            seats.register(session, by=person)


def _speakers_answer(session: Session, rank: int) -> None:
    words = kept("pathways.toml")["words"]
    asked_at = (session.starts_at or timezone.now()) - dt.timedelta(days=9)
    for turn, speaker in enumerate(session.speakers.asked()):
        if asked_at < timezone.now() and (rank + turn) % 5 != 3:
            with step(asked_at):
                comes = (rank + turn) % 5 != 4
                speakers.answer(speaker, comes=comes, words=words["accepted"] if comes else words["declined"])


def _hold(session: Session, row: Pathway, rank: int, runner: User) -> None:
    starts_at, ends_at = attendance.span(session)
    words = kept("pathways.toml")["words"]
    key = row.kit_version.kit.ready_key
    if Mark.objects.filter(sheet__half_day__session=session).exists():
        return  # somebody took attendance meanwhile: it is theirs to end
    with step(starts_at - dt.timedelta(days=1)):
        seat = session.registrations.expected().order_by("pk").first()
        if seat is not None and rank % 3 == 1 and session.participant_id is None:
            seats.give_back(session, by=seat.user, reason=words["excused"])
    if key == "ideation-deux-mois" and rank == 1:
        with step(starts_at - dt.timedelta(hours=3)):
            sessions.cancel(session, why=words["cancelled_same_day"], by=runner)
        attendance.arrive_too_late(session, by=runner)
        return
    if key == "visites-apprenantes" and rank == 0:
        # Two devices disagree: nobody has settled it, and the sheet waits.
        colleague = _colleague(session, runner)
        attendance.disagree(session, first=colleague, second=runner, settles=False)
    else:
        if key == "premiers-pas" and rank == 2:
            attendance.disagree(session, first=_colleague(session, runner), second=runner, settles=True)
        attendance.take(session, by=runner, rank=rank)
        if key in {"premiers-pas", "six-ateliers-et-jury"} and rank == 1:
            attendance.put_right(session, by=runner)
    with step(ends_at + dt.timedelta(hours=1)):
        sessions.mark_held(session, by=runner)


def _colleague(session: Session, runner: User) -> User:
    """Somebody else who takes attendance: a speaker with an account, who comes."""
    trainer = people.account("trainer")
    with step(attendance.span(session)[0] - dt.timedelta(days=12)):
        speaker = speakers.invite(session, email=trainer.email, name="", role="Coanimation", by=runner)
        speakers.answer(speaker, comes=True, by=trainer)
    return trainer


def _one_to_ones(row: Pathway, runner: User) -> None:
    """Where the kit has hours for one person alone, three of the group have had theirs, one is to come."""
    templates: tuple[SessionTemplate, ...] = row.kit_version.says.individual_templates
    first = row.sessions.exclude(starts_at=None).order_by("starts_at", "pk").first()
    if not templates or first is None or first.starts_at is None or first.starts_at > timezone.now():
        return
    template = templates[0]
    active = row.enrolments.filter(state=EnrolmentState.ACTIVE).select_related("user").order_by("pk")
    for turn, enrolment in enumerate(active[:4]):
        if row.sessions.filter(participant=enrolment).exists():
            continue
        starts_at = timezone.localtime(first.starts_at) + dt.timedelta(days=6 + turn)
        if turn == 3:
            starts_at = day(8 + row.pk % 5)
        date = next_working(starts_at.date())
        starts_at = timezone.make_aware(dt.datetime.combine(date, dt.time(14)))
        asked_at = min(starts_at - dt.timedelta(days=4), timezone.now() - dt.timedelta(hours=4))
        with step(asked_at):
            session = sessions.add(
                row,
                title=template.title,
                kind=SessionKind.ONE_TO_ONE,
                objectives=template.objectives,
                template_key=template.key,
                participant=enrolment,
                by=runner,
            )
            remote = template.modality == Modality.REMOTE
            sessions.schedule(
                session,
                [(starts_at, starts_at + dt.timedelta(minutes=template.minutes))],
                modality=template.modality,
                link="https://visio.example/a-deux" if remote else "",
                commune=None if remote else row.commune,
                by=runner,
            )


def _leave(row: Pathway, party: Party) -> None:
    """One of the group leaves half-way, and says why; whoever waited has the place."""
    if not party.leaver or row.enrolments.filter(state=EnrolmentState.LEFT).exists():
        return
    with step(day(party.begins + 16)):
        leaving = row.enrolments.filter(state=EnrolmentState.ACTIVE).order_by("-pk").first()
        if leaving is not None:
            enrolments.leave(leaving, by=leaving.user, why=party.leaver)


def _not_begun(parties: dict[str, Party]) -> None:
    """A second group in preparation, without its days; a third that was given up."""
    for key, shown in ((AGAIN, "printemps"), (NEVER, "second groupe")):
        party = parties[key]
        title = f"{party.title} ({shown})"
        if Pathway.objects.filter(title=title).exists():
            continue
        runner = _runner(party)
        kit = Kit.objects.select_related("published").get(ready_key=key)
        with step(day(-9)):
            row = pathways.create(
                kit,
                network.by_key(network.known_organisations(), party.organisation),
                programme=call_of(CALL).programme if party.programme else None,
                title=title,
                starts_on=day(70).date(),
                summary=party.summary,
                is_public=True,
                commune=Commune.objects.get(code=party.near),
                by=runner,
            )
            if key == NEVER:
                pathways.cancel(row, why=kept("pathways.toml")["words"]["postponed"], by=runner)


# --- Kits that travel --------------------------------------------------------------------------------------
#: Each proposal of the network to the operator: what its group is at most, what it says, how it ends.
PROPOSED = (
    (8, "Huit personnes : au-delà, l’heure à deux ne tient plus dans la semaine.", "decline"),
    (11, "Onze places : une voiture de plus, et le groupe reste vivant.", "accept"),
    (14, "Quatorze, avec deux animateurs.", "withdraw"),
    (9, "Neuf personnes, et les ateliers le soir en hiver.", ""),
)


def _take_one_up() -> None:
    """The operator runs its own variant of a ready kit; the network takes that one up in turn."""
    officer, adviser = people.account("officer"), people.account("adviser")
    home = call_of(CALL).programme.operator
    source = Kit.objects.select_related("published").get(ready_key="ateliers-itinerants")
    title = "Quatre ateliers, entre manufactures"
    if Kit.objects.filter(owner=home, title=title).exists():
        return
    with step(day(-40)):
        mine = kits.take_up(source, home, title=title, by=officer)
        draft = kits.begin_draft(mine, by=officer)
        kits.save_frame(draft, revision=draft.revision, group_max=10, by=officer)
        kits.publish(mine, note="Un groupe plus petit.", by=officer)
        theirs = network.by_key(network.known_organisations(), "ploucs")
        taken = kits.take_up(
            Kit.objects.select_related("published").get(pk=mine.pk),
            theirs,
            title="Quatre ateliers dans la Haute Lande",
            by=adviser,
        )
        for group_max, message, end in PROPOSED:
            draft = kits.begin_draft(Kit.objects.get(pk=taken.pk), by=adviser)
            kits.save_frame(draft, revision=draft.revision, group_max=group_max, by=adviser)
            kits.publish(taken, note=message, by=adviser)
            proposal = exchange.propose(taken, message=message, by=adviser)
            if end == "decline":
                answer = "Chez nous l’heure à deux se fait en visio : dix personnes tiennent."
                exchange.decline(proposal, answer=answer, by=officer)
            elif end == "accept":
                exchange.accept(proposal, answer="Bonne idée, ce sera la prochaine version.", by=officer)
            elif end == "withdraw":
                exchange.withdraw(proposal, by=adviser)


def _subscribe() -> None:
    """Two people of the groups subscribed their calendar."""
    for row in (
        Enrolment.objects.filter(pathway__cohort__isnull=True).select_related("user").order_by("pk")[:2]
    ):
        feeds.open_feed(row.user)
