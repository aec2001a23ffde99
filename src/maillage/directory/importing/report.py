"""What happened to each line, for a person and as CSV; JSON in between, so that it can be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.core.errors import Sentence
from maillage.directory.importing.lines import Understood
from maillage.directory.importing.mapping import FIELDS_BY_KEY
from maillage.directory.importing.plan import Outcome, Step
from maillage.territories.models import Commune

OUTCOME_LABELS: dict[str, Sentence] = {
    Outcome.CREATED: pgettext_lazy("outcome of a line", "created"),
    Outcome.UPDATED: pgettext_lazy("outcome of a line", "updated"),
    Outcome.UNCHANGED: pgettext_lazy("outcome of a line", "unchanged"),
    Outcome.REFUSED: pgettext_lazy("outcome of a line", "refused"),
}
FIELD_LABELS: dict[str, Sentence] = {
    "position": gettext_lazy("Position"),
    "commune_id": gettext_lazy("Municipality"),
    "programmes": gettext_lazy("Programme"),
    "confirmed_at": gettext_lazy("Date of the information"),
    "opening_note": gettext_lazy("Note on opening"),
    "area": gettext_lazy("Area"),
    "themes": gettext_lazy("Themes"),
    "audiences": gettext_lazy("Audiences"),
    "formats": gettext_lazy("Formats"),
    "price_kind": gettext_lazy("Price"),
    "price_note": gettext_lazy("Price, in words"),
    "conditions": gettext_lazy("Conditions"),
    "referrers": gettext_lazy("Who may refer"),
    "summary": gettext_lazy("In one sentence"),
}


def field_label(key: str) -> str:
    field = FIELDS_BY_KEY.get(key)
    return str(field.label if field else FIELD_LABELS.get(key, key))


def made(
    steps: Sequence[Step],
    *,
    understood: Understood,
    notices: Sequence[Sentence],
    new_organisations: int,
) -> dict[str, Any]:
    """The report as JSON: ``counts``, ``notices`` on the whole file, ``unknown_words``, ``lines``."""
    counts = Counter(step.outcome.value for step in steps)
    whole = [str(notice) for notice in notices]
    if understood.centres_only:
        whole.append(
            _("The coordinates are those of the municipalities: the places are shown at their centre.")
        )
    unknown = {key: dict(words.most_common()) for key, words in understood.unknown_words.items() if words}
    if not understood.has_points:
        whole.append(_("The list gives no coordinates: the places are shown at their municipality’s centre."))
    return {
        "counts": {outcome.value: counts[outcome.value] for outcome in Outcome}
        | {
            "lines": len(steps),
            "conflicts": sum(bool(step.conflicts) for step in steps),
            "noticed": sum(bool(step.notices) for step in steps),
            "organisations": new_organisations,
        },
        "notices": whole,
        "unknown_words": unknown,
        "kinds": dict(Counter(step.kind for step in steps if step.kind)),
        "lines": [_line(step) for step in steps],
    }


def _line(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "name": step.name,
        "outcome": step.outcome.value,
        "kind": step.kind,
        "reason": step.reason,
        "notices": [notice.text for notice in step.notices],
        "changed": step.changed,
        "conflicts": [
            {"field": conflict.field, "here": _shown(conflict.here), "there": _shown(conflict.there)}
            for conflict in step.conflicts
        ],
    }


def _shown(value: Any) -> str:
    if isinstance(value, Commune):
        return value.name
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


HEADER: tuple[Sentence, ...] = (
    pgettext_lazy("column of a report", "line"),
    pgettext_lazy("column of a report", "name"),
    pgettext_lazy("column of a report", "outcome"),
    pgettext_lazy("column of a report", "what to mend"),
    pgettext_lazy("column of a report", "remarks"),
    pgettext_lazy("column of a report", "changed"),
    pgettext_lazy("column of a report", "conflicts"),
)


def rows(report: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The lines of a report for ``core.exports.csv_response``."""
    for line in report["lines"]:
        yield [
            line["position"],
            line["name"],
            str(OUTCOME_LABELS[line["outcome"]]),
            line["reason"],
            " ".join(line["notices"]),
            ", ".join(field_label(key) for key in line["changed"]),
            " ; ".join(conflict_sentence(conflict) for conflict in line["conflicts"]),
        ]


def summary(counts: Mapping[str, int]) -> str:
    """“490 created, 1 updated, 0 unchanged, 2 refused.”"""
    sentence = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.")
    return sentence % {outcome.value: counts[outcome.value] for outcome in Outcome}


def conflict_sentence(conflict: Mapping[str, str]) -> str:
    return _("%(field)s: “%(here)s” here, “%(there)s” in the list") % {
        "field": field_label(conflict["field"]),
        "here": conflict["here"],
        "there": conflict["there"],
    }
