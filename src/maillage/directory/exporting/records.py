"""The directory's own exports: places, support offers, organisations. Public records only."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from maillage.directory import extensions
from maillage.directory.exporting import data_inclusion
from maillage.directory.exporting.catalogue import LICENCE, Export, exports
from maillage.directory.exporting.writers import csv_text, data_inclusion_text, geojson_text, json_list_text
from maillage.directory.models import Organisation, Place, Service

CHUNK = 2000
ABOUT = {"name": "Maillage", "licence": LICENCE}
# Column names are stable and French, as open data is read by programs and by people who know no English.


def version_of(*querysets: QuerySet[Any]) -> str:
    """A digest that differs when a row of the querysets is added, removed or changed. A query each."""
    parts = [
        queryset.order_by().aggregate(
            rows=Count("pk"), ids=Sum("pk"), versions=Sum("version"), last=Max("updated_at")
        )
        for queryset in querysets
    ]
    return hashlib.sha256(repr([sorted(part.items()) for part in parts]).encode()).hexdigest()[:16]


def last_change(rows: QuerySet[Any]) -> dt.datetime | None:
    moment: dt.datetime | None = rows.order_by().aggregate(last=Max("updated_at"))["last"]
    return moment


def places_version() -> str:
    return f"{version_of(Place.objects.public())}-{extensions.labels_version()}"


def services_version() -> str:
    return version_of(Service.objects.public(), Organisation.objects.public(), Place.objects.public())


def organisations_version() -> str:
    return version_of(Organisation.objects.public())


# --- Places -----------------------------------------------------------------------------------------
def place_records() -> Iterator[tuple[int, tuple[float, float], dict[str, Any]]]:
    rows = (
        Place.objects.public()
        .select_related("organisation", "commune__department", "commune__epci")
        .prefetch_related("external_ids")
        .defer("words", "search")
    )
    for batch in _batches(rows.order_by("pk").iterator(chunk_size=CHUNK)):
        labelled = extensions.labels_of(batch)
        for place in batch:
            yield place.pk, (place.latitude, place.longitude), _place(place, labelled.get(place.pk, []))


def _place(place: Place, named: Iterable[extensions.Label]) -> dict[str, Any]:
    organisation = place.organisation if place.organisation and place.organisation.is_published else None
    return {
        "id": place.pk,
        "nom": place.name,
        "types": ", ".join(place.type_labels),
        "filieres": ", ".join(place.trade_labels),
        "labels": ", ".join(label.name for label in named),
        "statut": str(place.get_status_display()),
        "organisation": organisation.name if organisation else "",
        "siret": organisation.siret if organisation else "",
        "adresse": place.address,
        "code_postal": place.postal_code,
        "code_insee": place.commune_id,
        "commune": place.commune.name,
        "departement": place.commune.department_id,
        "epci": place.commune.epci_id or "",
        "latitude": round(place.latitude, 6),
        "longitude": round(place.longitude, 6),
        "precision": place.location_precision,
        "horaires": place.opening_hours,
        "accessibilite": place.accessibility,
        "surface_m2": place.surface_m2,
        "equipement": place.equipment,
        "description": place.description,
        "site_web": place.website,
        "courriel": place.email,
        "telephone": place.phone,
        "identifiants": " ".join(f"{row.source}:{row.identifier}" for row in place.external_ids.all()),
        "confirme_le": place.confirmed_at.date().isoformat() if place.confirmed_at else "",
        "modifie_le": place.updated_at.date().isoformat(),
        "page": f"{settings.BASE_URL}{place.get_absolute_url()}",
    }


# --- Organisations ----------------------------------------------------------------------------------
def organisation_records() -> Iterator[tuple[int, tuple[float, float] | None, dict[str, Any]]]:
    rows = Organisation.objects.public().select_related("commune__department").defer("words", "search")
    for organisation in rows.order_by("pk").iterator(chunk_size=CHUNK):
        commune = organisation.commune
        point = (
            (commune.latitude, commune.longitude)
            if commune and commune.latitude is not None and commune.longitude is not None
            else None
        )
        yield (
            organisation.pk,
            point,
            {
                "id": organisation.pk,
                "nom": organisation.name,
                "sigle": organisation.acronym,
                "forme": str(organisation.get_legal_form_display()),
                "siret": organisation.siret,
                "rna": organisation.rna,
                "reseau": organisation.is_network,
                "adresse": organisation.address,
                "code_postal": organisation.postal_code,
                "code_insee": organisation.commune_id or "",
                "commune": commune.name if commune else "",
                "departement": commune.department_id if commune else "",
                "description": organisation.description,
                "site_web": organisation.website,
                "courriel": organisation.email,
                "telephone": organisation.phone,
                "modifie_le": organisation.updated_at.date().isoformat(),
                "page": f"{settings.BASE_URL}{organisation.get_absolute_url()}",
            },
        )


# --- Support offers ---------------------------------------------------------------------------------
def service_records() -> Iterator[dict[str, Any]]:
    rows = (
        Service.objects.public()
        .select_related("organisation__commune")
        .prefetch_related("territories", "organisation__territories", "places")
        .defer("words", "search")
    )
    for service in rows.order_by("pk").iterator(chunk_size=CHUNK):
        area = service.territories.all() if service.has_own_area else service.organisation.territories.all()
        commune = service.organisation.commune
        yield {
            "id": service.pk,
            "nom": service.name,
            "resume": service.summary,
            "organisation": service.organisation.name,
            "organisation_id": service.organisation_id,
            "commune_de_l_organisation": commune.pk if commune else "",
            "etapes": ", ".join(service.stage_labels),
            "publics": ", ".join(service.audience_labels),
            "themes": ", ".join(service.theme_labels),
            "formats": ", ".join(service.format_labels),
            "prix": str(service.get_price_kind_display()),
            "prix_precisions": service.price_note,
            "capacite": service.capacity,
            "conditions": service.conditions,
            "orientation": ", ".join(service.referrer_labels),
            "zone": " ".join(sorted(f"{row.level}:{row.code}" for row in area)),
            "lieux": " ".join(str(place.pk) for place in service.places.all() if place.is_published),
            "description": service.description,
            "site_web": service.website,
            "courriel": service.email,
            "telephone": service.phone,
            "modifie_le": service.updated_at.date().isoformat(),
            "page": f"{settings.BASE_URL}{service.get_absolute_url()}",
        }


def _batches(rows: Iterator[Place]) -> Iterator[list[Place]]:
    batch: list[Place] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _csv(records: Iterator[Mapping[str, Any]], header: tuple[str, ...]) -> Iterator[str]:
    return csv_text(header, ([record[column] for column in header] for record in records))


PLACE_COLUMNS = (
    "id", "nom", "types", "filieres", "labels", "statut", "organisation", "siret", "adresse", "code_postal",
    "code_insee", "commune", "departement", "epci", "latitude", "longitude", "precision", "horaires",
    "accessibilite", "surface_m2", "equipement", "description", "site_web", "courriel", "telephone",
    "identifiants", "confirme_le", "modifie_le", "page",
)  # fmt: skip
ORGANISATION_COLUMNS = (
    "id", "nom", "sigle", "forme", "siret", "rna", "reseau", "adresse", "code_postal", "code_insee",
    "commune", "departement", "description", "site_web", "courriel", "telephone", "modifie_le", "page",
)  # fmt: skip
SERVICE_COLUMNS = (
    "id", "nom", "resume", "organisation", "organisation_id", "commune_de_l_organisation", "etapes",
    "publics", "themes", "formats", "prix", "prix_precisions", "capacite", "conditions", "orientation",
    "zone", "lieux", "description", "site_web", "courriel", "telephone", "modifie_le", "page",
)  # fmt: skip


def register() -> None:
    """Adds the directory's own exports; called once by its ``AppConfig``."""
    exports.add(
        Export(
            key="places",
            slug="lieux",
            label=_("Places"),
            description=_("Every public place: types, trades, labels, address, coordinates, opening hours."),
            formats={
                "csv": lambda: _csv((row for _pk, _point, row in place_records()), PLACE_COLUMNS),
                "geojson": lambda: geojson_text(place_records(), about=ABOUT),
                "data-inclusion": lambda: json_list_text(data_inclusion.structures_of_places()),
            },
            version=places_version,
            modified=lambda: last_change(Place.objects.public()),
            order=10,
        )
    )
    exports.add(
        Export(
            key="services",
            slug="accompagnements",
            label=_("Support offers"),
            description=_("Every public support offer, with the area that it covers."),
            formats={
                "csv": lambda: _csv(service_records(), SERVICE_COLUMNS),
                "data-inclusion": lambda: json_list_text(data_inclusion.services()),
            },
            version=services_version,
            modified=lambda: last_change(Service.objects.public()),
            order=20,
        )
    )
    exports.add(
        Export(
            key="organisations",
            slug="organisations",
            label=_("Organisations"),
            description=_("Every public organisation, at the centre of its municipality."),
            formats={
                "csv": lambda: _csv(
                    (row for _pk, _point, row in organisation_records()), ORGANISATION_COLUMNS
                ),
                "geojson": lambda: geojson_text(organisation_records(), about=ABOUT),
                "data-inclusion": lambda: json_list_text(data_inclusion.structures_of_organisations()),
            },
            version=organisations_version,
            modified=lambda: last_change(Organisation.objects.public()),
            order=30,
        )
    )
    exports.add(
        Export(
            key="directory",
            slug="annuaire",
            label=_("Whole directory"),
            description=_("Places and support offers in one data·inclusion document."),
            formats={"data-inclusion": _whole},
            version=services_version,
            modified=lambda: last_change(Service.objects.public()),
            order=40,
        )
    )


def _whole() -> Iterator[str]:
    def structures() -> Iterator[dict[str, Any]]:
        yield from data_inclusion.structures_of_places()
        yield from data_inclusion.structures_of_organisations(only_with_services=True)

    return data_inclusion_text(structures(), data_inclusion.services())
