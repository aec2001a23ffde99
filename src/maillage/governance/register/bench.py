"""What the follow-up of a programme measures at national scale."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse

from maillage.core import registry
from maillage.core.pagination import cursor_of
from maillage.governance.models import Action, SupportNeed
from maillage.governance.queries.action import ORDER

SIZE = 30
# Runs the host of most actions.
OFFICER = "programme@maillage.example"
TARGET = 100.0


def busiest_host() -> tuple[str, int] | None:
    """The host with the most actions."""
    hosted = Action.objects.filter(host_id__isnull=False).order_by().values_list("host_kind", "host_id")
    row = hosted.annotate(n=Count("pk")).order_by("-n").first()
    return (row[0], row[1] or 0) if row else None


def first_page() -> Sequence[str]:
    host = busiest_host()
    return [f"{reverse('governance:actions')}?{host[0]}={host[1]}&etat=toutes"] if host else []


def thousandth_page() -> Sequence[str]:
    """The page that 999 clicks on "Next" reach, or the last full one when there are fewer."""
    host = busiest_host()
    if host is None:
        return []
    rows = Action.objects.filter(host_kind=host[0], host_id=host[1]).order_by(*ORDER)
    before = min(999 * SIZE, max(rows.count() - SIZE, 1))
    return [f"{first_page()[0]}&cursor={cursor_of(rows[before - 1], ORDER)}"]


def follow_up() -> Sequence[str]:
    """The list as an officer opens and narrows it."""
    path = reverse("governance:actions")
    return [
        f"{path}{query}" for query in ("", "?etat=en-retard", "?age=retard-30", "?q=statuts", "?pour=moi")
    ]


def needs() -> Sequence[str]:
    """Needs by theme and promotion of the host with the most, and those of its commonest theme."""
    host = busiest_host()
    if host is None:
        return []
    rows = SupportNeed.objects.filter(host_kind=host[0], host_id=host[1]).order_by().values("theme")
    theme = rows.annotate(n=Count("pk")).order_by("-n", "theme").values_list("theme", flat=True).first()
    path = reverse("governance:needs")
    chosen = f"{host[0]}={host[1]}"
    detail = reverse("governance:needs_theme", args=[theme]) if theme else path
    return [f"{path}?{chosen}", f"{path}?{chosen}&etat=en-attente", f"{detail}?{chosen}"]


def declare() -> None:
    for order, (key, label, paths, after) in enumerate(
        (
            ("actions", "Follow-up of a programme, first page", first_page, None),
            ("actions_1000", "Follow-up, thousandth page", thousandth_page, "governance.actions"),
            ("follow_up", "Follow-up, as opened and narrowed", follow_up, None),
            ("needs", "Support needs across promotions", needs, None),
        ),
        start=75,
    ):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"governance.{key}",
                label=label,
                paths=paths,
                user_email=OFFICER,
                target_p95_ms=TARGET,
                no_slower_than=after,
                order=order,
            )
        )
