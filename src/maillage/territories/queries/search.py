"""Finding a commune from what a person typed: a name, a postal code, an INSEE code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordDistance
from django.db.models import F, Q, QuerySet

from maillage.territories.enums import CommuneKind, Level
from maillage.territories.models import Commune, Department, Epci, Region, Territory
from maillage.territories.names import normalise

INSEE = re.compile(r"(?:\d{5}|2[ABab]\d{3})")
_DEPARTMENT = re.compile(r"(?:\d{2,3}|2[ab])")
#: Beyond this trigram distance a name is another name, not a slip of the keyboard.
MOST_WORD_DISTANCE = 0.6
#: Words of so many names that they tell nothing.
COMMON_WORDS = frozenset(
    {"saint", "sainte", "saints", "sur", "sous", "les", "des", "aux", "bois", "mont", "ville", "villers"}
    | {"champ", "val", "bourg", "chateau"}
)
MOST_PIECES = 12


def resolve_code(code: str) -> Commune | None:
    """The current commune of an INSEE code, following successors; None when there is none.

    Takes codes of merged communes and of the arrondissements of Paris, Lyon and Marseille.
    """
    commune = (
        Commune.objects.select_related("successor").filter(pk=code.strip().upper()).first()
        if INSEE.fullmatch(code.strip())
        else None
    )
    if commune is None or commune.is_current:
        return commune
    return commune.successor


def resolve_codes(codes: Sequence[str]) -> dict[str, str]:
    """Each INSEE code that exists to the code of its current commune, in one query."""
    wanted = {code.strip().upper() for code in codes}
    rows = Commune.objects.filter(pk__in=wanted).values_list("pk", "is_current", "successor_id").order_by()
    return {pk: pk if is_current else heir for pk, is_current, heir in rows if is_current or heir}


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Communes that a person may mean, the likeliest first, at most ``limit``.

    Understands a name or its beginning (accents, hyphens, apostrophes, St and Ste forgiven), then a
    word inside it, then a slip of the keyboard; a postal code, which several communes may share; an
    INSEE code. "saint denis 974" and "Saint-Denis (97400)" narrow by département or postal code.
    A former commune is found by its name and comes with its ``successor``.
    """
    words = normalise(text).split()
    communes = Commune.objects.select_related("department", "successor")
    codes = [word for word in words if INSEE.fullmatch(word)]
    if codes:
        return _by_code(communes, codes[0].upper(), " ".join(w for w in words if w not in codes))[:limit]
    named = communes.exclude(search_name="")
    if len(words) > 1 and _DEPARTMENT.fullmatch(words[-1]):
        there = named.filter(department=words[-1].upper())
        if found := _by_name(there, " ".join(words[:-1]), limit, forgiving=False):
            return found
    return _by_name(named, " ".join(words), limit)


def _by_code(communes: QuerySet[Commune], code: str, name: str) -> list[Commune]:
    """Communes of an INSEE or a postal code, those that bear the name when one is given.

    07320 is the postal code of several communes and the INSEE code of one long gone: people
    mean the former. A former commune answers when nothing else bears the code.
    """
    found = list(
        communes.filter(Q(pk=code) | Q(postal_codes__contains=[code], is_current=True)).order_by(
            F("population").desc(nulls_last=True), "pk"
        )
    )
    found.sort(key=lambda commune: commune.pk != code)
    found = [commune for commune in found if commune.is_current] or found
    return [c for c in found if f" {name}" in c.search_text] or found if name else found


def _by_name(communes: QuerySet[Commune], name: str, limit: int, *, forgiving: bool = True) -> list[Commune]:
    """The name itself, then its beginning, then a word inside, then a slip of the keyboard."""
    if len(name) < 2:
        # Two letters at least, but a village has one: Y, in the Somme.
        return list(communes.filter(search_name=name).order_by("pk")[:limit]) if name else []
    # Four small queries rather than one that sorts: each stops at the first rows of its own index.
    current, former = communes.filter(is_current=True), communes.filter(is_current=False)
    likeliest = (F("population").desc(nulls_last=True), "pk")
    found = _more([], current.filter(search_name=name).order_by(*likeliest), limit)
    found = _more(found, current.filter(search_name__startswith=name).order_by(*likeliest), limit)
    found = _more(found, former.filter(search_name__startswith=name).order_by("search_name", "pk"), limit)
    found = _more(found, current.filter(search_text__contains=f" {name}").order_by(*likeliest), limit)
    return found or (_nearest(current, name)[:limit] if forgiving else [])


def _nearest(communes: QuerySet[Commune], name: str) -> list[Commune]:
    """Communes whose name resembles: a letter missing, doubled, or two in the wrong order.

    Whatever the slip, some run of letters is right: rows that hold one are found by the trigram
    index, and only these are compared (a few hundred; comparing all takes six times longer).
    """
    pieces = _pieces(name)
    if not pieces:
        return []
    holding = Q()
    for piece in pieces:
        holding |= Q(search_text__contains=piece)
    rows = (
        communes.filter(holding)
        .annotate(
            distance=TrigramWordDistance(name, "search_name"),
            alike=TrigramSimilarity("search_name", name),
        )
        .order_by("distance", "pk")[:30]
    )
    close = [row for row in rows if row.distance <= MOST_WORD_DISTANCE]
    close.sort(key=lambda row: (row.distance - row.alike, -(row.population or 0), row.pk))
    return list[Commune](close)


def _pieces(name: str) -> list[str]:
    """Runs of letters of the telling words: four letters, or three in short words."""
    telling = [word for word in name.split() if word not in COMMON_WORDS and len(word) > 2]
    pieces = []
    for word in telling:
        size = 4 if len(word) > 5 else 3
        pieces += [word[i : i + size] for i in range(len(word) - size + 1)]
    return pieces[:MOST_PIECES]


def _more(found: list[Commune], rows: QuerySet[Commune], limit: int) -> list[Commune]:
    """``found`` filled up from ``rows``; no query when it is full already."""
    if len(found) >= limit:
        return found
    known = {commune.pk for commune in found}
    return found + [c for c in rows[: limit + len(found)] if c.pk not in known][: limit - len(found)]


def communes_named(text: str) -> list[Commune]:
    """The current communes that a finished entry can mean: one is an answer, several a question.

    An INSEE code or an exact name wins over everything that only resembles it; a former commune
    stands for its successor.
    """
    found = search_communes(text, limit=30)
    words = [word for word in normalise(text).split() if not INSEE.fullmatch(word)]
    if words and _DEPARTMENT.fullmatch(words[-1]):
        words = words[:-1]
    name = " ".join(words)
    if exact := [c for c in found if name and c.search_name == name]:
        found = exact
    current: dict[str, Commune] = {}
    for commune in found:
        heir = commune if commune.is_current else commune.successor
        if heir is not None:
            current.setdefault(heir.pk, heir)
    return list(current.values())


def search_territories(text: str, limit: int = 10) -> list[Territory]:
    """Régions, départements, EPCI and communes that a person may mean, the widest first."""
    name = normalise(text)
    if len(name) < 2:
        return []
    wide: list[Territory] = [
        territory
        for model in (Region, Department)
        for territory in model._default_manager.filter(is_current=True).order_by("name")
        if f" {name}" in f" {normalise(territory.name)}" or territory.pk.lower() == name
    ]
    epci = Epci.objects.filter(is_current=True)
    for word in name.split():
        epci = epci.filter(search_name__contains=word)
    communes = [
        commune
        for commune in search_communes(text, limit)
        if commune.is_current and commune.kind == CommuneKind.COMMUNE
    ]
    return [*wide[:limit], *epci.order_by("search_name", "pk")[: limit // 2], *communes][: limit * 2]


def find_territory(level: Level, code: str) -> Territory | None:
    """The territory of a ref, current or not, with what contains it; None when there is none."""
    match level:
        case Level.COMMUNE:
            rows: Any = Commune.objects.select_related("epci", "department", "region", "successor")
        case Level.EPCI:
            rows = Epci.objects.select_related("successor")
        case Level.DEPARTMENT:
            rows = Department.objects.select_related("region")
        case Level.REGION:
            rows = Region.objects.all()
        case _:
            return None
    found: Territory | None = rows.filter(pk=code).first()
    return found
