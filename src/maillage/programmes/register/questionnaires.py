"""Questionnaires and programmes: officers write them, stages of calls ask them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import events
from maillage.directory.models import Organisation
from maillage.programmes import standard_form
from maillage.programmes.enums import CallState, Role
from maillage.programmes.models import ProgrammeRole, Stage
from maillage.programmes.queries.stage import needed_at_unknown_stages
from maillage.questionnaires import extensions


def declare() -> None:
    extensions.editor_sources.add(extensions.EditorSource("programmes", operators_of_officer))
    extensions.ready_forms.add(
        extensions.ReadyForm(
            "call",
            gettext_lazy("The ready questionnaire of a call: project, means, budget"),
            standard_form.content,
        )
    )
    extensions.use_sources.add(
        extensions.UseSource(
            "programmes",
            uses=stages_asking,
            follow=stages_follow,
            faults=stages_unknown,
            stages=stages_known,
        )
    )


def operators_of_officer(user: Any) -> QuerySet[Organisation]:
    """The organisations whose programmes a person is an officer of, today."""
    mine = ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)
    return Organisation.objects.filter(pk__in=mine.values("programme__operator"))


def stages_asking(questionnaire: Any) -> Sequence[extensions.Use]:
    """The stages of calls that ask a questionnaire."""
    rows = Stage.objects.filter(version__questionnaire=questionnaire).select_related("call__programme")
    return [
        extensions.Use(
            _("%(call)s, stage “%(stage)s”") % {"call": row.call.title, "stage": row.title},
            reverse("programmes:call_edit", args=[row.call.programme.slug, row.call_id]),
        )
        for row in rows.order_by("call", "position")
    ]


def stages_known(questionnaire: Any) -> list[tuple[str, str]]:
    """The stages after the first of the calls of the questionnaire's organisation, by short name with the
    title that they had last; one query."""
    rows = (
        Stage.objects.filter(call__programme__operator=questionnaire.owner_id, position__gt=1)
        .exclude(call__state=CallState.WITHDRAWN)
        .order_by("position", "call_id", "pk")
        .values_list("slug", "title")
    )
    return list(dict(rows).items())


def stages_unknown(version: Any) -> list[tuple[str, str]]:
    """Questions needed at a stage that a published call which asks them does not have; two queries."""
    asking = Stage.objects.filter(
        version__questionnaire=version.questionnaire_id, call__state=CallState.PUBLISHED
    ).select_related("call")
    calls = {row.call_id: row.call for row in asking.order_by("call", "position")}
    slugs: dict[int, set[str]] = {}
    for call_id, slug in Stage.objects.filter(call__in=calls).order_by().values_list("call", "slug"):
        slugs.setdefault(call_id, set()).add(slug)
    return [
        (question.id, sentence)
        for call_id, call in calls.items()
        for question, sentence in needed_at_unknown_stages(
            version.definition, slugs[call_id], title=call.title
        )
    ]


def stages_follow(version: Any, by: Any) -> None:
    """Stages ask the version that was just published: who begins to answer now is asked this one."""
    rows = Stage.objects.filter(version__questionnaire=version.questionnaire_id).exclude(version=version)
    for stage in rows.select_related("call").select_for_update(of=("self",)).order_by("pk"):
        stage.version = version
        stage.save(update_fields=["version"])
        events.record(
            stage.call,
            "programmes.stage_follows_version",
            by=by,
            data={"stage": stage.title, "version": version.number},
        )
