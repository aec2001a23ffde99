"""The record of a jury session, and the minutes drawn from it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import formatting, pdf
from maillage.core.models import StoredFile
from maillage.programmes.enums import Ballot, Decision, ItemState, JuryRole, Presence
from maillage.programmes.letters import in_letters_language
from maillage.programmes.models import AgendaItem, JurySession
from maillage.programmes.queries.jury import count_of


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of a record: of its JSON with sorted keys and no spaces, so that anybody finds the same."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(session: JurySession) -> dict[str, Any]:
    """All that a session decided, as plain data: members, and for each file who was there, was out, voted."""
    members = list(session.members.select_related("user").order_by("pk"))
    items = (
        session.items.select_related("application__commune", "session")
        .prefetch_related("attendances__member__user", "votes__member__user")
        .order_by("position")
    )
    return {
        "session": session.title,
        "call": session.call.title,
        "programme": session.call.programme.name,
        "operator": session.call.programme.operator.name,
        "venue": session.venue,
        "held_at": session.held_at.isoformat(),
        "opened_at": session.opened_at.isoformat() if session.opened_at else None,
        "closed_at": session.closed_at.isoformat() if session.closed_at else None,
        "quorum": session.quorum,
        "members": [{"name": str(member.user), "role": member.role} for member in members],
        "files": [_file(item) for item in items],
    }


def _file(item: AgendaItem) -> dict[str, Any]:
    count = count_of(item)
    by_presence: dict[str, list[str]] = {presence.value: [] for presence in Presence}
    for attendance in sorted(item.attendances.all(), key=lambda row: row.member_id):
        by_presence[attendance.presence].append(str(attendance.member.user))
    return {
        "number": item.application.reference,
        "title": item.application.title,
        "commune": item.application.commune.name,
        "state": item.state,
        "proposal": item.proposal,
        "amount": str(item.proposed_amount) if item.proposed_amount is not None else None,
        "rank": item.proposed_rank,
        "conditions": item.proposed_conditions,
        "opinion": item.opinion,
        "notes": item.notes,
        "presence": by_presence,
        "voting_present": count.present,
        "votes": [
            {"name": str(vote.member.user), "vote": vote.ballot}
            for vote in sorted(item.votes.all(), key=lambda row: row.member_id)
        ],
        "settled_at": item.settled_at.isoformat() if item.settled_at else None,
    }


def draw(session: JurySession, record: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """The minutes as PDF, from the record alone."""
    with in_letters_language():
        return pdf.render(
            "programmes/minutes",
            _data(session, record),
            title=_("Minutes: %(session)s") % {"session": record["session"]},
            author=record["operator"],
            footer=f"{record['programme']} · {record['call']}",
            at=at,
        )


def keep(session: JurySession, document: bytes) -> StoredFile:
    name = _("minutes %(number)d %(session)s.pdf") % {"number": session.pk, "session": session.title}
    return pdf.keep(document, name)


def _data(session: JurySession, record: Mapping[str, Any]) -> dict[str, Any]:
    files = record["files"]
    moment = formatting.moment
    return {
        "title": record["session"],
        "held": " · ".join(part for part in (moment(session.held_at), record["venue"]) if part),
        "facts": [
            [_("Programme"), record["programme"]],
            [_("Call"), record["call"]],
            [_("Opened"), moment(session.opened_at)],
            [_("Closed"), moment(session.closed_at)],
            [_("Quorum"), str(record["quorum"])],
        ],
        "members-title": _("The jury"),
        "members-head": [_("Name"), _("Role"), _("Files out of the room")],
        "members": [
            [
                member["name"],
                str(JuryRole(member["role"]).label),
                str(sum(member["name"] in file["presence"][Presence.OUT] for file in files)),
            ]
            for member in record["members"]
        ],
        "summary-title": _("Opinions given"),
        "summary-head": ["", _("Project"), _("Opinion"), _("For, against, abstentions")],
        "summary": [
            [str(rank), f"{file['title']} ({file['number']})", _outcome(file), _voices(file)]
            for rank, file in enumerate(files, 1)
        ],
        "files-title": _("File by file"),
        "opinion-title": _("Opinion of the jury"),
        "conditions-title": _("Conditions"),
        "notes-title": _("Notes"),
        "items": [_shown(rank, file) for rank, file in enumerate(files, 1)],
        "signature": _("The president of the jury"),
        "seal": _("Record of the session: SHA-256 %(digest)s") % {"digest": digest(record)},
    }


def _outcome(file: Mapping[str, Any]) -> str:
    if file["state"] == ItemState.POSTPONED:
        return str(ItemState.POSTPONED.label)
    decision = str(Decision(file["proposal"]).label)
    if file["state"] == ItemState.REJECTED:
        return _("%(proposal)s: rejected") % {"proposal": decision}
    return decision


def _voices(file: Mapping[str, Any]) -> str:
    cast = [vote["vote"] for vote in file["votes"]]
    return " · ".join(str(cast.count(ballot)) for ballot in (Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN))


def _shown(rank: int, file: Mapping[str, Any]) -> dict[str, Any]:
    presence = file["presence"]
    out = ", ".join(presence[Presence.OUT])
    facts = [
        [_("Project"), f"{file['number']} · {file['commune']}"],
        [_("In the room"), ", ".join(presence[Presence.PRESENT]) or "–"],
    ]
    if presence[Presence.ABSENT]:
        facts.append([_("Absent"), ", ".join(presence[Presence.ABSENT])])
    if out:
        facts.append(
            [
                _("Out of the room"),
                _("%(people)s, for a conflict of interests: neither discussion nor vote.") % {"people": out},
            ]
        )
    facts.append([_("Opinion"), _outcome(file)])
    if file["amount"] is not None:
        facts.append([_("Amount"), formatting.money(file["amount"])])
    if file["rank"]:
        facts.append([_("Rank on the waiting list"), str(file["rank"])])
    for ballot in Ballot:
        names = [vote["name"] for vote in file["votes"] if vote["vote"] == ballot]
        if names:
            facts.append([str(ballot.label), f"{len(names)} ({', '.join(names)})"])
    return {
        "title": f"{rank}. {file['title']}",
        "facts": facts,
        "opinion": file["opinion"],
        "conditions": [
            _("%(condition)s, by %(day)s")
            % {"condition": text, "day": formatting.day(dt.date.fromisoformat(day))}
            for text, day in file["conditions"]
        ],
        "notes": file["notes"],
    }
