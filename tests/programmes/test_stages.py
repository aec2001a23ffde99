"""Stages and waves: what a call of one of each keeps, and what several change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
import zeal
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core import clock, formatting
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.programmes.actions import admission
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import stage as stages
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Admission, CallPhase, Decision, Filing, QuotaKind, StageVisibility
from maillage.programmes.models import Application, Call, Stage, StageFile, Wave, Window
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as read
from maillage.programmes.register import invariants
from maillage.questionnaires import checks
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import InvalidDefinition
from maillage.questionnaires.models import Version
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.factories.programmes import ANSWERS, ApplicationFactory, CallFactory, ProgrammeRoleFactory
from tests.factories.questionnaires import VersionFactory, a_content, a_question
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def second_wave(world: World, *, places: int = 5, budget: Decimal | None = None) -> Wave:
    return waves.add_wave(
        world.call,
        opens_at=world.call.closes_at + 5 * DAY,
        closes_at=world.call.closes_at + 15 * DAY,
        places=places,
        budget_amount=budget,
        by=world.officer,
    )


def full_file(world: World, admission: Admission = Admission.ADMITTED) -> Stage:
    """A second stage that receives now."""
    stage = stages.add_stage(world.call, title="Dossier complet", admission=admission, by=world.officer)
    wave = world.call.waves.get()
    now = timezone.now()
    waves.set_moments(wave, stage, now - DAY, now + 30 * DAY, by=world.officer)
    return stage


def reload(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


def sound() -> None:
    for check in (
        invariants.strayed,
        invariants.without_stage_file,
        invariants.unlike_their_waves,
        invariants.submitted_outside,
    ):
        assert list(check()) == []


def test_a_call_has_one_stage_and_one_wave_from_the_start(world: World) -> None:
    (stage,) = world.call.stages.all()
    (wave,) = world.call.waves.all()
    assert (stage.position, stage.slug, stage.admission) == (1, "dossier", Admission.EVERYONE)
    assert (wave.number, wave.places, wave.places_offered) == (1, None, world.call.places)
    assert Window.objects.count() == 0
    moments = wave.moments_of(stage)
    assert moments is not None
    assert (moments.opens_at, moments.closes_at) == (world.call.opens_at, world.call.closes_at)


def test_a_second_wave_turns_the_moments_and_means_of_the_call_into_bounds_and_sums(world: World) -> None:
    calls.update(world.call, budget_amount=Decimal(1000), by=world.officer)
    first = (world.call.opens_at, world.call.closes_at)
    second_wave(world, places=5, budget=Decimal(500))
    call = reload(world.call)
    assert (call.places, call.budget_amount) == (8, Decimal(1500))
    assert call.opens_at == first[0]
    assert call.closes_at == first[1] + 15 * DAY
    assert [wave.places_offered for wave in read.waves_of(call)] == [3, 5]
    assert call.intakes == [*first, first[1] + 5 * DAY, first[1] + 15 * DAY]
    sound()


def test_a_wave_taken_out_gives_everything_back(world: World) -> None:
    before = Call.objects.filter(pk=world.call.pk).values().get()
    wave = second_wave(world)
    waves.remove_wave(wave, by=world.officer)
    assert Call.objects.filter(pk=world.call.pk).values().get() == before
    assert Window.objects.count() == 0
    sound()


def test_between_two_waves_the_call_opens_soon(world: World) -> None:
    second_wave(world)
    call = reload(world.call)

    def seen(moment: dt.datetime) -> tuple[CallPhase, bool, int]:
        with time_machine.travel(moment, tick=False):
            counted = programmes.public_programmes().get(pk=world.programme.pk)
            return call.phase, Call.objects.open().filter(pk=call.pk).exists(), counted.open_calls  # type: ignore[attr-defined]

    first, second = call.intakes[1], call.intakes[2]
    assert seen(first) == (CallPhase.OPEN, True, 1)
    assert seen(first + DAY) == (CallPhase.UPCOMING, False, 0)
    assert seen(second) == (CallPhase.OPEN, True, 1)
    assert seen(call.closes_at + DAY) == (CallPhase.CLOSED, False, 0)
    with time_machine.travel(first + DAY, tick=False):
        assert call.next_opening == second


def test_waves_follow_each_other(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        waves.add_wave(
            world.call,
            opens_at=world.call.closes_at - DAY,
            closes_at=world.call.closes_at + DAY,
            places=1,
            by=world.officer,
        )
    assert list(refusal.value.fields) == ["opens_at"]
    assert world.call.waves.count() == 1


def test_nothing_is_received_between_two_waves_and_a_draft_goes_with_the_next(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    wave = second_wave(world)
    call = reload(world.call)
    with clock.replaying(call.intakes[1] + DAY), pytest.raises(applications.CallClosed):
        applications.submit(draft, by=world.carrier)
    with clock.replaying(call.intakes[2] + DAY):
        sent = applications.submit(draft, by=world.carrier)
    assert (sent.wave, sent.filing, sent.stage_filing) == (wave, Filing.SUBMITTED, Filing.SUBMITTED)
    sound()


def test_a_project_refused_in_a_wave_starts_again_in_the_next(world: World) -> None:
    ApplicationFactory(call=world.call, project=world.project, refused=True, announced=True)
    kept = applications.start(world.call, world.project, by=world.carrier)
    assert Application.objects.get() == kept
    wave = second_wave(world)
    with clock.replaying(reload(world.call).intakes[2] + DAY):
        again = applications.start(world.call, world.project, by=world.carrier)
        assert applications.start(world.call, world.project, by=world.carrier) == again
    assert (again.wave, Application.objects.count()) == (wave, 2)


def test_only_its_officers_cut_a_call(world: World) -> None:
    wave = world.call.waves.get()
    stage = world.call.stages.get()
    for act in (
        lambda: stages.add_stage(world.call, title="Suite", by=world.carrier),
        lambda: waves.add_wave(
            world.call, opens_at=timezone.now(), closes_at=timezone.now() + DAY, places=1, by=world.carrier
        ),
        lambda: stages.update_stage(stage, title="x", by=world.carrier),
        lambda: stages.remove_stage(stage, by=world.carrier),
        lambda: waves.update_wave(wave, places=1, by=world.carrier),
        lambda: waves.remove_wave(wave, by=world.carrier),
        lambda: waves.set_moments(wave, stage, timezone.now(), timezone.now() + DAY, by=world.carrier),
        lambda: waves.set_quotas(wave, [], by=world.carrier),
    ):
        with pytest.raises(NotAllowed):
            act()


# --- The next stage -------------------------------------------------------------------------------
def test_an_admitted_file_is_written_and_submitted_at_the_next_stage(world: World) -> None:
    stage = full_file(world)
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    first_moment = sent.submitted_at
    admitted = admission.admit(sent, by=world.officer, note="Chiffrez la toiture.")
    assert (admitted.stage, admitted.stage_filing, admitted.filing) == (stage, Filing.DRAFT, Filing.SUBMITTED)
    (letter,) = OutboxMessage.objects.filter(template="programmes/email/admitted")
    assert letter.recipient == world.carrier.email
    assert "Chiffrez la toiture." in letter.body_text
    with pytest.raises(Conflict, match="dernière étape"):
        decisions.decide(admitted, Decision.RETAINED, by=world.officer)
    saved = applications.save(
        admitted, answers={"means.needs": "Un architecte."}, version=admitted.version, by=world.carrier
    )
    done = applications.submit(saved, by=world.carrier)
    assert (done.stage_filing, done.submitted_at) == (Filing.SUBMITTED, first_moment)
    assert done.stage_submitted_at is not None
    assert done.stage_submitted_at > first_moment
    assert StageFile.objects.filter(application=sent, filing=Filing.SUBMITTED).count() == 2
    decisions.decide(done, Decision.RETAINED, by=world.officer)
    sound()


def test_admitting_twice_or_too_early_is_refused(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    full_file(world)
    with pytest.raises(Conflict):
        admission.admit(draft, by=world.officer)
    sent = ApplicationFactory(call=world.call, submitted=True)
    admission.admit(sent, by=world.officer)
    with pytest.raises(Conflict):
        admission.admit(sent, by=world.officer)
    refused = ApplicationFactory(call=world.call, refused=True)
    with pytest.raises(Conflict):
        admission.admit(refused, by=world.officer)
    assert StageFile.objects.filter(stage__position=2).count() == 1


def test_several_are_admitted_together_or_none(world: World) -> None:
    stage = full_file(world)
    good = [ApplicationFactory(call=world.call, submitted=True) for _row in range(3)]
    bad = ApplicationFactory(call=world.call)
    with pytest.raises(Conflict):
        admission.admit_many(world.call, [row.pk for row in [*good, bad]], stage, by=world.officer)
    assert StageFile.objects.filter(stage=stage).count() == 0
    assert admission.admit_many(world.call, [row.pk for row in good], stage, by=world.officer) == 3
    assert admission.admit_many(world.call, [row.pk for row in good], stage, by=world.officer) == 0


def test_a_stage_open_to_everyone_is_begun_by_its_applicants_and_others_wait_for_an_officer(
    world: World,
) -> None:
    stage = full_file(world, Admission.EVERYONE)
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    assert admission.go_on(sent, by=world.carrier).stage == stage
    other = ApplicationFactory(call=world.call, submitted=True)
    stages.update_stage(stage, title="Dossier complet", admission=Admission.ADMITTED, by=world.officer)
    with pytest.raises(Conflict):
        admission.go_on(other, by=other.created_by)


def test_a_later_stage_without_moments_receives_nothing(world: World) -> None:
    stages.add_stage(world.call, title="Dossier complet", by=world.officer)
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    admitted = admission.admit(sent, by=world.officer)
    assert not admitted.is_editable
    with pytest.raises(applications.CallClosed):
        applications.submit(admitted, by=world.carrier)


def test_a_later_stage_closes_at_its_own_moment_after_the_call(world: World) -> None:
    full_file(world)
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    admitted = admission.admit(sent, by=world.officer)
    closes_at = Window.objects.get().closes_at
    assert closes_at > world.call.closes_at
    with clock.replaying(closes_at + dt.timedelta(seconds=1)), pytest.raises(applications.CallClosed):
        applications.submit(admitted, by=world.carrier)
    with clock.replaying(closes_at):
        assert applications.submit(admitted, by=world.carrier).stage_filing == Filing.SUBMITTED


def test_stages_that_somebody_reached_and_the_first_one_stay(world: World) -> None:
    stage = full_file(world)
    with pytest.raises(Conflict):
        stages.remove_stage(world.call.stages.get(position=1), by=world.officer)
    sent = ApplicationFactory(call=world.call, submitted=True)
    admission.admit(sent, by=world.officer)
    with pytest.raises(Conflict):
        stages.remove_stage(stage, by=world.officer)


# --- Quotas ---------------------------------------------------------------------------------------
def test_quotas_are_of_what_exists_and_within_the_places(world: World) -> None:
    wave = world.call.waves.get()
    kept = waves.set_quotas(
        wave,
        [(QuotaKind.DEPARTMENT, "07", 2), (QuotaKind.TYPOLOGY, "density:6", 1)],
        by=world.officer,
    )
    assert [(row.value, row.places) for row in kept] == [("07", 2), ("density:6", 1)]
    for wrong in (
        (QuotaKind.DEPARTMENT, "98765", 1),
        (QuotaKind.TYPOLOGY, "density:99", 1),
        (QuotaKind.DEPARTMENT, "07", 4),
    ):
        with pytest.raises(Invalid):
            waves.set_quotas(wave, [wrong], by=world.officer)
    assert wave.quotas.count() == 2


def test_the_receipt_of_a_later_stage_has_its_own_moment(world: World, sign_in: Any) -> None:
    Call.objects.update(opens_at=timezone.now() - 9 * DAY)
    with clock.replaying(timezone.now() - 3 * DAY):
        draft = applications.start(reload(world.call), world.project, by=world.carrier, answers=ANSWERS)
        first = applications.submit(draft, by=world.carrier)
    full_file(world, Admission.EVERYONE)
    admission.go_on(first, by=world.carrier)
    row = Application.objects.get()
    page = reverse("programmes:receipt", args=[row.reference])
    browser = sign_in(world.carrier)
    assert [file.stage.position for file in browser.get(page).context["sent"]] == [1]
    OutboxMessage.objects.all().delete()
    row = applications.submit(row, by=world.carrier)
    assert row.stage_submitted_at is not None
    assert row.submitted_at is not None
    assert row.stage_submitted_at - row.submitted_at > 2 * DAY
    context = browser.get(page).context
    assert [file.submitted_at for file in context["sent"]] == [row.submitted_at, row.stage_submitted_at]
    assert context["last"].stage.title == "Dossier complet"
    told = OutboxMessage.objects.get(template="programmes/email/receipt").body_text
    assert formatting.moment(row.stage_submitted_at) in told
    assert formatting.moment(row.submitted_at) not in told
    assert "Dossier complet" in told


def test_a_later_stage_is_written_and_sent_from_its_pages(world: World, sign_in: Any) -> None:
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    full_file(world, Admission.EVERYONE)
    # The call's own moments are over: those of the stage count.
    now = timezone.now()
    Call.objects.update(opens_at=now - 9 * DAY, closes_at=now - 2 * DAY)
    browser = sign_in(world.carrier)
    with zeal.zeal_ignore():  # the same questionnaire goes on: reopened, then taken to the stage's version
        answer = browser.post(reverse("programmes:go_on", args=[sent.reference]))
    assert answer["Location"] == reverse("programmes:write", args=[sent.reference])
    browser.post(answer["Location"], {":revision": "1", **ANSWERS})
    page = reverse("programmes:submit", args=[sent.reference])
    shown = browser.get(page)
    assert shown.context["may_submit"]
    receipt = reverse("programmes:receipt", args=[sent.reference])
    seen = {"version": str(shown.context["application"].version)}
    assert browser.post(page, seen)["Location"] == receipt
    row = Application.objects.get()
    assert (row.stage.title, row.stage_filing) == ("Dossier complet", Filing.SUBMITTED)
    assert browser.post(page, seen)["Location"] == receipt
    assert StageFile.objects.filter(application=row, submitted_at__isnull=False).count() == 2


# --- Required at a stage -----------------------------------------------------------------------------------
def asking(slug: str, **more: Any) -> Version:
    content = a_content(a_question("q.name"), a_question("q.lease", label="Le bail", required=slug))
    version: Version = VersionFactory(published=True, content=content, **more)
    return version


def test_a_question_required_at_a_stage_that_is_not_there_is_named(world: World) -> None:
    draft = CallFactory(programme=world.programme, draft=True)
    first = draft.stages.get()
    first.version = asking("dossier-complet")
    first.save()
    with pytest.raises(Conflict) as refusal:
        calls.publish(draft, by=world.officer)
    assert "Le bail" in str(refusal.value)
    assert "dossier-complet" in str(refusal.value)
    second = stages.add_stage(draft, title="Dossier complet", by=world.officer)
    calls.publish(draft, by=world.officer)
    # Nor can the stage leave, or a published call be asked of another one.
    with pytest.raises(Conflict, match="Le bail"):
        stages.remove_stage(second, by=world.officer)
    with pytest.raises(Conflict, match="Le bail"):
        stages.update_stage(
            second, title=second.title, admission="admitted", version=asking("jury"), by=world.officer
        )
    second.refresh_from_db()
    assert second.version is None


def test_a_version_is_not_published_when_a_call_lacks_the_stage_that_it_names(world: World) -> None:
    version = asking("submission")
    writer = MembershipFactory(organisation=version.questionnaire.owner, administrator=True).user
    world.call.stages.update(version=version)
    content = a_content(a_question("q.name"), a_question("q.lease", label="Le bail", required="jury"))
    draft = VersionFactory(questionnaire=version.questionnaire, number=2, content=content)
    (fault,) = checks.faults_of(draft)
    assert fault.question == "q.lease"
    with pytest.raises(InvalidDefinition, match="Le bail"):
        versions.publish(draft, by=writer)


def test_the_stages_of_ones_calls_are_there_to_choose(world: World, sign_in: Any) -> None:
    version = VersionFactory(questionnaire__owner=world.programme.operator)
    page = reverse("questionnaires:question", args=[version.questionnaire_id, "place.story"])
    officer = sign_in(world.officer)
    # Without a later stage its short name is typed.
    assert not hasattr(officer.get(page).context["form"].fields["stage"], "choices")
    second = stages.add_stage(world.call, title="Dossier complet", by=world.officer)
    elsewhere = CallFactory()
    stages.add_stage(elsewhere, title="Oral", by=ProgrammeRoleFactory(programme=elsewhere.programme).user)
    form = officer.get(page).context["form"]
    assert [value for value, _label in form.fields["stage"].choices] == ["", second.slug]
    values = {"label": "Le bail", "required": "stage", "stage": second.slug, "seen": form["seen"].value()}
    assert officer.post(page, values).status_code == 302
    asked = Version.objects.get(pk=version.pk).definition.by_id["place.story"]
    assert asked.required == second.slug
    assert (
        second.slug in officer.get(reverse("programmes:call_stage", args=["ateliers", world.call.pk, 2])).text
    )
    # A stage that left stays chosen until somebody chooses another.
    Stage.objects.filter(pk=second.pk).update(slug="oral")
    choices = officer.get(page).context["form"].fields["stage"].choices
    assert [value for value, _label in choices] == ["", "oral", second.slug]


# --- Who reads what a stage asks -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (StageVisibility.PUBLIC, {"visitor", "person", "withdrawn", "applicant", "admitted", "juror"}),
        (StageVisibility.APPLICANTS, {"applicant", "admitted", "juror"}),
        (StageVisibility.ADMITTED, {"admitted", "juror"}),
    ],
)
def test_the_questions_of_a_stage_are_shown_to_whom_they_are_for(
    world: World, sign_in: Any, client: Client, visibility: str, readers: set[str]
) -> None:
    second = full_file(world)
    stages.update_stage(
        second, title=second.title, visibility=visibility, admission=Admission.ADMITTED, by=world.officer
    )
    withdrawn = ApplicationFactory(call=world.call, submitted=True)
    applications.withdraw(withdrawn, by=withdrawn.created_by)
    admitted = ApplicationFactory(call=world.call, submitted=True)
    admission.admit(admitted, by=world.officer)
    people = {
        "visitor": client,
        "person": sign_in(UserFactory()),
        "withdrawn": sign_in(withdrawn.created_by),
        "applicant": sign_in(ApplicationFactory(call=world.call).created_by),
        "admitted": sign_in(admitted.created_by),
        "juror": sign_in(ProgrammeRoleFactory(programme=world.programme, role="juror").user),
    }
    page = reverse("programmes:stage_paper", args=[world.call.pk, world.call.slug, 2])
    first = reverse("programmes:stage_paper", args=[world.call.pk, world.call.slug, 1])
    assert {who for who, browser in people.items() if browser.get(page).status_code == 200} == readers
    assert {browser.get(page).status_code for who, browser in people.items()} <= {200, 404}
    linked = {who for who, one in people.items() if page in one.get(world.call.get_absolute_url()).text}
    assert linked == readers
    assert all(browser.get(first).status_code == 200 for browser in people.values())
