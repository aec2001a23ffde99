"""Sends what the outbox holds."""

from __future__ import annotations


def deliver(message_id: int) -> None:
    """Sends one message, or schedules its next attempt."""


def sweep() -> int:
    """Sends every message that is due; returns how many."""
    return 0
