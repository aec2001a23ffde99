"""Who is told when something happens to a call, and how: those who write first, then those who follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from maillage.accounts import notifications
from maillage.core import outbox
from maillage.programmes.enums import Filing, RegistrationState
from maillage.programmes.models import Application, Call, CallFollower, Registration, Stage
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember

# What a follower asked for, and may stop from any of its e-mails.
FOLLOWED = "programmes.followed_call"


@dataclass(frozen=True)
class Concerned:
    """A person, and their application when they have one in the call."""

    user: Any
    application: Application | None = None


def carriers_of_many(applications: Iterable[Application]) -> list[Concerned]:
    """The carriers of these applications, one line for each pair: one query."""
    by_project: dict[int, list[Application]] = {}
    for application in applications:
        by_project.setdefault(application.project_id, []).append(application)
    members = (
        ProjectMember.objects.filter(
            project__in=list(by_project), role=ProjectRole.CARRIER, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
    )
    return [
        Concerned(member.user, application)
        for member in members
        for application in by_project[member.project_id]
    ]


def writers(call: Call, stage: Stage | None = None) -> list[Concerned]:
    """The carriers of the files that are being written, at a stage or at any."""
    drafts = Application.objects.filter(call=call, stage_filing=Filing.DRAFT).exclude(filing=Filing.WITHDRAWN)
    if stage is not None:
        drafts = drafts.filter(stage=stage)
    return carriers_of_many(drafts.order_by("pk"))


def listeners(call: Call) -> list[Concerned]:
    """Those who follow the call, or come to a session about it that is still to be held."""
    coming = Registration.objects.filter(
        session__call=call,
        session__cancelled_at__isnull=True,
        session__ends_at__gte=timezone.now(),
    ).exclude(state=RegistrationState.CANCELLED)
    followers = CallFollower.objects.filter(call=call)
    people = {
        row.user_id: row.user
        for rows in (
            followers.select_related("user").order_by("pk"),
            coming.select_related("user").order_by("pk"),
        )
        for row in rows
        if row.user.is_active
    }
    return [Concerned(user) for user in people.values()]


def tell_carriers(people: Iterable[Concerned], template: str, context: Mapping[str, Any]) -> set[int]:
    """A message that applicants need; who was told."""
    told = set()
    for each in people:
        outbox.send_email(
            each.user.email,
            template,
            {**context, "application": each.application},
            language=each.user.language,
        )
        told.add(each.user.pk)
    return told


def tell_listeners(call: Call, template: str, context: Mapping[str, Any], *, but: Iterable[int] = ()) -> int:
    """News of a call to those who follow it, less those whom a message reached already."""
    known, told = set(but), 0
    for each in listeners(call):
        if each.user.pk not in known:
            sent = notifications.notify(each.user, FOLLOWED, template, {**context, "call": call})
            told += sent is not None
    return told
