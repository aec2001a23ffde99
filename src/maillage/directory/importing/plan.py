"""What each line would do to the directory. Reads only: ``apply`` writes what stands here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.directory.enums import ConfirmationSource, LocationPrecision, PlaceStatus, Publication
from maillage.directory.importing.lines import Notice, PlaceLine, Refusal, Understood
from maillage.directory.importing.merging import Conflict, merge
from maillage.directory.importing.programmes import (
    add_programmes,
    programme_sentences,
    without_programmes,
)
from maillage.directory.importing.readers import normalised
from maillage.directory.models import ExternalId, Organisation, Place
from maillage.territories.models import Commune


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Options:
    """How a list is imported.

    ``source`` names whoever keeps it. ``organisation``: the list is of that organisation's places, and
    touches no other. ``take_theirs``: where both sides changed a value, the list wins. ``listed_on``: the
    day of the list, for lines that give none.
    """

    source: str
    organisation: Organisation | None = None
    take_theirs: bool = False
    listed_on: dt.date | None = None

    @property
    def stored_source(self) -> str:
        """An organisation's list cannot claim the identifiers of another source."""
        prefix = f"organisation-{self.organisation.pk}/" if self.organisation else ""
        return f"{prefix}{self.source}"[:60]


@dataclass
class Site:
    """A place of the directory, or one to be made, as the lines so far leave it."""

    place: Place
    changed: dict[str, None] = field(default_factory=dict)
    organisation: OrganisationOfLine | None = None
    first_line: PlaceLine | None = None
    programmes: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.place.pk is None


@dataclass
class OrganisationOfLine:
    """The organisation that a line names; ``found`` is None when it has to be made."""

    name: str
    siret: str
    commune: Commune | None
    found: Organisation | None = None


@dataclass
class Step:
    """What one line does."""

    position: int
    name: str
    outcome: Outcome
    line: PlaceLine | None = None
    site: Site | None = None
    reason: str = ""
    kind: str = ""
    notices: list[Notice] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    base: dict[str, Any] = field(default_factory=dict)
    external_id: ExternalId | None = None
    identifier: str = ""


@dataclass
class Plan:
    options: Options
    steps: list[Step]
    sites: list[Site]
    organisations: list[OrganisationOfLine]


def make(understood: Understood, options: Options, *, lock: bool = False) -> Plan:
    """Decides every line, in the order of the file. ``lock`` holds the rows that may change."""
    known = _Known(understood.places, options, lock=lock)
    steps = [_refused(refusal) for refusal in understood.refusals]
    steps += [_step(line, known) for line in understood.places]
    steps.sort(key=lambda step: step.position)
    sites = [site for site in known.sites if site.is_new or site.changed]
    return Plan(options, steps, sites, known.new_organisations)


def _refused(refusal: Refusal) -> Step:
    return Step(refusal.position, refusal.name, Outcome.REFUSED, reason=refusal.reason, kind=refusal.kind)


class _Known:
    """What the directory holds of the places that the lines may mean. Five queries."""

    def __init__(self, lines: Sequence[PlaceLine], options: Options, *, lock: bool) -> None:
        self.options = options
        self.sites: list[Site] = []
        self._site_of_place: dict[int, Site] = {}
        self._by_site_key: dict[tuple[str, str], list[Site]] = defaultdict(list)
        self._by_siret: dict[tuple[str, str], list[Site]] = defaultdict(list)
        self.lines_by_identifier: dict[str, int] = {}
        self.external: dict[str, ExternalId] = {}
        self.new_organisations: list[OrganisationOfLine] = []
        self._organisations: dict[tuple[str, str], OrganisationOfLine] = {}
        places = self._places(lines, lock=lock)
        for place in places:
            self._remember(Site(place))
        self._load_organisations(lines)

    def _places(self, lines: Sequence[PlaceLine], *, lock: bool) -> Iterable[Place]:
        identifiers = {identifier_of(line) for line in lines}
        external = ExternalId.objects.filter(
            source=self.options.stored_source, identifier__in=identifiers, place__isnull=False
        ).select_related("imported")
        self.external = {row.identifier: row for row in external.order_by("pk")}
        named = [row.place_id for row in self.external.values()]
        communes = {line.commune.pk for line in lines}
        rows: QuerySet[Place] = Place.objects.live().select_related("organisation", "commune").defer("search")
        if lock:
            rows = rows.select_for_update(of=("self",))
        nearby = {place.pk: place for place in rows.filter(commune__in=communes).order_by("pk")}
        # A place that moved to another municipality here is still found by its identifier.
        missing = [pk for pk in named if pk is not None and pk not in nearby]
        if missing:
            nearby.update({place.pk: place for place in rows.filter(pk__in=missing).order_by("pk")})
        return nearby.values()

    def _load_organisations(self, lines: Sequence[PlaceLine]) -> None:
        sirets = {line.siret for line in lines if line.siret}
        names = {line.organisation_name for line in lines if line.organisation_name}
        if not sirets and not names:
            return
        rows = Organisation.objects.live().order_by("pk")
        for organisation in rows.filter(siret__in=sirets):
            key = ("siret", organisation.siret)
            self._organisations.setdefault(key, _existing(organisation))
        folded = {_folded(name) for name in names}
        for organisation in rows.filter(name_key__in=folded):
            key = ("name", normalised(organisation.name))
            self._organisations.setdefault(key, _existing(organisation))

    def _remember(self, site: Site) -> None:
        self.sites.append(site)
        place = site.place
        if place.pk is not None:
            self._site_of_place[place.pk] = site
        self._by_site_key[(normalised(place.name), place.commune_id)].append(site)
        if place.organisation is not None and place.organisation.siret:
            self._by_siret[(place.organisation.siret, place.commune_id)].append(site)

    def add(self, site: Site) -> None:
        self._remember(site)
        if site.organisation is not None and site.organisation.siret:
            self._by_siret[(site.organisation.siret, site.place.commune_id)].append(site)

    def site_of(self, line: PlaceLine) -> Site | None:
        """By identifier, else by name or SIRET within the municipality."""
        row = self.external.get(identifier_of(line))
        if row is not None and row.place_id in self._site_of_place:
            return self._site_of_place[row.place_id]
        if same := self._by_site_key.get(line.site_key):
            return same[0]
        # Another name under the same SIRET is the same site renamed, unless the file names both.
        same = self._by_siret.get((line.siret, line.commune.pk), []) if line.siret else []
        return same[0] if len(same) == 1 and same[0].first_line is None else None

    def organisation_of(self, line: PlaceLine) -> OrganisationOfLine | None:
        if not line.siret and not line.organisation_name:
            return None
        by_siret = self._organisations.get(("siret", line.siret)) if line.siret else None
        by_name = self._organisations.get(("name", normalised(line.organisation_name)))
        if by_siret:
            return by_siret
        if by_name and (not line.siret or not by_name.siret or by_name.siret == line.siret):
            return by_name
        if not line.organisation_name:
            return None
        made = OrganisationOfLine(line.organisation_name, line.siret, line.commune)
        self.new_organisations.append(made)
        if line.siret:
            self._organisations[("siret", line.siret)] = made
        self._organisations.setdefault(("name", normalised(line.organisation_name)), made)
        return made


def _folded(name: str) -> str:
    """As the database folds ``name_key``: lower case without accents."""
    plain = unicodedata.normalize("NFD", name.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _existing(organisation: Organisation) -> OrganisationOfLine:
    return OrganisationOfLine(organisation.name, organisation.siret, None, found=organisation)


def identifier_of(line: PlaceLine) -> str:
    """What recognises the line next time: the list's own identifier, else SIRET, name and municipality."""
    return line.identifier or f"{line.siret or 'name'}:{line.commune.pk}:{line.site_key[0]}"[:200]


def _step(line: PlaceLine, known: _Known) -> Step:
    step = Step(
        line.position,
        line.name,
        Outcome.UNCHANGED,
        line=line,
        notices=list(line.notices),
        identifier=identifier_of(line),
    )
    if step.identifier in known.lines_by_identifier:
        return _refuse(
            step,
            "repeated",
            _("Line %(line)d has the same identifier or name already. Remove one of the two.")
            % {"line": known.lines_by_identifier[step.identifier]},
        )
    site = known.site_of(line)
    if site is not None and site.first_line is not None and not _adds_a_programme(line, site):
        return _refuse(
            step,
            "doubled",
            _(
                "Doubled label: line %(line)d already names “%(name)s” in %(commune)s. "
                "If these are two sites, give them different names."
            )
            % {"line": site.first_line.position, "name": line.name, "commune": line.commune.name},
        )
    if refusal := _outside(site, known.options):
        return _refuse(step, "other_organisation", refusal)
    known.lines_by_identifier[step.identifier] = line.position
    step.external_id = known.external.get(step.identifier)
    if site is None:
        site = Site(_new_place(line, known.options))
        _create(step, line, site)
        site.organisation = known.organisation_of(line) if known.options.organisation is None else None
        known.add(site)
    else:
        if site.first_line is not None:
            step.notices.append(
                Notice(
                    "same_site",
                    _("Same place as line %(line)d: its programme is added.")
                    % {"line": site.first_line.position},
                )
            )
        _update(step, line, site, known)
    _confirm(step, line, site.place, known.options)
    step.site = site
    site.first_line = site.first_line or line
    site.programmes.update(line.values.get("programmes", []))
    site.changed.update(dict.fromkeys(step.changed))
    if step.changed and step.outcome == Outcome.UNCHANGED:
        step.outcome = Outcome.UPDATED
    return step


def _refuse(step: Step, kind: str, reason: str) -> Step:
    step.outcome, step.kind, step.reason = Outcome.REFUSED, kind, reason
    return step


def _adds_a_programme(line: PlaceLine, site: Site) -> bool:
    """Two programmes may label one place: then the second line tells something new."""
    programmes = set(line.values.get("programmes", []))
    return bool(programmes) and programmes.isdisjoint(site.programmes)


def _outside(site: Site | None, options: Options) -> str:
    if options.organisation is None or site is None or site.is_new:
        return ""
    if site.place.organisation_id == options.organisation.pk:
        return ""
    return _(
        "This place is in the directory already and your organisation does not run it. "
        "Ask the platform’s team to attach it."
    )


def _new_place(line: PlaceLine, options: Options) -> Place:
    return Place(
        name=line.name,
        commune=line.commune,
        # A current municipality has a point: the database holds it so.
        latitude=line.commune.latitude or 0.0,
        longitude=line.commune.longitude or 0.0,
        location_precision=LocationPrecision.COMMUNE,
        status=PlaceStatus.OPEN,
        publication=Publication.PUBLISHED,
        organisation=options.organisation,
    )


def _create(step: Step, line: PlaceLine, site: Site) -> None:
    step.outcome = Outcome.CREATED
    step.base = dict(line.values)
    for name, value in line.values.items():
        _set(site.place, name, value)
    add_programmes(site.place, line.values.get("programmes", []))


def _update(step: Step, line: PlaceLine, site: Site, known: _Known) -> None:
    place = site.place
    base = step.external_id.imported.values if step.external_id and _imported(step.external_id) else {}
    merged = merge(
        _current(place, base), base, _mergeable(line.values), take_theirs=known.options.take_theirs
    )
    step.base, step.conflicts = merged.base, merged.conflicts
    if "commune_id" in merged.changes and place.location_precision == LocationPrecision.COMMUNE:
        merged.changes.setdefault(
            "position", [line.commune.latitude, line.commune.longitude, LocationPrecision.COMMUNE.value]
        )
    for name, value in merged.changes.items():
        _set(place, name, value)
    step.changed = list(merged.changes)
    programmes = line.values.get("programmes", [])
    if add_programmes(place, [name for name in programmes if name not in base.get("programmes", [])]):
        step.changed.append("programmes")
    if programmes:
        step.base["programmes"] = programmes
    _attach_organisation(step, line, site, known)


def _attach_organisation(step: Step, line: PlaceLine, site: Site, known: _Known) -> None:
    """A list fills in who runs a place; it never takes a place from an organisation."""
    if known.options.organisation is not None:
        return
    if site.place.organisation_id is not None or site.organisation is not None:
        named = line.organisation_name
        here = site.place.organisation.name if site.place.organisation else ""
        same_siret = bool(
            line.siret and site.place.organisation and site.place.organisation.siret == line.siret
        )
        if named and here and not same_siret and normalised(named) != normalised(here):
            step.conflicts.append(Conflict("organisation", here, named))
        return
    if organisation := known.organisation_of(line):
        site.organisation = organisation
        step.changed.append("organisation")


def _imported(row: ExternalId) -> bool:
    return hasattr(row, "imported")


def _mergeable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "programmes"}


COLUMNS = (
    "types",
    "trades",
    "address",
    "postal_code",
    "opening_hours",
    "opening_note",
    "equipment",
    "surface_m2",
    "website",
    "email",
    "phone",
)


def _current(place: Place, base: dict[str, Any]) -> dict[str, Any]:
    """The directory's side, in the words of ``PlaceLine.values``."""
    # The centre of the municipality only stands in: any list that knows better may say so.
    stands_in = place.location_precision == LocationPrecision.COMMUNE and "position" not in base
    return {
        "name": place.name,
        "commune_id": place.commune_id,
        "position": None if stands_in else [place.latitude, place.longitude, place.location_precision],
        "description": without_programmes(place.description),
        **{name: getattr(place, name) for name in COLUMNS},
    }


def _confirm(step: Step, line: PlaceLine, place: Place, options: Options) -> None:
    """The list vouches for its lines on its day, unless somebody vouched for the place since."""
    day = line.updated_on or options.listed_on
    if day is None or day > timezone.localdate():
        return
    if place.confirmed_at is None or timezone.localdate(place.confirmed_at) < day:
        place.confirmed_at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
        place.confirmed_source, place.confirmed_by = ConfirmationSource.IMPORT, None
        if step.outcome != Outcome.CREATED:
            step.changed.append("confirmed_at")


def _set(place: Place, name: str, value: Any) -> None:
    if name == "position":
        place.latitude, place.longitude, place.location_precision = value
    elif name == "description":
        sentences = programme_sentences(place.description)
        place.description = "\n\n".join([value, *sentences])
    elif name != "programmes":
        setattr(place, name, value)
