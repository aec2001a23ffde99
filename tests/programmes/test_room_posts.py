"""What the forms of a call's rooms do when they are sent: information sessions, stages, waves, quotas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import OutboxMessage
from maillage.programmes.actions import information
from maillage.programmes.actions import stage as stages
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Admission, RegistrationState, StageVisibility
from maillage.programmes.models import Call, InformationSession, Quota, Stage, Wave
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.factories.questionnaires import VersionFactory, a_content, a_question
from tests.factories.territories import commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]
DAY = dt.timedelta(days=1)


def room(world: World, name: str, **more: Any) -> str:
    keywords = {"slug": world.programme.slug, "pk": world.call.pk, **more}
    return reverse(f"programmes:{name}", kwargs=keywords)


def typed(moment: dt.datetime) -> str:
    """As the browser's own field writes it: Paris time, to the minute."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def to_the_minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def told(template: str) -> list[str]:
    rows = OutboxMessage.objects.filter(template=f"programmes/email/{template}").order_by("pk")
    return list(rows.values_list("recipient", flat=True))


# --- Information sessions --------------------------------------------------------------------------------
def session_form(**values: Any) -> dict[str, Any]:
    starts_at = timezone.now() + 2 * DAY
    return {
        "title": "Présentation de l’appel",
        "starts_at": typed(starts_at),
        "ends_at": typed(starts_at + dt.timedelta(hours=1)),
        "venue": "Salle des fêtes, Lamastre",
        "link": "",
        "capacity": "1",
        **values,
    }


def test_a_session_is_planned_changed_and_cancelled_by_its_forms(world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.officer), room(world, "call_information")
    for wrong, where in (
        ({"title": ""}, "title"),
        ({"capacity": "0"}, "capacity"),
        ({"ends_at": typed(timezone.now() + DAY)}, "ends_at"),
        ({"venue": ""}, "venue"),
    ):
        answer = client.post(address, session_form(**wrong))
        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {where}
        # What was written is there to be corrected.
        assert answer.context["form"]["starts_at"].value() == session_form(**wrong)["starts_at"]
    assert not InformationSession.objects.exists()

    assert client.post(address, session_form()).status_code == 302
    row = InformationSession.objects.get()
    assert (row.title, row.venue, row.capacity) == ("Présentation de l’appel", "Salle des fêtes, Lamastre", 1)
    assert row.ends_at - row.starts_at == dt.timedelta(hours=1)
    assert row.starts_at == to_the_minute(row.starts_at)

    seated, waiting = UserFactory(), UserFactory()
    information.register(row, by=seated)
    assert information.register(row, by=waiting).state == RegistrationState.WAITING
    one = room(world, "information", session=row.pk)
    assert client.post(one, session_form(capacity="2", venue="Médiathèque, Lamastre")).status_code == 302
    row.refresh_from_db()
    assert (row.venue, row.capacity) == ("Médiathèque, Lamastre", 2)
    assert set(row.registrations.values_list("state", flat=True)) == {RegistrationState.SEATED}
    assert told("information_changed") == [seated.email]
    assert client.post(one, session_form(capacity="1")).context["form"].errors.keys() == {"capacity"}

    cancel = room(world, "information_cancel", session=row.pk)
    assert client.post(cancel, {"why": " "}).context["form"].errors.keys() == {"why"}
    assert client.post(cancel, {"why": "Salle fermée."}).status_code == 302
    row.refresh_from_db()
    assert row.cancelled_reason == "Salle fermée."
    assert set(told("information_cancelled")) == {seated.email, waiting.email}


def test_sessions_are_for_the_officers_of_their_call(world: World, sign_in: SignIn) -> None:
    row = information.plan(
        world.call,
        title="Présentation",
        starts_at=timezone.now() + 2 * DAY,
        ends_at=timezone.now() + 3 * DAY,
        venue="Lamastre",
        by=world.officer,
    )
    elsewhere = ProgrammeRoleFactory()
    for name, more, given in (
        ("call_information", {}, session_form()),
        ("information", {"session": row.pk}, session_form(title="Autre")),
        ("information_cancel", {"session": row.pk}, {"why": "Non."}),
    ):
        for person in (UserFactory(), world.carrier, elsewhere.user):
            assert sign_in(person).post(room(world, name, **more), given).status_code == 404
        # By the address of one's own programme, the call of another one is not found.
        own = {"slug": elsewhere.programme.slug, "pk": world.call.pk, **more}
        answer = sign_in(elsewhere.user).post(reverse(f"programmes:{name}", kwargs=own), given)
        assert answer.status_code == 404
    (kept,) = InformationSession.objects.all()
    assert (kept.title, kept.cancelled_at) == ("Présentation", None)


# --- Stages ------------------------------------------------------------------------------------------------
def test_a_stage_is_added_changed_and_taken_out_by_its_forms(world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.officer), room(world, "call_stage_add")
    version = VersionFactory(
        questionnaire__owner=world.programme.operator, content=a_content(a_question("why")), published=True
    )
    given = {
        "title": "Dossier complet",
        "text": "Le budget et le plan.",
        "version": str(version.pk),
        "visibility": StageVisibility.APPLICANTS,
        "admission": Admission.ADMITTED,
    }
    assert client.post(address, given | {"title": ""}).context["form"].errors.keys() == {"title"}
    foreign = VersionFactory(content=a_content(a_question("why")), published=True)
    answer = client.post(address, given | {"version": str(foreign.pk)})
    assert answer.context["form"].errors.keys() == {"version"}
    assert Stage.objects.count() == 1

    assert client.post(address, given).status_code == 302
    row = Stage.objects.get(position=2)
    assert (row.title, row.version, row.visibility, row.admission) == (
        "Dossier complet",
        version,
        StageVisibility.APPLICANTS,
        Admission.ADMITTED,
    )
    one = room(world, "call_stage", position=2)
    assert (
        client.post(one, given | {"title": "Plan d’affaires", "admission": Admission.EVERYONE}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.title, row.admission) == ("Plan d’affaires", Admission.EVERYONE)
    assert client.post(room(world, "call_stage", position=7), given).status_code == 404

    # The first one stays; the last one goes.
    client.post(room(world, "call_stage_remove", position=1))
    assert Stage.objects.count() == 2
    client.post(room(world, "call_stage_remove", position=2))
    assert list(Stage.objects.values_list("position", flat=True)) == [1]


# --- Waves and shares -------------------------------------------------------------------------------------
def test_a_wave_is_added_filled_in_and_taken_out_by_its_forms(world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.officer), room(world, "call_wave_add")
    opens_at = to_the_minute(world.call.closes_at + 5 * DAY)
    given = {
        "title": "Automne",
        "opens_at": typed(opens_at),
        "closes_at": typed(opens_at + 10 * DAY),
        "places": "4",
        "budget_amount": "1500.50",
    }
    assert client.post(address, given | {"places": "0"}).context["form"].errors.keys() == {"places"}
    early = {"opens_at": typed(world.call.closes_at - DAY)}
    assert client.post(address, given | early).status_code == 200
    assert Wave.objects.count() == 1
    answer = client.post(address, given)
    assert answer.status_code == 302
    row = Wave.objects.get(number=2)
    assert answer["Location"] == room(world, "call_wave", number=2)
    assert (row.title, row.places_offered, row.budget_offered) == ("Automne", 4, Decimal("1500.50"))
    assert Call.objects.get().closes_at == opens_at + 10 * DAY

    one = room(world, "call_wave", number=2)
    means = {"means": "", "means-title": "Hiver", "means-places": "6", "means-budget_amount": ""}
    assert client.post(one, means).status_code == 302
    row = Wave.objects.get(number=2)
    assert (row.title, row.places_offered, row.budget_offered) == ("Hiver", 6, None)
    later = opens_at + 20 * DAY
    moments = {"moments-1": "", "stage1-opens_at": typed(opens_at), "stage1-closes_at": typed(later)}
    assert client.post(one, moments).status_code == 302
    assert Call.objects.get().closes_at == later
    # A button that the page does not have.
    assert client.post(one, {"means-places": "1"}).status_code == 404

    # The first one stays; the last one goes.
    client.post(room(world, "call_wave_remove", number=1))
    assert Wave.objects.count() == 2
    client.post(room(world, "call_wave_remove", number=2))
    assert list(Wave.objects.values_list("number", flat=True)) == [1]


def test_shares_of_a_wave_are_added_one_by_one_and_taken_out(world: World, sign_in: SignIn) -> None:
    for code in ("07204", "43244"):
        commune(code)
    client, address = sign_in(world.officer), room(world, "call_wave", number=1)

    def share(department: str, places: str) -> dict[str, str]:
        return {"quota": "", "quota-what": f"department/{department}", "quota-places": places}

    assert client.post(address, share("07", "2")).status_code == 302
    assert client.post(address, share("43", "1")).status_code == 302
    # More than the wave offers, a département that is none: nothing is written.
    assert client.post(address, share("43", "-1")).context["quota_form"].errors.keys() == {"places"}
    assert client.post(address, share("99", "1")).context["quota_form"].errors.keys() == {"what"}
    assert list(Quota.objects.order_by("value").values_list("value", "places")) == [("07", 2), ("43", 1)]
    gone = Quota.objects.get(value="07")
    client.post(room(world, "call_quota_remove", number=1, quota=gone.pk))
    assert list(Quota.objects.values_list("value", "places")) == [("43", 1)]


def test_stages_waves_and_shares_are_for_the_officers_of_their_call(world: World, sign_in: SignIn) -> None:
    stages.add_stage(world.call, title="Dossier complet", by=world.officer)
    waves.add_wave(
        world.call,
        opens_at=world.call.closes_at + DAY,
        closes_at=world.call.closes_at + 2 * DAY,
        places=1,
        by=world.officer,
    )
    commune("07204")
    waves.set_quotas(world.call.waves.get(number=1), [("department", "07", 1)], by=world.officer)
    quota = Quota.objects.get()
    before = [
        list(rows.values_list()) for rows in (Stage.objects.order_by("pk"), Wave.objects.order_by("pk"))
    ]
    elsewhere = ProgrammeRoleFactory()
    for name, more in (
        ("call_stage_add", {}),
        ("call_stage", {"position": 2}),
        ("call_stage_remove", {"position": 2}),
        ("call_wave_add", {}),
        ("call_wave", {"number": 2}),
        ("call_wave_remove", {"number": 2}),
        ("call_quota_remove", {"number": 1, "quota": quota.pk}),
    ):
        for person in (world.carrier, elsewhere.user):
            assert sign_in(person).post(room(world, name, **more)).status_code == 404
        own = {"slug": elsewhere.programme.slug, "pk": world.call.pk, **more}
        answer = sign_in(elsewhere.user).post(reverse(f"programmes:{name}", kwargs=own))
        assert answer.status_code == 404
    assert before == [
        list(rows.values_list()) for rows in (Stage.objects.order_by("pk"), Wave.objects.order_by("pk"))
    ]
    assert Quota.objects.get() == quota
