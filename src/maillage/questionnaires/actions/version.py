"""The life of a version: a draft is started, saved, published. What is published stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict
from maillage.questionnaires import checks
from maillage.questionnaires.actions.questionnaire import only_writers
from maillage.questionnaires.definition import Definition, InvalidDefinition, parse
from maillage.questionnaires.enums import VERSION_TRANSITIONS, VersionState
from maillage.questionnaires.models import Questionnaire, Version

Change = Callable[[Definition], Definition]


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
def change_draft(version: Version, change: Change, *, by: Any) -> Version:
    """Applies ``change`` to the draft as it is now, whatever was written since: for changes that touch one
    thing and refuse by themselves when that thing is no longer what their author saw.

    Raises:
        DomainError: what ``change`` raises; nothing is written.
    """
    version = _draft(version, by)
    changed = change(parse(version.content))
    # Through JSON again, so that nothing is written that could not be read.
    return _write(version, parse(changed.as_json()), by)


@transaction.atomic
def publish(version: Version, *, by: Any, revision: int | None = None) -> Version:
    """Makes the draft the questionnaire's present version, for good.

    Args:
        revision: the one that the officer read before deciding; None when nobody else writes.

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
    )
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


def _write(version: Version, definition: Definition, by: Any) -> Version:
    content = definition.as_json()
    if content == version.content:
        return version
    fresh = Version.objects.select_related("questionnaire", "saved_by").get(pk=version.pk)
    fresh.content = content
    fresh.revision = version.revision + 1
    fresh.saved_at, fresh.saved_by = clock.database_now(), by
    fresh.save(update_fields=["content", "revision", "saved_at", "saved_by"])
    events.record(fresh, "questionnaires.draft_saved", by=by, data={"revision": fresh.revision})
    return fresh
