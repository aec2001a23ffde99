"""The record of a meeting, and the minutes drawn from it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.core import formatting, pdf
from maillage.core.models import StoredFile
from maillage.directory.enums import Theme
from maillage.governance import hosts
from maillage.governance.enums import Part, Presence, Seat, Urgency
from maillage.governance.models import Meeting, MeetingDecision


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of a record: of its JSON with sorted keys and no spaces, so that anybody finds the same."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(meeting: Meeting) -> dict[str, Any]:
    """All that a meeting said and decided, as plain data."""
    committee = meeting.committee
    host = hosts.name_of(committee.host_kind, committee.host_id)
    items = meeting.items.prefetch_related("needs__actions__owner", "decisions__voices__user").order_by(
        "position", "pk"
    )
    whole = meeting.decisions.filter(item__isnull=True).prefetch_related("voices__user")
    loose = meeting.actions.filter(need__isnull=True).select_related("owner").order_by("pk")
    return {
        "meeting": meeting.title,
        "committee": committee.name,
        "kind": committee.kind,
        "host": host.name if host else "",
        "group": meeting.group_name,
        "venue": meeting.venue,
        "held_at": meeting.held_at.isoformat(),
        "opened_at": meeting.opened_at.isoformat() if meeting.opened_at else None,
        "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else None,
        "quorum": meeting.quorum,
        "members": [
            {"name": str(member.user), "seat": member.seat, "presence": member.presence}
            for member in meeting.members.select_related("user").order_by("pk")
        ],
        "items": [
            {
                "title": item.title,
                "notes": item.notes,
                "looked_at": item.is_done,
                "decisions": [_decision(row) for row in sorted(item.decisions.all(), key=lambda r: r.pk)],
                "needs": [
                    {
                        "theme": need.theme,
                        "urgency": need.urgency,
                        "said": need.said,
                        "actions": [
                            _action(action) for action in sorted(need.actions.all(), key=lambda r: r.pk)
                        ],
                    }
                    for need in sorted(item.needs.all(), key=lambda r: r.pk)
                ],
            }
            for item in items
        ],
        "decisions": [_decision(row) for row in whole.order_by("pk")],
        "actions": [_action(action) for action in loose],
    }


def _decision(row: MeetingDecision) -> dict[str, Any]:
    hands = None
    if row.votes_for is not None:
        hands = [row.votes_for, row.votes_against, row.abstentions]
    voices = sorted(row.voices.all(), key=lambda voice: voice.pk)
    return {
        "text": row.text,
        "adopted": row.is_adopted,
        "hands": hands,
        "voices": [str(voice.user) for voice in voices if voice.part == Part.VOICE],
        "aside": [
            {"name": str(voice.user), "why": voice.reason} for voice in voices if voice.part == Part.ASIDE
        ],
    }


def _action(action: Any) -> dict[str, Any]:
    return {"title": action.title, "owner": str(action.owner), "due_on": action.due_on.isoformat()}


def draw(meeting: Meeting, record: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """The minutes as PDF, from the record alone, in the language of the platform."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf.render(
            "governance/minutes",
            _data(meeting, record),
            title=_("Minutes: %(session)s") % {"session": record["meeting"]},
            author=record["host"] or "Maillage",
            footer=" · ".join(part for part in (record["host"], record["committee"]) if part),
            at=at,
        )


def keep(meeting: Meeting, document: bytes) -> StoredFile:
    name = _("minutes %(number)d %(session)s.pdf") % {"number": meeting.pk, "session": meeting.title}
    return pdf.keep(document, name)


def _data(meeting: Meeting, record: Mapping[str, Any]) -> dict[str, Any]:
    moment = formatting.moment
    there = [row for row in record["members"] if row["presence"] == Presence.PRESENT]
    facts = [
        [_("Committee"), record["committee"]],
        [_("Opened"), moment(meeting.opened_at)],
        [pgettext("minutes", "Closed"), moment(meeting.closed_at)],
        [_("Quorum"), str(record["quorum"])],
        [pgettext("minutes", "There"), f"{len(there)} / {len(record['members'])}"],
    ]
    if record["group"]:
        facts.insert(1, [_("Promotion"), record["group"]])
    return {
        "title": record["meeting"],
        "held": " · ".join(part for part in (moment(meeting.held_at), record["venue"]) if part),
        "facts": facts,
        "members-title": _("Who sat"),
        "members-head": [_("Name"), _("Role"), _("Presence")],
        "members": [
            [row["name"], str(Seat(row["seat"]).label), str(Presence(row["presence"]).label)]
            for row in record["members"]
        ],
        "items-title": _("Agenda"),
        "notes-title": _("Notes"),
        "decisions-title": _("Decisions"),
        "needs-title": _("Support needs"),
        "actions-title": _("Actions"),
        "actions-head": [_("What is to be done"), _("Who does it"), _("By when")],
        "items": [
            {
                "title": f"{rank}. {item['title']}",
                "notes": item["notes"],
                "decisions": [_decided(row) for row in item["decisions"]],
                "needs": [_needed(row) for row in item["needs"]],
                "actions": [_done(row) for need in item["needs"] for row in need["actions"]],
            }
            for rank, item in enumerate(record["items"], 1)
        ],
        "decisions": [_decided(row) for row in record["decisions"]],
        "actions": [_done(row) for row in record["actions"]],
        "signature": _("Whoever presided"),
        "seal": _("Record of the meeting: SHA-256 %(digest)s") % {"digest": digest(record)},
    }


def _decided(row: Mapping[str, Any]) -> str:
    text = str(row["text"])
    if row["hands"]:
        counts = _("%(for)d for, %(against)d against, %(abstentions)d abstentions") % {
            "for": row["hands"][0],
            "against": row["hands"][1],
            "abstentions": row["hands"][2],
        }
        text = f"{text} ({counts})"
    text = text if row["adopted"] else _("Rejected: %(decision)s") % {"decision": text}
    # Those that were closed before voices were kept have none.
    if row.get("voices"):
        text = f"{text}\n" + _("Took part: %(names)s.") % {"names": ", ".join(row["voices"])}
    for each in row.get("aside", []):
        text = f"{text}\n" + _("%(name)s stepped aside: %(why)s.") % each
    return text


def _needed(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "head": f"{Theme(row['theme']).label} · {Urgency(row['urgency']).label}",
        "said": row["said"],
    }


def _done(row: Mapping[str, Any]) -> list[str]:
    return [row["title"], row["owner"], formatting.day(dt.date.fromisoformat(row["due_on"]))]
