"""Which records look like the same one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from maillage.directory.enums import DuplicateReason, DuplicateState, RecordKind
from maillage.directory.models import DuplicateProposal
from maillage.territories.distances import EARTH_RADIUS_KM

# Names that share more than half of their trigrams, standing within a walk (places, whose points may
# be their commune's) or within a neighbouring commune (seats of organisations).
LEAST_SIMILARITY = 0.55
PLACES_WITHIN_KM = 2.0
ORGANISATIONS_WITHIN_KM = 12.0


@dataclass(frozen=True)
class Pair:
    """Two ids, the lower first. ``similarity`` of names from 0 to 1; ``distance_km`` None when unknown."""

    first: int
    second: int
    reason: DuplicateReason
    similarity: float
    distance_km: float | None


_KM = f"""(2 * {EARTH_RADIUS_KM} * asin(sqrt(least(1.0,
    power(sin(radians(pb.latitude - pa.latitude) / 2), 2)
    + cos(radians(pa.latitude)) * cos(radians(pb.latitude))
    * power(sin(radians(pb.longitude - pa.longitude) / 2), 2)))))"""

# Two degrees of box first: it spares the sines for pairs on two ends of the country.
_NEAR = f"""abs(pb.latitude - pa.latitude) < %(km)s / 110.0 AND {_KM} <= %(km)s"""

# “Atelier 12” and “Atelier 13” share their letters, and are two.
_SAME_NUMBER = """(%(a)s !~ '[0-9]' OR %(b)s !~ '[0-9]'
    OR regexp_replace(%(a)s, '[^0-9]', '', 'g') = regexp_replace(%(b)s, '[^0-9]', '', 'g'))"""

_SAME_SIRET = f"""
SELECT a.id, b.id, 'siret', similarity(a.name_key, b.name_key),
       CASE WHEN pa.latitude IS NULL OR pb.latitude IS NULL THEN NULL ELSE {_KM} END
FROM directory_organisation a
JOIN directory_organisation b ON a.siret = b.siret AND a.id < b.id
LEFT JOIN territories_commune pa ON pa.code = a.commune_id
LEFT JOIN territories_commune pb ON pb.code = b.commune_id
WHERE a.siret <> '' AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
"""  # noqa: S608 - constants of this module

_ORGANISATIONS_ALIKE = f"""
SELECT a.id, b.id, 'name_distance', similarity(a.name_key, b.name_key), {_KM}
FROM directory_organisation a
JOIN directory_organisation b ON a.name_key %% b.name_key AND a.id < b.id
JOIN territories_commune pa ON pa.code = a.commune_id
JOIN territories_commune pb ON pb.code = b.commune_id
WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL
  AND (a.siret = '' OR b.siret = '' OR left(a.siret, 9) = left(b.siret, 9)) AND {_NEAR}
  AND {_SAME_NUMBER % {"a": "a.name_key", "b": "b.name_key"}}
"""  # noqa: S608 - constants of this module

_PLACES_ALIKE = f"""
SELECT pa.id, pb.id, 'name_distance', similarity(pa.name_key, pb.name_key), {_KM}
FROM directory_place pa
JOIN directory_place pb ON pa.name_key %% pb.name_key AND pa.id < pb.id
WHERE pa.merged_into_id IS NULL AND pb.merged_into_id IS NULL AND {_NEAR}
  AND {_SAME_NUMBER % {"a": "pa.name_key", "b": "pb.name_key"}}
"""  # noqa: S608 - constants of this module


def organisation_pairs() -> list[Pair]:
    """Organisations with one SIRET, then with close names in communes close to each other.

    Two different SIREN are two legal persons, whatever their names.
    """
    known: dict[tuple[int, int], Pair] = {}
    for statement in (_SAME_SIRET, _ORGANISATIONS_ALIKE):
        for pair in _pairs(statement, ORGANISATIONS_WITHIN_KM):
            known.setdefault((pair.first, pair.second), pair)
    return list(known.values())


def place_pairs() -> list[Pair]:
    """Places with close names that stand close to each other."""
    return _pairs(_PLACES_ALIKE, PLACES_WITHIN_KM)


def _pairs(statement: str, km: float) -> list[Pair]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LEAST_SIMILARITY)])
        cursor.execute(statement, {"km": km})
        return [
            Pair(first, second, DuplicateReason(reason), similarity, distance)
            for first, second, reason, similarity, distance in cursor.fetchall()
        ]


def proposals_to_review() -> QuerySet[DuplicateProposal]:
    """Proposals nobody has decided, about records still there, the likeliest first."""
    return (
        DuplicateProposal.objects.filter(state=DuplicateState.PROPOSED)
        .filter(
            Q(first_place__merged_into__isnull=True, first_organisation__merged_into__isnull=True),
            Q(second_place__merged_into__isnull=True, second_organisation__merged_into__isnull=True),
        )
        .select_related(
            "first_organisation__commune__department",
            "second_organisation__commune__department",
            "first_place__commune__department",
            "first_place__organisation",
            "second_place__commune__department",
            "second_place__organisation",
        )
    )


def kind_of(proposal: DuplicateProposal) -> RecordKind:
    return RecordKind.PLACE if proposal.first_place_id else RecordKind.ORGANISATION
