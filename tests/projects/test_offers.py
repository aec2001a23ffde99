"""Leaving out in the database what cannot be shown changes nothing of what is."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from maillage.directory.enums import Audience, Publication, Referrer, Stage, Theme
from maillage.directory.models import Service
from maillage.projects.actions import referral as referrals
from maillage.projects.fit import (
    LACKS,
    SHOWN_NEAR,
    Match,
    Offer,
    Ranking,
    Rule,
    Wish,
    judge,
    shortfall,
    steps_from,
)
from maillage.projects.models import Referral
from maillage.projects.queries import offers
from maillage.projects.queries.orientation import ANYBODY, PROFESSIONALS, wish_of
from maillage.territories.models import Commune
from tests.factories.directory import OrganisationFactory, ServiceFactory
from tests.factories.orientation import a_referral
from tests.factories.territories import LE_CHEYLARD, LYON, SAINT_AGREVE, TENCE, commune

HERE = (SAINT_AGREVE, LE_CHEYLARD, TENCE, LYON)
AREAS = ([("country", "FR")], [("department", "07")], [("commune", SAINT_AGREVE), ("region", "84")], None)


def some(chance: random.Random, values: Any, *, most: int) -> list[str]:
    return chance.sample([str(value) for value in values], chance.randint(0, most))


def a_network(chance: random.Random) -> list[Service]:
    """Services that say this and that, of organisations here, near and far; some full, stale or hidden."""
    owners = [
        OrganisationFactory(commune=commune(code), perimeter=chance.choice(AREAS[:3]))
        for code in HERE
        for _n in range(2)
    ]
    owners.append(OrganisationFactory(commune=None, perimeter=AREAS[1]))
    services = [
        ServiceFactory(
            email="accueil@structure.example",
            organisation=chance.choice(owners),
            area=chance.choice(AREAS),
            stages=some(chance, Stage, most=2),
            themes=some(chance, Theme, most=3),
            audiences=some(chance, Audience, most=2),
            referrers=some(chance, Referrer, most=1),
            capacity=chance.choice([None, 1]),
        )
        for _n in range(80)
    ]
    for service in chance.sample([service for service in services if service.capacity], 12):
        referrals.accept(a_referral(service=service), by=None)
    long_ago = timezone.now() - dt.timedelta(days=500)
    Referral.objects.filter(service__in=services[:20]).update(accepted_at=long_ago)
    Service.objects.filter(pk__in=[service.pk for service in services[::7]]).update(created_at=long_ago)
    Service.objects.filter(pk=services[3].pk).update(publication=Publication.DRAFT)
    Service.objects.filter(pk=services[5].pk).update(merged_into=services[6])
    return services


def told(ranking: Ranking) -> list[list[Any]]:
    def line(match: Match) -> tuple[Any, ...]:
        offer = match.offer
        km = None if offer.km is None else round(offer.km, 6)
        findings = [(finding.rule, finding.answer, finding.common) for finding in match.findings]
        return (
            offer.pk,
            match.score,
            match.row,
            findings,
            km,
            offer.load,
            offer.is_stale,
            offer.is_inherited,
        )

    return [[line(match) for match in matches] for matches in (ranking.doors, ranking.near, ranking.others)]


def a_wish(chance: random.Random, where: Commune) -> Wish:
    return wish_of(
        where,
        stage=chance.choice(["", *Stage.values]),
        themes=some(chance, Theme, most=3),
        audiences=some(chance, Audience, most=2),
        referrers=chance.choice([ANYBODY, PROFESSIONALS]),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_quick_way_ranks_as_reading_every_offer_does(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    services = a_network(chance)
    given_up = 0
    for _n in range(40):
        where = commune(chance.choice(HERE))
        wish = a_wish(chance, where)
        besides = {service.pk for service in chance.sample(services, 3)}
        monkeypatch.setattr(offers, "FEW", chance.choice([2, SHOWN_NEAR, 24]))
        every = offers._whole_ranking(where, wish, besides, misses=1)
        quick = offers._quick_ranking(where, wish, besides)
        if quick is None:
            given_up += 1
        else:
            assert told(quick)[:2] == told(every)[:2]
        if every.doors:
            every = replace(every, others=())
        else:
            every = offers._whole_ranking(where, wish, besides)
            assert every.others or len(every.near) < SHOWN_NEAR
        assert told(offers.ranking_of(where, wish, besides=besides)) == told(every)
    # Neither always nor never: both ways were tried.
    assert 0 < given_up < 40


@pytest.mark.django_db
def test_a_commune_without_coordinates_is_near_nothing() -> None:
    here, chance = commune(SAINT_AGREVE), random.Random(3)
    a_network(chance)
    # As one that was merged into another may be.
    here.latitude = here.longitude = None
    for _n in range(8):
        wish = a_wish(chance, here)
        quick = offers._quick_ranking(here, wish, ())
        assert quick is not None
        assert told(quick)[:2] == told(offers._whole_ranking(here, wish, (), misses=1))[:2]


@pytest.mark.parametrize("stage", Stage.values)
def test_what_the_database_calls_a_lack_is_what_the_rules_call_one(stage: str) -> None:
    steps = steps_from(stage)
    assert sorted(other for others in steps.values() for other in others) == sorted(Stage.values)
    for step, others in steps.items():
        for other in others:
            wish = Wish(area=(("country", "FR"),), stage=stage, themes=frozenset({"legal"}))
            offer = Offer(pk=1, area=frozenset({("country", "FR")}), stages=frozenset({other}))
            match = judge(wish, offer)
            assert match.is_door if step == 0 else shortfall(wish, match)[0] == step
    # The query writes one number for both.
    assert LACKS[Rule.THEME] == LACKS[Rule.AUDIENCE]
