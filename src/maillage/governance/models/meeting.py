"""A meeting: who was called and came, what was looked at, said and decided, and its minutes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.governance import hosts
from maillage.governance.enums import MeetingState, Presence, Seat
from maillage.governance.models.committee import Committee


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> Self:
        """Those where a person sits, those of committees where they sit, and those whose host they run."""
        called = MeetingMember.objects.filter(user=user)
        return self.filter(
            Q(pk__in=called.values("meeting"))
            | Q(committee__members__user=user)
            | hosts.within(hosts.run_by(user), prefix="committee__")
        ).distinct()

    def for_list(self) -> Self:
        return (
            self.select_related("committee")
            .defer("record")
            .annotate(item_count=Count("items", distinct=True))
            .order_by("-held_at", "-pk")
        )


@track(exclude=["record"])
class Meeting(models.Model):
    """One meeting of a committee. Once closed it is frozen: ``record`` holds what was decided, ``minutes``
    the document drawn from it, with the SHA-256 of both.

    ``origin`` names what proposed it (``session-12``): the same thing proposes one meeting only.
    ``group_key`` and ``group_name`` say for which promotion it sits, as its host calls it.
    """

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("committee")
    )
    title = models.CharField(_("title"), max_length=160)
    held_at = models.DateTimeField(_("begins"))
    minutes_planned = models.PositiveSmallIntegerField(_("duration, in minutes"), default=120)
    venue = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        help_text=_("How many members must be there for a decision. Guests do not count."),
    )
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    origin = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("why it is proposed"), max_length=300, blank=True)
    group_key = models.CharField(max_length=40, blank=True)
    group_name = models.CharField(max_length=160, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.moment)
    # What calendars know of its changes (RFC 5545: SEQUENCE, LAST-MODIFIED).
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.moment)
    record = models.JSONField(default=dict, blank=True)
    record_sha256 = models.CharField(max_length=64, blank=True)
    minutes = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="governance_meeting"
    )
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        ordering: ClassVar = ["-held_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["committee", "held_at"], name="governance_meeting_when")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin"],
                condition=~Q(origin=""),
                name="governance_meeting_origin_once",
                violation_error_message=_("This meeting was proposed already."),
            ),
            models.CheckConstraint(
                name="governance_meeting_has_quorum",
                condition=Q(quorum__gt=0) & ~Q(title=""),
                violation_error_message=_("A quorum is at least one person."),
            ),
            models.CheckConstraint(
                name="governance_meeting_closed_is_frozen",
                condition=~Q(state=MeetingState.CLOSED)
                | (
                    Q(closed_at__isnull=False, minutes__isnull=False)
                    & ~Q(record_sha256="")
                    & ~Q(minutes_sha256="")
                ),
                violation_error_message=_("A closed meeting has its minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:meeting", args=[self.pk])


@track()
class MeetingMember(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="meeting_seats",
        verbose_name=_("person"),
    )
    seat = models.CharField(_("role"), max_length=10, choices=Seat, default=Seat.MEMBER)
    presence = models.CharField(_("presence"), max_length=10, choices=Presence, default=Presence.EXPECTED)

    class Meta:
        verbose_name = _("member of a meeting")
        ordering: ClassVar = ["meeting", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="governance_meeting_member_once",
                violation_error_message=_("This person is called already."),
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(seat=Seat.PRESIDENT),
                name="governance_meeting_one_president",
                violation_error_message=_("One person presides."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.get_seat_display()} {self.pk}"


@track()
class MeetingItem(models.Model):
    """An item of the agenda: a project, something else that the host knows, or words alone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(_("subject"), max_length=200)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meeting_items",
        verbose_name=_("project"),
    )
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    is_done = models.BooleanField(_("looked at"), default=False)

    class Meta:
        verbose_name = _("item of the agenda")
        ordering: ClassVar = ["meeting", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "project"],
                name="governance_item_project_once",
                violation_error_message=_("This project is on the agenda already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="governance_item_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="governance_item_subject_whole",
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False, project__isnull=True)),
                violation_error_message=_("An item points at one thing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:item", args=[self.meeting_id, self.pk])


@track()
class MeetingDecision(models.Model):
    """What a meeting decided, with its count of hands when there was one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        MeetingItem, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField(_("decision"), max_length=3000)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    is_adopted = models.BooleanField(_("adopted"), default=True)
    decided_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("decision of a meeting")
        ordering: ClassVar = ["meeting", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_decision_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write what is decided."),
            ),
            models.CheckConstraint(
                name="governance_decision_counts_whole",
                condition=Q(votes_for__isnull=True, votes_against__isnull=True, abstentions__isnull=True)
                | Q(votes_for__isnull=False, votes_against__isnull=False, abstentions__isnull=False),
                violation_error_message=_("Give the three counts, or none."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@track()
class MeetingFile(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="meeting_file")
    title = models.CharField(_("title"), max_length=160, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("file of a meeting")
        ordering: ClassVar = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.title or self.file.name
