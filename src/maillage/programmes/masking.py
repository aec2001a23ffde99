"""A file as a reviewer reads it: its header and answers, without what the round masks.

A masked name is hidden in the header and wherever the answers write it, whatever their accents and
capitals. Writing round it ("the mayor's wife") is beyond any machine: the officers' guide says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from maillage.programmes.enums_review import Mask
from maillage.programmes.models import Application, ReviewRound
from maillage.programmes.queries.application import fillings_of
from maillage.projects.enums import ProjectRole
from maillage.questionnaires.definition import REQUESTED_AMOUNT
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.filling.display import ShownAnswer, sections_of

# Shorter names hide half of the language: a person called "Le", a place called "Ici".
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Answer:
    id: str
    label: str
    value: str
    is_masked: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class FileView:
    """What is shown of a file. "" where it is masked; ``hidden`` says what is, for the reader."""

    title: str
    reference: str
    commune: str
    department: str
    organisations: tuple[str, ...]
    people: tuple[str, ...]
    place: str
    amount: Decimal | None
    sections: tuple[Section, ...]
    files: tuple[Any, ...]
    hidden: frozenset[str]

    @property
    def where(self) -> str:
        return " · ".join(part for part in (self.commune, self.department) if part)


def masks_of(round_: ReviewRound, *, unmasked: bool = False) -> frozenset[str]:
    """What the round hides of a file: values of ``Mask`` and ids of questions."""
    return frozenset(round_.masked_fields) if round_.is_anonymous and not unmasked else frozenset()


def title_of(application: Application, masks: Iterable[str]) -> str:
    """What lists call a file."""
    if Mask.TITLE not in masks:
        return str(application.title)
    return _("Application %(number)s") % {"number": application.reference}


def where_of(application: Application, masks: Iterable[str]) -> str:
    """Commune and département in one line, "" when they are masked."""
    if Mask.COMMUNE in masks:
        return ""
    return f"{application.commune.name} · {application.commune.department.name}"


def file_view(application: Application, masks: frozenset[str]) -> FileView:
    """One file, with its project's organisations and members prefetched, without what is masked."""
    project = application.project
    organisations = tuple(row.organisation.name for row in project.organisations.all())
    people = tuple(
        row.user.full_name
        for row in project.members.all()
        if row.role == ProjectRole.CARRIER and row.user.full_name
    )
    names = _names(application, organisations, people, masks)
    sections: list[Section] = []
    files: list[Any] = []
    for filling in fillings_of(application):
        for section in sections_of(filling):
            told = [_answer(row, names, masks) for row in section.answers if not row.is_files]
            sections += [Section(section.title, tuple(told))] if told else []
            files += [file for row in section.answers if row.question.id not in masks for file in row.files]
    is_in = masks.__contains__
    return FileView(
        title=title_of(application, masks),
        reference=application.reference,
        commune="" if is_in(Mask.COMMUNE) else application.commune.name,
        department="" if is_in(Mask.COMMUNE) else application.commune.department.name,
        organisations=() if is_in(Mask.ORGANISATION) else organisations,
        people=() if is_in(Mask.PEOPLE) else people,
        place="" if is_in(Mask.PLACE) or project.place is None else project.place.name,
        amount=None if is_in(Mask.AMOUNT) else application.requested_amount,
        sections=tuple(sections),
        files=() if is_in(Mask.FILES) else tuple(files),
        hidden=masks,
    )


# What an answer of these types names is the thing itself, whatever its words.
BY_TYPE = {
    QuestionType.COMMUNE: Mask.COMMUNE,
    QuestionType.TERRITORIES: Mask.COMMUNE,
    QuestionType.ORGANISATION: Mask.ORGANISATION,
    QuestionType.PLACE: Mask.PLACE,
}


def _answer(row: ShownAnswer, names: Sequence[tuple[str, str]], masks: frozenset[str]) -> Answer:
    question = row.question
    masked = (
        question.id in masks
        or (question.role == REQUESTED_AMOUNT and Mask.AMOUNT in masks)
        or BY_TYPE.get(question.type) in masks
    )
    return Answer(question.id, question.label, "" if masked else hide(row.answer.plain, names), masked)


def _names(
    application: Application,
    organisations: Sequence[str],
    people: Sequence[str],
    masks: frozenset[str],
) -> list[tuple[str, str]]:
    """Names to hide in the answers, with what stands in their stead."""
    names: list[tuple[str, str]] = []
    if Mask.ORGANISATION in masks:
        names += [(name, _("[organisation]")) for name in organisations]
    if Mask.PEOPLE in masks:
        names += [(name, _("[person]")) for name in people]
        # A first name or a family name alone gives the person away as well.
        names += [
            (part, _("[person]")) for name in people for part in name.split() if len(part) > SHORTEST_NAME
        ]
    if Mask.PLACE in masks and application.project.place is not None:
        names.append((application.project.place.name, _("[place]")))
    if Mask.COMMUNE in masks:
        names.append((application.commune.name, _("[commune]")))
        names.append((application.commune.department.name, _("[département]")))
    if Mask.TITLE in masks:
        names.append((application.title, _("[project]")))
    return names


def hide(text: str, names: Iterable[tuple[str, str]]) -> str:
    """``text`` with each name replaced, longest first, as whole words, accents and capitals aside."""
    folded = _folded(text)
    spans: list[tuple[int, int, str]] = []
    for name, stead in sorted(names, key=lambda pair: -len(pair[0])):
        words = re.split(r"[\s\-’']+", _folded(name.strip()))
        if len("".join(words)) < SHORTEST_NAME:
            continue
        pattern = r"(?<!\w)" + r"[\s\-’']+".join(re.escape(word) for word in words if word) + r"(?!\w)"
        for found in re.finditer(pattern, folded):
            if all(found.end() <= start or found.start() >= end for start, end, _stead in spans):
                spans.append((found.start(), found.end(), stead))
    for start, end, stead in sorted(spans, reverse=True):
        text = text[:start] + stead + text[end:]
    return text


def _folded(text: str) -> str:
    """Lower case without accents, one character for one: positions are those of ``text``."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter for letter in text)
