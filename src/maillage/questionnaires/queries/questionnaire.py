"""Questionnaires as pages need them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from maillage.directory.models import Organisation
from maillage.questionnaires import rules
from maillage.questionnaires.models import Questionnaire, Version


def owners(user: Any) -> QuerySet[Organisation]:
    """The organisations in whose name a person writes questionnaires."""
    return rules.owners_for(user)


def for_list(user: Any) -> QuerySet[Questionnaire]:
    """The questionnaires that a person writes."""
    return (
        Questionnaire.objects.filter(owner__in=rules.owners_for(user).order_by())
        .select_related("owner")
        .order_by("title", "pk")
    )


def written_by(user: Any, pk: int) -> Questionnaire:
    """A questionnaire that a person writes. Raises Http404 for anyone else."""
    questionnaire = Questionnaire.objects.select_related("owner").filter(pk=pk).first()
    if questionnaire is None or not user.has_perm("questionnaires.change_questionnaire", questionnaire):
        raise Http404
    return questionnaire


def newest(questionnaire: Questionnaire) -> Version | None:
    """Its draft, or else the version published last."""
    return questionnaire.versions.select_related("saved_by", "questionnaire").order_by("-number").first()


def present(questionnaire: Questionnaire) -> Version | None:
    """The version that is asked now: the one published last."""
    return (
        Version.objects.published()
        .filter(questionnaire=questionnaire)
        .select_related("questionnaire")
        .order_by("-number")
        .first()
    )
