"""The answers to a version: what is being written, what is joined to it, what was handed in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.models.questionnaire import Version


class ResponseQuerySet(models.QuerySet["Response"]):
    def for_list(self) -> Self:
        """With the version and who saved last; the answers stay where they are."""
        return self.select_related("version__questionnaire", "saved_by").defer(
            "answers", "retired", "version__content"
        )


# Every pause of a writer saves: the versions of the answers that count are the snapshots.
@track(exclude=["answers", "revision", "saved_at"])
class Response(models.Model):
    """Answers, by the stable ids of questions, in the JSON that ``definition`` says of each type.

    ``revision`` counts the writes. An answer whose question is not asked by ``version`` stays in
    ``answers``; ``retired`` holds those that the present question of the same id could not read:
    ``[{"question", "label", "answer", "version"}]``. Nothing that was answered is ever lost. Who may write is
    the business of the app that asks; a response that is handed in (``closed_at``) is written by nobody.
    ``open_questions`` names the only ones that are open again, when it was reopened for them; NULL: all.
    """

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="responses", verbose_name=_("version")
    )
    answers = models.JSONField(_("answers"), default=dict)
    retired = models.JSONField(_("no longer asked"), default=list)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    created_at = models.DateTimeField(_("started"), default=clock.moment)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved"), default=clock.moment)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.ForeignKey(
        "OnBehalf",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last written on behalf of"),
    )
    closed_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    open_questions = ArrayField(
        models.CharField(max_length=60), verbose_name=_("questions open again"), null=True, blank=True
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response to a questionnaire")
        ordering: ClassVar = ["-saved_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="questionnaires_response_revision_from_one",
                condition=Q(revision__gte=1),
                violation_error_message=_("Writes are counted from one."),
            ),
            models.CheckConstraint(
                name="questionnaires_response_closed_after_start",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
                violation_error_message=_("A response is handed in after it was started."),
            ),
            models.CheckConstraint(
                name="questionnaires_response_reopened_is_open",
                condition=Q(open_questions__isnull=True) | Q(closed_at__isnull=True),
                violation_error_message=_("What is handed in has no question open."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} (n° {self.pk})"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def has_open(self, question_id: str) -> bool:
        """Whether this question may be answered, in a response that is open."""
        return self.open_questions is None or question_id in self.open_questions

    @property
    def definition(self) -> Definition:
        return self.version.definition


@track()
class OnBehalf(models.Model):
    """Somebody writes another's answers, at their request: whose, why, from when to when."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="on_behalf_entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Of a person who has no account.")
    )
    why = models.TextField(_("why, and how the person agreed"))
    at = models.DateTimeField(default=clock.moment)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("writing on behalf of somebody")
        ordering: ClassVar = ["response", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="questionnaires_on_behalf_of_somebody",
                condition=Q(person__isnull=False) | ~Q(name=""),
                violation_error_message=_("Say for whom you write."),
            ),
            models.CheckConstraint(
                name="questionnaires_on_behalf_has_reason",
                condition=~Q(why=""),
                violation_error_message=_("Say why you write for somebody else, and how they agreed."),
            ),
            models.UniqueConstraint(
                fields=["response", "by"],
                condition=Q(ended_at__isnull=True),
                name="questionnaires_on_behalf_once",
                violation_error_message=_("You write for somebody here already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.name

    @property
    def event_label(self) -> str:
        return f"n° {self.response_id}"


@track()
class ResponseFile(models.Model):
    """A file that answers a question. One that was handed in is only marked as removed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="files")
    question_id = models.CharField(max_length=60)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="response_file")
    joined_at = models.DateTimeField(default=clock.moment)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of a response")
        ordering: ClassVar = ["response", "question_id", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["response", "question_id"],
                name="questionnaires_live_files",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.file)


@track(exclude=["answers"])
class ResponseSnapshot(models.Model):
    """What was handed in, at which version, with which files. A trigger keeps it as it is."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"))
    files = models.ManyToManyField(ResponseFile, related_name="snapshots", verbose_name=_("files"))
    stage = models.CharField(_("stage"), max_length=60, blank=True)
    at = models.DateTimeField(default=clock.moment)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.ForeignKey(
        OnBehalf, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("answers as they were handed in")
        ordering: ClassVar = ["response", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="questionnaires_snapshot_number"),
        ]
        triggers: ClassVar = [
            # Decisions rest on it. It goes only with its response.
            pgtrigger.Protect(name="handed_in_for_good", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.response} · {self.number}"

    @property
    def event_label(self) -> str:
        return f"n° {self.response_id} · {self.number}"

    @property
    def about(self) -> dict[str, Any]:
        """What an event says of it."""
        return {"snapshot": self.number, "version": self.version.number, "stage": self.stage}
