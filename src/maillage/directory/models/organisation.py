"""Organisations, the people who belong to them, and what binds them to each other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.directory.enums import (
    LOCAL_AUTHORITY_FORMS,
    InvitationState,
    LegalForm,
    MembershipRole,
    RecordKind,
    RelationKind,
)
from maillage.directory.models.querysets import MembershipQuerySet, OrganisationQuerySet
from maillage.directory.models.record import (
    GENERATED,
    Record,
    name_key_column,
    record_indexes,
    search_column,
)
from maillage.directory.validators import normalise_rna, normalise_siret
from maillage.territories.models import TerritoryRow


@track(exclude=GENERATED)
class Organisation(Record):
    """A legal person or an informal group. Without SIRET or RNA it is as good as any other."""

    kind = RecordKind.ORGANISATION

    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=24, choices=LegalForm, default=LegalForm.OTHER)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    rna = models.CharField(_("RNA number"), max_length=10, blank=True)
    is_network = models.BooleanField(_("is a network"), default=False)
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "territories.Commune",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    members: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations"
    )
    name_key = name_key_column()
    search = search_column()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [
            *record_indexes("organisation"),
            models.Index(fields=["siret"], name="organisation_siret", condition=~Q(siret="")),
            models.Index(fields=["rna"], name="organisation_rna", condition=~Q(rna="")),
        ]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="directory_organisation_siret_form",
                condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"),
                violation_error_message=_("A SIRET has 14 digits."),
            ),
            models.CheckConstraint(
                name="directory_organisation_rna_form",
                condition=Q(rna="") | Q(rna__regex=r"^W\d[0-9A-Z]\d{7}$"),
                violation_error_message=_("An RNA number is a W and nine digits."),
            ),
            models.CheckConstraint(
                name="directory_organisation_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
        ]

    def clean(self) -> None:
        self.siret = normalise_siret(self.siret)
        self.rna = normalise_rna(self.rna)

    def category_words(self) -> list[Any]:
        return [
            self.acronym,
            self.get_legal_form_display(),
            self.commune.name if self.commune_id and self.commune else "",
        ]

    @property
    def is_local_authority(self) -> bool:
        return self.legal_form in LOCAL_AUTHORITY_FORMS

    @property
    def siren(self) -> str:
        return self.siret[:9]

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.pk, self.slug])


@track()
class OrganisationArea(TerritoryRow):
    """A piece of an organisation's perimeter."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("piece of a perimeter")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "level", "code"], name="directory_organisationarea_once"
            ),
        ]


@track()
class Membership(models.Model):
    """A person belongs to an organisation, from a day, until a day when they leave."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=15, choices=MembershipRole, default=MembershipRole.MEMBER)
    title = models.CharField(_("function"), max_length=80, blank=True)
    started_on = models.DateField(_("since"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering: ClassVar = ["organisation", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="directory_membership_once",
                violation_error_message=_("This person belongs to the organisation already."),
            ),
            models.CheckConstraint(
                name="directory_membership_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("A membership ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} ({self.get_role_display()})"

    @property
    def is_active(self) -> bool:
        return self.ended_on is None


@track(exclude=["token_hash"])
class Invitation(models.Model):
    """An e-mailed offer to join. Only the hash of its token is kept: the database opens no door."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=15, choices=MembershipRole, default=MembershipRole.MEMBER)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.PENDING)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(state="pending"),
                name="directory_invitation_one_pending",
                violation_error_message=_("An invitation waits at this address already: send it again."),
            ),
            models.CheckConstraint(
                name="directory_invitation_accepted_has_moment",
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                violation_error_message=_("An accepted invitation has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    @property
    def event_label(self) -> str:
        """How the event log, which cannot be changed, names this row: without the address."""
        return f"invitation {self.pk} → {self.organisation}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.PENDING and not self.is_expired


@track()
class OrganisationRelation(models.Model):
    """``source`` *is a member of the network* / *funds* / *is a partner of* ``target``."""

    source = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("relation")
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(ended_on__isnull=True),
                name="directory_relation_once",
                violation_error_message=_("This relation is there already."),
            ),
            models.CheckConstraint(
                name="directory_relation_two_sides",
                condition=~Q(source=F("target")),
                violation_error_message=_("An organisation has no relation with itself."),
            ),
            models.CheckConstraint(
                name="directory_relation_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("A relation ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
