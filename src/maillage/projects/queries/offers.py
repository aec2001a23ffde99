"""Reads of the offers that are weighed for a wish, and the best of them.

Thousands of services may cover a commune, and a page shows thirty. ``ranking_of`` has the database leave out
those that cannot be among them; ``offers_for`` reads every one. ``fit.judge`` judges both, and their rankings
are the same: the first makes sure that it left out nothing that counts, or asks the second.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan, LessThanOrEqual

from maillage.core import clock
from maillage.directory.enums import Publication
from maillage.directory.models import Service
from maillage.directory.models.querysets import ServiceQuerySet
from maillage.directory.models.record import STALE_AFTER
from maillage.projects.enums_referral import TAKEN_STATES
from maillage.projects.fit import LACKS, SHOWN_NEAR, Offer, Ranking, Rule, Wish, rank, shortfall, steps_from
from maillage.projects.models import Referral
from maillage.territories.distances import EARTH_RADIUS_KM, bounding_box, haversine_km, near
from maillage.territories.models import Commune
from maillage.territories.queries import covering_q

# How far a service that does not cover the commune is still worth a telephone call.
AROUND_KM = 60.0
# The nearest of these are read: for the few that are shown as near misses, and for whoever looks for any.
NEAREST, MOST_AROUND = 60, 300
# Of those that one rule keeps away, so many are read at first, thrice what is shown: some will be full.
FEW = 24
YEAR = dt.timedelta(days=365)

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


def _denies(column: str) -> str:
    """Whether a service answers a rule with "no": it says something, and nothing of what is asked."""
    return (
        f"(cardinality(%({column})s::text[]) > 0 AND service.{column} <> '{{}}' "
        f"AND NOT service.{column}::text[] && %({column})s::text[])"
    )


_STAGE, _THEME, _AUDIENCE, _REFERRER = map(_denies, ("stages", "themes", "audiences", "referrers"))
# "least" passes over what is not known: that is looked at before.
_KM = """
    CASE WHEN commune.latitude + commune.longitude + %(latitude)s::float8 + %(longitude)s::float8 IS NOT NULL
    THEN asin(sqrt(least(1, power(sin(radians(%(latitude)s::float8 - commune.latitude) / 2), 2)
        + cos(radians(commune.latitude)) * cos(radians(%(latitude)s::float8))
        * power(sin(radians(%(longitude)s::float8 - commune.longitude) / 2), 2)))) * %(diameter)s::float8 END
"""
# Of the services that cover the commune and miss one rule at most ("covering"): every one that misses none,
# and of the others the nearest to a door ("lack", then kilometres: ``fit.shortfall``). Then the nearest of
# those around that lack nothing but the commune. Ties at the end of a list are read with it.
_FIND = f"""
WITH ref AS (
    SELECT level, code, rank
    FROM unnest(%(levels)s::text[], %(codes)s::text[]) WITH ORDINALITY AS given (level, code, rank)
), area AS (
    SELECT service_id AS id, true AS is_own, rank FROM ref JOIN directory_servicearea USING (level, code)
    UNION ALL
    SELECT service.id, false, rank FROM ref JOIN directory_organisationarea USING (level, code)
    JOIN directory_service service USING (organisation_id)
), covering AS MATERIALIZED (
    SELECT service.id, service.organisation_id, narrowest.rank, said.missed,
           CASE WHEN said.missed = 0 THEN 0
                WHEN {_REFERRER} THEN %(referrer)s::float8
                WHEN {_STAGE} THEN
                    CASE WHEN service.stages::text[] && %(one_step)s::text[] THEN 1
                         WHEN service.stages::text[] && %(two_steps)s::text[] THEN 2
                         WHEN service.stages::text[] && %(three_steps)s::text[] THEN 3 ELSE 4 END
                ELSE %(other)s::float8 END AS lack
    FROM (SELECT id, is_own, min(rank) AS rank FROM area GROUP BY id, is_own) narrowest
    JOIN directory_service service
      ON service.id = narrowest.id AND service.has_own_area = narrowest.is_own
    CROSS JOIN LATERAL (
        SELECT {_STAGE}::int + {_THEME}::int + {_AUDIENCE}::int + {_REFERRER}::int) said (missed)
    WHERE service.merged_into_id IS NULL AND service.publication = %(published)s
      AND service.id <> ALL (%(besides)s::bigint[]) AND said.missed <= 1
), placed AS (
    SELECT covering.id, rank, missed, lack, {_KM} AS km
    FROM covering JOIN directory_organisation organisation ON organisation.id = covering.organisation_id
    LEFT JOIN territories_commune commune ON commune.code = organisation.commune_id
    WHERE lack <= coalesce((
        SELECT lack FROM covering WHERE missed = 1 ORDER BY lack OFFSET %(few)s - 1 LIMIT 1), 9)
), found AS (
    SELECT 0 AS list, * FROM placed WHERE missed = 0
    UNION ALL
    (SELECT 1, * FROM placed WHERE missed = 1 ORDER BY lack, km FETCH FIRST %(few)s ROWS WITH TIES)
    UNION ALL
    (SELECT 2, service.id, NULL, 0, %(area)s::float8, around.km
     FROM (SELECT code, {_KM} AS km FROM territories_commune commune
           WHERE latitude BETWEEN %(south)s AND %(north)s AND __LONGITUDE__) around
     JOIN directory_organisation organisation ON organisation.commune_id = around.code
     JOIN directory_service service ON service.organisation_id = organisation.id
     WHERE around.km <= %(around)s AND service.merged_into_id IS NULL AND service.publication = %(published)s
       AND service.id <> ALL (%(besides)s::bigint[])
       AND NOT ({_STAGE} OR {_THEME} OR {_AUDIENCE} OR {_REFERRER})
       AND service.id NOT IN (SELECT id FROM covering)
     ORDER BY km FETCH FIRST %(few)s ROWS WITH TIES)
)
SELECT found.list, found.lack, found.rank, found.km, service.id, service.has_own_area,
       service.stages, service.themes, service.audiences, service.referrers, service.capacity,
       CASE WHEN service.capacity IS NULL THEN 0 ELSE (
           SELECT count(*) FROM projects_referral referral
           WHERE referral.service_id = service.id AND referral.accepted_at > %(since)s
             AND referral.state = ANY (%(taken)s)) END,
       coalesce(service.confirmed_at, service.created_at) < %(stale)s
FROM found JOIN directory_service service USING (id)
"""  # noqa: S608 - made of the constants above; what is asked is bound
_BETWEEN = "longitude BETWEEN %(west)s AND %(east)s"
# Across the 180th meridian the box has two halves.
_ACROSS = "(longitude >= %(west)s OR longitude <= %(east)s)"


def ranking_of(commune: Commune, wish: Wish, *, besides: Collection[int] = ()) -> Ranking:
    """The best offers for a wish, others than near misses only when there is no door. One query, unless too
    many turn out to be full or nothing fits.

    Args:
        besides: keys of services left out.
    """
    ranking = _quick_ranking(commune, wish, besides)
    if ranking is None:
        ranking = _whole_ranking(commune, wish, besides, misses=1)
    if ranking.doors:
        return replace(ranking, others=())
    # Nothing fits: then what misses more than one rule is an alternative too.
    return _whole_ranking(commune, wish, besides)


def _whole_ranking(
    commune: Commune, wish: Wish, besides: Collection[int], *, misses: int | None = None
) -> Ranking:
    offers = offers_for(commune, wish, misses=misses)
    return rank(wish, (offer for offer in offers if offer.pk not in besides))


def _quick_ranking(commune: Commune, wish: Wish, besides: Collection[int]) -> Ranking | None:
    """The ranking of what the database lets through; None when one that it left out may belong there."""
    now = clock.moment()
    steps = steps_from(wish.stage)
    # A commune without coordinates is near nothing.
    box = (0.0, 0.0, -1.0, 0.0)
    if commune.latitude is not None and commune.longitude is not None:
        box = bounding_box(commune.latitude, commune.longitude, AROUND_KM)
    south, west, north, east = box
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND.replace("__LONGITUDE__", _BETWEEN if west <= east else _ACROSS),
            {
                "levels": [level for level, _code in wish.area],
                "codes": [code for _level, code in wish.area],
                "stages": [wish.stage] if wish.stage else [],
                "themes": sorted(wish.themes),
                "audiences": sorted(wish.audiences),
                "referrers": sorted(wish.referrers),
                "one_step": steps.get(1, []),
                "two_steps": steps.get(2, []),
                "three_steps": steps.get(3, []),
                "referrer": LACKS[Rule.REFERRER],
                "area": LACKS[Rule.AREA],
                "other": LACKS[Rule.THEME],
                "latitude": commune.latitude,
                "longitude": commune.longitude,
                "diameter": 2 * EARTH_RADIUS_KM,
                "south": south,
                "north": north,
                "west": west,
                "east": east,
                "around": AROUND_KM,
                "published": Publication.PUBLISHED.value,
                "besides": list(besides),
                "few": FEW,
                "since": now - YEAR,
                "taken": [state.value for state in TAKEN_STATES],
                "stale": now - STALE_AFTER,
            },
        )
        rows = cursor.fetchall()
    ranking = rank(wish, [_offer(wish, row) for row in rows])
    # What was left out of a list is farther from a door than all that was read of it.
    ends = []
    for number in (1, 2):
        read = [(lack, _far(km)) for which, lack, _rank, km, *_row in rows if which == number]
        if len(read) >= FEW:
            ends.append(max(read))
    if not ends:
        return ranking
    if len(ranking.near) < SHOWN_NEAR or shortfall(wish, ranking.near[-1])[:2] > min(ends):
        return None
    return ranking


def _far(km: float | None) -> float:
    return float("inf") if km is None else km


def _offer(wish: Wish, row: Any) -> Offer:
    (
        _list,
        _lack,
        rank_of_area,
        km,
        pk,
        has_own_area,
        stages,
        themes,
        audiences,
        referrers,
        capacity,
        load,
        old,
    ) = row
    return Offer(
        pk=pk,
        area=frozenset() if rank_of_area is None else frozenset((wish.area[rank_of_area - 1],)),
        stages=frozenset(stages),
        themes=frozenset(themes),
        audiences=frozenset(audiences),
        referrers=frozenset(referrers),
        is_inherited=not has_own_area,
        capacity=capacity,
        load=load,
        km=km,
        is_stale=old,
    )


# --- Every one of them --------------------------------------------------------------------------------------
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
