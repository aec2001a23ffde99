"""Ready kits for people who have an idea, and for the first months of a project."""

from __future__ import annotations

from maillage.directory.enums import Stage, Theme
from maillage.pathways.content import KitContent, KitResource, SessionTemplate
from maillage.pathways.enums import DeliverableKind, Modality, SessionKind
from maillage.pathways.ready import ReadyKit

WORKSHOP, ALONE = SessionKind.WORKSHOP, SessionKind.ONE_TO_ONE
Deliverable = DeliverableKind

ITINERANT = ReadyKit(
    key="ateliers-itinerants",
    title="Quatre ateliers itinérants",
    summary="Quatre ateliers de trois heures dans quatre communes, une heure en tête à tête et une clôture : "
    "de quoi passer d’une envie à une feuille de route.",
    stages=(Stage.IDEA, Stage.EMERGENCE),
    themes=(Theme.SOCIAL_INNOVATION, Theme.BUSINESS_MODEL, Theme.GOVERNANCE, Theme.IMPACT),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Des personnes qui ont une idée utile à leur territoire et hésitent encore à se lancer.",
        group_min=5,
        group_max=12,
        every_days=14,
        span_days=(42, 75),
        calendar="Un atelier toutes les deux semaines, le matin ou en soirée, jamais deux fois au même "
        "endroit.",
        is_itinerant=True,
        costs="Le temps d’animation à deux, la préparation, une petite enveloppe pour les témoins et "
        "l’accueil.",
        contributions="Les communes prêtent les salles et font connaître le parcours ; il est gratuit.",
        templates=(
            SessionTemplate(
                key="besoin",
                kind=WORKSHOP,
                title="Le besoin et la raison d’être",
                minutes=180,
                objectives="Remonter du constat à ses causes, dire à qui le projet sert, écrire ce à quoi "
                "on tient.",
                materials="Grandes feuilles, fiches « arbre à problème », exemples de chartes, un témoin "
                "local.",
                speakers=("Animation du parcours", "Témoin du territoire"),
                deliverables=(Deliverable.PROBLEM_TREE, Deliverable.SOCIAL_CHARTER),
            ),
            SessionTemplate(
                key="modele",
                kind=WORKSHOP,
                title="Le modèle économique",
                minutes=180,
                objectives="Repérer qui paie, qui profite et ce que cela coûte ; mêler ventes, aides et "
                "bénévolat.",
                materials="Canevas de modèle économique, trois études de cas chiffrées.",
                speakers=("Animation du parcours", "Spécialiste du financement solidaire"),
                deliverables=(Deliverable.ECONOMIC_MODEL,),
            ),
            SessionTemplate(
                key="gouvernance",
                kind=WORKSHOP,
                title="Décider à plusieurs, choisir une forme",
                minutes=180,
                objectives="Comprendre ce que change une décision partagée, puis comparer les statuts "
                "possibles.",
                materials="Jeu de rôles sur une décision difficile, tableau des statuts.",
                speakers=("Animation du parcours", "Juriste ou union de coopératives"),
                deliverables=(Deliverable.GOVERNANCE,),
            ),
            SessionTemplate(
                key="impact",
                kind=WORKSHOP,
                title="Ce que le projet change ici",
                minutes=180,
                objectives="Nommer les effets attendus, en retenir trois et dire comment on les verra.",
                materials="Cartes d’effets, exemples d’indicateurs simples.",
                speakers=("Animation du parcours",),
                deliverables=(Deliverable.IMPACT_FRAMEWORK,),
            ),
            SessionTemplate(
                key="tete-a-tete",
                kind=ALONE,
                title="Une heure pour sa feuille de route",
                minutes=60,
                objectives="Choisir les trois prochaines étapes, les dates et les personnes à rencontrer.",
                speakers=("Référente ou référent du projet",),
                deliverables=(Deliverable.ACTION_PLAN,),
                per_person=(1, 1),
            ),
            SessionTemplate(
                key="cloture",
                kind=SessionKind.CLOSING,
                title="Clôture : et maintenant ?",
                minutes=150,
                objectives="Présenter son projet en cinq minutes, rencontrer les structures qui peuvent "
                "prendre la suite.",
                materials="Liste des appuis du territoire, verre de l’amitié.",
                speakers=("Structures d’appui du territoire", "Communes d’accueil"),
                deliverables=(Deliverable.PITCH,),
            ),
        ),
    ),
)

# Of each week: its key, its question, what is handed in, what its own sheet asks, and one page to read when
# there is an official or a shared one that says it well.
_WEEKS = (
    (
        "personne",
        "À qui mon idée rend-elle service ?",
        Deliverable.PROBLEM_TREE,
        "Décrire une seule personne, sa journée, ce qu’elle fait aujourd’hui sans vous.",
        KitResource(
            "Les chiffres de ma commune",
            "https://statistiques-locales.insee.fr/",
            "Chercher trois chiffres sur les personnes que l’idée concerne, et les apporter.",
            30,
        ),
    ),
    (
        "terrain",
        "Aller sur le terrain : dix conversations",
        None,
        "Préparer cinq questions ouvertes et la liste des dix personnes à voir.",
        None,
    ),
    (
        "promesse",
        "Une promesse en une phrase",
        Deliverable.SOCIAL_CHARTER,
        "Écrire trois phrases, les lire à voix haute à quelqu’un, garder celle qui est comprise.",
        KitResource(
            "Des projets d’intérêt général qui existent déjà",
            "https://www.avise.org/",
            "Choisir un projet proche du sien et noter ce qu’il promet, à qui, en quels mots.",
            30,
        ),
    ),
    (
        "essai",
        "Un premier essai, petit et tout de suite",
        None,
        "Choisir ce qui peut être essayé en une semaine, sans argent ou presque.",
        None,
    ),
    (
        "lecons",
        "Ce que l’essai apprend",
        None,
        "Noter ce qui était attendu, ce qui s’est passé, ce que l’on change.",
        None,
    ),
    (
        "recettes",
        "Combien cela coûte, qui le paie",
        Deliverable.ECONOMIC_MODEL,
        "Remplir une année : ce qui sort, ce qui entre, ce qui manque.",
        KitResource(
            "Bâtir ses prévisions financières",
            "https://bpifrance-creation.fr/",
            "Lire la partie sur les prévisions financières, sans chercher à tout remplir.",
            45,
        ),
    ),
    (
        "allies",
        "Avec qui : les alliés du territoire",
        Deliverable.GOVERNANCE,
        "Dessiner qui décide, qui aide, qui peut freiner.",
        KitResource(
            "Créer et faire vivre une association",
            "https://www.associations.gouv.fr/",
            "Comparer avec la forme à laquelle vous pensez : qui décide, qui répond des dettes ?",
            30,
        ),
    ),
    (
        "recit",
        "Raconter son projet",
        Deliverable.PITCH,
        "Trois minutes, un début, un essai raconté, une demande claire.",
        None,
    ),
)

WEEKLY = ReadyKit(
    key="huit-etapes",
    title="Huit étapes hebdomadaires",
    summary="Chaque semaine une ressource, un échange en groupe et l’appui d’une personne qui connaît le "
    "sujet ; "
    "à la fin, une présentation devant des élus.",
    stages=(Stage.IDEA, Stage.EMERGENCE),
    themes=(Theme.PROTOTYPING, Theme.BUSINESS_MODEL, Theme.SALES),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Des personnes qui veulent essayer leur projet vite, sur le terrain, avant d’écrire un "
        "dossier.",
        group_min=6,
        group_max=12,
        every_days=7,
        span_days=(56, 70),
        calendar="Une étape par semaine pendant huit semaines, le même jour à la même heure.",
        costs="Une coordination à mi-temps pendant trois mois et le temps des référents thématiques.",
        contributions="Les structures partenaires détachent leurs référents ; le parcours est gratuit.",
        templates=(
            *(
                SessionTemplate(
                    key=f"semaine-{rank}-{key}",
                    kind=WORKSHOP,
                    title=f"Semaine {rank} : {title[0].lower()}{title[1:]}",
                    minutes=120,
                    objectives="Avancer d’un pas visible : chacun dit ce qu’il a fait, ce qui bloque et "
                    "ce qu’il "
                    "tente d’ici la semaine suivante.",
                    materials="Les ressources de la semaine sont partagées trois jours avant.",
                    speakers=("Animation du groupe", "Référente ou référent thématique"),
                    deliverables=(deliverable,) if deliverable else (),
                    modality=Modality.IN_PERSON if rank in (1, 4) else Modality.REMOTE,
                    resources=(
                        KitResource(f"Fiche de la semaine {rank}", note=sheet, minutes=20),
                        *((page,) if page else ()),
                    ),
                )
                for rank, (key, title, deliverable, sheet, page) in enumerate(_WEEKS, 1)
            ),
            SessionTemplate(
                key="referent",
                kind=ALONE,
                title="Point avec sa référente ou son référent",
                minutes=45,
                objectives="Lever un blocage, relire un essai, ouvrir un carnet d’adresses.",
                speakers=("Référente ou référent thématique",),
                modality=Modality.REMOTE,
                per_person=(3, 8),
            ),
            SessionTemplate(
                key="presentation",
                kind=SessionKind.PITCH,
                title="Présentation finale",
                minutes=180,
                objectives="Présenter le projet et ce que l’essai a montré à des élus et à des partenaires.",
                speakers=("Élus du territoire", "Partenaires financiers"),
                deliverables=(Deliverable.PITCH,),
            ),
        ),
    ),
)

_CO_RUN = (
    (
        "utilite",
        "Entreprendre utile : le besoin et la mission",
        "Structure qui pilote",
        Deliverable.PROBLEM_TREE,
    ),
    ("marche", "Étudier son marché", "Spécialiste de la création d’entreprise", None),
    ("gestion", "Gérer et compter", "Coopérative d’activité et d’emploi", Deliverable.ECONOMIC_MODEL),
    ("forme", "Choisir sa forme juridique", "Union de coopératives", Deliverable.GOVERNANCE),
    ("recit", "Présenter son travail", "Structure qui pilote", Deliverable.PITCH),
    ("argent", "Trouver ses financements", "Financeur solidaire", None),
)

CO_RUN = ReadyKit(
    key="six-ateliers-et-jury",
    title="Six ateliers à deux voix et un jury",
    summary="Six journées animées avec des partenaires, théorie le matin et pratique l’après-midi, puis une "
    "demi-journée de bilan devant les intervenants.",
    stages=(Stage.IDEA, Stage.EMERGENCE),
    themes=(Theme.BUSINESS_CREATION, Theme.ACCOUNTING, Theme.LEGAL, Theme.FUNDING),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Un petit groupe de créatrices et de créateurs au stade de l’idée, suivis de près.",
        group_min=3,
        group_max=7,
        every_days=9,
        span_days=(56, 70),
        calendar="Six journées en deux mois, puis une demi-journée de bilan.",
        costs="Six journées d’intervention, une coordination légère, les repas.",
        contributions="Chaque partenaire offre la journée de son métier ; une participation libre aux repas.",
        templates=(
            *(
                SessionTemplate(
                    key=key,
                    kind=WORKSHOP,
                    title=title,
                    minutes=420,
                    objectives="Le matin, les notions et des exemples ; l’après-midi, chacun les applique "
                    "à son projet.",
                    materials="Support du partenaire, exercices sur le projet de chacun.",
                    speakers=(partner, "Structure qui pilote")
                    if partner != "Structure qui pilote"
                    else (partner,),
                    deliverables=(deliverable,) if deliverable else (),
                )
                for key, title, partner, deliverable in _CO_RUN
            ),
            SessionTemplate(
                key="jury",
                kind=SessionKind.PITCH,
                title="Bilan devant le jury des intervenants",
                minutes=210,
                objectives="Montrer le chemin parcouru, entendre un avis argumenté, choisir la suite.",
                materials="Grille d’écoute partagée à l’avance avec les projets.",
                speakers=("Les intervenants des six ateliers",),
                deliverables=(Deliverable.ACTION_PLAN,),
            ),
        ),
    ),
)

FIRST_STEPS = ReadyKit(
    key="premiers-pas",
    title="Premiers pas en six demi-journées",
    summary="Six demi-journées en trois semaines à trois mois, pour que cinq à dix idées deviennent des "
    "projets "
    "que l’on sait expliquer.",
    stages=(Stage.IDEA,),
    themes=(Theme.SOCIAL_INNOVATION, Theme.BUSINESS_CREATION),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Des habitantes et des habitants, seuls ou à plusieurs, avec une idée encore floue.",
        group_min=5,
        group_max=10,
        every_days=10,
        span_days=(21, 92),
        calendar="Six demi-journées réparties sur trois semaines à trois mois, selon les disponibilités.",
        costs="Six demi-journées d’animation, autant de préparation, l’accueil.",
        contributions="La collectivité finance ; les participants ne paient rien.",
        templates=(
            SessionTemplate(
                key="depart",
                kind=WORKSHOP,
                title="Se connaître, dire son envie",
                minutes=210,
                objectives="Former le groupe, entendre toutes les idées, dire ce qui nous y attache.",
                speakers=("Animation du parcours",),
            ),
            SessionTemplate(
                key="constat",
                kind=WORKSHOP,
                title="Du constat au besoin",
                minutes=210,
                objectives="Vérifier que le besoin existe, auprès de qui, et ce qui y répond déjà.",
                materials="Données du territoire, guide d’entretien.",
                deliverables=(Deliverable.PROBLEM_TREE,),
            ),
            SessionTemplate(
                key="visite",
                kind=SessionKind.VISIT,
                title="Visiter un projet voisin",
                minutes=210,
                objectives="Voir un lieu qui tourne, entendre ses débuts et ses erreurs.",
                speakers=("Équipe du lieu visité",),
            ),
            SessionTemplate(
                key="esquisse",
                kind=WORKSHOP,
                title="Esquisser son activité",
                minutes=210,
                objectives="Décrire l’activité, ses usagers, ses moyens et ses premières recettes.",
                deliverables=(Deliverable.ECONOMIC_MODEL,),
            ),
            SessionTemplate(
                key="cercle",
                kind=SessionKind.PEERS,
                title="Cercle de pairs",
                minutes=210,
                objectives="Une difficulté par personne, les questions du groupe, un engagement pour la "
                "suite.",
                materials="Déroulé de codéveloppement, minuteur.",
            ),
            SessionTemplate(
                key="suite",
                kind=SessionKind.CLOSING,
                title="Choisir sa suite",
                minutes=210,
                objectives="Continuer, attendre, s’associer ou changer : dire son choix et rencontrer les "
                "relais.",
                speakers=("Structures d’appui du territoire",),
                deliverables=(Deliverable.ACTION_PLAN,),
            ),
        ),
    ),
)

_IDEATION = (
    ("idee", "Mon idée, et j’y vais ou non ?"),
    ("usagers", "Ceux pour qui je la fais"),
    ("collectif", "Trouver ses compagnons de route"),
    ("lieux", "Visiter des projets voisins et rencontrer leurs aînés"),
    ("activite", "Ce que je propose, concrètement"),
    ("chiffres", "Les premiers chiffres"),
    ("note", "Écrire sa note d’intention"),
    ("essai", "S’entraîner à présenter"),
)

IDEATION = ReadyKit(
    key="ideation-deux-mois",
    title="Deux mois d’idéation",
    summary="Un rendez-vous par semaine pendant deux mois dans une petite ville : découvrir ce qu’est "
    "entreprendre "
    "ensemble, écrire une note d’intention, la défendre.",
    stages=(Stage.IDEA,),
    themes=(Theme.SOCIAL_INNOVATION, Theme.TERRITORY, Theme.COMMUNITY),
    content=KitContent(
        before="projet.avant",
        after="projet.apres",
        audience="Des habitantes et des habitants qui ont une idée répondant à un besoin de leur commune.",
        group_min=4,
        group_max=10,
        every_days=7,
        span_days=(56, 63),
        calendar="Une soirée ou une demi-journée par semaine pendant deux mois.",
        costs="De dix à douze mille euros la session, animation et coordination comprises.",
        contributions="Cofinancé par la commune, l’intercommunalité et des fonds européens ; 120 € par "
        "personne, que la commune peut prendre en charge.",
        templates=(
            *(
                SessionTemplate(
                    key=key,
                    kind={"collectif": SessionKind.PEERS, "lieux": SessionKind.VISIT}.get(key, WORKSHOP),
                    title=title,
                    minutes=180,
                    objectives="Avancer son idée d’un cran et la confronter au groupe.",
                    materials="Fiche de la semaine, note d’intention à compléter au fil des rendez-vous.",
                    speakers=("Animation du parcours", "Structure partenaire de la semaine"),
                    deliverables=(Deliverable.ACTION_PLAN,) if key == "note" else (),
                )
                for key, title in _IDEATION
            ),
            SessionTemplate(
                key="presentation",
                kind=SessionKind.PITCH,
                title="Présentation publique des notes d’intention",
                minutes=150,
                objectives="Défendre sa note devant des habitants et des partenaires ; décider de la suite.",
                speakers=("Commune d’accueil", "Structures d’appui"),
                deliverables=(Deliverable.PITCH,),
            ),
        ),
    ),
)

KITS = (FIRST_STEPS, ITINERANT, WEEKLY, CO_RUN, IDEATION)
