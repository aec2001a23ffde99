"""The dashboard: the funnel with its delays, places and budget left, what waits on whom."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.programmes.enums import MemberState, Role
from maillage.programmes.models import Application, CohortMember, StageFile
from maillage.programmes.queries import dashboard as read
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    LabelFactory,
    ProgrammeRoleFactory,
)
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Any
NOW = timezone.now


def address(world: World, **query: Any) -> str:
    path = reverse("programmes:space", args=[world.programme.slug])
    return path + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def took(application: Application, *, writing: float, deciding: float | None = None) -> None:
    """Says how many days each step of a file took."""
    begun = NOW() - dt.timedelta(days=100)
    handed_in = begun + dt.timedelta(days=writing)
    StageFile.objects.filter(application=application).update(opened_at=begun, submitted_at=handed_in)
    values: dict[str, Any] = {"submitted_at": handed_in, "stage_submitted_at": handed_in}
    if deciding is not None:
        values["decided_at"] = handed_in + dt.timedelta(days=deciding)
    Application.objects.filter(pk=application.pk).update(**values)


def test_the_funnel_counts_each_step_and_says_how_long_it_takes(world: World, sign_in: SignIn) -> None:
    for days in (1, 2, 3, 4, 10):
        took(ApplicationFactory(call=world.call, submitted=True), writing=days)
    for deciding in (10, 20):
        took(ApplicationFactory(call=world.call, retained=True), writing=2, deciding=deciding)
    ApplicationFactory(call=world.call)
    page = sign_in(world.officer).get(address(world))
    steps = {step.label: step for step in page.context["steps"]}
    assert {label: step.value for label, step in steps.items()} == {
        _("Started"): 8,
        _("Submitted"): 7,
        _("Eligible"): 7,
        _("Decided"): 2,
        _("Told"): 0,
        _("Retained"): 2,
        _("In a promotion"): 0,
        _("With a label"): 0,
    }
    written, decided = steps[_("Submitted")].span, steps[_("Decided")].span
    assert (written.median, written.ninth) == (pytest.approx(2.0), pytest.approx(6.4))
    assert (decided.median, decided.ninth) == (pytest.approx(15.0), pytest.approx(19.0))
    assert steps[_("Told")].span == read.Span()


def test_delays_are_those_of_the_last_files_received(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, late = (ApplicationFactory(call=world.call, retained=True) for _rank in range(2))
    took(early, writing=2, deciding=30)
    took(late, writing=2, deciding=10)
    Application.objects.filter(pk=late.pk).update(submitted_at=F("submitted_at") + dt.timedelta(days=1))

    def deciding() -> tuple[float | None, Any]:
        page = sign_in(world.officer).get(address(world))
        steps = {step.label: step for step in page.context["steps"]}
        return steps[_("Decided")].span.median, page.context["timed"]

    assert deciding() == (pytest.approx(20.0), None)
    monkeypatch.setattr(read, "TIMED", 1)
    assert deciding() == (pytest.approx(10.0), 1)


def test_places_and_budget_left_are_those_of_the_wave(world: World, sign_in: SignIn) -> None:
    world.call.budget_amount = Decimal(100_000)
    world.call.save()
    ApplicationFactory(call=world.call, retained=True, requested_amount=30_000)
    ApplicationFactory(call=world.call, retained=True, requested_amount=30_000, granted_amount=20_000)
    ApplicationFactory(call=world.call, refused=True, requested_amount=90_000)
    (line,) = sign_in(world.officer).get(address(world)).context["means"]
    assert (line["places"], line["left"], line["engaged"], line["budget_left"]) == (3, 1, 50_000, 50_000)


def test_what_waits_on_whom_is_counted_the_oldest_first(world: World, sign_in: SignIn) -> None:
    closed = CallFactory(programme=world.programme, closed=True, title="Close")
    for _file in range(2):
        ApplicationFactory(call=closed, submitted=True)
    ApplicationFactory(call=closed, refused=True)
    ApplicationFactory(call=world.call)
    told = ApplicationFactory(call=closed, retained=True, announced=True)
    long_ago = NOW() - dt.timedelta(days=50)
    CohortMember.objects.create(application=told, state=MemberState.TO_PLACE, joined_at=long_ago)
    LabelFactory(programme=world.programme, ends_on=timezone.localdate() + dt.timedelta(days=20))
    page = sign_in(world.officer).get(address(world))
    groups = {group["who"]: group["items"] for group in page.context["waiting"]}
    officers = [(item.label, item.number) for item in groups[_("Officers")]]
    assert officers[:2] == [
        (_("Retained projects without a promotion"), 1),
        (_("Retained projects without a label"), 1),
    ]
    assert dict(officers) == {
        _("Retained projects without a promotion"): 1,
        _("Retained projects without a label"): 1,
        _("Labels that run out within three months"): 1,
        _("Applications to decide: %(call)s") % {"call": "Close"}: 2,
        _("Prepared decisions to publish: %(call)s") % {"call": "Close"}: 1,
    }
    (draft,) = groups[_("Applicants")]
    assert (draft.number, draft.days) == (1, 0)
    assert groups[_("Officers")][0].days == 50
    assert all(item.url for item in groups[_("Officers")])


def test_each_role_sees_its_part(world: World, sign_in: SignIn) -> None:
    ApplicationFactory(call=world.call, retained=True)

    def shown(role: str) -> tuple[bool, bool, int | None]:
        person = UserFactory()
        ProgrammeRoleFactory(programme=world.programme, user=person, role=role)
        context = sign_in(person).get(address(world)).context
        steps = {step.label: step.value for step in context.get("steps", [])}
        return bool(context["waiting"] or context["loads"]), bool(steps), steps.get(_("Retained"))

    assert shown(Role.OFFICER)[1:] == (True, 1)
    # A decision that is only prepared is the officers' own.
    assert shown(Role.OBSERVER) == (False, True, 0)
    assert shown(Role.TRAINER) == (False, False, None)


def test_the_map_tells_no_prepared_decision(world: World, sign_in: SignIn) -> None:
    ApplicationFactory(call=world.call, retained=True)
    path = reverse("programmes:space_points", args=["ateliers"]) + f"?appel={world.call.pk}"

    def kinds(role: str) -> list[int]:
        person = UserFactory()
        ProgrammeRoleFactory(programme=world.programme, user=person, role=role)
        kinds: list[int] = sign_in(person).get(path).json()["kind"]
        return kinds

    assert (kinds(Role.OFFICER), kinds(Role.OBSERVER), kinds(Role.TRAINER)) == ([1], [2], [])
    elsewhere = CallFactory()
    ApplicationFactory(call=elsewhere, submitted=True)
    foreign = sign_in(world.officer).get(
        reverse("programmes:space_points", args=["ateliers"]) + f"?appel={elsewhere.pk}"
    )
    assert foreign.json()["kind"] == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_dashboard_costs_the_same_for_one_and_for_thirty(
    world: World, sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    for _row in range(number):
        ApplicationFactory(call=world.call, submitted=True)
        told = ApplicationFactory(call=world.call, retained=True, announced=True)
        CohortMember.objects.create(application=told, state=MemberState.TO_PLACE)
        LabelFactory(programme=world.programme)
        CallFactory(programme=world.programme)
    browser = sign_in(world.officer)
    with django_assert_num_queries(12):
        assert browser.get(address(world, appel=world.call.pk)).status_code == 200
