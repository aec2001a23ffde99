"""The directory in data·inclusion v1: a place is a *structure*, a support offer a *service*.

An offer refers to the structure where it is first held, else to its organisation, which then is a
structure of its own. Fields that the standard bounds are cut to fit; what it has no word for is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from maillage.directory import data_inclusion as words
from maillage.directory.models import Organisation, Place, Service
from maillage.territories.enums import Level
from maillage.territories.models import Department

SOURCE = "maillage"
NAME_LENGTH, TEXT_LENGTH = 150, 10_000
_url = URLValidator(schemes=["http", "https"])


def place_id(pk: int) -> str:
    return f"{SOURCE}--lieu-{pk}"


def organisation_id(pk: int) -> str:
    return f"{SOURCE}--organisation-{pk}"


def structures_of_places() -> Iterator[dict[str, Any]]:
    rows = Place.objects.public().select_related("organisation", "commune").defer("words", "search")
    for place in rows.order_by("pk").iterator(chunk_size=2000):
        organisation = place.organisation
        siret = organisation.siret if organisation and organisation.is_published else ""
        yield {
            **_structure(place, place_id(place.pk), siret=siret),
            "latitude": round(place.latitude, 6),
            "longitude": round(place.longitude, 6),
            "horaires_accueil": place.opening_hours or None,
        }


def structures_of_organisations(*, only_with_services: bool = False) -> Iterator[dict[str, Any]]:
    rows = Organisation.objects.public().select_related("commune").defer("words", "search")
    if only_with_services:
        # Only those that an offer refers to, because it is held at no public place.
        offers = Service.objects.public().exclude(places__in=Place.objects.public())
        rows = rows.filter(pk__in=offers.values("organisation"))
    for organisation in rows.order_by("pk").iterator(chunk_size=2000):
        commune = organisation.commune
        yield {
            **_structure(organisation, organisation_id(organisation.pk), siret=organisation.siret),
            "latitude": commune.latitude if commune else None,
            "longitude": commune.longitude if commune else None,
        }


def services() -> Iterator[dict[str, Any]]:
    """Public offers of public organisations, each with its structure’s identifier."""
    rows = (
        Service.objects.public()
        .filter(organisation__publication="published", organisation__merged_into__isnull=True)
        .select_related("organisation__commune")
        .prefetch_related("territories", "organisation__territories", "places__commune")
        .defer("words", "search")
    )
    departments = departments_by_region()
    for service in rows.order_by("pk").iterator(chunk_size=1000):
        yield _service(service, departments)


def _structure(record: Place | Organisation, identifier: str, *, siret: str) -> dict[str, Any]:
    commune = record.commune
    return {
        "source": SOURCE,
        "id": identifier,
        "nom": _name(record.name),
        "date_maj": _day(record),
        "description": _text(record.description),
        "lien_source": f"{settings.BASE_URL}{record.get_absolute_url()}",
        "siret": siret or None,
        "commune": commune.name if commune else None,
        "code_insee": commune.pk if commune else None,
        "code_postal": record.postal_code or None,
        "adresse": record.address or None,
        "telephone": record.phone or None,
        "courriel": _email(record.email),
        "site_web": _link(record.website),
    }


def _service(service: Service, departments: Mapping[str, list[str]]) -> dict[str, Any]:
    organisation = service.organisation
    held_at = next((place for place in service.places.all() if _is_public(place)), None)
    where: Place | Organisation = held_at or organisation
    commune = where.commune
    link = _link(service.website)
    email = _email(service.email or organisation.email)
    phone = service.phone or organisation.phone or None
    modes = [
        mode
        for mode, given in (
            ("envoyer-un-courriel", email),
            ("telephoner", phone),
            ("utiliser-lien-mobilisation", link),
        )
        if given
    ]
    return {
        "source": SOURCE,
        "structure_id": place_id(held_at.pk) if held_at else organisation_id(organisation.pk),
        "id": f"{SOURCE}--accompagnement-{service.pk}",
        "nom": _name(service.name),
        "description": _text(service.description) or _text(service.summary) or _text(f"{service.name}."),
        "lien_source": f"{settings.BASE_URL}{service.get_absolute_url()}",
        "date_maj": _day(service),
        "type": words.type_of(service.formats, service.themes),
        "thematiques": words.thematics_of(service.themes, service.stages) or None,
        "frais": words.FEES.get(service.price_kind),  # type: ignore[call-overload]
        "frais_precisions": service.price_note or None,
        "publics": words.publics_of(service.audiences),
        "publics_precisions": ", ".join(service.audience_labels) or None,
        "conditions_acces": service.conditions or None,
        "commune": commune.name if commune else None,
        "code_postal": where.postal_code or None,
        "code_insee": commune.pk if commune else None,
        "adresse": where.address or None,
        "longitude": round(held_at.longitude, 6) if held_at else (commune.longitude if commune else None),
        "latitude": round(held_at.latitude, 6) if held_at else (commune.latitude if commune else None),
        "telephone": phone,
        "courriel": email,
        "modes_accueil": words.welcome_of(service.formats) or None,
        "zone_eligibilite": area_of(service, departments) or None,
        "lien_mobilisation": link,
        "modes_mobilisation": modes or None,
        "mobilisable_par": sorted({words.MOBILISERS[referrer] for referrer in service.referrers}) or None,  # type: ignore[index]
    }


def area_of(service: Service, departments: Mapping[str, list[str]]) -> list[str]:
    """Official codes of the area; a région is written as its départements, as the standard asks."""
    rows = service.territories.all() if service.has_own_area else service.organisation.territories.all()
    codes: list[str] = []
    for row in rows:
        if row.level == Level.COUNTRY:
            return ["france"]
        if row.level == Level.REGION:
            codes.extend(departments.get(row.code, []))
        else:
            codes.append(row.code)
    return sorted(set(codes))


def departments_by_region() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Department.objects.filter(region__isnull=False, is_current=True).order_by("pk")
    for code, region in rows.values_list("pk", "region_id"):
        found[str(region)].append(code)
    return found


def _is_public(place: Place) -> bool:
    return place.is_published and place.merged_into_id is None


def _day(record: Place | Organisation | Service) -> str:
    """The day of the last change, or of the last confirmation if that is later; never tomorrow."""
    latest = max(record.updated_at, record.confirmed_at or record.updated_at)
    return min(timezone.localdate(latest), timezone.localdate()).isoformat()


def _name(name: str) -> str:
    cut = name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rsplit(' ', 1)[0]}…"
    cut = cut if cut.endswith("etc.") else cut.rstrip(". ")
    return cut if len(cut) >= 3 else f"Lieu {cut}".strip()


def _text(text: str) -> str | None:
    plain = text.strip()
    return plain[:TEXT_LENGTH] if len(plain) >= 5 else None


def _email(text: str) -> str | None:
    """Addresses that the standard’s validator takes: its rules on reserved domains are stricter than ours."""
    try:
        validate_email(text)
    except ValidationError:
        return None
    return None if re.search(r"\.(example|test|invalid|localhost|local)$", text) else text


def _link(text: str) -> str | None:
    try:
        _url(text)
    except ValidationError:
        return None
    return text
