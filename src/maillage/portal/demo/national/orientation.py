"""Referrals and advisers by the hundred thousand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from maillage.directory.models import Organisation, Service
from maillage.portal.demo.builders import people
from maillage.portal.demo.national.loading import Carried, Loading, bare
from maillage.projects.enums import USUAL_RIGHTS, AdviceState, ProjectRole
from maillage.projects.enums_referral import DeclineReason, ReferralOutcome, ReferralState, Shared
from maillage.projects.models import Advice, AdviserMeeting, ProjectMember, Referral

#: Projects of the printed adviser: a heavy portfolio, for the measure.
FOLLOWED = 120
# Most have ended; those that wait are few, and each project waits at one service at most.
STATES = (
    (ReferralState.CLOSED, 60),
    (ReferralState.DECLINED, 20),
    (ReferralState.EXPIRED, 12),
    (ReferralState.WITHDRAWN, 8),
)
ENDS = ([state for state, _number in STATES], [number for _state, number in STATES])


FIELDS = (
    *("project_id", "service_id", "organisation_id", "sender_id", "consent_by_id", "consent_at", "state"),
    *("outcome", "decline_reason", "created_at", "sent_at", "turn_at", "accepted_at", "met_at", "ended_at"),
    "ends_at",
)


def write(load: Loading) -> None:
    offered = list(
        Service.objects.public()
        .order_by("pk")
        .values_list("pk", "organisation", "organisation__commune__department")[: load.size.services]
    )
    with bare(Referral):
        load.write(
            Referral(reason="Mesure.", shared=[Shared.CONTACT.value, Shared.SUMMARY.value]),
            FIELDS,
            (_referral(load, rank, offered) for rank in range(load.size.referrals)),
        )
    _follow(load, load.projects[:FOLLOWED])
    load.tell(f"{load.size.referrals} referrals, {min(FOLLOWED, len(load.projects))} projects of an adviser")


def _referral(load: Loading, rank: int, offered: list[tuple[int, int, str]]) -> tuple[Any, ...]:
    """The first ones still wait, each of another project; the others have ended."""
    projects = load.projects
    waits = rank < len(projects) // 10
    project = projects[rank] if waits else load.popular(projects, 1.3)
    # Most go to a service of the département, and a few services are known to all.
    near = load.in_department(offered, project.commune.department_id, lambda row: row[2])
    service, organisation, _department = load.popular(near if load.rng.random() < 0.85 else offered)
    state = ReferralState.SENT if waits else load.rng.choices(*ENDS)[0]
    sent_at = load.moment(0, 18) if waits else load.moment(20, 1500)
    is_closed = state == ReferralState.CLOSED
    return (
        project.pk,
        service,
        organisation,
        project.carrier,
        project.carrier,
        sent_at,
        state.value,
        ReferralOutcome.SUPPORTED.value if is_closed else "",
        DeclineReason.FULL.value if state == ReferralState.DECLINED else "",
        sent_at,
        sent_at,
        sent_at,
        sent_at + dt.timedelta(days=4) if is_closed else None,
        sent_at + dt.timedelta(days=9) if is_closed else None,
        None if waits else sent_at + dt.timedelta(days=15),
        sent_at + dt.timedelta(days=21) if waits else None,
    )


def _follow(load: Loading, projects: list[Carried]) -> None:
    adviser = people.account("adviser")
    home = Organisation.objects.filter(memberships__user=adviser).order_by("pk").first()
    since = load.now - dt.timedelta(days=300)
    taken = set(ProjectMember.objects.filter(user=adviser).values_list("project", flat=True))
    free = [project for project in projects if project.pk not in taken]
    load.insert(
        ProjectMember,
        (
            ProjectMember(project_id=each.pk, user=adviser, role=ProjectRole.ADVISER, since=since)
            for each in free
        ),
    )
    load.insert(
        Advice,
        (
            Advice(
                project_id=each.pk,
                adviser=adviser,
                organisation=home,
                rights=[right.value for right in USUAL_RIGHTS],
                state=AdviceState.ACTIVE,
                asked_at=since,
                asked_by=adviser,
                since=since,
                consented_by_id=each.carrier,
            )
            for each in free
        ),
    )
    load.insert(
        AdviserMeeting,
        (
            AdviserMeeting(
                project_id=each.pk,
                adviser=adviser,
                held_on=(since + dt.timedelta(days=20 * month)).date(),
                entered_at=since,
            )
            for rank, each in enumerate(free)
            for month in range(rank % 12)
        ),
    )
