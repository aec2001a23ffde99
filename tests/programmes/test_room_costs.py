"""The lists of a call's rooms cost as many queries for one row as for thirty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import StoredFile
from maillage.programmes.actions import stage as stages
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Decision, OfferKind, OfferState, Role
from maillage.programmes.models import (
    AgendaItem,
    CallDocument,
    CallQuestion,
    InformationSession,
    JuryMember,
    JurySession,
    PlaceOffer,
    Quota,
    Registration,
)
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.territories import commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]
DAY = dt.timedelta(days=1)
SIZES = pytest.mark.parametrize("number", [1, 30])


def room(world: World, name: str, **more: Any) -> str:
    keywords = {"slug": world.programme.slug, "pk": world.call.pk, **more}
    return reverse(f"programmes:{name}", kwargs=keywords)


def pinned(browser: HouseClient, pages: dict[str, int], counting: Any) -> None:
    for address, queries in pages.items():
        with counting(queries):
            answer = browser.get(address)
            # A file leaves line by line.
            assert b"".join(answer.streaming_content if answer.streaming else [answer.content]), address
        assert answer.status_code == 200, address


@SIZES
def test_juries(world: World, sign_in: SignIn, number: int, django_assert_num_queries: Any) -> None:
    def session() -> JurySession:
        return JurySession.objects.create(
            call=world.call, title="Jury", held_at=timezone.now() + DAY, quorum=1, created_by=world.officer
        )

    one = session()
    for position in range(1, number + 1):
        session()
        juror = ProgrammeRoleFactory(programme=world.programme, role=Role.JUROR).user
        JuryMember.objects.create(session=one, user=juror)
        file = ApplicationFactory(call=world.call, project=ProjectFactory(), submitted=True)
        AgendaItem.objects.create(session=one, application=file, position=position)
        ApplicationFactory(call=world.call, project=ProjectFactory(), submitted=True)
    of_session = {"slug": world.programme.slug, "pk": one.pk}
    pinned(
        sign_in(world.officer),
        {
            reverse("programmes:juries", args=[world.programme.slug]): 8,
            reverse("programmes:jury", kwargs=of_session): 28,
            reverse("programmes:jury_fill", kwargs=of_session): 10,
        },
        django_assert_num_queries,
    )


@SIZES
def test_places_and_letters(
    world: World, sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    for rank in range(number):
        kept, waits, gone = (
            ApplicationFactory(call=world.call, project=ProjectFactory(), retained=True, announced=True)
            for _each in range(3)
        )
        waits.decision, waits.announced_decision = Decision.WAITING, Decision.WAITING
        waits.decision_reason, waits.waiting_rank = "Trop de demandes.", rank + 1
        waits.save()
        PlaceOffer.objects.create(application=kept, kind=OfferKind.CONFIRMATION)
        PlaceOffer.objects.create(application=gone, kind=OfferKind.CONFIRMATION, state=OfferState.DECLINED)
    browser = sign_in(world.officer)
    pinned(
        browser,
        {
            room(world, "places"): 16,
            room(world, "letters"): 9,
            room(world, "letter", decision="retained"): 15,
            room(world, "announce"): 19,
        },
        django_assert_num_queries,
    )
    assert len(browser.get(room(world, "places")).context["waiting"]) == number


@SIZES
def test_rooms_of_a_call(world: World, sign_in: SignIn, number: int, django_assert_num_queries: Any) -> None:
    starts_at = timezone.now() + DAY
    commune("07204")
    wave = world.call.waves.get()
    stages.add_stage(world.call, title="Dossier complet", by=world.officer)
    waves.add_wave(
        world.call,
        opens_at=world.call.closes_at + DAY,
        closes_at=world.call.closes_at + 2 * DAY,
        places=1,
        by=world.officer,
    )
    sessions = [
        InformationSession.objects.create(
            call=world.call, title="Réunion", starts_at=starts_at, ends_at=starts_at + DAY, venue="Ici"
        )
        for _each in range(number)
    ]
    for rank in range(number):
        stored = StoredFile.objects.create(
            name=f"{rank}.pdf", media_type="application/pdf", size=10, sha256=f"{rank:064d}"
        )
        CallDocument.objects.create(
            call=world.call, title=f"Pièce {rank}", file=stored, added_by=world.officer
        )
        CallQuestion.objects.create(call=world.call, text="Peut-on ?", asked_by=UserFactory())
        Registration.objects.create(session=sessions[0], user=UserFactory(), state="seated")
        Quota.objects.create(wave=wave, kind="department", value=f"{rank:02d}", places=1)
        ApplicationFactory(call=world.call, project=ProjectFactory(), submitted=True)
    pinned(
        sign_in(world.officer),
        {
            room(world, "call_documents"): 9,
            room(world, "call_questions"): 9,
            room(world, "call_information"): 9,
            room(world, "information", session=sessions[0].pk): 10,
            room(world, "information_csv", session=sessions[0].pk): 6,
            room(world, "call_stages"): 13,
            room(world, "call_wave", number=1): 15,
            room(world, "call_checklist"): 9,
        },
        django_assert_num_queries,
    )
