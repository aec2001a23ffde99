"""Reviewing a call's files: the round, who reviews what, what binds whom, the reviews, the discussion."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import Filing
from maillage.programmes.enums_review import (
    CLEARED,
    KNOWN_TO_REVIEWER,
    STANDING,
    AssignmentSource,
    AssignmentState,
    ConflictOrigin,
    Ground,
    Recommendation,
    ReviewState,
    RoundPhase,
    Shown,
)
from maillage.programmes.models.application import Application
from maillage.programmes.models.call import Call
from maillage.programmes.models.grid import GridVersion
from maillage.programmes.models.stage import Stage, Wave
from maillage.programmes.models.stage_file import StageFile


@track()
class ReviewRound(models.Model):
    """The files of a call are read by reviewers, on one version of a grid, from a moment to another.

    Reviews are written from ``opens_at`` to ``closes_at``; then reviewers discuss until
    ``discussion_ends_at`` when there is one. The five ``…_shown`` say from when a reviewer sees what,
    of the files that they review; officers see everything always.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="review_rounds")
    stage = models.ForeignKey(
        Stage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_rounds",
        verbose_name=_("stage"),
        help_text=_("Only what was handed in at that stage is reviewed; none: the whole file."),
    )
    wave = models.ForeignKey(
        Wave,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_rounds",
        verbose_name=_("wave"),
    )
    title = models.CharField(_("title"), max_length=120)
    grid_version = models.ForeignKey(
        GridVersion, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("grid")
    )
    reviewers_per_file = models.PositiveSmallIntegerField(_("reviewers per file"), default=2)
    opens_at = models.DateTimeField(_("reviews open"))
    closes_at = models.DateTimeField(_("reviews close"))
    discussion_ends_at = models.DateTimeField(_("discussion ends"), null=True, blank=True)
    guidance = models.TextField(_("word to the reviewers"), blank=True)

    is_anonymous = models.BooleanField(_("applicants are masked"), default=False)
    masked_fields = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text=_("Values of Mask, and ids of questions whose answers are hidden."),
    )
    applicants_shown = models.CharField(
        _("what is masked is shown"), max_length=10, choices=Shown, default=Shown.NEVER
    )
    reviewers_shown = models.CharField(
        _("names of the other reviewers"), max_length=10, choices=Shown, default=Shown.DISCUSSION
    )
    reviews_shown = models.CharField(
        _("the other reviews"), max_length=10, choices=Shown, default=Shown.DISCUSSION
    )
    scores_shown = models.CharField(
        _("the other scores and the total"), max_length=10, choices=Shown, default=Shown.DISCUSSION
    )
    discussion_shown = models.CharField(
        _("discussion"), max_length=10, choices=Shown, default=Shown.DISCUSSION
    )
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    conflicts_checked_at = models.DateTimeField(_("conflicts last looked for"), null=True, blank=True)

    class Meta:
        verbose_name = _("review round")
        ordering: ClassVar = ["-closes_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_reviewround_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A round has a title."),
            ),
            models.CheckConstraint(
                name="programmes_reviewround_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A round closes after it opens."),
            ),
            models.CheckConstraint(
                name="programmes_reviewround_discussion_after",
                condition=Q(discussion_ends_at__isnull=True) | Q(discussion_ends_at__gt=F("closes_at")),
                violation_error_message=_("The discussion ends after the reviews close."),
            ),
            models.CheckConstraint(
                name="programmes_reviewround_has_reviewers",
                condition=Q(reviewers_per_file__gt=0),
                violation_error_message=_("A file has at least one reviewer."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def files(self) -> models.QuerySet[Application]:
        """What the round reviews: submitted to the call, of its wave, and handed in at its stage, when it has
        them."""
        rows = Application.objects.filter(call=self.call_id, filing=Filing.SUBMITTED)
        if self.wave_id is not None:
            rows = rows.filter(wave=self.wave_id)
        if self.stage_id is not None:
            handed_in = StageFile.objects.filter(stage=self.stage_id, filing=Filing.SUBMITTED)
            rows = rows.filter(pk__in=handed_in.values("application"))
        return rows

    @property
    def ends_at(self) -> dt.datetime:
        """From then on reviewers read no file any more."""
        return self.discussion_ends_at or self.closes_at

    def phase_at(self, moment: dt.datetime) -> RoundPhase:
        if moment < self.opens_at:
            return RoundPhase.BEFORE
        if moment <= self.closes_at:
            return RoundPhase.REVIEW
        return RoundPhase.DISCUSSION if moment <= self.ends_at else RoundPhase.OVER

    @property
    def phase(self) -> RoundPhase:
        """What pages show; actions ask the database's clock."""
        return self.phase_at(timezone.now())

    def shows(self, when: str, *, has_submitted: bool, phase: RoundPhase) -> bool:
        """Whether what is shown from ``when`` is shown now to a reviewer of the file."""
        if when == Shown.ALWAYS:
            return True
        if when == Shown.SUBMITTED:
            return has_submitted
        # Whoever sent nothing joins the discussion too: they were asked, and may have read.
        return when == Shown.DISCUSSION and phase in {RoundPhase.DISCUSSION, RoundPhase.OVER}


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> Self:
        """Those that count among the reviewers of a file."""
        return self.filter(state__in=STANDING)

    def known(self) -> Self:
        """Those that their reviewer knows of."""
        return self.filter(state__in=KNOWN_TO_REVIEWER)

    def cleared(self) -> Self:
        """Those whose reviewer declared that nothing binds them to the file."""
        return self.filter(state__in=CLEARED)

    def for_list(self) -> Self:
        return self.select_related("round__call__programme", "application", "reviewer", "review")


@track()
class Assignment(models.Model):
    """One reviewer, one file, one round. Rows are never deleted: what was declined or taken back stays."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_assignments"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AssignmentState, default=AssignmentState.PROPOSED
    )
    source = models.CharField(
        _("source"), max_length=10, choices=AssignmentSource, default=AssignmentSource.MANUAL
    )
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    declared_at = models.DateTimeField(
        _("declared"),
        null=True,
        blank=True,
        help_text=_("When the reviewer said if something binds them."),
    )
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        ordering: ClassVar = ["round", "application", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["reviewer", "state"], name="programmes_assignment_reviewer"),
            models.Index(fields=["application", "state"], name="programmes_assignment_file"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "application", "reviewer"],
                name="programmes_assignment_once",
                violation_error_message=_("This person reviews this file already."),
            ),
            models.CheckConstraint(
                name="programmes_assignment_cleared_was_declared",
                condition=~Q(state__in=sorted(CLEARED)) | Q(declared_at__isnull=False),
                violation_error_message=_("A file opens to a reviewer who declared their links."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.reference} · {self.reviewer}"

    @property
    def event_label(self) -> str:
        """The event log cannot be changed: it holds no name of a reviewer."""
        return f"assignment {self.pk} of {self.application.reference}"

    @property
    def is_cleared(self) -> bool:
        return self.state in CLEARED


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def standing(self) -> Self:
        """Those that keep the person out: neither overruled nor lapsed."""
        return self.filter(overruled_at__isnull=True, lapsed_at__isnull=True)


@track()
class Conflict(models.Model):
    """Something binds a person to a file. Declared by them, or inferred from what the platform knows.

    ``fact`` names what was found ("organisation:12"), so that an officer's word overrules that fact and not
    another one found later; it is "" for a declared one. ``lapsed_at``: the fact no longer holds.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_conflicts"
    )
    origin = models.CharField(_("origin"), max_length=10, choices=ConflictOrigin)
    ground = models.CharField(_("ground"), max_length=15, choices=Ground)
    fact = models.CharField(max_length=120, blank=True)
    detail = models.CharField(_("in words"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("since"), default=clock.moment)
    lapsed_at = models.DateTimeField(_("no longer holds since"), null=True, blank=True)
    overruled_at = models.DateTimeField(_("overruled"), null=True, blank=True)
    overruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    overrule_reason = models.TextField(_("why it was overruled"), blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        ordering: ClassVar = ["application", "person", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "application"], name="programmes_conflict_person")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "person", "origin", "ground", "fact"],
                name="programmes_conflict_once",
            ),
            models.CheckConstraint(
                name="programmes_conflict_inferred_has_fact",
                condition=~Q(origin=ConflictOrigin.INFERRED) | ~Q(fact=""),
                violation_error_message=_("A conflict that was found says from what."),
            ),
            models.CheckConstraint(
                name="programmes_conflict_overruled_with_reason",
                condition=Q(overruled_at__isnull=True, overruled_by__isnull=True)
                | (
                    Q(overruled_at__isnull=False, overruled_by__isnull=False)
                    & ~Q(overrule_reason="")
                    & Q(origin=ConflictOrigin.INFERRED)
                ),
                violation_error_message=_("Only what the platform found is overruled, with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.reference} · {self.get_ground_display()}"

    @property
    def event_label(self) -> str:
        return f"conflict {self.pk} on {self.application.reference}"

    @property
    def is_standing(self) -> bool:
        return self.overruled_at is None and self.lapsed_at is None


@track()
class Review(models.Model):
    """What a reviewer writes of a file: a score and words per criterion, an opinion, a recommendation.

    ``total`` is out of 100, computed by ``grids.total`` at each save; None while a score that counts is
    missing. ``version`` counts the saves, so that a later write never silently wins.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="review")
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    scores = models.JSONField(_("scores"), default=dict)
    comments = models.JSONField(_("comments"), default=dict)
    opinion = models.TextField(_("general opinion"), blank=True)
    note_to_officers = models.TextField(_("note to the officers only"), blank=True)
    recommendation = models.CharField(
        _("recommendation"), max_length=10, choices=Recommendation, blank=True, default=Recommendation.NONE
    )
    total = models.DecimalField(_("total out of 100"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_knocked_out = models.BooleanField(_("under a knock-out threshold"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("begun"), default=clock.moment)
    updated_at = models.DateTimeField(_("saved"), default=clock.moment)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        ordering: ClassVar = ["assignment"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_review_submitted_has_moment",
                condition=Q(state=ReviewState.DRAFT) | Q(submitted_at__isnull=False),
                violation_error_message=_("A review that was sent has its moment."),
            ),
            models.CheckConstraint(
                name="programmes_review_submitted_has_total",
                condition=~Q(state=ReviewState.SUBMITTED) | (Q(total__isnull=False) & ~Q(recommendation="")),
                violation_error_message=_("A review that was sent has its total and its recommendation."),
            ),
            models.CheckConstraint(
                name="programmes_review_total_out_of_100",
                condition=Q(total__isnull=True) | Q(total__range=(0, 100)),
                violation_error_message=_("A total is between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)

    @property
    def event_label(self) -> str:
        return f"review of {self.assignment.event_label}"


@track()
class ReviewMessage(models.Model):
    """A word in the discussion of a file, between its reviewers and the officers."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="messages")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="review_messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField(_("sent"), default=clock.moment)

    class Meta:
        verbose_name = _("message about a file")
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["round", "application", "sent_at"], name="programmes_message_thread")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_message_has_body",
                condition=~Q(body=""),
                violation_error_message=_("A message says something."),
            )
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def event_label(self) -> str:
        return f"message {self.pk} on {self.application.reference}"


@track()
class DiscussionDigest(models.Model):
    """Up to which moment a person was told by e-mail of a round's messages: one e-mail for many."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="digests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_until = models.DateTimeField()

    class Meta:
        verbose_name = _("digest of discussions")
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person"], name="programmes_digest_once")
        ]

    def __str__(self) -> str:
        return f"digest {self.pk}"
