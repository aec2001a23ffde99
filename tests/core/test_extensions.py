"""What the database must know before any app: extensions, unaccenting, French text search."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def one(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def test_extensions_are_there() -> None:
    names = one("SELECT array_agg(extname ORDER BY extname) FROM pg_extension WHERE extname <> 'plpgsql'")
    assert names == ["btree_gist", "pg_trgm", "unaccent"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Évry-Grégy-sur-Yerre", "Evry-Gregy-sur-Yerre"),
        ("L’Haÿ-les-Roses", "L'Hay-les-Roses"),
        ("Cœur de ville\u00a0!", "Coeur de ville !"),
        ("10\u202f000", "10 000"),
    ],
)
def test_unaccenting_leaves_plain_letters(text: str, plain: str) -> None:
    assert one("SELECT f_unaccent(%s)", text) == plain


def test_unaccenting_can_be_indexed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words (word text)")
        cursor.execute("CREATE INDEX ON words USING gin (lower(f_unaccent(word)) public.gin_trgm_ops)")
        cursor.execute("INSERT INTO words VALUES ('Été')")
        cursor.execute("SELECT lower(f_unaccent(word)) FROM words")
        assert cursor.fetchall() == [("ete",)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("L’atelier « Équipements » d’Évry", "equipement evry"),
        ("une menuiserie partagée", "menuiseries partagees"),
        ("l’artisan–menuisier", "artisans"),
        ("bâtie\u00a0: œuvre", "oeuvres baties"),
    ],
)
def test_search_forgives_accents_plurals_and_typography(text: str, query: str) -> None:
    found = (
        "SELECT to_tsvector('maillage_fr', f_unaccent(%s)) @@ plainto_tsquery('maillage_fr', f_unaccent(%s))"
    )
    assert one(found, text, query) is True
    assert one(found, text, "scierie") is False
