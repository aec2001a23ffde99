"""The one CSV writer: read back whole, and run by no spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.exports import FORMULA_STARTS, csv_lines, csv_response


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+33 5", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example";"x")'],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    [_header, row] = read("".join(csv_lines(["x"], [[cell]])))
    assert row == [f"'{cell}"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (Decimal("-1.50"), "-1.50"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (None, ""),
        ("Évry; « ici »", "Évry; « ici »"),
        ("deux\nlignes", "deux\nlignes"),
    ],
)
def test_numbers_dates_and_texts_stay_what_they_are(value: Any, written: str) -> None:
    [_header, row] = read("".join(csv_lines(["x"], [[value]])))
    assert row == [written]


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5)
)
def test_any_text_comes_back_whole_and_none_starts_a_formula(rows: list[list[str]]) -> None:
    header, *back = read("".join(csv_lines(["a", "b"], rows)))
    assert header == ["a", "b"]
    assert [[cell.removeprefix("'") if cell[:1] == "'" else cell for cell in row] for row in back] == [
        [cell.removeprefix("'") if cell[:1] == "'" else cell for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if cell.startswith(FORMULA_STARTS)]


def test_headers_are_protected_too() -> None:
    [header] = read("".join(csv_lines(["=cmd()"], [])))
    assert header == ["'=cmd()"]


def test_download_starts_with_the_mark_that_spreadsheets_know() -> None:
    response = csv_response("lieux.csv", ["nom"], [["L’Atelier"]])
    body = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert body == "\ufeffnom\r\nL’Atelier\r\n".encode()
    assert response["Content-Disposition"] == 'attachment; filename="lieux.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
