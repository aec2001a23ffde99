"""Proposing duplicates, and saying that two records are two."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.core import states
from maillage.directory.enums import DUPLICATE_TRANSITIONS, DuplicateState
from maillage.directory.models import DuplicateProposal
from maillage.directory.queries.duplicates import organisation_pairs, place_pairs


@transaction.atomic
def propose_duplicates() -> int:
    """Looks at every record; the number of new proposals. A pair once decided is not proposed again."""
    proposals = [
        DuplicateProposal(
            first_organisation_id=pair.first,
            second_organisation_id=pair.second,
            reason=pair.reason,
            similarity=pair.similarity,
            distance_km=pair.distance_km,
        )
        for pair in organisation_pairs()
    ] + [
        DuplicateProposal(
            first_place_id=pair.first,
            second_place_id=pair.second,
            reason=pair.reason,
            similarity=pair.similarity,
            distance_km=pair.distance_km,
        )
        for pair in place_pairs()
    ]
    before = DuplicateProposal.objects.count()
    DuplicateProposal.objects.bulk_create(proposals, ignore_conflicts=True, batch_size=1000)
    return DuplicateProposal.objects.count() - before


@transaction.atomic
def dismiss_duplicate(proposal: DuplicateProposal, *, by: Any, why: str = "") -> DuplicateProposal:
    """These are two different records."""
    return _decide(proposal, DuplicateState.DISMISSED, by=by, verb="directory.duplicate_dismissed", why=why)


@transaction.atomic
def reopen_duplicate(proposal: DuplicateProposal, *, by: Any) -> DuplicateProposal:
    """Puts a decided pair back among those to review."""
    return _decide(proposal, DuplicateState.PROPOSED, by=by, verb="directory.duplicate_reopened")


def _decide(
    proposal: DuplicateProposal, state: DuplicateState, *, by: Any, verb: str, why: str = ""
) -> DuplicateProposal:
    fresh = DuplicateProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    is_open = state == DuplicateState.PROPOSED
    states.move(
        fresh,
        state,
        DUPLICATE_TRANSITIONS,
        by=by,
        verb=verb,
        why=why,
        also={
            "decided_by": None if is_open else by,
            "decided_at": None if is_open else timezone.now(),
        },
    )
    return fresh
