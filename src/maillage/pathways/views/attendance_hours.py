"""Hours, and the papers that prove them: sheets and attestations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts import workspace
from maillage.core.exports import csv_response
from maillage.pathways import attendance_papers as papers
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.forms.attendance import PeriodForm
from maillage.pathways.models import Enrolment, Pathway, Registration
from maillage.pathways.queries import attendance as read
from maillage.pathways.spaces import around
from maillage.programmes import rules as programmes


@require_safe
def hours(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many hours, of whom, in what, paid by whom? ``?format=csv``: one line a person and half-day."""
    pathway = get_object_or_404(Pathway.objects.for_list(), pk=pk)
    runs = read.runs(request.user, pathway)
    if not runs and not (pathway.programme and programmes.has_a_role(request.user, pathway.programme)):
        raise Http404
    # Whoever runs it reads its hours among all those of the programme too.
    reads_all = runs or read.paid_by(request.user).filter(pk=pathway.pk).exists()
    rows = read.attended([pathway])
    if request.GET.get("format") == "csv":
        return csv_response(f"heures-{pathway.pk}.csv", _header(), _lines(rows))
    enrolled = {
        row.user_id: row.pk for row in pathway.enrolments.exclude(state=EnrolmentState.WAITING).order_by("pk")
    }
    people = read.by_person(rows)
    for person in people:
        (key,) = person.people
        person.enrolment = enrolled.get(key)  # type: ignore[attr-defined]
    return render(
        request,
        "pathways/attendance/hours.html",
        around(request.user, pathway, "hours")
        | {
            "people": people,
            "modules": read.by_module(rows),
            "funders": read.by_funder(rows),
            "sessions": pathway.sessions.filter(half_days__sheet__isnull=False)
            .distinct()
            .order_by("starts_at", "pk"),
            "runs": runs,
            "of_programme": pathway.programme_id if reads_all else None,
        },
    )


@require_safe
def all_hours(request: HttpRequest) -> HttpResponseBase:
    """How many hours this year, for each funder, over everything that I run? ``?format=csv``: the marks."""
    pathways = read.paid_by(request.user)
    if not pathways.exists():
        raise Http404
    today = timezone.localdate()
    year = {"du": today.replace(month=1, day=1), "au": today.replace(month=12, day=31)}
    asked = {name: request.GET[name] for name in ("du", "au", "programme") if request.GET.get(name)}
    form = PeriodForm(year | asked if asked else None, initial=year, programmes=read.programmes_of(pathways))
    # What is wrong is said beside its field; the page then shows what it showed without it.
    form.is_valid()
    known: dict[str, Any] = form.cleaned_data if form.is_bound else {}
    is_asked = form.is_bound and not {"du", "au"} & form.errors.keys()
    since, until = ((known if is_asked else year)[name] for name in ("du", "au"))
    programme = known.get("programme")
    if programme is not None:
        pathways = pathways.filter(programme=programme)
    if request.GET.get("format") == "csv":
        rows = [row for row in read.attended(pathways) if since <= row.half_day.day <= until]
        return csv_response(f"heures-{since}-{until}.csv", _header(), _lines(rows))
    found = read.totals(pathways, since=since, until=until)
    return render(
        request,
        "pathways/attendance/all_hours.html",
        workspace.frame(request.user, "pathways")  # type: ignore[arg-type]
        | {
            "form": form,
            "since": since,
            "until": until,
            "programme": programme,
            "most": read.MOST_LINES,
            **found,
        },
    )


@require_safe
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of a session, for those who take attendance."""
    session = get_object_or_404(read.sessions_of(request.user), pk=pk)
    return _pdf(papers.sheets(session), f"emargement-{session.pk}.pdf")


@require_safe
def attestation(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """What somebody attended: for themselves, and for those who run the pathway."""
    row = get_object_or_404(
        Enrolment.objects.select_related("user", "project", "pathway__organisation", "pathway__programme"),
        pk=enrolment,
        pathway=pk,
    )
    if row.user != request.user and not read.runs(request.user, row.pathway):
        raise Http404
    content = papers.attestation(row.pathway, row.user, project=row.project)
    if content is None:
        messages.info(request, _("No attendance sheet of this person is co-signed yet."))
        return redirect(row.pathway)
    return _pdf(content, f"attestation-{row.pathway_id}-{row.pk}.pdf")


@require_safe
def my_attestation(request: HttpRequest, pk: int) -> HttpResponse:
    """What one attended of a pathway whose open sessions one came to, without following it."""
    pathway = get_object_or_404(Pathway.objects.for_list(), pk=pk)
    person: Any = request.user
    seats = Registration.objects.filter(user=person, session__pathway=pathway)
    seat = seats.select_related("session").order_by("-session__starts_at", "-pk").first()
    if seat is None:
        raise Http404
    content = papers.attestation(pathway, person)
    if content is None:
        messages.info(request, _("No attendance sheet of yours is co-signed yet: the trainer does it."))
        return redirect(seat)
    return _pdf(content, f"attestation-{pathway.pk}.pdf")


# --- Inside --------------------------------------------------------------------------------------------
def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _header() -> list[str]:
    return [
        _("Person"),
        _("Project"),
        _("Pathway"),
        _("Module"),
        _("Day"),
        _("Half-day"),
        _("Begins"),
        _("Ends"),
        _("Minutes"),
        _("of which marked present elsewhere too"),
        _("How it is known"),
        _("Co-signed"),
        _("Paid by"),
    ]


def _lines(rows: list[read.Attended]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            str(row.person),
            row.project,
            str(row.pathway),
            row.session.title,
            row.half_day.day.isoformat(),
            row.half_day.get_half_display(),
            row.half_day.starts_at.isoformat(),
            row.half_day.ends_at.isoformat(),
            row.minutes,
            row.overlap,
            row.means,
            _("yes") if row.is_cosigned else _("no"),
            row.funder,
        ]
