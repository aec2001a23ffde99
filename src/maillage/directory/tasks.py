"""Background jobs of the directory: thin wrappers around actions."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.directory import actions


@app.periodic(cron="0 7 * * *")
@app.task(name="directory.send_reminders", queue="default", queueing_lock="directory.send_reminders")
def send_reminders(timestamp: int) -> None:
    """Asks for the yearly confirmations that are due."""
    actions.send_reminders()


@app.periodic(cron="30 3 * * 0")
@app.task(name="directory.propose_duplicates", queue="default", queueing_lock="directory.propose_duplicates")
def propose_duplicates(timestamp: int) -> None:
    """Looks for records entered twice, once a week."""
    actions.propose_duplicates()
