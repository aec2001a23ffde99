"""Background jobs of programmes: thin wrappers."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from maillage.programmes.actions import call_page


@app.periodic(cron="*/5 * * * *")
@app.task(name="programmes.tell_openings", queue="default", queueing_lock="programmes.tell_openings")
def tell_openings(timestamp: int) -> None:
    """Tells those who follow a call that it has opened."""
    call_page.tell_openings(dt.datetime.fromtimestamp(timestamp, dt.UTC))
