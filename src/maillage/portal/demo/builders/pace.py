"""How the long builders advance: one small step at a time, each whole, at its moment.

People look around and act while these run: a step that the rules refuse by then (somebody decided, gave a
file back, took a place) is passed over, and the next one goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import transaction
from django.utils import timezone

from maillage.core.errors import DomainError
from maillage.portal.demo import applicants, clock
from maillage.portal.demo.applicants import Applicant
from maillage.programmes.models import Application, Call

logger = structlog.get_logger(__name__)


@contextmanager
def step(moment: dt.datetime) -> Iterator[None]:
    """What is done within happened at ``moment``, all of it or nothing."""
    try:
        with clock.at(moment), transaction.atomic():
            yield
    except DomainError as refused:
        fields = {name: str(text) for name, text in getattr(refused, "fields", {}).items()}
        logger.info("demonstration_step_passed_over", why=str(refused), fields=fields)


def day(in_days: float, hour: int = 10) -> dt.datetime:
    """A day counted from the real one, also while the clock is set back, at an hour of Paris."""
    today = dt.datetime.now(timezone.get_current_timezone()).date()
    whole = today + dt.timedelta(days=int(in_days))
    return timezone.make_aware(dt.datetime.combine(whole, dt.time(hour)))


def between(start: dt.datetime, end: dt.datetime, share: float) -> dt.datetime:
    return start + (end - start) * share


def stories(call: Call) -> dict[int, Applicant]:
    """Who is behind each application of a call, by its key."""
    told = {each.title: each for each in applicants.present()}
    rows = Application.objects.filter(call=call).order_by("title_key", "pk").values_list("pk", "title")
    return {pk: told[title] for pk, title in rows if title in told}
