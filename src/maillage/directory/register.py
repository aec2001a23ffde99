"""What the directory adds to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.accounts.notifications import NotificationKind, kinds
from maillage.core import history, registry
from maillage.core.errors import Sentence
from maillage.directory import rules
from maillage.directory.emails import FRESHNESS_KIND
from maillage.directory.extensions import labels_of
from maillage.directory.models import Invitation, Membership, Organisation, Place, Service
from maillage.directory.queries.duplicates import proposals_to_review
from maillage.directory.queries.pages import first_rows
from maillage.directory.queries.workspace import waiting_invitations
from maillage.territories.models import Department


def declare() -> None:
    kinds.add(
        NotificationKind(
            FRESHNESS_KIND,
            gettext_lazy("Yearly confirmation of your pages"),
            gettext_lazy("Once a year, one button to say that what is published is still right."),
            order=30,
        )
    )
    registry.workspaces.add(registry.WorkspaceSource("directory", workspaces_of, order=20))
    registry.todo_sources.add(
        registry.TodoSource(
            "directory.invitations",
            invitations_of,
            order=10,
            concerns=lambda user: [waiting_invitations(user)],
        )
    )
    registry.todo_sources.add(
        registry.TodoSource(
            "directory.confirm", confirmations_of, order=50, concerns=lambda user: [_edited_by(user)]
        )
    )
    registry.todo_sources.add(registry.TodoSource("directory.duplicates", duplicates_for, order=60))
    registry.territory_panels.add(
        registry.TerritoryPanel("directory.places", places_panel, order=10, points=place_points)
    )
    registry.territory_panels.add(registry.TerritoryPanel("directory.services", services_panel, order=20))
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


# --- Home: workspaces and what waits ------------------------------------------------------------------------
def workspaces_of(user: Any) -> Iterable[registry.Workspace]:
    """The organisations that the person belongs to, by name, in one query."""
    rows = Organisation.objects.of_user(user).order_by("name_key", "pk").values_list("pk", "name")
    for pk, name in rows:
        yield registry.Workspace(
            kind=_("Organisation"),
            name=name,
            url=reverse("directory:workspace", args=[pk]),
            key=f"organisation-{pk}",
        )


def invitations_of(user: Any) -> Iterable[registry.TodoItem]:
    """Invitations at the person's address that nobody answered."""
    for invitation in waiting_invitations(user):
        yield registry.TodoItem(
            title=_("“%(organisation)s” invites you") % {"organisation": invitation.organisation},
            url=reverse("directory:my_invitation", args=[invitation.pk]),
            detail=invitation.get_role_display(),
            due_on=timezone.localdate(invitation.expires_at),
            button=_("See the invitation"),
        )


def _edited_by(user: Any) -> Any:
    return Membership.objects.active().filter(user=user, role__in=[role.value for role in rules.EDITORS])


def confirmations_of(user: Any) -> Iterable[registry.TodoItem]:
    """Organisations of the person that have pages to confirm, in three queries."""
    mine = Organisation.objects.live().filter(pk__in=_edited_by(user).values("organisation"))
    waiting: dict[int, int] = {}
    for model, owner in ((Organisation, "pk"), (Place, "organisation"), (Service, "organisation")):
        rows = model._default_manager.public().due().filter(**{f"{owner}__in": mine.values("pk")})
        for pk in rows.order_by().values_list(owner, flat=True):
            waiting[pk] = waiting.get(pk, 0) + 1
    for organisation in mine.filter(pk__in=waiting).order_by("name_key", "pk") if waiting else ():
        number = waiting[organisation.pk]
        yield registry.TodoItem(
            title=_("Are the pages of “%(organisation)s” still right?") % {"organisation": organisation},
            url=reverse("directory:confirm", args=[organisation.pk]),
            detail=ngettext("%(number)s page to confirm", "%(number)s pages to confirm", number)
            % {"number": number},
            button=_("Check and confirm"),
        )


def duplicates_for(user: Any) -> Iterable[registry.TodoItem]:
    """For the platform's team: how many pairs wait."""
    if not rules.is_platform_staff(user):
        return
    number = proposals_to_review().count()
    if number:
        yield registry.TodoItem(
            title=_("Records that may have been entered twice"),
            url=reverse("directory:duplicates"),
            detail=ngettext("%(number)s pair to review", "%(number)s pairs to review", number)
            % {"number": number},
            button=_("Compare"),
        )


# --- Territory pages ----------------------------------------------------------------------------------------
PANEL_ROWS = 12


def places_panel(territory: Any, user: Any) -> registry.Panel | None:
    """The places on a territory, the map beside them."""
    rows, number = first_rows(_places_of(territory), PANEL_ROWS)
    if not rows:
        return None
    labels = labels_of(rows)
    return registry.Panel(
        title=gettext_lazy("Places here"),
        template="directory/panels/places.html",
        context={
            "lines": [(place, labels.get(place.pk, [])) for place in rows],
            "more": number - len(rows),
            "all_url": _all_url("directory:places", territory),
        },
        count=number,
    )


def place_points(territory: Any) -> list[dict[str, Any]]:
    """Every place of a territory for its map. One query; one resolution of addresses serves hundreds."""
    pattern = reverse("directory:place", args=[0, "name"])
    rows = _places_of(territory).values_list("pk", "name", "slug", "latitude", "longitude")
    return [
        {
            "id": f"lieu-{pk}",
            "lat": latitude,
            "lon": longitude,
            "title": name,
            "url": pattern.replace("0-name", f"{pk}-{slug}"),
        }
        for pk, name, slug, latitude, longitude in rows.order_by("pk")
    ]


def _places_of(territory: Any) -> Any:
    return Place.objects.public().not_closed().within(territory)


def services_panel(territory: Any, user: Any) -> registry.Panel | None:
    """The support offers whose area covers the whole of a territory."""
    rows, number = first_rows(Service.objects.public().covering(territory), PANEL_ROWS)
    if not rows:
        return None
    return registry.Panel(
        title=gettext_lazy("Support offers that cover it"),
        template="directory/panels/services.html",
        context={
            "services": rows,
            "more": number - len(rows),
            "all_url": _all_url("directory:services", territory),
        },
        count=number,
    )


def _all_url(name: str, territory: Any) -> str:
    # Lists filter by département; a commune or an EPCI is seen in full on the map of its search.
    return f"{reverse(name)}?departement={territory.pk}" if isinstance(territory, Department) else ""


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
    history.forget(Membership.objects.filter(user=user))
    history.forget(Invitation.objects.filter(email__iexact=user.email))
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
