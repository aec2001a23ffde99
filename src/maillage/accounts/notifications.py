"""E-mails that a person may refuse, by kind, and the one function that sends them.

A higher app declares its kinds in ``AppConfig.ready()`` and calls ``notify``::

    notifications.kinds.add(notifications.NotificationKind(
        key="programmes.new_call", label=_("New calls in my territory"), order=20))
    notifications.notify(user, "programmes.new_call", "programmes/email/new_call", {"call": call})

A kind that is needed (a receipt, a decision on one's own application, security) says
``is_refusable=False``: it has no switch and no footer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from maillage.accounts.models import NotificationPreference, User
from maillage.core import outbox
from maillage.core.errors import Sentence
from maillage.core.models import OutboxMessage, StoredFile
from maillage.core.registry import Registry

SALT = "accounts.refuse"


@dataclass(frozen=True)
class NotificationKind:
    """A kind of e-mail. ``is_on`` is what holds until the person chooses."""

    key: str
    label: Sentence
    description: Sentence = ""
    is_refusable: bool = True
    is_on: bool = True
    order: int = 100


kinds: Registry[NotificationKind] = Registry()


def is_wanted(user: User, kind: NotificationKind) -> bool:
    """Whether to send that kind to that person now."""
    if not kind.is_refusable:
        return True
    choice = (
        NotificationPreference.objects.filter(user=user, kind=kind.key)
        .values_list("is_wanted", flat=True)
        .first()
    )
    return kind.is_on if choice is None else choice


def notify(
    user: User,
    kind_key: str,
    template: str,
    context: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    attachment: Callable[[], StoredFile] | None = None,
) -> OutboxMessage | None:
    """Puts an e-mail in the outbox, in the person's language; None when they refuse it or have left.

    Templates find the person under ``user``, and ``refuse_url`` when the kind can be refused: the
    e-mail shell prints it as a footer. The headers let a mail program offer one-click
    unsubscription (RFC 8058). ``attachment`` makes the file that goes along, only when somebody gets it.

    Raises:
        LookupError: no kind of that key is declared.
    """
    kind = kinds.get(kind_key)
    if kind is None:
        raise LookupError(f"No kind of notification “{kind_key}” is declared")
    if not user.is_active or not is_wanted(user, kind):
        return None
    values: dict[str, Any] = {"user": user, **context}
    extra = dict(headers or {})
    if kind.is_refusable:
        url = refuse_url(user, kind)
        values["refuse_url"] = url
        values["refuse_label"] = kind.label
        extra["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return outbox.send_email(
        user.email,
        template,
        values,
        language=user.language,
        headers=extra,
        preferences_url=values.get("refuse_url", ""),
        attachment=attachment() if attachment is not None else None,
    )


def refuse_url(user: User, kind: NotificationKind) -> str:
    """The signed address of the page with the button that stops that kind, for someone not signed in."""
    token = signing.dumps([user.pk, kind.key], salt=SALT, compress=True)
    return f"{settings.BASE_URL}{reverse('accounts:refuse', args=[token])}"


def read_token(token: str) -> tuple[User, NotificationKind] | None:
    """Whom and what such an address is about; None when it was altered or its subject is gone.

    The address does not expire: an old e-mail must still be able to stop the next one.
    """
    try:
        pk, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    kind = kinds.get(key)
    user = User.objects.filter(pk=pk, is_active=True).first()
    if kind is None or user is None or not kind.is_refusable:
        return None
    return user, kind
