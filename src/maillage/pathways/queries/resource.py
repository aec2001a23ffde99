"""What sessions share, as each person may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404

from maillage.core.models import StoredFile
from maillage.pathways.content import KitResource
from maillage.pathways.enums import SeatState
from maillage.pathways.models import Session, SessionResource
from maillage.pathways.queries import pathway as read


def of(session: Session) -> list[SessionResource]:
    """Those that are shared now, the first to come first; one query."""
    return list(session.resources.live().for_list())


def removed_from(session: Session) -> list[SessionResource]:
    """Those that were taken away and may be put back, the last first."""
    rows = session.resources.filter(removed_at__isnull=False).select_related("file", "by")
    return list(rows.order_by("-removed_at", "-pk"))


def wanted_by_kit(session: Session, live: Sequence[SessionResource]) -> list[KitResource]:
    """What the kit asks those who run the session to bring, and nobody brought yet. The pathway comes with
    its version (``queries.pathway.scope``)."""
    template = session.pathway.kit_version.says.template(session.template_key)
    brought = {row.kit_title for row in live}
    return [
        row for row in (template.resources if template else ()) if not row.url and row.title not in brought
    ]


def opens(scope: read.Scope, session: Session) -> bool:
    """Whether somebody who sees the session opens what it shares, and its video link."""
    return scope.opens or session.registrations.filter(user=scope.user, state=SeatState.SEATED).exists()


def may_see(user: Any, session: Session) -> bool:
    """Whether the person sees what the session shares: whoever has a part in its pathway, or a seat
    in it from the agenda. Leaving the pathway and giving the seat back end it at once."""
    if not user.is_authenticated:
        return False
    try:
        scope = read.scope(user, session.pathway_id)
        return opens(scope, read.session_of(scope, session.pk))
    except Http404:
        seat = read.seat_from_agenda(user, session.pk)
        return seat is not None and seat.state == SeatState.SEATED


def may_read_file(stored: StoredFile, user: Any) -> bool:
    """A file that a session shares, for those who see what it shares."""
    row = SessionResource.objects.live().filter(file=stored).select_related("session").first()
    return row is not None and may_see(user, row.session)
