"""One's own pathways in one's own menu, and the speakers who cannot come among what waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
            concerns,
            order=15,
        )
    )
    registry.todo_sources.add(
        registry.TodoSource(
            "pathways.speakers", refusals_for, order=26, concerns=lambda user: [refusals_to(user)]
        )
    )


def concerns(user: Any) -> Iterable[QuerySet[Any]]:
    """Whoever follows, speaks in or runs pathways, came to a session, or may run a kit."""
    writes = (MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
    return (
        Enrolment.objects.filter(user=user),
        Registration.objects.filter(user=user),
        Speaker.objects.asked().filter(user=user),
        Membership.objects.active().filter(user=user, role__in=writes),
        ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER),
    )


def refusals_to(user: Any) -> QuerySet[Speaker]:
    """Speakers who said that they cannot come, of sessions to come that the person runs."""
    return (
        Speaker.objects.filter(
            state=SpeakerState.DECLINED,
            session__pathway__in=Pathway.objects.run_by(user).values("pk"),
            session__state__in=(SessionState.TO_DATE, SessionState.SCHEDULED),
        )
        .filter(Q(session__ends_at__isnull=True) | Q(session__ends_at__gt=timezone.now()))
        .order_by("session__starts_at", "pk")
    )


def refusals_for(user: Any) -> Iterable[TodoItem]:
    """No longer asking them settles it."""
    for row in refusals_to(user).select_related("session")[:10]:
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
