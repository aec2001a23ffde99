"""Row locks, and the guards that actions begin with. Order: pathway, session, then people by key."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import NotAllowed
from maillage.pathways import rules as who
from maillage.pathways.models import Kit, Pathway, Session


def only_authors(kit: Kit, by: Any) -> None:
    """Raises NotAllowed when ``by`` does not write for the organisation of the kit."""
    if not who.writes_kit(by, kit):
        raise NotAllowed(_("Only the team that wrote this kit may do this."))


def only_runners(pathway: Pathway, by: Any) -> None:
    """Raises NotAllowed when ``by`` does not run the pathway."""
    if not who.runs_pathway(by, pathway):
        raise NotAllowed(_("Only those who run the pathway may do this."))


def locked_pathway(pathway: Pathway) -> Pathway:
    """The pathway under ``FOR UPDATE``, with what its actions read."""
    Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    return Pathway.objects.select_related("organisation", "programme", "cohort", "kit_version__kit").get(
        pk=pathway.pk
    )


def locked_session(session: Session) -> Session:
    """The session under ``FOR UPDATE``, with what its actions read."""
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return Session.objects.select_related(
        "pathway__organisation", "pathway__programme", "place", "commune", "participant__user"
    ).get(pk=session.pk)
