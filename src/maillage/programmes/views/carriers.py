"""Who applies: people without a structure yet, one organisation, or several together."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import application as applications
from maillage.programmes.enums import Filing
from maillage.programmes.forms.carriers import CarriersForm
from maillage.programmes.queries import application as read
from maillage.programmes.views.applicant import VERDICTS
from maillage.projects import actions as projects
from maillage.projects.queries import carriers_of


@require_http_methods(["GET", "POST"])
def carriers(request: HttpRequest, reference: str) -> HttpResponse:
    """The carriers of a draft, and what the rules say of them."""
    row = read.for_applicant(request.user, reference, change=True)
    if row.filing != Filing.DRAFT:
        return redirect(row)
    form = CarriersForm(
        request.POST or None,
        user=request.user,
        project=row.project,
        initial=CarriersForm.initial_of(row.project),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                projects.set_organisations(
                    row.project, given["organisations"], lead=given["lead"], by=request.user
                )
                projects.update(row.project, legal_form=given["legal_form"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The carriers are saved."))
            return redirect("programmes:carriers", row.reference)
    context = {
        "application": row,
        "call": row.call,
        "programme": row.call.programme,
        "project": row.project,
        "people": carriers_of(row.project),
        "form": form,
        "rules": applications.check_file(row).rules,
        **VERDICTS,
    }
    return render(request, "programmes/carriers.html", context)
