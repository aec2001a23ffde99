"""How the long builders advance: one small step at a time, each whole, at its moment.

People look around and act while these run: a step that the rules refuse by then (somebody decided, gave a
file back, took a place) is passed over, and the next one goes on.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import transaction
from django.utils import timezone

from maillage.core.errors import DomainError
from maillage.portal.demo import applicants, clock
from maillage.portal.demo.applicants import Applicant
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, Call
from maillage.territories.distances import haversine_km
from maillage.territories.models import Commune

ALIVE = (Filing.DRAFT, Filing.SUBMITTED)
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


def looking_for_company() -> list[int]:
    """Projects, by key, whose carriers go on outside the decided programme: those of the open call, and those
    that the first one refused without a second reading. Those of the call that is read are left alone: who
    coaches them could no longer review them."""
    opened = Application.objects.filter(call=call_of("deuxieme-vague"), filing__in=ALIVE)
    first = call_of("premiere-vague")
    left = [pk for pk, each in stories(first).items() if each.outcome == "refused" and not each.goes_on]
    refused = Application.objects.filter(pk__in=left)
    return sorted({*opened.values_list("project", flat=True), *refused.values_list("project", flat=True)})


def km(one: Commune, other: Commune) -> float:
    """As the crow flies; far for a commune without a position."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if any(value is None for value in places):
        return math.inf
    return float(haversine_km(*(float(value or 0) for value in places)))


def stories(call: Call) -> dict[int, Applicant]:
    """Who is behind each application of a call, by its key."""
    told = {each.title: each for each in applicants.present()}
    rows = Application.objects.filter(call=call).order_by("title_key", "pk").values_list("pk", "title")
    return {pk: told[title] for pk, title in rows if title in told}
