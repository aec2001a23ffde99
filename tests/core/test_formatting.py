"""How figures, money, distances and dates are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.core import formatting

NBSP = "\u00a0"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_november_2026() -> Any:
    with time_machine.travel(NOW, tick=False), translation.override("fr"):
        yield


def spaced(text: str) -> str:
    """Expected texts are written with plain spaces; every space of a figure is a non-breaking one."""
    return text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (12500, "12 500", "12,500"),
        (Decimal("4.20"), "4,2", "4.2"),
        (2.675, "2,68", "2.68"),
        (-0.001, "0", "0"),
        (-1204.5, "−1 204,5", "−1,204.5"),
        (1_000_000, "1 000 000", "1,000,000"),
        (None, "—", "—"),
    ],
)
def test_number(value: Any, french: str, english: str) -> None:
    assert formatting.number(value) == spaced(french)
    with translation.override("en"):
        assert formatting.number(value) == english


def test_number_keeps_its_unit_on_the_same_line() -> None:
    assert formatting.number(2260, unit="hab.") == spaced("2 260 hab.")


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (Decimal("12500"), "12 500 €", "€12,500"),
        (Decimal("12500.5"), "12 500,50 €", "€12,500.50"),
        (Decimal("0.004"), "0 €", "€0"),
        (Decimal("-40"), "−40 €", "−€40"),
        (None, "—", "—"),
    ],
)
def test_money(amount: Any, french: str, english: str) -> None:
    assert formatting.money(amount) == spaced(french)
    with translation.override("en"):
        assert formatting.money(amount) == english


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal(9_200_000), "9,2 M€"),
        (Decimal(40_000), "40 k€"),
        (Decimal(9_999), "9 999 €"),
        (Decimal(999_960), "1 M€"),
        (Decimal(2_500_000_000), "2,5 Md€"),
        (Decimal(-40_000), "−40 k€"),
    ],
)
def test_money_for_headlines(amount: Decimal, expected: str) -> None:
    assert formatting.money_short(amount) == spaced(expected)


@pytest.mark.parametrize(
    ("km", "expected"),
    [(0.8, "800 m"), (0.96, "1 km"), (4.2, "4,2 km"), (9.96, "10 km"), (17.6, "18 km"), (1204, "1 204 km")],
)
def test_distance(km: float, expected: str) -> None:
    assert formatting.distance(km) == spaced(expected)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(35, "35 min"), (60, "1 h"), (80, "1 h 20"), (125, "2 h 05"), (59.7, "1 h")]
)
def test_duration(minutes: float, expected: str) -> None:
    assert formatting.duration(minutes) == spaced(expected)


def test_percent() -> None:
    assert formatting.percent(0.774) == spaced("77 %")
    assert formatting.percent(0.0774, 1) == spaced("7,7 %")


@pytest.mark.parametrize(
    ("size", "expected"), [(512, "512 octets"), (184_320, "184 Ko"), (1_250_000, "1,3 Mo"), (0, "0 octets")]
)
def test_file_size(size: int, expected: str) -> None:
    assert formatting.file_size(size) == spaced(expected)


def test_day() -> None:
    assert formatting.day(dt.date(2026, 12, 12)) == f"samedi 12{NBSP}décembre"
    assert formatting.day(dt.date(2026, 12, 1)) == f"mardi 1er{NBSP}décembre"
    assert formatting.day(dt.date(2027, 1, 9)) == f"samedi 9{NBSP}janvier 2027"
    assert formatting.day_short(dt.date(2026, 12, 4)) == f"4{NBSP}déc."
    with translation.override("en"):
        assert formatting.day(dt.date(2026, 12, 1)) == f"Tuesday 1{NBSP}December"


def test_hours_are_those_of_paris() -> None:
    assert formatting.hour(dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC)) == spaced("14 h 30")
    assert formatting.hour(dt.datetime(2026, 12, 1, 13, 0, tzinfo=dt.UTC)) == spaced("14 h")
    # Past midnight in Paris, still the day before in UTC.
    late = dt.datetime(2026, 12, 11, 23, 30, tzinfo=dt.UTC)
    assert formatting.moment(late) == f"samedi 12{NBSP}décembre, 0{NBSP}h{NBSP}30"


def test_period_says_once_what_both_ends_share() -> None:
    start = dt.datetime(2026, 12, 12, 13, 0, tzinfo=dt.UTC)
    day = f"samedi 12{NBSP}décembre"
    assert formatting.period(start, start + dt.timedelta(hours=2)) == f"{day}, 14{NBSP}h{NBSP}– 16{NBSP}h"
    first, last = dt.date(2026, 12, 12), dt.date(2026, 12, 15)
    assert formatting.period(first, last) == f"12{NBSP}–{NBSP}15{NBSP}décembre"
    assert formatting.period(first, first) == day
    assert formatting.period(dt.date(2026, 11, 28), last) == f"28{NBSP}novembre{NBSP}– 15{NBSP}décembre"
    assert (
        formatting.period(dt.date(2026, 12, 28), dt.date(2027, 1, 3))
        == f"28{NBSP}décembre 2026{NBSP}– 3{NBSP}janvier 2027"
    )
    assert formatting.period(None, last) == f"jusqu’au 15{NBSP}décembre"
    assert formatting.period(first, None) == f"à partir du 12{NBSP}décembre"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "aujourd’hui"),
        (-1, "hier"),
        (1, "demain"),
        (3, "dans 3 jours"),
        (-3, "il y a 3 jours"),
        (12, "4 déc."),
    ],
)
def test_relative_day(days: int, expected: str) -> None:
    written = formatting.relative_day(dt.date(2026, 11, 22) + dt.timedelta(days=days))
    assert written.replace(NBSP, " ") == expected


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_can_be_read_back(amount: Decimal) -> None:
    with translation.override("fr"):
        written = formatting.money(amount)
    assert " " not in written  # nothing in it may break at the end of a line
    read = written.replace(NBSP, "").removesuffix("€").replace(",", ".").replace("−", "-")
    assert Decimal(read) == amount
