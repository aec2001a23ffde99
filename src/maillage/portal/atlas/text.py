"""Words as people type them against what the directory holds.

Three steps, each only when the one before finds nothing anywhere: every word (French stems, accents
forgiven, the last word may be unfinished); the same with slips of the keyboard mended from the directory's
own vocabulary; then any of the words. The step taken is told to the reader.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast

from maillage.directory.models import Organisation, Place, Service
from maillage.directory.models.querysets import CONFIG
from maillage.territories.names import normalise

LONGEST = 200
MOST_WORDS = 12
SHORTEST_MENDED = 4


@dataclass(frozen=True)
class Text:
    """What is searched for, after reading it. ``words`` are folded; empty: everything.

    ``mended`` is the text really searched for when a slip was mended; ``is_partial`` says that records
    with some of the words are shown, since none has them all.
    """

    words: tuple[str, ...]
    typed: str = ""
    mended: str = ""
    is_partial: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words

    @property
    def query(self) -> SearchQuery:
        # Folded words hold letters and digits only: they cannot be read as operators.
        joined = (" | " if self.is_partial else " & ").join([*self.words[:-1], f"{self.words[-1]}:*"])
        return SearchQuery(joined, config=CONFIG, search_type="raw")


def read(typed: str) -> Text:
    """The words of an entry, at most a dozen."""
    cut = typed.strip()[:LONGEST]
    return Text(tuple(normalise(cut).split()[:MOST_WORDS]), cut)


def matching(rows: QuerySet[Any], text: Text) -> QuerySet[Any]:
    """Rows that hold the words, with ``relevance``; all of them for an empty text."""
    if text.is_empty:
        return rows
    # To double precision: the cursor of a page carries it and must compare equal.
    relevance = Cast(SearchRank(F("search"), text.query), FloatField())
    ranked: QuerySet[Any] = rows.filter(search=text.query).annotate(relevance=relevance)
    return ranked


def settled(text: Text) -> Text:
    """The text that finds something somewhere in the directory, mended or loosened if it must be."""
    if text.is_empty or _finds(text):
        return text
    mended, shown = _mended(text.words)
    if mended != text.words:
        candidate = Text(mended, text.typed, mended=shown)
        if _finds(candidate):
            return candidate
    else:
        shown = ""
    loose = Text(mended, text.typed, mended=shown, is_partial=True)
    return loose if len(mended) > 1 and _finds(loose) else text


def _finds(text: Text) -> bool:
    """Whether any public record of any kind holds the words. One query."""
    kinds = [
        model._default_manager.public().filter(search=text.query).values_list("pk")
        for model in (Place, Service, Organisation)
    ]
    return kinds[0].union(*kinds[1:], all=True).exists()


# --- Slips of the keyboard ---------------------------------------------------------------------------
_SQL = r"""
SELECT word, count(*) FROM (
  SELECT regexp_split_to_table(lower(name || ' ' || words), '[^[:alnum:]]+') AS word FROM directory_place
    WHERE publication = 'published' AND merged_into_id IS NULL
  UNION ALL
  SELECT regexp_split_to_table(lower(name || ' ' || words), '[^[:alnum:]]+') FROM directory_service
    WHERE publication = 'published' AND merged_into_id IS NULL
  UNION ALL
  SELECT regexp_split_to_table(lower(name || ' ' || words), '[^[:alnum:]]+') FROM directory_organisation
    WHERE publication = 'published' AND merged_into_id IS NULL
) AS everything WHERE length(word) >= %s GROUP BY word
"""


@dataclass(frozen=True)
class Vocabulary:
    """Folded word → (how often, how it is written). Sorted by length for the search of neighbours."""

    words: dict[str, tuple[int, str]]

    def neighbour(self, word: str) -> str | None:
        """The most frequent word one slip away (two for long words); None when the word itself is known."""
        if word in self.words or len(word) < SHORTEST_MENDED:
            return None
        reach = 1 if len(word) < 8 else 2
        best: tuple[int, int, str] | None = None
        for known, (count, _shown) in self.words.items():
            if abs(len(known) - len(word)) > reach:
                continue
            distance = slips(word, known, reach)
            if distance <= reach and (best is None or (distance, -count, known) < best):
                best = (distance, -count, known)
        return best[2] if best else None


def slips(one: str, other: str, limit: int) -> int:
    """Letters missing, added, changed or exchanged between two words (optimal string alignment distance);
    ``limit + 1`` as soon as it is more than ``limit``."""
    if one == other:
        return 0
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, previous = previous, row
    return min(previous[-1], limit + 1)


_lock = threading.Lock()
_kept: tuple[str, Vocabulary] | None = None


def vocabulary(version: Callable[[], str]) -> Vocabulary:
    """Every word of public names and categories; read again when the directory has changed."""
    global _kept
    now = version()
    kept = _kept
    if kept is not None and kept[0] == now:
        return kept[1]
    with _lock, connection.cursor() as cursor:
        cursor.execute(_SQL, [SHORTEST_MENDED])
        words: dict[str, tuple[int, str]] = {}
        for shown, count in cursor.fetchall():
            folded = normalise(shown)
            if folded and (folded not in words or words[folded][0] < count):
                words[folded] = (count, shown)
        _kept = (now, Vocabulary(words))
    return _kept[1]


def _mended(words: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The words with their slips mended, and how that is written."""
    from maillage.portal.atlas.points import whole_version

    known = vocabulary(whole_version)
    mended, shown = [], []
    for word in words:
        neighbour = known.neighbour(word)
        mended.append(neighbour or word)
        shown.append(known.words[neighbour or word][1] if (neighbour or word) in known.words else word)
    return tuple(mended), " ".join(shown)
