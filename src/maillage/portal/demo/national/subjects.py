"""What the invented projects are about: a hundred subjects, the first ones common and the last ones rare, as
words are in life. A project takes one, sometimes crossed with a second, so that some are truly alike.
"""

from __future__ import annotations

from typing import NamedTuple

from maillage.directory.enums import Theme


class Subject(NamedTuple):
    """``noun`` names it, ``what`` says it in a sentence that goes on, ``theme`` files it."""

    noun: str
    what: str
    theme: Theme


def _of(theme: Theme, *pairs: tuple[str, str]) -> tuple[Subject, ...]:
    return tuple(Subject(noun, what, theme) for noun, what in pairs)


_BY_THEME = (
    _of(
        Theme.PREMISES,
        ("atelier partagé", "des établis et des machines à plusieurs"),
        ("café associatif", "un comptoir tenu par les habitants, ouvert trois soirs"),
        ("épicerie de village", "des rayons de première nécessité et un dépôt de pain"),
        ("maison des associations", "des salles, une sono et un agenda commun"),
        ("halle couverte", "un marché abrité et des ventes d’occasion"),
        ("gîte d’étape", "des lits pour marcheurs et saisonniers"),
        ("friche ferroviaire", "une gare fermée rendue aux artisans"),
        ("presbytère rénové", "des bureaux à la journée et une bibliothèque"),
        ("ancienne filature", "des plateaux lumineux pour le textile"),
        ("moulin à eau", "une roue remise en marche et une salle d’exposition"),
        ("lavoir couvert", "un bassin restauré et des veillées"),
        ("sécherie de châtaignes", "un clédier collectif et des visites"),
    ),
    _of(
        Theme.BUSINESS_MODEL,
        ("conserverie mobile", "des bocaux de légumes déclassés, stérilisés sur place"),
        ("légumerie", "des légumes lavés et coupés pour les cantines"),
        ("malterie", "de l’orge du canton pour les brasseurs voisins"),
        ("brasserie paysanne", "des bières de houblon local"),
        ("meunerie", "des farines de blés anciens moulues à la meule"),
        ("huilerie", "du colza et du tournesol pressés à froid"),
        ("fromagerie collective", "un affinage commun à six élevages"),
        ("abattoir de proximité", "une chaîne courte reprise par les éleveurs"),
        ("distillerie de plantes", "des huiles essentielles de lavande et d’hélichryse"),
        ("safranière", "des bulbes, une récolte à la main, des confitures"),
        ("truffière", "des chênes mycorhizés et un marché contrôlé"),
        ("ostréiculture coopérative", "des parcs partagés et une dégustation"),
    ),
    _of(
        Theme.COMMUNITY,
        ("tiers-lieu nourricier", "un potager, une cuisine et des paniers solidaires"),
        ("habitat participatif", "huit logements, une buanderie et un verger communs"),
        ("coopérative d’énergie", "des toits photovoltaïques détenus par les voisins"),
        ("régie rurale", "des services aux communes par des emplois stables"),
        ("forêt citoyenne", "des parcelles achetées ensemble, sans coupe rase"),
        ("monnaie locale", "des coupons acceptés par les commerces du pays"),
        ("banque du temps", "des heures échangées sans argent"),
        ("cantine à prix libre", "des repas cuisinés par les convives"),
        ("foncière solidaire", "des murs sortis du marché pour des fermes"),
        ("radio locale", "des reportages sonores et une école des ondes"),
        ("journal de vallée", "un trimestriel écrit par ses lecteurs"),
        ("mutuelle d’outils", "une remorque, un broyeur et un fendeur à emprunter"),
    ),
    _of(
        Theme.ECOLOGY,
        ("ressourcerie", "des objets collectés, réparés et revendus"),
        ("matériauthèque", "des matériaux de chantier sauvés de la benne"),
        ("repair café", "des pannes d’électroménager diagnostiquées ensemble"),
        ("filière laine", "des toisons triées, lavées et cardées"),
        ("filière chanvre", "des blocs isolants de chènevotte"),
        ("terre crue", "des briques d’adobe et des enduits"),
        ("ossature paille", "des caissons préfabriqués et une formation au réemploi"),
        ("compostage partagé", "des biodéchets ramassés en vélo cargo"),
        ("consigne de bouteilles", "une laveuse et une tournée chez les vignerons"),
        ("couches lavables", "une blanchisserie pour les crèches"),
        ("toilettes sèches", "des cabines louées et une plateforme d’épandage"),
        ("pépinière d’arbres", "des haies de graines locales et des greffes"),
    ),
    _of(
        Theme.DIGITAL,
        ("fablab", "une découpe laser, des imprimantes et des soirées ouvertes"),
        ("médiation numérique", "des permanences dans les mairies, ordinateur en main"),
        ("télécentre", "des postes, une cabine de visio et un local de réunion"),
        ("studio de jeux vidéo", "des créateurs indépendants au village"),
        ("cartographie libre", "des relevés de sentiers et de patrimoine"),
        ("capteurs d’eau", "des sondes de nappe fabriquées au collège"),
        ("reconditionnement d’ordinateurs", "des machines réformées remises aux familles"),
        ("archives sonores", "des récits d’anciens numérisés et publiés"),
        ("drone agricole", "des vols mutualisés pour les parcelles pentues"),
        ("impression textile", "des encres végétales et des petites séries"),
    ),
    _of(
        Theme.CULTURE,
        ("bistrot de gare", "des repas ouvriers et une scène ouverte"),
        ("boulangerie au feu de bois", "des levains et un fournil à reprendre"),
        ("librairie itinérante", "un camion de livres sur huit marchés"),
        ("cinéma de campagne", "des séances du vendredi et un ciné-club"),
        ("guinguette", "des bals au bord de la rivière"),
        ("cirque en chapiteau", "une école de cirque et des résidences"),
        ("théâtre de verdure", "des gradins de pierre et un festival"),
        ("école de musique", "des instruments prêtés et une fanfare"),
        ("atelier de lutherie", "des vielles et des violons, de la réparation"),
        ("imprimerie typographique", "des casses de plomb et une presse à bras"),
        ("verrerie d’art", "un four partagé et du verre soufflé"),
        ("coutellerie", "des forges individuelles sous un même toit"),
    ),
    _of(
        Theme.MOBILITY,
        ("garage solidaire", "des voitures réparées à prix juste et une insertion"),
        ("autopartage rural", "quatre véhicules et un standard de bénévoles"),
        ("vélos cargos", "une flotte en location longue et un atelier"),
        ("transport à la demande", "un minibus pour les marchés et les soins"),
        ("covoiturage de ligne", "des arrêts équipés sur la départementale"),
        ("crèche en horaires décalés", "un accueil dès cinq heures pour les soignants"),
        ("maison de santé", "des cabinets et une salle d’éducation thérapeutique"),
        ("colocation de seniors", "une longère adaptée et des voisins vigilants"),
        ("répit des aidants", "des relais de week-end et un groupe de parole"),
        ("accueil paysan", "des séjours de rupture à la ferme"),
        ("équithérapie", "des chevaux de trait et des éducateurs"),
        ("jardin thérapeutique", "des bacs surélevés et un sentier sensoriel"),
    ),
    _of(
        Theme.TERRITORY,
        ("sentier d’interprétation", "des bornes, des carnets et des balades racontées"),
        ("écomusée", "des collections ouvrières sorties des greniers"),
        ("maison du parc", "des expositions et une boutique de producteurs"),
        ("observatoire des oiseaux", "des affûts, un comptage et des classes"),
        ("station de trail", "des parcours balisés et un vestiaire"),
        ("base de canoë", "des descentes accompagnées et un bivouac"),
        ("via ferrata", "des parois équipées et un guide salarié"),
        ("rucher école", "des colonies, une miellerie et un parrainage"),
        ("élevage d’escargots", "des parcs en plein air et une cuisine"),
        ("spiruline artisanale", "des bassins sous serre et des paillettes"),
        ("champignonnière", "des pleurotes en cave sur marc de café"),
        ("tannerie végétale", "des peaux de la vallée, tannées à l’écorce"),
    ),
)
#: One of each theme in turn: the common ones are of every theme.
SUBJECTS: tuple[Subject, ...] = tuple(
    rows[rank] for rank in range(max(map(len, _BY_THEME))) for rows in _BY_THEME if rank < len(rows)
)
HOSTS = (
    "dans l’ancienne école",
    "au rez-de-chaussée de la mairie",
    "sous le hangar de la coopérative",
    "derrière l’église",
    "dans une grange à restaurer",
    "à l’entrée de la zone artisanale",
    "dans un commerce vacant",
    "au bord du canal",
    "dans la caserne des pompiers désaffectée",
    "sur le site d’une scierie fermée",
    "dans un corps de ferme",
    "au-dessus de la poste",
)
TEAMS = (
    "Trois familles",
    "Deux anciennes collègues",
    "Une association de quarante adhérents",
    "Un collectif de jeunes installés",
    "Six artisans",
    "La commune et ses voisines",
    "Une coopérative en création",
    "Des parents d’élèves",
    "Une équipe de salariés qui reprend l’activité",
    "Quatre exploitations voisines",
    "Un couple en reconversion",
    "Des retraités et des étudiants",
)
REASONS = (
    "Rien de tel à moins de quarante minutes.",
    "Les jeunes partent faute d’activité.",
    "Le dernier commerce a fermé voici deux hivers.",
    "Une enquête auprès de deux cents foyers le demande.",
    "Les producteurs vendent trop loin de chez eux.",
    "Les personnes âgées ne se déplacent plus.",
    "La matière existe sur place et part brute.",
    "Le bâtiment appartient à la collectivité et se dégrade.",
    "Les nouveaux habitants cherchent où se rencontrer.",
    "Le bassin d’emploi a perdu son usine.",
    "Les écoles cherchent des sorties proches.",
    "Les gestes se perdent avec ceux qui partent en retraite.",
)
STEPS = (
    "Le local est trouvé, le financement reste à boucler.",
    "Une étude de faisabilité commence.",
    "Un premier chantier participatif a réuni trente personnes.",
    "Les statuts sont écrits, les sociétaires arrivent.",
    "Un essai d’un été a tenu ses comptes.",
    "Tout est à faire, l’envie est là.",
    "Un permis est déposé, les devis sont reçus.",
    "Deux emplois sont prévus la première année.",
)
