"""What somebody without an account asks, and the support that is missing somewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import Audience, Stage, Theme
from maillage.projects.enums_referral import GAP_DAYS, DoorRequestState, GapState
from maillage.projects.models.project import Project, theme_choices

CONFIRM_WITHIN = dt.timedelta(days=7)
LINK_SALT = "projects.door_request"


def audience_choices() -> list[tuple[str, Any]]:
    return Audience.choices


def confirm_before() -> dt.datetime:
    return clock.moment() + CONFIRM_WITHIN


def gap_due_on() -> dt.date:
    return clock.today() + dt.timedelta(days=GAP_DAYS)


class Sought(models.Model):
    """What was looked for, and around which commune: the wish, kept."""

    commune = models.ForeignKey(
        "territories.Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    themes = ArrayField(
        models.CharField(max_length=30, choices=theme_choices),
        default=list,
        blank=True,
        verbose_name=_("themes"),
    )
    audiences = ArrayField(
        models.CharField(max_length=30, choices=audience_choices),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
    )

    class Meta:
        abstract = True

    @property
    def theme_labels(self) -> list[str]:
        return [str(theme.label) for theme in Theme if theme in self.themes]


@track(exclude=["email", "name", "words"])
class DoorRequest(Sought):
    """A person without an account asks for a door. Nothing leaves before they confirmed their address."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    words = models.TextField(_("the project in a few sentences"), max_length=1500)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="fr")
    service = models.ForeignKey(
        "directory.Service",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The door that was chosen; none when nothing fitted."),
    )
    state = models.CharField(
        max_length=15, choices=DoorRequestState, default=DoorRequestState.UNCONFIRMED, editable=False
    )
    created_at = models.DateTimeField(_("asked"), default=clock.moment)
    expires_at = models.DateTimeField(_("to confirm before"), default=confirm_before)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("request without an account")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="projects_doorrequest_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_doorrequest_confirmed_has_moment",
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                violation_error_message=_("A confirmed request has its moment."),
            )
        ]

    def __str__(self) -> str:
        # Without name or address: this goes to the event log, which forgets nothing.
        return gettext("request %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("orientation:request", args=[self.token])

    @property
    def token(self) -> str:
        """What the person's link carries. The row says whether it may still be confirmed."""
        return signing.dumps(self.pk, salt=LINK_SALT)

    @property
    def is_to_confirm(self) -> bool:
        return self.state == DoorRequestState.UNCONFIRMED and clock.moment() < self.expires_at


class GapQuerySet(models.QuerySet["CoverageGap"]):
    def open(self) -> Self:
        return self.filter(state=GapState.OPEN)

    def for_list(self) -> Self:
        return self.select_related(
            "commune__department", "project", "in_charge", "solved_by", "request"
        ).order_by("due_on", "pk")

    def visible_to(self, user: Any) -> Self:
        """The cases of those who are in charge, who opened them or carry the project; all of them for
        the platform's team."""
        if user.is_staff:
            return self
        mine = Q(project__in=Project.objects.of(user).order_by().values("pk"))
        carried = Project.objects.carried_by(user).order_by().values("pk")
        return self.filter(Q(in_charge=user) | (Q(opened_by=user) & mine) | Q(project__in=carried))


@track()
class CoverageGap(Sought):
    """No competent service within reach: somebody looks for one, until a day."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="coverage_gaps"
    )
    request = models.ForeignKey(
        DoorRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="coverage_gaps"
    )
    state = models.CharField(_("state"), max_length=10, choices=GapState, default=GapState.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"), default=clock.moment)
    in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coverage_gaps",
        verbose_name=_("person in charge"),
    )
    due_on = models.DateField(_("answer expected by"), default=gap_due_on)
    alternatives = models.JSONField(default=list)
    answer = models.TextField(_("answer"), max_length=1500, blank=True)
    solved_by = models.ForeignKey(
        "directory.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded"), null=True, blank=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage gap")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on", "id"], name="projects_gap_list"),
            models.Index(fields=["in_charge", "state"], name="projects_gap_charge"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_gap_of_one_thing",
                condition=Q(project__isnull=False, request__isnull=True)
                | Q(project__isnull=True, request__isnull=False),
                violation_error_message=_("A coverage gap is about a project or about a request."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="open"),
                name="projects_gap_once",
                violation_error_message=_("Somebody is looking for this project already."),
            ),
            models.CheckConstraint(
                name="projects_gap_solved_has_service",
                condition=~Q(state="solved") | Q(solved_by__isnull=False),
                violation_error_message=_("Name the service that was found."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("coverage gap %(number)s, %(place)s") % {
            "number": self.pk,
            "place": self.commune.name,
        }

    def get_absolute_url(self) -> str:
        return reverse("orientation:gap", args=[self.pk])
