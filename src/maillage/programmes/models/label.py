"""A label: granted by a programme to a project at a place, from a day to another."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.models import Place
from maillage.programmes.enums import HOLDS, ConditionOutcome, LabelState, Standing
from maillage.programmes.models.application import REFERENCE_LETTERS, Application
from maillage.programmes.models.cohort import Cohort
from maillage.programmes.models.decision import Condition
from maillage.programmes.models.programme import DateRange, Programme, today


def new_code() -> str:
    """A public code such as "7F3K-2Q9M-XB4T": sixty random bits, printed on the certificate for ever."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def standing_q(standing: Standing, on: dt.date, prefix: str = "") -> Q:
    """Labels that stand so on the day ``on``, today or after: the state last said, and the days."""

    def q(**values: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in values.items()})

    if standing == Standing.UPCOMING:
        return q(starts_on__gt=on) & ~q(state=LabelState.ENDED)
    if standing == Standing.ENDED:
        return q(state=LabelState.ENDED) | q(ends_on__lt=on)
    return q(state=standing.value, starts_on__lte=on, ends_on__gte=on)


class LabelQuerySet(models.QuerySet["Label"]):
    def public(self) -> Self:
        """The register: every label of a public programme, whatever became of it."""
        return self.filter(programme__is_public=True)

    def in_force(self, on: dt.date | None = None) -> Self:
        """Those that hold on that day, today or after (today): their bearer may say so."""
        day = on or today()
        return self.filter(state__in=HOLDS, starts_on__lte=day, ends_on__gte=day)

    def held(self, on: dt.date) -> Self:
        """Those that held on any day, past ones included: by their periods."""
        return self.filter(
            pk__in=LabelPeriod.objects.filter(state__in=HOLDS, starts_on__lte=on, ends_on__gte=on).values(
                "label"
            )
        )

    def standing(self, standing: Standing) -> Self:
        """Those that stand so today."""
        return self.filter(standing_q(standing, today()))

    def at_public_places(self) -> Self:
        """At a place that everyone may see. Where two records were merged and both held a label, that of
        the dropped one stays with it, and is shown at the kept one."""
        return self.alias(shown_at=Coalesce("place__merged_into_id", "place_id")).filter(
            shown_at__in=Place.objects.public().values("pk")
        )

    def for_list(self) -> Self:
        return self.select_related(
            "programme",
            "cohort",
            "project",
            "place",
            "place__commune",
            "place__commune__department",
            "place__merged_into",
            "place__merged_into__commune",
            "place__merged_into__commune__department",
        ).defer(
            *(
                f"{place}__{column}"
                for place in ("place", "place__merged_into")
                for column in ("words", "search", "description")
            )
        )


@track()
class Label(models.Model):
    """Apart from any funding. A place holds one label of a programme at a time.

    ``state`` is what was last said, in force from the first to the last day; ``standing_on`` says what
    holds on a day. ``LabelPeriod`` keeps each state with its days.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="labels")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="labels")
    place = models.ForeignKey("directory.Place", on_delete=models.PROTECT, related_name="labels")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="labels")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="labels"
    )
    code = models.CharField(_("public code"), max_length=14, unique=True, default=new_code, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=LabelState, default=LabelState.GRANTED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    granted_at = models.DateTimeField(default=clock.moment)
    reminded_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many days before the end people were last reminded of it.")
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "ends_on"], name="programmes_label_state"),
            models.Index(fields=["place", "ends_on"], name="programmes_label_place"),
            # The public register, across programmes.
            models.Index(F("starts_on").desc(), F("id").desc(), name="programmes_label_recent"),
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

    def get_absolute_url(self) -> str:
        return reverse("labels:label", args=[self.code])

    @property
    def standing(self) -> Standing:
        """Today, from the label's own columns."""
        day = today()
        if self.state == LabelState.ENDED or self.ends_on < day:
            return Standing.ENDED
        return Standing.UPCOMING if day < self.starts_on else Standing(self.state)

    @property
    def is_in_force(self) -> bool:
        return self.standing.value in HOLDS

    @property
    def site(self) -> Place:
        """Where it is shown: its place, or the record that this one was merged into."""
        return self.place.merged_into or self.place

    def standing_on(self, day: dt.date) -> Standing:
        """What the label was on a day, past or to come, by its periods; one query when not prefetched."""
        for period in self.periods.all():
            if period.starts_on <= day <= period.ends_on:
                return Standing(period.state)
        return Standing.UPCOMING if day < self.starts_on else Standing.ENDED


@track()
class LabelPeriod(models.Model):
    """A state of a label from a day to another, both included. They follow each other without a hole from
    the label's first day to its last, so that each day has one answer."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="periods")
    state = models.CharField(_("state"), max_length=12, choices=LabelState)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    why = models.TextField(_("reason"), blank=True)
    said_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("period of a label")
        ordering: ClassVar = ["label", "starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_labelperiod_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A period ends after it starts."),
            ),
            ExclusionConstraint(
                name="programmes_labelperiod_one_state_a_day",
                expressions=[
                    ("label", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("A label has one state a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.starts_on} – {self.ends_on}"


@track()
class LabelCondition(models.Model):
    """What a conditional label waits for, and until when."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="conditions")
    asked = models.OneToOneField(
        Condition,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="label_condition",
        help_text=_("The condition of the decision that it comes from."),
    )
    text = models.CharField(_("condition"), max_length=500)
    due_on = models.DateField(_("due"))
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=ConditionOutcome, default=ConditionOutcome.OPEN
    )
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    set_at = models.DateTimeField(default=clock.moment)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("condition of a label")
        ordering: ClassVar = ["label", "due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                name="programmes_labelcondition_due",
                condition=Q(outcome=ConditionOutcome.OPEN),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_labelcondition_has_text",
                condition=~Q(text=""),
                violation_error_message=_("A condition is written."),
            ),
            models.CheckConstraint(
                name="programmes_labelcondition_settled_has_day",
                condition=Q(outcome=ConditionOutcome.OPEN, settled_on__isnull=True)
                | (~Q(outcome=ConditionOutcome.OPEN) & Q(settled_on__isnull=False)),
                violation_error_message=_("A settled condition has its day."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.outcome == ConditionOutcome.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < today()
