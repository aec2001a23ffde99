"""Invitations by e-mail: a row that expires, a signed link, a page with a button.

An app that gives roles makes its own concrete model of ``Invitation`` (what the role is about, and
which role); sending and accepting stay in that app's actions.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, TypeVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIME = dt.timedelta(days=30)


def expiry() -> dt.datetime:
    return timezone.now() + LIFETIME


class Invitation(models.Model):
    """Somebody is asked, at an address, to take a role. Live until accepted, revoked or expired."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=expiry)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_accepted_or_revoked",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                violation_error_message=_("An accepted invitation cannot be revoked."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_live(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and timezone.now() < self.expires_at

    @property
    def token(self) -> str:
        """What the link carries: the row's key, signed; the row says whether it is still good."""
        return signing.dumps(self.pk, salt=self._meta.label)


I = TypeVar("I", bound=Invitation)  # noqa: E741 - the letter of the word


def find(model: type[I], token: str) -> I | None:
    """The invitation that a link names, live or not; None when the link was never ours."""
    try:
        pk = signing.loads(token, salt=model._meta.label)
    except signing.BadSignature:
        return None
    return model._default_manager.filter(pk=pk).first()


def live(model: type[I]) -> models.QuerySet[I]:
    """Those that somebody may still accept."""
    return model._default_manager.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
