"""Questionnaires, a module per aggregate."""

from maillage.questionnaires.models.questionnaire import Questionnaire, Version, empty_content

__all__ = ["Questionnaire", "Version", "empty_content"]
