"""A kit: a programme that can be run again, its versions, and what comes back to its authors."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import MembershipRole, Stage, Theme
from maillage.directory.models import Membership
from maillage.pathways.content import KitContent
from maillage.pathways.enums import ProposalState, VersionState
from maillage.territories.names import slug


def stage_choices() -> list[tuple[str, Any]]:
    """Read through a function, so that a new stage needs no migration."""
    return Stage.choices


def theme_choices() -> list[tuple[str, Any]]:
    return Theme.choices


class KitQuerySet(models.QuerySet["Kit"]):
    def catalogue(self) -> Self:
        """What everybody may read and take up: ready kits, and those that their authors share."""
        return self.filter(is_shared=True, archived_at__isnull=True, published__isnull=False)

    def written_by(self, user: Any) -> Self:
        """Those of the organisations that the person writes for."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.active().filter(
            user=user, role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
        )
        return self.filter(owner__in=mine.values("organisation"))

    def visible_to(self, user: Any) -> Self:
        shared = Q(is_shared=True, archived_at__isnull=True, published__isnull=False)
        if not user.is_authenticated:
            return self.filter(shared)
        mine = Membership.objects.active().filter(user=user).values("organisation")
        return self.filter(shared | Q(owner__in=mine))

    def for_list(self) -> Self:
        return self.select_related("owner", "published").defer("owner__words", "owner__search")


@track()
class Kit(models.Model):
    """A reusable programme. One without owner ships with the platform, under its ``ready_key``.

    ``published`` is the version that a new pathway takes; ``origin`` the version that it was taken from,
    and ``merged_from`` the newest version of that kit whose changes were looked at.
    """

    owner = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="kits",
        null=True,
        blank=True,
        verbose_name=_("written by"),
    )
    ready_key = models.SlugField(max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=300)
    stages = ArrayField(
        models.CharField(max_length=20, choices=stage_choices),
        default=list,
        blank=True,
        verbose_name=_("stages of the project"),
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=theme_choices),
        default=list,
        blank=True,
        verbose_name=_("themes"),
    )
    is_shared = models.BooleanField(
        _("others may read it and take it up"),
        default=True,
    )
    published = models.ForeignKey(
        "KitVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    origin = models.ForeignKey(
        "KitVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_up", editable=False
    )
    merged_from = models.ForeignKey(
        "KitVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.moment)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = KitQuerySet.as_manager()

    class Meta:
        verbose_name = _("kit")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_kit_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A kit has a title."),
            ),
            models.CheckConstraint(
                name="pathways_kit_has_author",
                condition=Q(owner__isnull=False, ready_key="") | (Q(owner__isnull=True) & ~Q(ready_key="")),
                violation_error_message=_("A kit is written by an organisation, or ships with the platform."),
            ),
            models.UniqueConstraint(
                fields=["ready_key"], condition=~Q(ready_key=""), name="pathways_kit_ready_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kits:kit", args=[self.pk, slug(self.title) or "kit"])

    @property
    def is_ready(self) -> bool:
        return bool(self.ready_key)


@track()
class KitVersion(models.Model):
    """What a kit says from one publication to the next. A published version never changes: pathways that
    run on it keep it."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    content = models.JSONField(default=dict)
    note = models.CharField(_("what changes"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.moment)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # Grows with each save of a draft: two people who write at once are told.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("version of a kit")
        ordering: ClassVar = ["kit", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kit", "number"], name="pathways_kitversion_number"),
            models.UniqueConstraint(
                fields=["kit"],
                condition=Q(state=VersionState.DRAFT),
                name="pathways_kitversion_one_draft",
                violation_error_message=_("This kit has a draft already."),
            ),
            models.CheckConstraint(
                name="pathways_kitversion_published_has_moment",
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True)
                | Q(state=VersionState.PUBLISHED, published_at__isnull=False),
                violation_error_message=_("A published version has the moment of its publication."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kit} · v{self.number}"

    @property
    def says(self) -> KitContent:
        """``content`` as objects."""
        return KitContent.from_json(self.content)


@track()
class KitProposal(models.Model):
    """Those who took a kit up propose a version of theirs to its authors."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="proposals")
    version = models.ForeignKey(KitVersion, on_delete=models.PROTECT, related_name="proposals")
    # The version of ``kit`` that the proposed one knew of: what changed is told from there.
    base = models.ForeignKey(KitVersion, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(_("why"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.moment)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change proposed to a kit")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state=ProposalState.OPEN),
                name="pathways_proposal_once",
                violation_error_message=_("This version is proposed already."),
            ),
            models.CheckConstraint(
                name="pathways_proposal_declined_says_why",
                condition=~Q(state=ProposalState.DECLINED) | ~Q(answer=""),
                violation_error_message=_("Say why: those who proposed it will read it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.kit}"


@track()
class KitFeedback(models.Model):
    """What those who ran a kit tell its authors."""

    version = models.ForeignKey(KitVersion, on_delete=models.PROTECT, related_name="feedback")
    pathway = models.ForeignKey(
        "Pathway", on_delete=models.CASCADE, related_name="kit_feedback", null=True, blank=True
    )
    worked = models.TextField(_("what worked"), max_length=2000, blank=True)
    to_change = models.TextField(_("what to change"), max_length=2000, blank=True)
    recommends = models.PositiveSmallIntegerField(
        _("would you recommend it, from 0 to 10?"), null=True, blank=True
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("feedback on a kit")
        ordering: ClassVar = ["-given_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pathway", "given_by"],
                name="pathways_feedback_once",
                violation_error_message=_("You told it already: change what you wrote."),
            ),
            models.CheckConstraint(
                name="pathways_feedback_says_something",
                condition=~Q(worked="") | ~Q(to_change="") | Q(recommends__isnull=False),
                violation_error_message=_("Write something, or give a mark."),
            ),
            models.CheckConstraint(
                name="pathways_feedback_mark",
                condition=Q(recommends__isnull=True) | Q(recommends__lte=10),
                violation_error_message=_("A mark goes from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    @property
    def event_label(self) -> str:
        return f"{self.version} · {self.pk}"
