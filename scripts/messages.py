"""The French catalogue: collects messages, merges ``locale/parts/*.po``, compiles; ``--check`` only judges.

Uses Babel and Django's own template scanner, so that no gettext program has to be installed.
English is the language of message ids: it has no catalogue. The check fails on a missing, fuzzy
or unused entry, on placeholders that differ, and on a compiled file older than its source.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "maillage"
FRENCH = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
COMPILED = FRENCH.with_suffix(".mo")
PARTS = SOURCE / "locale" / "parts"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str, str]


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted(SOURCE.rglob("*")):
        if "vendor" in path.parts or "migrations" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            yield path, path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield path, templatize(path.read_text(), origin=str(path)).encode()


def used() -> Catalog:
    """Every message of the sources."""
    catalog = Catalog(locale="fr", charset="utf-8")
    for _path, text in _sources():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text), KEYWORDS, (), {"encoding": "utf-8"}
        ):
            if message and message != "":
                catalog.add(message, context=context)
    return catalog


def known() -> Catalog:
    """The committed catalogue with the parts merged over it."""
    catalog = Catalog(locale="fr", charset="utf-8")
    for path in [FRENCH, *sorted(PARTS.glob("*.po"))]:
        if path.exists():
            with path.open("rb") as file:
                for message in read_po(file, locale="fr", abort_invalid=True):
                    if message.id and message.string:
                        # `add` keeps the text that it has: the newer one must find the place free.
                        catalog.delete(message.id, message.context)
                        catalog.add(message.id, message.string, context=message.context, flags=message.flags)
    return catalog


def merged() -> Catalog:
    catalog, old = used(), known()
    for message in catalog:
        match = old.get(message.id, message.context) if message.id else None
        if match is not None:
            message.string = match.string
            message.flags |= match.flags & {"fuzzy"}
    return catalog


def faults(catalog: Catalog) -> list[str]:
    found = []
    for message in catalog:
        if not message.id:
            continue
        name = _name(message)
        strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if not all(strings):
            found.append(f"missing: {name}")
        elif message.fuzzy:
            found.append(f"fuzzy: {name}")
        else:
            ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
            wanted = {place for text in ids for place in PLACEHOLDER.findall(text)}
            given = {place for text in strings for place in PLACEHOLDER.findall(text)}
            if wanted != given:
                found.append(f"placeholders differ: {name}")
    return found


def _name(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}|{text}" if message.context else text


def _po(catalog: Catalog) -> bytes:
    catalog.header_comment = "# French catalogue of Maillage. Refresh with `make messages`."
    catalog.project, catalog.version = "Maillage", ""
    output = io.BytesIO()
    write_po(
        output,
        catalog,
        width=110,
        no_location=True,
        omit_header=False,
        sort_output=True,
        ignore_obsolete=True,
    )
    kept = [
        line
        for line in output.getvalue().decode().splitlines()
        if not line.startswith(
            (
                '"POT-Creation-Date',
                '"PO-Revision-Date',
                '"Last-Translator',
                '"Report-Msgid',
                '"Generated-By',
                '"Language-Team',
                '"Project-Id',
            )
        )
    ]
    return ("\n".join(kept).rstrip() + "\n").encode()


def _mo(po: bytes) -> bytes:
    catalog = read_po(io.BytesIO(po), locale="fr")
    # The same source compiles to the same bytes whenever it is compiled.
    catalog.creation_date = catalog.revision_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    catalog = merged()
    found = faults(catalog)
    po = _po(catalog)
    if options.check:
        if any(PARTS.glob("*.po")):
            found.append("locale/parts holds entries that are not merged: run `make messages`")
        if not FRENCH.exists() or FRENCH.read_bytes() != po:
            found.append("the catalogue differs from the sources: run `make messages`")
        if not COMPILED.exists() or COMPILED.read_bytes() != _mo(po):
            found.append("the compiled catalogue is old: run `make messages`")
    else:
        FRENCH.parent.mkdir(parents=True, exist_ok=True)
        FRENCH.write_bytes(po)
        COMPILED.write_bytes(_mo(po))
        for part in PARTS.glob("*.po"):
            part.unlink()
    for line in found:
        print(line)
    print(f"{len(catalog)} messages, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
