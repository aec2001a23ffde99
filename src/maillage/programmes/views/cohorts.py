"""Promotions and labels, for the programme's team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.directory.models import Place
from maillage.programmes.actions import label as labels
from maillage.programmes.enums import LABEL_TRANSITIONS, LabelState, Role
from maillage.programmes.forms.programme import GrantForm, LabelChangeForm, LabelEndForm
from maillage.programmes.models import Cohort, Label
from maillage.programmes.queries import label as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
TONES = {"granted": "ok", "suspended": "wait", "ended": "no"}


@require_safe
def cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """The promotions, and the register of labels."""
    scope = programmes.scope(request.user, slug)
    rows = list(read.labels_of(scope.programme)[:500])
    for label in rows:
        label.tone = TONES[label.state]  # type: ignore[attr-defined]
    return render(
        request,
        "programmes/cohorts.html",
        frame(scope, "cohorts")
        | {
            "cohorts": read.cohorts_of(scope.programme),
            "labels": rows,
            "without_label": read.without_label(scope.programme),
        },
    )


@require_safe
def cohort(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One promotion: its projects and their labels, on a map."""
    scope = programmes.scope(request.user, slug)
    row = get_object_or_404(Cohort.objects.select_related("call"), pk=pk, programme=scope.programme)
    held = list(read.labels_of(scope.programme).filter(cohort=row))
    return render(
        request,
        "programmes/cohort.html",
        frame(scope, "cohorts")
        | {
            "cohort": row,
            "members": read.members_of(row),
            "points": read.points(held),
            "legend": [{"kind": 0, "label": scope.programme.label_name, "mark": "strong"}],
        },
    )


@require_safe
def cohort_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """A promotion's labels as CSV."""
    scope = programmes.scope(request.user, slug)
    row = get_object_or_404(Cohort, pk=pk, programme=scope.programme)
    rows = read.labels_of(scope.programme).filter(cohort=row)
    return csv_response(f"promotion-{row.pk}.csv", read.COLUMNS, read.as_rows(rows))


CHANGES: dict[str, dict[str, Any]] = {
    "suspendre": {"to": LabelState.SUSPENDED, "act": labels.suspend, "form": LabelChangeForm},
    "retablir": {"to": LabelState.GRANTED, "act": labels.resume, "form": LabelChangeForm},
    "terminer": {"to": LabelState.ENDED, "act": labels.end, "form": LabelEndForm},
}


@require_http_methods(["GET", "POST"])
def change_label(request: HttpRequest, slug: str, pk: int, change: str) -> HttpResponse:
    """Suspends, resumes or ends a label, with the reason that its carriers will read."""
    scope = programmes.scope(request.user, slug, OFFICER)
    rows = Label.objects.select_related("programme", "project", "place__commune")
    label = get_object_or_404(rows, pk=pk, programme=scope.programme)
    if CHANGES[change]["to"] not in LABEL_TRANSITIONS[LabelState(label.state)]:
        raise Http404
    form = CHANGES[change]["form"](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            CHANGES[change]["act"](label, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The label is changed; the project’s carriers are told."))
            return redirect("programmes:cohorts", slug)
    questions = {
        "suspendre": _("Suspend the label of %(place)s?"),
        "retablir": _("Give its label back to %(place)s?"),
        "terminer": _("End the label of %(place)s?"),
    }
    verbs = {"suspendre": _("Suspend"), "retablir": _("Give back"), "terminer": _("End the label")}
    return render(
        request,
        "programmes/change_label.html",
        frame(scope, "cohorts")
        | {
            "label": label,
            "form": form,
            "question": questions[change] % {"place": label.place},
            "verb": verbs[change],
            "is_danger": change != "retablir",
        },
    )


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The label of a retained project whose place is known at last."""
    scope = programmes.scope(request.user, slug, OFFICER)
    application = read.without_label(scope.programme).filter(reference=reference.upper()).first()
    if application is None:
        raise Http404
    cohort = application.cohort_member.cohort
    choices = (
        Place.objects.live()
        .filter(Q(organisation__projects__project=application.project) | Q(projects=application.project))
        .order_by("name_key", "pk")
        .distinct()
    )
    form = GrantForm(
        request.POST or None,
        places=choices,
        initial={
            "place": application.project.place_id,
            **({"starts_on": cohort.starts_on, "ends_on": cohort.ends_on} if cohort else {}),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            labels.grant(
                scope.programme,
                project=application.project,
                cohort=cohort,
                application=application,
                by=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The label is granted."))
            return redirect("programmes:cohorts", slug)
    return render(
        request,
        "programmes/grant.html",
        frame(scope, "cohorts") | {"application": application, "form": form, "has_places": choices.exists()},
    )
