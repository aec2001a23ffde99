"""Several people at the same second: real threads, real connections.

Each guard has its control: the same race with the guard taken off, which shows the fault.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from maillage.core import clock, events
from maillage.core.errors import Conflict, DomainError
from maillage.core.models import Event, OutboxMessage
from maillage.programmes import checks
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import cohort as cohorts
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Decision, Filing, MemberState
from maillage.programmes.models import Application, Call, Cohort, CohortMember, StageFile
from tests import racing
from tests.factories.programmes import ApplicationFactory, CallFactory, ProgrammeRoleFactory
from tests.factories.territories import commune
from tests.programmes.conftest import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
RECEIPT = "programmes/email/receipt"
LETTER = "programmes/email/decision"


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at once, each in its thread with its connection; what each gave or was refused."""
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


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> threading.Barrier:
    """The guards off: no row lock anywhere, and the two racers meet once they have read."""
    meeting = threading.Barrier(2)

    def read(application: Application) -> Application:
        row = Application.objects.select_related("call__programme", "project__commune__department").get(
            pk=application.pk
        )
        meeting.wait(timeout=20)
        return row

    monkeypatch.setattr(applications, "locked", read)
    monkeypatch.setattr(decisions, "locked", read)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    return meeting


# --- The closing second ----------------------------------------------------------
def closing_soon(world: World, number: int, seconds: float) -> list[Application]:
    drafts = [ApplicationFactory(call=world.call) for _draft in range(number)]
    closes_at = clock.database_now() + dt.timedelta(seconds=seconds)
    Call.objects.filter(pk=world.call.pk).update(closes_at=closes_at)
    return drafts


def submit_around_the_end(drafts: list[Application], over: float) -> list[Any]:
    def act(rank: int, draft: Application) -> Callable[[], Any]:
        def submit() -> Any:
            time.sleep(over * rank / len(drafts))
            return applications.submit(draft, by=draft.created_by)

        return submit

    return together(*(act(rank, draft) for rank, draft in enumerate(drafts)))


APPLICANTS = 200
# Connections at once; the others queue behind, as they would behind a pooler.
AT_ONCE = 40


def wait_for(moment: dt.datetime) -> None:
    """Until then by the database's own clock, which is the one that closes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(greatest(0, extract(epoch FROM %s - clock_timestamp())))", [moment])


def submit_all(drafts: list[Application], moments: list[dt.datetime | None]) -> list[Any]:
    """Each in a thread with its connection, at its moment; what each gave or was refused."""

    def submit(draft: Application, moment: dt.datetime | None) -> Any:
        try:
            if moment is not None:
                wait_for(moment)
            return applications.submit(draft, by=draft.created_by)
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(submit, drafts, moments))


def around_the_closing_second(world: World, number: int) -> tuple[list[Application], list[Any]]:
    """A fifth in good time, a fifth within forty milliseconds of the end, one surely after it, the rest
    when their turn comes."""
    drafts = [ApplicationFactory(call=world.call) for _draft in range(number)]
    fifth = number // 5
    early = submit_all(drafts[:fifth], [None] * fifth)
    closes_at = clock.database_now() + dt.timedelta(seconds=1)
    Call.objects.filter(pk=world.call.pk).update(closes_at=closes_at)
    step = dt.timedelta(milliseconds=40) / fifth
    near = [closes_at + (rank - fifth // 2) * step for rank in range(fifth)]
    rest: list[dt.datetime | None] = [None] * (number - 2 * fifth - 1)
    after = closes_at + dt.timedelta(milliseconds=50)
    return drafts, early + submit_all(drafts[fifth:], [*near, *rest, after])


def test_at_the_closing_second_each_is_received_or_told_and_none_is_half_saved(world: World) -> None:
    drafts, answers = around_the_closing_second(world, APPLICANTS)
    closes_at = Call.objects.get(pk=world.call.pk).closes_at
    received, told = set(), set()
    for draft, answer in zip(drafts, answers, strict=True):
        if isinstance(answer, Application):
            received.add(draft.pk)
        elif isinstance(answer, applications.CallClosed):
            told.add(draft.pk)
    assert received | told == {draft.pk for draft in drafts}
    assert len(received) >= APPLICANTS // 5
    assert told
    receipts = Counter(OutboxMessage.objects.filter(template=RECEIPT).values_list("recipient", flat=True))
    facts = Counter(
        Event.objects.filter(verb="programmes.application_submitted").values_list("subject_id", flat=True)
    )
    files = {file.application_id: file for file in StageFile.objects.all()}
    for row in Application.objects.select_related("created_by"):
        file = files[row.pk]
        said = (row.filing, row.stage_filing, file.filing, receipts[row.created_by.email], facts[str(row.pk)])
        moments = {row.submitted_at, row.stage_submitted_at, file.submitted_at}
        if row.pk in received:
            assert said == (Filing.SUBMITTED, Filing.SUBMITTED, Filing.SUBMITTED, 1, 1)
            (moment,) = moments
            assert moment is not None
            assert moment <= closes_at
        else:
            assert said == (Filing.DRAFT, Filing.DRAFT, Filing.DRAFT, 0, 0)
            assert moments == {None}


def test_control_without_the_check_late_files_get_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "_must_be_open", lambda *_given: None)
    drafts = closing_soon(world, 6, seconds=0.1)
    submit_around_the_end(drafts, over=1.0)
    closes_at = Call.objects.get(pk=world.call.pk).closes_at
    assert Application.objects.filter(submitted_at__gt=closes_at).exists()


def close_while_submitting(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Application]:
    """The officer moves the end to now, and somebody submits before this is committed."""
    draft = ApplicationFactory(call=world.call, project=world.project)
    moved, checked = threading.Event(), threading.Event()
    tell = events.record

    def slow_record(subject: Any, verb: str, **keywords: Any) -> Any:
        event = tell(subject, verb, **keywords)
        if verb == "programmes.call_moved":
            # The row is written and not committed: the submission begins now.
            moved.set()
            racing.until_met_or_waited_for(checked.is_set)
        return event

    monkeypatch.setattr(calls.events, "record", slow_record)

    def close() -> Any:
        end = clock.database_now() + dt.timedelta(milliseconds=200)
        return calls.move_closing(world.call, end, why="Assez de candidatures.", by=world.officer)

    def submit() -> Any:
        moved.wait(timeout=10)
        time.sleep(0.4)  # the new end is past, the old one is not
        try:
            return applications.submit(draft, by=world.carrier)
        finally:
            checked.set()

    answers = together(close, submit)
    draft.refresh_from_db()
    return answers[1], draft


def test_a_closure_and_a_submission_come_one_after_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, draft = close_while_submitting(world, monkeypatch)
    assert isinstance(answer, applications.CallClosed)
    assert draft.filing == Filing.DRAFT


def test_control_without_the_shared_lock_a_file_is_received_after_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(call_id: int) -> Call:
        return Call.objects.select_related("programme").get(pk=call_id)

    monkeypatch.setattr(applications, "shared", unguarded)
    answer, draft = close_while_submitting(world, monkeypatch)
    assert isinstance(answer, Application)
    assert draft.submitted_at is not None
    assert draft.submitted_at > Call.objects.get(pk=world.call.pk).closes_at


# --- The same thing twice ----------------------------------------------------------
def test_a_double_click_submits_once(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    answers = together(*[lambda: applications.submit(draft, by=world.carrier)] * 6)
    assert {answer.submitted_at for answer in answers} == {Application.objects.get().submitted_at}
    assert OutboxMessage.objects.filter(template=RECEIPT).count() == 1
    assert events.about(draft).filter(verb="programmes.application_submitted").count() == 1


def test_control_without_the_row_lock_a_double_click_sends_two_receipts(
    world: World, unlocked: threading.Barrier
) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    together(*[lambda: applications.submit(draft, by=world.carrier)] * 2)
    assert OutboxMessage.objects.filter(template=RECEIPT).count() == 2


def test_a_double_click_starts_one_draft(world: World) -> None:
    answers = together(*[lambda: applications.start(world.call, world.project, by=world.carrier)] * 6)
    assert {answer.pk for answer in answers} == {Application.objects.get().pk}


# --- Two officers ----------------------------------------------------------
def two_words(world: World) -> tuple[Application, list[Any]]:
    row = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    second = ProgrammeRoleFactory(programme=world.programme).user
    answers = together(
        lambda: decisions.decide(row, Decision.RETAINED, by=world.officer, seen=None),
        lambda: decisions.decide(row, Decision.REFUSED, reason="Non.", by=second, seen=None),
    )
    return row, answers


def test_two_officers_on_the_same_file_one_decides_and_the_other_is_told(world: World) -> None:
    row, answers = two_words(world)
    assert sorted(isinstance(answer, Conflict) for answer in answers) == [False, True]
    row.refresh_from_db()
    (kept,) = [answer for answer in answers if isinstance(answer, Application)]
    assert (row.decision, row.decided_by) == (kept.decision, kept.decided_by)


def test_control_without_the_row_lock_the_later_word_silently_wins(
    world: World, unlocked: threading.Barrier
) -> None:
    _row, answers = two_words(world)
    assert [isinstance(answer, Application) for answer in answers] == [True, True]


# --- Publishing twice ----------------------------------------------------------
def publish_twice(world: World) -> list[Any]:
    for _row in range(5):
        ApplicationFactory(call=world.call, refused=True)
    return together(*[lambda: decisions.publish(world.call, by=world.officer)] * 2)


def test_publishing_twice_at_once_announces_once(world: World) -> None:
    answers = publish_twice(world)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Publication"]
    assert OutboxMessage.objects.filter(template=LETTER).count() == 5


def test_control_without_locks_publishing_twice_sends_each_letter_twice(
    world: World, unlocked: threading.Barrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = checks.blocking

    def meet(call: Call) -> list[str]:
        unlocked.wait(timeout=20)
        return look(call)

    monkeypatch.setattr(checks, "blocking", meet)
    answers = publish_twice(world)
    assert [type(answer).__name__ for answer in answers] == ["Publication", "Publication"]
    assert OutboxMessage.objects.filter(template=LETTER).count() == 10


def test_a_decision_under_way_is_wholly_before_or_wholly_after_the_publication(world: World) -> None:
    """No letter ever says another decision than the one announced."""
    rows = [ApplicationFactory(call=world.call, refused=True) for _row in range(4)]
    together(
        lambda: decisions.publish(world.call, by=world.officer),
        *[
            lambda row=row: decisions.decide(row, Decision.WAITING, reason="Attente.", by=world.officer)
            for row in rows
        ],
    )
    for row in Application.objects.all():
        letters = OutboxMessage.objects.filter(template=LETTER, recipient=row.created_by.email)
        said = row.announced_reason
        assert [said in letter.body_text for letter in letters] == [True] * letters.count()
        assert letters.count() == (0 if row.announced_at is None else 1)


def test_a_draft_of_another_call_waits_for_nobody(world: World) -> None:
    """The lock is on one call: an announcement elsewhere does not hold a submission back."""
    other = CallFactory(programme=world.programme)
    draft = ApplicationFactory(call=other, project=world.project)
    ApplicationFactory(call=world.call, refused=True)
    answers = together(
        lambda: decisions.publish(world.call, by=world.officer),
        lambda: applications.submit(draft, by=world.carrier),
    )
    assert [type(answer).__name__ for answer in answers] == ["Publication", "Application"]


# --- Two officers and one promotion -----------------------------------------------------------------------
def placed_twice(world: World) -> tuple[CohortMember, list[Any]]:
    row = ApplicationFactory(call=world.call, project=world.project, retained=True, announced=True)
    member = CohortMember.objects.create(application=row, state=MemberState.TO_PLACE)
    day = timezone.localdate()
    first, second = (
        Cohort.objects.create(programme=world.programme, name=name, starts_on=day, ends_on=day)
        for name in ("Nord", "Sud")
    )
    other = ProgrammeRoleFactory(programme=world.programme).user
    answers = together(
        lambda: cohorts.place([member], first, by=world.officer),
        lambda: cohorts.place([member], second, by=other),
    )
    return member, answers


def test_two_officers_place_the_same_project_and_one_is_told(world: World) -> None:
    member, answers = placed_twice(world)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    move = member.moves.get()
    member.refresh_from_db()
    assert member.cohort == move.to_cohort


def test_control_without_the_lock_the_later_promotion_silently_wins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(2)
    judge = cohorts._pass

    def late(*given: Any, **more: Any) -> Any:
        meeting.wait(timeout=20)
        return judge(*given, **more)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(cohorts, "_pass", late)
    member, answers = placed_twice(world)
    assert not any(isinstance(answer, Conflict) for answer in answers)
    assert member.moves.count() == 2


def test_two_officers_add_a_share_and_both_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("07204", "43244", "23096"):
        commune(code)
    wave = world.call.waves.get()
    second = ProgrammeRoleFactory(programme=world.programme).user

    def race() -> list[str]:
        waves.set_quotas(wave, [("department", "23", 1)], by=world.officer)
        racing.together(
            lambda: waves.add_quota(wave, "department", "07", 1, by=world.officer),
            lambda: waves.add_quota(wave, "department", "43", 1, by=second),
        )
        return sorted(wave.quotas.values_list("value", flat=True))

    assert race() == ["07", "23", "43"]
    racing.unguarded(monkeypatch, waves, "_write_quotas")
    assert race() != ["07", "23", "43"]
