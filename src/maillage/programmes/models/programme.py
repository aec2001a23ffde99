"""A programme of support, the territories it serves, and who does what in it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.invitations import Invitation
from maillage.programmes.enums import Role
from maillage.territories.models import TerritoryRow


class DateRange(Func):
    """``daterange(from, to, '[]')``: both days belong to it; a NULL end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


# Words of the addresses beside those of programmes: no programme takes one for itself.
RESERVED_SLUGS = frozenset({"nouveau", "invitation", "candidatures", "appels", "evaluations"})


def today() -> dt.date:
    return timezone.localdate()


@track()
class Programme(models.Model):
    """What an operator offers to projects over several calls: means, people and a label."""

    operator = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="programmes",
        verbose_name=_("operator"),
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    purpose = models.CharField(_("purpose, in one sentence"), max_length=300)
    text = models.TextField(_("presentation"), blank=True)
    label_name = models.CharField(
        _("name of the label"),
        max_length=80,
        help_text=_("What a retained place becomes, for example “Manufacture de proximité”."),
    )
    contact_email = models.EmailField(_("contact address"), blank=True)
    is_public = models.BooleanField(_("has a public page"), default=True)
    created_at = models.DateTimeField(_("created"), default=clock.moment)

    class Meta:
        verbose_name = _("programme")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_programme_has_name",
                condition=~Q(name="") & ~Q(slug=""),
                violation_error_message=_("A programme has a name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.slug])


@track()
class ProgrammeTerritory(TerritoryRow):
    """Where a programme works: told to people, not a rule of eligibility."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("territory of a programme")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "level", "code"], name="programmes_programme_territory_once"
            ),
        ]


class RoleQuerySet(models.QuerySet["ProgrammeRole"]):
    def live(self, on: dt.date | None = None) -> Self:
        """Those that hold on that day (today)."""
        day = on or today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


@track()
class ProgrammeRole(models.Model):
    """What a person is in a programme, from a day to another."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="programme_roles",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    starts_on = models.DateField(_("first day"), default=today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a programme")
        ordering: ClassVar = ["role", "starts_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "role"], name="programmes_role_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_role_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A role ends after it starts."),
            ),
            ExclusionConstraint(
                name="programmes_role_once_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This person has that role on those days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


@track()
class ProgrammeInvitation(Invitation):
    """Somebody is asked to take a role in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta(Invitation.Meta):
        verbose_name = _("invitation to a programme")
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            *Invitation.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="programmes_invitation_once",
                violation_error_message=_("This address is invited to that role already."),
            ),
        ]
