"""Reviews in the registries of the house: why people's data are kept, what a person takes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.accounts.notifications import NotificationKind, kinds
from maillage.core import history, registry
from maillage.core.registry import TodoItem
from maillage.programmes.actions.assignment import ASSIGNED_KIND, REMINDER_KIND
from maillage.programmes.actions.assignment import release as release_files
from maillage.programmes.actions.discussion import DISCUSSION_KIND
from maillage.programmes.models import (
    Assignment,
    Conflict,
    DiscussionDigest,
    Programme,
    Review,
    ReviewMessage,
)
from maillage.programmes.queries import review as read
from maillage.programmes.queries import todo
from maillage.programmes.queries.review_round import short_rounds
from maillage.programmes.retention import decided_long_ago


def declare() -> None:
    registry.todo_sources.add(
        registry.TodoSource.in_parts(
            "programmes.reviews",
            registry.TodoPart("piles", lambda user: [read.given_to(user)], _piles),
            registry.TodoPart("short", lambda user: [todo.officer_roles(user)], _short_rounds),
            order=21,
        )
    )
    registry.retention_rules.add(
        # Before the applications themselves, whose deletion would leave versions of reviews behind.
        registry.RetentionRule("programmes.reviews", "programmes.Review", forget_reviews, order=85)
    )
    kinds.add(
        NotificationKind(
            ASSIGNED_KIND,
            gettext_lazy("Applications given to me to review"),
            is_refusable=False,
            order=40,
        )
    )
    kinds.add(
        NotificationKind(
            REMINDER_KIND,
            gettext_lazy("Reminders of the reviews that I owe"),
            gettext_lazy("A week and two days before the reviews close, or when an officer asks."),
            order=41,
        )
    )
    kinds.add(
        NotificationKind(
            DISCUSSION_KIND,
            gettext_lazy("Messages about the applications that I review"),
            gettext_lazy("Twice a day at most, however many there are."),
            order=42,
        )
    )
    mission = gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    kept = gettext_lazy("With the application")
    lines = [
        (
            "programmes.GridVersion",
            gettext_lazy("Knowing who made a grid of criteria final"),
            gettext_lazy("The officer’s name"),
            gettext_lazy("As long as the programme exists"),
        ),
        (
            "programmes.Assignment",
            gettext_lazy("Knowing who reviews which application, and why somebody declined"),
            gettext_lazy("The reviewer’s name, what they accepted or declined and why, dates"),
            kept,
        ),
        (
            "programmes.Conflict",
            gettext_lazy("Keeping those who are bound to an application out of its review"),
            gettext_lazy("The person’s name, what binds them, an officer’s written word about it"),
            kept,
        ),
        (
            "programmes.Review",
            gettext_lazy("Selecting projects, and being able to explain each decision"),
            gettext_lazy("Scores, comments and recommendation of a reviewer"),
            kept,
        ),
        (
            "programmes.ReviewMessage",
            gettext_lazy("Discussing an application among its reviewers"),
            gettext_lazy("The author’s name and message"),
            kept,
        ),
        (
            "programmes.DiscussionDigest",
            gettext_lazy("Sending one e-mail for many messages"),
            gettext_lazy("The person, and until when they were told"),
            gettext_lazy("As long as the round of reviews exists"),
        ),
    ]
    for order, (model, purpose, data, duration) in enumerate(lines, start=520):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, mission, data, duration, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="programmes.reviews",
            label=gettext_lazy("Reviews"),
            export=export,
            erase=erase,
            order=135,
        )
    )


def _piles(user: Any) -> Iterable[TodoItem]:
    """Links to declare and reviews to write. A file from which a conflict keeps the person is in no count."""
    for pile in read.waiting(user):
        address = reverse("programmes:my_reviews")
        due_on = timezone.localdate(pile.round.closes_at)
        if pile.to_declare:
            yield TodoItem(
                ngettext(
                    "Say what binds you to %(n)d file to review",
                    "Say what binds you to %(n)d files to review",
                    pile.to_declare,
                )
                % {"n": pile.to_declare},
                reverse("programmes:review_declare", args=[pile.round.pk]),
                detail=pile.round.call.title,
                due_on=due_on,
                button=_("Declare"),
            )
        if pile.owed and pile.phase == "review":
            yield TodoItem(
                ngettext("%(n)d review to write", "%(n)d reviews to write", pile.owed) % {"n": pile.owed},
                address,
                detail=pile.round.call.title,
                due_on=due_on,
                button=_("Review"),
            )


def _short_rounds(user: Any) -> Iterable[TodoItem]:
    """For officers, files that lack reviewers."""
    for round_, short in short_rounds(user):
        yield TodoItem(
            ngettext("%(n)d application lacks a reviewer", "%(n)d applications lack reviewers", short)
            % {"n": short},
            reverse("programmes:round", args=[round_.call.programme.slug, round_.pk]) + "?etat=incomplets",
            detail=f"{round_.title} · {round_.call.title}",
            due_on=timezone.localdate(round_.closes_at),
            button=_("Give"),
            about=f"programme-{round_.call.programme_id}",
        )


def forget_reviews(now: dt.datetime) -> int:
    """What reviewers declared, wrote and said of applications decided ten years ago."""
    old = decided_long_ago(now).values("pk")
    rows: list[Any] = [
        ReviewMessage.objects.filter(application__in=old),
        Review.objects.filter(assignment__application__in=old),
        Assignment.objects.filter(application__in=old),
        Conflict.objects.filter(application__in=old),
    ]
    return sum(history.forget(some) for some in rows)


def export(user: Any) -> dict[str, Any]:
    """What the person reviewed, declared and wrote. Titles stay out: a masked file stays masked."""
    reviews = Review.objects.filter(assignment__reviewer=user).select_related("assignment__application")
    return {
        "reviews": [
            {
                "number": row.assignment.application.reference,
                "state": row.get_state_display(),
                "scores": row.scores,
                "comments": row.comments,
                "opinion": row.opinion,
                "recommendation": row.recommendation,
                "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
            }
            for row in reviews.order_by("pk")
        ],
        "declared_conflicts": [
            {"number": row.application.reference, "ground": row.get_ground_display(), "detail": row.detail}
            for row in Conflict.objects.filter(person=user, origin="declared")
            .select_related("application")
            .order_by("pk")
        ],
        "messages": [
            {"number": row.application.reference, "sent_at": row.sent_at.isoformat(), "body": row.body}
            for row in ReviewMessage.objects.filter(author=user).select_related("application").order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """Unbegun files come back to the officers; sent reviews stay the programme's record, without a name."""
    for programme in Programme.objects.filter(calls__review_rounds__assignments__reviewer=user).distinct():
        release_files(programme, user, by=None)
    DiscussionDigest.objects.filter(person=user).delete()
    Conflict.objects.filter(person=user).exclude(detail="").update(detail="")
    history.versions_of(Conflict).filter(person=user).update(detail="")
    Assignment.objects.filter(reviewer=user).exclude(decline_reason="").update(decline_reason="")
    history.versions_of(Assignment).filter(reviewer=user).update(decline_reason="")
