"""One's own page, at national scale: of somebody for whom little waits, and of an officer."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from maillage.core import registry

CARRIER = "mesure00042@mesure.example"
OFFICER = "programme@maillage.example"


def my_space() -> Sequence[str]:
    return [reverse("portal:my_space")]


def declare() -> None:
    for order, (key, label, email, queries) in enumerate(
        (
            ("my_space", "One's own page, of a carrier", CARRIER, 20),
            ("my_space_officer", "One's own page, of an officer", OFFICER, 36),
        ),
        start=90,
    ):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"portal.{key}",
                label=label,
                paths=my_space,
                user_email=email,
                target_p95_ms=100.0,
                max_queries=queries,
                order=order,
            )
        )
