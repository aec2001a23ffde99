"""The demonstration network as built: by actions, whole, in its time, and once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core import registry
from maillage.core.models import Event, OutboxMessage
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation, Place, Service
from maillage.portal.demo import applicants as generator
from maillage.portal.demo import content
from maillage.portal.demo.builders import paper, people, reviews
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.enums import (
    Admissibility,
    AppealKind,
    AppealState,
    CallPhase,
    CallQuestionState,
    CheckResult,
    CompletionState,
    Decision,
    Filing,
    ItemState,
    LabelState,
    MemberState,
    MoveKind,
    OfferKind,
    OfferState,
    Presence,
    Role,
    SessionState,
    Verdict,
)
from maillage.programmes.enums_review import AssignmentState, ConflictOrigin, RoundPhase
from maillage.programmes.models import (
    AdmissibilityCheck,
    Appeal,
    Application,
    Assignment,
    Attendance,
    CallQuestion,
    Cohort,
    CohortMember,
    CohortMove,
    CompletionRequest,
    Conflict,
    InformationSession,
    JurySession,
    Label,
    Letter,
    PlaceOffer,
    ProgrammeRole,
    ReviewMessage,
    ReviewRound,
)
from maillage.programmes.queries.completion import compare
from maillage.programmes.queries.todo import completions_for as waiting_for
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember
from maillage.questionnaires.models import Questionnaire, ResponseFile
from maillage.territories.models import Commune
from tests.demo.built.conftest import KILLED
from tests.demo.conftest import build

# Built on the whole of France, and so by one process of a run: see tests/conftest.py.
pytestmark = [pytest.mark.usefixtures("network", "db")]


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("maillage.")
    }


def test_building_again_changes_nothing() -> None:
    before = counts()
    build()
    assert counts() == before


def test_all_that_is_written_is_there() -> None:
    network = content.network()
    assert Organisation.objects.filter(external_ids__source="demonstration").count() == len(
        network.organisations
    )
    assert Place.objects.filter(external_ids__source="demonstration").count() == len(network.places)
    for key, service in network.services.items():
        row = Service.objects.get(external_ids__source="demonstration", external_ids__identifier=key)
        assert row.name == service.name
        assert {(each.level, each.code) for each in row.territories.all()} == {
            (area.level, area.code) for area in service.coverage
        }
        assert row.places.count() == len(service.places)


def test_every_record_is_marked_as_demonstration() -> None:
    for model in (Organisation, Place, Service):
        assert not model._default_manager.filter(is_demonstration=False).exists()


def test_some_records_are_stale_and_most_are_fresh() -> None:
    places = list(Place.objects.filter(external_ids__source="demonstration"))
    stale = sum(place.is_stale for place in places)
    assert 0 < stale < len(places) / 4


def test_names_of_communes_are_the_official_ones() -> None:
    rows = Commune.objects.current().in_bulk(each.code for each in content.communes())
    for each in content.communes():
        assert rows[each.code].name.replace("'", "’") == each.name
        assert rows[each.code].department_id == each.department
        is_large = (rows[each.code].population or 0) >= generator.LARGE_COMMUNE
        assert is_large is ((each.population or 0) >= generator.LARGE_COMMUNE)


def test_calls_are_decided_under_review_open_and_in_preparation() -> None:
    keys = ("premiere-vague", "ateliers-ouverts", "deuxieme-vague", "outre-mer")
    assert [call_of(key).phase for key in keys] == [
        CallPhase.CLOSED,
        CallPhase.CLOSED,
        CallPhase.OPEN,
        CallPhase.DRAFT,
    ]


def test_applications_are_in_every_state() -> None:
    first = Application.objects.filter(call=call_of("premiere-vague"))
    told = Counter(first.values_list("announced_decision", flat=True))
    # At this size everybody on the waiting list was called; they had been told that they were on it.
    assert set(told) | {Decision.WAITING} == set(Decision)
    assert Letter.objects.filter(decision=Decision.WAITING).exists()
    # Whoever withdrew, or was refused an exception, was told nothing.
    untold = first.filter(announced_decision=Decision.NONE)
    assert set(untold.values_list("filing", flat=True)) <= {Filing.WITHDRAWN, Filing.DRAFT}
    assert told[Decision.RETAINED] + told[Decision.CONDITIONAL] == call_of("premiere-vague").places
    planned = Counter(each.outcome for each in generator.present() if each.call == "deuxieme-vague")
    second = Counter(
        Application.objects.filter(call=call_of("deuxieme-vague")).values_list("filing", flat=True)
    )
    assert second[Filing.SUBMITTED] >= planned["submitted"]
    assert second[Filing.DRAFT] >= planned["draft"]
    assert second[Filing.WITHDRAWN] == planned["withdrawn"]


def test_there_are_three_hundred_applications_in_all() -> None:
    written = [each for each in generator.applicants() if each.outcome != "ineligible" or each.derogation]
    assert 300 <= len(written) <= 330


def test_full_files_answer_the_second_questionnaire() -> None:
    sent = Application.objects.filter(call=call_of("premiere-vague"), stage__position=2)
    assert sent.count() == sum(each.goes_on for each in generator.present())
    assert not sent.exclude(stage_filing=Filing.SUBMITTED).exists()
    forms = Questionnaire.objects.filter(versions__stages__applications__in=sent)
    assert set(forms.values_list("title", flat=True)) == {"Dossier complet"}


def test_reviews_are_over_for_a_call_and_under_way_for_another() -> None:
    past, present = (
        ReviewRound.objects.get(call=call_of(key)) for key in ("premiere-vague", "ateliers-ouverts")
    )
    assert (past.phase, present.phase) == (RoundPhase.OVER, RoundPhase.REVIEW)
    read = Counter(past.files().values_list("assignments__state", flat=True))
    assert read[AssignmentState.DONE] == past.files().count() * past.reviewers_per_file
    assert Assignment.objects.filter(state=AssignmentState.DECLINED).exists()
    assert Conflict.objects.filter(origin=ConflictOrigin.INFERRED).exists()
    assert ReviewMessage.objects.filter(round=past).exists()
    states_of = set(Assignment.objects.filter(round=present).values_list("state", flat=True))
    wanted = {
        AssignmentState.ASSIGNED,
        AssignmentState.ACCEPTED,
        AssignmentState.STARTED,
        AssignmentState.DONE,
    }
    assert states_of >= wanted


def test_the_jury_sat_and_signed() -> None:
    session = JurySession.objects.get(call=call_of("premiere-vague"))
    assert session.state == SessionState.CLOSED
    assert session.minutes is not None
    assert set(session.items.values_list("state", flat=True)) == {ItemState.ADOPTED}
    assert Attendance.objects.filter(item__session=session, presence=Presence.OUT).exists()


def test_places_were_handed_on() -> None:
    offers = Counter(PlaceOffer.objects.values_list("kind", "state"))
    assert offers[OfferKind.CONFIRMATION, OfferState.DECLINED] == 2
    assert offers[OfferKind.SUCCESSION, OfferState.DECLINED] == 1
    assert offers[OfferKind.SUCCESSION, OfferState.ACCEPTED] == 2
    assert not PlaceOffer.objects.filter(state=OfferState.OPEN).exists()


def test_an_appeal_was_answered_and_a_complaint_waits() -> None:
    assert Counter(Appeal.objects.values_list("kind", "state")) == {
        (AppealKind.APPEAL, AppealState.DISMISSED): 1,
        (AppealKind.COMPLAINT, AppealState.OPEN): 1,
    }


def test_the_open_call_is_alive() -> None:
    call = call_of("deuxieme-vague")
    assert call.documents.count() == 2
    questions = Counter(CallQuestion.objects.filter(call=call).values_list("state", flat=True))
    assert questions == {CallQuestionState.ANSWERED: 3, CallQuestionState.OPEN: 2}
    assert InformationSession.objects.filter(call=call).count() == 2
    assert call.followers.count() >= 5


def test_officers_check_the_open_call_and_have_files_completed() -> None:
    call = call_of("deuxieme-vague")
    assert list(call.checklist.values_list("text", flat=True)) == list(content.open_call().checklist)
    requests = CompletionRequest.objects.filter(stage_file__application__call=call)
    assert Counter(requests.values_list("state", flat=True)) == {
        CompletionState.DONE: 1,
        CompletionState.OPEN: 1,
        CompletionState.LAPSED: 1,
    }
    done = requests.get(state=CompletionState.DONE)
    assert any(said.has_changed for said in compare(done.before, done.after))
    told = set(Application.objects.filter(call=call).values_list("admissibility", flat=True))
    assert told >= {Admissibility.NONE, Admissibility.TO_COMPLETE, Admissibility.ADMISSIBLE}
    checks = AdmissibilityCheck.objects.filter(stage_file__application__call=call)
    found = {row["result"] for check in checks for row in check.results}
    assert found == {CheckResult.YES, CheckResult.NO}
    # The printed account has something to complete.
    assert waiting_for(people.account("manufacture"))


def test_documents_were_sent_with_the_files() -> None:
    handed_in = ResponseFile.objects.filter(snapshots__isnull=False, file__name="budget-previsionnel.pdf")
    asked = set(handed_in.values_list("question_id", flat=True))
    assert asked == {question for question, _one_in in paper.WHERE.values()}


def test_the_ineligible_were_told_before_writing() -> None:
    told = [each for each in generator.present() if each.outcome == "ineligible" and not each.derogation]
    projects = Project.objects.filter(title__in=[each.title for each in told])
    assert projects.count() == len(told)
    assert not Application.objects.filter(project__in=projects).exists()


def test_an_exception_was_granted_and_another_refused() -> None:
    asked = Application.objects.exclude(derogation_request="")
    assert {Filing.SUBMITTED, Filing.DRAFT} == set(asked.values_list("filing", flat=True))
    assert set(asked.values_list("overrules__verdict", flat=True)) >= {Verdict.ELIGIBLE, Verdict.INELIGIBLE}
    assert not asked.filter(filing=Filing.SUBMITTED).exclude(overrules__verdict=Verdict.ELIGIBLE).exists()


def test_labels_live_in_six_promotions() -> None:
    told = set(Label.objects.values_list("state", flat=True))
    assert told == {
        *(LabelState.GRANTED, LabelState.CONDITIONAL, LabelState.SUSPENDED),
        *(LabelState.RENEWED, LabelState.ENDED),
    }
    assert Cohort.objects.count() == 6
    assert CohortMove.objects.filter(kind=MoveKind.DEFERRED).exists()
    assert CohortMember.objects.filter(state=MemberState.DROPPED_OUT).exists()
    assert not CohortMember.objects.filter(state=MemberState.TO_PLACE).exists()


def test_everybody_acted_in_their_own_name_in_the_window() -> None:
    late = Application.objects.filter(submitted_at__gt=F("call__closes_at"))
    early = Application.objects.filter(created_at__lt=F("call__opens_at"))
    assert not late.exists()
    assert not early.exists()
    submissions = Event.objects.filter(verb="programmes.application_submitted")
    assert submissions.count() == Application.objects.filter(submitted_at__isnull=False).count()
    authors = dict(Application.objects.values_list("pk", "submitted_by"))
    moments = dict(Application.objects.values_list("pk", "submitted_at"))
    for event in submissions:
        assert event.actor_id == authors[int(event.subject_id)]
        assert abs(event.at - moments[int(event.subject_id)]) < dt.timedelta(minutes=1)


def test_nothing_happens_in_the_future() -> None:
    now = timezone.now()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not OutboxMessage.objects.filter(created_at__gt=now).exists()
    assert not Application.objects.filter(updated_at__gt=now).exists()


def test_every_answered_applicant_has_their_letter() -> None:
    mails = OutboxMessage.objects.filter(template="programmes/email/decision")
    carriers = ProjectMember.objects.filter(
        role=ProjectRole.CARRIER,
        project__applications__letters__isnull=False,
        user__email__endswith="@atelier.example",
    )
    assert set(mails.values_list("recipient", flat=True)) == set(
        carriers.values_list("user__email", flat=True)
    )
    told = Application.objects.filter(announced_at__isnull=False)
    assert not told.filter(letters__isnull=True).exclude(announced_decision=Decision.WITHDRAWN).exists()


def test_no_address_leads_outside() -> None:
    for address in (
        *User.objects.values_list("email", flat=True),
        *OutboxMessage.objects.values_list("recipient", flat=True),
    ):
        assert address.endswith(".example"), address


@pytest.mark.parametrize("account", content.accounts().accounts, ids=lambda account: account.key)
def test_a_printed_account_signs_in_and_has_its_role(account: content.Account) -> None:
    user = people.account(account.key)
    assert user.check_password(content.accounts().password)
    assert user.is_staff is (account.role == "platform_administrator")
    if account.programme:
        assert ProgrammeRole.objects.filter(user=user, role=Role(account.role)).exists()
    if account.organisation:
        assert Membership.objects.filter(user=user, role=MembershipRole.ADMINISTRATOR).exists()


def test_the_manager_has_a_labelled_place_and_a_draft() -> None:
    manager = people.account("manufacture")
    carried = Project.objects.carried_by(manager)
    assert Label.objects.in_force().filter(project__in=carried).exists()
    assert Application.objects.filter(project__in=carried, filing=Filing.DRAFT).exists()


def test_the_carpenter_has_a_draft_and_no_organisation() -> None:
    carpenter = people.account("carpenter")
    draft = Application.objects.get(project__in=Project.objects.carried_by(carpenter))
    assert draft.filing == Filing.DRAFT
    assert not draft.project.organisations.exists()
    assert not Membership.objects.filter(user=carpenter).exists()


@pytest.mark.parametrize(
    "key", ["officer", "second-officer", "reviewer", "juror", "manufacture", "carpenter", "adviser"]
)
def test_a_printed_account_has_something_to_do(key: str) -> None:
    user = people.account(key)
    found = [item for source in registry.todo_sources for item in source.items_for(user)]
    assert found, key


def test_a_builder_that_was_killed_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle of the reviews, then run again: the same as in one go."""
    mine = Assignment.objects.filter(round__call=call_of("ateliers-ouverts"))
    wanted = Counter(mine.values_list("application__title", "reviewer__email", "state"))
    undo_present_round()
    acted = 0
    real = reviews._Round._act

    def dies(*values: Any) -> None:
        nonlocal acted
        acted += 1
        if acted > 4:
            raise KeyboardInterrupt
        real(*values)

    monkeypatch.setattr(reviews._Round, "_act", dies)
    with pytest.raises(KeyboardInterrupt):
        build("reviews-now")
    assert mine.exclude(state=AssignmentState.ASSIGNED).count() >= 4
    monkeypatch.setattr(reviews._Round, "_act", real)
    build("reviews-now")
    assert Counter(mine.values_list("application__title", "reviewer__email", "state")) == wanted


def test_what_was_killed_is_as_in_one_go(unlike: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Killed at the second step, the third, the fifth, … then run to its end: no row more, none less."""
    assert unlike == {key: {} for key in KILLED}


def undo_present_round() -> None:
    ReviewRound.objects.filter(call=call_of("ateliers-ouverts")).delete()
    Conflict.objects.filter(application__call=call_of("ateliers-ouverts")).delete()


def test_what_doctor_looks_at_holds() -> None:
    broken = {
        invariant.key: list(invariant.broken())
        for invariant in registry.invariants
        if invariant.key.startswith(("portal.", "directory.", "programmes.", "territories."))
    }
    assert [found for found in broken.values() if found] == []
    assert len(broken) >= 12
