"""What this floor does when others speak."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.core.signals import language_chosen


def connect() -> None:
    """Called once, when the apps are ready."""
    language_chosen.connect(keep_language, dispatch_uid="accounts.keep_language")


def keep_language(sender: object, *, request: HttpRequest, language: str, **_more: Any) -> None:
    """The language chosen in the public bar is the account's from now on."""
    if isinstance(request.user, User) and language in actions.LANGUAGES:
        actions.choose_language(request.user, language, by=request.user)
