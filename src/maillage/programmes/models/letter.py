"""Letters: what officers write once for each decision, and what each applicant received."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.programmes.enums import Decision, LetterKind
from maillage.programmes.models.application import Application
from maillage.programmes.models.call import Call
from maillage.programmes.models.decision import Announcement


@track()
class LetterTemplate(models.Model):
    """The letter of a decision in a call, with merge fields; ``letters.default_text`` when there is none."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="letter_templates")
    decision = models.CharField(max_length=16, choices=Decision)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("letter template")
        ordering: ClassVar = ["call", "decision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "decision"], name="programmes_letter_template_once"),
            models.CheckConstraint(
                name="programmes_letter_template_says_something",
                condition=~Q(subject="") & ~Q(body=""),
                violation_error_message=_("A letter has a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


@track()
class Letter(models.Model):
    """A letter as it left: its words and its document. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(max_length=10, choices=LetterKind, default=LetterKind.DECISION)
    decision = models.CharField(max_length=16, choices=Decision)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="letter")
    written_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("letter")
        ordering: ClassVar = ["-written_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["announcement", "application"],
                condition=Q(kind=LetterKind.DECISION),
                name="programmes_letter_once",
                violation_error_message=_("This announcement wrote to this applicant already."),
            )
        ]

    def __str__(self) -> str:
        return self.subject
