"""A referral: consent first, an answer always, both ends told."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.projects.actions import referral as referrals
from maillage.projects.actions import referral_clock
from maillage.projects.enums_referral import (
    CLOCK,
    OPEN_STATES,
    REFERRAL_TRANSITIONS,
    DeclineReason,
    ReferralOutcome,
    ReferralState,
    Shared,
)
from maillage.projects.models import Project, Referral
from maillage.projects.queries import referral as read
from maillage.projects.register.orientation import TODO, forget_words, referrals_without_day
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.factories.orientation import a_referral, a_service, a_service_of
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def letters() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "template")
    return [(address, template.removeprefix("projects/email/")) for address, template in rows]


def days_later(days: float) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


def test_every_state_is_reached_and_every_open_one_ends_by_itself() -> None:
    assert unreachable(REFERRAL_TRANSITIONS, ReferralState.CONSENT) == set()
    # What was seen goes by the clock of what was sent.
    assert set(OPEN_STATES) - {ReferralState.SEEN} == set(CLOCK)


def test_a_carrier_who_agrees_sends_at_once_and_without_agreement_nothing_leaves() -> None:
    project, service = ProjectFactory(), a_service()
    with pytest.raises(Invalid) as refusal:
        a_referral(project, service, has_consent=False)
    assert refusal.value.fields.keys() == {"consent"}
    assert letters() == []
    row = a_referral(project, service)
    assert (row.state, row.consent_by) == (ReferralState.SENT, project.created_by)
    assert letters() == [("accueil@structure.example", "referral_received")]
    with pytest.raises(Conflict):
        a_referral(project, service)


def test_the_database_itself_refuses_to_send_without_consent() -> None:
    row = a_referral()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(consent_at=None)


def test_an_adviser_writes_and_the_carrier_agrees_before_anything_leaves() -> None:
    project, service = ProjectFactory(), a_service()
    adviser = ProjectMemberFactory(project=project).user
    row = a_referral(project, service, by=adviser, has_consent=True)
    # Whatever the adviser ticks: consent is the carriers'.
    assert (row.state, row.consent_at) == (ReferralState.CONSENT, None)
    assert letters() == [(project.created_by.email, "referral_consent")]
    with pytest.raises(NotAllowed):
        referrals.consent(row, by=adviser)
    row = referrals.consent(row, by=project.created_by)
    assert (row.state, row.consent_by) == (ReferralState.SENT, project.created_by)
    assert letters()[1:] == [("accueil@structure.example", "referral_received")]


def test_strangers_and_observers_send_nothing() -> None:
    project = ProjectFactory()
    for person in (UserFactory(), ProjectMemberFactory(project=project, role="observer").user):
        with pytest.raises(NotAllowed):
            a_referral(project, by=person)


def test_a_service_needs_somebody_who_reads_its_administrators_if_no_address_is_given() -> None:
    mute = a_service(email="")
    with pytest.raises(Invalid):
        a_referral(service=mute)
    boss = UserFactory()
    a_referral(service=a_service_of(boss, email=""))
    assert letters() == [(boss.email, "referral_received")]


def test_the_receiver_reads_what_was_agreed_and_nothing_else() -> None:
    project = ProjectFactory(need="Un secret.")
    row = a_referral(project, shared=[Shared.STAGE])
    assert row.shared == [Shared.CONTACT, Shared.STAGE]
    labels = {fact.label for fact in read.facts_for_receiver(row)}
    assert labels == {"Contact", "Étape", "Forme juridique"}


def test_the_whole_way_tells_the_sender_and_the_person_each_time() -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    row = referrals.consent(a_referral(project, by=adviser), by=project.created_by)
    OutboxMessage.objects.all().delete()
    row = referrals.see(referrals.see(row, by=None), by=None)
    assert letters() == []
    row = referrals.accept(row, by=None, words="Venez mardi.", meet_on=timezone.localdate())
    row = referrals.meet(row, by=project.created_by, on=timezone.localdate())
    row = referrals.close(row, by=None, outcome=ReferralOutcome.SUPPORTED)
    both = {adviser.email, project.created_by.email}
    told = [address for address, template in letters() if template == "referral_news"]
    # The carrier noted the meeting: the adviser alone is told of that.
    assert sorted(told) == sorted([*both, adviser.email, *both])
    assert row.ended_at is not None
    assert (row.ends_at, row.remind_at) == (None, None)
    for verb in (
        lambda: referrals.accept(row, by=None),
        lambda: referrals.decline(row, by=None, reason="full"),
        lambda: referrals.withdraw(row, by=project.created_by),
    ):
        with pytest.raises(TransitionRefused):
            verb()


def test_a_refusal_has_a_reason_and_may_name_a_better_door() -> None:
    row, better = a_referral(), a_service()
    with pytest.raises(Invalid):
        referrals.decline(row, by=None, reason="")
    with pytest.raises(Invalid):
        referrals.decline(row, by=None, reason=DeclineReason.FULL, better=row.service)
    row = referrals.decline(row, by=None, reason=DeclineReason.SUBJECT, better=better)
    assert (row.state, row.better_service) == (ReferralState.DECLINED, better)
    body = OutboxMessage.objects.get(recipient=row.sender.email).body_text
    assert better.name in body
    assert str(DeclineReason.SUBJECT.label) in body


def test_only_the_receiver_answers_and_only_its_people() -> None:
    boss, stranger = UserFactory(), UserFactory()
    service = a_service_of(boss)
    simple_member = MembershipFactory(organisation=service.organisation).user
    row = a_referral(service=service)
    for person in (stranger, simple_member, row.sender):
        with pytest.raises(NotAllowed):
            referrals.accept(row, by=person)
    assert referrals.accept(row, by=boss).state == ReferralState.ACCEPTED


def test_taking_consent_back_cuts_the_receiver_off_at_once_and_tells_them() -> None:
    row = referrals.accept(a_referral(), by=None)
    assert read.facts_for_receiver(row)
    row = referrals.withdraw(row, by=row.sender)
    assert read.facts_for_receiver(row) == []
    assert ("accueil@structure.example", "referral_withdrawn") in letters()
    with pytest.raises(NotAllowed):
        referrals.withdraw(a_referral(), by=UserFactory())


# --- The clock ----------------------------------------------------------------------------------------------
def test_silence_is_reminded_twice_then_returned_and_both_are_told() -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    row = referrals.consent(a_referral(project, by=adviser), by=project.created_by)
    referrals.see(row, by=None)  # looking is no answer
    OutboxMessage.objects.all().delete()
    for day, reminders in ((6, 0), (7.1, 1), (7.2, 1), (14.1, 2), (20.9, 2)):
        with days_later(day):
            referral_clock.tick()
            assert [template for _to, template in letters()] == ["referral_reminder"] * reminders
    with days_later(21.1):
        assert referral_clock.tick() == 1
        assert referral_clock.tick() == 0
    row.refresh_from_db()
    assert row.state == ReferralState.EXPIRED
    assert {to for to, template in letters() if template == "referral_news"} == {
        adviser.email,
        project.created_by.email,
    }
    titles = [item.url for item in TODO.items_for(adviser)]
    assert titles == [row.get_absolute_url()]


@pytest.mark.parametrize(
    ("state", "days", "expected", "outcome"),
    [
        (ReferralState.CONSENT, 21, ReferralState.EXPIRED, ""),
        (ReferralState.ACCEPTED, 45, ReferralState.EXPIRED, ""),
        (ReferralState.MET, 180, ReferralState.CLOSED, ReferralOutcome.NO_NEWS),
    ],
)
def test_no_state_dies_in_silence(state: str, days: int, expected: str, outcome: str) -> None:
    project = ProjectFactory()
    by = ProjectMemberFactory(project=project).user if state == ReferralState.CONSENT else project.created_by
    row = a_referral(project, by=by)
    if state != ReferralState.CONSENT:
        referrals.accept(row, by=None)
    if state == ReferralState.MET:
        referrals.meet(row, by=None, on=timezone.localdate())
    with days_later(days - 0.1):
        referral_clock.tick()
        row.refresh_from_db()
        assert row.state == state
    OutboxMessage.objects.all().delete()
    with days_later(days + 0.1):
        referral_clock.tick()
    row.refresh_from_db()
    assert (row.state, row.outcome) == (expected, outcome)
    assert (project.created_by.email, "referral_news") in letters()
    assert list(referrals_without_day()) == []


def test_an_open_referral_without_its_day_is_found_by_the_doctor() -> None:
    row = a_referral()
    Referral.objects.update(ends_at=None)
    assert [f"referral {row.pk}" in sentence for sentence in referrals_without_day()] == [True]


def test_what_was_written_is_forgotten_two_years_after_the_end() -> None:
    row = referrals.decline(a_referral(), by=None, reason="full", words="Complet.")
    assert forget_words(timezone.now() + dt.timedelta(days=729)) == 0
    assert forget_words(timezone.now() + dt.timedelta(days=731)) == 1
    row.refresh_from_db()
    assert (row.reason, row.answer, row.state) == ("", "", ReferralState.DECLINED)


# --- Pages --------------------------------------------------------------------------------------------------
def test_the_link_opens_without_an_account_and_opening_changes_nothing(client: Any) -> None:
    project = ProjectFactory(summary="Filer la laine.")
    row = a_referral(project)
    link = reverse("orientation:receive", args=[row.token])
    assert link in OutboxMessage.objects.get().body_text
    page = client.get(link)
    assert "Filer la laine." not in page.content.decode()
    row.refresh_from_db()
    assert row.state == ReferralState.SENT
    client.post(link, {"do": "see"})
    opened = client.get(link).content.decode()
    assert "Filer la laine." in opened
    assert "mailto:" in opened  # a telephone writes to the person at a touch
    refused = client.post(link, {"do": "decline", "decline-words": "Non"})
    assert "reason" in refused.context["answers"][1]["form"].errors
    client.post(link, {"do": "accept", "accept-words": "Bienvenue."})
    row.refresh_from_db()
    assert (row.state, row.answer) == (ReferralState.ACCEPTED, "Bienvenue.")
    # Said twice, or from an old page: the present state is shown, and nothing breaks.
    assert client.post(link, {"do": "accept"}).status_code == 302
    client.post(link, {"do": "close", "close-outcome": "answered"})
    assert "Filer la laine." not in client.get(link).content.decode()
    assert client.get(reverse("orientation:receive", args=["forged"])).status_code == 404


def test_who_sees_a_referral(sign_in: SignIn) -> None:
    boss = UserFactory()
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    row = a_referral(project, a_service_of(boss), by=adviser)
    path = row.get_absolute_url()
    people = {"boss": boss, "carrier": project.created_by, "adviser": adviser, "stranger": UserFactory()}
    seen = {name for name, person in people.items() if sign_in(person).get(path).status_code == 200}
    # Without consent the receiver knows nothing of it.
    assert seen == {"carrier", "adviser"}
    sign_in(project.created_by).post(reverse("orientation:consent", args=[row.pk]))
    seen = {name for name, person in people.items() if sign_in(person).get(path).status_code == 200}
    assert seen == {"carrier", "adviser", "boss"}
    page = sign_in(boss).get(path)
    assert page.context["facts"] == []
    sign_in(boss).post(path, {"do": "see"})
    assert sign_in(boss).get(path).context["facts"]


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_and_for_thirty(
    sign_in: SignIn, number: int, django_assert_max_num_queries: Any
) -> None:
    boss = UserFactory()
    service = a_service_of(boss)
    for _n in range(number):
        a_referral(service=service)
    browser = sign_in(boss)
    with django_assert_max_num_queries(8):
        page = browser.get(reverse("orientation:received"))
    assert len(page.context["page"].rows) == number
    lines = b"".join(browser.get(reverse("orientation:received") + "?format=csv").streaming_content)
    assert lines.count(b"\r\n") == number + 1
    none = browser.get(reverse("orientation:received") + "?etat=met")
    assert none.context["page"].rows == []


def test_the_thread_of_the_project_tells_what_became_of_it() -> None:
    row = referrals.decline(a_referral(), by=None, reason="full")
    assert row.project is not None
    told = [(entry.kind, entry.detail) for entry in read.timeline(row.project, row.sender)]
    assert told == [("action", row.reason), ("decision", str(DeclineReason.FULL.label))]
    assert all(row.service.name in entry.title for entry in read.timeline(row.project, row.sender))


# --- Two at once --------------------------------------------------------------------------------------------
def together(*acts: Callable[[], Any]) -> list[Any]:
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_of_a_yes_and_a_no_said_at_once_one_counts() -> None:
    row = a_referral()
    said = together(
        lambda: referrals.decline(row, by=None, reason="full"),
        lambda: referrals.withdraw(row, by=row.sender),
    )
    assert sum(isinstance(answer, Referral) for answer in said) == 1
    assert sum(isinstance(answer, TransitionRefused) for answer in said) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_count(monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_referral()
    meeting = threading.Barrier(2)

    def read_only(referral: Referral) -> Referral:
        fresh = Referral.objects.select_related(
            "service__organisation", "project__commune", "request__commune", "sender"
        ).get(pk=referral.pk)
        meeting.wait(timeout=20)
        return fresh

    monkeypatch.setattr(referrals, "locked", read_only)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    said = together(
        lambda: referrals.decline(row, by=None, reason="full"),
        lambda: referrals.withdraw(row, by=row.sender),
    )
    assert sum(isinstance(answer, Referral) for answer in said) == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_are_one_referral() -> None:
    project, service = ProjectFactory(), a_service()
    said = together(*[lambda: a_referral(Project.objects.get(pk=project.pk), service)] * 2)
    assert sum(isinstance(answer, Conflict) for answer in said) == 1
    assert Referral.objects.count() == 1
