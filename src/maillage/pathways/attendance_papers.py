"""Attendance on paper: the sheets of a session, and what a person attended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, formatting, pdf
from maillage.pathways import signing_pad
from maillage.pathways.models import Pathway, Session
from maillage.pathways.queries import attendance as read


def sheets(session: Session, *, at: dt.datetime | None = None) -> bytes:
    """The PDF of a session's sheets, a page or more a half-day. Corrections, and what was set aside, are
    written under the table: the paper hides nothing of what the page shows."""
    moment = at or clock.moment()
    pathway = session.pathway
    title = _("Attendance: %(session)s") % {"session": session.title}
    data = {
        "title": title,
        "pathway": pathway.title,
        "facts": [
            (_("Run by"), str(pathway.organisation)),
            (_("Programme"), str(pathway.programme or "—")),
            (_("Place"), session.where or "—"),
            (_("State"), session.get_state_display()),
        ],
        "head": [_("Person"), _("Presence"), _("How it is known"), _("Signature")],
        "sheets": [_sheet(page) for page in read.pages_of(session)],
        "corrections_title": _("Corrections"),
        "aside_title": _("Kept as traces, without effect"),
        "drawn": _("Drawn on %(moment)s.") % {"moment": formatting.moment(moment)},
    }
    return pdf.render(
        "pathways/attendance",
        data,
        title=title,
        author=str(pathway.organisation),
        footer=pathway.title,
        at=moment,
    )


def _sheet(page: read.Page) -> dict[str, Any]:
    half_day = page.half_day
    if page.is_cosigned and page.sheet is not None and page.sheet.cosigned_at is not None:
        cosigned = _("Co-signed by %(name)s, %(moment)s.") % {
            "name": page.sheet.typed_name,
            "moment": formatting.moment(page.sheet.cosigned_at),
        }
    else:
        cosigned = _("Not co-signed yet: these hours do not count.")
    return {
        "title": _("%(day)s, %(half)s")
        % {
            "day": formatting.day(half_day.day, with_year=True),
            "half": half_day.get_half_display(),
        },
        # The title says its day.
        "span": formatting.NBSP.join((formatting.hour(half_day.starts_at), "–"))
        + f" {formatting.hour(half_day.ends_at)}",
        "lines": [_line(line, half_day.minutes) for line in page.lines if line.mark or line.is_expected],
        "corrections": [
            _("%(person)s: %(presence)s, said by %(by)s, %(moment)s. Reason: %(why)s")
            % {**_words(mark), "why": mark.why}
            for mark in page.corrections
        ],
        "aside": [
            _("%(person)s: %(presence)s, said by %(by)s, %(moment)s (%(outcome)s)")
            % {**_words(mark), "outcome": mark.get_outcome_display()}
            for mark in page.set_aside
        ],
        "cosigned": cosigned,
        "signature": _drawn(page.sheet.strokes if page.sheet else None),
        "signature_alt": _("Signature of the trainer"),
    }


def _words(mark: Any) -> dict[str, str]:
    return {
        "person": str(mark.user),
        "presence": mark.get_presence_display(),
        "by": str(mark.taken_by),
        "moment": formatting.moment(mark.taken_at),
    }


def _line(line: read.Line, minutes: int) -> dict[str, str]:
    mark = line.mark
    if mark is None:
        return {
            "person": str(line.person),
            "presence": "—",
            "means": "",
            "name": "",
            "signature": "",
            "alt": "",
        }
    presence = str(mark.get_presence_display())
    if mark.minutes is not None and mark.minutes < minutes:
        presence = f"{presence}, {formatting.duration(mark.minutes)}"
    if mark.is_disputed:
        presence = _("%(presence)s (to be settled)") % {"presence": presence}
    return {
        "person": str(line.person),
        "presence": presence,
        "means": str(mark.get_means_display()),
        "name": mark.typed_name,
        "signature": _drawn(mark.strokes),
        "alt": _("Signature of %(name)s") % {"name": line.person},
    }


def _drawn(strokes: Any) -> str:
    return signing_pad.svg(strokes) if strokes else ""


def attestation(
    pathway: Pathway, person: Any, *, project: Any = None, at: dt.datetime | None = None
) -> bytes | None:
    """The PDF that says what a person attended of a pathway: co-signed half-days only. None when there is
    none yet. Somebody may attend without following it: those who register from the agenda."""
    moment = at or clock.moment()
    rows = [row for row in read.attended([pathway], person=person) if row.is_cosigned]
    if not rows:
        return None
    minutes = sum(row.minutes for row in rows)
    title = _("Attestation of attendance: %(person)s") % {"person": person}
    count = ngettext("%(number)s half-day", "%(number)s half-days", len(rows)) % {"number": len(rows)}
    data = {
        "kind": _("Attestation of attendance"),
        "person": str(person),
        "sentence": _(
            "%(organisation)s attests that this person attended “%(pathway)s”: %(hours)s, in %(count)s."
        )
        % {
            "organisation": pathway.organisation,
            "pathway": pathway.title,
            "hours": formatting.duration(minutes),
            "count": count,
        },
        "facts": [
            (_("Pathway"), pathway.title),
            (_("Programme"), str(pathway.programme or "—")),
            (_("Project"), str(project or "—")),
            (
                _("From the first day to the last"),
                _("%(first)s – %(last)s")
                % {
                    "first": formatting.day(min(row.half_day.day for row in rows), with_year=True),
                    "last": formatting.day(max(row.half_day.day for row in rows), with_year=True),
                },
            ),
        ],
        "head": [_("Day"), _("Half-day"), _("Session"), _("Length")],
        "lines": [
            [
                formatting.day(row.half_day.day, weekday=False, with_year=True),
                str(row.half_day.get_half_display()),
                row.session.title,
                formatting.duration(row.minutes),
            ]
            for row in sorted(rows, key=lambda row: row.half_day.starts_at)
        ],
        "basis": _("From attendance sheets co-signed by the trainers. Drawn on %(day)s.")
        % {"day": formatting.day(timezone.localdate(moment), weekday=False, with_year=True)},
        "signature": _("For %(organisation)s") % {"organisation": pathway.organisation},
    }
    return pdf.render(
        "pathways/attestation",
        data,
        title=title,
        author=str(pathway.organisation),
        footer=pathway.title,
        at=moment,
    )
