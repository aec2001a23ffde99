"""Reads of referrals: who may see which, and what each may read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.one import one_or_none
from maillage.core.registry import TimelineEntry
from maillage.directory.models import Membership
from maillage.projects import rules as who
from maillage.projects.enums import ProjectRole
from maillage.projects.enums_referral import ReferralState, Shared
from maillage.projects.models import DoorRequest, Project, Referral
from maillage.projects.models.orientation import LINK_SALT as REQUEST_SALT
from maillage.projects.models.referral import ANSWERING, LINK_SALT


def for_page() -> QuerySet[Referral]:
    return Referral.objects.for_list().select_related(
        "request__commune", "better_service__organisation", "consent_by", "follows__service"
    )


def answers_for(user: Any, referral: Referral) -> bool:
    """Whether the person answers in the name of the receiver."""
    return bool(
        user.is_authenticated
        and Membership.objects.active()
        .filter(user=user, organisation=referral.organisation_id, role__in=ANSWERING)
        .exists()
    )


@dataclass(frozen=True)
class Seat:
    """Where a person stands before a referral."""

    referral: Referral
    is_receiver: bool
    is_sender: bool
    is_carrier: bool


def seat_of(user: Any, pk: int) -> Seat:
    """The referral, for its sender, the project's people and its receiver. Raises Http404 otherwise."""
    referral = one_or_none(for_page().filter(pk=pk))
    if referral is None:
        raise Http404
    role = who.role_in(user, referral.project) if referral.project else None
    # An adviser reads while the carriers let them: one who sent it and left is a stranger.
    advises = role == ProjectRole.ADVISER and user.has_perm("projects.view_thread", referral.project)
    seat = Seat(
        referral,
        is_receiver=referral.state != ReferralState.CONSENT and answers_for(user, referral),
        is_sender=advises and referral.sender_id == user.pk,
        is_carrier=role == ProjectRole.CARRIER,
    )
    # Other advisers follow it in the thread; the page itself tells what was shared with whom.
    if not (seat.is_receiver or seat.is_carrier or advises):
        raise Http404
    return seat


def of_link(token: str) -> Referral:
    """The referral of a receiver's link. Raises Http404 when the link was never ours."""
    referral: Referral = _signed(for_page(), token, LINK_SALT)
    return referral


def request_of_link(token: str) -> DoorRequest:
    """The request of a person's link."""
    rows = DoorRequest.objects.select_related("commune", "service__organisation")
    request: DoorRequest = _signed(rows, token, REQUEST_SALT)
    return request


def _signed(rows: Any, token: str, salt: str) -> Any:
    try:
        pk = signing.loads(token, salt=salt)
    except signing.BadSignature:
        raise Http404 from None
    row = one_or_none(rows.filter(pk=pk))
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


def facts_for_receiver(referral: Referral) -> list[Fact]:
    """What the person agreed to share, and nothing else. Empty once the referral has ended without
    being taken, or was withdrawn: the link then opens nothing."""
    if referral.state in {
        ReferralState.CONSENT,
        ReferralState.WITHDRAWN,
        ReferralState.EXPIRED,
        ReferralState.DECLINED,
    }:
        return []
    project, request = referral.project, referral.request
    facts: dict[str, list[tuple[str, str]]] = {item.value: [] for item in Shared}
    if project is not None:
        people = [
            member.user
            for member in project.members.filter(
                role=ProjectRole.CARRIER, user__is_active=True
            ).select_related("user")
        ]
        facts[Shared.CONTACT] = [(_("Contact"), ", ".join(f"{person} ({person.email})" for person in people))]
        facts[Shared.SUMMARY] = [(_("Project"), project.title), (_("Summary"), project.summary)]
        facts[Shared.NEED] = [(_("The need"), project.need)]
        facts[Shared.STAGE] = [
            (_("Stage"), str(project.get_stage_display())),
            (_("Legal form"), str(project.get_legal_form_display())),
        ]
        facts[Shared.PLACE] = [
            (_("Where"), project.commune.name),
            (_("Place"), project.place.name if project.place else ""),
        ]
    elif request is not None:
        facts[Shared.CONTACT] = [
            (_("Contact"), f"{request.name} ({request.email})" if request.name else request.email)
        ]
        facts[Shared.SUMMARY] = [(_("Summary"), request.words)]
        facts[Shared.STAGE] = [(_("Stage"), str(request.get_stage_display()))]
        facts[Shared.PLACE] = [(_("Where"), request.commune.name)]
    return [
        Fact(label, value)
        for item in Shared
        if item in referral.shared
        for label, value in facts[item]
        if value
    ]


# --- The project's thread --------------------------------------------------------------------------------
def timeline(project: Project, user: Any) -> list[TimelineEntry]:
    """What became of the project's referrals: one entry for each passage that matters."""
    entries: list[TimelineEntry] = []
    for referral in project.referrals.for_list().select_related("better_service").order_by("-pk")[:100]:
        entries.extend(_told(referral))
    return entries


def _told(referral: Referral) -> list[TimelineEntry]:
    service, url = {"service": referral.service.name}, referral.get_absolute_url()
    entries = []
    if referral.sent_at:
        entries.append((referral.sent_at, _("Directed to %(service)s") % service, referral.reason, "action"))
    else:
        title = _("Proposed to direct the project to %(service)s") % service
        entries.append((referral.created_at, title, referral.reason, "action"))
    if referral.accepted_at:
        title = _("%(service)s takes the project in") % service
        entries.append((referral.accepted_at, title, "", "decision"))
    if referral.met_at:
        entries.append((referral.met_at, _("Meeting with %(service)s") % service, "", "session"))
    if referral.ended_at:
        ends = {
            ReferralState.DECLINED: _("%(service)s cannot take the project in"),
            ReferralState.EXPIRED: _("No answer from %(service)s: the referral came back"),
            ReferralState.WITHDRAWN: _("The referral to %(service)s was withdrawn"),
            ReferralState.CLOSED: _("The referral to %(service)s is closed"),
        }
        detail = str(referral.get_outcome_display() or referral.get_decline_reason_display())
        entries.append((referral.ended_at, ends[ReferralState(referral.state)] % service, detail, "decision"))
    return [
        TimelineEntry(at=at, title=title, detail=detail[:200], kind=kind, url=url)
        for at, title, detail, kind in entries
    ]
