"""Reads of attendance: sheets, hours per person, module and funder, and who was in two places."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Extract

from maillage.pathways.enums import DATED, EnrolmentState, SeatState, SpeakerState
from maillage.pathways.enums_attendance import Outcome, Presence, SheetState
from maillage.pathways.models import (
    Enrolment,
    HalfDay,
    Mark,
    Pathway,
    Registration,
    Session,
    Sheet,
    Speaker,
)
from maillage.programmes.enums import Role
from maillage.programmes.models import Programme, ProgrammeRole
from maillage.territories.names import normalise

#: What a page of totals shows of each kind; the rest is in the CSV.
MOST_LINES = 100


def sessions_of(user: Any) -> QuerySet[Session]:
    """The sessions whose attendance that person may take: they run them, or speak in them."""
    if not user.is_authenticated:
        return Session.objects.none()
    runs = Session.objects.filter(pathway__in=Pathway.objects.run_by(user))
    trains = Session.objects.filter(speakers__user=user, speakers__state=SpeakerState.ACCEPTED)
    # A union: joined by "or", the two would read every session.
    mine = runs.order_by().values("pk").union(trains.order_by().values("pk"))
    return Session.objects.filter(pk__in=mine).select_related("pathway__organisation", "pathway__programme")


def sessions_left_by(user: Any) -> QuerySet[Session]:
    """The sessions where that person said they would speak, and no longer does: their device may still hold
    marks that they took."""
    if not user.is_authenticated:
        return Session.objects.none()
    left = Speaker.objects.filter(
        user=user, state__in=(SpeakerState.REMOVED, SpeakerState.DECLINED), answered_at__isnull=False
    )
    return Session.objects.filter(pk__in=left.values("session")).select_related(
        "pathway__organisation", "pathway__programme"
    )


def runs(user: Any, pathway: Pathway) -> bool:
    return Pathway.objects.run_by(user).filter(pk=pathway.pk).exists()


@dataclass
class Line:
    """A person on a sheet. ``marks`` are all that was ever said, the one that counts included."""

    person: Any
    is_expected: bool
    note: str = ""
    mark: Mark | None = None
    marks: list[Mark] = field(default_factory=list)
    elsewhere: str = ""

    @property
    def others(self) -> list[Mark]:
        """The traces beside the mark that counts."""
        return [mark for mark in self.marks if mark.outcome != Outcome.COUNTS]

    @property
    def is_disputed(self) -> bool:
        return self.mark is not None and self.mark.is_disputed


@dataclass
class Page:
    """The sheet of a half-day as it is read. ``sheet`` is None before the first mark."""

    half_day: HalfDay
    sheet: Sheet | None
    lines: list[Line]

    @property
    def is_cosigned(self) -> bool:
        return self.sheet is not None and self.sheet.state == SheetState.COSIGNED

    @property
    def disputed(self) -> list[Line]:
        return [line for line in self.lines if line.is_disputed]

    @property
    def unmarked(self) -> list[Line]:
        return [line for line in self.lines if line.is_expected and line.mark is None]

    @property
    def present(self) -> list[Line]:
        return [line for line in self.lines if line.mark and line.mark.presence == Presence.PRESENT]

    @property
    def set_aside(self) -> list[Mark]:
        return [mark for line in self.lines for mark in line.marks if mark.outcome in SET_ASIDE]

    @property
    def corrections(self) -> list[Mark]:
        """Those made with a reason, in their order."""
        return [mark for line in self.lines for mark in line.marks if mark.why]


SET_ASIDE = (Outcome.SET_ASIDE, Outcome.LATE, Outcome.VOID, Outcome.REMOVED)


def pages_of(session: Session) -> list[Page]:
    """The sheets of a session, a half-day each; four queries whatever the group."""
    half_days = list(session.half_days.order_by("starts_at", "pk"))
    sheets = {
        sheet.half_day_id: sheet
        for sheet in Sheet.objects.filter(half_day__in=half_days).select_related("cosigned_by")
    }
    marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    people: dict[int, Any] = {}
    for mark in Mark.objects.filter(sheet__half_day__session=session).for_list().select_related("sheet"):
        marks[mark.sheet.half_day_id, mark.user_id].append(mark)
        people[mark.user_id] = mark.user
    seats = {seat.user_id: seat for seat in session.registrations.all().for_list()}
    people |= {seat.user_id: seat.user for seat in seats.values()}
    for enrolment in _group_of(session):
        people.setdefault(enrolment.user_id, enrolment.user)
    elsewhere = _elsewhere(session, half_days, list(people))
    ordered = sorted(people.values(), key=lambda person: (normalise(str(person)), person.pk))
    return [
        Page(
            half_day,
            sheets.get(half_day.pk),
            [
                _line(
                    person,
                    seats.get(person.pk),
                    marks[half_day.pk, person.pk],
                    elsewhere.get((half_day.pk, person.pk), ""),
                )
                for person in ordered
            ],
        )
        for half_day in half_days
    ]


def _group_of(session: Session) -> Iterable[Enrolment]:
    """Those of the group without a seat: they may come all the same. A one-to-one is for one."""
    group = Enrolment.objects.filter(pathway=session.pathway_id, state=EnrolmentState.ACTIVE)
    if session.participant_id is not None:
        group = group.filter(pk=session.participant_id)
    return group.select_related("user")


def _line(person: Any, seat: Registration | None, marks: list[Mark], elsewhere: str) -> Line:
    counting = next((mark for mark in marks if mark.outcome == Outcome.COUNTS), None)
    is_expected = seat is not None and seat.state == SeatState.SEATED
    note = "" if is_expected or seat is None else seat.get_state_display()
    return Line(person, is_expected, note, counting, marks, elsewhere)


def _elsewhere(session: Session, half_days: list[HalfDay], people: list[int]) -> dict[tuple[int, int], str]:
    """Who is marked present somewhere else at the same time: a person may follow two promotions."""
    if not half_days or not people:
        return {}
    first, last = half_days[0].starts_at, max(row.ends_at for row in half_days)
    found = {}
    rows = (
        _present()
        .filter(
            user__in=people,
            sheet__half_day__starts_at__lt=last,
            sheet__half_day__ends_at__gt=first,
        )
        .exclude(sheet__half_day__session=session)
        .select_related("sheet__half_day__session__pathway")
    )
    for mark in rows.order_by("pk"):
        other = mark.sheet.half_day
        for half_day in half_days:
            if other.starts_at < half_day.ends_at and other.ends_at > half_day.starts_at:
                found[half_day.pk, mark.user_id] = f"{other.session.pathway} · {other.session}"
    return found


def _present() -> QuerySet[Mark]:
    """The marks that make hours: present, counting, of a session that is not cancelled."""
    return Mark.objects.counting().filter(
        presence=Presence.PRESENT, sheet__half_day__session__state__in=DATED
    )


# --- Hours ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Attended:
    """A person at a half-day. ``overlap`` are the minutes that they are also marked present elsewhere."""

    person: Any
    pathway: Pathway
    session: Session
    half_day: HalfDay
    minutes: int
    means: str
    is_cosigned: bool
    project: str
    overlap: int = 0

    @property
    def funder(self) -> str:
        """Who pays for the pathway: the programme whose money it is, or else who runs it."""
        return str(self.pathway.programme or self.pathway.organisation)


def attended(pathways: Iterable[Pathway], *, person: Any = None) -> list[Attended]:
    """Every half-day that was attended in these pathways, by person then moment."""
    marks = _present().filter(sheet__half_day__session__pathway__in=list(pathways))
    if person is not None:
        marks = marks.filter(user=person)
    rows = list(
        marks.select_related(
            "user",
            "sheet__half_day__session__pathway__organisation",
            "sheet__half_day__session__pathway__programme",
        ).order_by("user__full_name", "user", "sheet__half_day__starts_at", "pk")
    )
    projects = {
        (row.pathway_id, row.user_id): str(row.project or "")
        for row in Enrolment.objects.filter(
            pathway__in={mark.sheet.half_day.session.pathway_id for mark in rows}
        ).select_related("project")
    }
    # Where each was at the same time, in any pathway: what is paid twice must show.
    spans: dict[int, list[tuple[int, dt.datetime, dt.datetime]]] = defaultdict(list)
    for user, pk, start, end in (
        _present()
        .filter(user__in={mark.user_id for mark in rows})
        .values_list("user", "pk", "sheet__half_day__starts_at", "sheet__half_day__ends_at")
    ):
        spans[user].append((pk, start, end))
    found = []
    for mark in rows:
        half_day = mark.sheet.half_day
        session = half_day.session
        minutes = mark.minutes or half_day.minutes
        overlap = sum(
            _shared(half_day.starts_at, half_day.ends_at, start, end)
            for pk, start, end in spans[mark.user_id]
            if pk != mark.pk
        )
        found.append(
            Attended(
                person=mark.user,
                pathway=session.pathway,
                session=session,
                half_day=half_day,
                minutes=minutes,
                means=mark.get_means_display(),
                is_cosigned=mark.sheet.state == SheetState.COSIGNED,
                project=projects.get((session.pathway_id, mark.user_id), ""),
                overlap=min(overlap, minutes),
            )
        )
    return found


def paid_by(user: Any) -> QuerySet[Pathway]:
    """The pathways whose hours a person reads: those that they run, and those of a programme whose money they
    watch over (its officers and its observers)."""
    watching = ProgrammeRole.objects.live().filter(user=user, role__in=(Role.OFFICER, Role.OBSERVER))
    return Pathway.objects.filter(
        Q(pk__in=Pathway.objects.run_by(user).values("pk")) | Q(programme__in=watching.values("programme"))
    )


def programmes_of(pathways: QuerySet[Pathway]) -> QuerySet[Programme]:
    """The programmes that pay for these pathways, by name."""
    keys = pathways.filter(programme__isnull=False).order_by().values("programme")
    return Programme.objects.filter(pk__in=keys).order_by("name", "pk")


@dataclass(frozen=True)
class Total:
    """Minutes of a group of marks. ``label`` names it, ``people`` is how many were there."""

    label: str
    people: int
    minutes: int
    cosigned: int


def totals(pathways: QuerySet[Pathway], *, since: dt.date, until: dt.date) -> dict[str, list[Total]]:
    """Hours between two days, both included, over several pathways: by ``funder``, by ``pathway``, by
    ``module`` (a session of a kit, wherever it was held) and by ``person``. Added up by the database: an
    operator's year is a hundred thousand marks."""
    marks = (
        _present()
        .filter(
            sheet__half_day__session__pathway__in=pathways.order_by().values("pk"),
            sheet__half_day__day__range=(since, until),
        )
        .order_by()
        .annotate(
            attended=Coalesce(
                F("minutes"),
                Cast(
                    Extract(F("sheet__half_day__ends_at") - F("sheet__half_day__starts_at"), "epoch") / 60,
                    IntegerField(),
                ),
                output_field=IntegerField(),
            )
        )
    )
    session, pathway = "sheet__half_day__session", "sheet__half_day__session__pathway"
    groups = {
        "funder": Coalesce(F(f"{pathway}__programme__name"), F(f"{pathway}__organisation__name")),
        "pathway": F(f"{pathway}__title"),
        "module": F(f"{session}__title"),
        "person": F("user__full_name"),
    }
    # Two of one name stay two; a funder is its name, whatever runs the pathway.
    kept: dict[str, tuple[str, ...]] = {
        "funder": (),
        "pathway": (pathway,),
        "module": (f"{pathway}__kit_version__kit", f"{session}__template_key"),
        "person": ("user",),
    }
    found: dict[str, list[Total]] = {}
    for key, label in groups.items():
        by = kept[key]
        rows = (
            marks.annotate(label=label)
            .values("label", *by)
            .annotate(
                there=Count("user", distinct=True),
                total=Sum("attended"),
                signed=Sum("attended", filter=Q(sheet__state=SheetState.COSIGNED)),
            )
            .order_by("-total", "label", *by)
        )
        found[key] = [
            Total(row["label"] or "", row["there"], row["total"], row["signed"] or 0)
            for row in rows[:MOST_LINES]
        ]
    return found


def _shared(start: dt.datetime, end: dt.datetime, other_start: dt.datetime, other_end: dt.datetime) -> int:
    seconds = (min(end, other_end) - max(start, other_start)).total_seconds()
    return max(0, int(seconds // 60))


@dataclass
class Hours:
    """Minutes added up under a heading: all of them, those co-signed, those also spent elsewhere."""

    label: str
    people: set[int] = field(default_factory=set)
    minutes: int = 0
    cosigned: int = 0
    overlap: int = 0

    def add(self, row: Attended) -> None:
        self.people.add(row.person.pk)
        self.minutes += row.minutes
        self.cosigned += row.minutes if row.is_cosigned else 0
        self.overlap += row.overlap


def by_person(rows: Iterable[Attended]) -> list[Hours]:
    return _added(rows, lambda row: (row.person.pk, str(row.person)))


def by_module(rows: Iterable[Attended]) -> list[Hours]:
    """Per module: a session of the kit, whatever day it was held on."""
    return _added(rows, lambda row: (row.session.template_key or row.session.pk, row.session.title))


def by_funder(rows: Iterable[Attended]) -> list[Hours]:
    return _added(rows, lambda row: (row.funder, row.funder))


def _added(rows: Iterable[Attended], key: Any) -> list[Hours]:
    groups: dict[Any, Hours] = {}
    for row in rows:
        value, label = key(row)
        groups.setdefault(value, Hours(label)).add(row)
    return list(groups.values())
