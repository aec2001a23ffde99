"""Received files: checked, kept, served to whom their owner's app allows, removed.

Nothing of what the sender says about a file is believed: its type is read from its bytes, its name is
cleaned, a picture is drawn again (which drops the position where it was taken and whatever hides behind it).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Collection
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from maillage.core import clamd, registry
from maillage.core.enums import ScanResult
from maillage.core.errors import Invalid, StorageUnavailable
from maillage.core.models import StoredFile, stored_file_path

logger = structlog.get_logger(__name__)

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
CSV, JSON, TEXT = "text/csv", "application/json", "text/plain"

PICTURES = frozenset({JPEG, PNG, WEBP})
DOCUMENTS = frozenset({PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, JPEG, PNG})
LISTS = frozenset({CSV, XLSX, ODS, JSON})

EXTENSIONS: dict[str, tuple[str, ...]] = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    WEBP: (".webp",),
    PDF: (".pdf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    ODT: (".odt",),
    ODS: (".ods",),
    ODP: (".odp",),
    CSV: (".csv", ".tsv", ".txt"),
    JSON: (".json", ".geojson"),
    TEXT: (".txt",),
}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}

LONGEST_NAME = 120
LONGEST_SIDE = 2000  # px: sharp on any screen at the width of a page
MOST_PIXELS = 60_000_000  # a picture that unpacks to more is refused before it is unpacked
MOST_UNPACKED = 300 * 2**20  # bytes that an office document may hold once unzipped
ORPHAN_AGE = dt.timedelta(days=1)


def receive(
    upload: File[bytes],
    *,
    by: Any,
    accepted: Collection[str] = DOCUMENTS,
    is_public: bool = False,
    max_bytes: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Checks an uploaded file and keeps it. Owned by nobody until an app points to it.

    Args:
        accepted: media types, such as ``PICTURES`` or ``DOCUMENTS``.
        is_public: served to anyone who has its address, and kept by browsers and caches.
        max_bytes: a bound lower than the platform's.
        field: the form field that a refusal is shown at.

    Raises:
        Invalid: too large, empty, not of an accepted type, infected; ``fields`` holds the sentence.
        StorageUnavailable: the scanner or the storage does not answer. Nothing is kept.
    """
    bound = min(max_bytes or settings.MAX_UPLOAD_BYTES, settings.MAX_UPLOAD_BYTES)
    name = clean_name(upload.name or "")
    if not upload.size:
        raise _refusal(field, _("This file is empty."))
    if upload.size > bound:
        raise _refusal(
            field,
            _("This file is too large: %(size)s MB, for %(bound)s MB at most.")
            % {"size": _megabytes(upload.size), "bound": _megabytes(bound)},
        )
    upload.open()
    content: IO[bytes] = upload.file if upload.file is not None else upload
    media_type = sniff(content, name)
    if media_type not in accepted:
        known = ", ".join(sorted(EXTENSIONS[kind][0].lstrip(".").upper() for kind in accepted))
        raise _refusal(
            field, _("This type of file is not accepted here. Accepted: %(types)s.") % {"types": known}
        )
    scan_result = _scan(content, field)
    size: tuple[int, int] | None = None
    if media_type in PICTURES:
        content, size = _redrawn(content, media_type, field)
    return _keep(content, name, media_type, size, scan_result, by, is_public)


def keep_made(
    content: File[bytes], name: str, media_type: str, *, by: Any = None, is_public: bool = False
) -> StoredFile:
    """Keeps a file that the platform itself made (a letter, minutes): nothing to check.

    Raises:
        StorageUnavailable: the storage does not answer. Nothing is kept.
    """
    return _keep(content, clean_name(name), media_type, None, ScanResult.NOT_SCANNED, by, is_public)


def remove(stored: StoredFile) -> None:
    """Removes a file: its row now, its bytes once that is committed."""
    with transaction.atomic():
        path = str(stored.content.name)
        stored.delete()
        transaction.on_commit(partial(_erase, path))


def may_read(stored: StoredFile, user: Any) -> bool:
    """Whether that person (or an anonymous visitor) may read the file: public, or an app says so."""
    return stored.is_public or any(owner.may_read(stored, user) for owner in registry.file_owners)


def remove_orphans() -> int:
    """Erases stored bytes that no row knows: what a roll-back or a crash left. Returns how many."""
    before = timezone.now() - ORPHAN_AGE
    removed = 0
    years, _files = _listed("")
    for year in years:
        months, _files = _listed(year)
        for month in months:
            _folders, names = _listed(f"{year}/{month}")
            paths = {f"{year}/{month}/{name}" for name in names}
            known = set(StoredFile.objects.filter(content__in=paths).values_list("content", flat=True))
            for path in sorted(paths - known):
                if default_storage.get_modified_time(path) < before:
                    removed += _erase(path)
    return removed


# --- Names and types ---------------------------------------------------------------------------------------
def clean_name(given: str) -> str:
    """A file name fit to show and to offer: no folder, no control or invisible character, not too long."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/")).rpartition("/")[2]
    # Category C holds control characters and the marks that turn the reading direction (“exe.fdp”).
    name = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    name = "".join("-" if c in '<>:"|?*' else c for c in name)
    name = " ".join(name.split()).strip(". ")
    path = PurePosixPath(name or _("file"))
    suffix = path.suffix[:12]
    return path.name.removesuffix(path.suffix)[: LONGEST_NAME - len(suffix)].rstrip(". ") + suffix


def sniff(content: IO[bytes], name: str) -> str:
    """The media type of the bytes, of those that the platform knows; empty when it knows none, or when the
    name's extension says another one."""
    content.seek(0)
    head = content.read(4096)
    found = _from_bytes(content, head)
    content.seek(0)
    suffix = PurePosixPath(name).suffix.lower()
    return next((kind for kind in found if suffix in EXTENSIONS[kind]), "")


def _from_bytes(content: IO[bytes], head: bytes) -> tuple[str, ...]:
    if head.startswith(b"\xff\xd8\xff"):
        return (JPEG,)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return (PNG,)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return (WEBP,)
    if head.startswith(b"%PDF-"):
        return (PDF,)
    if head.startswith(b"PK\x03\x04"):
        return _from_zip(content)
    return _from_text(content)


def _from_zip(content: IO[bytes]) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in entries.values())
            has_macros = any(name.lower().endswith("vbaproject.bin") for name in entries)
            if unpacked > MOST_UNPACKED or has_macros:
                return ()
            if "[Content_Types].xml" in entries:
                return tuple(kind for part, kind in _OFFICE_PARTS.items() if part in entries)
            declared = entries.get("mimetype")
            if declared is not None and declared.file_size < 100:
                kind = archive.read(declared).decode("ascii", "replace").strip()
                return (kind,) if kind in {ODT, ODS, ODP} else ()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return ()
    return ()


def _from_text(content: IO[bytes]) -> tuple[str, ...]:
    content.seek(0)
    sample = content.read(256 * 1024)
    if b"\0" in sample:
        return ()
    try:
        text = sample.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut in the middle of a character, or the encoding of old spreadsheets.
        cut = error.start > len(sample) - 4
        text = sample[: error.start].decode("utf-8-sig") if cut else sample.decode("cp1252", "replace")
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\x0b\x0c" for c in text):
        return ()
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return (JSON, TEXT)
    if start == "<":
        return ()  # a page or a drawing: a browser would run it
    try:
        next(csv.reader(io.StringIO(text)), None)
    except csv.Error:
        return (TEXT,)
    return (CSV, TEXT)


# --- Pictures ----------------------------------------------------------------------------------------------
def _redrawn(content: IO[bytes], media_type: str, field: str) -> tuple[IO[bytes], tuple[int, int]]:
    """The picture alone, upright, ``LONGEST_SIDE`` at most wide or high: no position, camera or comment."""
    wanted = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}[media_type]
    output = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            content.seek(0)
            with Image.open(content, formats=[wanted]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise _refusal(
                        field, _("This picture has too many pixels. Make it smaller, then send it again.")
                    )
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                picture = ImageOps.exif_transpose(opened)
                has_alpha = "transparency" in picture.info or "A" in picture.getbands()
                picture = picture.convert("RGBA" if has_alpha and wanted != "JPEG" else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.info.clear()
        picture.save(
            output,
            wanted,
            **({"quality": 85, "method": 4} if wanted == "WEBP" else {"quality": 85, "optimize": True}),
        )
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise _refusal(field, _("This picture cannot be read: it may be damaged.")) from error
    output.seek(0)
    return output, picture.size


# --- Scanning, keeping, erasing ----------------------------------------------------------------------------
def _scan(content: IO[bytes], field: str) -> ScanResult:
    if not settings.CLAMD_ADDRESS:
        return ScanResult.NOT_SCANNED
    try:
        clamd.scan(settings.CLAMD_ADDRESS, content)
    except clamd.Infected as found:
        logger.warning("file_infected", signature=str(found.args[0])[:100])
        raise _refusal(field, _("This file is infected: it was not kept. Check your computer.")) from found
    except clamd.ScannerUnavailable as error:
        logger.error("scanner_unavailable", reason=str(error)[:200])
        raise StorageUnavailable(
            _("The file could not be checked for viruses just now, and was not kept. Try again later.")
        ) from error
    return ScanResult.CLEAN


def _keep(
    content: IO[bytes] | File[bytes],
    name: str,
    media_type: str,
    size: tuple[int, int] | None,
    scan_result: ScanResult,
    by: Any,
    is_public: bool,
) -> StoredFile:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file
    length = content.seek(0, io.SEEK_END)
    content.seek(0)
    stored = StoredFile(
        name=name,
        media_type=media_type,
        size=length,
        sha256=digest,
        scan=scan_result,
        is_public=is_public,
        uploaded_by=by if by is not None and by.pk else None,
        width=size[0] if size else None,
        height=size[1] if size else None,
    )
    path = stored_file_path(stored, name)
    try:
        stored.content.name = default_storage.save(path, File(content))
    except Exception as error:
        # A full disk, a store that refuses or does not answer: each store has its own exceptions.
        logger.error("storage_failed", error=type(error).__name__)
        _erase(path)
        raise StorageUnavailable(
            _("The file could not be kept: the storage is full or does not answer. Nothing was saved.")
        ) from error
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except Exception:
        _erase(stored.content.name)
        raise
    return stored


def _erase(path: str) -> bool:
    try:
        default_storage.delete(path)
    except Exception as error:
        # The row is gone already; `remove_orphans` comes back for the bytes.
        logger.error("file_not_erased", error=type(error).__name__)
        return False
    return True


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _megabytes(size: int) -> str:
    return number_format(size / 1_000_000, 1)


def _refusal(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
