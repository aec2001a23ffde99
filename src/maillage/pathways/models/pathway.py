"""A pathway: a kit that is run, for a promotion or for an open group."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.directory.models.record import Unaccent
from maillage.pathways.enums import Audience, PathwayState
from maillage.pathways.models.kit import KitVersion
from maillage.programmes.enums import Role
from maillage.programmes.models import ProgrammeRole


class PathwayQuerySet(models.QuerySet["Pathway"]):
    def run_by(self, user: Any) -> Self:
        """Those that the person runs: officers of its programme, editors of its organisation."""
        if not user.is_authenticated:
            return self.none()
        officers = ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)
        editors = Membership.objects.active().filter(
            user=user, role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
        )
        directed = Pathway.objects.filter(programme__in=officers.order_by().values("programme"))
        held = Pathway.objects.filter(
            programme__isnull=True, organisation__in=editors.order_by().values("organisation")
        )
        # A union, for each has its index; joined by "or" they would read every pathway.
        return self.filter(
            pk__in=directed.order_by().values("pk").union(held.order_by().values("pk"), all=True)
        )

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "programme", "cohort", "kit_version__kit", "commune"
        ).defer("organisation__words", "organisation__search", "kit_version__content")


@track()
class Pathway(models.Model):
    """A kit run once. It keeps the version that it began with; a later one is taken by an action.

    ``organisation`` runs it; with a ``programme``, the programme's officers do. ``cohort`` fills it with the
    carriers of the promotion's projects.
    """

    kit_version = models.ForeignKey(KitVersion, on_delete=models.PROTECT, related_name="pathways")
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="pathways",
        verbose_name=_("run by"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="pathways",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    cohort = models.ForeignKey(
        "programmes.Cohort",
        on_delete=models.PROTECT,
        related_name="pathways",
        null=True,
        blank=True,
        verbose_name=_("promotion"),
    )
    service = models.ForeignKey(
        "directory.Service",
        on_delete=models.SET_NULL,
        related_name="pathways",
        null=True,
        blank=True,
        verbose_name=_("service of the directory"),
        help_text=_("Its open sessions with free seats are shown to those who look for a door."),
    )
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.OPEN)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("presentation"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PathwayState, default=PathwayState.PREPARED)
    is_public = models.BooleanField(
        _("shown in the public agenda"), default=False, help_text=_("Anybody may ask for a place.")
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    commune = models.ForeignKey(
        "territories.Commune",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pathways",
        verbose_name=_("commune"),
    )
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.moment)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("pathway")
        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "-starts_on"], name="pathways_of_programme"),
            GinIndex(OpClass(Unaccent(Lower("title")), name="gin_trgm_ops"), name="pathways_pathway_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_pathway_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A pathway has a title."),
            ),
            models.CheckConstraint(
                name="pathways_pathway_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A pathway ends after it begins."),
            ),
            models.CheckConstraint(
                name="pathways_pathway_cohort_of_programme",
                condition=Q(audience=Audience.OPEN, cohort__isnull=True)
                | Q(audience=Audience.COHORT, cohort__isnull=False, programme__isnull=False),
                violation_error_message=_("A pathway for a promotion names it, with its programme."),
            ),
            models.CheckConstraint(
                name="pathways_pathway_has_places",
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                violation_error_message=_("A pathway has at least one place."),
            ),
            models.CheckConstraint(
                name="pathways_pathway_cancelled_has_reason",
                condition=~Q(state=PathwayState.CANCELLED) | ~Q(cancelled_reason=""),
                violation_error_message=_("A cancelled pathway says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pathways:pathway", args=[self.pk])
