"""The exports that exist, by key. What each holds: ``records`` for the directory's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from maillage.core.errors import Sentence
from maillage.core.registry import Registry

LICENCE = "Licence Ouverte / Open Licence 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"

SUFFIXES = {"csv": "csv", "geojson": "geojson", "data-inclusion": "data-inclusion.json"}
"""Format to the end of its file's name."""
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "data-inclusion": "application/json",
}


@dataclass(frozen=True)
class Export:
    """One set of records in several formats.

    Args:
        slug: its word in addresses (``/donnees/lieux.csv``).
        formats: format to a function that gives the file's text piece by piece.
        version: a short text that differs when the file would: what ETag is made of.
        modified: the moment of the last change, or None for an empty file.
        is_public: offered to everyone; otherwise on the command line only.
    """

    key: str
    slug: str
    label: Sentence
    formats: Mapping[str, Callable[[], Iterator[str]]]
    version: Callable[[], str]
    modified: Callable[[], dt.datetime | None] = lambda: None
    description: Sentence = ""
    is_public: bool = True
    order: int = 100


exports: Registry[Export] = Registry()


def public_export(slug: str) -> Export | None:
    return next((export for export in exports if export.is_public and export.slug == slug), None)
