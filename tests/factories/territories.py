"""Real communes, taken one by one from the files that the platform ships."""

from __future__ import annotations

import csv
import lzma
from functools import cache

from maillage.territories.actions.vintage import DATA, searchable
from maillage.territories.models import Commune, Department, Epci, Region
from maillage.territories.names import normalise

# A few that tests like: a village, its neighbours, a town, and France beyond the seas.
SAINT_AGREVE, LE_CHEYLARD, TENCE = "07204", "07064", "43244"
PRIVAS, LYON, GUERET = "07186", "69123", "23096"
SAINT_DENIS_REUNION, CAYENNE, MAMOUDZOU, SAINT_PIERRE_ET_MIQUELON = "97411", "97302", "97608", "97502"


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    with lzma.open(DATA / f"{name}.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def commune(code: str = SAINT_AGREVE) -> Commune:
    """The commune of an INSEE code, with its EPCI, département and région."""
    known = Commune.objects.filter(pk=code).first()
    if known is not None:
        return known
    row = _table("communes")[code]
    if row["region"]:
        region = _table("regions")[row["region"]]
        Region.objects.get_or_create(
            code=region["code"],
            defaults={"name": region["name"], "seat_code": region["seat"], "vintage": "test"},
        )
    department = _table("departments")[row["department"]]
    Department.objects.get_or_create(
        code=department["code"],
        defaults={
            "name": department["name"],
            "kind": department["kind"],
            "region_id": department["region"] or None,
            "seat_code": department["seat"],
            "vintage": "test",
        },
    )
    if row["epci"]:
        epci = _table("epci")[row["epci"]]
        Epci.objects.get_or_create(
            code=epci["code"],
            defaults={
                "name": epci["name"],
                "search_name": normalise(epci["name"]),
                "kind": epci["kind"],
                "vintage": "test",
            },
        )
    others = [name for name in row["other_names"].split("|") if name]
    return Commune.objects.create(
        code=code,
        name=row["name"],
        other_names=others,
        search_name=normalise(row["name"]),
        search_text=searchable([row["name"], *others]),
        postal_codes=row["postal_codes"].split("|") if row["postal_codes"] else [],
        population=int(row["population"]) if row["population"] else None,
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        point_source=row["point_source"],
        epci_id=row["epci"] or None,
        department_id=row["department"],
        region_id=row["region"] or None,
        vintage="test",
    )
