"""The shipped files: whole, loaded once, upgraded in place by a later vintage."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.db.models import Sum

from maillage.core.errors import Conflict
from maillage.territories.actions import load_territories
from maillage.territories.actions.vintage import DATA
from maillage.territories.contours import CONTOURS
from maillage.territories.models import Commune, Department, Epci, Region, Vintage
from maillage.territories.queries import codes_of, covers, resolve_code
from maillage.territories.queries.checks import broken_territories
from tests.territories.conftest import read, write

Edit = Callable[[list[dict[str, str]]], list[dict[str, str]]]


def test_committed_files_stay_within_six_megabytes() -> None:
    files = [path for folder in (DATA, CONTOURS) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 100
    assert sum(path.stat().st_size for path in files) <= 6_000_000


@pytest.mark.usefixtures("france")
def test_all_of_france_is_loaded() -> None:
    current = Commune.objects.current()
    assert current.count() == 34_969
    assert current.filter(region__isnull=False).count() == 34_875
    assert (Region.objects.count(), Department.objects.count()) == (18, 109)
    assert Epci.objects.filter(is_current=True).count() == 1253
    assert not current.filter(latitude__isnull=True).exists()
    assert set(current.filter(region__isnull=False, area_km2__isnull=True)) == set()
    # Île-de-Bréhat, Île-de-Sein, Ouessant and L'Île-d'Yeu belong to no EPCI.
    assert set(current.filter(region__isnull=False, epci__isnull=True).values_list("pk", flat=True)) == {
        "22016",
        "29083",
        "29155",
        "85113",
    }
    assert broken_territories() == []


@pytest.mark.parametrize(
    ("code", "name", "department", "latitude", "longitude"),
    [
        ("07204", "Saint-Agrève", "07", 45.010, 4.397),
        ("97105", "Basse-Terre", "971", 15.996, -61.726),
        ("97209", "Fort-de-France", "972", 14.604, -61.067),
        ("97302", "Cayenne", "973", 4.938, -52.335),
        ("97411", "Saint-Denis", "974", -20.879, 55.448),
        ("97611", "Mamoudzou", "976", -12.780, 45.228),
        ("97502", "Saint-Pierre", "975", 46.779, -56.177),
        ("97701", "Saint-Barthélemy", "977", 17.896, -62.850),
        ("97801", "Saint-Martin", "978", 18.068, -63.083),
        ("98735", "Papeete", "987", -17.535, -149.568),
        ("98818", "Nouméa", "988", -22.274, 166.449),
        ("98613", "Uvea", "986", -13.282, -176.175),
        ("98412", "Archipel des Kerguelen", "984", -49.349, 70.219),
    ],
)
def test_communes_stand_where_they_are(
    commune: Callable[[str], Commune],
    code: str,
    name: str,
    department: str,
    latitude: float,
    longitude: float,
) -> None:
    place = commune(code)
    assert (place.name, place.department_id) == (name, department)
    assert (place.latitude, place.longitude) == (
        pytest.approx(latitude, abs=0.03),
        pytest.approx(longitude, abs=0.03),
    )


def test_wrong_town_halls_of_the_source_were_put_right(commune: Callable[[str], Commune]) -> None:
    # Latitude given twice (Cuy), a lost sign (Carnac, Sainte-Rose), another place (Larceveau).
    for code, longitude in {"60192": 2.91, "56034": -3.07, "97129": -61.70, "64314": -1.10}.items():
        assert commune(code).longitude == pytest.approx(longitude, abs=0.05)


def test_communes_that_merged_lately_have_their_whole_area(commune: Callable[[str], Commune]) -> None:
    # Hesdin-la-Forêt had lost Hesdin; Neussargues-Moissac had kept the four communes that left it.
    assert commune("15141").area_km2 == pytest.approx(13.9, abs=0.3)
    assert commune("15031").area_km2 == pytest.approx(18.4, abs=0.3)
    assert commune("07204").area_km2 == pytest.approx(48.0, rel=0.02)
    assert commune("07204").density == pytest.approx(2277 / 48.37, rel=0.001)
    whole = Commune.objects.current().filter(region__isnull=False).aggregate(area=Sum("area_km2"))
    # INSEE gives 632,734 km² for the mainland and the five overseas départements (cadastral area).
    assert whole["area"] == pytest.approx(632_734, rel=0.01)


def test_an_unknown_area_gives_an_unknown_density(commune: Callable[[str], Commune]) -> None:
    assert (commune("98818").area_km2, commune("98818").density) == (None, None)


def test_arrondissements_and_former_communes_resolve_to_their_commune(france: None) -> None:
    codes = ["75113", "69385", "13201", "14011", "01039", "07204", "2a004", "99999", "07320x", ""]
    assert [(place := resolve_code(code)) and place.pk for code in codes] == [
        "75056",
        "69123",
        "13055",
        "14581",
        "01138",
        "07204",
        "2A004",
        None,
        None,
        None,
    ]


@pytest.mark.django_db
def test_loading_is_quick_and_a_second_one_does_nothing(france: None) -> None:
    Vintage.objects.all().delete()
    Commune.objects.filter(pk="07204").update(name="Changed by hand")
    started = time.perf_counter()
    loaded = load_territories()
    assert time.perf_counter() - started < 20
    assert (sum(loaded.added.values()), sum(loaded.changed.values())) == (0, 1)
    started = time.perf_counter()
    assert load_territories().is_unchanged
    assert time.perf_counter() - started < 0.5
    assert Commune.objects.get(pk="07204").name == "Saint-Agrève"
    # The one row that differed left its trace; the thirty-nine thousand others left none.
    assert [row.name for row in Commune.objects.get(pk="07204").history.order_by("pgh_id")][
        -1
    ] == "Saint-Agrève"


@pytest.fixture
def later(tmp_path: Path, little_folder: Path, little_france: None) -> Callable[..., Path]:
    """A folder of a later vintage: ``later(communes=edit, epci=edit…)``."""

    def build(vintage: str = "2027", **edits: Edit) -> Path:
        folder = tmp_path / vintage
        shutil.copytree(little_folder, folder)
        for table, edit in edits.items():
            write(folder, table, edit(read(folder, table)))
        about = json.loads((folder / "vintage.json").read_text())
        (folder / "vintage.json").write_text(json.dumps({**about, "vintage": vintage}))
        return folder

    return build


def merge(*codes: str, into: str, name: str, epci: str = "") -> dict[str, Edit]:
    """Communes ``codes`` merge into ``into``, which takes a new name."""

    def communes(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        kept = [row for row in rows if row["code"] not in codes]
        for row in kept:
            if row["code"] == into:
                row["name"] = name
        return kept

    def former(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in rows:
            if row["successor"] in codes:
                row["successor"] = into
        return [
            *rows,
            *({"code": code, "name": "", "kind": "former", "successor": into} for code in codes),
        ]

    return {"communes": communes, "former_communes": former}


def test_a_later_vintage_merges_communes_in_place(later: Callable[..., Path]) -> None:
    mars = Commune.objects.get(pk="07151")
    loaded = load_territories(later(**merge("07151", into="07204", name="Saint-Agrève-et-Mars")))
    mars.refresh_from_db()
    heir = Commune.objects.get(pk="07204")
    assert loaded.retired == ["commune:07151"]
    assert (mars.is_current, mars.successor, mars.kind, mars.name) == (False, heir, "former", "Mars")
    assert mars.latitude is not None
    assert (heir.name, heir.vintage, heir.former_codes) == (
        "Saint-Agrève-et-Mars",
        "2027",
        ["07151", "07180"],
    )
    assert covers([("commune", "07151")], heir)
    assert resolve_code("07151") == heir
    # Rows that did not change keep the vintage in which they were last written.
    assert Commune.objects.get(pk="98735").vintage == "2026"
    assert broken_territories() == []


def test_successors_of_successors_lead_to_today(later: Callable[..., Path]) -> None:
    # Béon merged into Culoz-Béon in 2023; now Culoz-Béon merges too.
    load_territories(later("2027", **merge("01138", into="01034", name="Belley")))
    assert {code: getattr(resolve_code(code), "pk", None) for code in ("01039", "01138")} == {
        "01039": "01034",
        "01138": "01034",
    }
    assert {"01039", "01138"} <= set(Commune.objects.get(pk="01034").former_codes)
    assert Commune.objects.get(pk="01138").former_codes == []


def test_a_merged_epci_keeps_covering_the_communes_that_it_had(later: Callable[..., Path]) -> None:
    gone, heir = "200041465", "200040681"
    before = set(Commune.objects.current().filter(epci=gone).values_list("pk", flat=True))
    assert Epci.objects.filter(pk=heir).exists()

    def move(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in rows:
            if row["epci"] == gone:
                row["epci"] = heir
        return rows

    def drop(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row for row in rows if row["code"] != gone]

    loaded = load_territories(later(communes=move, epci=drop))
    old = Epci.objects.get(pk=gone)
    assert (old.is_current, old.successor_id) == (False, heir)
    assert f"epci:{gone}" in loaded.retired
    covered = {
        place.pk for place in Commune.objects.current().filter(epci=heir) if covers([("epci", gone)], place)
    }
    assert covered == before
    assert ("epci", heir) in codes_of(Commune.objects.get(pk="07204"))


def test_a_commune_that_separates_is_current_again(later: Callable[..., Path]) -> None:
    def separate(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        model = next(row for row in rows if row["code"] == "01138")
        return [*rows, {**model, "code": "01039", "name": "Béon", "population": "400", "other_names": ""}]

    def no_longer_former(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row for row in rows if row["code"] != "01039"]

    load_territories(later(communes=separate, former_communes=no_longer_former))
    beon = Commune.objects.get(pk="01039")
    assert (beon.is_current, beon.successor_id, beon.kind, beon.population) == (True, None, "commune", 400)
    assert "01039" not in Commune.objects.get(pk="01138").former_codes


def test_a_commune_that_vanishes_without_successor_is_kept_and_told(later: Callable[..., Path]) -> None:
    def drop(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row for row in rows if row["code"] != "98901"]

    loaded = load_territories(later(communes=drop))
    assert loaded.orphaned == ["98901"]
    assert Commune.objects.get(pk="98901").is_current is False
    assert resolve_code("98901") is None


def test_an_earlier_vintage_is_refused(later: Callable[..., Path]) -> None:
    with pytest.raises(Conflict, match="2025"):
        load_territories(later("2025"))


def test_a_failure_half_way_leaves_everything_as_it_was(later: Callable[..., Path]) -> None:
    def spoil(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        rows[-1]["latitude"] = "123"
        rows[0]["name"] = "Never seen"
        return rows

    folder = later(communes=spoil)
    with pytest.raises(IntegrityError, match="territories_commune_point_on_earth"), transaction.atomic():
        load_territories(folder)
    assert not Commune.objects.filter(name="Never seen").exists()
    assert Vintage.objects.get().vintage == "2026"


def test_the_command_says_what_it_did(later: Callable[..., Path], little_folder: Path, capsys: Any) -> None:
    call_command("load_territories", folder=little_folder)
    assert "loaded already" in capsys.readouterr().out
    call_command("load_territories", folder=later(**merge("07151", into="07204", name="Saint-Agrève")))
    out = capsys.readouterr().out
    assert "no longer current, with a successor: commune:07151" in out
    with pytest.raises(CommandError, match="missing"):
        call_command("load_territories", folder=Path("/nowhere"))


@pytest.mark.usefixtures("france")
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"latitude": None}, "territories_commune_current_is_whole"),
        ({"successor_id": "75056"}, "territories_commune_current_is_whole"),
        ({"longitude": 200.0}, "territories_commune_point_on_earth"),
    ],
)
def test_the_database_holds_the_promises_of_a_current_commune(
    values: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Commune.objects.filter(pk="07204").update(**values)


def features(name: str) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = json.loads((CONTOURS / f"{name}.geojson").read_text())["features"]
    return drawn


def test_contours_show_every_territory_of_their_level(france: None) -> None:
    drawn = {
        name: {
            f["properties"]["code"]
            for f in json.loads((CONTOURS / f"{name}.geojson").read_text())["features"]
        }
        for name in ("regions", "departements", "epci")
    }
    assert drawn["regions"] == set(Region.objects.values_list("pk", flat=True))
    assert drawn["departements"] == set(Department.objects.values_list("pk", flat=True))
    assert drawn["epci"] == set(Epci.objects.filter(is_current=True).values_list("pk", flat=True))
    insets = json.loads((DATA / "insets.json").read_text())
    overseas = {code for code in drawn["departements"] if len(code) == 3}
    assert {inset["code"] for inset in insets} == {"metropole", *overseas}


def test_neighbouring_contours_share_their_border(france: None) -> None:
    """A vertex of the border between two départements is a vertex of both: nothing gaps."""
    vertices = {
        f["properties"]["code"]: {
            tuple(point) for polygon in f["geometry"]["coordinates"] for ring in polygon for point in ring
        }
        for f in features("departements")
    }
    inland = vertices["63"]  # Puy-de-Dôme: every vertex of its border is a neighbour's too
    around = set().union(*(vertices[code] for code in ("03", "23", "19", "15", "43", "42")))
    assert inland <= around
