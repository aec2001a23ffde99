"""Received files: what is refused, what is kept, who may read it, what happens when the storage fails."""

from __future__ import annotations

import errno
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext
from PIL import Image

from maillage.accounts.models import User
from maillage.core import clamd, files, registry
from maillage.core.errors import DomainError, Invalid, StorageUnavailable
from maillage.core.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "file_permissions_mode": 0o600},
        },
    }
    return tmp_path / "files"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("camille@example.org")


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, kind, **options)
    return output.getvalue()


def an_archive(*names: str, mimetype: str = "") -> bytes:
    """Of no particular time: tests are named by its bytes, alike in all processes of a run."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return output.getvalue()


A_PDF = b"%PDF-1.7\n1 0 obj\n"
A_DOCX = an_archive("[Content_Types].xml", "word/document.xml")


# --- Types and names ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.jpg", a_picture(), files.JPEG),
        ("a.JPEG", a_picture(), files.JPEG),
        ("a.png", a_picture("PNG"), files.PNG),
        ("a.webp", a_picture("WEBP"), files.WEBP),
        ("a.pdf", A_PDF, files.PDF),
        ("a.docx", A_DOCX, files.DOCX),
        ("a.xlsx", an_archive("[Content_Types].xml", "xl/workbook.xml"), files.XLSX),
        ("a.odt", an_archive("content.xml", mimetype=files.ODT), files.ODT),
        ("a.csv", "nom;commune\nL’Atelier;Évry\n".encode(), files.CSV),
        ("a.csv", "nom;commune\nAtelier;Évry\n".encode("cp1252"), files.CSV),
        ("a.geojson", b'\xef\xbb\xbf{"type": "FeatureCollection"}', files.JSON),
        ("a.txt", b"Bonjour", files.CSV),
    ],
)
def test_type_is_read_from_the_bytes(name: str, content: bytes, media_type: str) -> None:
    assert files.sniff(io.BytesIO(content), name) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", A_PDF),
        ("photo.jpg", b"<html><script>alert(1)</script>"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("list.csv", b"<html><script>alert(1)</script>"),
        ("list.csv", b"a;b\0c"),
        ("programme.exe", b"MZ\x90\0"),
        ("photo.php", a_picture()),
        ("photo", a_picture()),
        ("macros.docx", an_archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("archive.docx", an_archive("word/document.xml")),
        ("broken.docx", b"PK\x03\x04 and then nothing"),
    ],
)
def test_disguised_or_unknown_types_are_refused(
    name: str, content: bytes, person: User, folder: Path
) -> None:
    everything = frozenset(files.EXTENSIONS)
    with pytest.raises(Invalid) as refusal:
        files.receive(SimpleUploadedFile(name, content), by=person, accepted=everything, field="photo")
    assert list(refusal.value.fields) == ["photo"]
    assert kept(folder) == []
    assert not StoredFile.objects.exists()


def test_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.sniff(io.BytesIO(A_DOCX), "a.docx") == files.DOCX
    monkeypatch.setattr(files, "MOST_UNPACKED", 3)
    assert files.sniff(io.BytesIO(A_DOCX), "a.docx") == ""


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\Été 2026.pdf", "Été 2026.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("gnp\u202efdp.exe", "gnp fdp.exe"),
        ("E\u0301te\u0301.pdf", "Été.pdf"),
        ("  .hidden ", "hidden"),
        ("", gettext("file")),
        ("a\0b.pdf", "a b.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, clean: str) -> None:
    assert files.clean_name(given) == clean


# --- Keeping -----------------------------------------------------------------------------------------------
def test_document_is_kept_as_it_came(person: User, folder: Path) -> None:
    stored = files.receive(SimpleUploadedFile("Dossier été.pdf", A_PDF, "text/html"), by=person)
    stored.refresh_from_db()
    assert (stored.name, stored.media_type, stored.size) == ("Dossier été.pdf", files.PDF, len(A_PDF))
    assert stored.sha256 == hashlib.sha256(A_PDF).hexdigest()
    assert (stored.scan, stored.is_public, stored.uploaded_by) == ("none", False, person)
    [path] = kept(folder)
    assert path.read_bytes() == A_PDF
    assert "Dossier" not in str(path), "the address tells nothing"
    assert path.stat().st_mode & 0o777 == 0o600


def test_too_large_and_empty_files_are_refused(person: User, settings: Any, folder: Path) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    with pytest.raises(Invalid, match="2,3"):
        files.receive(SimpleUploadedFile("a.pdf", A_PDF + bytes(2_300_000)), by=person)
    with pytest.raises(Invalid):
        files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person, max_bytes=10)
    with pytest.raises(Invalid):
        files.receive(SimpleUploadedFile("a.pdf", b""), by=person)
    assert kept(folder) == []


def test_picture_loses_its_position_and_what_hides_behind_it(person: User) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Appareil de Camille"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    source = a_picture(size=(40, 20), exif=exif.tobytes(), comment=b"secret") + b"<script>hidden()</script>"
    assert b"Appareil" in source

    stored = files.receive(
        SimpleUploadedFile("a.jpg", source), by=person, accepted=files.PICTURES, is_public=True
    )

    with stored.content.open("rb") as kept_file:
        content = kept_file.read()
    assert not [word for word in (b"Appareil", b"secret", b"hidden", b"Exif") if word in content]
    assert (stored.width, stored.height) == (20, 40), "upright, as the camera meant it"
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_large_picture_is_brought_down_to_the_screen(person: User) -> None:
    source = SimpleUploadedFile("a.png", a_picture("PNG", size=(5000, 1000)))
    stored = files.receive(source, by=person, accepted=files.PICTURES)
    assert (stored.width, stored.height) == (2000, 400)


@pytest.mark.parametrize("limit", [1, 100])
def test_picture_bomb_is_refused_before_it_unpacks(
    person: User, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(files, "MOST_PIXELS", limit)
    with pytest.raises(Invalid):
        files.receive(
            SimpleUploadedFile("a.png", a_picture("PNG", size=(50, 50))), by=person, accepted=files.PICTURES
        )


def test_damaged_picture_is_refused_with_a_sentence(person: User, folder: Path) -> None:
    with pytest.raises(Invalid):
        files.receive(SimpleUploadedFile("a.jpg", a_picture()[:200]), by=person, accepted=files.PICTURES)
    assert kept(folder) == []


# --- When the storage fails --------------------------------------------------------------------------------
def test_full_disk_gives_a_sentence_and_leaves_nothing(
    person: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = FileSystemStorage._save  # type: ignore[attr-defined]

    def half_written(self: FileSystemStorage, name: str, content: Any) -> str:
        path = save(self, name, content)
        Path(self.path(path)).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half_written)
    with pytest.raises(StorageUnavailable) as failure:
        files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    assert failure.value.status == 503
    assert isinstance(failure.value, DomainError)
    assert kept(folder) == []
    assert not StoredFile.objects.exists()


def test_refused_row_leaves_no_bytes(person: User, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_keywords: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(StoredFile, "save", refuse)
    with pytest.raises(RuntimeError):
        files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    assert kept(folder) == []


@pytest.mark.django_db(transaction=True)
def test_bytes_go_only_when_the_removal_is_committed(person: User, folder: Path) -> None:
    stored = files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    with transaction.atomic():
        files.remove(StoredFile.objects.get(pk=stored.pk))
        transaction.set_rollback(True)
    assert len(kept(folder)) == 1
    assert StoredFile.objects.exists()

    files.remove(stored)
    assert kept(folder) == []
    assert not StoredFile.objects.exists()


def test_orphans_are_erased_after_a_day_and_the_known_kept(person: User, folder: Path) -> None:
    stored = files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    orphan = files.receive(SimpleUploadedFile("b.pdf", A_PDF), by=person)
    StoredFile.objects.filter(pk=orphan.pk).delete()
    assert files.remove_orphans() == 0, "it may belong to a transaction still open"
    with time_machine.travel(stored.uploaded_at + files.ORPHAN_AGE * 2):
        assert files.remove_orphans() == 1
    assert [str(path.relative_to(folder)) for path in kept(folder)] == [stored.content.name]


# --- Serving -----------------------------------------------------------------------------------------------
@pytest.fixture
def owner() -> Iterator[Callable[[Any], None]]:
    """Lets one person read every private file, as an app would for the files of its things."""
    readers: list[Any] = []
    entry = registry.FileOwner(key="of-the-test", may_read=lambda _stored, user: user in readers)
    registry.file_owners.add(entry)
    yield readers.append
    del registry.file_owners._entries["of-the-test"]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_public_picture_is_served_to_all_and_cached(client: Any, person: User) -> None:
    stored = files.receive(
        SimpleUploadedFile("façade.jpg", a_picture()), by=person, accepted=files.PICTURES, is_public=True
    )
    response = client.get(stored.get_absolute_url())
    assert response.status_code == 200
    assert hashlib.sha256(body(response)).hexdigest() == stored.sha256
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''fa%C3%A7ade.jpg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    again = client.get(stored.get_absolute_url(), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    download = client.get(stored.get_absolute_url() + "?download")
    assert download["Content-Disposition"].startswith("attachment;")
    download.close()


def test_private_file_is_not_found_but_by_who_may_read_it(
    client: Any, sign_in: Any, person: User, owner: Callable[[Any], None]
) -> None:
    stored = files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    reader = User.objects.create_user("reader@example.org")
    assert client.get(stored.get_absolute_url()).status_code == 404
    assert sign_in(person).get(stored.get_absolute_url()).status_code == 404, "sending it gives no right"
    assert not files.may_read(stored, AnonymousUser())
    owner(reader)
    response = sign_in(reader).get(stored.get_absolute_url())
    assert (response.status_code, body(response)) == (200, A_PDF)
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert response["Cache-Control"] == "private, no-cache"
    assert sign_in(reader).get(stored.get_absolute_url() + "x").status_code == 404


def test_file_whose_bytes_are_lost_is_not_found(client: Any, person: User) -> None:
    stored = files.receive(
        SimpleUploadedFile("a.jpg", a_picture()), by=person, accepted=files.PICTURES, is_public=True
    )
    default_storage.delete(str(stored.content.name))
    assert client.get(stored.get_absolute_url()).status_code == 404


# --- Scanning ----------------------------------------------------------------------------------------------
def test_infected_file_is_refused(
    person: User, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"

    def infected(_address: str, _content: Any) -> None:
        raise clamd.Infected("Eicar-Test-Signature")

    monkeypatch.setattr(clamd, "scan", infected)
    with pytest.raises(Invalid, match="infect"):
        files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    assert kept(folder) == []


def test_file_is_refused_when_the_scanner_does_not_answer(person: User, settings: Any, folder: Path) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    with pytest.raises(StorageUnavailable):
        files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person)
    assert kept(folder) == []


def test_scanned_file_says_so(person: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"
    monkeypatch.setattr(clamd, "scan", lambda _address, _content: None)
    assert files.receive(SimpleUploadedFile("a.pdf", A_PDF), by=person).scan == "clean"
