"""The projects that are close to one in subject and place, each with what makes it so.

A word counts by its rarity over all projects (inverse document frequency, Spärck Jones 1972: ln(1 + N / n)),
so that “atelier” says little and “lavande” much; one that any project may say (``plain_words``) does not
count, and one that stands in a title counts more than one said in passing. The words of titles are compared
by their trigrams as well (Jaccard index, as ``pg_trgm`` does): that finds “fillature”. Candidates come by two
indexes: projects of communes around, and projects that share one of the rarest words anywhere; only these are
weighed.

The farther two projects are, the more they must have in common: neighbours meet for a theme, people a
thousand kilometres apart for the same idea.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection

from maillage.directory.enums import Theme, Trade
from maillage.projects.enums import Outcome, ProjectRole, Visibility
from maillage.projects.models import Advice, Project, ProjectMember
from maillage.projects.plain_words import PLAIN
from maillage.territories.distances import bounding_box, haversine_km

#: Kilometres within which a project is a neighbour; from the second on, it is elsewhere.
NEAR_KM, FAR_KM = 40.0, 150.0
SHOWN = 20
#: Rows weighed at most, from each index: a bound on the time, far above what a rural surrounding holds.
WEIGHED = 1500
#: Of these, the best are read again with their titles.
READ_AGAIN = 120
#: Words looked for: the rarest, until together they occur in so many projects. Those that no other project
#: was known to hold last night are fewer: they would take the place of those that may be shared.
WORDS, ALONE = 12, 6
OCCURRENCES = 2000
SHORTEST = 4
#: Verbs in the conditional, with which projects are told, say nothing either (“attrait” is none).
WORD_OF_TEXT = re.compile(r"(?!\w*(?:raient|erait|irait)\b)[^\W\d_]{4,}")
TRADE_WEIGHT, THEME_WEIGHT, PLACE_WEIGHT = 1.0, 0.6, 1.0
#: A shared word that stands in both titles, in one of them, in none: times its rarity, from 0 to 1.
IN_TITLES = (0.5, 1.0, 1.5)
#: Below this rarity a word is everybody's.
COMMON = 0.2
#: From which closeness (0 to 1) two words of titles are taken for the same; those around are looked for by
#: so many of their first letters.
ALIKE, BEGINNING = 0.5, 3
#: What two projects must share at least: near, and elsewhere. Between the two it grows with the distance.
LEAST, LEAST_FAR = 0.6, 1.5
#: Elsewhere, so much of it must be said by words: a trade and a theme are shared by thousands.
WORDS_FAR = 0.75

FIND = """
WITH near AS (
    SELECT p.id FROM projects_project p JOIN territories_commune c ON c.code = p.commune_id
    WHERE c.latitude BETWEEN %(south)s AND %(north)s AND c.longitude BETWEEN %(west)s AND %(east)s
      AND (p.trades && %(trades)s::varchar[] OR p.themes && %(themes)s::varchar[]
           OR p.search @@ %(any)s::tsquery
           OR lower(p.title) LIKE ANY(%(beginnings)s))
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
             WHERE p.search @@ (%(words)s::tsquery[])[n]), p.title, c.name
FROM projects_project p JOIN territories_commune c ON c.code = p.commune_id
WHERE p.id IN (SELECT id FROM near UNION SELECT id FROM alike)
"""


@dataclass(frozen=True)
class Word:
    """A word of a project: its stem, as the project spells it, its rarity from 0 to 1."""

    lexeme: str
    spelled: str
    rarity: float
    in_title: bool


@dataclass
class Similar:
    """A project close to another, and why. ``words`` are those that count, the most telling first, with the
    other spelling of one that is only close; ``km`` is None where a commune has no position; ``is_far`` when
    nothing but the subject brings the two together."""

    project: Project
    score: float
    words: list[str]
    trades: list[str]
    themes: list[str]
    km: float | None
    is_far: bool = False
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)  # not frozen: a thousand are made for a page, three times as fast
class _Candidate:
    pk: int
    trades: list[str]
    themes: list[str]
    ranks: list[int]
    km: float | None
    title: str
    commune: str

    @property
    def is_far(self) -> bool:
        return self.km is None or self.km >= FAR_KM

    def score(self, said: float) -> float:
        """What words or title say, with the rest; 0 when that is not enough for the distance."""
        subject = said + TRADE_WEIGHT * len(self.trades) + THEME_WEIGHT * len(self.themes)
        if subject < _least(self.km) or (self.is_far and said < WORDS_FAR):
            return 0.0
        place = 0.0 if self.km is None else PLACE_WEIGHT * math.exp(-self.km / NEAR_KM)
        return subject * (0.5 + place)


def similar_to(project: Project, user: Any, *, limit: int = SHOWN) -> list[Similar]:
    """The closest first. Only what that person may see: public pages for everybody, those of the network for
    whoever is signed in, those of a team for its members; a private one never. Four to six queries."""
    words, titled = _telling_words(project)
    if not (words or project.trades or project.themes or titled):
        return []
    rare = sorted(word for word, rarity in titled.items() if rarity >= COMMON)
    found = _candidates(project, words, rare, user)
    # Each at its best, as if its words stood in its title: those that cannot come in are not read again.
    hoped = [(row.score(IN_TITLES[-1] * _hope(row, words, titled)), row) for row in found]
    hoped = sorted((pair for pair in hoped if pair[0]), key=lambda pair: (-pair[0], pair[1].pk))
    scored = []
    for _at_best, row in hoped[: max(READ_AGAIN, 2 * limit)]:
        weighed = _weighed(row, words, titled)
        score = row.score(sum(weight for weight, _word in weighed))
        if score:
            scored.append((score, row, [word for _weight, word in weighed]))
    scored.sort(key=lambda entry: (-entry[0], entry[1].pk))
    best = scored[:limit]
    rows = (
        Project.objects.select_related("commune__department")
        .defer("search")
        .in_bulk([entry[1].pk for entry in best])
    )
    return [
        Similar(
            project=rows[row.pk],
            score=score,
            words=spelled,
            trades=[str(Trade(trade).label) for trade in row.trades if trade in Trade.values],
            themes=[str(Theme(theme).label) for theme in row.themes if theme in Theme.values],
            km=row.km,
            is_far=row.is_far,
        )
        for score, row, spelled in best
    ]


def _hope(row: _Candidate, words: Sequence[Word], titled: Mapping[str, float]) -> float:
    """The rarity that it shares; that of the title where nothing else can have brought it here."""
    if row.ranks or row.trades or row.themes:
        return sum(words[rank - 1].rarity for rank in row.ranks)
    return sum(weight for weight, _word in _near_words(telling_title(row.title, row.commune), titled))


def _least(km: float | None) -> float:
    """What two projects so far apart must share."""
    if km is None:
        return LEAST_FAR
    share = (km - NEAR_KM) / (FAR_KM - NEAR_KM)
    return LEAST + (LEAST_FAR - LEAST) * min(max(share, 0.0), 1.0)


def _weighed(row: _Candidate, words: Sequence[Word], titled: Mapping[str, float]) -> list[tuple[float, str]]:
    """The shared words with what each weighs, the heaviest first."""
    theirs = telling_title(row.title, row.commune)
    weighed = []
    known = set()
    for rank in row.ranks:
        word = words[rank - 1]
        bare = _bare(word.spelled)
        known.add(bare)
        # By its beginning, as stems are: their title is not stemmed again.
        start = bare[: max(SHORTEST, len(word.lexeme) - 1)]
        in_theirs = any(each.startswith(start) for each in theirs)
        weighed.append((word.rarity * IN_TITLES[word.in_title + in_theirs], word.spelled))
    weighed += _near_words(theirs, {word: rarity for word, rarity in titled.items() if word not in known})
    return sorted(weighed, key=lambda pair: (-pair[0], pair[1]))


def _near_words(theirs: Sequence[str], titled: Mapping[str, float]) -> list[tuple[float, str]]:
    """Words of a title that another title nearly has, with what each weighs."""
    found = []
    for mine, rarity in titled.items():
        nearest = max(theirs, key=lambda each: (closeness(mine, each), each), default="")
        alike = closeness(mine, nearest)
        if alike >= ALIKE and rarity >= COMMON:
            shown = mine if mine == nearest else f"{mine} ({nearest})"
            found.append((rarity * alike * IN_TITLES[-1], shown))
    return found


# --- Words and titles -------------------------------------------------------------------------------------
def _bare(text: str) -> str:
    """Small letters without accents, œ and æ written out; what is no letter of ours becomes a space."""
    plain = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " ")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def telling_title(title: str, commune: str) -> list[str]:
    """The words of a title that say what it is about: without the commune, without plain ones."""
    left_out = PLAIN | set(WORD_OF_TEXT.findall(_bare(commune)))
    return [word for word in WORD_OF_TEXT.findall(_bare(title)) if word not in left_out]


@functools.lru_cache(maxsize=4096)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(word) + 1))


def closeness(one: str, other: str) -> float:
    """How many trigrams two words share, of all that they have: from 0 to 1."""
    if not (one and other):
        return 0.0
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


def _distances(commune: Any, latitudes: Sequence[Any], longitudes: Sequence[Any]) -> list[float | None]:
    """Kilometres to each; None where either has no position."""
    if commune.latitude is None or commune.longitude is None:
        return [None] * len(latitudes)
    known = [at for at, latitude in enumerate(latitudes) if None not in (latitude, longitudes[at])]
    away: list[float | None] = [None] * len(latitudes)
    kilometres = haversine_km(
        float(commune.latitude),
        float(commune.longitude),
        np.array([float(latitudes[at]) for at in known]),
        np.array([float(longitudes[at]) for at in known]),
    )
    for at, km in zip(known, kilometres.tolist(), strict=True):
        away[at] = km
    return away


@functools.cache
def _plain_stems() -> list[str]:
    """Stems of the plain words, as the text search makes them: one query in the life of a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('maillage_fr', %s))", [" ".join(sorted(PLAIN))])
        return list(cursor.fetchone()[0])


def _telling_words(project: Project) -> tuple[list[Word], dict[str, float]]:
    """The words to look for, the rarest first, and those of the title, without accents, with the rarity of
    each. The words of the commune's name tell the place, which is weighed apart."""
    text = f"{project.title} {project.summary} {project.need}"
    spoken = list(dict.fromkeys(WORD_OF_TEXT.findall(text.lower())))[:300]
    of_title = len(set(WORD_OF_TEXT.findall(project.title.lower())))
    place = WORD_OF_TEXT.findall(project.commune.name.lower())
    if not spoken:
        return [], {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH stem AS (
                SELECT word, rank,
                       (tsvector_to_array(to_tsvector('maillage_fr', f_unaccent(word))))[1] AS lexeme
                FROM unnest(%s::text[]) WITH ORDINALITY AS said (word, rank)
            )
            SELECT DISTINCT ON (lexeme) stem.lexeme, word, rank <= %s, coalesce(counted.projects, 1),
                   (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'projects_project'::regclass)
            FROM stem LEFT JOIN projects_projectword counted ON counted.lexeme = stem.lexeme
            WHERE stem.lexeme IS NOT NULL AND length(stem.lexeme) >= %s AND stem.lexeme <> ALL (%s)
              AND stem.lexeme <> ALL (
                SELECT unnest(tsvector_to_array(to_tsvector('maillage_fr', f_unaccent(%s)))))
            ORDER BY lexeme, rank
            """,
            [spoken, of_title, SHORTEST, _plain_stems(), " ".join(place)],
        )
        # Of two that are as rare, the one of the title says more.
        counted = sorted(cursor.fetchall(), key=lambda row: (row[3], not row[2], row[0]))
    titled = {
        _bare(word): _rarity(projects, total)
        for _stem, word, in_title, projects, total in counted
        if in_title
    }
    alone = [row for row in counted if row[3] <= 1][:ALONE]
    shared = [row for row in counted if row[3] > 1][:WORDS]
    chosen: list[Word] = []
    occurrences = 0
    for lexeme, spelled, in_title, projects, total in [*alone, *shared]:
        occurrences += projects
        rarity = _rarity(projects, total)
        if rarity < COMMON or (chosen and occurrences > OCCURRENCES):
            break
        chosen.append(Word(lexeme, spelled, rarity, in_title))
    return chosen, titled


def _rarity(projects: int, total: float) -> float:
    """A word that one project in two holds says next to nothing; one that two of them hold, 1."""
    total = max(float(total), 100.0)
    return math.log(max(total / max(projects, 2), 1.0)) / math.log(total / 2)


def _quoted(lexemes: Iterable[str]) -> list[str]:
    return ["'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes]


def _candidates(project: Project, words: Sequence[Word], title: list[str], user: Any) -> list[_Candidate]:
    quoted = _quoted(word.lexeme for word in words)
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
                # A slip is seldom in the first letters. Trigrams of every title around would cost 15 µs each.
                "beginnings": [f"%{word[:BEGINNING]}%" for word in title],
                "words": quoted,
                "own": project.pk,
                "merged": Outcome.MERGED.value,
                "open": opened,
                "mine": mine,
                "weighed": WEIGHED,
            },
        )
        found = cursor.fetchall()
    away = _distances(commune, [row[3] for row in found], [row[4] for row in found])
    return [
        _Candidate(
            pk=pk,
            trades=[trade for trade in project.trades if trade in trades],
            themes=[theme for theme in project.themes if theme in themes],
            ranks=ranks,
            km=km,
            title=their_title,
            commune=name,
        )
        for (pk, trades, themes, _north, _east, ranks, their_title, name), km in zip(found, away, strict=True)
    ]


def _team_projects_of(user: Any) -> list[int]:
    """Projects seen by their team, where the person has a part now."""
    seats = ProjectMember.objects.filter(user=user).exclude(role=ProjectRole.ADVISER)
    advised = Advice.objects.live().filter(adviser=user).order_by()
    team = Project.objects.filter(visibility=Visibility.TEAM)
    by_seat = team.filter(pk__in=seats.values("project")).order_by().values_list("pk", flat=True)
    by_advice = team.filter(pk__in=advised.values("project")).order_by().values_list("pk", flat=True)
    return list(by_seat.union(by_advice))
