"""Answers before and after, summed per question: what results are drawn from, and all that outlives them.

A person is paired with themselves by their enrolment; a question with itself by its id, when both versions
ask it the same way (type, scale, unit). Sums of several pathways add up to those of their kit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from maillage.questionnaires.definition import RECOMMENDATION, Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import OTHER, is_blank

NUMBER, YES_NO, CHOICE, SCORE, TEXT = "number", "yes_no", "choice", "score", "text"
_KINDS: Mapping[QuestionType, str] = {
    QuestionType.NUMBER: NUMBER,
    QuestionType.MONEY: NUMBER,
    QuestionType.SCALE: NUMBER,
    QuestionType.YES_NO: YES_NO,
    QuestionType.CHOICE: CHOICE,
    QuestionType.CHOICES: CHOICE,
    QuestionType.SHORT_TEXT: TEXT,
    QuestionType.LONG_TEXT: TEXT,
}
PROMOTERS_FROM, DETRACTORS_TO = 9, 6


@dataclass(frozen=True)
class Given:
    """What one person handed in: the questions that they were asked, and their answers."""

    definition: Definition
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    before: Given | None = None
    after: Given | None = None


@dataclass
class Tally:
    """The sums of one question. ``before`` and ``after`` count all answers of a side, ``pairs`` the people
    who answered both, ``changed`` those of them whose question was not asked the same way twice.

    Of the pairs: ``paired_before``, ``paired_after`` sums of the answers (of yes, for yes or no), ``total``
    and ``squares`` of the differences, ``gained`` from no to yes, ``lost`` from yes to no. ``promoters``,
    ``passives`` and ``detractors`` of a recommendation, after.
    """

    id: str
    kind: str
    label: str
    unit: str = ""
    first: int | None = None
    last: int | None = None
    asked_before: bool = False
    asked_after: bool = False
    before: int = 0
    after: int = 0
    before_total: float = 0.0
    after_total: float = 0.0
    pairs: int = 0
    changed: int = 0
    paired_before: float = 0.0
    paired_after: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    gained: int = 0
    lost: int = 0
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    counts_before: dict[str, int] = field(default_factory=dict)
    counts_after: dict[str, int] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, int | None, int | None]:
        """What two sums must share to be added."""
        return self.id, self.kind, self.unit, self.first, self.last

    @property
    def only_before(self) -> int:
        return self.before - self.pairs - self.changed

    @property
    def only_after(self) -> int:
        return self.after - self.pairs - self.changed

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def tally(people: Iterable[Person], before: Definition | None, after: Definition | None) -> list[Tally]:
    """The sums of a group, in the order of the questionnaire after, then of what only the one before asks.

    Args:
        before, after: what is asked now; answers to former versions are read with their own questions.
    """
    found: dict[str, Tally] = {}
    for definition, is_after in ((after, True), (before, False)):
        for question in definition or ():
            if (made := _begin(question)) is not None:
                row = found.setdefault(question.id, made)
                row.asked_after |= is_after
                row.asked_before |= not is_after
    for person in people:
        for question_id, row in found.items():
            _count(row, question_id, person)
    return list(found.values())


def together(groups: Iterable[Sequence[Tally]], *, least: int) -> list[Tally]:
    """The sums of several groups as one. What fewer than ``least`` people of a group answered is left out:
    totals that grow by one small group would tell what it answered."""
    found: dict[tuple[Any, ...], Tally] = {}
    for group in groups:
        for row in group:
            row = _shown(row, least)
            if row.key not in found:
                found[row.key] = row
            else:
                _add(found[row.key], row)
    return list(found.values())


# --- Inside ----------------------------------------------------------------------------------------------
def _begin(question: Question) -> Tally | None:
    kind = _KINDS.get(question.type)
    if kind is None or question.officers_only:
        return None
    is_scale = question.type == QuestionType.SCALE
    if is_scale and question.role == RECOMMENDATION:
        kind = SCORE
    return Tally(
        question.id,
        kind,
        question.label,
        unit="€" if question.type == QuestionType.MONEY else question.unit,
        first=question.first if is_scale else None,
        last=question.last if is_scale else None,
        choices={choice.id: choice.label for choice in question.choices},
    )


def _count(row: Tally, question_id: str, person: Person) -> None:
    first = _answer(person.before, question_id)
    second = _answer(person.after, question_id)
    for side, answered in (("before", first), ("after", second)):
        if answered is None:
            continue
        question, value = answered
        setattr(row, side, getattr(row, side) + 1)
        same_way = (made := _begin(question)) is not None and made.key == row.key
        if same_way and row.kind in (NUMBER, YES_NO, SCORE):
            name = f"{side}_total"
            setattr(row, name, getattr(row, name) + float(value))
        if row.kind == CHOICE:
            counts = row.counts_before if side == "before" else row.counts_after
            for choice in _chosen(value):
                counts[choice] = counts.get(choice, 0) + 1
        if same_way and row.kind == SCORE and side == "after":
            row.promoters += value >= PROMOTERS_FROM
            row.detractors += value <= DETRACTORS_TO
            row.passives += DETRACTORS_TO < value < PROMOTERS_FROM
    if first is None or second is None:
        return
    if not _comparable(first[0], second[0], row):
        row.changed += 1
        return
    row.pairs += 1
    if row.kind not in (NUMBER, YES_NO, SCORE):
        return
    one, other = float(first[1]), float(second[1])
    row.paired_before += one
    row.paired_after += other
    row.total += other - one
    row.squares += (other - one) ** 2
    if row.kind == YES_NO:
        row.gained += other > one
        row.lost += other < one


def _answer(given: Given | None, question_id: str) -> tuple[Question, Any] | None:
    if given is None:
        return None
    question = given.definition.by_id.get(question_id)
    value = given.answers.get(question_id)
    return None if question is None or is_blank(value) else (question, value)


def _comparable(first: Question, second: Question, row: Tally) -> bool:
    one, other = _begin(first), _begin(second)
    return (
        first.type == second.type
        and one is not None
        and other is not None
        and one.key == other.key == row.key
    )


def _chosen(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [OTHER]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _shown(row: Tally, least: int) -> Tally:
    """A copy without what too few people of the group said."""
    kept = Tally.from_json(
        {**row.as_json(), "counts_before": dict(row.counts_before), "counts_after": dict(row.counts_after)}
    )
    if kept.pairs < least:
        kept.pairs = kept.changed = kept.gained = kept.lost = 0
        kept.paired_before = kept.paired_after = kept.total = kept.squares = 0.0
    for side in ("before", "after"):
        if getattr(kept, side) < least:
            setattr(kept, side, 0)
            setattr(kept, f"{side}_total", 0.0)
            setattr(kept, f"counts_{side}", {})
            if side == "after":
                kept.promoters = kept.passives = kept.detractors = 0
    return kept


def _add(row: Tally, other: Tally) -> None:
    for each in fields(Tally):
        value, more = getattr(row, each.name), getattr(other, each.name)
        if isinstance(value, bool):
            setattr(row, each.name, value or more)
        elif isinstance(value, int | float) and each.name not in ("first", "last"):
            setattr(row, each.name, value + more)
        elif each.name.startswith("counts_"):
            for choice, number in more.items():
                value[choice] = value.get(choice, 0) + number
    row.choices = {**other.choices, **row.choices}
