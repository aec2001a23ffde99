"""The personal data of responses: why, how long, exported. What erases them is the app that asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.questionnaires.models import OnBehalf, Response


def declare() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    kept = gettext_lazy("With the file that the answers belong to")
    lines = [
        (
            "questionnaires.Response",
            gettext_lazy("Answering what a programme asks, alone or with others"),
            gettext_lazy("The answers, who began and who saved last, and when"),
        ),
        (
            "questionnaires.OnBehalf",
            gettext_lazy("Knowing who wrote for whom, and how they agreed"),
            gettext_lazy("Who wrote, for whom, why, from when to when"),
        ),
        (
            "questionnaires.ResponseFile",
            gettext_lazy("Joining files to answers"),
            gettext_lazy("The file, who joined it and when"),
        ),
        (
            "questionnaires.ResponseSnapshot",
            gettext_lazy("Being able to show what was handed in"),
            gettext_lazy("The answers as they were handed in, by whom and when"),
        ),
    ]
    for order, (model, purpose, data) in enumerate(lines, start=451):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, service, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(key="responses", label=gettext_lazy("Answers"), export=export, order=146)
    )


def export(user: Any) -> list[dict[str, Any]]:
    """What a person wrote, was the last to save, or what was written for them."""
    written_for = OnBehalf.objects.filter(Q(person=user) | Q(by=user)).values("response")
    rows = (
        Response.objects.filter(Q(created_by=user) | Q(saved_by=user) | Q(pk__in=written_for))
        .select_related("version__questionnaire")
        .order_by("pk")
    )
    return [
        {
            "questionnaire": row.version.questionnaire.title,
            "version": row.version.number,
            "started_at": row.created_at.isoformat(),
            "saved_at": row.saved_at.isoformat(),
            "handed_in_at": row.closed_at.isoformat() if row.closed_at else None,
            # What officers alone wrote in it is the programme's.
            "answers": {
                question.label: row.answers[question.id]
                for question in row.definition.for_applicants()
                if question.id in row.answers
            },
        }
        for row in rows
    ]
