"""A session: its half-days, who speaks, who is expected."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.models.record import Unaccent
from maillage.pathways.enums import (
    DATED,
    Half,
    Modality,
    PathwayState,
    SeatState,
    SessionKind,
    SessionState,
    SpeakerState,
)
from maillage.pathways.models.enrolment import Enrolment
from maillage.pathways.models.pathway import Pathway


class SessionQuerySet(models.QuerySet["Session"]):
    def dated(self) -> Self:
        return self.filter(state__in=DATED)

    def agenda(self, moment: dt.datetime) -> Self:
        """What the public agenda shows: open sessions to come of pathways that are open."""
        return self.filter(
            is_open=True,
            state=SessionState.SCHEDULED,
            starts_at__gt=moment,
            pathway__state=PathwayState.OPEN,
            pathway__is_public=True,
        )

    def for_list(self) -> Self:
        return self.select_related(
            "pathway__organisation", "pathway__programme", "commune", "commune__department", "place"
        ).defer(
            "pathway__organisation__words",
            "pathway__organisation__search",
            "place__words",
            "place__search",
        )


@track()
class Session(models.Model):
    """People meet, once, over one half-day or several (``HalfDay``).

    ``starts_at`` and ``ends_at`` are the first and the last moment of its half-days, both written by
    ``actions.session``. ``uid`` and ``revision`` are what calendars know it by (RFC 5545, UID and
    SEQUENCE). ``participant`` is the person of a one-to-one.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="sessions")
    template_key = models.SlugField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind, default=SessionKind.WORKSHOP)
    title = models.CharField(_("title"), max_length=150)
    objectives = models.TextField(_("objectives"), blank=True)
    modality = models.CharField(
        _("how people meet"), max_length=10, choices=Modality, default=Modality.IN_PERSON
    )
    participant = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, blank=True, related_name="one_to_ones"
    )
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.TO_DATE)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.ForeignKey(
        "directory.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("place"),
    )
    is_place_fixed = models.BooleanField(
        _("the place is settled"), default=False, help_text=_("The rota planner leaves it where it is.")
    )
    commune = models.ForeignKey(
        "territories.Commune",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("commune"),
    )
    venue = models.CharField(_("room or address"), max_length=200, blank=True)
    link = models.URLField(_("link to the video meeting"), max_length=300, blank=True)
    is_open = models.BooleanField(
        _("open beyond the group"), default=False, help_text=_("Shown in the public agenda.")
    )
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    # What calendars are told as its last change (DTSTAMP and LAST-MODIFIED).
    changed_at = models.DateTimeField(default=clock.moment)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        ordering: ClassVar = ["pathway", "position", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["pathway", "position"], name="pathways_session_order"),
            models.Index(fields=["starts_at"], name="pathways_session_starts"),
            models.Index(
                fields=["starts_at", "id"],
                name="pathways_session_agenda",
                condition=Q(is_open=True, state=SessionState.SCHEDULED),
            ),
            # What the agenda is searched by: part of a word, accents and capitals forgiven.
            GinIndex(
                OpClass(Unaccent(Lower("title")), name="gin_trgm_ops"),
                name="pathways_session_words",
                condition=Q(is_open=True, state=SessionState.SCHEDULED),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_session_ends_after_start",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                name="pathways_session_dated_has_moment",
                condition=~Q(state__in=list(DATED)) | Q(starts_at__isnull=False),
                violation_error_message=_("A scheduled session has its moment."),
            ),
            models.CheckConstraint(
                name="pathways_session_has_seats",
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                violation_error_message=_("A session has at least one seat."),
            ),
            models.CheckConstraint(
                name="pathways_session_cancelled_has_reason",
                condition=~Q(state=SessionState.CANCELLED)
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_reason="")),
                violation_error_message=_("A cancelled session says why."),
            ),
            models.CheckConstraint(
                name="pathways_session_one_to_one_is_closed",
                condition=Q(participant__isnull=True) | Q(is_open=False, kind=SessionKind.ONE_TO_ONE),
                violation_error_message=_("A one-to-one is for one person."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pathways:session", args=[self.pathway_id, self.pk])

    @property
    def is_coming(self) -> bool:
        """Whether people may still take a seat."""
        return (
            self.state == SessionState.SCHEDULED
            and self.starts_at is not None
            and self.starts_at > timezone.now()
        )

    @property
    def where(self) -> str:
        """The place in words; empty while nothing is known."""
        commune = str(self.commune) if self.commune else ""
        return ", ".join(part for part in (str(self.place or ""), self.venue, commune) if part)


@track()
class HalfDay(models.Model):
    """A half-day of a session: what attendance is taken for. Rows are moved, not made again, when the
    session moves, so that what was signed stays with its half-day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="half_days")
    day = models.DateField(_("day"))
    half = models.CharField(_("half-day"), max_length=10, choices=Half)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("half-day of a session")
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="pathways_halfday_starts")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "day", "half"],
                name="pathways_halfday_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("The session has this half-day already."),
            ),
            models.CheckConstraint(
                name="pathways_halfday_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A half-day ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_half_display()}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def coming(self) -> Self:
        """Those who said that they come: the session's trainers."""
        return self.filter(state=SpeakerState.ACCEPTED)

    def asked(self) -> Self:
        return self.filter(state__in=(SpeakerState.INVITED, SpeakerState.ACCEPTED))


@track()
class Speaker(models.Model):
    """Somebody who speaks in a session, for an organisation. ``organisation`` is what it was then: a
    speaker who changes organisation keeps what they gave before."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    role = models.CharField(_("role"), max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("for the organisation"),
    )
    state = models.CharField(_("state"), max_length=10, choices=SpeakerState, default=SpeakerState.INVITED)
    invited_at = models.DateTimeField(default=clock.moment)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        ordering: ClassVar = ["session", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "state"], name="pathways_speaker_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(user__isnull=False),
                name="pathways_speaker_once",
                violation_error_message=_("This person speaks in the session already."),
            ),
            models.UniqueConstraint(
                fields=["session", "email"],
                condition=~Q(email=""),
                name="pathways_speaker_address_once",
                violation_error_message=_("This address is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def event_label(self) -> str:
        return f"{self.session} · {self.pk}"

    @property
    def token(self) -> str:
        """What the link of the invitation carries; the row says whether it still means something."""
        return signing.dumps(self.pk, salt="pathways.speaker")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def expected(self) -> Self:
        """Those whom a seat is kept for: the attendance sheet."""
        return self.filter(state=SeatState.SEATED)

    def waiting(self) -> Self:
        return self.filter(state=SeatState.WAITING)

    def for_list(self) -> Self:
        return self.select_related("user", "enrolment__project").order_by("user__full_name", "pk")


@track()
class Registration(models.Model):
    """A person and a session: a seat, a rank in the queue (by ``at``), or an excuse.

    Members of the group have theirs when the session is dated; others ask for it from the agenda, and
    have no ``enrolment``.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="session_seats")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, blank=True, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=10, choices=SeatState, default=SeatState.SEATED)
    at = models.DateTimeField(_("since"), default=clock.moment)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a session")
        ordering: ClassVar = ["session", "at", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "state"], name="pathways_seat_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="pathways_seat_once",
                violation_error_message=_("This person is registered already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        """The session as this person may see it: the pathway's pages are for its group."""
        if self.enrolment_id is None:
            return reverse("agenda:session", args=[self.session_id])
        return reverse("pathways:session", args=[self.session.pathway_id, self.session_id])

    @property
    def event_label(self) -> str:
        return f"{self.session} · {self.pk}"


def speaker_of(token: str) -> Any:
    """The key of the speaker that a link names; None when the link was never ours."""
    try:
        return signing.loads(token, salt="pathways.speaker")
    except signing.BadSignature:
        return None
