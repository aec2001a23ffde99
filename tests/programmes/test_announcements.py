"""Decisions checked, announced at a moment, with letters that have no hole; conditions and reopening."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage, StoredFile
from maillage.programmes import checks, letters
from maillage.programmes.actions import announcement as announcements
from maillage.programmes.actions import condition as conditions
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import letter as writing
from maillage.programmes.actions import reopening
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.actions.decision import Terms
from maillage.programmes.enums import Decision
from maillage.programmes.models import Announcement, Application, Letter, Quota
from maillage.programmes.queries.stage import waves_of
from maillage.programmes.tasks import publish_due
from maillage.programmes.views import announcement as announcing
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import ApplicationFactory
from tests.factories.projects import ProjectFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
PLAN = CohortPlan("Promotion 1", dt.date(2026, 1, 1), dt.date(2028, 12, 31))


def submitted(world: World, **traits: Any) -> Application:
    project = ProjectFactory(place=PlaceFactory())
    return ApplicationFactory(call=world.call, project=project, **{"submitted": True, **traits})


def text_of(stored: StoredFile) -> str:
    with stored.content.open("rb") as content:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content.read())).pages)


def soon(hours: float = 1) -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=hours)


# --- Letters ---------------------------------------------------------------------------------------------
def test_each_applicant_receives_their_letter_with_its_document(world: World, outbox: Any) -> None:
    row = submitted(world)
    decisions.decide(row, Decision.REFUSED, reason="Budget trop court. #panic()", by=world.officer)
    writing.write_template(
        world.call,
        Decision.REFUSED,
        subject="Réponse à {{ projet }}",
        body="Bonjour {{ Porteurs }},\n\n{{ motif }}\n\nRecours jusqu’au {{ recours }}.",
        by=world.officer,
    )
    decisions.publish(world.call, by=world.officer, terms=Terms(appeal_days=30))
    [mail] = outbox.to(row.created_by.email)
    letter = Letter.objects.get()
    assert mail.subject == f"Réponse à {row.title}"
    assert "Budget trop court. #panic()" in mail.body
    [attached] = mail.attachments
    assert (attached.mimetype, attached.content[:5]) == ("application/pdf", b"%PDF-")
    words = " ".join(text_of(letter.file).split())
    assert f"Bonjour {row.created_by}, Budget trop court. #panic() Recours jusqu’au" in words
    row.refresh_from_db()
    assert row.appeal_until == timezone.localdate() + dt.timedelta(days=30)
    assert row.created_by.has_perm("programmes.view_application", row)


def test_an_unknown_field_is_refused_when_it_is_written(world: World) -> None:
    for body in ("Bonjour {{ porteur }}", "Bonjour {{ projet", "Bonjour projet }}"):
        with pytest.raises(Invalid):
            writing.write_template(world.call, Decision.REFUSED, subject="X", body=body, by=world.officer)
    with pytest.raises(NotAllowed):
        writing.write_template(world.call, Decision.REFUSED, subject="X", body="Y", by=world.carrier)


def test_an_empty_field_stops_everything_and_names_the_field_and_the_file(world: World) -> None:
    fine, hole = submitted(world, refused=True), submitted(world)
    decisions.decide(fine, Decision.RETAINED, amount=Decimal(900), by=world.officer)
    decisions.decide(hole, Decision.RETAINED, by=world.officer)
    writing.write_template(
        world.call, Decision.RETAINED, subject="Bravo", body="Montant : {{ montant }}.", by=world.officer
    )
    for announce in (
        lambda: decisions.publish(world.call, by=world.officer, cohorts=[PLAN]),
        lambda: announcements.schedule(world.call, at=soon(), by=world.officer, cohorts=[PLAN]),
    ):
        with pytest.raises(writing.LettersIncomplete) as refusal:
            announce()
        assert [(fault.field, fault.file) for fault in refusal.value.faults] == [
            ("montant", f"{hole.title} ({hole.reference})")
        ]
        assert hole.reference in str(refusal.value.sentence)
    assert (Letter.objects.count(), OutboxMessage.objects.count(), Announcement.objects.count()) == (0, 0, 0)
    assert not Application.objects.exclude(announced_decision="none").exists()


def test_the_houses_letters_have_no_hole(world: World) -> None:
    for decision in Decision:
        if decision == Decision.NONE:
            continue
        row = submitted(world)
        decisions.decide(row, decision, reason="Raison.", amount=Decimal(10), by=world.officer)
        if decision == Decision.CONDITIONAL:
            conditions.set_conditions(row, [("Signer", dt.date(2027, 1, 1))], by=world.officer)
    world.call.places = 20
    world.call.save()
    terms = Terms(answer_by=timezone.localdate() + dt.timedelta(days=9), appeal_days=30)
    done = decisions.publish(world.call, by=world.officer, cohorts=[PLAN], terms=terms)
    assert len(done.letters) == len(Decision) - 1
    assert not any("{{" in letter.body or "}}" in letter.body for letter in done.letters)


def test_every_field_says_what_it_is_and_every_one_is_filled(world: World) -> None:
    row = submitted(world, requested_amount="25000")
    decisions.decide(row, Decision.WAITING, reason="Complet.", amount=Decimal(5), by=world.officer)
    conditions.set_conditions(row, [("Signer", dt.date(2027, 1, 1))], by=world.officer)
    world.programme.contact_email = "contact@operateur.example"
    world.programme.save()
    row.refresh_from_db()
    [facts] = letters.facts_of(
        type(world.call).objects.get(pk=world.call.pk), [row], answer_by=dt.date(2027, 1, 1), appeal_days=3
    )
    empty = [entry.name for entry in letters.FIELDS if not entry.value(facts)]
    # This project has no organisation: its carriers are people.
    assert empty == ["structure"]


# --- Checks ---------------------------------------------------------------------------------------------
def test_more_than_the_budget_is_refused(world: World) -> None:
    world.call.budget_amount = Decimal(1000)
    world.call.save()
    row = submitted(world)
    decisions.decide(row, Decision.RETAINED, amount=Decimal(1001), by=world.officer)
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    decisions.decide(row, Decision.RETAINED, amount=Decimal(1000), by=world.officer)
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN])


def test_a_quota_is_held(world: World) -> None:
    rows = [submitted(world, retained=True) for _ in range(2)]
    [wave] = waves_of(world.call)
    quota = Quota.objects.create(wave=wave, kind="department", value=rows[0].department_id, places=1)
    assert len(checks.blocking(world.call)) == 1
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    quota.places = 2
    quota.save()
    assert checks.blocking(world.call) == []


def test_retained_under_conditions_lists_them(world: World) -> None:
    row = submitted(world)
    decisions.decide(row, Decision.CONDITIONAL, by=world.officer)
    with pytest.raises(Conflict, match=row.reference):
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    conditions.set_conditions(row, [("Signer le bail", dt.date(2027, 3, 1))], by=world.officer)
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    assert "Signer le bail" in Letter.objects.get().body


# --- Ranks -------------------------------------------------------------------------------------------------
def test_the_waiting_list_is_ranked_and_moves_aside(world: World) -> None:
    first, second, third = (submitted(world) for _ in range(3))
    for row in (first, second):
        decisions.decide(row, Decision.WAITING, reason="Complet.", by=world.officer)
    decisions.decide(third, Decision.WAITING, reason="Complet.", rank=1, by=world.officer)
    assert letters.ranks_of(world.call) == {third.pk: 1, first.pk: 2, second.pk: 3}
    decisions.decide(third, Decision.REFUSED, reason="Non.", by=world.officer)
    assert letters.ranks_of(world.call) == {first.pk: 1, second.pk: 2}
    decisions.rank(world.call, [second.pk], by=world.officer)
    assert letters.ranks_of(world.call) == {second.pk: 1, first.pk: 2}
    with pytest.raises(Invalid):
        decisions.rank(world.call, [third.pk], by=world.officer)


# --- At a moment --------------------------------------------------------------------------------------------
def test_what_is_scheduled_leaves_once_at_its_moment(world: World) -> None:
    row = submitted(world, refused=True)
    coming = announcements.schedule(world.call, at=soon(), by=world.officer)
    assert announcements.publish_due() == 0
    with time_machine.travel(soon(2)):
        Announcement.objects.update(publish_at=timezone.now() - dt.timedelta(hours=2))
    publish_due(timestamp=0)
    publish_due(timestamp=0)
    row.refresh_from_db()
    coming.refresh_from_db()
    assert (row.announced_decision, coming.state, coming.counts) == ("refused", "done", {"refused": 1})
    assert (Letter.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def due(world: World) -> Announcement:
    coming = announcements.schedule(world.call, at=soon(), by=world.officer, cohorts=[PLAN])
    Announcement.objects.update(publish_at=timezone.now() - dt.timedelta(minutes=1))
    coming.refresh_from_db()
    return coming


def test_a_worker_that_dies_in_the_middle_leaves_all_of_it_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        submitted(world, refused=True)
    due(world)
    post = writing.post
    monkeypatch.setattr(writing, "post", lambda *_a, **_k: (_ for _ in ()).throw(SystemExit(1)))
    with pytest.raises(SystemExit):
        announcements.publish_due()
    assert (Letter.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    assert not Application.objects.exclude(announced_decision="none").exists()
    monkeypatch.setattr(writing, "post", post)
    assert announcements.publish_due() == 1
    assert (Letter.objects.count(), OutboxMessage.objects.count()) == (3, 3)
    assert announcements.publish_due() == 0


def test_what_can_no_longer_leave_says_why_and_announces_nothing(world: World) -> None:
    submitted(world, retained=True)
    coming = due(world)
    for _ in range(3):
        submitted(world, retained=True)
    assert announcements.publish_due() == 0
    coming.refresh_from_db()
    assert coming.state == "failed"
    assert "(3)" in coming.failure
    told = OutboxMessage.objects.get(template="programmes/email/announcement_failed")
    assert (told.recipient, coming.failure in told.body_text) == (world.officer.email, True)
    assert Letter.objects.count() == 0
    world.call.places = 9
    world.call.save()
    announcements.schedule(world.call, at=soon(), by=world.officer, cohorts=[PLAN])
    assert Announcement.objects.get().state == "scheduled"


def test_it_is_changed_and_cancelled_before(world: World) -> None:
    submitted(world, refused=True)
    first = announcements.schedule(world.call, at=soon(), by=world.officer)
    later = soon(5)
    changed = announcements.schedule(world.call, at=later, by=world.officer, terms=Terms(appeal_days=10))
    assert (changed.pk, changed.publish_at, changed.appeal_days) == (first.pk, later, 10)
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer)
    announcements.cancel(changed, by=world.officer)
    with pytest.raises(TransitionRefused):
        announcements.cancel(changed, by=world.officer)
    Announcement.objects.update(publish_at=timezone.now() - dt.timedelta(hours=1))
    assert announcements.publish_due() == 0
    assert decisions.publish(world.call, by=world.officer).total == 1


def test_a_moment_that_is_past_or_nothing_to_say_is_refused(world: World) -> None:
    with pytest.raises(Conflict):
        announcements.schedule(world.call, at=soon(), by=world.officer)
    submitted(world, retained=True)
    with pytest.raises(Invalid):
        announcements.schedule(world.call, at=soon(-1), by=world.officer, cohorts=[PLAN])
    with pytest.raises(Invalid):
        announcements.schedule(world.call, at=soon(), by=world.officer)
    with pytest.raises(NotAllowed):
        announcements.schedule(world.call, at=soon(), by=world.carrier, cohorts=[PLAN])


# --- Conditions lifted ------------------------------------------------------------------------------------
def test_the_last_condition_lifted_retains_outright_and_tells(world: World) -> None:
    row = submitted(world)
    decisions.decide(row, Decision.CONDITIONAL, by=world.officer)
    days = [("Signer le bail", dt.date(2027, 3, 1)), ("Ouvrir un compte", dt.date(2027, 2, 1))]
    conditions.set_conditions(row, days, by=world.officer)
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    row.refresh_from_db()
    with pytest.raises(Conflict):
        conditions.set_conditions(row, [], by=world.officer)
    first, last = row.conditions.order_by("due_on")
    conditions.lift(first, note="Relevé reçu.", by=world.officer)
    row.refresh_from_db()
    assert row.announced_decision == Decision.CONDITIONAL
    with pytest.raises(Conflict):
        conditions.lift(first, by=world.officer)
    conditions.lift(last, by=world.officer)
    row.refresh_from_db()
    assert (row.decision, row.announced_decision) == ("retained", "retained")
    assert OutboxMessage.objects.filter(template="programmes/email/conditions_lifted").count() == 1


# --- Reopening -------------------------------------------------------------------------------------------
def test_reopening_is_told_traced_and_ends_with_the_next_announcement(world: World) -> None:
    row = submitted(world, refused=True)
    decisions.publish(world.call, by=world.officer)
    row.refresh_from_db()
    with pytest.raises(Conflict):
        decisions.decide(row, Decision.RETAINED, by=world.officer)
    with pytest.raises(Invalid):
        reopening.reopen(row, why=" ", by=world.officer)
    reopening.reopen(row, why="Erreur sur la commune.", by=world.officer)
    with pytest.raises(Conflict):
        reopening.reopen(row, why="Encore.", by=world.officer)
    told = OutboxMessage.objects.get(template="programmes/email/reopened")
    assert "Erreur sur la commune." in told.body_text
    row.refresh_from_db()
    assert row.announced_decision == Decision.REFUSED
    decisions.decide(row, Decision.RETAINED, by=world.officer)
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    row.refresh_from_db()
    kept = row.reopenings.get()
    assert (row.announced_decision, kept.told, kept.ended_at is None) == ("retained", "refused", False)
    assert Letter.objects.count() == 2
    verbs = [event.verb for event in events.about(row)]
    assert "programmes.decision_reopened" in verbs
    assert "programmes.reopening_ended" in verbs


def test_a_reopened_decision_may_stand(world: World) -> None:
    row = submitted(world, refused=True)
    decisions.publish(world.call, by=world.officer)
    row.refresh_from_db()
    reopening.reopen(row, why="À revoir.", by=world.officer)
    reopening.confirm(row, by=world.officer)
    assert OutboxMessage.objects.filter(template="programmes/email/reopening_ended").count() == 1
    with pytest.raises(Conflict):
        decisions.decide(row, Decision.RETAINED, by=world.officer)


def test_a_large_announcement_leaves_by_the_worker_and_not_before_a_waiting_page(
    world: World, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "AT_ONCE", 1)
    rows = [ApplicationFactory(call=world.call, refused=True) for _row in range(2)]
    path = reverse("programmes:announce", args=["ateliers", world.call.pk])
    officer = sign_in(world.officer)
    stale = {"expected": '{"refused": 5}', "offer_days": "10"}
    assert officer.post(path, stale).context["form"].errors
    assert not Announcement.objects.exists()
    officer.post(path, {**stale, "expected": '{"refused": 2}'})
    assert Announcement.objects.get().state == "scheduled"
    with clock.replaying(clock.database_now() + dt.timedelta(minutes=1)):
        assert announcements.publish_due() == 1
    for row in rows:
        row.refresh_from_db()
    assert [row.announced_decision for row in rows] == ["refused", "refused"]
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("number", [2, 30])
def test_announcing_asks_five_statements_a_file_and_no_more(world: World, number: int) -> None:
    rows = [ApplicationFactory(call=world.call, refused=True) for _row in range(number)]
    with CaptureQueriesContext(connection) as asked:
        decisions.publish(world.call, by=world.officer)
    assert Letter.objects.count() == len(rows)
    # One per file: the bytes kept, the message, its job, the database's clock. All else is for all.
    assert len(asked) <= 45 + 5 * number
