"""Changes of a draft, as functions of what it says now. Pure: ``actions.version.change_draft`` writes.

A change that touches one thing says which state of it the author had before their eyes (``seen``, a
``fingerprint``): when somebody changed that thing meanwhile it is refused, and nothing is written over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from maillage.core.errors import Conflict
from maillage.questionnaires.definition import Definition, Question, Section
from maillage.questionnaires.syntax import Rule, questions_of
from maillage.territories.names import slug

Change = Callable[[Definition], Definition]
T = TypeVar("T", Question, Section)
LONGEST_PIECE = 40


def fingerprint(thing: Question | Section) -> str:
    """A short text that differs when the thing does; of a section, its questions apart."""
    data = thing.as_json()
    data.pop("questions", None)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def new_id(label: str, taken: Collection[str], *, prefix: str = "") -> str:
    """An identifier made of the label, that nothing else has had.

    ``new_id("Quelle surface ?", {"lieu.quelle-surface"}, prefix="lieu") == "lieu.quelle-surface-2"``.
    """
    piece = slug(label)[:LONGEST_PIECE].strip("-") or "question"
    start = f"{prefix[:15].rstrip('.-')}." if prefix else ""
    name, number = f"{start}{piece}", 1
    while name in taken:
        number += 1
        name = f"{start}{piece}-{number}"
    return name


# --- Looking up --------------------------------------------------------------------------------------
def question_in(definition: Definition, question_id: str) -> Question:
    """Raises Conflict when somebody deleted it meanwhile."""
    try:
        return definition.by_id[question_id]
    except KeyError:
        raise Conflict(_("Somebody deleted this question meanwhile.")) from None


def section_in(definition: Definition, section_id: str) -> Section:
    """Raises Conflict when somebody deleted it meanwhile."""
    try:
        return definition.sections_by_id[section_id]
    except KeyError:
        raise Conflict(_("Somebody deleted this section meanwhile.")) from None


def readers_of(definition: Definition, question_ids: Collection[str]) -> list[str]:
    """Labels of what has a rule that reads one of these questions, these questions apart."""
    found = []
    for section in definition.sections:
        if set(questions_of(section.shows_if)) & set(question_ids):
            found.append(section.title)
        for question in section.questions:
            if question.id in question_ids:
                continue
            if any(set(questions_of(rule)) & set(question_ids) for _place, rule in question.rules()):
                found.append(question.label)
    return found


def _unchanged(thing: Question | Section, seen: str) -> None:
    if fingerprint(thing) != seen:
        raise Conflict(_("Somebody changed this meanwhile: nothing of yours was written over theirs."))


# --- Sections ----------------------------------------------------------------------------------------
def add_section(section: Section) -> Change:
    """At the end."""

    def change(definition: Definition) -> Definition:
        if section.id in definition.sections_by_id:
            return definition  # sent twice
        return Definition((*definition.sections, section))

    return change


def edit_section(section_id: str, *, seen: str, title: str, help_text: str) -> Change:
    """Other words for a section."""
    return _edited_section(section_id, seen, lambda section: replace(section, title=title, help=help_text))


def set_section_rule(section_id: str, rule: Rule | None, *, seen: str) -> Change:
    """When the section shows; None: always."""
    return _edited_section(section_id, seen, lambda section: replace(section, shows_if=rule))


def _edited_section(section_id: str, seen: str, edit: Callable[[Section], Section]) -> Change:
    def change(definition: Definition) -> Definition:
        section = section_in(definition, section_id)
        edited = edit(section)
        if edited == section:
            return definition
        _unchanged(section, seen)
        return _with_section(definition, edited)

    return change


def move_section(section_id: str, step: int) -> Change:
    """One place up (-1) or down (1); at an end nothing moves."""

    def change(definition: Definition) -> Definition:
        section_in(definition, section_id)
        return Definition(_moved(definition.sections, section_id, step))

    return change


def remove_section(section_id: str) -> Change:
    """The section with its questions."""

    def change(definition: Definition) -> Definition:
        return Definition(tuple(section for section in definition.sections if section.id != section_id))

    return change


def restore_section(section: Section, position: int) -> Change:
    """Puts a deleted section back, without the questions whose identifier is taken."""

    def change(definition: Definition) -> Definition:
        if section.id in definition.sections_by_id:
            return definition
        questions = tuple(question for question in section.questions if question.id not in definition.by_id)
        sections = list(definition.sections)
        sections.insert(min(position, len(sections)), replace(section, questions=questions))
        return Definition(tuple(sections))

    return change


# --- Questions ---------------------------------------------------------------------------------------
def add_question(section_id: str, question: Question, *, position: int | None = None) -> Change:
    """At the end of the section, or at ``position``."""

    def change(definition: Definition) -> Definition:
        section = section_in(definition, section_id)
        if question.id in definition.by_id:
            return definition  # sent twice
        questions = list(section.questions)
        questions.insert(len(questions) if position is None else min(position, len(questions)), question)
        return _with_section(definition, replace(section, questions=tuple(questions)))

    return change


def edit_question(question: Question, *, seen: str) -> Change:
    """Another state of the question that has this id."""

    def change(definition: Definition) -> Definition:
        present = question_in(definition, question.id)
        if present == question:
            return definition  # sent twice
        _unchanged(present, seen)
        return _with_question(definition, question)

    return change


def duplicate_question(question_id: str, copy_id: str) -> Change:
    """A copy just after it, without the rules of eligibility: they would say the same reason twice."""

    def change(definition: Definition) -> Definition:
        question = question_in(definition, question_id)
        section = definition.section_of[question_id]
        copy = replace(question, id=copy_id, label=_("%(label)s (copy)") % {"label": question.label})
        copy = replace(copy, eligible_if=(), valid_if=())
        position = section.questions.index(question) + 1
        return add_question(section.id, copy, position=position)(definition)

    return change


def move_question(question_id: str, step: int) -> Change:
    """One place up (-1) or down (1), into the neighbouring section at an end of its own."""

    def change(definition: Definition) -> Definition:
        question = question_in(definition, question_id)
        section = definition.section_of[question_id]
        position = section.questions.index(question) + step
        if 0 <= position < len(section.questions):
            return _with_section(
                definition, replace(section, questions=_moved(section.questions, question_id, step))
            )
        neighbour = definition.sections.index(section) + step
        if not 0 <= neighbour < len(definition.sections):
            return definition
        other = definition.sections[neighbour]
        return to_section(question_id, other.id, first=step > 0)(definition)

    return change


def to_section(question_id: str, section_id: str, *, first: bool = False) -> Change:
    """Into another section, at its end or first."""

    def change(definition: Definition) -> Definition:
        question = question_in(definition, question_id)
        target = section_in(definition, section_id)
        if definition.section_of[question_id].id == target.id:
            return definition
        without = remove_question(question_id)(definition)
        return add_question(section_id, question, position=0 if first else None)(without)

    return change


def remove_question(question_id: str) -> Change:
    """The question; rules that read it will say so at publication."""

    def change(definition: Definition) -> Definition:
        return Definition(
            tuple(
                replace(section, questions=tuple(q for q in section.questions if q.id != question_id))
                for section in definition.sections
            )
        )

    return change


def restore_question(question: Question, section_id: str, position: int) -> Change:
    """Puts a deleted question back where it stood, or in the last section when its own is gone."""

    def change(definition: Definition) -> Definition:
        if not definition.sections:
            raise Conflict(_("There is no section to put this question back into."))
        home = section_id if section_id in definition.sections_by_id else definition.sections[-1].id
        return add_question(home, question, position=position)(definition)

    return change


def _with_section(definition: Definition, section: Section) -> Definition:
    return Definition(tuple(section if other.id == section.id else other for other in definition.sections))


def _with_question(definition: Definition, question: Question) -> Definition:
    section = definition.section_of[question.id]
    questions = tuple(question if other.id == question.id else other for other in section.questions)
    return _with_section(definition, replace(section, questions=questions))


def _moved(things: Sequence[T], thing_id: str, step: int) -> tuple[T, ...]:
    every = list(things)
    position = next(number for number, thing in enumerate(every) if thing.id == thing_id)
    target = position + step
    if 0 <= target < len(every):
        every.insert(target, every.pop(position))
    return tuple(every)
