"""What binds a reviewer to a file, ground by ground; and what an officer's word changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import Conflict as Refused
from maillage.core.errors import Invalid
from maillage.directory.enums import MembershipRole, RelationKind
from maillage.directory.models import Membership, OrganisationRelation
from maillage.programmes import conflicts
from maillage.programmes.actions import conflict as ties
from maillage.programmes.enums_review import ConflictOrigin, Ground
from maillage.programmes.models import Application, Conflict
from maillage.projects import actions as projects
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember, ProjectOrganisation
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import ConflictFactory, ReviewRoundFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world: World) -> Application:
    """An application of Les Copeaux, carried by Camille (whose provider is public) at La Scierie."""
    User.objects.filter(pk=world.carrier.pk).update(email="camille@laposte.net")
    ProjectOrganisation.objects.create(project=world.project, organisation=world.organisation, is_lead=True)
    return ApplicationFactory(call=world.call, project=world.project, submitted=True)


@pytest.fixture
def reviewer() -> User:
    return UserFactory(email="rene@ailleurs.example", full_name="René Relecteur")


def grounds(person: Any, application: Application) -> list[str]:
    found = conflicts.infer(Application.objects.filter(pk=application.pk), [person.pk])
    return sorted({tie.ground for tie in found})


def test_nothing_binds_a_stranger(file: Application, reviewer: User) -> None:
    assert grounds(reviewer, file) == []
    assert not conflicts.is_kept_out(reviewer, file)


def test_a_member_of_the_organisation_is_bound_and_so_is_its_places(
    world: World, file: Application, reviewer: User
) -> None:
    MembershipFactory(organisation=world.organisation, user=reviewer)
    # The organisation carries the project; Camille belongs to it too.
    assert grounds(reviewer, file) == [Ground.COLLEAGUE, Ground.ORGANISATION]
    other = OrganisationFactory(name="Le Bailleur")
    world.project.place = PlaceFactory(organisation=other)
    world.project.save()
    landlord = MembershipFactory(organisation=other).user
    assert grounds(landlord, file) == [Ground.ORGANISATION]


@pytest.mark.parametrize(("years", "bound"), [(4.9, [Ground.MEMBERSHIP]), (5.1, [])])
def test_a_past_membership_binds_for_five_years(
    world: World, file: Application, reviewer: User, years: float, bound: list[str]
) -> None:
    left = timezone.localdate() - dt.timedelta(days=round(years * 365.25))
    Membership.objects.create(
        organisation=world.organisation,
        user=reviewer,
        started_on=left - dt.timedelta(days=900),
        ended_on=left,
        role=MembershipRole.MEMBER,
    )
    assert grounds(reviewer, file) == bound


def test_sharing_an_organisation_with_a_carrier_binds(
    world: World, file: Application, reviewer: User
) -> None:
    network = OrganisationFactory(name="Coopérative des artisans")
    MembershipFactory(organisation=network, user=reviewer)
    assert grounds(reviewer, file) == []
    MembershipFactory(organisation=network, user=world.carrier)
    assert grounds(reviewer, file) == [Ground.COLLEAGUE]


@pytest.mark.parametrize(
    ("mine", "theirs", "bound"),
    [
        ("rene@copeaux.example", "camille@copeaux.example", [Ground.DOMAIN]),
        ("rene@COPEAUX.example", "camille@copeaux.example", [Ground.DOMAIN]),
        ("rene@gmail.com", "camille@gmail.com", []),
        ("rene@copeaux.example", "camille@scierie.example", []),
    ],
)
def test_the_same_domain_binds_outside_public_providers(
    world: World, file: Application, reviewer: User, mine: str, theirs: str, bound: list[str]
) -> None:
    User.objects.filter(pk=reviewer.pk).update(email=mine)
    User.objects.filter(pk=world.carrier.pk).update(email=theirs)
    assert grounds(reviewer, file) == bound


def test_the_domain_of_the_organisation_binds(world: World, file: Application, reviewer: User) -> None:
    world.organisation.email = "bonjour@ailleurs.example"
    world.organisation.save()
    assert grounds(reviewer, file) == [Ground.DOMAIN]


def test_a_part_in_the_project_binds_even_after_leaving(
    world: World, file: Application, reviewer: User
) -> None:
    member = projects.add_member(world.project, user=reviewer, role=ProjectRole.ADVISER, by=world.carrier)
    assert grounds(reviewer, file) == [Ground.TEAM, Ground.WORK]
    projects.remove_member(member, by=reviewer)
    assert not ProjectMember.objects.filter(user=reviewer).exists()
    assert grounds(reviewer, file) == [Ground.TEAM, Ground.WORK]


def test_carrying_another_project_together_binds(world: World, file: Application, reviewer: User) -> None:
    other = ProjectFactory(title="Le Fournil", carrier=reviewer, created_by=reviewer)
    assert grounds(reviewer, file) == []
    ProjectMember.objects.create(project=other, user=world.carrier, role=ProjectRole.CARRIER)
    found = conflicts.infer(Application.objects.filter(pk=file.pk), [reviewer.pk])
    assert [(tie.ground, tie.fact, tie.detail) for tie in found] == [
        (Ground.TEAM, f"project:{other.pk}", "Le Fournil")
    ]


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        (RelationKind.FUNDER, [Ground.FUNDER]),
        (RelationKind.PARTNER, [Ground.FUNDER]),
        (RelationKind.MEMBER_OF_NETWORK, []),
    ],
)
def test_a_funder_or_partner_is_bound_and_a_fellow_of_a_network_is_not(
    world: World, file: Application, reviewer: User, kind: str, bound: list[str]
) -> None:
    funder = OrganisationFactory(name="La Fondation")
    MembershipFactory(organisation=funder, user=reviewer)
    OrganisationRelation.objects.create(source=funder, target=world.organisation, kind=kind)
    assert grounds(reviewer, file) == bound


def test_looking_costs_the_same_for_one_file_and_for_thirty(world: World, file: Application) -> None:
    """And only the pairs that are bound are found."""
    people = [UserFactory(email=f"p{n}@maison{n}.example") for n in range(4)]
    for person in people:
        MembershipFactory(organisation=OrganisationFactory(), user=person)
    MembershipFactory(organisation=world.organisation, user=people[0])

    def cost() -> tuple[int, list[tuple[int, int]]]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = conflicts.infer(Application.objects.filter(call=world.call), [p.pk for p in people])
        return len(queries), sorted({(tie.application_id, tie.person_id) for tie in found})

    one = cost()
    for _rank in range(29):
        ApplicationFactory(call=world.call, project=ProjectFactory(), submitted=True)
    assert cost() == one
    assert one[1] == [(file.pk, people[0].pk)]
    # Four of them ask who coaches: advisers (two), actions, trainers.
    assert one[0] <= 20


# --- Kept, overruled, lapsed ---------------------------------------------------------------------------
def test_what_is_found_is_kept_lapses_and_comes_back(world: World, file: Application, reviewer: User) -> None:
    round_ = ReviewRoundFactory(call=world.call)
    ProgrammeRoleFactory(programme=world.programme, user=reviewer, role="reviewer")
    member = MembershipFactory(organisation=world.organisation, user=reviewer)
    assert ties.look_for(round_, by=world.officer) == 2
    assert ties.look_for(round_, by=world.officer) == 0
    row = Conflict.objects.get(ground=Ground.ORGANISATION)
    assert (row.person, row.detail, row.is_standing) == (reviewer, "Les Copeaux", True)
    member.delete()
    ties.look_for(round_, by=None)
    assert [conflict.is_standing for conflict in Conflict.objects.order_by("pk")] == [False, False]
    MembershipFactory(organisation=world.organisation, user=reviewer)
    ties.look_for(round_, by=None)
    assert Conflict.objects.standing().count() == 2


def test_overruling_needs_a_reason_and_covers_that_fact_only(
    world: World, file: Application, reviewer: User
) -> None:
    round_ = ReviewRoundFactory(call=world.call)
    ProgrammeRoleFactory(programme=world.programme, user=reviewer, role="reviewer")
    User.objects.filter(pk=reviewer.pk).update(email="rene@agglo.example")
    User.objects.filter(pk=world.carrier.pk).update(email="camille@agglo.example")
    ties.look_for(round_, by=world.officer)
    row = Conflict.objects.get()
    assert conflicts.is_kept_out(reviewer, file)
    with pytest.raises(Invalid):
        ties.overrule(row, reason="  ", by=world.officer)
    ties.overrule(row, reason="Une agglomération de 900 agents.", by=world.officer)
    assert not conflicts.is_kept_out(reviewer, file)
    MembershipFactory(organisation=world.organisation, user=reviewer)
    assert conflicts.is_kept_out(reviewer, file)


def test_what_a_person_declared_nobody_overrules(world: World, file: Application) -> None:
    row = ConflictFactory(application=file)
    with pytest.raises(Refused):
        ties.overrule(row, reason="Ce n’est rien.", by=world.officer)
    assert row.origin == ConflictOrigin.DECLARED
    assert conflicts.is_kept_out(row.person, file)
