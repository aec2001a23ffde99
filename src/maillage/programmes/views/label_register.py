"""The public register of labels: the list, a label's page, its certificate, the form that verifies one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.exports import csv_response
from maillage.directory import exporting
from maillage.programmes.certificates import certificate as draw
from maillage.programmes.enums import ConditionOutcome, Standing
from maillage.programmes.forms.label import RegisterForm, VerifyForm
from maillage.programmes.models import Label, Programme
from maillage.programmes.models.programme import today
from maillage.programmes.queries import label as labels
from maillage.programmes.queries import label_register as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.label_register import TONES, Asked


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who holds which label, today and before, across programmes?"""
    return _list(request, None)


@login_not_required
@require_safe
def of_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for one programme."""
    return _list(request, programmes.visible(request.user, slug))


def _list(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    asked = Asked.from_address(request.GET, programme=programme.slug if programme else "")
    page = read.page(asked)
    everything = Label.objects.public()
    if programme is not None:
        everything = everything.filter(programme=programme)
    form = RegisterForm(
        request.GET or None,
        programmes=None if programme else read.programmes(),
        first_year=read.first_year(everything),
    )
    marks = {"ok": 0, "wait": 1, "info": 2, "no": 2}
    points = labels.points(page.rows)
    for label, point in zip(page.rows, points, strict=True):
        label.tone = TONES[label.standing]  # type: ignore[attr-defined]
        point["kind"] = marks[TONES[label.standing]]
        point["url"] = label.get_absolute_url()
    return render(
        request,
        "labels/register.html",
        {
            "programme": programme,
            "form": form,
            "page": page,
            "download": _query(request, programme),
            "is_filtering": asked.is_filtering if programme is None else bool(request.GET),
            "points": points,
            "legend": [
                {"kind": 0, "label": _("Holds today"), "mark": "strong"},
                {"kind": 1, "label": _("Under conditions, or suspended"), "mark": "ochre"},
                {"kind": 2, "label": _("Ended, or to come"), "mark": "soft"},
            ],
        },
    )


def _query(request: HttpRequest, programme: Programme | None) -> str:
    """The same filters, for the downloads."""
    query = request.GET.copy()
    query.pop("cursor", None)
    if programme is not None:
        query["programme"] = programme.slug
    return query.urlencode()


@login_not_required
@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters keep, as CSV."""
    rows = read.found(Asked.from_address(request.GET)).for_list().order_by(*read.ORDER)
    return csv_response("labels.csv", read.COLUMNS, read.as_rows(rows.iterator(chunk_size=1000)))


@login_not_required
@require_safe
def register_geojson(request: HttpRequest) -> StreamingHttpResponse:
    """The same as GeoJSON."""
    rows = read.found(Asked.from_address(request.GET)).for_list().order_by(*read.ORDER)
    response = StreamingHttpResponse(
        exporting.geojson_text(
            read.as_features(rows.iterator(chunk_size=1000)),
            about={"name": "Maillage", "licence": exporting.LICENCE},
        ),
        content_type="application/geo+json",
    )
    response["Content-Disposition"] = 'attachment; filename="labels.geojson"'
    return response


@login_not_required
@require_safe
def label(request: HttpRequest, code: str) -> HttpResponse:
    """Does this label hold today? Its state, its days and what became of it."""
    row = read.visible(code)
    if row.code != code:
        return redirect(row, permanent=True)
    site = row.site
    is_public = site.is_published and site.merged_into_id is None
    due = row.conditions.filter(outcome=ConditionOutcome.OPEN).order_by("-due_on")
    context: dict[str, Any] = {
        "label": row,
        "site": site,
        "site_is_public": is_public,
        "standing": row.standing,
        "since": _since(row),
        "tone": TONES[row.standing],
        "today": today(),
        "due_on": due.values_list("due_on", flat=True).first()
        if row.standing == Standing.CONDITIONAL
        else None,
        "story": read.story(row),
        "points": labels.points([row]) if is_public else [],
    }
    return render(request, "labels/label.html", context)


def _since(row: Label) -> Any:
    """The day from which the label stands as it does."""
    if row.standing == Standing.UPCOMING:
        return row.starts_on
    entries = read.story(row)
    return entries[0].at if entries else row.starts_on


@login_not_required
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponseBase:
    """The certificate of a label that holds. Of another one its page says why there is none."""
    row = read.visible(code)
    if not row.is_in_force:
        return redirect(row)
    response = HttpResponse(draw(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="attestation-{row.code}.pdf"'
    return response


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Is this certificate still true? A code, typed, leads to the label's page."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = read.by_code(form.cleaned_data["code"])
        if found is not None:
            return redirect(found)
        form.add_error("code", _("No label bears this code. Look at the paper again, letter by letter."))
    return render(request, "labels/verify.html", {"form": form})
