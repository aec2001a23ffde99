"""Which column of a file means what: proposed from its header and contents, corrected by a person.

A mapping is ``{field key: column name}``. The same header from the same source gets the mapping that
served last time (``models.ImportMapping``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.errors import Invalid, Sentence
from maillage.directory.importing.readers import FileFormat, Table, normalised


@dataclass(frozen=True)
class TargetField:
    """Something that a list may say of a place. ``names`` are the headers that mean it, likeliest first."""

    key: str
    label: Sentence
    names: tuple[str, ...]
    help: Sentence = ""


FIELDS: tuple[TargetField, ...] = (
    TargetField(
        "external_id",
        gettext_lazy("Identifier in this list"),
        (
            "id",
            "identifiant",
            "id_lieu",
            "id_structure",
            "uid",
            "uuid",
            "reference",
            "ref",
            "code_lieu",
            "cle",
        ),
        gettext_lazy("What makes the same line recognised next time."),
    ),
    TargetField(
        "name",
        gettext_lazy("Name of the place"),
        (
            "nom",
            "nom_lieu",
            "nom_du_lieu",
            "nom_du_tiers_lieu",
            "nom_structure",
            "nom_de_la_structure",
            "libelle",
            "name",
            "denomination",
            "intitule",
            "titre",
            "title",
            "tiers_lieu",
            "lieu",
            "label",
        ),
    ),
    TargetField(
        "commune_code",
        gettext_lazy("INSEE code of the municipality"),
        (
            "insee",
            "code_insee",
            "insee_com",
            "code_commune",
            "codgeo",
            "depcom",
            "code_commune_insee",
            "code_insee_commune",
            "codeinsee",
            "citycode",
            "com",
            "commune_insee",
            "commune",
        ),
    ),
    TargetField(
        "commune_name",
        gettext_lazy("Name of the municipality"),
        (
            "commune",
            "ville",
            "nom_commune",
            "libelle_commune",
            "nom_com",
            "libcom",
            "city",
            "localite",
            "municipality",
        ),
    ),
    TargetField(
        "department",
        gettext_lazy("Département (number or name)"),
        (
            "departement",
            "dep",
            "code_departement",
            "code_dep",
            "nom_departement",
            "numero_departement",
            "dept",
        ),
        gettext_lazy("Tells apart municipalities of the same name."),
    ),
    TargetField(
        "postal_code",
        gettext_lazy("Postal code"),
        ("code_postal", "cp", "codepostal", "postal_code", "postcode", "zip"),
    ),
    TargetField(
        "address",
        gettext_lazy("Address"),
        (
            "adresse",
            "address",
            "adresse_1",
            "adresse_postale",
            "adresse_lieu",
            "voie",
            "rue",
            "adresse_complete",
            "l_adresse",
        ),
    ),
    TargetField(
        "latitude",
        gettext_lazy("Latitude"),
        ("latitude", "lat", "y_latitude", "geo_lat", "lat_y", "y", "ylat"),
    ),
    TargetField(
        "longitude",
        gettext_lazy("Longitude"),
        ("longitude", "lon", "lng", "long", "x_longitude", "geo_lon", "geo_long", "lon_x", "x", "xlong"),
    ),
    TargetField(
        "point",
        gettext_lazy("Latitude and longitude in one column"),
        (
            "geo_point_2d",
            "geo_point",
            "geopoint",
            "coordonnees",
            "coordonnees_gps",
            "gps",
            "latlon",
            "lat_lon",
        ),
    ),
    TargetField(
        "types",
        gettext_lazy("Types of place"),
        ("types", "type", "type_de_lieu", "type_lieu", "categorie", "categories", "typologie", "typologies"),
    ),
    TargetField(
        "trades",
        gettext_lazy("Trades"),
        ("filieres", "filiere", "metiers", "metier", "trades", "activites", "savoir_faire", "domaines"),
    ),
    TargetField(
        "programme",
        gettext_lazy("Programme that labelled it"),
        ("programme", "dispositif", "label", "labels", "labellisation", "programmes"),
        gettext_lazy("Gives a type of place and a sentence; the label itself is given by a programme."),
    ),
    TargetField(
        "description",
        gettext_lazy("Description"),
        (
            "description",
            "presentation",
            "presentation_detail",
            "presentation_resume",
            "resume",
            "descriptif",
            "descriptif_du_lieu",
            "commentaire",
        ),
    ),
    TargetField(
        "opening_hours",
        gettext_lazy("Opening hours"),
        ("horaires", "opening_hours", "horaires_accueil", "horaires_ouverture", "horaires_d_ouverture"),
        gettext_lazy("In OpenStreetMap’s syntax (Mo-Fr 09:00-18:00); other words are kept as a note."),
    ),
    TargetField(
        "equipment",
        gettext_lazy("Equipment"),
        ("equipements", "equipement", "machines", "materiel", "equipment"),
    ),
    TargetField(
        "surface_m2",
        gettext_lazy("Total surface (m²)"),
        ("surface", "surface_m2", "superficie", "surface_totale", "surface_du_lieu"),
    ),
    TargetField(
        "website",
        gettext_lazy("Website"),
        ("site_web", "site", "site_internet", "url", "website", "web", "lien", "siteweb"),
    ),
    TargetField(
        "email",
        gettext_lazy("Public e-mail address"),
        ("courriel", "email", "e_mail", "mail", "adresse_mail", "contact_email"),
    ),
    TargetField(
        "phone",
        gettext_lazy("Public telephone"),
        ("telephone", "tel", "phone", "numero_telephone", "numero_de_telephone", "contact_telephone"),
    ),
    TargetField(
        "organisation",
        gettext_lazy("Organisation that runs it"),
        (
            "organisation",
            "structure_porteuse",
            "porteur",
            "gestionnaire",
            "nom_porteur",
            "structure_gestionnaire",
            "operateur",
            "exploitant",
            "run_by",
        ),
    ),
    TargetField(
        "siret",
        gettext_lazy("SIRET of that organisation"),
        ("siret", "numero_siret", "n_siret", "pivot", "siret_porteur", "siret_structure"),
    ),
    TargetField(
        "updated_on",
        gettext_lazy("Date of the information"),
        (
            "date_maj",
            "date_mise_a_jour",
            "date_de_mise_a_jour",
            "maj",
            "updated_on",
            "updated_at",
            "confirmed_on",
        ),
        gettext_lazy("Shown in public as the day when the list vouched for the line."),
    ),
)
FIELDS_BY_KEY = {field.key: field for field in FIELDS}

# Keys of data·inclusion v1 whose usual sense elsewhere differs, or which are no column of a place.
DATA_INCLUSION = {
    "external_id": "id",
    "name": "nom",
    "commune_code": "code_insee",
    "commune_name": "commune",
    "postal_code": "code_postal",
    "address": "adresse",
    "latitude": "latitude",
    "longitude": "longitude",
    "types": "typologie",
    "description": "description",
    "opening_hours": "horaires_accueil",
    "website": "site_web",
    "email": "courriel",
    "phone": "telephone",
    # A structure is at once a place and who runs it.
    "organisation": "nom",
    "siret": "siret",
    "updated_on": "date_maj",
}

_CODE = re.compile(r"(\d{4,5}|2[ABab]\d{3})")


def proposed(table: Table) -> dict[str, str]:
    """The likeliest mapping. A column serves one field; a field that no header names is left out."""
    if table.format == FileFormat.DATA_INCLUSION:
        return {key: column for key, column in DATA_INCLUSION.items() if column in table.columns}
    by_name = {normalised(column): column for column in reversed(table.columns)}
    found: dict[str, str] = {}
    taken: set[str] = set()
    ranked = sorted(
        (
            (rank, order, field.key, by_name[normalised(name)])
            for order, field in enumerate(FIELDS)
            for rank, name in enumerate(field.names)
            if normalised(name) in by_name
        ),
    )
    for _rank, _order, key, column in ranked:
        if key not in found and column not in taken and _contents_fit(key, column, table):
            found[key] = column
            taken.add(column)
    if "latitude" in found and "longitude" in found:
        found.pop("point", None)
    return {field.key: found[field.key] for field in FIELDS if field.key in found}


def _contents_fit(key: str, column: str, table: Table) -> bool:
    """Whether what the column holds agrees with its name: “commune” may hold codes or names."""
    if key not in {"commune_code", "commune_name", "label"}:
        return True
    values = [row.cells[column] for row in table.rows[:200] if row.cells[column]]
    codes = sum(bool(_CODE.fullmatch(value)) for value in values)
    if key == "commune_code":
        return not values or codes > len(values) / 2
    return not values or codes <= len(values) / 2


def checked(mapping: Mapping[str, str], table: Table) -> dict[str, str]:
    """The mapping without its empty entries.

    Raises:
        Invalid: it names an unknown field or column, or nothing says what a place is called or where it is.
    """
    kept = {key: column for key, column in mapping.items() if column}
    fields: dict[str, Sentence] = {}
    for key, column in kept.items():
        if key not in FIELDS_BY_KEY:
            raise Invalid(
                _("No field is called “%(key)s”. The fields are: %(keys)s.")
                % {"key": key, "keys": ", ".join(FIELDS_BY_KEY)}
            )
        if column not in table.columns:
            fields[key] = _("The file has no column “%(column)s”. It has: %(columns)s.") % {
                "column": column,
                "columns": ", ".join(table.columns),
            }
    if "name" not in kept:
        fields["name"] = _("Say which column gives the name of the place.")
    if "commune_code" not in kept and "commune_name" not in kept:
        fields["commune_code"] = _(
            "Say which column gives the municipality: its INSEE code, or its name with the département."
        )
    if ("latitude" in kept) != ("longitude" in kept):
        fields["latitude"] = _("Latitude and longitude go together.")
    if fields:
        raise Invalid(" ".join(str(sentence) for sentence in fields.values()), fields=fields)
    return kept


def parsed(arguments: Iterable[str]) -> dict[str, str]:
    """A mapping written on the command line: ``name=libelle``, as often as wanted, or one JSON object."""
    mapping: dict[str, str] = {}
    for argument in arguments:
        if argument.lstrip().startswith("{"):
            try:
                given = json.loads(argument)
            except json.JSONDecodeError as error:
                raise Invalid(_("The mapping is not a JSON object.")) from error
            mapping.update({str(key): str(column) for key, column in given.items()})
            continue
        key, equals, column = argument.partition("=")
        if not equals:
            raise Invalid(_("A mapping is written “field=column”, as “name=libelle”."))
        mapping[key.strip()] = column.strip()
    return mapping
