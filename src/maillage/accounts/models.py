"""A person who signs in with an e-mail address, and what they want to be told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> User:
        """Made by the operator at the console: the address counts as verified."""
        # Imported here: allauth's models need this one to be loaded.
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **values)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person. Roles are rows of other apps, never flags here.

    A row is never deleted once the person has acted: closing the account empties it, so that the
    event log keeps an actor without a name.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("platform administrator"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    inactivity_notice_at = models.DateTimeField(
        _("told that the unused account will be closed"), null=True, blank=True
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # A part of somebody's name, where a list of what people do is searched.
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("full_name"), name="gin_trgm_ops"), name="accounts_user_names")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("An account has this e-mail address already."),
            ),
            models.CheckConstraint(
                name="accounts_user_closed_is_inactive",
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
                violation_error_message=_("A closed account cannot be active."),
            ),
        ]

    def __str__(self) -> str:
        if self.closed_at:
            return gettext("Closed account")
        return self.full_name or self.email

    @property
    def event_label(self) -> str:
        """How the event log names this row: the log cannot be changed, so it holds no name."""
        return f"account {self.pk}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] or self.email


@track()
class NotificationPreference(models.Model):
    """Whether a person wants one kind of e-mail. No row: the kind's own default."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(_("kind"), max_length=60)
    is_wanted = models.BooleanField(_("wanted"))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="accounts_preference_once_per_kind",
                violation_error_message=_("This kind of e-mail has a preference already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.user_id}"
