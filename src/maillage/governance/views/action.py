"""The list of actions, and each of them: given, finished, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.directory.models import Service
from maillage.governance import hosts
from maillage.governance.actions import action as actions
from maillage.governance.enums import ACTION_TONES, URGENCY_TONES, ActionState
from maillage.governance.forms.action import ActionForm, FileForm, FinishForm, ReopenForm, WhyForm
from maillage.governance.models import Action, SupportNeed
from maillage.governance.queries import action as read
from maillage.governance.queries import meeting as meetings
from maillage.governance.queries import need as needs
from maillage.governance.views.frame import frame, say
from maillage.projects.models import Project, ProjectMember

MOST_SERVICES = 60


@require_safe
def actions_list(request: HttpRequest) -> HttpResponse:
    """What was decided, and where is it?"""
    asked = read.ListQuery.from_address(request.GET)
    run = hosts.run_by(request.user)
    page = read.page(request.user, asked, run)
    counts = read.counts(request.user, asked, run)
    named = hosts.names((row.host_kind, row.host_id) for row in page.rows)
    for row in page.rows:
        _decorate(row)
        host = named.get((row.host_kind, row.host_id or 0))
        row.comes_from = _comes_from(row, asked, host.name if host else "")  # type: ignore[attr-defined]
    choices = read.choices(request.user, run, asked)
    return render(
        request,
        "governance/action/list.html",
        frame("actions")
        | {
            "page": page,
            "asked": asked,
            "filters": [
                {"label": _("Mine"), "param": "pour", "value": read.MINE},
                *(
                    {"label": word.label, "param": "etat", "value": word.value, "count": counts[word.value]}
                    for word in read.STATES
                ),
            ],
            "ages": [
                {
                    "label": word.label,
                    "value": counts[word.value],
                    "url": _with_age(request, word.value),
                    "tone": read.AGE_TONES.get(word.value, ""),
                }
                for word in read.AGES
            ],
            "has_ages": any(counts[word.value] for word in read.AGES),
            "age": next((word.label for word in read.AGES if word.value == asked.age), ""),
            "choices": choices,
            "hosts": [
                {
                    "key": kind.key,
                    "label": kind.label,
                    "value": asked.hosts.get(kind.key, 0),
                    "rows": [(pk, name) for (key, pk), name in run.items() if key == kind.key],
                }
                for kind in hosts.hosts
                if any(key == kind.key for key, _pk in run)
            ],
            "is_found": bool(asked.project or asked.committee or asked.hosts),
            "total": counts[asked.age or asked.state],
        },
    )


def _comes_from(row: Action, asked: read.ListQuery, host: str) -> str:
    """The project, then the committee or else who hosts it: never what the filters already say."""
    words = []
    if row.project is not None and not asked.project:
        words.append(row.project.title)
    if row.meeting is not None:
        # A committee bears the name of its programme or organisation: once is enough.
        if not asked.committee:
            words.append(row.meeting.committee.name)
    elif host and not asked.hosts:
        words.append(host)
    return " · ".join(words)


def _with_age(request: HttpRequest, age: str) -> str:
    query = request.GET.copy()
    for name in ("cursor", "etat"):
        query.pop(name, None)
    query["age"] = age
    return f"?{query.urlencode()}"


def _decorate(row: Action) -> None:
    row.tone = "no" if row.is_overdue else ACTION_TONES[ActionState(row.state)]  # type: ignore[attr-defined]


CSV_COLUMNS = (
    *("action", "etat", "echeance", "jours_de_retard", "responsable", "projet", "comite", "seance"),
    *("theme", "urgence", "donnee_le", "faite_le", "terminee_le", "justification"),
)


@require_safe
def actions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list, whole."""
    asked = read.ListQuery.from_address(request.GET)
    rows = (
        read.listed(request.user, asked)
        .select_related("owner", "project", "need", "meeting__committee")
        .order_by("due_on", "pk")
    )
    return csv_response("actions.csv", CSV_COLUMNS, _csv_rows(rows.iterator(chunk_size=1000)))


def _csv_rows(rows: Iterator[Action]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row.title,
            row.state,
            row.due_on.isoformat(),
            row.days_late,
            str(row.owner),
            row.project.title if row.project is not None else "",
            row.meeting.committee.name if row.meeting is not None else "",
            row.meeting.title if row.meeting is not None else "",
            row.need.theme if row.need is not None else "",
            row.need.urgency if row.need is not None else "",
            row.created_at.isoformat(),
            row.done_at.isoformat() if row.done_at else "",
            row.closed_at.isoformat() if row.closed_at else "",
            row.evidence,
        ]


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done, by whom, why; and what the person may say of it."""
    row = read.visible(request.user, pk)
    user = request.user
    _decorate(row)
    is_open, is_done = row.state == ActionState.OPEN, row.state == ActionState.DONE
    finishes = is_open and user.has_perm("governance.finish_action", row)
    confirms = is_done and user.has_perm("governance.confirm_action", row)
    steers = user.has_perm("governance.steer_action", row)
    return render(
        request,
        "governance/action/action.html",
        frame("actions") | _shown(row, finishes=finishes, confirms=confirms, steers=steers, user=user),
    )


def _shown(
    row: Action,
    *,
    finishes: bool,
    confirms: bool,
    steers: bool,
    user: Any,
    finish_form: FinishForm | None = None,
    why_form: WhyForm | None = None,
) -> dict[str, Any]:
    is_open, is_done = row.state == ActionState.OPEN, row.state == ActionState.DONE
    ended = row.state in {ActionState.CLOSED, ActionState.DROPPED}
    sees_project = row.project is not None and user.has_perm("projects.view_project", row.project)
    sees_meeting = row.meeting is not None and user.has_perm("governance.view_meeting", row.meeting)
    return {
        "action": row,
        "host": hosts.name_of(row.host_kind, row.host_id),
        "urgency_tone": URGENCY_TONES[row.need.urgency] if row.need is not None else "",  # type: ignore[index]
        "sees_project": sees_project,
        "sees_meeting": sees_meeting,
        "carriers": read.carriers_of(row) if is_open or is_done else [],
        "finish_form": (finish_form or FinishForm()) if finishes else None,
        "why_form": (why_form or WhyForm()) if confirms else None,
        "file_form": FileForm() if confirms or (is_done and row.owner_id == user.pk) else None,
        "may_change": steers and is_open,
        "may_drop": steers and (is_open or is_done),
        "may_reopen": ended and (steers or user.has_perm("governance.confirm_action", row)),
        "story": read.story(row),
    }


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """An action for a need (``?besoin=``), from a meeting (``?reunion=``), for a project (``?projet=``), or
    for oneself."""
    need = _asked_need(request)
    meeting = None
    if (key := request.GET.get("reunion", "")).isdecimal():
        meeting = meetings.meeting_of(request.user, int(key))
        if not request.user.has_perm("governance.run_meeting", meeting):
            raise Http404
    project = need.project if need is not None else _asked_project(request)
    host = need.host_key if need is not None else meeting.committee.host_key if meeting is not None else None
    form = ActionForm(
        request.POST or None,
        people=_people(request.user, host, project),
        services=_services(project, need),
        initial={"owner": request.user.pk if need is None else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.create(
                form.task,
                by=request.user,
                need=need,
                meeting=meeting,
                project=project if need is None else None,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The action is given to %(person)s.") % {"person": row.owner})
            return redirect(_back(row, need))
    return render(
        request,
        "governance/action/edit.html",
        frame("actions")
        | {"form": form, "need": need, "project": project, "meeting": meeting, "action": None},
    )


def _back(row: Action, need: SupportNeed | None) -> str:
    if need is not None and need.item is not None:
        return need.item.get_absolute_url()
    return row.get_absolute_url()


def _asked_need(request: HttpRequest) -> SupportNeed | None:
    key = request.GET.get("besoin", "")
    return needs.steered(request.user, int(key)) if key.isdecimal() else None


def _asked_project(request: HttpRequest) -> Project | None:
    key = request.GET.get("projet", "")
    if not key.isdecimal():
        return None
    project = get_object_or_404(Project, pk=int(key))
    if not request.user.has_perm("projects.view_thread", project):
        raise Http404
    return project


def _people(user: Any, host: tuple[str, int] | None, project: Project | None) -> QuerySet[User]:
    """Those of the host and of the project's team; oneself otherwise."""
    condition = Q(pk=user.pk)
    if project is not None:
        condition |= Q(pk__in=ProjectMember.objects.filter(project=project).values("user"))
    kind = hosts.hosts.get(host[0]) if host is not None else None
    if kind is not None and host is not None:
        condition |= Q(pk__in=kind.people(host[1]).order_by().values("pk"))
    return User.objects.filter(condition, is_active=True)


def _services(project: Project | None, need: SupportNeed | None) -> QuerySet[Service] | None:
    """Services that reach the project's commune, of the need's theme when there is one."""
    if project is None:
        return None
    rows = Service.objects.public().covering(project.commune)
    if need is not None:
        rows = rows.with_theme(need.theme)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_SERVICES])
    return Service.objects.filter(pk__in=keys).select_related("organisation").order_by("name", "pk")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words, another day, another person."""
    row = read.visible(request.user, pk)
    if not request.user.has_perm("governance.steer_action", row) or row.state != ActionState.OPEN:
        raise Http404
    host = (row.host_kind, row.host_id) if row.host_id is not None else None
    keep = Q(pk__in=[row.owner_id, row.expert_id or 0])
    people = _people(request.user, host, row.project) | User.objects.filter(keep, is_active=True)
    services = _services(row.project, row.need)
    if services is not None and row.service_id is not None:
        services = services | Service.objects.filter(pk=row.service_id).select_related("organisation")
    names = ("title", "owner", "due_on", "service", "expert", "detail")
    form = ActionForm(
        request.POST or None,
        people=people,
        services=services,
        initial={name: getattr(row, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.update(row, form.task, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The action is changed."))
            return redirect(row)
    return render(
        request,
        "governance/action/edit.html",
        frame("actions")
        | {"form": form, "action": row, "need": row.need, "project": row.project, "meeting": row.meeting},
    )


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Its owner says that it is done, with what shows it."""
    row = read.visible(request.user, pk)
    form = FinishForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = actions.finish(
                row,
                evidence=form.cleaned_data["evidence"],
                upload=form.cleaned_data["file"] or None,
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                _("It is finished.")
                if row.state == ActionState.CLOSED
                else _("Said. The project now confirms that it is done."),
            )
            return redirect(row)
    row = read.visible(request.user, pk)
    if row.state != ActionState.OPEN or not request.user.has_perm("governance.finish_action", row):
        messages.error(request, _("The person in charge says when it is done."))
        return redirect(row)
    _decorate(row)
    steers = request.user.has_perm("governance.steer_action", row)
    shown = _shown(row, finishes=True, confirms=False, steers=steers, user=request.user, finish_form=form)
    return render(request, "governance/action/action.html", frame("actions") | shown)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The project says that it is done."""
    row = read.visible(request.user, pk)
    try:
        actions.confirm(row, by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("Thank you: the action is finished."))
    return redirect(row)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The project says that it is not done yet."""
    row = read.visible(request.user, pk)
    try:
        actions.send_back(row, why=request.POST.get("why", ""), by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("%(person)s has it again, with your reason.") % {"person": row.owner})
    return redirect(row)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = read.visible(request.user, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_file(row, form.cleaned_data["file"], by=request.user)
        except DomainError as error:
            say(request, error)
        else:
            messages.success(request, _("The file is added."))
    else:
        messages.error(request, _("Choose a file."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives it up, with the reason."""
    row = read.visible(request.user, pk)
    if not request.user.has_perm("governance.steer_action", row):
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop(row, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The action is dropped; it can be taken up again."))
            return redirect(row)
    return render(
        request,
        "governance/reason.html",
        frame("actions")
        | {
            "form": form,
            "title": _("Why is “%(action)s” dropped?") % {"action": row.title},
            "lede": _("The project and the person in charge will read it."),
            "submit": _("Drop the action"),
            "kind": "danger",
            "back_url": row.get_absolute_url(),
            "trail": [(_("Actions"), reverse("governance:actions")), (row.title, row.get_absolute_url())],
        },
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes it up again, with a new day."""
    row = read.visible(request.user, pk)
    allowed = any(request.user.has_perm(f"governance.{what}_action", row) for what in ("steer", "confirm"))
    if not allowed or row.state not in {ActionState.CLOSED, ActionState.DROPPED}:
        raise Http404
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The action is to do again."))
            return redirect(row)
    return render(
        request,
        "governance/reason.html",
        frame("actions")
        | {
            "form": form,
            "title": _("Why is “%(action)s” taken up again?") % {"action": row.title},
            "lede": "",
            "submit": _("Take it up again"),
            "kind": "",
            "back_url": row.get_absolute_url(),
            "trail": [(_("Actions"), reverse("governance:actions")), (row.title, row.get_absolute_url())],
        },
    )
