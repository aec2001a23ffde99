"""Two projects meet when both sides want to; nothing is exchanged before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from maillage.core.models import Event, OutboxMessage
from maillage.core.states import unreachable
from maillage.projects.actions import meeting, similar_clock
from maillage.projects.enums import Visibility
from maillage.projects.enums_similar import INTRODUCTION_TRANSITIONS, IntroductionState
from maillage.projects.models import Introduction
from maillage.projects.register.similar import forget_introductions
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.similar import a_pair, carrier_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def letters() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "template")
    return sorted((address, template.removeprefix("projects/email/")) for address, template in rows)


def suggested(**values: Any) -> tuple[Introduction, Any, Any, Any]:
    one, two = a_pair(**values)
    adviser = ProjectMemberFactory(project=one).user
    return meeting.suggest(one, two, by=adviser, message="Deux moulins."), one, two, adviser


def later(days: float) -> Any:
    return clock.replaying(timezone.now() + dt.timedelta(days=days))


def test_every_state_is_reached() -> None:
    assert unreachable(INTRODUCTION_TRANSITIONS, IntroductionState.ASKED) == set()


def test_both_say_yes_before_a_name_or_an_address_leaves() -> None:
    row, one, two, adviser = suggested()
    first, second = carrier_of(one), carrier_of(two)
    assert letters() == sorted([(first.email, "introduction"), (second.email, "introduction")])
    assert not OutboxMessage.objects.filter(body_text__contains=first.email).exists()
    meeting.accept(row, one, by=first)
    assert len(letters()) == 2  # one yes tells nobody anything
    row = meeting.accept(row, two, by=second)
    assert row.state == IntroductionState.ACCEPTED
    told = {
        message.recipient: message.body_text
        for message in OutboxMessage.objects.filter(template="projects/email/introduced")
    }
    assert told.keys() == {first.email, second.email}
    assert second.email in told[first.email]
    assert first.email in told[second.email]
    said = OutboxMessage.objects.get(recipient=adviser.email)
    assert first.email not in said.body_text
    assert second.email not in said.body_text


def test_only_the_carrier_who_said_yes_is_named() -> None:
    row, one, two, _adviser = suggested()
    colleague = ProjectMemberFactory(project=one, role="carrier").user
    meeting.accept(row, one, by=carrier_of_first(one))
    meeting.accept(row, two, by=carrier_of(two))
    assert not OutboxMessage.objects.filter(
        template="projects/email/introduced", recipient=colleague.email
    ).exists()


def carrier_of_first(project: Any) -> Any:
    return project.members.filter(role="carrier").order_by("pk").first().user


def test_no_asks_for_no_reason_and_does_not_say_whose_it_was() -> None:
    row, one, two, adviser = suggested()
    OutboxMessage.objects.all().delete()
    row = meeting.decline(row, two, by=carrier_of(two))
    assert letters() == sorted([(carrier_of(one).email, "introduction"), (adviser.email, "introduction")])
    bodies = list(OutboxMessage.objects.order_by("pk").values_list("body_text", flat=True))
    assert all(str(carrier_of(two)) not in body for body in bodies)
    with pytest.raises(Conflict):
        meeting.accept(row, one, by=carrier_of(one))
    with pytest.raises(Conflict):
        meeting.suggest(one, two, by=adviser)  # they are left in peace
    with later(200):
        assert meeting.suggest(one, two, by=adviser).pk != row.pk


def test_a_carrier_who_suggests_has_said_yes_for_their_side() -> None:
    one, two = a_pair()
    row = meeting.suggest(two, one, by=carrier_of(two))
    assert (row.first, row.second) == (one, two)
    assert letters() == [(carrier_of(one).email, "introduction")]
    with pytest.raises(Conflict):
        meeting.accept(row, two, by=carrier_of(two))
    assert meeting.accept(row, one, by=carrier_of(one)).state == IntroductionState.ACCEPTED


def test_who_may_suggest_and_what_nobody_may() -> None:
    one, two = a_pair()
    with pytest.raises(NotAllowed):
        meeting.suggest(one, two, by=UserFactory())
    hidden, adviser = ProjectFactory(visibility=Visibility.TEAM), ProjectMemberFactory(project=one).user
    with pytest.raises(NotAllowed):  # an adviser of one, who does not see the other
        meeting.suggest(one, hidden, by=adviser)
    with pytest.raises(Invalid):
        meeting.suggest(one, one, by=carrier_of(one))
    both = ProjectFactory(visibility=Visibility.NETWORK, carrier=carrier_of(one))
    with pytest.raises(Invalid):
        meeting.suggest(one, both, by=carrier_of(one))
    row = meeting.suggest(one, two, by=carrier_of(one))
    with pytest.raises(Conflict):
        meeting.suggest(two, one, by=carrier_of(two))
    with pytest.raises(NotAllowed):
        meeting.accept(row, two, by=carrier_of(one))
    with pytest.raises(NotAllowed):
        meeting.withdraw(row, by=carrier_of(two))


def test_a_project_that_the_reader_may_not_see_is_named_by_its_place_only() -> None:
    adviser = UserFactory()
    one, two = a_pair(visibility=Visibility.TEAM, title="Filature secrète")
    for project in (one, two):
        ProjectMemberFactory(project=project, user=adviser)
    meeting.suggest(one, two, by=adviser)
    letter = OutboxMessage.objects.get(recipient=carrier_of(one).email)
    # Both titles are the same words: only their own may be read.
    assert letter.body_text.count("Filature secrète") == 1


def test_a_reminder_then_the_end_by_itself() -> None:
    row, one, two, adviser = suggested()
    meeting.accept(row, one, by=carrier_of(one))
    OutboxMessage.objects.all().delete()
    with later(8):
        assert similar_clock.tick() == 1
        assert similar_clock.tick() == 0
        assert letters() == [(carrier_of(two).email, "introduction")]
    with later(22):
        with pytest.raises(Conflict):
            meeting.accept(row, two, by=carrier_of(two))
        assert similar_clock.tick() == 1
        row.refresh_from_db()
        assert row.state == IntroductionState.EXPIRED
        assert len(letters()) == 3  # the one who hoped and the one who suggested it
    assert adviser.email in {address for address, _template in letters()}
    with later(22 + 2 * 365 + 2):
        assert forget_introductions(clock.moment()) == 1


def test_the_database_holds_both_yes_and_one_open_suggestion() -> None:
    row, one, two, adviser = suggested()
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.filter(pk=row.pk).update(state=IntroductionState.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(first=one, second=two, suggested_by=adviser, expires_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(first=two, second=one, suggested_by=adviser, expires_at=timezone.now())


def test_the_log_names_nobody_else(sign_in: SignIn) -> None:
    row, _one, _two, adviser = suggested()
    meeting.withdraw(row, by=adviser)
    labels = Event.objects.filter(verb__startswith="projects.introduction").values_list(
        "subject_label", flat=True
    )
    assert all(str(adviser) not in label for label in labels.order_by("pk"))


def test_refusals_carry_sentences() -> None:
    one, two = a_pair()
    with pytest.raises(DomainError) as refusal:
        meeting.suggest(one, two, by=UserFactory())
    assert str(refusal.value.sentence)
