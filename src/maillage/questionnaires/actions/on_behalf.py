"""Somebody writes the words of somebody else, at their request, and it shows."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Invalid, Sentence
from maillage.questionnaires.actions.locks import entry_of, opened
from maillage.questionnaires.models import OnBehalf, Response


@transaction.atomic
def write_for(response: Response, *, by: Any, why: str, person: Any = None, name: str = "") -> OnBehalf:
    """Declares that ``by`` writes another's words, at their request; every write by ``by`` then says so.

    Args:
        person: who answers, when they have an account; ``name`` when they have none.

    Raises:
        Invalid: nobody is named, or no reason is given.
        Conflict: it is handed in.
    """
    response = opened(response)
    faults: dict[str, Sentence] = {}
    if person is None and not name.strip():
        faults["name"] = _("Say for whom you write.")
    if not why.strip():
        faults["why"] = _("Say why you write for somebody else, and how they agreed.")
    if faults:
        raise Invalid(fields=faults)
    if present := entry_of(response, by):
        return present
    try:
        with transaction.atomic():
            entry = OnBehalf.objects.create(
                response=response,
                by=by,
                person=person,
                name="" if person else name.strip()[:120],
                why=why.strip(),
                at=clock.database_now(),
            )
    except IntegrityError:
        return OnBehalf.objects.get(response=response, by=by, ended_at__isnull=True)
    events.record(response, "questionnaires.written_on_behalf", by=by, why=entry.why)
    return entry


@transaction.atomic
def stop_writing_for(entry: OnBehalf, *, by: Any) -> OnBehalf:
    """Ends it; what was written says for whom it was."""
    entry = OnBehalf.objects.select_for_update(of=("self",)).select_related("response").get(pk=entry.pk)
    if entry.ended_at is None:
        entry.ended_at = clock.database_now()
        entry.save(update_fields=["ended_at"])
        events.record(entry.response, "questionnaires.on_behalf_ended", by=by)
    return entry
