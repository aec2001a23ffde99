"""Published typologies: every line accounted for, unknown never a no, vintages kept apart."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from openpyxl import Workbook

from maillage.core.errors import Invalid
from maillage.territories.actions import load_typologies
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Commune, TypologyRelease, TypologyValue
from maillage.territories.queries import typologies_of, typologies_of_many, with_typology
from maillage.territories.typology_files import meaning

ROOT = Path(__file__).resolve().parents[2]
Get = Callable[[str], Commune]


def said(commune: Commune) -> dict[str, str | None]:
    return {fact.kind.value: fact.value for fact in typologies_of(commune)}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def build(text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return build


@pytest.mark.usefixtures("france")
def test_without_any_file_everything_is_unknown(commune: Get) -> None:
    facts = typologies_of(commune("07204"))
    assert [fact.kind for fact in facts] == list(TypologyKind)
    assert not any(fact.is_known for fact in facts)


def shared_file() -> Path:
    for folder in (ROOT.parent, *ROOT.parents):
        path = folder / "shared" / "data" / "typologies_communes.csv.gz"
        if path.exists():
            return path
    pytest.skip("the folder of real data (shared/data) is not beside the repository")


def test_the_handed_file_loads_whole(commune: Get) -> None:
    report = load_typologies(
        shared_file(),
        vintage="2025",
        vintages={TypologyKind.ZRR: "2022-11", TypologyKind.FRR: "2025-07", TypologyKind.QPV: "2024"},
        source="INSEE, ANCT, DGCL",
    )
    assert (report.lines, report.read, report.refused, report.doubtful_cells) == (34_969, 34_969, [], [])
    assert {kind.value: (r.known, r.unknown) for kind, r in report.kinds.items()} == {
        "density": (34_875, 94),
        # 94 collectivities and 74 communes whose perimeter changed since the study.
        "rurality": (34_801, 168),
        # 94 collectivities and 129 cells "- undefined".
        "centrality": (34_746, 223),
        "massif": (8_594, 26_375),
        "zrr": (34_863, 106),
        "frr": (34_875, 94),
        "acv": (34_969, 0),
        "pvd": (34_969, 0),
        "villages_avenir": (34_969, 0),
        "qpv": (34_969, 0),
        "france_services": (34_969, 0),
    }
    assert report.kinds[TypologyKind.RURALITY].values["out_of_field"] == 4_240
    assert report.kinds[TypologyKind.ZRR].values == {"C": 17_626, "NC": 17_201, "PC": 36}
    assert report.kinds[TypologyKind.PVD].values == {"no": 33_324, "yes": 1_645}
    assert said(commune("07204")) == {
        "density": "5",
        "rurality": "small_industrial",
        "centrality": "intermediate",
        "massif": "06",
        "frr": "plus",
        "zrr": "C",
        "acv": "no",
        "pvd": "yes",
        "villages_avenir": "no",
        "qpv": "no",
        "france_services": "yes",
    }
    # Overseas: Mayotte is outside the study's field, which is known; Nouméa is unknown.
    assert (said(commune("97611"))["rurality"], said(commune("98818"))["rurality"]) == ("out_of_field", None)
    assert {fact.vintage for fact in typologies_of(commune("07204"))} == {
        "2025",
        "2022-11",
        "2025-07",
        "2024",
    }
    rural = with_typology(Commune.objects.all(), TypologyKind.FRR, ["base", "plus"])
    assert rural.count() == 13_313 + 4_456
    again = load_typologies(shared_file(), vintage="2025", source="INSEE, ANCT, DGCL")
    assert again.kinds[TypologyKind.DENSITY].added == again.kinds[TypologyKind.DENSITY].changed == 0


@pytest.mark.usefixtures("france")
@pytest.mark.parametrize(
    ("header", "line", "kind", "value"),
    [
        ("CODGEO;LIBGEO;REG;DEP;DENS;LIBDENS", "07204;Saint-Agrève;84;07;5;Bourgs ruraux", "density", "5"),
        ("CODGEO;LIBGEO;ZRR_SIMP;ZONAGE_ZRR", "07204;Saint-Agrève;C - Classée en ZRR;x", "zrr", "C"),
        ("CODGEO;LIBGEO;ZRR_SIMP", "07204;Saint-Agrève;NC - Commune non classée", "zrr", "NC"),
        ("Code INSEE;Commune;Zonage FRR", "07204;Saint-Agrève;FRR+", "frr", "plus"),
        ("Code commune;FRR", "07204;FRR socle", "frr", "base"),
        ("insee_com;lib_com;id_pvd", "07204;Saint-Agrève;pvd-84-07-1", "pvd", "yes"),
        ("insee_com,lib_com,id_acv", "07204,Saint-Agrève,acv-1", "acv", "yes"),
        ("insee_com\tlib_com\tid_va", "07204\tSaint-Agrève\tva-1", "villages_avenir", "yes"),
        ("code_qp;lib_qp;insee_com", "QN00701M;Centre;07204", "qpv", "yes"),
        ("id_fs;insee_com", "12;07204", "france_services", "yes"),
        ("insee;massif", "07204;06 - Massif Central", "massif", "06"),
        ("insee;massif", "07204;Hors massif", "massif", "none"),
    ],
)
def test_official_files_are_recognised_by_their_headers(
    write: Callable[..., Path], commune: Get, header: str, line: str, kind: str, value: str
) -> None:
    report = load_typologies(write(f"{header}\n{line}\n", encoding="cp1252"), vintage="2024", source="ANCT")
    assert [k.value for k in report.kinds] == [kind]
    assert said(commune("07204"))[kind] == value


def test_a_workbook_with_title_lines_is_read(tmp_path: Path, commune: Get) -> None:
    book = Workbook()
    book.active.append(["Explanations only"])
    sheet = book.create_sheet("Communes")
    for row in (
        ["Grille de densité"],
        [],
        ["CODGEO", "LIBGEO", "DENS"],
        ["07204", "Saint-Agrève", 5],
        [1001, "", 6],
    ):
        sheet.append(row)
    path = tmp_path / "grille.xlsx"
    book.save(path)
    report = load_typologies(path, vintage="2024", source="INSEE")
    # Spreadsheets eat the first zero of 01001.
    assert (report.lines, report.read) == (2, 2)
    assert (said(commune("07204"))["density"], said(commune("01001"))["density"]) == ("5", "6")


@pytest.mark.usefixtures("france")
def test_each_line_is_accounted_for(write: Callable[..., Path], commune: Get) -> None:
    text = "insee;densite7;zrr\n07204;5;C\n99999;5;C\n;5;C\n14011;6;\n07151;9;peut-être\n\n"
    report = load_typologies(write(text), vintage="2025", source="INSEE")
    assert (report.lines, report.read, report.by_successor) == (5, 3, 1)
    assert [(line, code) for line, code, _why in report.refused] == [(3, "99999"), (4, "")]
    assert [(line, cell) for line, _kind, cell in report.doubtful_cells] == [(6, "9"), (6, "peut-être")]
    assert said(commune("07151"))["density"] is None
    # Anctoville is a part of Aurseulles today: what is said of it is said of Aurseulles.
    assert said(commune("14581"))["density"] == "6"


@pytest.mark.usefixtures("france")
def test_parts_that_disagree_leave_their_commune_unknown_but_its_own_line_wins(
    write: Callable[..., Path], commune: Get
) -> None:
    load_typologies(write("insee;densite7\n14011;6\n14267;7\n"), vintage="2024", source="INSEE")
    assert said(commune("14581"))["density"] is None
    load_typologies(write("insee;densite7\n14011;6\n14581;5\n14267;7\n"), vintage="2025", source="INSEE")
    assert said(commune("14581"))["density"] == "5"


@pytest.mark.usefixtures("france")
def test_a_list_says_yes_and_leaves_the_others_unknown_unless_it_is_complete(
    write: Callable[..., Path], commune: Get
) -> None:
    path = write("insee_com;id_pvd\n07204;1\n")
    load_typologies(path, vintage="2024", source="ANCT")
    assert [said(commune(code))["pvd"] for code in ("07204", "98818")] == ["yes", None]
    load_typologies(path, vintage="2024", source="ANCT", is_complete_list=True)
    assert [said(commune(code))["pvd"] for code in ("07204", "98818")] == ["yes", "no"]


@pytest.mark.usefixtures("france")
def test_the_newest_vintage_is_in_force_and_older_ones_stay(write: Callable[..., Path], commune: Get) -> None:
    load_typologies(write("insee;densite7\n07204;5\n"), vintage="2025", source="INSEE")
    load_typologies(write("insee;densite7\n07204;6\n97611;3\n"), vintage="2021", source="INSEE")
    assert (said(commune("07204"))["density"], said(commune("97611"))["density"]) == ("5", None)
    assert set(TypologyRelease.objects.values_list("vintage", flat=True)) == {"2021", "2025"}
    found = with_typology(Commune.objects.all(), TypologyKind.DENSITY, ["5", "6"])
    assert [place.pk for place in found] == ["07204"]


@pytest.mark.usefixtures("france")
def test_a_corrected_file_of_the_same_vintage_replaces_it(write: Callable[..., Path], commune: Get) -> None:
    load_typologies(write("insee;densite7\n07204;5\n97611;3\n"), vintage="2025", source="INSEE")
    report = load_typologies(write("insee;densite7\n07204;6\n01001;6\n"), vintage="2025", source="INSEE")
    density = report.kinds[TypologyKind.DENSITY]
    assert (density.added, density.changed, density.removed) == (1, 1, 1)
    assert (said(commune("07204"))["density"], said(commune("97611"))["density"]) == ("6", None)


@pytest.mark.usefixtures("france")
def test_a_year_in_the_header_is_the_vintage_of_its_column(write: Callable[..., Path]) -> None:
    report = load_typologies(
        write("insee;zrr_2022;frr_2025;pvd\n07204;C;FRR+;1\n"), vintage="2024", source="x"
    )
    assert {kind.value: r.vintage for kind, r in report.kinds.items()} == {
        "zrr": "2022",
        "frr": "2025",
        "pvd": "2024",
    }


@pytest.mark.usefixtures("france")
@pytest.mark.parametrize(
    ("text", "vintage"),
    [("a;b\n1;2\n", "2025"), ("insee;name\n07204;x\n", "2025"), ("insee;zrr\n07204;C\n", "soon")],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    write: Callable[..., Path], text: str, vintage: str
) -> None:
    with pytest.raises(Invalid):
        load_typologies(write(text), vintage=vintage, source="x")
    assert not TypologyRelease.objects.exists()


@pytest.mark.usefixtures("france")
def test_the_command_reports_and_takes_a_bare_list(write: Callable[..., Path], capsys: Any) -> None:
    path = write("insee\n07204\n99999\n")
    call_command("load_typologies", path, vintage=["2024"], kind="pvd", source="ANCT")
    out = capsys.readouterr().out
    assert "2 lines: 1 read" in out
    assert "line 3: 99999" in out
    with pytest.raises(CommandError, match="--kind"):
        call_command("load_typologies", path, vintage=["2024"])
    with pytest.raises(CommandError, match="nonsense"):
        call_command("load_typologies", path, vintage=["nonsense=2024"])


@pytest.mark.usefixtures("france")
def test_a_gzipped_file_is_read(tmp_path: Path, commune: Get) -> None:
    path = tmp_path / "file.csv.gz"
    path.write_bytes(gzip.compress(b"insee,densite7\n07204,5\n"))
    load_typologies(path, vintage="2025", source="INSEE")
    assert said(commune("07204"))["density"] == "5"


@pytest.mark.usefixtures("france")
def test_facts_of_many_communes_take_two_queries(
    write: Callable[..., Path], django_assert_num_queries: Any
) -> None:
    load_typologies(write("insee;densite7\n07204;5\n"), vintage="2025", source="INSEE")
    codes = list(Commune.objects.current().order_by("pk").values_list("pk", flat=True)[:30])
    with django_assert_num_queries(2):
        assert len(typologies_of_many(codes)) == 30


@pytest.mark.parametrize("kind", list(TypologyKind))
def test_every_value_of_every_typology_can_be_stored(kind: TypologyKind) -> None:
    longest = TypologyValue._meta.get_field("value").max_length
    assert all(len(value) <= (longest or 0) for value in VALUES[kind].values)
    assert meaning(kind, "- undefined") is None
    assert meaning(kind, "") is None
    with pytest.raises(ValueError, match="surprise"):
        meaning(kind, "surprise")


@pytest.mark.usefixtures("france")
def test_the_database_refuses_a_vintage_that_is_no_date() -> None:
    with pytest.raises(IntegrityError, match="vintage_is_a_date"), transaction.atomic():
        TypologyRelease.objects.create(kind="zrr", vintage="soon", source="x", file_name="x")
