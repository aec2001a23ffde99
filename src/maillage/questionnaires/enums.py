"""The words of questionnaires."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(TextChoices):
    """A draft changes; what is published never does."""

    DRAFT = "draft", pgettext_lazy("questionnaire", "Draft")
    PUBLISHED = "published", pgettext_lazy("questionnaire", "Published")


VERSION_TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset(),
}


class QuestionType(TextChoices):
    """What an answer is. The module ``definition`` says its options and the JSON of its answer."""

    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount in euros")
    DATE = "date", _("Date")
    PERIOD = "period", _("Period")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One choice")
    CHOICES = "choices", _("Several choices")
    SCALE = "scale", _("Scale")
    MATRIX = "matrix", _("Grid of choices")
    COMMUNE = "commune", _("Commune")
    TERRITORIES = "territories", _("Territories")
    ORGANISATION = "organisation", _("Organisation")
    PLACE = "place", _("Place")
    FILES = "files", _("Files")
    TABLE = "table", _("Table of rows")
