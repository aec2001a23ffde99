"""Requests for completion: what waits for the applicant, and what changed since the file was handed in."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.programmes.enums import CompletionState
from maillage.programmes.models import Application, CompletionRequest, StageFile
from maillage.questionnaires.filling.display import show
from maillage.questionnaires.filling.names import names_of
from maillage.questionnaires.models import Response
from maillage.questionnaires.queries.filling import live_files


def waiting(application: Application) -> CompletionRequest | None:
    """The request that an application has to answer now."""
    rows = CompletionRequest.objects.filter(
        stage_file__application=application, state=CompletionState.OPEN
    ).select_related("stage_file__stage", "stage_file__response__version__questionnaire")
    found = rows.first()
    return found if found is not None and found.is_open else None


def requests_of(application: Application) -> list[CompletionRequest]:
    """Every request made to an application, the last first."""
    return list(
        CompletionRequest.objects.filter(stage_file__application=application)
        .select_related("asked_by", "ended_by", "stage_file__stage")
        .order_by("-asked_at", "-pk")
    )


def file_of(application: Application) -> StageFile | None:
    """The file of the present stage, with what it answers."""
    return (
        StageFile.objects.filter(application=application, stage=application.stage_id)
        .select_related("response__version__questionnaire", "stage")
        .first()
    )


def as_said(response: Response, ids: Any) -> dict[str, dict[str, Any]]:
    """The answers to some questions in words, with their files by name: what a request keeps."""
    wanted = set(ids)
    names = names_of(response.definition, response.answers)
    files: dict[str, list[str]] = {}
    for joined in live_files(response):
        files.setdefault(joined.question_id, []).append(joined.file.name)
    return {
        question.id: {
            "label": question.label,
            "text": show(question, response.answers.get(question.id), names).plain,
            "files": files.get(question.id, []),
        }
        for question in response.definition
        if question.id in wanted
    }


@dataclass(frozen=True)
class Piece:
    """A run of words of a comparison: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Compared:
    """One question before and after."""

    label: str
    pieces: list[Piece]
    added_files: list[str]
    removed_files: list[str]

    @property
    def has_changed(self) -> bool:
        return bool(
            self.added_files or self.removed_files or any(piece.kind != "kept" for piece in self.pieces)
        )


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Compared]:
    """Question by question, word by word."""
    compared = []
    for question_id, was in before.items():
        now = after.get(question_id, was)
        compared.append(
            Compared(
                label=was["label"],
                pieces=words(was["text"], now["text"]),
                added_files=[name for name in now["files"] if name not in was["files"]],
                removed_files=[name for name in was["files"] if name not in now["files"]],
            )
        )
    return compared


def words(before: str, after: str) -> list[Piece]:
    """What was removed and added from one text to the other, in runs of words; spaces stay with the word
    before them."""
    old, new = _cut(before), _cut(after)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("kept", "".join(old[start:end])))
            continue
        if end > start:
            pieces.append(Piece("removed", "".join(old[start:end])))
        if new_end > new_start:
            pieces.append(Piece("added", "".join(new[new_start:new_end])))
    return pieces


def _cut(text: str) -> list[str]:
    cut: list[str] = []
    for character in text:
        if cut and (character.isspace() or not cut[-1][-1].isspace()):
            cut[-1] += character
        else:
            cut.append(character)
    return cut
