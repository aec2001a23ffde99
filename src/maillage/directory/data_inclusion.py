"""The closed vocabularies of data·inclusion v1 beside the directory's words, in both directions.

The standard describes social and professional inclusion: some of the directory's words have no
counterpart there and travel in its free text only. Values: PyPI package ``data-inclusion-schema`` 1.0,
whose validator the tests run on every export.
"""

from __future__ import annotations

from collections.abc import Iterable

from maillage.directory.enums import Audience, PriceKind, Referrer, ServiceFormat, Stage, Theme

STRUCTURING = "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise"
DEFINING = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
DEVELOPING = "creer-une-entreprise--developper-son-entreprise"

THEMATICS: dict[Theme, str] = {
    Theme.BUSINESS_CREATION: DEFINING,
    Theme.BUSINESS_MODEL: STRUCTURING,
    Theme.LEGAL: STRUCTURING,
    Theme.FUNDING: STRUCTURING,
    Theme.PROTOTYPING: STRUCTURING,
    Theme.GOVERNANCE: DEVELOPING,
    Theme.ACCOUNTING: DEVELOPING,
    Theme.PREMISES: DEVELOPING,
    Theme.WORKSHOP_SETUP: DEVELOPING,
    Theme.SALES: DEVELOPING,
    Theme.IMPACT: DEVELOPING,
    Theme.SKILLS: "se-former--trouver-sa-formation",
    Theme.DIGITAL: "numerique--maitriser-les-fondamentaux-du-numerique",
    Theme.COMMUNITY: "remobilisation--lien-social",
    Theme.CULTURE: "remobilisation--activites-sportives-et-culturelles",
    Theme.EMPLOYMENT: "choisir-un-metier--connaitre-les-opportunites-demploi",
    Theme.MOBILITY: "mobilite--etre-accompagne-dans-son-parcours-mobilite",
}
# ECOLOGY, SOCIAL_INNOVATION and TERRITORY have no counterpart.

STAGE_THEMATICS: dict[Stage, str] = {
    Stage.IDEA: DEFINING,
    Stage.EMERGENCE: DEFINING,
    Stage.CREATION: STRUCTURING,
    Stage.CONSOLIDATION: DEVELOPING,
    Stage.DEVELOPMENT: DEVELOPING,
}

# From a thematic to the theme that it surely means: the first line above, or the whole category.
THEMES_OF_THEMATICS: dict[str, Theme] = {
    DEFINING: Theme.BUSINESS_CREATION,
    STRUCTURING: Theme.BUSINESS_CREATION,
    DEVELOPING: Theme.BUSINESS_MODEL,
    "remobilisation--lien-social": Theme.COMMUNITY,
    "remobilisation--activites-sportives-et-culturelles": Theme.CULTURE,
}
THEMES_OF_CATEGORIES: dict[str, Theme] = {
    "creer-une-entreprise": Theme.BUSINESS_CREATION,
    "numerique": Theme.DIGITAL,
    "se-former": Theme.SKILLS,
    "mobilite": Theme.MOBILITY,
    "trouver-un-emploi": Theme.EMPLOYMENT,
    "choisir-un-metier": Theme.EMPLOYMENT,
    "preparer-sa-candidature": Theme.EMPLOYMENT,
}

PUBLICS: dict[Audience, str] = {
    Audience.JOB_SEEKERS: "demandeurs-emploi",
    Audience.YOUNG_PEOPLE: "jeunes",
    Audience.CRAFTSPEOPLE: "actifs",
    Audience.SMALL_FIRMS: "actifs",
    Audience.FARMERS: "actifs",
    Audience.ARTISTS: "actifs",
}
AUDIENCES: dict[str, Audience] = {
    "demandeurs-emploi": Audience.JOB_SEEKERS,
    "beneficiaires-des-minimas-sociaux": Audience.JOB_SEEKERS,
    "jeunes": Audience.YOUNG_PEOPLE,
    "etudiants": Audience.YOUNG_PEOPLE,
    "tous-publics": Audience.INHABITANTS,
}

FEES: dict[PriceKind, str] = {
    PriceKind.FREE: "gratuit",
    PriceKind.PAID: "payant",
    PriceKind.BY_MEANS: "payant",
    PriceKind.MEMBERS: "payant",
}
PRICES: dict[str, PriceKind] = {"gratuit": PriceKind.FREE, "payant": PriceKind.PAID}

MOBILISERS: dict[Referrer, str] = {
    Referrer.SELF: "usagers",
    Referrer.PLACES: "professionnels",
    Referrer.SUPPORT_STRUCTURES: "professionnels",
    Referrer.LOCAL_AUTHORITIES: "professionnels",
    Referrer.EMPLOYMENT_SERVICES: "professionnels",
    Referrer.PROGRAMMES: "professionnels",
}
REFERRERS: dict[str, Referrer] = {
    "usagers": Referrer.SELF,
    "professionnels": Referrer.SUPPORT_STRUCTURES,
}


def thematics_of(themes: Iterable[str], stages: Iterable[str]) -> list[str]:
    """The thematics of an offer, by its themes, else by the stages of project that it serves."""
    found = {THEMATICS[Theme(theme)] for theme in themes if theme in THEMATICS}
    return sorted(found or {STAGE_THEMATICS[Stage(stage)] for stage in stages if stage in STAGE_THEMATICS})


def themes_of(thematics: Iterable[str]) -> tuple[list[str], list[str]]:
    """The directory's themes, and the thematics that have none here."""
    themes: dict[str, None] = {}
    unknown = []
    for thematic in thematics:
        theme = THEMES_OF_THEMATICS.get(thematic) or THEMES_OF_CATEGORIES.get(thematic.split("--")[0])
        if theme:
            themes[theme.value] = None
        else:
            unknown.append(thematic)
    return list(themes), unknown


def publics_of(audiences: Iterable[str]) -> list[str]:
    """“Tous publics” stands alone, as the standard demands."""
    listed = list(audiences)
    if not listed or Audience.INHABITANTS in listed or Audience.PROJECT_CARRIERS in listed:
        return ["tous-publics"]
    found = {PUBLICS[Audience(audience)] for audience in listed if audience in PUBLICS}
    return sorted(found) or ["tous-publics"]


def type_of(formats: Iterable[str], themes: Iterable[str]) -> str:
    listed = set(themes)
    if listed == {Theme.SKILLS}:
        return "formation"
    return "atelier" if set(formats) == {ServiceFormat.GROUP} else "accompagnement"


def welcome_of(formats: Iterable[str]) -> list[str]:
    listed = set(formats)
    modes = []
    if ServiceFormat.REMOTE in listed:
        modes.append("a-distance")
    if listed - {ServiceFormat.REMOTE}:
        modes.append("en-presentiel")
    return modes


def formats_of(kind: str, modes: Iterable[str]) -> list[str]:
    listed = set(modes)
    formats = [ServiceFormat.REMOTE.value] if "a-distance" in listed else []
    if "en-presentiel" in listed:
        formats.append((ServiceFormat.GROUP if kind == "atelier" else ServiceFormat.ONE_TO_ONE).value)
    return formats
