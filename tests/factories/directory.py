"""Organisations, places and support offers, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from maillage.directory.enums import (
    ConfirmationSource,
    LegalForm,
    MembershipRole,
    PlaceType,
    Publication,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.directory.models import (
    Membership,
    Organisation,
    OrganisationArea,
    Place,
    Service,
    ServiceArea,
)
from tests.factories.accounts import UserFactory
from tests.factories.territories import SAINT_AGREVE, commune


def days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


class _RecordFactory(factory.django.DjangoModelFactory):  # type: ignore[type-arg]
    class Meta:
        abstract = True

    publication = Publication.PUBLISHED
    description = "Un lieu pour fabriquer ensemble."
    confirmed_at = factory.LazyFunction(lambda: days_ago(30))
    confirmed_source = ConfirmationSource.TEAM

    class Params:
        draft = factory.Trait(publication=Publication.DRAFT)
        unconfirmed = factory.Trait(confirmed_at=None, confirmed_source="")
        stale = factory.Trait(
            confirmed_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=420))
        )
        due = factory.Trait(
            confirmed_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=370)),
            created_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=800)),
        )


class OrganisationFactory(_RecordFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Association numéro {n}")
    legal_form = LegalForm.ASSOCIATION
    commune = factory.LazyFunction(lambda: commune(SAINT_AGREVE))

    @factory.post_generation
    def administrator(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``OrganisationFactory(administrator=user)``."""
        if extracted is not None:
            Membership.objects.create(organisation=self, user=extracted, role=MembershipRole.ADMINISTRATOR)

    @factory.post_generation
    def perimeter(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``OrganisationFactory(perimeter=[("department", "07")])``."""
        for level, code in extracted or ():
            OrganisationArea.objects.create(organisation=self, level=level, code=code)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.MEMBER

    class Params:
        administrator = factory.Trait(role=MembershipRole.ADMINISTRATOR)
        staff = factory.Trait(role=MembershipRole.STAFF)


class PlaceFactory(_RecordFactory):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"Atelier numéro {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    types = [PlaceType.SHARED_WORKSHOP]
    trades = [Trade.WOOD]
    commune = factory.LazyFunction(lambda: commune(SAINT_AGREVE))
    latitude = factory.LazyAttribute(lambda place: place.commune.latitude)
    longitude = factory.LazyAttribute(lambda place: place.commune.longitude)


class ServiceFactory(_RecordFactory):
    class Meta:
        model = Service
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Accompagnement numéro {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    description = "Des rendez-vous pour passer de l’idée au projet."
    stages = [Stage.IDEA]
    themes = [Theme.BUSINESS_CREATION]
    formats = [ServiceFormat.ONE_TO_ONE]

    @factory.post_generation
    def area(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``ServiceFactory(area=[("department", "07")])``."""
        for level, code in extracted or ():
            ServiceArea.objects.create(service=self, level=level, code=code)
        if extracted:
            self.has_own_area = True
            self.save(update_fields=["has_own_area"])
