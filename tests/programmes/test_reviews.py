"""From a file given to a review sent: what a reviewer does, what the clock does, what the phases show."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core import history
from maillage.core.errors import Conflict as Refused
from maillage.core.errors import Invalid, NotAllowed
from maillage.core.models import Event
from maillage.programmes import masking
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import discussion, review_clock
from maillage.programmes.actions import programme as programmes
from maillage.programmes.actions import review as reviews
from maillage.programmes.actions import review_round as rounds
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import AssignmentState, Ground, Mask, ReviewState, Shown
from maillage.programmes.models import Application, Assignment, Conflict, Review, ReviewRound
from maillage.programmes.queries import review as read
from maillage.programmes.queries import review_round as officers
from maillage.programmes.register import reviews as register
from maillage.projects.models import ProjectOrganisation
from maillage.questionnaires.models import Response
from tests.conftest import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.factories.programmes import ANSWERS, ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import AssignmentFactory, GridVersionFactory, ReviewFactory, ReviewRoundFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
SCORES = {"roots": "4", "model": "3", "novelty": "1"}
WORDS = {"roots": "Bien entouré."}


@pytest.fixture
def round_(world: World) -> ReviewRound:
    return ReviewRoundFactory(call=world.call)


@pytest.fixture
def file(world: World) -> Application:
    ProjectOrganisation.objects.create(project=world.project, organisation=world.organisation, is_lead=True)
    return ApplicationFactory(call=world.call, project=world.project, submitted=True)


@pytest.fixture
def reviewer(world: World) -> User:
    person = UserFactory(full_name="René Relecteur")
    ProgrammeRoleFactory(programme=world.programme, user=person, role=Role.REVIEWER)
    return person


def cleared(round_: ReviewRound, file: Application, reviewer: User) -> Assignment:
    return AssignmentFactory(round=round_, application=file, reviewer=reviewer, cleared=True)


def typed(version: int = 0, **changes: str) -> dict[str, str]:
    """The grid's form as the browser sends it."""
    return {
        "version": str(version),
        **{f"score-{key}": value for key, value in SCORES.items()},
        **{f"comment-{key}": value for key, value in WORDS.items()},
        "opinion": "Un projet solide.",
        "recommendation": "retain",
        "note_to_officers": "Vérifier le bail.",
        **changes,
    }


# --- The way of a file -----------------------------------------------------------------------------------
def test_a_file_is_given_declared_reviewed_and_counted(
    world: World, round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn, outbox: Outbox
) -> None:
    officer, person = sign_in(world.officer), sign_in(reviewer)
    give = reverse("programmes:round_give", args=["ateliers", round_.pk, file.reference])
    officer.post(give, {"reviewer": str(reviewer.pk)})
    row = Assignment.objects.get()
    [mail] = outbox.to(reviewer.email)
    assert file.title not in f"{mail.subject} {mail.body}"
    # Before anything is said, only who applies and where.
    desk = reverse("programmes:review", args=[row.pk])
    declare = reverse("programmes:review_declare", args=[round_.pk])
    assert person.get(desk)["Location"] == declare
    page = person.get(declare).content.decode()
    assert "Les Copeaux" in page
    assert ANSWERS["presentation.project"] not in page
    person.post(declare, {f"link-{row.pk}": "no", f"detail-{row.pk}": ""})
    page = person.get(desk).content.decode()
    assert ANSWERS["presentation.project"] in page
    assert "Porté par ses habitants" in page
    # A draft, then the review; what is missing is said at its field and what was typed is kept.
    person.post(desk, typed(**{"score-model": "", "recommendation": ""}))
    review = Review.objects.get()
    assert (review.state, review.total, review.scores) == (
        ReviewState.DRAFT,
        None,
        {"roots": 4, "novelty": 1},
    )
    answer = person.post(desk, typed(1, **{"score-model": "", "send": "yes"}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"score-model"}
    assert answer.context["form"]["version"].value() == "2"
    person.post(desk, typed(2, send="yes"))
    review.refresh_from_db()
    row.refresh_from_db()
    assert (review.state, review.total, row.state) == (
        ReviewState.SUBMITTED,
        Decimal("75.00"),
        AssignmentState.DONE,
    )
    figures = officer.get(reverse("programmes:round_file", args=["ateliers", round_.pk, file.reference]))
    assert figures.context["found"].totals.mean == 75
    assert "Vérifier le bail." in figures.content.decode()


def test_an_autosave_keeps_and_a_later_one_of_another_tab_is_told(
    round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    desk = reverse("programmes:review", args=[cleared(round_, file, reviewer).pk])
    person, saving = sign_in(reviewer), {"HTTP_X_AUTOSAVE": "1"}
    answer = person.post(desk, typed(0), **saving)
    assert (answer.status_code, answer["X-Draft-Version"]) == (204, "1")
    assert person.post(desk, typed(0, opinion="Autre onglet."), **saving).status_code == 409
    assert person.post(desk, typed(1, **{"score-roots": "9"}), **saving).status_code == 422
    page = person.post(desk, typed(0, opinion="Autre onglet."))
    assert page.status_code == 409
    assert page.context["form"]["version"].value() == "1"
    assert [row["saved"] for row in page.context["differences"]] == ["Un projet solide."]
    assert Review.objects.get().opinion == "Un projet solide."


def test_a_review_changes_until_the_round_closes_and_not_after(
    round_: ReviewRound, file: Application, reviewer: User
) -> None:
    review = ReviewFactory(
        assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer
    )
    row = review.assignment
    with pytest.raises(Refused):
        reviews.save(row, by=reviewer, version=1, scores=SCORES, comments=WORDS)
    review = reviews.revise(row, by=reviewer)
    row.refresh_from_db()
    assert (review.state, row.state) == (ReviewState.REOPENED, AssignmentState.STARTED)
    assert officers.file_reviews(round_, file).totals.count == 0
    reviews.save(
        row, by=reviewer, version=1, scores={**SCORES, "roots": "5"}, comments=WORDS, recommendation="retain"
    )
    reviews.submit(row, by=reviewer)
    assert officers.file_reviews(round_, file).totals.mean == 90
    ReviewRound.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(reviews.RoundClosed):
        reviews.revise(row, by=reviewer)


def test_a_round_that_has_not_opened_shows_nothing_but_the_declaration(
    world: World, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    round_ = ReviewRoundFactory(call=world.call, before=True)
    row = AssignmentFactory(round=round_, application=file, reviewer=reviewer)
    person = sign_in(reviewer)
    assert person.get(reverse("programmes:review_declare", args=[round_.pk])).status_code == 200
    assignments.declare(row, by=reviewer)
    assert person.get(reverse("programmes:review", args=[row.pk])).status_code == 404
    with pytest.raises(reviews.RoundClosed):
        reviews.save(row, by=reviewer, version=0, scores=SCORES, comments=WORDS)


def test_a_file_withdrawn_by_its_carriers_leaves_the_table(
    world: World, round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    row = cleared(round_, file, reviewer)
    person = sign_in(reviewer)
    assert person.get(reverse("programmes:review", args=[row.pk])).status_code == 200
    applications.withdraw(file, by=world.carrier)
    assert person.get(reverse("programmes:review", args=[row.pk])).status_code == 404
    assert read.table(reviewer) == []


def test_several_links_are_declared_at_once(round_: ReviewRound, reviewer: User, sign_in: SignIn) -> None:
    rows = [AssignmentFactory(round=round_, reviewer=reviewer) for _rank in range(4)]
    answers = dict(zip([row.pk for row in rows], ["no", "no", "family", "work"], strict=True))
    person, page = sign_in(reviewer), reverse("programmes:review_declare", args=[round_.pk])
    assert person.post(page, {}).context["form"].errors
    person.post(page, {f"link-{key}": said for key, said in answers.items()})
    states = dict(Assignment.objects.values_list("pk", "state"))
    done = {"no": AssignmentState.ACCEPTED}
    assert states == {key: done.get(said, AssignmentState.DECLINED) for key, said in answers.items()}
    assert Conflict.objects.count() == 2
    assert [len(pile.lines) for pile in read.table(reviewer)] == [2]


# --- Given back, taken back, left -------------------------------------------------------------------------
def test_a_declared_link_closes_the_file_and_gives_it_back(
    world: World, round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    row = AssignmentFactory(round=round_, application=file, reviewer=reviewer)
    sign_in(reviewer).post(
        reverse("programmes:review_declare", args=[round_.pk]),
        {f"link-{row.pk}": Ground.FAMILY, f"detail-{row.pk}": "Ma sœur la préside."},
    )
    row.refresh_from_db()
    bound = Conflict.objects.get()
    assert (row.state, bound.ground, bound.detail) == (
        AssignmentState.DECLINED,
        Ground.FAMILY,
        "Ma sœur la préside.",
    )
    with pytest.raises(assignments.InConflict):
        assignments.assign(round_, file, reviewer, by=world.officer)
    assert officers.free_reviewers(round_, file) == []


def test_a_link_found_out_later_takes_a_sent_review_out_of_the_figures(
    round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    review = ReviewFactory(
        assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer
    )
    give_back = reverse("programmes:review_give_back", args=[review.assignment.pk])
    sign_in(reviewer).post(give_back, {"link": Ground.WORK, "why": "Je les ai conseillés."})
    found = officers.file_reviews(round_, file)
    assert (found.totals.count, [row.state for row in found.assignments]) == (0, [AssignmentState.DECLINED])
    assert Review.objects.get().scores == review.scores


def test_a_file_declined_is_given_to_somebody_else(
    world: World, round_: ReviewRound, file: Application, reviewer: User
) -> None:
    row = cleared(round_, file, reviewer)
    with pytest.raises(Invalid):
        assignments.decline(row, why=" ", by=reviewer)
    assignments.decline(row, why="Trop de travail ce mois-ci.", by=reviewer)
    assert officers.progress(round_).given_back == 1
    other = UserFactory()
    ProgrammeRoleFactory(programme=world.programme, user=other, role=Role.REVIEWER)
    # Whoever declined for want of time may be asked again; the file is offered to both.
    assert {person for person, _load in officers.free_reviewers(round_, file)} == {reviewer, other}
    assignments.assign(round_, file, other, by=world.officer)
    assert officers.progress(round_).standing == 1


def test_what_a_reviewer_who_leaves_had_not_begun_comes_back_and_the_rest_stays_whole(
    world: World, round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    sent = ReviewFactory(
        assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer
    )
    begun = ReviewFactory(draft=True, assignment__round=round_, assignment__reviewer=reviewer)
    to_do = AssignmentFactory(round=round_, reviewer=reviewer, cleared=True)
    asked = AssignmentFactory(round=round_, reviewer=reviewer)
    role = world.programme.roles.get(user=reviewer)
    programmes.end_role(role, by=world.officer)
    states = {row.pk: row.state for row in Assignment.objects.all()}
    assert states == {
        sent.assignment.pk: AssignmentState.DONE,
        begun.assignment.pk: AssignmentState.STARTED,
        to_do.pk: AssignmentState.REASSIGNED,
        asked.pk: AssignmentState.REASSIGNED,
    }
    assert officers.file_reviews(round_, file).totals.count == 1
    person = sign_in(reviewer)
    assert person.get(reverse("programmes:review", args=[sent.assignment.pk])).status_code == 404
    assert not [pile for pile in read.table(reviewer) if pile.lines]


def test_a_role_that_ends_with_its_last_day_gives_back_at_night(
    world: World, round_: ReviewRound, file: Application, reviewer: User
) -> None:
    row = AssignmentFactory(round=round_, application=file, reviewer=reviewer)
    world.programme.roles.filter(user=reviewer).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    review_clock.keep_true()
    row.refresh_from_db()
    assert row.state == AssignmentState.REASSIGNED


def test_only_their_reviewer_writes_and_only_officers_give(
    world: World, round_: ReviewRound, file: Application, reviewer: User
) -> None:
    row = cleared(round_, file, reviewer)
    other = UserFactory()
    ProgrammeRoleFactory(programme=world.programme, user=other, role=Role.REVIEWER)
    with pytest.raises(NotAllowed):
        reviews.save(row, by=other, version=0, scores=SCORES, comments=WORDS)
    with pytest.raises(NotAllowed):
        assignments.propose(round_, file, other, by=reviewer)
    with pytest.raises(NotAllowed):
        assignments.take_back(row, by=reviewer)
    with pytest.raises(Refused):
        assignments.propose(round_, file, UserFactory(), by=world.officer)


def test_proposals_are_the_officers_own_until_they_are_sent(
    world: World, round_: ReviewRound, file: Application, reviewer: User, outbox: Outbox
) -> None:
    row = assignments.propose(round_, file, reviewer, by=world.officer)
    assert assignments.propose(round_, file, reviewer, by=world.officer) == row
    assert read.table(reviewer) == []
    assert outbox.to(reviewer.email) == []
    # Something binds them by the time it is sent: it goes back instead.
    MembershipFactory(organisation=world.organisation, user=reviewer)
    assert assignments.send(round_, by=world.officer) == 0
    row.refresh_from_db()
    assert row.state == AssignmentState.REASSIGNED


def test_the_log_names_no_reviewer(
    world: World, round_: ReviewRound, file: Application, reviewer: User
) -> None:
    assignments.assign(round_, file, reviewer, by=world.officer)
    labels = list(
        Event.objects.filter(verb__startswith="programmes.review").values_list("subject_label", flat=True)
    )
    assert labels
    assert not [label for label in labels if "René" in label or reviewer.email in label]


# --- Reminders and digests ----------------------------------------------------------------------------------
def test_reminders_leave_a_week_and_two_days_before_and_never_twice_in_two_days(
    world: World, file: Application, reviewer: User, outbox: Outbox
) -> None:
    closes_at = timezone.now() + dt.timedelta(days=9, hours=6)
    round_ = ReviewRoundFactory(call=world.call, closes_at=closes_at)
    cleared(round_, file, reviewer)
    AssignmentFactory(round=round_, reviewer=reviewer)
    ReviewFactory(assignment__round=round_)  # somebody who owes nothing
    told = []
    for days in range(12):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
            told.append(review_clock.remind_due())
    assert told == [0] * 12  # the clock asked is the database's, which has not moved
    for days, expected in ((7, 1), (7, 0), (2, 0)):
        ReviewRound.objects.filter(pk=round_.pk).update(
            closes_at=timezone.now() + dt.timedelta(days=days, minutes=-5)
        )
        assert review_clock.remind_due() == expected
    Assignment.objects.update(reminded_at=timezone.now() - dt.timedelta(days=3))
    assert review_clock.remind_due() == 1
    mails = outbox.to(reviewer.email)
    assert len(mails) == 2
    assert "2" in mails[0].subject
    ReviewRound.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    Assignment.objects.update(reminded_at=None)
    assert assignments.remind(round_, by=world.officer) == 0


def test_many_messages_make_one_email_and_nobody_is_told_of_their_own(
    world: World, file: Application, reviewer: User, outbox: Outbox
) -> None:
    round_ = ReviewRoundFactory(call=world.call, discussion_shown=Shown.ALWAYS)
    cleared(round_, file, reviewer)
    bound = AssignmentFactory(round=round_, application=file, cleared=True).reviewer
    MembershipFactory(organisation=world.organisation, user=bound)
    for text in ("Que penser du bail ?", "Et du budget ?"):
        discussion.post(round_, file, body=text, by=world.officer)
    assert review_clock.tell_due() == 1
    assert review_clock.tell_due() == 0
    [mail] = outbox.to(reviewer.email)
    assert "Que penser" not in mail.body
    assert outbox.to(bound.email) == outbox.to(world.officer.email) == []
    discussion.post(round_, file, body="Le bail est signé.", by=reviewer)
    assert review_clock.tell_due() == 1
    assert len(outbox.to(world.officer.email)) == 1
    with pytest.raises(NotAllowed):
        discussion.post(round_, file, body="Moi aussi.", by=bound)


# --- What the phases show -------------------------------------------------------------------------------
@pytest.fixture
def two(world: World, file: Application, reviewer: User) -> tuple[ReviewRound, Assignment]:
    """A file with a review of somebody else, sent, and one that René has not written."""
    round_ = ReviewRoundFactory(call=world.call)
    ReviewFactory(
        assignment__round=round_,
        assignment__application=file,
        assignment__reviewer=UserFactory(full_name="Aline Autrice"),
        opinion="Un avis d’Aline.",
    )
    return round_, cleared(round_, file, reviewer)


def shown(reviewer: User, row: Assignment, sign_in: SignIn) -> set[str]:
    page = sign_in(reviewer).get(reverse("programmes:review", args=[row.pk])).content.decode()
    words = {
        "words": "Un avis d’Aline.",
        "name": "Aline Autrice",
        "score": "75 / 100",
        "talk": 'id="discussion"',
    }
    return {key for key, text in words.items() if text in page}


def settings_of(round_: ReviewRound, **settings: Any) -> None:
    ReviewRound.objects.filter(pk=round_.pk).update(**settings)


def test_while_reviews_are_written_nothing_of_the_others_shows_by_default(
    two: tuple[ReviewRound, Assignment], reviewer: User, sign_in: SignIn
) -> None:
    assert shown(reviewer, two[1], sign_in) == set()


def test_each_setting_shows_its_own_thing(
    two: tuple[ReviewRound, Assignment], reviewer: User, sign_in: SignIn
) -> None:
    round_, row = two
    settings_of(round_, reviews_shown=Shown.ALWAYS)
    assert shown(reviewer, row, sign_in) == {"words"}
    settings_of(round_, reviewers_shown=Shown.ALWAYS)
    assert shown(reviewer, row, sign_in) == {"words", "name"}
    settings_of(round_, reviews_shown=Shown.NEVER, scores_shown=Shown.ALWAYS)
    assert shown(reviewer, row, sign_in) == {"score", "name"}
    settings_of(round_, scores_shown=Shown.NEVER, discussion_shown=Shown.ALWAYS)
    assert shown(reviewer, row, sign_in) == {"talk"}


def test_some_things_show_once_ones_own_review_is_sent(
    two: tuple[ReviewRound, Assignment], reviewer: User, sign_in: SignIn
) -> None:
    round_, row = two
    settings_of(round_, reviews_shown=Shown.SUBMITTED, scores_shown=Shown.SUBMITTED)
    assert shown(reviewer, row, sign_in) == set()
    reviews.save(row, by=reviewer, version=0, scores=SCORES, comments=WORDS, recommendation="refuse")
    assert shown(reviewer, row, sign_in) == set()
    reviews.submit(row, by=reviewer)
    assert shown(reviewer, row, sign_in) >= {"words", "score"}


def test_the_discussion_phase_shows_all_by_default_and_takes_no_review(
    two: tuple[ReviewRound, Assignment], reviewer: User, sign_in: SignIn
) -> None:
    round_, row = two
    settings_of(round_, closes_at=timezone.now() - dt.timedelta(minutes=1))
    assert shown(reviewer, row, sign_in) == {"words", "name", "score", "talk"}
    with pytest.raises(reviews.RoundClosed):
        reviews.save(row, by=reviewer, version=0, scores=SCORES, comments=WORDS)
    discussion.post(round_, row.application, body="Je le défends.", by=reviewer)
    # Once over, whoever wrote nothing reads nothing.
    settings_of(round_, discussion_ends_at=timezone.now() - dt.timedelta(seconds=1))
    assert sign_in(reviewer).get(reverse("programmes:review", args=[row.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        discussion.post(round_, row.application, body="Encore un mot.", by=reviewer)


def test_the_settings_are_read_back_in_sentences(round_: ReviewRound) -> None:
    settings_of(round_, reviews_shown=Shown.NEVER, is_anonymous=True)
    round_.refresh_from_db()
    sentences = officers.phase_sentences(round_)
    assert len(sentences) == 5
    assert "Les commentaires des autres ne sont jamais lus." in sentences
    assert "Ce qui est masqué des candidats n’est jamais montré aux personnes qui évaluent." in sentences


# --- Anonymous mode --------------------------------------------------------------------------------------
MASKS = [Mask.TITLE, Mask.PEOPLE, Mask.ORGANISATION, Mask.PLACE, Mask.COMMUNE, Mask.FILES]


@pytest.fixture
def masked(world: World, file: Application, reviewer: User) -> Assignment:
    round_ = ReviewRoundFactory(call=world.call, is_anonymous=True, masked_fields=[*MASKS, "means.team"])
    Response.objects.filter(stage_files__application=file).update(
        answers={
            **ANSWERS,
            "presentation.project": "CAMILLE PORTEUSE et LES COPEAUX ouvrent l’Atelier des Copeaux à "
            "Saint-Agrève, en Ardèche, à la Scierie.",
            "means.team": "Camille seule.",
        }
    )
    return cleared(round_, file, reviewer)


def test_masked_names_are_nowhere_on_the_reviewers_pages(
    masked: Assignment, reviewer: User, sign_in: SignIn
) -> None:
    person = sign_in(reviewer)
    pages = [
        reverse("programmes:my_reviews"),
        *(f"/programmes/evaluations/{masked.pk}/{end}" for end in ("", "rendre/")),
    ]
    for address in pages:
        page = person.get(address).content.decode().lower()
        for name in ("camille", "porteuse", "copeaux", "agrève", "ardèche", "scierie"):
            assert name not in page, f"{name} in {address}"
    page = person.get(pages[1]).content.decode()
    assert masked.application.reference in page
    assert "[personne] et [organisation] ouvrent" in page


def test_masks_fall_when_the_round_says_so(masked: Assignment, reviewer: User, sign_in: SignIn) -> None:
    settings_of(masked.round, applicants_shown=Shown.SUBMITTED)
    reviews.save(masked, by=reviewer, version=0, scores=SCORES, comments=WORDS, recommendation="retain")
    desk = reverse("programmes:review", args=[masked.pk])
    assert "Camille" not in sign_in(reviewer).get(desk).content.decode()
    reviews.submit(masked, by=reviewer)
    assert "Camille" in sign_in(reviewer).get(desk).content.decode()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("À Saint Agrève, SAINT-AGRÈVE et saint-agreve.", "À X, X et X."),
        ("Les Agrévois de Saintagrève.", "Les Agrévois de Saintagrève."),
        ("", ""),
    ],
)
def test_hiding_ignores_accents_capitals_and_hyphens_and_keeps_words_whole(text: str, hidden: str) -> None:
    assert masking.hide(text, [("Saint-Agrève", "X")]) == hidden


# --- The officers' figures and export -----------------------------------------------------------------------
def rows_of(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_raw_mean_spread_and_knock_outs_per_file_and_criterion(
    world: World, round_: ReviewRound, file: Application, sign_in: SignIn
) -> None:
    for scores in ({"roots": 5, "model": 5, "novelty": 0}, {"roots": 2, "model": 1, "novelty": 3}):
        ReviewFactory(assignment__round=round_, assignment__application=file, scores=scores)
    ReviewFactory(draft=True, assignment__round=round_, assignment__application=file)
    found = officers.file_reviews(round_, file)
    roots, model, _novelty = found.figures
    assert (roots.spread.mean, roots.spread.lowest, roots.spread.highest) == (3.5, 2, 5)
    assert roots.spread.deviation == pytest.approx(2.1213, abs=1e-4)
    assert (model.knocked_out, found.is_knocked_out) == (1, True)
    assert (found.totals.count, found.totals.mean) == (2, 67.5)
    [row] = (
        sign_in(world.officer).get(reverse("programmes:round", args=["ateliers", round_.pk])).context["page"]
    )
    assert (row.reviews_in, row.mean, row.lowest, row.highest, row.is_knocked_out) == (
        2,
        Decimal("67.50"),
        35,
        100,
        True,
    )
    assert float(row.deviation) == pytest.approx(45.9619, abs=1e-3)


def test_the_export_hides_what_the_phase_hides(world: World, file: Application, sign_in: SignIn) -> None:
    round_ = ReviewRoundFactory(
        call=world.call,
        is_anonymous=True,
        masked_fields=[Mask.TITLE, Mask.COMMUNE],
        applicants_shown=Shown.DISCUSSION,
    )
    ReviewFactory(
        assignment__round=round_,
        assignment__application=file,
        assignment__reviewer=UserFactory(full_name="Aline Autrice"),
    )
    address = reverse("programmes:round_csv", args=["ateliers", round_.pk])
    [row] = rows_of(sign_in(world.officer).get(address))
    assert (row["numero"], row["relecteur"], row["commune"]) == (
        file.reference,
        "Évaluation n°\N{NO-BREAK SPACE}1",
        "",
    )
    assert (row["roots_note"], row["roots_commentaire"], row["total_sur_100"]) == (
        "4",
        "Bien entouré.",
        "75.00",
    )
    assert file.title not in row["projet"]
    settings_of(round_, closes_at=timezone.now() - dt.timedelta(minutes=1))
    [row] = rows_of(sign_in(world.officer).get(address))
    assert (row["projet"], row["relecteur"]) == (file.title, "Aline Autrice")


def test_a_grid_in_use_does_not_change_under_its_reviews(world: World, round_: ReviewRound) -> None:
    other = GridVersionFactory(grid__programme=world.programme)
    rounds.update(round_, grid_version=other, by=world.officer)
    with pytest.raises(Invalid):
        rounds.update(round_, grid_version=GridVersionFactory(), by=world.officer)
    with pytest.raises(Invalid):
        rounds.update(round_, closes_at=round_.opens_at, by=world.officer)
    ReviewFactory(draft=True, assignment__round=round_)
    another = GridVersionFactory(grid__programme=world.programme)
    with pytest.raises(Refused):
        rounds.update(round_, grid_version=another, by=world.officer)


# --- Costs -----------------------------------------------------------------------------------------------
def test_lists_cost_the_same_for_one_file_and_for_thirty(
    world: World, round_: ReviewRound, file: Application, reviewer: User, sign_in: SignIn
) -> None:
    person, officer = sign_in(reviewer), sign_in(world.officer)
    ReviewFactory(assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer)
    own = reverse("programmes:my_reviews")
    of_officers = [
        reverse(f"programmes:round{name}", args=["ateliers", round_.pk])
        for name in ("", "_people", "_conflicts", "_csv")
    ]

    def costs() -> list[int]:
        found = []
        for who, address in [(person, own), *((officer, address) for address in of_officers)]:
            with CaptureQueriesContext(connection) as queries:
                answer = who.get(address)
                if answer.streaming:
                    list(answer.streaming_content)
            found.append(len(queries))
        return found

    costs()  # sessions and content types are read once
    one = costs()
    for _rank in range(29):
        more = ApplicationFactory(call=world.call, project=ProjectFactory(), submitted=True)
        ReviewFactory(assignment__round=round_, assignment__application=more, assignment__reviewer=reviewer)
        Conflict.objects.create(application=more, person=UserFactory(), origin="declared", ground="family")
    assert costs() == one
    assert one[0] <= 26
    assert max(one[1:]) <= 16


# --- Personal data ---------------------------------------------------------------------------------------
def test_reviews_are_forgotten_ten_years_after_the_decision(
    round_: ReviewRound, file: Application, reviewer: User
) -> None:
    ReviewFactory(assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer)
    now = timezone.now()
    Application.objects.filter(pk=file.pk).update(decided_at=now - dt.timedelta(days=3649))
    assert register.forget_reviews(now) == 0
    Application.objects.filter(pk=file.pk).update(decided_at=now - dt.timedelta(days=3651))
    assert register.forget_reviews(now) == 2
    assert not history.versions_of(Review).exists()
    assert not history.versions_of(Assignment).exists()


def test_a_person_who_leaves_takes_their_words_and_gives_back_their_files(
    world: World, round_: ReviewRound, file: Application, reviewer: User
) -> None:
    ReviewFactory(assignment__round=round_, assignment__application=file, assignment__reviewer=reviewer)
    waiting = AssignmentFactory(round=round_, reviewer=reviewer)
    assignments.declare(waiting, ground=Ground.FAMILY, detail="Ma sœur.", by=reviewer)
    other = AssignmentFactory(round=round_, reviewer=reviewer)
    taken = register.export(reviewer)
    assert [row["number"] for row in taken["reviews"]] == [file.reference]
    assert file.title not in str(taken)
    register.erase(reviewer)
    other.refresh_from_db()
    assert other.state == AssignmentState.REASSIGNED
    assert Conflict.objects.get().detail == ""
    assert not history.versions_of(Conflict).exclude(detail="").exists()
    assert Review.objects.count() == 1
