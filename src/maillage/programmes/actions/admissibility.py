"""What officers check in every file of a call, and what they found in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import exclusive, locked, only_officers, shared
from maillage.programmes.enums import (
    ADMISSIBILITY_TRANSITIONS,
    Admissibility,
    CheckResult,
    Decision,
    Filing,
)
from maillage.programmes.models import AdmissibilityCheck, Application, Call, ChecklistItem, StageFile

MOST_ITEMS = 30


@transaction.atomic
def set_checklist(call: Call, texts: Sequence[str], *, by: Any) -> list[ChecklistItem]:
    """What is looked at in every file, in order. Checks that were made keep the list as it was.

    Raises:
        Invalid: too many items.
    """
    only_officers(call.programme, by)
    wanted = list(dict.fromkeys(text.strip()[:300] for text in texts if text.strip()))
    if len(wanted) > MOST_ITEMS:
        raise Invalid(_("Thirty items at most: a list that nobody finishes checks nothing."))
    call = exclusive(call.pk)
    call.checklist.all().delete()
    items = ChecklistItem.objects.bulk_create(
        [ChecklistItem(call=call, position=rank, text=text) for rank, text in enumerate(wanted, start=1)]
    )
    events.record(call, "programmes.checklist_set", by=by, data={"items": len(items)})
    return items


@dataclass(frozen=True)
class Found:
    """What was found about an item: a result, and a sentence."""

    result: str
    note: str = ""


@transaction.atomic
def check(
    application: Application,
    verdict: str,
    *,
    by: Any,
    found: Mapping[int, Found] | None = None,
    reason: str = "",
) -> AdmissibilityCheck:
    """An officer's word on the file of the present stage. It stays; a later one holds.

    Args:
        found: by key of item of the call's checklist; those that are not named were not looked at.
        reason: required when the file is not admissible.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Invalid: no verdict, no reason, or “admissible” with an item that says no and no reason.
        Conflict: the file is not submitted, or its decision is announced.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    if application.filing != Filing.SUBMITTED or application.stage_filing != Filing.SUBMITTED:
        raise Conflict(_("This file is not submitted."))
    if application.announced_decision != Decision.NONE:
        raise Conflict(_("The decision is announced: its admissibility no longer changes."))
    if verdict not in Admissibility.values or verdict == Admissibility.NONE:
        raise Invalid(fields={"verdict": _("Say admissible, not admissible, or to complete.")})
    results = _results(application.call_id, found or {})
    refused = [row["text"] for row in results if row["result"] == CheckResult.NO]
    if verdict == Admissibility.INADMISSIBLE and not reason.strip():
        raise Invalid(fields={"reason": _("Write why: the reason stays in the file.")})
    if verdict == Admissibility.ADMISSIBLE and refused and not reason.strip():
        raise Invalid(
            fields={
                "reason": _("“%(item)s” is not met: write why the file is admissible all the same.")
                % {"item": refused[0]}
            }
        )
    word = AdmissibilityCheck.objects.create(
        stage_file=StageFile.objects.get(application=application, stage=application.stage),
        verdict=verdict,
        reason=reason.strip(),
        results=results,
        by=by,
        at=clock.database_now(),
    )
    if verdict == application.admissibility:
        events.record(application, "programmes.admissibility_confirmed", by=by, why=word.reason)
        return word
    states.move(
        application,
        verdict,
        ADMISSIBILITY_TRANSITIONS,
        by=by,
        verb="programmes.admissibility_checked",
        field="admissibility",
        why=word.reason,
    )
    return word


def _results(call_id: int, found: Mapping[int, Found]) -> list[dict[str, str]]:
    rows = []
    for item in ChecklistItem.objects.filter(call=call_id).order_by("position"):
        said = found.get(item.pk)
        if said is None or not said.result:
            continue
        if said.result not in CheckResult.values:
            raise Invalid(_("Answer yes, no, or not concerned."))
        rows.append({"text": item.text, "result": said.result, "note": said.note.strip()[:500]})
    return rows
