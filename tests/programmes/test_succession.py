"""Places confirmed, given back, handed on at the deadline; appeals in their window."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from maillage.core import registry
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.programmes.actions import appeal as appeals
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import letter as writing
from maillage.programmes.actions import reopening, succession
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.actions.decision import Terms
from maillage.programmes.enums import Decision, LabelState, MemberState, OfferState
from maillage.programmes.models import Appeal, Application, CohortMember, Label, Letter, PlaceOffer, Quota
from maillage.programmes.queries.stage import waves_of
from maillage.programmes.tasks import lapse_places
from tests.factories.accounts import UserFactory
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import ApplicationFactory
from tests.factories.projects import ProjectFactory
from tests.factories.territories import LYON, commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PLAN = CohortPlan("Promotion 1", dt.date(2026, 1, 1), dt.date(2028, 12, 31))


@pytest.fixture
def files(world: World) -> dict[str, Application]:
    """Three retained files for three places, three that wait in the order of their names; announced."""
    rows: dict[str, Application] = {}
    for name in ("a", "b", "c", "first", "second", "third"):
        carrier = UserFactory()
        project = ProjectFactory(title=name, place=PlaceFactory(), carrier=carrier, created_by=carrier)
        rows[name] = ApplicationFactory(call=world.call, project=project, submitted=True)
    for name in ("a", "b", "c"):
        decisions.decide(rows[name], Decision.RETAINED, by=world.officer)
    for name in ("first", "second", "third"):
        decisions.decide(rows[name], Decision.WAITING, reason="Complet.", by=world.officer)
    terms = Terms(answer_by=TODAY() + dt.timedelta(days=15), offer_days=5, appeal_days=30, moves_on=True)
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN], terms=terms)
    for row in rows.values():
        row.refresh_from_db()
    OutboxMessage.objects.all().delete()
    return rows


def offer_of(row: Application) -> PlaceOffer:
    return PlaceOffer.objects.filter(application=row).order_by("-pk")[0]


def carrier(row: Application) -> Any:
    return row.created_by


def told(row: Application) -> tuple[str, str]:
    row.refresh_from_db()
    return row.decision, row.announced_decision


def open_offers() -> list[str]:
    rows = PlaceOffer.objects.filter(state=OfferState.OPEN, kind="succession")
    return sorted(rows.values_list("application__title", flat=True))


# --- Confirming ----------------------------------------------------------------------------------------
def test_retained_teams_confirm_their_place(world: World, files: dict[str, Application]) -> None:
    offer = offer_of(files["a"])
    assert (offer.state, offer.answer_by) == ("open", succession.end_of(TODAY() + dt.timedelta(days=15)))
    with pytest.raises(NotAllowed):
        succession.accept(offer, by=carrier(files["b"]))
    succession.accept(offer, by=carrier(files["a"]))
    assert succession.accept(offer, by=carrier(files["a"])).state == "accepted"
    assert told(files["a"]) == ("retained", "retained")
    assert [m.recipient for m in OutboxMessage.objects.all()] == [world.officer.email]


def test_a_place_given_back_goes_to_the_first_of_the_list(
    world: World, files: dict[str, Application]
) -> None:
    succession.decline(offer_of(files["a"]), note="Plus de local.", by=carrier(files["a"]))
    assert told(files["a"]) == ("withdrawn", "withdrawn")
    assert CohortMember.objects.get(application=files["a"]).state == MemberState.DROPPED_OUT
    assert Label.objects.get(application=files["a"]).state == LabelState.ENDED
    assert open_offers() == ["first"]
    offer = offer_of(files["first"])
    assert offer.freed_by == files["a"]
    assert offer.answer_by == succession.end_of(TODAY() + dt.timedelta(days=5))
    mail = OutboxMessage.objects.get(template="programmes/email/place_offered")
    assert mail.recipient == carrier(files["first"]).email
    assert f"/candidatures/{files['first'].reference}/place/" in mail.body_text

    succession.accept(offer, by=carrier(files["first"]))
    assert told(files["first"]) == ("retained", "retained")
    member = CohortMember.objects.get(application=files["first"])
    assert (member.state, member.cohort.name if member.cohort else "") == ("active", "Promotion 1")
    assert Label.objects.get(application=files["first"]).state == LabelState.GRANTED
    assert Letter.objects.filter(application=files["first"], decision="retained").count() == 1


def test_a_team_that_confirmed_may_still_give_its_place_back(files: dict[str, Application]) -> None:
    offer = offer_of(files["a"])
    succession.accept(offer, by=carrier(files["a"]))
    succession.decline(offer, by=carrier(files["a"]))
    assert (offer_of(files["a"]).state, open_offers()) == ("declined", ["first"])


def test_each_free_place_is_offered_once(files: dict[str, Application]) -> None:
    for name in ("a", "b"):
        succession.decline(offer_of(files[name]), by=carrier(files[name]))
    assert open_offers() == ["first", "second"]
    succession.decline(offer_of(files["first"]), by=carrier(files["first"]))
    assert told(files["first"]) == ("withdrawn", "withdrawn")
    assert open_offers() == ["second", "third"]


# --- The deadline ----------------------------------------------------------------------------------------
def test_at_the_deadline_the_place_moves_on_by_itself(files: dict[str, Application]) -> None:
    succession.decline(offer_of(files["a"]), by=carrier(files["a"]))
    PlaceOffer.objects.filter(application=files["first"]).update(
        answer_by=timezone.now() - dt.timedelta(seconds=1)
    )
    with pytest.raises(Conflict):
        succession.accept(offer_of(files["first"]), by=carrier(files["first"]))
    lapse_places(timestamp=0)
    lapse_places(timestamp=0)
    assert (offer_of(files["first"]).state, told(files["first"])) == ("lapsed", ("withdrawn", "withdrawn"))
    assert open_offers() == ["second"]
    templates = list(OutboxMessage.objects.order_by("pk").values_list("template", flat=True))
    assert templates.count("programmes/email/place_lapsed") == 1
    assert templates.count("programmes/email/place_offered") == 2


def test_a_retained_team_that_never_answers_loses_its_place(files: dict[str, Application]) -> None:
    PlaceOffer.objects.filter(application=files["c"]).update(answer_by=timezone.now())
    assert succession.lapse_due() == 1
    assert (told(files["c"]), open_offers()) == (("withdrawn", "withdrawn"), ["first"])


def test_one_that_is_not_binding_waits_for_the_officers(files: dict[str, Application]) -> None:
    PlaceOffer.objects.filter(application=files["c"]).update(answer_by=timezone.now(), moves_on=False)
    assert succession.lapse_due() == 0
    succession.accept(offer_of(files["c"]), by=carrier(files["c"]))


def test_a_reminder_leaves_once_before_the_deadline(files: dict[str, Application]) -> None:
    assert succession.remind_due() == 0
    PlaceOffer.objects.update(offered_at=timezone.now() - dt.timedelta(days=14))
    with time_machine.travel(timezone.now()):
        PlaceOffer.objects.update(answer_by=timezone.now() + dt.timedelta(hours=30))
        assert succession.remind_due() == 3
        assert succession.remind_due() == 0
    assert OutboxMessage.objects.filter(template="programmes/email/place_reminder").count() == 3


# --- What else frees or fills a place -----------------------------------------------------------------
def test_a_full_quota_is_passed_over(world: World, files: dict[str, Application]) -> None:
    [wave] = waves_of(world.call)
    elsewhere = ApplicationFactory(
        call=world.call,
        project=ProjectFactory(title="elsewhere", commune=commune(LYON)),
        waiting=True,
        announced=True,
        waiting_rank=9,
    )
    Quota.objects.create(wave=wave, kind="department", value=files["a"].department_id, places=2)
    succession.decline(offer_of(files["a"]), by=carrier(files["a"]))
    assert elsewhere.department_id != files["a"].department_id
    assert open_offers() == ["elsewhere"]


def test_a_withdrawal_of_the_waiting_list_lets_its_offer_go(files: dict[str, Application]) -> None:
    succession.decline(offer_of(files["a"]), by=carrier(files["a"]))
    applications.withdraw(files["first"], by=carrier(files["first"]))
    assert (offer_of(files["first"]).state, open_offers()) == ("cancelled", ["second"])


def test_a_decision_reopened_and_refused_frees_its_place(world: World, files: dict[str, Application]) -> None:
    reopening.reopen(files["b"], why="Fausse déclaration.", by=world.officer)
    decisions.decide(files["b"], Decision.REFUSED, reason="Fausse déclaration.", by=world.officer)
    decisions.publish(world.call, by=world.officer)
    assert Label.objects.get(application=files["b"]).state == LabelState.ENDED
    assert open_offers() == ["first"]


def test_a_template_with_a_hole_does_not_keep_a_team_from_its_place(
    world: World, files: dict[str, Application]
) -> None:
    writing.write_template(
        world.call, Decision.RETAINED, subject="Bravo", body="{{ montant }}", by=world.officer
    )
    succession.decline(offer_of(files["a"]), by=carrier(files["a"]))
    succession.accept(offer_of(files["first"]), by=carrier(files["first"]))
    letter = Letter.objects.get(application=files["first"], decision="retained")
    assert "{{" not in letter.body


# --- Appeals -----------------------------------------------------------------------------------------------
def test_an_appeal_is_received_in_its_window_and_answered_by_letter(
    world: World, files: dict[str, Application]
) -> None:
    row = files["first"]
    with pytest.raises(NotAllowed):
        appeals.file(row, kind="appeal", text="Non.", by=carrier(files["a"]))
    with pytest.raises(Invalid):
        appeals.file(row, kind="appeal", text="  ", by=carrier(row))
    appeal = appeals.file(row, kind="appeal", text="Notre commune est en zone rurale.", by=carrier(row))
    with pytest.raises(Conflict):
        appeals.file(row, kind="appeal", text="Encore.", by=carrier(row))
    assert sorted(OutboxMessage.objects.values_list("template", flat=True)) == [
        "programmes/email/appeal_received",
        "programmes/email/appeal_to_answer",
    ]
    with pytest.raises(Invalid):
        appeals.answer(appeal, outcome="dismissed", text=" ", by=world.officer)
    appeals.answer(appeal, outcome="dismissed", text="La liste reste la même.", by=world.officer)
    appeal.refresh_from_db()
    assert appeal.letter is not None
    assert (appeal.state, appeal.letter.kind, appeal.letter.file.media_type) == (
        "dismissed",
        "appeal",
        "application/pdf",
    )
    mail = OutboxMessage.objects.get(template="programmes/email/decision")
    assert (mail.attachment, "La liste reste la même." in mail.body_text) == (appeal.letter.file, True)
    with pytest.raises(TransitionRefused):
        appeals.answer(appeal, outcome="upheld", text="Si.", by=world.officer)


def test_after_the_last_day_only_officers_write_it_down_as_late(
    world: World, files: dict[str, Application]
) -> None:
    row = files["first"]
    Application.objects.filter(pk=row.pk).update(appeal_until=TODAY() - dt.timedelta(days=2))
    with pytest.raises(Conflict):
        appeals.file(row, kind="complaint", text="Trop tard ?", by=carrier(row))
    days = {"late": TODAY() - dt.timedelta(days=1), "in time": TODAY() - dt.timedelta(days=2)}
    for text, day in days.items():
        appeals.record(row, kind="complaint", text=text, received_on=day, by=world.officer)
    with pytest.raises(Invalid):
        appeals.record(
            row, kind="appeal", text="x", received_on=TODAY() + dt.timedelta(days=1), by=world.officer
        )
    assert dict(Appeal.objects.values_list("text", "is_late")) == {"late": True, "in time": False}


def test_a_place_to_answer_is_on_the_desk_of_its_carriers_until_they_answer(
    world: World, files: dict[str, Application]
) -> None:
    source = registry.todo_sources.get("programmes")
    assert source is not None

    def desk(user: Any) -> list[tuple[str, dt.date | None]]:
        return [(item.url, item.due_on) for item in source.items_for(user)]

    kept = offer_of(files["a"])
    carrier = files["a"].created_by
    url = reverse("programmes:place", args=[files["a"].reference])
    assert desk(carrier) == [(url, TODAY(kept.answer_by))]
    succession.accept(kept, by=carrier)
    assert desk(carrier) == []
    # Its deadline is past: there is nothing to do any more, whether or not the clock has run.
    with time_machine.travel(offer_of(files["b"]).answer_by + dt.timedelta(minutes=1)):
        assert desk(files["b"].created_by) == []
    # Whoever waits has nothing to answer until a place is free.
    assert desk(files["first"].created_by) == []
    succession.decline(offer_of(files["b"]), by=files["b"].created_by)
    url = reverse("programmes:place", args=[files["first"].reference])
    assert [found for found, _day in desk(files["first"].created_by)] == [url]
    assert desk(UserFactory()) == []
