"""Questionnaires, a module per aggregate: what is asked, what is answered."""

from maillage.questionnaires.models.questionnaire import (
    Questionnaire,
    Version,
    empty_content,
)
from maillage.questionnaires.models.response import (
    OnBehalf,
    Response,
    ResponseFile,
    ResponseSnapshot,
)

__all__ = [
    "OnBehalf",
    "Questionnaire",
    "Response",
    "ResponseFile",
    "ResponseSnapshot",
    "Version",
    "empty_content",
]
