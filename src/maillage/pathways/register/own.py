"""One's own pathways in one's own menu, and the speakers who cannot come among what waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User
from maillage.accounts.workspace import OwnPage, own_pages
from maillage.core import registry
from maillage.core.registry import TodoItem
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.pathways.enums import SessionState, SpeakerState
from maillage.pathways.models import Enrolment, Pathway, Registration, Speaker
from maillage.programmes.enums import Role
from maillage.programmes.models import ProgrammeRole


def declare() -> None:
    own_pages.add(
        OwnPage(
            "pathways",
            gettext_lazy("Pathways and sessions"),
            "pathways:pathways",
            is_concerned,
            order=15,
        )
    )
    registry.todo_sources.add(registry.TodoSource("pathways.speakers", refusals_for, order=26))


def is_concerned(user: Any) -> bool:
    """Whether the person follows, speaks in or runs pathways, came to a session, or may run a kit; one
    query."""
    mine = OuterRef("pk")
    writes = (MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
    return (
        User.objects.filter(pk=user.pk)
        .filter(
            Q(Exists(Enrolment.objects.filter(user=mine)))
            | Q(Exists(Registration.objects.filter(user=mine)))
            | Q(Exists(Speaker.objects.asked().filter(user=mine)))
            | Q(Exists(Membership.objects.active().filter(user=mine, role__in=writes)))
            | Q(Exists(ProgrammeRole.objects.live().filter(user=mine, role=Role.OFFICER)))
        )
        .exists()
    )


def refusals_for(user: Any) -> Iterable[TodoItem]:
    """Speakers who said that they cannot come, of sessions to come that the person runs: no longer asking
    them settles it."""
    rows = (
        Speaker.objects.filter(
            state=SpeakerState.DECLINED,
            session__pathway__in=Pathway.objects.run_by(user).values("pk"),
            session__state__in=(SessionState.TO_DATE, SessionState.SCHEDULED),
        )
        .filter(Q(session__ends_at__isnull=True) | Q(session__ends_at__gt=timezone.now()))
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    for row in rows[:10]:
        starts_at = row.session.starts_at
        yield TodoItem(
            title=_("%(name)s cannot speak in “%(session)s”: ask somebody else")
            % {"name": row.name, "session": row.session.title},
            url=row.session.get_absolute_url(),
            detail=row.answer,
            due_on=timezone.localdate(starts_at) if starts_at else None,
            button=_("See the session"),
            about=f"pathway-{row.session.pathway_id}",
        )
