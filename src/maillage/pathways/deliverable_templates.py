"""What each deliverable begins with: headings and questions, as data in the language of the projects.

Written for this platform. A project writes over it; nothing is asked that it may not leave out.
"""

from __future__ import annotations

from collections.abc import Mapping

from maillage.pathways.enums import DeliverableKind

TEMPLATES: Mapping[str, str] = {
    DeliverableKind.PROBLEM_TREE: """Le problème, en une phrase
(Qui le vit ? Où ? Depuis quand ?)

Ce qui le cause
- Cause directe :
  - et ce qui la cause elle-même :
- Cause directe :
  - et ce qui la cause elle-même :

Ce qu’il entraîne
- Pour les personnes :
- Pour le territoire :

Ce qui prouve que ce problème existe
(Chiffres, entretiens, observations : d’où viennent-ils, et de quand ?)

La racine à laquelle le projet s’attaque, et celles qu’il laisse à d’autres
""",
    DeliverableKind.SOCIAL_CHARTER: """À quoi nous tenons
(Trois à cinq valeurs, chacune avec ce qu’elle change dans nos journées.)

Ce que nous promettons
- Aux personnes qui viennent :
- À celles qui travaillent ici, salariées ou bénévoles :
- Au territoire et à ceux qui nous financent :

Ce que nous ne ferons pas, même si c’était rentable

Comment une décision difficile est prise, et par qui

Comment nous saurons que la charte est tenue, et quand nous la relirons
""",
    DeliverableKind.ECONOMIC_MODEL: """Ce que nous proposons, à qui
(Une ligne par activité : qui en profite, qui la paie. Ce ne sont pas toujours les mêmes.)

Ce qui rentre
- Ventes et prestations : combien de clients, à quel prix, à quelle fréquence ?
- Subventions : lesquelles, jusqu’à quand ?
- Contributions non monétaires : bénévolat, locaux prêtés, matériel

Ce qui sort
- Charges de chaque mois, que l’activité marche ou non :
- Charges qui suivent l’activité :
- Investissements de départ :

À partir de quel niveau d’activité l’équilibre est atteint

L’hypothèse la plus fragile, et comment nous la vérifions avant d’investir
""",
    DeliverableKind.GOVERNANCE: """Qui est concerné par le projet
(Fondateurs, usagers, salariés, habitants, collectivités, financeurs.)

Qui décide de quoi
- Décisions de tous les jours :
- Décisions qui engagent l’année :
- Décisions qui changent le projet :

Comment on entre, comment on sort

Forme juridique envisagée, et ce qu’elle rend possible ou impossible

Ce qui se passe en cas de désaccord
""",
    DeliverableKind.IMPACT_FRAMEWORK: """Le changement visé, et pour qui

Le chemin
- Ce que nous faisons :
- Ce que cela produit tout de suite :
- Ce qui change ensuite pour les personnes :
- Ce qui change à long terme sur le territoire :

Ce que nous supposons à chaque marche
(Qu’est-ce qui devrait être vrai pour que l’une mène à l’autre ?)

Ce que nous regardons
- Indicateur, d’où vient le chiffre, qui le relève, quand :
- Indicateur, d’où vient le chiffre, qui le relève, quand :

Ce qui pourrait mal tourner, et les effets que personne ne cherche
""",
    DeliverableKind.PITCH: """L’accroche : une personne, une scène, dix secondes

Le besoin
(Ce qui ne va pas, et la preuve.)

Ce que nous faisons
(Comme on le dirait à une voisine.)

Pourquoi ici, pourquoi nous

Où nous en sommes
(Ce qui est fait, ce qui est vérifié.)

Ce que nous demandons, précisément, et à qui

La dernière phrase
""",
    DeliverableKind.ACTION_PLAN: """Où nous voulons être dans douze mois

Les étapes
- D’ici un mois : quoi, qui, avec quels moyens ?
- D’ici trois mois : quoi, qui, avec quels moyens ?
- D’ici six mois : quoi, qui, avec quels moyens ?
- D’ici douze mois : quoi, qui, avec quels moyens ?

Ce dont tout dépend
(Un local, un accord, une personne : que faisons-nous si cela tarde ?)

L’aide dont nous avons besoin, et auprès de qui

À quelle date nous relisons ce plan
""",
}
