"""Juries, letters and places in the registries: personal data, files, what is always so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.programmes.enums import Presence, SessionState
from maillage.programmes.models import (
    AgendaItem,
    Appeal,
    Attendance,
    JuryMember,
    JurySession,
    Letter,
    PlaceOffer,
    Vote,
)
from maillage.programmes.queries.jury import sessions_to_sit_in, todo_for
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember


def declare() -> None:
    registry.todo_sources.add(
        registry.TodoSource(
            "programmes.juries", todo_for, order=22, concerns=lambda user: [sessions_to_sit_in(user)]
        )
    )
    mission = gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    explain = gettext_lazy("Being able to explain a decision years later")
    kept = gettext_lazy("With the application")
    lines = [
        ("JurySession", explain, gettext_lazy("Who prepared the session, and its minutes")),
        ("JuryMember", explain, gettext_lazy("Person, role in the jury, presence")),
        ("AgendaItem", explain, gettext_lazy("Who took the notes of a file")),
        ("Vote", explain, gettext_lazy("The voice of each member, and who counted it")),
        ("Condition", explain, gettext_lazy("Who lifted a condition, when and why")),
        ("Reopening", explain, gettext_lazy("Who reopened a decision, when and why")),
        ("Announcement", explain, gettext_lazy("Who prepared the publication of decisions")),
        ("LetterTemplate", explain, gettext_lazy("Who wrote the text of the letters")),
        ("Letter", explain, gettext_lazy("The letters that a team received")),
        ("PlaceOffer", explain, gettext_lazy("Who confirmed or gave back a place, when and why")),
        ("Appeal", explain, gettext_lazy("What an applicant objects, who received and answered it")),
    ]
    for order, (model, purpose, data) in enumerate(lines, start=520):
        name = f"programmes.{model}"
        registry.data_purposes.add(
            registry.DataPurpose(name, name, purpose, mission, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="programmes.juries",
            label=gettext_lazy("Juries, letters and places"),
            export=export,
            order=141,
        )
    )
    registry.file_owners.add(registry.FileOwner("programmes.letters", may_read_file))
    for key, label, broken in (
        (
            "programmes.minutes",
            "The minutes of closed juries are the document that was frozen",
            changed_minutes,
        ),
        ("programmes.conflicted_votes", "Nobody voted on a file they were out for", conflicted_votes),
        ("programmes.agendas", "A jury votes on files of its call, by its own members", votes_of_others),
    ):
        registry.invariants.add(registry.Invariant(key, label, broken))


def export(user: Any) -> dict[str, Any]:
    """The person's seats and votes, and the letters, places and appeals of the projects that they carry."""
    seats = JuryMember.objects.filter(user=user).select_related("session").order_by("pk")
    votes = Vote.objects.filter(member__user=user).select_related("item__application").order_by("pk")
    carried = ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER).values("project")
    mine = Q(application__project__in=carried)
    return {
        "juries": [
            {
                "session": seat.session.title,
                "held_at": seat.session.held_at.isoformat(),
                "role": seat.get_role_display(),
            }
            for seat in seats
        ],
        "votes": [
            {"application": vote.item.application.reference, "vote": vote.get_ballot_display()}
            for vote in votes
        ],
        "letters": [
            {
                "application": letter.application.reference,
                "written_at": letter.written_at.isoformat(),
                "subject": letter.subject,
                "text": letter.body,
            }
            for letter in Letter.objects.filter(mine).select_related("application").order_by("pk")
        ],
        "places": [
            {
                "application": offer.application.reference,
                "state": offer.get_state_display(),
                "note": offer.note,
            }
            for offer in PlaceOffer.objects.filter(mine).select_related("application").order_by("pk")
        ],
        "appeals": [
            {
                "application": appeal.application.reference,
                "text": appeal.text,
                "state": appeal.get_state_display(),
                "answer": appeal.answer,
            }
            for appeal in Appeal.objects.filter(mine | Q(filed_by=user))
            .select_related("application")
            .order_by("pk")
        ],
    }


def may_read_file(stored: Any, user: Any) -> bool:
    """A letter: its applicants and the programme's readers. Minutes: the officers and the jury."""
    if not user.is_authenticated:
        return False
    letter = (
        Letter.objects.filter(file=stored)
        .select_related("application__project", "application__call__programme")
        .first()
    )
    if letter is not None:
        return bool(
            user.has_perm("programmes.view_application", letter.application)
            or user.has_perm("programmes.read_application", letter.application)
        )
    session = JurySession.objects.filter(minutes=stored).select_related("call__programme").first()
    return session is not None and bool(user.has_perm("programmes.view_minutes", session))


def changed_minutes() -> Iterable[str]:
    closed = JurySession.objects.filter(state=SessionState.CLOSED).select_related("minutes")
    for row in closed.exclude(minutes__sha256=F("minutes_sha256")).order_by("pk"):
        yield f"The minutes of session {row.pk} are not those that were frozen"


def conflicted_votes() -> Iterable[str]:
    out = Attendance.objects.filter(presence=Presence.OUT)
    rows = out.filter(item__votes__member=F("member")).order_by("pk")
    for row in rows:
        yield f"Member {row.member_id} voted on item {row.item_id}, being out for a conflict"


def votes_of_others() -> Iterable[str]:
    foreign = AgendaItem.objects.exclude(application__call=F("session__call")).order_by("pk")
    for row in foreign:
        yield f"Item {row.pk} holds a file of another call"
    elsewhere = Vote.objects.exclude(member__session=F("item__session")).order_by("pk")
    for vote in elsewhere:
        yield f"Vote {vote.pk} is of a member of another jury"
