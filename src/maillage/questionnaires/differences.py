"""What changed between two versions, in sentences that an officer reads before publishing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.core import formatting
from maillage.questionnaires.definition import (
    NEVER,
    SUBMISSION,
    Choice,
    Column,
    Definition,
    Question,
    Section,
)
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.reading import Names, names_for, read
from maillage.questionnaires.syntax import Rule


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference. ``question`` is the id of the question, or of the section when ``is_section``."""

    kind: Kind
    question: str
    label: str
    sentence: str
    is_section: bool = False

    @property
    def word(self) -> str:
        return {
            Kind.ADDED: pgettext("difference", "Added"),
            Kind.REMOVED: pgettext("difference", "No longer asked"),
            Kind.MOVED: pgettext("difference", "Moved"),
            Kind.CHANGED: pgettext("difference", "Changed"),
        }[self.kind]

    @property
    def tone(self) -> str:
        return {Kind.ADDED: "ok", Kind.REMOVED: "no", Kind.MOVED: "info", Kind.CHANGED: "wait"}[self.kind]


def differences(before: Definition, after: Definition, names: Names | None = None) -> list[Change]:
    """Every difference, in the order of the new version, what is gone last. None when they say the same."""
    return list(_Differences(before, after, names or names_for(before, after)).all())


def gone(before: Definition, after: Definition) -> list[Question]:
    """Questions of ``before`` that ``after`` no longer asks: their answers are kept."""
    return [question for question in before if question.id not in after.by_id]


def changes_of(before: Question, after: Question, definition: Definition) -> list[str]:
    """What differs between two states of one question, in sentences."""
    return list(_Differences(definition, definition, names_for(definition)).of_question(before, after))


class _Differences:
    def __init__(self, before: Definition, after: Definition, names: Names) -> None:
        self.before, self.after, self.names = before, after, names

    def all(self) -> Iterator[Change]:
        kept = [section.id for section in self.after.sections if section.id in self.before.sections_by_id]
        moved_sections = _moved([section.id for section in self.before.sections], kept)
        for section in self.after.sections:
            former = self.before.sections_by_id.get(section.id)
            if former is None:
                yield self.section(Kind.ADDED, section, _("New section."))
            else:
                yield from self.of_section(former, section)
                if section.id in moved_sections:
                    yield self.section(Kind.MOVED, section, self.place_of_section(section))
            yield from self.questions(section)
        for question in gone(self.before, self.after):
            yield Change(
                Kind.REMOVED,
                question.id,
                question.label,
                _("The question is no longer asked; answers already given are kept."),
            )
        for section in self.before.sections:
            if section.id not in self.after.sections_by_id:
                yield self.section(Kind.REMOVED, section, _("The section is gone."))

    def section(self, kind: Kind, section: Section, sentence: str) -> Change:
        return Change(kind, section.id, section.title, sentence, is_section=True)

    def of_section(self, former: Section, section: Section) -> Iterator[Change]:
        for sentence in (
            *_text(_("Title"), former.title, section.title),
            *_text(_("Help"), former.help, section.help),
            *self.rule(_("Shown if"), former.shows_if, section.shows_if),
        ):
            yield self.section(Kind.CHANGED, section, sentence)

    def questions(self, section: Section) -> Iterator[Change]:
        former_ids = [
            question.id
            for question in (
                self.before.sections_by_id[section.id].questions
                if section.id in self.before.sections_by_id
                else ()
            )
        ]
        stayed = [question.id for question in section.questions if question.id in former_ids]
        moved = _moved(former_ids, stayed)
        for question in section.questions:
            former = self.before.by_id.get(question.id)
            if former is None:
                yield Change(
                    Kind.ADDED,
                    question.id,
                    question.label,
                    _("New question (%(type)s).") % {"type": question.type.label},
                )
                continue
            home = self.before.section_of[question.id]
            if home.id != section.id:
                sentence = _("From “%(from)s” to “%(to)s”.") % {"from": home.title, "to": section.title}
                yield Change(Kind.MOVED, question.id, question.label, sentence)
            elif question.id in moved:
                yield Change(Kind.MOVED, question.id, question.label, self.place(question, section))
            for sentence in self.of_question(former, question):
                yield Change(Kind.CHANGED, question.id, question.label, sentence)

    def place(self, question: Question, section: Section) -> str:
        position = [other.id for other in section.questions].index(question.id)
        if position == 0:
            return _("It now comes first in its section.")
        return _("It now comes after “%(label)s”.") % {"label": section.questions[position - 1].label}

    def place_of_section(self, section: Section) -> str:
        position = [other.id for other in self.after.sections].index(section.id)
        if position == 0:
            return _("It now comes first.")
        return _("It now comes after “%(label)s”.") % {"label": self.after.sections[position - 1].title}

    # --- One question --------------------------------------------------------------------------------
    def of_question(self, former: Question, question: Question) -> Iterator[str]:
        if former.type != question.type:
            yield _arrow(_("Type"), former.type.label, question.type.label)
        yield from _text(_("Label"), former.label, question.label)
        yield from _text(_("Help"), former.help, question.help)
        if former.required != question.required:
            yield _arrow(_("Required"), when_required(former.required), when_required(question.required))
        if former.officers_only != question.officers_only:
            yield (_("Only officers see it now.") if question.officers_only else _("Applicants see it now."))
        for label, old, new in zip(_OPTION_LABELS, _options(former), _options(question), strict=True):
            if old != new:
                yield _arrow(label(), _shown(old), _shown(new))
        yield from _things(former.choices, question.choices, _("choice"))
        yield from _things(former.rows, question.rows, _("row"))
        yield from _things(former.grid_columns, question.grid_columns, _("column"))
        yield from _things(former.columns, question.columns, _("column"))
        yield from _columns(former.columns, question.columns)
        yield from self.rule(_("Shown if"), former.shows_if, question.shows_if)
        yield from self.sentenced(
            _("Valid if"),
            [(validity.rule, validity.message) for validity in former.valid_if],
            [(validity.rule, validity.message) for validity in question.valid_if],
        )
        yield from self.sentenced(
            _("Eligible if"),
            [(eligibility.rule, eligibility.reason) for eligibility in former.eligible_if],
            [(eligibility.rule, eligibility.reason) for eligibility in question.eligible_if],
        )

    def rule(self, where: str, former: Rule | None, rule: Rule | None) -> Iterator[str]:
        if former == rule:
            return
        old = read(former, self.before, self.names) if former else _("always")
        new = read(rule, self.after, self.names) if rule else _("always")
        # The same words for two rules: a question that both read has changed its label.
        yield _arrow(where, old, new)

    def sentenced(
        self, where: str, former: Sequence[tuple[Rule, str]], present: Sequence[tuple[Rule, str]]
    ) -> Iterator[str]:
        for rule, text in former:
            if (rule, text) not in present:
                yield _("%(where)s, rule removed: %(rule)s (“%(text)s”).") % {
                    "where": where,
                    "rule": read(rule, self.before, self.names),
                    "text": text,
                }
        for rule, text in present:
            if (rule, text) not in former:
                yield _("%(where)s, new rule: %(rule)s (“%(text)s”).") % {
                    "where": where,
                    "rule": read(rule, self.after, self.names),
                    "text": text,
                }


def when_required(required: str) -> str:
    """``never``, ``submission`` or a stage, in words."""
    if required == NEVER:
        return _("never")
    if required == SUBMISSION:
        return _("at submission")
    return _("at the stage “%(stage)s”") % {"stage": required}


_OPTION_LABELS: tuple[Callable[[], str], ...] = (
    lambda: _("Most characters"),
    lambda: _("Unit"),
    lambda: _("At least"),
    lambda: _("At most"),
    lambda: _("Decimals"),
    lambda: _("Not before"),
    lambda: _("Not after"),
    lambda: _("Is the amount requested"),
    lambda: _("Other answers"),
    lambda: _("Fewest choices"),
    lambda: _("Most choices"),
    lambda: _("From"),
    lambda: _("To"),
    lambda: _("Words of the scale"),
    lambda: _("Kinds of files"),
    lambda: _("Most files"),
    lambda: _("Most megabytes"),
    lambda: _("Fewest rows"),
    lambda: _("Most rows"),
)


def _options(question: Question) -> tuple[Any, ...]:
    is_scale = question.type == QuestionType.SCALE
    return (
        question.max_length,
        question.unit,
        question.minimum,
        question.maximum,
        question.decimals,
        question.earliest,
        question.latest,
        bool(question.role),
        question.other,
        question.min_count,
        question.max_count,
        question.first if is_scale else None,
        question.last if is_scale else None,
        tuple(sorted(question.step_labels.items())),
        question.file_types,
        question.max_files,
        question.max_megabytes,
        question.min_rows,
        question.max_rows,
    )


def _shown(value: Any) -> str:
    if value is None or value == "" or value == ():
        return pgettext("option", "none")
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, tuple):
        return ", ".join(f"{item[0]} = {item[1]}" if isinstance(item, tuple) else str(item) for item in value)
    if hasattr(value, "isoformat"):
        return formatting.day(value, weekday=False, with_year=True)
    return value if isinstance(value, str) else formatting.number(value)


def _arrow(what: str, old: Any, new: Any) -> str:
    return _("%(what)s: %(old)s → %(new)s") % {"what": what, "old": old, "new": new}


def _text(what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield _arrow(what, _quoted(old), _quoted(new))


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text} if text else pgettext("option", "none")


def _things(
    former: Sequence[Choice | Column], present: Sequence[Choice | Column], noun: str
) -> Iterator[str]:
    old, new = {thing.id: thing for thing in former}, {thing.id: thing for thing in present}
    for thing in present:
        if thing.id not in old:
            yield _("New %(noun)s “%(label)s”.") % {"noun": noun, "label": thing.label}
        elif old[thing.id].label != thing.label:
            yield _("The %(noun)s “%(old)s” is now called “%(new)s”.") % {
                "noun": noun,
                "old": old[thing.id].label,
                "new": thing.label,
            }
    for thing in former:
        if thing.id not in new:
            yield _("The %(noun)s “%(label)s” is no longer offered; answers that chose it are kept.") % {
                "noun": noun,
                "label": thing.label,
            }
    stayed = [thing.id for thing in present if thing.id in old]
    for moved in sorted(_moved([thing.id for thing in former], stayed)):
        yield _("The %(noun)s “%(label)s” has another place.") % {"noun": noun, "label": new[moved].label}


def _columns(former: Sequence[Column], present: Sequence[Column]) -> Iterator[str]:
    old = {column.id: column for column in former}
    for column in present:
        before = old.get(column.id)
        if before is None:
            continue
        if before.type != column.type:
            yield _arrow(_quoted(column.label), before.type.label, column.type.label)
        yield from _things(before.choices, column.choices, _("choice"))


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest things to call moved: those outside the longest run that kept its order.

    ``after`` holds only ids of ``before``. The longest increasing subsequence, by patience sorting.
    """
    rank = {name: position for position, name in enumerate(before)}
    tails: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for name in after:
        position = bisect_left(tails, rank[name])
        previous[name] = last[position - 1] if position else None
        if position == len(tails):
            tails.append(rank[name])
            last.append(name)
        else:
            tails[position], last[position] = rank[name], name
    kept: set[str] = set()
    name_at: str | None = last[-1] if last else None
    while name_at is not None:
        kept.add(name_at)
        name_at = previous[name_at]
    return set(after) - kept
