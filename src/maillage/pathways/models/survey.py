"""What people answer before and after a pathway, and how open answers are grouped by hand."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.pathways.enums_attendance import Moment
from maillage.pathways.models.enrolment import Enrolment
from maillage.pathways.models.pathway import Pathway


@track()
class SurveyAnswer(models.Model):
    """One person's answer at one moment: the two of a person are compared."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="survey_answers")
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    response = models.OneToOneField(
        "questionnaires.Response", on_delete=models.PROTECT, related_name="pathway_answer"
    )
    at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("answer before or after a pathway")
        ordering: ClassVar = ["enrolment", "moment"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "moment"],
                name="pathways_survey_once",
                violation_error_message=_("This person answered already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.moment}"


@track()
class AnswerGroup(models.Model):
    """A heading under which somebody groups open answers to a question of a pathway."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="answer_groups")
    question = models.CharField(max_length=60)
    label = models.CharField(_("heading"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("heading of open answers")
        ordering: ClassVar = ["pathway", "question", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pathway", "question", "label"], name="pathways_answer_group_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


@track()
class GroupedAnswer(models.Model):
    """An open answer put under a heading: one heading an answer."""

    answer = models.ForeignKey(SurveyAnswer, on_delete=models.CASCADE, related_name="groupings")
    question = models.CharField(max_length=60)
    group = models.ForeignKey(AnswerGroup, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("open answer under a heading")
        ordering: ClassVar = ["group", "answer"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "question"], name="pathways_grouped_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.answer_id}"
