"""Reads of orientation: which doors fit, which nearly do, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import formatting
from maillage.directory.enums import Audience, LegalForm, Referrer, Stage, Theme
from maillage.directory.models import Service
from maillage.projects import extensions
from maillage.projects.enums import NO_LEGAL_FORM
from maillage.projects.extensions import NextPlace
from maillage.projects.fit import Answer, Finding, Match, Ranking, Rule, Wish
from maillage.projects.models import Project
from maillage.projects.queries.offers import ranking_of
from maillage.territories.models import Commune
from maillage.territories.queries import codes_of, territories_of
from maillage.territories.refs import TerritoryRef

ANYBODY = frozenset({Referrer.SELF.value})
PROFESSIONALS = frozenset({referrer.value for referrer in Referrer if referrer != Referrer.SELF})


@dataclass(frozen=True)
class Door:
    """A service as a page shows it: why it is there, what keeps it away, what it asks and has left."""

    service: Service
    match: Match
    reasons: list[str]
    obstacles: list[str]
    load: str
    next_place: NextPlace | None

    @property
    def km(self) -> float | None:
        return self.match.offer.km

    @property
    def is_open(self) -> bool:
        return self.match.is_door


@dataclass(frozen=True)
class Doors:
    """What was found for a wish. ``others`` are alternatives when nothing better is near."""

    doors: list[Door]
    near: list[Door]
    others: list[Door]


def wish_of(
    commune: Commune,
    *,
    stage: str = "",
    themes: Iterable[str] = (),
    audiences: Iterable[str] = (),
    referrers: frozenset[str] = ANYBODY,
) -> Wish:
    return Wish(
        area=tuple((ref.level.value, ref.code) for ref in codes_of(commune)),
        stage=stage,
        themes=frozenset(themes),
        audiences=frozenset(audiences),
        referrers=referrers,
    )


def audiences_of(project: Project) -> list[str]:
    """Whom a service would see in the project, from what carries it."""
    form = project.legal_form
    found = [Audience.PROJECT_CARRIERS.value]
    if form == LegalForm.ASSOCIATION:
        found.append(Audience.ASSOCIATIONS.value)
    elif form in {LegalForm.SCIC, LegalForm.SCOP, LegalForm.CAE}:
        found.append(Audience.COOPERATIVES.value)
    elif form in {LegalForm.SAS, LegalForm.SARL, LegalForm.MICRO_ENTERPRISE}:
        found.append(Audience.SMALL_FIRMS.value)
    elif form in {LegalForm.COMMUNE, LegalForm.EPCI, LegalForm.DEPARTMENT, LegalForm.REGION}:
        found.append(Audience.LOCAL_AUTHORITIES.value)
    elif form in {"", NO_LEGAL_FORM}:
        found.append(Audience.INHABITANTS.value)
    return found


def find_doors(commune: Commune, wish: Wish, *, besides: Collection[int] = ()) -> Doors:
    """The services for a wish, ranked and explained; half a dozen queries whatever their number.

    Args:
        besides: keys of services left out, where the project waits already.
    """
    ranking = ranking_of(commune, wish, besides=besides)
    shown = [*ranking.doors, *ranking.near, *ranking.others]
    keys = [match.offer.pk for match in shown]
    services = {service.pk: service for service in _shown(keys)}
    places: dict[int, NextPlace] = {}
    for source in extensions.next_places:
        places = {**source.places_of(keys), **places}
    names = _names_of({TerritoryRef.parse(":".join(match.row)) for match in shown if match.row}, commune)
    return _doors(ranking, services, places, names, commune)


def _shown(keys: Collection[int]) -> QuerySet[Service]:
    """Services with what a page says of them beside their rules. Thirty rows of fifty columns take longer to
    read than to choose."""
    return (
        Service.objects.filter(pk__in=keys)
        .select_related("organisation")
        .only(
            "name",
            "slug",
            "summary",
            "price_kind",
            "price_note",
            "duration",
            "conditions",
            "confirmed_at",
            "created_at",
            "organisation__name",
        )
    )


def _names_of(refs: set[TerritoryRef], commune: Commune) -> dict[TerritoryRef, str]:
    """What contains a commune, by name; no query for what was read with it."""
    names = {commune.ref: commune.name}
    for field in ("epci", "department", "region"):
        above = commune._state.fields_cache.get(field)
        if above is not None:
            names[above.ref] = above.name
    return names | dict(territories_of(refs - names.keys()))


# --- In words ----------------------------------------------------------------------------------------------
def _doors(
    ranking: Ranking,
    services: dict[int, Service],
    places: dict[int, NextPlace],
    names: dict[TerritoryRef, str],
    commune: Commune,
) -> Doors:
    def of(matches: Iterable[Match]) -> list[Door]:
        return [
            Door(
                service=services[match.offer.pk],
                match=match,
                reasons=[
                    words
                    for found in match.findings
                    if found.answer == Answer.YES and (words := _yes(found, match, names))
                ],
                obstacles=[
                    _no(found, match, commune) for found in match.findings if found.answer == Answer.NO
                ],
                load=load_in_words(match.offer.load, match.offer.capacity),
                next_place=places.get(match.offer.pk),
            )
            for match in matches
        ]

    return Doors(of(ranking.doors), of(ranking.near), of(ranking.others))


def load_in_words(load: int, capacity: int | None) -> str:
    """How many it took over twelve months, of how many it can."""
    if capacity is None:
        if not load:
            return ""
        return ngettext(
            "%(load)s project taken in over twelve months",
            "%(load)s projects taken in over twelve months",
            load,
        ) % {"load": load}
    return _("%(load)s of %(capacity)s places taken over twelve months") % {
        "load": load,
        "capacity": capacity,
    }


def _yes(found: Finding, match: Match, names: dict[TerritoryRef, str]) -> str:
    if found.rule == Rule.AREA and match.row:
        ref = TerritoryRef.parse(":".join(match.row))
        values = {"name": names.get(ref, ref.code), "level": str(ref.level.label).lower()}
        if ref.level.value == "country":
            return _("covers all of France")
        if match.offer.is_inherited:
            return _("covers %(name)s (%(level)s), its organisation’s perimeter") % values
        return _("covers %(name)s (%(level)s)") % values
    if found.rule == Rule.STAGE:
        return _("meets projects at this stage: %(words)s") % {"words": _labels(found)}
    if found.rule == Rule.THEME:
        return _("works on: %(words)s") % {"words": _labels(found)}
    if found.rule == Rule.AUDIENCE:
        return _("is for: %(words)s") % {"words": _labels(found)}
    return ""


def _no(found: Finding, match: Match, commune: Commune) -> str:
    words = {"words": _labels(found), "commune": commune.name}
    if found.rule == Rule.AREA:
        if match.offer.km is None:
            return _("does not cover %(commune)s") % words
        distance = formatting.distance(match.offer.km)
        return _("does not cover %(commune)s; its organisation is %(distance)s away") % {
            **words,
            "distance": distance,
        }
    if found.rule == Rule.STAGE:
        return _("meets projects at other stages: %(words)s") % words
    if found.rule == Rule.THEME:
        return _("works on something else: %(words)s") % words
    if found.rule == Rule.AUDIENCE:
        return _("is for others: %(words)s") % words
    if found.rule == Rule.REFERRER:
        return _("takes only those sent by: %(words)s") % words
    return _("has no place left: %(load)s of %(capacity)s taken over twelve months") % {
        "load": match.offer.load,
        "capacity": match.offer.capacity,
    }


_WORDS: dict[Rule, Any] = {
    Rule.STAGE: Stage,
    Rule.THEME: Theme,
    Rule.AUDIENCE: Audience,
    Rule.REFERRER: Referrer,
}


def _labels(found: Finding) -> str:
    choices = _WORDS.get(found.rule)
    if choices is None:
        return ""
    return ", ".join(str(choice.label).lower() for choice in choices if choice.value in found.common)
