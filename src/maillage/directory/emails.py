"""The directory's e-mails, and the signed addresses in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from maillage.accounts import notifications
from maillage.accounts.models import User
from maillage.core.outbox import send_email
from maillage.directory.models import Invitation, Organisation, Place, Record, Service

FRESHNESS_SALT = "maillage.directory.freshness"
FRESHNESS_KIND = "directory.freshness"
# Long enough for a summer away; a link found later asks to sign in.
FRESHNESS_LINK_LIVES = dt.timedelta(days=120)


@dataclass(frozen=True)
class FreshnessLink:
    """What a confirmation link holds: which records, and whom it was sent to."""

    records: Sequence[tuple[str, int]]
    user_id: int | None


def send_invitation(invitation: Invitation, token: str, *, language: str) -> None:
    send_email(
        invitation.email,
        "directory/email/invitation",
        {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "role": invitation.get_role_display(),
            "invited_by": invitation.invited_by.get_full_name() if invitation.invited_by else "",
            "link": settings.BASE_URL + reverse("directory:invitation", args=[token]),
        },
        language=language,
    )


def remind_person(records: Sequence[Organisation | Place | Service], user: User) -> bool:
    """Asks somebody who answers for records to confirm them; False when they refuse such e-mails."""
    sent = notifications.notify(user, FRESHNESS_KIND, "directory/email/freshness", _reminder(records, user))
    return sent is not None


def remind_address(records: Sequence[Organisation | Place | Service], address: str) -> None:
    """The same at a public address, when nobody of the organisation has an account."""
    send_email(address, "directory/email/freshness", _reminder(records, None))


def _reminder(records: Sequence[Organisation | Place | Service], user: User | None) -> dict[str, Any]:
    token = freshness_token(records, user)
    return {
        "records": records,
        "first": records[0],
        "link": settings.BASE_URL + reverse("directory:freshness_link", args=[token]),
    }


def freshness_token(records: Iterable[Record], user: User | None) -> str:
    """A signed address part that names the records and the person asked. It opens nothing else."""
    return signing.dumps(
        {
            "r": [[record.kind.value, record.pk] for record in records],
            "u": user.pk if user is not None else None,
        },
        salt=FRESHNESS_SALT,
        compress=True,
    )


def read_freshness_token(token: str) -> FreshnessLink | None:
    """What a link holds; None when it is not ours or too old."""
    try:
        held = signing.loads(token, salt=FRESHNESS_SALT, max_age=FRESHNESS_LINK_LIVES)
    except signing.BadSignature:
        return None
    return FreshnessLink([(kind, pk) for kind, pk in held["r"]], held["u"])
