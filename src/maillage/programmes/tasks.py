"""Background jobs of programmes: thin wrappers."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from maillage.programmes.actions import (
    announcement,
    call_page,
    completion,
    label_reminders,
    matching,
    review_clock,
    score,
    succession,
)
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


@app.periodic(cron="10 6 * * *")
@app.task(name="programmes.remind_reviewers", queue="default", queueing_lock="programmes.remind_reviewers")
def remind_reviewers(timestamp: int) -> None:
    """Reminds reviewers a week and two days before their rounds close."""
    review_clock.remind_due()


@app.periodic(cron="20 6,12 * * *")
@app.task(name="programmes.tell_discussions", queue="default", queueing_lock="programmes.tell_discussions")
def tell_discussions(timestamp: int) -> None:
    """Tells people of the messages that they have not seen, once for many."""
    review_clock.tell_due()


@app.periodic(cron="40 2 * * *")
@app.task(
    name="programmes.look_for_conflicts", queue="default", queueing_lock="programmes.look_for_conflicts"
)
def look_for_conflicts(timestamp: int) -> None:
    """Looks for what binds reviewers to files, and takes back what those who left had not begun."""
    review_clock.keep_true()


@app.periodic(cron="20 7 * * *")
@app.task(name="programmes.remind_of_labels", queue="default", queueing_lock="programmes.remind_of_labels")
def remind_of_labels(timestamp: int) -> None:
    """Tells of labels that soon run out and of conditions that fall due."""
    label_reminders.send_reminders()


@app.periodic(cron="* * * * *")
@app.task(name="programmes.publish_due", queue="default", queueing_lock="programmes.publish_due")
def publish_due(timestamp: int) -> None:
    """Announces the decisions whose moment has come."""
    announcement.publish_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="programmes.lapse_places", queue="default", queueing_lock="programmes.lapse_places")
def lapse_places(timestamp: int) -> None:
    """Hands on the places that nobody answered for, and reminds those whose deadline is near."""
    succession.lapse_due()
    succession.remind_due()


@app.periodic(cron="*/10 * * * *")
@app.task(name="programmes.completions", queue="default", queueing_lock="programmes.completions")
def completions(timestamp: int) -> None:
    """Reminds those who have answers to complete, and ends what is past."""
    now = dt.datetime.fromtimestamp(timestamp, dt.UTC)
    completion.remind(now)
    completion.end_late(now)
