"""A person without an account asks for a door; support that is missing gets somebody in charge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import LOCAL_AUTHORITY_FORMS
from maillage.directory.models import Organisation, OrganisationArea, Service
from maillage.projects import emails_referral as emails
from maillage.projects import rules as who
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import ProjectRole
from maillage.projects.enums_referral import (
    DOOR_REQUEST_TRANSITIONS,
    GAP_TRANSITIONS,
    DoorRequestState,
    GapState,
)
from maillage.projects.models import CoverageGap, DoorRequest, Project, ProjectMember
from maillage.projects.queries import orientation as read
from maillage.territories.enums import Level
from maillage.territories.models import Commune
from maillage.territories.queries import covering_q

ALTERNATIVES = 5
#: Unconfirmed requests of one address, so that nobody fills another person's mailbox.
MOST_UNCONFIRMED = 3
DOOR_LOCK = 7_424_013


# --- Without an account ------------------------------------------------------------------------------------
@transaction.atomic
def ask(
    *,
    email: str,
    words: str,
    commune: Commune,
    name: str = "",
    stage: str = "",
    themes: Sequence[str] = (),
    audiences: Sequence[str] = (),
    service: Service | None = None,
    language: str = "fr",
) -> DoorRequest:
    """Keeps what a person without an account asks, and writes to their address: a button there sends it.

    Args:
        service: the door that they chose; None when none fitted, which opens a coverage gap.

    Raises:
        Invalid: nothing is said, nobody reads for that service, or too many letters wait at that address.
    """
    if not words.strip():
        raise Invalid(fields={"words": _("Say in a few words what you want to do.")})
    if service is not None and not emails.receivers_of(service):
        raise Invalid(_("This service has given no address to write to: telephone, or choose another one."))
    email, now = email.strip().lower(), clock.database_now()
    # Counted one after the other: requests that come together are no way around the bound.
    _one_at_a_time(email)
    waiting = DoorRequest.objects.filter(email=email, state=DoorRequestState.UNCONFIRMED, expires_at__gt=now)
    if waiting.count() >= MOST_UNCONFIRMED:
        raise Invalid(_("Several requests wait at this address already: open the e-mail that you received."))
    request = DoorRequest.objects.create(
        email=email,
        name=name.strip(),
        words=words.strip(),
        commune=commune,
        stage=stage,
        themes=list(themes),
        audiences=list(audiences),
        service=service,
        language=language,
    )
    events.record(request, "projects.door_asked", by=None)
    emails.confirm_request(request)
    return request


@transaction.atomic
def confirm(request: DoorRequest) -> DoorRequest:
    """The person pressed the button behind the link: the service is written to, or somebody is put in
    charge of finding one. Pressing twice is the same as once.

    Raises:
        Conflict: the link is too old, or the request was withdrawn.
    """
    request = _locked_request(request)
    if request.state == DoorRequestState.CONFIRMED:
        return request
    if not request.is_to_confirm:
        raise Conflict(_("This link is no longer good: ask again."))
    states.move(
        request,
        DoorRequestState.CONFIRMED,
        DOOR_REQUEST_TRANSITIONS,
        by=None,
        verb="projects.door_confirmed",
        also={"confirmed_at": clock.database_now()},
    )
    if request.service is not None:
        referrals.send_request(request, request.service)
    else:
        _open_gap(
            CoverageGap(request=request, stage=request.stage, themes=request.themes),
            request.commune,
            request.audiences,
            by=None,
        )
    return request


@transaction.atomic
def withdraw(request: DoorRequest) -> DoorRequest:
    """The person takes everything back: what waits is withdrawn, and receivers read nothing more."""
    request = _locked_request(request)
    states.move(
        request,
        DoorRequestState.WITHDRAWN,
        DOOR_REQUEST_TRANSITIONS,
        by=None,
        verb="projects.door_withdrawn",
    )
    for referral in request.referrals.open().order_by("pk"):
        referrals.withdraw(referral, by=None, is_person=True)
    for gap in request.coverage_gaps.filter(state=GapState.OPEN).order_by("pk"):
        _end_gap(gap, GapState.CLOSED, by=None, answer=_("The person withdrew the request."))
    return request


def _one_at_a_time(email: str) -> None:
    """Until the end of the transaction, for an address that has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [DOOR_LOCK, email])


def _locked_request(request: DoorRequest) -> DoorRequest:
    return (
        DoorRequest.objects.select_for_update(of=("self",))
        .select_related("commune", "service__organisation")
        .get(pk=request.pk)
    )


# --- Missing support ---------------------------------------------------------------------------------------
@transaction.atomic
def open_gap(
    project: Project,
    *,
    by: Any,
    stage: str = "",
    themes: Sequence[str] = (),
    audiences: Sequence[str] = (),
) -> CoverageGap:
    """No service fits: somebody is put in charge of finding one, with a day, and the nearest alternatives
    as they are today.

    Raises:
        NotAllowed: ``by`` neither carries nor advises the project.
        Conflict: somebody looks for this project already.
    """
    if who.role_in(by, project) not in {ProjectRole.CARRIER, ProjectRole.ADVISER}:
        raise NotAllowed(_("Only those who carry or advise the project may do this."))
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    gap = CoverageGap(project=project, stage=stage, themes=list(themes), opened_by=by)
    return _open_gap(gap, project.commune, audiences, by=by)


def _open_gap(gap: CoverageGap, commune: Commune, audiences: Iterable[str], *, by: Any) -> CoverageGap:
    gap.commune, gap.audiences = commune, list(audiences)
    gap.in_charge = person_in_charge(commune, gap.project)
    gap.opened_at = clock.database_now()
    wish = read.wish_of(commune, stage=gap.stage, themes=gap.themes, audiences=gap.audiences)
    # Kept in French, the platform's language: it is what was known that day.
    with translation.override("fr"):
        found = read.find_doors(commune, wish)
        gap.alternatives = [
            {
                "service": door.service.pk,
                "name": door.service.name,
                "organisation": door.service.organisation.name,
                "km": None if door.km is None else round(door.km, 1),
                "obstacles": door.obstacles,
            }
            for door in [*found.near, *found.others][:ALTERNATIVES]
        ]
    try:
        with transaction.atomic():
            gap.save()
    except IntegrityError:
        raise Conflict(_("Somebody is looking for this project already.")) from None
    events.record(gap, "projects.gap_opened", by=by, to=gap.state, field="state")
    emails.gap_given(gap)
    return gap


def person_in_charge(commune: Commune, project: Project | None) -> User | None:
    """Who looks for what is missing: the project's adviser; else an administrator of the network or local
    authority whose perimeter covers the commune most closely; else somebody of the platform's team."""
    return next(_candidates(commune, project), None)


def candidates(commune: Commune, project: Project | None) -> list[User]:
    """All who may be put in charge, each once, in the order of ``person_in_charge``."""
    return list({person.pk: person for person in _candidates(commune, project)}.values())


def _candidates(commune: Commune, project: Project | None) -> Iterator[User]:
    if project is not None:
        advisers = ProjectMember.objects.filter(
            project=project, role=ProjectRole.ADVISER, user__is_active=True
        )
        yield from (row.user for row in advisers.select_related("user").order_by("pk"))
    rank = {level.value: position for position, level in enumerate(Level)}
    rows = OrganisationArea.objects.filter(covering_q(commune)).values_list("level", "organisation", "pk")
    closest = sorted(rows, key=lambda row: (rank[row[0]], row[2]))
    watching = set(
        Organisation.objects.public()
        .filter(pk__in=[row[1] for row in closest])
        .filter(_watches())
        .values_list("pk", flat=True)
    )
    for _level, organisation, _pk in closest:
        if organisation in watching:
            yield from emails.administrators_over([organisation])
    yield from User.objects.filter(is_staff=True, is_active=True).order_by("pk")


def _watches() -> Any:
    from django.db.models import Q

    return Q(is_network=True) | Q(legal_form__in=LOCAL_AUTHORITY_FORMS)


@transaction.atomic
def give_gap(gap: CoverageGap, *, to: User, by: Any) -> CoverageGap:
    """Puts somebody else in charge; they are told. The day stays: the person was promised it.

    Raises:
        NotAllowed: ``by`` is neither in charge nor of the platform's team.
        Conflict: the case has its answer.
        Invalid: ``to`` is not among ``candidates``: the case holds what a person wrote.
    """
    gap = _locked_gap(gap, by)
    if gap.state != GapState.OPEN:
        raise Conflict(_("This case has its answer: look again first."))
    if to.pk not in {person.pk for person in candidates(gap.commune, gap.project)}:
        raise Invalid(fields={"to": _("This person neither advises the project nor watches over its place.")})
    gap.in_charge = to
    gap.save(update_fields=["in_charge"])
    events.record(gap, "projects.gap_given", by=by)
    emails.gap_given(gap)
    return gap


@transaction.atomic
def solve_gap(gap: CoverageGap, *, service: Service, by: Any, answer: str = "") -> CoverageGap:
    """A service was found. The person and whoever opened the case are told."""
    gap = _locked_gap(gap, by)
    return _end_gap(gap, GapState.SOLVED, by=by, answer=answer, service=service)


@transaction.atomic
def close_gap(gap: CoverageGap, *, by: Any, answer: str) -> CoverageGap:
    """Nothing was found, and why.

    Raises:
        Invalid: no answer: a case never ends in silence.
    """
    gap = _locked_gap(gap, by)
    if not answer.strip():
        raise Invalid(fields={"answer": _("Tell the person why, and what they can do.")})
    return _end_gap(gap, GapState.CLOSED, by=by, answer=answer)


@transaction.atomic
def reopen_gap(gap: CoverageGap, *, by: Any) -> CoverageGap:
    """Looks again for what was closed without a service."""
    gap = _locked_gap(gap, by)
    states.move(
        gap,
        GapState.OPEN,
        GAP_TRANSITIONS,
        by=by,
        verb="projects.gap_reopened",
        also={"ended_at": None, "due_on": _new_day()},
    )
    return gap


def _new_day() -> Any:
    from maillage.projects.models.orientation import gap_due_on

    return gap_due_on()


def _end_gap(
    gap: CoverageGap, to: GapState, *, by: Any, answer: str, service: Service | None = None
) -> CoverageGap:
    states.move(
        gap,
        to,
        GAP_TRANSITIONS,
        by=by,
        verb="projects.gap_ended",
        also={"answer": answer.strip(), "solved_by": service, "ended_at": clock.database_now()},
    )
    emails.gap_answered(gap, by=by)
    return gap


def _locked_gap(gap: CoverageGap, by: Any) -> CoverageGap:
    if not (by.is_staff or gap.in_charge_id == by.pk):
        raise NotAllowed(_("Only the person in charge may do this."))
    return (
        CoverageGap.objects.select_for_update(of=("self",))
        .select_related("commune", "project", "request", "in_charge", "opened_by")
        .get(pk=gap.pk)
    )
