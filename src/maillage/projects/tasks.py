"""Background jobs of projects: thin wrappers."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.projects.actions import advice


@app.periodic(cron="5 0 * * *")
@app.task(name="projects.end_past_advice", queue="default", queueing_lock="projects.end_past_advice")
def end_past_advice(timestamp: int) -> None:
    """Ends the advice whose last day was yesterday; it opened nothing since midnight."""
    advice.end_past(timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))
