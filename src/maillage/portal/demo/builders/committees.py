"""The committees of the programme: what they decided, and what became of each action."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from maillage.directory.models import Service
from maillage.governance.actions import action as actions
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions import need as needs
from maillage.governance.actions.action import Task
from maillage.governance.actions.meeting import Hands, When
from maillage.governance.enums import ActionState, CommitteeKind, Seat
from maillage.governance.hosts import Group
from maillage.governance.models import Action, Committee, Meeting, MeetingItem, SupportNeed
from maillage.portal.demo import progress
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content.reading import toml, typed
from maillage.programmes.models import Cohort, Programme
from maillage.projects.models import Project
from maillage.projects.queries import carriers_of

CALL = "premiere-vague"
PROJECTS = 6  # of each promotion, on the agenda of its meeting
FIRST = -96  # days from today: the first promotion's meeting; the others follow
EVERY = 14


@dataclass(frozen=True)
class Said:
    """A need as it was heard, the action that answers it and what showed that it was done."""

    theme: str
    urgency: str
    said: str
    action: str
    evidence: str


def build() -> None:
    """Each meeting is one step; the next steering committee, made last, says that all is there."""
    programme = call_of(CALL).programme
    cohorts = list(programme.cohorts.order_by("starts_on", "pk"))
    if not cohorts:
        return
    written = toml("committees.toml")
    host = ("programme", programme.pk)
    if Meeting.objects.filter(title=written["steering"]["next_title"]).exists():
        return
    progress.tell("Comités")
    said = [typed(Said, row, "need") for row in written["needs"]]
    steering = _steering(host, written["steering"])
    experts = committees.experts_of(host)
    for rank, cohort in enumerate(cohorts):
        _expert_meeting(experts, cohort, rank, said, written["expert"])
        _follow(cohort, rank, said, written["outcome"])
    with step(day(0)):
        actions.raise_overdue()
    _next(steering, programme, written["steering"])


def _steering(host: tuple[str, int], written: dict[str, str]) -> Committee:
    officer = people.account("officer")
    found = Committee.objects.filter(host_kind=host[0], host_id=host[1], kind=CommitteeKind.STEERING).first()
    if found is not None:
        return found
    with step(day(-110)):
        committee = committees.create(
            host,
            kind=CommitteeKind.STEERING,
            name=written["name"],
            purpose=written["purpose"],
            quorum=3,
            by=officer,
        )
        for key, seat in (
            ("officer", Seat.PRESIDENT),
            ("second-officer", Seat.SECRETARY),
            ("observer", Seat.MEMBER),
            ("trainer", Seat.MEMBER),
        ):
            committees.seat(committee, people.account(key), seat=seat, by=officer)
    with step(day(-50, 9)):
        meeting = meetings.plan(committee, When(written["past_title"], day(-45, 9), quorum=3), by=officer)
        meetings.add_item(meeting, title=written["past_subject"], by=officer)
    with step(day(-45, 9)):
        meetings.begin(meeting, present=list(meeting.members.values_list("pk", flat=True)), by=officer)
        item = meeting.items.select_related("meeting__committee").get()
        meetings.note(item, notes=written["past_notes"], is_done=True, seen="", by=officer)
        meetings.decide(meeting, text=written["past_decision"], item=item, by=officer)
        meetings.decide(meeting, text=written["past_refused"], item=item, hands=Hands(1, 3), by=officer)
        meetings.close(meeting, by=officer)
    return Committee.objects.get(pk=committee.pk)


def _next(steering: Committee, programme: Programme, written: dict[str, str]) -> None:
    officer = people.account("officer")
    with step(day(-3)):
        meeting = meetings.plan(steering, When(written["next_title"], day(18, 10), quorum=3), by=officer)
        meetings.add_item(meeting, title=written["next_subject"], by=officer)
        meetings.add_item(meeting, subject=("call", call_of("ateliers-ouverts").pk), by=officer)


# --- Expert committees -------------------------------------------------------------------------------------
def _expert_meeting(
    experts: Committee, cohort: Cohort, rank: int, said: list[Said], written: dict[str, str]
) -> None:
    officer, trainer = people.account("officer"), people.account("trainer")
    title = f"{written['title']} ({cohort.name})"
    if Meeting.objects.filter(committee=experts, title=title).exists():
        return
    held = FIRST + EVERY * rank
    with step(day(held, 14)):
        meeting = meetings.propose(
            experts,
            When(title, day(held, 14), quorum=2),
            origin=_origin(cohort),
            people={officer.pk: Seat.PRESIDENT, trainer.pk: Seat.MEMBER},
            projects=_projects(cohort),
        )
        if meeting is None:
            return
        meeting = meetings.update(meeting, When(title, day(held, 14), quorum=2), by=officer)
        meetings.begin(meeting, present=list(meeting.members.values_list("pk", flat=True)), by=officer)
        for n, item in enumerate(meeting.items.select_related("project").order_by("position")):
            _look_at(item, n, rank, said, written["notes"], officer)
        meetings.close(meeting, by=officer)


def _origin(cohort: Cohort) -> meetings.Origin:
    return meetings.Origin(
        f"demonstration-{cohort.pk}",
        f"La séance de {cohort.name} a eu lieu.",
        Group(f"cohort-{cohort.pk}", cohort.name),
    )


def _projects(cohort: Cohort) -> list[Project]:
    members = cohort.members.active().order_by("pk").values("application__project")[:PROJECTS]
    return list(Project.objects.filter(pk__in=members).order_by("title", "pk"))


def _look_at(item: MeetingItem, n: int, rank: int, said: list[Said], notes: str, officer: Any) -> None:
    project = item.project
    if project is None:
        return
    meetings.note(item, notes=notes, is_done=True, seen="", by=officer)
    for extra in range(1 + (n + rank) % 2):
        heard = said[(n * 2 + rank * 3 + extra * 5) % len(said)]
        need = needs.record(
            project, item=item, theme=heard.theme, urgency=heard.urgency, said=heard.said, by=officer
        )
        if (n + extra + rank) % 5 != 4:  # some wait for somebody to take them up
            _give(need, heard, n + extra + rank, officer)


def _give(need: SupportNeed, heard: Said, turn: int, officer: Any) -> None:
    """In turn the trainer, the team itself, or a service that the second officer brings in."""
    project = need.project
    due_on = need.said_at.date() + dt.timedelta(days=30 + 11 * (turn % 4))
    owner, service = people.account("trainer"), None
    if turn % 3 == 1 and (carriers := carriers_of(project)):
        owner = carriers[0]
    elif turn % 3 == 2:
        reaching = Service.objects.public().covering(project.commune).with_theme(need.theme)
        service = reaching.order_by("pk").first()
        owner = people.account("second-officer") if service is not None else owner
    actions.create(Task(heard.action, owner, due_on, service=service), need=need, by=officer)


# --- What became of them -----------------------------------------------------------------------------------
def _follow(cohort: Cohort, rank: int, said: list[Said], written: dict[str, str]) -> None:
    """Finished and confirmed, waiting for the project, sent back, dropped; others are to do, some late."""
    evidence = {row.action: row.evidence for row in said}
    officer = people.account("officer")
    given = Action.objects.filter(need__group_key=f"cohort-{cohort.pk}").select_related("owner", "project")
    for turn, action in enumerate(given.order_by("pk")):
        if action.state != ActionState.OPEN or action.project is None:
            continue
        carriers = carriers_of(action.project)
        done_on = FIRST + EVERY * rank + 12 + turn % 9
        fate = (turn + rank) % 6
        if fate in {0, 1, 2} and carriers and done_on < 0:
            with step(day(done_on)):
                action = actions.finish(action, evidence=evidence[action.title], by=action.owner)
            if action.state == ActionState.DONE and fate == 0:
                with step(day(done_on + 2)):
                    actions.confirm(action, by=carriers[0])
            elif action.state == ActionState.DONE and fate == 1:
                with step(day(done_on + 3)):
                    actions.send_back(action, why=written["sent_back"], by=carriers[0])
        elif fate == 5 and turn % 2:
            with step(day(done_on)):
                actions.drop(action, why=written["dropped"], by=officer)
