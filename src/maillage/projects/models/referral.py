"""A person is directed to a service, with their consent; both doors know what became of it."""

from __future__ import annotations

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
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.projects.enums_referral import (
    CLOCK,
    OPEN_STATES,
    REFERRAL_TONES,
    DeclineReason,
    ReferralOutcome,
    ReferralState,
    Shared,
)
from maillage.projects.models.advice import Advice
from maillage.projects.models.orientation import DoorRequest
from maillage.projects.models.project import Project

LINK_SALT = "projects.referral"
ANSWERING = (MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)


def shared_choices() -> list[tuple[str, Any]]:
    return Shared.choices


class ReferralQuerySet(models.QuerySet["Referral"]):
    def for_list(self) -> Self:
        """What a list shows, in one query."""
        return self.select_related("service__organisation", "project__commune", "sender", "request")

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def received_by(self, user: Any) -> Self:
        """Those to the services of the organisations where the person answers."""
        mine = Membership.objects.active().filter(user=user, role__in=ANSWERING).values("organisation")
        return self.filter(organisation__in=mine).exclude(state=ReferralState.CONSENT)

    def each_sent_by(self, user: Any) -> tuple[Self, Self, Self]:
        """Those that the person sent while they still take part in the project, those about a project
        which they carry, and those which they took over from another adviser."""
        mine = Project.objects.of(user).order_by().values("pk")
        carried = Project.objects.carried_by(user).order_by().values("pk")
        inherited = Advice.objects.live().filter(adviser=user, replaces__isnull=False).values("project")
        return (
            self.filter(project__in=mine, sender=user),
            self.filter(project__in=carried),
            self.filter(project__in=mine).filter(project__in=inherited),
        )

    def sent_by(self, user: Any) -> Self:
        """All of ``each_sent_by``. As a union: an "or" of the three would read every referral."""
        first, *others = (rows.order_by().values("pk") for rows in self.model.objects.each_sent_by(user))
        return self.filter(pk__in=first.union(*others))


@track(exclude=["reason", "answer"])
class Referral(models.Model):
    """One project, or one request without an account, sent to one service.

    ``turn_at``: since when its present turn lasts; ``remind_at`` and ``ends_at``: what the clock does next.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="referrals"
    )
    request = models.ForeignKey(
        DoorRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="referrals"
    )
    service = models.ForeignKey(
        "directory.Service", on_delete=models.PROTECT, related_name="referrals", verbose_name=_("service")
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="referrals",
        verbose_name=_("receiver"),
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sender"),
    )
    reason = models.TextField(_("reason"), max_length=1500)
    shared = ArrayField(
        models.CharField(max_length=15, choices=shared_choices), verbose_name=_("what is shared")
    )
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consent given by"),
    )
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReferralState, editable=False)
    answer = models.TextField(_("answer"), max_length=1500, blank=True)
    decline_reason = models.CharField(_("why"), max_length=12, choices=DeclineReason, blank=True)
    better_service = models.ForeignKey(
        "directory.Service",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("a better door"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=ReferralOutcome, blank=True)
    meet_on = models.DateField(_("meeting"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )
    created_at = models.DateTimeField(_("written"), default=clock.moment)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    turn_at = models.DateTimeField(default=clock.moment)
    remind_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "created_at"], name="projects_referral_received"),
            models.Index(fields=["sender", "state", "created_at"], name="projects_referral_sent"),
            models.Index(fields=["service", "accepted_at"], name="projects_referral_load"),
            models.Index(
                fields=["remind_at"], name="projects_referral_remind", condition=Q(remind_at__isnull=False)
            ),
            models.Index(
                fields=["ends_at"], name="projects_referral_ends", condition=Q(ends_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_referral_of_one_thing",
                condition=Q(project__isnull=False, request__isnull=True)
                | Q(project__isnull=True, request__isnull=False),
                violation_error_message=_("A referral is about a project or about a request."),
            ),
            models.UniqueConstraint(
                fields=["project", "service"],
                condition=Q(state__in=["consent", "sent", "seen", "accepted", "met"]),
                name="projects_referral_once",
                violation_error_message=_("This project waits at that service already."),
            ),
            models.UniqueConstraint(fields=["request", "service"], name="projects_referral_request_once"),
            models.CheckConstraint(
                name="projects_referral_needs_consent",
                condition=Q(state__in=["consent", "withdrawn", "expired"]) | Q(consent_at__isnull=False),
                violation_error_message=_("Nothing is sent without the person’s consent."),
            ),
            models.CheckConstraint(
                name="projects_referral_shares_something",
                condition=Q(shared__len__gt=0),
                violation_error_message=_("Say what is shared with the receiver."),
            ),
            models.CheckConstraint(
                name="projects_referral_declined_has_reason",
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                name="projects_referral_closed_has_outcome",
                condition=~Q(state="closed") | ~Q(outcome=""),
                violation_error_message=_("Say what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("referral to %(service)s") % {"service": self.service.name}

    def get_absolute_url(self) -> str:
        return reverse("orientation:referral", args=[self.pk])

    @property
    def token(self) -> str:
        """What the receiver's link carries, without an account. It ends with the referral."""
        return signing.dumps(self.pk, salt=LINK_SALT)

    @property
    def title(self) -> str:
        """What it is about, without a person's name."""
        return (
            self.project.title
            if self.project
            else gettext("A project in %(place)s") % {"place": self.commune.name}
        )

    @property
    def commune(self) -> Any:
        # One of the two is there: the database holds it.
        return self.project.commune if self.project else self.request.commune  # type: ignore[union-attr]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def tone(self) -> str:
        return REFERRAL_TONES[ReferralState(self.state)]

    @property
    def shared_labels(self) -> list[str]:
        return [str(item.label) for item in Shared if item in self.shared]

    @property
    def pace(self) -> Any:
        """How the clock treats its present state; what was seen goes on from when it was sent."""
        state = ReferralState.SENT if self.state == ReferralState.SEEN else ReferralState(self.state)
        return CLOCK.get(state)
