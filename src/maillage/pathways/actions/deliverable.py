"""Deliverables: prepared from the kit, written, handed in, read by their referent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, events, files, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.pathways.actions import telling_deliverables as telling
from maillage.pathways.deliverable_templates import TEMPLATES
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.enums_attendance import DELIVERABLE_TRANSITIONS, DeliverableState
from maillage.pathways.models import (
    Deliverable,
    DeliverableComment,
    DeliverableFile,
    DeliverableVersion,
    Pathway,
)
from maillage.pathways.queries import deliverable as read
from maillage.projects import separation

#: Files joined to one deliverable, at most.
MOST_FILES = 10
LONGEST = 40_000
WRITTEN_IN = (DeliverableState.TO_DO, DeliverableState.TO_REWORK)


@transaction.atomic
def prepare(pathway: Pathway, *, by: Any, referent: Any = None) -> list[Deliverable]:
    """Gives every project of the group, or every person who has none, the deliverables that the kit asks,
    each with its template. Those that exist already stay; returns the new ones.

    Args:
        referent: of those whose participant has none of their own (``actions.referent``).

    Raises:
        NotAllowed: somebody who does not run the pathway, or a referent who decided on a project's money.
    """
    _only_runners(pathway, by)
    pathway = Pathway.objects.select_for_update(of=("self",)).select_related("kit_version").get(pk=pathway.pk)
    days = dict(pathway.sessions.exclude(starts_at=None).values_list("template_key", "starts_at"))
    made = []
    for enrolment in (
        pathway.enrolments.filter(state=EnrolmentState.ACTIVE).select_related("project").order_by("pk")
    ):
        if enrolment.referent_id is None:
            _keep_apart(enrolment.project, referent)
        owner = (
            {"project_id": enrolment.project_id} if enrolment.project_id else {"enrolment_id": enrolment.pk}
        )
        for template in pathway.kit_version.says.templates:
            for kind in template.deliverables:
                starts_at: dt.datetime | None = days.get(template.key)
                row, is_new = Deliverable.objects.get_or_create(
                    pathway=pathway,
                    kind=kind,
                    **owner,
                    defaults={
                        "template_key": template.key,
                        "referent_id": enrolment.referent_id or (referent.pk if referent else None),
                        "text": TEMPLATES[kind],
                        # Two weeks after the session that asks for it.
                        "due_on": timezone.localdate(starts_at) + dt.timedelta(days=14)
                        if starts_at
                        else None,
                    },
                )
                if is_new:
                    made.append(row)
    if made:
        events.record(pathway, "pathways.deliverables_prepared", by=by, data={"number": len(made)})
    return made


@transaction.atomic
def write(
    deliverable: Deliverable,
    text: str,
    *,
    by: Any,
    revision: int | None = None,
    upload: File[bytes] | None = None,
    hands_in: bool = False,
) -> Deliverable:
    """Keeps the text, with a file if one comes, and hands both in when asked: all of it or nothing.

    Raises:
        Conflict: handed in already, or somebody saved since ``revision``.
        Invalid: the file is not accepted, or there is nothing to hand in.
    """
    row = _locked(deliverable)
    _only_writers(row, by)
    if row.state not in WRITTEN_IN:
        raise Conflict(_("It is handed in: wait for what its referent says."))
    if revision is not None and revision != row.revision:
        raise Conflict(
            _("%(person)s wrote here meanwhile: copy your text, then open the page again.")
            % {"person": row.saved_by}
        )
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise Invalid(fields={"text": _("This text is too long: join it as a file.")})
    row.text, row.revision, row.saved_by, row.saved_at = text, row.revision + 1, by, clock.database_now()
    row.save(update_fields=["text", "revision", "saved_by", "saved_at"])
    if upload is not None:
        _join(row, upload, by)
    if hands_in:
        _hand_in(row, by)
    return row


@transaction.atomic
def join_file(deliverable: Deliverable, upload: File[bytes], *, by: Any) -> DeliverableFile:
    """Joins a file. Raises Invalid when it is not accepted, Conflict when handed in or there are too many."""
    row = _locked(deliverable)
    _only_writers(row, by)
    if row.state not in WRITTEN_IN:
        raise Conflict(_("It is handed in: wait for what its referent says."))
    return _join(row, upload, by)


@transaction.atomic
def remove_file(joined: DeliverableFile, *, by: Any) -> None:
    """Takes a file off what is being written; it stays for who read an earlier text."""
    row = _locked(joined.deliverable)
    _only_writers(row, by)
    if row.state not in WRITTEN_IN:
        raise Conflict(_("It is handed in: wait for what its referent says."))
    DeliverableFile.objects.filter(pk=joined.pk, removed_at=None).update(removed_at=clock.database_now())


@transaction.atomic
def hand_in(deliverable: Deliverable, *, by: Any) -> Deliverable:
    """Hands in the text as it stands, kept as a version of its own.

    Raises:
        Invalid: the template as it was, and no file.
        TransitionRefused: it is handed in, or accepted.
    """
    row = _locked(deliverable)
    _only_writers(row, by)
    _hand_in(row, by)
    return row


@transaction.atomic
def ask_rework(deliverable: Deliverable, why: str, *, by: Any) -> Deliverable:
    """Sends it back with what is to be worked on. Raises Invalid without it."""
    row = _locked(deliverable)
    _only_readers(row, by)
    if not why.strip():
        raise Invalid(fields={"text": _("Say what is to be worked on: they will read it.")})
    states.move(
        row,
        DeliverableState.TO_REWORK,
        DELIVERABLE_TRANSITIONS,
        by=by,
        verb="pathways.deliverable_sent_back",
    )
    _say(row, why, by)
    telling.to_writers(row, "sent_back", by=by, words=why)
    return row


@transaction.atomic
def accept(deliverable: Deliverable, *, by: Any, words: str = "") -> Deliverable:
    """Accepts what was handed in."""
    row = _locked(deliverable)
    _only_readers(row, by)
    states.move(
        row,
        DeliverableState.ACCEPTED,
        DELIVERABLE_TRANSITIONS,
        by=by,
        verb="pathways.deliverable_accepted",
    )
    if words.strip():
        _say(row, words, by)
    telling.to_writers(row, "accepted", by=by, words=words)
    return row


@transaction.atomic
def comment(deliverable: Deliverable, text: str, *, by: Any) -> DeliverableComment:
    """Words for the others: of the referent, or of those who write."""
    row = _locked(deliverable)
    if not read.visible_to(by).filter(pk=row.pk).exists():
        raise NotAllowed
    if not text.strip():
        raise Invalid(fields={"text": _("Write something.")})
    return _say(row, text, by)


# --- Inside --------------------------------------------------------------------------------------------
def _locked(deliverable: Deliverable) -> Deliverable:
    return (
        Deliverable.objects.select_for_update(of=("self",))
        .select_related("pathway", "project", "enrolment__user", "saved_by")
        .get(pk=deliverable.pk)
    )


def _only_runners(pathway: Pathway, by: Any) -> None:
    if not Pathway.objects.run_by(by).filter(pk=pathway.pk).exists():
        raise NotAllowed(_("Only those who run the pathway may do this."))


def _keep_apart(project: Any, referent: Any) -> None:
    """Whoever advises on what a project writes coaches it."""
    if project is not None and referent is not None:
        separation.check_coach(project, referent)


def _only_writers(row: Deliverable, by: Any) -> None:
    if not read.handed_in_by(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Only those whose project this is write it."))


def _only_readers(row: Deliverable, by: Any) -> None:
    if read.handed_in_by(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Nobody accepts what they write themselves."))
    if not read.read_by(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Only its referent, a trainer or those who run the pathway may do this."))


def _join(row: Deliverable, upload: File[bytes], by: Any) -> DeliverableFile:
    if row.files.filter(removed_at=None).count() >= MOST_FILES:
        raise Conflict(_("There are %(number)s files already.") % {"number": MOST_FILES})
    stored = files.receive(upload, by=by)
    joined = DeliverableFile.objects.create(deliverable=row, file=stored, by=by, at=clock.database_now())
    events.record(row, "pathways.deliverable_file_joined", by=by)
    return joined


def _hand_in(row: Deliverable, by: Any) -> None:
    is_blank = row.text.strip() in {"", TEMPLATES[row.kind].strip()}
    if is_blank and not row.files.filter(removed_at=None).exists():
        raise Invalid(fields={"text": _("Write it, or join it as a file, then hand it in.")})
    moment = clock.database_now()
    states.move(
        row,
        DeliverableState.HANDED_IN,
        DELIVERABLE_TRANSITIONS,
        by=by,
        verb="pathways.deliverable_handed_in",
        also={"handed_in_at": moment},
    )
    DeliverableVersion.objects.create(
        deliverable=row, number=row.versions.count() + 1, text=row.text, by=by, at=moment
    )
    telling.handed_in(row, by=by)


def _say(row: Deliverable, text: str, by: Any) -> DeliverableComment:
    said = DeliverableComment.objects.create(
        deliverable=row, text=text.strip()[:5000], by=by, at=clock.database_now()
    )
    events.record(row, "pathways.deliverable_commented", by=by)
    return said
