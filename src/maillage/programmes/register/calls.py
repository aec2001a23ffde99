"""What the life of a call adds to the registers of the house."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

from maillage.accounts import notifications
from maillage.core import history, registry
from maillage.programmes.actions.notice import FOLLOWED
from maillage.programmes.models import CallDocument, CallFollower, CallQuestion, Registration

YEAR = dt.timedelta(days=365)


def declare() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    mission = gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    with_call = gettext_lazy("With the call")
    with_application = gettext_lazy("With the application")
    lines = [
        (
            "CallDocument",
            gettext_lazy("Knowing who published a document of a call"),
            mission,
            gettext_lazy("The officer’s name, the day"),
            with_call,
        ),
        (
            "CallQuestion",
            gettext_lazy("Answering questions about a call"),
            service,
            gettext_lazy("Who asked, the question, its answer; the name is never published"),
            gettext_lazy("Ten years after the call closed"),
        ),
        (
            "CallFollower",
            gettext_lazy("Telling a person when a call opens or changes"),
            service,
            gettext_lazy("Person, call, day"),
            gettext_lazy("Until the person stops, one year after the call closed at the latest"),
        ),
        (
            "Registration",
            gettext_lazy("Holding an information session"),
            service,
            gettext_lazy("Person, session, day"),
            gettext_lazy("One year after the session"),
        ),
        (
            "AdmissibilityCheck",
            gettext_lazy("Being able to explain why a file was admitted or not"),
            mission,
            gettext_lazy("The officer’s name, what was checked and found"),
            with_application,
        ),
        (
            "CompletionRequest",
            gettext_lazy("Completing a file, and being able to explain what was asked"),
            mission,
            gettext_lazy("Who asked, who completed, the answers before and after"),
            with_application,
        ),
    ]
    for order, (name, purpose, basis, data, kept) in enumerate(lines, start=520):
        model = f"programmes.{name}"
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    for key, model, rule in (
        ("programmes.questions", "CallQuestion", forget_questions),
        ("programmes.followers", "CallFollower", forget_followers),
        ("programmes.registrations", "Registration", forget_registrations),
    ):
        registry.retention_rules.add(registry.RetentionRule(key, f"programmes.{model}", rule))
    notifications.kinds.add(
        notifications.NotificationKind(
            FOLLOWED,
            gettext_lazy("News of the calls that you follow"),
            gettext_lazy("When one opens, moves, or publishes a document."),
            order=20,
        )
    )
    registry.file_owners.add(registry.FileOwner("programmes.calls", may_read_document))


def forget_questions(now: dt.datetime) -> int:
    """Questions and answers, ten years after their call closed."""
    return history.forget(CallQuestion.objects.filter(call__closes_at__lt=now - 10 * YEAR))


def forget_followers(now: dt.datetime) -> int:
    """Followers, a year after their call closed."""
    return history.forget(CallFollower.objects.filter(call__closes_at__lt=now - YEAR))


def forget_registrations(now: dt.datetime) -> int:
    """Who came to an information session, a year after it."""
    return history.forget(Registration.objects.filter(session__ends_at__lt=now - YEAR))


def may_read_document(stored: Any, user: Any) -> bool:
    """A document of a call is read by whoever sees the call."""
    row = CallDocument.objects.filter(file=stored).select_related("call__programme").first()
    return row is not None and bool(user.has_perm("programmes.view_call", row.call))
