"""Advice: consent first, right by right; taken back, it closes every door at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from maillage.core import clock, registry
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.programmes.queries.application import of_user
from maillage.projects import actions
from maillage.projects.actions import advice as advising
from maillage.projects.enums import (
    ADVICE_TRANSITIONS,
    AdviceRight,
    AdviceState,
    ProjectRole,
    Visibility,
)
from maillage.projects.models import Advice, Project, ProjectMember
from maillage.projects.register import invariants, personal
from maillage.projects.rules import rights_in
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.factories.programmes import ApplicationFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def offered(project: Project, **values: Any) -> Advice:
    belonging = MembershipFactory()
    return advising.propose(
        project, adviser=belonging.user, organisation=belonging.organisation, by=belonging.user, **values
    )


def messages_to(person: Any) -> list[str]:
    return list(OutboxMessage.objects.filter(recipient=person.email).values_list("subject", flat=True))


def test_every_state_is_reached_and_those_that_end_stay() -> None:
    assert unreachable(ADVICE_TRANSITIONS, AdviceState.ASKED) == set()
    assert {state for state, after in ADVICE_TRANSITIONS.items() if not after} == {
        AdviceState.DECLINED,
        AdviceState.WITHDRAWN,
        AdviceState.ENDED,
    }


def test_an_offer_opens_nothing_until_a_carrier_agrees() -> None:
    project = ProjectFactory()
    row = offered(project, message="Nous formons aux statuts.")
    assert rights_in(row.adviser, project) == frozenset()
    assert not row.adviser.has_perm("projects.view_project", project)
    assert len(messages_to(project.created_by)) == 1
    with pytest.raises(NotAllowed):
        advising.consent(row, by=row.adviser)
    row = advising.consent(row, by=project.created_by, rights=[AdviceRight.LOGBOOK])
    assert rights_in(row.adviser, project) == {"thread", "logbook"}
    assert row.consented_by == project.created_by
    assert list(Advice.objects.live()) == [row]
    assert len(messages_to(row.adviser)) == 1


def test_nobody_is_offered_by_a_stranger_or_in_the_name_of_another_house() -> None:
    project, stranger = ProjectFactory(), UserFactory()
    belonging = MembershipFactory()
    with pytest.raises(NotAllowed):
        advising.propose(project, adviser=belonging.user, organisation=belonging.organisation, by=stranger)
    with pytest.raises(Invalid) as refusal:
        advising.propose(project, adviser=stranger, organisation=belonging.organisation, by=stranger)
    assert refusal.value.fields.keys() == {"organisation"}
    with pytest.raises(Invalid):
        advising.propose(project, adviser=stranger, by=stranger, until=clock.today() - dt.timedelta(days=1))


def test_one_asks_once_and_a_carrier_does_not_advise_themselves() -> None:
    project = ProjectFactory()
    row = offered(project)
    with pytest.raises(Conflict):
        advising.propose(project, adviser=row.adviser, by=row.adviser)
    with pytest.raises(Conflict):
        advising.propose(project, adviser=project.created_by, by=project.created_by)
    advising.decline(row, by=project.created_by, why="Pas maintenant.")
    assert "Pas maintenant." in OutboxMessage.objects.get(recipient=row.adviser.email).body_text
    assert advising.propose(project, adviser=row.adviser, by=row.adviser).pk != row.pk


def test_withdrawn_consent_closes_everything_at_once_and_keeps_its_proof(sign_in: SignIn) -> None:
    row = advising.consent(offered(project := ProjectFactory()), by=project.created_by)
    browser = sign_in(row.adviser)
    application = ApplicationFactory(project=project)
    doors = [project.get_absolute_url(), application.get_absolute_url()]
    assert [browser.get(door).status_code for door in doors] == [200, 200]
    assert list(of_user(row.adviser)) == [application]
    OutboxMessage.objects.all().delete()
    row = advising.withdraw(row, by=project.created_by, why="Nous changeons de cap.")
    assert [browser.get(door).status_code for door in doors] == [404, 404]
    assert list(of_user(row.adviser)) == []
    assert not ProjectMember.objects.filter(user=row.adviser).exists()
    assert not Advice.objects.live().exists()
    assert (row.state, row.end_reason) == (AdviceState.WITHDRAWN, "Nous changeons de cap.")
    assert row.ended_at is not None
    assert "Nous changeons de cap." in OutboxMessage.objects.get(recipient=row.adviser.email).body_text


def test_rights_are_given_and_taken_back_one_by_one(sign_in: SignIn) -> None:
    project = ProjectFactory()
    row = advising.start(project, adviser=UserFactory(), by=project.created_by)
    application = ApplicationFactory(project=project)
    assert rights_in(row.adviser, project) == {str(right) for right in AdviceRight}
    advising.change_rights(row, [AdviceRight.LOGBOOK], by=project.created_by)
    browser = sign_in(row.adviser)
    assert browser.get(project.get_absolute_url()).status_code == 200
    assert browser.get(application.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        advising.change_rights(row, list(AdviceRight), by=row.adviser)
    # The thread goes without saying, and the database says so too.
    assert rights_in(row.adviser, project) == {"thread", "logbook"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.update(rights=["logbook"])


def test_advice_ends_after_its_last_day_even_before_the_clock_has_passed() -> None:
    project = ProjectFactory()
    row = advising.consent(offered(project, until=clock.today()), by=project.created_by)
    assert row.adviser.has_perm("projects.view_thread", project)
    Advice.objects.update(until=clock.today() - dt.timedelta(days=1))
    assert not row.adviser.has_perm("projects.view_thread", project)
    assert advising.end_past(clock.today()) == 1
    assert advising.end_past(clock.today()) == 0
    assert list(invariants.apart()) == []
    assert len(messages_to(project.created_by)) == 2


def test_the_one_who_takes_over_waits_for_consent_and_then_replaces() -> None:
    project = ProjectFactory()
    first = advising.consent(offered(project), by=project.created_by)
    colleague = MembershipFactory(organisation=first.organisation).user
    second = advising.propose(
        project, adviser=colleague, organisation=first.organisation, by=first.adviser, replaces=first
    )
    assert first.adviser.has_perm("projects.view_thread", project)
    assert not colleague.has_perm("projects.view_thread", project)
    advising.consent(second, by=project.created_by)
    first.refresh_from_db()
    assert first.state == AdviceState.ENDED
    assert not first.adviser.has_perm("projects.view_thread", project)
    assert colleague.has_perm("projects.view_thread", project)
    assert list(invariants.apart()) == []


def test_an_invited_adviser_gets_what_the_carrier_gave_in_the_name_they_choose(sign_in: SignIn) -> None:
    project = ProjectFactory()
    belonging = MembershipFactory()
    invitation = actions.invite(
        project,
        email=belonging.user.email,
        role=ProjectRole.ADVISER,
        rights=["applications"],
        by=project.created_by,
    )
    link = reverse("projects:invitation", args=[invitation.token])
    browser = sign_in(belonging.user)
    assert browser.get(link).status_code == 200
    browser.post(link, {"organisation": belonging.organisation.pk})
    row = Advice.objects.get()
    assert (row.organisation, row.rights, row.consented_by) == (
        belonging.organisation,
        ["thread", "applications"],
        project.created_by,
    )
    assert list(invariants.apart()) == []


def test_an_invitation_falls_with_the_part_of_the_carrier_who_sent_it() -> None:
    project = ProjectFactory()
    other = ProjectMemberFactory(project=project, role=ProjectRole.CARRIER)
    guest = UserFactory()
    invitation = actions.invite(project, email=guest.email, role=ProjectRole.ADVISER, by=other.user)
    actions.remove_member(other, by=project.created_by)
    with pytest.raises(Conflict):
        actions.accept(invitation, by=guest)
    assert not Advice.objects.exists()


def test_leaving_the_team_ends_the_advice_and_being_sent_away_withdraws_it() -> None:
    project = ProjectFactory()
    gone, sent = ProjectMemberFactory(project=project), ProjectMemberFactory(project=project)
    actions.remove_member(gone, by=gone.user)
    actions.remove_member(sent, by=project.created_by)
    assert Advice.objects.get(adviser=gone.user).state == AdviceState.ENDED
    assert Advice.objects.get(adviser=sent.user).state == AdviceState.WITHDRAWN
    other = ProjectMemberFactory(project=project)
    member = actions.change_role(other, ProjectRole.CARRIER, by=project.created_by)
    assert (member.role, Advice.objects.live().count()) == (ProjectRole.CARRIER, 0)
    assert list(invariants.apart()) == []


def test_doctor_finds_an_adviser_without_consent_and_consent_without_a_seat() -> None:
    member = ProjectMemberFactory()
    assert list(invariants.apart()) == []
    Advice.objects.update(state=AdviceState.ENDED)
    assert len(list(invariants.apart())) == 1
    Advice.objects.update(state=AdviceState.ACTIVE)
    member.delete()
    assert len(list(invariants.apart())) == 1


def test_closing_an_account_ends_the_advice_and_tells_the_carriers() -> None:
    member = ProjectMemberFactory()
    assert len(personal.export(member.user)["advice"]) == 1
    personal.erase(member.user)
    assert not Advice.objects.live().exists()
    assert len(messages_to(member.project.created_by)) == 1


def test_the_page_says_who_sees_what_and_with_whose_consent(sign_in: SignIn) -> None:
    project = ProjectFactory(visibility=Visibility.NETWORK)
    live = advising.consent(offered(project), by=project.created_by, rights=[])
    waiting = offered(project, message="Bonjour.")
    ended = ProjectMemberFactory(project=project)
    actions.remove_member(ended, by=ended.user)
    browser = sign_in(project.created_by)
    page = browser.get(reverse("projects:sight", args=[project.pk]))
    seen = {key: [row.adviser for row in rows] for key, rows in page.context["advice"].items()}
    assert seen == {"live": [live.adviser], "waiting": [waiting.adviser], "past": [ended.user]}
    path = reverse("projects:rights", args=[project.pk, waiting.pk])
    source = registry.todo_sources.get("projects")
    assert source is not None
    assert [item.url for item in source.items_for(project.created_by)] == [path]
    browser.post(path, {"rights": ["logbook"]})
    assert rights_in(waiting.adviser, project) == {"thread", "logbook"}
    browser.post(reverse("projects:withdraw", args=[project.pk, waiting.pk]), {"why": "Merci."})
    assert rights_in(waiting.adviser, project) == frozenset()
    assert browser.get(reverse("projects:rights", args=[project.pk, waiting.pk])).status_code == 404
    # Consent is the carriers' to give: nobody else sees these pages.
    for person in (live.adviser, UserFactory()):
        assert sign_in(person).get(reverse("projects:sight", args=[project.pk])).status_code == 404


def test_somebody_offers_over_http_and_stops(sign_in: SignIn) -> None:
    project = ProjectFactory(visibility=Visibility.NETWORK)
    belonging = MembershipFactory()
    browser = sign_in(belonging.user)
    offer = reverse("projects:offer", args=[project.pk])
    values = {"organisation": belonging.organisation.pk, "message": "Oui.", "rights": ["logbook"]}
    assert browser.post(offer, {**values, "message": ""}).context["form"].errors.keys() == {"message"}
    assert browser.post(offer, values)["Location"] == project.get_absolute_url()
    row = Advice.objects.get()
    assert (row.state, row.rights) == (AdviceState.ASKED, ["thread", "logbook"])
    advising.consent(row, by=project.created_by)
    assert browser.get(offer)["Location"] == project.get_absolute_url()
    browser.post(reverse("projects:stop", args=[project.pk]), {"why": "Je pars."})
    row.refresh_from_db()
    assert (row.state, row.end_reason) == (AdviceState.ENDED, "Je pars.")
    assert browser.get(reverse("projects:stop", args=[project.pk])).status_code == 404
    Project.objects.update(visibility=Visibility.TEAM)
    assert browser.get(offer).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_adviser_and_for_thirty(
    sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    project = ProjectFactory()
    for _row in range(number):
        ProjectMemberFactory(project=project)
    browser = sign_in(project.created_by)
    with django_assert_num_queries(16):
        browser.get(reverse("projects:sight", args=[project.pk]))
