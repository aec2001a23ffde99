"""What everyone sees: lists and pages of organisations, places and support offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.exports import csv_response
from maillage.core.pagination import paginate
from maillage.directory import opening
from maillage.directory.extensions import labels_of, panels_of
from maillage.directory.forms.filters import OrganisationFilterForm, PlaceFilterForm, ServiceFilterForm
from maillage.directory.models import Organisation, Place, PlacePhoto, Service
from maillage.directory.queries.pages import area_of, map_points, perimeter_of, relations_of

R = TypeVar("R", Organisation, Place, Service)
ORDER = ("name_key", "id")


def map_legend() -> list[dict[str, Any]]:
    """The marks of the maps of this app: labelled places stand out."""
    return [
        {"kind": 2, "label": _("Place"), "mark": "soft"},
        {"kind": 1, "label": _("Place with a label"), "mark": "strong"},
    ]


# --- Lists ------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def places(request: HttpRequest) -> HttpResponseBase:
    """Where are the places? A list with its map, or its CSV."""
    form = PlaceFilterForm(request.GET)
    found = form.apply(Place.objects.public().not_closed())
    if request.GET.get("format") == "csv":
        return csv_response("lieux.csv", *place_table(found.for_list().order_by(*ORDER)))
    page = paginate(found.for_list(), order=ORDER, cursor=request.GET.get("cursor"))
    labels = labels_of(page.rows)
    return render(
        request,
        "directory/places.html",
        {
            "form": form,
            "page": page,
            "total": found.count(),
            "lines": [(place, labels.get(place.pk, [])) for place in page.rows],
            "points": map_points(page.rows, labels.keys()),
            "legend": map_legend(),
        },
    )


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Who are the organisations?"""
    form = OrganisationFilterForm(request.GET)
    found = form.apply(Organisation.objects.public())
    if request.GET.get("format") == "csv":
        return csv_response("organisations.csv", *organisation_table(found.for_list().order_by(*ORDER)))
    page = paginate(found.for_list(), order=ORDER, cursor=request.GET.get("cursor"))
    return render(
        request, "directory/organisations.html", {"form": form, "page": page, "total": found.count()}
    )


@login_not_required
@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    """Which support is there?"""
    form = ServiceFilterForm(request.GET)
    found = form.apply(Service.objects.public())
    if request.GET.get("format") == "csv":
        return csv_response("accompagnements.csv", *service_table(found.for_list().order_by(*ORDER)))
    page = paginate(found.for_list(), order=ORDER, cursor=request.GET.get("cursor"))
    return render(request, "directory/services.html", {"form": form, "page": page, "total": found.count()})


# --- Pages ------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def place(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """What is this place, when is it open, how do I get in touch?"""
    photos = Prefetch("photos", PlacePhoto.objects.select_related("file"))
    return _page(
        request,
        Place.objects.select_related(
            "organisation", "commune__department", "commune__epci", "confirmed_by"
        ).prefetch_related(photos),
        pk,
        slug,
        _place_context,
    )


def _place_context(request: HttpRequest, record: Place) -> dict[str, Any]:
    department = record.commune.department_id
    labels = labels_of([record]).get(record.pk, [])
    organisation = record.organisation
    return {
        "place": record,
        "labels": labels,
        "opening": opening.opening_now(record.opening_hours, department),
        "week": opening.week(record.opening_hours, department),
        "organisation": organisation if _is_visible(organisation) else None,
        "services": record.services.public().for_list().order_by(*ORDER),
        "points": map_points([record], [record.pk] if labels else []),
        "legend": [],
    }


@login_not_required
@require_safe
def organisation(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Who is this organisation, what does it run and offer?"""
    return _page(
        request,
        Organisation.objects.select_related("commune__department", "confirmed_by"),
        pk,
        slug,
        _organisation_context,
    )


def _organisation_context(request: HttpRequest, record: Organisation) -> dict[str, Any]:
    run = list(record.places.public().for_list().order_by(*ORDER))
    labels = labels_of(run)
    return {
        "organisation": record,
        "perimeter": perimeter_of(record),
        "places": [(place, labels.get(place.pk, [])) for place in run],
        "points": map_points(run, labels.keys()),
        "legend": map_legend(),
        "services": list(record.services.public().for_list().order_by(*ORDER)),
        "relations": relations_of(record),
    }


@login_not_required
@require_safe
def service(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """What does this support bring, to whom, where, at what price?"""
    return _page(
        request,
        Service.objects.select_related("organisation__commune__department", "confirmed_by"),
        pk,
        slug,
        _service_context,
    )


def _service_context(request: HttpRequest, record: Service) -> dict[str, Any]:
    held_at = list(Place.objects.filter(services=record).public().for_list().order_by(*ORDER))
    labels = labels_of(held_at)
    return {
        "service": record,
        "organisation": record.organisation if _is_visible(record.organisation) else None,
        "area": area_of(record),
        "places": [(place, labels.get(place.pk, [])) for place in held_at],
        "points": map_points(held_at, labels.keys()),
        "legend": map_legend(),
    }


def _page(
    request: HttpRequest,
    records: Any,
    pk: int,
    slug: str,
    context_of: Callable[[HttpRequest, Any], dict[str, Any]],
) -> HttpResponse:
    """The page of a record: 404 for what may not be seen, one address per record."""
    record = records.filter(pk=pk).first()
    if record is None:
        raise Http404
    if record.merged_into_id is not None:
        # Not a permanent redirect: a merge can be undone.
        kept = type(record).objects.visible_to(request.user).filter(pk=record.merged_into_id).first()
        if kept is None:
            raise Http404
        return redirect(kept)
    if not request.user.has_perm("directory.view_record", record):
        raise Http404
    if slug != record.slug:
        return redirect(record)
    may_edit = request.user.has_perm(f"directory.edit_{record.kind.value}", record)
    return render(
        request,
        f"directory/{record.kind.value}.html",
        {
            "record": record,
            "may_edit": may_edit,
            "panels": [
                (panel.title, render_to_string(panel.template, dict(panel.context), request))
                for panel in panels_of(record, request.user)
            ],
            **context_of(request, record),
        },
    )


def _is_visible(organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.is_published and organisation.merged_into_id is None


# --- Tables -----------------------------------------------------------------------------------------------
def place_table(places: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Header and rows of the CSV of places. Public columns only."""
    header = [
        _("identifier"),
        _("name"),
        _("run by"),
        _("status"),
        _("types"),
        _("trades"),
        _("address"),
        _("postal code"),
        _("INSEE code"),
        _("municipality"),
        _("latitude"),
        _("longitude"),
        _("precision of the position"),
        _("opening hours (OpenStreetMap)"),
        _("accessibility"),
        _("surface (m²)"),
        _("website"),
        _("confirmed on"),
        _("address of the page"),
    ]
    rows = (
        [
            place.pk,
            place.name,
            place.organisation.name if _is_visible(place.organisation) else "",
            place.get_status_display(),
            ", ".join(place.type_labels),
            ", ".join(place.trade_labels),
            place.address,
            place.postal_code,
            place.commune_id,
            place.commune.name,
            place.latitude,
            place.longitude,
            place.get_location_precision_display(),
            place.opening_hours,
            place.get_accessibility_display(),
            place.surface_m2,
            place.website,
            place.confirmed_at.date().isoformat() if place.confirmed_at else "",
            place.get_absolute_url(),
        ]
        for place in places.iterator(chunk_size=500)
    )
    return header, rows


def organisation_table(organisations: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Header and rows of the CSV of organisations."""
    header = [
        _("identifier"),
        _("name"),
        _("acronym"),
        _("legal form"),
        _("SIRET"),
        _("RNA number"),
        _("address"),
        _("postal code"),
        _("INSEE code"),
        _("municipality"),
        _("website"),
        _("confirmed on"),
        _("address of the page"),
    ]
    rows = (
        [
            organisation.pk,
            organisation.name,
            organisation.acronym,
            organisation.get_legal_form_display(),
            organisation.siret,
            organisation.rna,
            organisation.address,
            organisation.postal_code,
            organisation.commune_id,
            organisation.commune.name if organisation.commune else "",
            organisation.website,
            organisation.confirmed_at.date().isoformat() if organisation.confirmed_at else "",
            organisation.get_absolute_url(),
        ]
        for organisation in organisations.iterator(chunk_size=500)
    )
    return header, rows


def service_table(services: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Header and rows of the CSV of support offers."""
    header = [
        _("identifier"),
        _("name"),
        _("offered by"),
        _("in one sentence"),
        _("stages"),
        _("for whom"),
        _("themes"),
        _("formats"),
        _("price"),
        _("price, in words"),
        _("people or projects per year"),
        _("website"),
        _("confirmed on"),
        _("address of the page"),
    ]
    rows = (
        [
            service.pk,
            service.name,
            service.organisation.name if _is_visible(service.organisation) else "",
            service.summary,
            ", ".join(service.stage_labels),
            ", ".join(service.audience_labels),
            ", ".join(service.theme_labels),
            ", ".join(service.format_labels),
            service.get_price_kind_display(),
            service.price_note,
            service.capacity,
            service.website,
            service.confirmed_at.date().isoformat() if service.confirmed_at else "",
            service.get_absolute_url(),
        ]
        for service in services.iterator(chunk_size=500)
    )
    return header, rows
