"""The personal data of attendance and deliverables: why, how long, exported and erased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import history, registry
from maillage.core.models import StoredFile
from maillage.pathways import spaces
from maillage.pathways.enums import DATED, PathwayState
from maillage.pathways.enums_attendance import SheetState
from maillage.pathways.models import (
    Deliverable,
    DeliverableComment,
    DeliverableFile,
    HalfDay,
    Mark,
    Sheet,
)
from maillage.pathways.queries import deliverable as deliverables
from maillage.pathways.queries.attendance import sessions_of
from maillage.pathways.queries.pathway import Scope
from maillage.projects.enums import ProjectRole

#: How long a drawn signature is kept after it was made: the time in which funders check what they paid.
SIGNATURE_DAYS = 5 * 365


#: How long a sheet that was not co-signed is asked for.
ASKED_DAYS = 21


def declare() -> None:
    registry.todo_sources.add(registry.TodoSource("pathways.attendance", to_sign, order=24))
    mission = _(
        "Task of general interest, or contract, of the organisation that runs the pathway (article 6.1)"
    )
    proof = _(
        "Legal obligation and task of general interest of the organisation that runs the pathway: proving "
        "to its funders what was attended (article 6.1)"
    )
    account = _("As long as the account exists")
    signed = _("Five years for signatures; presence stays with the pathway")
    lines = [
        (
            "Sheet",
            _("Proving that a session was held"),
            proof,
            _("Who co-signed, when, their typed name and signature"),
            signed,
        ),
        (
            "Mark",
            _("Proving who attended, and for how long"),
            proof,
            _("Person, half-day, presence, signature, who said so, when, reason of a correction"),
            signed,
        ),
        (
            "Deliverable",
            _("Advising a project on what it writes along a pathway"),
            mission,
            _("Person or project, referent, text, dates"),
            account,
        ),
        (
            "DeliverableVersion",
            _("Knowing which text a referent’s words are about"),
            mission,
            _("Who handed in, the text, when"),
            account,
        ),
        (
            "DeliverableComment",
            _("Letting referents and projects answer each other"),
            mission,
            _("Who, what they wrote, when"),
            account,
        ),
        (
            "DeliverableFile",
            _("Advising a project on what it writes along a pathway"),
            mission,
            _("Who joined a file, when"),
            account,
        ),
    ]
    for order, (name, purpose, basis, data, kept) in enumerate(lines, start=620):
        model = f"pathways.{name}"
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="attendance",
            label=_("Attendance and deliverables"),
            export=export,
            erase=erase,
            order=149,
        )
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.signatures", "pathways.Mark", forget_signatures)
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.cosignatures", "pathways.Sheet", forget_cosignatures)
    )
    spaces.more_entries.append(_deliverables_entry)
    spaces.more_entries.append(_hours_entry)
    registry.file_owners.add(registry.FileOwner("pathways.deliverables", may_read_file))


def to_sign(user: Any) -> Iterator[registry.TodoItem]:
    """Half-days that have begun and whose sheet the person may take and co-sign. One query."""
    moment = timezone.now()
    begun = (
        HalfDay.objects.filter(
            session__in=sessions_of(user).order_by().values("pk"),
            session__state__in=DATED,
            session__pathway__state__in=(PathwayState.OPEN, PathwayState.FINISHED),
            starts_at__lte=moment,
            starts_at__gt=moment - dt.timedelta(days=ASKED_DAYS),
        )
        .exclude(sheet__state=SheetState.COSIGNED)
        .select_related("session__pathway")
        .order_by("starts_at", "pk")
    )
    for half_day in begun[:5]:
        yield registry.TodoItem(
            title=gettext("Take attendance: %(session)s") % {"session": half_day.session.title},
            url=reverse("attendance:session", args=[half_day.session_id]),
            detail=half_day.session.pathway.title,
            due_on=half_day.day,
            button=gettext("Open the sheet"),
            about=f"pathway-{half_day.session.pathway_id}",
        )


def export(user: Any) -> dict[str, Any]:
    """What was said of the person at each half-day, signatures included, and what they wrote."""
    marks = Mark.objects.filter(user=user).select_related("sheet__half_day__session").order_by("pk")
    return {
        "attendance": [
            {
                "session": mark.sheet.half_day.session.title,
                "half_day": str(mark.sheet.half_day),
                "presence": mark.get_presence_display(),
                "how": mark.get_means_display(),
                "outcome": mark.get_outcome_display(),
                "minutes": mark.minutes,
                "signature": mark.strokes,
                "typed_name": mark.typed_name,
                "taken_at": mark.taken_at.isoformat(),
            }
            for mark in marks
        ],
        "deliverables": [
            {"kind": row.get_kind_display(), "state": row.get_state_display(), "text": row.text}
            for row in Deliverable.objects.filter(
                Q(enrolment__user=user)
                | Q(project__members__user=user, project__members__role=ProjectRole.CARRIER)
            )
            .distinct()
            .order_by("pk")
        ],
        "comments": [
            {"at": row.at.isoformat(), "text": row.text}
            for row in DeliverableComment.objects.filter(by=user).order_by("pk")
        ],
        "files": [
            row.file.name
            for row in DeliverableFile.objects.filter(by=user).select_related("file").order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """Presence stays, under an account without a name: funders were shown it. Signatures and typed names
    go."""
    _forget_signatures_of(Mark.objects.filter(user=user))
    sheets = list(Sheet.objects.filter(cosigned_by=user).values_list("pk", flat=True))
    nobody = {"typed_name": str(_("Closed account"))}
    Sheet.objects.filter(pk__in=sheets).update(strokes=None, **nobody)
    history.versions_of(Sheet).filter(pgh_obj_id__in=sheets).exclude(typed_name="").update(**nobody)


def forget_signatures(now: dt.datetime) -> int:
    """Drawn signatures and typed names, once the time of checks is over."""
    old = Mark.objects.filter(received_at__lt=now - dt.timedelta(days=SIGNATURE_DAYS))
    return _forget_signatures_of(old.filter(Q(strokes__isnull=False) | ~Q(typed_name="")))


def forget_cosignatures(now: dt.datetime) -> int:
    """The drawn signature of the trainer; who co-signed stays."""
    return Sheet.objects.filter(
        cosigned_at__lt=now - dt.timedelta(days=SIGNATURE_DAYS), strokes__isnull=False
    ).update(strokes=None)


def _forget_signatures_of(marks: QuerySet[Mark]) -> int:
    keys = list(marks.values_list("pk", flat=True))
    Mark.objects.filter(pk__in=keys).update(strokes=None, typed_name="")
    history.versions_of(Mark).filter(pgh_obj_id__in=keys).update(typed_name="")
    return len(keys)


def _deliverables_entry(scope: Scope) -> registry.MenuItem | None:
    if not (scope.runs or scope.follows or scope.sees_group):
        return None
    url = reverse("deliverables:of_pathway", args=[scope.pathway.pk])
    return registry.MenuItem(_("Deliverables"), url, "deliverables")


def _hours_entry(scope: Scope) -> registry.MenuItem | None:
    if not scope.runs:
        return None
    return registry.MenuItem(_("Hours"), reverse("attendance:hours", args=[scope.pathway.pk]), "hours")


def may_read_file(stored: StoredFile, user: Any) -> bool:
    """A file of a deliverable, for those who may see the deliverable."""
    joined = DeliverableFile.objects.filter(file=stored).first()
    return joined is not None and deliverables.visible_to(user).filter(pk=joined.deliverable_id).exists()
