"""Drafts, submission, receipts, withdrawal, exceptions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from maillage.core import events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.programmes import standard_form
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import call as calls
from maillage.programmes.actions.call import RuleSpec
from maillage.programmes.enums import Filing, RuleKind, Verdict
from maillage.programmes.models import Application
from maillage.projects import actions as projects
from maillage.projects.enums import ProjectRole
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ANSWERS, ApplicationFactory, CallFactory
from tests.factories.projects import ProjectMemberFactory
from tests.factories.territories import LYON, commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def rural(world: World) -> World:
    """The same call, for communes of fewer than 20,000 inhabitants."""
    call = CallFactory(programme=world.programme, draft=True)
    spec = RuleSpec(RuleKind.POPULATION_BELOW, "Moins de 20 000 habitants.", population_below=20000)
    calls.set_rules(call, [spec], by=world.officer)
    type(call).objects.filter(pk=call.pk).update(
        state="published", opens_at=world.call.opens_at, published_at=world.call.opens_at
    )
    call.refresh_from_db()
    world.call = call
    return world


def test_starting_twice_gives_one_draft(world: World) -> None:
    first = applications.start(world.call, world.project, by=world.carrier)
    assert applications.start(world.call, world.project, by=world.carrier) == first
    assert Application.objects.count() == 1


def test_only_a_carrier_applies(world: World) -> None:
    adviser = ProjectMemberFactory(project=world.project, role=ProjectRole.ADVISER).user
    for person in (adviser, world.officer):
        with pytest.raises(NotAllowed):
            applications.start(world.call, world.project, by=person)
    draft = ApplicationFactory(call=world.call, project=world.project)
    with pytest.raises(NotAllowed):
        applications.submit(draft, by=adviser)


def test_the_ineligible_are_told_before_writing(rural: World) -> None:
    projects.update(rural.project, by=rural.carrier, commune=commune(LYON))
    rural.project.refresh_from_db()
    with pytest.raises(applications.NotEligible) as refusal:
        applications.start(rural.call, rural.project, by=rural.carrier)
    assert "Moins de 20 000 habitants." in str(refusal.value)
    assert Application.objects.count() == 0


def test_eligibility_is_decided_again_at_submission(rural: World) -> None:
    draft = applications.start(rural.call, rural.project, by=rural.carrier, answers=ANSWERS)
    projects.update(rural.project, by=rural.carrier, commune=commune(LYON))
    with pytest.raises(applications.NotEligible):
        applications.submit(draft, by=rural.carrier)
    draft.refresh_from_db()
    assert draft.filing == Filing.DRAFT


def test_an_exception_is_asked_for_and_the_officers_written_word_stays(rural: World) -> None:
    projects.update(rural.project, by=rural.carrier, commune=commune(LYON))
    rural.project.refresh_from_db()
    draft = applications.start(
        rural.call, rural.project, by=rural.carrier, answers=ANSWERS, derogation_request="Quartier isolé."
    )
    with pytest.raises(applications.NotEligible):
        applications.submit(draft, by=rural.carrier)
    with pytest.raises(Invalid):
        applications.overrule(draft, Verdict.ELIGIBLE, reason="  ", by=rural.officer)
    with pytest.raises(NotAllowed):
        applications.overrule(draft, Verdict.ELIGIBLE, reason="Oui.", by=rural.carrier)
    applications.overrule(draft, Verdict.ELIGIBLE, reason="Quartier prioritaire.", by=rural.officer)
    sent = applications.submit(draft, by=rural.carrier)
    assert (sent.filing, sent.eligibility) == (Filing.SUBMITTED, Verdict.ELIGIBLE)
    # What the rule said is kept beside the word that overruled it.
    assert [rule["verdict"] for rule in sent.eligibility_detail] == [Verdict.INELIGIBLE]
    assert [word.reason for word in sent.overrules.order_by("pk")] == ["Quartier prioritaire."]
    whys = [event.why for event in events.about(sent) if event.verb == "programmes.eligibility_overruled"]
    assert whys == ["Quartier prioritaire."]


def test_unknown_facts_do_not_keep_anybody_out(rural: World) -> None:
    place = commune(LYON)
    type(place).objects.filter(pk=place.pk).update(population=None)
    place.refresh_from_db()
    projects.update(rural.project, by=rural.carrier, commune=place)
    rural.project.refresh_from_db()
    draft = applications.start(rural.call, rural.project, by=rural.carrier, answers=ANSWERS)
    assert applications.submit(draft, by=rural.carrier).eligibility == Verdict.UNKNOWN


def test_a_later_save_never_silently_wins(world: World) -> None:
    draft = applications.start(world.call, world.project, by=world.carrier)
    other = ProjectMemberFactory(project=world.project, role=ProjectRole.CARRIER).user
    saved = applications.save(draft, answers={"means.team": "Deux."}, version=1, by=other)
    assert saved.version == 2
    with pytest.raises(Conflict) as refusal:
        applications.save(draft, answers={"means.team": "Trois."}, version=1, by=world.carrier)
    assert str(other) in str(refusal.value)
    draft.refresh_from_db()
    assert draft.answers == {"means.team": "Deux."}


def test_a_save_keeps_the_answers_it_does_not_give(world: World) -> None:
    draft = applications.start(world.call, world.project, by=world.carrier, answers=ANSWERS)
    saved = applications.save(draft, answers={"means.needs": "Un toit."}, version=1, by=world.carrier)
    assert saved.answers == {**ANSWERS, "means.needs": "Un toit."}
    again = applications.save(saved, answers={"means.needs": "Un toit."}, version=2, by=world.carrier)
    assert again.version == 2


def test_an_incomplete_draft_is_not_submitted_and_says_what_is_missing(world: World) -> None:
    draft = applications.start(world.call, world.project, by=world.carrier, answers={"means.team": "Nous."})
    with pytest.raises(Invalid) as refusal:
        applications.submit(draft, by=world.carrier)
    assert refusal.value.fields.keys() == {
        "presentation.project",
        "presentation.activities",
        standard_form.AMOUNT,
    }


def test_submission_freezes_the_file_and_sends_each_carrier_a_receipt(world: World) -> None:
    other = ProjectMemberFactory(project=world.project, role=ProjectRole.CARRIER).user
    ProjectMemberFactory(project=world.project, role=ProjectRole.ADVISER)
    draft = applications.start(world.call, world.project, by=world.carrier, answers=ANSWERS)
    sent = applications.submit(draft, by=world.carrier, version=1)
    messages = OutboxMessage.objects.order_by("pk")
    assert [message.recipient for message in messages] == [world.carrier.email, other.email]
    assert sent.reference in messages[0].subject
    assert world.call.next_steps in messages[0].body_text
    with pytest.raises(Conflict):
        applications.save(sent, answers={"means.team": "Autre."}, version=1, by=world.carrier)
    projects.update(world.project, by=world.carrier, title="Autre titre")
    sent.refresh_from_db()
    assert sent.title == "Atelier des Copeaux"


def test_submitting_again_changes_and_sends_nothing(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    first = applications.submit(draft, by=world.carrier)
    again = applications.submit(draft, by=world.carrier)
    assert again.submitted_at == first.submitted_at
    assert OutboxMessage.objects.count() == 1
    assert events.about(first).filter(verb="programmes.application_submitted").count() == 1


def test_submitting_what_somebody_changed_meanwhile_is_refused(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    applications.save(draft, answers={"means.team": "Autre."}, version=1, by=world.carrier)
    with pytest.raises(Conflict):
        applications.submit(draft, by=world.carrier, version=1)


def test_a_withdrawn_application_leaves_room_for_another(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    gone = applications.withdraw(draft, by=world.carrier, why="Changement d’équipe.")
    assert gone.filing == Filing.WITHDRAWN
    assert applications.withdraw(gone, by=world.carrier).withdrawn_at == gone.withdrawn_at
    again = applications.start(world.call, world.project, by=world.carrier)
    assert again.pk != gone.pk
    with pytest.raises(Conflict):
        applications.submit(gone, by=world.carrier)


def test_a_retained_and_announced_application_is_not_withdrawn_by_its_carriers(world: World) -> None:
    told = ApplicationFactory(call=world.call, project=world.project, retained=True, announced=True)
    with pytest.raises(Conflict):
        applications.withdraw(told, by=world.carrier)


def test_nobody_writes_before_the_opening(world: World) -> None:
    call = CallFactory(programme=world.programme, upcoming=True)
    with pytest.raises(applications.CallClosed):
        applications.start(call, world.project, by=world.carrier)


@pytest.mark.parametrize(
    "broken",
    [
        {"filing": "submitted"},
        {"filing": "withdrawn"},
        {"decision": "retained"},
        {"announced_decision": "retained"},
        {"decision": "refused", "submitted_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_half_states(world: World, broken: dict[str, str]) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(**broken)


def test_one_application_of_a_project_to_a_call(world: World) -> None:
    ApplicationFactory(call=world.call, project=world.project)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(call=world.call, project=world.project)
    ApplicationFactory(call=CallFactory(programme=world.programme), project=world.project)


def test_references_can_be_read_aloud() -> None:
    from maillage.programmes.models.application import new_reference

    made = {new_reference() for _attempt in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("ILOU")


def test_a_closed_account_gets_no_receipt(world: World) -> None:
    gone = ProjectMemberFactory(
        project=world.project, role=ProjectRole.CARRIER, user=UserFactory(is_active=False)
    ).user
    applications.submit(ApplicationFactory(call=world.call, project=world.project), by=world.carrier)
    assert gone.email not in OutboxMessage.objects.values_list("recipient", flat=True)
