"""What is done to support needs: recorded, said otherwise, set aside, taken up again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import Theme
from maillage.governance import hosts
from maillage.governance import rules as who
from maillage.governance.actions.action import follow_need
from maillage.governance.enums import NEED_TRANSITIONS, MeetingState, NeedState, Urgency
from maillage.governance.models import Meeting, MeetingItem, SupportNeed
from maillage.projects.models import Project

LONGEST = 3000


@transaction.atomic
def record(
    project: Project,
    *,
    theme: str,
    urgency: str,
    said: str,
    by: Any,
    item: MeetingItem | None = None,
    host: tuple[str, int] | None = None,
) -> SupportNeed:
    """Writes what a project needs: at a meeting, under the item of that project, or in a host's name.

    Raises:
        NotAllowed: ``by`` runs neither the meeting nor the host.
        Invalid: an unknown theme or urgency, or nothing was said.
        Conflict: the meeting has not begun, or its minutes are frozen.
    """
    if item is not None:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        if not who.runs_meeting(by, meeting):
            raise NotAllowed(_("Whoever presides or keeps the minutes records what is needed."))
        if meeting.state != MeetingState.OPEN:
            raise Conflict(_("The meeting is not in session."))
        if item.project_id != project.pk:
            raise Invalid(_("This item is about another project."))
        host = meeting.committee.host_key
        group = hosts.Group(meeting.group_key, meeting.group_name) if meeting.group_key else None
    elif host is None or not hosts.runs(by, *host):
        raise NotAllowed(_("Those who follow the project record what it needs."))
    else:
        group = None
    kind = hosts.hosts.get(host[0])
    if group is None and kind is not None:
        group = kind.group_of(host[1], project.pk)
    _check(theme, urgency, said)
    need = SupportNeed.objects.create(
        project=project,
        item=item,
        host_kind=host[0],
        host_id=host[1],
        group_key=group.key if group else "",
        group_name=group.name if group else "",
        theme=theme,
        urgency=urgency,
        said=said.strip(),
        recorded_by=by,
        said_at=clock.database_now(),
    )
    events.record(need, "governance.need_recorded", by=by, data={"theme": theme, "urgency": urgency})
    return need


@transaction.atomic
def update(need: SupportNeed, *, theme: str, urgency: str, said: str, by: Any) -> SupportNeed:
    """Says it otherwise. Raises NotAllowed and Invalid as ``record``."""
    need = _locked(need, by)
    _check(theme, urgency, said)
    need.theme, need.urgency, need.said = theme, urgency, said.strip()
    need.save(update_fields=["theme", "urgency", "said"])
    events.record(need, "governance.need_changed", by=by)
    return need


@transaction.atomic
def drop(need: SupportNeed, *, why: str, by: Any) -> SupportNeed:
    """Sets a need aside, with the reason. Its actions go on: each has its own end.

    Raises:
        Invalid: no reason.
        TransitionRefused: it is met.
    """
    need = _locked(need, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: the project will read it.")})
    states.move(
        need, NeedState.DROPPED, NEED_TRANSITIONS, by=by, verb="governance.need_dropped", why=why.strip()
    )
    return need


@transaction.atomic
def take_up(need: SupportNeed, *, by: Any) -> SupportNeed:
    """Takes up again what was set aside."""
    need = _locked(need, by)
    if need.state != NeedState.DROPPED:
        raise Conflict(_("This need is not set aside."))
    states.move(need, NeedState.OPEN, NEED_TRANSITIONS, by=by, verb="governance.need_taken_up")
    follow_need(need, by=by)
    return need


def _check(theme: str, urgency: str, said: str) -> None:
    if theme not in Theme.values:
        raise Invalid(fields={"theme": _("Choose a theme.")})
    if urgency not in Urgency.values:
        raise Invalid(fields={"urgency": _("Choose how urgent it is.")})
    if not said.strip():
        raise Invalid(fields={"said": _("Write what was said.")})
    if len(said) > LONGEST:
        raise Invalid(fields={"said": _("At most %(most)d characters.") % {"most": LONGEST}})


def _locked(need: SupportNeed, by: Any) -> SupportNeed:
    SupportNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    need = SupportNeed.objects.select_related("project", "item__meeting__committee").get(pk=need.pk)
    if not who.steers_need(by, need):
        raise NotAllowed(_("Those who follow the project record what it needs."))
    return need
