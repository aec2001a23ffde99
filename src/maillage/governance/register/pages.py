"""What governance shows on pages of other floors: things to do, threads of projects, files, e-mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.accounts.notifications import NotificationKind, kinds
from maillage.accounts.workspace import OwnPage, own_pages
from maillage.core import registry
from maillage.core.registry import TimelineEntry, TodoItem
from maillage.governance import hosts
from maillage.governance.actions.digest import DIGEST_KIND
from maillage.governance.actions.meeting import MEETING_KIND
from maillage.governance.models import Action, Meeting, MeetingMember
from maillage.governance.queries import action as actions
from maillage.governance.queries import meeting as meetings
from maillage.governance.queries import need as needs


def declare() -> None:
    registry.todo_sources.add(registry.TodoSource("governance", todo_for, order=25, concerns=waiting))
    registry.timeline_sources.add(
        registry.TimelineSource("governance", project_entries, order=30, label=_("Committees and actions"))
    )
    own_pages.add(OwnPage("follow-up", _("Decisions and actions"), "governance:actions", concerns, order=30))
    registry.file_owners.add(registry.FileOwner("governance", may_read_file))
    kinds.add(
        NotificationKind(
            DIGEST_KIND,
            _("My actions: what is due, late or to confirm"),
            _("One e-mail for all of them, at most once a day; once a week when nothing is new."),
            order=50,
        )
    )
    kinds.add(
        NotificationKind(
            MEETING_KIND,
            _("Meetings to which I am called"),
            _("When one is called, moved or cancelled, and when its minutes are there."),
            order=51,
        )
    )


def concerns(user: Any) -> Iterable[QuerySet[Any]]:
    """Whoever sits, runs something or has an action: others need no such page."""
    return (
        Action.objects.filter(owner=user),
        Action.objects.filter(expert=user),
        MeetingMember.objects.filter(user=user),
        *hosts.roles_of(user),
    )


def waiting(user: Any) -> Iterable[QuerySet[Any]]:
    return (*actions.waiting(user), meetings.to_sit_in(user), *hosts.roles_of(user))


def todo_for(user: Any) -> Iterable[TodoItem]:
    run = hosts.run_by(user)
    yield from actions.todo_for(user, run)
    yield from meetings.todo_for(user, run)


def project_entries(project: Any, user: Any) -> Iterable[TimelineEntry]:
    """For those who read the thread only: the page that asks has checked it."""
    yield from actions.project_entries(project, user)
    yield from needs.project_entries(project, user)
    yield from meetings.project_entries(project, user)


def may_read_file(stored: Any, user: Any) -> bool:
    """Files and minutes of a meeting: those who see it. What shows an action: those who see that."""
    if not user.is_authenticated:
        return False
    action = Action.objects.filter(files__file=stored).first()
    if action is not None:
        return bool(user.has_perm("governance.view_action", action))
    meeting = Meeting.objects.filter(minutes=stored).first()
    meeting = meeting or Meeting.objects.filter(files__file=stored).first()
    return meeting is not None and bool(user.has_perm("governance.view_meeting", meeting))
