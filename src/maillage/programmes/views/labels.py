"""The labels of a programme, for its team: the list, one label, and what officers say of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core import events
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.directory.models import Place
from maillage.programmes.actions import condition as conditions
from maillage.programmes.actions import label as labels
from maillage.programmes.enums import LABEL_REPEATED, LABEL_TRANSITIONS, LabelState, Role, Standing
from maillage.programmes.forms.label import (
    LabelChangeForm,
    LabelConditionForm,
    LabelEndForm,
    LabelRenewForm,
    RegisterForm,
    SettleForm,
)
from maillage.programmes.forms.programme import GrantForm
from maillage.programmes.models import Label, LabelCondition, LabelPeriod
from maillage.programmes.models.programme import today
from maillage.programmes.queries import label as read
from maillage.programmes.queries import label_register as register
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.label_register import TONES, Asked
from maillage.programmes.spaces import frame
from maillage.programmes.wording import label_sentence

OFFICER = (Role.OFFICER,)


@require_safe
def labels_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Which places hold the label, which will need a word soon?"""
    scope = programmes.scope(request.user, slug)
    rows = Label.objects.filter(programme=scope.programme)
    asked = Asked.from_address(request.GET)
    kept = _soon(rows) if request.GET.get("etat") == "bientot" else rows
    page = register.page(asked, kept)
    for label in page.rows:
        label.tone = TONES[label.standing]  # type: ignore[attr-defined]
    form = RegisterForm(request.GET or None, programmes=None, first_year=register.first_year(rows))
    del form.fields["etat"]
    counts = read.counts(scope.programme)
    chips = [
        {"label": label, "param": "etat", "value": value, "count": number}
        for value, label, number in (
            ("", _("All labels"), counts["every"]),
            ("valides", _("Held today"), counts["holding"]),
            ("bientot", _("Running out soon"), counts["soon"]),
            ("conditionnels", _("Under conditions"), counts["conditional"]),
            ("suspendus", _("Suspended"), counts["suspended"]),
            ("termines", _("Ended"), counts["ended"]),
        )
    ]
    return render(
        request,
        "programmes/labels/list.html",
        frame(scope, "cohorts")
        | {
            "page": page,
            "form": form,
            "filters": chips,
            "is_filtering": bool(request.GET),
            "without_label": read.without_label(scope.programme),
        },
    )


def _soon(rows: Any) -> Any:
    last = today() + dt.timedelta(days=read.SOON_DAYS)
    return rows.filter(ends_on__range=(today(), last)).exclude(state=LabelState.ENDED)


@require_safe
def labels_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same as CSV, places without a public page included."""
    scope = programmes.scope(request.user, slug)
    rows = Label.objects.filter(programme=scope.programme)
    kept = _soon(rows) if request.GET.get("etat") == "bientot" else rows
    found = register.found(Asked.from_address(request.GET), kept).for_list().order_by(*register.ORDER)
    return csv_response(
        f"labels-{slug}.csv", register.COLUMNS, register.as_rows(found.iterator(chunk_size=1000))
    )


def _label_of(scope: programmes.Scope, pk: int) -> Label:
    periods = Prefetch("periods", LabelPeriod.objects.order_by("starts_on"))
    rows = Label.objects.filter(programme=scope.programme).for_list().prefetch_related(periods)
    return get_object_or_404(rows, pk=pk)


@require_safe
def label(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One label: its state, its conditions, its history with the reasons, what may be said of it."""
    scope = programmes.scope(request.user, slug)
    row = _label_of(scope, pk)
    day = _asked_day(request)
    return render(
        request,
        "programmes/labels/label.html",
        frame(scope, "cohorts")
        | {
            "label": row,
            "tone": TONES[row.standing],
            "conditions": row.conditions.order_by("due_on", "pk"),
            "day": day,
            "on_day": row.standing_on(day) if day else None,
            "history": [
                label_sentence(event) for event in events.about(row)[:100] if label_sentence(event).title
            ],
            "changes": _changes(row) if scope.is_officer else [],
        },
    )


def _asked_day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return None


# What may be said of a label: its word in the address, the state that it leads to, the action, its form.
CHANGES: dict[str, dict[str, Any]] = {
    "renouveler": {"to": LabelState.RENEWED, "act": labels.renew, "form": LabelRenewForm},
    "condition": {"to": LabelState.CONDITIONAL, "act": None, "form": LabelConditionForm},
    "suspendre": {"to": LabelState.SUSPENDED, "act": labels.suspend, "form": LabelChangeForm},
    "retablir": {"to": None, "act": labels.resume, "form": LabelChangeForm},
    "terminer": {"to": LabelState.ENDED, "act": labels.end, "form": LabelEndForm},
}


def _may(row: Label, change: str) -> bool:
    if row.standing == Standing.ENDED:
        return False
    state = LabelState(row.state)
    if change == "retablir":
        return state == LabelState.SUSPENDED
    if state == LabelState.SUSPENDED:
        return change == "terminer"
    if change == "condition" and state == LabelState.CONDITIONAL:
        return True
    if change == "renouveler" and state == LabelState.CONDITIONAL:
        return False
    to = CHANGES[change]["to"]
    return to in LABEL_TRANSITIONS[state] or (to == state and state in LABEL_REPEATED)


def _changes(row: Label) -> list[dict[str, Any]]:
    words = {
        "renouveler": ("renew", _("Renew…"), ""),
        "condition": ("condition", _("Add a condition…"), ""),
        "retablir": ("resume", _("Give back…"), ""),
        "suspendre": ("suspend", _("Suspend…"), ""),
        "terminer": ("end", _("End…"), "danger"),
    }
    return [
        {"name": f"programmes:label_{name}", "label": label, "kind": kind}
        for change, (name, label, kind) in words.items()
        if _may(row, change)
    ]


@require_http_methods(["GET", "POST"])
def change_label(request: HttpRequest, slug: str, pk: int, change: str) -> HttpResponse:
    """Renews, puts under a condition, suspends, resumes or ends a label, with the reason that its carriers
    will read."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = _label_of(scope, pk)
    if not _may(row, change):
        raise Http404
    initial = {"ends_on": _three_years_after(row.ends_on)} if change == "renouveler" else None
    form = CHANGES[change]["form"](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            if change == "condition":
                condition = labels.Condition(values.pop("text"), values.pop("due_on"))
                labels.set_conditions(row, [condition], by=request.user, **values)
            else:
                CHANGES[change]["act"](row, by=request.user, **values)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The label is changed; the project’s carriers are told."))
            return redirect("programmes:label", slug, pk)
    questions = {
        "renouveler": _("Until when is the label of %(place)s renewed?"),
        "condition": _("What must %(place)s meet?"),
        "suspendre": _("Suspend the label of %(place)s?"),
        "retablir": _("Give its label back to %(place)s?"),
        "terminer": _("End the label of %(place)s?"),
    }
    verbs = {
        "renouveler": _("Renew"),
        "condition": _("Add the condition"),
        "suspendre": _("Suspend"),
        "retablir": _("Give back"),
        "terminer": _("End the label"),
    }
    return render(
        request,
        "programmes/labels/change.html",
        frame(scope, "cohorts")
        | {
            "label": row,
            "form": form,
            "question": questions[change] % {"place": row.site},
            "verb": verbs[change],
            "is_danger": change in {"suspendre", "terminer"},
        },
    )


def _three_years_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 3, day=min(day.day, 28) if day.month == 2 else day.day)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """Is the condition met, or waived?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = _label_of(scope, pk)
    found = get_object_or_404(
        LabelCondition.objects.select_related("label__programme", "asked__application__call__programme"),
        pk=condition,
        label=row,
        outcome="open",
    )
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conditions.settle(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The condition is settled."))
            return redirect("programmes:label", slug, pk)
    return render(
        request,
        "programmes/labels/settle.html",
        frame(scope, "cohorts") | {"label": row, "condition": found, "form": form},
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
            row = labels.grant(
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
            return redirect("programmes:label", slug, row.pk)
    return render(
        request,
        "programmes/labels/grant.html",
        frame(scope, "cohorts") | {"application": application, "form": form, "has_places": choices.exists()},
    )
