"""Meetings: the list, one meeting, its agenda, one item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.core.errors import Conflict, DomainError
from maillage.core.exports import calendar_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.governance import calendars, hosts
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions import need as needs
from maillage.governance.enums import (
    ACTION_TONES,
    MEETING_TONES,
    NEED_TONES,
    URGENCY_TONES,
    VOTING,
    ActionState,
    MeetingState,
    NeedState,
    Presence,
    Urgency,
)
from maillage.governance.forms.action import NeedForm, WhyForm
from maillage.governance.forms.meeting import (
    DecisionForm,
    ItemForm,
    MeetingFileForm,
    MeetingForm,
    NotesForm,
    SeatForm,
)
from maillage.governance.models import Meeting, MeetingDecision, MeetingFile, MeetingItem
from maillage.governance.queries import meeting as read
from maillage.governance.queries import need as read_needs
from maillage.governance.views.frame import frame, say
from maillage.projects.models import Project

EDITABLE = (MeetingState.PROPOSED, MeetingState.PLANNED, MeetingState.OPEN)
FIELDS = ("title", "held_at", "minutes_planned", "venue", "link", "quorum")


@require_safe
def meetings_list(request: HttpRequest) -> HttpResponse:
    """When do we meet?"""
    rows = read.meetings(request.user)
    past = request.GET.get("quand") == "passees"
    rows = rows.exclude(state__in=read.TO_COME) if past else rows.filter(state__in=read.TO_COME)
    order = ("-held_at", "-pk") if past else ("held_at", "pk")
    page = paginate(rows, order=order, cursor=request.GET.get("cursor"))
    for meeting in page.rows:
        meeting.tone = MEETING_TONES[MeetingState(meeting.state)]  # type: ignore[attr-defined]
    return render(
        request,
        "governance/meeting/list.html",
        frame("meetings")
        | {
            "page": page,
            "past": past,
            "filters": [
                {"label": _("To come"), "param": "quand", "value": ""},
                {"label": _("Past"), "param": "quand", "value": "passees"},
            ],
            "may_create": bool(hosts.run_by(request.user)),
        },
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who sits, what is looked at, what was decided."""
    return _meeting_page(request, read.meeting_of(request.user, pk))


def _meeting_page(
    request: HttpRequest, row: Meeting, decision_form: DecisionForm | None = None
) -> HttpResponse:
    runs = request.user.has_perm("governance.run_meeting", row)
    prepares = runs and row.state in EDITABLE
    items = read.agenda_of(row)
    actions = read.actions_of(row)
    for action in actions:
        tone = "no" if action.is_overdue else ACTION_TONES[ActionState(action.state)]
        action.tone = tone  # type: ignore[attr-defined]
    members = list(row.members.all())
    writes = runs and row.state == MeetingState.OPEN
    return render(
        request,
        "governance/meeting/meeting.html",
        frame("meetings")
        | {
            "meeting": row,
            "committee": row.committee,
            "host": hosts.name_of(row.committee.host_kind, row.committee.host_id),
            "tone": MEETING_TONES[MeetingState(row.state)],
            "items": items,
            "looked_at": sum(item.is_done for item in items),
            "following": next((item for item in items if not item.is_done), None),
            "members": members,
            "there": sum(
                member.presence == Presence.PRESENT and member.seat != "guest" for member in members
            ),
            "decisions": read.decisions_of(row),
            "actions": actions,
            "files": row.files.all(),
            "runs": runs,
            "prepares": prepares,
            "seat_form": SeatForm(people=_people(row)) if prepares else None,
            "item_form": _item_form(row) if prepares else None,
            "file_form": MeetingFileForm() if prepares else None,
            "decision_form": decision_form or (_decision_form(row) if writes else None),
        },
    )


def _decision_form(row: Meeting, item: MeetingItem | None = None, data: Any = None) -> DecisionForm:
    """With those who are there and have a voice on this, who may step aside."""
    silent = read.without_voice(row, item.project if item is not None else None)
    there = [
        (str(member.user_id), str(member.user))
        for member in row.members.all()
        if member.presence == Presence.PRESENT and member.seat in VOTING and member.user_id not in silent
    ]
    return DecisionForm(data, voices=there)


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting for one's calendar."""
    row = read.meeting_of(request.user, pk)
    return calendar_response(calendars.published(row), f"reunion-{row.pk}.ics")


def _people(row: Meeting) -> Any:
    kind = hosts.hosts.get(row.committee.host_kind)
    return kind.people(row.committee.host_id) if kind is not None else User.objects.none()


def _item_form(row: Meeting, data: Any = None) -> ItemForm:
    kind = hosts.hosts.get(row.committee.host_kind)
    followed = kind.projects(row.committee.host_id) if kind is not None else Project.objects.none()
    there = row.items.exclude(project=None).order_by().values("project")
    subjects = [
        (str(known.label), [(f"{known.key}-{pk}", name) for pk, name in offered])
        for known in hosts.subjects
        if (offered := list(known.offered(row.committee.host_kind, row.committee.host_id)))
    ]
    return ItemForm(data, projects=followed.exclude(pk__in=there), subjects=subjects)


def _run(request: HttpRequest, pk: int) -> Meeting:
    row = read.meeting_of(request.user, pk)
    if not request.user.has_perm("governance.run_meeting", row):
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another moment, another place; a proposed meeting becomes planned."""
    row = _run(request, pk)
    if row.state == MeetingState.CLOSED:
        raise Http404
    form = MeetingForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            meetings.update(row, form.when, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The meeting is planned, and its members are told."))
            return redirect(row)
    return render(
        request,
        "governance/meeting/edit.html",
        frame("meetings")
        | {"form": form, "committee": row.committee, "meeting": row, "back_url": row.get_absolute_url()},
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _run(request, pk)
    if row.state not in {MeetingState.PROPOSED, MeetingState.PLANNED}:
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.cancel(row, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The meeting is cancelled; it can be planned again."))
            return redirect(row)
    return render(
        request,
        "governance/reason.html",
        frame("meetings")
        | {
            "form": form,
            "title": _("Why is “%(meeting)s” not held?") % {"meeting": row.title},
            "lede": _("Those called will read it."),
            "submit": _("Cancel the meeting"),
            "kind": "danger",
            "back_url": row.get_absolute_url(),
            "trail": [
                (pgettext("of a committee", "Meetings"), reverse("governance:meetings")),
                (row.title, row.get_absolute_url()),
            ],
        },
    )


@require_POST
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    row = _run(request, pk)
    form = SeatForm(request.POST, people=_people(row))
    if form.is_valid():
        try:
            meetings.seat(row, form.cleaned_data["user"], seat=form.cleaned_data["seat"], by=request.user)
        except DomainError as error:
            say(request, error)
    else:
        messages.error(request, _("Choose a person and a role."))
    return redirect(row)


@require_POST
def unseat(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    row = _run(request, pk)
    sits = get_object_or_404(row.members.select_related("meeting__committee", "user"), pk=member)
    try:
        meetings.unseat(sits, by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("%(person)s no longer sits.") % {"person": sits.user})
    return redirect(row)


@require_POST
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds an item, moves one (``up``, ``down``) or takes it off (``remove``)."""
    row = _run(request, pk)
    try:
        _change_agenda(request, row)
    except DomainError as error:
        say(request, error)
    return redirect(row)


def _change_agenda(request: HttpRequest, row: Meeting) -> None:
    for name, step in (("up", -1), ("down", 1), ("remove", 0)):
        if (asked := request.POST.get(name, "")).isdecimal():
            item = get_object_or_404(row.items.select_related("meeting__committee"), pk=int(asked))
            if step:
                meetings.move_item(item, step=step, by=request.user)
            else:
                meetings.remove_item(item, by=request.user)
            return
    form = _item_form(row, request.POST)
    if not form.is_valid():
        raise Conflict(_("Choose a project or write what it is about."))
    values = form.cleaned_data
    kind, _dash, key = (values.get("subject") or "").partition("-")
    meetings.add_item(
        row,
        title=values["title"],
        project=values["project"],
        subject=(kind, int(key)) if key.isdecimal() else None,
        by=request.user,
    )


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The roll call: opens the meeting, or says again who is there."""
    row = _run(request, pk)
    present = [int(key) for key in request.POST.getlist("present") if key.isdecimal()]
    try:
        meetings.begin(row, present=present, by=request.user)
    except DomainError as error:
        say(request, error)
    return redirect(row)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision, of the meeting as a whole or of an item (``item``)."""
    row = _run(request, pk)
    item = None
    if (key := request.POST.get("item", "")).isdecimal():
        item = get_object_or_404(row.items.select_related("project", "meeting__committee"), pk=int(key))
    back = item.get_absolute_url() if item is not None else row.get_absolute_url()
    form = _decision_form(row, item, request.POST)
    if form.is_valid():
        try:
            meetings.decide(
                row,
                text=form.cleaned_data["text"],
                item=item,
                hands=form.hands,
                aside=form.stepped_aside,
                by=request.user,
            )
        except DomainError as error:
            if row.state != MeetingState.OPEN:
                say(request, error)
                return redirect(back)
            refuse(form, error)
        else:
            messages.success(request, _("The decision is written."))
            return redirect(back)
    elif row.state != MeetingState.OPEN:
        messages.error(request, _("The meeting is not in session."))
        return redirect(back)
    # What was written stays before their eyes.
    if item is None:
        return _meeting_page(request, row, decision_form=form)
    context = _shown(request, row, item, True, decision_form=form)
    return render(request, "governance/meeting/item.html", context)


@require_POST
def remove_decision(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    row = _run(request, pk)
    said = get_object_or_404(
        MeetingDecision.objects.select_related("meeting__committee", "item"), pk=decision, meeting=row
    )
    back = said.item.get_absolute_url() if said.item is not None else row.get_absolute_url()
    try:
        meetings.remove_decision(said, by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("The decision is removed."))
    return redirect(back)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = _run(request, pk)
    form = MeetingFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            meetings.add_file(
                row, form.cleaned_data["file"], title=form.cleaned_data["title"], by=request.user
            )
        except DomainError as error:
            say(request, error)
    else:
        messages.error(request, _("Choose a file."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    row = _run(request, pk)
    kept = get_object_or_404(
        MeetingFile.objects.select_related("meeting__committee", "file"), pk=file, meeting=row
    )
    if request.method == "POST":
        try:
            meetings.remove_file(kept, by=request.user)
        except DomainError as error:
            say(request, error)
        return redirect(row)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Remove “%(file)s”?") % {"file": kept},
            "lost": [_("The file is removed for everybody.")],
            "verb": _("Remove the file"),
            "back_url": row.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then freezes the minutes."""
    row = _run(request, pk)
    if row.state != MeetingState.OPEN:
        raise Http404
    if request.method == "POST":
        try:
            meetings.close(row, by=request.user)
        except DomainError as error:
            say(request, error)
        else:
            messages.success(request, _("The meeting is closed; its minutes are frozen."))
        return redirect(row)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Close “%(session)s”?") % {"session": row.title},
            "lost": [_("Notes, needs and decisions no longer change: the minutes are drawn from them.")],
            "verb": _("Close and freeze"),
            "back_url": row.get_absolute_url(),
        },
    )


# --- One item ---------------------------------------------------------------------------------------------
def _item(request: HttpRequest, pk: int, item: int) -> tuple[Meeting, MeetingItem]:
    row = read.meeting_of(request.user, pk)
    return row, get_object_or_404(row.items.select_related("project", "meeting__committee"), pk=item)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What was said of this, and what does the project need?"""
    row, here = _item(request, pk, item)
    runs = request.user.has_perm("governance.run_meeting", row)
    writes = runs and row.state == MeetingState.OPEN
    notes_form, theirs = None, ""
    if request.method == "POST":
        if not writes:
            raise Http404
        posted = request.POST.copy()
        notes_form = NotesForm(posted)
        if notes_form.is_valid():
            try:
                meetings.note(here, by=request.user, **notes_form.cleaned_data)
            except Conflict as error:
                refuse(notes_form, error)
                here.refresh_from_db()
                theirs = here.notes
                # Sent again, it joins what is shown now.
                posted["seen"] = here.notes
            except DomainError as error:
                refuse(notes_form, error)
            else:
                messages.success(request, _("The notes are kept."))
                return redirect(here)
    return render(
        request, "governance/meeting/item.html", _shown(request, row, here, writes, notes_form, theirs)
    )


def _shown(
    request: HttpRequest,
    row: Meeting,
    here: MeetingItem,
    writes: bool,
    notes_form: NotesForm | None = None,
    theirs: str = "",
    need_form: NeedForm | None = None,
    decision_form: DecisionForm | None = None,
) -> dict[str, Any]:
    items = read.agenda_of(row)
    rank = next(n for n, other in enumerate(items) if other.pk == here.pk)
    recorded = read_needs.of_item(here)
    for need in recorded:
        need.is_steered = request.user.has_perm("governance.steer_need", need)  # type: ignore[attr-defined]
        need.tone = NEED_TONES[NeedState(need.state)]  # type: ignore[attr-defined]
        need.urgency_tone = URGENCY_TONES[Urgency(need.urgency)]  # type: ignore[attr-defined]
        for action in need.actions.all():
            tone = "no" if action.is_overdue else ACTION_TONES[ActionState(action.state)]
            action.tone = tone  # type: ignore[attr-defined]
    members = {member.user_id: str(member.user) for member in row.members.all()}
    kept = read.kept_from_coaching(here.project, sorted(members)) if here.project is not None else {}
    sees = here.project is not None and request.user.has_perm("projects.view_project", here.project)
    return frame("meetings") | {
        "meeting": row,
        "item": items[rank],
        "rank": rank + 1,
        "count": len(items),
        "previous": items[rank - 1] if rank else None,
        "following": items[rank + 1] if rank + 1 < len(items) else None,
        "needs": recorded,
        "decisions": read.decisions_of(row, here),
        "writes": writes,
        "silent": [
            {"name": members[key], "fact": fact}
            for key, fact in read.without_voice(row, here.project).items()
        ],
        "kept": [{"name": members[key], "fact": fact} for key, fact in kept.items()],
        "sees_project": sees,
        "theirs": theirs,
        "notes_form": notes_form
        or (
            NotesForm(initial={"notes": here.notes, "is_done": here.is_done, "seen": here.notes})
            if writes
            else None
        ),
        "need_form": need_form or (NeedForm() if writes and here.project is not None else None),
        "decision_form": decision_form or (_decision_form(row, here) if writes else None),
    }


@require_POST
def add_need(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A support need of the item's project."""
    row, here = _item(request, pk, item)
    if here.project is None or not request.user.has_perm("governance.run_meeting", row):
        raise Http404
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            needs.record(here.project, item=here, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The need is recorded: give it an action."))
            return redirect(here)
    writes = row.state == MeetingState.OPEN
    return render(request, "governance/meeting/item.html", _shown(request, row, here, writes, need_form=form))
