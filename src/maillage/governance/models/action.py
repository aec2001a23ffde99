"""Something to follow until the person concerned says that it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.governance import hosts
from maillage.governance.enums import LIVE, ActionState
from maillage.governance.models.meeting import Meeting, MeetingMember
from maillage.governance.models.need import SupportNeed
from maillage.projects.models import Project


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any, run: Iterable[tuple[str, int]] | None = None) -> Self:
        """One's own, those of one's projects, of the meetings where one sits and of the hosts one runs.

        What people gave each other within a project, without any committee, is the project's: whoever has
        no part in it any more reads nothing of it, theirs or not.

        Args:
            run: the hosts that one runs, when they were asked for already.
        """
        within = Q(project__in=Project.objects.of(user).order_by().values("pk"))
        seats = MeetingMember.objects.filter(user=user)
        own = Q(owner=user) | Q(expert=user) | Q(created_by=user)
        # For whoever runs a programme nearly all are its own: asked first, the rest is asked of few.
        return self.filter(
            hosts.within(hosts.run_by(user) if run is None else run)
            | (own & (Q(project__isnull=True) | ~Q(host_kind="")))
            | within
            | Q(meeting__in=seats.values("meeting"))
        )

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def overdue(self, on: dt.date | None = None) -> Self:
        """To do, and the day is past: what waits for a confirmation is late for nobody."""
        return self.filter(state=ActionState.OPEN, due_on__lt=on or clock.today())

    def for_list(self) -> Self:
        return self.select_related("owner", "project", "meeting__committee").order_by("due_on", "pk")


@track()
class Action(models.Model):
    """Who does what by when, and why: from a meeting, a support need, or somebody's own idea.

    Without a project its owner ends it; with one, a carrier of the project confirms. ``raised_at``: since
    when it is late enough to have risen to those who run its host.
    """

    title = models.CharField(_("what is to be done"), max_length=160)
    detail = models.TextField(_("in more words"), max_length=3000, blank=True)
    host_kind = models.CharField(max_length=20, blank=True)
    host_id = models.PositiveBigIntegerField(null=True, blank=True)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("project"),
    )
    need = models.ForeignKey(
        SupportNeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="owned_actions",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("by when"))
    service = models.ForeignKey(
        "directory.Service",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("service proposed"),
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expert_actions",
        verbose_name=_("expert proposed"),
    )
    state = models.CharField(max_length=8, choices=ActionState, default=ActionState.OPEN)
    evidence = models.TextField(_("what shows it"), max_length=3000, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.moment)
    assigned_at = models.DateTimeField(default=clock.moment)
    done_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "due_on"], name="governance_action_owner"),
            models.Index(fields=["project", "state", "due_on"], name="governance_action_project"),
            models.Index(fields=["host_kind", "host_id", "state", "due_on"], name="governance_action_host"),
            # The list in its order, from wherever a page begins: all of it, and what goes on.
            models.Index(fields=["due_on", "id"], name="governance_action_order"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=list(LIVE)), name="governance_action_live"
            ),
            # What the list is searched by: a part of its words.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="governance_action_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_action_says_what",
                condition=~Q(title=""),
                violation_error_message=_("Say what is to be done."),
            ),
            models.CheckConstraint(
                name="governance_action_host_whole",
                condition=Q(host_kind="", host_id__isnull=True)
                | (~Q(host_kind="") & Q(host_id__isnull=False)),
                violation_error_message=_("A host has a kind and a number."),
            ),
            # What waits for a confirmation is about a project: nobody else could give it.
            models.CheckConstraint(
                name="governance_action_done_has_project",
                condition=~Q(state=ActionState.DONE) | Q(project__isnull=False, done_at__isnull=False),
                violation_error_message=_("Only a project’s action waits for a confirmation."),
            ),
            models.CheckConstraint(
                name="governance_action_closed_has_day",
                condition=Q(state=ActionState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ActionState.CLOSED) & Q(closed_at__isnull=True)),
                violation_error_message=_("A finished action has the day it was finished."),
            ),
            models.CheckConstraint(
                name="governance_action_expert_is_another",
                condition=Q(expert__isnull=True) | ~Q(expert=F("owner")),
                violation_error_message=_("The expert is somebody else than the person in charge."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:action", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.state == ActionState.OPEN and self.due_on < clock.today()

    @property
    def days_late(self) -> int:
        """Whole days past its day; 0 when it is not late."""
        return (clock.today() - self.due_on).days if self.is_overdue else 0


@track()
class ActionFile(models.Model):
    """A file that shows what was done."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="action_file")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("file of an action")
        ordering: ClassVar = ["action", "pk"]

    def __str__(self) -> str:
        return self.file.name


class DigestClock(models.Model):
    """When a person was last written to about their actions: one clock for all of them."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="action_digest"
    )
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("digest of actions")

    def __str__(self) -> str:
        return str(self.told_at)
