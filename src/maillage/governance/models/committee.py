"""A committee: who sits in it by habit, and in whose name. What it says is in its meetings."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.governance import hosts
from maillage.governance.enums import CommitteeKind, Seat


class Hosted(models.Model):
    """Belongs to a host of ``governance.hosts``: a programme, an organisation."""

    host_kind = models.CharField(max_length=20)
    host_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True

    @property
    def host_key(self) -> tuple[str, int]:
        return (self.host_kind, self.host_id)


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, user: Any) -> Self:
        """Those whose host a person runs, those where they sit, and those that called them once."""
        seats = CommitteeMember.objects.filter(user=user)
        called = Committee.objects.filter(meetings__members__user=user).order_by()
        return self.filter(
            Q(pk__in=seats.values("committee"))
            | Q(pk__in=called.values("pk"))
            | hosts.within(hosts.run_by(user))
        )

    def for_list(self) -> Self:
        return self.order_by("ended_on", "name", "pk")


@track()
class Committee(Hosted):
    kind = models.CharField(_("kind"), max_length=12, choices=CommitteeKind)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        default=1,
        help_text=_("How many members must be there for a decision. Guests do not count."),
    )
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.moment)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["host_kind", "host_id"], name="governance_committee_host")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host_kind", "host_id", "name"],
                name="governance_committee_name",
                violation_error_message=_("There is a committee of that name already."),
            ),
            # It proposes itself after sessions: two processes must not make two.
            models.UniqueConstraint(
                fields=["host_kind", "host_id"],
                condition=Q(kind=CommitteeKind.EXPERT, ended_on__isnull=True),
                name="governance_one_expert_committee",
                violation_error_message=_("There is an expert committee already."),
            ),
            models.CheckConstraint(
                name="governance_committee_has_quorum",
                condition=Q(quorum__gt=0) & ~Q(name=""),
                violation_error_message=_("A quorum is at least one person."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:committee", args=[self.pk])


@track()
class CommitteeMember(models.Model):
    """Somebody who is asked to each meeting."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="committee_seats",
        verbose_name=_("person"),
    )
    seat = models.CharField(_("role"), max_length=10, choices=Seat, default=Seat.MEMBER)

    class Meta:
        verbose_name = _("member of a committee")
        ordering: ClassVar = ["committee", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "user"],
                name="governance_committee_member_once",
                violation_error_message=_("This person sits here already."),
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(seat=Seat.PRESIDENT),
                name="governance_committee_one_president",
                violation_error_message=_("One person presides."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.get_seat_display()} {self.pk}"
