"""The directory as open data: CSV, GeoJSON (RFC 7946) and data·inclusion v1.

Higher apps add their own exports from ``AppConfig.ready()``::

    exporting.exports.add(exporting.Export(key="labels", slug="labels", label=_("Labels"), formats={…}))

and they appear in ``maillage export``, on the page of open data and at their download addresses.
"""

from maillage.directory.exporting.catalogue import (
    LICENCE,
    LICENCE_URL,
    SUFFIXES,
    Export,
    exports,
)
from maillage.directory.exporting.writers import csv_text, geojson_text, json_list_text

__all__ = [
    "LICENCE",
    "LICENCE_URL",
    "SUFFIXES",
    "Export",
    "csv_text",
    "exports",
    "geojson_text",
    "json_list_text",
]
