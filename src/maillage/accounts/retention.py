"""How long things about people are kept, and the daily pass that forgets them.

The privacy page prints these durations (``accounts.register``): one constant serves both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.core import delivery, events, history, outbox, registry
from maillage.core.errors import Conflict
from maillage.core.models import Event

UNVERIFIED_DAYS = 30
OUTBOX_DAYS = delivery.TEXT_KEPT.days
UNUSED_DAYS = 3 * 365
NOTICE_DAYS = 30


def declare() -> None:
    """Adds this floor's rules. Called once, when the apps are ready."""
    rules: list[tuple[str, str, Callable[[dt.datetime], int]]] = [
        ("accounts.unverified", "account.EmailAddress", forget_unverified),
        ("accounts.sessions", "usersessions.UserSession", forget_sessions),
        ("core.messages", "core.OutboxMessage", lambda _now: delivery.forget_old_texts()),
        ("accounts.unused_told", "accounts.User", tell_unused),
        ("accounts.unused_closed", "accounts.User", close_unused),
    ]
    for order, (key, model, rule) in enumerate(rules):
        registry.retention_rules.add(registry.RetentionRule(key, model, rule, order=order))


def forget(*, now: dt.datetime | None = None) -> dict[str, int]:
    """Everything that is due today on every floor: how many rows by rule. Safe to run again.

    Raises:
        ExceptionGroup: after every rule had its turn, when some of them failed.
    """
    now = now or timezone.now()
    done: dict[str, int] = {}
    failures: list[Exception] = []
    for rule in registry.retention_rules:
        try:
            done[rule.key] = rule.forget(now)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some data could not be forgotten", failures)
    return done


def forget_unverified(now: dt.datetime) -> int:
    """Deletes accounts whose address was never verified, that did nothing and that nothing rests on."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    acted = Event.objects.filter(actor=OuterRef("pk"))
    due = User.objects.filter(
        ~Exists(verified),
        ~Exists(acted),
        joined_at__lt=now - dt.timedelta(days=UNVERIFIED_DAYS),
        closed_at__isnull=True,
        last_login__isnull=True,
    )
    forgotten = 0
    for key in due.values_list("pk", flat=True):
        try:
            forgotten += history.forget(User.objects.filter(pk=key))
        except ProtectedError:
            # Somebody gave this person a part before they came: their rows keep the account.
            continue
    return forgotten


def forget_sessions(now: dt.datetime) -> int:
    """Deletes expired sessions, and what was noted about them (address, browser)."""
    ended, _rows = Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    return ended


def tell_unused(now: dt.datetime) -> int:
    """Tells people who have not signed in for nearly three years that their account will close."""
    due = _unused(now - dt.timedelta(days=UNUSED_DAYS - NOTICE_DAYS)).filter(
        Q(inactivity_notice_at__isnull=True) | Q(inactivity_notice_at__lt=F("seen_at"))
    )
    told = 0
    for user in due.order_by("pk").iterator():
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(inactivity_notice_at=now)
            outbox.send_email(
                user.email,
                "accounts/email/unused",
                {
                    "user": user,
                    "closes_on": (now + dt.timedelta(days=NOTICE_DAYS)).date(),
                    "sign_in_url": f"{settings.BASE_URL}{reverse('account_login')}",
                },
                language=user.language,
            )
            events.record(user, "accounts.unused_told", by=None)
        told += 1
    return told


def close_unused(now: dt.datetime) -> int:
    """Closes accounts unused for three years whose person was told. One that something needs stays."""
    due = _unused(now - dt.timedelta(days=UNUSED_DAYS)).filter(
        inactivity_notice_at__lt=now - dt.timedelta(days=NOTICE_DAYS),
        inactivity_notice_at__gt=F("seen_at"),
    )
    closed = 0
    for user in due.order_by("pk"):
        try:
            actions.close_account(user, by=None)
        except Conflict:
            continue
        closed += 1
    return closed


def _unused(since: dt.datetime) -> QuerySet[User]:
    seen_at = Coalesce("last_login", "joined_at")
    return User.objects.annotate(seen_at=seen_at).filter(is_active=True, is_staff=False, seen_at__lt=since)
