"""What the directory adds to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.notifications import NotificationKind, kinds
from maillage.core import registry
from maillage.core.errors import Sentence
from maillage.directory import rules  # noqa: F401  (declares the permissions)
from maillage.directory.emails import FRESHNESS_KIND
from maillage.directory.models import Invitation, Membership, Organisation, Place, Service


def declare() -> None:
    kinds.add(
        NotificationKind(
            FRESHNESS_KIND,
            gettext_lazy("Yearly confirmation of your pages"),
            gettext_lazy("Once a year, one button to say that what is published is still right."),
            order=30,
        )
    )
    _declare_personal_data()
    registry.file_owners.add(registry.FileOwner("directory", may_read_photo))
    registry.invariants.add(
        registry.Invariant(
            "directory.administrator",
            "Every organisation that has members has an administrator",
            organisations_without_administrator,
        )
    )
    registry.invariants.add(
        registry.Invariant("directory.area", "The area of a service is its own or inherited", torn_areas)
    )
    registry.invariants.add(
        registry.Invariant("directory.merged", "Nothing points to a merged record's signpost", chained_merges)
    )


# --- Personal data ----------------------------------------------------------------------------------------
def _declare_personal_data() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    for order, (model, purpose, data, kept) in enumerate(
        [
            (
                "directory.Membership",
                gettext_lazy("Knowing who acts for an organisation"),
                gettext_lazy("Person, organisation, role, function, dates"),
                gettext_lazy("As long as the account exists"),
            ),
            (
                "directory.Invitation",
                gettext_lazy("Letting somebody join an organisation"),
                gettext_lazy("E-mail address, role, dates"),
                gettext_lazy("One year after the invitation was sent"),
            ),
        ],
        start=200,
    ):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, service, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="directory",
            label=gettext_lazy("Organisations"),
            export=export,
            erase=erase,
            blockers=blockers,
            order=200,
        )
    )


def export(user: Any) -> dict[str, Any]:
    """The person's memberships and the invitations at their address, for their export."""
    return {
        "memberships": [
            {
                "organisation": membership.organisation.name,
                "role": membership.get_role_display(),
                "function": membership.title,
                "started_on": membership.started_on.isoformat(),
                "ended_on": membership.ended_on.isoformat() if membership.ended_on else None,
            }
            for membership in Membership.objects.filter(user=user)
            .select_related("organisation")
            .order_by("started_on", "pk")
        ],
        "invitations": [
            {
                "organisation": invitation.organisation.name,
                "role": invitation.get_role_display(),
                "state": invitation.get_state_display(),
                "sent_at": invitation.sent_at.isoformat(),
            }
            for invitation in Invitation.objects.filter(email__iexact=user.email)
            .select_related("organisation")
            .order_by("sent_at", "pk")
        ],
    }


def erase(user: Any) -> None:
    """Removes memberships and the invitations at the person's address. Records that they confirmed stay,
    without their name."""
    Membership.objects.filter(user=user).delete()
    Invitation.objects.filter(email__iexact=user.email).delete()
    for model in (Organisation, Place, Service):
        model._default_manager.filter(confirmed_by=user).update(confirmed_by=None)


def blockers(user: Any) -> Iterable[Sentence]:
    """One sentence per organisation that would lose its last administrator."""
    mine = (
        Membership.objects.administrators()
        .filter(user=user, organisation__merged_into__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name_key", "pk")
    )
    others = (
        Membership.objects.administrators()
        .filter(organisation=OuterRef("organisation"), user__is_active=True)
        .exclude(user=user)
    )
    for membership in mine.filter(~Exists(others)):
        yield _("You are the last administrator of “%(organisation)s”: hand over to somebody first.") % {
            "organisation": membership.organisation
        }


# --- Files ------------------------------------------------------------------------------------------------
def may_read_photo(stored: Any, user: Any) -> bool:
    """Whoever sees a place sees its photos."""
    return Place.objects.visible_to(user).filter(photos__file=stored).exists()


# --- Invariants -------------------------------------------------------------------------------------------
def organisations_without_administrator() -> Iterable[str]:
    active = Membership.objects.active().filter(organisation=OuterRef("pk"))
    administrators = Membership.objects.administrators().filter(organisation=OuterRef("pk"))
    for organisation in Organisation.objects.live().filter(Exists(active), ~Exists(administrators)):
        yield f"{organisation} ({organisation.pk}) has members and no administrator"


def torn_areas() -> Iterable[str]:
    for service in Service.objects.live().filter(has_own_area=True, territories__isnull=True):
        yield f"{service} ({service.pk}) has its own area, and the area is empty"
    for service in Service.objects.live().filter(has_own_area=False, territories__isnull=False).distinct():
        yield f"{service} ({service.pk}) follows its organisation, and has an area"


def chained_merges() -> Iterable[str]:
    for model in (Organisation, Place, Service):
        for record in model._default_manager.filter(merged_into__merged_into__isnull=False):
            yield f"{record} ({record.pk}) points to a record that was merged itself"
