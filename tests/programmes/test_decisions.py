"""Decisions: prepared in private, checked against the places, announced together, labels."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core import events, registry
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.enums import Decision, LabelState, Role
from maillage.programmes.models import Application, Cohort, Label
from maillage.projects.enums import ProjectRole
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import ApplicationFactory, LabelFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PLAN = CohortPlan("Promotion 1", dt.date(2026, 1, 1), dt.date(2028, 12, 31))


def submitted(world: World, *, with_place: bool = True, **traits: Any) -> Application:
    project = ProjectFactory(place=PlaceFactory() if with_place else None)
    given: dict[str, Any] = {"submitted": True, **traits}
    return ApplicationFactory(call=world.call, project=project, **given)


@pytest.mark.parametrize("decision", [Decision.WAITING, Decision.REFUSED])
def test_what_disappoints_has_a_reason(world: World, decision: Decision) -> None:
    row = submitted(world)
    with pytest.raises(Invalid):
        decisions.decide(row, decision, by=world.officer, reason=" ")
    assert decisions.decide(row, decision, by=world.officer, reason="Hors sujet.").decision == decision


def test_only_officers_decide(world: World) -> None:
    row = submitted(world)
    for role in (Role.REVIEWER, Role.JUROR, Role.OBSERVER, Role.TRAINER):
        person = ProgrammeRoleFactory(programme=world.programme, role=role).user
        with pytest.raises(NotAllowed):
            decisions.decide(row, Decision.RETAINED, by=person)
        with pytest.raises(NotAllowed):
            decisions.publish(world.call, by=person)


def test_a_prepared_decision_changes_freely_and_each_change_is_told(world: World) -> None:
    row = submitted(world)
    decisions.decide(row, Decision.RETAINED, by=world.officer)
    decisions.decide(row, Decision.REFUSED, by=world.officer, reason="Double emploi.")
    decisions.decide(row, Decision.REFUSED, by=world.officer, reason="Même lieu qu’un autre dossier.")
    decisions.decide(row, Decision.NONE, by=world.officer)
    told = [(event.verb, event.to_state, event.why) for event in reversed(events.about(row))]
    assert told == [
        ("programmes.decision_prepared", "retained", ""),
        ("programmes.decision_prepared", "refused", "Double emploi."),
        ("programmes.decision_reworded", "", "Même lieu qu’un autre dossier."),
        ("programmes.decision_prepared", "none", ""),
    ]


def test_drafts_and_withdrawn_files_are_not_decided(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    with pytest.raises(Conflict):
        decisions.decide(draft, Decision.RETAINED, by=world.officer)
    assert decisions.decide_many(world.call, [], Decision.RETAINED, by=world.officer) == 0
    with pytest.raises(Conflict):
        decisions.decide_many(world.call, [draft.pk], Decision.RETAINED, by=world.officer)


def test_the_ineligible_are_not_retained_without_an_overrule(world: World) -> None:
    row = submitted(world, eligibility="ineligible")
    with pytest.raises(Conflict):
        decisions.decide(row, Decision.RETAINED, by=world.officer)
    decisions.decide(row, Decision.REFUSED, by=world.officer, reason="Non éligible.")


def test_deciding_together_is_all_or_nothing(world: World) -> None:
    fine, told = submitted(world), submitted(world, refused=True, announced=True)
    with pytest.raises(Conflict):
        decisions.decide_many(world.call, [fine.pk, told.pk], Decision.RETAINED, by=world.officer)
    fine.refresh_from_db()
    assert fine.decision == Decision.NONE


def test_announcing_tells_everybody_forms_the_promotion_and_grants_labels(world: World) -> None:
    kept, homeless = submitted(world, retained=True), submitted(world, retained=True, with_place=False)
    waiting, refused, undecided = (
        submitted(world, waiting=True),
        submitted(world, refused=True),
        submitted(world),
    )
    second = ProjectMemberFactory(project=kept.project, role=ProjectRole.CARRIER).user
    ProjectMemberFactory(project=kept.project, role=ProjectRole.ADVISER)
    done = decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    assert done.counts == {"retained": 2, "waiting": 1, "refused": 1}
    assert done.without_place == [homeless]
    told = dict(Application.objects.values_list("pk", "announced_decision"))
    assert told == {
        kept.pk: "retained",
        homeless.pk: "retained",
        waiting.pk: "waiting",
        refused.pk: "refused",
        undecided.pk: "none",
    }
    cohort = Cohort.objects.get()
    assert {member.application_id for member in cohort.members.all()} == {kept.pk, homeless.pk}
    label = Label.objects.get()
    assert (label.project, label.place, label.cohort, label.state) == (
        kept.project,
        kept.project.place,
        cohort,
        LabelState.GRANTED,
    )
    assert (label.starts_on, label.ends_on) == (PLAN.starts_on, PLAN.ends_on)
    letters = OutboxMessage.objects.filter(template="programmes/email/decision")
    assert sorted(letter.recipient for letter in letters) == sorted(
        [row.created_by.email for row in (kept, homeless, waiting, refused)] + [second.email]
    )
    assert "Hors sujet." in letters.get(recipient=refused.created_by.email).body_text
    verbs = [event.verb for event in events.about(label)]
    assert verbs == ["programmes.label_granted"]


def test_one_announcement_may_form_several_promotions(world: World) -> None:
    rows = [submitted(world, retained=True) for _row in range(3)]
    first = CohortPlan("A", PLAN.starts_on, PLAN.ends_on, applications={rows[0].pk})
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN, first])
    names = {m.application_id: c.name for c in Cohort.objects.all() for m in c.members.all()}
    assert names == {rows[0].pk: "A", rows[1].pk: "Promotion 1", rows[2].pk: "Promotion 1"}


def test_retained_files_without_a_promotion_are_not_announced(world: World) -> None:
    submitted(world, retained=True)
    with pytest.raises(Invalid):
        decisions.publish(world.call, by=world.officer)
    assert (Application.objects.get().announced_at, OutboxMessage.objects.count()) == (None, 0)


def test_more_retained_than_places_is_refused_and_counted(world: World) -> None:
    for _row in range(4):
        submitted(world, retained=True)
    assert decisions.places_left(world.call) == -1
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    assert Label.objects.count() == 0
    calls.update(world.call, by=world.officer, places=4)
    assert decisions.publish(world.call, by=world.officer, cohorts=[PLAN]).total == 4


def test_counts_that_changed_since_the_confirmation_refuse(world: World) -> None:
    submitted(world, retained=True)
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN], expected={"retained": 2})
    assert decisions.publish(
        world.call, by=world.officer, cohorts=[PLAN], expected={"retained": 1, "refused": 0}
    ).counts == {"retained": 1}


def test_nothing_to_announce_is_said(world: World) -> None:
    submitted(world)
    with pytest.raises(Conflict):
        decisions.publish(world.call, by=world.officer)


def test_from_the_waiting_list_to_the_promotion(world: World) -> None:
    row = submitted(world, waiting=True)
    decisions.publish(world.call, by=world.officer)
    decisions.decide(row, Decision.RETAINED, by=world.officer)
    row.refresh_from_db()
    assert (row.decision, row.announced_decision, row.announced_reason) == (
        "retained",
        "waiting",
        "Au prochain tour.",
    )
    decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    with pytest.raises(Conflict):
        decisions.decide(row, Decision.REFUSED, by=world.officer, reason="Finalement non.")


def test_a_place_with_a_label_on_those_days_stops_everything_and_is_named(world: World) -> None:
    row = submitted(world, retained=True)
    other = submitted(world, refused=True)
    LabelFactory(programme=world.programme, place=row.project.place, ends_on=dt.date(2028, 1, 1))
    with pytest.raises(Conflict) as refusal:
        decisions.publish(world.call, by=world.officer, cohorts=[PLAN])
    assert str(row.project.place) in str(refusal.value)
    other.refresh_from_db()
    assert (other.announced_at, Cohort.objects.count()) == (None, 0)


def test_a_decision_that_is_only_prepared_is_not_in_the_projects_thread(world: World) -> None:
    source = registry.timeline_sources.get("programmes")
    assert source is not None
    row = submitted(world, refused=True)
    before = [entry.kind for entry in source.entries(row.project, row.created_by)]
    decisions.publish(world.call, by=world.officer)
    after = [entry.kind for entry in source.entries(row.project, row.created_by)]
    assert (before, after) == (["action"], ["action", "decision"])


# --- Labels ----------------------------------------------------------
def test_labels_of_one_programme_do_not_overlap_at_a_place(world: World) -> None:
    days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    label = LabelFactory(programme=world.programme, place=world.place, **days)
    for start, end, is_free in (
        (dt.date(2026, 12, 31), dt.date(2027, 6, 1), False),
        (dt.date(2027, 1, 1), dt.date(2027, 6, 1), True),
    ):
        values = {"programme": world.programme, "place": world.place, "starts_on": start, "ends_on": end}
        if is_free:
            LabelFactory(**values)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                LabelFactory(**values)
    LabelFactory(place=world.place, **days)  # of another programme
    with pytest.raises(Conflict):
        labels.grant(world.programme, project=world.project, place=label.place, by=world.officer, **days)


def test_an_ended_label_gives_its_remaining_days_back(world: World) -> None:
    label = LabelFactory(programme=world.programme, project=world.project, place=world.place)
    labels.end(label, why="Le lieu ferme.", by=world.officer)
    tomorrow = TODAY() + dt.timedelta(days=1)
    again = labels.grant(
        world.programme,
        project=world.project,
        place=world.place,
        starts_on=tomorrow,
        ends_on=tomorrow,
        by=world.officer,
    )
    assert again.state == LabelState.GRANTED


def test_label_passages_follow_the_table_and_want_a_reason(world: World) -> None:
    label = LabelFactory(programme=world.programme, project=world.project)
    with pytest.raises(Invalid):
        labels.suspend(label, why="", by=world.officer)
    label = labels.suspend(label, why="Travaux.", by=world.officer)
    with pytest.raises(TransitionRefused):
        labels.suspend(label, why="Encore.", by=world.officer)
    label = labels.resume(label, why="Finis.", by=world.officer)
    label = labels.end(label, why="Départ.", by=world.officer)
    with pytest.raises(TransitionRefused):
        labels.resume(label, why="Retour.", by=world.officer)
    with pytest.raises(NotAllowed):
        labels.end(label, why="Non.", by=world.carrier)
    assert [event.why for event in events.about(label)] == ["Départ.", "Finis.", "Travaux."]


@pytest.mark.parametrize(
    ("starts", "ends", "state", "is_shown"),
    [
        (0, 0, "granted", True),
        (-10, -1, "granted", False),
        (1, 10, "granted", False),
        (-1, 10, "suspended", False),
        (-1, 0, "ended", False),
    ],
)
def test_what_is_in_force_is_granted_and_of_today(
    world: World, starts: int, ends: int, state: str, is_shown: bool
) -> None:
    label = LabelFactory(
        state=state,
        starts_on=TODAY() + dt.timedelta(days=starts),
        ends_on=TODAY() + dt.timedelta(days=ends),
    )
    assert Label.objects.in_force().filter(pk=label.pk).exists() is is_shown
    assert label.is_in_force is is_shown
