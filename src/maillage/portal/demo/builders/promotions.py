"""The three days of each promotion: premises, legal form, impact. The first promotions have had all of
theirs, one is in session today, the last ones go on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import seats
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.content import SessionTemplate
from maillage.pathways.enums import DeliverableKind, PathwayState, SessionKind, SessionState
from maillage.pathways.models import Kit, Mark, Pathway, Session
from maillage.pathways.queries.rota import candidate_places
from maillage.portal.demo import progress
from maillage.portal.demo.applicants import Person, slug
from maillage.portal.demo.builders import attendance, deliverables, people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content.reading import kept, typed
from maillage.programmes.actions import programme as programmes
from maillage.programmes.enums import MemberState, Role
from maillage.programmes.models import Cohort, Programme, ProgrammeRole

CALL = "premiere-vague"
#: The first day of each promotion, in days from today.
BEGINS = (-110, -92, -80, -68, -56, -38)
PLACES = 12
#: The promotion whose third day is today.
TODAY = 3


@dataclass(frozen=True)
class Module:
    """A day of ``pathways.toml``, with who teaches it: a printed account, or an invented expert."""

    key: str
    themes: tuple[str, ...]
    role: str
    title: str = ""
    objectives: str = ""
    materials: str = ""
    deliverable: str = ""
    expert: tuple[str, ...] = ()
    account: str = ""

    @property
    def teacher(self) -> User:
        if self.account:
            return people.account(self.account)
        first, last = self.expert
        return people.applicant(Person(first, last, f"{slug(first)}.{slug(last)}@formation.example"))


def modules() -> list[Module]:
    """In the order of the days."""
    return [typed(Module, row, "module") for row in kept("pathways.toml")["modules"]]


def build() -> None:
    """A pathway of each promotion is begun when it is missing; what follows goes on from the state it has."""
    officer = people.account("officer")
    programme = call_of(CALL).programme
    cohorts = [
        cohort
        for cohort in Cohort.objects.filter(programme=programme).order_by("starts_on", "pk")
        if cohort.members.filter(state=MemberState.ACTIVE).exists()
    ]
    if not cohorts:
        return
    _gather_teachers(programme, officer)
    kit = _kit(programme, officer)
    for rank, cohort in enumerate(cohorts):
        progress.tell(cohort.name)
        if not Pathway.objects.filter(cohort=cohort).exists():
            _begin(kit, programme, cohort, rank, officer)
        row = Pathway.objects.filter(cohort=cohort).first()
        if row is not None:
            referent = people.account("trainer")
            deliverables.build(
                row, runner=officer, referent=referent, begins=day(BEGINS[rank % len(BEGINS)], 8)
            )
            _live(row, rank, officer)


def _gather_teachers(programme: Programme, officer: User) -> None:
    with transaction.atomic():
        for module in modules():
            held = ProgrammeRole.objects.filter(programme=programme, user=module.teacher, role=Role.TRAINER)
            if not held.exists():
                with step(day(-130)):
                    programmes.give_role(programme, user=module.teacher, role=Role.TRAINER, by=officer)


def _kit(programme: Programme, officer: User) -> Kit:
    """The day on impact, taken up by the operator with two days before it."""
    written = kept("pathways.toml")["promotion"]
    mine = Kit.objects.filter(owner=programme.operator, title=written["kit_title"])
    if not mine.exists():
        with step(day(-125)):
            source = Kit.objects.select_related("published").get(ready_key="journee-impact")
            kit = kits.take_up(source, programme.operator, title=written["kit_title"], by=officer)
            kits.describe(
                kit,
                title=kit.title,
                summary=written["kit_summary"],
                stages=kit.stages,
                themes=sorted({theme for module in modules() for theme in module.themes}),
                is_shared=True,
                by=officer,
            )
            draft = kits.begin_draft(kit, by=officer)
            for module in modules():
                if not module.title:
                    continue
                template = SessionTemplate(
                    key=module.key,
                    kind=SessionKind.WORKSHOP,
                    title=module.title,
                    minutes=420,
                    objectives=module.objectives,
                    materials=module.materials,
                    speakers=(module.role,),
                    deliverables=(DeliverableKind(module.deliverable),),
                )
                draft = kits.save_template(draft, template, revision=draft.revision, by=officer)
                # The day on impact stays the last.
                draft = kits.move_template(draft, module.key, -1, revision=draft.revision, by=officer)
            every = written["every_days"]
            kits.save_frame(
                draft,
                revision=draft.revision,
                every_days=every,
                span_days=(2 * every, 3 * every),
                calendar=f"Une journée toutes les cinq semaines, {len(modules())} en tout.",
                by=officer,
            )
            kits.publish(kit, note=written["note"], by=officer)
    return mine.select_related("published").get()


def _begin(kit: Kit, programme: Programme, cohort: Cohort, rank: int, officer: User) -> None:
    begins = BEGINS[rank % len(BEGINS)]
    with step(day(begins - 12)):
        row = pathways.create(
            kit,
            programme.operator,
            programme=programme,
            cohort=cohort,
            title=f"{kept('pathways.toml')['promotion']['title']}, {cohort.name.lower()}",
            starts_on=day(begins).date(),
            by=officer,
        )
        sessions.schedule_by_rule(row, starts_on=day(begins).date(), starts=dt.time(9, 30), by=officer)
        places = list(candidate_places(row)[:PLACES])
        if places:
            # Refused when no place is on everybody's side of the sea: the group says where it meets later.
            with step(day(begins - 12)):
                rota = rotas.propose(row, places, most_per_place=-(-3 // len(places)), by=officer)
                rotas.take(rota, by=officer)
        for module in modules():
            session = row.sessions.get(template_key=module.key)
            speakers.invite(session, email=module.teacher.email, name="", role=module.role, by=officer)
        pathways.open_(row, by=officer)
    if rank == TODAY:
        _begins_today(row, officer)


def _begins_today(row: Pathway, officer: User) -> None:
    """The third day of one promotion is moved to this very hour: its sheet is being taken."""
    session = row.sessions.order_by("-position").first()
    if session is not None:
        with step(day(-6)):
            starts_at = _this_hour() - dt.timedelta(hours=1)
            sessions.schedule(session, [(starts_at, starts_at + dt.timedelta(hours=3))], by=officer)


def _this_hour() -> dt.datetime:
    return dt.datetime.now(timezone.get_current_timezone()).replace(minute=0, second=0, microsecond=0)


def _live(row: Pathway, rank: int, officer: User) -> None:
    """Each session is one step, from its teacher's answer to its co-signed sheets."""
    now = timezone.now()
    teachers = {module.key: module.teacher for module in modules()}
    coming = row.sessions.filter(state=SessionState.SCHEDULED).select_related("pathway__programme")
    for session in coming.order_by("starts_at", "pk"):
        if session.starts_at is None or session.ends_at is None:
            continue
        teacher = teachers[session.template_key]
        with transaction.atomic():
            _answer(session, teacher)
            if session.ends_at < now:
                _hold(session, rank * 3 + session.position, teacher)
            else:
                half_day = session.half_days.filter(starts_at__lt=now, ends_at__gt=now, sheet=None).first()
                if half_day is not None:
                    with step(half_day.starts_at + (now - half_day.starts_at) * 0.8):
                        attendance.begin(session, half_day, by=teacher)
    to_come = row.sessions.filter(state__in=(SessionState.SCHEDULED, SessionState.TO_DATE))
    if row.state == PathwayState.OPEN and not to_come.exists():
        with step(now - dt.timedelta(hours=2)):
            pathways.finish(row, by=officer)


def _answer(session: Session, teacher: User) -> None:
    asked_at = attendance.span(session)[0] - dt.timedelta(days=20)
    if asked_at > timezone.now():
        return
    for speaker in session.speakers.asked():
        with step(asked_at):
            speakers.answer(speaker, comes=True, by=teacher)


def _hold(session: Session, turn: int, teacher: User) -> None:
    starts_at, ends_at = attendance.span(session)
    if Mark.objects.filter(sheet__half_day__session=session).exists():
        return  # somebody took attendance meanwhile: it is theirs to end
    if turn % 4 == 2:
        with step(starts_at - dt.timedelta(days=2)):
            seat = session.registrations.expected().order_by("-pk").first()
            if seat is not None:
                reason = kept("pathways.toml")["words"]["excused"]
                seats.give_back(session, by=seat.user, reason=reason)
    attendance.take(session, by=teacher, rank=turn)
    if turn % 5 == 1:
        attendance.put_right(session, by=teacher)
    with step(ends_at + dt.timedelta(hours=1)):
        sessions.mark_held(session, by=teacher)
