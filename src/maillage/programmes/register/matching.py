"""Assignments and calibrated scores in the registries of the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import history, registry
from maillage.programmes.models import Bid, Expertise, MatchingRun, ReviewerSeverity
from maillage.programmes.queries import wish


def declare() -> None:
    mission = gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    kept = gettext_lazy("As long as the round of reviews exists")
    lines = [
        (
            Expertise,
            gettext_lazy("Giving reviewers the applications that they know best"),
            gettext_lazy("The reviewer’s trades, themes, territories, group and largest load"),
            gettext_lazy("As long as the programme exists, or until the account is closed"),
        ),
        (
            Bid,
            gettext_lazy("Giving reviewers the applications that they know best"),
            gettext_lazy("What a reviewer wishes to read"),
            kept,
        ),
        (
            MatchingRun,
            gettext_lazy("Knowing who asked for an assignment"),
            gettext_lazy("The officer’s name, the settings asked"),
            kept,
        ),
        (
            ReviewerSeverity,
            gettext_lazy("Comparing files that were read by different people"),
            gettext_lazy("How much higher or lower than the others a reviewer scores, in one round"),
            kept,
        ),
    ]
    for order, (model, purpose, data, duration) in enumerate(lines, start=540):
        label = model._meta.label
        registry.data_purposes.add(
            registry.DataPurpose(label, label, purpose, mission, data, duration, order=order)
        )
    registry.todo_sources.add(
        registry.TodoSource(
            "programmes.wishes", wishes_todo, order=44, concerns=lambda user: [wish.reviewing_roles(user)]
        )
    )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="programmes.expertise",
            label=gettext_lazy("Expertise and wishes as a reviewer"),
            export=export,
            erase=erase,
            order=139,
        )
    )


def wishes_todo(user: Any) -> Iterable[registry.TodoItem]:
    """Rounds that ask for a reviewer's wishes, until they say one."""
    for round_ in wish.rounds_asking(user):
        if not round_.said:  # type: ignore[attr-defined]
            yield registry.TodoItem(
                title=_("Say which files you would like to review"),
                url=reverse("programmes:wishes", args=[round_.call.programme.slug, round_.pk]),
                detail=f"{round_.title} · {round_.call.title}",
                due_on=timezone.localdate(round_.plan.bids_until),
                button=_("Say my wishes"),
                about=f"programme-{round_.call.programme_id}",
            )


def export(user: Any) -> dict[str, Any]:
    """The person's profiles, wishes, and what the calibration of each round says of their severity."""
    profiles = Expertise.objects.filter(reviewer=user).select_related("programme")
    wishes = Bid.objects.filter(reviewer=user).select_related("application")
    return {
        "profiles": [
            {
                "programme": row.programme.name,
                "trades": row.trades,
                "themes": row.themes,
                "territories": [str(area.ref) for area in row.territories.all()],
                "group": row.group,
                "most_files": row.most_files,
            }
            for row in profiles.prefetch_related("territories").order_by("pk")
        ],
        "wishes": [
            {"application": row.application.reference, "wish": row.get_wish_display()}
            for row in wishes.order_by("pk")
        ],
        "severities": [
            {
                "round": row.round.title,
                "reviews": row.reviews,
                "mean": round(row.mean, 2),
                "above_the_panel_by": round(row.effect, 2),
            }
            for row in ReviewerSeverity.objects.filter(reviewer=user).select_related("round").order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    Expertise.objects.filter(reviewer=user).delete()
    Bid.objects.filter(reviewer=user).delete()
    for model in (Expertise, Bid):
        history.versions_of(model).filter(reviewer=user).delete()
    ReviewerSeverity.objects.filter(reviewer=user).delete()
