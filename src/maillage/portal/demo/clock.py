"""The clock of the demonstration: actions taken "then", so that the network has a past.

A call that closed seven months ago was applied to before it closed. The public actions
refuse to submit after the closing moment, rightly; so the builder sets the application's
clock (``django.utils.timezone.now``) back while it acts. The database's own clock, used by
the row history, keeps telling when the rows were really written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone

from maillage.core import clock as platform_clock


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Within it, ``timezone.now()`` starts from ``moment`` (aware) and goes on at its usual pace.

    ``django.utils.timezone`` reads ``datetime.now`` through its module's name: replacing that
    name reaches every ``timezone.now``, including those already given to fields as a default.
    Not for threads: the name is shared by the whole process.
    """
    real = dt.datetime
    shift = moment - real.now(dt.UTC)

    class Shifted(real):  # type: ignore[misc, valid-type]
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return real.now(tz) + shift

    # Calls are judged by the database's clock: it is told the same moment.
    with mock.patch.object(timezone, "datetime", Shifted), platform_clock.replaying(moment):
        yield
