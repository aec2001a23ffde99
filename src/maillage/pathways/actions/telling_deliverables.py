"""Who is told what happens to deliverables, and who is whose referent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maillage.accounts.models import User
from maillage.core import outbox
from maillage.pathways.enums import PathwayState
from maillage.pathways.models import Deliverable, Enrolment, Pathway
from maillage.projects.queries import carriers_of


def handed_in(row: Deliverable, *, by: Any) -> None:
    """Tells the referent that there is something to read."""
    if row.referent is not None and row.referent_id != by.pk:
        _tell(row.referent, row, "handed_in", by=by)


def to_writers(row: Deliverable, what: str, *, by: Any, words: str = "") -> None:
    """Tells those whose work it is that it was accepted, or sent back (``what``: accepted, sent_back)."""
    for person in _writers(row):
        if person.pk != by.pk:
            _tell(person, row, what, by=by, words=words.strip())


def entrusted(row: Deliverable) -> None:
    """Tells the referent that this one is theirs to read."""
    if row.referent is not None:
        _tell(row.referent, row, "entrusted")


def named(pathway: Pathway, rows: Sequence[Enrolment], *, by: Any) -> None:
    """Tells each new referent of all their participants, and each participant of an open pathway."""
    theirs: dict[int, tuple[User, list[Enrolment]]] = {}
    for row in rows:
        if row.referent is not None and row.referent.is_active and row.referent.pk != by.pk:
            theirs.setdefault(row.referent.pk, (row.referent, []))[1].append(row)
    for person, mine in theirs.values():
        _write(person, {"pathway": pathway, "participants": mine, "referent": None})
    if pathway.state == PathwayState.OPEN:
        for row in rows:
            if row.referent is not None and row.user.is_active and row.user_id != by.pk:
                _write(row.user, {"pathway": pathway, "participants": [], "referent": row.referent})


# --- Inside --------------------------------------------------------------------------------------------
def _writers(row: Deliverable) -> list[User]:
    if row.project is not None:
        return carriers_of(row.project)
    return [row.enrolment.user] if row.enrolment is not None else []


def _tell(person: User, row: Deliverable, what: str, *, by: Any = None, words: str = "") -> None:
    if person.is_active:
        outbox.send_email(
            person.email,
            "pathways/email/deliverable",
            {"deliverable": row, "pathway": row.pathway, "what": what, "by": by, "words": words},
            language=person.language,
        )


def _write(person: User, context: dict[str, Any]) -> None:
    outbox.send_email(person.email, "pathways/email/referent", context, language=person.language)
