"""Somebody advises a project: with which rights, agreed to by whom, from when until when."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.enums import ALWAYS_GIVEN, AdviceRight, AdviceState
from maillage.projects.models.project import Project


def right_choices() -> list[tuple[str, Any]]:
    """Read through a function, so that a new right needs no migration."""
    return AdviceRight.choices


class AdviceQuerySet(models.QuerySet["Advice"]):
    def live(self) -> Self:
        """Those under which somebody advises today: agreed to, neither withdrawn nor past their day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=clock.today()), state=AdviceState.ACTIVE)

    def of(self, project: Project, user: Any) -> Advice | None:
        """That person's, for that project: there is one at most among the live ones."""
        return self.filter(project=project, adviser=user).order_by("-pk").first()

    def waiting(self) -> Self:
        """Those that the carriers have not answered."""
        return self.filter(state=AdviceState.ASKED)

    def for_list(self) -> Self:
        """With the people and the organisations, in one query; those under way first."""
        return self.select_related("adviser", "organisation", "project", "consented_by").order_by(
            "project", "-asked_at", "-pk"
        )


@track()
class Advice(models.Model):
    """The agreement under which a person, in the name of an organisation or alone, advises a project.

    The carriers consent before it begins, right by right, and may take it back at any time. While it is
    live, and only then, the person is a ``ProjectMember`` with the role of an adviser: ``actions.advice``
    keeps both together, ``doctor`` checks it. ``until`` is the last day agreed to, when there is one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="advice")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="advice",
        verbose_name=_("adviser"),
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("organisation"),
    )
    rights = ArrayField(
        models.CharField(max_length=20, choices=right_choices), default=list, verbose_name=_("rights")
    )
    state = models.CharField(_("state"), max_length=10, choices=AdviceState, default=AdviceState.ASKED)
    message = models.TextField(_("why"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=clock.moment)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"), null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed to by"),
    )
    until = models.DateField(_("last day"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("takes over from"),
    )

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice to a project")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "adviser"],
                condition=Q(state__in=[AdviceState.ASKED, AdviceState.ACTIVE]),
                name="projects_advice_once",
                violation_error_message=_("This person advises the project already, or has asked to."),
            ),
            models.CheckConstraint(
                name="projects_advice_is_consented",
                condition=~Q(state__in=[AdviceState.ACTIVE, AdviceState.WITHDRAWN])
                | Q(since__isnull=False, consented_by__isnull=False),
                violation_error_message=_("Nobody advises before a carrier has agreed."),
            ),
            models.CheckConstraint(
                name="projects_advice_reads_the_thread",
                condition=Q(rights__contains=[ALWAYS_GIVEN]),
                violation_error_message=_("An adviser reads the thread at least."),
            ),
            models.CheckConstraint(
                name="projects_advice_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(since__isnull=True) | Q(ended_at__gte=F("since")),
                violation_error_message=_("Advice ends after it begins."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["adviser", "state"], name="projects_advice_adviser"),
            models.Index(fields=["organisation", "state"], name="projects_advice_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.adviser} · {self.project}"

    @property
    def event_label(self) -> str:
        return f"n° {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state == AdviceState.ACTIVE and (self.until is None or self.until >= clock.today())

    @property
    def right_labels(self) -> list[str]:
        """The rights in words, in the order of the enumeration."""
        return [str(right.label) for right in AdviceRight if right in self.rights]
