"""The answers of a stage, as officers download them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from maillage.programmes.enums import Filing
from maillage.programmes.models import Call, Stage, StageFile
from maillage.questionnaires.codebook import Line, with_former
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.models import ResponseFile, Version


def stages_with_answers(call: Call) -> list[Stage]:
    """The stages of a call that ask a questionnaire, in their order."""
    rows = Stage.objects.filter(call=call, version__isnull=False).select_related("version__questionnaire")
    return list(rows.order_by("position"))


def asked(stage: Stage) -> Definition:
    """What the stage asks, with what earlier versions asked and it no longer does."""
    versions = (
        Version.objects.filter(responses__stage_files__stage=stage)
        .exclude(stages=stage)
        .distinct()
        .order_by("-number")
    )
    present = stage.version.definition if stage.version else Definition()
    return with_former(present, [version.definition for version in versions])


def who() -> list[str]:
    """Heads of the columns that say whose answers they are."""
    return [_("Number"), _("Title"), _("Commune"), _("Submitted"), _("Version")]


def lines(stage: Stage) -> Iterator[Line]:
    """What was submitted at a stage; a number of files for a question of files. Two queries."""
    counts: dict[int, dict[str, int]] = {}
    files = ResponseFile.objects.filter(removed_at__isnull=True, response__stage_files__stage=stage)
    for response, question, number in (
        files.order_by().values_list("response", "question_id").annotate(number=Count("pk", distinct=True))
    ):
        counts.setdefault(response, {})[question] = number
    rows = (
        StageFile.objects.filter(~Q(filing=Filing.DRAFT), stage=stage, response__isnull=False)
        .select_related("application__commune", "response__version")
        .defer("response__version__content")
        .order_by("application__reference", "pk")
    )
    for row in rows.iterator(chunk_size=500):
        response = row.response
        if response is None:
            continue
        application = row.application
        yield Line(
            [
                application.reference,
                application.title,
                application.commune.name,
                row.submitted_at.date().isoformat() if row.submitted_at else "",
                response.version.number,
            ],
            {**response.answers, **counts.get(response.pk, {})},
        )
