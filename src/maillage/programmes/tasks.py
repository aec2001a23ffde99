"""Background jobs of programmes: thin wrappers."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from maillage.programmes.actions import call_page, matching, score
from maillage.programmes.models import MatchingRun


@app.periodic(cron="*/5 * * * *")
@app.task(name="programmes.tell_openings", queue="default", queueing_lock="programmes.tell_openings")
def tell_openings(timestamp: int) -> None:
    """Tells those who follow a call that it has opened."""
    call_page.tell_openings(dt.datetime.fromtimestamp(timestamp, dt.UTC))


@app.task(name="programmes.run_matching", queue="default")
def run_matching(*, run_id: int) -> None:
    """Computes an assignment that is too large for a request."""
    matching.carry_out(MatchingRun.objects.get(pk=run_id))


@app.periodic(cron="* * * * *")
@app.task(name="programmes.calibrate", queue="default", queueing_lock="programmes.calibrate")
def calibrate(timestamp: int) -> None:
    """Calibrates the rounds in which a review came or went."""
    score.calibrate_stale()
