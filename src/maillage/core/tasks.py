"""Background jobs of the ground floor: thin wrappers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.core import delivery, files


@app.task(name="core.deliver", queue="mail")
def deliver(*, message_id: int) -> None:
    """Sends one message of the outbox."""
    delivery.deliver(message_id)


@app.periodic(cron="* * * * *")
@app.task(name="core.sweep_outbox", queue="mail", queueing_lock="core.sweep_outbox")
def sweep_outbox(timestamp: int) -> None:
    """Sends what is due: retries, and what a killed process left half-way."""
    delivery.sweep()


@app.periodic(cron="17 3 * * *")
@app.task(name="core.forget_old_texts", queue="default", queueing_lock="core.forget_old_texts")
def forget_old_texts(timestamp: int) -> None:
    """Erases the texts of messages settled a month ago."""
    delivery.forget_old_texts()


@app.periodic(cron="43 3 * * *")
@app.task(name="core.remove_orphan_files", queue="default", queueing_lock="core.remove_orphan_files")
def remove_orphan_files(timestamp: int) -> None:
    """Erases stored bytes that no row knows."""
    files.remove_orphans()
