"""The pages of the assignment, of scores, of profiles and wishes, as people open them."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from maillage.accounts.models import User
from maillage.programmes.actions import expertise, matching, score
from maillage.programmes.enums import Role
from maillage.programmes.enums_matching import RunState
from maillage.programmes.enums_review import AssignmentState, Mask
from maillage.programmes.models import (
    Assignment,
    Bid,
    Conflict,
    Expertise,
    MatchingPlan,
    MatchingRun,
    ReviewRound,
)
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import AssignmentFactory, ConflictFactory, ReviewRoundFactory
from tests.programmes.conftest import World
from tests.programmes.test_matching_actions import reviewer_of
from tests.programmes.test_scores import scored, sent

pytestmark = pytest.mark.django_db

SETTINGS = {
    "least_files": "0",
    "most_files": "6",
    "required_group": "",
    "trade_weight": "2",
    "theme_weight": "2",
    "territory_weight": "1",
    "wish_weight": "3",
    "bids_until": "",
}


@pytest.fixture
def round_(world: World) -> ReviewRound:
    return ReviewRoundFactory(call=world.call, reviewers_per_file=2)


def fill(world: World, files: int, reviewers: int) -> list[User]:
    people = [reviewer_of(world, rank) for rank in range(reviewers)]
    for rank in range(files):
        ApplicationFactory(
            call=world.call,
            submitted=True,
            project=ProjectFactory(title=f"Atelier {rank:02}", trades=["wood"], themes=["funding"]),
        )
    return people


def page(name: str, world: World, round_: ReviewRound | None = None, **more: Any) -> str:
    keywords = {"slug": world.programme.slug, **more}
    return reverse(f"programmes:{name}", kwargs=keywords | ({"pk": round_.pk} if round_ else {}))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- Assignment ---------------------------------------------------------------------------------------------
def test_an_officer_proposes_reads_why_and_sends(world: World, round_: ReviewRound) -> None:
    people = fill(world, files=3, reviewers=3)
    expertise.describe(world.programme, people[0], by=people[0], trades=["wood"])
    client = signed_in(world.officer)
    address = page("matching", world, round_)
    response = client.post(address, SETTINGS | {"propose": "yes"}, follow=True)
    text = response.content.decode()
    assert response.redirect_chain == [(address, 302)]
    assert "Relecteur 0" in text
    assert "Bois" in text
    assert Assignment.objects.filter(round=round_, state=AssignmentState.PROPOSED).count() == 6
    client.post(page("round_send", world, round_))
    assert Assignment.objects.filter(round=round_, state=AssignmentState.ASSIGNED).count() == 6


def test_saving_the_settings_gives_nothing_out(world: World, round_: ReviewRound) -> None:
    fill(world, files=2, reviewers=3)
    signed_in(world.officer).post(page("matching", world, round_), SETTINGS | {"save": "yes"})
    assert MatchingPlan.objects.get(round=round_).most_files == 6
    assert not Assignment.objects.exists()


def test_reading_the_page_writes_nothing(world: World, round_: ReviewRound) -> None:
    fill(world, files=2, reviewers=2)
    assert signed_in(world.officer).get(page("matching", world, round_)).status_code == 200
    assert not MatchingPlan.objects.exists()


def test_an_impossible_assignment_says_in_sentences_what_to_relax(world: World, round_: ReviewRound) -> None:
    people = fill(world, files=4, reviewers=3)
    first = world.call.applications.order_by("pk")[0]
    for person in people[:2]:
        ConflictFactory(application=first, person=person)
    client = signed_in(world.officer)
    response = client.post(
        page("matching", world, round_), SETTINGS | {"most_files": "2", "propose": "yes"}, follow=True
    )
    text = unescape(response.content.decode())
    told = response.context["told"]
    file = gettext("“%(title)s”") % {"title": "Atelier 00"}
    assert told["necessary"] == [
        ngettext(
            "%(file)s has only %(n)d reviewer who may read it, of %(wanted)d wanted.",
            "%(file)s has only %(n)d reviewers who may read it, of %(wanted)d wanted.",
            1,
        )
        % {"file": file, "n": 1, "wanted": 2}
    ]
    assert len(told["ways"]) == 2
    assert "Relecteur" in told["ways"][0]
    assert "Atelier" in told["ways"][1]
    assert all(sentence in text for sentence in (*told["necessary"], *told["ways"]))


@pytest.mark.parametrize("state", [RunState.WAITING, RunState.FAILED])
def test_a_computation_under_way_or_failed_is_told(world: World, round_: ReviewRound, state: str) -> None:
    fill(world, files=1, reviewers=2)
    finished = None if state == RunState.WAITING else timezone.now()
    MatchingRun.objects.create(round=round_, asked_by=world.officer, state=state, finished_at=finished)
    text = signed_in(world.officer).get(page("matching", world, round_)).content.decode()
    assert (gettext("The proposal is being computed.") in text) is (state == RunState.WAITING)
    assert (gettext("The computation failed.") in text) is (state == RunState.FAILED)


@pytest.mark.parametrize("files", [1, 30])
def test_the_assignment_costs_the_same_for_any_number_of_files(
    world: World, round_: ReviewRound, files: int, django_assert_num_queries: Any
) -> None:
    fill(world, files=files, reviewers=4)
    matching.settle(round_, by=world.officer, most_files=30)
    matching.ask(round_, by=world.officer)
    client = signed_in(world.officer)
    client.get(page("matching", world, round_))
    with django_assert_num_queries(23):
        client.get(page("matching", world, round_))


def test_the_files_of_one_reviewer_and_those_that_lack_some(world: World, round_: ReviewRound) -> None:
    people = fill(world, files=3, reviewers=2)
    row = world.call.applications.order_by("pk")[0]
    matching.plan_of(round_, by=world.officer)
    matching.add(round_, row, people[0], by=world.officer)
    client = signed_in(world.officer)
    address = page("matching", world, round_)
    assert _titles(client.get(f"{address}?relecteur={people[0].pk}")) == ["Atelier 00"]
    assert _titles(client.get(f"{address}?etat=manque")) == ["Atelier 00", "Atelier 01", "Atelier 02"]
    matching.add(round_, row, people[1], by=world.officer)
    assert _titles(client.get(f"{address}?etat=manque")) == ["Atelier 01", "Atelier 02"]


def _titles(response: Any) -> list[str]:
    return [row.title for row in response.context["page"].rows]


def test_a_file_is_given_and_taken_back_by_hand(world: World, round_: ReviewRound) -> None:
    people = fill(world, files=1, reviewers=2)
    row = world.call.applications.get()
    client = signed_in(world.officer)
    address = page("matching_file", world, round_, reference=row.reference)
    client.post(address, {"add": people[0].pk})
    assignment = Assignment.objects.get()
    assert (assignment.reviewer, assignment.state) == (people[0], AssignmentState.PROPOSED)
    client.post(address, {"remove": people[0].pk})
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.REASSIGNED


def test_a_full_reviewer_is_given_more_only_once_confirmed(world: World, round_: ReviewRound) -> None:
    people = fill(world, files=2, reviewers=1)
    matching.settle(round_, by=world.officer, most_files=1)
    first, second = world.call.applications.order_by("pk")
    matching.add(round_, first, people[0], by=world.officer)
    client = signed_in(world.officer)
    address = page("matching_file", world, round_, reference=second.reference)
    response = client.post(address, {"add": people[0].pk})
    assert gettext("Go on all the same") in response.content.decode()
    assert len(response.context["warnings"]) == 1
    assert Assignment.objects.count() == 1
    client.post(address, {"add": people[0].pk, "confirmed": "yes"})
    assert Assignment.objects.count() == 2


def test_a_reviewer_in_conflict_is_shown_with_the_ground_and_cannot_be_given_the_file(
    world: World, round_: ReviewRound
) -> None:
    people = fill(world, files=1, reviewers=2)
    row = world.call.applications.get()
    ConflictFactory(application=row, person=people[0])
    client = signed_in(world.officer)
    address = page("matching_file", world, round_, reference=row.reference)
    candidates = client.get(address).context["candidates"]
    assert [(each.person.user, bool(each.ties)) for each in candidates] == [
        (people[1], False),
        (people[0], True),
    ]
    client.post(address, {"add": people[0].pk, "confirmed": "yes"})
    assert not Assignment.objects.exists()


def test_the_assignment_as_csv(world: World, round_: ReviewRound) -> None:
    fill(world, files=2, reviewers=2)
    matching.settle(round_, by=world.officer, most_files=6)
    matching.ask(round_, by=world.officer)
    response = signed_in(world.officer).get(page("matching_csv", world, round_))
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 + 4
    assert lines[1].split(";")[1] == "Atelier 00"


@pytest.mark.parametrize("name", ["matching", "matching_csv", "scores", "scores_csv", "reviewers"])
def test_reviewers_see_nothing_of_the_officers_pages(world: World, round_: ReviewRound, name: str) -> None:
    people = fill(world, files=1, reviewers=1)
    address = page(name, world, None if name == "reviewers" else round_)
    assert signed_in(people[0]).get(address).status_code == 404


# --- Scores -------------------------------------------------------------------------------------------------
def test_raw_and_calibrated_scores_stand_side_by_side(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    score.calibrate_round(round_)
    response = signed_in(world.officer).get(page("scores", world, round_))
    text = response.content.decode()
    rows = response.context["page"].rows
    assert [row.rank for row in rows] == list(range(1, 9))
    assert gettext("Raw mean") in text
    assert gettext("Calibrated score") in text
    assert gettext("too close to call") in text
    assert len(response.context["severities"]) == 3
    unsure = [row.is_unsure for row in rows]
    found = response.context["found"]
    assert unsure == [row.low <= found.line <= row.high for row in rows]
    assert sum(unsure) == found.unsure
    narrowed = signed_in(world.officer).get(page("scores", world, round_) + "?etat=incertains")
    assert [row.pk for row in narrowed.context["page"].rows] == [row.pk for row in rows if row.is_unsure]


def test_without_a_calibration_the_raw_means_stay_and_the_reason_is_told(
    world: World, round_: ReviewRound
) -> None:
    for rank in range(2):
        application = ApplicationFactory(call=world.call, submitted=True)
        for person in (reviewer_of(world, 10 * rank), reviewer_of(world, 10 * rank + 1)):
            sent(round_, application, person, 50 + 10 * rank)
    more = ApplicationFactory(call=world.call, submitted=True)
    for person in User.objects.filter(full_name__in=["Relecteur 0", "Relecteur 1"]).order_by("pk"):
        sent(round_, more, person, 70)
    score.calibrate_round(round_)
    response = signed_in(world.officer).get(page("scores", world, round_))
    text = response.content.decode()
    assert gettext("There is no calibrated score.") in text
    assert [(piece["files"], sorted(piece["people"])) for piece in response.context["pieces"]] == [
        (2, ["Relecteur 0", "Relecteur 1"]),
        (1, ["Relecteur 10", "Relecteur 11"]),
    ]
    assert [row.mean for row in response.context["page"].rows] == [70, 60, 50]


def test_an_observer_sees_scores_and_nobody_s_severity(world: World, round_: ReviewRound) -> None:
    observer = reviewer_of(world, 50)
    world.programme.roles.filter(user=observer).update(role=Role.OBSERVER)
    scored(round_, world)
    score.calibrate_round(round_)
    response = signed_in(observer).get(page("scores", world, round_))
    assert response.status_code == 200
    assert response.context["severities"] == []
    assert "Relecteur 0" not in response.content.decode()
    assert signed_in(observer).post(page("calibrate", world, round_)).status_code == 404


def test_an_officer_calibrates_now(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    client = signed_in(world.officer)
    button = gettext("Calibrate now")
    assert button in client.get(page("scores", world, round_)).content.decode()
    client.post(page("calibrate", world, round_))
    assert button not in client.get(page("scores", world, round_)).content.decode()


@pytest.mark.parametrize("files", [3, 30])
def test_the_reviewed_list_costs_the_same_for_any_number_of_files(
    world: World, round_: ReviewRound, files: int, django_assert_num_queries: Any
) -> None:
    scored(round_, world, files=files)
    score.calibrate_round(round_)
    client = signed_in(world.officer)
    client.get(page("scores", world, round_))
    with django_assert_num_queries(12):
        client.get(page("scores", world, round_))


def test_the_scores_as_csv_hold_raw_and_calibrated(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    score.calibrate_round(round_)
    response = signed_in(world.officer).get(page("scores_csv", world, round_))
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 + 8
    first = dict(zip(lines[0].lstrip("\ufeff").split(";"), lines[1].split(";"), strict=True))
    assert first["rang"] == "1"
    assert float(first["borne_basse"]) < float(first["note_calibree"]) < float(first["borne_haute"])


# --- Profiles and wishes ------------------------------------------------------------------------------------
def test_a_reviewer_writes_their_profile_and_an_officer_gives_a_group(world: World) -> None:
    me = reviewer_of(world, 0)
    address = page("my_expertise", world)
    client = signed_in(me)
    assert "group" not in client.get(address).context["form"].fields
    client.post(address, {"trades": ["wood"], "themes": ["funding"], "most_files": "4", "group": "Élus"})
    profile = Expertise.objects.get()
    assert (profile.trades, profile.themes) == (["wood"], ["funding"])
    assert (profile.most_files, profile.group) == (4, "")
    other = page("reviewer_profile", world, user=me.pk)
    assert client.get(other).status_code == 404
    officer = signed_in(world.officer)
    officer.post(other, {"trades": ["wood"], "most_files": "4", "group": "Élus"})
    assert Expertise.objects.get().group == "Élus"
    assert "Élus" in officer.get(page("reviewers", world)).content.decode()


def asks(round_: ReviewRound, officer: User) -> None:
    matching.settle(round_, by=officer, bids_until=timezone.now() + dt.timedelta(days=2))


def test_a_reviewer_says_wishes(world: World, round_: ReviewRound) -> None:
    me = fill(world, files=2, reviewers=1)[0]
    client, address = signed_in(me), page("wishes", world, round_)
    assert client.get(address).status_code == 404
    asks(round_, world.officer)
    first, second = world.call.applications.order_by("pk")
    client.post(address, {f"wish-{first.pk}": "eager", f"wish-{second.pk}": "", "wish-x": "eager"})
    assert [(row.application, row.wish) for row in Bid.objects.all()] == [(first, "eager")]
    assert [line.wish for line in client.get(address).context["lines"]] == ["eager", ""]


def test_a_tie_said_there_takes_the_file_off_the_list(world: World, round_: ReviewRound) -> None:
    me = fill(world, files=2, reviewers=1)[0]
    asks(round_, world.officer)
    client, address = signed_in(me), page("wishes", world, round_)
    row = world.call.applications.order_by("pk")[0]
    tie = page("wish_tie", world, round_, reference=row.reference)
    client.post(tie, {"ground": "family", "detail": ""})
    assert Conflict.objects.get().application == row
    assert [line.title for line in client.get(address).context["lines"]] == ["Atelier 01"]
    assert client.get(tie).status_code == 404


def test_wishes_show_nothing_that_the_round_masks(world: World, round_: ReviewRound) -> None:
    me = fill(world, files=2, reviewers=1)[0]
    asks(round_, world.officer)
    round_.is_anonymous = True
    round_.masked_fields = [Mask.TITLE, Mask.COMMUNE]
    round_.save()
    text = signed_in(me).get(page("wishes", world, round_)).content.decode()
    row = world.call.applications.order_by("pk")[0]
    assert row.title not in text
    assert row.commune.name not in text
    assert "Bois" in text
    tie = signed_in(me).get(page("wish_tie", world, round_, reference=row.reference)).content.decode()
    assert row.title not in tie


def test_a_file_in_conflict_is_in_no_list_of_wishes(world: World, round_: ReviewRound) -> None:
    me = fill(world, files=2, reviewers=1)[0]
    asks(round_, world.officer)
    row = world.call.applications.order_by("pk")[0]
    ConflictFactory(application=row, person=me)
    response = signed_in(me).get(page("wishes", world, round_))
    assert [line.title for line in response.context["lines"]] == ["Atelier 01"]


def test_somebody_who_does_not_review_says_no_wish(world: World, round_: ReviewRound) -> None:
    asks(round_, world.officer)
    ProgrammeRoleFactory(programme=world.programme, user=world.carrier, role=Role.OBSERVER)
    assert signed_in(world.carrier).get(page("wishes", world, round_)).status_code == 404
    AssignmentFactory(round=round_, role=False, reviewer=world.carrier)
    assert signed_in(world.carrier).get(page("wishes", world, round_)).status_code == 404
