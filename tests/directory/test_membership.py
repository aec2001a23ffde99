"""The people of an organisation: one administrator at least is kept, and handing over is one action."""

from __future__ import annotations

import pytest

from maillage.core import events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory import actions
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.directory.signals import handed_over
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_last_administrator_cannot_leave() -> None:
    only = MembershipFactory(administrator=True, organisation__name="L’Établi")
    MembershipFactory(organisation=only.organisation, staff=True)
    with pytest.raises(Conflict, match="L’Établi"):
        actions.leave(only, by=only.user)
    assert Membership.objects.get(pk=only.pk).is_active


def test_the_last_administrator_cannot_be_demoted() -> None:
    only = MembershipFactory(administrator=True)
    with pytest.raises(Conflict):
        actions.change_role(only, MembershipRole.STAFF, by=only.user)


def test_an_administrator_whose_account_is_closed_does_not_count() -> None:
    only = MembershipFactory(administrator=True)
    MembershipFactory(organisation=only.organisation, administrator=True, user__is_active=False)
    with pytest.raises(Conflict):
        actions.leave(only, by=only.user)


def test_one_of_two_administrators_leaves() -> None:
    one = MembershipFactory(administrator=True)
    MembershipFactory(organisation=one.organisation, administrator=True)
    actions.leave(one, by=one.user)
    assert not Membership.objects.get(pk=one.pk).is_active
    assert events.about(one.organisation).get().verb == "directory.member_left"


def test_only_the_person_leaves() -> None:
    member = MembershipFactory()
    administrator = MembershipFactory(organisation=member.organisation, administrator=True)
    with pytest.raises(NotAllowed):
        actions.leave(member, by=administrator.user)


def test_the_platform_team_may_end_the_last_membership() -> None:
    only = MembershipFactory(administrator=True)
    actions.end_membership(only, by=UserFactory(staff=True), why="account closed")
    assert not Membership.objects.active().exists()


def test_handing_over_to_a_newcomer_passes_role_and_function() -> None:
    leaver = MembershipFactory(administrator=True, title="coordination")
    newcomer = UserFactory()
    successor = actions.hand_over(leaver, newcomer, by=leaver.user)
    assert (successor.user, successor.role, successor.title) == (
        newcomer,
        MembershipRole.ADMINISTRATOR,
        "coordination",
    )
    assert not Membership.objects.get(pk=leaver.pk).is_active


def test_handing_over_raises_a_member_to_the_role() -> None:
    leaver = MembershipFactory(administrator=True)
    member = MembershipFactory(organisation=leaver.organisation)
    actions.hand_over(leaver, member.user, by=leaver.user)
    assert Membership.objects.get(pk=member.pk).role == MembershipRole.ADMINISTRATOR


def test_a_floor_above_that_refuses_stops_the_whole_handover() -> None:
    leaver = MembershipFactory(administrator=True)
    newcomer = UserFactory()

    def refuse(**_keywords: object) -> None:
        raise Conflict("not now")

    handed_over.connect(refuse)
    try:
        with pytest.raises(Conflict, match="not now"):
            actions.hand_over(leaver, newcomer, by=leaver.user)
    finally:
        handed_over.disconnect(refuse)
    assert [m.user for m in Membership.objects.active()] == [leaver.user]


def test_nobody_hands_over_to_themselves_or_to_a_closed_account() -> None:
    leaver = MembershipFactory(administrator=True)
    with pytest.raises(Invalid):
        actions.hand_over(leaver, leaver.user, by=leaver.user)
    with pytest.raises(Invalid):
        actions.hand_over(leaver, UserFactory(is_active=False), by=leaver.user)


def test_a_person_belongs_once_with_the_higher_role() -> None:
    member = MembershipFactory()
    again = actions.add_member(member.organisation, member.user, MembershipRole.STAFF, by=None)
    assert (again.pk, again.role) == (member.pk, MembershipRole.STAFF)
    lower = actions.add_member(member.organisation, member.user, MembershipRole.MEMBER, by=None)
    assert lower.role == MembershipRole.STAFF


def test_coming_back_is_a_new_membership() -> None:
    organisation = OrganisationFactory(administrator=UserFactory())
    person = UserFactory()
    first = actions.add_member(organisation, person, MembershipRole.MEMBER, by=None)
    actions.leave(first, by=person)
    second = actions.add_member(organisation, person, MembershipRole.MEMBER, by=None)
    assert second.pk != first.pk
