"""The self-diagnoses of a project, read: verdict, lines, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.projects import diagnoses
from maillage.projects.diagnoses import Diagnosis, Line, Verdict
from maillage.projects.models import Project, SelfDiagnosis


@dataclass(frozen=True)
class Result:
    """One self-diagnosis and what it says. ``steps``: the lines to begin with, the essential ones first."""

    made: SelfDiagnosis
    verdict: Verdict
    lines: list[Line]

    @property
    def steps(self) -> list[Line]:
        open_ = [line for line in self.lines if not line.is_met]
        if any(line.asked.stage for line in open_):
            # The stages follow each other: only those of the first that is open.
            first = next(line.asked.stage for line in open_)
            return [line for line in open_ if line.asked.stage == first]
        return sorted(open_, key=lambda line: not line.asked.is_essential)[:4]


def result_of(made: SelfDiagnosis) -> Result:
    verdict, lines = diagnoses.read(diagnoses.DIAGNOSES[made.key], made.answers)
    return Result(made, verdict, lines)


def all_of(project: Project, key: str) -> list[SelfDiagnosis]:
    """Those of that kind, the latest first."""
    rows = SelfDiagnosis.objects.filter(project=project, key=key).select_related("by")
    return list(rows.order_by("-at", "-pk")[:20])


def latest(project: Project) -> list[tuple[Diagnosis, Result | None]]:
    """Each diagnosis with its last result; one query."""
    rows = SelfDiagnosis.objects.filter(project=project, key__in=diagnoses.DIAGNOSES).select_related("by")
    last = {row.key: row for row in rows.order_by("key", "-at", "-pk").distinct("key")}
    return [
        (each, result_of(last[each.key]) if each.key in last else None)
        for each in diagnoses.DIAGNOSES.values()
    ]
