"""What the questionnaires of pathways add to the registries: things to do, personal data, retention, uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import clock, events, registry
from maillage.core.registry import TodoItem
from maillage.pathways import spaces
from maillage.pathways.actions.survey_answer import forget_answers
from maillage.pathways.enums_surveys import Moment, SurveyState
from maillage.pathways.models import GroupingStep, Pathway, Survey, SurveyRequest
from maillage.pathways.queries import survey as read
from maillage.pathways.queries.pathway import Scope
from maillage.pathways.ready.surveys import SURVEYS, ReadySurvey
from maillage.pathways.surveys.figures import LEAST_PEOPLE
from maillage.questionnaires import extensions

#: How long answers are kept after both questionnaires are closed.
ANSWER_DAYS = 3 * 365


def declare() -> None:
    mission = gettext_lazy(
        "Task of general interest, or contract, of the organisation that runs the pathway (article 6.1)"
    )
    with_answers = gettext_lazy("Three years after the questionnaires of the pathway are closed")
    lines = [
        (
            "Survey",
            gettext_lazy("Knowing who planned a questionnaire of a pathway"),
            gettext_lazy("Who, when; totals of the answers"),
            gettext_lazy("With the pathway"),
        ),
        (
            "SurveyRequest",
            gettext_lazy("Asking people before and after a pathway, to see what it changes"),
            gettext_lazy("Person, whether and when they answered, their answers while these are kept"),
            with_answers,
        ),
        (
            "GroupedAnswer",
            gettext_lazy("Counting what open answers speak of"),
            gettext_lazy("Which answer is in which group"),
            gettext_lazy("With the answer"),
        ),
        (
            "GroupingStep",
            gettext_lazy("Undoing a gesture on groups of answers"),
            gettext_lazy("Who grouped what, when"),
            with_answers,
        ),
    ]
    for order, (name, purpose, data, kept) in enumerate(lines, start=640):
        model = f"pathways.{name}"
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, mission, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="pathway-surveys",
            label=gettext_lazy("Questionnaires of pathways"),
            export=export,
            erase=erase,
            order=148,
        )
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.surveys", "pathways.SurveyRequest", forget_old_answers)
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.grouping", "pathways.GroupingStep", forget_steps)
    )
    registry.todo_sources.add(registry.TodoSource("pathways.surveys", todo_for, order=24))
    spaces.more_entries.append(_entry)
    extensions.use_sources.add(extensions.UseSource("pathways", uses=pathways_asking, follow=surveys_follow))
    for rank, ready in enumerate(SURVEYS.values()):
        extensions.ready_forms.add(
            extensions.ReadyForm(ready.key, ready.title, _content_of(ready), order=200 + rank)
        )


def _content_of(ready: ReadySurvey) -> Callable[[], dict[str, Any]]:
    return lambda: ready.content()


def _entry(scope: Scope) -> registry.MenuItem | None:
    if not scope.sees_group:
        return None
    return registry.MenuItem(
        _("Before and after"), reverse("surveys:results", args=[scope.pathway.pk]), "surveys"
    )


# --- Things to do -----------------------------------------------------------------------------------------
def todo_for(user: Any) -> Iterable[TodoItem]:
    """What a person is asked, and, for those who run a pathway, a kit's questionnaire that nobody planned."""
    for row in read.waiting_for(user, clock.moment()):
        pathway = row.survey.pathway
        yield TodoItem(
            title=_("Before “%(pathway)s”: where do you stand?") % {"pathway": pathway.title}
            if row.survey.moment == Moment.BEFORE
            else _("After “%(pathway)s”: what has changed?") % {"pathway": pathway.title},
            url=row.get_absolute_url(),
            detail=_("Five minutes."),
            due_on=timezone.localdate(row.ends_at),
            button=_("Answer"),
            about=f"pathway-{pathway.pk}",
        )


# --- Questionnaires that change ---------------------------------------------------------------------------
def pathways_asking(questionnaire: Any) -> Sequence[extensions.Use]:
    """The pathways that ask a questionnaire, or will."""
    rows = Survey.objects.live().filter(version__questionnaire=questionnaire).select_related("pathway")
    return [
        extensions.Use(str(row), reverse("surveys:results", args=[row.pathway_id]))
        for row in rows.order_by("pathway", "pk")
    ]


def surveys_follow(version: Any, by: Any) -> None:
    """Who answers from now on is asked the version that was just published; what was handed in stays as it
    was asked."""
    rows = Survey.objects.live().filter(version__questionnaire=version.questionnaire_id)
    for survey in rows.exclude(version=version).select_for_update(of=("self",)).order_by("pk"):
        survey.version = version
        survey.save(update_fields=["version"])
        events.record(
            Pathway.objects.get(pk=survey.pathway_id),
            "pathways.survey_follows_version",
            by=by,
            data={"moment": survey.moment, "version": version.number},
        )


# --- Personal data ----------------------------------------------------------------------------------------
def export(user: Any) -> list[dict[str, Any]]:
    """What the person was asked; their answers are among those to questionnaires."""
    rows = SurveyRequest.objects.filter(enrolment__user=user).select_related("survey__pathway")
    return [
        {
            "pathway": row.survey.pathway.title,
            "when": row.survey.get_moment_display(),
            "state": row.get_state_display(),
            "asked_at": row.asked_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        }
        for row in rows.order_by("pk")
    ]


def erase(user: Any) -> None:
    """Answers go with the account, also from what is still being counted; totals of what is closed stay."""
    forget_answers(list(SurveyRequest.objects.filter(enrolment__user=user)))


def forget_old_answers(now: dt.datetime) -> int:
    """Answers three years after the last questionnaire of their pathway was closed; and of the totals, those
    of so few people that they would tell what one of them said."""
    before = now - dt.timedelta(days=ANSWER_DAYS)
    old = Survey.objects.filter(state=SurveyState.CLOSED, closed_at__lt=before)
    kept = Survey.objects.filter(closed_at__gte=before) | Survey.objects.live()
    old = old.exclude(pathway__in=kept.values("pathway"))
    for survey in old.filter(summary__isnull=False, requests__response__isnull=False).distinct():
        survey.summary = read.without_few(survey.summary or [], LEAST_PEOPLE)
        survey.save(update_fields=["summary"])
    return forget_answers(
        list(SurveyRequest.objects.filter(survey__in=old, response__isnull=False).order_by("pk"))
    )


def forget_steps(now: dt.datetime) -> int:
    """Who grouped what, with the answers."""
    before = now - dt.timedelta(days=ANSWER_DAYS)
    count, _models = GroupingStep.objects.filter(
        survey__state=SurveyState.CLOSED, survey__closed_at__lt=before
    ).delete()
    return count
