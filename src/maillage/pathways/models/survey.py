"""What a pathway asks its people before and after, who is asked, and how open answers are grouped."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.pathways.enums_surveys import AskState, Moment, StepKind, SurveyState
from maillage.pathways.models.enrolment import Enrolment
from maillage.pathways.models.pathway import Pathway

LINK_SALT = "pathways.survey"
#: How long people may answer after the last session, in days.
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 90, 21


class SurveyQuerySet(models.QuerySet["Survey"]):
    def live(self) -> Self:
        return self.exclude(state=SurveyState.CLOSED)

    def for_list(self) -> Self:
        return self.select_related("version__questionnaire", "pathway").defer("summary")


@track(exclude=["summary"])
class Survey(models.Model):
    """One questionnaire of a pathway, before or after, in the version that it asks now.

    Before: each person answers until their first session (``SurveyRequest.ends_at``). After: from the last
    session on, for ``days`` days, until ``closes_at``. ``summary`` holds, once the one after is closed, the
    sums that results are drawn from (``surveys.tally``): they outlive the answers.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="surveys")
    moment = models.CharField(_("when"), max_length=6, choices=Moment)
    version = models.ForeignKey(
        "questionnaires.Version",
        on_delete=models.PROTECT,
        related_name="pathway_surveys",
        verbose_name=_("questionnaire"),
    )
    state = models.CharField(_("state"), max_length=8, choices=SurveyState, default=SurveyState.PLANNED)
    days = models.PositiveSmallIntegerField(
        _("days to answer after the last session"),
        default=USUAL_DAYS,
        validators=[MinValueValidator(LEAST_DAYS), MaxValueValidator(MOST_DAYS)],
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.moment)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closes_at = models.DateTimeField(_("answer by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    summary = models.JSONField(_("sums"), null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire of a pathway")
        ordering: ClassVar = ["pathway", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["pathway"], name="pathways_survey_live", condition=~Q(state=SurveyState.CLOSED)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pathway", "moment"],
                name="pathways_survey_once",
                violation_error_message=_("This questionnaire is planned already."),
            ),
            models.CheckConstraint(
                name="pathways_survey_has_moments",
                condition=Q(state=SurveyState.PLANNED, opened_at__isnull=True, closed_at__isnull=True)
                | Q(state=SurveyState.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | Q(state=SurveyState.CLOSED, closed_at__isnull=False),
                violation_error_message=_("A questionnaire that is open has been opened."),
            ),
            models.CheckConstraint(
                name="pathways_survey_after_closes",
                condition=Q(closes_at__isnull=True)
                | Q(moment=Moment.AFTER, closes_at__gt=models.F("opened_at")),
                violation_error_message=_("It closes after it opens."),
            ),
            models.CheckConstraint(
                name="pathways_survey_days",
                condition=Q(days__gte=LEAST_DAYS, days__lte=MOST_DAYS),
                violation_error_message=_("People have from 7 to 90 days to answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} · {self.get_moment_display()}"


class SurveyRequestQuerySet(models.QuerySet["SurveyRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=AskState.ASKED)


@track()
class SurveyRequest(models.Model):
    """A person is asked, once. ``response`` appears with the first answers, and goes when they are taken back
    or have been kept long enough."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="requests")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="survey_requests")
    state = models.CharField(_("state"), max_length=8, choices=AskState, default=AskState.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=clock.moment)
    remind_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    response = models.OneToOneField(
        "questionnaires.Response",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="survey_request",
        verbose_name=_("answers"),
    )

    objects = SurveyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("person asked before or after a pathway")
        ordering: ClassVar = ["survey", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "enrolment"],
                name="pathways_surveyrequest_once",
                violation_error_message=_("This person is asked already."),
            ),
            models.CheckConstraint(
                name="pathways_surveyrequest_answered_has_moment",
                condition=Q(state=AskState.ANSWERED, answered_at__isnull=False)
                | (~Q(state=AskState.ANSWERED) & Q(answered_at__isnull=True)),
                violation_error_message=_("An answer has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:answer", args=[self.token])

    @property
    def token(self) -> str:
        """What the person's link carries; the row says until when it is good."""
        return signing.dumps(self.pk, salt=LINK_SALT)

    @property
    def is_open(self) -> bool:
        """Whether answers may be given, corrected or taken back."""
        return self.state != AskState.SILENT and clock.moment() < self.ends_at


class AnswerGroupQuerySet(models.QuerySet["AnswerGroup"]):
    def live(self) -> Self:
        return self.filter(merged_into__isnull=True, removed_at__isnull=True)


@track()
class AnswerGroup(models.Model):
    """A label that open answers to one question are put under. Merging leaves the answers of both where they
    are and reads one within the other, so that it can be undone."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="groups")
    question_id = models.CharField(max_length=60)
    label = models.CharField(_("label"), max_length=80)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.moment)

    objects = AnswerGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of open answers")
        ordering: ClassVar = ["label", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "survey",
                "question_id",
                Lower("label"),
                condition=Q(merged_into__isnull=True, removed_at__isnull=True),
                name="pathways_answergroup_label",
                violation_error_message=_("A group has this label already."),
            ),
            models.CheckConstraint(
                name="pathways_answergroup_has_label",
                condition=~Q(label=""),
                violation_error_message=_("A group has a label."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@track()
class GroupedAnswer(models.Model):
    """An open answer in a group. ``digest`` is of the text as it was read then: one that its author corrected
    since is shown as such."""

    group = models.ForeignKey(AnswerGroup, on_delete=models.CASCADE, related_name="answers")
    request = models.ForeignKey(SurveyRequest, on_delete=models.CASCADE, related_name="grouped")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("open answer in a group")
        ordering: ClassVar = ["group", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "request"],
                name="pathways_groupedanswer_once",
                violation_error_message=_("This answer is in the group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.request_id}"


class GroupingStep(models.Model):
    """One gesture on the groups of a question: who, what, undone or not. Rows are added.

    ``data``: ``{"from", "to"}`` of a label; ``{"into": group}``; ``{"added", "removed"}`` pairs of request
    and group.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="grouping_steps")
    question_id = models.CharField(max_length=60)
    kind = models.CharField(_("gesture"), max_length=8, choices=StepKind)
    group = models.ForeignKey(AnswerGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    data: models.JSONField[Any] = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("gesture on groups of answers")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["survey", "question_id", "-id"], name="pathways_step_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.pk}"
