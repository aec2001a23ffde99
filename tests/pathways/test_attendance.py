"""Attendance: what counts when devices were offline, who may say what, hours, and what is kept as a trace."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import Event
from maillage.pathways import codes, signing_pad
from maillage.pathways.actions import attendance
from maillage.pathways.actions.attendance import Said
from maillage.pathways.enums import SessionState
from maillage.pathways.enums_attendance import Means, Outcome, Presence
from maillage.pathways.models import Mark, Session, Sheet
from maillage.pathways.queries import attendance as read
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group

SIGNED = [[[100, 100], [200, 150], [300, 120], [400, 200]]]


@pytest.fixture
def scene(db: None) -> Group:
    return group()


def says(scene: Group, rank: int = 0, presence: str = Presence.PRESENT, **more: Any) -> Said:
    return Said(person=scene.people[rank].pk, presence=presence, half_day=scene.half_day.pk, **more)


def counts(scene: Group, rank: int = 0) -> Mark:
    return Mark.objects.counting().get(user=scene.people[rank])


def cosigned(scene: Group) -> Sheet:
    attendance.mark_the_rest(scene.half_day, presence=Presence.PRESENT, by=scene.trainer)
    return attendance.cosign(scene.half_day, typed_name="Thierry Tuteur", by=scene.trainer)


# --- Devices that were offline -------------------------------------------------------------------------
def test_marks_sent_twice_are_kept_once(scene: Group) -> None:
    marks = [says(scene, 0), says(scene, 1, Presence.ABSENT)]
    first = attendance.sync(scene.session, marks, by=scene.trainer)
    again = attendance.sync(scene.session, marks, by=scene.trainer)
    assert [row.outcome for row in first] == [row.outcome for row in again] == [Outcome.COUNTS] * 2
    assert Mark.objects.count() == 2
    assert Event.objects.filter(verb="pathways.attendance_marked").count() == 2


def test_two_trainers_offline_who_agree_leave_one_mark_and_one_trace(scene: Group) -> None:
    attendance.sync(scene.session, [says(scene)], by=scene.trainer)
    (result,) = attendance.sync(scene.session, [says(scene)], by=scene.other)
    assert Mark.objects.counting().count() == 1
    assert Mark.objects.count() == 2
    assert not result.is_disputed
    assert not counts(scene).is_disputed


@pytest.mark.parametrize("later_first", [False, True])
def test_two_trainers_offline_who_disagree_the_one_taken_last_counts_and_it_is_to_be_settled(
    scene: Group, later_first: bool
) -> None:
    """The same outcome whichever device comes back online first; no co-signature before it is settled."""
    now = timezone.now()
    early = says(scene, presence=Presence.PRESENT, taken_at=now - dt.timedelta(minutes=40))
    late = says(scene, presence=Presence.ABSENT, taken_at=now - dt.timedelta(minutes=10))
    sent = [(early, scene.trainer), (late, scene.other)]
    for one, by in reversed(sent) if later_first else sent:
        attendance.sync(scene.session, [one], by=by)
    mark = counts(scene)
    assert (mark.presence, mark.taken_by, mark.is_disputed) == (Presence.ABSENT, scene.other, True)
    assert Mark.objects.get(client_id=early.client_id).outcome == Outcome.SET_ASIDE
    attendance.sync(scene.session, [says(scene, 1), says(scene, 2)], by=scene.trainer)
    with pytest.raises(Conflict, match="Personne 00"):
        attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)
    attendance.correct(scene.half_day, scene.people[0], presence=Presence.PRESENT, by=scene.trainer)
    assert (counts(scene).presence, counts(scene).is_disputed) == (Presence.PRESENT, False)
    attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)
    assert Mark.objects.filter(user=scene.people[0]).count() == 3


def test_the_persons_own_signature_is_stronger_than_what_a_trainer_said_later(scene: Group) -> None:
    now = timezone.now()
    signed = says(scene, means=Means.SIGNATURE, strokes=SIGNED, taken_at=now - dt.timedelta(minutes=50))
    attendance.sync(scene.session, [signed], by=scene.trainer)
    attendance.sync(scene.session, [says(scene, presence=Presence.ABSENT)], by=scene.other)
    mark = counts(scene)
    assert (mark.presence, mark.means, mark.is_disputed) == (Presence.PRESENT, Means.SIGNATURE, True)


def test_whoever_saw_a_mark_corrects_it_without_a_dispute(scene: Group) -> None:
    first = attendance.take(scene.half_day, says(scene), by=scene.trainer)
    later = says(scene, presence=Presence.ABSENT, seen=first.client_id)
    attendance.sync(scene.session, [later], by=scene.other)
    assert (counts(scene).presence, counts(scene).is_disputed) == (Presence.ABSENT, False)
    first.refresh_from_db()
    assert first.outcome == Outcome.REPLACED


def test_a_tap_on_present_does_not_undo_a_signature(scene: Group) -> None:
    signed = attendance.take(
        scene.half_day, says(scene, means=Means.SIGNATURE, strokes=SIGNED), by=scene.trainer
    )
    attendance.sync(scene.session, [says(scene, seen=signed.client_id)], by=scene.trainer)
    assert counts(scene).means == Means.SIGNATURE


def test_a_session_cancelled_meanwhile_keeps_the_marks_without_effect(scene: Group) -> None:
    attendance.take(scene.half_day, says(scene, 0), by=scene.trainer)
    Session.objects.update(
        state=SessionState.CANCELLED, cancelled_at=timezone.now(), cancelled_reason="Neige"
    )
    scene.session.refresh_from_db()
    (result,) = attendance.sync(scene.session, [says(scene, 1)], by=scene.trainer)
    assert result.outcome == Outcome.VOID
    assert "annulée" in result.sentence or "cancelled" in result.sentence
    assert read.attended([scene.pathway]) == []
    with pytest.raises(Conflict):
        attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)


def test_a_mark_that_comes_after_the_cosignature_changes_nothing(scene: Group) -> None:
    cosigned(scene)
    (result,) = attendance.sync(scene.session, [says(scene, presence=Presence.ABSENT)], by=scene.other)
    assert result.outcome == Outcome.LATE
    assert counts(scene).presence == Presence.PRESENT


def test_a_number_of_another_mark_is_refused_and_the_others_are_kept(scene: Group) -> None:
    known = uuid.uuid4()
    attendance.sync(scene.session, [says(scene, 0, client_id=known)], by=scene.trainer)
    results = attendance.sync(
        scene.session, [says(scene, 1, client_id=known), says(scene, 2)], by=scene.trainer
    )
    assert [row.outcome for row in results] == ["", Outcome.COUNTS]


def test_a_device_whose_clock_is_ahead_does_not_win_from_the_future(scene: Group) -> None:
    mark = attendance.take(
        scene.half_day, says(scene, taken_at=timezone.now() + dt.timedelta(days=3)), by=scene.trainer
    )
    assert mark.taken_at == mark.received_at


# --- Who may say what ----------------------------------------------------------------------------------
def test_only_trainers_and_those_who_run_it_take_attendance(scene: Group) -> None:
    for person in (scene.people[0], UserFactory()):
        with pytest.raises(NotAllowed):
            attendance.take(scene.half_day, says(scene), by=person)
        with pytest.raises(NotAllowed):
            attendance.cosign(scene.half_day, typed_name="Moi", by=person)
    attendance.take(scene.half_day, says(scene), by=scene.runner)


def test_a_stranger_is_on_no_sheet(scene: Group) -> None:
    stranger = Said(person=UserFactory().pk, presence=Presence.PRESENT)
    with pytest.raises(Invalid):
        attendance.take(scene.half_day, stranger, by=scene.trainer)


def test_a_trainer_does_not_confirm_a_code_for_somebody(scene: Group) -> None:
    with pytest.raises(Invalid):
        attendance.take(scene.half_day, says(scene, means=Means.CODE), by=scene.trainer)


@pytest.mark.parametrize(
    "strokes", [[[[0, 0]] * 2], [[[0, 5000]] * 9], "a", [[["1", 2]] * 9], [[[1, 2]] * 4000], [5]]
)
def test_what_is_no_signature_is_refused(scene: Group, strokes: Any) -> None:
    with pytest.raises(Invalid):
        attendance.take(scene.half_day, says(scene, means=Means.SIGNATURE, strokes=strokes), by=scene.trainer)


def test_a_typed_name_stands_for_a_signature(scene: Group) -> None:
    mark = attendance.take(
        scene.half_day, says(scene, means=Means.SIGNATURE, typed_name="  Jeanne  Dubois "), by=scene.trainer
    )
    assert mark.typed_name == "Jeanne Dubois"


def test_a_signature_is_drawn_from_integers_only() -> None:
    assert signing_pad.svg([[[1, 2], [3, 4]]]).count('d="M1 2 L3 4"') == 1


# --- The trainer's code --------------------------------------------------------------------------------
def test_a_code_works_for_five_minutes(scene: Group) -> None:
    now = timezone.now()
    token = codes.token_of(scene.half_day, now)
    assert codes.half_day_of(token, now + dt.timedelta(minutes=4)) == scene.half_day
    assert codes.half_day_of(token, now + dt.timedelta(minutes=6)) is None
    assert codes.half_day_of(token, now - dt.timedelta(minutes=2)) is None
    assert codes.half_day_of("x" + token, now) is None


def test_a_person_confirms_with_the_code_once_however_often_they_press(scene: Group) -> None:
    first = attendance.confirm_by_code(scene.half_day, by=scene.people[0])
    again = attendance.confirm_by_code(scene.half_day, by=scene.people[0])
    assert first == again
    assert first.means == Means.CODE


def test_the_code_is_for_those_who_have_a_seat_during_the_half_day(scene: Group, time_machine: Any) -> None:
    with pytest.raises(NotAllowed):
        attendance.confirm_by_code(scene.half_day, by=UserFactory())
    type(scene.half_day).objects.update(
        starts_at=timezone.now() + dt.timedelta(hours=5), ends_at=timezone.now() + dt.timedelta(hours=8)
    )
    scene.half_day.refresh_from_db()
    with pytest.raises(Conflict):
        attendance.confirm_by_code(scene.half_day, by=scene.people[0])


# --- Co-signature and corrections ----------------------------------------------------------------------
def test_nobody_is_forgotten_at_the_cosignature(scene: Group) -> None:
    attendance.take(scene.half_day, says(scene, 0), by=scene.trainer)
    with pytest.raises(Conflict, match="Personne 01"):
        attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)


def test_a_correction_after_the_cosignature_asks_for_its_reason_and_leaves_both(scene: Group) -> None:
    sheet = cosigned(scene)
    with pytest.raises(Invalid):
        attendance.correct(scene.half_day, scene.people[0], presence=Presence.ABSENT, by=scene.trainer)
    attendance.correct(
        scene.half_day,
        scene.people[0],
        presence=Presence.ABSENT,
        by=scene.trainer,
        why="Parti au bout d’une heure",
    )
    assert counts(scene).presence == Presence.ABSENT
    (page,) = read.pages_of(scene.session)
    assert [mark.why for mark in page.corrections] == ["Parti au bout d’une heure"]
    event = Event.objects.get(verb="pathways.attendance_corrected")
    assert (event.actor, event.why) == (scene.trainer, "Parti au bout d’une heure")
    before = sheet.cosigned_at
    sheet.refresh_from_db()
    assert sheet.cosigned_at == before


def test_signing_twice_keeps_the_first_signature(scene: Group) -> None:
    sheet = cosigned(scene)
    assert attendance.cosign(scene.half_day, typed_name="Autre", by=scene.other) == sheet
    sheet.refresh_from_db()
    assert sheet.typed_name == "Thierry Tuteur"


# --- Hours ---------------------------------------------------------------------------------------------
def test_hours_per_person_module_and_funder(scene: Group) -> None:
    attendance.take(scene.half_day, says(scene, 0), by=scene.trainer)
    attendance.take(scene.half_day, says(scene, 1, minutes=60), by=scene.trainer)
    attendance.take(scene.half_day, says(scene, 2, Presence.ABSENT), by=scene.trainer)
    rows = read.attended([scene.pathway])
    assert [(row.label, row.minutes, row.cosigned) for row in read.by_person(rows)] == [
        ("Personne 00", 180, 0),
        ("Personne 01", 60, 0),
    ]
    attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)
    rows = read.attended([scene.pathway])
    (module,) = read.by_module(rows)
    assert (module.label, module.minutes, module.cosigned, len(module.people)) == ("Le besoin", 240, 240, 2)
    (funder,) = read.by_funder(rows)
    assert (funder.label, funder.minutes) == (str(scene.pathway.organisation), 240)


def test_a_person_in_two_promotions_at_the_same_hours_is_shown_on_both_sheets(scene: Group) -> None:
    """Both marks count in their own pathway, and the minutes that are counted twice are said."""
    person = scene.people[0]
    twin = group(
        members=[person], starts_at=scene.half_day.starts_at + dt.timedelta(hours=1), title="Incubateur"
    )
    attendance.take(scene.half_day, says(scene), by=scene.trainer)
    attendance.take(twin.half_day, Said(person=person.pk, presence=Presence.PRESENT), by=twin.trainer)
    (page,) = read.pages_of(scene.session)
    assert [line.elsewhere for line in page.lines] == ["Incubateur · Le besoin", "", ""]
    (hours,) = read.by_person(read.attended([scene.pathway, twin.pathway]))
    assert (hours.minutes, hours.overlap) == (360, 240)


@pytest.mark.parametrize("people", [1, 12])
def test_a_sheet_is_read_in_the_same_number_of_queries(
    db: None, django_assert_num_queries: Any, people: int
) -> None:
    scene = group(people=people)
    attendance.mark_the_rest(scene.half_day, presence=Presence.PRESENT, by=scene.trainer)
    with django_assert_num_queries(6):
        (page,) = read.pages_of(scene.session)
        assert len(page.present) == people
