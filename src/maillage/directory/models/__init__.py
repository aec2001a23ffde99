"""The data of the directory, by aggregate. Import from here."""

from maillage.directory.models.duplicate import DuplicateProposal, MergeRecord
from maillage.directory.models.importing import ImportedValues, ImportMapping, ImportRun
from maillage.directory.models.organisation import (
    Invitation,
    Membership,
    Organisation,
    OrganisationArea,
    OrganisationRelation,
)
from maillage.directory.models.place import Place, PlacePhoto
from maillage.directory.models.record import ExternalId, Record
from maillage.directory.models.service import Service, ServiceArea

__all__ = [
    "DuplicateProposal",
    "ExternalId",
    "ImportMapping",
    "ImportRun",
    "ImportedValues",
    "Invitation",
    "Membership",
    "MergeRecord",
    "Organisation",
    "OrganisationArea",
    "OrganisationRelation",
    "Place",
    "PlacePhoto",
    "Record",
    "Service",
    "ServiceArea",
]
