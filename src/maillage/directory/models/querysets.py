"""Composable reads of the directory's records.

``Place.objects.public().with_trade(Trade.WOOD).near(45.0, 4.4, 30).for_list()``: each method
returns a queryset of the same kind, runs no query and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest, Lower
from django.utils import timezone

from maillage.directory.enums import (
    LegalForm,
    MembershipRole,
    PlaceStatus,
    PlaceType,
    PriceKind,
    Publication,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.territories.distances import near
from maillage.territories.names import normalise
from maillage.territories.queries import communes_within, covering_q, touching_q

if TYPE_CHECKING:
    from maillage.accounts.models import User
    from maillage.directory.models import Membership, Organisation, Place, Service  # noqa: F401  (bases below)
    from maillage.territories.models import Commune, Territory

M = TypeVar("M", bound=models.Model)

CONFIG = "maillage_fr"
# What a line says of any record: its link, and whether somebody vouched for it lately.
LINE = ("name", "slug", "confirmed_at", "created_at")


class RecordQuerySet(models.QuerySet[M]):
    """What organisations, places and services have in common."""

    def live(self) -> Self:
        """Not merged into another record."""
        return self.filter(merged_into__isnull=True)

    def public(self) -> Self:
        """What everyone may see."""
        return self.live().filter(publication=Publication.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Public records, drafts of the person's organisations, everything for the platform's team."""
        if getattr(user, "is_staff", False):
            return self.live()
        if not getattr(user, "is_authenticated", False):
            return self.public()
        return self.live().filter(Q(publication=Publication.PUBLISHED) | self._of_member(user))

    def editable_by(self, user: Any) -> Self:
        """Records of the organisations where the person is administrator or staff."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_staff:
            return self.live()
        return self.live().filter(self._of_member(user, (MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)))

    def _of_member(self, user: User, roles: Sequence[str] | None = None) -> Q:
        from maillage.directory.models import Membership

        mine = Membership.objects.active().filter(user=user)
        if roles is not None:
            mine = mine.filter(role__in=roles)
        return Q(**{f"{self._organisation_path()}__in": mine.values("organisation")})

    def _organisation_path(self) -> str:
        return "organisation"

    def matching(self, text: str) -> Self:
        """Records that a search for ``text`` finds, with ``relevance`` to order them by.

        French stems and accents through the search vector (the last word may be unfinished); where a
        word is mistyped, the trigrams of the name. An empty text finds everything, equally relevant.
        """
        words = normalise(text).split()
        if not words:
            return self.annotate(relevance=Value(0.0, output_field=models.FloatField()))
        typed = " ".join(words)
        # Normalised words hold letters and digits only: they cannot be read as operators.
        query = SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), config=CONFIG, search_type="raw")
        return self.annotate(
            name_similarity=TrigramWordSimilarity(typed, "name_key"),
            relevance=Greatest(SearchRank(F("search"), query), F("name_similarity") * 0.5),
        ).filter(Q(search=query) | Q(name_key__trigram_word_similar=typed))

    def by_relevance(self) -> Self:
        """After ``matching``: the likeliest first."""
        return self.order_by("-relevance", "name_key", "pk")

    def stale(self) -> Self:
        """Nobody vouched for these for thirteen months."""
        from maillage.directory.models.record import STALE_AFTER

        return self.alias(vouched_at=Coalesce("confirmed_at", "created_at")).filter(
            vouched_at__lt=timezone.now() - STALE_AFTER
        )

    def due(self) -> Self:
        """Nobody vouched for these for a year."""
        from maillage.directory.models.record import CONFIRM_EVERY

        return self.alias(vouched_at=Coalesce("confirmed_at", "created_at")).filter(
            vouched_at__lt=timezone.now() - CONFIRM_EVERY
        )

    def due_for_reminder(self) -> Self:
        """Neither confirmed nor reminded for a year."""
        from maillage.directory.models.record import CONFIRM_EVERY

        return self.alias(
            heard_at=Greatest(Coalesce("confirmed_at", "created_at"), Coalesce("reminded_at", "created_at"))
        ).filter(heard_at__lt=timezone.now() - CONFIRM_EVERY)


class OrganisationQuerySet(RecordQuerySet["Organisation"]):
    def _organisation_path(self) -> str:
        return "pk"

    def for_list(self) -> Self:
        """What a list shows, in one query."""
        return self.select_related("commune__department").defer("words", "search")

    def networks(self) -> Self:
        return self.filter(is_network=True)

    def of_form(self, *forms: LegalForm | str) -> Self:
        return self.filter(legal_form__in=forms)

    def of_user(self, user: Any) -> Self:
        """Organisations that the person belongs to now."""
        from maillage.directory.models import Membership

        return self.live().filter(pk__in=Membership.objects.active().filter(user=user).values("organisation"))

    def covering(self, territory: Territory) -> Self:
        """Organisations whose perimeter covers the whole of a territory."""
        from maillage.directory.models import OrganisationArea

        return self.filter(
            Exists(OrganisationArea.objects.filter(covering_q(territory), organisation=OuterRef("pk")))
        )


class PlaceQuerySet(RecordQuerySet["Place"]):
    def for_list(self) -> Self:
        """What a list shows, in one query."""
        return self.select_related("organisation", "commune__department").defer("words", "search")

    def for_lines(self) -> Self:
        """What ``_place_item.html`` shows: few columns, for a list cut out of hundreds."""
        return self.select_related("commune").only(
            *LINE, "status", "types", "trades", "commune__name", "commune__department_id"
        )

    def near(self, latitude: float, longitude: float, km: float) -> Self:
        """Within ``km`` of a point in degrees, with ``distance_km``."""
        close: Self = near(self, latitude, longitude, km)  # type: ignore[assignment]  # it filters and annotates self
        return close

    def near_commune(self, commune: Commune, km: float) -> Self:
        """The same around a commune; a commune without coordinates is near nothing."""
        if commune.latitude is None or commune.longitude is None:
            return self.none()
        return self.near(commune.latitude, commune.longitude, km)

    def within(self, territory: Territory | None) -> Self:
        """On the ground of a commune, EPCI, département or région; everywhere for None."""
        return self if territory is None else self.filter(commune__in=communes_within(territory))

    def of_type(self, *types: PlaceType | str) -> Self:
        """Of at least one of these types."""
        return self.filter(types__overlap=list(types))

    def with_trade(self, *trades: Trade | str) -> Self:
        """With at least one of these trades."""
        return self.filter(trades__overlap=list(trades))

    def open(self) -> Self:
        return self.filter(status=PlaceStatus.OPEN)

    def not_closed(self) -> Self:
        return self.exclude(status=PlaceStatus.CLOSED)


class ServiceQuerySet(RecordQuerySet["Service"]):
    def for_list(self) -> Self:
        """What a list shows, in two queries."""
        return self.select_related("organisation__commune").defer(
            "words", "search", "organisation__words", "organisation__search"
        )

    def for_lines(self) -> Self:
        """What ``_service_item.html`` shows: few columns, for a list cut out of hundreds."""
        return self.select_related("organisation").only(
            *LINE, "stages", "themes", "price_kind", "organisation__name"
        )

    def covering(self, territory: Territory) -> Self:
        """Services whose area (their own, or their organisation's perimeter) covers a territory wholly."""
        return self._reaching(covering_q(territory))

    def touching(self, territory: Territory) -> Self:
        """Services whose area covers at least a part of a territory."""
        return self._reaching(touching_q(territory))

    def _reaching(self, condition: Q) -> Self:
        from maillage.directory.models import OrganisationArea, Service, ServiceArea

        # A union, for each half has its index; joined by "or" they would read every service.
        own = ServiceArea.objects.filter(condition, service__has_own_area=True)
        perimeters = OrganisationArea.objects.filter(condition).order_by().values("organisation")
        inherited = Service.objects.filter(has_own_area=False, organisation__in=perimeters)
        return self.filter(
            pk__in=own.order_by().values("service").union(inherited.order_by().values("pk"), all=True)
        )

    def for_stage(self, *stages: Stage | str) -> Self:
        return self.filter(stages__overlap=list(stages))

    def with_theme(self, *themes: Theme | str) -> Self:
        return self.filter(themes__overlap=list(themes))

    def for_audience(self, *audiences: str) -> Self:
        return self.filter(audiences__overlap=list(audiences))

    def in_format(self, *formats: ServiceFormat | str) -> Self:
        return self.filter(formats__overlap=list(formats))

    def free(self) -> Self:
        return self.filter(price_kind=PriceKind.FREE)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def administrators(self) -> Self:
        return self.active().filter(role=MembershipRole.ADMINISTRATOR)

    def for_list(self) -> Self:
        """Members of an organisation by name, in one query."""
        return self.select_related("user").order_by(
            Lower(Coalesce(F("user__full_name"), Value(""))), "user__email", "pk"
        )
