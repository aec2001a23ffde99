"""The jury of the decided call: its session and minutes, the announcement, and what follows it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from maillage.accounts.models import User
from maillage.portal.demo import content, progress
from maillage.portal.demo.applicants import SEED, Applicant
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import between, day, step, stories
from maillage.portal.demo.builders.programme import SITTING_REVIEWERS, call_of
from maillage.programmes.actions import appeal as appeals
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import deliberation, succession
from maillage.programmes.actions import jury as juries
from maillage.programmes.actions.cohort import LabelDays
from maillage.programmes.actions.decision import Terms
from maillage.programmes.actions.deliberation import Proposal
from maillage.programmes.enums import (
    AppealKind,
    AppealState,
    Ballot,
    Decision,
    Filing,
    JuryRole,
    OfferKind,
    OfferState,
    SessionState,
)
from maillage.programmes.enums_review import Ground
from maillage.programmes.models import (
    AgendaItem,
    Appeal,
    Application,
    Call,
    CohortMember,
    JuryMember,
    JurySession,
    PlaceOffer,
)

CALL = "premiere-vague"
NEXT = "ateliers-ouverts"
SITS = -156  # days from today
ANNOUNCED = -150
LABELS_START = -120
GIVEN_BACK = (2, 5)


def build() -> None:
    """Goes on from the file that the jury came to; the announcement and its answers are one transaction."""
    _plan_next(call_of(NEXT))
    call = call_of(CALL)
    if CohortMember.objects.filter(application__call=call).exists():
        _appeals(call)
        return
    told = stories(call)
    session = _prepare(call, told)
    _sit(session, told)
    _announce(call)
    _appeals(call)


def _plan_next(call: Call) -> None:
    """The jury of the files that are being read: its agenda is ready."""
    if JurySession.objects.filter(call=call).exists():
        return
    officer = people.account("officer")
    with step(day(-2)):
        session = juries.create(
            call,
            title="Jury des ateliers ouverts",
            held_at=day(24, 9),
            quorum=4,
            venue=content.reviews().jury.venue,
            by=officer,
        )
        juries.seat(session, people.account("juror"), role=JuryRole.PRESIDENT, by=officer)
        juries.seat(session, people.account("second-officer"), role=JuryRole.SECRETARY, by=officer)
        for juror in content.reviews().jurors:
            juries.seat(session, people.juror(juror), by=officer)
        files = Application.objects.filter(call=call, filing=Filing.SUBMITTED)
        juries.put_on_agenda(session, list(files.values_list("pk", flat=True)), by=officer)


# --- The session -------------------------------------------------------------------------------------------
def _prepare(call: Call, told: dict[int, Applicant]) -> JurySession:
    written = content.reviews()
    officer = people.account("officer")
    session = JurySession.objects.filter(call=call, title=written.jury.title).first()
    if session is None:
        with step(day(SITS - 7)):
            session = juries.create(
                call,
                title=written.jury.title,
                held_at=day(SITS, 9),
                quorum=4,
                venue=written.jury.venue,
                by=officer,
            )
            juries.seat(session, people.account("juror"), role=JuryRole.PRESIDENT, by=officer)
            juries.seat(session, people.account("second-officer"), role=JuryRole.SECRETARY, by=officer)
            for juror in written.jurors:
                juries.seat(session, people.juror(juror), by=officer)
            for rank in SITTING_REVIEWERS:
                juries.seat(session, people.reviewer(written.reviewers[rank]), by=officer)
            files = [pk for pk in _complete(call).values_list("pk", flat=True) if pk in told]
            # One of them worked with a team: they leave the room for that file, and the minutes say so.
            ties.declare(
                Application.objects.select_related("call__programme").get(pk=files[4 % len(files)]),
                ground=Ground.WORK,
                detail=written.declines.tie,
                by=people.juror(written.jurors[0]),
            )
            juries.put_on_agenda(session, files, by=officer)
        session = JurySession.objects.get(call=call, title=written.jury.title)
    return JurySession.objects.select_related("call__programme").get(pk=session.pk)


def _complete(call: Call) -> QuerySet[Application]:
    last = call.stages.order_by("-position")[0]
    return Application.objects.filter(
        call=call, filing=Filing.SUBMITTED, stage=last, stage_filing=Filing.SUBMITTED
    ).order_by("title_key", "pk")


def _sit(session: JurySession, told: dict[int, Applicant]) -> None:
    president = people.account("juror")
    starts_at = day(SITS, 9)
    members = list(session.members.select_related("user").order_by("pk"))
    if session.state == SessionState.PLANNED:
        with step(starts_at):
            deliberation.begin(session, present=[member.pk for member in members[:-1]], by=president)
    items = list(session.items.order_by("position"))
    for rank, item in enumerate(items):
        if rank % 5 == 0:
            progress.tell(f"{session.title} : {rank} sur {len(items)}")
        if item.settled_at is None and item.application_id in told:
            with step(between(starts_at, starts_at + dt.timedelta(hours=8.5), rank / len(items))):
                _deliberate(item, told[item.application_id], members, president)
    with step(starts_at + dt.timedelta(hours=9)):
        deliberation.close(session, by=president)
    with step(day(SITS + 1)):
        deliberation.take_over(session, by=people.account("officer"))


def _deliberate(item: AgendaItem, each: Applicant, members: Sequence[JuryMember], president: User) -> None:
    words = content.reviews().jury
    rng = random.Random(f"{SEED} jury {each.key}")  # noqa: S311 - reproducible stories, not secrets
    item = deliberation.call_file(item, by=president)
    asked = rng.sample(words.conditions, k=rng.choice((1, 1, 2)))
    decision = Decision(each.outcome)
    deliberation.propose(
        item,
        Proposal(
            decision=decision,
            opinion=each.reason,
            amount=None if decision == Decision.REFUSED else Decimal(each.requested_amount),
            conditions=[(text, day(45).date()) for text in asked] if decision == Decision.CONDITIONAL else (),
        ),
        by=president,
    )
    in_the_room = set(item.attendances.filter(presence="present").values_list("member", flat=True))
    ballots = {
        member.pk: rng.choices((Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN), weights=(8, 1, 1))[0]
        for member in members
        if member.pk in in_the_room and member.role != JuryRole.SECRETARY
    }
    # The president proposes what the room leans to.
    ballots |= {member.pk: Ballot.FOR for member in members[:1]}
    if sum(ballot == Ballot.AGAINST for ballot in ballots.values()) * 2 >= len(ballots):
        ballots = dict.fromkeys(ballots, Ballot.FOR)
    deliberation.vote(item, {key: str(ballot) for key, ballot in ballots.items()}, by=president)
    deliberation.take_notes(item, rng.choice(words.notes), version=item.notes_version, by=president)
    deliberation.settle(item, by=president)


# --- The announcement --------------------------------------------------------------------------------------
def _announce(call: Call) -> None:
    """Decisions, letters, labels, then the answers of the teams, a place handed on twice.

    In one transaction: the queue, which lives today, would take back the places that nobody confirmed yet.
    """
    progress.tell("Annonce des décisions et lettres")
    officer = people.account("officer")
    starts_on = day(LABELS_START).date()
    with transaction.atomic():
        with step(day(ANNOUNCED, 11)):
            decisions.publish(
                call,
                by=officer,
                unplaced=LabelDays(starts_on, starts_on.replace(year=starts_on.year + 3)),
                terms=Terms(
                    answer_by=day(ANNOUNCED + 14).date(), moves_on=True, offer_days=10, appeal_days=60
                ),
            )
        _answer_offers(call)


def _answer_offers(call: Call) -> None:
    asked = PlaceOffer.objects.filter(
        application__call=call, kind=OfferKind.CONFIRMATION, state=OfferState.OPEN
    ).select_related("application__created_by", "application__call__programme")
    # Those without conditions first: the places that are given back are theirs.
    for rank, offer in enumerate(
        asked.order_by("-application__announced_decision", "application__title_key", "pk")
    ):
        carrier = offer.application.created_by
        if rank in GIVEN_BACK:
            with step(day(ANNOUNCED + 4, 16)):
                succession.decline(offer, note="L’équipe a choisi de rester bénévole.", by=carrier)
        else:
            with step(day(ANNOUNCED + 1 + rank % 9, 10 + rank % 8)):
                succession.accept(offer, by=carrier)
    # The first who waits takes the place; the second has found another way, and the third takes it.
    for turn in range(4):
        offered = PlaceOffer.objects.filter(
            application__call=call, kind=OfferKind.SUCCESSION, state=OfferState.OPEN
        ).select_related("application__created_by", "application__call__programme")
        call_up = offered.order_by("pk").first()
        if call_up is None:
            return
        with step(day(ANNOUNCED + 7 + 2 * turn, 9)):
            carrier = call_up.application.created_by
            if turn == 1:
                succession.decline(call_up, note="Nous avons trouvé un autre soutien.", by=carrier)
            else:
                succession.accept(call_up, by=carrier)


# --- Appeals ---------------------------------------------------------------------------------------------
def _appeals(call: Call) -> None:
    """One was answered; one came late and waits for the officers."""
    words = content.reviews().appeal
    officer = people.account("officer")
    refused = list(
        _complete(call)
        .filter(announced_decision=Decision.REFUSED)
        .select_related("created_by", "call__programme")[:2]
    )
    if len(refused) < 2 or Appeal.objects.filter(application=refused[1]).exists():
        return
    if not Appeal.objects.filter(application=refused[0]).exists():
        with step(day(ANNOUNCED + 20)):
            objection = appeals.file(
                refused[0], kind=AppealKind.APPEAL, text=words.text, by=refused[0].created_by
            )
        with step(day(ANNOUNCED + 38)):
            appeals.answer(objection, outcome=AppealState.DISMISSED, text=words.answer, by=officer)
    with step(day(-2)):
        appeals.record(
            refused[1],
            kind=AppealKind.COMPLAINT,
            text=words.complaint,
            received_on=day(-3).date(),
            by=officer,
        )
