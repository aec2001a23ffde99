"""What a reviewer knows, how much they can read, and what they wish to read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums_matching import Wish
from maillage.programmes.models.application import Application
from maillage.programmes.models.programme import Programme
from maillage.programmes.models.review import ReviewRound
from maillage.projects.models import theme_choices, trade_choices
from maillage.territories.models import TerritoryRow


@track()
class Expertise(models.Model):
    """A reviewer's profile in one programme. Where nothing is said, nothing speaks for or against a file.

    ``group``: a name that the officers give ("Crafts", "Elected"); an assignment may ask for somebody of
    a group on every file. One group each: groups are then disjoint, which keeps the assignment a linear
    programme (ADR 0011).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="expertises")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="expertises",
        verbose_name=_("reviewer"),
    )
    trades = ArrayField(
        models.CharField(max_length=30, choices=trade_choices),
        default=list,
        blank=True,
        verbose_name=_("trades"),
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=theme_choices),
        default=list,
        blank=True,
        verbose_name=_("themes"),
    )
    group = models.CharField(_("group"), max_length=60, blank=True)
    most_files = models.PositiveSmallIntegerField(
        _("files at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("In one round. Empty: what the officers ask for."),
    )
    updated_at = models.DateTimeField(_("updated"), default=clock.moment)

    class Meta:
        verbose_name = _("expertise of a reviewer")
        ordering: ClassVar = ["programme", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "reviewer"],
                name="programmes_expertise_once",
                violation_error_message=_("This person has a profile in the programme already."),
            ),
            models.CheckConstraint(
                name="programmes_expertise_most_positive",
                condition=Q(most_files__isnull=True) | Q(most_files__gt=0),
                violation_error_message=_("At least one file: somebody who reads none is not a reviewer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.programme}"

    @property
    def event_label(self) -> str:
        return f"expertise {self.pk}"


@track()
class ExpertiseTerritory(TerritoryRow):
    """Where a reviewer knows the ground."""

    expertise = models.ForeignKey(Expertise, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("territory of an expertise")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["expertise", "level", "code"], name="programmes_expertise_territory_once"
            ),
        ]


@track()
class Bid(models.Model):
    """What a reviewer wishes about one file of a round. A tie is a ``Conflict``, not a wish."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="bids")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="bids")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_bids"
    )
    wish = models.CharField(_("wish"), max_length=10, choices=Wish)
    updated_at = models.DateTimeField(_("updated"), default=clock.moment)

    class Meta:
        verbose_name = _("wish of a reviewer")
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "reviewer", "application"],
                name="programmes_bid_once",
                violation_error_message=_("This wish is said already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.reference} · {self.get_wish_display()}"

    @property
    def event_label(self) -> str:
        return f"bid {self.pk} on {self.application.reference}"
