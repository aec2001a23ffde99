"""What `make bench` measures here: the officer's list of the largest call, and what is public."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse

from maillage.core import registry
from maillage.core.pagination import cursor_of
from maillage.programmes.models import Application, Call
from maillage.programmes.queries.application import ORDERS, SUBMITTED

SIZE = 30
# The demonstration's officer, whose programme holds the largest call.
OFFICER = "programme@maillage.example"


def largest_call() -> Call | None:
    """The call with the most applications."""
    counted = (
        Application.objects.filter(SUBMITTED)
        .values("call")
        .annotate(number=Count("pk"))
        .order_by("-number", "call")
        .first()
    )
    return Call.objects.select_related("programme").get(pk=counted["call"]) if counted else None


def first_page() -> Sequence[str]:
    call = largest_call()
    if call is None:
        return []
    return [reverse("programmes:applications", args=[call.programme.slug, call.pk])]


def thousandth_page() -> Sequence[str]:
    """The page that 999 clicks on "Next" reach, or the last full one when there are fewer."""
    call = largest_call()
    if call is None:
        return []
    order = ORDERS[""]
    rows = Application.objects.filter(SUBMITTED, call=call).order_by(*order)
    before = min(999 * SIZE, max(rows.count() - SIZE, 1))
    cursor = cursor_of(rows[before - 1], order)
    return [f"{first_page()[0]}?cursor={cursor}"]


def filtered_pages() -> Sequence[str]:
    """The list as officers narrow it: by state, by département, by word, by title."""
    queries = ("etat=retenues", "departement=07", "q=bois", "tri=titre", "etat=a-decider&departement=63")
    return [f"{path}?{query}" for path in first_page() for query in queries]


def public_pages() -> Sequence[str]:
    call = largest_call()
    if call is None:
        return []
    check = reverse("programmes:eligibility", args=[call.pk, call.slug])
    return [f"{check}?commune=07204&forme=association", f"{check}?commune=97411&forme=scic"]


def declare() -> None:
    cases = (
        ("officer_list", "Officer's list, first page", first_page, True),
        ("officer_list_1000", "Officer's list, thousandth page", thousandth_page, True),
        ("officer_list_filtered", "Officer's list, filtered", filtered_pages, True),
        ("eligibility", "Eligibility of a commune", public_pages, False),
    )
    for rank, (key, label, paths, as_officer) in enumerate(cases):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"programmes.{key}",
                label=label,
                paths=paths,
                user_email=OFFICER if as_officer else None,
                order=50 + rank,
            )
        )
