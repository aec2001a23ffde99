"""A jury: who sits, who is out, the agenda, notes, proposals, votes, minutes that no longer change."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.accounts.models import User
from maillage.core import events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.programmes.actions import conflict as conflicts
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import deliberation, jury, minutes
from maillage.programmes.actions.deliberation import Proposal
from maillage.programmes.enums import Ballot, Decision, ItemState, JuryRole, Presence, Role, SessionState
from maillage.programmes.enums_review import Ground
from maillage.programmes.models import AgendaItem, Application, Attendance, JuryMember, JurySession, Vote
from maillage.programmes.queries import jury as read
from maillage.programmes.register.jury import changed_minutes, conflicted_votes, votes_of_others
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


@dataclass
class Bench:
    """A session of three files with a president, two members and a secretary; the second juror is bound to
    the second file."""

    session: JurySession
    president: JuryMember
    juror: JuryMember
    bound: JuryMember
    secretary: JuryMember
    rows: list[Application]

    def item(self, position: int) -> AgendaItem:
        return AgendaItem.objects.get(session=self.session, application=self.rows[position])


@pytest.fixture
def bench(world: World) -> Bench:
    def person(role: str, name: str) -> User:
        # Of a domain of their own: people of one domain are taken for colleagues.
        user = UserFactory(full_name=name, email=f"moi@{name.split()[0].lower()}.example")
        ProgrammeRoleFactory(programme=world.programme, user=user, role=role)
        return user

    world.officer.email = "olive@operateur.example"
    world.officer.save()
    rows = [
        ApplicationFactory(call=world.call, project=ProjectFactory(title=title), submitted=True)
        for title in ("Atelier bois", "Brasserie", "Cuir du Causse")
    ]
    session = jury.create(
        world.call, title="Jury de printemps", held_at=timezone.now(), quorum=2, by=world.officer
    )
    people = {
        "president": (person(Role.JUROR, "Prune Présidente"), JuryRole.PRESIDENT),
        "juror": (person(Role.JUROR, "Jules Juré"), JuryRole.MEMBER),
        "bound": (person(Role.JUROR, "Lise Liée"), JuryRole.MEMBER),
        "secretary": (world.officer, JuryRole.SECRETARY),
    }
    seats = {
        key: jury.seat(session, user, role=role, by=world.officer) for key, (user, role) in people.items()
    }
    conflicts.declare(rows[1], ground=Ground.FAMILY, by=seats["bound"].user)
    jury.put_on_agenda(session, [row.pk for row in rows], by=world.officer)
    return Bench(session, rows=rows, **seats)


def begin(bench: Bench, *, absent: tuple[JuryMember, ...] = ()) -> None:
    there = {bench.president.pk, bench.juror.pk, bench.bound.pk, bench.secretary.pk}
    deliberation.begin(
        bench.session, present=there - {member.pk for member in absent}, by=bench.secretary.user
    )


def adopt(bench: Bench, position: int, proposal: Proposal, **votes: str) -> AgendaItem:
    item = deliberation.call_file(bench.item(position), by=bench.secretary.user)
    deliberation.propose(item, proposal, by=bench.secretary.user)
    ballots = {getattr(bench, who).pk: ballot for who, ballot in votes.items()}
    deliberation.vote(item, ballots, by=bench.secretary.user)
    settled, _count = deliberation.settle(item, by=bench.secretary.user)
    return settled


# --- Members and agenda ---------------------------------------------------------------------------------
def test_only_the_team_sits_and_one_person_presides(world: World, bench: Bench) -> None:
    with pytest.raises(Invalid):
        jury.seat(bench.session, UserFactory(), by=world.officer)
    with pytest.raises(Invalid):
        jury.seat(bench.session, bench.juror.user, role=JuryRole.PRESIDENT, by=world.officer)
    with pytest.raises(NotAllowed):
        jury.seat(bench.session, bench.juror.user, by=bench.president.user)


def test_files_of_a_conflicted_juror_come_together(world: World, bench: Bench) -> None:
    more = [ApplicationFactory(call=world.call, submitted=True) for _ in range(4)]
    for row in more[::2]:
        conflicts.declare(row, ground=Ground.WORK, by=bench.bound.user)
    jury.put_on_agenda(bench.session, [row.pk for row in more], by=world.officer)
    out = read.out_of(bench.session)
    kept_out = [bool(out.get(item.application_id)) for item in read.agenda_of(bench.session)]
    assert kept_out == [False, False, False, False, True, True, True]


def test_order_by_hand_is_kept_and_files_of_other_calls_are_refused(world: World, bench: Bench) -> None:
    order = [bench.item(2).pk, bench.item(0).pk]
    jury.reorder(bench.session, order, by=world.officer)
    assert [item.pk for item in read.agenda_of(bench.session)] == [*order, bench.item(1).pk]
    with pytest.raises(Invalid):
        jury.put_on_agenda(bench.session, [ApplicationFactory(submitted=True).pk], by=world.officer)
    jury.take_off_agenda(bench.item(2), by=world.officer)
    assert [item.position for item in read.agenda_of(bench.session)] == [1, 2]


# --- Who is out ------------------------------------------------------------------------------------------
def test_a_bound_juror_neither_sees_votes_nor_counts(world: World, bench: Bench) -> None:
    begin(bench)
    item = deliberation.call_file(bench.item(1), by=bench.secretary.user)
    assert Attendance.objects.get(item=item, member=bench.bound).presence == Presence.OUT
    deliberation.propose(item, Proposal(Decision.RETAINED), by=bench.secretary.user)
    for by in (bench.bound.user, bench.secretary.user):
        with pytest.raises((NotAllowed, Conflict)):
            deliberation.vote(item, {bench.bound.pk: Ballot.FOR}, by=by)
    with pytest.raises(NotAllowed):
        deliberation.take_notes(item, "…", version=item.notes_version, by=bench.bound.user)
    assert (read.count_of(item).present, Vote.objects.count()) == (2, 0)
    assert not bench.bound.user.has_perm("programmes.read_application", bench.rows[1])
    assert bench.juror.user.has_perm("programmes.read_application", bench.rows[1])
    assert set(read.applications_on_my_agendas(bench.bound.user)) == {bench.rows[0], bench.rows[2]}


def test_a_juror_reads_only_the_files_of_their_agendas(world: World, bench: Bench) -> None:
    elsewhere = ApplicationFactory(call=world.call, submitted=True)
    stranger = ProgrammeRoleFactory(programme=world.programme, role=Role.JUROR).user
    reads = "programmes.read_application"
    assert bench.juror.user.has_perm(reads, bench.rows[0])
    assert not bench.juror.user.has_perm(reads, elsewhere)
    assert not stranger.has_perm(reads, bench.rows[0])


def test_a_conflict_declared_in_the_meeting_takes_the_vote_back(bench: Bench) -> None:
    begin(bench)
    item = deliberation.call_file(bench.item(0), by=bench.secretary.user)
    deliberation.propose(item, Proposal(Decision.RETAINED), by=bench.president.user)
    deliberation.vote(item, {bench.juror.pk: Ballot.FOR}, by=bench.juror.user)
    conflicts.declare(bench.rows[0], ground=Ground.WORK, by=bench.juror.user)
    there = [bench.president.pk, bench.juror.pk, bench.bound.pk]
    deliberation.roll_call(bench.session, present=there, by=bench.secretary.user)
    assert Vote.objects.count() == 0
    assert Attendance.objects.get(item=item, member=bench.juror).presence == Presence.OUT


# --- Votes --------------------------------------------------------------------------------------------------
def test_the_quorum_is_counted_without_those_out(bench: Bench) -> None:
    begin(bench, absent=(bench.juror,))
    item = deliberation.call_file(bench.item(1), by=bench.secretary.user)
    deliberation.propose(item, Proposal(Decision.RETAINED), by=bench.secretary.user)
    deliberation.vote(item, {bench.president.pk: Ballot.FOR}, by=bench.secretary.user)
    with pytest.raises(Conflict, match="1"):
        deliberation.settle(item, by=bench.secretary.user)
    deliberation.postpone(item, by=bench.secretary.user)
    # Of the first file nobody is out: the same two people make the quorum.
    adopt(bench, 0, Proposal(Decision.RETAINED), president=Ballot.FOR, bound=Ballot.FOR)


@pytest.mark.parametrize(
    ("president", "juror", "bound", "outcome"),
    [
        (Ballot.FOR, Ballot.FOR, Ballot.AGAINST, ItemState.ADOPTED),
        (Ballot.FOR, Ballot.AGAINST, Ballot.AGAINST, ItemState.REJECTED),
        (Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN, ItemState.ADOPTED),
        (Ballot.AGAINST, Ballot.FOR, Ballot.ABSTAIN, ItemState.REJECTED),
        (Ballot.ABSTAIN, Ballot.FOR, Ballot.AGAINST, None),
        (Ballot.ABSTAIN, Ballot.ABSTAIN, Ballot.ABSTAIN, None),
    ],
)
def test_more_voices_win_and_the_president_breaks_a_tie(
    bench: Bench, president: str, juror: str, bound: str, outcome: ItemState | None
) -> None:
    begin(bench)
    ballots = {"president": president, "juror": juror, "bound": bound}
    if outcome is None:
        with pytest.raises(Conflict):
            adopt(bench, 0, Proposal(Decision.RETAINED), **ballots)
    else:
        assert adopt(bench, 0, Proposal(Decision.RETAINED), **ballots).state == outcome


def test_each_votes_for_themself_and_the_secretary_counts_hands(bench: Bench) -> None:
    begin(bench)
    item = deliberation.call_file(bench.item(0), by=bench.secretary.user)
    with pytest.raises(Conflict):
        deliberation.vote(item, {bench.juror.pk: Ballot.FOR}, by=bench.juror.user)
    deliberation.propose(item, Proposal(Decision.RETAINED), by=bench.secretary.user)
    with pytest.raises(NotAllowed):
        deliberation.vote(item, {bench.bound.pk: Ballot.FOR}, by=bench.juror.user)
    with pytest.raises(Conflict):
        deliberation.vote(item, {bench.secretary.pk: Ballot.FOR}, by=bench.secretary.user)
    deliberation.vote(item, {bench.juror.pk: Ballot.FOR}, by=bench.juror.user)
    deliberation.vote(item, {bench.juror.pk: Ballot.AGAINST}, by=bench.juror.user)
    deliberation.vote(item, {bench.bound.pk: Ballot.FOR}, by=bench.secretary.user)
    assert dict(Vote.objects.values_list("member", "ballot")) == {
        bench.juror.pk: "against",
        bench.bound.pk: "for",
    }


def test_another_proposal_starts_the_vote_again_and_other_words_do_not(bench: Bench) -> None:
    begin(bench)
    item = deliberation.call_file(bench.item(0), by=bench.secretary.user)
    deliberation.propose(item, Proposal(Decision.RETAINED, amount=Decimal(1000)), by=bench.secretary.user)
    deliberation.vote(item, {bench.juror.pk: Ballot.FOR}, by=bench.juror.user)
    reworded = Proposal(Decision.RETAINED, "Très beau projet.", amount=Decimal(1000))
    deliberation.propose(item, reworded, by=bench.secretary.user)
    assert Vote.objects.count() == 1
    deliberation.propose(item, Proposal(Decision.REFUSED, "Hors sujet."), by=bench.secretary.user)
    assert Vote.objects.count() == 0


# --- Notes ------------------------------------------------------------------------------------------------
def test_of_two_note_takers_the_later_never_silently_wins(bench: Bench) -> None:
    begin(bench)
    item = deliberation.call_file(bench.item(0), by=bench.secretary.user)
    first = deliberation.take_notes(item, "Budget solide.", version=1, by=bench.secretary.user)
    assert first.notes_version == 2
    with pytest.raises(Conflict, match="Olive Officier"):
        deliberation.take_notes(item, "Équipe jeune.", version=1, by=bench.president.user)
    assert bench.item(0).notes == "Budget solide."
    deliberation.take_notes(item, "Budget solide. Équipe jeune.", version=2, by=bench.president.user)


# --- The end ----------------------------------------------------------------------------------------------
def closed(bench: Bench) -> JurySession:
    begin(bench)
    due = dt.date(2027, 3, 1)
    proposal = Proposal(
        Decision.CONDITIONAL, "Bon projet.", Decimal(12000), conditions=[("Signer le bail", due)]
    )
    adopt(bench, 0, proposal, president=Ballot.FOR, juror=Ballot.FOR, bound=Ballot.ABSTAIN)
    adopt(
        bench,
        1,
        Proposal(Decision.REFUSED, "Hors sujet #panic() $x$."),
        president=Ballot.FOR,
        juror=Ballot.AGAINST,
    )
    deliberation.postpone(bench.item(2), by=bench.secretary.user)
    return deliberation.close(bench.session, by=bench.secretary.user)


def test_minutes_tell_who_was_out_and_how_each_voted(bench: Bench) -> None:
    session = closed(bench)
    assert session.minutes is not None
    with session.minutes.content.open("rb") as content:
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content.read())).pages)
    words = " ".join(text.split())
    assert "Lise Liée, pour conflit d’intérêts : ni débat ni vote." in words
    assert "Hors sujet #panic() $x$." in words
    assert "Signer le bail" in words
    assert session.record_sha256 in "".join(text.split())
    file = session.record["files"][0]
    assert [vote["vote"] for vote in file["votes"]] == ["for", "for", "abstain"]


def test_a_closed_session_is_frozen(world: World, bench: Bench) -> None:
    session = closed(bench)
    assert session.record_sha256 == minutes.digest(session.record)
    item = bench.item(0)
    for change in (
        lambda: deliberation.call_file(item, by=world.officer),
        lambda: deliberation.take_notes(item, "Après coup.", version=item.notes_version, by=world.officer),
        lambda: deliberation.propose(item, Proposal(Decision.RETAINED), by=world.officer),
        lambda: deliberation.vote(item, {bench.juror.pk: Ballot.FOR}, by=bench.juror.user),
        lambda: deliberation.close(session, by=world.officer),
        lambda: jury.seat(session, bench.juror.user, by=world.officer),
        lambda: jury.reorder(session, [], by=world.officer),
    ):
        with pytest.raises(Conflict):
            change()
    assert [list(broken()) for broken in (changed_minutes, conflicted_votes, votes_of_others)] == [[], [], []]
    JurySession.objects.update(minutes_sha256="0" * 64)
    assert len(list(changed_minutes())) == 1


def test_a_session_closes_when_every_file_is_settled(bench: Bench) -> None:
    begin(bench)
    with pytest.raises(Conflict, match="3"):
        deliberation.close(bench.session, by=bench.secretary.user)
    assert JurySession.objects.get().state == SessionState.OPEN


def test_officers_take_the_opinions_over_as_prepared_decisions(world: World, bench: Bench) -> None:
    session = closed(bench)
    with pytest.raises(NotAllowed):
        deliberation.take_over(session, by=bench.president.user)
    assert deliberation.take_over(session, by=world.officer) == 2
    assert deliberation.take_over(session, by=world.officer) == 0
    found = {
        row.title: (row.decision, row.decision_reason, row.granted_amount)
        for row in Application.objects.order_by("pk")
    }
    assert found == {
        "Atelier bois": ("conditional", "Bon projet.", Decimal(12000)),
        "Brasserie": ("refused", "Hors sujet #panic() $x$.", None),
        "Cuir du Causse": ("none", "", None),
    }
    assert [c.text for c in bench.rows[0].conditions.all()] == ["Signer le bail"]
    assert Application.objects.exclude(announced_decision="none").count() == 0


def test_the_page_offers_to_prepare_only_what_nobody_has_decided(
    world: World, bench: Bench, sign_in: Any
) -> None:
    session = closed(bench)
    officer = sign_in(world.officer)
    path = session.get_absolute_url()
    assert officer.get(path).context["adopted"] == 2
    decisions.decide(bench.rows[0], Decision.REFUSED, reason="Retiré.", by=world.officer)
    assert officer.get(path).context["adopted"] == 1
    deliberation.take_over(session, by=world.officer)
    page = officer.get(path)
    assert page.context["adopted"] == 0
    assert reverse("programmes:jury_take_over", args=["ateliers", session.pk]) not in page.text


def test_what_an_officer_decided_otherwise_stays(world: World, bench: Bench) -> None:
    session = closed(bench)
    decisions.decide(bench.rows[0], Decision.REFUSED, reason="Retiré.", by=world.officer)
    assert deliberation.take_over(session, by=world.officer) == 1
    assert Application.objects.get(pk=bench.rows[0].pk).decision == Decision.REFUSED


def test_every_passage_is_in_the_log(bench: Bench) -> None:
    session = closed(bench)
    verbs = [event.verb for event in reversed(events.about(session))]
    assert verbs[-3:] == ["programmes.jury_opened", "programmes.jury_roll_called", "programmes.jury_closed"]
    told: dict[str, Any] = {event.verb: event.data for event in events.about(bench.item(0))}
    assert told["programmes.file_settled"] == {
        "decision": "conditional",
        "for": 2,
        "against": 0,
        "abstain": 1,
    }
