"""The words that lists use for types of place and trades, and what they are called here.

Only what a word says without doubt: an unknown word is reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from maillage.core.errors import Sentence
from maillage.directory.enums import PlaceType, Trade
from maillage.directory.importing.readers import normalised

PLACE_TYPES: dict[str, PlaceType] = {
    word: place_type
    for place_type, words in {
        PlaceType.SHARED_WORKSHOP: (
            "atelier partage",
            "ateliers partages",
            "atelier artisanal partage",
            "ateliers artisanaux partages",
            "manufacture",
            "manufacture de proximite",
            "manufactures de proximite",
            "makerspace",
            "hackerspace",
            "atelier",
            "ateliers",
            "fabrication",
            "usine partagee",
        ),
        PlaceType.FABLAB: ("fablab", "fab lab", "laboratoire de fabrication"),
        PlaceType.COWORKING: (
            "coworking",
            "co working",
            "espace de coworking",
            "bureaux partages",
            "bureau partage",
            "teletravail",
            "espace de travail partage",
        ),
        PlaceType.FOOD_LAB: (
            "foodlab",
            "food lab",
            "cuisine partagee",
            "laboratoire alimentaire",
            "laboratoire culinaire",
            "labo culinaire",
            "cuisine",
            "atelier de transformation alimentaire",
            "legumerie",
            "conserverie",
        ),
        PlaceType.CULTURAL: (
            "lieu culturel",
            "tiers lieu culturel",
            "culture",
            "culturel",
            "salle de spectacle",
            "lieu de creation artistique",
            "friche culturelle",
        ),
        PlaceType.TEST_SPACE: ("espace test", "espace de test", "espace test agricole", "boutique test"),
        PlaceType.REPAIR: (
            "repair cafe",
            "atelier de reparation",
            "reparation",
            "atelier velo",
            "atelier d autoreparation",
        ),
        PlaceType.REUSE: ("ressourcerie", "recyclerie", "reemploi", "materiautheque", "centre de reemploi"),
        PlaceType.TRAINING: ("formation", "lieu de formation", "centre de formation", "campus connecte"),
        PlaceType.THIRD_PLACE: (
            "tiers lieu",
            "tiers lieux",
            "fabrique de territoire",
            "fabriques de territoire",
            "tiers lieu generaliste",
        ),
        PlaceType.CAFE: ("cafe associatif", "cafe", "cantine", "bistrot", "cafe culturel", "restaurant"),
        PlaceType.SHOP: (
            "epicerie",
            "boutique",
            "boutique de producteurs",
            "magasin de producteurs",
            "epicerie associative",
        ),
        PlaceType.ARTIST_STUDIOS: (
            "atelier d artistes",
            "ateliers d artistes",
            "residence d artistes",
            "metiers d art",
            "ateliers d art",
        ),
        PlaceType.FARM: (
            "ferme",
            "jardin partage",
            "tiers lieu agricole",
            "tiers lieu nourricier",
            "jardins partages",
            "ferme urbaine",
        ),
        PlaceType.DIGITAL_SUPPORT: (
            "mediation numerique",
            "espace public numerique",
            "epn",
            "inclusion numerique",
        ),
        PlaceType.BUSINESS_INCUBATOR: (
            "pepiniere",
            "pepiniere d entreprises",
            "incubateur",
            "couveuse",
            "hotel d entreprises",
        ),
        PlaceType.LIVING_LAB: ("living lab", "livinglab", "laboratoire d innovation", "laboratoire vivant"),
    }.items()
    for word in words
}

TRADES: dict[str, Trade] = {
    word: trade
    for trade, words in {
        Trade.WOOD: (
            "bois",
            "menuiserie",
            "ebenisterie",
            "charpente",
            "travail du bois",
            "tournage sur bois",
        ),
        Trade.METAL: ("metal", "ferronnerie", "metallerie", "soudure", "forge", "chaudronnerie", "usinage"),
        Trade.TEXTILE: (
            "textile",
            "couture",
            "mode",
            "confection",
            "tissage",
            "laine",
            "broderie",
            "dentelle",
            "stylisme",
        ),
        Trade.LEATHER: ("cuir", "maroquinerie", "sellerie", "cordonnerie"),
        Trade.CERAMICS: ("ceramique", "poterie", "terre", "faience", "porcelaine"),
        Trade.GLASS: ("verre", "vitrail", "verrerie"),
        Trade.STONE: ("pierre", "taille de pierre", "marbrerie"),
        Trade.FOOD: (
            "alimentation",
            "agroalimentaire",
            "transformation alimentaire",
            "boulangerie",
            "conserverie",
            "cuisine",
        ),
        Trade.BREWING: ("brasserie", "biere", "boissons", "distillerie", "torrefaction"),
        Trade.FARMING: ("agriculture", "maraichage", "elevage", "horticulture"),
        Trade.BIKE: ("velo", "cycle", "cycles"),
        Trade.MECHANICS: ("mecanique", "garage solidaire", "automobile"),
        Trade.PRINT: (
            "imprimerie",
            "impression",
            "serigraphie",
            "edition",
            "typographie",
            "gravure",
            "arts graphiques",
        ),
        Trade.DIGITAL_FABRICATION: (
            "fabrication numerique",
            "impression 3d",
            "decoupe laser",
            "prototypage",
            "fablab",
        ),
        Trade.ELECTRONICS: ("electronique", "robotique"),
        Trade.SOFTWARE: ("numerique", "informatique", "logiciel", "services numeriques", "web"),
        Trade.REPAIR_REUSE: (
            "reparation",
            "reemploi",
            "recyclage",
            "ressourcerie",
            "upcycling",
            "surcyclage",
        ),
        Trade.PLASTICS: ("plastique", "composite", "composites", "plasturgie"),
        Trade.ECO_CONSTRUCTION: (
            "ecoconstruction",
            "eco construction",
            "batiment",
            "construction",
            "terre crue",
            "chanvre",
        ),
        Trade.MUSICAL_INSTRUMENTS: ("lutherie", "facture instrumentale", "instruments de musique"),
        Trade.JEWELLERY: ("bijou", "bijouterie", "joaillerie", "bijoux"),
        Trade.COSMETICS: ("cosmetique", "cosmetiques", "parfum", "savonnerie", "plantes", "herboristerie"),
        Trade.UPHOLSTERY: ("tapisserie", "ameublement", "meuble", "mobilier", "tapisserie d ameublement"),
        Trade.PAPER: ("papier", "reliure", "carton"),
        Trade.IMAGE_SOUND: (
            "audiovisuel",
            "photo",
            "photographie",
            "video",
            "son",
            "image",
            "cinema",
            "radio",
        ),
        Trade.PERFORMING_ARTS: ("spectacle", "spectacle vivant", "theatre", "danse", "musique", "cirque"),
        Trade.HORN_SHELL: ("corne", "nacre", "coquillage", "tabletterie"),
        Trade.ENERGY: ("energie", "solaire", "eolien"),
    }.items()
    for word in words
}

PROGRAMME_TYPES: dict[str, PlaceType] = {
    "fabrique de territoire": PlaceType.THIRD_PLACE,
    "fabriques de territoire": PlaceType.THIRD_PLACE,
    "fabrique numerique de territoire": PlaceType.THIRD_PLACE,
    "manufacture de proximite": PlaceType.SHARED_WORKSHOP,
    "manufactures de proximite": PlaceType.SHARED_WORKSHOP,
}
"""What the label of a national programme says of a place's type."""

_SEPARATORS = re.compile(r"\s*[|;,/\n•·]\s*")


def words_of(cell: str) -> list[str]:
    """The items of a cell that holds a list, as written."""
    return [word for word in _SEPARATORS.split(cell) if word.strip()]


def understood(
    cell: str, known: Mapping[str, str], own: Iterable[tuple[str, Sentence]]
) -> tuple[list[str], list[str]]:
    """The values that a cell names, in its order without repetition, and the words that mean nothing here.

    Args:
        known: synonyms, normalised.
        own: the enum's (value, label) pairs, understood too, so that an export comes back in.
    """
    table = {**{normalised(str(label)): value for value, label in own}, **known}
    table.update({normalised(value): value for value, _label in own})
    values: dict[str, None] = {}
    unknown: list[str] = []
    whole = table.get(normalised(cell))
    if whole:
        return [str(whole)], []
    for word in words_of(cell):
        value = table.get(normalised(word))
        if value:
            values[str(value)] = None
        else:
            unknown.append(word)
    return list(values), unknown
