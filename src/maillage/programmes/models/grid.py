"""A grid of criteria, and its versions: reviews are always read against the version that they answered."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes import grids
from maillage.programmes.enums_review import GridState
from maillage.programmes.models.programme import Programme


def empty() -> dict[str, Any]:
    return {"criteria": []}


@track()
class Grid(models.Model):
    """What files are judged on, under a name that its versions share."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="grids")
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(_("created"), default=clock.moment)

    class Meta:
        verbose_name = _("grid")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_grid_has_name",
                condition=~Q(name=""),
                violation_error_message=_("A grid has a name."),
            ),
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="programmes_grid_name_once",
                violation_error_message=_("The programme has a grid of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class GridVersion(models.Model):
    """One wording of a grid. Published, it never changes: the database refuses."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=GridState, default=GridState.DRAFT)
    content = models.JSONField(_("criteria"), default=empty, help_text=_("As programmes.grids says."))
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a grid")
        ordering: ClassVar = ["grid", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grid", "number"], name="programmes_gridversion_number"),
            models.UniqueConstraint(
                fields=["grid"],
                condition=Q(state=GridState.DRAFT),
                name="programmes_gridversion_one_draft",
                violation_error_message=_("The grid has a draft already."),
            ),
            models.CheckConstraint(
                name="programmes_gridversion_published_has_moment",
                condition=Q(state=GridState.DRAFT) | Q(published_at__isnull=False),
                violation_error_message=_("A published version has its moment."),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="published_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'published'"),
            )
        ]

    def __str__(self) -> str:
        return str(_("%(grid)s, version %(number)s") % {"grid": self.grid, "number": self.number})

    @cached_property
    def criteria(self) -> tuple[grids.Criterion, ...]:
        return grids.read(self.content)
