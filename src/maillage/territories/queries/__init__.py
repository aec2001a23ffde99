"""Reads of territories. Nothing here writes."""

from maillage.territories.queries.coverage import (
    codes_of,
    communes_in,
    communes_within,
    covering_q,
    covers,
    refs_q,
    territories_of,
    touching_q,
)
from maillage.territories.queries.roads import great_circle_km, mountain_codes, road_distance
from maillage.territories.queries.search import (
    communes_named,
    find_territory,
    resolve_code,
    resolve_codes,
    search_communes,
    search_territories,
)
from maillage.territories.queries.typologies import (
    TypologyFact,
    newest_releases,
    typologies_of,
    typologies_of_many,
    typologies_within,
    until_typologies_load,
    with_typology,
)

__all__ = [
    "TypologyFact",
    "codes_of",
    "communes_in",
    "communes_named",
    "communes_within",
    "covering_q",
    "covers",
    "find_territory",
    "great_circle_km",
    "mountain_codes",
    "newest_releases",
    "refs_q",
    "resolve_code",
    "resolve_codes",
    "road_distance",
    "search_communes",
    "search_territories",
    "territories_of",
    "touching_q",
    "typologies_of",
    "typologies_of_many",
    "typologies_within",
    "until_typologies_load",
    "with_typology",
]
