"""The words of the questionnaires that a pathway asks before and after, and of their open answers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Moment(TextChoices):
    BEFORE = "before", pgettext_lazy("questionnaire of a pathway", "Before")
    AFTER = "after", pgettext_lazy("questionnaire of a pathway", "After")


class SurveyState(TextChoices):
    PLANNED = "planned", pgettext_lazy("questionnaire of a pathway", "planned")
    OPEN = "open", pgettext_lazy("questionnaire of a pathway", "open")
    CLOSED = "closed", pgettext_lazy("questionnaire of a pathway", "closed")


# What is closed is counted: it does not open again.
SURVEY_TRANSITIONS: dict[SurveyState, frozenset[SurveyState]] = {
    SurveyState.PLANNED: frozenset({SurveyState.OPEN, SurveyState.CLOSED}),
    SurveyState.OPEN: frozenset({SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset(),
}


class AskState(TextChoices):
    """Where one person stands with one questionnaire."""

    ASKED = "asked", pgettext_lazy("asked to answer", "waits for an answer")
    ANSWERED = "answered", pgettext_lazy("asked to answer", "answered")
    DECLINED = "declined", pgettext_lazy("asked to answer", "would rather not answer")
    SILENT = "silent", pgettext_lazy("asked to answer", "did not answer")


ASK_TRANSITIONS: dict[AskState, frozenset[AskState]] = {
    AskState.ASKED: frozenset({AskState.ANSWERED, AskState.DECLINED, AskState.SILENT}),
    # Taking one's answers back, as long as it is open.
    AskState.ANSWERED: frozenset({AskState.DECLINED}),
    AskState.DECLINED: frozenset({AskState.ANSWERED}),
    AskState.SILENT: frozenset(),
}


class StepKind(TextChoices):
    """A gesture on the groups of open answers, which can be undone."""

    MADE = "made", pgettext_lazy("groups of answers", "made a group")
    RENAMED = "renamed", pgettext_lazy("groups of answers", "renamed a group")
    MERGED = "merged", pgettext_lazy("groups of answers", "merged two groups")
    REMOVED = "removed", pgettext_lazy("groups of answers", "took a group away")
    PLACED = "placed", pgettext_lazy("groups of answers", "grouped answers")
