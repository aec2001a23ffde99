"""What the pages of an organisation's workspace show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from maillage.core import events
from maillage.core.registry import TimelineEntry
from maillage.directory.enums import InvitationState
from maillage.directory.models import Invitation, Membership, Organisation, Place, Service

# What an event of the log says to people. A verb that is not here stays out of the story.
VERBS = {
    "directory.organisation_created": gettext_lazy("The organisation was entered"),
    "directory.organisation_updated": gettext_lazy("The organisation’s page was changed"),
    "directory.published": gettext_lazy("The page was published"),
    "directory.unpublished": gettext_lazy("The page was taken back to draft"),
    "directory.confirmed": gettext_lazy("The page was confirmed"),
    "directory.member_added": gettext_lazy("Somebody joined"),
    "directory.member_left": gettext_lazy("Somebody left"),
    "directory.member_removed": gettext_lazy("A membership was ended"),
    "directory.handed_over": gettext_lazy("A role was handed over"),
    "directory.role_changed": gettext_lazy("A role was changed"),
    "directory.member_invited": gettext_lazy("Somebody was invited"),
    "directory.related": gettext_lazy("A relation was added"),
    "directory.relation_ended": gettext_lazy("A relation ended"),
    "directory.merged": gettext_lazy("A duplicate was merged into this page"),
    "directory.merge_undone": gettext_lazy("A merge was undone"),
}


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who belongs now, by name."""
    return Membership.objects.active().filter(organisation=organisation).for_list()


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations nobody has answered, expired ones included, the newest first."""
    return organisation.invitations.filter(state=InvitationState.PENDING).select_related("invited_by")


def to_confirm(organisation: Organisation) -> list[Organisation | Place | Service]:
    """The organisation's public records that nobody confirmed for a year: itself, places, offers."""
    return [
        *Organisation.objects.public().filter(pk=organisation.pk).due(),
        *Place.objects.public().filter(organisation=organisation).due().order_by("name_key", "pk"),
        *Service.objects.public().filter(organisation=organisation).due().order_by("name_key", "pk"),
    ]


def public_records(organisation: Organisation) -> list[Organisation | Place | Service]:
    """All that the organisation shows to everyone."""
    return [
        *Organisation.objects.public().filter(pk=organisation.pk),
        *Place.objects.public()
        .filter(organisation=organisation)
        .select_related("commune")
        .order_by("name_key", "pk"),
        *Service.objects.public().filter(organisation=organisation).order_by("name_key", "pk"),
    ]


def drafts_of(organisation: Organisation) -> list[Place | Service]:
    """Places and offers that only the organisation sees."""
    return [
        record
        for model in (Place, Service)
        for record in model._default_manager.live()
        .filter(organisation=organisation, publication="draft")
        .order_by("name_key", "pk")
    ]


def story_of(organisation: Organisation, limit: int = 8) -> Iterator[TimelineEntry]:
    """The latest things that happened to the organisation, the newest first."""
    for event in events.about(organisation).filter(verb__in=VERBS)[:limit]:
        yield TimelineEntry(
            at=event.at,
            title=str(VERBS[event.verb]),
            kind="action",
            detail=event.why,
            actor=str(event.actor) if event.actor else "",
        )


def similar_organisations(name: str, siret: str, commune: Any) -> list[Organisation]:
    """Organisations that a new one may be a second copy of: same SIRET, or a close name nearby."""
    close = Q(name_key__trigram_similar=name.lower())
    if commune is not None:
        close &= Q(commune__isnull=True) | Q(commune__department=commune.department_id)
    alike = close | Q(siret=siret) if siret else close
    return list(Organisation.objects.public().filter(alike).for_list().order_by("name_key", "pk")[:5])


def waiting_invitations(user: Any) -> QuerySet[Invitation]:
    """Open invitations at the person's address."""
    from django.utils import timezone

    return (
        Invitation.objects.filter(
            email__iexact=user.email, state=InvitationState.PENDING, expires_at__gt=timezone.now()
        )
        .select_related("organisation")
        .order_by("expires_at", "pk")
    )
