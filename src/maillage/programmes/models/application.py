"""A project's answer to a call: what was written, what was checked, what was decided."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import (
    DECISION_TONES,
    NEEDS_REASON,
    Admissibility,
    CallState,
    Decision,
    Filing,
    Verdict,
)
from maillage.programmes.models.call import Call
from maillage.programmes.models.stage import Moments, Stage, Wave

if TYPE_CHECKING:
    from maillage.programmes.models.stage_file import StageFile
    from maillage.questionnaires.models import Response

# Crockford's base 32 (no I, L, O, U): read aloud on the telephone without a mistake.
REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A number such as "7F3K-2Q9M": random, so that it tells neither rank nor how many there are."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(8))
    return f"{letters[:4]}-{letters[4:]}"


STAGE_FILINGS = [(filing.value, filing.label) for filing in (Filing.DRAFT, Filing.SUBMITTED)]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def to_announce(self) -> Self:
        """Decisions that are prepared and that the applicant does not know yet."""
        return self.filter(filing=Filing.SUBMITTED).exclude(decision=F("announced_decision"))

    def for_list(self) -> Self:
        return self.select_related("commune", "project", "call", "wave", "stage")


@track(exclude=["search_text"])
class Application(models.Model):
    """One file. ``filing`` is the applicant's, ``decision`` the programme's, ``announced_decision``
    what the applicant has been told of it: three states that move apart.

    ``filing`` and ``submitted_at`` tell of the first stage: the programme has it from then on.
    ``stage`` is where it stands, ``stage_filing`` and ``stage_submitted_at`` copy the ``StageFile`` of
    that stage, so that lists and counts need no join (ADR 0009).

    What it answers is the response of each of its stages (``StageFile.response``). ``title``, ``commune``,
    ``department`` and ``legal_form`` are the project's at its last save, frozen at submission: what was
    decided on stays what it was.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="applications", verbose_name=_("project")
    )
    reference = models.CharField(_("number"), max_length=9, unique=True, default=new_reference)
    filing = models.CharField(_("filing"), max_length=10, choices=Filing, default=Filing.DRAFT)
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, related_name="applications", verbose_name=_("wave")
    )
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, related_name="applications", verbose_name=_("stage")
    )
    stage_filing = models.CharField(
        _("filing at this stage"), max_length=10, choices=STAGE_FILINGS, default=Filing.DRAFT
    )
    stage_submitted_at = models.DateTimeField(_("submitted at this stage"), null=True, blank=True)

    title = models.CharField(_("project"), max_length=120)
    commune = models.ForeignKey(
        "territories.Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    department = models.ForeignKey(
        "territories.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("département")
    )
    legal_form = models.CharField(_("legal form"), max_length=30, blank=True)
    requested_amount = models.DecimalField(
        _("requested amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    title_key = models.CharField(max_length=120, help_text=_("The title without accents, to sort by."))
    search_text = models.TextField(help_text=_("Title, commune, organisations and number, normalised."))
    created_at = models.DateTimeField(_("started"), default=clock.moment)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(_("saved"), default=clock.moment)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    eligibility = models.CharField(_("eligibility"), max_length=10, choices=Verdict, default=Verdict.UNKNOWN)
    eligibility_detail = models.JSONField(
        default=list, help_text=_("What each rule said: sentence, verdict, fact.")
    )
    admissibility = models.CharField(
        _("admissibility"), max_length=12, choices=Admissibility, default=Admissibility.NONE
    )
    derogation_request = models.TextField(
        _("request for an exception"),
        blank=True,
        help_text=_("Why the programme should look at it although a rule says no."),
    )

    decision = models.CharField(_("decision"), max_length=16, choices=Decision, default=Decision.NONE)
    decision_reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    announced_decision = models.CharField(
        _("announced decision"), max_length=16, choices=Decision, default=Decision.NONE
    )
    announced_reason = models.TextField(blank=True)
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    waiting_rank = models.PositiveIntegerField(_("rank on the waiting list"), null=True, blank=True)
    granted_amount = models.DecimalField(
        _("amount granted"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    appeal_until = models.DateField(_("last day to appeal"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        indexes: ClassVar = [
            # The officer's list, by its two orders; a filter on few values narrows while it walks.
            models.Index(
                F("call"),
                F("submitted_at").desc(),
                F("id").desc(),
                name="programmes_application_recent",
                condition=Q(filing=Filing.SUBMITTED),
            ),
            models.Index(
                fields=["call", "title_key", "id"],
                name="programmes_application_title",
                condition=Q(filing=Filing.SUBMITTED),
            ),
            models.Index(
                F("call"),
                F("department"),
                F("submitted_at").desc(),
                F("id").desc(),
                name="programmes_application_dept",
                condition=Q(filing=Filing.SUBMITTED),
            ),
            # The funnel and the counts of the filters: one index-only grouped read.
            models.Index(
                fields=[
                    "call",
                    "filing",
                    "decision",
                    "announced_decision",
                    "eligibility",
                    "wave",
                    "stage",
                    "stage_filing",
                    "admissibility",
                ],
                name="programmes_application_states",
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="programmes_application_search"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "project"],
                condition=~Q(filing=Filing.WITHDRAWN),
                name="programmes_application_once",
                violation_error_message=_("This project has an application to this call already."),
            ),
            models.CheckConstraint(
                name="programmes_application_stage_submitted_has_moment",
                condition=Q(stage_filing=Filing.DRAFT, stage_submitted_at__isnull=True)
                | Q(stage_filing=Filing.SUBMITTED, stage_submitted_at__isnull=False),
                violation_error_message=_("A submitted file has its moment."),
            ),
            models.CheckConstraint(
                name="programmes_application_submitted_has_moment",
                condition=~Q(filing=Filing.SUBMITTED)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message=_("A submitted application has its moment and its author."),
            ),
            models.CheckConstraint(
                name="programmes_application_withdrawn_has_moment",
                condition=~Q(filing=Filing.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                violation_error_message=_("A withdrawn application has its moment."),
            ),
            models.CheckConstraint(
                name="programmes_application_decided_was_submitted",
                condition=Q(decision=Decision.NONE) | Q(submitted_at__isnull=False),
                violation_error_message=_("Only a submitted application is decided."),
            ),
            models.CheckConstraint(
                name="programmes_application_refusal_has_reason",
                condition=~Q(decision__in=sorted(NEEDS_REASON)) | ~Q(decision_reason=""),
                violation_error_message=_("A refusal or a place on the waiting list has its reason."),
            ),
            models.CheckConstraint(
                name="programmes_application_rank_when_waiting",
                condition=Q(waiting_rank__isnull=True) | Q(decision=Decision.WAITING, waiting_rank__gt=0),
                violation_error_message=_("Only the waiting list has ranks, from 1."),
            ),
            # Deferred: two files change ranks in one transaction.
            models.UniqueConstraint(
                fields=["call", "waiting_rank"],
                name="programmes_application_rank_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two files of a call cannot have the same rank."),
            ),
            models.CheckConstraint(
                name="programmes_application_granted_positive",
                condition=Q(granted_amount__isnull=True) | Q(granted_amount__gte=0),
                violation_error_message=_("An amount granted is not negative."),
            ),
            models.CheckConstraint(
                name="programmes_application_decided_by_someone",
                condition=Q(decision=Decision.NONE) | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision has its author and its moment."),
            ),
            models.CheckConstraint(
                name="programmes_application_announced_has_moment",
                condition=Q(announced_decision=Decision.NONE, announced_at__isnull=True)
                | (~Q(announced_decision=Decision.NONE) & Q(announced_at__isnull=False)),
                violation_error_message=_("An announced decision has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("programmes:application", args=[self.reference])

    @property
    def is_editable(self) -> bool:
        """Whether pages offer to write; the closing moment is held by ``submit``."""
        return self.is_being_written and self.is_received

    @property
    def is_being_written(self) -> bool:
        """Whether the file of its stage is a draft still."""
        return self.filing != Filing.WITHDRAWN and self.stage_filing == Filing.DRAFT

    @property
    def is_received(self) -> bool:
        """Whether its stage receives files now: in its wave, or in the present one for a first draft."""
        if self.stage.is_first and self.call.is_open:
            return True
        moments = self.moments
        return self.call.state == CallState.PUBLISHED and moments is not None and moments.hold(timezone.now())

    @cached_property
    def moments(self) -> Moments | None:
        """When its stage receives files in its wave: no query for the first stage of an only wave."""
        return self.wave.moments_of(self.stage)

    @property
    def closes_at(self) -> dt.datetime | None:
        """Until when it may be sent; for a draft left by an earlier wave, the end of the present one."""
        if self.stage.is_first and self.call.is_open:
            return self.call.next_closing
        return self.moments.closes_at if self.moments else None

    # --- What it answers ------------------------------------------------------------------------------
    @property
    def stage_file(self) -> StageFile | None:
        """The file of its present stage; no query when ``stage_files`` was fetched beside it."""
        return next((file for file in self.stage_files.all() if file.stage_id == self.stage_id), None)

    @property
    def response(self) -> Response | None:
        """The answers of its present stage."""
        file = self.stage_file
        return file.response if file else None

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of its present stage by question id, as ``questionnaires.definition`` says."""
        response = self.response
        return response.answers if response else {}

    @property
    def version(self) -> int:
        """How many times these answers were written: what a reader gives back to say what they read."""
        response = self.response
        return response.revision if response else 1

    @property
    def announced_tone(self) -> str:
        return DECISION_TONES[self.announced_decision]

    @property
    def has_unannounced_decision(self) -> bool:
        return self.decision != self.announced_decision


@track()
class EligibilityOverrule(models.Model):
    """An officer's written word against the rules. Rows are added, never changed; the last one holds."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="overrules")
    verdict = models.CharField(
        _("verdict"),
        max_length=10,
        choices=[(v.value, v.label) for v in (Verdict.ELIGIBLE, Verdict.INELIGIBLE)],
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("overruled eligibility")
        ordering: ClassVar = ["application", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_overrule_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Overruling has its reason."),
            ),
            models.CheckConstraint(
                name="programmes_overrule_takes_a_side",
                condition=Q(verdict__in=[Verdict.ELIGIBLE, Verdict.INELIGIBLE]),
                violation_error_message=_("Overruling says eligible, or not eligible."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
