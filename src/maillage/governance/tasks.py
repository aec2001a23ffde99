"""Background jobs of governance: thin wrappers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.governance.actions import action, digest


@app.periodic(cron="50 5 * * *")
@app.task(name="governance.raise_overdue", queue="default", queueing_lock="governance.raise_overdue")
def raise_overdue(timestamp: int) -> None:
    """Lets what is late by more than a week rise to those who run its host."""
    action.raise_overdue()


@app.periodic(cron="0 6 * * *")
@app.task(name="governance.tell_due", queue="default", queueing_lock="governance.tell_due")
def tell_due(timestamp: int) -> None:
    """Sends each person one digest of their actions, after the late ones rose."""
    digest.tell_due()
