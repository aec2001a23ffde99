"""The stages of a call: what is asked, one after the other."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import events
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import (
    exclusive,
    only_officers,
)
from maillage.programmes.enums import (
    Admission,
    CallState,
    Decision,
    StageVisibility,
)
from maillage.programmes.models import Application, Call, Stage, StageFile
from maillage.programmes.queries import stage as read
from maillage.questionnaires.models import Version
from maillage.territories.names import slug as slug_of

# Unsaid, which is not “none”.
SAME: Any = object()


@transaction.atomic
def add_stage(
    call: Call,
    *,
    title: str,
    by: Any,
    text: str = "",
    visibility: str = StageVisibility.APPLICANTS,
    admission: str = Admission.ADMITTED,
    version: Version | None = None,
) -> Stage:
    """A stage after the others. Allowed on a published call while nobody has finished the last one.

    Raises:
        Conflict: files of the last stage are decided, or a question is required at a stage there is not.
        Invalid: no title.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    _must_be_undecided(call)
    stages = list(read.stages_of(call))
    stage = Stage(
        call=call,
        position=len(stages) + 1,
        slug=_free_slug(title, {stage.slug for stage in stages}),
        title=title.strip(),
        text=text.strip(),
        visibility=visibility,
        admission=admission,
        version=_published(version),
    )
    _check_title(stage)
    stage.save()
    _must_know_its_stages(call)
    events.record(call, "programmes.stage_added", by=by, data={"stage": stage.title})
    return stage


@transaction.atomic
def update_stage(
    stage: Stage,
    *,
    by: Any,
    title: str,
    text: str = "",
    visibility: str = StageVisibility.PUBLIC,
    admission: str = Admission.EVERYONE,
    version: Any = SAME,
) -> Stage:
    """The words of a stage, what it asks, who reads it and who may answer; its short name stays.

    Args:
        version: a published questionnaire, None for the one provided; unsaid, it stays.

    Raises:
        Conflict: another questionnaire, while somebody has reached the stage.
        Invalid: no title, or a first stage that is not open to everyone.
    """
    only_officers(stage.call.programme, by)
    call = exclusive(stage.call_id)
    stage = Stage.objects.get(pk=stage.pk)
    if stage.is_first and admission != Admission.EVERYONE:
        raise Invalid(fields={"admission": _("The first stage is open to everyone.")})
    stage.title, stage.text = title.strip(), text.strip()
    stage.visibility, stage.admission = visibility, admission
    if version is not SAME and version != stage.version:
        if StageFile.objects.filter(stage=stage).exists():
            raise Conflict(_("People are writing at this stage: its questionnaire stays."))
        stage.version = _published(version)
    _check_title(stage)
    stage.save(update_fields=["title", "text", "visibility", "admission", "version"])
    _must_know_its_stages(call)
    events.record(call, "programmes.stage_updated", by=by, data={"stage": stage.title})
    return stage


@transaction.atomic
def remove_stage(stage: Stage, *, by: Any) -> None:
    """Takes out the last stage, while nobody has reached it.

    Raises:
        Conflict: it is the first, or not the last, or somebody is there.
    """
    only_officers(stage.call.programme, by)
    call = exclusive(stage.call_id)
    if stage.is_first or read.next_stage(stage) is not None:
        raise Conflict(_("Only the last stage can be taken out, and a call keeps its first."))
    if StageFile.objects.filter(stage=stage).exists():
        raise Conflict(_("Somebody has reached this stage: it stays."))
    Stage.objects.filter(pk=stage.pk).delete()
    _must_know_its_stages(call)
    events.record(call, "programmes.stage_removed", by=by, data={"stage": stage.title})


def _must_know_its_stages(call: Call) -> None:
    """Of a published call; a draft is judged when it is published."""
    if call.state == CallState.PUBLISHED and (faults := read.unknown_stages(call)):
        raise Conflict(" ".join(faults))


def _must_be_undecided(call: Call) -> None:
    if call.state == CallState.WITHDRAWN:
        raise Conflict(_("This call was withdrawn."))
    if Application.objects.filter(call=call).exclude(decision=Decision.NONE).exists():
        raise Conflict(_("Files of this call are decided: its stages no longer change."))


def _published(version: Version | None) -> Version | None:
    if version is not None and version.is_draft:
        raise Invalid(fields={"version": _("Publish this questionnaire first.")})
    return version


def _check_title(stage: Stage) -> None:
    if not stage.title:
        raise Invalid(fields={"title": _("A stage has a title.")})


def _free_slug(title: str, taken: set[str]) -> str:
    base = slug_of(title)[:30] or "etape"
    return next(
        candidate
        for candidate in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if candidate not in taken
    )
