"""Opening a round of reviews on a call, and changing its settings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from maillage.core import events
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums_review import GridState
from maillage.programmes.models import Call, GridVersion, Review, ReviewRound

SETTINGS = frozenset(
    {
        *(
            "stage",
            "wave",
            "title",
            "grid_version",
            "reviewers_per_file",
            "opens_at",
            "closes_at",
            "discussion_ends_at",
        ),
        *("guidance", "is_anonymous", "masked_fields", "applicants_shown", "reviewers_shown"),
        *("reviews_shown", "scores_shown", "discussion_shown"),
    }
)


@transaction.atomic
def create(call: Call, *, grid_version: GridVersion, by: Any, **settings: Any) -> ReviewRound:
    """A round on the files of a call.

    Args:
        settings: columns of ``ReviewRound``, among ``SETTINGS``.

    Raises:
        Invalid: a sentence per setting that cannot be; the grid is not published, or is another programme's.
    """
    only_officers(call.programme, by)
    round_ = ReviewRound(call=call, grid_version=grid_version, **_known(settings))
    _check(round_)
    round_.save()
    events.record(round_, "programmes.round_created", by=by)
    return round_


@transaction.atomic
def update(round_: ReviewRound, *, by: Any, **settings: Any) -> ReviewRound:
    """Changes the settings of a round; what was sent stays.

    Raises:
        Conflict: reviews have begun, and their grid would change under them.
    """
    only_officers(round_.call.programme, by)
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    round_ = ReviewRound.objects.select_related("call__programme", "grid_version__grid").get(pk=round_.pk)
    before = {name: getattr(round_, name) for name in settings}
    for name, value in _known(settings).items():
        setattr(round_, name, value)
    changed = sorted(name for name in settings if getattr(round_, name) != before[name])
    if "grid_version" in changed and Review.objects.filter(assignment__round=round_).exists():
        raise Conflict(
            _("Reviews have begun on this grid: it no longer changes."),
            fields={"grid_version": _("Reviews have begun on this grid: it no longer changes.")},
        )
    _check(round_)
    if changed:
        round_.save(update_fields=changed)
        events.record(round_, "programmes.round_updated", by=by, data={"fields": changed})
    return round_


def held(round_id: int) -> ReviewRound:
    """The round under ``FOR SHARE``: its moments do not move while a review is written or sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM programmes_reviewround WHERE id = %s FOR SHARE", [round_id])
    return ReviewRound.objects.select_related("call__programme__operator", "grid_version").get(pk=round_id)


def _known(settings: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(settings) - SETTINGS:
        raise ValueError(f"Not settings of a round: {sorted(unknown)}")
    return settings


def _check(round_: ReviewRound) -> None:
    version = round_.grid_version
    if version.state != GridState.PUBLISHED or version.grid.programme_id != round_.call.programme_id:
        raise Invalid(fields={"grid_version": _("Choose a published grid of the programme.")})
    for part in (round_.stage, round_.wave):
        if part is not None and part.call_id != round_.call_id:
            raise Invalid(_("This stage or wave is of another call."))
    try:
        round_.full_clean(exclude=["call", "grid_version", "stage", "wave"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
