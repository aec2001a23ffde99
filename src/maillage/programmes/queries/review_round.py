"""What officers see of a round: files × reviewers, who is late, what binds whom, every review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q, QuerySet, StdDev, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core.errors import Sentence
from maillage.core.pagination import Page, paginate
from maillage.programmes import conflicts, grids, masking
from maillage.programmes.enums import Filing, Role
from maillage.programmes.enums_review import (
    STANDING,
    AssignmentState,
    ConflictOrigin,
    GridState,
    ReviewState,
    RoundPhase,
    Shown,
)
from maillage.programmes.grids import Criterion, Spread
from maillage.programmes.models import (
    Application,
    Assignment,
    Call,
    Conflict,
    Grid,
    GridVersion,
    ProgrammeRole,
    Review,
    ReviewMessage,
    ReviewRound,
)
from maillage.programmes.queries.programme import Scope
from maillage.territories.names import normalise

_S = AssignmentState
COUNTED = Q(assignment__state=_S.DONE, state=ReviewState.SUBMITTED)


# --- Grids and rounds -----------------------------------------------------------------------------------
def grids_of(scope: Scope) -> list[Grid]:
    """The programme's grids, each with ``last`` (its newest version) and ``rounds`` (how many use it)."""
    newest = GridVersion.objects.filter(grid=OuterRef("pk")).order_by("-number")
    rows = (
        Grid.objects.filter(programme=scope.programme)
        .annotate(
            last_number=Subquery(newest.values("number")[:1]),
            last_state=Subquery(newest.values("state")[:1]),
            used=Count("versions__rounds", distinct=True),
        )
        .order_by("name", "pk")
    )
    return list(rows)


def grid_of(scope: Scope, pk: int) -> Grid:
    """A grid of the programme with its versions. Raises Http404."""
    grid = (
        Grid.objects.select_related("programme")
        .prefetch_related("versions")
        .filter(programme=scope.programme, pk=pk)
        .first()
    )
    if grid is None:
        raise Http404
    return grid


def published_versions(scope: Scope) -> QuerySet[GridVersion]:
    """Those that a round may use, the newest of each grid first."""
    return (
        GridVersion.objects.filter(grid__programme=scope.programme, state=GridState.PUBLISHED)
        .select_related("grid")
        .order_by("grid__name", "grid", "-number")
    )


def rounds_of(call: Call) -> QuerySet[ReviewRound]:
    """The rounds of a call with how many reviews are expected and how many are done."""
    return (
        ReviewRound.objects.filter(call=call)
        .select_related("grid_version__grid")
        .annotate(
            standing=Count("assignments", filter=Q(assignments__state__in=STANDING)),
            done=Count("assignments", filter=Q(assignments__state=_S.DONE)),
        )
        .order_by("opens_at", "pk")
    )


def round_of(scope: Scope, pk: int) -> ReviewRound:
    """A round of the programme. Raises Http404."""
    row = (
        ReviewRound.objects.select_related("call__programme__operator", "grid_version__grid")
        .filter(call__programme=scope.programme, pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def pool(round_: ReviewRound) -> list[int]:
    """Keys of those who review in the programme today."""
    rows = ProgrammeRole.objects.live().filter(
        programme=round_.call.programme_id, role=Role.REVIEWER, user__is_active=True
    )
    return list(rows.order_by("user").values_list("user", flat=True).distinct())


def short_rounds(user: Any) -> list[tuple[ReviewRound, int]]:
    """Rounds of the programmes where a person is an officer whose files were given and lack reviewers, with
    how many do; until the reviews close."""
    mine = ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)
    rows = (
        ReviewRound.objects.filter(
            Exists(Assignment.objects.known().filter(round=OuterRef("pk"))),
            call__programme__in=mine.values("programme"),
            closes_at__gte=timezone.now(),
        )
        .select_related("call__programme")
        .order_by("closes_at", "pk")
    )
    found = ((row, _lacking(row)) for row in rows[:10])
    return [(row, short) for row, short in found if short]


def _lacking(round_: ReviewRound) -> int:
    """How many files of a round lack a reviewer, without the figures that ``files`` has of each."""
    full = (
        Assignment.objects.filter(round=round_, state__in=STANDING)
        .order_by()
        .values("application")
        .annotate(n=Count("*"))
        .filter(n__gte=round_.reviewers_per_file)
    )
    return round_.files().exclude(pk__in=full.values("application")).count()


# --- Files × reviewers ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Filter:
    value: str
    label: Sentence


FILTERS = (
    Filter("", _("All")),
    Filter("incomplets", _("Reviewers missing")),
    Filter("en-cours", _("Reviews to come")),
    Filter("complets", _("All reviews in")),
    Filter("eliminatoire", _("Under a threshold")),
    Filter("ecart", _("Far apart")),
)
# Totals out of 100 that differ by more than this are worth a discussion.
FAR_APART = 30


def files(round_: ReviewRound) -> QuerySet[Any]:
    """The submitted files of a round, each with ``given`` (reviewers it stands with), ``in_`` (reviews that
    count), their mean, deviation, lowest and highest totals, and whether one is under a threshold."""
    mine = Assignment.objects.filter(round=round_, application=OuterRef("pk")).order_by()
    counted = Review.objects.filter(
        COUNTED, assignment__round=round_, assignment__application=OuterRef("pk")
    ).order_by()

    def number(rows: QuerySet[Any], key: str) -> Any:
        return Coalesce(Subquery(rows.values(key).annotate(n=Count("*")).values("n")), 0)

    def figure(aggregate: Any) -> Any:
        return Subquery(counted.values("assignment__application").annotate(x=aggregate).values("x"))

    return round_.files().annotate(
        given=number(mine.filter(state__in=STANDING), "application"),
        reviews_in=number(counted, "assignment__application"),
        mean=figure(Avg("total")),
        deviation=figure(StdDev("total", sample=True)),
        lowest=figure(Min("total")),
        highest=figure(Max("total")),
        is_knocked_out=Exists(counted.filter(is_knocked_out=True)),
    )


def page_of(
    round_: ReviewRound, *, state: str = "", text: str = "", cursor: str | None = None
) -> Page[Application]:
    """Thirty files by title, each with ``cells``: its assignments, whatever their state. Three queries."""
    rows = files(round_)
    if state == "incomplets":
        rows = rows.filter(given__lt=round_.reviewers_per_file)
    elif state == "en-cours":
        rows = rows.filter(given__gte=round_.reviewers_per_file, reviews_in__lt=round_.reviewers_per_file)
    elif state == "complets":
        rows = rows.filter(reviews_in__gte=round_.reviewers_per_file)
    elif state == "eliminatoire":
        rows = rows.filter(is_knocked_out=True)
    elif state == "ecart":
        rows = rows.filter(Q(highest__gt=Coalesce("lowest", 0) + FAR_APART))
    for word in normalise(text).split()[:6]:
        rows = rows.filter(search_text__contains=word)
    page = paginate(
        rows.select_related("commune").defer("search_text", "eligibility_detail"),
        order=("title_key", "pk"),
        cursor=cursor,
    )
    cells: dict[int, list[Assignment]] = defaultdict(list)
    for row in (
        Assignment.objects.filter(round=round_, application__in=[file.pk for file in page.rows])
        .select_related("reviewer", "review")
        .order_by("pk")
    ):
        cells[row.application_id].append(row)
    for file in page.rows:
        file.cells = cells[file.pk]
    return page


@dataclass(frozen=True)
class Progress:
    """The round in figures."""

    files: int
    complete: int
    short: int
    standing: int
    done: int
    proposed: int
    undeclared: int
    given_back: int

    @property
    def owed(self) -> int:
        return self.standing - self.done - self.proposed


def progress(round_: ReviewRound) -> Progress:
    """Two queries."""
    k = round_.reviewers_per_file
    of_files = files(round_).aggregate(
        files=Count("pk"),
        complete=Count("pk", filter=Q(reviews_in__gte=k)),
        short=Count("pk", filter=Q(given__lt=k)),
    )
    states = dict(
        Assignment.objects.filter(round=round_, application__filing=Filing.SUBMITTED)
        .order_by()
        .values_list("state")
        .annotate(n=Count("*"))
    )
    return Progress(
        **of_files,
        standing=sum(states.get(state, 0) for state in STANDING),
        done=states.get(_S.DONE, 0),
        proposed=states.get(_S.PROPOSED, 0),
        undeclared=states.get(_S.ASSIGNED, 0),
        given_back=states.get(_S.DECLINED, 0),
    )


@dataclass
class Load:
    """What one person has on their table in a round."""

    reviewer: Any
    is_in_office: bool
    states: dict[str, int] = field(default_factory=dict)
    reminded_at: Any = None

    def of(self, *states: str) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return self.of(*STANDING)

    @property
    def done(self) -> int:
        return self.of(_S.DONE)

    @property
    def owed(self) -> int:
        return self.of(_S.ASSIGNED, _S.ACCEPTED, _S.STARTED)

    @property
    def declined(self) -> int:
        return self.of(_S.DECLINED)


def loads(round_: ReviewRound) -> list[Load]:
    """Everybody who reviews in the programme, and whoever has had a file of the round. Three queries."""
    in_office = set(pool(round_))
    rows = (
        Assignment.objects.filter(round=round_)
        .order_by()
        .values("reviewer", "state")
        .annotate(n=Count("*"), reminded=Max("reminded_at"))
    )
    states: dict[int, dict[str, int]] = defaultdict(dict)
    reminded: dict[int, Any] = {}
    for row in rows:
        states[row["reviewer"]][row["state"]] = row["n"]
        if row["reminded"] and (
            row["reviewer"] not in reminded or reminded[row["reviewer"]] < row["reminded"]
        ):
            reminded[row["reviewer"]] = row["reminded"]
    people = User.objects.filter(pk__in=in_office | set(states)).order_by("full_name", "email", "pk")
    return [
        Load(person, person.pk in in_office, states.get(person.pk, {}), reminded.get(person.pk))
        for person in people
    ]


# --- Conflicts ------------------------------------------------------------------------------------------
def conflicts_page(round_: ReviewRound, *, state: str = "", cursor: str | None = None) -> Page[Conflict]:
    """What binds reviewers to files of the round, the last found first."""
    rows = _conflicts(round_)
    if state == "leves":
        rows = rows.filter(overruled_at__isnull=False)
    else:
        rows = rows.standing()
        if state in {"declares", "trouves"}:
            rows = rows.filter(
                origin=ConflictOrigin.DECLARED if state == "declares" else ConflictOrigin.INFERRED
            )
    return paginate(rows, order=("-found_at", "-pk"), cursor=cursor)


def _conflicts(round_: ReviewRound) -> Any:
    return Conflict.objects.filter(
        application__call=round_.call_id, application__filing=Filing.SUBMITTED
    ).select_related("application", "person", "overruled_by")


def conflict_of(round_: ReviewRound, pk: int) -> Conflict:
    """Raises Http404 when it is not of the round's call."""
    row = _conflicts(round_).select_related("application__call__programme").filter(pk=pk).first()
    if row is None:
        raise Http404
    found: Conflict = row
    return found


# --- One file -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CriterionFigures:
    """Raw scores of a criterion over the reviews that count."""

    criterion: Criterion
    spread: Spread
    knocked_out: int


@dataclass(frozen=True)
class FileReviews:
    """All that was written of a file. ``figures`` are raw: nothing is corrected here."""

    assignments: list[Assignment]
    figures: list[CriterionFigures]
    totals: Spread
    conflicts: list[Conflict]

    @property
    def is_knocked_out(self) -> bool:
        return any(row.knocked_out for row in self.figures)


def file_reviews(round_: ReviewRound, application: Application) -> FileReviews:
    """Assignments of every state with their review; figures over those that count."""
    rows = list(
        Assignment.objects.filter(round=round_, application=application)
        .select_related("reviewer", "review")
        .order_by("pk")
    )
    counted = [row.review for row in rows if counts(row)]
    figures = [
        CriterionFigures(
            criterion,
            grids.spread(review.scores[criterion.id] for review in counted if criterion.id in review.scores),
            sum(
                1
                for review in counted
                if criterion.id in review.scores and criterion.knocks_out(review.scores[criterion.id])
            ),
        )
        for criterion in round_.grid_version.criteria
    ]
    bound = _conflicts(round_).filter(application=application).order_by("pk")
    return FileReviews(
        rows,
        figures,
        grids.spread(review.total for review in counted if review.total is not None),
        [row for row in bound if row.lapsed_at is None],
    )


def counts(assignment: Assignment) -> bool:
    """Whether the review of an assignment counts: sent, and neither given back nor taken back since."""
    review = getattr(assignment, "review", None)
    return assignment.state == _S.DONE and review is not None and review.state == ReviewState.SUBMITTED


def file_of(round_: ReviewRound, reference: str) -> Application:
    """A file of the round's call that was submitted. Raises Http404."""
    row = (
        Application.objects.filter(
            call=round_.call_id, reference=reference.upper(), submitted_at__isnull=False
        )
        .select_related("commune__department", "project__place", "call__programme")
        .first()
    )
    if row is None:
        raise Http404
    return row


def free_reviewers(round_: ReviewRound, application: Application) -> list[tuple[Any, int]]:
    """Who may be given a file by hand, with how many files they have: those whom nothing binds to it and who
    do not have it yet, the least loaded first."""
    taken = set(
        Assignment.objects.filter(round=round_, application=application, state__in=STANDING).values_list(
            "reviewer", flat=True
        )
    )
    people = [pk for pk in pool(round_) if pk not in taken]
    out = {
        person for _file, person in conflicts.standing(Application.objects.filter(pk=application.pk), people)
    }
    load = dict(
        Assignment.objects.filter(round=round_, state__in=STANDING)
        .order_by()
        .values_list("reviewer")
        .annotate(n=Count("*"))
    )
    rows = User.objects.filter(pk__in=[pk for pk in people if pk not in out]).order_by("full_name", "pk")
    return sorted(((row, load.get(row.pk, 0)) for row in rows), key=lambda pair: pair[1])


def messages_of(round_: ReviewRound, application: Application) -> QuerySet[ReviewMessage]:
    return (
        ReviewMessage.objects.filter(round=round_, application=application)
        .select_related("author")
        .order_by("sent_at", "pk")
    )


# --- The export -----------------------------------------------------------------------------------------
CSV_COLUMNS = (
    "numero",
    "projet",
    "commune",
    "relecteur",
    "etat",
    "envoyee_le",
    "total_sur_100",
    "eliminatoire",
)
CSV_END = ("recommandation", "avis", "note_aux_charges_de_programme")


def csv_header(round_: ReviewRound) -> list[str]:
    """Each criterion has its score and its comment, by its stable id."""
    own = [
        name for row in round_.grid_version.criteria for name in (f"{row.id}_note", f"{row.id}_commentaire")
    ]
    return [*CSV_COLUMNS, *own, *CSV_END]


def csv_rows(round_: ReviewRound) -> Iterator[list[Any]]:
    """One line per review, drafts apart. A file circulates: while a phase hides names, the export does too.

    Reviewers are named from the phase on that names them to each other; what is masked of applicants is
    written from the phase on that shows it.
    """
    phase = round_.phase
    named = round_.shows(round_.reviewers_shown, has_submitted=False, phase=phase)
    masks = masking.masks_of(
        round_, unmasked=round_.shows(round_.applicants_shown, has_submitted=False, phase=phase)
    )
    rows = (
        Review.objects.exclude(state=ReviewState.DRAFT)
        .filter(assignment__round=round_, assignment__state__in=[_S.DONE, _S.STARTED])
        .select_related("assignment__application__commune__department", "assignment__reviewer")
        .order_by("assignment__application__title_key", "assignment__application", "assignment")
    )
    if named:
        numbers: Mapping[int, int] = {}
    else:
        people = sorted(set(rows.order_by().values_list("assignment__reviewer", flat=True)))
        numbers = {person: rank for rank, person in enumerate(people, start=1)}
    for review in rows.iterator(chunk_size=1000):
        given = review.assignment
        scores = [
            value
            for row in round_.grid_version.criteria
            for value in (review.scores.get(row.id), review.comments.get(row.id, ""))
        ]
        yield [
            given.application.reference,
            masking.title_of(given.application, masks),
            masking.where_of(given.application, masks),
            str(given.reviewer)
            if named
            else gettext("Reviewer %(number)s") % {"number": numbers[given.reviewer_id]},
            review.get_state_display(),
            review.submitted_at.isoformat() if review.submitted_at else "",
            review.total,
            "oui" if review.is_knocked_out else "non",
            *scores,
            review.recommendation,
            review.opinion,
            review.note_to_officers,
        ]


# --- In plain sentences -----------------------------------------------------------------------------------
def phase_sentences(round_: ReviewRound) -> list[str]:
    """What a reviewer sees and when, a sentence each: what the settings say, read back."""
    lines = [
        (round_.reviews_shown, gettext("Reviewers read the comments of the others on a file %(when)s.")),
        (round_.scores_shown, gettext("Reviewers see the scores of the others on a file %(when)s.")),
        (round_.reviewers_shown, gettext("Reviewers see who the other reviewers of a file are %(when)s.")),
        (round_.discussion_shown, gettext("Reviewers discuss a file %(when)s.")),
    ]
    if round_.is_anonymous:
        lines.insert(
            0,
            (
                round_.applicants_shown,
                gettext("What is masked of the applicants is shown to reviewers %(when)s."),
            ),
        )
    never = {
        0: gettext("What is masked of the applicants is never shown to reviewers."),
        1: gettext("Reviewers never read the comments of the others."),
        2: gettext("Reviewers never see the scores of the others."),
        3: gettext("Reviewers never see who the other reviewers of a file are."),
        4: gettext("There is no discussion of files."),
    }
    first = 0 if round_.is_anonymous else 1
    return [
        never[rank] if when == Shown.NEVER else sentence % {"when": Shown(when).label}
        for rank, (when, sentence) in enumerate(lines, start=first)
    ]


def steps(round_: ReviewRound) -> list[dict[str, Any]]:
    """The phases of a round for ``<c-steps>``."""
    order = [RoundPhase.BEFORE, RoundPhase.REVIEW, RoundPhase.DISCUSSION, RoundPhase.OVER]
    if round_.discussion_ends_at is None:
        order.remove(RoundPhase.DISCUSSION)
    now = order.index(round_.phase)
    return [
        {"label": phase.label, "state": "done" if rank < now else "now" if rank == now else "", "url": ""}
        for rank, phase in enumerate(order)
    ]
