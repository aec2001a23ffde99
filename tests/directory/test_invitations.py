"""Invitations: a link that opens a page with a button, good for two weeks, sent again, withdrawn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import Conflict, Invalid
from maillage.core.models import OutboxMessage
from maillage.directory import actions
from maillage.directory.enums import InvitationState, MembershipRole
from maillage.directory.models import Invitation, Membership
from maillage.directory.register import invitations_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
ADDRESS = "nouvelle@maillage.example"


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def invitation(administrator: User) -> Invitation:
    organisation = OrganisationFactory(administrator=administrator, name="L’Établi")
    return actions.invite(organisation, ADDRESS, MembershipRole.STAFF, by=administrator)


def link() -> str:
    """The path in the latest e-mail."""
    body = OutboxMessage.objects.latest("pk").body_text
    found = re.search(r"https?://[^/\s]+(/organisations/invitation/\S+)", body)
    assert found is not None
    return found[1]


def test_the_email_carries_the_link_and_the_database_only_its_hash(invitation: Invitation) -> None:
    message = OutboxMessage.objects.latest("pk")
    token = link().rstrip("/").rpartition("/")[2]
    assert message.recipient == ADDRESS
    assert "L’Établi" in message.subject
    assert "&#" not in message.body_text
    assert token not in str(vars(invitation))
    assert len(token) >= 40


def test_following_the_link_changes_nothing(invitation: Invitation, client: Client) -> None:
    page = client.get(link())
    assert page.status_code == 200
    assert "L’Établi" in page.content.decode()
    assert Invitation.objects.get().state == InvitationState.PENDING


def test_somebody_signed_in_joins_with_one_button(invitation: Invitation, sign_in: SignIn) -> None:
    person = UserFactory()
    response = sign_in(person).post(link())
    assert response["Location"] == f"/organisations/{invitation.organisation_id}/espace/"
    membership = Membership.objects.get(user=person)
    assert (membership.organisation, membership.role) == (invitation.organisation, MembershipRole.STAFF)
    accepted = Invitation.objects.get()
    assert (accepted.state, accepted.accepted_by) == (InvitationState.ACCEPTED, person)


def test_a_newcomer_goes_through_sign_up_and_comes_back(invitation: Invitation, client: Client) -> None:
    path = link()
    response = client.post(path, {"account": "new"})
    assert response["Location"] == f"/compte/inscription/?next={path}" or (
        "signup" in response["Location"] and response["Location"].endswith(f"next={path}")
    )
    assert client.session["account_verified_email"] == ADDRESS
    assert not Membership.objects.filter(role=MembershipRole.STAFF).exists()


def test_an_invitation_serves_once(invitation: Invitation, sign_in: SignIn) -> None:
    path = link()
    sign_in(UserFactory()).post(path)
    late = UserFactory()
    sign_in(late).post(path)
    assert not Membership.objects.filter(user=late).exists()


def test_an_expired_invitation_no_longer_opens(invitation: Invitation, sign_in: SignIn) -> None:
    path, person = link(), UserFactory()
    with time_machine.travel(timezone.now() + dt.timedelta(days=14, seconds=1), tick=False):
        with pytest.raises(Conflict):
            actions.accept_invitation(invitation, by=person)
        assert b'method="post" action="/organisations/invitation' not in sign_in(person).get(path).content
    with time_machine.travel(timezone.now() + dt.timedelta(days=13), tick=False):
        actions.accept_invitation(invitation, by=person)


def test_sending_again_gives_a_fresh_link_and_a_fresh_delay(
    invitation: Invitation, administrator: User, client: Client
) -> None:
    former = link()
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        again = actions.resend_invitation(invitation, by=administrator)
        assert again.is_open
    assert link() != former
    assert client.get(former).status_code == 404
    assert client.get(link()).status_code == 200


def test_a_withdrawn_invitation_lets_nobody_in(
    invitation: Invitation, administrator: User, sign_in: SignIn
) -> None:
    actions.revoke_invitation(invitation, by=administrator)
    person = UserFactory()
    sign_in(person).post(link())
    assert not Membership.objects.filter(user=person).exists()
    with pytest.raises(Conflict):
        actions.resend_invitation(invitation, by=administrator)


def test_one_invitation_waits_at_an_address(invitation: Invitation, administrator: User) -> None:
    with pytest.raises(Invalid):
        actions.invite(invitation.organisation, ADDRESS.upper(), MembershipRole.MEMBER, by=administrator)
    member = MembershipFactory(organisation=invitation.organisation)
    with pytest.raises(Invalid):
        actions.invite(invitation.organisation, member.user.email, MembershipRole.MEMBER, by=administrator)


def test_the_invitation_waits_on_the_home_of_its_address(invitation: Invitation, sign_in: SignIn) -> None:
    invited, other = UserFactory(email=ADDRESS), UserFactory()
    (item,) = invitations_of(invited)
    assert list(invitations_of(other)) == []
    assert sign_in(other).get(item.url).status_code == 404
    assert sign_in(invited).get(item.url).status_code == 200
    sign_in(invited).post(item.url)
    assert Membership.objects.filter(user=invited, role=MembershipRole.STAFF).exists()


def test_only_administrators_invite(invitation: Invitation, administrator: User, sign_in: SignIn) -> None:
    page = f"/organisations/{invitation.organisation_id}/espace/equipe/"
    values = {"email": "autre@maillage.example", "role": "member"}
    staff = MembershipFactory(organisation=invitation.organisation, staff=True).user
    assert sign_in(staff).get(page).status_code == 200
    assert sign_in(staff).post(page, values).status_code == 403
    assert sign_in(UserFactory()).post(page, values).status_code == 404
    assert Invitation.objects.count() == 1
    assert sign_in(administrator).post(page, values).status_code == 302
    assert Invitation.objects.count() == 2


def test_withdrawing_and_sending_again_from_the_page(
    invitation: Invitation, administrator: User, sign_in: SignIn
) -> None:
    base = f"/organisations/{invitation.organisation_id}/espace/invitations/{invitation.pk}"
    person = sign_in(administrator)
    person.post(f"{base}/renvoyer/")
    assert OutboxMessage.objects.count() == 2
    person.post(f"{base}/retirer/")
    assert Invitation.objects.get().state == InvitationState.REVOKED
    assert sign_in(UserFactory()).post(f"{base}/renvoyer/").status_code == 404
