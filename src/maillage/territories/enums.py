"""The words of territories: levels, kinds, typologies and their values.

Labels of typology values are the official ones, so that a person finds them again on the
official page. A value that is not here does not exist: what is not known has no row.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """From the smallest to the whole. The order is the order of display."""

    COMMUNE = "commune", _("municipality")
    EPCI = "epci", _("grouping of municipalities (EPCI)")
    DEPARTMENT = "department", _("département")
    REGION = "region", _("région")
    COUNTRY = "country", _("France")


class CommuneKind(TextChoices):
    """What an INSEE code stands for. Only COMMUNE can be current."""

    COMMUNE = "commune", _("municipality")
    DELEGATED = "delegated", _("delegated municipality")
    ASSOCIATED = "associated", _("associated municipality")
    ARRONDISSEMENT = "arrondissement", _("municipal arrondissement")
    FORMER = "former", _("former municipality")


class DepartmentKind(TextChoices):
    DEPARTMENT = "department", _("département")
    COLLECTIVITY = "collectivity", _("overseas collectivity")


class EpciKind(TextChoices):
    """The own-tax EPCI of the DGCL's list."""

    CC = "CC", _("community of municipalities")
    CA = "CA", _("agglomeration community")
    CU = "CU", _("urban community")
    METROPOLE = "ME", _("metropolis")


class PointSource(TextChoices):
    """Where the coordinates of a commune come from, from the best to the roughest."""

    TOWN_HALL = "town_hall", _("town hall")
    INSIDE = "inside", _("a point inside the municipality")
    GAZETTEER = "gazetteer", _("main settlement, from a gazetteer")
    APPROXIMATE = "approximate", _("approximate position")


class TypologyKind(TextChoices):
    DENSITY = "density", _("density grid")
    RURALITY = "rurality", _("type of rurality")
    CENTRALITY = "centrality", _("level of amenities")
    MASSIF = "massif", _("mountain range")
    FRR = "frr", _("France ruralités revitalisation (FRR)")
    ZRR = "zrr", _("former rural revitalisation zone (ZRR)")
    ACV = "acv", _("Action cœur de ville")
    PVD = "pvd", _("Petites villes de demain")
    VILLAGES_AVENIR = "villages_avenir", _("Villages d’avenir")
    QPV = "qpv", _("priority neighbourhood (QPV) present")
    FRANCE_SERVICES = "france_services", _("France services present")


class Density(TextChoices):
    """INSEE's municipal density grid in seven levels."""

    D1 = "1", _("large cities")
    D2 = "2", _("intermediate urban centres")
    D3 = "3", _("small towns")
    D4 = "4", _("urban belts")
    D5 = "5", _("rural market towns")
    D6 = "6", _("scattered rural housing")
    D7 = "7", _("very scattered rural housing")


class Rurality(TextChoices):
    RESIDENTIAL_MIXED = "residential_mixed", _("mixed residential countryside")
    RESIDENTIAL_WEALTHY = "residential_wealthy", _("well-off residential countryside")
    PRODUCTIVE_FARMING = "productive_farming", _("farming countryside")
    PRODUCTIVE_LABOUR = "productive_labour", _("productive working countryside")
    SMALL_MIXED = "small_mixed", _("small mixed centres")
    SMALL_INDUSTRIAL = "small_industrial", _("small industrial and craft centres")
    TOURIST_RESIDENTIAL = "tourist_residential", _("tourist countryside, mostly residential")
    TOURIST_SPECIALISED = "tourist_specialised", _("specialised tourist countryside")
    # Not unknown: the study looked and says that the commune is outside its field.
    OUT_OF_FIELD = "out_of_field", _("outside the study’s field (overseas département or urban municipality)")


class Centrality(TextChoices):
    NONE = "none", _("not a centre")
    LOCAL = "local", _("local centre of amenities and services")
    INTERMEDIATE = "intermediate", _("intermediate centre of amenities and services")
    STRUCTURING = "structuring", _("structuring centre of amenities and services")
    MAJOR = "major", _("major centre of amenities and services")


class Massif(TextChoices):
    VOSGES = "01", _("Vosges")
    JURA = "02", _("Jura")
    ALPES = "03", _("Alps")
    GUADELOUPE = "04", _("Guadeloupe")
    CORSE = "05", _("Corsica")
    CENTRAL = "06", _("Massif central")
    MARTINIQUE = "07", _("Martinique")
    PYRENEES = "08", _("Pyrenees")
    REUNION = "09", _("Uplands of La Réunion")
    # Only an official list of every commune can say this; an empty cell cannot.
    NONE = "none", _("outside the mountain ranges")


class Frr(TextChoices):
    BASE = "base", _("classified, FRR base")
    PLUS = "plus", _("classified, FRR+")
    BENEFICIARY = "beneficiary", _("benefits from FRR (formerly ZRR)")
    PARTIAL = "partial", _("partly classified in FRR")
    BENEFICIARY_PARTIAL = "beneficiary_partial", _("partly benefits from FRR")
    NONE = "none", _("not classified")


class Zrr(TextChoices):
    CLASSIFIED = "C", _("classified")
    PARTIAL = "PC", _("partly classified")
    NONE = "NC", _("not classified")


class YesNo(TextChoices):
    YES = "yes", pgettext_lazy("typology", "yes")
    NO = "no", pgettext_lazy("typology", "no")


#: The values that each typology may take.
VALUES: dict[TypologyKind, type[TextChoices]] = {
    TypologyKind.DENSITY: Density,
    TypologyKind.RURALITY: Rurality,
    TypologyKind.CENTRALITY: Centrality,
    TypologyKind.MASSIF: Massif,
    TypologyKind.FRR: Frr,
    TypologyKind.ZRR: Zrr,
    TypologyKind.ACV: YesNo,
    TypologyKind.PVD: YesNo,
    TypologyKind.VILLAGES_AVENIR: YesNo,
    TypologyKind.QPV: YesNo,
    TypologyKind.FRANCE_SERVICES: YesNo,
}
