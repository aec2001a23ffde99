"""Who may do what with committees, meetings and actions."""

from __future__ import annotations

from typing import Any

import rules

from maillage.governance import hosts
from maillage.governance.enums import RUNNERS
from maillage.governance.models import Action, Committee, Meeting, SupportNeed
from maillage.projects import rules as projects


def _runs_committee(user: Any, committee: Committee) -> bool:
    return hosts.runs(user, committee.host_kind, committee.host_id)


def _sees_committee(user: Any, committee: Committee) -> bool:
    return bool(user.is_authenticated) and Committee.objects.visible_to(user).filter(pk=committee.pk).exists()


def _runs_host_of_meeting(user: Any, meeting: Meeting) -> bool:
    return _runs_committee(user, meeting.committee)


def _runs_meeting(user: Any, meeting: Meeting) -> bool:
    """Whoever runs its host, presides or keeps the minutes."""
    if not user.is_authenticated:
        return False
    if meeting.members.filter(user=user, seat__in=RUNNERS).exists():
        return True
    return _runs_host_of_meeting(user, meeting)


def _sees_meeting(user: Any, meeting: Meeting) -> bool:
    return bool(user.is_authenticated) and Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()


def _sees_action(user: Any, action: Action) -> bool:
    return bool(user.is_authenticated) and Action.objects.visible_to(user).filter(pk=action.pk).exists()


def _owns_action(user: Any, action: Action) -> bool:
    return bool(action.owner_id == user.pk)


def _steers_action(user: Any, action: Action) -> bool:
    """Who may move its day, give it to somebody else or drop it: who runs its host or its meeting; without
    a host, who gave it while they may see it, and the carriers of its project, so that none stays behind
    with somebody who left."""
    if not user.is_authenticated:
        return False
    if hosts.runs(user, action.host_kind, action.host_id):
        return True
    if action.meeting is not None and _runs_meeting(user, action.meeting):
        return True
    if action.host_kind:
        return False
    if action.project is not None and projects.is_carrier(user, action.project):
        return True
    return bool(action.created_by_id == user.pk and _sees_action(user, action))


def _confirms_action(user: Any, action: Action) -> bool:
    """The project: one of its carriers."""
    return action.project is not None and bool(projects.is_carrier(user, action.project))


def _steers_need(user: Any, need: SupportNeed) -> bool:
    if hosts.runs(user, need.host_kind, need.host_id):
        return True
    return need.item is not None and _runs_meeting(user, need.item.meeting)


runs_committee = rules.predicate(_runs_committee)
sees_committee = rules.predicate(_sees_committee)
runs_meeting = rules.predicate(_runs_meeting)
runs_host_of_meeting = rules.predicate(_runs_host_of_meeting)
sees_meeting = rules.predicate(_sees_meeting)
sees_action = rules.predicate(_sees_action)
owns_action = rules.predicate(_owns_action)
steers_action = rules.predicate(_steers_action)
confirms_action = rules.predicate(_confirms_action)
steers_need = rules.predicate(_steers_need)

rules.add_perm("governance.view_committee", sees_committee)
rules.add_perm("governance.change_committee", runs_committee)
rules.add_perm("governance.view_meeting", sees_meeting)
rules.add_perm("governance.run_meeting", runs_meeting)
rules.add_perm("governance.prepare_meeting", runs_host_of_meeting | runs_meeting)
rules.add_perm("governance.view_action", sees_action)
rules.add_perm("governance.finish_action", owns_action | steers_action)
rules.add_perm("governance.steer_action", steers_action)
rules.add_perm("governance.confirm_action", confirms_action)
rules.add_perm("governance.steer_need", steers_need)
