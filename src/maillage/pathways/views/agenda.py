"""The public agenda, and the personal calendar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import calendar_response, csv_response
from maillage.pathways import calendars
from maillage.pathways.actions import calendar as feeds
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import seats
from maillage.pathways.enums import DATED, EnrolmentState, SeatState, SessionKind, SessionState
from maillage.pathways.forms.agenda import AgendaForm
from maillage.pathways.models import CalendarFeed, Enrolment, Mark, Registration, Session
from maillage.pathways.models.calendar import feed_of
from maillage.pathways.queries import agenda as read
from maillage.pathways.queries import pathway as pathways
from maillage.pathways.queries import resource as shared

#: What one file holds at most: a feed of a year, not of ten.
MOST = 2000


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What can I take part in, near here, soon?"""
    form = AgendaForm(request.GET or None)
    asked = read.Asked.from_address(form.address(request.GET))
    page = read.page(asked, request.GET.get("cursor"))
    points = [
        point
        for row in page.rows
        for point in pathways.point_of(row, reverse("agenda:session", args=[row.pk]))
    ]
    return render(
        request,
        "pathways/agenda/agenda.html",
        {
            "page": page,
            "form": form,
            "points": points,
            "legend": [{"kind": 0, "label": _("Sessions"), "mark": "strong"}],
            "filters": [
                {"label": _("All"), "param": "genre", "value": ""},
                *(
                    {"label": kind.label, "param": "genre", "value": kind.value}
                    for kind in SessionKind
                    if kind != SessionKind.ONE_TO_ONE
                ),
            ],
            "has_more": any(request.GET.get(name) for name in ("departement", "forme", "du", "au")),
            "is_filtering": any(value for name, value in request.GET.items() if name != "cursor"),
            "download": request.GET.urlencode(),
        },
    )


@login_not_required
@require_safe
def agenda_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    asked = read.Asked.from_address(AgendaForm(request.GET or None).address(request.GET))
    rows = read.found(asked).for_list().order_by(*read.ORDER)[:MOST]
    return csv_response("agenda.csv", read.COLUMNS, read.as_rows(rows))


@login_not_required
@require_safe
def agenda_ics(request: HttpRequest) -> HttpResponse:
    """The same as a calendar that one may subscribe to."""
    asked = read.Asked.from_address(AgendaForm(request.GET or None).address(request.GET))
    rows = read.found(asked).for_list().prefetch_related("half_days").order_by(*read.ORDER)[:500]
    content = calendars.published(
        rows, now=timezone.now(), name=_("Agenda of Maillage"), is_public=True, has_link=False
    )
    return calendar_response(content)


@login_not_required
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """What is it, when, where, and is there room?"""
    user: Any = request.user
    row = _shown(pk, user)
    mine = Registration.objects.filter(session=row, user=user).first() if user.is_authenticated else None
    followed = (
        Enrolment.objects.filter(pathway=row.pathway, user=user).exclude(state=EnrolmentState.LEFT).first()
        if user.is_authenticated
        else None
    )
    return render(
        request,
        "pathways/agenda/session.html",
        {
            "session": row,
            "pathway": row.pathway,
            "half_days": list(row.half_days.all()),
            "speakers": list(row.speakers.coming().select_related("organisation").order_by("pk")),
            "others": list(
                Session.objects.agenda(timezone.now())
                .for_list()
                .filter(pathway=row.pathway, participant__isnull=True)
                .exclude(pk=row.pk)
                .order_by("starts_at", "pk")[:12]
            ),
            "mine": mine if mine is not None and mine.state != SeatState.EXCUSED else None,
            "resources": shared.of(row) if mine is not None and mine.state == SeatState.SEATED else [],
            "has_attestation": mine is not None
            and row.state in DATED
            and Mark.objects.proving().filter(user=user, sheet__half_day__session=row).exists(),
            "followed": followed,
            # Past, closed or cancelled, it is shown to those who had a seat.
            "is_offered": Session.objects.agenda(timezone.now()).filter(pk=row.pk).exists(),
            "is_cancelled": row.state == SessionState.CANCELLED,
            "left": max(0, row.capacity - (row.seated or 0)) if row.capacity is not None else None,  # type: ignore[attr-defined]
            "points": pathways.point_of(row),
            "legend": [{"kind": 0, "label": _("The session"), "mark": "strong"}],
        },
    )


def _public(pk: int) -> Session:
    rows = pathways.with_counts(Session.objects.agenda(timezone.now()).filter(participant__isnull=True))
    return get_object_or_404(rows.for_list(), pk=pk)  # type: ignore[attr-defined,no-any-return]


def _shown(pk: int, user: Any) -> Session:
    """A session of the agenda; for whoever took a seat there, also once it is past, closed or cancelled."""
    if pathways.seat_from_agenda(user, pk) is None:
        return _public(pk)
    rows = pathways.with_counts(Session.objects.filter(participant__isnull=True))
    return get_object_or_404(rows.for_list(), pk=pk)  # type: ignore[attr-defined,no-any-return]


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a seat in an open session, or gives it back."""
    row = _shown(pk, request.user)
    try:
        if request.POST.get("do") == "give_back":
            seats.give_back(row, by=request.user)
            messages.success(request, _("Your seat is free for somebody else. You may take one again."))
        elif seats.register(row, by=request.user).state == SeatState.WAITING:
            messages.warning(request, _("It is full: you are on the waiting list."))
        else:
            messages.success(request, _("You have a seat: the entry for your calendar is on its way."))
    except DomainError as error:
        messages.error(request, str(error.sentence))
    is_there = Session.objects.agenda(timezone.now()).filter(pk=pk).exists()
    if not is_there and pathways.seat_from_agenda(request.user, pk) is None:
        return redirect("agenda:agenda")
    return redirect("agenda:session", pk)


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a place in the whole pathway that the session belongs to."""
    row = _public(pk)
    try:
        found = enrolments.ask(row.pathway, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect("agenda:session", pk)
    if found.state == EnrolmentState.WAITING:
        messages.warning(request, _("The pathway is full: you are on its waiting list."))
        return redirect("agenda:session", pk)
    messages.success(request, _("You follow the pathway."))
    return redirect(row.pathway)


# --- The personal calendar -------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The link that one’s own calendar subscribes to. POST makes it, or replaces it."""
    if request.method == "POST":
        if request.POST.get("do") == "renew":
            feeds.renew_feed(request.user)
            messages.success(request, _("The link is another one: the old one answers nothing any more."))
        else:
            feeds.open_feed(request.user)
        return redirect("pathways:calendar")
    person: Any = request.user
    feed = CalendarFeed.objects.filter(user=person).first()
    return render(
        request,
        "pathways/calendar.html",
        {
            "feed": feed,
            "link": f"{settings.BASE_URL}{reverse('pathways:feed', args=[feed.token])}" if feed else "",
            "seats": list(pathways.my_seats(request.user, since=timezone.now())[:50]),
        },
    )


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of whoever the link was made for: seats, interventions, with what was cancelled."""
    found = feed_of(token)
    if found is None:
        raise Http404
    rows = (
        pathways.calendar_sessions(found.user, now=timezone.now())
        .prefetch_related("half_days")
        .order_by("starts_at", "pk")[:MOST]
    )
    return calendar_response(calendars.published(rows, now=timezone.now(), name=_("Maillage: my sessions")))
