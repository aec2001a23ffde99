"""Questionnaires as pages need them."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404

from maillage.core.models import Event
from maillage.directory.models import Organisation
from maillage.questionnaires import rules
from maillage.questionnaires.definition import parse
from maillage.questionnaires.enums import VersionState
from maillage.questionnaires.models import Questionnaire, Version


def owners(user: Any) -> QuerySet[Organisation]:
    """The organisations in whose name a person writes questionnaires."""
    return rules.owners_for(user)


def for_list(user: Any) -> QuerySet[Questionnaire]:
    """The questionnaires that a person writes, with ``published_number`` (None while there is none) and
    ``has_draft``; one query."""
    drafts = Version.objects.filter(questionnaire=OuterRef("pk")).drafts()
    return (
        Questionnaire.objects.filter(owner__in=rules.owners_for(user).order_by())
        .select_related("owner")
        .annotate(
            published_number=Max("versions__number", filter=Q(versions__state=VersionState.PUBLISHED)),
            has_draft=Exists(drafts),
        )
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


def ids_ever(questionnaire: Questionnaire, *, sections: bool = False) -> set[str]:
    """The identifiers that its versions have given, to questions or to sections: none is given again."""
    found: set[str] = set()
    contents = Version.objects.filter(questionnaire=questionnaire).order_by("pk")
    for content in contents.values_list("content", flat=True):
        definition = parse(content)
        found |= set(definition.sections_by_id) if sections else set(definition.by_id)
    if not sections:
        # Deleted from a draft, and perhaps put back later.
        rows = Event.objects.filter(verb="questionnaires.question_removed").order_by("pk")
        keys = [str(pk) for pk in questionnaire.versions.values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(Version)
        removed = rows.filter(subject_type=kind, subject_id__in=keys)
        found |= set(removed.values_list("data__question__id", flat=True))
    return found
