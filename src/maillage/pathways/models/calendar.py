"""The personal calendar link."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track

SALT = "pathways.calendar"


@track()
class CalendarFeed(models.Model):
    """Lets calendars read a person's sessions without signing in. Another ``serial`` shuts the old link."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    serial = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("personal calendar link")
        ordering: ClassVar = ["user"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def token(self) -> str:
        return signing.dumps([self.user_id, self.serial], salt=SALT)


def feed_of(token: str) -> CalendarFeed | None:
    """The feed that a link opens; None when the link is not ours, or was replaced."""
    try:
        user, serial = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return (
        CalendarFeed.objects.select_related("user")
        .filter(user=user, serial=serial, user__is_active=True)
        .first()
    )
