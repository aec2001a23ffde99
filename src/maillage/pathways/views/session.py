"""One session: its days and place, who comes, who speaks."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import calendar_response
from maillage.core.forms import refuse
from maillage.core.one import one_or_none
from maillage.pathways import calendars
from maillage.pathways import rules as who
from maillage.pathways.actions import seats
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.enums import EnrolmentState, SeatState, SessionState, SpeakerState
from maillage.pathways.forms.pathway import WhyForm
from maillage.pathways.forms.session import AddForm, ExcuseForm, SessionForm, SpeakerAnswerForm, SpeakerForm
from maillage.pathways.models import Session, Speaker
from maillage.pathways.models.session import speaker_of
from maillage.pathways.queries import pathway as read
from maillage.pathways.queries import resource as shared
from maillage.pathways.spaces import frame
from maillage.pathways.views.pathway import SESSION_TONES

SPEAKER_TONES = {
    SpeakerState.INVITED: "wait",
    SpeakerState.ACCEPTED: "ok",
    SpeakerState.DECLINED: "no",
    SpeakerState.REMOVED: "no",
}


@require_safe
def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """When and where, with whom, and have I a seat?"""
    try:
        scope = read.scope(request.user, pk)
    except Http404:
        # Who took a seat in the agenda is not of the group: the agenda's page is theirs.
        if read.seat_from_agenda(request.user, session) is None:
            raise
        return redirect("agenda:session", session)
    row = read.session_of(scope, session)
    row.pathway = scope.pathway
    person: Any = request.user
    mine = row.registrations.filter(user=person).first()
    asked = row.speakers.filter(user=person).exclude(state=SpeakerState.REMOVED).first()
    trains = bool(who.trains_in_session(request.user, row))
    sees_list = scope.runs or trains
    seats_rows = list(row.registrations.for_list()) if sees_list else []
    listed = read.speakers_of(row)
    opens = shared.opens(scope, row)
    resources = shared.of(row) if opens else []
    for one in listed:
        one.tone = SPEAKER_TONES[SpeakerState(one.state)]  # type: ignore[attr-defined]
    return render(
        request,
        "pathways/session.html",
        frame(scope, "pathway")
        | {
            "session": row,
            "tone": SESSION_TONES[SessionState(row.state)],
            "half_days": list(row.half_days.all()),
            "mine": mine,
            "asked": asked,
            "speakers": listed
            if sees_list
            else [one for one in listed if one.state == SpeakerState.ACCEPTED],
            "expected": [one for one in seats_rows if one.state == SeatState.SEATED],
            "waiting": [one for one in seats_rows if one.state == SeatState.WAITING],
            "excused": [one for one in seats_rows if one.state == SeatState.EXCUSED],
            "sees_list": sees_list,
            "speaker_form": SpeakerForm() if scope.runs and row.state != SessionState.CANCELLED else None,
            "excuse_form": ExcuseForm(),
            "opens": opens,
            "resources": resources,
            "may_share": sees_list and row.state != SessionState.CANCELLED,
            "wanted": shared.wanted_by_kit(row, resources) if sees_list else [],
            "removed": shared.removed_from(row) if sees_list else [],
            "may_hold": (scope.runs or trains)
            and row.state == SessionState.SCHEDULED
            and row.starts_at is not None
            and row.starts_at <= timezone.now(),
            "template": scope.pathway.kit_version.says.template(row.template_key)
            if scope.sees_group
            else None,
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Its half-days, its place, its seats."""
    scope = read.scope(request.user, pk, to_run=True)
    row = read.session_of(scope, session)
    if row.state not in (SessionState.TO_DATE, SessionState.SCHEDULED):
        raise Http404
    form = SessionForm(request.POST or None, session=row)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.schedule(row, form.spans, by=request.user, **form.where)
        except DomainError as error:
            _place(form, error)
        else:
            messages.success(request, _("Saved. Those concerned are told of what changes for them."))
            return redirect(row)
    expected = row.registrations.exclude(state=SeatState.EXCUSED).count()
    return render(
        request,
        "pathways/session_edit.html",
        frame(scope, "pathway") | {"session": row, "form": form, "expected": expected},
    )


def _place(form: SessionForm, error: DomainError) -> None:
    """The action speaks of moments; the form asks them in pieces."""
    pieces = {"starts_at": "day_0", "ends_at": "to_0"}
    fields = {pieces.get(name, name): sentence for name, sentence in error.fields.items()}
    refuse(form, DomainError(error.sentence, fields=fields))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more session, or a one-to-one."""
    scope = read.scope(request.user, pk, to_run=True)
    people = (
        scope.pathway.enrolments.filter(state=EnrolmentState.ACTIVE)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
    asked = request.GET.get("personne", "")
    templates = scope.pathway.kit_version.says.individual_templates
    initial: dict[str, Any] = {}
    if asked.isdecimal() and templates:
        initial = {
            "participant": asked,
            "title": templates[0].title,
            "kind": templates[0].kind,
            "objectives": templates[0].objectives,
        }
    form = AddForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        key = next((row.key for row in templates if row.title == values["title"]), "")
        try:
            row = sessions.add(
                scope.pathway,
                by=request.user,
                template_key=key if values["participant"] is not None else "",
                **values,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The session is there: give it its day."))
            return redirect("pathways:session_edit", pk, row.pk)
    return render(request, "pathways/session_add.html", frame(scope, "pathway") | {"form": form})


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Cancels it, and tells everybody who was coming."""
    scope = read.scope(request.user, pk, to_run=True)
    row = read.session_of(scope, session)
    if row.state not in (SessionState.TO_DATE, SessionState.SCHEDULED):
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.cancel(row, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The session is cancelled; those concerned are told."))
            return redirect(scope.pathway)
    told = row.registrations.exclude(state=SeatState.EXCUSED).count() + row.speakers.asked().count()
    return render(
        request,
        "pathways/session_cancel.html",
        frame(scope, "pathway") | {"session": row, "form": form, "told": told},
    )


@require_POST
def held(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Says that it was held, or takes that back."""
    scope = read.scope(request.user, pk)
    row = read.session_of(scope, session)
    if not (scope.runs or who.trains_in_session(request.user, row)):
        raise Http404
    try:
        if request.POST.get("undo"):
            sessions.undo_held(row, by=request.user)
        else:
            sessions.mark_held(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Saved."))
    return redirect(row)


# --- Seats ------------------------------------------------------------------------------------------------
@require_POST
def seat(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Takes a seat again, or gives it back."""
    scope = read.scope(request.user, pk)
    row = read.session_of(scope, session)
    try:
        if request.POST.get("do") == "give_back":
            seats.give_back(row, by=request.user, reason=request.POST.get("reason", "")[:300])
            messages.success(request, _("Your seat is free for somebody else. You may take one again."))
        else:
            found = seats.register(row, by=request.user)
            if found.state == SeatState.WAITING:
                messages.warning(request, _("It is full: you are on the waiting list."))
            else:
                messages.success(request, _("You have a seat."))
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect(row)


@login_not_required
@require_safe
def ics(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """The session as a file for calendars: for whoever sees it, and everybody when it is in the agenda."""
    found, has_link = None, False
    if request.user.is_authenticated:
        with suppress(Http404):
            scope = read.scope(request.user, pk)
            found = read.session_of(scope, session)
            has_link = shared.opens(scope, found)
    is_public = found is None
    if found is None and request.user.is_authenticated:
        seat = read.seat_from_agenda(request.user, session)
        if seat is not None and seat.session.pathway_id == pk:
            found, has_link = Session.objects.for_list().get(pk=session), seat.state == SeatState.SEATED
    if found is None:
        found = Session.objects.agenda(timezone.now()).for_list().filter(pathway=pk, pk=session).first()
    if found is None or found.starts_at is None:
        raise Http404
    content = calendars.published([found], now=timezone.now(), is_public=is_public, has_link=has_link)
    return calendar_response(content, f"seance-{found.pk}.ics")


# --- Speakers ----------------------------------------------------------------------------------------------
@require_POST
def invite(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    scope = read.scope(request.user, pk, to_run=True)
    row = read.session_of(scope, session)
    form = SpeakerForm(request.POST)
    if form.is_valid():
        try:
            speakers.invite(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Invited: they answer by the link of the message."))
            return redirect(row)
    return render(
        request, "pathways/speaker_invite.html", frame(scope, "pathway") | {"session": row, "form": form}
    )


@require_POST
def speaker_remove(request: HttpRequest, pk: int, session: int, speaker: int) -> HttpResponse:
    scope = read.scope(request.user, pk, to_run=True)
    row = read.session_of(scope, session)
    found = get_object_or_404(row.speakers.select_related("session__pathway__programme"), pk=speaker)
    try:
        speakers.remove(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("%(person)s is no longer asked.") % {"person": found.name})
    return redirect(row)


@login_not_required
@require_http_methods(["GET", "POST"])
def speaker_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Will you speak in this session? The signed link is the key; a GET changes nothing."""
    rows = Speaker.objects.select_related(
        "session__pathway__organisation", "session__place", "session__commune", "organisation", "user"
    )
    found = one_or_none(rows.filter(pk=speaker_of(token)))
    if found is None or found.state == SpeakerState.REMOVED:
        raise Http404
    row = found.session
    form = SpeakerAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        signed_in = request.user if request.user.is_authenticated else None
        is_theirs = signed_in is not None and signed_in.email.lower() == found.email.lower()
        try:
            speakers.answer(
                found,
                comes=request.POST.get("do") == "accept",
                words=form.cleaned_data["words"],
                by=signed_in if is_theirs else None,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Thank you: your answer is kept. You may change it until the session.")
            )
            return redirect("pathways:speaker_answer", token)
    return render(
        request,
        "pathways/speaker_answer.html",
        {
            "speaker": found,
            "session": row,
            "pathway": row.pathway,
            "half_days": list(row.half_days.all()),
            "form": form,
            "is_over": row.state not in (SessionState.TO_DATE, SessionState.SCHEDULED),
            "tone": SPEAKER_TONES[SpeakerState(found.state)],
        },
    )
