"""Somebody suggests to the carriers of two projects that they meet; each side answers for itself."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.enums_similar import INTRODUCTION_TONES, IntroductionState
from maillage.projects.models.project import Project, ProjectMember


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def for_list(self) -> Self:
        return self.select_related(
            "first__commune__department",
            "second__commune__department",
            "suggested_by",
            "first_by",
            "second_by",
        ).order_by("-created_at", "-pk")

    def seen_by(self, user: Any) -> Self:
        """Those of the projects that the person carries, and those that they suggested."""
        carried = ProjectMember.objects.filter(user=user, role="carrier").values("project")
        return self.filter(Q(first__in=carried) | Q(second__in=carried) | Q(suggested_by=user))


@track(exclude=["message"])
class Introduction(models.Model):
    """``first`` is the project with the smaller key. ``first_by`` is the carrier who said yes there: it is
    their name and address that the others receive, once both sides have said yes."""

    first = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="introductions_as_first")
    second = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="introductions_as_second")
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("suggested by"),
    )
    message = models.CharField(_("why they should meet"), max_length=600, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=IntroductionState, default=IntroductionState.ASKED
    )
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yes of the first"),
    )
    first_at = models.DateTimeField(_("first said yes"), null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yes of the second"),
    )
    second_at = models.DateTimeField(_("second said yes"), null=True, blank=True)
    created_at = models.DateTimeField(_("suggested"), default=clock.moment)
    remind_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("answer by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion to meet")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_introduction_of_two",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("Two different projects meet."),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(state=IntroductionState.ASKED),
                name="projects_introduction_once",
                violation_error_message=_("Somebody has suggested this already."),
            ),
            models.CheckConstraint(
                name="projects_introduction_needs_both",
                condition=~Q(state=IntroductionState.ACCEPTED)
                | Q(first_at__isnull=False, second_at__isnull=False),
                violation_error_message=_("Both sides say yes before they meet."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["remind_at"], name="projects_intro_remind", condition=Q(remind_at__isnull=False)
            ),
            models.Index(
                fields=["expires_at"],
                name="projects_intro_expires",
                condition=Q(state=IntroductionState.ASKED),
            ),
        ]

    def __str__(self) -> str:
        return gettext("suggestion to meet no. %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("projects:introduction", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == IntroductionState.ASKED

    @property
    def tone(self) -> str:
        return INTRODUCTION_TONES[IntroductionState(self.state)]

    def sides(self) -> list[tuple[str, Project]]:
        """``first`` and ``second`` with their projects."""
        return [("first", self.first), ("second", self.second)]
