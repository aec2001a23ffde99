"""The public agenda: open sessions to come, filtered by what the address says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from maillage.core.pagination import Page, paginate
from maillage.directory.models.record import Unaccent
from maillage.pathways.enums import Modality, SessionKind
from maillage.pathways.models import Pathway, Session
from maillage.pathways.models.session import SessionQuerySet
from maillage.pathways.queries.pathway import with_counts
from maillage.territories.distances import bounding_box
from maillage.territories.models import Commune, Department
from maillage.territories.names import normalise
from maillage.territories.queries import resolve_code

ORDER = ("starts_at", "pk")
COLUMNS = (
    "session",
    "kind",
    "pathway",
    "run_by",
    "starts_at",
    "ends_at",
    "place",
    "commune",
    "modality",
    "seats",
)
RADII = (10, 30, 60, 100)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Unknown words ask for nothing."""

    words: str = ""
    kind: str = ""
    modality: str = ""
    department: str = ""
    near: Commune | None = None
    km: int = 30
    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def from_address(cls, values: Mapping[str, str]) -> Asked:
        def day(name: str) -> dt.date | None:
            try:
                return parse_date(values.get(name, ""))
            except ValueError:
                return None

        radius = values.get("km", "")
        return cls(
            words=values.get("q", "").strip()[:80],
            kind=values.get("genre", "") if values.get("genre", "") in SessionKind.values else "",
            modality=values.get("forme", "") if values.get("forme", "") in Modality.values else "",
            department=values.get("departement", "")[:3],
            near=resolve_code(values["pres_code"]) if values.get("pres_code") else None,
            km=int(radius) if radius.isdecimal() and int(radius) in RADII else 30,
            since=day("du"),
            until=day("au"),
        )


def found(asked: Asked) -> SessionQuerySet:
    """Open sessions to come that fit."""
    now = timezone.now()
    rows = Session.objects.agenda(now).filter(participant__isnull=True)
    for word in normalise(asked.words).split()[:5]:
        rows = rows.filter(pk__in=_said_in(word, now))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.modality:
        rows = rows.filter(modality=asked.modality)
    if asked.department:
        rows = rows.filter(commune__department=asked.department)
    near = asked.near
    if near is not None and near.latitude is not None and near.longitude is not None:
        south, west, north, east = bounding_box(near.latitude, near.longitude, asked.km)
        rows = rows.filter(commune__latitude__range=(south, north), commune__longitude__range=(west, east))
    if asked.since:
        rows = rows.filter(starts_at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(starts_at__lt=_midnight(asked.until + dt.timedelta(days=1)))
    return rows


def _said_in(word: str, moment: dt.datetime) -> QuerySet[Session, Any]:
    """Sessions of the agenda with a word in their title or in their pathway's. Accents and capitals are
    forgiven, as everywhere: on both sides, by the indexes of folded titles. Joined by "or" instead, the two
    would fold every title of the agenda each time."""
    titled = Session.objects.agenda(moment).alias(folded=Unaccent(Lower("title")))
    pathways = Pathway.objects.alias(folded=Unaccent(Lower("title"))).filter(folded__contains=word)
    within = Session.objects.agenda(moment).filter(pathway__in=pathways.order_by().values("pk"))
    return (
        titled.filter(folded__contains=word)
        .order_by()
        .values("pk")
        .union(within.order_by().values("pk"), all=True)
    )


def page(asked: Asked, cursor: str | None) -> Page[Session]:
    """One page, the first to come first."""
    drawn = with_counts(Session.objects.for_list())
    return paginate(found(asked), order=ORDER, cursor=cursor, drawn=drawn)


def as_rows(sessions: Iterable[Session]) -> Iterator[Sequence[Any]]:
    """Lines of ``COLUMNS``."""
    for row in sessions:
        yield (
            row.title,
            row.get_kind_display(),
            row.pathway.title,
            row.pathway.organisation.name,
            row.starts_at.isoformat() if row.starts_at else "",
            row.ends_at.isoformat() if row.ends_at else "",
            row.where,
            row.commune_id or "",
            row.get_modality_display(),
            row.capacity or "",
        )


def departments() -> list[tuple[str, str]]:
    """Départements where something is to come, for the filter."""
    there = Session.objects.agenda(timezone.now()).filter(commune__department=OuterRef("pk")).order_by()
    # The first found in each is enough: an "exists" would be turned into a join that reads them all.
    rows = Department.objects.alias(one=Subquery(there.values("pk")[:1])).filter(one__isnull=False)
    rows = rows.only("name").order_by("name", "pk")
    return [("", _("Everywhere")), *((row.pk, row.name) for row in rows)]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
