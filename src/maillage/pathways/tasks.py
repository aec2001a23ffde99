"""Background jobs of pathways: thin wrappers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.pathways.actions import committee


@app.periodic(cron="30 * * * *")
@app.task(name="pathways.propose_committees", queue="default", queueing_lock="pathways.propose_committees")
def propose_committees(timestamp: int) -> None:
    """Lets the expert committee of a programme propose itself after a session."""
    committee.propose_due()
