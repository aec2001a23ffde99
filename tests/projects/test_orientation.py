"""The right door: ranked and explained, for a project and for a person without an account."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.directory.enums import LegalForm
from maillage.projects import extensions
from maillage.projects.actions import orientation as actions
from maillage.projects.actions import referral as referrals
from maillage.projects.actions import referral_clock
from maillage.projects.enums_referral import (
    DOOR_REQUEST_TRANSITIONS,
    GAP_TRANSITIONS,
    DoorRequestState,
    GapState,
    ReferralState,
)
from maillage.projects.extensions import NextPlace, NextPlaceSource
from maillage.projects.fit import Rule
from maillage.projects.models import CoverageGap, DoorRequest, Project, Referral
from maillage.projects.queries import offers
from maillage.projects.queries import orientation as read
from maillage.projects.register.orientation import TODO, forget_requests
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, ServiceFactory
from tests.factories.orientation import a_referral, a_service
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.territories import LE_CHEYLARD, LYON, SAINT_AGREVE, TENCE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def found(**values: Any) -> read.Doors:
    here = commune(SAINT_AGREVE)
    return read.find_doors(here, read.wish_of(here, stage="idea", **values))


def ask(**values: Any) -> DoorRequest:
    given = {
        "email": "Sans.Compte@maillage.example",
        "words": "Une épicerie.",
        "commune": commune(SAINT_AGREVE),
        "stage": "idea",
    }
    return actions.ask(**given | values)


def link_in(message: OutboxMessage) -> str:
    found = re.search(r"https?://[^/]+(/orientation/\S+)", message.body_text)
    assert found is not None
    return found[1]


# --- The doors ----------------------------------------------------------------------------------------------
def test_a_door_says_which_row_and_which_rules_matched() -> None:
    own = a_service(area=[("department", "07")], themes=["legal"])
    inherited = ServiceFactory(
        stages=["idea"], themes=[], organisation=OrganisationFactory(perimeter=[("country", "FR")])
    )
    ServiceFactory(draft=True, area=[("country", "FR")])
    doors = found(themes=["legal"]).doors
    assert [door.service for door in doors] == [own, inherited]
    assert doors[0].match.row == ("department", "07")
    assert "Ardèche" in doors[0].reasons[0]
    assert not doors[0].match.offer.is_inherited
    assert doors[1].match.offer.is_inherited
    assert doors[0].km == pytest.approx(0, abs=0.1)


def test_near_misses_say_what_excludes_them_and_services_too_far_are_left_out() -> None:
    here = a_service()
    late = a_service(stages=["development"])
    neighbour = a_service(area=[("commune", TENCE)], organisation=OrganisationFactory(commune=commune(TENCE)))
    a_service(area=[("commune", LYON)], organisation=OrganisationFactory(commune=commune(LYON)))
    doors = found()
    assert [door.service for door in doors.doors] == [here]
    missing = {door.service: door.match.excluded_by for door in doors.near}
    assert missing == {late: (Rule.STAGE,), neighbour: (Rule.AREA,)}
    assert all(len(door.obstacles) == 1 for door in doors.near)


def test_the_nearest_of_those_around_are_read_whenever_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    a_service()
    far, near = (
        a_service(area=[("commune", code)], organisation=OrganisationFactory(commune=commune(code)))
        for code in (TENCE, LE_CHEYLARD)
    )
    assert [door.service for door in found().near] == [near, far]
    monkeypatch.setattr(offers, "FEW", 1)
    assert [door.service for door in found().near] == [near, far]
    monkeypatch.setattr(offers, "NEAREST", 1)
    assert [door.service for door in found().near] == [near]


def test_a_full_service_is_a_near_miss_until_somebody_who_was_taken_a_year_ago() -> None:
    service = a_service(capacity=1)
    assert found().doors[0].load
    row = referrals.accept(a_referral(service=service), by=None)
    assert [door.match.excluded_by for door in found().near] == [(Rule.LOAD,)]
    Referral.objects.filter(pk=row.pk).update(accepted_at=timezone.now() - dt.timedelta(days=366))
    assert [door.service for door in found().doors] == [service]
    # One who was taken back leaves their place.
    Referral.objects.filter(pk=row.pk).update(accepted_at=timezone.now(), state=ReferralState.WITHDRAWN)
    assert [door.service for door in found().doors] == [service]


def test_who_may_refer_decides_for_a_person_and_for_an_adviser() -> None:
    service = a_service(referrers=["support_structures"])
    assert [door.match.excluded_by for door in found().near] == [(Rule.REFERRER,)]
    assert [door.service for door in found(referrers=read.PROFESSIONALS).doors] == [service]


def test_a_higher_floor_tells_the_next_place_of_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    service = a_service()
    coming = NextPlace(at=timezone.now(), title="Atelier", places=3)
    source = NextPlaceSource("test", lambda keys: dict.fromkeys(keys, coming))
    monkeypatch.setattr(extensions.next_places, "_entries", {"test": source})
    assert [(door.service, door.next_place) for door in found().doors] == [(service, coming)]


@pytest.mark.parametrize("number", [1, 30])
def test_looking_costs_the_same_for_one_service_and_for_thirty(
    number: int, django_assert_max_num_queries: Any
) -> None:
    for _n in range(number):
        a_service(capacity=9)
    with django_assert_max_num_queries(8):
        doors = found()
        assert all(door.service.organisation.name for door in doors.doors)
    assert len(doors.doors) == min(number, 20)


@pytest.mark.parametrize("form", ["", *LegalForm.values])
def test_what_carries_a_project_says_whom_services_see_in_it(form: str) -> None:
    assert "project_carriers" in read.audiences_of(Project(legal_form=form))


# --- Without an account -------------------------------------------------------------------------------------
def test_all_states_are_reached() -> None:
    assert unreachable(DOOR_REQUEST_TRANSITIONS, DoorRequestState.UNCONFIRMED) == set()
    assert unreachable(GAP_TRANSITIONS, GapState.OPEN) == set()


def test_a_person_without_an_account_finds_a_door_and_is_answered(client: Any) -> None:
    service = a_service()
    commune(LE_CHEYLARD)
    page = client.get("/orientation/", {"commune": "saint agreve", "etape": "idea"})
    assert [door.service for door in page.context["found"].doors] == [service]
    assert DoorRequest.objects.count() == 0
    form = f"{reverse('orientation:ask_service', args=[service.pk])}?{page.context['query']}"
    assert client.get(form).context["form"].initial["commune"] == SAINT_AGREVE
    values = {
        "commune": "saint agreve",
        "words": "Une épicerie.",
        "email": "sans.compte@maillage.example",
        "etape": "idea",
        "consent": "on",
    }
    assert client.post(form, {**values, "consent": ""}).context["form"].errors.keys() == {"consent"}
    client.post(form, values)
    # Only the address that was typed is written to, and opening the link sends nothing.
    message = OutboxMessage.objects.get()
    assert message.recipient == "sans.compte@maillage.example"
    link = link_in(message)
    assert client.get(link).status_code == 200
    assert Referral.objects.count() == 0
    for _click in range(2):
        client.post(link)
    row = Referral.objects.get()
    assert (row.state, row.service, row.sender) == (ReferralState.SENT, service, None)
    receiver = link_in(OutboxMessage.objects.get(recipient=service.email))
    client.post(receiver, {"do": "see"})
    assert "sans.compte@maillage.example" in client.get(receiver).content.decode()
    client.post(receiver, {"do": "accept", "accept-words": "Passez jeudi."})
    answer = OutboxMessage.objects.filter(recipient="sans.compte@maillage.example").order_by("-pk").first()
    assert answer is not None
    assert "Passez jeudi." in answer.body_text
    assert "Passez jeudi." in client.get(link_in(answer)).content.decode()
    client.post(link, {"do": "withdraw"})
    row.refresh_from_db()
    assert row.state == ReferralState.ACCEPTED
    client.post(link, {"confirmed": "yes"})
    row.refresh_from_db()
    assert row.state == ReferralState.WITHDRAWN


def test_old_and_forged_links_send_nothing(client: Any) -> None:
    request = ask(service=a_service())
    link = request.get_absolute_url()
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        assert client.get(link).status_code == 200
        client.post(link)
        with pytest.raises(Conflict):
            actions.confirm(request)
    assert Referral.objects.count() == 0
    assert client.get(reverse("orientation:request", args=["forge"])).status_code == 404


def test_a_mailbox_is_not_filled_by_somebody_else(client: Any) -> None:
    for _n in range(3):
        ask()
    with pytest.raises(Invalid):
        ask()
    values = {"commune": "saint agreve", "words": "Un fournil.", "consent": "on"}
    page = None
    for number in range(11):
        page = client.post("/orientation/demander/", {**values, "email": f"p{number}@maillage.example"})
    assert page is not None
    # The eleventh from one place within the hour.
    assert OutboxMessage.objects.filter(recipient="p9@maillage.example").count() == 1
    assert OutboxMessage.objects.filter(recipient="p10@maillage.example").count() == 0
    assert page.context["form"].non_field_errors()


def test_requests_are_forgotten_with_what_they_led_to() -> None:
    silent, sent, open_one = ask(), ask(service=a_service()), ask(service=a_service())
    row = referrals.decline(actions.confirm(sent).referrals.get(), by=None, reason="full")
    actions.confirm(open_one)
    assert forget_requests(timezone.now() + dt.timedelta(days=7)) == 0
    assert forget_requests(timezone.now() + dt.timedelta(days=9)) == 1
    assert not DoorRequest.objects.filter(pk=silent.pk).exists()
    assert forget_requests(timezone.now() + dt.timedelta(days=366)) == 1
    assert not Referral.objects.filter(pk=row.pk).exists()
    assert list(DoorRequest.objects.all()) == [open_one]


# --- Missing support ----------------------------------------------------------------------------------------
def test_nothing_within_reach_puts_somebody_in_charge_with_a_day_and_the_nearest_alternatives() -> None:
    near = a_service(stages=["development"])
    network = OrganisationFactory(
        administrator=(watcher := UserFactory()), is_network=True, perimeter=[("department", "07")]
    )
    # A wider perimeter, and one that watches over nothing, come after.
    OrganisationFactory(administrator=UserFactory(), is_network=True, perimeter=[("country", "FR")])
    OrganisationFactory(administrator=UserFactory(), perimeter=[("commune", SAINT_AGREVE)])
    project = ProjectFactory()
    gap = actions.open_gap(project, by=project.created_by, stage="idea")
    assert gap.in_charge == watcher, network
    assert gap.due_on == timezone.localdate() + dt.timedelta(days=30)
    assert [row["service"] for row in gap.alternatives] == [near.pk]
    assert OutboxMessage.objects.get().recipient == watcher.email
    assert [item.url for item in TODO.items_for(watcher)] == [gap.get_absolute_url()]
    with pytest.raises(Conflict):
        actions.open_gap(project, by=project.created_by)
    with pytest.raises(NotAllowed):
        actions.open_gap(ProjectFactory(), by=UserFactory())


def test_the_adviser_comes_before_the_network_and_the_team_of_the_platform_last() -> None:
    project = ProjectFactory()
    assert actions.person_in_charge(project.commune, project) is None
    staff = UserFactory(is_staff=True)
    assert actions.person_in_charge(project.commune, project) == staff
    adviser = ProjectMemberFactory(project=project).user
    assert actions.person_in_charge(project.commune, project) == adviser


def test_a_case_is_handed_on_to_somebody_who_watches_over_the_place(sign_in: SignIn) -> None:
    project = ProjectFactory()
    gap = actions.open_gap(project, by=project.created_by)
    assert gap.in_charge is None
    staff, colleague = UserFactory(is_staff=True), UserFactory(is_staff=True)
    page = gap.get_absolute_url()
    client = sign_in(staff)
    client.post(page, {"do": "give", "to": staff.pk})
    gap.refresh_from_db()
    assert gap.in_charge == staff
    client.post(page, {"do": "give", "to": UserFactory().pk})
    gap.refresh_from_db()
    assert gap.in_charge == staff, "the case holds what a person wrote: not for anybody"
    with pytest.raises(Invalid):
        actions.give_gap(gap, to=UserFactory(), by=staff)
    with pytest.raises(NotAllowed):
        actions.give_gap(gap, to=colleague, by=project.created_by)
    client.post(page, {"do": "give", "to": colleague.pk})
    assert OutboxMessage.objects.order_by("-pk")[0].recipient == colleague.email
    assert reverse("orientation:gaps") in client.get(reverse("portal:my_space")).content.decode()
    actions.close_gap(CoverageGap.objects.get(pk=gap.pk), by=colleague, answer="Rien.")
    with pytest.raises(Conflict):
        actions.give_gap(gap, to=staff, by=colleague)


def test_a_case_that_found_a_door_leads_the_team_to_it(sign_in: SignIn) -> None:
    service, staff, project = a_service(), UserFactory(is_staff=True), ProjectFactory()
    gap = actions.open_gap(project, by=project.created_by)
    actions.solve_gap(gap, service=service, by=staff, answer="")
    address = reverse("projects:refer", args=[project.pk, service.pk])
    assert address in sign_in(project.created_by).get(gap.get_absolute_url()).content.decode()
    assert address not in sign_in(staff).get(gap.get_absolute_url()).content.decode()
    letter = OutboxMessage.objects.order_by("-pk")[0]
    assert letter.recipient == project.created_by.email
    assert gap.get_absolute_url() in letter.body_text


def test_a_case_never_ends_in_silence() -> None:
    UserFactory(is_staff=True)
    request = actions.confirm(ask())
    gap = CoverageGap.objects.get(request=request)
    charge = gap.in_charge
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert referral_clock.tick() == 1
        assert referral_clock.tick() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=38.5), tick=False):
        assert referral_clock.tick() == 1
    with pytest.raises(Invalid):
        actions.close_gap(gap, by=charge, answer=" ")
    with pytest.raises(NotAllowed):
        actions.close_gap(gap, by=UserFactory(), answer="Rien.")
    actions.close_gap(gap, by=charge, answer="Rien pour l’instant.")
    told = OutboxMessage.objects.filter(recipient=request.email).order_by("-pk").first()
    assert told is not None
    assert "Rien pour l’instant." in told.body_text
    gap = actions.reopen_gap(gap, by=charge)
    gap = actions.solve_gap(gap, service=a_service(), by=charge, answer="Voilà.")
    assert gap.state == GapState.SOLVED


def test_from_a_project_to_its_answer_over_http(sign_in: SignIn) -> None:
    service = a_service()
    project = ProjectFactory()
    carrier = sign_in(project.created_by)
    doors = reverse("projects:doors", args=[project.pk])
    assert [door.service for door in carrier.get(doors).context["found"].doors] == [service]
    assert carrier.get(doors + "?etape=development").context["found"].doors == []
    refer = reverse("projects:refer", args=[project.pk, service.pk])
    page = carrier.post(refer, {"reason": "Nos statuts.", "shared": ["summary"]})
    assert page.context["form"].errors.keys() == {"consent"}
    carrier.post(refer, {"reason": "Nos statuts.", "shared": ["summary"], "consent": "on"})
    row = Referral.objects.get()
    # Where it waits already, it is no longer proposed.
    assert carrier.get(doors).context["found"].doors == []
    better = a_service()
    referrals.decline(row, by=None, reason="full", better=better)
    again = reverse("projects:refer", args=[project.pk, better.pk])
    carrier.post(again, {"reason": "Nos statuts.", "shared": [], "consent": "on"})
    assert Referral.objects.get(service=better).follows == row
    for person in (UserFactory(), ProjectMemberFactory(project=project, role="observer").user):
        assert sign_in(person).get(doors).status_code == 404


def test_a_project_without_a_door_asks_somebody_to_look_over_http(sign_in: SignIn) -> None:
    staff = UserFactory(is_staff=True)
    project = ProjectFactory()
    carrier = sign_in(project.created_by)
    carrier.post(reverse("projects:gap_open", args=[project.pk]), {"etape": "idea", "theme": ["legal"]})
    gap = CoverageGap.objects.get()
    assert (gap.stage, gap.themes) == ("idea", ["legal"])
    service = a_service()
    page = sign_in(staff).get(gap.get_absolute_url())
    assert list(page.context["form"].fields["service"].queryset) == [service]
    sign_in(staff).post(gap.get_absolute_url(), {"service": service.pk, "answer": "Allez-y."})
    gap.refresh_from_db()
    assert (gap.state, gap.solved_by) == (GapState.SOLVED, service)
    assert "Allez-y." in carrier.get(gap.get_absolute_url()).content.decode()
    assert sign_in(UserFactory()).get(gap.get_absolute_url()).status_code == 404
