"""The words of the directory.

``Trade``, ``PlaceType``, ``Theme`` and ``Audience`` are meant to grow: one line here and its French in
the catalogue. The columns take their choices from a function, so that no migration is needed.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LegalForm(TextChoices):
    ASSOCIATION = "association", _("Association")
    SCIC = "scic", _("Cooperative of collective interest (SCIC)")
    SCOP = "scop", _("Workers’ cooperative (SCOP)")
    CAE = "cae", _("Business and employment cooperative (CAE)")
    SAS = "sas", _("Simplified joint-stock company (SAS)")
    SARL = "sarl", _("Limited company (SARL)")
    MICRO_ENTERPRISE = "micro", _("Sole trader or micro-enterprise")
    COMMUNE = "commune", pgettext_lazy("legal form", "Commune")
    EPCI = "epci", _("Intercommunal authority (EPCI)")
    DEPARTMENT = "departement", pgettext_lazy("legal form", "Département")
    REGION = "region", pgettext_lazy("legal form", "Région")
    STATE_AGENCY = "state_agency", _("State service or agency")
    PUBLIC_ESTABLISHMENT = "public_establishment", _("Public establishment")
    FOUNDATION = "foundation", _("Foundation or endowment fund")
    INFORMAL_GROUP = "informal_group", _("Informal group")
    OTHER = "other", _("Other form")


LOCAL_AUTHORITY_FORMS = frozenset({LegalForm.COMMUNE, LegalForm.EPCI, LegalForm.DEPARTMENT, LegalForm.REGION})


class Publication(TextChoices):
    """Whether everyone may see a record."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


PUBLICATION_TRANSITIONS: dict[Publication, frozenset[Publication]] = {
    Publication.DRAFT: frozenset({Publication.PUBLISHED}),
    Publication.PUBLISHED: frozenset({Publication.DRAFT}),
}


class MembershipRole(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    STAFF = "staff", _("staff")
    MEMBER = "member", pgettext_lazy("role", "member")


# From the one who may most to the one who may least.
ROLE_RANK = {MembershipRole.ADMINISTRATOR: 3, MembershipRole.STAFF: 2, MembershipRole.MEMBER: 1}

ROLE_SENTENCES = {
    MembershipRole.ADMINISTRATOR: _("Edits everything, invites people and changes their roles."),
    MembershipRole.STAFF: _("Edits the organisation, its places and its support offers."),
    MembershipRole.MEMBER: _("Belongs to the organisation; sees its people and its drafts."),
}


class InvitationState(TextChoices):
    PENDING = "pending", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


INVITATION_TRANSITIONS: dict[InvitationState, frozenset[InvitationState]] = {
    InvitationState.PENDING: frozenset({InvitationState.ACCEPTED, InvitationState.REVOKED}),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.REVOKED: frozenset(),
}


class RelationKind(TextChoices):
    """What the first organisation is to the second."""

    MEMBER_OF_NETWORK = "member", _("is a member of the network")
    FUNDER = "funder", _("funds")
    PARTNER = "partner", _("is a partner of")
    RUNS = "runs", _("runs")


class PlaceType(TextChoices):
    SHARED_WORKSHOP = "shared_workshop", _("Shared workshop")
    FABLAB = "fablab", _("Fablab")
    COWORKING = "coworking", _("Coworking space")
    FOOD_LAB = "food_lab", _("Food lab")
    CULTURAL = "cultural", _("Cultural place")
    TEST_SPACE = "test_space", _("Test space for an activity")
    REPAIR = "repair", _("Repair workshop")
    REUSE = "reuse", _("Reuse centre")
    TRAINING = "training", _("Training place")
    THIRD_PLACE = "third_place", _("Third place")
    CAFE = "cafe", _("Café or canteen")
    SHOP = "shop", _("Shop of local products")
    ARTIST_STUDIOS = "artist_studios", _("Artists’ studios")
    FARM = "farm", _("Farm or shared garden")
    DIGITAL_SUPPORT = "digital_support", _("Digital help point")
    BUSINESS_INCUBATOR = "incubator", _("Business incubator")
    LIVING_LAB = "living_lab", _("Living lab")


class Trade(TextChoices):
    """Filières: what is made, mended or grown at a place."""

    WOOD = "wood", _("Wood")
    METAL = "metal", _("Metal")
    TEXTILE = "textile", _("Textile and fashion")
    LEATHER = "leather", _("Leather")
    CERAMICS = "ceramics", _("Ceramics")
    GLASS = "glass", _("Glass")
    STONE = "stone", _("Stone")
    FOOD = "food", _("Food processing")
    BREWING = "brewing", _("Brewing and drinks")
    FARMING = "farming", _("Farming and market gardening")
    BIKE = "bike", _("Bicycle")
    MECHANICS = "mechanics", _("Mechanics")
    PRINT = "print", _("Print and publishing")
    DIGITAL_FABRICATION = "digital_fabrication", _("Digital fabrication")
    ELECTRONICS = "electronics", _("Electronics")
    SOFTWARE = "software", _("Digital services")
    REPAIR_REUSE = "repair_reuse", _("Repair and reuse")
    PLASTICS = "plastics", _("Plastics and composites")
    ECO_CONSTRUCTION = "eco_construction", _("Eco-construction")
    MUSICAL_INSTRUMENTS = "musical_instruments", _("Musical instruments")
    JEWELLERY = "jewellery", _("Jewellery")
    COSMETICS = "cosmetics", _("Cosmetics and plants")
    UPHOLSTERY = "upholstery", _("Upholstery and furniture")
    PAPER = "paper", _("Paper and binding")
    IMAGE_SOUND = "image_sound", _("Image and sound")
    PERFORMING_ARTS = "performing_arts", _("Performing arts")
    HORN_SHELL = "horn_shell", _("Horn, shell and other natural materials")
    ENERGY = "energy", _("Energy")


class PlaceStatus(TextChoices):
    PROJECT = "project", _("in project")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed for good")


PLACE_STATUS_TRANSITIONS: dict[PlaceStatus, frozenset[PlaceStatus]] = {
    PlaceStatus.PROJECT: frozenset({PlaceStatus.OPEN, PlaceStatus.CLOSED}),
    PlaceStatus.OPEN: frozenset({PlaceStatus.PROJECT, PlaceStatus.CLOSED}),
    PlaceStatus.CLOSED: frozenset({PlaceStatus.OPEN, PlaceStatus.PROJECT}),
}


class Accessibility(TextChoices):
    """Whether a person in a wheelchair gets in and moves about."""

    YES = "yes", _("accessible")
    PARTLY = "partly", _("partly accessible")
    NO = "no", _("not accessible")
    UNKNOWN = "unknown", _("accessibility unknown")


class LocationPrecision(TextChoices):
    """How well the coordinates say where the place is."""

    EXACT = "exact", _("exact position")
    STREET = "street", _("position of the street")
    COMMUNE = "commune", _("centre of the commune")


class Stage(TextChoices):
    """How far a project has come."""

    IDEA = "idea", _("Idea")
    EMERGENCE = "emergence", _("Emergence")
    CREATION = "creation", _("Creation")
    CONSOLIDATION = "consolidation", _("Consolidation")
    DEVELOPMENT = "development", pgettext_lazy("stage of a project", "Development")


class Audience(TextChoices):
    PROJECT_CARRIERS = "project_carriers", _("People with a project")
    CRAFTSPEOPLE = "craftspeople", _("Craftspeople")
    SMALL_FIRMS = "small_firms", _("Small firms")
    ASSOCIATIONS = "associations", _("Associations")
    COOPERATIVES = "cooperatives", _("Cooperatives")
    PLACE_OPERATORS = "place_operators", _("Teams that run a place")
    LOCAL_AUTHORITIES = "local_authorities", _("Local authorities")
    JOB_SEEKERS = "job_seekers", _("People looking for work")
    YOUNG_PEOPLE = "young_people", _("Young people")
    FARMERS = "farmers", _("Farmers")
    ARTISTS = "artists", _("Artists and designers")
    INHABITANTS = "inhabitants", _("Inhabitants")


class Theme(TextChoices):
    BUSINESS_CREATION = "business_creation", _("Starting an activity")
    BUSINESS_MODEL = "business_model", _("Business model")
    LEGAL = "legal", _("Legal form and contracts")
    GOVERNANCE = "governance", _("Governance and cooperation")
    FUNDING = "funding", _("Funding")
    ACCOUNTING = "accounting", _("Management and accounting")
    PREMISES = "premises", _("Premises and building works")
    WORKSHOP_SETUP = "workshop_setup", _("Setting up a workshop")
    PROTOTYPING = "prototyping", _("Prototyping and making")
    SKILLS = "skills", _("Craft skills and training")
    SALES = "sales", _("Sales and communication")
    DIGITAL = "digital", _("Digital tools")
    COMMUNITY = "community", _("Community life")
    ECOLOGY = "ecology", _("Ecological transition")
    EMPLOYMENT = "employment", _("Employment and integration through work")
    IMPACT = "impact", _("Impact measurement")
    SOCIAL_INNOVATION = "social_innovation", _("Social innovation")
    TERRITORY = "territory", _("Territorial strategy")
    MOBILITY = "mobility", _("Mobility")
    CULTURE = "culture", _("Culture")


class ServiceFormat(TextChoices):
    ONE_TO_ONE = "one_to_one", _("One to one")
    GROUP = "group", _("In a group")
    ITINERANT = "itinerant", _("Itinerant")
    REMOTE = "remote", _("Remote")


class PriceKind(TextChoices):
    FREE = "free", _("free of charge")
    PAID = "paid", _("paid")
    BY_MEANS = "by_means", _("according to means")
    MEMBERS = "members", _("included in the membership")
    UNKNOWN = "unknown", _("price not given")


class Referrer(TextChoices):
    """Who may send someone to a service."""

    SELF = "self", _("The person directly")
    PLACES = "places", _("A place")
    SUPPORT_STRUCTURES = "support_structures", _("A support organisation")
    LOCAL_AUTHORITIES = "local_authorities", _("A local authority")
    EMPLOYMENT_SERVICES = "employment_services", _("An employment service")
    PROGRAMMES = "programmes", _("The operator of a programme")


class ConfirmationSource(TextChoices):
    """How we know that a record is right."""

    TEAM = "team", _("its team, signed in")
    LINK = "link", _("its team, from the e-mailed link")
    PLATFORM = "platform", _("the platform’s team")
    IMPORT = "import", _("an imported list")


class RecordKind(TextChoices):
    """The three kinds of public record."""

    ORGANISATION = "organisation", _("organisation")
    PLACE = "place", _("place")
    SERVICE = "service", _("support offer")


class DuplicateReason(TextChoices):
    SIRET = "siret", _("same SIRET")
    NAME_DISTANCE = "name_distance", _("close names, close places")


class DuplicateState(TextChoices):
    PROPOSED = "proposed", _("to review")
    MERGED = "merged", _("merged")
    DISMISSED = "dismissed", _("two different records")


DUPLICATE_TRANSITIONS: dict[DuplicateState, frozenset[DuplicateState]] = {
    DuplicateState.PROPOSED: frozenset({DuplicateState.MERGED, DuplicateState.DISMISSED}),
    DuplicateState.MERGED: frozenset({DuplicateState.PROPOSED}),
    DuplicateState.DISMISSED: frozenset({DuplicateState.PROPOSED}),
}


class ImportState(TextChoices):
    """Of a list that came in."""

    PREPARED = "prepared", _("to check")
    APPLIED = "applied", _("imported")


IMPORT_TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.PREPARED: frozenset({ImportState.APPLIED}),
    ImportState.APPLIED: frozenset(),
}
