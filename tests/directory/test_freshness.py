"""Who confirmed what and when; the yearly reminder; the link that needs no sign-in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import NotificationPreference, User
from maillage.core import events
from maillage.core.models import OutboxMessage
from maillage.directory import actions
from maillage.directory.emails import FRESHNESS_KIND, freshness_token
from maillage.directory.enums import ConfirmationSource
from maillage.directory.models import Place
from maillage.directory.register import confirmations_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory()
    return user


def link() -> str:
    found = re.search(
        r"https?://[^/\s]+(/fiches/confirmer/\S+)", OutboxMessage.objects.latest("pk").body_text
    )
    assert found is not None
    return found[1]


def test_who_enters_a_record_vouches_for_it(administrator: User) -> None:
    place = PlaceFactory(unconfirmed=True)
    assert (place.confirmed_at, place.confirmed_source) == (None, "")
    created = actions.create_organisation({"name": "L’Établi"}, by=administrator)
    assert (created.confirmed_by, created.confirmed_source) == (administrator, ConfirmationSource.TEAM)


def test_a_record_is_stale_after_thirteen_months() -> None:
    place = PlaceFactory()
    confirmed = place.confirmed_at
    assert confirmed is not None
    with time_machine.travel(confirmed + dt.timedelta(days=396), tick=False):
        assert (place.is_stale, list(Place.objects.stale())) == (False, [])
    with time_machine.travel(confirmed + dt.timedelta(days=396, seconds=1), tick=False):
        assert (place.is_stale, list(Place.objects.stale())) == (True, [place])


def test_one_email_per_person_lists_all_that_is_due(administrator: User) -> None:
    organisation = OrganisationFactory(administrator=administrator, due=True)
    second = MembershipFactory(organisation=organisation, administrator=True).user
    MembershipFactory(organisation=organisation, staff=True)
    place = PlaceFactory(organisation=organisation, due=True, name="L’Établi")
    ServiceFactory(organisation=organisation)
    PlaceFactory(organisation=organisation, due=True, draft=True, name="Brouillon")
    assert actions.send_reminders() == 2
    messages = OutboxMessage.objects.order_by("recipient")
    assert {message.recipient for message in messages} == {administrator.email, second.email}
    body = messages[0].body_text
    assert organisation.name in body
    assert place.name in body
    assert "Brouillon" not in body
    assert "Accompagnement" not in body
    assert "&#" not in body


def test_the_reminder_comes_once_a_year(administrator: User) -> None:
    OrganisationFactory(administrator=administrator, due=True)
    assert actions.send_reminders() == 1
    assert actions.send_reminders() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=366), tick=False):
        assert actions.send_reminders() == 1


def test_without_people_the_public_address_is_asked() -> None:
    organisation = OrganisationFactory(email="bonjour@maillage.example")
    PlaceFactory(organisation=organisation, due=True)
    PlaceFactory(organisation=None, due=True, email="lieu@maillage.example")
    PlaceFactory(organisation=None, due=True)
    assert actions.send_reminders() == 2
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == {
        "bonjour@maillage.example",
        "lieu@maillage.example",
    }


def test_somebody_who_refuses_reminders_gets_none(administrator: User) -> None:
    OrganisationFactory(administrator=administrator, due=True)
    NotificationPreference.objects.create(user=administrator, kind=FRESHNESS_KIND, is_wanted=False)
    assert actions.send_reminders() == 0


def test_the_link_confirms_by_a_button_without_signing_in(administrator: User, client: Client) -> None:
    organisation = OrganisationFactory(administrator=administrator, due=True)
    place = PlaceFactory(organisation=organisation, due=True)
    actions.send_reminders()
    path = link()
    page = client.get(path)
    assert place.name in page.content.decode()
    assert Place.objects.get(pk=place.pk).confirmed_at == place.confirmed_at
    client.post(path)
    for record in (Place.objects.get(pk=place.pk), type(organisation).objects.get()):
        assert record.confirmed_at is not None
        assert timezone.now() - record.confirmed_at < dt.timedelta(minutes=5)
        assert (record.confirmed_by, record.confirmed_source) == (administrator, ConfirmationSource.LINK)
    assert events.about(place).get().verb == "directory.confirmed"
    assert b"<form" not in client.get(path).content.split(b"<main")[1].split(b"</main")[0]


def test_a_link_that_is_not_ours_or_too_old_opens_nothing(administrator: User, client: Client) -> None:
    place = PlaceFactory()
    good = freshness_token([place], administrator)
    assert client.get(f"/fiches/confirmer/{good}/").status_code == 200
    assert client.get(f"/fiches/confirmer/{good[:-1]}/").status_code == 404
    with time_machine.travel(timezone.now() + dt.timedelta(days=121), tick=False):
        assert client.get(f"/fiches/confirmer/{good}/").status_code == 404


def test_a_link_never_shows_a_record_that_became_a_draft(administrator: User, client: Client) -> None:
    place = PlaceFactory()
    token = freshness_token([place], administrator)
    actions.unpublish(place, by=None)
    assert client.get(f"/fiches/confirmer/{token}/").status_code == 404


def test_confirming_from_the_workspace(administrator: User, sign_in: SignIn) -> None:
    organisation = OrganisationFactory(administrator=administrator, due=True)
    place = PlaceFactory(organisation=organisation, stale=True)
    assert [item.url for item in confirmations_of(administrator)] == [
        f"/organisations/{organisation.pk}/espace/confirmer/"
    ]
    page = f"/organisations/{organisation.pk}/espace/confirmer/"
    assert place.name in sign_in(administrator).get(page).content.decode()
    sign_in(administrator).post(page)
    assert not Place.objects.get(pk=place.pk).is_stale
    assert list(confirmations_of(administrator)) == []


def test_members_without_a_say_cannot_confirm(sign_in: SignIn) -> None:
    member = MembershipFactory()
    page = f"/organisations/{member.organisation_id}/espace/confirmer/"
    assert sign_in(member.user).post(page).status_code == 403
    assert list(confirmations_of(member.user)) == []
