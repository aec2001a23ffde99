"""A pathway: begun, opened, dated, finished; its group and its kit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import workspace
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import exchange
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import session as sessions
from maillage.pathways.calendar_rule import proposed_days
from maillage.pathways.content import KitContent
from maillage.pathways.enums import Audience, EnrolmentState, PathwayState, SessionState, VersionState
from maillage.pathways.forms.kit import FeedbackForm
from maillage.pathways.forms.pathway import (
    DepartureForm,
    EditForm,
    EnrolForm,
    PathwayForm,
    RuleForm,
    VersionForm,
    WhyForm,
)
from maillage.pathways.kit_changes import diff
from maillage.pathways.models import Enrolment, Pathway
from maillage.pathways.queries import attendance
from maillage.pathways.queries import kit as kits
from maillage.pathways.queries import pathway as read
from maillage.pathways.queries.rota import departure
from maillage.pathways.spaces import frame
from maillage.projects.models import Project

TONES = {
    PathwayState.PREPARED: "wait",
    PathwayState.OPEN: "ok",
    PathwayState.FINISHED: "info",
    PathwayState.CANCELLED: "no",
}
SESSION_TONES = {
    SessionState.TO_DATE: "wait",
    SessionState.SCHEDULED: "info",
    SessionState.HELD: "ok",
    SessionState.CANCELLED: "no",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where do I go next, and what do I run?"""
    user = request.user
    run = paginate(
        read.with_next(Pathway.objects.run_by(user)),
        order=("-starts_on", "-pk"),
        cursor=request.GET.get("cursor"),
    )
    for row in run.rows:
        row.tone = TONES[PathwayState(row.state)]
    followed = (
        read.followed_by(user)
        .exclude(pathway__state=PathwayState.PREPARED)
        .select_related("pathway__organisation")
        .order_by("-pathway__starts_on", "-pk")
    )
    return render(
        request,
        "pathways/index.html",
        workspace.frame(user, "pathways")  # type: ignore[arg-type]
        | {
            "seats": list(read.my_seats(user, since=timezone.now())[:12]),
            "interventions": list(read.my_interventions(user)[:12]),
            "clashes": read.clashes(user),
            "followed": list(followed[:20]),
            "page": run,
            "reads_hours": attendance.paid_by(user).exists(),
            "may_run": read.organisations_for(user).exists() or read.programmes_for(user).exists(),
        },
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, kit: int) -> HttpResponse:
    """Runs a kit: for a promotion, or for an open group."""
    scope = kits.scope(request.user, kit)
    version = scope.kit.published
    organisations, programmes = read.organisations_for(request.user), read.programmes_for(request.user)
    if version is None or not (organisations.exists() or programmes.exists()):
        raise Http404
    form = PathwayForm(
        request.POST or None,
        organisations=organisations,
        programmes=programmes,
        cohorts=read.cohorts_for(request.user),
        initial={"title": scope.kit.title, "capacity": version.says.group_max} | _asked(request),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            row = pathways.create(scope.kit, values.pop("organisation"), by=request.user, **values)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("The pathway is prepared: give its sessions their days, then open it.")
            )
            return redirect(row)
    return render(
        request,
        "pathways/create.html",
        {"kit": scope.kit, "version": version, "content": version.says, "form": form},
    )


def _asked(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("promotion", "")
    return {"cohort": asked} if asked.isdecimal() else {}


@require_safe
def pathway(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned, and what is next?"""
    scope = read.scope(request.user, pk)
    rows = read.sessions_of(scope)
    for one in rows:
        one.tone = SESSION_TONES[SessionState(one.state)]  # type: ignore[attr-defined]
    row = scope.pathway
    newer = None
    if scope.runs and row.kit_version.kit.published_id != row.kit_version_id:
        newer = row.kit_version.kit.published
    points = [
        point
        for one in rows
        if one.state != SessionState.CANCELLED
        for point in read.point_of(one, one.get_absolute_url())
    ]
    to_date = [one for one in rows if one.state == SessionState.TO_DATE]
    return render(
        request,
        "pathways/pathway.html",
        frame(scope, "pathway")
        | {
            "sessions": rows,
            "next_pk": next(
                (
                    one.pk
                    for one in rows
                    if one.state == SessionState.SCHEDULED and one.ends_at and one.ends_at > timezone.now()
                ),
                None,
            ),
            "points": points,
            "legend": [{"kind": 0, "label": _("Sessions"), "mark": "strong"}],
            "tone": TONES[PathwayState(row.state)],
            "content": row.kit_version.says if scope.runs else None,
            "to_date": len(to_date),
            "dated": sum(one.starts_at is not None for one in rows),
            "is_over": bool(rows)
            and all(one.state in (SessionState.HELD, SessionState.CANCELLED) for one in rows),
            "newer": newer,
            "is_cohort": row.audience == Audience.COHORT,
            "departure": departure(scope.enrolment) if scope.enrolment else None,
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The pathway's words and places."""
    scope = read.scope(request.user, pk, to_run=True)
    row = scope.pathway
    names = ("title", "summary", "commune", "capacity", "is_public", "service")
    form = EditForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in names},
        services=read.services_for(row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            pathways.update(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    return render(request, "pathways/edit.html", frame(scope, "pathway") | {"form": form})


@require_http_methods(["GET", "POST"])
def calendar_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The days that the kit's rule proposes, looked at before they are taken."""
    scope = read.scope(request.user, pk, to_run=True)
    row = scope.pathway
    content = row.kit_version.says
    asked = request.POST if request.method == "POST" else request.GET or None
    form = RuleForm(asked, initial={"starts_on": row.starts_on})
    proposed = []
    if form.is_bound and form.is_valid():
        left = set(row.sessions.filter(state=SessionState.TO_DATE).values_list("template_key", flat=True))
        proposed = [
            (template, day)
            for template, day in proposed_days(content, form.cleaned_data["starts_on"])
            if template.key in left
        ]
        if request.method == "POST":
            try:
                done = sessions.schedule_by_rule(row, by=request.user, **form.cleaned_data)
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(
                    request,
                    ngettext("%(n)d session has its day.", "%(n)d sessions have their days.", len(done))
                    % {"n": len(done)},
                )
                return redirect(row)
    return render(
        request,
        "pathways/calendar_rule.html",
        frame(scope, "pathway")
        | {
            "form": form,
            "content": content,
            "proposed": proposed,
            "lasts": _outside_span(content, [day for _template, day in proposed]),
        },
    )


def _outside_span(content: KitContent, days: list[dt.date]) -> str:
    """How long these days last, when the kit says that the whole lasts less, or more; else nothing. A kit
    with one-to-ones goes on after its last common day."""
    low, high = content.span_days
    if len(days) < 2 or not high:
        return ""
    lasts = (days[-1] - days[0]).days + 1
    if lasts > high or (lasts < low and not content.individual_templates):
        return ngettext("%(n)d day", "%(n)d days", lasts) % {"n": lasts}
    return ""


@require_POST
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    scope = read.scope(request.user, pk, to_run=True)
    _try(
        request,
        lambda: pathways.open_(scope.pathway, by=request.user),
        _("It is open: those who follow it are told."),
    )
    return redirect(scope.pathway)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    scope = read.scope(request.user, pk, to_run=True)
    if _try(request, lambda: pathways.finish(scope.pathway, by=request.user), _("The pathway is finished.")):
        return redirect("pathways:kit", pk)
    return redirect(scope.pathway)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancels the pathway and its sessions to come."""
    scope = read.scope(request.user, pk, to_run=True)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pathways.cancel(scope.pathway, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The pathway is cancelled; those concerned are told."))
            return redirect(scope.pathway)
    coming = scope.pathway.sessions.filter(state=SessionState.SCHEDULED).count()
    return render(request, "pathways/cancel.html", frame(scope, "pathway") | {"form": form, "coming": coming})


# --- The group -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Who follows it, with which project, from where?"""
    scope = read.scope(request.user, pk)
    if not scope.sees_group:
        raise Http404
    row = scope.pathway
    people = list(row.enrolments.for_list().select_related("project__commune"))
    alone = read.one_to_ones(row)
    for person in people:
        person.from_commune = departure(person)  # type: ignore[attr-defined]
        if alone is not None:
            person.held, person.planned = alone.of(person)  # type: ignore[attr-defined]
    projects = (
        Project.objects.filter(applications__cohort_member__cohort=row.cohort).distinct()
        if row.cohort
        else Project.objects.none()
    )
    form = EnrolForm(request.POST or None, projects=projects.order_by("title", "pk")) if scope.runs else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _enrol(request, scope, form):
            return redirect("pathways:group", pk)
    return render(
        request,
        "pathways/group.html",
        frame(scope, "group")
        | {
            "active": [one for one in people if one.state in ("active", "completed")],
            "waiting": [one for one in people if one.state == EnrolmentState.WAITING],
            "gone": [one for one in people if one.state == EnrolmentState.LEFT],
            "form": form,
            "alone": alone,
            "points": [
                {
                    "id": one.pk,
                    "lat": one.from_commune.latitude,  # type: ignore[attr-defined]
                    "lon": one.from_commune.longitude,  # type: ignore[attr-defined]
                    "kind": 0,
                    "title": str(one.user),
                    "text": str(one.from_commune),  # type: ignore[attr-defined]
                }
                for one in people
                if one.state == EnrolmentState.ACTIVE and one.from_commune is not None  # type: ignore[attr-defined]
            ],
            "legend": [{"kind": 0, "label": _("Where people come from"), "mark": "strong"}],
        },
    )


def _enrol(request: HttpRequest, scope: read.Scope, form: EnrolForm) -> bool:
    person = User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
    if person is None:
        form.add_error("email", _("No account has this address: ask them to register from the agenda."))
        return False
    try:
        row = enrolments.enrol(
            scope.pathway,
            person,
            project=form.cleaned_data.get("project"),
            commune=form.cleaned_data["commune"],
            by=request.user,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    if row.state == EnrolmentState.WAITING:
        messages.warning(request, _("The pathway is full: they are on the waiting list."))
    else:
        messages.success(request, _("%(person)s follows the pathway.") % {"person": row.user})
    return True


@require_POST
def follow_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts in those who entered the promotion since."""
    scope = read.scope(request.user, pk, to_run=True)
    if scope.pathway.cohort is None:
        raise Http404
    try:
        added = enrolments.follow_cohort(scope.pathway, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect(scope.pathway)
    messages.success(request, ngettext("%(n)d person added.", "%(n)d people added.", added) % {"n": added})
    return redirect("pathways:group", pk)


@require_safe
def group_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The group as CSV, for those who run the pathway."""
    scope = read.scope(request.user, pk, to_run=True)
    rows = scope.pathway.enrolments.for_list().select_related("project__commune")
    return csv_response(
        f"groupe-{pk}.csv",
        ("name", "email", "project", "commune", "state", "since"),
        (
            (
                str(row.user),
                row.user.email,
                row.project.title if row.project else "",
                getattr(departure(row), "pk", ""),
                row.state,
                row.at.date().isoformat(),
            )
            for row in rows
        ),
    )


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """Somebody leaves: of themselves, or said by those who run the pathway."""
    scope = read.scope(request.user, pk)
    row = get_object_or_404(
        Enrolment.objects.select_related("user", "pathway__organisation", "pathway__programme"),
        pk=enrolment,
        pathway=scope.pathway,
    )
    is_mine = row.user_id == request.user.pk
    if not (scope.runs or is_mine) or row.state == EnrolmentState.LEFT:
        raise Http404
    form = WhyForm(request.POST or None)
    if is_mine:
        form.fields["why"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.leave(row, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Done. Their seats to come are free."))
            return redirect("pathways:group", pk) if scope.sees_group else redirect("pathways:pathways")
    return render(
        request,
        "pathways/leave.html",
        frame(scope, "group") | {"enrolment": row, "is_mine": is_mine, "form": form},
    )


@require_http_methods(["GET", "POST"])
def set_departure(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """Where somebody comes from: for the rota, and nothing else."""
    scope = read.scope(request.user, pk)
    row = get_object_or_404(
        Enrolment.objects.select_related("user", "commune", "project__commune", "pathway__programme"),
        pk=enrolment,
        pathway=scope.pathway,
    )
    if not (scope.runs or row.user_id == request.user.pk):
        raise Http404
    form = DepartureForm(request.POST or None, initial={"commune": departure(row)})
    if request.method == "POST" and form.is_valid():
        enrolments.set_departure(row, form.cleaned_data["commune"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("pathways:group", pk) if scope.sees_group else redirect(scope.pathway)
    return render(
        request, "pathways/departure.html", frame(scope, "group") | {"enrolment": row, "form": form}
    )


# --- Its kit ----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Which version does it run, and what do its authors learn from it?"""
    scope = read.scope(request.user, pk, to_run=True)
    row = scope.pathway
    person: Any = request.user
    mine = row.kit_feedback.filter(given_by=person).first()
    initial = {name: getattr(mine, name) for name in ("worked", "to_change", "recommends")} if mine else {}
    form = FeedbackForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            exchange.give_feedback(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you: the authors of the kit read it."))
            return redirect("pathways:kit", pk)
    return render(
        request,
        "pathways/kit.html",
        frame(scope, "kit")
        | {
            "kit": row.kit_version.kit,
            "version": row.kit_version,
            "newer": row.kit_version.kit.published
            if row.kit_version.kit.published_id != row.kit_version_id
            else None,
            "form": form,
            "is_said": mine is not None,
            "content": row.kit_version.says,
        },
    )


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes another version of the kit: what has its day stays as people know it."""
    scope = read.scope(request.user, pk, to_run=True)
    row = scope.pathway
    versions = (
        row.kit_version.kit.versions.filter(state=VersionState.PUBLISHED)
        .exclude(pk=row.kit_version_id)
        .order_by("-number")
    )
    newest = versions.first()
    if newest is None:
        raise Http404
    form = VersionForm(request.POST or None, versions=versions, initial={"version": newest})
    if request.method == "POST" and form.is_valid():
        try:
            done = pathways.adopt_version(row, form.cleaned_data["version"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                _("%(added)d added, %(changed)d changed, %(removed)d taken away, %(kept)d left as they are.")
                % {
                    "added": len(done.added),
                    "changed": len(done.changed),
                    "removed": len(done.removed),
                    "kept": len(done.kept),
                },
            )
            return redirect(row)
    return render(
        request,
        "pathways/adopt.html",
        frame(scope, "kit")
        | {
            "form": form,
            "newest": newest,
            "lines": kits.in_words(diff(row.kit_version.says, newest.says)),
        },
    )


def _try(request: HttpRequest, act: Any, sentence: str) -> bool:
    try:
        act()
    except DomainError as error:
        messages.error(request, " ".join(str(text) for text in (error.fields.values() or [error.sentence])))
        return False
    messages.success(request, sentence)
    return True
