"""Background jobs about people: thin wrappers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.accounts import retention


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget", queueing_lock="accounts.forget")
def forget(timestamp: int) -> None:
    """Forgets what was kept long enough."""
    retention.forget()
