"""Attendance is taken, disagreements settled, sheets co-signed, mistakes corrected.

Devices may be offline: a mark arrives late, twice, or beside another's. What holds, in this order:

1. A mark that arrives twice is kept once (``client_id``).
2. One made by somebody who saw the mark that counts is a correction: it takes its place.
3. Two that did not know of each other: the person's own hand (signature, then code) is stronger than what a
   trainer said; of two as strong, the one taken last counts. When they say different things, the half-day is
   marked as disputed until somebody settles it, and cannot be co-signed before.
4. After the co-signature, a mark that comes without a reason is kept and changes nothing.
5. A session cancelled meanwhile: the mark is kept, without effect. A trainer taken out meanwhile: theirs are
   kept as traces, for those who run the session to judge.

A device's clock may be wrong by days: what it says is shifted by how far it is from ours when it sends, and
when it still names a moment at which nobody could take this attendance, the mark dates from its arrival.

No mark is ever removed or rewritten: ``outcome`` says which one counts, and why the others do not.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from maillage.pathways import signing_pad
from maillage.pathways.enums import DATED, SeatState
from maillage.pathways.enums_attendance import (
    OUTCOME_TRANSITIONS,
    SHEET_TRANSITIONS,
    STRENGTH,
    Means,
    Outcome,
    Presence,
    SheetState,
)
from maillage.pathways.models import Enrolment, HalfDay, Mark, Registration, Session, Sheet
from maillage.pathways.queries.attendance import sessions_left_by, sessions_of

#: A person may say that they are there from so long before a half-day until so long after it.
CODE_MARGIN = dt.timedelta(minutes=45)
#: Nobody takes the attendance of a half-day so long before it: a device that says so has a wrong clock.
NOT_BEFORE = dt.timedelta(hours=12)
#: A device sends at most so many marks at once.
MOST_MARKS = 500


@dataclass(frozen=True)
class Said:
    """A mark as a device sends it."""

    person: int
    presence: str
    half_day: int = 0
    means: str = Means.TRAINER
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    seen: uuid.UUID | None = None
    taken_at: dt.datetime | None = None
    minutes: int | None = None
    strokes: Any = None
    typed_name: str = ""
    why: str = ""


@dataclass(frozen=True)
class Result:
    """What became of a mark that a device sent: ``outcome`` is empty when it was refused."""

    client_id: uuid.UUID
    outcome: str
    sentence: str
    is_disputed: bool = False


def take(half_day: HalfDay, said: Said, *, by: Any) -> Mark:
    """A trainer's device says that somebody was there, or was not.

    Raises:
        NotAllowed: neither somebody who runs the session nor one of its trainers.
        Invalid: the person is not of this session, or the mark says nothing that can be.
    """
    _only_takers(half_day.session, by)
    with transaction.atomic():
        return _Round(half_day.session, by, {said.client_id}).keep(half_day, said)


def sync(session: Session, said: Sequence[Said], *, by: Any) -> list[Result]:
    """The marks that a device made, perhaps hours ago, in the order in which it made them. Each is kept or
    refused by itself: one that cannot be does not hold back the others. Sending them again changes nothing.
    What somebody sends who no longer teaches the session is kept as a trace.

    Raises:
        NotAllowed: neither somebody who runs the session nor one of its trainers, now or before.
        Invalid: too many at once.
    """
    has_left = sessions_left_by(by).filter(pk=session.pk).exists() and not _is_taker(session, by)
    if not has_left:
        _only_takers(session, by)
    if len(said) > MOST_MARKS:
        raise Invalid(_("Too many marks at once: send them in several times."))
    with transaction.atomic():
        page = _Round(session, by, {one.client_id for one in said}, has_left=has_left)
        return [_result(page, one) for one in said]


def _result(page: _Round, one: Said) -> Result:
    if one.half_day not in page.half_days:
        return Result(one.client_id, "", _("This half-day is no longer one of the session."))
    try:
        with transaction.atomic():
            mark = page.keep(page.half_days[one.half_day], one)
    except DomainError as error:
        sentence = next(iter(error.fields.values()), error.sentence)
        return Result(one.client_id, "", str(sentence))
    return Result(one.client_id, mark.outcome, sentence_of(mark), mark.is_disputed)


def confirm_by_code(half_day: HalfDay, *, by: Any, strokes: Any = None, typed_name: str = "") -> Mark:
    """The person says, on their own telephone and with the code that the trainer shows, that they are there;
    with a signature if they draw one.

    Raises:
        NotAllowed: no seat in this session.
        Conflict: outside the hours of the half-day, or co-signed already.
    """
    session = half_day.session
    if not session.registrations.filter(user=by).exists():
        raise NotAllowed(_("You have no seat in this session: ask its trainer to add you."))
    moment = clock.database_now()
    if not half_day.starts_at - CODE_MARGIN <= moment <= half_day.ends_at + CODE_MARGIN:
        raise Conflict(_("The code works during the half-day only."))
    drawn = signing_pad.read(strokes)
    said = Said(
        person=by.pk,
        presence=Presence.PRESENT,
        means=Means.SIGNATURE if drawn else Means.CODE,
        strokes=drawn,
        typed_name=typed_name,
    )
    with transaction.atomic():
        page = _Round(session, by)
        present = page.counting.get((half_day.pk, by.pk))
        if present is not None and present.presence == Presence.PRESENT and present.taken_by_id == by.pk:
            return present  # pressed twice
        if page.sheets[half_day.pk].state == SheetState.COSIGNED:
            raise Conflict(_("This sheet is co-signed already: ask the trainer to correct it."))
        if page.state not in DATED:
            raise Conflict(pgettext("session of a pathway", "This session is cancelled."))
        return page.keep(half_day, said)


@transaction.atomic
def correct(
    half_day: HalfDay, person: Any, *, presence: str, by: Any, why: str = "", minutes: int | None = None
) -> Mark:
    """Says otherwise than the mark that counts, or settles two that disagree. The former stays as a trace.

    Raises:
        Invalid: the sheet is co-signed and no reason is given.
    """
    _only_takers(half_day.session, by)
    page = _Round(half_day.session, by)
    if page.state not in DATED:
        raise Conflict(pgettext("session of a pathway", "This session is cancelled."))
    if page.sheets[half_day.pk].state == SheetState.COSIGNED and not why.strip():
        raise Invalid(
            fields={"why": _("The sheet is co-signed: say why it is corrected. The reason stays on it.")}
        )
    present = page.counting.get((half_day.pk, person.pk))
    said = Said(
        person=person.pk,
        presence=presence,
        minutes=minutes,
        why=why,
        seen=present.client_id if present else None,
    )
    return page.keep(half_day, said)


@transaction.atomic
def mark_the_rest(half_day: HalfDay, *, presence: str, by: Any) -> int:
    """All those expected whom nobody has said anything of: present, or absent. Returns how many."""
    _only_takers(half_day.session, by)
    page = _Round(half_day.session, by)
    if page.state not in DATED:
        raise Conflict(pgettext("session of a pathway", "This session is cancelled."))
    if page.sheets[half_day.pk].state == SheetState.COSIGNED:
        raise Conflict(_("This sheet is co-signed."))
    left = unmarked(half_day)
    for seat in left:
        page.keep(half_day, Said(person=seat.user_id, presence=presence))
    return len(left)


@transaction.atomic
def cosign(half_day: HalfDay, *, typed_name: str, by: Any, strokes: Any = None) -> Sheet:
    """The trainer signs the sheet. From then on each correction says why.

    Raises:
        NotAllowed: neither somebody who runs the session nor one of its trainers.
        Conflict: the half-day has not begun, the session is cancelled, two marks disagree, or somebody
            expected is neither present nor absent. Signing twice changes nothing.
        Invalid: no name.
    """
    session = half_day.session
    _only_takers(session, by)
    name = _one_line(typed_name)
    if not name:
        raise Invalid(fields={"typed_name": _("Type your name: it stands for your signature.")})
    state = _held_state(session)
    sheet = _locked_sheets([half_day.pk])[half_day.pk]
    if sheet.state == SheetState.COSIGNED:
        return sheet
    if state not in DATED:
        raise Conflict(_("This session is cancelled: there is nothing to co-sign."))
    moment = clock.database_now()
    if half_day.starts_at > moment:
        raise Conflict(_("This half-day has not begun."))
    disputed = sheet.marks.counting().filter(is_disputed=True).select_related("user")
    if disputed:
        names = ", ".join(str(mark.user) for mark in disputed)
        raise Conflict(
            _("Two people said different things of %(names)s: settle that first.") % {"names": names}
        )
    if left := unmarked(half_day):
        names = ", ".join(str(seat.user) for seat in left[:6])
        raise Conflict(_("Neither present nor absent yet: %(names)s.") % {"names": names})
    states.move(
        sheet,
        SheetState.COSIGNED,
        SHEET_TRANSITIONS,
        by=by,
        verb="pathways.sheet_cosigned",
        also={
            "cosigned_by": by,
            "cosigned_at": moment,
            "typed_name": name,
            "strokes": signing_pad.read(strokes),
        },
        data={"present": sheet.marks.counting().filter(presence=Presence.PRESENT).count()},
    )
    return sheet


def unmarked(half_day: HalfDay) -> list[Registration]:
    """The seats of those whom nobody has said anything of."""
    said = Mark.objects.counting().filter(sheet__half_day=half_day).values("user")
    return list(
        half_day.session.registrations.filter(state=SeatState.SEATED)
        .exclude(user__in=said)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )


def sentence_of(mark: Mark) -> str:
    """What became of a mark, for whoever made it."""
    match mark.outcome:
        case Outcome.COUNTS if mark.is_disputed:
            return _("Kept. Somebody else said otherwise meanwhile: settle it on the sheet.")
        case Outcome.COUNTS:
            return _("Kept.")
        case Outcome.REPLACED:
            return _("Kept, and corrected since.")
        case Outcome.SET_ASIDE:
            return _("Kept as a trace: another mark, made meanwhile, counts.")
        case Outcome.LATE:
            return _("Kept as a trace: the sheet was co-signed before it arrived. Correct it, with a reason.")
        case Outcome.REMOVED:
            return _("Kept as a trace: you no longer teach this session. Those who run it will look at it.")
        case _other:
            return _("Kept as a trace, without effect: the session was cancelled meanwhile.")


# --- Inside --------------------------------------------------------------------------------------------
def _is_taker(session: Session, by: Any) -> bool:
    return sessions_of(by).filter(pk=session.pk).exists()


def _only_takers(session: Session, by: Any) -> None:
    if not _is_taker(session, by):
        raise NotAllowed(_("Only those who run the session, or speak in it, may do this."))


def _held_state(session: Session) -> str:
    """The session's state, held until the end: it is not cancelled, nor its half-days moved, meanwhile.
    Its row comes before the sheets', as everywhere."""
    row = Session.objects.select_for_update(of=("self",), no_key=True).only("state").get(pk=session.pk)
    return row.state


def _one_line(text: str) -> str:
    """A name as it is kept: one line, without what no database or calendar keeps."""
    kept = "".join(part if part.isprintable() else " " for part in text)
    return " ".join(kept.split())[:120]


def _locked_sheets(half_days: Iterable[int]) -> dict[int, Sheet]:
    """The sheets of half-days, made where there is none, and locked in one order: two devices wait for each
    other instead of standing in each other's way."""
    wanted = set(half_days)
    known = set(Sheet.objects.filter(half_day__in=wanted).values_list("half_day", flat=True))
    Sheet.objects.bulk_create(
        [Sheet(half_day_id=key) for key in sorted(wanted - known)], ignore_conflicts=True
    )
    locked = Sheet.objects.select_for_update(of=("self",)).filter(half_day__in=wanted).order_by("half_day")
    return {sheet.half_day_id: sheet for sheet in locked}


class _Round:
    """The sheets of a session under their lock, with what counts on them: rules 1 to 5 above are applied to
    one mark after the other, in the transaction of whoever calls."""

    def __init__(
        self, session: Session, by: Any, numbers: Collection[uuid.UUID] = (), *, has_left: bool = False
    ) -> None:
        self.session, self.by, self.has_left = session, by, has_left
        # Read under the lock: what was cancelled meanwhile is cancelled.
        self.state = _held_state(session)
        self.half_days = {row.pk: row for row in session.half_days.order_by("pk")}
        self.sheets = _locked_sheets(self.half_days)
        counting = Mark.objects.counting().filter(sheet__in=self.sheets.values()).select_related("sheet")
        self.counting = {(mark.sheet.half_day_id, mark.user_id): mark for mark in counting.order_by("pk")}
        self.numbers = {mark.client_id: mark for mark in Mark.objects.filter(client_id__in=numbers)}
        self.people = set(Registration.objects.filter(session=session).values_list("user", flat=True)) | set(
            Enrolment.objects.filter(pathway=session.pathway_id).values_list("user", flat=True)
        )

    def keep(self, half_day: HalfDay, said: Said) -> Mark:
        sheet = self.sheets[half_day.pk]
        if (there := self.numbers.get(said.client_id)) is not None:
            if (there.sheet_id, there.user_id, there.taken_by_id) != (sheet.pk, said.person, self.by.pk):
                raise Invalid(_("This mark bears the number of another one."))
            return there
        if said.person not in self.people:
            raise Invalid(fields={"person": _("This person is neither of the group nor registered.")})
        mark = _read(sheet, half_day, said, self.by)
        key = (half_day.pk, said.person)
        present = self.counting.get(key)
        if self.state not in DATED:
            mark.outcome = Outcome.VOID
        elif self.has_left:
            mark.outcome = Outcome.REMOVED
        elif sheet.state == SheetState.COSIGNED and not mark.why:
            mark.outcome = Outcome.LATE
        elif present is not None:
            _against(present, mark, said, self.by)
        try:
            with transaction.atomic():
                mark.save()
        except IntegrityError:  # the same number, of another session, at this very moment
            raise Invalid(_("This mark bears the number of another one.")) from None
        self.numbers[mark.client_id] = mark
        if mark.outcome == Outcome.COUNTS:
            self.counting[key] = mark
        events.record(
            mark,
            "pathways.attendance_corrected" if mark.why else "pathways.attendance_marked",
            by=self.by,
            why=mark.why,
            data={"presence": mark.presence, "means": mark.means, "outcome": mark.outcome},
        )
        return mark


def _against(present: Mark, mark: Mark, said: Said, by: Any) -> None:
    """Which of two marks counts; the loser says why it does not."""
    differs = (present.presence, present.minutes) != (mark.presence, mark.minutes)
    if not differs and not mark.why and not present.is_disputed and _is_weaker(mark, present):
        mark.outcome = Outcome.SET_ASIDE  # “present”, said of somebody who signed: the signature stays
    elif mark.why or said.seen == present.client_id:
        _retire(present, Outcome.REPLACED, by)
    elif present.taken_by_id == by.pk:
        # The same person thought again, or has two devices: what they said last.
        if mark.taken_at >= present.taken_at:
            _retire(present, Outcome.REPLACED, by)
        else:
            mark.outcome = Outcome.REPLACED
    elif (STRENGTH[mark.means], mark.taken_at) > (STRENGTH[present.means], present.taken_at):
        mark.is_disputed = differs or present.is_disputed
        _retire(present, Outcome.SET_ASIDE, by)
    else:
        mark.outcome = Outcome.SET_ASIDE
        if differs and not present.is_disputed:
            present.is_disputed = True
            present.save(update_fields=["is_disputed"])


def _is_weaker(mark: Mark, than: Mark) -> bool:
    return STRENGTH[mark.means] < STRENGTH[than.means]


def _retire(mark: Mark, outcome: Outcome, by: Any) -> None:
    states.move(
        mark,
        outcome,
        OUTCOME_TRANSITIONS,
        by=by,
        verb="pathways.attendance_retired",
        field="outcome",
        also={"is_disputed": False},
    )


def _read(sheet: Sheet, half_day: HalfDay, said: Said, by: Any) -> Mark:
    if said.presence not in Presence.values:
        raise Invalid(fields={"presence": _("Say present or absent.")})
    if said.means not in Means.values:
        raise Invalid(fields={"means": _("Say how it is known.")})
    if said.means == Means.CODE and by.pk != said.person:
        raise Invalid(fields={"means": _("The code is confirmed by the person, on their own telephone.")})
    drawn = signing_pad.read(said.strokes)
    name = _one_line(said.typed_name)
    if said.means == Means.SIGNATURE:
        if not drawn and not name:
            raise Invalid(fields={"strokes": _("Sign, or type the name.")})
        if said.presence != Presence.PRESENT:
            raise Invalid(fields={"presence": _("Who signs is there.")})
    if said.minutes is not None and not (
        said.presence == Presence.PRESENT and 0 < said.minutes <= half_day.minutes
    ):
        raise Invalid(fields={"minutes": _("At most the length of the half-day, of somebody who was there.")})
    moment = clock.database_now()
    return Mark(
        client_id=said.client_id,
        sheet=sheet,
        user_id=said.person,
        presence=said.presence,
        means=said.means,
        # All of it is no exception.
        minutes=None if said.minutes == half_day.minutes else said.minutes,
        strokes=drawn,
        typed_name=name,
        why=said.why.strip()[:300],
        seen=said.seen,
        taken_by=by,
        taken_at=_plausible(said.taken_at, half_day, moment),
        received_at=moment,
    )


def _plausible(said: dt.datetime | None, half_day: HalfDay, moment: dt.datetime) -> dt.datetime:
    """When a mark was taken, as far as the device may be believed: not in the future, and not long before
    the half-day, which would decide by itself between two who disagree."""
    if said is None or said > moment or said < min(half_day.starts_at - NOT_BEFORE, moment):
        return moment
    return said
