"""What is done to actions: given, finished by their owner, confirmed by the project, risen when late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, files, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import StoredFile
from maillage.directory.models import Service
from maillage.governance import hosts
from maillage.governance import rules as who
from maillage.governance.enums import ACTION_TRANSITIONS, LIVE, NEED_TRANSITIONS, ActionState, NeedState
from maillage.governance.models import Action, ActionFile, Meeting, SupportNeed
from maillage.projects import rules as projects
from maillage.projects import separation
from maillage.projects.models import Project

# Days past its day after which an action rises to those who run its host.
RISES_AFTER = 7
LONGEST_TITLE = 160
LONGEST_TEXT = 3000


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom and by when; ``expert`` and ``service`` are proposed to the project."""

    title: str
    owner: Any
    due_on: dt.date
    detail: str = ""
    expert: Any = None
    service: Service | None = None


@transaction.atomic
def create(
    task: Task,
    *,
    by: Any,
    project: Project | None = None,
    meeting: Meeting | None = None,
    need: SupportNeed | None = None,
    host: tuple[str, int] | None = None,
) -> Action:
    """Gives an action. Of a need, it is about the need's project; of a meeting, for its committee's host.

    Raises:
        NotAllowed: ``by`` runs neither the host nor the meeting, carries or advises no such project, and
            gives it to somebody else than themself; or the expert decided on the project's money.
        Invalid: nothing to do, or a day that is past.
    """
    if need is not None:
        need = SupportNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
        if need.state == NeedState.DROPPED:
            raise Conflict(_("This need was set aside: take it up again first."))
        project = need.project
        host = need.host_key
        if need.item is not None:
            meeting = need.item.meeting
    elif meeting is not None:
        host = meeting.committee.host_key
    _may_give(task, project, meeting, host, by)
    _check(task)
    if task.due_on < clock.today():
        raise Invalid(fields={"due_on": _("Choose a day to come.")})
    _keep_apart(task, project, need)
    now = clock.database_now()
    action = Action.objects.create(
        title=task.title.strip(),
        detail=task.detail.strip(),
        owner=task.owner,
        due_on=task.due_on,
        expert=task.expert,
        service=task.service,
        project=project,
        meeting=meeting,
        need=need,
        host_kind=host[0] if host else "",
        host_id=host[1] if host else None,
        created_by=by,
        created_at=now,
        assigned_at=now,
    )
    events.record(action, "governance.action_given", by=by, data={"owner": task.owner.pk})
    if need is not None:
        follow_need(need, by=by)
    return action


def _may_give(
    task: Task, project: Project | None, meeting: Meeting | None, host: tuple[str, int] | None, by: Any
) -> None:
    if meeting is not None and who.runs_meeting(by, meeting):
        return
    if host is not None:
        if hosts.runs(by, *host):
            return
        raise NotAllowed(_("Those who run the committee give its actions."))
    if project is not None:
        if not by.has_perm("projects.view_thread", project):
            raise NotAllowed(_("You have no part in this project."))
        if not task.owner.has_perm("projects.view_thread", project):
            raise Invalid(fields={"owner": _("This person has no part in the project.")})
        return
    if task.owner.pk != by.pk:
        raise NotAllowed(_("You may give yourself an action; others receive theirs from a committee."))


def _check(task: Task) -> None:
    if not task.title.strip():
        raise Invalid(fields={"title": _("Say what is to be done.")})
    if len(task.title.strip()) > LONGEST_TITLE:
        raise Invalid(fields={"title": _("At most %(most)d characters.") % {"most": LONGEST_TITLE}})
    if len(task.detail) > LONGEST_TEXT:
        raise Invalid(fields={"detail": _("At most %(most)d characters.") % {"most": LONGEST_TEXT}})
    if not task.owner.is_active:
        raise Invalid(fields={"owner": _("This person’s account is closed.")})
    if task.expert is not None and task.expert.pk == task.owner.pk:
        raise Invalid(fields={"expert": _("The expert is somebody else than the person in charge.")})


def coach_of(task: Task | Action, need: SupportNeed | None) -> Any:
    """Who coaches the project by it: the expert, or whoever answers its need in person. Somebody who only
    brings a service or an expert in does not coach."""
    if task.expert is not None:
        return task.expert
    return task.owner if need is not None and task.service is None else None


def _keep_apart(task: Task, project: Project | None, need: SupportNeed | None) -> None:
    coach = coach_of(task, need)
    if project is None or coach is None or projects.is_carrier(coach, project):
        return
    try:
        separation.check_coach(project, coach)
    except separation.MustStaySeparate as refused:
        field = "owner" if task.expert is None else "expert"
        raise separation.MustStaySeparate(refused.sentence, fields={field: refused.sentence}) from refused


@transaction.atomic
def update(action: Action, task: Task, *, by: Any) -> Action:
    """Other words, another day, another person. A late action that gets a day to come is late no more.

    Raises:
        NotAllowed: ``by`` does not steer it, or the expert decided on the project's money.
        Conflict: it is finished.
        Invalid: nothing to do; a day before the one it had, already past.
    """
    action = _locked(action)
    if not who.steers_action(by, action):
        raise NotAllowed(_("Those who gave the action may change it."))
    if action.state != ActionState.OPEN:
        raise Conflict(_("This action is no longer to do."))
    _check(task)
    if task.due_on < clock.today() and task.due_on != action.due_on:
        raise Invalid(fields={"due_on": _("Choose a day to come.")})
    if coach_of(task, action.need) != coach_of(action, action.need):
        _keep_apart(task, action.project, action.need)
    before = {"due_on": action.due_on.isoformat(), "owner": action.owner_id}
    if task.owner.pk != action.owner_id:
        action.assigned_at = clock.database_now()
    if task.due_on >= clock.today():
        action.raised_at = None
    action.title, action.detail = task.title.strip(), task.detail.strip()
    action.owner, action.due_on = task.owner, task.due_on
    action.expert, action.service = task.expert, task.service
    action.save()
    after = {"due_on": action.due_on.isoformat(), "owner": action.owner_id}
    events.record(
        action,
        "governance.action_changed",
        by=by,
        data={name: [before[name], after[name]] for name in before if before[name] != after[name]},
    )
    return action


# --- The end of an action ---------------------------------------------------------------------------------
@transaction.atomic
def finish(action: Action, *, evidence: str, by: Any, upload: File[bytes] | None = None) -> Action:
    """Its owner says that it is done, and what shows it, in words or as a file. A project's action then
    waits for a carrier's word; when a carrier finishes it, that is the project's word.

    Raises:
        NotAllowed: ``by`` is neither its owner nor one who steers it.
        Invalid: nothing shows it.
        TransitionRefused: it is not to do.
    """
    action = _locked(action)
    if not (who.owns_action(by, action) or who.steers_action(by, action)):
        raise NotAllowed(_("The person in charge says when it is done."))
    text = evidence.strip()
    if upload is not None and action.state == ActionState.OPEN:
        _keep_file(action, upload, by=by)
    if not text and not action.files.exists():
        raise Invalid(fields={"evidence": _("Say what shows that it is done, or add a file.")})
    now = clock.database_now()
    confirms = action.project is None or who.confirms_action(by, action)
    states.move(
        action,
        ActionState.CLOSED if confirms else ActionState.DONE,
        ACTION_TRANSITIONS,
        by=by,
        verb="governance.action_finished",
        also={
            "evidence": text,
            "done_at": now,
            "closed_at": now if confirms else None,
            "closed_by": by if confirms else None,
            "raised_at": None,
        },
    )
    _follow(action, by=by)
    return action


@transaction.atomic
def confirm(action: Action, *, by: Any) -> Action:
    """The project says that it is so: the action is finished.

    Raises:
        NotAllowed: ``by`` does not carry the project.
        TransitionRefused: nobody said that it is done.
    """
    action = _locked(action)
    if not who.confirms_action(by, action):
        raise NotAllowed(_("Those who carry the project confirm."))
    if action.state != ActionState.DONE:
        raise Conflict(_("Nobody said yet that it is done."))
    states.move(
        action,
        ActionState.CLOSED,
        ACTION_TRANSITIONS,
        by=by,
        verb="governance.action_confirmed",
        also={"closed_at": clock.database_now(), "closed_by": by},
    )
    _follow(action, by=by)
    return action


@transaction.atomic
def send_back(action: Action, *, why: str, by: Any) -> Action:
    """The project says that it is not done: it is to do again, with the reason.

    Raises:
        NotAllowed: ``by`` does not carry the project.
        Invalid: no reason.
    """
    action = _locked(action)
    if not who.confirms_action(by, action):
        raise NotAllowed(_("Those who carry the project confirm."))
    if action.state != ActionState.DONE:
        raise Conflict(_("Nobody said yet that it is done."))
    if not why.strip():
        raise Invalid(fields={"why": _("Say what is missing: the person in charge will read it.")})
    states.move(
        action,
        ActionState.OPEN,
        ACTION_TRANSITIONS,
        by=by,
        verb="governance.action_sent_back",
        why=why.strip(),
        # The person in charge has it again: their digest says so.
        also={"done_at": None, "assigned_at": clock.database_now()},
    )
    _follow(action, by=by)
    return action


@transaction.atomic
def drop(action: Action, *, why: str, by: Any) -> Action:
    """Gives it up, with the reason.

    Raises:
        NotAllowed: ``by`` does not steer it.
        Invalid: no reason.
    """
    action = _locked(action)
    if not who.steers_action(by, action):
        raise NotAllowed(_("Those who gave the action may drop it."))
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: the project and the person in charge will read it.")})
    states.move(
        action,
        ActionState.DROPPED,
        ACTION_TRANSITIONS,
        by=by,
        verb="governance.action_dropped",
        why=why.strip(),
        also={"raised_at": None},
    )
    _follow(action, by=by)
    return action


@transaction.atomic
def reopen(action: Action, *, due_on: dt.date, why: str, by: Any) -> Action:
    """Takes up again what was finished or dropped, with a new day.

    Raises:
        NotAllowed: ``by`` neither steers it nor carries its project.
        Invalid: no reason, or a day that is past.
    """
    action = _locked(action)
    if not (who.steers_action(by, action) or who.confirms_action(by, action)):
        raise NotAllowed(_("Those who gave the action, or carry its project, may take it up again."))
    if not why.strip():
        raise Invalid(fields={"why": _("Say why.")})
    if due_on < clock.today():
        raise Invalid(fields={"due_on": _("Choose a day to come.")})
    if action.state not in {ActionState.CLOSED, ActionState.DROPPED}:
        raise Conflict(_("This action is not finished."))
    states.move(
        action,
        ActionState.OPEN,
        ACTION_TRANSITIONS,
        by=by,
        verb="governance.action_reopened",
        why=why.strip(),
        also={
            "due_on": due_on,
            "done_at": None,
            "closed_at": None,
            "closed_by": None,
            "assigned_at": clock.database_now(),
        },
    )
    _follow(action, by=by)
    return action


# --- Files ------------------------------------------------------------------------------------------------
@transaction.atomic
def add_file(action: Action, upload: File[bytes], *, by: Any) -> ActionFile:
    """A file that shows what was done, from its owner, its steerers or the project's carriers."""
    action = _locked(action)
    if not (who.owns_action(by, action) or who.steers_action(by, action) or who.confirms_action(by, action)):
        raise NotAllowed(_("You only read this action."))
    if action.state not in LIVE:
        raise Conflict(_("This action is finished."))
    return _keep_file(action, upload, by=by)


def _keep_file(action: Action, upload: File[bytes], *, by: Any) -> ActionFile:
    stored: StoredFile = files.receive(upload, by=by, field="file")
    row = ActionFile.objects.create(action=action, file=stored, added_by=by)
    events.record(action, "governance.action_file_added", by=by, data={"file": row.pk})
    return row


# --- The clock --------------------------------------------------------------------------------------------
def raise_overdue(on: dt.date | None = None) -> int:
    """Actions late by more than a week rise to those who run their host; how many rose now. Safe to run
    again, and by two processes at once."""
    limit = (on or clock.today()) - dt.timedelta(days=RISES_AFTER)
    with transaction.atomic():
        rows = list(
            Action.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=ActionState.OPEN, due_on__lt=limit, raised_at__isnull=True)
            .exclude(host_kind="")
            .order_by("pk")
        )
        Action.objects.filter(pk__in=[row.pk for row in rows]).update(raised_at=clock.moment())
        events.record_many(
            [
                (row, "governance.action_raised", {"data": {"days": (limit - row.due_on).days}})
                for row in rows
            ],
            by=None,
        )
    return len(rows)


def _locked(action: Action) -> Action:
    Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    return Action.objects.select_related(
        "owner", "expert", "service", "project", "need", "meeting__committee"
    ).get(pk=action.pk)


def _follow(action: Action, *, by: Any) -> None:
    if action.need_id is not None:
        need = SupportNeed.objects.select_for_update(of=("self",)).get(pk=action.need_id)
        follow_need(need, by=by)


def follow_need(need: SupportNeed, *, by: Any) -> None:
    """A need stands where its actions stand: nothing planned, being answered, or met. What people set
    aside by hand stays so."""
    if need.state == NeedState.DROPPED:
        return
    held = set(need.actions.order_by().values_list("state", flat=True))
    if held & set(LIVE):
        to = NeedState.COVERED
    elif ActionState.CLOSED in held:
        to = NeedState.MET
    else:
        to = NeedState.OPEN
    if need.state != to:
        states.move(need, to, NEED_TRANSITIONS, by=by, verb="governance.need_moved")
