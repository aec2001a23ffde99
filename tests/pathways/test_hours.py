"""Hours over several pathways, individual sessions counted, and days held against the rule of the kit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.pathways.actions import attendance
from maillage.pathways.actions import session as sessions
from maillage.pathways.enums import SessionKind
from maillage.pathways.enums_attendance import Presence
from maillage.pathways.models import Enrolment, HalfDay, KitVersion, Pathway, Session
from maillage.pathways.queries import attendance as read
from maillage.pathways.queries import pathway as pathways
from maillage.pathways.queries.attendance import Total
from maillage.programmes.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group
from tests.factories.programmes import ProgrammeFactory, ProgrammeRoleFactory
from tests.pathways.conftest import CONTENT, World


@pytest.fixture
def two(db: None) -> tuple[Group, Group]:
    """The same person in two pathways of one runner, the second paid by a programme."""
    first = group(people=2)
    other = group(members=first.people[:1], runner=first.runner, organisation=first.pathway.organisation)
    programme = ProgrammeFactory(name="Élans", slug="elans", officer=first.runner)
    Pathway.objects.filter(pk=other.pathway.pk).update(programme=programme, title="Été")
    for scene in (first, other):
        attendance.mark_the_rest(scene.half_day, presence=Presence.PRESENT, by=scene.trainer)
    attendance.cosign(other.half_day, typed_name="Thierry", by=other.trainer)
    return first, other


def test_hours_are_added_up_over_pathways_for_each_funder(two: tuple[Group, Group]) -> None:
    first, _other = two
    day = timezone.localdate(first.session.starts_at)
    found = read.totals(read.paid_by(first.runner), since=day, until=day)
    assert {(row.label, row.people, row.minutes, row.cosigned) for row in found["funder"]} == {
        (str(first.pathway.organisation), 2, 360, 0),
        ("Élans", 1, 180, 180),
    }
    assert found["person"] == [Total("Personne 00", 1, 360, 180), Total("Personne 01", 1, 180, 0)]
    assert [row.minutes for row in found["pathway"]] == [360, 180]
    before = read.totals(
        read.paid_by(first.runner), since=day - dt.timedelta(days=9), until=day - dt.timedelta(days=1)
    )
    assert before["funder"] == []


def test_a_shorter_presence_counts_for_what_it_was(two: tuple[Group, Group]) -> None:
    first, _other = two
    attendance.correct(
        first.half_day, first.people[1], presence=Presence.PRESENT, minutes=45, by=first.trainer
    )
    day = timezone.localdate(first.session.starts_at)
    found = read.totals(read.paid_by(first.runner), since=day, until=day)
    assert Total("Personne 01", 1, 45, 0) in found["person"]


def test_who_reads_these_hours(two: tuple[Group, Group], client: Any) -> None:
    first, other = two
    page = reverse("attendance:all_hours")
    client.force_login(first.runner)
    answer = client.get(page)
    assert "Élans" in answer.content.decode()
    lines = b"".join(client.get(page, {"format": "csv"}).streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert client.get(page, {"du": "2020-01-01", "au": "2020-12-31"}).context["funder"] == []
    # A period upside down shows the year, with what is wrong beside the field.
    assert client.get(page, {"du": "2021-01-01", "au": "2020-12-31"}).context["form"].errors
    watcher = UserFactory()
    programme = Pathway.objects.get(pk=other.pathway.pk).programme
    ProgrammeRoleFactory(programme=programme, user=watcher, role=Role.OBSERVER)
    client.force_login(watcher)
    assert [row.label for row in client.get(page).context["funder"]] == ["Élans"]
    client.force_login(first.people[0])
    assert client.get(page).status_code == 404


def test_the_hours_of_one_programme(two: tuple[Group, Group], client: Any) -> None:
    first, other = two
    page, client_of = reverse("attendance:all_hours"), client
    client_of.force_login(first.runner)
    key = Pathway.objects.get(pk=other.pathway.pk).programme_id
    # A second pathway of the programme counts with the first one.
    more = group(members=first.people[1:], runner=first.runner, organisation=first.pathway.organisation)
    Pathway.objects.filter(pk=more.pathway.pk).update(programme=key, title="Automne")
    attendance.mark_the_rest(more.half_day, presence=Presence.PRESENT, by=more.trainer)
    shown = client_of.get(page, {"programme": key})
    assert [(row.label, row.people, row.minutes) for row in shown.context["funder"]] == [("Élans", 2, 360)]
    assert [row.minutes for row in shown.context["pathway"]] == [180, 180]
    assert sum(row.minutes for row in shown.context["person"]) == 360
    assert f"programme={key}&amp;format=csv" in shown.content.decode()
    one = reverse("attendance:hours", args=[other.pathway.pk])
    assert f"{page}?programme={key}" in client_of.get(one).content.decode()
    asked = {"programme": key, "format": "csv"}
    assert len(b"".join(client_of.get(page, asked).streaming_content).decode().splitlines()) == 3
    # A programme that is not theirs is named by the field, and hides nothing.
    theirs = client_of.get(page, {"programme": ProgrammeFactory(name="Ailleurs", slug="ailleurs").pk})
    assert theirs.context["form"].errors.keys() == {"programme"}
    assert {row.label for row in theirs.context["funder"]} == {"Élans", str(first.pathway.organisation)}
    both = client_of.get(page, {"programme": key, "du": "2021-01-01", "au": "2020-12-31"})
    assert [row.label for row in both.context["funder"]] == ["Élans"]


def test_individual_sessions_are_counted_for_each_person(world: World, client: Any) -> None:
    aicha = Enrolment.objects.get(pathway=world.pathway, user=world.people[0])
    for rank in range(2):
        one = sessions.add(
            world.pathway, title="Point", kind=SessionKind.ONE_TO_ONE, participant=aicha, by=world.runner
        )
        sessions.schedule(one, world.spans(7 + rank), by=world.runner)
    ago = timezone.now() - dt.timedelta(hours=2)
    HalfDay.objects.filter(session=one).update(starts_at=ago, ends_at=ago + dt.timedelta(hours=1))
    Session.objects.filter(pk=one.pk).update(starts_at=ago, ends_at=ago + dt.timedelta(hours=1))
    sessions.mark_held(Session.objects.get(pk=one.pk), by=world.runner)
    found = pathways.one_to_ones(world.pathway)
    assert found is not None
    assert (found.low, found.high, found.of(aicha)) == (1, 1, (1, 1))
    client.force_login(world.runner)
    rows = client.get(reverse("pathways:group", args=[world.pathway.pk])).context["active"]
    assert [(row.held, row.planned) for row in rows] == [(1, 1), (0, 0), (0, 0)]


def test_days_that_last_longer_than_the_kit_says_are_told_of(world: World, client: Any) -> None:
    client.force_login(world.runner)
    page = reverse("pathways:calendar_rule", args=[world.pathway.pk])
    asked = {"starts_on": world.at().date().isoformat(), "starts": "09:00"}
    assert client.get(page, asked).context["lasts"] == ""
    shorter = replace(CONTENT, span_days=(3, 8))
    version = world.pathway.kit_version_id
    KitVersion.objects.filter(pk=version).update(content=shorter.as_json())
    assert client.get(page, asked).context["lasts"] != ""
