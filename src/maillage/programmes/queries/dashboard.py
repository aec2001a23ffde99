"""Where a programme stands: its funnel by stage and wave, how long each step takes, what is left, and what
waits on whom. Six reads, whatever the number of calls and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    Exists,
    F,
    FloatField,
    Func,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User
from maillage.core import formatting
from maillage.programmes.enums import (
    RETAINING,
    AppealState,
    CallQuestionState,
    CallState,
    CompletionState,
    ConditionOutcome,
    Decision,
    Filing,
    LabelState,
    MemberState,
    OfferState,
    SessionState,
    Verdict,
)
from maillage.programmes.enums_review import KNOWN_TO_REVIEWER, AssignmentState
from maillage.programmes.models import (
    Appeal,
    Application,
    Assignment,
    Call,
    CallQuestion,
    CohortMember,
    CompletionRequest,
    JurySession,
    Label,
    LabelCondition,
    PlaceOffer,
    Programme,
    Stage,
    Wave,
)
from maillage.programmes.models.programme import today
from maillage.programmes.queries.label import SOON_DAYS
from maillage.territories.models import Department

DAY_SECONDS = 86_400
# Files that the delays are measured on, the last ones received.
TIMED = 2_000
LOADS_SHOWN = 12
DEPARTMENTS_SHOWN = 12


class Percentiles(Aggregate):
    """The median and the ninth decile of a number of seconds, as an array of two; NULL without rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def seconds(start: str, end: str) -> Func:
    return Func(
        F(end) - F(start),
        function="EXTRACT",
        template="%(function)s(EPOCH FROM %(expressions)s)",
        output_field=FloatField(),
    )


@dataclass(frozen=True)
class Span:
    """How long a step takes, in days: the median and what nine in ten do not exceed. None: nobody yet."""

    median: float | None = None
    ninth: float | None = None

    @classmethod
    def of(cls, found: list[float] | None) -> Span:
        if not found:
            return cls()
        median, ninth = found
        return cls(median / DAY_SECONDS, ninth / DAY_SECONDS)


@dataclass(frozen=True)
class WaveCounts:
    """The applications of a wave by where they are."""

    wave: Wave
    started: int = 0
    drafts: int = 0
    oldest_draft: dt.datetime | None = None
    submitted: int = 0
    eligible: int = 0
    to_decide: int = 0
    oldest_to_decide: dt.datetime | None = None
    prepared: int = 0
    oldest_prepared: dt.datetime | None = None
    decided: int = 0
    announced: int = 0
    retained: int = 0
    told_retained: int = 0
    engaged: Decimal | None = None


def waves_of(programme: Programme) -> list[WaveCounts]:
    """Every wave of the programme's calls, the last to close first, counted in one read.

    The database counts by the four states that files are in together, a few dozen groups at most; what a page
    counts is added up here. To ask each count of each file took half as long again.
    """
    file = "applications__"
    rows = (
        Wave.objects.filter(call__programme=programme)
        .select_related("call")
        .annotate(
            filing=F(f"{file}filing"),
            eligibility=F(f"{file}eligibility"),
            decision=F(f"{file}decision"),
            announced=F(f"{file}announced_decision"),
        )
        .annotate(
            n_files=Count(f"{file}pk"),
            created=Min(f"{file}created_at"),
            submitted=Min(f"{file}submitted_at"),
            decided=Min(f"{file}decided_at"),
            amount=Sum(Coalesce(f"{file}granted_amount", f"{file}requested_amount")),
        )
        .order_by("-call__closes_at", "-call_id", "number", "pk")
    )
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.pk, []).append(row)
    return [_counted(together) for together in groups.values()]


def _counted(groups: list[Any]) -> WaveCounts:
    """One wave from its groups of files in the same states; a wave without any file has one of none."""

    def number(rows: Iterable[Any]) -> int:
        return sum(row.n_files for row in rows)

    def oldest(rows: Iterable[Any], name: str) -> dt.datetime | None:
        return min((at for row in rows if (at := getattr(row, name)) is not None), default=None)

    drafts = [row for row in groups if row.filing == Filing.DRAFT]
    sent = [row for row in groups if row.filing == Filing.SUBMITTED]
    to_decide = [row for row in sent if row.decision == Decision.NONE]
    untold = [row for row in sent if row.decision not in {Decision.NONE, row.announced}]
    retained = [row for row in sent if row.decision in RETAINING]
    amounts = [row.amount for row in retained if row.amount is not None]
    return WaveCounts(
        wave=groups[0],
        started=number(row for row in groups if row.filing != Filing.WITHDRAWN),
        drafts=number(drafts),
        oldest_draft=oldest(drafts, "created"),
        submitted=number(sent),
        eligible=number(row for row in sent if row.eligibility == Verdict.ELIGIBLE),
        to_decide=number(to_decide),
        oldest_to_decide=oldest(to_decide, "submitted"),
        prepared=number(untold),
        oldest_prepared=oldest(untold, "decided"),
        decided=number(sent) - number(to_decide),
        announced=number(row for row in sent if row.announced != Decision.NONE),
        retained=number(retained),
        told_retained=number(row for row in sent if row.announced in RETAINING),
        engaged=sum(amounts, Decimal()) if amounts else None,
    )


# --- The funnel ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """A step of the funnel: how many came so far, and how long it took them from the step before."""

    label: str
    value: int
    span: Span = field(default_factory=Span)
    url: str = ""

    def as_row(self) -> dict[str, Any]:
        return {"label": self.label, "value": self.value, "url": self.url}


def funnel(
    call: Call,
    waves: Iterable[WaveCounts],
    wave: Wave | None,
    *,
    sees_prepared: bool,
    extra: Mapping[str, Any],
) -> list[Step]:
    """From the first draft to the label, by stage; two reads.

    Args:
        waves: the counts of the call's waves, of which one may be chosen.
        sees_prepared: False shows announced decisions only.
        extra: what ``waiting`` counted of the call: "in_cohort", "labelled".
    """
    chosen = [each for each in waves if wave is None or each.wave.pk == wave.pk]

    def total(name: str) -> int:
        return sum(getattr(each, name) for each in chosen)

    address = reverse("programmes:applications", args=[call.programme.slug, call.pk])
    times = _times(call, wave)
    steps: list[Step] = []
    stages = list(_stages(call, wave))
    for stage in stages:
        title = stage["title"] if len(stages) > 1 else ""
        opened = _("Started") if not title else _("%(stage)s: started") % {"stage": title}
        handed = _("Submitted") if not title else _("%(stage)s: submitted") % {"stage": title}
        steps.append(Step(opened, stage["opened"]))
        steps.append(Step(handed, stage["handed_in"], Span.of(stage["writing"]), address))
    steps.append(Step(_("Eligible"), total("eligible")))
    if sees_prepared:
        steps.append(Step(_("Decided"), total("decided"), times["deciding"], f"{address}?etat=a-annoncer"))
    steps.append(Step(_("Told"), total("announced"), times["telling"]))
    retained = total("retained" if sees_prepared else "told_retained")
    steps.append(Step(_("Retained"), retained, url=f"{address}?etat=retenues"))
    if wave is None:
        steps.append(
            Step(
                _("In a promotion"),
                extra.get("in_cohort", 0),
                url=reverse("programmes:cohorts", args=[call.programme.slug]),
            )
        )
        steps.append(
            Step(
                _("With a label"),
                extra.get("labelled", 0),
                url=reverse("programmes:labels", args=[call.programme.slug]),
            )
        )
    return steps


def _times(call: Call, wave: Wave | None) -> dict[str, Span]:
    """Of the last ``TIMED`` files received: sorting all of a large call takes longer than the rest of the
    page, and says no more."""
    rows = Application.objects.filter(call=call, filing=Filing.SUBMITTED)
    if wave is not None:
        rows = rows.filter(wave=wave)
    last = rows.order_by(F("submitted_at").desc(), F("id").desc()).values("pk")[:TIMED]
    found = Application.objects.filter(pk__in=last).aggregate(
        deciding=Percentiles(
            seconds("stage_submitted_at", "decided_at"),
            filter=Q(decided_at__isnull=False, stage_submitted_at__isnull=False),
        ),
        telling=Percentiles(seconds("decided_at", "announced_at"), filter=Q(announced_at__isnull=False)),
    )
    return {name: Span.of(value) for name, value in found.items()}


def _stages(call: Call, wave: Wave | None) -> Any:
    # By stage, in the order in which their index gives the files: no sorting of all by titles.
    rows = Stage.objects.filter(call=call, stage_files__isnull=False)
    if wave is not None:
        rows = Stage.objects.filter(call=call, stage_files__application__wave=wave)
    writing = seconds("stage_files__opened_at", "stage_files__submitted_at")
    return (
        rows.annotate(
            opened=Count("stage_files"),
            handed_in=Count("stage_files__submitted_at"),
            writing=Percentiles(writing, filter=Q(stage_files__submitted_at__isnull=False)),
        )
        .values("position", "title", "opened", "handed_in", "writing")
        .order_by("position")
    )


# --- What waits on whom -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Waiting:
    """Things of one kind that wait for somebody: how many, since when, and where they are."""

    label: str
    number: int
    since: dt.datetime | None
    url: str = ""

    @property
    def days(self) -> int | None:
        return (timezone.now() - self.since).days if self.since is not None else None


def small_counts(programme: Programme, call: Call | None) -> dict[str, tuple[int, dt.datetime | None]]:
    """How many of each small thing, and the oldest: one read of many short ones."""
    day = today()
    of_programme = {"application__call__programme": programme}
    files = {"stage_file__application__call__programme": programme}
    labels = Label.objects.filter(programme=programme)
    open_conditions = LabelCondition.objects.filter(
        label__programme=programme, label__state=LabelState.CONDITIONAL, outcome=ConditionOutcome.OPEN
    )
    assignments = Assignment.objects.filter(round__call__programme=programme)
    parts = [
        _part("in_force", labels.in_force(), "granted_at"),
        _part("to_place", CohortMember.objects.filter(**of_programme).waiting(), "joined_at"),
        _part(
            "without_label",
            # Few lack one: they are found first, then their files.
            CohortMember.objects.filter(
                ~Exists(Label.objects.filter(application=OuterRef("application"))), **of_programme
            ).exclude(state=MemberState.DROPPED_OUT),
            "joined_at",
        ),
        _part(
            "ending",
            labels.filter(ends_on__range=(day, day + dt.timedelta(days=SOON_DAYS))).exclude(
                state=LabelState.ENDED
            ),
            "granted_at",
        ),
        _part("conditions", open_conditions, "set_at"),
        _part("overdue", open_conditions.filter(due_on__lt=day), "set_at"),
        _part(
            "exceptions",
            Application.objects.filter(
                call__programme=programme,
                filing=Filing.DRAFT,
                eligibility=Verdict.INELIGIBLE,
                overrules__isnull=True,
            ).exclude(derogation_request=""),
            "created_at",
        ),
        _part(
            "questions",
            CallQuestion.objects.filter(call__programme=programme, state=CallQuestionState.OPEN),
            "asked_at",
        ),
        _part("appeals", Appeal.objects.filter(**of_programme, state=AppealState.OPEN), "filed_at"),
        _part(
            "completions", CompletionRequest.objects.filter(**files, state=CompletionState.OPEN), "asked_at"
        ),
        _part("offers", PlaceOffer.objects.filter(**of_programme, state=OfferState.OPEN), "offered_at"),
        _part("to_declare", assignments.filter(state=AssignmentState.ASSIGNED), "assigned_at"),
        _part(
            "to_review",
            assignments.filter(state__in=(AssignmentState.ACCEPTED, AssignmentState.STARTED)),
            "assigned_at",
        ),
        _part(
            "juries",
            JurySession.objects.filter(call__programme=programme).exclude(state=SessionState.CLOSED),
            "held_at",
        ),
    ]
    if call is not None:
        # The call of each member is looked up: joined, every application of the call would be read for them.
        its_call = Application.objects.filter(pk=OuterRef("application")).values("call")[:1]
        members = CohortMember.objects.filter(state=MemberState.ACTIVE)
        inside = members.alias(its_call=Subquery(its_call)).filter(its_call=call.pk)
        parts.append(_part("in_cohort", inside, "joined_at"))
        parts.append(_part("labelled", labels.filter(application__call=call).in_force(), "granted_at"))
    first, *others = parts
    return {key: (number, oldest) for key, number, oldest in first.union(*others, all=True)}


def _part(key: str, rows: Any, since: str) -> Any:
    return (
        rows.order_by()
        .annotate(key=Value(key))
        .values("key")
        .annotate(number=Count("pk", distinct=True), oldest=Min(Cast(since, DateTimeField())))
        .values_list("key", "number", "oldest")
    )


# Who is waited for, in the order of the page: key of ``small_counts``, label, page, its query.
_OFFICERS = (
    ("questions", gettext_lazy("Questions of applicants to answer"), "programmes:calls", ""),
    ("appeals", gettext_lazy("Appeals to answer"), "programmes:calls", ""),
    ("to_place", gettext_lazy("Retained projects without a promotion"), "programmes:cohorts", ""),
    ("without_label", gettext_lazy("Retained projects without a label"), "programmes:labels", ""),
    ("overdue", gettext_lazy("Overdue conditions of labels"), "programmes:labels", "?etat=conditionnels"),
    ("ending", gettext_lazy("Labels that run out within three months"), "programmes:labels", "?etat=bientot"),
)
_APPLICANTS = (
    ("completions", gettext_lazy("Files to complete"), "programmes:calls", ""),
    ("offers", gettext_lazy("Places to accept"), "programmes:calls", ""),
    ("conditions", gettext_lazy("Conditions of labels to meet"), "programmes:labels", "?etat=conditionnels"),
)
_REVIEWERS = (
    ("to_declare", gettext_lazy("Interests to declare"), "programmes:reviews", ""),
    ("to_review", gettext_lazy("Reviews to write"), "programmes:reviews", ""),
)
_JURORS = (("juries", gettext_lazy("Jury sessions to hold"), "programmes:juries", ""),)
Small = Mapping[str, tuple[int, dt.datetime | None]]


def waiting_on(programme: Programme, waves: Iterable[WaveCounts], small: Small) -> list[dict[str, Any]]:
    """What waits on officers, applicants, reviewers and jurors: the oldest first; nobody with nothing."""
    rows, slug = list(waves), programme.slug

    def known(lines: Iterable[tuple[str, Any, str, str]]) -> Iterable[Waiting]:
        for key, label, name, query in lines:
            number, since = small.get(key, (0, None))
            if number:
                yield Waiting(str(label), number, since, _address(name, [slug], query))

    groups: tuple[tuple[str, list[Waiting]], ...] = (
        (_("Officers"), [*_of_calls(rows, slug), *_exceptions(rows, small, slug), *known(_OFFICERS)]),
        (_("Applicants"), [*_drafts(rows), *known(_APPLICANTS)]),
        (_("Reviewers"), [*known(_REVIEWERS)]),
        (_("Jurors"), [*known(_JURORS)]),
    )
    found = []
    for who, items in groups:
        items.sort(key=lambda item: (item.since is None, item.since or timezone.now()))
        if items:
            found.append({"who": who, "items": items})
    return found


def _address(name: str, arguments: list[Any], query: str = "") -> str:
    """Nothing where another wing has no page of that name."""
    try:
        return reverse(name, args=arguments) + query
    except NoReverseMatch:
        return ""


def _of_calls(rows: list[WaveCounts], slug: str) -> Iterable[Waiting]:
    for each in rows:
        call, wave = each.wave.call, each.wave
        title = _title(each, rows)
        address = reverse("programmes:applications", args=[slug, call.pk])
        is_over = call.state == CallState.PUBLISHED and not call.is_open
        if is_over and each.to_decide:
            yield Waiting(
                _("Applications to decide: %(call)s") % {"call": title},
                each.to_decide,
                each.oldest_to_decide,
                f"{address}?etat=a-decider",
            )
        if each.prepared:
            yield Waiting(
                _("Prepared decisions to publish: %(call)s") % {"call": title},
                each.prepared,
                each.oldest_prepared,
                reverse("programmes:announce", args=[slug, wave.call_id]),
            )


def _drafts(rows: list[WaveCounts]) -> Iterable[Waiting]:
    for each in rows:
        if each.wave.call.is_open and each.drafts:
            label = _("Drafts to finish: %(call)s") % {"call": _title(each, rows)}
            yield Waiting(label, each.drafts, each.oldest_draft, "")


def _title(each: WaveCounts, rows: list[WaveCounts]) -> str:
    several = sum(other.wave.call_id == each.wave.call_id for other in rows) > 1
    return f"{each.wave.call.title}, {each.wave}" if several else str(each.wave.call.title)


def _exceptions(rows: list[WaveCounts], small: Small, slug: str) -> Iterable[Waiting]:
    number, since = small.get("exceptions", (0, None))
    call = next((each.wave.call for each in rows if each.wave.call.is_open), None)
    if number and call is not None:
        address = _address("programmes:applications", [slug, call.pk], "#exceptions")
        yield Waiting(_("Requests for an exception"), number, since, address)


# --- Reviewers, territories, means --------------------------------------------------------------------------
def loads(programme: Programme) -> list[dict[str, Any]]:
    """The reviewers with the most reviews still to send, for officers: name, given, sent, oldest."""
    sent = Q(state=AssignmentState.DONE)
    # Named once they are counted: a name for each review is a hundred times as many.
    person = User.objects.filter(pk=OuterRef("reviewer"))
    rows = (
        Assignment.objects.filter(round__call__programme=programme, state__in=KNOWN_TO_REVIEWER)
        .order_by()
        .values("reviewer")
        .annotate(
            given=Count("pk"),
            sent=Count("pk", filter=sent),
            oldest=Min("assigned_at", filter=~sent),
        )
        .annotate(full_name=Subquery(person.values("full_name")), email=Subquery(person.values("email")))
        .order_by(F("sent") - F("given"), "full_name", "reviewer")
    )
    return [
        {
            "name": row["full_name"] or row["email"],
            "given": row["given"],
            "sent": row["sent"],
            "left": row["given"] - row["sent"],
            "oldest": row["oldest"],
        }
        for row in rows[:LOADS_SHOWN]
    ]


def departments(call: Call, wave: Wave | None) -> list[dict[str, Any]]:
    """Where applications come from: the départements with the most, for a chart."""
    rows = Application.objects.filter(call=call, filing=Filing.SUBMITTED)
    if wave is not None:
        rows = rows.filter(wave=wave)
    name = Department.objects.filter(pk=OuterRef("department")).values("name")
    found = (
        rows.order_by()
        .values("department")
        .annotate(number=Count("*"))
        .annotate(name=Subquery(name))
        .order_by("-number", "department")[:DEPARTMENTS_SHOWN]
    )
    address = reverse("programmes:applications", args=[call.programme.slug, call.pk])
    return [
        {
            "label": row["name"],
            "value": row["number"],
            "url": f"{address}?departement={row['department']}",
        }
        for row in found
    ]


def means(chosen: Iterable[WaveCounts]) -> list[dict[str, Any]]:
    """Places and budget of each wave, and what is left of them."""
    found = []
    for each in chosen:
        wave = each.wave
        budget, engaged = wave.budget_offered, each.engaged or Decimal(0)
        found.append(
            {
                "wave": wave,
                "places": wave.places_offered,
                "retained": each.retained,
                "left": wave.places_offered - each.retained,
                "budget": budget,
                "engaged": engaged,
                "budget_left": budget - engaged if budget is not None else None,
            }
        )
    return found


def spans_chart(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps that take time, for a chart of medians."""
    return [
        {
            "label": step.label,
            "value": round(step.span.median, 1),
            "text": _("%(median)s, nine in ten within %(ninth)s")
            % {"median": in_days(step.span.median), "ninth": in_days(step.span.ninth)},
        }
        for step in steps
        if step.span.median is not None
    ]


def in_days(days: float | None) -> str:
    return formatting.number(days, 1 if days is not None and days < 10 else 0, _("d."))
