"""The expert committees of the programme, after each day of its promotions: what they heard, what they gave
to do, and what became of each action. The other committees are in ``meetings``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.directory.models import Service
from maillage.governance.actions import action as actions
from maillage.governance.actions import digest
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions import need as needs
from maillage.governance.actions.action import Task
from maillage.governance.actions.meeting import When
from maillage.governance.enums import ActionState, MeetingState, NeedState
from maillage.governance.models import Action, Meeting, MeetingItem, SupportNeed
from maillage.pathways.actions import committee as proposals
from maillage.pathways.enums import SessionState
from maillage.pathways.models import Session
from maillage.portal.demo import progress
from maillage.portal.demo.builders import paper, people
from maillage.portal.demo.builders.attendance import span
from maillage.portal.demo.builders.pace import step
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.builders.promotions import Module, modules
from maillage.portal.demo.content.reading import kept, typed
from maillage.programmes.models import Programme
from maillage.projects.queries import carriers_of

CALL = "premiere-vague"
LINK = "https://visio.example/comite"
#: Days given to each action, in turn.
DAYS = (6, 14, 24, 38, 55, 80)
#: The turn of those that nobody has touched.
FORGOTTEN = 3


@dataclass(frozen=True)
class Said:
    """A need as it was heard, the action that answers it and what showed that it was done."""

    theme: str
    urgency: str
    said: str
    action: str
    evidence: str


def build() -> None:
    """Each committee with what became of its actions is one step: a closed one is told already."""
    programme = call_of(CALL).programme
    held = Session.objects.filter(
        pathway__programme=programme, pathway__cohort__isnull=False, state=SessionState.HELD
    )
    closed = set(Meeting.objects.filter(state=MeetingState.CLOSED).values_list("origin", flat=True))
    # Each by its turn among all of them, which says how far its story goes, whatever is told already.
    turns = list(enumerate(held.order_by("ends_at", "pk")))
    left = [(turn, row) for turn, row in turns if f"session-{row.pk}" not in closed]
    said = [typed(Said, row, "need") for row in kept("committees.toml")["needs"]]
    by_key = {module.key: module for module in modules()}
    made = False
    for turn, session in left:
        progress.tell(f"Comités : {turn + 1} sur {len(turns)}")
        with transaction.atomic():
            made |= _meet(session, by_key[session.template_key], said, turn)
    _propose_for_open_groups(programme)
    # Also when the last run was killed just before.
    if made or not Action.objects.filter(raised_at__isnull=False).exists():
        with step(timezone.now() - dt.timedelta(hours=1)):
            actions.raise_overdue()
            digest.tell_due()


def _meet(session: Session, module: Module, said: list[Said], turn: int) -> bool:
    """The meeting that a session proposes: the officer dates it, it is held, and its actions live. One whose
    day is to come, or was refused, stays as it is."""
    officer = people.account("officer")
    _starts_at, ended_at = span(session)
    with step(ended_at + dt.timedelta(hours=2)):
        proposals.propose(session)
    meeting = Meeting.objects.filter(origin=f"session-{session.pk}", state=MeetingState.PROPOSED).first()
    if meeting is None or meeting.held_at > timezone.now() - dt.timedelta(hours=2):
        return False
    when = When(meeting.title, meeting.held_at, quorum=2, minutes_planned=meeting.minutes_planned, link=LINK)
    with step(ended_at + dt.timedelta(days=1)):
        meetings.update(meeting, when, by=officer)
    with step(meeting.held_at):
        called = list(meeting.members.values_list("user__email", "pk"))
        absent = people.account("second-officer").email if turn % 3 == 1 else ""
        meetings.begin(meeting, present=[pk for email, pk in called if email != absent], by=officer)
        notes = kept("committees.toml")["expert"]["notes"]
        items = meeting.items.select_related("project", "meeting__committee")
        for n, item in enumerate(items.order_by("position")):
            meetings.note(item, notes=notes[(n + turn) % len(notes)], is_done=True, seen="", by=officer)
            _hear(item, n + turn, module, said, officer)
        meetings.close(meeting, by=officer)
    _follow(meeting, said)
    return True


def _hear(item: MeetingItem, turn: int, module: Module, said: list[Said], officer: Any) -> None:
    """What one project said that it needs: mostly what the day was about."""
    project = item.project
    if project is None or turn % 3 == 2:
        return
    of_the_day = [row for row in said if row.theme in module.themes]
    for extra in range(2 if turn % 5 == 0 else 1):
        heard = said[(turn * 5) % len(said)] if extra or turn % 4 == 3 else of_the_day[turn % len(of_the_day)]
        need = needs.record(
            project, item=item, theme=heard.theme, urgency=heard.urgency, said=heard.said, by=officer
        )
        if (turn + extra) % 7 != 4:  # some wait for somebody to take them up
            _give(need, heard, turn + extra, module, officer)


def _give(need: SupportNeed, heard: Said, turn: int, module: Module, officer: Any) -> None:
    """In turn the team itself, whoever taught the day, or a service that the second officer brings in."""
    project = need.project
    due_on = timezone.localdate(need.said_at) + dt.timedelta(days=DAYS[turn % len(DAYS)])
    owner, service = module.teacher, None
    if turn % 4 in {0, 3} and (carriers := carriers_of(project)):
        owner = carriers[turn % len(carriers)]
    elif turn % 4 == 2:
        reaching = Service.objects.public().covering(project.commune).with_theme(need.theme)
        service = reaching.order_by("pk").first()
        owner = people.account("second-officer") if service is not None else owner
    actions.create(Task(heard.action, owner, due_on, service=service), need=need, by=officer)
    if turn % 6 == 1:
        call = kept("committees.toml")["outcome"]["call"]
        actions.create(Task(call, module.teacher, due_on + dt.timedelta(days=9)), need=need, by=officer)


# --- What became of them -----------------------------------------------------------------------------------
def _follow(meeting: Meeting, said: list[Said]) -> None:
    # Counted over all meetings, so that every end is there whatever their size.
    given = Action.objects.filter(meeting=meeting).select_related("owner", "project")
    evidence = {row.action: row.evidence for row in said}
    told = Action.objects.filter(
        need__isnull=False, pk__lt=min(given.values_list("pk", flat=True), default=0)
    ).count()
    for n, action in enumerate(given.order_by("pk")):
        # The very first one was never touched: it is late by more than three months.
        _end(action, FORGOTTEN if told + n == 0 else (told + n) % 8, evidence)
    words = kept("committees.toml")["outcome"]
    left = SupportNeed.objects.filter(item__meeting=meeting, state=NeedState.OPEN, actions=None)
    for need in left.order_by("pk"):
        dropped_at = need.said_at + dt.timedelta(days=20)
        others = SupportNeed.objects.filter(actions=None, pk__lt=need.pk).count()
        if others % 3 == 0 and dropped_at < timezone.now():
            with step(dropped_at):
                needs.drop(need, why=words["need_dropped"], by=people.account("officer"))


def _end(action: Action, fate: int, evidence: dict[str, str]) -> None:
    """Finished and confirmed, waiting for the project's word, sent back, taken up again, put off, dropped;
    the others are to do, some of them late."""
    words, officer, now = kept("committees.toml")["outcome"], people.account("officer"), timezone.now()
    carriers = carriers_of(action.project) if action.project is not None else []
    noon = timezone.make_aware(dt.datetime.combine(action.due_on, dt.time(12)))
    done_at = max(action.created_at + dt.timedelta(days=2), noon - dt.timedelta(days=3))
    if not carriers or fate == FORGOTTEN or done_at > now - dt.timedelta(days=1):
        return
    if fate == 5:
        with step(done_at):
            actions.drop(action, why=words["dropped"], by=officer)
        return
    if fate == 7:
        with step(done_at):
            later = action.due_on + dt.timedelta(days=21)
            actions.update(
                action, Task(action.title, action.owner, later, service=action.service), by=officer
            )
        return
    with step(done_at):
        shown = evidence.get(action.title, words["called"])
        lines = (action.title, shown, "Document d’exemple, inventé.")
        upload = paper.pdf("compte-rendu.pdf", lines) if fate == 4 else None
        action = actions.finish(action, evidence=shown, upload=upload, by=action.owner)
    answered_at = done_at + dt.timedelta(days=2)
    if answered_at > now:
        return
    with step(answered_at):
        if action.state == ActionState.DONE and fate == 2:
            actions.send_back(action, why=words["sent_back"], by=carriers[0])
        elif action.state == ActionState.DONE and fate != 1:
            action = actions.confirm(action, by=carriers[0])
    if fate == 6 and action.state == ActionState.CLOSED and answered_at + dt.timedelta(days=10) < now:
        with step(answered_at + dt.timedelta(days=10)):
            again = timezone.localdate(answered_at) + dt.timedelta(days=31)
            actions.reopen(action, due_on=again, why=words["reopened"], by=carriers[0])


def _propose_for_open_groups(programme: Programme) -> None:
    """Sessions of the programme's open groups propose theirs too: the officer refused one, another waits."""
    lately = Session.objects.filter(
        pathway__programme=programme,
        pathway__cohort__isnull=True,
        state=SessionState.HELD,
        participant__isnull=True,
        ends_at__gt=timezone.now() - proposals.NOT_OLDER,
    )
    for session in lately.order_by("ends_at", "pk"):
        _starts_at, ended_at = span(session)
        with step(ended_at + dt.timedelta(hours=2)):
            proposals.propose(session)
        meeting = Meeting.objects.filter(origin=f"session-{session.pk}").first()
        if meeting is None or meeting.state != MeetingState.PROPOSED or meeting.held_at > timezone.now():
            continue
        with step(ended_at + dt.timedelta(days=2)):
            why = kept("committees.toml")["outcome"]["refused"]
            meetings.cancel(meeting, why=why, by=people.account("officer"))
