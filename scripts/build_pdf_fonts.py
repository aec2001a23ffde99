"""Cuts the fonts of printed documents from those of the pages: Typst wants one file for each weight.

The pages use variable WOFF2 files (``core/static/vendor/fonts``); this writes the weights that documents
need as TTF files under ``core/pdf/fonts``, beside the licences (SIL OFL 1.1, which allows it). Run it only
after the vendored fonts changed, with ``fonttools`` and ``brotli`` installed:

    python scripts/build_pdf_fonts.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent / "src" / "maillage" / "core"
SOURCES = ROOT / "static" / "vendor" / "fonts"
TARGETS = ROOT / "pdf" / "fonts"
FAMILIES = {"atkinson": "Atkinson Hyperlegible Next", "bricolage": "Bricolage Grotesque"}
# source, family, weight, style, name of the cut
CUTS = (
    ("atkinson-latin", "atkinson", 400, "Regular", "atkinson-400"),
    ("atkinson-latin-ext", "atkinson", 400, "Regular", "atkinson-ext-400"),
    ("atkinson-latin", "atkinson", 700, "Bold", "atkinson-700"),
    ("atkinson-latin-ext", "atkinson", 700, "Bold", "atkinson-ext-700"),
    ("atkinson-latin-italic", "atkinson", 400, "Italic", "atkinson-400-italic"),
    ("bricolage-latin", "bricolage", 700, "Bold", "bricolage-700"),
    ("bricolage-latin-ext", "bricolage", 700, "Bold", "bricolage-ext-700"),
)


def cut(source: str, family: str, weight: int, style: str, target: str) -> None:
    font = TTFont(SOURCES / f"{source}.woff2")
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
    font = instantiateVariableFont(font, axes, inplace=True)
    # A subset apart takes a family of its own, or the first file of a family and weight would hide it.
    name = FAMILIES[family] + (" Ext" if "-ext" in source else "")
    for record in list(font["name"].names):
        if record.nameID in {1, 2, 3, 4, 6, 16, 17, 21, 22, 25}:
            font["name"].removeNames(nameID=record.nameID)
    for key, text in ((1, name), (2, style), (4, f"{name} {style}"), (6, f"{name} {style}".replace(" ", ""))):
        font["name"].setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    font.save(TARGETS / f"{target}.ttf")


def main() -> None:
    TARGETS.mkdir(parents=True, exist_ok=True)
    for values in CUTS:
        cut(*values)
    for family in FAMILIES:
        shutil.copy(SOURCES / f"{family}-OFL.txt", TARGETS)


if __name__ == "__main__":
    main()
