"""Files as other programs write them come out as the same cells."""

from __future__ import annotations

import csv
import io
import json
import string
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.directory.importing import readers
from maillage.directory.importing.readers import FileFormat, Unreadable, read, spreadsheet


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# A loaded machine is slow, not wrong.
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
HEADER = ["nom", "commune", "code_insee", "description"]
# What Windows-1252 can write, without the control characters that no cell holds.
CP1252 = "".join(
    char
    for byte in range(32, 256)
    if (char := bytes([byte]).decode("cp1252", errors="ignore")) and char.isprintable()
)
texts = st.text(alphabet=CP1252 + "\n", max_size=30).map(str.strip)
unicode_texts = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30
).map(str.strip)


def written(
    rows: list[list[str]], *, delimiter: str, encoding: str, terminator: str = "\r\n", quoting: int = 0
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=terminator, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def outcome(content: bytes) -> str:
    """The format it was read as, or the sentence that refuses it: nothing else may come out."""
    try:
        return str(read(content).format)
    except Unreadable as refusal:
        return str(refusal.sentence)


def filled(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if any(row)]


@unhurried
@given(
    rows=st.lists(st.lists(texts, min_size=4, max_size=4), max_size=8),
    delimiter=st.sampled_from(readers.DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    terminator=st.sampled_from(["\r\n", "\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_csv_reads_back_whatever_its_delimiter_and_encoding(
    rows: list[list[str]], delimiter: str, encoding: str, terminator: str, quoting: int
) -> None:
    content = written(rows, delimiter=delimiter, encoding=encoding, terminator=terminator, quoting=quoting)
    try:
        content.decode("utf-8")
        ambiguous = encoding == "cp1252"  # these very bytes are UTF-8 too: nobody can tell
    except UnicodeDecodeError:
        ambiguous = False

    table = read(content)

    assert table.columns == tuple(HEADER)
    assert table.delimiter == delimiter
    if not ambiguous:
        assert [list(row.cells.values()) for row in table.rows] == filled(rows)


@unhurried
@given(rows=st.lists(st.lists(unicode_texts, min_size=4, max_size=4), max_size=8))
def test_any_unicode_text_survives_utf8(rows: list[list[str]]) -> None:
    table = read(written(rows, delimiter=";", encoding="utf-8"))
    assert [list(row.cells.values()) for row in table.rows] == filled(rows)


@unhurried
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    assert outcome(content)


@unhurried
@given(text=st.text(alphabet=string.printable, max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    assert outcome(text.encode())


def test_cp1252_accents_are_understood() -> None:
    table = read("nom;ville\r\nL’Atelier des Épinettes œuvré;Évreux\r\n".encode("cp1252"))
    assert table.encoding == "cp1252"
    assert table.rows[0].cells == {"nom": "L’Atelier des Épinettes œuvré", "ville": "Évreux"}


def test_positions_are_the_lines_a_spreadsheet_shows() -> None:
    table = read(b'nom,note\n\n"A","deux\nlignes"\n\nB,x\n')
    assert [(row.position, row.cells["nom"]) for row in table.rows] == [(3, "A"), (6, "B")]


def test_a_declared_separator_wins_and_shifts_the_lines() -> None:
    table = read(b"sep=;\r\nnom;a,b\r\nUn;1,2\r\n")
    assert table.columns == ("nom", "a,b")
    assert table.rows[0].position == 3


def test_a_comma_in_an_unquoted_header_does_not_fool_the_sniffer() -> None:
    table = read("Nom, prénom;Ville;Département\nA;B;C\nD;E;F\n".encode())
    assert table.columns == ("Nom, prénom", "Ville", "Département")


def test_one_single_column_is_a_table() -> None:
    assert [row.cells for row in read(b"nom\nA\nB\n").rows] == [{"nom": "A"}, {"nom": "B"}]


def test_a_line_with_more_cells_than_the_header_is_refused_not_cut() -> None:
    table = read(b"nom;ville\nAtelier;bois;Nevers\nForge;Arles\n")
    assert [position for position, _why in table.refused] == [2]
    assert [row.cells["nom"] for row in table.rows] == ["Forge"]


def test_a_short_line_is_completed_with_nothing() -> None:
    assert read(b"nom;ville;note\nForge;Arles\n").rows[0].cells == {
        "nom": "Forge",
        "ville": "Arles",
        "note": "",
    }


def test_repeated_and_empty_column_names_become_distinct() -> None:
    assert read(b"nom;nom;;note\nA;B;C;D\n").columns == ("nom", "nom (2)", "column 3", "note")


def test_a_quotation_mark_left_open_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable, match="Line 3"):
        read(b'nom;ville\n"A";B\n"C;D\nE;F\n')


def test_programs_that_never_quote_are_understood() -> None:
    table = read(b'nom\tville\n"Le Lieu" partag\xc3\xa9\tArles\n')
    assert table.rows[0].cells["nom"] == '"Le Lieu" partagé'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "XLS"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04broken", "spreadsheet"),
        (b"a;b\n\x81\x8d;\xff\n", "line 2"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJSON"),
        (b'{"a": 1', "line 1"),
        (b'{"a": 1}', "GeoJSON"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_unreadable_files_say_why(content: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(content)
    assert word.casefold() in str(refusal.value.sentence).casefold()


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_gives_text_as_people_read_it() -> None:
    table = read(
        workbook(
            {
                "Vide": [],
                "Lieux": [
                    [],
                    ["nom", "insee", "lat", "ouvert"],
                    ["Forge", 1004, 45.5, True],
                    [None, None, None, None],
                    ["Labo", "2A004", 41.0, None],
                ],
            }
        )
    )
    assert table.format == FileFormat.XLSX
    assert [(row.position, *row.cells.values()) for row in table.rows] == [
        (3, "Forge", "1004", "45.5", "1"),
        (5, "Labo", "2A004", "41", ""),
    ]
    assert len(table.notices) == 1


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000)
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 100_000)
    with pytest.raises(Unreadable, match="too large"):
        read(out.getvalue())


def test_geojson_gives_properties_and_a_point() -> None:
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": 7,
                "properties": {"nom": "Forge", "types": ["fablab", "cuisine"], "détail": {"a": 1}},
                "geometry": {"type": "Point", "coordinates": [5.37, 45.96]},
            },
            {"type": "Feature", "properties": {"nom": "Labo"}, "geometry": None},
            {"type": "Feature", "properties": None, "geometry": None},
            {
                "type": "Feature",
                "properties": {"nom": "Halle"},
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]]]},
            },
        ],
    }
    table = read(json.dumps(document).encode())
    assert table.format == FileFormat.GEOJSON
    assert [row.position for row in table.rows] == [1, 2, 4]
    assert table.rows[0].cells == {
        "nom": "Forge",
        "types": "fablab|cuisine",
        "détail": '{"a": 1}',
        "id": "7",
        "longitude": "5.37",
        "latitude": "45.96",
    }
    assert table.rows[1].cells["latitude"] == ""
    assert (table.rows[2].cells["longitude"], table.rows[2].cells["latitude"]) == ("1.0", "2.0")
    assert [position for position, _why in table.refused] == [3]


def test_data_inclusion_gives_structures_and_services() -> None:
    document = {
        "structures": [{"source": "s", "id": "s--1", "nom": "Forge", "date_maj": "2026-01-02"}],
        "services": [{"source": "s", "id": "s--2", "structure_id": "s--1", "nom": "Aide", "frais": None}],
    }
    table = read(json.dumps(document).encode())
    assert table.format == FileFormat.DATA_INCLUSION
    assert [(row.position, row.cells["nom"]) for row in table.rows] == [(1, "Forge")]
    assert [(row.position, row.cells["structure_id"]) for row in table.services] == [(2, "s--1")]
    assert table.count == 2


def test_the_signature_forgives_case_and_accents_but_not_other_columns() -> None:
    first = read("Nom;Libellé\nA;B\n".encode())
    again = read(b"NOM,libelle\nC,D\n")
    other = read(b"nom;ville\nA;B\n")
    assert first.signature == again.signature != other.signature
