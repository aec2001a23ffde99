"""Questionnaires and their versions. What a version says is read by ``definition``."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.questionnaires.definition import Definition, parse
from maillage.questionnaires.enums import VersionState


def empty_content() -> dict[str, Any]:
    return {"sections": []}


@track()
class Questionnaire(models.Model):
    """A form that lives through its versions. Higher apps point at it, or find it by its ``key``."""

    title = models.CharField(_("title"), max_length=120)
    owner = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="questionnaires",
        verbose_name=_("organisation"),
    )
    key = models.CharField(
        _("key"),
        max_length=80,
        null=True,
        blank=True,
        help_text=_("A name by which another part of the platform finds it."),
    )
    created_at = models.DateTimeField(_("created"), default=clock.moment)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [models.Index(fields=["owner", "title"], name="questionnaires_by_owner")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="questionnaires_key_once"),
            models.CheckConstraint(
                name="questionnaires_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A questionnaire has a title."),
            ),
            models.CheckConstraint(
                name="questionnaires_key_not_empty",
                condition=Q(key__isnull=True) | ~Q(key=""),
                violation_error_message=_("A key is a word, or nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:builder", args=[self.pk])


class VersionQuerySet(models.QuerySet["Version"]):
    def drafts(self) -> Self:
        return self.filter(state=VersionState.DRAFT)

    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def for_list(self) -> Self:
        """The newest first, with who published it; what it says is left where it is."""
        return self.select_related("published_by", "saved_by").defer("content").order_by("-number")


@track()
class Version(models.Model):
    """What a questionnaire says from a moment on. A trigger keeps a published version as it is.

    ``revision`` counts the writes of a draft: two people who write the same draft are told apart by it.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    content = models.JSONField(_("content"), default=empty_content)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    saved_at = models.DateTimeField(_("saved"), default=clock.moment)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        ordering: ClassVar = ["questionnaire", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaires_version_number"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(state=VersionState.DRAFT),
                name="questionnaires_one_draft",
                violation_error_message=_("This questionnaire has a draft already."),
            ),
            models.CheckConstraint(
                name="questionnaires_version_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Versions are counted from one."),
            ),
            models.CheckConstraint(
                name="questionnaires_published_has_moment",
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True)
                | Q(state=VersionState.PUBLISHED, published_at__isnull=False),
                violation_error_message=_("A published version has the moment of its publication."),
            ),
        ]
        triggers: ClassVar = [
            # People answered it, and decisions rest on what they were asked.
            pgtrigger.Protect(
                name="published_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=VersionState.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return _t("%(title)s, version %(number)s") % {
            "title": self.questionnaire.title,
            "number": self.number,
        }

    @cached_property
    def definition(self) -> Definition:
        """What it says, read once per object; assigning ``content`` anew wants a new object."""
        return parse(self.content)

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT
