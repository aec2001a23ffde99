"""Reads about people that pages need."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import NotificationPreference, User
from maillage.accounts.notifications import NotificationKind, kinds


@dataclass(frozen=True)
class Choice:
    """A kind of e-mail and whether the person gets it."""

    kind: NotificationKind
    is_wanted: bool


def notification_choices(user: User) -> list[Choice]:
    """Every declared kind with the person's choice. One query."""
    chosen = dict(NotificationPreference.objects.filter(user=user).values_list("kind", "is_wanted"))
    return [Choice(kind, not kind.is_refusable or chosen.get(kind.key, kind.is_on)) for kind in kinds]


def live_sessions(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, newest first: sessions whose key still exists."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    sessions: QuerySet[UserSession] = UserSession.objects.filter(Exists(alive), user=user)
    return sessions.order_by("-created_at", "-pk")


# What a browser says of itself, and what people call it; the first that fits, since each claims to be others.
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """“Firefox, Windows”: enough for a person to recognise their own device, and no more."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Unknown device")


def has_second_factor(user: User) -> bool:
    """Whether signing in as this person takes more than a password."""
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=strong).exists())
