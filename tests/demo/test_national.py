"""The bulk load: whole rows, the same each time, on which actions go on working."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateTimeField, F, Model
from django.utils import timezone, translation

from maillage.core import registry
from maillage.core.models import Event
from maillage.directory import actions as directory
from maillage.directory.models import Organisation, Place, Service, ServiceArea
from maillage.governance.models import Action, SupportNeed
from maillage.pathways.models import Mark, Pathway, Session
from maillage.portal import invariants
from maillage.portal.demo import national
from maillage.portal.demo.builders import people
from maillage.portal.demo.national import directory as network
from maillage.portal.demo.national import programme, projects
from maillage.portal.demo.national.loading import Loading, Size
from maillage.programmes.actions import decision as decisions
from maillage.programmes.enums import Decision
from maillage.programmes.models import Application, Call, CohortMember, Label
from maillage.projects.models import Project, Referral
from tests.demo.conftest import build, undone_at_the_end

SIZE = Size(
    places=80,
    services=200,
    projects=500,
    applications=300,
    people=240,
    advisers=20,
    labels=24,
    reviews=300,
    reviewers=12,
    referrals=900,
    sessions=150,
    attendances=400,
    needs=60,
    actions=150,
)

pytestmark = [pytest.mark.usefixtures("loaded", "db")]


@pytest.fixture(scope="module")
def loaded(_france: None, django_db_blocker: Any) -> Iterator[None]:
    """A small national scale, beside the people and the programme of the demonstration."""
    with undone_at_the_end(django_db_blocker):
        build("people", "network", "programme")
        load()
        yield


def load() -> list[str]:
    told: list[str] = []
    with translation.override("fr"):
        national.load(SIZE, tell=told.append)
    return told


def invented(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What a load would write, without keys and moments, and without writing it."""
    rows: list[Any] = []
    said: list[tuple[Any, ...]] = []

    def kept(_self: object, _model: object, drawn: Iterable[Any]) -> list[Any]:
        batch = list(drawn)
        for key, row in enumerate(batch, start=len(rows) + 1):
            row.pk = key
        rows.extend(batch)
        return batch

    def told(_self: object, template: Model, _fields: object, drawn: Iterable[Any]) -> range:
        batch = [
            (type(template).__name__, *(value for value in row if not isinstance(value, dt.date)))
            for row in drawn
        ]
        said.extend(batch)
        return range(len(said) - len(batch) + 1, len(said) + 1)

    monkeypatch.setattr(Loading, "insert", kept)
    monkeypatch.setattr(Loading, "write", told)
    with translation.override("fr"):
        loading = Loading(SIZE, lambda _line: None)
        network.write(loading)
        projects.people(loading)
        call = Call.objects.get(programme__slug=programme.SLUG)
        programme.applications(loading, call, programme.applied(loading))
        projects.write(loading)
    return said + [
        (
            type(row).__name__,
            *(
                getattr(row, column.attname)
                for column in row._meta.concrete_fields
                if not column.generated and not isinstance(column, DateTimeField)
            ),
        )
        for row in rows
    ]


def test_loads_what_was_asked_for() -> None:
    call = Call.objects.get(programme__slug=programme.SLUG)
    assert Place.objects.filter(confirmed_source="import").count() == SIZE.places
    assert Service.objects.filter(confirmed_source="import").count() == SIZE.services
    assert call.applications.count() == SIZE.applications
    retained = call.applications.filter(announced_decision=Decision.RETAINED)
    assert 0 < retained.count() <= SIZE.labels
    assert Label.objects.filter(programme=call.programme).count() == retained.count()
    assert CohortMember.objects.filter(application__call=call).count() == retained.count()


def test_loads_what_happens_to_projects() -> None:
    assert Project.objects.filter(created_by__email__endswith="@mesure.example").count() == SIZE.projects
    assert Referral.objects.filter(project__in=loaded_projects()).count() == SIZE.referrals
    sessions = Session.objects.filter(pathway__in=Pathway.objects.filter(summary__contains="mesurer"))
    assert sessions.count() == SIZE.sessions
    assert {*sessions.values_list("state", flat=True)} >= {"held", "scheduled"}
    marks = Mark.objects.filter(sheet__half_day__session__in=sessions)
    assert marks.count() == SIZE.attendances
    # Each by somebody of the group, at a half-day that is past.
    assert not marks.exclude(user__enrolments__pathway=F("sheet__half_day__session__pathway")).exists()
    assert not marks.filter(taken_at__gt=timezone.now()).exists()
    assert SupportNeed.objects.filter(project__in=loaded_projects()).count() == SIZE.needs
    assert Action.objects.filter(project__in=loaded_projects()).count() == SIZE.actions


def loaded_projects() -> Any:
    return Project.objects.filter(created_by__email__endswith="@mesure.example").values("pk")


def test_tables_come_back_as_they_were() -> None:
    """Keys and indexes that the load took off, and the triggers that keep the history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'pathways_mark'::regclass")
        found = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'pathways_mark'")
        found |= {name for (name,) in cursor.fetchall()}
    assert found >= {
        *(each.name for each in Mark._meta.constraints),
        *(each.name for each in Mark._meta.indexes),
    }
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Mark._meta.db_table).values()
    assert {each["columns"][0] for each in constraints if each["foreign_key"]} == {
        "sheet_id",
        "user_id",
        "taken_by_id",
    }


def test_loading_again_changes_nothing() -> None:
    before = Project.objects.count(), Event.objects.count(), Place.objects.count()
    assert load() == []
    assert (Project.objects.count(), Event.objects.count(), Place.objects.count()) == before


def test_the_same_rows_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = invented(monkeypatch)
    assert len(first) > SIZE.places + SIZE.services + SIZE.applications
    assert invented(monkeypatch) == first


def test_every_invariant_holds() -> None:
    broken = {
        invariant.key: found for invariant in registry.invariants if (found := list(invariant.broken()))
    }
    assert broken == {}


def test_actions_go_on_from_the_rows() -> None:
    officer, admin = people.account("officer"), people.account("admin")
    file = Application.objects.filter(call__programme__slug=programme.SLUG, decision=Decision.NONE).first()
    assert file is not None
    assert decisions.decide(file, Decision.WAITING, by=officer, reason="À relire.").decided_by == officer
    place = Place.objects.filter(confirmed_source="import").order_by("pk").first()
    assert place is not None
    moved = directory.update_place(place, {"name": "Autre nom"}, by=admin)
    assert (moved.version, moved.history.count()) == (2, 1)
    # The next row made by an action takes a free key.
    assert directory.create_organisation({"name": "Nouvelle"}, by=admin).pk > max(
        Organisation.objects.filter(confirmed_source="import").values_list("pk", flat=True)
    )


# --- Each check finds its fault ---------------------------------------------------------------------
def faults(check: object) -> int:
    assert callable(check)
    return len(list(check()))


def test_checks_find_what_is_broken() -> None:
    call = Call.objects.get(programme__slug=programme.SLUG)
    files = list(call.applications.filter(announced_decision=Decision.RETAINED).order_by("pk")[:4])

    service = Service.objects.filter(confirmed_source="import").order_by("pk").first()
    assert service is not None
    ServiceArea.objects.create(service=service, level="epci", code="999999999")
    assert faults(invariants.areas_name_territories) == 1

    Place.objects.filter(pk=Place.objects.order_by("-pk").values("pk")[:1]).update(latitude=-70)
    assert faults(invariants.places_stand_in_their_commune) == 1

    Service.objects.filter(pk=service.pk).update(words="")
    assert faults(invariants.records_can_be_found) == 1

    other = "01" if files[1].department_id != "01" else "02"
    Application.objects.filter(pk=files[1].pk).update(department=other)
    assert faults(invariants.applications_know_where_they_are) == 1

    Application.objects.filter(pk=files[1].pk).update(eligibility="ineligible")
    files[1].overrules.all().delete()
    assert faults(invariants.ineligible_files_have_the_officers_word) == 1

    Application.objects.filter(pk=files[2].pk).update(announced_decision="waiting")
    assert faults(invariants.promotions_hold_retained_files) == 1
    assert faults(invariants.labels_stand_at_the_place_of_their_project) == 1

    elsewhere = Place.objects.exclude(pk=files[3].project.place_id).order_by("pk").first()
    Project.objects.filter(pk=files[3].project_id).update(place=elsewhere)
    assert faults(invariants.labels_stand_at_the_place_of_their_project) == 2


def test_a_submission_without_its_event_is_found() -> None:
    source = Application.objects.filter(announced_decision=Decision.REFUSED).order_by("pk").first()
    assert source is not None
    project = source.project
    project.pk = None
    project.save(force_insert=True)
    source.pk, source.project, source.reference = None, project, "0000-0000"
    source.save(force_insert=True)
    assert faults(invariants.submissions_left_a_trace) == 1
    assert faults(invariants.announcements_left_a_trace) == 1
