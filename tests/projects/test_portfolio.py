"""An adviser's portfolio: load, meetings, handover; and projects that nobody follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.projects.actions import advice as advising
from maillage.projects.actions import portfolio as actions
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import AdviceState
from maillage.projects.models import Advice, AdviserMeeting, Project, Referral
from maillage.projects.queries import portfolio as read
from maillage.projects.queries import referral as of_referrals
from maillage.projects.register.orientation import TODO
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory
from tests.factories.orientation import a_referral, a_service
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
TODAY = timezone.localdate


class Team:
    """An organisation, its administrator, an adviser who follows projects, a colleague."""

    def __init__(self, projects: int = 2) -> None:
        self.boss = UserFactory()
        self.organisation = OrganisationFactory(administrator=self.boss)
        self.adviser = MembershipFactory(organisation=self.organisation).user
        self.colleague = MembershipFactory(organisation=self.organisation).user
        self.projects = [self.follow() for _n in range(projects)]

    def follow(self, **values: Any) -> Project:
        member = ProjectMemberFactory(
            project=ProjectFactory(**values), user=self.adviser, advice__organisation=self.organisation
        )
        return member.project

    def hand_over(self, **values: Any) -> actions.Handover:
        given = {"to": self.colleague, "organisation": self.organisation, "by": self.adviser}
        return actions.hand_over(self.adviser, **given | values)


def test_those_not_met_for_longest_come_first_and_weeks_are_counted() -> None:
    team = Team(projects=3)
    first, second, third = team.projects
    actions.note_meeting(first, by=team.adviser, on=TODAY() - dt.timedelta(weeks=9))
    actions.note_meeting(second, by=team.adviser, on=TODAY() - dt.timedelta(weeks=2))
    rows = read.followed_by(team.adviser).order_by("seen_on", "pk")
    assert [row.project for row in rows] == [first, second, third]
    assert [row.last_met_on for row in rows][2] is None
    assert read.load_of(team.adviser) == read.Load(3, None, 1)
    assert read.load_of(team.adviser, weeks=10).unmet == 0
    # Somebody else's meeting is not one's own.
    other = ProjectMemberFactory(project=first).user
    actions.note_meeting(first, by=other, on=TODAY())
    assert read.load_of(team.adviser).unmet == 1


def test_meetings_are_noted_once_held_by_those_who_advise() -> None:
    team = Team()
    project = team.projects[0]
    for by, on, refusal in (
        (project.created_by, TODAY(), NotAllowed),
        (team.adviser, TODAY() + dt.timedelta(days=1), Invalid),
    ):
        with pytest.raises(refusal):
            actions.note_meeting(project, by=by, on=on)
    meeting = actions.note_meeting(project, by=team.adviser, on=TODAY())
    with pytest.raises(Conflict):
        actions.note_meeting(project, by=team.adviser, on=TODAY())
    assert [entry.actor for entry in read.timeline(project, team.adviser)] == [str(team.adviser)]
    with pytest.raises(NotAllowed):
        actions.forget_meeting(meeting, by=team.boss)
    actions.forget_meeting(meeting, by=team.adviser)
    assert AdviserMeeting.objects.count() == 0


def test_load_stands_beside_the_capacity_that_the_adviser_gives() -> None:
    team = Team(projects=2)
    actions.set_capacity(1, by=team.adviser)
    assert read.load_of(team.adviser).is_over
    assert [(row.user, row.projects, row.is_over) for row in read.team_of(team.organisation)] == [
        (team.adviser, 2, True)
    ]
    actions.set_capacity(None, by=team.adviser)
    assert not read.load_of(team.adviser).is_over
    with pytest.raises(Invalid):
        actions.set_capacity(0, by=team.adviser)


def test_handing_a_portfolio_over_asks_each_carrier_and_opens_nothing_before() -> None:
    team = Team(projects=2)
    elsewhere = ProjectMemberFactory(user=team.adviser).project
    done = team.hand_over(message="Je pars en retraite.")
    assert {offer.project for offer in done.asked} == set(team.projects)
    assert done.left_out == []
    assert {offer.state for offer in done.asked} == {AdviceState.ASKED}
    assert not Advice.objects.filter(project=elsewhere, adviser=team.colleague).exists()
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert told == {project.created_by.email for project in team.projects}
    first, second = (next(o for o in done.asked if o.project == project) for project in team.projects)
    assert not team.colleague.has_perm("projects.view_thread", first.project)
    advising.consent(first, by=first.project.created_by)
    advising.decline(second, by=second.project.created_by)
    # One agreed: the colleague follows. The other did not: the one who leaves still does.
    assert {row.project for row in read.followed_by(team.colleague)} == {first.project}
    assert {row.project for row in read.followed_by(team.adviser)} == {second.project, elsewhere}


def test_the_last_day_ends_what_the_carriers_did_not_answer_and_raises_the_alarm() -> None:
    team = Team(projects=1)
    project = team.projects[0]
    team.hand_over(last_day=TODAY() + dt.timedelta(days=5))
    assert list(read.left_by([team.organisation.pk])) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=6), tick=False):
        advising.end_past(TODAY())
        assert list(read.left_by([team.organisation.pk])) == [project]
        titles = [item.url for item in TODO.items_for(team.boss)]
        assert titles == [reverse("orientation:team", args=[team.organisation.pk])]


def test_whoever_takes_over_is_told_of_what_comes_back_and_the_one_who_left_is_not() -> None:
    team = Team(projects=1)
    project = team.projects[0]
    row = referrals.consent(a_referral(project, by=team.adviser), by=project.created_by)
    offer = team.hand_over().asked[0]
    advising.consent(offer, by=project.created_by)
    OutboxMessage.objects.all().delete()
    referrals.decline(row, by=None, reason="full")
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert told == {team.colleague.email, project.created_by.email}
    assert list(Referral.objects.sent_by(team.colleague)) == [row]
    assert list(Referral.objects.sent_by(team.adviser)) == []
    with pytest.raises(Http404):
        of_referrals.seat_of(team.adviser, row.pk)


def test_who_hands_over_and_to_whom() -> None:
    team = Team(projects=1)
    stranger = UserFactory()
    with pytest.raises(NotAllowed):
        team.hand_over(by=team.colleague)
    with pytest.raises(Invalid):
        team.hand_over(to=team.adviser)
    with pytest.raises(Invalid):
        team.hand_over(to=stranger)
    with pytest.raises(Invalid):
        team.hand_over(last_day=TODAY() - dt.timedelta(days=1))
    assert Advice.objects.waiting().count() == 0
    assert len(team.hand_over(by=team.boss).asked) == 1
    # The colleague has asked already: left out, and said.
    again = team.hand_over(by=team.boss)
    assert (again.asked, [project for project, _why in again.left_out]) == ([], team.projects)


def test_a_colleague_who_takes_part_already_is_left_out_with_the_reason() -> None:
    team = Team(projects=2)
    ProjectMemberFactory(project=team.projects[0], user=team.colleague, role="observer")
    done = team.hand_over()
    assert [offer.project for offer in done.asked] == [team.projects[1]]
    assert [project for project, _why in done.left_out] == [team.projects[0]]


def test_a_project_without_an_adviser_raises_an_alarm_until_something_is_under_way() -> None:
    project = ProjectFactory()
    carrier = project.created_by
    assert list(TODO.items_for(carrier)) == []
    Project.objects.filter(pk=project.pk).update(created_at=timezone.now() - dt.timedelta(days=15))
    assert [item.url for item in TODO.items_for(carrier)] == [reverse("projects:doors", args=[project.pk])]
    row = a_referral(project, a_service())
    assert list(read.without_adviser(carrier)) == []
    referrals.withdraw(row, by=carrier)
    assert list(read.without_adviser(carrier)) == [project]
    ProjectMemberFactory(project=project)
    assert list(read.without_adviser(carrier)) == []


def test_carriers_who_took_their_consent_back_are_left_in_peace() -> None:
    team = Team(projects=1)
    advice = Advice.objects.live().get()
    advising.withdraw(advice, by=advice.project.created_by)
    assert list(read.left_by([team.organisation.pk])) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_portfolio_costs_the_same_for_one_project_and_for_thirty(
    sign_in: SignIn, number: int, django_assert_max_num_queries: Any
) -> None:
    team = Team(projects=number)
    browser = sign_in(team.adviser)
    with django_assert_max_num_queries(14):
        page = browser.get(reverse("orientation:portfolio"))
    assert len(page.context["page"].rows) == number
    lines = b"".join(browser.get(reverse("orientation:portfolio") + "?format=csv").streaming_content)
    assert lines.count(b"\r\n") == number + 1


def test_the_pages_of_a_portfolio(sign_in: SignIn) -> None:
    team = Team(projects=1)
    project = team.projects[0]
    adviser, boss = sign_in(team.adviser), sign_in(team.boss)
    page = reverse("orientation:meeting", args=[project.pk])
    adviser.post(page, {"on": TODAY().isoformat(), "mode": "phone"})
    meeting = AdviserMeeting.objects.get()
    assert meeting.mode == "phone"
    adviser.post(reverse("orientation:meeting_remove", args=[project.pk, meeting.pk]))
    assert AdviserMeeting.objects.count() == 0
    adviser.post(reverse("orientation:capacity"), {"projects": "4"})
    assert read.load_of(team.adviser).capacity == 4
    unmet = adviser.get(reverse("orientation:portfolio") + "?semaines=8")
    assert unmet.context["page"].rows == []
    over = reverse("orientation:handover", args=[team.organisation.pk, team.adviser.pk])
    crew = reverse("orientation:team", args=[team.organisation.pk])
    assert boss.get(crew).status_code == 200
    assert adviser.get(crew).status_code == 404
    assert sign_in(team.colleague).get(over).status_code == 404
    answer = boss.post(over, {"to": team.colleague.pk})
    assert answer["Location"] == crew
    assert Advice.objects.waiting().get().adviser == team.colleague
