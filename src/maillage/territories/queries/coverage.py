"""Which territory sets cover a commune, and which communes a set covers.

A set is rows of a ``TerritoryRow`` subclass. A commune is matched by its own code, its EPCI, its
département, its région, and France; and by the codes that it or its EPCI had before merging.
Codes are never compared without their level: région 84 is not département 84. Postal codes
match nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from maillage.territories.enums import Level
from maillage.territories.models import (
    Commune,
    Department,
    Epci,
    Region,
    Territory,
)
from maillage.territories.refs import FRANCE, TerritoryRef

MODELS: dict[Level, type[Territory]] = {
    Level.COMMUNE: Commune,
    Level.EPCI: Epci,
    Level.DEPARTMENT: Department,
    Level.REGION: Region,
}


def codes_of(territory: Territory) -> list[TerritoryRef]:
    """Every ref that contains the whole territory, from itself up to France. No query.

    A commune that is no longer current answers for itself only through its successor: resolve it
    first (``queries.resolve_code``).
    """
    refs = [territory.ref]
    if isinstance(territory, Commune):
        refs += [TerritoryRef(Level.COMMUNE, code) for code in territory.former_codes]
        if territory.epci_id:
            refs.append(TerritoryRef(Level.EPCI, territory.epci_id))
        refs += [TerritoryRef(Level.EPCI, code) for code in territory.former_epci_codes]
        refs.append(TerritoryRef(Level.DEPARTMENT, territory.department_id))
    if isinstance(territory, Commune | Department) and territory.region_id:
        refs.append(TerritoryRef(Level.REGION, territory.region_id))
    return [*refs, FRANCE]


def covers(refs: Iterable[tuple[str, str]], commune: Commune) -> bool:
    """True when a set, given as (level, code) pairs, covers the commune. No query.

    An empty set covers nothing: a set that was forgotten must not read as "everywhere".
    """
    return not {(str(level), code) for level, code in refs}.isdisjoint(
        (ref.level.value, ref.code) for ref in codes_of(commune)
    )


def refs_q(refs: Iterable[tuple[str, str]], prefix: str = "") -> Q:
    """Rows whose (level, code) is among the refs: ``refs_q(codes_of(c), "territories__")``."""
    by_level: dict[str, list[str]] = defaultdict(list)
    for level, code in refs:
        by_level[str(level)].append(code)
    condition = Q(pk__in=[])
    for level, codes in by_level.items():
        condition |= Q(**{f"{prefix}level": level, f"{prefix}code__in": codes})
    return condition


def covering_q(territory: Territory, prefix: str = "") -> Q:
    """Rows that cover the whole of a territory.

    ``Service.objects.filter(covering_q(commune, "territories__")).distinct()``, or without
    duplicates at all: ``Exists(ServiceArea.objects.filter(covering_q(commune), service=OuterRef("pk")))``.
    """
    return refs_q(codes_of(territory), prefix)


def communes_within(territory: Territory | None) -> QuerySet[Commune]:
    """The current communes of a territory; of all France for None."""
    communes = Commune.objects.current()
    if territory is None:
        return communes
    if isinstance(territory, Commune):
        return communes.filter(pk=territory.pk)
    field = {Level.EPCI: "epci", Level.DEPARTMENT: "department", Level.REGION: "region"}[territory.level]
    return communes.filter(**{field: territory.pk})


def touching_q(territory: Territory, prefix: str = "") -> Q:
    """Rows that cover the whole of a territory or any part of it."""
    condition = covering_q(territory, prefix)
    if isinstance(territory, Commune):
        return condition
    inside = communes_within(territory)
    for level, column in (
        (Level.COMMUNE, "pk"),
        (Level.EPCI, "epci"),
        (Level.DEPARTMENT, "department"),
        (Level.REGION, "region"),
    ):
        codes = inside.filter(**{f"{column}__isnull": False}).values(column)
        condition |= Q(**{f"{prefix}level": level, f"{prefix}code__in": codes})
    return condition


def communes_in(refs: Iterable[tuple[str, str]]) -> QuerySet[Commune]:
    """The current communes that a set covers, each once."""
    by_level: dict[str, set[str]] = defaultdict(set)
    for level, code in refs:
        by_level[str(level)].add(code)
    communes = Commune.objects.current()
    if by_level.get(Level.COUNTRY):
        return communes
    condition = Q(pk__in=[])
    if own := by_level.get(Level.COMMUNE):
        condition |= Q(pk__in=own) | Q(former_codes__overlap=sorted(own))
    if epci := by_level.get(Level.EPCI):
        condition |= Q(epci__in=epci) | Q(former_epci_codes__overlap=sorted(epci))
    if departments := by_level.get(Level.DEPARTMENT):
        condition |= Q(department__in=departments)
    if regions := by_level.get(Level.REGION):
        condition |= Q(region__in=regions)
    return communes.filter(condition)


def territories_of(refs: Iterable[tuple[str, str]]) -> list[tuple[TerritoryRef, str]]:
    """Each ref that exists with its name, in order of level then name; at most one query a level.

    France is named by its level; a ref that names nothing is left out.
    """
    by_level: dict[Level, set[str]] = defaultdict(set)
    for level, code in refs:
        by_level[Level(level)].add(code)
    named: list[tuple[TerritoryRef, str]] = []
    for level in Level:
        codes = by_level.get(level)
        if not codes:
            continue
        if level == Level.COUNTRY:
            named += [(FRANCE, str(level.label))] if "FR" in codes else []
            continue
        rows = MODELS[level]._default_manager.filter(pk__in=codes).order_by("name", "pk")
        named += [(TerritoryRef(level, code), name) for code, name in rows.values_list("pk", "name")]
    return named
