"""The life of a version: a draft is started, saved, published. What is published stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict
from maillage.core.models import Event
from maillage.questionnaires import checks, editing
from maillage.questionnaires.actions.questionnaire import only_writers
from maillage.questionnaires.actions.submission import follow_version_together
from maillage.questionnaires.definition import Definition, InvalidDefinition, parse, parse_question
from maillage.questionnaires.editing import Change
from maillage.questionnaires.enums import VERSION_TRANSITIONS, VersionState
from maillage.questionnaires.extensions import use_sources
from maillage.questionnaires.models import Questionnaire, Response, Version

SAVED = "questionnaires.draft_saved"
QUESTION_REMOVED = "questionnaires.question_removed"
SECTION_REMOVED = "questionnaires.section_removed"


@transaction.atomic
def start_draft(questionnaire: Questionnaire, *, by: Any) -> Version:
    """The draft of the questionnaire: the one there is, or a copy of the newest published version."""
    only_writers(questionnaire, by)
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    newest = Version.objects.filter(questionnaire=questionnaire).order_by("-number").first()
    if newest is not None and newest.is_draft:
        return newest
    draft = Version.objects.create(
        questionnaire=questionnaire,
        number=newest.number + 1 if newest else 1,
        content=newest.content if newest else {"sections": []},
        saved_by=by,
    )
    events.record(draft, "questionnaires.draft_started", by=by)
    return draft


@transaction.atomic
def save_draft(version: Version, content: Any, *, revision: int, by: Any) -> Version:
    """Writes the whole draft. ``revision`` is the one that the author had before their eyes.

    Raises:
        Conflict: somebody wrote meanwhile, or the version is published.
        InvalidDefinition: the content is malformed; nothing is written.
    """
    definition = parse(content)
    version = _draft(version, by)
    if version.revision != revision:
        raise Conflict(
            _("%(who)s has changed this draft meanwhile: nothing of yours was written over theirs.")
            % {"who": version.saved_by or _("Somebody")}
        )
    return _write(version, definition, by)


@transaction.atomic
def change_draft(
    version: Version,
    change: Change,
    *,
    by: Any,
    verb: str = SAVED,
    data: Mapping[str, Any] | None = None,
) -> Version:
    """Applies ``change`` to the draft as it is now, whatever was written since: for changes that touch one
    thing and refuse by themselves when that thing is no longer what their author saw.

    Args:
        change: made by ``editing``.
        verb, data: of the event, when the change is more than words.

    Raises:
        DomainError: what ``change`` raises; nothing is written.
    """
    return _change(_draft(version, by), change, by, verb, data)


@transaction.atomic
def remove_question(version: Version, question_id: str, *, by: Any) -> Version:
    """Deletes a question of the draft; ``put_back`` undoes it until the draft is published."""
    version = _draft(version, by)
    definition = version.definition
    question = editing.question_in(definition, question_id)
    section = definition.section_of[question_id]
    return _change(
        version,
        editing.remove_question(question_id),
        by,
        QUESTION_REMOVED,
        {
            "question": question.as_json(),
            "section": section.id,
            "position": section.questions.index(question),
        },
    )


@transaction.atomic
def remove_section(version: Version, section_id: str, *, by: Any) -> Version:
    """Deletes a section of the draft with its questions; ``put_back`` undoes it until publication."""
    version = _draft(version, by)
    definition = version.definition
    section = editing.section_in(definition, section_id)
    return _change(
        version,
        editing.remove_section(section_id),
        by,
        SECTION_REMOVED,
        {"section": section.as_json(), "position": definition.sections.index(section)},
    )


def put_back(version: Version, event: Event, *, by: Any) -> Version:
    """Undoes the deletion that ``event`` tells."""
    if event.verb == QUESTION_REMOVED:
        question = parse_question(event.data["question"])
        change = editing.restore_question(question, event.data["section"], event.data["position"])
    else:
        (section,) = parse({"sections": [event.data["section"]]}).sections
        change = editing.restore_section(section, event.data["position"])
    return change_draft(version, change, by=by)


@transaction.atomic
def publish(
    version: Version, *, by: Any, revision: int | None = None, handed_in_follow: bool = False
) -> Version:
    """Makes the draft the questionnaire's present version, for good.

    What asks the questionnaire asks this version from now on, and answers that are being written go to it;
    none is lost (``submission.follow_version_together``).

    Args:
        revision: the one that the officer read before deciding; None when nobody else writes.
        handed_in_follow: answers that are handed in are read in this version too; else they keep theirs.

    Raises:
        InvalidDefinition: something in it cannot be asked; each fault names its question.
        Conflict: somebody wrote meanwhile.
        TransitionRefused: it is published already.
    """
    only_writers(version.questionnaire, by)
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=version.questionnaire_id)
    version = _locked(version)
    if revision is not None and version.revision != revision:
        raise Conflict(_("This draft has changed since you read it: look at it again before publishing."))
    if version.is_draft and (faults := checks.faults_of(version)):
        raise InvalidDefinition(faults)
    states.move(
        version,
        VersionState.PUBLISHED,
        VERSION_TRANSITIONS,
        by=by,
        verb="questionnaires.version_published",
        also={"published_at": clock.database_now(), "published_by": by},
        data={"handed_in_follow": handed_in_follow},
    )
    for source in use_sources:
        source.follow(version, by)
    responses = Response.objects.filter(version__questionnaire=version.questionnaire_id)
    if not handed_in_follow:
        # What is open again for some questions alone was handed in: it is completed as it was asked.
        responses = responses.filter(open_questions__isnull=True)
    follow_version_together(responses, version, by=by, even_handed_in=handed_in_follow)
    return version


def _locked(version: Version) -> Version:
    return (
        Version.objects.select_for_update(of=("self",))
        .select_related("questionnaire", "saved_by")
        .get(pk=version.pk)
    )


def _draft(version: Version, by: Any) -> Version:
    only_writers(version.questionnaire, by)
    version = _locked(version)
    if not version.is_draft:
        raise Conflict(_("This version is published: it no longer changes. Start a new draft."))
    return version


def _change(version: Version, change: Change, by: Any, verb: str, data: Mapping[str, Any] | None) -> Version:
    changed = change(parse(version.content))
    # Through JSON again, so that nothing is written that could not be read.
    return _write(version, parse(changed.as_json()), by, verb, data)


def _write(
    version: Version,
    definition: Definition,
    by: Any,
    verb: str = SAVED,
    data: Mapping[str, Any] | None = None,
) -> Version:
    content = definition.as_json()
    if content == version.content:
        return version
    fresh = Version.objects.select_related("questionnaire", "saved_by").get(pk=version.pk)
    fresh.content = content
    fresh.revision = version.revision + 1
    fresh.saved_at, fresh.saved_by = clock.database_now(), by
    fresh.save(update_fields=["content", "revision", "saved_at", "saved_by"])
    events.record(fresh, verb, by=by, data={"revision": fresh.revision, **(data or {})})
    return fresh
