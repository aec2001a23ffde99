"""Labels: what may follow what, each state with its days, reminders, the public register."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
import segno
import zeal
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core import events
from maillage.core.errors import Conflict, Invalid, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.directory import actions as directory
from maillage.directory import extensions
from maillage.programmes.actions import condition as decision_conditions
from maillage.programmes.actions import label as labels
from maillage.programmes.actions import label_reminders
from maillage.programmes.actions.label import Condition
from maillage.programmes.certificates import certificate, code_of, public_url, qr_svg
from maillage.programmes.enums import (
    CONDITION_TRANSITIONS,
    LABEL_TRANSITIONS,
    ConditionOutcome,
    LabelState,
    Standing,
)
from maillage.programmes.models import Cohort, Label
from maillage.programmes.models.label import new_code
from maillage.programmes.register import labels as label_register
from maillage.programmes.register.invariants import broken_periods, foreign_labels, lost_files
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.programmes import ApplicationFactory, LabelFactory, ProgrammeFactory
from tests.factories.territories import SAINT_DENIS_REUNION, commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
GRANTED_ON = dt.date(2026, 1, 1)


def day(months: int, number: int = 1) -> dt.datetime:
    """Noon of a day, some months after the label began."""
    years, month = divmod(months, 12)
    return dt.datetime(2026 + years, month + 1, number, 12, tzinfo=dt.UTC)


@pytest.fixture
def label(world: World, time_machine: Any) -> Label:
    """Granted for three years on 1 January 2026."""
    time_machine.move_to(day(0), tick=False)
    world.programme.roles.update(starts_on=GRANTED_ON)
    return labels.grant(
        world.programme,
        project=world.project,
        place=world.place,
        starts_on=GRANTED_ON,
        ends_on=dt.date(2028, 12, 31),
        by=world.officer,
    )


def story(label: Label) -> list[tuple[str, str, str]]:
    return [
        (row.state, row.starts_on.isoformat(), row.ends_on.isoformat())
        for row in label.periods.order_by("starts_on")
    ]


def test_tables_reach_every_state() -> None:
    assert unreachable(LABEL_TRANSITIONS, LabelState.GRANTED) == set()
    assert unreachable(CONDITION_TRANSITIONS, ConditionOutcome.OPEN) == set()
    assert set(LABEL_TRANSITIONS) == set(LabelState)


def test_each_day_of_a_label_has_one_answer(world: World, label: Label, time_machine: Any) -> None:
    officer = world.officer
    time_machine.move_to(day(2), tick=False)
    labels.suspend(label, why="Travaux.", by=officer)
    time_machine.move_to(day(5), tick=False)
    labels.resume(label, why="Finis.", by=officer)
    time_machine.move_to(day(30), tick=False)
    labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan positif.", by=officer)
    time_machine.move_to(day(36), tick=False)
    label = labels.end(label, why="Départ.", by=officer)
    assert story(label) == [
        ("granted", "2026-01-01", "2026-02-28"),
        ("suspended", "2026-03-01", "2026-05-31"),
        ("granted", "2026-06-01", "2028-06-30"),
        ("renewed", "2028-07-01", "2028-12-31"),
        ("ended", "2029-01-01", "2029-01-01"),
    ]
    answers = {
        dt.date(2025, 12, 31): Standing.UPCOMING,
        dt.date(2026, 1, 1): Standing.GRANTED,
        dt.date(2026, 3, 1): Standing.SUSPENDED,
        dt.date(2026, 5, 31): Standing.SUSPENDED,
        dt.date(2026, 6, 1): Standing.GRANTED,
        dt.date(2028, 12, 31): Standing.RENEWED,
        dt.date(2029, 1, 1): Standing.ENDED,
        dt.date(2030, 1, 1): Standing.ENDED,
    }
    assert {asked: label.standing_on(asked) for asked in answers} == answers
    held = {asked: Label.objects.held(asked).exists() for asked in answers}
    assert [asked for asked, is_held in held.items() if is_held] == [
        dt.date(2026, 1, 1),
        dt.date(2026, 6, 1),
        dt.date(2028, 12, 31),
    ]


def test_a_label_runs_out_by_its_last_day_and_nothing_else(label: Label, time_machine: Any) -> None:
    time_machine.move_to(day(35, 31), tick=False)
    assert (label.standing, Label.objects.in_force().count()) == (Standing.GRANTED, 1)
    time_machine.move_to(day(36), tick=False)
    assert (label.standing, Label.objects.in_force().count()) == (Standing.ENDED, 0)
    assert Label.objects.standing(Standing.ENDED).count() == 1
    assert Label.objects.standing(Standing.GRANTED).count() == 0


def test_what_ran_out_is_neither_renewed_nor_suspended(world: World, label: Label, time_machine: Any) -> None:
    time_machine.move_to(day(36), tick=False)
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Trop tard.", by=world.officer)
    with pytest.raises(Conflict):
        labels.suspend(label, why="Trop tard.", by=world.officer)


def test_two_words_on_one_day_leave_the_last(world: World, label: Label) -> None:
    labels.suspend(label, why="Doute.", by=world.officer)
    label = labels.resume(label, why="Levé.", by=world.officer)
    assert story(label) == [("granted", "2026-01-01", "2028-12-31")]
    verbs = [event.verb.partition("_")[2] for event in events.about(label)]
    assert verbs == ["resumed", "suspended", "granted"]


def test_an_end_to_come_only_brings_the_last_day_forward(
    world: World, label: Label, time_machine: Any
) -> None:
    label = labels.end(label, on=dt.date(2026, 7, 1), why="Déménagement.", by=world.officer)
    assert (label.standing, label.ends_on) == (Standing.GRANTED, dt.date(2026, 6, 30))
    assert story(label) == [("granted", "2026-01-01", "2026-06-30")]
    time_machine.move_to(day(6), tick=False)
    assert label.standing == Standing.ENDED
    assert label.standing_on(dt.date(2026, 6, 30)) == Standing.GRANTED


def test_a_renewed_label_stays_renewed_when_it_is_resumed(
    world: World, label: Label, time_machine: Any
) -> None:
    time_machine.move_to(day(30), tick=False)
    labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    with pytest.raises(Invalid):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Encore.", by=world.officer)
    time_machine.move_to(day(31), tick=False)
    labels.suspend(label, why="Travaux.", by=world.officer)
    time_machine.move_to(day(32), tick=False)
    label = labels.resume(label, why="Finis.", by=world.officer)
    assert label.standing == Standing.RENEWED


def test_renewing_over_another_label_of_the_place_is_refused_whole(world: World, label: Label) -> None:
    LabelFactory(
        programme=world.programme,
        place=world.place,
        starts_on=dt.date(2029, 1, 1),
        ends_on=dt.date(2029, 12, 31),
    )
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    label.refresh_from_db()
    assert (label.state, label.ends_on) == (LabelState.GRANTED, dt.date(2028, 12, 31))
    assert story(label) == [("granted", "2026-01-01", "2028-12-31")]


def test_conditions_are_settled_one_by_one_and_the_last_gives_the_label_back(
    world: World, label: Label, time_machine: Any
) -> None:
    two = [Condition("Assurer l’atelier", dt.date(2026, 3, 1)), Condition("Ouvrir", dt.date(2026, 6, 1))]
    label = labels.set_conditions(label, two, why="Sous réserve.", by=world.officer)
    assert (label.standing, label.is_in_force) == (Standing.CONDITIONAL, True)
    first, second = label.conditions.all()
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    time_machine.move_to(day(1), tick=False)
    label = labels.settle(first, ConditionOutcome.MET, note="Attestation reçue.", by=world.officer)
    assert label.state == LabelState.CONDITIONAL
    with pytest.raises(TransitionRefused):
        labels.settle(first, ConditionOutcome.WAIVED, note="Encore.", by=world.officer)
    with pytest.raises(Invalid):
        labels.settle(second, ConditionOutcome.WAIVED, note="", by=world.officer)
    # Suspended meanwhile, it comes back under its condition.
    labels.suspend(label, why="Doute.", by=world.officer)
    label = labels.resume(label, why="Levé.", by=world.officer)
    assert label.state == LabelState.CONDITIONAL
    time_machine.move_to(day(3), tick=False)
    label = labels.settle(second, ConditionOutcome.WAIVED, note="Sans objet.", by=world.officer)
    assert label.standing == Standing.GRANTED
    assert [row[0] for row in story(label)] == ["conditional", "conditional", "granted"]
    told = OutboxMessage.objects.filter(recipient=world.carrier.email).order_by("pk")
    assert "Assurer l’atelier" in told[0].body_text


def test_a_label_may_be_granted_under_conditions(world: World) -> None:
    today = timezone.localdate()
    place = PlaceFactory()
    label = labels.grant(
        world.programme,
        project=world.project,
        place=place,
        starts_on=today,
        ends_on=today,
        conditions=[Condition("Assurer l’atelier", today)],
        by=world.officer,
    )
    assert (label.state, label.periods.get().state) == ("conditional", "conditional")
    assert label.conditions.get().is_open


def test_lifting_the_condition_of_a_decision_settles_that_of_its_label(world: World) -> None:
    told = ApplicationFactory(
        call=world.call,
        project=world.project,
        retained=True,
        announced=True,
        decision="conditional",
    )
    today = timezone.localdate()
    asked = told.conditions.create(text="Signer le bail.", due_on=today)
    label = Label(
        programme=world.programme,
        project=world.project,
        place=world.place,
        application=told,
        state=LabelState.CONDITIONAL,
        starts_on=today,
        ends_on=today,
    )
    labels.grant_rows([label], by=world.officer)
    assert label.conditions.get().text == "Signer le bail."
    decision_conditions.lift(asked, note="Bail reçu.", by=world.officer)
    label.refresh_from_db()
    assert (label.state, label.conditions.get().outcome) == ("granted", "met")


@pytest.mark.parametrize("outcome", ["met", "waived"])
def test_settling_the_condition_of_a_label_lifts_that_of_its_decision(
    world: World, sign_in: Any, outcome: str
) -> None:
    told = ApplicationFactory(
        call=world.call, project=world.project, retained=True, announced=True, decision="conditional"
    )
    today = timezone.localdate()
    asked = told.conditions.create(text="Signer le bail.", due_on=today)
    label = Label(
        programme=world.programme,
        project=world.project,
        place=world.place,
        application=told,
        state=LabelState.CONDITIONAL,
        starts_on=today,
        ends_on=today,
    )
    labels.grant_rows([label], by=world.officer)
    page = reverse("programmes:label_settle", args=["ateliers", label.pk, label.conditions.get().pk])
    with zeal.zeal_ignore():  # the label, then the file: two actions lock the same call
        sign_in(world.officer).post(page, {"outcome": outcome, "note": "Le bail est venu."})
    asked.refresh_from_db()
    told.refresh_from_db()
    label.refresh_from_db()
    assert (asked.lifted_note, asked.lifted_by) == ("Le bail est venu.", world.officer)
    assert (told.announced_decision, label.state) == ("retained", "granted")
    assert label.conditions.get().outcome == outcome
    assert OutboxMessage.objects.filter(template="programmes/email/conditions_lifted").count() == 1


def test_the_database_refuses_two_states_a_day(label: Label) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        label.periods.create(state="suspended", starts_on=GRANTED_ON, ends_on=GRANTED_ON)


# --- The public register -----------------------------------------------------------------------------------
def register(client: Any, path: str = "/labels/", **query: Any) -> list[str]:
    """Names of the places listed."""
    page = client.get(path, query)
    assert page.status_code == 200
    return sorted(row.place.name for row in page.context["page"].rows)


def several(world: World) -> dict[str, Label]:
    """A label in each state, in two programmes and two départements."""
    today = timezone.localdate()
    later, before = today + dt.timedelta(days=40), today - dt.timedelta(days=400)
    other = ProgrammeFactory(slug="autre", label_name="Fabrique")
    far = commune(SAINT_DENIS_REUNION)
    made = {
        "granted": LabelFactory(programme=world.programme, place=PlaceFactory(name="Granted")),
        "conditional": LabelFactory(
            programme=world.programme, state="conditional", place=PlaceFactory(name="Conditional")
        ),
        "renewed": LabelFactory(
            programme=other, state="renewed", place=PlaceFactory(name="Renewed", commune=far)
        ),
        "suspended": LabelFactory(
            programme=world.programme, state="suspended", place=PlaceFactory(name="Suspended")
        ),
        "ended": LabelFactory(programme=other, state="ended", place=PlaceFactory(name="Ended")),
        "over": LabelFactory(
            programme=world.programme,
            place=PlaceFactory(name="Over"),
            starts_on=before,
            ends_on=today - dt.timedelta(days=1),
        ),
        "upcoming": LabelFactory(
            programme=world.programme, place=PlaceFactory(name="Upcoming"), starts_on=later
        ),
    }
    LabelFactory(programme=world.programme, place=PlaceFactory(name="Draft", publication="draft"))
    LabelFactory(programme=ProgrammeFactory(is_public=False), place=PlaceFactory(name="Private"))
    return made


def test_public_pages_lead_to_the_register(world: World, client: Any) -> None:
    assert f'href="{reverse("labels:register")}"' in client.get(reverse("programmes:programmes")).text
    own = reverse("programmes:register", args=[world.programme.slug])
    assert f'href="{own}"' in client.get(world.programme.get_absolute_url()).text


def test_the_register_is_filtered_in_the_address(world: World, client: Any) -> None:
    several(world)
    every = ["Conditional", "Ended", "Granted", "Over", "Renewed", "Suspended", "Upcoming"]
    assert register(client) == every
    assert register(client, etat="valides") == ["Conditional", "Granted", "Renewed"]
    assert register(client, etat="suspendus") == ["Suspended"]
    assert register(client, etat="termines") == ["Ended", "Over"]
    assert register(client, etat="a-venir") == ["Upcoming"]
    assert register(client, programme="autre") == ["Ended", "Renewed"]
    assert register(client, territoire="974") == ["Renewed"]
    assert register(client, territoire="R04") == ["Renewed"]
    assert register(client, q="suspend") == ["Suspended"]
    assert register(client, q="saint-denis") == ["Renewed"]
    assert register(client, etat="rien", annee="x", cursor="x") == every
    assert register(client, "/programmes/autre/labels/") == ["Ended", "Renewed"]
    assert register(client, annee=str(timezone.localdate().year - 2)) == []
    assert client.get("/programmes/inconnu/labels/").status_code == 404


def test_the_register_downloads_what_it_shows(world: World, client: Any) -> None:
    made = several(world)
    lines = (
        b"".join(client.get("/labels/labels.csv", {"etat": "valides"}).streaming_content)
        .decode()
        .splitlines()
    )
    names = lines[0].lstrip("\ufeff").split(";")
    rows = [dict(zip(names, line.split(";"), strict=True)) for line in lines[1:]]
    assert {row["lieu"]: (row["etat"], row["code"]) for row in rows} == {
        name.title(): (name, made[name].code) for name in ("granted", "conditional", "renewed")
    }
    shape = json.loads(
        b"".join(client.get("/labels/labels.geojson", {"q": made["over"].code}).streaming_content)
    )
    assert [row["properties"]["etat"] for row in shape["features"]] == ["ended"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_register_costs_the_same_for_one_and_for_thirty(
    world: World, client: Any, number: int, django_assert_num_queries: Any
) -> None:
    LabelFactory.create_batch(number, programme=world.programme)
    with django_assert_num_queries(5):
        assert len(client.get("/labels/").context["page"].rows) == number


def test_a_labels_page_says_what_is_so_today(world: World, client: Any, label: Label) -> None:
    def said() -> tuple[str, bool]:
        page = client.get(label.get_absolute_url())
        return page.context["standing"], b"attestation.pdf" in page.content

    assert said() == ("granted", True)
    labels.suspend(label, why="Une raison qui reste entre nous.", by=world.officer)
    assert said() == ("suspended", False)
    page = client.get(label.get_absolute_url()).content.decode()
    assert "entre nous" not in page
    assert client.get(f"{label.get_absolute_url()}attestation.pdf")["Location"] == label.get_absolute_url()
    labels.resume(label, why="Levé.", by=world.officer)
    assert said() == ("granted", True)


def test_a_code_is_found_however_it_is_typed(world: World, client: Any) -> None:
    label = LabelFactory(programme=world.programme, code="7F3K-2Q9M-XB01")
    for typed in ("7F3K-2Q9M-XB01", " 7f3k 2q9m xboi ", "7f3k2q9mxbol"):
        answer = client.get("/labels/verifier/", {"code": typed})
        assert answer["Location"] == label.get_absolute_url()
    assert client.get("/labels/7f3k-2q9m-xbo1/")["Location"] == label.get_absolute_url()
    wrong = client.get("/labels/verifier/", {"code": "7F3K-2Q9M-XB02"})
    assert wrong.context["form"].errors["code"]
    assert client.get("/labels/7F3K-2Q9M-XB02/").status_code == 404


def test_codes_cannot_be_guessed_from_one_another() -> None:
    codes = {new_code() for _code in range(500)}
    assert len(codes) == 500
    assert all(code_of(code) == code for code in codes)
    # Each of the twelve characters varies over the whole alphabet: sixty bits.
    assert min(len({code[at] for code in codes}) for at in range(14) if at not in {4, 9}) == 32


def test_the_certificate_says_who_and_until_when_and_its_code_leads_back(
    world: World, client: Any, label: Label
) -> None:
    answer = client.get(f"{label.get_absolute_url()}attestation.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for expected in ("La Scierie", "Atelier des Copeaux", world.programme.label_name, label.code, "2028"):
        assert expected in text
    assert answer.content == client.get(f"{label.get_absolute_url()}attestation.pdf").content


def test_the_qr_code_is_that_of_the_labels_page(label: Label) -> None:
    url = public_url(label)
    assert url.endswith(f"/labels/{label.code}/")
    drawn = segno.make(url, error="m", micro=False)
    out = io.BytesIO()
    drawn.save(out, kind="svg", xmldecl=False, border=2, scale=4)
    assert qr_svg(url) == out.getvalue().decode()
    assert qr_svg(url) != qr_svg(url + "x")


def test_nothing_is_certified_of_a_label_that_does_not_hold(label: Label, world: World) -> None:
    label = labels.suspend(label, why="Doute.", by=world.officer)
    with pytest.raises(ValueError, match="holds"):
        certificate(label)


# --- Reminders ------------------------------
def reminded(address: str) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=address, template__contains="ending").order_by("pk")
    return [row.template.rpartition("/")[2] for row in rows]


def test_labels_that_run_out_are_told_once_for_each_term(
    world: World, label: Label, time_machine: Any
) -> None:
    last = dt.datetime(2028, 12, 31, 12, tzinfo=dt.UTC)
    told = []
    for before in (91, 90, 60, 30, 10, 0, -1):
        time_machine.move_to(last - dt.timedelta(days=before), tick=False)
        told.append(label_reminders.send_reminders())
        assert label_reminders.send_reminders() == 0
    assert told == [0, 1, 0, 1, 0, 0, 0]
    assert reminded(world.officer.email) == ["labels_ending"] * 2
    assert reminded(world.carrier.email) == ["label_ending"] * 2


def test_a_renewed_label_is_told_again_and_an_ended_one_never(
    world: World, label: Label, time_machine: Any
) -> None:
    time_machine.move_to(dt.datetime(2028, 11, 1, 12, tzinfo=dt.UTC), tick=False)
    assert label_reminders.send_reminders() == 1
    labels.renew(label, ends_on=dt.date(2029, 12, 31), why="Bilan.", by=world.officer)
    assert label_reminders.send_reminders() == 0
    time_machine.move_to(dt.datetime(2029, 12, 1, 12, tzinfo=dt.UTC), tick=False)
    assert label_reminders.send_reminders() == 1
    labels.end(label, why="Départ.", by=world.officer)
    assert label_reminders.send_reminders() == 0


def test_conditions_that_fall_due_are_told_once(world: World, label: Label, time_machine: Any) -> None:
    due = Condition("Assurer l’atelier", dt.date(2026, 3, 1))
    labels.set_conditions(label, [due], why="Sous réserve.", by=world.officer)
    told = []
    for at in (day(1, 14), day(1, 15), day(1, 20)):
        time_machine.move_to(at, tick=False)
        told.append(label_reminders.send_reminders())
    assert told == [0, 1, 0]
    message = OutboxMessage.objects.filter(recipient=world.officer.email).order_by("pk").last()
    assert message is not None
    assert "Assurer l’atelier" in message.body_text


# --- Merges ---------------------------------
def on_the_register(client: Any) -> dict[str, str]:
    """Public code to the place shown."""
    return {row.code: row.site.name for row in client.get("/labels/").context["page"].rows}


@pytest.mark.parametrize("overlap", [False, True])
def test_labels_of_merged_places_stay_whole_and_come_back_when_it_is_undone(
    world: World, client: Any, overlap: bool
) -> None:
    keep, drop = world.place, PlaceFactory(name="La même Scierie")
    today = timezone.localdate()
    mine = LabelFactory(programme=world.programme, project=world.project, place=keep)
    days = {} if overlap else {"starts_on": today - dt.timedelta(days=90), "ends_on": mine.starts_on}
    if not overlap:
        days["ends_on"] = mine.starts_on - dt.timedelta(days=1)
    theirs = LabelFactory(programme=world.programme, place=drop, **days)
    before = on_the_register(client)
    version = label_register.labels_version()
    record = directory.merge(keep, drop, by=world.officer)
    assert on_the_register(client) == {mine.code: "La Scierie", theirs.code: "La Scierie"}
    theirs.refresh_from_db()
    # Two labels of one programme cannot stand at one place on one day: the dropped record keeps its own.
    assert theirs.place == (drop if overlap else keep)
    assert [row.name for row in extensions.labels_of([keep])[keep.pk]] == [world.programme.label_name]
    assert client.get(theirs.get_absolute_url()).context["site"] == keep
    assert label_register.labels_version() != version or not overlap
    assert list(broken_periods()) == []
    directory.undo_merge(record, by=world.officer)
    assert on_the_register(client) == before
    assert label_register.labels_version() == version


def test_a_merge_of_organisations_leaves_promotions_and_labels_whole(world: World) -> None:
    other = OrganisationFactory()
    operator = world.programme.operator
    told = ApplicationFactory(call=world.call, project=world.project, retained=True, announced=True)
    cohort = Cohort.objects.create(
        programme=world.programme, name="P", starts_on=GRANTED_ON, ends_on=GRANTED_ON
    )
    member = cohort.members.create(application=told)
    label = LabelFactory(
        programme=world.programme, project=world.project, place=world.place, application=told, cohort=cohort
    )
    for keep, drop in ((other, operator), (OrganisationFactory(), world.organisation)):
        directory.merge(keep, drop, by=world.officer)
    label = Label.objects.select_related("programme__operator", "place__organisation").get(pk=label.pk)
    assert label.programme.operator == other
    assert label.place.organisation != world.organisation
    member.refresh_from_db()
    assert (member.cohort, member.state, label.cohort) == (cohort, "active", cohort)
    assert [
        *lost_files(),
        *foreign_labels(),
        *broken_periods(),
    ] == []
    assert certificate(label)[:4] == b"%PDF"
