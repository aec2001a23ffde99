"""Projects: who carries them, who sees them, what their thread tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core import events, registry
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.directory.actions import merging
from maillage.directory.enums import Stage
from maillage.projects import actions
from maillage.projects.enums import STAGE_TRANSITIONS, ProjectRole, Visibility
from maillage.projects.models import Project, ProjectInvitation, ProjectMember, ProjectOrganisation
from maillage.projects.register import invariants, pages, personal
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.territories import SAINT_AGREVE, SAINT_DENIS_REUNION, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def a_project(by: Any, **values: Any) -> Project:
    given = {"title": "Atelier", "summary": "Du bois.", "commune": commune(SAINT_AGREVE), **values}
    return actions.create(by=by, **given)


def test_stages_are_all_reached_and_none_is_final() -> None:
    assert unreachable(STAGE_TRANSITIONS, Stage.IDEA) == set()
    assert all(STAGE_TRANSITIONS[stage] for stage in Stage)


def test_whoever_creates_a_project_carries_it_with_or_without_an_organisation() -> None:
    person = UserFactory()
    alone = a_project(person, commune=commune(SAINT_DENIS_REUNION))
    assert [(m.user, m.role) for m in alone.members.all()] == [(person, ProjectRole.CARRIER)]
    assert alone.legal_form == ""
    scic = OrganisationFactory(legal_form="scic", administrator=person)
    other = OrganisationFactory(administrator=person)
    together = a_project(person, organisations=[scic, other])
    assert together.legal_form == "scic"
    assert {row.organisation: row.is_lead for row in together.organisations.all()} == {
        scic: True,
        other: False,
    }


def test_what_a_project_lacks_is_said_by_field() -> None:
    with pytest.raises(Invalid) as refusal:
        a_project(UserFactory(), title=" ", trades=["alchemy"])
    assert refusal.value.fields.keys() == {"title", "trades"}


def test_only_carriers_change_a_project() -> None:
    project = ProjectFactory()
    for role in (ProjectRole.ADVISER, ProjectRole.OBSERVER):
        person = ProjectMemberFactory(project=project, role=role).user
        with pytest.raises(NotAllowed):
            actions.update(project, by=person, title="Autre")
        with pytest.raises(NotAllowed):
            actions.invite(project, email="x@maillage.example", role=ProjectRole.CARRIER, by=person)
    actions.update(project, by=project.created_by, title="Autre")
    assert Project.objects.get().title == "Autre"


def test_a_stage_goes_both_ways_and_stays_in_the_thread() -> None:
    project = ProjectFactory()
    actions.change_stage(project, Stage.CREATION, by=project.created_by, why="Les murs sont là.")
    actions.change_stage(project, Stage.IDEA, by=project.created_by, why="On repense tout.")
    actions.change_stage(project, Stage.IDEA, by=project.created_by)
    told = [(event.from_state, event.to_state, event.why) for event in events.about(project)]
    assert told == [("creation", "idea", "On repense tout."), ("idea", "creation", "Les murs sont là.")]


def test_one_organisation_leads_and_the_lead_moves() -> None:
    project = ProjectFactory()
    first, second = OrganisationFactory(), OrganisationFactory()
    actions.set_organisations(project, [first, second], by=project.created_by)
    actions.set_organisations(project, [first, second], lead=second, by=project.created_by)
    assert ProjectOrganisation.objects.get(is_lead=True).organisation == second
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectOrganisation.objects.update(is_lead=True)
    actions.set_organisations(project, [first, second], by=project.created_by)
    assert ProjectOrganisation.objects.get(is_lead=True).organisation == second
    with pytest.raises(Invalid):
        actions.set_organisations(project, [first], lead=second, by=project.created_by)
    actions.set_organisations(project, [first], by=project.created_by)
    assert [row.organisation for row in ProjectOrganisation.objects.all()] == [first]


def test_a_project_keeps_a_carrier() -> None:
    project = ProjectFactory()
    only = ProjectMember.objects.get()
    for act in (
        lambda: actions.remove_member(only, by=project.created_by),
        lambda: actions.change_role(only, ProjectRole.ADVISER, by=project.created_by),
    ):
        with pytest.raises(Conflict):
            act()
    other = actions.add_member(project, user=UserFactory(), role=ProjectRole.CARRIER, by=project.created_by)
    actions.remove_member(only, by=other.user)
    assert [member.user for member in ProjectMember.objects.all()] == [other.user]


def test_an_adviser_may_leave_but_not_send_others_away() -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project)
    with pytest.raises(NotAllowed):
        actions.remove_member(ProjectMember.objects.get(role=ProjectRole.CARRIER), by=adviser.user)
    actions.remove_member(adviser, by=adviser.user)
    assert ProjectMember.objects.count() == 1


@time_machine.travel("2026-11-20T09:00:00+00:00", tick=False)  # a link holds the second it was made in
def test_an_invitation_is_accepted_once_by_one_person(sign_in: SignIn) -> None:
    project = ProjectFactory()
    invitation = actions.invite(
        project, email="Alix@Maillage.example", role=ProjectRole.ADVISER, by=project.created_by
    )
    link = reverse("projects:invitation", args=[invitation.token])
    assert link in OutboxMessage.objects.get(recipient="alix@maillage.example").body_text
    alix, late = UserFactory(email="alix@maillage.example"), UserFactory()
    source = registry.todo_sources.get("projects")
    assert source is not None
    assert [item.url for item in source.items_for(alix)] == [link]
    browser = sign_in(alix)
    assert browser.get(link).status_code == 200
    assert ProjectMember.objects.filter(user=alix).count() == 0
    for _click in range(2):
        assert browser.post(link)["Location"] == project.get_absolute_url()
    sign_in(late).post(link)
    assert [m.role for m in ProjectMember.objects.filter(user__in=[alix, late])] == [ProjectRole.ADVISER]


def test_old_revoked_and_forged_invitations_open_nothing(sign_in: SignIn) -> None:
    project = ProjectFactory()
    person = UserFactory()
    old = actions.invite(project, email="a@maillage.example", role="carrier", by=project.created_by)
    ProjectInvitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    gone = actions.invite(project, email="b@maillage.example", role="carrier", by=project.created_by)
    actions.revoke(gone, by=project.created_by)
    replaced = actions.invite(project, email="c@maillage.example", role="adviser", by=project.created_by)
    actions.invite(project, email="c@maillage.example", role="observer", by=project.created_by)
    browser = sign_in(person)
    for invitation in (old, gone, replaced):
        browser.post(reverse("projects:invitation", args=[invitation.token]))
    assert ProjectMember.objects.filter(user=person).count() == 0
    assert browser.get(reverse("projects:invitation", args=["forged"])).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.PRIVATE, {"carrier"}),
        (Visibility.TEAM, {"carrier", "adviser"}),
        (Visibility.NETWORK, {"carrier", "adviser", "stranger"}),
        (Visibility.PUBLIC, {"carrier", "adviser", "stranger", "visitor"}),
    ],
)
def test_the_carriers_choose_who_sees_a_project(
    client: Any, sign_in: SignIn, visibility: str, seen_by: set[str]
) -> None:
    project = ProjectFactory(visibility=visibility)
    people = {
        "carrier": sign_in(project.created_by),
        "adviser": sign_in(ProjectMemberFactory(project=project).user),
        "stranger": sign_in(UserFactory()),
        "visitor": client,
    }
    path = project.get_absolute_url()
    assert {name for name, browser in people.items() if browser.get(path).status_code == 200} == seen_by
    # The thread stays with those who have a part in the project.
    threads = {name for name in seen_by if "timeline" in people[name].get(path).context}
    assert threads == seen_by & {"carrier", "adviser"}


def test_other_pages_of_a_project_are_its_carriers(sign_in: SignIn) -> None:
    project = ProjectFactory(visibility=Visibility.PUBLIC)
    member = ProjectMember.objects.get()
    paths = [
        reverse("projects:edit", args=[project.pk]),
        reverse("projects:stage", args=[project.pk]),
        reverse("projects:team", args=[project.pk]),
        reverse("projects:remove_member", args=[project.pk, member.pk]),
    ]
    carrier = sign_in(project.created_by)
    adviser = sign_in(ProjectMemberFactory(project=project).user)
    assert [carrier.get(path).status_code for path in paths] == [200] * 4
    assert [adviser.get(path).status_code for path in paths] == [404] * 4


def test_creating_and_editing_over_http(sign_in: SignIn) -> None:
    person = UserFactory()
    organisation = OrganisationFactory(legal_form="scop", administrator=person)
    place = PlaceFactory(organisation=organisation)
    foreign = PlaceFactory()
    commune(SAINT_AGREVE)
    browser = sign_in(person)
    values = {
        "title": "Forge",
        "summary": "Du fer.",
        "commune": "saint agreve",
        "stage": "idea",
        "organisations": [organisation.pk],
        "legal_form": "",
        "place": place.pk,
        "trades": ["metal"],
        "visibility": "team",
    }
    page = browser.post("/projets/nouveau/", {**values, "place": foreign.pk})
    assert list(page.context["form"].errors) == ["place"]
    answer = browser.post("/projets/nouveau/", {**values, "next": "https://ailleurs.example/"})
    project = Project.objects.get()
    assert answer["Location"] == project.get_absolute_url()
    assert (project.legal_form, project.place, project.trades) == ("scop", place, ["metal"])
    edit = reverse("projects:edit", args=[project.pk])
    browser.post(
        edit, {**values, "title": "Forge ouverte", "territories": "department:07", "legal_form": "scop"}
    )
    project.refresh_from_db()
    assert project.title == "Forge ouverte"
    assert [str(row.ref) for row in project.territories.all()] == ["department:07"]
    answer = browser.get(f"/projets/{project.pk}-forge/")
    assert answer["Location"] == project.get_absolute_url()


def test_public_projects_stand_on_the_pages_of_their_place_and_organisation() -> None:
    place, organisation = PlaceFactory(), OrganisationFactory()
    shown = ProjectFactory(place=place, visibility=Visibility.PUBLIC)
    ProjectFactory(place=place)
    ProjectOrganisation.objects.create(project=shown, organisation=organisation)
    for record in (place, organisation):
        panel = pages.public_projects_panel(record, None)
        assert panel is not None
        assert panel.context["projects"] == [shown]


def test_each_finds_the_projects_that_they_may_open_by_search_and_on_their_territory(
    rf: Any,
) -> None:
    found: dict[str, Any] = {
        visibility: ProjectFactory(title=f"Menuiserie {visibility}", visibility=visibility)
        for visibility in Visibility.values
    }
    stranger, team = UserFactory(), found["team"]
    observer = ProjectMemberFactory(project=team, role=ProjectRole.OBSERVER).user

    def seen(user: Any) -> set[str]:
        request = rf.get("/")
        request.user = user
        by_words = {title.split()[-1] for title, _url, _detail in pages.search("ménuiseries", request)}
        panel = pages.projects_panel(team.commune, user)
        assert panel is not None
        assert {row.visibility for row in panel.context["projects"]} == by_words
        allowed = {name for name, row in found.items() if user.has_perm("projects.view_project", row)}
        assert by_words == allowed
        return by_words

    assert seen(AnonymousUser()) == {"public"}
    assert seen(stranger) == {"public", "network"}
    assert seen(observer) == {"public", "network", "team"}
    assert seen(found["private"].created_by) == {"public", "network", "private"}


def test_merged_organisations_and_places_keep_their_projects() -> None:
    staff = UserFactory(is_staff=True)
    keep, drop = OrganisationFactory(), OrganisationFactory()
    here, there = PlaceFactory(), PlaceFactory()
    project = ProjectFactory(place=there)
    ProjectOrganisation.objects.create(project=project, organisation=drop, is_lead=True)
    merging.merge(keep, drop, by=staff)
    merging.merge(here, there, by=staff)
    project.refresh_from_db()
    assert (project.place, ProjectOrganisation.objects.get().organisation) == (here, keep)


def test_closing_an_account_removes_what_nobody_else_carries() -> None:
    person, other = UserFactory(), UserFactory()
    alone = ProjectFactory(created_by=person)
    shared = ProjectFactory(created_by=person)
    ProjectMemberFactory(project=shared, user=other, role=ProjectRole.CARRIER)
    given = personal.export(person)
    assert len(given["projects"]) == 2
    personal.erase(person)
    assert set(Project.objects.all()) == {shared}
    assert alone.pk is not None


def test_doctor_finds_a_project_that_nobody_carries() -> None:
    project = ProjectFactory()
    assert list(invariants.without_carrier()) == []
    ProjectMember.objects.update(role=ProjectRole.ADVISER)
    assert len(list(invariants.without_carrier())) == 1
    assert project.members.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_and_for_thirty(
    sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    person = UserFactory()
    for _row in range(number):
        project = ProjectFactory(created_by=person)
        ProjectOrganisation.objects.create(project=project, organisation=OrganisationFactory())
    browser = sign_in(person)
    with django_assert_num_queries(5):
        browser.get("/projets/")
    project = Project.objects.order_by("pk")[0]
    for _row in range(number):
        ProjectMemberFactory(project=project)
    with django_assert_num_queries(10):
        browser.get(reverse("projects:team", args=[project.pk]))
