"""Documents: texts stay texts, faults are loud, the same data give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from maillage.core import pdf

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ROOT = Path(pdf.__file__).resolve().parent.parent.parent


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


def test_document_says_its_title_its_language_and_its_pages() -> None:
    content = pdf.render(
        "core/plain",
        {"lede": "Un après-midi d’été"},
        title="Procès-verbal",
        author="Atelier des Monts",
        footer="Jury du 12",
        language="fr-fr",
        at=AT,
    )

    document = read(content)
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == ("Procès-verbal", "Atelier des Monts")
    assert document.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]
    assert "/StructTreeRoot" in document.trailer["/Root"]  # type: ignore[operator]
    assert b"pdfuaid" in content
    assert b"pdfaid" in content
    width, height = document.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert text_of(content).split("\n") == [
        "Procès-verbal",
        "Un après-midi d’été",
        "Jury du 12 1 / 1",
    ]


def test_text_of_a_person_is_never_markup() -> None:
    text = (
        '#eval("1+1")\n\n#panic("x") $x^2$ \\ *gras* _it_ @ref <lab> // non\n\n= titre #read("/etc/passwd")'
    )

    shown = text_of(pdf.render("core/plain", {"text": text, "lede": "#lorem(50)"}, title="#v(1em) $"))

    assert shown.split("\n") == [
        "#v(1em) $",
        "#lorem(50)",
        '#eval("1+1")',
        '#panic("x") $x^2$ \\ *gras* _it_ @ref <lab> // non',
        '= titre #read("/etc/passwd")',
        "1 / 1",
    ]


def test_same_data_give_the_same_bytes() -> None:
    first, again, other = (
        hashlib.sha256(pdf.render("core/plain", {"text": text}, title="T", at=AT)).hexdigest()
        for text in ("a", "a", "b")
    )
    assert first == again
    assert first != other


def test_character_that_no_font_draws_does_not_stop_a_letter() -> None:
    content = pdf.render("core/plain", {"text": "Atelier \N{HAMMER AND WRENCH} 日本\x01 ok"}, title="T")
    assert text_of(content).split("\n")[1].startswith("Atelier ")
    assert text_of(content).split("\n")[1].endswith(" ok")
    assert b"pdfaid" not in content


@pytest.mark.parametrize(
    ("template", "data"),
    [("core/plain", {"lede": 3}), ("core/plain", {"facts": [1]}), ("core/nothing", {})],
)
def test_a_fault_is_loud(template: str, data: dict[str, Any]) -> None:
    with pytest.raises(pdf.DocumentFailed, match=template.partition("/")[2]):
        pdf.render(template, data, title="T")


def test_package_from_the_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "core" / "pdf"
    folder.mkdir(parents=True)
    (folder / "far.typ").write_text('#import "@preview/cetz:0.3.0"\nx')
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    with pytest.raises(pdf.DocumentFailed, match="network"):
        pdf.render("core/far", {}, title="T")


def test_templates_import_no_package() -> None:
    for template in sorted(ROOT.glob("*/pdf/*.typ")):
        assert "@preview" not in template.read_text(), template


@pytest.mark.django_db
def test_document_is_kept_as_a_private_file() -> None:
    content = pdf.render("core/plain", {}, title="T", at=AT)
    stored = pdf.keep(content, "procès-verbal: jury.pdf")

    assert (stored.name, stored.media_type, stored.is_public) == (
        "procès-verbal- jury.pdf",
        "application/pdf",
        False,
    )
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.content.read() == content
    stored.content.close()
