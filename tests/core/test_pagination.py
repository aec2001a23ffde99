"""Keyset pages: complete, in order, without repeats, both ways."""

from typing import Any

import pytest
from django.db.models import F

from maillage.accounts.models import User
from maillage.core.pagination import paginate

pytestmark = pytest.mark.django_db
ORDER = ["full_name", "pk"]


@pytest.fixture
def people() -> list[int]:
    rows = [User(email=f"p{n}@maillage.example", full_name=f"Nom {n // 4}", password="!") for n in range(23)]
    User.objects.bulk_create(rows)
    return list(User.objects.order_by(*ORDER).values_list("pk", flat=True))


def test_pages_forwards_then_backwards_show_every_row_once(people: list[int]) -> None:
    seen, cursors, cursor = [], [], None
    while True:
        page = paginate(User.objects.all(), order=ORDER, cursor=cursor, size=5)
        seen.append([row.pk for row in page])
        cursors.append(page)
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert [pk for rows in seen for pk in rows] == people
    back = []
    while (cursor := cursors[-1].previous_cursor) is not None:
        page = paginate(User.objects.all(), order=ORDER, cursor=cursor, size=5)
        back.append([row.pk for row in page])
        cursors.append(page)
    assert list(reversed(back)) == seen[:-1]


@pytest.mark.parametrize("cursor", ["%%%", "eyJhIjoxfQ", "W10", "WyJuIixbWyIiLG51bGxdXV0"])
def test_unreadable_cursor_gives_the_first_page(people: list[int], cursor: str) -> None:
    page = paginate(User.objects.all(), order=ORDER, cursor=cursor, size=5)
    assert [row.pk for row in page] == people[:5]


def test_first_page_has_no_previous_and_single_page_has_no_next(people: list[int]) -> None:
    page = paginate(User.objects.all(), order=ORDER, cursor=None, size=50)
    assert (page.previous_cursor, page.next_cursor, len(page)) == (None, None, 23)


def test_a_page_drawn_with_more_has_the_same_rows_and_costs_one_query(
    people: list[int], django_assert_num_queries: Any
) -> None:
    narrowed = User.objects.filter(pk__in=people[3:])
    drawn = User.objects.annotate(again=F("pk"))
    cursor = None
    while True:
        plain = paginate(narrowed, order=ORDER, cursor=cursor, size=5)
        with django_assert_num_queries(1):
            page = paginate(narrowed, order=ORDER, cursor=cursor, size=5, drawn=drawn)
        assert [row.pk for row in page] == [row.pk for row in plain]
        assert [row.again for row in page] == [row.pk for row in page]
        cursors = (page.next_cursor, page.previous_cursor)
        assert cursors == (plain.next_cursor, plain.previous_cursor)
        if (cursor := page.next_cursor) is None:
            break
