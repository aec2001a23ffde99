"""Referrals and advisers by the hundred thousand."""

from __future__ import annotations

import datetime as dt

from maillage.directory.models import Organisation, Service
from maillage.portal.demo.builders import people
from maillage.portal.demo.national.loading import Loading
from maillage.portal.demo.national.programme import SLUG
from maillage.programmes.models import Application
from maillage.projects.enums import USUAL_RIGHTS, AdviceState, ProjectRole
from maillage.projects.enums_referral import DeclineReason, ReferralOutcome, ReferralState, Shared
from maillage.projects.models import Advice, AdviserMeeting, Project, ProjectMember, Referral

#: Projects of the printed adviser: a heavy portfolio, for the measure.
FOLLOWED = 120
# Most have ended; those that wait are few, and each project waits at one service at most.
STATES = (
    (ReferralState.CLOSED, 60),
    (ReferralState.DECLINED, 20),
    (ReferralState.EXPIRED, 12),
    (ReferralState.WITHDRAWN, 8),
)


def write(load: Loading) -> None:
    services = list(
        Service.objects.public().order_by("pk").values_list("pk", "organisation")[: load.size.services]
    )
    projects = list(
        Project.objects.filter(
            pk__in=Application.objects.filter(call__programme__slug=SLUG).order_by().values("project")
        )
        .order_by("pk")
        .only("pk", "created_by_id")
    )
    load.insert(Referral, (_referral(load, rank, projects, services) for rank in range(load.size.referrals)))
    _follow(load, projects[:FOLLOWED])
    load.tell(f"{load.size.referrals} referrals, {min(FOLLOWED, len(projects))} projects of an adviser")


def _referral(load: Loading, rank: int, projects: list[Project], services: list[tuple[int, int]]) -> Referral:
    """The last one of each project may still wait; the others have ended."""
    project = projects[rank % len(projects)]
    service, organisation = services[load.rng.randrange(len(services))]
    sent_at = load.now - dt.timedelta(days=load.rng.randrange(20, 1500))
    row = Referral(
        project_id=project.pk,
        service_id=service,
        organisation_id=organisation,
        sender_id=project.created_by_id,
        reason="Mesure.",
        shared=[Shared.CONTACT.value, Shared.SUMMARY.value],
        consent_by_id=project.created_by_id,
        consent_at=sent_at,
        created_at=sent_at,
        sent_at=sent_at,
        turn_at=sent_at,
    )
    if rank < len(projects) // 10:
        row.state = ReferralState.SENT
        row.sent_at = row.created_at = row.turn_at = load.now - dt.timedelta(days=load.rng.randrange(19))
        row.ends_at = row.turn_at + dt.timedelta(days=21)
        return row
    row.state = load.rng.choices([state for state, _n in STATES], [number for _s, number in STATES])[0]
    row.ended_at = sent_at + dt.timedelta(days=15)
    if row.state == ReferralState.CLOSED:
        row.accepted_at, row.met_at = sent_at + dt.timedelta(days=4), sent_at + dt.timedelta(days=9)
        row.outcome = ReferralOutcome.SUPPORTED
    elif row.state == ReferralState.DECLINED:
        row.decline_reason = DeclineReason.FULL
    return row


def _follow(load: Loading, projects: list[Project]) -> None:
    adviser = people.account("adviser")
    home = Organisation.objects.filter(memberships__user=adviser).order_by("pk").first()
    since = load.now - dt.timedelta(days=300)
    taken = set(ProjectMember.objects.filter(user=adviser).values_list("project", flat=True))
    free = [project for project in projects if project.pk not in taken]
    load.insert(
        ProjectMember,
        (ProjectMember(project=each, user=adviser, role=ProjectRole.ADVISER, since=since) for each in free),
    )
    load.insert(
        Advice,
        (
            Advice(
                project=each,
                adviser=adviser,
                organisation=home,
                rights=[right.value for right in USUAL_RIGHTS],
                state=AdviceState.ACTIVE,
                asked_at=since,
                asked_by=adviser,
                since=since,
                consented_by_id=each.created_by_id,
            )
            for each in free
        ),
    )
    load.insert(
        AdviserMeeting,
        (
            AdviserMeeting(
                project=each,
                adviser=adviser,
                held_on=(since + dt.timedelta(days=20 * month)).date(),
                entered_at=since,
            )
            for rank, each in enumerate(free)
            for month in range(rank % 12)
        ),
    )
