"""What a version of a kit says, as data: its session templates, its group, its calendar, its costs.

Frozen objects to and from JSON. A template's ``key`` never changes: it is how a session knows its template,
and how two versions, or a kit and the one that it was taken from, are compared (``changes``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from maillage.pathways.enums import DeliverableKind, Modality, SessionKind

#: Half a day, in minutes: longer sessions are counted in half-days from it.
HALF_DAY_MINUTES = 240


#: How many resources a session of a kit foresees at most.
MOST_RESOURCES = 6


@dataclass(frozen=True)
class KitResource:
    """What a session of a kit shares. Without ``url`` it is what those who run the session bring themselves:
    a sheet of theirs, the slides of a speaker.

    Attributes:
        minutes: how long it takes; None when nothing is said.
    """

    title: str
    url: str = ""
    note: str = ""
    minutes: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KitResource:
        return cls(data["title"], data.get("url", ""), data.get("note", ""), data.get("minutes"))


@dataclass(frozen=True)
class SessionTemplate:
    """One session of a kit.

    Attributes:
        minutes: length of one occurrence.
        per_person: of a one-to-one, how many each person has, at least and at most; (0, 0) otherwise.
        gap_days: days after the session before it; None follows the rule of the kit.
    """

    key: str
    kind: SessionKind
    title: str
    minutes: int
    objectives: str = ""
    materials: str = ""
    speakers: tuple[str, ...] = ()
    deliverables: tuple[DeliverableKind, ...] = ()
    modality: Modality = Modality.IN_PERSON
    per_person: tuple[int, int] = (0, 0)
    gap_days: int | None = None
    resources: tuple[KitResource, ...] = ()

    @property
    def half_days(self) -> int:
        """In how many half-days attendance is taken for it."""
        return max(1, -(-self.minutes // HALF_DAY_MINUTES))

    @property
    def is_individual(self) -> bool:
        return self.kind == SessionKind.ONE_TO_ONE

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "kind": self.kind.value,
            "modality": self.modality.value,
            "speakers": list(self.speakers),
            "deliverables": [kind.value for kind in self.deliverables],
            "per_person": list(self.per_person),
            "resources": [asdict(resource) for resource in self.resources],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SessionTemplate:
        low, high = data.get("per_person", (0, 0))
        return cls(
            key=data["key"],
            kind=SessionKind(data["kind"]),
            title=data["title"],
            minutes=int(data["minutes"]),
            objectives=data.get("objectives", ""),
            materials=data.get("materials", ""),
            speakers=tuple(data.get("speakers", ())),
            deliverables=tuple(DeliverableKind(kind) for kind in data.get("deliverables", ())),
            modality=Modality(data.get("modality", Modality.IN_PERSON)),
            per_person=(int(low), int(high)),
            gap_days=data.get("gap_days"),
            resources=tuple(KitResource.from_json(row) for row in data.get("resources", ())),
        )


@dataclass(frozen=True)
class KitContent:
    """All that a version says.

    Attributes:
        every_days: the calendar rule, as days between two sessions (7 for weekly).
        span_days: how long the whole lasts, at least and at most; (0, 0) when nothing is said.
        calendar: the rule in words, for people.
        costs, contributions: what it costs and who usually pays what, in words.
        before, after: keys of the ready questionnaires asked before and after, none when empty.
    """

    templates: tuple[SessionTemplate, ...] = ()
    group_min: int = 1
    group_max: int = 12
    every_days: int = 7
    span_days: tuple[int, int] = (0, 0)
    calendar: str = ""
    is_itinerant: bool = False
    audience: str = ""
    costs: str = ""
    contributions: str = ""
    before: str = ""
    after: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "templates": [template.as_json() for template in self.templates],
            "span_days": list(self.span_days),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KitContent:
        values = {name: data[name] for name in SETTINGS if name in data}
        if "span_days" in values:
            values["span_days"] = tuple(values["span_days"])
        templates = tuple(SessionTemplate.from_json(row) for row in data.get("templates", ()))
        return cls(templates=templates, **values)

    def template(self, key: str) -> SessionTemplate | None:
        return next((row for row in self.templates if row.key == key), None)

    @property
    def group_templates(self) -> tuple[SessionTemplate, ...]:
        """Those that the group follows together, in order."""
        return tuple(row for row in self.templates if not row.is_individual)

    @property
    def individual_templates(self) -> tuple[SessionTemplate, ...]:
        return tuple(row for row in self.templates if row.is_individual)

    @property
    def minutes(self) -> int:
        """What one person follows at least, all together."""
        return sum(row.minutes * max(1, row.per_person[0]) for row in self.templates)

    def with_template(self, template: SessionTemplate) -> KitContent:
        """The same with that template in the place of the one of its key, or at the end."""
        if self.template(template.key) is None:
            return replace(self, templates=(*self.templates, template))
        return replace(
            self, templates=tuple(template if row.key == template.key else row for row in self.templates)
        )

    def without_template(self, key: str) -> KitContent:
        return replace(self, templates=tuple(row for row in self.templates if row.key != key))

    def moved(self, key: str, step: int) -> KitContent:
        """The same with one template ``step`` ranks further; at an end it stays there."""
        rows = list(self.templates)
        here = next((rank for rank, row in enumerate(rows) if row.key == key), None)
        if here is None:
            return self
        there = min(max(here + step, 0), len(rows) - 1)
        rows.insert(there, rows.pop(here))
        return replace(self, templates=tuple(rows))


#: The fields of a content beside its templates, in the order in which people read them.
SETTINGS = (
    "audience",
    "group_min",
    "group_max",
    "every_days",
    "span_days",
    "calendar",
    "is_itinerant",
    "costs",
    "contributions",
    "before",
    "after",
)
#: The fields of a template that people write.
TEMPLATE_FIELDS = (
    "kind",
    "title",
    "minutes",
    "modality",
    "objectives",
    "materials",
    "resources",
    "speakers",
    "deliverables",
    "per_person",
    "gap_days",
)


@dataclass(frozen=True)
class Fault:
    """Why a content cannot be published: a sentence, and the template that it is about."""

    sentence: str
    key: str = field(default="")
