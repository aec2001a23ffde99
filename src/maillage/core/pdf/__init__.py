"""Documents on paper: PDF from Typst, in the look of the house.

A template is ``<app>/pdf/<name>.typ`` in the app's folder; it begins with ``core/pdf/house.typ`` and shows
``data``. What people wrote reaches it as JSON strings, never as Typst source, so that no text of theirs can
be read as markup or run. No network, no package, no font of the machine: the same document everywhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import structlog
import typst
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from maillage.core import clock, files
from maillage.core.models import StoredFile

logger = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent  # the folder of the apps: templates import from it
FONTS = Path(__file__).resolve().parent / "fonts"
# Tagged, readable aloud (PDF/UA-1), and self-contained for an archive (PDF/A-2a).
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_CONTROL = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}


class DocumentFailed(Exception):
    """A template could not be drawn with these data: a fault of ours, never of the person who asked."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    author: str = "Maillage",
    footer: str = "",
    language: str = "",
    at: dt.datetime | None = None,
) -> bytes:
    """The PDF of a template; the same arguments give the same bytes.

    Args:
        template: ``<app>/<name>``, the file ``<app>/pdf/<name>.typ``.
        data: JSON-serialisable; dates and amounts already as people read them. A picture is its SVG text,
            which the template draws with a text beside it for those who do not see it.
        title: of the document: shown by readers, required by PDF/UA.
        footer: on the left of each page's foot.
        language: of the text; the active one when empty.
        at: the document's date; now when None.

    Raises:
        DocumentFailed: the template has an error, or ``data`` lacks something it shows.
    """
    app, _slash, name = template.partition("/")
    source = ROOT / app / "pdf" / f"{name}.typ"
    about = {
        "title": title,
        "author": author,
        "footer": footer,
        "language": (language or translation.get_language() or "fr").split("-")[0],
    }
    if "@" in _imports(source):
        raise DocumentFailed(f"{template}: imports a package, which would come from the network")
    inputs = {"data": _as_json(data), "about": _as_json(about)}
    seconds = int((at or clock.moment()).timestamp())
    try:
        try:
            return _compiled(source, inputs, STANDARDS, seconds)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            # An emoji, a Chinese name: an archive's standard refuses what no font of ours draws. The
            # document shows a box there rather than not to be.
            logger.warning("document_without_standard", template=template)
            return _compiled(source, inputs, [], seconds)
    except (RuntimeError, ValueError, TypeError, OSError) as error:
        # No data in the log: only where the template stumbled.
        logger.error("document_failed", template=template, error=type(error).__name__)
        raise DocumentFailed(f"{template}: {error}") from error


def _compiled(source: Path, inputs: dict[str, str], standards: list[Any], seconds: int) -> bytes:
    content: bytes = typst.compile(
        str(source),
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=seconds,
    )
    return content


def _as_json(data: Mapping[str, Any]) -> str:
    plain = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return json.dumps(_printable(plain), ensure_ascii=False)


def _printable(value: Any) -> Any:
    """The same without control characters, which mean nothing on paper."""
    match value:
        case str():
            return value.translate(_CONTROL)
        case list():
            return [_printable(part) for part in value]
        case dict():
            return {key: _printable(part) for key, part in value.items()}
    return value


def keep(content: bytes, name: str, *, by: Any = None, is_public: bool = False) -> StoredFile:
    """Keeps a document that we drew. Owned by nobody until an app points to it.

    Args:
        name: the file name offered to whoever saves it, ``.pdf`` included.

    Raises:
        StorageUnavailable: the storage does not answer; nothing is kept.
    """
    return files.keep_made(ContentFile(content), name, files.PDF, by=by, is_public=is_public)


@cache
def _imports(source: Path) -> str:
    """The import lines of a template, where a package would be named."""
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentFailed(f"{source.name}: no such template") from error
    return "\n".join(row for row in text.splitlines() if row.lstrip("# ").startswith(("import", "include")))
