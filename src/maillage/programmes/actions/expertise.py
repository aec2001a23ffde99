"""A reviewer's profile, and their wishes before the files are given out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import Theme, Trade
from maillage.programmes import conflicts
from maillage.programmes.actions.assignment import is_reviewer
from maillage.programmes.actions.conflict import declare
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums_matching import Wish
from maillage.programmes.enums_review import DECLARED_GROUNDS
from maillage.programmes.models import Application, Bid, Expertise, MatchingPlan, Programme, ReviewRound
from maillage.programmes.queries.matching import files_of
from maillage.territories.actions import set_territories


@transaction.atomic
def describe(
    programme: Programme,
    reviewer: Any,
    *,
    by: Any,
    trades: Collection[str] = (),
    themes: Collection[str] = (),
    territories: Iterable[tuple[str, str]] = (),
    most_files: int | None = None,
    group: str | None = None,
) -> Expertise:
    """Keeps what a reviewer knows and how much they can read. They say it themselves, or an officer does.

    Args:
        group: only officers give one; None leaves it.

    Raises:
        NotAllowed: neither the reviewer nor an officer.
        Conflict: the person does not review in the programme.
        Invalid: a word is in no list.
    """
    if by.pk != reviewer.pk or group is not None:
        only_officers(programme, by)
    if not is_reviewer(reviewer, programme):
        raise Conflict(_("%(person)s is not a reviewer of the programme.") % {"person": reviewer})
    if set(trades) - set(Trade.values) or set(themes) - set(Theme.values):
        raise Invalid(_("Choose among the words of the lists."))
    if most_files is not None and most_files < 1:
        raise Invalid(
            fields={"most_files": _("At least one file: somebody who reads none is not a reviewer.")}
        )
    profile, _is_new = Expertise.objects.select_for_update().get_or_create(
        programme=programme, reviewer=reviewer
    )
    profile.trades, profile.themes = sorted(set(trades)), sorted(set(themes))
    profile.most_files = most_files
    if group is not None:
        profile.group = " ".join(group.split())[:60]
    profile.updated_at = clock.database_now()
    profile.save()
    set_territories(profile.territories, territories)
    events.record(profile, "programmes.expertise_described", by=by)
    return profile


@transaction.atomic
def wish(round_: ReviewRound, wishes: Mapping[int, str], *, by: Any) -> int:
    """A reviewer's wishes on files of a round, by the files' keys; "" takes one back.

    Files that the reviewer may not know of are passed over.

    Returns:
        how many wishes changed.

    Raises:
        NotAllowed: they do not review here.
        Conflict: wishes are not asked for, or no longer.
    """
    _may_wish(round_, by)
    if set(wishes.values()) - {"", *Wish.values}:
        raise Invalid(_("Choose among the wishes."))
    files = files_of(round_).filter(pk__in=list(wishes))
    known = set(files.values_list("pk", flat=True)) - conflicts.kept_from(by, files)
    before = {
        row.application_id: row
        for row in Bid.objects.select_for_update(of=("self",))
        .filter(round=round_, reviewer=by, application__in=known)
        .order_by("pk")
    }
    moment = clock.database_now()
    fresh, changed = [], 0
    for file in sorted(known):
        said, row = wishes[file], before.get(file)
        if said == (row.wish if row else ""):
            continue
        changed += 1
        if row is None:
            fresh.append(Bid(round=round_, application_id=file, reviewer=by, wish=said, updated_at=moment))
        elif said:
            row.wish, row.updated_at = said, moment
            row.save(update_fields=["wish", "updated_at"])
        else:
            row.delete()
    # Twice the same click: the second one finds the wish there and changes it for the same.
    Bid.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["round", "reviewer", "application"],
        update_fields=["wish", "updated_at"],
    )
    return changed


@transaction.atomic
def declare_tie(
    round_: ReviewRound, application: Application, *, ground: str, detail: str = "", by: Any
) -> None:
    """Instead of a wish the reviewer says that something binds them: the file leaves their list for good.

    Raises:
        NotAllowed, Conflict: as ``wish``.
        Invalid: the ground is not one that people declare, or the file is not one of the round.
    """
    _may_wish(round_, by)
    if ground not in DECLARED_GROUNDS:
        raise Invalid(fields={"ground": _("Say what binds you to it.")})
    if not files_of(round_).filter(pk=application.pk).exists():
        raise Invalid(_("This application is not in the round."))
    declare(application, ground=ground, detail=detail, by=by)
    Bid.objects.filter(round=round_, application=application, reviewer=by).delete()


def _may_wish(round_: ReviewRound, by: Any) -> None:
    if not is_reviewer(by, round_.call.programme):
        raise NotAllowed(_("Only the reviewers of the programme say their wishes."))
    plan = MatchingPlan.objects.filter(round=round_).first()
    if plan is None or plan.bids_until is None:
        raise Conflict(_("Wishes are not asked for in this round."))
    if clock.database_now() > plan.bids_until:
        raise Conflict(_("Wishes are no longer taken: the applications are being given out."))
