"""The projects that are close to one in subject and place, each with what makes it so.

A word counts by its rarity over all projects (inverse document frequency, Spärck Jones 1972: ln(1 + N / n)),
so that “atelier” says little and “lavande” much. Candidates come by two indexes: projects of communes around,
and projects that share one of the rarest words anywhere; only these are weighed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from maillage.directory.enums import Theme, Trade
from maillage.projects.enums import Outcome, ProjectRole, Visibility
from maillage.projects.models import Advice, Project, ProjectMember
from maillage.territories.distances import bounding_box, haversine_km

#: Kilometres within which a project is a neighbour.
NEAR_KM = 40.0
SHOWN = 20
#: Rows weighed at most, from each index: a bound on the time, far above what a rural surrounding holds.
WEIGHED = 1500
#: Words looked for: the rarest, until together they occur in so many projects.
WORDS = 12
OCCURRENCES = 2000
SHORTEST = 4
WORD_OF_TEXT = re.compile(r"[^\W\d_]{4,}")
TRADE_WEIGHT, THEME_WEIGHT, PLACE_WEIGHT = 1.0, 0.6, 1.0
#: Two projects that share only their place are neighbours, not alike.
LEAST = 0.5

FIND = """
WITH near AS (
    SELECT p.id FROM projects_project p JOIN territories_commune c ON c.code = p.commune_id
    WHERE c.latitude BETWEEN %(south)s AND %(north)s AND c.longitude BETWEEN %(west)s AND %(east)s
      AND (p.trades && %(trades)s::varchar[] OR p.themes && %(themes)s::varchar[]
           OR p.search @@ %(any)s::tsquery)
      AND p.id <> %(own)s AND p.outcome <> %(merged)s
      AND (p.visibility = ANY(%(open)s) OR p.id = ANY(%(mine)s))
    LIMIT %(weighed)s
), alike AS (
    SELECT p.id FROM projects_project p
    WHERE p.search @@ %(any)s::tsquery AND p.id <> %(own)s AND p.outcome <> %(merged)s
      AND (p.visibility = ANY(%(open)s) OR p.id = ANY(%(mine)s))
    LIMIT %(weighed)s
)
SELECT p.id, p.trades, p.themes, c.latitude, c.longitude,
       ARRAY(SELECT n FROM generate_subscripts(%(words)s::tsquery[], 1) n
             WHERE p.search @@ (%(words)s::tsquery[])[n])
FROM projects_project p JOIN territories_commune c ON c.code = p.commune_id
WHERE p.id IN (SELECT id FROM near UNION SELECT id FROM alike)
"""


@dataclass
class Similar:
    """A project close to another, and why. ``km`` is None where a commune has no position."""

    project: Project
    score: float
    words: list[str]
    trades: list[str]
    themes: list[str]
    km: float | None
    reasons: list[str] = field(default_factory=list)


def similar_to(project: Project, user: Any, *, limit: int = SHOWN) -> list[Similar]:
    """The closest first. Only what that person may see: public pages for everybody, those of the network for
    whoever is signed in, those of a team for its members; a private one never. Four to six queries."""
    words = _telling_words(project)
    if not (words or project.trades or project.themes):
        return []
    weights = [weight for _lexeme, _word, weight in words]
    found = _candidates(project, [lexeme for lexeme, _word, _weight in words], user)
    if not found:
        return []
    commune = project.commune
    scored = []
    for pk, trades, themes, latitude, longitude, ranks in found:
        shared_trades = [trade for trade in project.trades if trade in trades]
        shared_themes = [theme for theme in project.themes if theme in themes]
        subject = (
            sum(weights[rank - 1] for rank in ranks)
            + TRADE_WEIGHT * len(shared_trades)
            + THEME_WEIGHT * len(shared_themes)
        )
        if subject < LEAST:
            continue
        km = _km(commune, latitude, longitude)
        place = 0.0 if km is None else PLACE_WEIGHT * math.exp(-km / NEAR_KM)
        scored.append((subject * (0.5 + place), -pk, pk, ranks, shared_trades, shared_themes, km))
    scored.sort(reverse=True)
    best = scored[:limit]
    rows = (
        Project.objects.select_related("commune__department")
        .defer("search")
        .in_bulk([entry[2] for entry in best])
    )
    return [
        Similar(
            project=rows[pk],
            score=score,
            words=[words[rank - 1][1] for rank in ranks],
            trades=[str(Trade(trade).label) for trade in shared_trades if trade in Trade.values],
            themes=[str(Theme(theme).label) for theme in shared_themes if theme in Theme.values],
            km=km,
        )
        for score, _tie, pk, ranks, shared_trades, shared_themes, km in best
    ]


def _km(commune: Any, latitude: float | None, longitude: float | None) -> float | None:
    if None in (commune.latitude, commune.longitude, latitude, longitude):
        return None
    return float(
        haversine_km(
            float(commune.latitude),
            float(commune.longitude),
            float(latitude or 0),
            float(longitude or 0),
        )
    )


def _telling_words(project: Project) -> list[tuple[str, str, float]]:
    """Stem, a word of the project that has it, and its weight from 0 to 1: the rarest first. The words of the
    commune's name tell the place, which is weighed apart."""
    text = f"{project.title} {project.summary} {project.need}"
    spoken = list(dict.fromkeys(WORD_OF_TEXT.findall(text.lower())))[:300]
    place = WORD_OF_TEXT.findall(project.commune.name.lower())
    if not spoken:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH stem AS (
                SELECT word, rank,
                       (tsvector_to_array(to_tsvector('maillage_fr', f_unaccent(word))))[1] AS lexeme
                FROM unnest(%s::text[]) WITH ORDINALITY AS said (word, rank)
            )
            SELECT DISTINCT ON (lexeme) stem.lexeme, word, coalesce(counted.projects, 1),
                   (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'projects_project'::regclass)
            FROM stem LEFT JOIN projects_projectword counted ON counted.lexeme = stem.lexeme
            WHERE stem.lexeme IS NOT NULL AND length(stem.lexeme) >= %s AND stem.lexeme <> ALL (
                SELECT unnest(tsvector_to_array(to_tsvector('maillage_fr', f_unaccent(%s)))))
            ORDER BY lexeme, rank
            """,
            [spoken, SHORTEST, " ".join(place)],
        )
        counted = sorted(cursor.fetchall(), key=lambda row: (row[2], row[0]))
    chosen: list[tuple[str, str, float]] = []
    occurrences = 0
    for lexeme, word, projects, total in counted[:WORDS]:
        occurrences += projects
        if chosen and occurrences > OCCURRENCES:
            break
        # A word that one project in two holds weighs next to nothing; one that two of them hold, 1.
        total = max(float(total), 100.0)
        weight = math.log(max(total / max(projects, 2), 1.0)) / math.log(total / 2)
        chosen.append((lexeme, word, weight))
    return chosen


def _candidates(project: Project, lexemes: Iterable[str], user: Any) -> list[Any]:
    quoted = ["'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes]
    opened = [Visibility.PUBLIC.value]
    mine: list[int] = []
    if user.is_authenticated:
        opened.append(Visibility.NETWORK.value)
        mine = _team_projects_of(user)
    commune = project.commune
    south = west = north = east = 0.0
    if commune.latitude is not None and commune.longitude is not None:
        south, west, north, east = bounding_box(float(commune.latitude), float(commune.longitude), NEAR_KM)
    with connection.cursor() as cursor:
        cursor.execute(
            FIND,
            {
                "south": south,
                "north": north,
                "west": west,
                "east": east,
                "trades": list(project.trades),
                "themes": list(project.themes),
                "any": " | ".join(quoted),
                "words": quoted,
                "own": project.pk,
                "merged": Outcome.MERGED.value,
                "open": opened,
                "mine": mine,
                "weighed": WEIGHED,
            },
        )
        return list(cursor.fetchall())


def _team_projects_of(user: Any) -> list[int]:
    """Projects seen by their team, where the person has a part now."""
    seats = ProjectMember.objects.filter(user=user).exclude(role=ProjectRole.ADVISER)
    advised = Advice.objects.live().filter(adviser=user).order_by()
    team = Project.objects.filter(visibility=Visibility.TEAM)
    return [
        *team.filter(pk__in=seats.values("project")).values_list("pk", flat=True),
        *team.filter(pk__in=advised.values("project")).values_list("pk", flat=True),
    ]
