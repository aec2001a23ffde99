"""A questionnaire begins with an empty draft, and may change its title."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Invalid, NotAllowed
from maillage.directory.models import Organisation
from maillage.questionnaires import rules as who
from maillage.questionnaires.definition import parse
from maillage.questionnaires.models import Questionnaire, Version


def only_writers(questionnaire: Questionnaire, by: Any) -> None:
    """Raises NotAllowed when ``by`` does not write this questionnaire."""
    if not who.writes(by, questionnaire):
        raise NotAllowed(_("Only those who write this questionnaire may do this."))


@transaction.atomic
def create(
    *, title: str, owner: Organisation, by: Any, key: str | None = None, content: dict[str, Any] | None = None
) -> Questionnaire:
    """A questionnaire with its first draft, empty or holding ``content``.

    Raises:
        NotAllowed: ``by`` writes no questionnaire for that organisation.
        Invalid: no title, a key that another has, or content that is malformed.
    """
    if not who.owners_for(by).filter(pk=owner.pk).exists():
        raise NotAllowed(_("You do not write questionnaires for this organisation."))
    questionnaire = Questionnaire(title=title.strip(), owner=owner, key=key or None)
    _check(questionnaire)
    questionnaire.save()
    Version.objects.create(
        questionnaire=questionnaire,
        number=1,
        content=parse(content or {"sections": []}).as_json(),
        created_at=clock.moment(),
        saved_by=by,
    )
    events.record(questionnaire, "questionnaires.questionnaire_created", by=by)
    return questionnaire


@transaction.atomic
def rename(questionnaire: Questionnaire, *, title: str, by: Any) -> Questionnaire:
    """Another title; versions keep what they ask. Raises NotAllowed, Invalid."""
    only_writers(questionnaire, by)
    questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    before, questionnaire.title = questionnaire.title, title.strip()
    _check(questionnaire)
    if questionnaire.title != before:
        questionnaire.save(update_fields=["title"])
        events.record(
            questionnaire,
            "questionnaires.questionnaire_renamed",
            by=by,
            data={"from": before, "to": questionnaire.title},
        )
    return questionnaire


def _check(questionnaire: Questionnaire) -> None:
    try:
        questionnaire.full_clean(exclude=["owner"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
