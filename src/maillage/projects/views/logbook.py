"""The logbook of a project."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.projects.actions import logbook as actions
from maillage.projects.forms.logbook import EntryForm
from maillage.projects.models import LogbookEntry, LogbookFile, Project
from maillage.projects.queries import logbook as read
from maillage.projects.views.frame import frame

HEADER = ("jour", "genre", "titre", "texte", "auteur", "partage", "fichiers")


def _page(request: HttpRequest, project: Project) -> dict[str, Any]:
    is_carrier = request.user.has_perm("projects.change_project", project)
    return frame(project, "logbook", is_carrier=is_carrier) | {"project": project}


@require_safe
def logbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was written, the latest day first."""
    project = read.opened(request.user, pk)
    asked = {name: request.GET.get(name, "") for name in read.FILTERS}
    rows = read.entries(project, request.user, asked)
    if request.GET.get("format") == "csv":
        return csv_response(
            f"carnet-{project.slug}.csv", HEADER, map(_cells, rows.for_list().order_by("on", "pk"))
        )
    context = _page(request, project) | {
        "page": paginate(rows.for_list(), order=("-on", "-pk"), cursor=request.GET.get("cursor")),
        "filters": read.filters(project, request.user),
        "is_filtered": any(asked.values()),
        "may_write": request.user.has_perm("projects.write_logbook", project),
    }
    return render(request, "projects/logbook/logbook.html", context)


def _cells(row: LogbookEntry) -> tuple[str, ...]:
    return (
        row.on.isoformat(),
        row.get_kind_display(),
        row.title,
        row.text,
        str(row.author),
        row.get_sharing_display(),
        ", ".join(joined.file.name for joined in row.files.all()),
    )


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A new entry."""
    project = read.opened(request.user, pk, write=True)
    form = EntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(project, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The entry is in the logbook."))
            return redirect("projects:logbook", pk=project.pk)
    return render(request, "projects/logbook/write.html", _page(request, project) | {"form": form})


@require_safe
def entry(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """One entry, whole."""
    project = read.opened(request.user, pk)
    row = read.one(project, request.user, entry)
    is_own = row.author_id == request.user.pk and request.user.has_perm("projects.write_logbook", project)
    return render(
        request, "projects/logbook/entry.html", _page(request, project) | {"entry": row, "is_own": is_own}
    )


def _own(request: HttpRequest, pk: int, entry: int) -> tuple[Project, LogbookEntry]:
    project = read.opened(request.user, pk, write=True)
    row = read.one(project, request.user, entry)
    if row.author_id != request.user.pk:
        raise Http404
    return project, row


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Its author changes it."""
    project, row = _own(request, pk, entry)
    names = ("title", "kind", "on", "text", "sharing")
    initial = {name: getattr(row, name) for name in names}
    form = EntryForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The entry is changed."))
            return redirect(row)
    return render(
        request, "projects/logbook/change.html", _page(request, project) | {"form": form, "entry": row}
    )


@require_http_methods(["GET", "POST"])
def take_away(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Its author takes it away, and may put it back."""
    _project, row = _own(request, pk, entry)
    if request.method == "POST":
        actions.take_away(row, by=request.user)
        messages.success(request, _("Nobody reads this entry any more. You may put it back for thirty days."))
        return redirect(row)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Take “%(title)s” out of the logbook?") % {"title": row.title},
            "lost": [
                _("Its text and its files, for everybody who reads it. You may put it back for thirty days.")
            ],
            "verb": _("Take it away"),
            "back_url": row.get_absolute_url(),
        },
    )


@require_POST
def put_back(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Undoes taking away."""
    _project, row = _own(request, pk, entry)
    actions.put_back(row, by=request.user)
    messages.success(request, _("The entry is back in the logbook."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def remove_file(request: HttpRequest, pk: int, entry: int, file: int) -> HttpResponse:
    """Takes a file out of an entry, after asking."""
    project, row = _own(request, pk, entry)
    joined = get_object_or_404(
        LogbookFile.objects.select_related("file", "entry__project"), pk=file, entry=row
    )
    if request.method == "POST":
        actions.remove_file(joined, by=request.user)
        messages.success(request, _("The file is removed."))
        return redirect(row)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Remove “%(name)s”?") % {"name": joined.file.name},
            "lost": [_("The file itself: it cannot be put back.")],
            "verb": _("Remove the file"),
            "back_url": reverse("projects:entry", args=[project.pk, row.pk]),
        },
    )
