"""Support offers of a data·inclusion file: each belongs to a structure, of the file or of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from maillage.directory import data_inclusion
from maillage.directory.actions import create_service, set_service_area, update_service
from maillage.directory.importing.lines import Notice
from maillage.directory.importing.merging import merge
from maillage.directory.importing.plan import Options, Outcome, Plan, Step
from maillage.directory.importing.readers import LIST_SEPARATOR, Row, Table
from maillage.directory.models import ExternalId, ImportedValues, ImportRun, Place, Service
from maillage.territories.enums import Level
from maillage.territories.models import Department, Epci
from maillage.territories.queries import resolve_codes

NATIONAL = frozenset({"france", "99100"})
COLUMNS = (
    "name",
    "description",
    "themes",
    "audiences",
    "formats",
    "price_kind",
    "price_note",
    "conditions",
    "referrers",
    "website",
    "email",
    "phone",
)


@dataclass
class Offer:
    """A service line, the step that offers its structure, and the record it concerns, if any."""

    step: Step
    structure: Step | ExternalId
    values: dict[str, Any]
    area: list[tuple[str, str]]
    service: Service | None
    changes: dict[str, Any] = field(default_factory=dict)
    in_person: bool = False


@dataclass
class OfferPlan:
    steps: list[Step]
    offers: list[Offer]
    options: Options


def make(table: Table, planned: Plan, *, lock: bool) -> OfferPlan:
    """Decides every service line; none for the other formats."""
    if not table.services:
        return OfferPlan([], [], planned.options)
    source = planned.options.stored_source
    structures: dict[str, Step | ExternalId] = {
        row.identifier: row
        for row in ExternalId.objects.filter(
            source=source, identifier__in={row.cells.get("structure_id", "") for row in table.services}
        )
        .exclude(service__isnull=False)
        .select_related("organisation", "place__organisation")
        .order_by("pk")
    }
    structures.update({step.identifier: step for step in planned.steps if step.site is not None})
    known = {
        row.identifier: row
        for row in ExternalId.objects.filter(
            source=source,
            service__isnull=False,
            identifier__in={row.cells.get("id") for row in table.services},
        ).select_related("imported", "service__organisation")
    }
    if lock:
        list(
            Service.objects.select_for_update(of=("self",)).filter(
                pk__in=[r.service_id for r in known.values()]
            )
        )
    areas = _Areas(table.services)
    plan = OfferPlan([], [], planned.options)
    seen: dict[str, int] = {}
    for row in table.services:
        step = _step(row, structures, known, areas, seen, plan)
        plan.steps.append(step)
        seen.setdefault(step.identifier, step.position)
    return plan


def _step(
    row: Row,
    structures: dict[str, Step | ExternalId],
    known: dict[str, ExternalId],
    areas: _Areas,
    seen: dict[str, int],
    plan: OfferPlan,
) -> Step:
    cells = row.cells
    name = " ".join(cells.get("nom", "").split())
    step = Step(row.position, name, Outcome.UNCHANGED, identifier=cells.get("id", "")[:200])
    if not name or not step.identifier:
        return _refuse(step, "invalid", _("A support offer needs a name and an identifier."))
    if step.identifier in seen:
        return _refuse(
            step,
            "repeated",
            _("Line %(line)d has the same identifier or name already. Remove one of the two.")
            % {"line": seen[step.identifier]},
        )
    structure = structures.get(cells.get("structure_id", ""))
    if structure is None or not _has_organisation(structure, plan.options):
        return _refuse(
            step,
            "structure",
            _("The structure “%(structure)s” is neither in this file nor known from this source.")
            % {"structure": cells.get("structure_id", "")},
        )
    values = _values(cells, name, step.notices)
    area = areas.of(cells.get("zone_eligibilite", ""), step.notices)
    step.external_id = known.get(step.identifier)
    service = step.external_id.service if step.external_id else None
    offer = Offer(
        step, structure, values, area, service, in_person="en-presentiel" in cells.get("modes_accueil", "")
    )
    if service is None:
        step.outcome, step.base = Outcome.CREATED, {**values, "area": [list(ref) for ref in area]}
    else:
        _compare(offer, service, plan.options)
    plan.offers.append(offer)
    return step


def _compare(offer: Offer, service: Service, options: Options) -> None:
    step = offer.step
    row = step.external_id
    base = row.imported.values if row is not None and hasattr(row, "imported") else {}
    here: dict[str, Any] = {column: getattr(service, column) for column in COLUMNS}
    here["area"] = sorted([str(area.level), area.code] for area in service.territories.all())
    incoming = {**offer.values, **({"area": [list(ref) for ref in offer.area]} if offer.area else {})}
    merged = merge(here, base, incoming, take_theirs=options.take_theirs)
    step.base, step.conflicts, step.changed = merged.base, merged.conflicts, list(merged.changes)
    offer.changes = merged.changes
    if step.changed:
        step.outcome = Outcome.UPDATED


def _refuse(step: Step, kind: str, reason: str) -> Step:
    step.outcome, step.kind, step.reason = Outcome.REFUSED, kind, reason
    return step


def _has_organisation(structure: Step | ExternalId, options: Options) -> bool:
    if options.organisation is not None:
        return isinstance(structure, Step)
    if isinstance(structure, Step):
        site = structure.site
        return site is not None and (site.organisation is not None or site.place.organisation_id is not None)
    return structure.organisation_id is not None or bool(structure.place and structure.place.organisation_id)


def _values(cells: Any, name: str, notices: list[Notice]) -> dict[str, Any]:
    values: dict[str, Any] = {"name": name[:200]}
    themes, unknown = data_inclusion.themes_of(_items(cells.get("thematiques", "")))
    if unknown:
        notices.append(
            Notice(
                "unknown_words",
                _("Words that the directory does not know: %(words)s.") % {"words": ", ".join(unknown)},
            )
        )
    lists = {
        "themes": themes,
        "audiences": _known(data_inclusion.AUDIENCES, cells.get("publics", "")),
        "formats": data_inclusion.formats_of(cells.get("type", ""), _items(cells.get("modes_accueil", ""))),
        "referrers": _known(data_inclusion.REFERRERS, cells.get("mobilisable_par", "")),
    }
    values.update({key: value for key, value in lists.items() if value})
    texts = {
        "description": cells.get("description", ""),
        "price_note": cells.get("frais_precisions", "")[:250],
        "conditions": "\n".join(
            text for key in ("conditions_acces", "publics_precisions") if (text := cells.get(key, ""))
        ),
        "website": (cells.get("lien_mobilisation", "") or cells.get("lien_source", ""))[:300],
        "phone": cells.get("telephone", "")[:30],
    }
    values.update({key: text for key, text in texts.items() if text})
    if price := data_inclusion.PRICES.get(cells.get("frais", "")):
        values["price_kind"] = price.value
    if email := cells.get("courriel", "").lower():
        try:
            validate_email(email)
            values["email"] = email
        except ValidationError:
            notices.append(Notice("email", _("The e-mail address is left out: it is not well formed.")))
    return values


def _items(cell: str) -> list[str]:
    return [item for item in cell.split(LIST_SEPARATOR) if item]


def _known(table: dict[str, Any], cell: str) -> list[str]:
    return list(dict.fromkeys(table[item].value for item in _items(cell) if item in table))


class _Areas:
    """The areas that the lines name: official codes checked in three queries."""

    def __init__(self, rows: Iterable[Row]) -> None:
        codes = {code for row in rows for code in _items(row.cells.get("zone_eligibilite", ""))}
        self._communes = resolve_codes([code for code in codes if len(code) == 5])
        self._epci = set(Epci.objects.filter(pk__in=codes).values_list("pk", flat=True))
        self._departments = set(Department.objects.filter(pk__in=codes).values_list("pk", flat=True))

    def of(self, cell: str, notices: list[Notice]) -> list[tuple[str, str]]:
        refs: dict[tuple[str, str], None] = {}
        unknown = []
        for code in _items(cell):
            if code in NATIONAL:
                refs[(Level.COUNTRY.value, "FR")] = None
            elif code in self._communes:
                refs[(Level.COMMUNE.value, self._communes[code])] = None
            elif code in self._epci:
                refs[(Level.EPCI.value, code)] = None
            elif code in self._departments:
                refs[(Level.DEPARTMENT.value, code)] = None
            else:
                unknown.append(code)
        if unknown:
            notices.append(
                Notice("area", _("Unknown codes in the area: %(codes)s.") % {"codes": ", ".join(unknown)})
            )
        return sorted(refs)


# --- Writing ----------------------------------------------------------------------------------------
def write(plan: OfferPlan, planned: Plan, run: ImportRun, *, by: Any) -> None:
    """Creates and updates the offers by the directory's own actions. Runs in the import's transaction."""
    for offer in plan.offers:
        step = offer.step
        if step.outcome == Outcome.CREATED:
            offer.service = _created(offer, plan.options, by=by)
        elif step.outcome == Outcome.UPDATED and offer.service is not None:
            changes = dict(offer.changes)
            area = changes.pop("area", None)
            update_service(offer.service, changes, by=by)
            if area is not None:
                set_service_area(offer.service, [(level, code) for level, code in area], by=by)
        _remember(offer, plan.options, run)


def _created(offer: Offer, options: Options, *, by: Any) -> Service:
    structure = offer.structure
    place: Place | None
    if isinstance(structure, Step):
        place = structure.site.place if structure.site else None
        organisation = options.organisation
    else:
        place, organisation = structure.place, structure.organisation
    if organisation is None and place is not None:
        organisation = place.organisation
    return create_service(
        {**offer.values, "organisation": organisation},
        by=by,
        area=offer.area,
        places=[place] if place is not None and offer.in_person else [],
        publish=True,
    )


def _remember(offer: Offer, options: Options, run: ImportRun) -> None:
    step = offer.step
    row = step.external_id
    if row is None:
        row = ExternalId.objects.create(
            source=options.stored_source, identifier=step.identifier, service=offer.service
        )
    known = ImportedValues.objects.filter(external_id=row).first() if step.external_id else None
    if known is None:
        ImportedValues.objects.create(external_id=row, values=step.base, run=run)
    elif known.values != step.base:
        known.values, known.run = step.base, run
        known.save(update_fields=["values", "run"])
