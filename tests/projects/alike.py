"""Projects as people write them, and which of them an adviser would bring together: labelled by hand.

The texts are full of what any project says (« encore », « demande », « habitants »), so that weak words have
every occasion to make weak reasons. Each label is one of two: the same idea anywhere, or a neighbour of the
same craft.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    key: str
    commune: str
    title: str
    summary: str
    trades: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


# Saint-Agrève, Le Cheylard, Tence and Privas are neighbours; Guéret and Lyon are elsewhere; then overseas.
AGREVE, CHEYLARD, TENCE, PRIVAS = "07204", "07064", "43244", "07186"
GUERET, LYON, REUNION, GUYANE, MIQUELON = "23096", "69123", "97411", "97302", "97502"

PROJECTS = (
    Told(
        "filature",
        AGREVE,
        "Filature du haut plateau",
        "Laver, carder et filer la laine des éleveurs voisins. Le bâtiment demande encore des travaux.",
        ("textile",),
    ),
    Told(
        "laverie",
        CHEYLARD,
        "Laver la laine ici",
        "Les toisons partent encore à l’étranger : une laverie pour trente éleveurs, sur demande.",
        ("textile",),
    ),
    Told(
        "fillature",
        TENCE,
        "La fillature de Tence",
        "Des machines rachetées, deux emplois la première année.",
    ),
    Told(
        "laine_loin",
        GUERET,
        "Filature creusoise",
        "Carder et filer la laine du pays, avec une machine en démonstration.",
        ("textile",),
    ),
    Told(
        "couture",
        REUNION,
        "Atelier de couture partagé",
        "Des machines à coudre pour les habitants du quartier, encore sans local. La demande est forte.",
        ("textile",),
    ),
    Told(
        "fournil",
        AGREVE,
        "Fournil communal",
        "Reprendre la boulangerie fermée, avec un four à bois et des farines de blés anciens.",
        ("food",),
    ),
    Told(
        "meule",
        PRIVAS,
        "Du blé au pain",
        "Un moulin à meule de pierre et un fournil pour les paysans boulangers des vallées.",
        ("food",),
    ),
    Told(
        "cafe",
        CHEYLARD,
        "Café des familles",
        "Un comptoir tenu par les habitants, ouvert trois soirs par semaine. La demande existe encore.",
    ),
    Told(
        "cafe_loin",
        GUYANE,
        "Le comptoir du fleuve",
        "Un lieu pour les familles, sur demande des habitants, ouvert encore peu de jours par semaine.",
    ),
    Told(
        "velos",
        LYON,
        "Vélos cargos en location",
        "Une flotte de vélos cargos et un atelier de réparation, demandés par les commerces.",
        ("bike",),
    ),
    Told(
        "velos_loin",
        MIQUELON,
        "Réparer les vélos",
        "Un atelier de réparation de vélos ouvert le samedi. Il reste encore à trouver un local.",
        ("bike",),
    ),
    Told(
        "lutherie",
        PRIVAS,
        "Atelier de lutherie",
        "Des vielles et des violons, avec une étuve pour cintrer les éclisses.",
        ("musical_instruments",),
    ),
    Told(
        "bois",
        TENCE,
        "Menuiserie à plusieurs",
        "Une scie à format et quatre établis. Les habitants demandent encore des horaires du soir.",
        ("wood",),
    ),
    Told(
        "bois_loin",
        REUNION,
        "Menuiserie partagée des hauts",
        "Des établis pour les habitants ; la demande dépasse encore les places.",
        ("wood",),
    ),
    Told(
        "mairie",
        GUERET,
        "Maison des services",
        "La mairie regroupe ses permanences : les habitants en font encore la demande chaque semaine.",
    ),
)

#: What an adviser would bring together: neighbours of one craft, and the same idea however far.
TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("filature", "laverie"),
        ("filature", "fillature"),
        ("filature", "laine_loin"),
        ("laverie", "laine_loin"),
        ("fillature", "laine_loin"),
        ("fournil", "meule"),
        ("velos", "velos_loin"),
        ("bois", "bois_loin"),
        ("cafe", "cafe_loin"),
    )
)
