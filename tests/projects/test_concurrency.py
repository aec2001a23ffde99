"""Two people at the same second around a project. Each scene is played as it is, then with its guard off."""

from __future__ import annotations

import datetime as dt

import pytest

from maillage.core import clock, states
from maillage.core.errors import DomainError, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.projects.actions import advice as advising
from maillage.projects.actions import orientation, referral_clock
from maillage.projects.actions import referral as referrals
from maillage.projects.enums_referral import ReferralState
from maillage.projects.models import Advice, DoorRequest, Referral
from maillage.projects.register.invariants import apart
from tests.factories.directory import MembershipFactory
from tests.factories.orientation import a_referral
from tests.factories.territories import SAINT_AGREVE, commune
from tests.projects.test_portfolio import Team
from tests.racing import together, unguarded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
NEWS = "projects/email/referral_news"


def test_a_referral_answered_twice_at_once_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> tuple[int, int]:
        row = a_referral()
        OutboxMessage.objects.all().delete()
        answers = together(
            *(
                lambda words=words: referrals.accept(row, by=None, words=words)
                for words in ("Mardi.", "Jeudi.")
            )
        )
        taken = [answer for answer in answers if isinstance(answer, Referral)]
        assert Referral.objects.get(pk=row.pk).answer in {answer.answer for answer in taken}
        refused = sum(isinstance(answer, TransitionRefused) for answer in answers)
        return refused, OutboxMessage.objects.filter(template=NEWS).count()

    assert race() == (1, 1)
    unguarded(monkeypatch, states, "move")
    assert race() == (0, 2)


def test_an_answer_at_the_moment_of_expiry_counts_or_comes_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> tuple[str, int]:
        row = a_referral()
        Referral.objects.update(ends_at=clock.database_now() - dt.timedelta(seconds=1))
        OutboxMessage.objects.all().delete()
        said, _ticked = together(lambda: referrals.accept(row, by=None), referral_clock.tick)
        row.refresh_from_db()
        assert isinstance(said, Referral) == (row.state == ReferralState.ACCEPTED)
        return row.state, OutboxMessage.objects.filter(template=NEWS).count()

    # Whichever came first, the person reads one thing, and it is the truth.
    assert race()[1] == 1
    unguarded(monkeypatch, states, "move")
    row = a_referral()
    Referral.objects.filter(pk=row.pk).update(ends_at=clock.database_now() - dt.timedelta(seconds=1))
    OutboxMessage.objects.all().delete()
    together(lambda: referrals.accept(row, by=None), referral_clock.tick)
    assert OutboxMessage.objects.filter(template=NEWS).count() == 2


def test_two_handovers_of_one_portfolio_ask_the_carriers_about_one_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def race() -> tuple[int, int]:
        team = Team()
        other = MembershipFactory(organisation=team.organisation).user
        done = together(lambda: team.hand_over(), lambda: team.hand_over(to=other, by=team.boss))
        assert not any(isinstance(each, DomainError) for each in done)
        return Advice.objects.waiting().filter(project__in=team.projects).count(), sum(
            len(each.left_out) for each in done
        )

    assert race() == (2, 2)
    unguarded(monkeypatch, Advice, "save")
    assert race() == (4, 0)


def test_a_second_handover_waits_until_the_first_offer_is_taken_back() -> None:
    team = Team(projects=1)
    other = MembershipFactory(organisation=team.organisation).user
    (offer,) = team.hand_over().asked
    again = team.hand_over(to=other, by=team.boss)
    ((project, why),) = again.left_out
    assert (again.asked, project) == ([], team.projects[0])
    assert str(team.colleague) in why
    advising.end(offer, by=team.adviser)
    assert len(team.hand_over(to=other, by=team.boss).asked) == 1


def test_requests_that_come_together_are_no_way_around_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody fills another person's mailbox through the form without an account."""

    def race(email: str) -> int:
        home = commune(SAINT_AGREVE)
        for _each in range(orientation.MOST_UNCONFIRMED - 1):
            orientation.ask(email=email, words="Un atelier.", commune=home)
        together(*[lambda: orientation.ask(email=email, words="Un atelier.", commune=home)] * 2)
        return DoorRequest.objects.filter(email=email).count()

    assert race("une@maillage.example") == orientation.MOST_UNCONFIRMED
    monkeypatch.setattr(orientation, "_one_at_a_time", lambda _email: None)
    unguarded(monkeypatch, DoorRequest, "save")
    assert race("deux@maillage.example") == orientation.MOST_UNCONFIRMED + 1


def test_consent_withdrawn_and_advice_ended_at_once_close_it_once() -> None:
    """The part in the project and the agreement are never apart, whoever comes second."""
    team = Team(projects=1)
    row, carrier = Advice.objects.get(), team.projects[0].created_by
    answers = together(lambda: advising.withdraw(row, by=carrier), lambda: advising.end(row, by=team.adviser))
    assert sorted(type(answer).__name__ for answer in answers) == ["Advice", "TransitionRefused"]
    assert list(apart()) == []
