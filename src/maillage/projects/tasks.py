"""Background jobs of projects: thin wrappers."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.projects.actions import advice, referral_clock, similar_clock


@app.periodic(cron="5 0 * * *")
@app.task(name="projects.end_past_advice", queue="default", queueing_lock="projects.end_past_advice")
def end_past_advice(timestamp: int) -> None:
    """Ends the advice whose last day was yesterday; it opened nothing since midnight."""
    advice.end_past(timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))


@app.periodic(cron="25 6 * * *")
@app.task(name="projects.follow_referrals", queue="default", queueing_lock="projects.follow_referrals")
def follow_referrals(timestamp: int) -> None:
    """Reminds of what waits, and gives back what nobody answered."""
    referral_clock.tick()


@app.periodic(cron="40 6 * * *")
@app.task(name="projects.follow_up", queue="default", queueing_lock="projects.follow_up")
def follow_up(timestamp: int) -> None:
    """Reminds of meetings and mergers that wait, and asks what became of projects."""
    similar_clock.tick()


@app.periodic(cron="50 2 * * *")
@app.task(name="projects.count_words", queue="default", queueing_lock="projects.count_words")
def count_words(timestamp: int) -> None:
    """Counts the words of projects anew: what is rare tells which projects are alike."""
    similar_clock.count_words()
