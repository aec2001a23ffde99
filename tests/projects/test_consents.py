"""Every consent taken back in one go: what is cut, what stays, who is told."""

from __future__ import annotations

from typing import Any

import pytest
import zeal
from django.urls import reverse
from django.utils.translation import gettext

from maillage.core.errors import NotAllowed
from maillage.core.models import OutboxMessage
from maillage.projects import actions
from maillage.projects.actions import advice as advising
from maillage.projects.actions import consents
from maillage.projects.enums import AdviceState, ProjectRole
from maillage.projects.enums_referral import ReferralState
from maillage.projects.models import Project, ProjectInvitation
from maillage.projects.queries import advice as read
from maillage.projects.queries import thread
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.factories.orientation import a_referral, a_service
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """One adviser, one offer, one observer, one invitation to advise and one to carry."""
    project = ProjectFactory(title="Atelier des Copeaux")
    carrier = project.created_by
    advising.start(project, adviser=UserFactory(full_name="Ada Conseil"), by=carrier)
    belonging = MembershipFactory(user=UserFactory(full_name="Basile Offre"))
    advising.propose(project, adviser=belonging.user, organisation=belonging.organisation, by=belonging.user)
    ProjectMemberFactory(
        project=project, user=UserFactory(full_name="Chloé Regard"), role=ProjectRole.OBSERVER
    )
    for role in (ProjectRole.ADVISER, ProjectRole.CARRIER):
        actions.invite(project, email=f"{role}@ailleurs.example", role=role, by=carrier)
    OutboxMessage.objects.all().delete()
    return project


def test_all_that_was_given_is_cut_at_once(project: Project) -> None:
    adviser = project.members.get(role=ProjectRole.ADVISER).user
    cut = consents.withdraw_all(project, by=project.created_by, why="Nous repartons de zéro.")
    assert [len(rows) for rows in (cut.advisers, cut.offers, cut.observers, cut.invitations)] == [1, 1, 1, 1]
    assert not adviser.has_perm("projects.view_thread", project)
    assert list(project.members.values_list("role", flat=True)) == [ProjectRole.CARRIER]
    assert set(project.advice.values_list("state", flat=True)) == {
        AdviceState.WITHDRAWN,
        AdviceState.DECLINED,
    }
    assert [row.role for row in ProjectInvitation.objects.all() if row.is_live] == [ProjectRole.CARRIER]
    assert not read.consents(project)


def test_those_concerned_are_told_with_the_reason(project: Project) -> None:
    consents.withdraw_all(project, by=project.created_by, why="Nous repartons de zéro.")
    told = OutboxMessage.objects.order_by("pk")
    assert len(told) == 2
    assert all("Nous repartons de zéro." in message.body_text for message in told)
    titles = [entry.title for entry in thread.own_entries(project, project.created_by)]
    assert gettext("The carriers withdrew every consent") in titles


def test_referrals_under_way_come_back_and_their_service_is_told(project: Project) -> None:
    row = a_referral(project, a_service())
    OutboxMessage.objects.all().delete()
    assert consents.withdraw_all(project, by=project.created_by).referrals == [row]
    row.refresh_from_db()
    assert row.state == ReferralState.WITHDRAWN
    assert OutboxMessage.objects.filter(recipient="accueil@structure.example").count() == 1


def test_only_a_carrier_does_it_and_twice_is_once(project: Project) -> None:
    with pytest.raises(NotAllowed):
        consents.withdraw_all(project, by=project.members.get(role=ProjectRole.ADVISER).user)
    consents.withdraw_all(project, by=project.created_by)
    OutboxMessage.objects.all().delete()
    assert not consents.withdraw_all(project, by=project.created_by)
    assert not OutboxMessage.objects.exists()


def test_the_page_lists_what_is_cut_and_asks_again_when_nothing_is_left(
    project: Project, client: Any
) -> None:
    client.force_login(project.created_by)
    address = reverse("projects:withdraw_all", args=[project.pk])
    assert address in client.get(reverse("projects:sight", args=[project.pk])).content.decode()
    page = client.get(address).content.decode()
    for name in ("Ada Conseil", "Basile Offre", "Chloé Regard", "adviser@ailleurs.example"):
        assert name in page
    assert "carrier@ailleurs.example" not in page
    with zeal.zeal_ignore():  # the verb of each consent locks the project anew, no list does
        assert client.post(address, {"why": ""}).status_code == 302
    assert client.get(address).status_code == 302
    assert address not in client.get(reverse("projects:sight", args=[project.pk])).content.decode()
