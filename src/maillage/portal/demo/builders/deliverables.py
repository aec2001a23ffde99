"""What the groups hand in: to do, handed in, sent back with what is missing, accepted, taken up again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.pathways.actions import deliverable as works
from maillage.pathways.actions import referent as referents
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Deliverable, Pathway
from maillage.portal.demo.builders.pace import step
from maillage.portal.demo.content.reading import kept
from maillage.projects.queries import carriers_of

#: Of each group, how many have been worked on: the others are still to do.
WORKED_ON = 12


@transaction.atomic
def build(row: Pathway, *, runner: User, referent: User, begins: dt.datetime) -> None:
    """Prepared on the first day; those whose day is near or past are worked on, each as far as its turn. All
    of a group's or none: what is handed in does not say how far its story goes."""
    if row.deliverables.exists():
        return
    with step(min(begins, timezone.now() - dt.timedelta(hours=1))):
        followers = row.enrolments.filter(state=EnrolmentState.ACTIVE).order_by("pk")
        referents.name(row, dict.fromkeys(followers.values_list("pk", flat=True), referent), by=runner)
        works.prepare(row, by=runner)
    today = timezone.localdate()
    due = row.deliverables.filter(due_on__lte=today + dt.timedelta(days=10))
    rows = due.select_related("project", "enrolment__user").order_by("due_on", "pk")
    for turn, deliverable in enumerate(rows[:WORKED_ON]):
        _work(deliverable, turn, referent)


def _work(row: Deliverable, turn: int, referent: User) -> None:
    written = kept("pathways.toml")["deliverables"]
    authors = carriers_of(row.project) if row.project is not None else [row.enrolment.user]  # type: ignore[union-attr]
    if not authors or row.due_on is None or row.state != DeliverableState.TO_DO or turn % 6 == 5:
        return  # still to do; late, when its day is past
    author = authors[0]
    noon = timezone.make_aware(dt.datetime.combine(row.due_on, dt.time(12)))
    handed_in = min(noon - dt.timedelta(days=2 - turn % 4), timezone.now() - dt.timedelta(hours=9))
    with step(handed_in):
        row = works.write(row, written[row.kind].strip(), by=author, hands_in=True)
    read_at = handed_in + dt.timedelta(days=3)
    if turn % 6 == 4 or read_at > timezone.now():
        return  # waits for its referent
    question = turn % len(written["questions"])
    with step(read_at):
        works.comment(row, written["questions"][question], by=referent)
        if turn % 3 == 1:
            row = works.ask_rework(row, written["rework"], by=referent)
        else:
            row = works.accept(row, by=referent, words=written["accepted"] if turn % 2 else "")
    if turn % 3 == 1 and turn % 2 and read_at + dt.timedelta(days=6) < timezone.now():
        with step(read_at + dt.timedelta(days=4)):
            works.comment(row, written["answers"][question], by=author)
            text = f"{written[row.kind].strip()}\n\n{written['answers'][question]}"
            row = works.write(row, text, by=author, hands_in=True)
        with step(read_at + dt.timedelta(days=6)):
            works.accept(row, by=referent, words=written["accepted"])
    elif turn % 12 == 8 and read_at + dt.timedelta(days=9) < timezone.now():
        with step(read_at + dt.timedelta(days=9)):
            works.ask_rework(row, written["turned"], by=referent)
