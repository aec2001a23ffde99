"""Two people at the same second in pathways. Each scene is played twice: as it is, then with its guard off,
where the fault shows."""

from __future__ import annotations

import threading

import pytest

from maillage.accounts.models import User
from maillage.core import states
from maillage.core.errors import Conflict, DomainError
from maillage.core.models import Event, OutboxMessage
from maillage.pathways.actions import attendance, grouping, seats
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions.attendance import Said
from maillage.pathways.content import SessionTemplate
from maillage.pathways.enums import SessionKind
from maillage.pathways.enums_attendance import Outcome, Presence
from maillage.pathways.models import (
    AnswerGroup,
    Enrolment,
    GroupedAnswer,
    HalfDay,
    Mark,
    Pathway,
    Registration,
    Session,
    Sheet,
)
from tests.factories.accounts import UserFactory
from tests.factories.attendance import group
from tests.pathways.conftest import World, mails
from tests.pathways.test_grouping import QUESTION, answered, keys
from tests.racing import together, unguarded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_the_last_seat_is_given_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> list[str]:
        session = sessions.add(world.pathway, title="Ouverte", kind="workshop", by=world.runner)
        session = sessions.schedule(session, world.spans(), is_open=True, capacity=4, by=world.runner)
        people = [UserFactory() for _each in range(2)]
        together(*(lambda who=who: seats.register(session, by=who) for who in people))
        return sorted(
            Registration.objects.filter(session=session, user__in=people).values_list("state", flat=True)
        )

    world.dated()
    assert race() == ["seated", "waiting"]
    unguarded(monkeypatch, Registration, "save")
    assert race() == ["seated", "seated"]


def test_the_last_place_of_a_pathway_is_given_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.dated()

    def race() -> list[str]:
        number = world.pathway.enrolments.filter(state="active").count()
        Pathway.objects.update(capacity=number + 1)
        people = [UserFactory() for _each in range(2)]
        together(*(lambda who=who: enrolments.ask(world.pathway, by=who) for who in people))
        return sorted(Enrolment.objects.filter(user__in=people).values_list("state", flat=True))

    assert race() == ["active", "waiting"]
    Enrolment.objects.filter(state="waiting").delete()
    unguarded(monkeypatch, Enrolment, "save")
    assert race() == ["active", "active"]


def test_two_seats_given_back_go_to_the_two_who_wait_and_not_to_who_comes_by(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def race(days: int, *more: object) -> tuple[int, list[str]]:
        session = sessions.add(world.pathway, title="Ouverte", kind="workshop", by=world.runner)
        session = sessions.schedule(session, world.spans(days), is_open=True, capacity=3, by=world.runner)
        waiting = [UserFactory(), UserFactory()]
        for who in waiting:
            seats.register(session, by=who)
        newcomer = UserFactory()
        acts = [lambda who=who: seats.give_back(session, by=who) for who in world.people[:2]]
        together(*acts, *([lambda: seats.register(session, by=newcomer)] if not more else []))
        rows = dict(session.registrations.values_list("user", "state"))
        return sum(state == "seated" for state in rows.values()), [rows[who.pk] for who in waiting]

    world.dated()
    assert race(8) == (3, ["seated", "seated"])
    # Without the session's lock both give the seat to the same person, and the other one waits for ever.
    unguarded(monkeypatch, seats, "seat_the_next")
    assert race(9, "two alone") != (3, ["seated", "seated"])


def test_a_session_cancelled_by_two_people_tells_everybody_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = UserFactory()
    world.organisation.memberships.create(user=second, role="administrator")

    def race(session: Session) -> int:
        OutboxMessage.objects.all().delete()
        together(
            *(lambda by=by: sessions.cancel(session, why="Neige.", by=by) for by in (world.runner, second))
        )
        return len(mails("session_cancelled"))

    first = world.dated()
    other = sessions.schedule(world.sessions[1], world.spans(9), by=world.runner)
    assert race(first) == len(world.people)
    first.refresh_from_db()
    assert first.revision == 1
    unguarded(monkeypatch, states, "move")
    assert race(other) == 2 * len(world.people)


def test_a_kit_published_twice_at_once_makes_one_version(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def race(title: str) -> int:
        draft = kits.begin_draft(world.kit, by=world.author)
        template = SessionTemplate(title, SessionKind.WORKSHOP, title, 60)
        kits.save_template(draft, template, revision=draft.revision, by=world.author)
        answers = together(*[lambda: kits.publish(world.kit, by=world.author)] * 2)
        found = Event.objects.filter(verb="pathways.kit_published", data__number=draft.number).count()
        assert sum(isinstance(answer, Conflict) for answer in answers) == 2 - found
        return found

    assert race("visite") == 1
    unguarded(monkeypatch, states, "move")
    assert race("voyage") == 2


def test_a_code_pressed_twice_at_the_same_second_is_one_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> tuple[int, int]:
        scene = group(people=1)
        # The sheet is there: the race is about the mark alone.
        Sheet.objects.create(half_day=scene.half_day)
        person = scene.people[0]
        answers = together(*[lambda: attendance.confirm_by_code(scene.half_day, by=person)] * 2)
        return sum(isinstance(each, Mark) for each in answers), Mark.objects.filter(user=person).count()

    assert race() == (2, 1)
    # The database itself holds that one mark counts; without the lock one of the two meets a refusal.
    unguarded(monkeypatch, Mark, "save")
    assert race() == (1, 1)


def test_a_whole_group_presses_at_the_same_second_and_everybody_is_noted() -> None:
    scene = group(people=8)
    together(*(lambda who=who: attendance.confirm_by_code(scene.half_day, by=who) for who in scene.people))
    assert Mark.objects.counting().count() == 8


def test_two_trainers_whose_telephones_come_back_together_leave_a_dispute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def race() -> tuple[int, list[bool]]:
        scene = group(people=1)
        Sheet.objects.create(half_day=scene.half_day)
        said = [
            (by, Said(scene.people[0].pk, presence, scene.half_day.pk))
            for by, presence in ((scene.trainer, Presence.PRESENT), (scene.other, Presence.ABSENT))
        ]
        together(*(lambda by=by, one=one: attendance.sync(scene.session, [one], by=by) for by, one in said))
        rows = Mark.objects.filter(user=scene.people[0])
        return rows.count(), [row.is_disputed for row in rows.filter(outcome=Outcome.COUNTS)]

    assert race() == (2, [True])
    unguarded(monkeypatch, Mark, "save")
    assert race() == (1, [False])


def test_marks_do_not_come_in_while_the_session_is_being_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second knows what the first did: a mark that counts was there before the cancellation."""
    looked, gone = threading.Event(), threading.Event()

    def cancel(session: Session, by: User) -> None:
        looked.wait(timeout=20)
        sessions.cancel(session, why="Neige.", by=by)
        gone.set()

    def race() -> bool:
        scene = group(people=1)
        said = Said(scene.people[0].pk, Presence.PRESENT, scene.half_day.pk)
        together(
            lambda: attendance.sync(scene.session, [said], by=scene.trainer),
            lambda: cancel(scene.session, scene.runner),
        )
        kept, row = Mark.objects.get(user=scene.people[0]), Session.objects.get(pk=scene.session.pk)
        assert row.cancelled_at is not None
        return kept.outcome == Outcome.COUNTS and kept.received_at > row.cancelled_at

    looked.set()
    assert not any(race() for _again in range(3))

    def unheld(session: Session) -> str:
        state = Session.objects.values_list("state", flat=True).get(pk=session.pk)
        looked.set()
        gone.wait(timeout=20)
        return state

    looked.clear()
    gone.clear()
    monkeypatch.setattr(attendance, "_held_state", unheld)
    assert race()


def test_moving_a_session_while_its_attendance_is_taken_loses_no_mark() -> None:
    """The half-day that is left out and the mark made for it: one of the two is refused with a sentence."""
    scene = group(people=1, half_days=2)
    kept, dropped = scene.half_days
    said = Said(scene.people[0].pk, Presence.PRESENT, dropped.pk)
    span = (kept.starts_at, kept.ends_at)
    moved, (result,) = together(
        lambda: sessions.schedule(scene.session, [span], by=scene.runner),
        lambda: attendance.sync(scene.session, [said], by=scene.trainer),
    )
    if isinstance(moved, DomainError):
        assert HalfDay.objects.filter(pk=dropped.pk).exists()
        assert result.outcome == Outcome.COUNTS
    else:
        assert result.outcome == ""
        assert result.sentence


def test_a_pathway_is_opened_once_by_two_people(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.schedule(world.sessions[0], world.spans(), by=world.runner)
    together(*[lambda: pathways.open_(world.pathway, by=world.runner)] * 2)
    assert len(mails("pathway_opened")) == len(world.people)
    Pathway.objects.update(state="prepared")
    unguarded(monkeypatch, states, "move")
    together(*[lambda: pathways.open_(world.pathway, by=world.runner)] * 2)
    assert len(mails("pathway_opened")) == 3 * len(world.people)


def test_two_people_who_group_the_same_answers_make_one_group_and_lose_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both write the same new label at the same second, on different answers of one page."""
    second = UserFactory()
    world.organisation.memberships.create(user=second, role="administrator")
    survey = answered(world)
    one, other, third = keys(survey)

    def race(label: str) -> tuple[list[str], int]:
        together(
            lambda: grouping.place(survey, QUESTION, {one: set()}, {}, new={one: label}, by=world.runner),
            lambda: grouping.place(survey, QUESTION, {other: set()}, {}, new={other: label}, by=second),
        )
        made = AnswerGroup.objects.live().filter(survey=survey, label__iexact=label).order_by("pk")
        placed = GroupedAnswer.objects.filter(group__in=made).values_list("request", flat=True)
        return [group.label for group in made], len(set(placed))

    assert race("Le groupe") == (["Le groupe"], 2)
    # What each of the two sees of the other afterwards: a third answer joins the same group.
    grouping.place(survey, QUESTION, {third: set()}, {}, new={third: "le groupe"}, by=second)
    assert GroupedAnswer.objects.filter(group__label="Le groupe").count() == 3
    unguarded(monkeypatch, grouping, "_label")
    assert race("Les visites") != (["Les visites"], 2)


def test_a_group_merged_by_one_and_taken_away_by_another_is_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = UserFactory()
    world.organisation.memberships.create(user=second, role="administrator")
    survey = answered(world)

    def race(*labels: str) -> int:
        group, into = (grouping.make_group(survey, QUESTION, label, by=world.runner) for label in labels)
        results = together(
            lambda: grouping.merge(group, into, by=world.runner), lambda: grouping.remove(group, by=second)
        )
        return sum(isinstance(result, Conflict) for result in results)

    assert race("A", "B") == 1
    unguarded(monkeypatch, AnswerGroup, "save")
    assert race("C", "D") == 0
