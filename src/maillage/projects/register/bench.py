"""What orientation measures at national scale."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from maillage.core import registry
from maillage.projects.models import Advice

ADVISER = "reseau@maillage.example"


def doors_of_projects() -> Sequence[str]:
    """Of projects of one adviser, spread over France."""
    rows = Advice.objects.live().filter(adviser__email=ADVISER).order_by("project")
    return [reverse("projects:doors", args=[pk]) for pk in rows.values_list("project", flat=True)[:20]]


def doors_without_account() -> Sequence[str]:
    path = reverse("orientation:door")
    communes = ("insee:07204", "insee:23096", "insee:43244", "insee:97411", "insee:35162")
    return [f"{path}?commune={code}&etape=idea&theme=legal&theme=funding" for code in communes]


def portfolios() -> Sequence[str]:
    path = reverse("orientation:portfolio")
    return [path, f"{path}?semaines=8", f"{path}?etape=creation"]


def declare() -> None:
    for order, (key, label, paths, email, target, queries) in enumerate(
        (
            ("doors", "Orientation of one project", doors_of_projects, ADVISER, 60.0, 16),
            ("door", "Doors, without an account", doors_without_account, None, 60.0, 12),
            ("portfolio", "Adviser's portfolio", portfolios, ADVISER, 100.0, 15),
        ),
        start=70,
    ):
        registry.bench_cases.add(
            registry.BenchCase(
                key=f"orientation.{key}",
                label=label,
                paths=paths,
                user_email=email,
                target_p95_ms=target,
                max_queries=queries,
                order=order,
            )
        )
