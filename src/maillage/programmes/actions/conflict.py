"""Conflicts of interest: looked for, declared, and overruled with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict as Refused
from maillage.core.errors import Invalid
from maillage.programmes import conflicts
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums_review import ConflictOrigin
from maillage.programmes.models import Application, Conflict, ReviewRound
from maillage.programmes.queries.review_round import pool


@transaction.atomic
def look_for(round_: ReviewRound, *, by: Any = None, people: Collection[int] | None = None) -> int:
    """Looks for ties between the submitted files of a round and its reviewers, and keeps what is found.

    What was found before and no longer holds lapses; what an officer overruled stays so.

    Args:
        by: None when the clock does.
        people: the reviewers to look at; everybody in the pool by default.

    Returns:
        how many are new.
    """
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    files = round_.files()
    chosen = list(people) if people is not None else pool(round_)
    found = {
        (tie.application_id, tie.person_id, tie.ground, tie.fact): tie
        for tie in conflicts.infer(files, chosen)
    }
    known = {
        (row.application_id, row.person_id, row.ground, row.fact): row
        for row in Conflict.objects.filter(
            origin=ConflictOrigin.INFERRED, application__in=files.order_by().values("pk"), person__in=chosen
        ).order_by("pk")
    }
    moment = clock.database_now()
    fresh = [
        Conflict(
            application_id=tie.application_id,
            person_id=tie.person_id,
            origin=ConflictOrigin.INFERRED,
            ground=tie.ground,
            fact=tie.fact,
            detail=tie.detail,
            found_at=moment,
        )
        for key, tie in found.items()
        if key not in known
    ]
    Conflict.objects.bulk_create(fresh, batch_size=1000)
    gone = [row.pk for key, row in known.items() if key not in found and row.lapsed_at is None]
    back = [row.pk for key, row in known.items() if key in found and row.lapsed_at is not None]
    Conflict.objects.filter(pk__in=gone).update(lapsed_at=moment)
    Conflict.objects.filter(pk__in=back).update(lapsed_at=None)
    ReviewRound.objects.filter(pk=round_.pk).update(conflicts_checked_at=moment)
    if fresh or gone or back:
        events.record(
            round_,
            "programmes.conflicts_looked_for",
            by=by,
            data={"found": len(fresh) + len(back), "lapsed": len(gone)},
        )
    return len(fresh)


@transaction.atomic
def declare(application: Application, *, ground: str, detail: str = "", by: Any) -> Conflict:
    """A person says what binds them to a file. Saying it again changes nothing."""
    declare_many([(application, ground, detail)], by=by)
    return Conflict.objects.get(
        application=application, person=by, origin=ConflictOrigin.DECLARED, ground=ground
    )


@transaction.atomic
def declare_many(said: Sequence[tuple[Application, str, str]], *, by: Any) -> list[Conflict]:
    """A person says what binds them to files: file, ground, words each. Saying it again changes nothing."""
    moment = clock.database_now()
    wanted = [
        Conflict(
            application=application,
            person=by,
            origin=ConflictOrigin.DECLARED,
            ground=ground,
            detail=words.strip()[:300],
            found_at=moment,
        )
        for application, ground, words in said
    ]
    present = {
        (row.application_id, row.ground)
        for row in Conflict.objects.filter(
            person=by, origin=ConflictOrigin.DECLARED, application__in=[row[0] for row in said]
        ).order_by("pk")
    }
    fresh = [row for row in wanted if (row.application_id, row.ground) not in present]
    Conflict.objects.bulk_create(fresh)
    for row in fresh:
        events.record(row, "programmes.conflict_declared", by=by, data={"ground": row.ground})
    return fresh


@transaction.atomic
def overrule(conflict: Conflict, *, reason: str, by: Any) -> Conflict:
    """An officer says that what the platform found binds nobody here. The word stays with the file.

    Raises:
        Invalid: no reason is given.
        Conflict: it was declared by the person, who alone knows.
    """
    only_officers(conflict.application.call.programme, by)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Write why: the reason stays in the file.")})
    if conflict.origin != ConflictOrigin.INFERRED:
        raise Refused(_("The person declared it: it is not for others to overrule."))
    if conflict.fact == conflicts.COACHES:
        raise Refused(
            _("Coaching a project and deciding on its money are never the same person: nobody lifts this.")
        )
    if conflict.person_id == by.pk:
        raise Refused(_("Another officer must say so: this is about you."))
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.overruled_at is not None:
        return conflict
    conflict.overruled_at = clock.database_now()
    conflict.overruled_by = by
    conflict.overrule_reason = reason.strip()
    conflict.save(update_fields=["overruled_at", "overruled_by", "overrule_reason"])
    events.record(conflict, "programmes.conflict_overruled", by=by, why=conflict.overrule_reason)
    return conflict
