"""A jury session: who sits, which files in which order, who was in the room, what was said and voted."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.programmes.enums import Ballot, Decision, ItemState, JuryRole, Presence, SessionState
from maillage.programmes.models.application import Application
from maillage.programmes.models.call import Call


class JurySessionQuerySet(models.QuerySet["JurySession"]):
    def for_list(self) -> Self:
        return self.select_related("call__programme").defer("record").order_by("-held_at", "-pk")


@track(exclude=["record"])
class JurySession(models.Model):
    """A meeting that gives its opinion on files of one call.

    Once closed it is frozen: ``record`` holds all that was decided, ``minutes`` the document drawn from
    it, and their SHA-256 let anybody check that neither changed since.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="juries", verbose_name=_("call"))
    title = models.CharField(_("title"), max_length=120)
    held_at = models.DateTimeField(_("begins"))
    venue = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        help_text=_("How many members who vote must be in the room. Those out for a conflict do not count."),
    )
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.moment)
    record = models.JSONField(default=dict, blank=True)
    record_sha256 = models.CharField(max_length=64, blank=True)
    minutes = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="jury_session"
    )
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    objects = JurySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jury session")
        ordering: ClassVar = ["-held_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_jury_has_quorum",
                condition=Q(quorum__gt=0),
                violation_error_message=_("A quorum is at least one person."),
            ),
            models.CheckConstraint(
                name="programmes_jury_closed_is_frozen",
                condition=~Q(state=SessionState.CLOSED)
                | (
                    Q(closed_at__isnull=False, minutes__isnull=False)
                    & ~Q(record_sha256="")
                    & ~Q(minutes_sha256="")
                ),
                violation_error_message=_("A closed session has its minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:jury", args=[self.call.programme.slug, self.pk])


@track()
class JuryMember(models.Model):
    session = models.ForeignKey(JurySession, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jury_seats")
    role = models.CharField(_("role"), max_length=10, choices=JuryRole, default=JuryRole.MEMBER)
    is_present = models.BooleanField(
        _("in the meeting"), default=False, help_text=_("Ticked at the roll call, unticked on leaving.")
    )

    class Meta:
        verbose_name = _("member of a jury")
        ordering: ClassVar = ["session", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="programmes_jury_member_once",
                violation_error_message=_("This person sits in the jury already."),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(role=JuryRole.PRESIDENT),
                name="programmes_jury_one_president",
                violation_error_message=_("A jury has one president."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.get_role_display()} {self.pk}"


@track()
class AgendaItem(models.Model):
    """A file of the agenda, its notes, the proposal put to the vote and what became of it."""

    session = models.ForeignKey(JurySession, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    notes = models.TextField(_("notes"), blank=True)
    notes_version = models.PositiveIntegerField(default=1)
    notes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notes_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(
        _("opinion of the jury"), blank=True, help_text=_("Becomes the reason of the decision.")
    )
    proposal = models.CharField(_("proposal"), max_length=16, choices=Decision, default=Decision.NONE)
    proposed_amount = models.DecimalField(
        _("amount proposed"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    proposed_rank = models.PositiveIntegerField(_("rank on the waiting list"), null=True, blank=True)
    proposed_conditions = models.JSONField(default=list, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("item of an agenda")
        ordering: ClassVar = ["session", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "application"],
                name="programmes_agenda_once",
                violation_error_message=_("This file is on the agenda already."),
            ),
            models.UniqueConstraint(
                fields=["session", "position"],
                name="programmes_agenda_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state=ItemState.CALLED),
                name="programmes_agenda_one_called",
                violation_error_message=_("One file at a time."),
            ),
            models.CheckConstraint(
                name="programmes_agenda_adopted_says_what",
                condition=~Q(state__in=[ItemState.ADOPTED, ItemState.REJECTED]) | ~Q(proposal=Decision.NONE),
                violation_error_message=_("A vote is about a proposal."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


@track()
class Attendance(models.Model):
    """Whether a member was in the room while a file was discussed, written when it was called."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(JuryMember, on_delete=models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence)

    class Meta:
        verbose_name = _("presence at a file")
        ordering: ClassVar = ["item", "member"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "member"], name="programmes_attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.get_presence_display()}"


@track()
class Vote(models.Model):
    """A member's voice on the proposal of an item; a new proposal starts the vote again."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(JuryMember, on_delete=models.CASCADE, related_name="votes")
    ballot = models.CharField(_("vote"), max_length=10, choices=Ballot)
    cast_at = models.DateTimeField(default=clock.moment)
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The member, or whoever counted the hands."),
    )

    class Meta:
        verbose_name = _("vote")
        ordering: ClassVar = ["item", "member"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "member"], name="programmes_vote_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.get_ballot_display()}"
