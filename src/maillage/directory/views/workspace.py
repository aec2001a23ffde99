"""An organisation's workspace: overview, its own page, its network, confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.directory import actions
from maillage.directory.actions import record as record_actions
from maillage.directory.enums import RelationKind
from maillage.directory.forms.records import (
    NewOrganisationForm,
    OrganisationForm,
    RelationForm,
    posted,
    refuse,
)
from maillage.directory.models import Organisation, OrganisationRelation, Place, Service
from maillage.directory.queries import workspace as queries
from maillage.directory.queries.pages import relations_of
from maillage.directory.views.frame import frame, organisation_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Entering one's organisation. Likely copies are shown first."""
    form = NewOrganisationForm(**posted(request))
    similar: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        similar = queries.similar_organisations(
            values["name"], values["siret"].replace(" ", ""), values.get("commune")
        )
        if not similar or form.cleaned_data["is_another"]:
            try:
                organisation = actions.create_organisation(
                    values, by=request.user, administrator=request.user
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(
                    request, _("The organisation is entered. Complete its page, then publish it.")
                )
                return redirect("directory:workspace", organisation.pk)
    return render(
        request,
        "directory/organisation_new.html",
        {"form": form, "similar": similar},
        status=200 if request.method != "POST" else 422,
    )


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is there to do here?"""
    organisation = organisation_or_404(request, pk)
    return render(
        request,
        "directory/workspace/overview.html",
        {
            **frame(request, organisation, "overview"),
            "to_confirm": queries.to_confirm(organisation),
            "drafts": queries.drafts_of(organisation),
            "invitations": queries.open_invitations(organisation).count(),
            "members": queries.members_of(organisation).count(),
            "places": Place.objects.live().filter(organisation=organisation).count(),
            "services": Service.objects.live().filter(organisation=organisation).count(),
            "story": list(queries.story_of(organisation)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation's own page."""
    organisation = organisation_or_404(request, pk, "edit_organisation")
    form = OrganisationForm(instance=organisation, **posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_organisation(
                organisation,
                form.values(),
                by=request.user,
                perimeter=form.cleaned_data["perimeter"],
                expected_version=form.cleaned_data["version"],
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:workspace", organisation.pk)
    return render(
        request,
        "directory/workspace/organisation_edit.html",
        {**frame(request, organisation, "record"), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def set_publication(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Publishes a record, or takes it back to draft (``publication`` says which)."""
    models: dict[str, Any] = {"organisation": Organisation, "place": Place, "service": Service}
    record = get_object_or_404(models[kind].objects.visible_to(request.user), pk=pk)
    organisation = record if kind == "organisation" else record.organisation
    if organisation is not None:
        organisation_or_404(request, organisation.pk, "edit_organisation")
    elif not request.user.has_perm(f"directory.edit_{kind}", record):
        return HttpResponse(status=404)
    if request.POST.get("publication") == "draft":
        record_actions.unpublish(record, by=request.user)
        messages.success(request, _("Only your organisation sees this page now."))
    else:
        record_actions.publish(record, by=request.user)
        messages.success(request, _("Everyone sees this page now."))
    return redirect(record)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Is everything that we show still right? One button."""
    organisation = organisation_or_404(request, pk, "edit_organisation")
    records = queries.public_records(organisation)
    if request.method == "POST":
        number = actions.confirm_freshness(records, by=request.user)
        messages.success(
            request,
            ngettext("%(number)s page confirmed.", "%(number)s pages confirmed.", number)
            % {"number": number},
        )
        return redirect("directory:workspace", organisation.pk)
    return render(
        request,
        "directory/workspace/confirm.html",
        {**frame(request, organisation, "overview"), "records": records},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """Networks, funders and partners."""
    permission = "edit_organisation" if request.method == "POST" else "enter_organisation"
    organisation = organisation_or_404(request, pk, permission)
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.relate(
                organisation,
                RelationKind(form.cleaned_data["kind"]),
                form.cleaned_data["target"],
                by=request.user,
                started_on=form.cleaned_data["started_on"],
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The relation is added."))
            return redirect("directory:network", organisation.pk)
    return render(
        request,
        "directory/workspace/network.html",
        {
            **frame(request, organisation, "network"),
            "form": form,
            "relations": relations_of(organisation, only_public=False),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_relation(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Ends one of our relations, from whichever side it was written."""
    organisation = organisation_or_404(request, pk, "edit_organisation")
    found = get_object_or_404(
        OrganisationRelation.objects.filter(source=organisation)
        | OrganisationRelation.objects.filter(target=organisation),
        pk=relation,
        ended_on__isnull=True,
    )
    if request.method == "POST":
        actions.end_relation(found, by=request.user)
        messages.success(request, _("The relation has ended."))
        return redirect("directory:network", organisation.pk)
    other = found.target if found.source_id == organisation.pk else found.source
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("End the relation with “%(other)s”?") % {"other": other},
            "lost": [],
            "verb": _("End the relation"),
            "back_url": redirect("directory:network", organisation.pk).url,
        },
    )


@login_not_required
@require_safe
def lookup(request: HttpRequest) -> HttpResponseBase:
    """Published organisations that fit ``?q=``, for look-ups."""
    text = request.GET.get("q", "")
    public = Organisation.objects.public()
    found = public.matching(text).for_list().by_relevance()[:10] if text.strip() else public.none()
    return JsonResponse(
        {
            "results": [
                {
                    "code": str(organisation.pk),
                    "label": organisation.name,
                    "hint": organisation.commune.name if organisation.commune else "",
                }
                for organisation in found
            ]
        }
    )
