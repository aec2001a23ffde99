"""A label: granted by a programme to a project at a place, from a day to another."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import LabelState
from maillage.programmes.models.application import Application
from maillage.programmes.models.cohort import Cohort
from maillage.programmes.models.programme import DateRange, Programme, today


class LabelQuerySet(models.QuerySet["Label"]):
    def public(self) -> Self:
        """The register: every label of a public programme, whatever became of it."""
        return self.filter(programme__is_public=True)

    def in_force(self, on: dt.date | None = None) -> Self:
        """Granted, and running on that day (today)."""
        day = on or today()
        return self.filter(state=LabelState.GRANTED, starts_on__lte=day, ends_on__gte=day)

    def for_list(self) -> Self:
        return self.select_related(
            "programme", "cohort", "project", "place", "place__commune", "place__commune__department"
        )


@track()
class Label(models.Model):
    """Apart from any funding. A place holds one label of a programme at a time."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="labels")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="labels")
    place = models.ForeignKey("directory.Place", on_delete=models.PROTECT, related_name="labels")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="labels")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="labels"
    )
    state = models.CharField(_("state"), max_length=10, choices=LabelState, default=LabelState.GRANTED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    granted_at = models.DateTimeField(default=clock.moment)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "ends_on"], name="programmes_label_state"),
            models.Index(fields=["place", "ends_on"], name="programmes_label_place"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_label_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A label ends after it starts."),
            ),
            # Whatever its state: an ended label gives its remaining days back by ending earlier.
            ExclusionConstraint(
                name="programmes_label_no_overlap",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This place holds a label of this programme on those days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.label_name} · {self.place}"

    @property
    def is_in_force(self) -> bool:
        return self.state == LabelState.GRANTED and self.starts_on <= today() <= self.ends_on
