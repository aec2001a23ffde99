"""The pages of those who take attendance: the sheet, its synchronisation, corrections, the co-signature."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways.actions import attendance as actions
from maillage.pathways.actions.attendance import Result, Said
from maillage.pathways.enums import DATED, SessionState
from maillage.pathways.enums_attendance import Outcome, Presence
from maillage.pathways.forms.attendance import CorrectionForm, CosignForm
from maillage.pathways.models import HalfDay, Session
from maillage.pathways.queries import attendance as read

#: What one synchronisation may weigh: five hundred marks, signatures included.
MOST_BYTES = 4_000_000


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here? Without JavaScript a form per half-day; with it, each tap is kept at once, offline too."""
    row = _session(request, pk)
    pages = read.pages_of(row)
    if request.method == "POST":
        if row.state not in DATED:
            messages.error(request, pgettext("session of a pathway", "This session is cancelled."))
            return redirect("attendance:session", pk)
        results = actions.sync(row, list(_posted(request, pages)), by=request.user)
        for sentence in dict.fromkeys(r.sentence for r in results if r.outcome != Outcome.COUNTS):
            messages.error(request, sentence)
        kept = sum(result.outcome == Outcome.COUNTS for result in results)
        messages.success(
            request,
            ngettext("%(number)s mark is kept.", "%(number)s marks are kept.", kept) % {"number": kept},
        )
        return redirect("attendance:session", pk)
    moment = clock.moment()
    return render(
        request,
        "pathways/attendance/session.html",
        {
            "session": row,
            "pathway": row.pathway,
            "pages": pages,
            "takes": row.state in DATED,
            "is_taking": row.state in DATED and any(not page.is_cosigned and page.lines for page in pages),
            "is_cancelled": row.state == SessionState.CANCELLED,
            "now": moment,
            "began": {page.half_day.pk for page in pages if page.half_day.starts_at <= moment},
        },
    )


@require_POST
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks that a device made, with or without a network then: JSON in, what became of each out.

    ``{"sent_at", "marks": [{"id", "half_day", "person", "presence", "means", "taken_at", "seen", "strokes",
    "name"}]}`` gives ``{"results": [{"id", "outcome", "sentence", "disputed"}], "sheets": {half_day: {person:
    …}}}``. ``sent_at`` is what the device's clock says as it sends: how far it is from ours shifts each
    ``taken_at``. A trainer taken out of the session meanwhile may still hand over the marks that they took,
    and reads nothing.
    """
    row = read.sessions_of(request.user).filter(pk=pk).first()
    is_taker = row is not None
    row = row or get_object_or_404(read.sessions_left_by(request.user), pk=pk)
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"problem": _("Too many marks at once: send them in several times.")}, status=413)
    try:
        sent = json.loads(request.body)
        shift = _shift(_moment(sent.get("sent_at")))
        marks, unreadable = _all_said(sent["marks"], shift)
    except UNREADABLE:
        return JsonResponse({"problem": _("These marks could not be read.")}, status=400)
    try:
        results = [*actions.sync(row, marks, by=request.user), *unreadable]
    except DomainError as error:
        return JsonResponse({"problem": str(error.sentence)}, status=error.status)
    return JsonResponse(
        {
            "results": [
                {
                    "id": str(result.client_id),
                    "outcome": result.outcome,
                    "sentence": result.sentence,
                    "disputed": result.is_disputed,
                }
                for result in results
            ],
            "sheets": {str(page.half_day.pk): _sheet(page) for page in read.pages_of(row)}
            if is_taker
            else {},
        }
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """What was said of a person at a half-day, and saying otherwise."""
    half_day = _half_day(request, pk)
    page = next(page for page in read.pages_of(half_day.session) if page.half_day.pk == pk)
    line = next((line for line in page.lines if line.person.pk == person), None)
    if line is None:
        raise Http404
    initial = {"presence": line.mark.presence, "minutes": line.mark.minutes} if line.mark else {}
    form = CorrectionForm(request.POST or None, needs_reason=page.is_cosigned, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                half_day, get_object_or_404(User, pk=person), by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Corrected; what was said before stays on the sheet."))
            return redirect("attendance:session", half_day.session_id)
    return render(
        request,
        "pathways/attendance/correct.html",
        {"half_day": half_day, "session": half_day.session, "page": page, "line": line, "form": form},
    )


@require_POST
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    """All those of whom nothing was said: present, or absent."""
    half_day = _half_day(request, pk)
    presence = request.POST.get("presence", "")
    if presence not in Presence.values:
        raise Http404
    try:
        number = actions.mark_the_rest(half_day, presence=presence, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(
            request,
            ngettext("%(number)s mark is kept.", "%(number)s marks are kept.", number) % {"number": number},
        )
    return redirect("attendance:session", half_day.session_id)


@require_http_methods(["GET", "POST"])
def cosign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signing the sheet of a half-day."""
    half_day = _half_day(request, pk)
    page = next(page for page in read.pages_of(half_day.session) if page.half_day.pk == pk)
    if page.is_cosigned:
        messages.info(request, _("This sheet is co-signed."))
        return redirect("attendance:session", half_day.session_id)
    form = CosignForm(request.POST or None, initial={"typed_name": request.user.full_name})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        try:
            actions.cosign(half_day, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The sheet is co-signed: its hours count."))
            return redirect("attendance:session", half_day.session_id)
    return render(
        request,
        "pathways/attendance/cosign.html",
        {"half_day": half_day, "session": half_day.session, "page": page, "form": form},
    )


# --- Inside --------------------------------------------------------------------------------------------
def _session(request: HttpRequest, pk: int) -> Session:
    return get_object_or_404(read.sessions_of(request.user), pk=pk)


def _half_day(request: HttpRequest, pk: int) -> HalfDay:
    half_day = get_object_or_404(HalfDay.objects.select_related("session"), pk=pk)
    half_day.session = _session(request, half_day.session_id)
    return half_day


def _posted(request: HttpRequest, pages: list[read.Page]) -> Iterator[Said]:
    """The marks of the page without JavaScript: only what differs from what it showed."""
    for page in pages:
        for line in page.lines:
            name = f"{page.half_day.pk}-{line.person.pk}"
            presence = request.POST.get(f"presence-{name}", "")
            if presence not in Presence.values or presence == request.POST.get(f"was-{name}", ""):
                continue
            yield Said(
                person=line.person.pk,
                presence=presence,
                half_day=page.half_day.pk,
                seen=_uuid(request.POST.get(f"seen-{name}")),
            )


#: What reading something that is no mark raises: numbers without end and lists without bottom included.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
#: Less is how long a message travels, not a clock that is wrong.
CLOCKS_AGREE = dt.timedelta(minutes=1)


def _all_said(marks: list[Any], shift: dt.timedelta) -> tuple[list[Said], list[Result]]:
    """The marks that can be read, and an answer for each that has a number and nothing else that can: a
    device forgets it instead of sending it for ever. Raises one of ``UNREADABLE`` when not even that."""
    if not isinstance(marks, list):
        raise TypeError
    said, unreadable = [], []
    for mark in marks:
        try:
            said.append(_said(mark, shift))
        except UNREADABLE:
            number = uuid.UUID(str(mark["id"]))
            unreadable.append(Result(number, "", _("This mark could not be read.")))
    return said, unreadable


def _moment(value: Any) -> dt.datetime | None:
    moment = parse_datetime(str(value or ""))
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment


def _shift(sent_at: dt.datetime | None) -> dt.timedelta:
    """How far the device's clock is behind ours; negative when it is ahead."""
    if sent_at is None:
        return dt.timedelta()
    shift = clock.database_now() - sent_at
    return shift if abs(shift) > CLOCKS_AGREE else dt.timedelta()


def _said(mark: dict[str, Any], shift: dt.timedelta) -> Said:
    taken_at = _moment(mark.get("taken_at"))
    if taken_at is not None:
        taken_at += shift
    return Said(
        client_id=uuid.UUID(str(mark["id"])),
        half_day=int(mark["half_day"]),
        person=int(mark["person"]),
        presence=str(mark["presence"]),
        means=str(mark["means"]),
        seen=_uuid(mark.get("seen")),
        taken_at=taken_at,
        strokes=mark.get("strokes"),
        typed_name=str(mark.get("name") or ""),
    )


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value)) if value else None
    except ValueError:
        return None


def _sheet(page: read.Page) -> dict[str, Any]:
    return {
        str(line.person.pk): {
            "mark": str(line.mark.client_id),
            "presence": line.mark.presence,
            "means": line.mark.get_means_display(),
            "disputed": line.mark.is_disputed,
        }
        for line in page.lines
        if line.mark is not None
    }
