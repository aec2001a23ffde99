"""Great circle in numpy and in SQL, what is near, estimates that say so, an imported matrix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.errors import Invalid
from maillage.territories.actions import load_distances, load_typologies
from maillage.territories.distances import (
    bounding_box,
    estimated_minutes,
    estimated_road,
    great_circle,
    haversine_km,
    near,
)
from maillage.territories.models import Commune, DistanceMatrix, RoadDistance
from maillage.territories.queries import great_circle_km, road_distance

Get = Callable[[str], Commune]
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


def test_great_circle_agrees_with_published_distances() -> None:
    # Paris to Nouméa and to Lyon town halls, from geodesic tables, the sphere being within 0.5 %.
    assert float(haversine_km(48.8566, 2.3522, 45.7578, 4.8320)) == pytest.approx(391.5, rel=0.005)
    assert float(haversine_km(48.8566, 2.3522, -22.2758, 166.4580)) == pytest.approx(16_740, rel=0.005)
    assert float(haversine_km(0, 0, 0, 180)) == pytest.approx(20_015.1, rel=1e-5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = float(haversine_km(a, b, c, d)), float(haversine_km(c, d, a, b))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


def test_arrays_broadcast() -> None:
    distances = haversine_km(45.0, 4.4, np.array([45.0, 45.1]), np.array([4.4, 4.4]))
    assert distances.shape == (2,)
    assert distances[0] == 0


@given(st.floats(-89, 89), LONGITUDES, st.floats(0.1, 900), st.floats(0, 360), st.floats(0, 1))
def test_the_box_holds_the_whole_disc(
    latitude: float, longitude: float, km: float, bearing: float, part: float
) -> None:
    """Every point within `km` lies in the box, also near the poles and across the antimeridian."""
    angle, turn = km * part / 6371.0088, np.radians(bearing)
    phi, lam = np.radians(latitude), np.radians(longitude)
    phi2 = np.arcsin(np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(turn))
    lam2 = lam + np.arctan2(
        np.sin(turn) * np.sin(angle) * np.cos(phi), np.cos(angle) - np.sin(phi) * np.sin(phi2)
    )
    lat, lon = float(np.degrees(phi2)), float((np.degrees(lam2) + 540) % 360 - 180)
    south, west, north, east = bounding_box(latitude, longitude, km)
    assert south - 1e-6 <= lat <= north + 1e-6
    inside = west - 1e-6 <= lon <= east + 1e-6 if west <= east else lon >= west - 1e-6 or lon <= east + 1e-6
    assert inside


@pytest.mark.usefixtures("france")
@pytest.mark.parametrize(
    ("code", "km"), [("07204", 20.0), ("97411", 30.0), ("98735", 200.0), ("98613", 400.0), ("97502", 60.0)]
)
def test_sql_and_numpy_find_the_same_communes_near(commune: Get, code: str, km: float) -> None:
    here = commune(code)
    rows = list(Commune.objects.current().order_by("pk").values_list("pk", "latitude", "longitude"))
    distances = haversine_km(
        here.latitude or 0, here.longitude or 0, [row[1] for row in rows], [row[2] for row in rows]
    )
    expected = {row[0]: float(d) for row, d in zip(rows, distances, strict=True) if d <= km}
    found = {
        place.pk: place.distance_km  # type: ignore[attr-defined]
        for place in near(Commune.objects.current(), here.latitude or 0, here.longitude or 0, km)
    }
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.usefixtures("france")
def test_what_is_near_lies_on_both_sides_of_the_antimeridian(commune: Get) -> None:
    for code, longitude in (("97611", 179.95), ("97608", -179.95), ("97601", 170.0)):
        Commune.objects.filter(pk=commune(code).pk).update(latitude=-16.5, longitude=longitude)
    for longitude in (179.99, -179.99):
        found = near(Commune.objects.order_by("pk"), -16.5, longitude, 30)
        assert [place.pk for place in found] == ["97608", "97611"]


@pytest.mark.usefixtures("france")
def test_sql_survives_antipodes() -> None:
    here = Commune.objects.annotate(km=great_circle("latitude", "longitude", -45.00960, -175.60346)).get(
        pk="07204"
    )
    assert here.km == pytest.approx(20_015, rel=0.001)


def test_estimates_follow_the_published_fits_and_say_so() -> None:
    mountain, plain = estimated_road(20.0, is_mountain=True), estimated_road(20.0, is_mountain=False)
    assert (mountain.minutes, plain.minutes) == (pytest.approx(34.2, abs=0.1), pytest.approx(22.96, abs=0.05))
    assert (mountain.km, plain.km) == (pytest.approx(26.8), pytest.approx(25.2))
    assert mountain.is_estimate
    assert plain.is_estimate
    assert mountain.source != plain.source
    assert estimated_road(80.1, is_mountain=False).minutes is None
    both = estimated_minutes([20.0, 20.0, 81.0], [True, False, False])
    assert both[:2] == pytest.approx([mountain.minutes, plain.minutes])
    assert np.isnan(both[2])


def massif(tmp_path: Path, *codes: str) -> None:
    path = tmp_path / "massif.csv"
    path.write_text("insee;massif\n" + "".join(f"{code};06 - Massif Central\n" for code in codes))
    load_typologies(path, vintage="2025", source="ANCT")


def test_the_mountain_fit_serves_communes_known_to_be_in_a_massif(commune: Get, tmp_path: Path) -> None:
    here, there = commune("07204"), commune("07064")
    km = great_circle_km(here, there)
    unknown = road_distance(here, there)
    massif(tmp_path, "07204")
    known = road_distance(here, there)
    assert unknown == estimated_road(km, is_mountain=False)
    assert known == estimated_road(km, is_mountain=True)


@pytest.mark.parametrize(
    ("origin", "destination"), [("2A004", "13055"), ("97411", "75056"), ("97411", "97611")]
)
def test_no_road_crosses_the_sea(commune: Get, origin: str, destination: str) -> None:
    assert road_distance(commune(origin), commune(destination)) is None


def test_roads_exist_inside_an_overseas_territory(commune: Get) -> None:
    distance = road_distance(commune("97411"), commune("97415"))
    assert distance is not None
    assert distance.is_estimate


def test_an_imported_matrix_replaces_the_estimate_both_ways(commune: Get, tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("origine;destination;km;minutes\n07204;07064;24,5;33\n07151;07204;x;1\n99999;07204;1;1\n")
    report = load_distances(path, source="Operator", vintage="2026")
    here, there = commune("07204"), commune("07064")
    for distance in (road_distance(here, there), road_distance(there, here)):
        assert distance is not None
        assert (distance.km, distance.minutes, distance.is_estimate) == (24.5, 33.0, False)
        assert distance.source == "Operator 2026"
    assert (report.lines, report.read, [line for line, _why in report.refused]) == (3, 1, [3, 4])


@pytest.mark.usefixtures("france")
def test_a_matrix_of_the_same_source_is_replaced(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "matrix.csv"
    for km in (10, 12):
        path.write_text(f"origin,destination,km,minutes\n07204,07064,{km},30\n")
        call_command("load_distances", path, source="Operator", vintage="2026")
    assert "1 lines: 1 read, 0 refused" in capsys.readouterr().out
    assert DistanceMatrix.objects.count() == 1
    assert RoadDistance.objects.get().km == 12


@pytest.mark.usefixtures("france")
def test_the_newest_of_several_matrices_wins(commune: Get, tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    for source, vintage, km in (("Elder", "2024", 10), ("Newest", "2026", 12), ("Middle", "2025", 11)):
        path.write_text(f"origin,destination,km,minutes\n07204,07064,{km},30\n")
        load_distances(path, source=source, vintage=vintage)
    found = road_distance(commune("07064"), commune("07204"))
    assert found is not None
    assert (found.km, found.source) == (12.0, "Newest 2026")


@pytest.mark.usefixtures("france")
def test_a_matrix_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("origin;destination;km\n07204;07064;1\n")
    with pytest.raises(Invalid, match="minutes"):
        load_distances(path, source="Operator", vintage="2026")
