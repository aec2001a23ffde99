"""Which letters a referral, a request and a coverage gap send, and to whom. Delivery is the outbox's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from maillage.core import outbox
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Service
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Advice, CoverageGap, DoorRequest, Project, ProjectMember, Referral

NEWS = "projects/email/referral_news"


def receivers_of(service: Service) -> list[str]:
    """Where a referral to a service goes: its public address, else its organisation's, else the
    addresses of the organisation's administrators. None: nobody would read it."""
    if address := service.email or service.organisation.email:
        return [address]
    administrators = Membership.objects.administrators().filter(
        organisation=service.organisation_id, user__is_active=True
    )
    return list(administrators.order_by("pk").values_list("user__email", flat=True))


def carriers_of(project: Project) -> list[Any]:
    members = ProjectMember.objects.filter(
        project=project, role=ProjectRole.CARRIER, user__is_active=True
    ).select_related("user")
    return [member.user for member in members.order_by("pk")]


def team_of(referral: Referral) -> list[Any]:
    """Who is told of a project's referral: its carriers, its sender while they advise, else the advisers
    who took over. Somebody whose advice has ended reads nothing more."""
    project = referral.project
    if project is None:
        return []
    carriers = carriers_of(project)
    advisers = [
        row.adviser
        for row in Advice.objects.live()
        .filter(project=project, adviser__is_active=True)
        .select_related("adviser")
        .order_by("pk")
    ]
    senders = [person for person in (*advisers, *carriers) if person.pk == referral.sender_id]
    return [*(senders or advisers), *carriers]


# --- To the receiver -------------------------------------------------------------------------------------
def to_receiver(referral: Referral, template: str, **context: Any) -> None:
    """To the service's address: the signed page, without an account."""
    path = reverse("orientation:receive", args=[referral.token])
    for address in receivers_of(referral.service):
        outbox.send_email(
            address,
            f"projects/email/referral_{template}",
            {
                "referral": referral,
                "title": referral.title,
                "link": f"{settings.BASE_URL}{path}",
                **context,
            },
            language="fr",
        )


# --- To the sender and the person ------------------------------------------------------------------------
def ask_consent(referral: Referral, *, is_reminder: bool = False) -> None:
    """To the carriers: may this be sent?"""
    for carrier in carriers_of(referral.project) if referral.project else []:
        _to_account(carrier, referral, "projects/email/referral_consent", is_reminder=is_reminder)


def tell(referral: Referral, kind: str, *, besides: Any = None) -> None:
    """What has just become of it, to the sender, or whoever took over from them, and to the person: each
    once, not to who did it.

    Args:
        kind: accepted, declined, met, closed, expired, withdrawn.
    """
    told: list[Any] = []
    people = team_of(referral)
    contact = referral.service.email or referral.service.organisation.email
    for person in people:
        if person is not None and person.is_active and person not in told and person != besides:
            told.append(person)
            _to_account(person, referral, NEWS, kind=kind, contact=contact)
    if referral.request is not None:
        request = referral.request
        with translation.override(request.language):
            context = {"referral": referral, "title": referral.title, "kind": kind, "contact": contact}
        outbox.send_email(
            request.email,
            NEWS,
            {**context, "link": settings.BASE_URL + request.get_absolute_url()},
            language=request.language,
        )


def _to_account(person: Any, referral: Referral, template: str, **context: Any) -> None:
    outbox.send_email(
        person.email,
        template,
        {
            "referral": referral,
            "title": referral.title,
            "link": settings.BASE_URL + referral.get_absolute_url(),
            **context,
        },
        language=person.language,
    )


# --- Requests without an account ---------------------------------------------------------------------------
def confirm_request(request: DoorRequest) -> None:
    """To the address that was given: is it yours, and shall we go on?"""
    outbox.send_email(
        request.email,
        "projects/email/request_confirm",
        {"request": request, "link": settings.BASE_URL + request.get_absolute_url()},
        language=request.language,
    )


# --- Coverage gaps -----------------------------------------------------------------------------------------
def gap_given(gap: CoverageGap, *, is_reminder: bool = False) -> None:
    """To the person in charge."""
    if gap.in_charge is None or not gap.in_charge.is_active:
        return
    outbox.send_email(
        gap.in_charge.email,
        "projects/email/gap_given",
        {"gap": gap, "is_reminder": is_reminder, "link": settings.BASE_URL + gap.get_absolute_url()},
        language=gap.in_charge.language,
    )


def gap_answered(gap: CoverageGap, *, by: Any) -> None:
    """To whoever opened it and to the person."""
    people: list[Any] = [gap.opened_by, *(carriers_of(gap.project) if gap.project else [])]
    told: list[Any] = []
    for person in people:
        if person is not None and person.is_active and person not in told and person != by:
            told.append(person)
            _gap_letter(gap, person.email, person.language, gap.get_absolute_url())
    if gap.request is not None:
        _gap_letter(gap, gap.request.email, gap.request.language, gap.request.get_absolute_url())


def _gap_letter(gap: CoverageGap, address: str, language: str, path: str) -> None:
    outbox.send_email(
        address,
        "projects/email/gap_answered",
        {"gap": gap, "link": settings.BASE_URL + path},
        language=language,
    )


def administrators_over(organisations: Any) -> list[Any]:
    """The people who administer one of these organisations, by key."""
    rows = Membership.objects.active().filter(
        organisation__in=organisations, role=MembershipRole.ADMINISTRATOR, user__is_active=True
    )
    return [row.user for row in rows.select_related("user").order_by("pk")]
