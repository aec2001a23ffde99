"""What the published typologies say of a commune, with vintage and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Commune, Territory, TypologyRelease, TypologyValue
from maillage.territories.queries.coverage import communes_within

DAY_S = 24 * 3600
#: Changes when a file is loaded: what was counted before holds no more.
EPOCH = "typologies-epoch"
T = TypeVar("T")


@dataclass(frozen=True)
class TypologyFact:
    """One typology of one commune. ``value`` is None when unknown, which never means "no"."""

    kind: TypologyKind
    value: str | None
    vintage: str = ""
    source: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def label(self) -> str | Promise:
        return VALUES[self.kind](self.value).label if self.value is not None else ""


def newest_releases(kinds: Iterable[TypologyKind] | None = None) -> dict[TypologyKind, TypologyRelease]:
    """The release in force of each kind, in one query."""
    releases = TypologyRelease.objects.order_by("kind", "-vintage").distinct("kind")
    if kinds is not None:
        releases = releases.filter(kind__in=list(kinds))
    return {TypologyKind(release.kind): release for release in releases}


def typologies_of(commune: Commune) -> list[TypologyFact]:
    """A fact per typology, known or not, in the order of ``TypologyKind``. Two queries, once for panels and
    page that ask of the same object."""
    kept: list[TypologyFact] | None = getattr(commune, "_typologies", None)
    if kept is None:
        kept = typologies_of_many([commune.pk])[commune.pk]
        commune._typologies = kept  # type: ignore[attr-defined]
    return kept


def typologies_of_many(codes: Sequence[str]) -> dict[str, list[TypologyFact]]:
    """The same for several INSEE codes, still in two queries."""
    releases = newest_releases()
    values = {
        (commune, release): value
        for commune, release, value in TypologyValue.objects.filter(
            commune__in=codes, release__in=list(releases.values())
        )
        .values_list("commune_id", "release_id", "value")
        .order_by()
    }
    return {
        code: [
            TypologyFact(
                kind,
                values.get((code, release.pk)) if (release := releases.get(kind)) else None,
                release.vintage if release else "",
                release.source if release else "",
            )
            for kind in TypologyKind
        ]
        for code in codes
    }


@dataclass(frozen=True)
class TypologyShares:
    """One typology over the communes of a wider territory: label and number, the most numerous first."""

    kind: TypologyKind
    shares: Sequence[tuple[str | Promise, int]]
    unknown: int
    vintage: str = ""
    source: str = ""


def until_typologies_load(key: str, build: Callable[[], T]) -> T:
    """What ``build`` counts, kept a day and until a file of typologies is loaded; one query when it is there.

    A région has forty thousand values: counting them at each visit would take most of the page.
    """
    found = cache.get_many([key, EPOCH])
    epoch = found.get(EPOCH)
    if key in found and found[key][0] == epoch:
        kept: T = found[key][1]
        return kept
    value = build()
    cache.set(key, (epoch, value), DAY_S)
    return value


def typologies_within(territory: Territory, communes: int) -> list[TypologyShares]:
    """How the communes of an EPCI, a département or a région are classed, in the order of ``TypologyKind``.

    Args:
        communes: how many current communes the territory has; those of which nothing is said are unknown.
    """

    def count() -> dict[str, tuple[str, str, list[tuple[str, int]]]]:
        releases = newest_releases()
        here = communes_within(territory).order_by().values("pk")
        rows = TypologyValue.objects.filter(release__in=list(releases.values()), commune__in=here)
        said: dict[int, list[tuple[str, int]]] = {}
        counted = rows.values_list("release_id", "value").annotate(number=Count("pk"))
        for release, value, number in counted.order_by("-number", "value"):
            said.setdefault(release, []).append((value, number))
        return {kind.value: (row.vintage, row.source, said.get(row.pk, [])) for kind, row in releases.items()}

    known = until_typologies_load(f"typologies-{territory.ref}", count)
    found = []
    for kind in TypologyKind:
        vintage, source, shares = known.get(kind.value, ("", "", []))
        labels = [(VALUES[kind](value).label, number) for value, number in shares]
        unknown = communes - sum(number for _value, number in shares)
        found.append(TypologyShares(kind, labels, unknown, vintage, source))
    return found


def with_typology(
    communes: QuerySet[Commune], kind: TypologyKind, values: Iterable[str]
) -> QuerySet[Commune]:
    """Communes whose typology in force has one of the values. Unknown ones are not among them."""
    release = newest_releases([kind]).get(kind)
    if release is None:
        return communes.none()
    said = TypologyValue.objects.filter(commune=OuterRef("pk"), release=release, value__in=list(values))
    return communes.filter(Exists(said))
