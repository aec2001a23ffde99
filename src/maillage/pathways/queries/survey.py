"""What a pathway asks before and after: who answered, what the answers say, what its kit learns from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count
from django.http import Http404

from maillage.core.one import one_or_none
from maillage.pathways.enums import DATED, EnrolmentState
from maillage.pathways.enums_surveys import AskState, Moment, SurveyState
from maillage.pathways.models import Enrolment, Kit, Pathway, Session, Survey, SurveyRequest
from maillage.pathways.models.survey import LINK_SALT
from maillage.pathways.queries.pathway import Scope
from maillage.pathways.ready.surveys import SURVEYS
from maillage.pathways.surveys.figures import LEAST_PEOPLE, Figures, figures
from maillage.pathways.surveys.tally import TEXT, Given, Person, Tally, tally, together
from maillage.questionnaires import rules as writing
from maillage.questionnaires.definition import Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.enums import VersionState as Published
from maillage.questionnaires.filling.display import in_words
from maillage.questionnaires.models import Questionnaire, Response, Version
from maillage.questionnaires.queries.filling import Filling

OPEN_TYPES = (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT)


# --- Which questionnaire ----------------------------------------------------------------------------------
def questionnaire_number(key: str) -> int | None:
    """The number of the questionnaire that a kit names; None for a ready one, or none."""
    number = key.removeprefix("q")
    return int(number) if key.startswith("q") and number.isdecimal() and len(number) < 10 else None


def key_of(questionnaire: int) -> str:
    return f"q{questionnaire}"


def title_of(key: str) -> str:
    """What people call the questionnaire that a kit names; empty when it names none. One query at most."""
    if key in SURVEYS:
        return SURVEYS[key].title
    number = questionnaire_number(key)
    if number is None:
        return ""
    return Questionnaire.objects.filter(pk=number).values_list("title", flat=True).first() or ""


def choices_of(user: Any, *current: str) -> list[tuple[str, str]]:
    """What a person may have asked: the ready ones, the published ones of their organisations, and those
    that are asked today."""
    mine = (
        Questionnaire.objects.filter(
            owner__in=writing.owners_for(user).order_by().values("pk"), versions__state=Published.PUBLISHED
        )
        .distinct()
        .order_by("title", "pk")[:200]
    )
    found = [(one.key, one.title) for one in SURVEYS.values()]
    found += [(key_of(row.pk), row.title) for row in mine]
    found += [(key, title_of(key) or key) for key in {*current} - {key for key, _title in found} if key]
    return found


# --- When ---------------------------------------------------------------------------------------------------
def first_session(sessions: Iterable[Session], enrolment: Enrolment) -> dt.datetime | None:
    """When the first session of a person begins, of those that have their day: the first after they entered.

    Somebody who enters late has a "before" of their own, until the next session.
    """
    moments = [
        row.starts_at
        for row in sessions
        if row.starts_at is not None
        and row.state in DATED
        and row.participant_id in (None, enrolment.pk)
        and row.starts_at > enrolment.at
    ]
    return min(moments, default=None)


def last_moment(sessions: Iterable[Session]) -> dt.datetime | None:
    """When the last session of the group ends; of anybody, when the group has none."""
    dated = [row for row in sessions if row.state in DATED and row.ends_at is not None]
    group = [row for row in dated if row.participant_id is None]
    return max((row.ends_at for row in group or dated if row.ends_at), default=None)


# --- One person ---------------------------------------------------------------------------------------------
def of_link(token: str) -> SurveyRequest:
    """What a signed link is about. Raises Http404 for what nobody signed, and for a closed account."""
    try:
        pk = signing.loads(token, salt=LINK_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    rows = SurveyRequest.objects.select_related(
        "survey__pathway__organisation",
        "survey__version__questionnaire",
        "enrolment__user",
        "response__version",
    ).defer(
        "survey__summary", "survey__pathway__organisation__words", "survey__pathway__organisation__search"
    )
    row = one_or_none(rows.filter(pk=pk, enrolment__user__is_active=True))
    if row is None:
        raise Http404
    return row


def waiting_for(user: Any, now: dt.datetime) -> list[SurveyRequest]:
    """What waits for a person's answer, the first to end first. One query."""
    rows = (
        SurveyRequest.objects.waiting()
        .filter(
            enrolment__user=user,
            enrolment__state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED),
            survey__state=SurveyState.OPEN,
            ends_at__gt=now,
        )
        .select_related("survey__pathway")
        .defer("survey__summary")
    )
    return list(rows.order_by("ends_at", "pk")[:10])


# --- The group ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Side:
    """One questionnaire of a pathway and how many stand where; ``survey`` None: not planned."""

    moment: Moment
    survey: Survey | None
    asked: int = 0
    answered: int = 0
    declined: int = 0
    title: str = ""

    @property
    def waiting(self) -> int:
        return self.asked - self.answered - self.declined


@dataclass(frozen=True)
class OpenQuestion:
    """A question answered in one's own words: ``texts`` answers, ``groups`` labels."""

    moment: Moment
    question: Question
    texts: int


@dataclass(frozen=True)
class Results:
    before: Side
    after: Side
    figures: Figures
    questions: list[OpenQuestion]
    is_team: bool
    is_final: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.before, self.after


def results(scope: Scope) -> Results:
    """What the answers of a pathway say, to those who run it and to those who see its group.

    Outside the team that runs it, nothing before all is closed (figures that grow by one answer would tell
    it), and no figure of fewer than five people.
    """
    pathway = scope.pathway
    surveys = surveys_of(pathway)
    after = surveys.get(Moment.AFTER)
    is_final = bool(surveys) and all(row.state == SurveyState.CLOSED for row in surveys.values())
    people = {}
    if after is not None and after.summary is not None:
        rows = [Tally.from_json(row) for row in after.summary]
    else:
        people = people_of(surveys)
        rows = _tally(surveys, people)
    if not (scope.runs or is_final):
        rows = []
    counts = _counts(pathway)
    content = pathway.kit_version.says
    sides = []
    for moment in Moment:
        row = surveys.get(moment)
        number = counts.get(moment, {})
        sides.append(
            Side(
                moment,
                row,
                sum(number.values()),
                number.get(AskState.ANSWERED, 0),
                number.get(AskState.DECLINED, 0),
                row.version.questionnaire.title if row else title_of(getattr(content, moment.value)),
            )
        )
    return Results(
        sides[0],
        sides[1],
        figures(rows, least=1 if scope.runs else LEAST_PEOPLE),
        _open_questions(surveys, rows) if scope.runs else [],
        scope.runs,
        is_final,
    )


def surveys_of(pathway: Pathway) -> dict[Moment, Survey]:
    rows = Survey.objects.filter(pathway=pathway).select_related("version__questionnaire").order_by("pk")
    return {Moment(row.moment): row for row in rows}


def tallies(pathway: Pathway) -> list[Tally]:
    """The sums of what is answered now. Three queries."""
    surveys = surveys_of(pathway)
    return _tally(surveys, people_of(surveys))


def people_of(surveys: dict[Moment, Survey]) -> dict[int, Person]:
    """What each person handed in, by enrolment, in the order in which they were asked. Two queries."""
    rows = list(
        SurveyRequest.objects.filter(
            survey__in=[row.pk for row in surveys.values()],
            state=AskState.ANSWERED,
            response__isnull=False,
        )
        .select_related("response")
        .order_by("enrolment", "pk")
    )
    versions = Version.objects.in_bulk({row.response.version_id for row in rows if row.response})
    moments = {row.pk: moment for moment, row in surveys.items()}
    found: dict[int, Person] = {}
    for row in rows:
        if row.response is None:
            continue
        given = _given(versions[row.response.version_id].definition, row.response)
        known = found.get(row.enrolment_id, Person())
        found[row.enrolment_id] = (
            Person(given, known.after)
            if moments[row.survey_id] == Moment.BEFORE
            else Person(known.before, given)
        )
    return found


def _given(definition: Definition, response: Response) -> Given:
    """Answers to questions that were hidden in the end count for nothing."""
    rules = any(section.shows_if for section in definition.sections) or any(
        question.shows_if for question in definition
    )
    if not rules:
        return Given(definition, response.answers)
    shown = {question.id for question in Filling(definition, response.answers).shown}
    return Given(definition, {key: value for key, value in response.answers.items() if key in shown})


def _tally(surveys: dict[Moment, Survey], people: dict[int, Person]) -> list[Tally]:
    sides = {moment: row.version.definition for moment, row in surveys.items()}
    return tally(people.values(), sides.get(Moment.BEFORE), sides.get(Moment.AFTER))


def _counts(pathway: Pathway) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = (
        SurveyRequest.objects.filter(survey__pathway=pathway)
        .order_by()
        .values("survey__moment", "state")
        .annotate(n=Count("pk"))
    )
    for row in rows:
        found.setdefault(row["survey__moment"], {})[row["state"]] = row["n"]
    return found


def _open_questions(surveys: dict[Moment, Survey], rows: Sequence[Tally]) -> list[OpenQuestion]:
    texts = {row.id: row for row in rows if row.kind == TEXT}
    found = []
    for moment, survey in surveys.items():
        for question in open_questions(survey):
            row = texts.get(question.id)
            number = 0 if row is None else row.before if moment == Moment.BEFORE else row.after
            if number:
                found.append(OpenQuestion(moment, question, number))
    return found


def open_questions(survey: Survey) -> list[Question]:
    return [
        question
        for question in survey.version.definition
        if question.type in OPEN_TYPES and not question.officers_only
    ]


def pairs(scope: Scope) -> Iterator[list[Any]]:
    """One line per person and question, people as numbers: for those who run the pathway."""
    surveys = surveys_of(scope.pathway)
    for number, person in enumerate(people_of(surveys).values(), 1):
        before = in_words(person.before.definition, person.before.answers) if person.before else {}
        after = in_words(person.after.definition, person.after.answers) if person.after else {}
        asked: dict[str, Question] = {}
        for given in (person.after, person.before):
            for question in given.definition if given else ():
                asked.setdefault(question.id, question)
        for question_id, question in asked.items():
            if question_id in before or question_id in after:
                yield [
                    number,
                    question_id,
                    question.label,
                    before.get(question_id, ""),
                    after.get(question_id, ""),
                ]


def without_few(summary: list[dict[str, Any]], least: int) -> list[dict[str, Any]]:
    """Sums without what fewer than ``least`` people answered."""
    return [row.as_json() for row in together([[Tally.from_json(row) for row in summary]], least=least)]


# --- The kit ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class KitResults:
    """What all pathways of a kit say together. ``pathways``: those whose questionnaires are closed."""

    pathways: int
    figures: Figures


def kit_results(kit: Kit) -> KitResults:
    """For the authors of a kit and those who think of running it: totals only, of groups of five at least.
    One query."""
    summaries = list(
        Survey.objects.filter(
            pathway__kit_version__kit=kit,
            moment=Moment.AFTER,
            state=SurveyState.CLOSED,
            summary__isnull=False,
        )
        .order_by("closed_at", "pk")
        .values_list("summary", flat=True)
    )
    groups = [[Tally.from_json(row) for row in rows or ()] for rows in summaries]
    found = figures(together(groups, least=LEAST_PEOPLE))
    # A question that no group of five answered says nothing here, not even that it is hidden.
    return KitResults(
        len(groups),
        Figures(
            [one for one in found.scores if one.value is not None],
            [one for one in found.changes if one.change is not None],
            [],
        ),
    )
