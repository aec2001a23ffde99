"""The public register of labels: what is asked of it, and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import Http404

from maillage.core.one import one_or_none
from maillage.core.pagination import Page, paginate
from maillage.core.registry import TimelineEntry
from maillage.directory.models import Place
from maillage.programmes.certificates import code_of
from maillage.programmes.enums import HOLDS, Standing
from maillage.programmes.models import Label, LabelPeriod, Programme
from maillage.programmes.models.label import LabelQuerySet, standing_q
from maillage.programmes.models.programme import today
from maillage.programmes.queries import label as labels
from maillage.territories.models import Commune
from maillage.territories.names import normalise

ORDER = ("-starts_on", "-pk")
# The words of the address, stable; "valides" gathers the states that hold.
STATES: Mapping[str, tuple[Standing, ...]] = {
    "valides": tuple(Standing(state.value) for state in HOLDS),
    "accordes": (Standing.GRANTED,),
    "conditionnels": (Standing.CONDITIONAL,),
    "renouveles": (Standing.RENEWED,),
    "suspendus": (Standing.SUSPENDED,),
    "termines": (Standing.ENDED,),
    "a-venir": (Standing.UPCOMING,),
}
TONES: Mapping[str, str] = {
    Standing.UPCOMING: "info",
    Standing.GRANTED: "ok",
    Standing.CONDITIONAL: "wait",
    Standing.RENEWED: "ok",
    Standing.SUSPENDED: "wait",
    Standing.ENDED: "no",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown reads as nothing.

    ``territory`` is the code of a département ("07"), or of a région with an R before it ("R84").
    ``year``: labels that ran on some day of it.
    """

    text: str = ""
    programme: str = ""
    territory: str = ""
    state: str = ""
    year: int | None = None
    cursor: str | None = None

    @classmethod
    def from_address(cls, query: Mapping[str, Any], *, programme: str = "") -> Asked:
        year = str(query.get("annee", ""))
        state = str(query.get("etat", ""))
        return cls(
            text=str(query.get("q", ""))[:100],
            programme=programme or str(query.get("programme", ""))[:80],
            territory=str(query.get("territoire", ""))[:4].upper(),
            state=state if state in STATES else "",
            year=int(year) if year.isascii() and year.isdecimal() and 1900 < int(year) < 2200 else None,
            cursor=query.get("cursor") or None,
        )

    @property
    def is_filtering(self) -> bool:
        return self != replace(Asked(), cursor=self.cursor)


def found(asked: Asked, rows: LabelQuerySet | None = None) -> LabelQuerySet:
    """Labels of public programmes at public places that fit, unordered."""
    rows = Label.objects.public().at_public_places() if rows is None else rows
    if asked.programme:
        rows = rows.filter(programme__slug=asked.programme)
    if asked.territory.startswith("R"):
        rows = rows.filter(place__commune__region=asked.territory[1:])
    elif asked.territory:
        rows = rows.filter(place__commune__department=asked.territory)
    if asked.state:
        condition = Q()
        for standing in STATES[asked.state]:
            condition |= standing_q(standing, today())
        rows = rows.filter(condition)
    if asked.year:
        rows = rows.filter(starts_on__lte=dt.date(asked.year, 12, 31), ends_on__gte=dt.date(asked.year, 1, 1))
    if asked.text:
        rows = rows.filter(_worded(asked.text))
    return rows


def _worded(text: str) -> Q:
    """Words of the place or of its commune, of the project, or the code."""
    condition = Q(place__in=Place.objects.matching(text).order_by().values("pk")) | Q(
        project__title__icontains=text
    )
    if words := normalise(text):
        condition |= Q(place__commune__in=Commune.objects.filter(search_name__startswith=words).values("pk"))
    if code := code_of(text):
        condition |= Q(code=code)
    return condition


def page(asked: Asked, rows: LabelQuerySet | None = None, *, size: int = 30) -> Page[Label]:
    """One page with all that its rows show: one query."""
    return paginate(found(asked, rows).for_list(), order=ORDER, cursor=asked.cursor, size=size)


def first_year(rows: LabelQuerySet) -> int:
    """The year of the first label that began; this one when there is none."""
    first = rows.order_by("starts_on").values_list("starts_on", flat=True).first()
    return first.year if first else today().year


def programmes() -> list[tuple[str, str]]:
    """Public programmes that grant labels, as (address, name of the label)."""
    rows = Programme.objects.filter(is_public=True, labels__isnull=False).distinct()
    return [(row.slug, f"{row.label_name} – {row.name}") for row in rows.order_by("label_name", "name", "pk")]


def by_code(typed: str) -> Label | None:
    """The label that bears a code, however it was typed, with its periods. Whoever holds the code may see
    it, even if the programme or the place is no longer public: it is printed on a paper in their hand."""
    code = code_of(typed)
    if not code:
        return None
    return one_or_none(
        Label.objects.filter(code=code)
        .for_list()
        .select_related("programme__operator")
        .prefetch_related(Prefetch("periods", LabelPeriod.objects.order_by("starts_on")))
    )


def visible(typed: str) -> Label:
    """The same for a page. Raises Http404 when no label bears that code."""
    label = by_code(typed)
    if label is None:
        raise Http404
    return label


def story(label: Label) -> list[TimelineEntry]:
    """The public story, newest first: each state with its first day. Reasons stay with the programme and
    the carriers."""
    entries = [
        TimelineEntry(
            at=period.starts_on,  # type: ignore[arg-type]  # the timeline shows a day as well as a moment
            title=str(Standing(period.state).label),
            kind="decision" if period.state in HOLDS else "stop",
        )
        for period in label.periods.all()
    ]
    entries.reverse()
    if label.standing == Standing.ENDED and label.state != Standing.ENDED:
        over = label.ends_on + dt.timedelta(days=1)
        entries.insert(0, TimelineEntry(at=over, title=str(Standing.ENDED.label), kind="stop"))  # type: ignore[arg-type]
    return entries


# French and stable. The register's own columns come after those of the labels of a programme.
COLUMNS = (*labels.COLUMNS, "code", "page")


def as_rows(rows: Iterable[Label]) -> Iterator[list[Any]]:
    for label in rows:
        (row,) = labels.as_rows([label])
        yield [*row, label.code, f"{settings.BASE_URL}{label.get_absolute_url()}"]


def as_features(rows: Iterable[Label]) -> Iterator[tuple[int, tuple[float, float], dict[str, Any]]]:
    for label in rows:
        (row,) = as_rows([label])
        properties = dict(zip(COLUMNS, row, strict=True))
        yield label.pk, (properties.pop("latitude"), properties.pop("longitude")), properties
