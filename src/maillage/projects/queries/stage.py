"""How far a project is: its gate, what is shown and what is open, and its history."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.directory.enums import Stage
from maillage.projects import gates
from maillage.projects.enums import EvidenceState
from maillage.projects.models import Evidence, Passage, Project


@dataclass(frozen=True)
class Line:
    """A line of a stage's list with what was said of it, if anything was."""

    item: gates.Item
    evidence: Evidence | None

    @property
    def is_settled(self) -> bool:
        return self.evidence is not None

    @property
    def is_not_needed(self) -> bool:
        return self.evidence is not None and self.evidence.state == EvidenceState.NOT_NEEDED


@dataclass(frozen=True)
class Gate:
    """The list of a stage."""

    stage: Stage
    lines: tuple[Line, ...]
    is_present: bool

    @property
    def settled(self) -> int:
        return sum(line.is_settled for line in self.lines)


def gates_of(project: Project) -> list[Gate]:
    """The list of each stage, in order; one query."""
    rows = Evidence.objects.filter(project=project).select_related("file", "by")
    given = {(row.stage, row.item): row for row in rows}
    return [
        Gate(
            stage,
            tuple(Line(item, given.get((stage.value, item.key))) for item in items),
            stage == project.stage,
        )
        for stage, items in gates.GATES.items()
    ]


def open_items(project: Project) -> list[gates.Item]:
    """What the project's present stage asks for and nothing was said of."""
    given = set(Evidence.objects.filter(project=project, stage=project.stage).values_list("item", flat=True))
    return [item for item in gates.items_of(project.stage) if item.key not in given]


def history_of(project: Project) -> list[Passage]:
    """Its stages and outcomes with their days, the latest first."""
    return list(Passage.objects.filter(project=project).for_list())
