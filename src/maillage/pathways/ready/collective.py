"""Ready kits for collective projects, for places, for elected officials and for territories."""

from __future__ import annotations

from maillage.directory.enums import Stage, Theme
from maillage.pathways.content import KitContent, SessionTemplate
from maillage.pathways.enums import DeliverableKind, SessionKind
from maillage.pathways.ready import ReadyKit

WORKSHOP, ALONE = SessionKind.WORKSHOP, SessionKind.ONE_TO_ONE
Deliverable = DeliverableKind

_MONTHS = (
    ("lancement", "Lancement : se donner un cap", SessionKind.WORKSHOP, Deliverable.SOCIAL_CHARTER),
    ("territoire", "Connaître les acteurs de son territoire", SessionKind.WORKSHOP, Deliverable.PROBLEM_TREE),
    ("modele", "Un modèle économique à plusieurs", SessionKind.WORKSHOP, Deliverable.ECONOMIC_MODEL),
    ("visite", "Visite d’un projet collectif installé", SessionKind.VISIT, None),
    ("gouvernance", "Gouverner ensemble", SessionKind.WORKSHOP, Deliverable.GOVERNANCE),
    ("impact", "Mesurer ce que l’on change", SessionKind.WORKSHOP, Deliverable.IMPACT_FRAMEWORK),
    ("pairs", "Cercle de pairs : la difficulté du moment", SessionKind.PEERS, None),
    ("jury", "Présentation aux partenaires", SessionKind.PITCH, Deliverable.PITCH),
)

INCUBATOR = ReadyKit(
    key="incubateur-huit-mois",
    title="Incubateur de huit mois pour six projets collectifs",
    summary="Une journée en commun par mois, dans un lieu différent, et huit à dix rendez-vous par "
    "projet, pour "
    "amener six collectifs jusqu’au lancement.",
    stages=(Stage.EMERGENCE, Stage.CREATION),
    themes=(Theme.BUSINESS_MODEL, Theme.GOVERNANCE, Theme.TERRITORY, Theme.IMPACT),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Six projets portés à plusieurs, utiles au territoire et complémentaires de ce qui existe.",
        group_min=4,
        group_max=18,
        every_days=30,
        span_days=(230, 250),
        calendar="Une journée collective par mois pendant huit mois, des rendez-vous entre deux.",
        is_itinerant=True,
        costs="Une personne à mi-temps, les intervenants, les déplacements.",
        contributions="Région, fondations et fonds européens ; une adhésion modeste par projet.",
        templates=(
            *(
                SessionTemplate(
                    key=key,
                    kind=kind,
                    title=title,
                    minutes=360,
                    objectives="Apprendre avec les autres projets, repartir avec un travail commencé.",
                    materials="Trame de la journée, exemple d’un projet passé par là, grille à remplir.",
                    speakers=("Équipe de l’incubateur", "Structure qui accueille"),
                    deliverables=(deliverable,) if deliverable else (),
                )
                for key, title, kind, deliverable in _MONTHS
            ),
            SessionTemplate(
                key="rendez-vous",
                kind=ALONE,
                title="Rendez-vous du projet",
                minutes=120,
                objectives="Avancer sur la méthode, le plan d’action et les partenaires du projet.",
                materials="Carnet de bord du projet, carte de ses partenaires.",
                speakers=("Chargée ou chargé d’accompagnement",),
                deliverables=(Deliverable.ACTION_PLAN,),
                per_person=(8, 10),
            ),
        ),
    ),
)

IMPACT_DAY = ReadyKit(
    key="journee-impact",
    title="Une journée pour mesurer son impact",
    summary="Une journée qui alterne notions et mise en pratique : de la raison de mesurer au "
    "référentiel, puis à la "
    "collecte des données.",
    stages=(Stage.CONSOLIDATION, Stage.DEVELOPMENT),
    themes=(Theme.IMPACT,),
    content=KitContent(
        before="impact.avant",
        after="impact.apres",
        audience="Des lieux en activité, une ou deux personnes par lieu, souvent d’une même promotion.",
        group_min=6,
        group_max=20,
        every_days=1,
        span_days=(1, 1),
        calendar="Une seule journée, de 9 h 30 à 17 h 30.",
        costs="Deux personnes pour animer, la salle, le repas.",
        contributions="Prise en charge par le programme ; le déplacement reste à la charge du lieu.",
        templates=(
            SessionTemplate(
                key="journee",
                kind=WORKSHOP,
                title="Mesurer son impact : théorie et pratique",
                minutes=420,
                objectives="Dire pourquoi l’on mesure, bâtir son référentiel, choisir ses indicateurs, "
                "prévoir la "
                "collecte et la lecture des résultats.",
                materials="Grille de référentiel, exemples de lieux productifs, tableur de collecte.",
                speakers=("Formatrice ou formateur en mesure d’impact",),
                deliverables=(Deliverable.IMPACT_FRAMEWORK,),
            ),
        ),
    ),
)

OFFICIALS = ReadyKit(
    key="demi-journees-elus",
    title="Demi-journées pour les élus et les agents",
    summary="Deux demi-journées de trois heures et demie, dans deux communautés de communes, pour "
    "reconnaître un "
    "projet d’utilité sociale et l’orienter vers le bon appui.",
    stages=(),
    themes=(Theme.TERRITORY, Theme.SOCIAL_INNOVATION),
    content=KitContent(
        before="elus.avant",
        after="elus.apres",
        audience="Des élues, des élus et des agents des collectivités.",
        group_min=8,
        group_max=25,
        every_days=21,
        span_days=(1, 45),
        calendar="Une demi-journée par communauté de communes, à trois semaines d’écart.",
        is_itinerant=True,
        costs="Deux demi-journées à deux animateurs, la préparation avec les partenaires.",
        contributions="Les communautés de communes accueillent ; la participation est gratuite.",
        templates=tuple(
            SessionTemplate(
                key=key,
                kind=WORKSHOP,
                title=title,
                minutes=210,
                objectives="Entendre des témoins, se mettre à la place d’une personne qui cherche un "
                "appui, connaître "
                "les structures et leurs financements.",
                materials="Trois situations à jouer, carte des appuis du territoire.",
                speakers=("Structure qui pilote", "Témoins du territoire", "Services de l’État"),
            )
            for key, title in (
                ("premiere", "Reconnaître et orienter : première communauté de communes"),
                ("seconde", "Reconnaître et orienter : seconde communauté de communes"),
            )
        ),
    ),
)

VISITS = ReadyKit(
    key="visites-apprenantes",
    title="Visites apprenantes",
    summary="Un atelier pour préparer son regard, trois lieux visités en groupe, chacun avec une question "
    "à creuser, et une clôture pour dire ce que l’on fera chez soi.",
    stages=(Stage.EMERGENCE, Stage.CREATION, Stage.CONSOLIDATION),
    themes=(Theme.WORKSHOP_SETUP, Theme.COMMUNITY, Theme.PREMISES),
    content=KitContent(
        after="avis.apres",
        audience="Des équipes de lieux, des porteurs de projet, des élus qui veulent voir avant de faire.",
        group_min=5,
        group_max=15,
        every_days=21,
        span_days=(60, 100),
        calendar="Un atelier d’introduction, une visite toutes les trois semaines, puis la clôture.",
        is_itinerant=True,
        costs="Une indemnité pour le lieu qui reçoit, le covoiturage, le repas.",
        contributions="Le réseau indemnise les lieux ; chacun paie son repas.",
        templates=(
            SessionTemplate(
                key="introduction",
                kind=WORKSHOP,
                title="Avant de partir : que voulons-nous comprendre ?",
                minutes=180,
                objectives="Situer ces lieux et ces collectifs, entendre trois d’entre eux se présenter, "
                "écrire les questions du groupe pour chaque visite.",
                materials="Portraits des trois lieux, carte du territoire, liste des questions à compléter.",
                speakers=("Structure qui pilote", "Équipes des lieux à visiter"),
            ),
            *(
                SessionTemplate(
                    key=key,
                    kind=SessionKind.VISIT,
                    title=title,
                    minutes=240,
                    objectives=objectives,
                    materials="Fiche de visite à remplir à deux, accord du lieu pour les photographies.",
                    speakers=("Équipe du lieu visité",),
                )
                for key, title, objectives in (
                    (
                        "modele",
                        "Visite : un lieu et son équilibre",
                        "Comprendre d’où viennent les recettes du lieu.",
                    ),
                    (
                        "machines",
                        "Visite : un atelier partagé",
                        "Voir l’organisation, la sécurité, l’entretien.",
                    ),
                    ("collectif", "Visite : un lieu gouverné à plusieurs", "Entendre comment on y décide."),
                )
            ),
            SessionTemplate(
                key="retour",
                kind=SessionKind.CLOSING,
                title="Ce que nous en retenons",
                minutes=150,
                objectives="Comparer les trois lieux, dire les besoins qui restent, choisir ce que l’on "
                "adapte chez soi et ce que l’on fera ensemble.",
                materials="Les fiches de visite remplies, un tableau des suites à donner.",
                speakers=("Structure qui pilote", "Collectivités et structures d’appui volontaires"),
                deliverables=(Deliverable.ACTION_PLAN,),
            ),
        ),
    ),
)

FACTORY = ReadyKit(
    key="fabrique-a-initiatives",
    title="Fabrique à initiatives en trois phases",
    summary="Partir des besoins d’un territoire plutôt que d’un porteur : détecter, concevoir avec les "
    "acteurs, puis "
    "trouver et accompagner celles et ceux qui lanceront l’activité.",
    stages=(Stage.IDEA, Stage.EMERGENCE, Stage.CREATION),
    themes=(Theme.TERRITORY, Theme.SOCIAL_INNOVATION, Theme.EMPLOYMENT),
    content=KitContent(
        audience="Des collectivités, des associations, des entreprises et des habitants d’un même "
        "territoire.",
        group_min=8,
        group_max=40,
        every_days=45,
        span_days=(240, 540),
        calendar="Trois phases de plusieurs mois ; l’étude d’opportunité prend le temps qu’il faut.",
        costs="Une chargée ou un chargé de mission à temps partiel, les études, les rencontres.",
        contributions="Région, département, intercommunalités et fondations, selon le sujet.",
        templates=(
            SessionTemplate(
                key="detecter-seminaire",
                kind=WORKSHOP,
                title="Détecter : séminaire des besoins et des idées",
                minutes=420,
                objectives="Partager un constat, faire naître des pistes, en retenir quelques-unes à "
                "étudier.",
                materials="Données du territoire, récits d’habitants, grandes feuilles par thème.",
                speakers=("Équipe de la Fabrique", "Acteurs du territoire"),
                deliverables=(Deliverable.PROBLEM_TREE,),
            ),
            SessionTemplate(
                key="detecter-choix",
                kind=SessionKind.PEERS,
                title="Détecter : choisir les pistes à étudier",
                minutes=180,
                objectives="Écarter en le disant, garder en disant pourquoi.",
                materials="Fiche d’une page par piste, critères partagés à l’avance.",
                speakers=("Comité de pilotage de la Fabrique",),
            ),
            SessionTemplate(
                key="concevoir-lancement",
                kind=WORKSHOP,
                title="Concevoir : lancer l’étude d’opportunité",
                minutes=210,
                objectives="Vérifier le besoin, imaginer la réponse, réunir le groupe de partenaires.",
                materials="Guide d’entretien, plan de l’étude, liste des partenaires à rencontrer.",
                speakers=("Équipe de la Fabrique", "Partenaires du sujet"),
                gap_days=60,
            ),
            SessionTemplate(
                key="concevoir-modele",
                kind=WORKSHOP,
                title="Concevoir : le modèle de l’activité",
                minutes=210,
                objectives="Chiffrer l’activité et dire à quelles conditions elle tient.",
                materials="Canevas de modèle économique, résultats de l’étude.",
                speakers=("Équipe de la Fabrique", "Spécialiste du financement solidaire"),
                deliverables=(Deliverable.ECONOMIC_MODEL, Deliverable.IMPACT_FRAMEWORK),
            ),
            SessionTemplate(
                key="lancer-porteur",
                kind=SessionKind.PITCH,
                title="Lancer : trouver celles et ceux qui la porteront",
                minutes=180,
                objectives="Présenter l’activité prête à être reprise, rencontrer des porteurs, choisir "
                "ensemble.",
                materials="Dossier de l’activité, appel diffusé par les partenaires.",
                speakers=("Équipe de la Fabrique", "Structures d’appui à la création"),
                gap_days=90,
            ),
            SessionTemplate(
                key="lancer-suivi",
                kind=ALONE,
                title="Lancer : appui au démarrage",
                minutes=120,
                objectives="Statuts, financements, locaux, première embauche.",
                per_person=(4, 12),
                deliverables=(Deliverable.GOVERNANCE, Deliverable.ACTION_PLAN),
            ),
            SessionTemplate(
                key="lancer-bilan",
                kind=SessionKind.CLOSING,
                title="Lancer : bilan avec les partenaires",
                minutes=150,
                objectives="Dire ce qui est lancé, ce qui est écarté et ce que le territoire a appris.",
                gap_days=90,
            ),
        ),
    ),
)

KITS = (INCUBATOR, IMPACT_DAY, OFFICIALS, VISITS, FACTORY)
