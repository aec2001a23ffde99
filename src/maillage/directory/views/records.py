"""An organisation's places and support offers, seen from its workspace."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import files
from maillage.core.errors import DomainError
from maillage.core.pagination import paginate
from maillage.directory import actions
from maillage.directory.enums import LocationPrecision
from maillage.directory.extensions import labels_of
from maillage.directory.forms.records import PhotoForm, PlaceForm, ServiceForm, posted, refuse
from maillage.directory.models import Place, PlacePhoto, Service
from maillage.directory.views.frame import frame, organisation_or_404, record_or_404
from maillage.directory.views.public import ORDER


# --- Places -----------------------------------------------------------------------------------------------
@require_safe
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Which places do we run?"""
    organisation = organisation_or_404(request, pk)
    page = paginate(
        Place.objects.live().filter(organisation=organisation).for_list(),
        order=ORDER,
        cursor=request.GET.get("cursor"),
    )
    labels = labels_of(page.rows)
    return render(
        request,
        "directory/workspace/places.html",
        {
            **frame(request, organisation, "places"),
            "page": page,
            "lines": [(place, labels.get(place.pk, [])) for place in page.rows],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def place_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new place of the organisation, as a draft."""
    organisation = organisation_or_404(request, pk, "edit_organisation")
    form = PlaceForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            place = actions.create_place({**form.values(), "organisation": organisation}, by=request.user)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The place is entered, as a draft. Publish it when it is ready."))
            return redirect(place)
    return render(
        request,
        "directory/workspace/place_edit.html",
        {**frame(request, organisation, "places"), "form": form, "place": None},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a place."""
    place = record_or_404(request, Place, pk)
    form = PlaceForm(instance=place, **posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_place(
                place,
                _with_point(form, place),
                by=request.user,
                expected_version=form.cleaned_data["version"],
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(Place.objects.get(pk=place.pk))
    return render(
        request,
        "directory/workspace/place_edit.html",
        {**frame(request, place.organisation, "places"), "form": form, "place": place},
        status=422 if form.errors else 200,
    )


def _with_point(form: PlaceForm, place: Place) -> dict[str, object]:
    """The values, with a point only when it says something: the commune's is the action's to find."""
    values = form.values()
    if values["latitude"] is not None:
        values["location_precision"] = LocationPrecision.EXACT
    elif place.location_precision == LocationPrecision.COMMUNE and values["commune"] == place.commune:
        del values["latitude"], values["longitude"]
    return values


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of a place, and the words that stand for them."""
    place = record_or_404(request, Place, pk)
    form = PhotoForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            stored = files.receive(form.cleaned_data["file"], by=request.user, accepted=files.PICTURES)
            actions.add_photo(
                place,
                stored,
                form.cleaned_data["alt_text"],
                by=request.user,
                credit=form.cleaned_data["credit"],
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The picture is added."))
            return redirect("directory:photos", place.pk)
    return render(
        request,
        "directory/workspace/photos.html",
        {
            **frame(request, place.organisation, "places"),
            "form": form,
            "place": place,
            "photos": list(place.photos.select_related("file")),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def photo_words(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Says again what a picture shows."""
    place = record_or_404(request, Place, pk)
    found = get_object_or_404(PlacePhoto, place=place, pk=photo)
    try:
        actions.update_photo(
            found,
            by=request.user,
            alt_text=request.POST.get("alt_text", ""),
            credit=request.POST.get("credit", ""),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Saved."))
    return redirect("directory:photos", place.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def photo_remove(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Takes a picture away."""
    place = record_or_404(request, Place, pk)
    found = get_object_or_404(PlacePhoto, place=place, pk=photo)
    if request.method == "POST":
        actions.remove_photo(found, by=request.user)
        messages.success(request, _("The picture is removed."))
        return redirect("directory:photos", place.pk)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Remove this picture?"),
            "lost": [found.alt_text],
            "verb": _("Remove"),
            "back_url": redirect("directory:photos", place.pk).url,
        },
    )


# --- Support offers ---------------------------------------------------------------------------------------
@require_safe
def services(request: HttpRequest, pk: int) -> HttpResponse:
    """Which support do we offer?"""
    organisation = organisation_or_404(request, pk)
    page = paginate(
        Service.objects.live().filter(organisation=organisation).for_list(),
        order=ORDER,
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "directory/workspace/services.html",
        {**frame(request, organisation, "services"), "page": page},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new support offer of the organisation, as a draft."""
    organisation = organisation_or_404(request, pk, "edit_organisation")
    form = ServiceForm(organisation=organisation, **posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            service = actions.create_service(
                {**form.values(), "organisation": organisation},
                by=request.user,
                area=form.cleaned_data["area"],
                places=form.cleaned_data["places"],
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The support offer is entered, as a draft. Publish it when it is ready.")
            )
            return redirect(service)
    return render(
        request,
        "directory/workspace/service_edit.html",
        {**frame(request, organisation, "services"), "form": form, "service": None},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a support offer."""
    service = record_or_404(request, Service, pk)
    form = ServiceForm(instance=service, organisation=service.organisation, **posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_service(
                service,
                form.values(),
                by=request.user,
                area=form.cleaned_data["area"],
                places=form.cleaned_data["places"],
                expected_version=form.cleaned_data["version"],
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(Service.objects.get(pk=service.pk))
    return render(
        request,
        "directory/workspace/service_edit.html",
        {**frame(request, service.organisation, "services"), "form": form, "service": service},
        status=422 if form.errors else 200,
    )
