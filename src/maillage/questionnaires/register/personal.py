"""The personal data of questionnaires: why, how long, exported."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.questionnaires.models import Version


def declare() -> None:
    registry.data_purposes.add(
        registry.DataPurpose(
            "questionnaires.Version",
            "questionnaires.Version",
            gettext_lazy("Knowing who wrote what a programme asks"),
            gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)"),
            gettext_lazy("Who saved and who published a version, and when"),
            gettext_lazy("As long as the questionnaire exists"),
            order=450,
        )
    )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="questionnaires",
            label=gettext_lazy("Questionnaires"),
            export=export,
            order=145,
        )
    )


def export(user: Any) -> list[dict[str, Any]]:
    """The versions that a person published or saved last."""
    rows = Version.objects.filter(published_by=user) | Version.objects.filter(saved_by=user)
    return [
        {
            "questionnaire": row.questionnaire.title,
            "version": row.number,
            "saved_at": row.saved_at.isoformat() if row.saved_by_id == user.pk else None,
            "published_at": row.published_at.isoformat()
            if row.published_at and row.published_by_id == user.pk
            else None,
        }
        for row in rows.select_related("questionnaire").defer("content").order_by("pk")
    ]
