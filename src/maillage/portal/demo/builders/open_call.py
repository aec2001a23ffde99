"""What surrounds the call that is open: followers, questions, documents, sessions."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile

from maillage.accounts.models import User
from maillage.core import files
from maillage.portal.demo import content
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.paper import one_page
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content import Exchange, Meeting, Paper
from maillage.programmes.actions import call_page, information
from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, Call, CallQuestion, InformationSession

CALL = "deuxieme-vague"
FOLLOWERS = 14
COMING = {0: 15, 1: 9}  # to the first session, fuller than its room; to the second


def build() -> None:
    """Returns at once when the call has its information sessions, which come last."""
    call = call_of(CALL)
    written = content.open_call()
    if InformationSession.objects.filter(call=call).count() >= len(written.meetings):
        return
    writers = list(
        User.objects.filter(
            pk__in=Application.objects.filter(call=call, filing=Filing.DRAFT).values("created_by")
        ).order_by("pk")
    )
    officer = people.account("officer")
    for paper in written.documents:
        _publish(call, paper, officer)
    for user in [*writers[:FOLLOWERS], people.account("mayor"), people.account("adviser")]:
        with step(day(-30)):
            call_page.follow(call, by=user)
    for rank, exchange in enumerate(written.questions):
        _ask(call, exchange, writers[rank % len(writers)], officer)
    for rank, meeting in enumerate(written.meetings):
        _meet(call, meeting, [*writers, people.account("mayor")][: COMING.get(rank, 5)], officer)


def _publish(call: Call, paper: Paper, officer: User) -> None:
    if call.documents.filter(title=paper.title).exists():
        return
    with step(day(-34)):
        if paper.name.endswith(".pdf"):
            stored = files.keep_made(ContentFile(one_page(paper.lines)), paper.name, files.PDF)
        else:
            stored = files.keep_made(ContentFile("\n".join(paper.lines).encode()), paper.name, files.CSV)
        call_page.add_document(call, stored, title=paper.title, by=officer)


def _ask(call: Call, exchange: Exchange, asker: User, officer: User) -> None:
    present = CallQuestion.objects.filter(
        call=call, text__in=[exchange.text, exchange.wording or exchange.text]
    )
    if present.exists():
        return
    asked_at = day(-exchange.asked_days_ago, 11)
    with step(asked_at):
        question = call_page.ask(call, exchange.text, by=asker)
        if not exchange.answer:
            return
    with step(asked_at + dt.timedelta(hours=26)):
        call_page.answer(question, exchange.answer, wording=exchange.wording, by=officer)


def _meet(call: Call, meeting: Meeting, guests: list[User], officer: User) -> None:
    if InformationSession.objects.filter(call=call, title=meeting.title).exists():
        return
    starts_at = day(meeting.in_days, meeting.hour)
    with step(day(-6)):
        session = information.plan(
            call,
            title=meeting.title,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=90),
            venue=meeting.venue,
            link=meeting.link,
            capacity=meeting.capacity,
            by=officer,
        )
        for guest in guests:
            information.register(session, by=guest)
