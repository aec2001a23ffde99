"""Importing a list from a page: the file, what its columns mean, a trial, then the import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.directory.forms.records import refuse
from maillage.directory.importing import apply as importing
from maillage.directory.importing import (
    mapping,
    reception,
    report,
    rules,  # noqa: F401  (declares the permissions)
)
from maillage.directory.importing.forms import ColumnsForm, UploadForm
from maillage.directory.importing.plan import Outcome
from maillage.directory.importing.readers import Table, read
from maillage.directory.models import ImportRun

SHOWN_LINES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Which list do you bring? The form receives it; below, the lists that came in before."""
    if not request.user.has_perm("directory.import_lists"):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            run = reception.receive(
                given["file"],
                source=given["source"],
                organisation=given["organisation"],
                department=given["department"],
                listed_on=given["listed_on"],
                by=request.user,
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            return redirect("importing:columns", run.pk)
    runs = ImportRun.objects.select_related("created_by", "organisation").defer("report")
    if not request.user.is_staff:
        runs = runs.filter(created_by_id=request.user.pk)
    received = [
        {"run": run, "summary": report.summary(run.counts) if run.counts else ""}
        for run in runs.order_by("-created_at", "-pk")[:30]
    ]
    return render(
        request,
        "directory/imports/lists.html",
        {"form": form, "received": received},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What does each column mean? Sending the answers makes the trial."""
    run = _run_or_404(request, pk)
    if run.is_applied:
        return redirect(run)
    table = read(reception.content_of(run), run.file_name)
    initial = run.columns or importing.remembered(table, reception.options_of(run)) or mapping.proposed(table)
    form = ColumnsForm(request.POST or None, table=table, initial={**initial, "take_theirs": run.take_theirs})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                reception.try_out(run, form.columns, take_theirs=form.cleaned_data["take_theirs"])
            )
        except DomainError as refusal:
            refuse(form, refusal)
    return render(
        request,
        "directory/imports/columns.html",
        {"run": run, "form": form, "table": table, "sample": _sample(table), "count": table.count},
        status=422 if form.errors else 200,
    )


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What would happen to each line; once imported, what did."""
    run = _run_or_404(request, pk)
    if run.report is None:
        return redirect("importing:columns", run.pk)
    shown = request.GET.get("montrer", "")
    lines = [line for line in run.report["lines"] if _is_shown(line, shown)]
    return render(
        request,
        "directory/imports/run.html",
        {
            "run": run,
            "report": run.report,
            "counts": run.counts,
            "filters": _filters(run),
            "lines": [_described(line) for line in lines[:SHOWN_LINES]],
            "hidden": max(0, len(lines) - SHOWN_LINES),
            "unknown": [
                (report.field_label(key), words.items()) for key, words in run.report["unknown_words"].items()
            ],
        },
    )


@require_safe
def run_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as CSV, a row per line of the list."""
    run = _run_or_404(request, pk)
    if run.report is None:
        raise Http404
    header = [str(title) for title in report.HEADER]
    return csv_response(f"import-{run.pk}.csv", header, report.rows(run.report))


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports the list, all or nothing."""
    run = reception.bring_in(_run_or_404(request, pk), by=request.user)
    messages.success(request, f"{_('The list is in:')} {report.summary(run.counts)}")
    return redirect(run)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives an import up before it is applied; its file goes too."""
    run = _run_or_404(request, pk)
    if request.method != "POST":
        reception.check_not_applied(run)
        context = {
            "question": _("Give this import up?"),
            "lost": [_("The file that was sent, and its columns.")],
            "verb": _("Give up"),
            "back_url": run.get_absolute_url(),
        }
        return render(request, "core/confirm.html", context)
    reception.discard(run)
    messages.success(request, _("The import is given up. Nothing was written."))
    return redirect("importing:lists")


# --- Parts ------------------------------------------------------------------------------------------
def _run_or_404(request: HttpRequest, pk: int) -> ImportRun:
    run = get_object_or_404(ImportRun.objects.select_related("organisation", "file", "created_by"), pk=pk)
    if not request.user.has_perm("directory.view_import", run):
        raise Http404
    return run


def _sample(table: Table) -> list[list[str]]:
    return [[row.cells[column] for column in table.columns] for row in table.rows[:3]]


def _is_shown(line: dict[str, Any], shown: str) -> bool:
    if shown == "conflicts":
        return bool(line["conflicts"])
    if shown == "notices":
        return bool(line["notices"])
    return not shown or line["outcome"] == shown


def _filters(run: ImportRun) -> list[dict[str, Any]]:
    counts = run.counts
    named = [(outcome.value, report.OUTCOME_LABELS[outcome], counts[outcome.value]) for outcome in Outcome]
    named += [
        ("conflicts", _("conflicts"), counts["conflicts"]),
        ("notices", _("with a remark"), counts["noticed"]),
    ]
    return [
        {"label": _("all"), "param": "montrer", "value": "", "count": counts["lines"]},
        *(
            {"label": label, "param": "montrer", "value": value, "count": count}
            for value, label, count in named
            if count
        ),
    ]


TONES = {Outcome.CREATED: "ok", Outcome.UPDATED: "info", Outcome.UNCHANGED: "", Outcome.REFUSED: "no"}


def _described(line: dict[str, Any]) -> dict[str, Any]:
    return {
        **line,
        "label": report.OUTCOME_LABELS[line["outcome"]],
        "tone": TONES[line["outcome"]],
        "changed_labels": ", ".join(report.field_label(key) for key in line["changed"]),
        "conflict_sentences": [report.conflict_sentence(conflict) for conflict in line["conflicts"]],
    }
