"""What a call gives to read and to ask: documents, questions and answers, followers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.programmes.enums import CallQuestionState
from maillage.programmes.models.call import Call


@track()
class CallDocument(models.Model):
    """A file that goes with a call: its rules, a model of budget. Everybody who sees the call reads it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="call_document")
    added_at = models.DateTimeField(default=clock.moment)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("document of a call")
        ordering: ClassVar = ["call", "added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_document_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A document has a title."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@track()
class CallQuestion(models.Model):
    """Somebody asks the programme about a call. Answered, both are published to all, without the name.

    Set aside, it stays between the one who asked and the officers, with the reason.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.moment)
    state = models.CharField(
        _("state"), max_length=10, choices=CallQuestionState, default=CallQuestionState.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question about a call")
        ordering: ClassVar = ["call", "asked_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["call", "state", "answered_at"], name="programmes_question_state")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_question_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Write your question."),
            ),
            models.CheckConstraint(
                name="programmes_question_answered_has_answer",
                condition=Q(state=CallQuestionState.OPEN, answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    ~Q(state=CallQuestionState.OPEN),
                    ~Q(answer=""),
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                violation_error_message=_("An answered question has its answer and its author."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def event_label(self) -> str:
        return f"n° {self.pk}"


@track()
class CallFollower(models.Model):
    """Somebody wants to be told when a call opens, and when it changes."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.moment)
    told_opening_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The opening that they were last told of.")
    )

    class Meta:
        verbose_name = _("follower of a call")
        ordering: ClassVar = ["call", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "user"], name="programmes_follower_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.call}"

    @property
    def event_label(self) -> str:
        return f"n° {self.pk}"
