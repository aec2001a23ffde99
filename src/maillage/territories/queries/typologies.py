"""What the published typologies say of a commune, with vintage and source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Commune, TypologyRelease, TypologyValue


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
    """A fact per typology, known or not, in the order of ``TypologyKind``. Two queries."""
    return typologies_of_many([commune.pk])[commune.pk]


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


def with_typology(
    communes: QuerySet[Commune], kind: TypologyKind, values: Iterable[str]
) -> QuerySet[Commune]:
    """Communes whose typology in force has one of the values. Unknown ones are not among them."""
    release = newest_releases([kind]).get(kind)
    if release is None:
        return communes.none()
    said = TypologyValue.objects.filter(commune=OuterRef("pk"), release=release, value__in=list(values))
    return communes.filter(Exists(said))
