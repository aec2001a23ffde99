"""Reads of orientation: which doors fit, which nearly do, and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, formatting
from maillage.directory.enums import Audience, LegalForm, Referrer, Stage, Theme
from maillage.directory.models import Service
from maillage.directory.models.querysets import ServiceQuerySet
from maillage.directory.models.record import STALE_AFTER
from maillage.projects import extensions
from maillage.projects.enums import NO_LEGAL_FORM
from maillage.projects.enums_referral import TAKEN_STATES
from maillage.projects.extensions import NextPlace
from maillage.projects.fit import Answer, Finding, Match, Offer, Ranking, Rule, Wish, rank
from maillage.projects.models import Project, Referral
from maillage.territories.distances import haversine_km, near
from maillage.territories.models import Commune
from maillage.territories.queries import codes_of, covering_q, territories_of
from maillage.territories.refs import TerritoryRef

# How far a service that does not cover the commune is still worth a telephone call.
AROUND_KM = 60.0
# The nearest of these are read: for the few that are shown as near misses, and for whoever looks for any.
NEAREST, MOST_AROUND = 60, 300
YEAR = dt.timedelta(days=365)

ANYBODY = frozenset({Referrer.SELF.value})
PROFESSIONALS = frozenset({referrer.value for referrer in Referrer if referrer != Referrer.SELF})
_COLUMNS = (
    "pk",
    "has_own_area",
    "stages",
    "themes",
    "audiences",
    "referrers",
    "capacity",
    "old",
    "organisation__commune__latitude",
    "organisation__commune__longitude",
)


@dataclass(frozen=True)
class Door:
    """A service as a page shows it: why it is there, what keeps it away, what it asks and has left."""

    service: Service
    match: Match
    reasons: list[str]
    obstacles: list[str]
    load: str
    next_place: NextPlace | None

    @property
    def km(self) -> float | None:
        return self.match.offer.km

    @property
    def is_open(self) -> bool:
        return self.match.is_door


@dataclass(frozen=True)
class Doors:
    """What was found for a wish. ``others`` are alternatives when nothing better is near."""

    doors: list[Door]
    near: list[Door]
    others: list[Door]


def wish_of(
    commune: Commune,
    *,
    stage: str = "",
    themes: Iterable[str] = (),
    audiences: Iterable[str] = (),
    referrers: frozenset[str] = ANYBODY,
) -> Wish:
    return Wish(
        area=tuple((ref.level.value, ref.code) for ref in codes_of(commune)),
        stage=stage,
        themes=frozenset(themes),
        audiences=frozenset(audiences),
        referrers=referrers,
    )


def audiences_of(project: Project) -> list[str]:
    """Whom a service would see in the project, from what carries it."""
    form = project.legal_form
    found = [Audience.PROJECT_CARRIERS.value]
    if form == LegalForm.ASSOCIATION:
        found.append(Audience.ASSOCIATIONS.value)
    elif form in {LegalForm.SCIC, LegalForm.SCOP, LegalForm.CAE}:
        found.append(Audience.COOPERATIVES.value)
    elif form in {LegalForm.SAS, LegalForm.SARL, LegalForm.MICRO_ENTERPRISE}:
        found.append(Audience.SMALL_FIRMS.value)
    elif form in {LegalForm.COMMUNE, LegalForm.EPCI, LegalForm.DEPARTMENT, LegalForm.REGION}:
        found.append(Audience.LOCAL_AUTHORITIES.value)
    elif form in {"", NO_LEGAL_FORM}:
        found.append(Audience.INHABITANTS.value)
    return found


def find_doors(commune: Commune, wish: Wish, *, besides: Collection[int] = ()) -> Doors:
    """The services for a wish, ranked and explained; half a dozen queries whatever their number.

    Args:
        besides: keys of services left out, where the project waits already.
    """
    near = (offer for offer in offers_for(commune, wish, misses=1) if offer.pk not in besides)
    ranking = rank(wish, near)
    if not ranking.doors:
        # Nothing fits: then what misses more than one rule is an alternative too.
        ranking = rank(wish, (offer for offer in offers_for(commune, wish) if offer.pk not in besides))
    shown = [*ranking.doors, *ranking.near, *ranking.others]
    keys = [match.offer.pk for match in shown]
    services = {service.pk: service for service in Service.objects.filter(pk__in=keys).for_list()}
    places: dict[int, NextPlace] = {}
    for source in extensions.next_places:
        places = {**source.places_of(keys), **places}
    names = _names_of({TerritoryRef.parse(":".join(match.row)) for match in shown if match.row}, commune)
    return _doors(ranking, services, places, names, commune)


def _names_of(refs: set[TerritoryRef], commune: Commune) -> dict[TerritoryRef, str]:
    """What contains a commune, by name; no query for what was read with it."""
    names = {commune.ref: commune.name}
    for field in ("epci", "department", "region"):
        above = commune._state.fields_cache.get(field)
        if above is not None:
            names[above.ref] = above.name
    return names | dict(territories_of(refs - names.keys()))


def offers_for(commune: Commune, wish: Wish, *, misses: int | None = None) -> list[Offer]:
    """Every public service that covers the commune, and those nearby that lack only that. Three queries.

    Args:
        misses: leave out those that miss more of the rules on stage, theme, audience and referrer.
    """
    areas: dict[int, list[tuple[str, str]]] = defaultdict(list)
    found: dict[int, Any] = {}
    for level, code, *row in _covering(commune, wish, misses):
        areas[row[0]].append((level, code))
        found[row[0]] = row
    found |= {row[0]: row for row in _around(commune, wish, misses, known=found)}
    rows = list(found.values())
    loads = loads_of([row[0] for row in rows if row[6] is not None])
    kms = _distances(commune, rows)
    return [
        Offer(
            pk=pk,
            area=frozenset(areas.get(pk, ())),
            stages=frozenset(stages),
            themes=frozenset(themes),
            audiences=frozenset(audiences),
            referrers=frozenset(referrers),
            is_inherited=not has_own_area,
            capacity=capacity,
            load=loads.get(pk, 0),
            km=km,
            is_stale=is_stale,
        )
        for (
            pk,
            has_own_area,
            stages,
            themes,
            audiences,
            referrers,
            capacity,
            is_stale,
            _latitude,
            _longitude,
        ), km in zip(rows, kms, strict=True)
    ]


def loads_of(services: Collection[int]) -> dict[int, int]:
    """People and projects that each service took in the last twelve months. One query."""
    if not services:
        return {}
    since = clock.moment() - YEAR
    return dict(
        Referral.objects.filter(service__in=services, accepted_at__gt=since, state__in=TAKEN_STATES)
        .order_by()
        .values_list("service")
        .annotate(number=Count("pk"))
    )


def _covering(commune: Commune, wish: Wish, misses: int | None) -> QuerySet[Service, Any]:
    """The level and code of each row that covers the commune, of a service's own area or of its
    organisation's perimeter, with the columns of the service. One query."""
    # A union, for each half has its index; joined by "or" they would read every service.
    own = _offering(misses, wish).filter(covering_q(commune, "territories__"), has_own_area=True)
    inherited = _offering(misses, wish).filter(
        covering_q(commune, "organisation__territories__"), has_own_area=False
    )
    return own.values_list("territories__level", "territories__code", *_COLUMNS).union(
        inherited.values_list(
            "organisation__territories__level", "organisation__territories__code", *_COLUMNS
        ),
        all=True,
    )


def _offering(misses: int | None, wish: Wish) -> ServiceQuerySet:
    """Public services that miss so many of the rules at most, with what judging them takes."""
    found = Service.objects.public().order_by()
    if misses is not None:
        found = found.filter(LessThanOrEqual(_missed(wish), misses))
    confirmed = Coalesce("confirmed_at", "created_at")
    return found.annotate(old=LessThan(confirmed, clock.moment() - STALE_AFTER))


class _Missed(Func):
    """How many of these pairs, a column and what is asked of it, the column answers with "no": it says
    something, and nothing of that. One expression: a sum of cases takes longer to write than to run."""

    output_field = IntegerField()

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_extra: Any) -> tuple[str, Any]:
        parts: list[str] = []
        params: list[Any] = []
        sources = self.get_source_expressions()
        for said, asked in zip(sources[::2], sources[1::2], strict=True):
            column, _none = compiler.compile(said)
            value, given = compiler.compile(asked)
            parts.append(
                f"CASE WHEN {column} = '{{}}' OR {column}::text[] && {value}::text[] THEN 0 ELSE 1 END"
            )
            params += given
        return f"({' + '.join(parts) or '0'})", params


def _missed(wish: Wish) -> _Missed:
    """How many of these rules a service answers with "no", as ``fit.judge`` does."""
    asked = {
        "stages": {wish.stage} - {""},
        "themes": wish.themes,
        "audiences": wish.audiences,
        "referrers": wish.referrers,
    }
    pairs = [(F(name), Value(sorted(wanted))) for name, wanted in asked.items() if wanted]
    return _Missed(*(part for pair in pairs for part in pair))


def _around(commune: Commune, wish: Wish, misses: int | None, *, known: Collection[int]) -> list[Any]:
    """The nearest services besides those known whose stage and themes could do, by where their organisation
    is. One query."""
    if commune.latitude is None or commune.longitude is None:
        return []
    # Each of them misses the commune already.
    found = _offering(None if misses is None else misses - 1, wish).exclude(pk__in=list(known))
    if wish.stage:
        found = found.filter(Q(stages__contains=[wish.stage]) | Q(stages=[]))
    if wish.themes:
        found = found.filter(Q(themes__overlap=sorted(wish.themes)) | Q(themes=[]))
    where = "organisation__commune__"
    around = near(
        found,
        commune.latitude,
        commune.longitude,
        AROUND_KM,
        latitude_field=f"{where}latitude",
        longitude_field=f"{where}longitude",
    )
    nearest = around.order_by(F("distance_km").asc(), "pk").values_list(*_COLUMNS)
    return list(nearest[: MOST_AROUND if misses is None else NEAREST])


def _distances(commune: Commune, rows: list[Any]) -> list[float | None]:
    if not rows or commune.latitude is None or commune.longitude is None:
        return [None] * len(rows)
    nowhere = float("nan")
    latitudes = [row[8] if row[8] is not None else nowhere for row in rows]
    longitudes = [row[9] if row[9] is not None else nowhere for row in rows]
    kms = haversine_km(commune.latitude, commune.longitude, latitudes, longitudes)
    return [None if km != km else float(km) for km in kms]


# --- In words ----------------------------------------------------------------------------------------------
def _doors(
    ranking: Ranking,
    services: dict[int, Service],
    places: dict[int, NextPlace],
    names: dict[TerritoryRef, str],
    commune: Commune,
) -> Doors:
    def of(matches: Iterable[Match]) -> list[Door]:
        return [
            Door(
                service=services[match.offer.pk],
                match=match,
                reasons=[
                    words
                    for found in match.findings
                    if found.answer == Answer.YES and (words := _yes(found, match, names))
                ],
                obstacles=[
                    _no(found, match, commune) for found in match.findings if found.answer == Answer.NO
                ],
                load=load_in_words(match.offer.load, match.offer.capacity),
                next_place=places.get(match.offer.pk),
            )
            for match in matches
        ]

    return Doors(of(ranking.doors), of(ranking.near), of(ranking.others))


def load_in_words(load: int, capacity: int | None) -> str:
    """How many it took over twelve months, of how many it can."""
    if capacity is None:
        if not load:
            return ""
        return ngettext(
            "%(load)s project taken in over twelve months",
            "%(load)s projects taken in over twelve months",
            load,
        ) % {"load": load}
    return _("%(load)s of %(capacity)s places taken over twelve months") % {
        "load": load,
        "capacity": capacity,
    }


def _yes(found: Finding, match: Match, names: dict[TerritoryRef, str]) -> str:
    if found.rule == Rule.AREA and match.row:
        ref = TerritoryRef.parse(":".join(match.row))
        values = {"name": names.get(ref, ref.code), "level": str(ref.level.label).lower()}
        if ref.level.value == "country":
            return _("covers all of France")
        if match.offer.is_inherited:
            return _("covers %(name)s (%(level)s), its organisation’s perimeter") % values
        return _("covers %(name)s (%(level)s)") % values
    if found.rule == Rule.STAGE:
        return _("meets projects at this stage: %(words)s") % {"words": _labels(found)}
    if found.rule == Rule.THEME:
        return _("works on: %(words)s") % {"words": _labels(found)}
    if found.rule == Rule.AUDIENCE:
        return _("is for: %(words)s") % {"words": _labels(found)}
    return ""


def _no(found: Finding, match: Match, commune: Commune) -> str:
    words = {"words": _labels(found), "commune": commune.name}
    if found.rule == Rule.AREA:
        if match.offer.km is None:
            return _("does not cover %(commune)s") % words
        distance = formatting.distance(match.offer.km)
        return _("does not cover %(commune)s; its organisation is %(distance)s away") % {
            **words,
            "distance": distance,
        }
    if found.rule == Rule.STAGE:
        return _("meets projects at other stages: %(words)s") % words
    if found.rule == Rule.THEME:
        return _("works on something else: %(words)s") % words
    if found.rule == Rule.AUDIENCE:
        return _("is for others: %(words)s") % words
    if found.rule == Rule.REFERRER:
        return _("takes only those sent by: %(words)s") % words
    return _("has no place left: %(load)s of %(capacity)s taken over twelve months") % {
        "load": match.offer.load,
        "capacity": match.offer.capacity,
    }


_WORDS: dict[Rule, Any] = {
    Rule.STAGE: Stage,
    Rule.THEME: Theme,
    Rule.AUDIENCE: Audience,
    Rule.REFERRER: Referrer,
}


def _labels(found: Finding) -> str:
    choices = _WORDS.get(found.rule)
    if choices is None:
        return ""
    return ", ".join(str(choice.label).lower() for choice in choices if choice.value in found.common)
