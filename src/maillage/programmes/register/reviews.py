"""Reviews in the registries of the house: why people's data are kept, what a person takes with them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from maillage.core import history, registry
from maillage.programmes.models import Assignment, Conflict, DiscussionDigest, Review, ReviewMessage


def declare() -> None:
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
    from maillage.programmes.actions import assignment as assignments
    from maillage.programmes.models import Programme

    for programme in Programme.objects.filter(calls__review_rounds__assignments__reviewer=user).distinct():
        assignments.release(programme, user, by=None)
    DiscussionDigest.objects.filter(person=user).delete()
    Conflict.objects.filter(person=user).exclude(detail="").update(detail="")
    history.versions_of(Conflict).filter(person=user).update(detail="")
    Assignment.objects.filter(reviewer=user).exclude(decline_reason="").update(decline_reason="")
    history.versions_of(Assignment).filter(reviewer=user).update(decline_reason="")
