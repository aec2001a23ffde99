"""The documents of the demonstration: PDFs of one page, and what applicants join."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.accounts.models import User
from maillage.portal.demo.applicants import Applicant
from maillage.programmes.actions import filling
from maillage.programmes.models import Application

# Of the questionnaires in ``data/``, the questions that take documents, and how many files join some.
WHERE = {"interest": ("means.documents", 6), "full": ("budget.files", 2)}


def join(application: Application, form: str, each: Applicant, *, by: User) -> None:
    """Some applicants join a document to their draft: always the same ones."""
    question, one_in = WHERE[form]
    if len(each.title) % one_in:
        return
    lines = (
        each.title,
        "Budget prévisionnel",
        f"Total : {each.budget_amount} €",
        "Document d’exemple, inventé.",
    )
    filling.receive_file(application, question, pdf("budget-previsionnel.pdf", lines), by=by)


def pdf(name: str, lines: tuple[str, ...]) -> SimpleUploadedFile:
    """The same as a file that somebody joins."""
    return SimpleUploadedFile(name, one_page(lines), content_type="application/pdf")


def one_page(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page with those lines, small and valid: enough to be opened and checked."""
    shown = "".join(
        f"1 0 0 1 60 {780 - 24 * rank} Tm ({_escaped(line)}) Tj " for rank, line in enumerate(lines)
    )
    stream = f"BT /F1 12 Tf {shown}ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("’", "'")
