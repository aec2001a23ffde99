"""What goes wrong around attendance: telephones without network, clocks that lie, trainers taken out,
sessions cancelled or moved meanwhile, people in two promotions, and what somebody sends who should not."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.errors import Conflict, NotAllowed
from maillage.core.models import Event
from maillage.pathways import codes
from maillage.pathways.actions import attendance
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.actions.attendance import Said
from maillage.pathways.enums import SeatState
from maillage.pathways.enums_attendance import Means, Outcome, Presence
from maillage.pathways.models import HalfDay, Mark, Registration, Session, Speaker
from maillage.pathways.queries import attendance as read
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group

SignIn = Callable[[Any], HouseClient]
PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT
CANCELLED = re.compile("séance est annulée|session is cancelled")


@pytest.fixture
def scene(db: None) -> Group:
    return group()


def mark(scene: Group, rank: int = 0, **more: Any) -> dict[str, Any]:
    """A mark as the page's script sends it."""
    values = {
        "id": str(uuid.uuid4()),
        "half_day": scene.half_day.pk,
        "person": scene.people[rank].pk,
        "presence": PRESENT,
        "means": "trainer",
        "taken_at": timezone.now().isoformat(),
    }
    return values | more


def send(client: HouseClient, scene: Group, *marks: Any, **beside: Any) -> Any:
    address = reverse("attendance:sync", args=[scene.session.pk])
    body = json.dumps({"marks": list(marks), **beside})
    return client.post(address, body, content_type="application/json")


def outcomes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["outcome"] for row in response.json()["results"]]


def counts(scene: Group, rank: int = 0) -> Mark:
    return Mark.objects.counting().get(user=scene.people[rank])


# --- Two devices without a network ---------------------------------------------------------------------
# Each telephone sends its own marks in order; the two come in between each other in six ways.
@pytest.mark.parametrize(
    "order",
    [o for o in itertools.permutations(range(4)) if o.index(0) < o.index(1) and o.index(2) < o.index(3)],
)
def test_two_trainers_offline_end_alike_in_whatever_order_their_telephones_come_back(
    scene: Group, order: tuple[int, ...]
) -> None:
    """Each marks two people; they contradict each other about one of them."""
    now = timezone.now()
    said = [
        (
            scene.trainer,
            Said(scene.people[0].pk, PRESENT, scene.half_day.pk, taken_at=now - dt.timedelta(minutes=30)),
        ),
        (
            scene.trainer,
            Said(scene.people[1].pk, PRESENT, scene.half_day.pk, taken_at=now - dt.timedelta(minutes=29)),
        ),
        (
            scene.other,
            Said(scene.people[0].pk, ABSENT, scene.half_day.pk, taken_at=now - dt.timedelta(minutes=20)),
        ),
        (
            scene.other,
            Said(scene.people[1].pk, PRESENT, scene.half_day.pk, taken_at=now - dt.timedelta(minutes=19)),
        ),
    ]
    for rank in order:
        by, one = said[rank]
        attendance.sync(scene.session, [one], by=by)
    assert (counts(scene, 0).presence, counts(scene, 0).is_disputed) == (ABSENT, True)
    assert (counts(scene, 1).presence, counts(scene, 1).is_disputed) == (PRESENT, False)
    assert Mark.objects.count() == 4


def test_an_answer_that_was_lost_is_asked_for_again_and_changes_nothing(
    scene: Group, sign_in: SignIn
) -> None:
    """The server kept the marks and the telephone never heard of it; meanwhile somebody corrected one."""
    client = sign_in(scene.trainer)
    sent = [mark(scene, 0), mark(scene, 1, presence=ABSENT)]
    assert outcomes(send(client, scene, *sent)) == [Outcome.COUNTS, Outcome.COUNTS]
    attendance.correct(scene.half_day, scene.people[0], presence=ABSENT, by=scene.runner)
    assert outcomes(send(client, scene, *sent)) == [Outcome.REPLACED, Outcome.COUNTS]
    assert counts(scene, 0).presence == ABSENT
    assert Mark.objects.count() == 3
    assert Event.objects.filter(verb="pathways.attendance_marked").count() == 3


def test_nobody_makes_a_mark_theirs_by_sending_its_number(scene: Group, sign_in: SignIn) -> None:
    sent = mark(scene)
    send(sign_in(scene.trainer), scene, sent)
    for changed in (sent, {**sent, "presence": ABSENT}, {**sent, "person": scene.people[1].pk}):
        assert outcomes(send(sign_in(scene.other), scene, changed)) == [""]
    assert (counts(scene).presence, counts(scene).taken_by) == (PRESENT, scene.trainer)


# --- Clocks ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("days", [-400, -3, 3, 400])
def test_a_clock_wrong_by_days_is_set_right_by_what_it_says_when_it_sends(
    scene: Group, sign_in: SignIn, days: int
) -> None:
    """The first trainer's clock is right. The second one's is not, and their mark was taken before."""
    now, wrong = timezone.now(), dt.timedelta(days=days)
    send(sign_in(scene.trainer), scene, mark(scene, taken_at=(now - dt.timedelta(minutes=10)).isoformat()))
    late = mark(scene, presence=ABSENT, taken_at=(now - dt.timedelta(minutes=40) + wrong).isoformat())
    send(sign_in(scene.other), scene, late, sent_at=(now + wrong).isoformat())
    assert (counts(scene).presence, counts(scene).is_disputed) == (PRESENT, True)
    kept = Mark.objects.get(client_id=late["id"])
    assert abs(kept.taken_at - (now - dt.timedelta(minutes=40))) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_cannot_be_believed_decides_nothing(scene: Group, days: int) -> None:
    said = Said(scene.people[0].pk, PRESENT, taken_at=timezone.now() + dt.timedelta(days=days))
    kept = attendance.take(scene.half_day, said, by=scene.trainer)
    assert kept.taken_at == kept.received_at


# --- A trainer taken out between taking and sending --------------------------------------------------------
def test_marks_of_a_trainer_taken_out_meanwhile_are_traces_that_those_who_run_it_judge(
    scene: Group, sign_in: SignIn
) -> None:
    client = sign_in(scene.trainer)
    send(client, scene, mark(scene, 0))
    speakers.remove(Speaker.objects.get(user=scene.trainer), by=scene.runner)
    Speaker.objects.filter(user=scene.trainer).update(answered_at=timezone.now())
    response = send(client, scene, mark(scene, 0, presence=ABSENT), mark(scene, 1))
    assert outcomes(response) == [Outcome.REMOVED, Outcome.REMOVED]
    assert all(row["sentence"] for row in response.json()["results"])
    # What they said before counts; what came later does not, and they read nothing of the sheet.
    assert [row.user for row in Mark.objects.counting()] == [scene.people[0]]
    assert response.json()["sheets"] == {}
    assert client.get(reverse("attendance:session", args=[scene.session.pk])).status_code == 404
    (page,) = read.pages_of(scene.session)
    assert {row.user for row in page.set_aside} == {scene.people[0], scene.people[1]}
    attendance.correct(scene.half_day, scene.people[1], presence=PRESENT, by=scene.runner)
    assert counts(scene, 1).presence == PRESENT


def test_somebody_who_never_taught_it_hands_nothing_over(scene: Group, sign_in: SignIn) -> None:
    declined = UserFactory()
    Speaker.objects.create(session=scene.session, user=declined, name="Sans réponse", state="removed")
    for person in (UserFactory(), scene.people[0], declined):
        assert send(sign_in(person), scene, mark(scene)).status_code == 404
    assert not Mark.objects.exists()


# --- A session cancelled or moved meanwhile --------------------------------------------------------------
@pytest.fixture
def cancelled(scene: Group) -> Group:
    Session.objects.update(starts_at=timezone.now() - dt.timedelta(hours=1))
    sessions.cancel(scene.session, why="Neige.", by=scene.runner)
    scene.session.refresh_from_db()
    return scene


def test_every_page_of_attendance_refuses_a_cancelled_session_with_a_sentence(
    cancelled: Group, sign_in: SignIn
) -> None:
    client, half_day, person = sign_in(cancelled.trainer), cancelled.half_day.pk, cancelled.people[0].pk
    pages = {
        "attendance:session": [cancelled.session.pk],
        "attendance:show_code": [half_day],
    }
    for name, arguments in pages.items():
        assert CANCELLED.search(client.get(reverse(name, args=arguments)).content.decode())
    posts = [
        ("attendance:session", [cancelled.session.pk], {f"presence-{half_day}-{person}": "present"}),
        ("attendance:rest", [half_day], {"presence": "present"}),
        ("attendance:correct", [half_day, person], {"presence": "present"}),
        ("attendance:cosign", [half_day], {"typed_name": "Thierry Tuteur"}),
    ]
    for name, arguments, values in posts:
        page = client.post(reverse(name, args=arguments), values, follow=True)
        assert CANCELLED.search(page.content.decode()), name
    token = codes.token_of(cancelled.half_day)
    there = sign_in(cancelled.people[0])
    address = reverse("attendance:code", args=[token])
    assert CANCELLED.search(there.get(address).content.decode())
    assert CANCELLED.search(there.post(address, {"typed_name": "Moi"}).content.decode())
    assert not Mark.objects.exists()
    # What a telephone still holds is kept, and says why it counts for nothing.
    response = send(client, cancelled, mark(cancelled))
    assert outcomes(response) == [Outcome.VOID]
    assert read.attended([cancelled.pathway]) == []


def test_a_half_day_that_people_signed_for_stays_that_half_day(db: None) -> None:
    start = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(9)))
    scene = group(starts_at=start - dt.timedelta(days=1))
    first = scene.half_day
    span = (first.starts_at, first.ends_at)
    HalfDay.objects.filter(pk=first.pk).update(half="morning", day=timezone.localdate(first.starts_at))
    attendance.mark_the_rest(first, presence=PRESENT, by=scene.trainer)
    day = dt.timedelta(days=1)
    elsewhere = (span[0] + 3 * day, span[1] + 3 * day)
    for spans in ([elsewhere], [elsewhere, (elsewhere[0] + day, elsewhere[1] + day)]):
        with pytest.raises(Conflict, match=f"{first}"):
            sessions.schedule(scene.session, spans, by=scene.runner)
    # Another half-day before it takes nothing of what was signed.
    before = (span[0] - 2 * day, span[1] - 2 * day)
    sessions.schedule(scene.session, [before, span], by=scene.runner)
    first.refresh_from_db()
    assert first.starts_at == span[0]
    assert Mark.objects.filter(sheet__half_day=first).count() == 3
    # Its hours may be put right until the trainer has co-signed them.
    longer = (span[0], span[1] + dt.timedelta(minutes=30))
    sessions.schedule(scene.session, [before, longer], by=scene.runner)
    attendance.cosign(first, typed_name="Thierry", by=scene.trainer)
    with pytest.raises(Conflict, match=f"{first}"):
        sessions.schedule(scene.session, [before, span], by=scene.runner)
    with pytest.raises(Conflict, match=f"{first}"):
        sessions.schedule(scene.session, [before], by=scene.runner)


# --- One person in two promotions --------------------------------------------------------------------------
def test_two_promotions_of_one_person_keep_their_marks_and_hours_apart(scene: Group, sign_in: SignIn) -> None:
    person = scene.people[0]
    twin = group(
        members=[person], starts_at=scene.half_day.starts_at + dt.timedelta(hours=1), title="Incubateur"
    )
    send(sign_in(scene.trainer), scene, mark(scene))
    # The trainer of one says nothing of the other, by its half-day or its session.
    crossed = mark(scene, half_day=twin.half_day.pk)
    assert outcomes(send(sign_in(scene.trainer), scene, crossed)) == [""]
    assert send(sign_in(scene.trainer), twin, crossed).status_code == 404
    code = sign_in(person)
    code.post(
        reverse("attendance:code", args=[codes.token_of(twin.half_day)]), {"typed_name": "", "strokes": ""}
    )
    (mine,), (other,) = (read.attended([each.pathway], person=person) for each in (scene, twin))
    assert (mine.means, other.means) == (Means.TRAINER.label, Means.CODE.label)
    assert (mine.minutes, mine.overlap, other.overlap) == (180, 120, 120)
    both = read.by_funder(read.attended([scene.pathway, twin.pathway]))
    assert {(row.label, row.minutes) for row in both} == {
        (str(scene.pathway.organisation), 180),
        (str(twin.pathway.organisation), 180),
    }


# --- What somebody sends who should not ------------------------------------------------------------------
def test_a_session_says_nothing_of_another_ones_people(scene: Group, sign_in: SignIn) -> None:
    stranger, elsewhere = UserFactory(), group(people=1)
    client = sign_in(scene.trainer)
    sent = [mark(scene, person=row.pk) for row in (stranger, elsewhere.people[0])]
    assert outcomes(send(client, scene, *sent)) == ["", ""]
    assert send(client, elsewhere, mark(elsewhere)).status_code == 404
    for name in ("rest", "cosign", "show_code"):
        address = reverse(f"attendance:{name}", args=[elsewhere.half_day.pk])
        assert client.post(address, {}).status_code in {404, 405}
    correct = reverse("attendance:correct", args=[scene.half_day.pk, elsewhere.people[0].pk])
    assert client.post(correct, {"presence": "present"}).status_code == 404
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "Jeanne\x00 Dubois", "means": "signature"},
        {"name": "Jeanne \ud800", "means": "signature"},
        {"person": 10**40},
        {"half_day": -1},
        {"taken_at": "2026-13-45T99:00"},
        {"taken_at": "0001-01-01T00:00:00+14:00"},
        {"seen": [1]},
        {"strokes": {"a": 1}},
        {"means": "code"},
        {"presence": None},
        {"person": "x"},
    ],
)
def test_a_mark_that_cannot_be_holds_back_no_other(
    scene: Group, sign_in: SignIn, bad: dict[str, Any]
) -> None:
    """And the telephone is answered for each, so that it does not send them for ever."""
    response = send(sign_in(scene.trainer), scene, mark(scene, 0, **bad), mark(scene, 1))
    assert response.status_code == 200
    answered = {row["id"] for row in response.json()["results"]}
    assert len(answered) == 2
    assert counts(scene, 1).presence == PRESENT


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '{"marks": 5}', '{"marks": [{"half_day": 1e999}]}', "[" * 100_000, '{"marks": "abc"}'],
)
def test_what_is_no_message_is_refused_with_a_sentence(scene: Group, sign_in: SignIn, body: str) -> None:
    address = reverse("attendance:sync", args=[scene.session.pk])
    response = sign_in(scene.trainer).post(address, body, content_type="application/json")
    assert (response.status_code, bool(response.json()["problem"])) == (400, True)


def test_a_code_is_signed_and_not_to_be_guessed(scene: Group, sign_in: SignIn) -> None:
    """No number to try: each half-day's word carries 43 characters of signature, of its own salt."""
    token = codes.token_of(scene.half_day)
    assert len(token.rpartition(":")[2]) >= 43
    other = group(people=1)
    forged = ":".join([codes.token_of(other.half_day).partition(":")[0], token.partition(":")[2]])
    client = sign_in(scene.people[0])
    for word in (forged, token[:-1] + ("A" if token[-1] != "A" else "B"), Speaker.objects.first().token):  # type: ignore[union-attr]
        assert client.post(reverse("attendance:code", args=[word]), {}).status_code == 410
    assert not Mark.objects.exists()


def test_a_code_says_nothing_for_somebody_else(scene: Group, sign_in: SignIn) -> None:
    """The person is who is signed in, whatever the form says; somebody without a seat finds nothing."""
    address = reverse("attendance:code", args=[codes.token_of(scene.half_day)])
    sign_in(scene.people[0]).post(address, {"person": scene.people[1].pk, "user": scene.people[1].pk})
    assert [row.user for row in Mark.objects.counting()] == [scene.people[0]]
    assert sign_in(UserFactory()).post(address, {}).status_code == 404
    with pytest.raises(NotAllowed):
        attendance.confirm_by_code(scene.half_day, by=UserFactory())


def test_a_waiting_list_is_no_attendance_sheet(scene: Group) -> None:
    Registration.objects.filter(user=scene.people[2]).update(state=SeatState.WAITING)
    assert attendance.mark_the_rest(scene.half_day, presence=PRESENT, by=scene.trainer) == 2
