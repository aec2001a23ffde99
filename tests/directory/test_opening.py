"""Opening hours in plain words, on the place's own clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from maillage.directory.opening import Opening, opening_now, week

USUAL = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00; PH off"


def at(text: str, zone: str = "Europe/Paris") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# The sentences are read in English here, so that a change of the French catalogue breaks nothing.
@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T10:00", Opening(True, "Open today until 12:00")),
        ("2026-11-23T12:30", Opening(False, "Closed now, opens today at 14:00")),
        ("2026-11-23T19:00", Opening(False, "Closed now, opens tomorrow at 09:00")),
        ("2026-11-21T13:00", Opening(False, "Closed now, opens on monday at 09:00")),
        # Christmas is a Friday.
        ("2026-12-25T10:00", Opening(False, "Closed now, opens tomorrow at 10:00")),
    ],
)
def test_what_is_said_now(moment: str, expected: Opening) -> None:
    assert opening_now(USUAL, "07", at=at(moment)) == expected


def test_the_clock_is_the_places_own() -> None:
    # 7 in the morning in Paris is 10 in Saint-Denis de La Réunion, and 2 in Fort-de-France.
    moment = at("2026-11-23T07:00")
    assert opening_now(USUAL, "974", at=moment) == Opening(True, "Open today until 12:00")
    assert opening_now(USUAL, "972", at=moment) == Opening(False, "Closed now, opens today at 09:00")


def test_hours_that_never_change() -> None:
    assert opening_now("24/7", "07", at=at("2026-11-23T03:00")) == Opening(
        True, "Open day and night, every day"
    )
    assert opening_now("off", "07", at=at("2026-11-23T03:00")) == Opening(False, "Closed")


def test_by_appointment_says_so() -> None:
    assert opening_now('"sur rendez-vous"', "07", at=at("2026-11-23T10:00")) == Opening(
        False, "sur rendez-vous"
    )


def test_an_evening_that_passes_midnight() -> None:
    hours = "Fr 20:00-02:00"
    assert opening_now(hours, "07", at=at("2026-11-27T23:00")) == Opening(
        True, "Open now, until 02:00 tomorrow"
    )
    days = week(hours, "07", at=at("2026-11-27T12:00"))
    assert [(day.name, day.hours) for day in days[:2]] == [
        ("Friday", "20:00\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}02:00"),
        ("Saturday", "closed"),
    ]


def test_the_coming_week_starts_today_and_knows_holidays() -> None:
    days = week(USUAL, "07", at=at("2026-12-24T08:00"))
    assert [(day.name, day.hours.replace("\N{NO-BREAK SPACE}", " "), day.is_today) for day in days[:3]] == [
        ("Thursday", "09:00 – 12:00, 14:00 – 18:00", True),
        ("Friday", "closed", False),
        ("Saturday", "10:00 – 12:00", False),
    ]
    assert week("24/7", "07")[0].hours == "day and night"


def test_no_hours_or_broken_ones_say_nothing() -> None:
    assert opening_now("", "07") is None
    assert opening_now("du lundi au vendredi", "07") is None
    assert week("du lundi au vendredi", "07") == []
