"""What sessions share: the sheet that the kit asks for each week, and what a trainer adds or takes away.

Links of the kits come by themselves with the pathway; these are brought by whoever runs it.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from maillage.accounts.models import User
from maillage.pathways.actions import resource as resources
from maillage.pathways.enums import DATED
from maillage.pathways.models import Pathway, Session
from maillage.pathways.queries.resource import of, wanted_by_kit
from maillage.portal.demo.builders import paper
from maillage.portal.demo.builders.pace import step
from maillage.portal.demo.content.reading import kept

#: How long before a session its sheet is shared, as the kit says.
BEFORE = dt.timedelta(days=3)


def build(row: Pathway, *, runner: User) -> None:
    """Each sheet is one step; those of sessions further away are still asked of whoever runs them."""
    now = timezone.now()
    for session in row.sessions.filter(state__in=DATED, starts_at__lt=now + BEFORE).order_by(
        "starts_at", "pk"
    ):
        if session.starts_at is None:
            continue
        session.pathway = row
        moment = session.starts_at - BEFORE
        for wanted in wanted_by_kit(session, of(session)):
            lines = (session.title, wanted.note, "Fiche d’exemple, inventée.")
            with step(moment):
                resources.add(
                    session,
                    title=wanted.title,
                    upload=paper.pdf("fiche-de-la-semaine.pdf", lines),
                    note=wanted.note,
                    minutes=wanted.minutes,
                    kit_title=wanted.title,
                    by=runner,
                )
        with step(moment + dt.timedelta(minutes=20)):
            resources.tell(session, at=moment + dt.timedelta(minutes=20))
    _on_the_board(row, runner)


def _on_the_board(row: Pathway, runner: User) -> None:
    """After the first session: a page that everybody asked for, and a link that was the wrong one."""
    session = row.sessions.filter(state__in=DATED, participant=None).order_by("starts_at", "pk").first()
    if (
        session is None
        or session.ends_at is None
        or session.resources.filter(by=runner, kit_title="").exists()
    ):
        return
    if session.ends_at < timezone.now():
        _share(session, runner, session.ends_at + dt.timedelta(hours=3))


def _share(session: Session, runner: User, moment: dt.datetime) -> None:
    said = kept("pathways.toml")["resources"]
    with step(moment):
        resources.add(
            session,
            title=said["board"],
            upload=paper.pdf("tableau.pdf", (session.title, said["board"], *said["lines"])),
            note=said["after"],
            by=runner,
        )
        wrong = resources.add(session, title=said["wrong"], url="https://lire.example/ailleurs", by=runner)
        resources.remove(wrong, by=runner)
    with step(moment + dt.timedelta(minutes=20)):
        resources.tell(session, at=moment + dt.timedelta(minutes=20))
