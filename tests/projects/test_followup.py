"""What became of projects: asked on its day, answered by a link, counted with what is not known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, Invalid
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.projects.actions import followup, outcome, similar_clock
from maillage.projects.enums import Outcome
from maillage.projects.enums_similar import FOLLOW_UP_TRANSITIONS, FollowUpState, Origin
from maillage.projects.models import FollowUp, FollowUpRefusal
from maillage.projects.models.followup import months_after
from maillage.projects.queries import followup as read
from maillage.projects.register.similar import forget_words
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.similar import carrier_of, launched

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
HALF_YEAR = 185


def later(days: float) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


def asked(**values: Any) -> FollowUp:
    project = launched(HALF_YEAR, **values)
    similar_clock.tick()
    return FollowUp.objects.get(project=project)


def test_every_state_is_reached() -> None:
    assert unreachable(FOLLOW_UP_TRANSITIONS, FollowUpState.ASKED) == set()


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 12, 1), 36, dt.date(2029, 12, 1)),
    ],
)
def test_months_end_where_the_month_does(day: dt.date, months: int, after: dt.date) -> None:
    assert months_after(day, months) == after


def test_asked_once_on_its_day_and_never_about_what_is_long_past() -> None:
    young, due, old = launched(150), launched(HALF_YEAR), launched(300)
    never = ProjectFactory()
    assert [similar_clock.tick(), similar_clock.tick()] == [1, 0]
    row = FollowUp.objects.get()
    assert (row.project, row.months, row.origin) == (due, 6, Origin.LAUNCHED)
    assert OutboxMessage.objects.get().recipient == carrier_of(due).email
    assert not FollowUp.objects.filter(project__in=[young, old, never]).exists()
    with later(181):
        similar_clock.tick()
    assert sorted(FollowUp.objects.filter(project=due).values_list("months", flat=True)) == [6, 12]


def test_one_that_was_set_aside_is_asked_too() -> None:
    project = ProjectFactory()
    day = clock.today() - dt.timedelta(days=HALF_YEAR)
    words = {"reason": "Plus de local.", "next_step": "Chercher."}
    outcome.change_outcome(project, Outcome.SET_ASIDE, by=carrier_of(project), on=day, **words)
    similar_clock.tick()
    assert FollowUp.objects.get().origin == Origin.LEFT


def test_the_link_opens_without_an_account_and_opening_writes_nothing(client: Any) -> None:
    row = asked()
    # The token of the letter itself: one signed a second later is as good, and other.
    found = re.search(r"/projets/devenir/repondre/[^/\s]+/", OutboxMessage.objects.get().body_text)
    assert found is not None
    page = found[0]
    assert client.get(page).status_code == 200
    row.refresh_from_db()
    assert row.state == FollowUpState.ASKED
    answer = {"running": "yes", "jobs": "3", "fte": "2.5", "changed": "Un fournil de plus."}
    assert client.post(page, answer).status_code == 302
    row.refresh_from_db()
    assert (row.running, row.jobs, row.fte) == ("yes", 3, Decimal("2.50"))
    assert 'value="2,5"' in client.get(page, headers={"accept-language": "fr"}).text
    assert client.post(page, {**answer, "jobs": "2"}).status_code == 200  # more full-time jobs than people
    row.refresh_from_db()
    assert row.jobs == 3
    assert client.post(page, {**answer, "jobs": "4"}).status_code == 302  # corrected
    row.refresh_from_db()
    assert row.jobs == 4


def test_a_link_is_its_bearer_s_and_dies_with_their_part(client: Any) -> None:
    row = asked()
    address = reverse("projects:follow_up", args=["x"])
    assert client.get(address).status_code == 404
    stranger = reverse("projects:follow_up", args=[row.token_for(UserFactory())])
    assert client.get(stranger).status_code == 404
    old = reverse("projects:follow_up", args=[row.token_for(carrier_of(row.project))])
    with later(61):
        assert client.get(old).status_code == 200
        assert client.post(old, {"running": "yes"}).status_code == 200
    row.refresh_from_db()
    assert row.state == FollowUpState.ASKED


def test_a_reminder_then_silence_which_is_not_a_stop() -> None:
    row = asked()
    with later(15):
        assert [similar_clock.tick(), similar_clock.tick()] == [1, 0]
    assert OutboxMessage.objects.count() == 2
    with later(61):
        similar_clock.tick()
        row.refresh_from_db()
        assert (row.state, row.running) == (FollowUpState.SILENT, "")
        with pytest.raises(Conflict):
            followup.answer(row, by=carrier_of(row.project), running="yes")


def test_do_not_write_to_me_again(client: Any) -> None:
    row = asked()
    person = carrier_of(row.project)
    page = reverse("projects:follow_up", args=[row.token_for(person)])
    assert client.post(page, {"do": "refuse"}).status_code == 302
    assert FollowUpRefusal.objects.get().user == person
    with later(15):
        similar_clock.tick()
    with later(190):
        similar_clock.tick()
    assert OutboxMessage.objects.count() == 1
    assert client.post(page, {"do": "allow"}).status_code == 302
    assert not FollowUpRefusal.objects.exists()


def test_a_cohort_says_its_denominator_and_what_is_not_known(sign_in: SignIn) -> None:
    day = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    with time_machine.travel(day, tick=False):
        rows = [asked() for _number in range(4)]
        launched(300)  # of the same year, known too late to be asked
        for row, running in zip(rows, ("yes", "yes", "no"), strict=False):
            followup.answer(row, by=carrier_of(row.project), running=running, jobs=2, fte=Decimal(1))
        staff = UserFactory(is_staff=True, language="en")
        (cohort,) = read.cohorts(staff, clock.today())
        (half,) = cohort.steps
        assert (half.concerned, half.asked, half.answered, half.running) == (5, 4, 3, 2)
        assert (half.answer_rate, half.rate) == (3 / 5, 2 / 3)
        assert (half.lowest, half.highest) == (2 / 5, 4 / 5)
        assert (half.jobs, half.fte, half.counted) == (6, Decimal(3), 3)
        page = sign_in(staff).get(reverse("projects:outcomes")).content.decode()
        assert "3 of 5 projects answered" in page
        assert "Of the other 2 nothing is known" in page
        assert "40" in page
        assert "80" in page
        lines = b"".join(sign_in(staff).get(reverse("projects:outcomes_csv")).streaming_content).decode()
        assert "0.6000" in lines
        assert "0.6667" in lines


def test_what_is_not_known_is_said_of_one_and_not_of_none(sign_in: SignIn) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False):
        rows = [asked() for _number in range(2)]
        page = sign_in(UserFactory(is_staff=True, language="en"))
        followup.answer(rows[0], by=carrier_of(rows[0].project), running="yes")
        words = page.get(reverse("projects:outcomes")).content.decode()
        assert "1 of 2 projects answered" in words
        assert "Of the other one nothing is known" in words
        followup.answer(rows[1], by=carrier_of(rows[1].project), running="yes")
        words = page.get(reverse("projects:outcomes")).content.decode()
        assert "2 of 2 projects answered" in words
        assert "nothing is known" not in words


def test_each_reads_their_own_projects_only(sign_in: SignIn) -> None:
    row, other = asked(), asked()
    adviser = ProjectMemberFactory(project=row.project).user
    assert list(read.answers(adviser)) == [row]
    assert list(read.answers(carrier_of(other.project))) == [other]
    assert list(read.answers(UserFactory())) == []


def test_unknown_jobs_are_not_zero_and_the_database_holds_whole_answers() -> None:
    row = asked()
    followup.answer(row, by=carrier_of(row.project), running="no")
    (cohort,) = read.cohorts(UserFactory(is_staff=True), clock.today())
    assert cohort.steps[0].counted == 0
    with pytest.raises(Invalid):
        followup.answer(row, by=carrier_of(row.project), running="")
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.update(running="")


def test_words_and_names_are_forgotten_and_figures_stay() -> None:
    row = asked()
    followup.answer(row, by=carrier_of(row.project), running="yes", jobs=2, changed="Tout.")
    assert forget_words(timezone.now() + dt.timedelta(days=1800)) == 0
    assert forget_words(timezone.now() + dt.timedelta(days=1900)) == 1
    row.refresh_from_db()
    assert (row.changed, row.answered_by, row.jobs) == ("", None, 2)
