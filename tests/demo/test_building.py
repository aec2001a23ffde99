"""The demonstration network as built: by actions, whole, in its time, and once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

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
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.enums import CallPhase, Decision, Filing, LabelState, Role, Verdict
from maillage.programmes.models import Application, Cohort, CohortMove, Label, ProgrammeRole
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember
from maillage.territories.models import Commune
from tests.demo.conftest import build

# One worker builds it: the others have nothing to gain from building it too.
pytestmark = [pytest.mark.xdist_group("demonstration"), pytest.mark.usefixtures("network", "db")]


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


def test_calls_are_decided_open_and_in_preparation() -> None:
    assert [call_of(key).phase for key in ("premiere-vague", "deuxieme-vague", "outre-mer")] == [
        CallPhase.CLOSED,
        CallPhase.OPEN,
        CallPhase.DRAFT,
    ]


def test_applications_are_in_every_state() -> None:
    first = Counter(
        Application.objects.filter(call=call_of("premiere-vague")).values_list("filing", "announced_decision")
    )
    assert first[Filing.SUBMITTED, Decision.RETAINED] == 50
    assert first[Filing.SUBMITTED, Decision.REFUSED] == 98
    assert first[Filing.SUBMITTED, Decision.WAITING] >= 20
    assert first[Filing.WITHDRAWN, Decision.NONE] == 6
    assert first[Filing.SUBMITTED, Decision.NONE] == 0
    second = Counter(
        Application.objects.filter(call=call_of("deuxieme-vague")).values_list("filing", flat=True)
    )
    assert second[Filing.SUBMITTED] >= 88
    assert second[Filing.DRAFT] >= 26
    assert second[Filing.WITHDRAWN] == 5
    assert 290 <= Application.objects.count() <= 330


def test_the_ineligible_were_told_before_writing() -> None:
    told = [each for each in generator.applicants() if each.outcome == "ineligible" and not each.derogation]
    projects = Project.objects.filter(title__in=[each.title for each in told])
    assert projects.count() == len(told)
    assert not Application.objects.filter(project__in=projects).exists()


def test_an_exception_was_granted_and_another_refused() -> None:
    asked = Application.objects.exclude(derogation_request="")
    assert {Filing.SUBMITTED, Filing.DRAFT} == set(asked.values_list("filing", flat=True))
    assert set(asked.values_list("overrules__verdict", flat=True)) >= {Verdict.ELIGIBLE, Verdict.INELIGIBLE}
    assert not asked.filter(filing=Filing.SUBMITTED).exclude(overrules__verdict=Verdict.ELIGIBLE).exists()


def test_labels_live() -> None:
    states = Counter(Label.objects.values_list("state", flat=True))
    assert states == {
        LabelState.GRANTED: 46,
        LabelState.SUSPENDED: 1,
        LabelState.CONDITIONAL: 1,
        LabelState.RENEWED: 1,
        LabelState.ENDED: 1,
    }
    assert Label.objects.in_force().count() == 48


def test_six_promotions_hold_the_retained_projects_and_some_passed_between_them() -> None:
    sizes = [cohort.members.count() for cohort in Cohort.objects.order_by("pk")]
    assert (len(sizes), sum(sizes)) == (6, 50)
    assert 5 <= min(sizes) <= max(sizes) <= 12
    kinds = Counter(CohortMove.objects.values_list("kind", flat=True))
    assert kinds == {"placed": 50, "deferred": 1, "dropped_out": 2, "came_back": 1}


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
    letters = OutboxMessage.objects.filter(template="programmes/email/decision")
    carriers = ProjectMember.objects.filter(
        role=ProjectRole.CARRIER,
        project__applications__announced_at__isnull=False,
        user__email__endswith="@atelier.example",
    )
    assert set(letters.values_list("recipient", flat=True)) == set(
        carriers.values_list("user__email", flat=True)
    )


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


def test_what_doctor_looks_at_holds() -> None:
    broken = {
        invariant.key: list(invariant.broken())
        for invariant in registry.invariants
        if invariant.key.startswith(("portal.", "directory.", "programmes.", "territories."))
    }
    assert [found for found in broken.values() if found] == []
    assert len(broken) >= 12
