"""The clock of meetings, mergers and follow-ups: it reminds once, then ends. Running it twice is once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from maillage.core import clock
from maillage.projects.actions import followup, meeting, merging
from maillage.projects.enums_similar import FollowUpState, IntroductionState, MergerState
from maillage.projects.models import FollowUp, Introduction, Merger, ProjectWord

OPEN = {
    Introduction: IntroductionState.ASKED,
    Merger: MergerState.PROPOSED,
    FollowUp: FollowUpState.ASKED,
}


def tick() -> int:
    """Everything that is due now; how many things were done."""
    now = clock.moment()
    done = _each(Introduction, "expires_at", now, meeting.remind, meeting.expire)
    done += _each(Merger, "expires_at", now, merging.remind, merging.expire)
    done += followup.ask_due(clock.today())
    done += _each(FollowUp, "ends_at", now, followup.remind, followup.close)
    return done


def _each(
    model: Any,
    ends: str,
    now: dt.datetime,
    remind: Callable[[Any], None],
    end: Callable[[Any], None],
) -> int:
    waiting = model.objects.filter(state=OPEN[model])
    keys = {
        *waiting.filter(**{f"{ends}__lte": now}).values_list("pk", flat=True),
        *waiting.filter(remind_at__lte=now).values_list("pk", flat=True),
    }
    return sum(_one(model, pk, ends, now, remind, end) for pk in sorted(keys))


@transaction.atomic
def _one(
    model: Any,
    pk: int,
    ends: str,
    now: dt.datetime,
    remind: Callable[[Any], None],
    end: Callable[[Any], None],
) -> bool:
    """One row, judged again under its lock: somebody may have answered since it was read."""
    row = (
        model.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk, state=OPEN[model])
        .first()
    )
    if row is None:
        return False
    if getattr(row, ends) <= now:
        end(row)
    elif row.remind_at is not None and row.remind_at <= now:
        remind(row)
    else:
        return False
    return True


@transaction.atomic
def count_words() -> int:
    """Counts anew how many projects hold each word; how many words."""
    table = connection.ops.quote_name(ProjectWord._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table's name
        cursor.execute(
            f"INSERT INTO {table} (lexeme, projects) SELECT word, ndoc"  # noqa: S608 - our own table's name
            " FROM ts_stat('SELECT search FROM projects_project') WHERE length(word) <= 200"
        )
        return int(cursor.rowcount)
