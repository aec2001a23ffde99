"""Open answers put into groups by hand: groups are made, renamed, merged, taken away; answers go into one,
several or none. Each gesture is one row, and can be undone.

All under the lock of the questionnaire. What a page sends is merged with what others did meanwhile: only what
its writer changed is written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.core.errors import Conflict, Invalid
from maillage.pathways.actions.locks import only_runners
from maillage.pathways.enums_surveys import StepKind
from maillage.pathways.models import (
    AnswerGroup,
    GroupedAnswer,
    GroupingStep,
    Survey,
)
from maillage.pathways.queries import grouping as read
from maillage.pathways.queries.survey import open_questions

LONGEST_LABEL = 80


@transaction.atomic
def make_group(survey: Survey, question_id: str, label: str, *, by: Any) -> AnswerGroup:
    """A group with that label; the one that has it already when somebody was faster.

    Raises:
        Invalid: no label, or the question is not an open one.
    """
    survey = _locked(survey, by)
    if question_id not in {question.id for question in open_questions(survey)}:
        raise Invalid(_("This question has no open answers."))
    return _made(survey, question_id, label, by)


@transaction.atomic
def place(
    survey: Survey,
    question_id: str,
    wanted: Mapping[int, Collection[int]],
    seen: Mapping[int, Collection[int]],
    *,
    by: Any,
    new: Mapping[int, str] | None = None,
) -> GroupingStep | None:
    """Puts answers into groups, and out of them; None when nothing changes.

    Args:
        wanted: keys of groups, by key of the person's request.
        seen: the same as the page showed it. A group that is in neither, or in both, is left as it is now:
            another person's gesture stays.
        new: a label per answer, for a group to be made or found.

    Raises:
        Invalid: a label that is too long.
    """
    survey = _locked(survey, by)
    texts = read.texts(survey, question_id)
    live = {row.pk for row in AnswerGroup.objects.live().filter(survey=survey, question_id=question_id)}
    extra = {
        request: _made(survey, question_id, label, by).pk
        for request, label in (new or {}).items()
        if label.strip() and request in texts
    }
    placed = set(
        GroupedAnswer.objects.filter(
            group__survey=survey, group__question_id=question_id, request__in=list(texts)
        ).values_list("request", "group")
    )
    roots = read.roots(survey, question_id)
    added: list[tuple[int, int]] = []
    removed: list[tuple[int, int]] = []
    for request in sorted(set(wanted) | set(extra)):
        if request not in texts:
            continue  # taken back meanwhile
        before = set(seen.get(request, ()))
        after = set(wanted.get(request, before))
        for group in sorted((after - before) | ({extra[request]} if request in extra else set())):
            if (group in live or group == extra.get(request)) and not any(
                who == request and roots.get(where) == group for who, where in placed
            ):
                added.append((request, group))
        for group in sorted(before - after):
            # An answer may be in it through a group that was merged into it.
            removed += [(who, where) for who, where in placed if who == request and roots.get(where) == group]
    if not added and not removed:
        return None
    _write(added, removed, texts)
    return _step(survey, question_id, StepKind.PLACED, None, by, {"added": added, "removed": removed})


@transaction.atomic
def rename(group: AnswerGroup, label: str, *, seen: str, by: Any) -> AnswerGroup:
    """Another label. Raises Conflict when somebody renamed it since, or another group has that label."""
    survey = _locked(group.survey, by)
    group = _live(group)
    label = _label(label)
    if group.label != seen:
        raise Conflict(_("Somebody called it “%(label)s” meanwhile.") % {"label": group.label})
    if label == group.label:
        return group
    _free(survey, group.question_id, label, besides=group)
    before, group.label = group.label, label
    group.save(update_fields=["label"])
    _step(survey, group.question_id, StepKind.RENAMED, group, by, {"from": before, "to": label})
    return group


@transaction.atomic
def merge(group: AnswerGroup, into: AnswerGroup, *, by: Any) -> AnswerGroup:
    """Reads the answers of a group within another. Raises Conflict when one of them is gone."""
    survey = _locked(group.survey, by)
    group, into = _live(group), _live(into)
    if group.pk == into.pk or (group.survey_id, group.question_id) != (into.survey_id, into.question_id):
        raise Conflict(_("Choose another group of the same question."))
    group.merged_into = into
    group.save(update_fields=["merged_into"])
    _step(survey, group.question_id, StepKind.MERGED, group, by, {"into": into.pk})
    return into


@transaction.atomic
def remove(group: AnswerGroup, *, by: Any) -> None:
    """Takes a group away; its answers are in the others, or in none, and come back when it is undone."""
    survey = _locked(group.survey, by)
    group = _live(group)
    group.removed_at = clock.database_now()
    group.save(update_fields=["removed_at"])
    _step(survey, group.question_id, StepKind.REMOVED, group, by, {})


@transaction.atomic
def undo(step: GroupingStep, *, by: Any) -> None:
    """Takes one gesture back, whatever came after it, as far as it still stands.

    Raises:
        Conflict: undone already, or what it did was changed since.
    """
    survey = _locked(step.survey, by)
    step = GroupingStep.objects.select_for_update(of=("self",)).select_related("group").get(pk=step.pk)
    if step.undone_at is not None:
        raise Conflict(_("This has been undone already."))
    changed = Conflict(_("This was changed since: it can no longer be undone."))
    group = step.group
    match StepKind(step.kind):
        case StepKind.PLACED:
            texts = read.texts(survey, step.question_id)
            pairs = {name: [(who, where) for who, where in step.data[name]] for name in ("added", "removed")}
            back = [(who, where) for who, where in pairs["removed"] if who in texts]
            _write(back, pairs["added"], texts)
        case StepKind.MADE if group is not None:
            _live(group)
            group.removed_at = clock.database_now()
            group.save(update_fields=["removed_at"])
        case StepKind.RENAMED if group is not None and group.label == step.data["to"]:
            _free(survey, step.question_id, step.data["from"], besides=group)
            group.label = step.data["from"]
            group.save(update_fields=["label"])
        case StepKind.MERGED if group is not None and group.merged_into_id == step.data["into"]:
            _free(survey, step.question_id, group.label)
            group.merged_into = None
            group.save(update_fields=["merged_into"])
        case StepKind.REMOVED if group is not None and group.removed_at is not None:
            _free(survey, step.question_id, group.label)
            group.removed_at = None
            group.save(update_fields=["removed_at"])
        case _:
            raise changed
    step.undone_at = clock.database_now()
    step.save(update_fields=["undone_at"])


# --- Inside ----------------------------------------------------------------------------------------------
def _locked(survey: Survey, by: Any) -> Survey:
    only_runners(survey.pathway, by)
    Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    return (
        Survey.objects.for_list()
        .select_related("pathway__organisation", "pathway__programme")
        .get(pk=survey.pk)
    )


def _live(group: AnswerGroup) -> AnswerGroup:
    found = AnswerGroup.objects.live().select_for_update(of=("self",)).filter(pk=group.pk).first()
    if found is None:
        raise Conflict(_("This group is gone: somebody merged it or took it away."))
    return found


def _label(text: str) -> str:
    label = " ".join(text.split())
    if not label:
        raise Invalid(fields={"label": _("Give the group a label.")})
    if len(label) > LONGEST_LABEL:
        raise Invalid(fields={"label": _("A label has 80 characters at most.")})
    return label


def _free(survey: Survey, question_id: str, label: str, besides: AnswerGroup | None = None) -> None:
    rows = AnswerGroup.objects.live().filter(survey=survey, question_id=question_id, label__iexact=label)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    if rows.exists():
        raise Conflict(_("A group is called “%(label)s” already.") % {"label": label})


def _made(survey: Survey, question_id: str, text: str, by: Any) -> AnswerGroup:
    label = _label(text)
    live = AnswerGroup.objects.live().filter(survey=survey, question_id=question_id)
    found = live.filter(label__iexact=label).first()
    if found is not None:
        return found
    group = AnswerGroup.objects.create(
        survey=survey, question_id=question_id, label=label, created_at=clock.database_now()
    )
    _step(survey, question_id, StepKind.MADE, group, by, {})
    return group


def _write(
    added: Sequence[tuple[int, int]], removed: Sequence[tuple[int, int]], texts: Mapping[int, str]
) -> None:
    gone = Q()
    for request, group in removed:
        gone |= Q(request=request, group=group)
    if removed:
        GroupedAnswer.objects.filter(gone).delete()
    GroupedAnswer.objects.bulk_create(
        [
            GroupedAnswer(group_id=group, request_id=request, digest=read.digest(texts[request]))
            for request, group in added
        ],
        update_conflicts=True,
        unique_fields=["group", "request"],
        update_fields=["digest"],
    )


def _step(
    survey: Survey, question_id: str, kind: StepKind, group: AnswerGroup | None, by: Any, data: dict[str, Any]
) -> GroupingStep:
    return GroupingStep.objects.create(
        survey=survey,
        question_id=question_id,
        kind=kind,
        group=group,
        data=data,
        by=by,
        at=clock.database_now(),
    )
