"""Everything that carriers agreed to, taken back in one go."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from maillage.core import events
from maillage.projects.actions import advice, referral, seats, team
from maillage.projects.actions.locks import locked, only_carriers
from maillage.projects.models import Project
from maillage.projects.queries import advice as read
from maillage.projects.queries.advice import Consents


@transaction.atomic
def withdraw_all(project: Project, *, by: Any, why: str = "") -> Consents:
    """Ends the part of every adviser and observer, declines the offers, takes back the invitations and the
    referrals under way; all or nothing. Each adviser and each service is told, with the reason.

    The carriers, who sees the project's page, and what was handed in to programmes stay as they are.

    Returns:
        What was cut.

    Raises:
        NotAllowed: ``by`` is not a carrier.
    """
    only_carriers(project, by)
    project = locked(project)
    cut = read.consents(project)
    for row in cut.advisers:
        advice.withdraw(row, by=by, why=why)
    for row in cut.offers:
        advice.decline(row, by=by, why=why)
    for seat in cut.observers:
        seats.leave(seat, by=by)
    for invitation in cut.invitations:
        team.revoke(invitation, by=by)
    for sent in cut.referrals:
        referral.withdraw(sent, by=by, why=why)
    if cut:
        events.record(project, "projects.consents_withdrawn", by=by, why=why.strip()[:300])
    return cut
