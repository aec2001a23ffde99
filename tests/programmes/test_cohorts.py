"""Promotions: made by hand or proposed; every passage of a project, its history, and its undoing."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core import clock
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.states import unreachable
from maillage.programmes import cohort_proposal
from maillage.programmes.actions import announcement as announcements
from maillage.programmes.actions import cohort as cohorts
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.cohort_proposal import Infeasible, allocate, cut, measure
from maillage.programmes.enums import MEMBER_TRANSITIONS, MemberState
from maillage.programmes.models import Application, Cohort, CohortMember, CohortMove, Label
from maillage.programmes.queries import cohort as read
from maillage.programmes.queries import label as labels
from maillage.programmes.register.invariants import lost_files
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import ApplicationFactory, CallFactory
from tests.factories.projects import ProjectFactory
from tests.programmes.conftest import World

TODAY = timezone.localdate
SignIn = Any


def retained(world: World, title: str = "", **place: Any) -> Application:
    project = ProjectFactory(title=title or "Atelier", place=PlaceFactory(**place))
    return ApplicationFactory(call=world.call, project=project, retained=True)


def days() -> LabelDays:
    return LabelDays(TODAY(), TODAY() + dt.timedelta(days=900))


def announced(world: World, *titles: str) -> dict[str, CohortMember]:
    """Retained projects that were told so and wait for a promotion."""
    rows = {title: retained(world, title) for title in titles}
    world.call.places = max(world.call.places, len(titles))
    world.call.save()
    decisions.publish(world.call, by=world.officer, unplaced=days())
    return {title: member_of(row) for title, row in rows.items()}


def member_of(row: Application) -> CohortMember:
    return CohortMember.objects.select_related("cohort", "application__call__programme").get(application=row)


def again(member: CohortMember) -> CohortMember:
    return member_of(member.application)


def promotion(world: World, name: str) -> Cohort:
    return cohorts.create(
        world.programme,
        name=name,
        starts_on=TODAY(),
        ends_on=TODAY() + dt.timedelta(days=900),
        by=world.officer,
    )


def story(member: CohortMember) -> list[tuple[str, str, str]]:
    return [(move.kind, move.from_name, move.to_name) for move in member.moves.order_by("pk")]


# --- Publishing, then forming ----------------------------------------------------------
@pytest.mark.django_db
def test_retained_projects_may_be_told_before_their_promotion_is_formed(world: World) -> None:
    one, two, refused = retained(world), retained(world), ApplicationFactory(call=world.call, refused=True)
    with pytest.raises(Invalid):
        decisions.publish(world.call, by=world.officer)
    plan = CohortPlan("Promotion 1", TODAY(), TODAY(), applications=[one.pk])
    published = decisions.publish(world.call, by=world.officer, cohorts=[plan], unplaced=days())
    assert [label.application for label in published.labels] == [one, two]
    assert (member_of(one).state, member_of(two).state) == (MemberState.ACTIVE, MemberState.TO_PLACE)
    assert not CohortMember.objects.filter(application=refused).exists()
    assert list(lost_files()) == []
    CohortMember.objects.filter(application=two).delete()
    assert len(list(lost_files())) == 1


@pytest.mark.django_db
def test_a_file_is_in_a_promotion_or_waits_and_the_database_says_so(world: World) -> None:
    member = announced(world, "A")["A"]
    for values in ({"state": MemberState.ACTIVE}, {"cohort": promotion(world, "P")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CohortMember.objects.filter(pk=member.pk).update(**values)
    assert unreachable(MEMBER_TRANSITIONS, MemberState.TO_PLACE) == set()


@pytest.mark.django_db
def test_an_officer_publishes_without_a_promotion_by_leaving_its_name_empty(
    world: World, sign_in: SignIn
) -> None:
    row = retained(world)
    path = reverse("programmes:announce", args=["ateliers", world.call.pk])
    values = {
        "name": "",
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + dt.timedelta(days=900)).isoformat(),
        "expected": '{"retained": 1}',
        "offer_days": "10",
    }
    answer = sign_in(world.officer).post(path, values)
    assert answer["Location"] == reverse("programmes:cohorts", args=["ateliers"])
    assert (member_of(row).state, Label.objects.get().cohort) == (MemberState.TO_PLACE, None)


@pytest.mark.django_db
def test_an_officer_publishes_into_several_named_promotions(world: World, sign_in: SignIn) -> None:
    rows = [retained(world) for _row in range(3)]
    path = reverse("programmes:announce", args=["ateliers", world.call.pk]) + "?promotions=2"
    officer = sign_in(world.officer)
    page = officer.get(path)
    assert [field.name for field in page.context["names"]] == ["name-1", "name-2"]
    assert {row.pk for row, _choice in page.context["entering"]} == {row.pk for row in rows}
    assert {choice.initial for _row, choice in page.context["entering"]} == {"1", "2"}
    values = {
        "name-1": "Promotion du Nord",
        "name-2": "promotion du nord",
        f"group-{rows[0].pk}": "1",
        f"group-{rows[1].pk}": "2",
        f"group-{rows[2].pk}": "",
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + dt.timedelta(days=900)).isoformat(),
        "expected": '{"retained": 3}',
        "offer_days": "10",
    }
    assert list(officer.post(path, values).context["form"].errors) == ["name-2"]
    empty = {**values, "name-2": "Promotion du Sud", f"group-{rows[1].pk}": "1"}
    assert list(officer.post(path, empty).context["form"].errors) == ["name-2"]
    assert not Cohort.objects.exists()
    answer = officer.post(path, {**values, "name-2": "Promotion du Sud"})
    assert answer["Location"] == reverse("programmes:cohorts", args=["ateliers"])
    found = [member_of(row).cohort for row in rows]
    assert [cohort and cohort.name for cohort in found] == ["Promotion du Nord", "Promotion du Sud", None]
    assert member_of(rows[2]).state == MemberState.TO_PLACE


@pytest.mark.django_db
def test_what_was_scheduled_for_several_promotions_is_shown_again(world: World, sign_in: SignIn) -> None:
    first, second = retained(world), retained(world)
    start, end = TODAY(), TODAY() + dt.timedelta(days=900)
    plans = [CohortPlan("Nord", start, end, [second.pk]), CohortPlan("Sud", start, end, [first.pk])]
    announcements.schedule(
        world.call, at=clock.moment() + dt.timedelta(days=2), by=world.officer, cohorts=plans
    )
    path = reverse("programmes:announce", args=["ateliers", world.call.pk])
    page = sign_in(world.officer).get(path)
    assert [field.initial for field in page.context["names"]] == ["Nord", "Sud"]
    assert {row.pk: choice.initial for row, choice in page.context["entering"]} == {
        first.pk: "2",
        second.pk: "1",
    }


# --- Passages ----------------------------------------------------------
@pytest.mark.django_db
def test_a_project_enters_is_put_off_leaves_and_comes_back(world: World) -> None:
    member = announced(world, "A")["A"]
    first, second = promotion(world, "Promotion 1"), promotion(world, "Promotion 2")
    label = Label.objects.get()

    def bears() -> Cohort | None:
        label.refresh_from_db()
        return label.cohort

    cohorts.place([member], first, by=world.officer)
    assert bears() == first
    member = cohorts.defer(again(member), why="Chantier en retard.", by=world.officer)
    assert (member.state, member.cohort, bears()) == (MemberState.DEFERRED, None, None)
    cohorts.place([again(member)], second, by=world.officer)
    cohorts.drop_out(again(member), why="L’équipe se sépare.", by=world.officer)
    assert (again(member).state, again(member).cohort, bears()) == ("dropped_out", second, None)
    cohorts.place([again(member)], second, by=world.officer, why="Une nouvelle équipe.")
    assert bears() == second
    assert story(member) == [
        ("placed", "", "Promotion 1"),
        ("deferred", "Promotion 1", ""),
        ("placed", "", "Promotion 2"),
        ("dropped_out", "Promotion 2", ""),
        ("came_back", "Promotion 2", "Promotion 2"),
    ]
    label.refresh_from_db()
    assert label.is_in_force


@pytest.mark.django_db
def test_deferring_straight_to_the_next_promotion_says_so(world: World) -> None:
    member = announced(world, "A")["A"]
    first, second = promotion(world, "Promotion 1"), promotion(world, "Promotion 2")
    cohorts.place([member], first, by=world.officer)
    for to in (first, promotion_elsewhere()):
        with pytest.raises(Invalid):
            cohorts.defer(again(member), to=to, why="Retard.", by=world.officer)
    with pytest.raises(Invalid):
        cohorts.defer(again(member), to=second, why=" ", by=world.officer)
    cohorts.defer(again(member), to=second, why="Retard.", by=world.officer)
    assert story(member)[-1] == ("deferred", "Promotion 1", "Promotion 2")
    assert [move.why for move in read.moves_of(first)] == ["Retard."]


def promotion_elsewhere() -> Cohort:
    other = CallFactory().programme
    return Cohort.objects.create(programme=other, name="X", starts_on=TODAY(), ends_on=TODAY())


@pytest.mark.django_db
def test_who_read_an_older_state_is_told_and_nothing_moves(world: World) -> None:
    found = announced(world, "A", "B")
    first, second = promotion(world, "Promotion 1"), promotion(world, "Promotion 2")
    cohorts.place([found["A"]], first, by=world.officer)
    with pytest.raises(Conflict):
        cohorts.place([found["A"], found["B"]], second, by=world.officer)
    assert (again(found["A"]).cohort, again(found["B"]).cohort) == (first, None)
    with pytest.raises(NotAllowed):
        cohorts.place([found["B"]], second, by=world.carrier)
    with pytest.raises(Conflict):
        cohorts.place([found["B"]], promotion_of_officer(world), by=world.officer)


def promotion_of_officer(world: World) -> Cohort:
    """A promotion of another programme of the same officer."""
    from tests.factories.programmes import ProgrammeFactory

    other = ProgrammeFactory(officer=world.officer)
    return Cohort.objects.create(programme=other, name="X", starts_on=TODAY(), ends_on=TODAY())


@pytest.mark.django_db
def test_a_gesture_is_undone_whole_and_only_while_nothing_came_after(world: World) -> None:
    found = announced(world, "A", "B")
    first = promotion(world, "Promotion 1")
    batch = cohorts.place(found.values(), first, by=world.officer)
    cohorts.defer(again(found["A"]), why="Retard.", by=world.officer)
    with pytest.raises(Conflict):
        cohorts.undo(world.programme, batch, by=world.officer)
    (last, placed) = CohortMove.objects.filter(member=found["A"]).order_by("-pk")
    assert [gesture.batch for gesture in read.last_gestures(world.programme)] == [last.batch]
    cohorts.undo(world.programme, last.batch, by=world.officer)
    assert again(found["A"]).cohort == first
    assert placed.batch == batch
    assert cohorts.undo(world.programme, batch, by=world.officer) == 2
    assert {again(member).state for member in found.values()} == {MemberState.TO_PLACE}
    assert Label.objects.filter(cohort__isnull=False).count() == 0
    with pytest.raises(Conflict):
        cohorts.undo(world.programme, batch, by=world.officer)


@pytest.mark.django_db
def test_an_empty_promotion_is_taken_away_and_another_is_not(world: World) -> None:
    member = announced(world, "A")["A"]
    first, second = promotion(world, "Promotion 1"), promotion(world, "Promotion 2")
    cohorts.place([member], first, by=world.officer)
    with pytest.raises(Conflict):
        cohorts.remove(first, by=world.officer)
    cohorts.defer(again(member), to=second, why="Retard.", by=world.officer)
    cohorts.remove(first, by=world.officer)
    assert story(member)[-1] == ("deferred", "Promotion 1", "Promotion 2")
    with pytest.raises(Invalid):
        promotion(world, "Promotion 2")


# --- The proposal ----------------------------------------------------------
def scattered(number: int, seed: int = 0, themes: int = 3) -> tuple[Any, Any]:
    random = np.random.default_rng(seed)
    spots = random.random((number, 2)) * 500
    distances = np.sqrt(((spots[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2))
    return distances, (random.random((number, themes)) < 0.4).astype(float)


def exact(distances: Any, themes: Any, groups: int, smallest: int, largest: int, mix_km: float) -> float:
    """The least J, by trying every division."""
    best = np.inf
    for labels_ in itertools.product(range(groups), repeat=len(distances)):
        sizes = np.bincount(labels_, minlength=groups)
        if labels_[0] == 0 and sizes.min() >= smallest and sizes.max() <= largest:
            best = min(best, measure(distances, themes, np.array(labels_), mix_km=mix_km).objective)
    return float(best)


@pytest.mark.parametrize("mix_km", [0.0, 80.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_proposal_is_near_the_best_division_there_is(seed: int, mix_km: float) -> None:
    distances, themes = scattered(9, seed)
    found = cohort_proposal.propose(distances, themes, groups=3, smallest=2, largest=4, mix_km=mix_km)
    best = exact(distances, themes, 3, 2, 4, mix_km)
    assert best - 1e-6 <= found.objective <= best * 1.1


@settings(max_examples=40, deadline=None)
@given(
    number=st.integers(2, 40),
    groups=st.integers(1, 6),
    slack=st.integers(0, 3),
    seed=st.integers(0, 99),
    mix_km=st.sampled_from([0.0, 60.0]),
)
def test_every_project_is_in_one_promotion_of_the_size_asked(
    number: int, groups: int, slack: int, seed: int, mix_km: float
) -> None:
    distances, themes = scattered(number, seed)
    smallest, largest = max(1, number // groups - slack), -(-number // groups) + slack
    if groups > number:
        with pytest.raises(Infeasible):
            cohort_proposal.propose(distances, themes, groups=groups, smallest=1, largest=largest)
        return
    found = cohort_proposal.propose(
        distances, themes, groups=groups, smallest=smallest, largest=largest, mix_km=mix_km
    )
    sizes = np.bincount(found.group, minlength=groups)
    assert (sizes.sum(), len(sizes)) == (number, groups)
    assert sizes.min() >= smallest
    assert sizes.max() <= largest
    assert all(found.group[found.centre[at]] == at for at in range(groups))
    plain = cut(distances, themes, range(number), groups=groups, mix_km=mix_km)
    assert found.objective <= plain.objective + 1e-6
    twice = cohort_proposal.propose(
        distances, themes, groups=groups, smallest=smallest, largest=largest, mix_km=mix_km
    )
    assert found.group.tolist() == twice.group.tolist()


def test_weighing_themes_mixes_them_better() -> None:
    distances, themes = scattered(60, 5, themes=6)
    near, mixed = (
        cohort_proposal.propose(distances, themes, groups=4, smallest=12, largest=18, mix_km=weight)
        for weight in (0.0, 300.0)
    )
    assert mixed.misplaced.sum() < 0.6 * near.misplaced.sum()
    assert near.mean_km < mixed.mean_km


def test_allocation_is_the_optimum_of_its_transportation_programme() -> None:
    cost = np.random.default_rng(4).random((8, 3)) * 100
    group = allocate(cost, 2, 3)
    best = min(
        sum(cost[row, at] for row, at in enumerate(choice))
        for choice in itertools.product(range(3), repeat=8)
        if sorted(np.bincount(choice, minlength=3)) == [2, 3, 3]
    )
    assert cost[np.arange(8), group].sum() == pytest.approx(best)


@pytest.mark.parametrize(("groups", "smallest", "largest"), [(4, 3, 5), (2, 1, 4), (0, 1, 9), (2, 6, 5)])
def test_sizes_that_cannot_hold_are_refused(groups: int, smallest: int, largest: int) -> None:
    distances, themes = scattered(10)
    with pytest.raises(Infeasible):
        cohort_proposal.propose(distances, themes, groups=groups, smallest=smallest, largest=largest)


# --- Pages ----------------------------------------------------------
@pytest.mark.django_db
def test_an_officer_accepts_a_proposal_after_moving_one_project(world: World, sign_in: SignIn) -> None:
    found = announced(world, "A", "B", "C", "D")
    browser = sign_in(world.officer)
    path = reverse("programmes:cohorts_propose", args=["ateliers"])
    query = "?nombre=2&minimum=1&maximum=3&distance=vol&themes=0"
    page = browser.get(path + query)
    proposal = page.context["proposal"]
    assert sum(len(each.members) for each in proposal.cohorts) == 4
    assert proposal.mean_km <= proposal.baseline_km + 1e-6
    posted = {"starts_on": TODAY().isoformat(), "ends_on": TODAY().isoformat()}
    posted |= {"name-1": "Ardèche", "name-2": "Ailleurs"}
    posted |= {f"group-{found[title].pk}": group for title, group in zip("ABCD", "1122", strict=True)}
    posted[f"group-{found['D'].pk}"] = ""
    assert browser.post(path + query, posted)["Location"] == reverse("programmes:cohorts", args=["ateliers"])
    held = {row.name: row.members.count() for row in Cohort.objects.all()}
    assert held == {"Ardèche": 2, "Ailleurs": 1}
    assert again(found["D"]).state == MemberState.TO_PLACE
    (gesture,) = read.last_gestures(world.programme)
    browser.post(reverse("programmes:cohort_undo", args=["ateliers", gesture.batch]))
    assert Cohort.objects.count() == 0
    assert {again(member).state for member in found.values()} == {MemberState.TO_PLACE}


@pytest.mark.django_db
def test_a_proposal_that_cannot_hold_says_what_to_ask_instead(world: World, sign_in: SignIn) -> None:
    announced(world, "A", "B", "C")
    path = reverse("programmes:cohorts_propose", args=["ateliers"])
    page = sign_in(world.officer).get(path + "?nombre=2&minimum=2&maximum=3&distance=vol&themes=0")
    assert page.context["proposal"] is None
    assert "3" in str(page.context["wish_form"].non_field_errors())


@pytest.mark.django_db
def test_ticked_projects_enter_and_one_is_put_off_from_the_pages(world: World, sign_in: SignIn) -> None:
    found = announced(world, "A", "B")
    first = promotion(world, "Promotion 1")
    browser = sign_in(world.officer)
    place = reverse("programmes:cohort_place", args=["ateliers"])
    ticked = [member.pk for member in found.values()]
    assert browser.get(place, {"ticked": ticked}).status_code == 200
    browser.post(place, {"ticked": ticked, "to": first.pk})
    assert first.members.count() == 2
    assert browser.get(place)["Location"] == reverse("programmes:cohorts", args=["ateliers"])
    defer = reverse("programmes:member_defer", args=["ateliers", found["A"].pk])
    assert browser.get(defer).status_code == 200
    browser.post(defer, {"to": "", "why": "Retard."})
    assert again(found["A"]).state == MemberState.DEFERRED
    assert browser.get(defer).status_code == 404
    drop = reverse("programmes:member_drop", args=["ateliers", found["B"].pk])
    browser.post(drop, {"why": "Abandon."})
    page = browser.get(reverse("programmes:cohort", args=["ateliers", first.pk]))
    assert ([*page.context["members"]], [m.application.title for m in page.context["gone"]]) == ([], ["B"])
    csv = b"".join(
        browser.get(reverse("programmes:cohort_csv", args=["ateliers", first.pk])).streaming_content
    )
    assert [line.split(";")[1:4:2] for line in csv.decode().splitlines()[1:]] == [["dropped_out", "B"]]
    assert [label.cohort for label in labels.labels_of(world.programme)] == [None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_pages_of_promotions_cost_the_same_for_one_and_for_thirty(
    world: World, sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    cohort = promotion(world, "P")
    for at in range(number):
        for members in ({"cohort": cohort}, {"state": MemberState.TO_PLACE}):
            row = ApplicationFactory(call=world.call, retained=True, announced=True)
            CohortMember.objects.create(application=row, **members)
        Cohort.objects.create(programme=world.programme, name=f"P{at}", starts_on=TODAY(), ends_on=TODAY())
    browser = sign_in(world.officer)
    for page, queries in (
        (reverse("programmes:cohorts", args=["ateliers"]), 10),
        (reverse("programmes:cohort", args=["ateliers", cohort.pk]), 10),
        (reverse("programmes:labels", args=["ateliers"]), 12),
    ):
        with django_assert_num_queries(queries):
            assert browser.get(page).status_code == 200
