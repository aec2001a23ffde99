"""French words that say nothing of what a project is about, whoever writes them.

The text search leaves out the words of grammar (“dans”, “pour”). These are the next ones: adverbs, verbs and
nouns with which any project is told. Rarity alone does not find them: among three hundred projects “encore”
may stand in two. They are compared by their stems. Our own list, to be grown by what is seen.
"""

from __future__ import annotations

_WORDS = """
abord acces accueil accueille accueillent accueillir achat acheter achetes acteur acteurs action actions
activite activites adherent adherents aide aider ailleurs ainsi ajoute ajouter aller alors ancien ancienne
anciens animer annee annees aout apporter apres arriver assez associatif association attendent attendre
attendu attente aucun aujourd auquel aurait auront aussi autant automne autour autre autres avancer avant
avenir avoir avril bati batiment beaucoup benevole benevoles besoin bien bientot bonne bourg budget
campagne canton celle celles celui cent centaine certain certaine certains cette ceux chacun chacune
chaque cherche cherchent chercher chez chose choses cinq cinquante citoyen collectif collective
collectivite combien comme commence commencer comment commun communal commune communes complet complete
completent composer compter confier confies connaitre construire contre coop cooperative cote cours
creation creer debut debuter decembre dedans dehors deja demain demande demandee demandent demander
demandes demi departement depuis dernier derniere derniers dessous dessus deux developpement developper
devenir devient devis devoir difference different differents difficile dimanche dire direct disposer
divers diverses dizaine doit doivent donc donner dont douzaine douze durable durant durer effet elle elles
emploi emplois emprunter encore enfin engager ensemble ensuite entier entre entreprise entreprises envie
environ equipe equipement equipements equiper equipes espace espaces etaient etait etre etude euros
exemple existant existe existent exister fabriquees fabriquer facile faire fait falloir famille familles
faute faux favoriser ferait fermee fermer fevrier financement financer fois fonction forme former fort
forte fourni fournie fournis gens gerer grace grand grande grands gros groupe habitant habitante habitants
haut hectare heure heures hier hiver huit idee important initiative installee installer installes
intention intercommunal interesser jamais janvier jeudi jeune jeunes jour journee jours juillet juin
jusque kilometre kilometres laisser lance lancement lancer large leur leurs libre libres lien lieu lieux
local locale locaux loin long longtemps longue lors lorsque loue louer loues lourd lundi maintenant mairie
maniere manque manquent manquer mardi mars matin meilleur meilleure membre membres meme memes mercredi
metre metres mettre midi mieux milieu millier minute minutes mise mises mission moins mois moitie moment
monde monter montrer moyen moyens mutualiser naitre necessaire neuf neuve nombre nombreux nommer notre
nous nouveau nouveaux nouvelle nouvelles novembre nuit objectif occuper octobre offre offrir onze
organiser ouvert ouverte ouverture ouvre ouvrent ouvrir parce pareil parfois parler parmi part partage
partagee partagees partager partages participer partir partout parvenir passer pays pendant penser permet
permettent permettre personne personnes petit petite petits peut peuvent place placer plein plupart plus
plusieurs plutot point population porte porter porteur porteurs poser possible pourrait pouvoir premier
premiere premiers prendre prepare pres present presque pret prete pretes prets prevoir prevu principal
principe printemps prochain proche produire professionnel professionnels projet projets propose proposent
proposer propre proximite public publics puis quand quarantaine quarante quartier quatre quel quelle
quelque quelques quinze quoi rachete rachetees raison rapide realiser recevoir reel regard region regional
regroupe regroupent relation relier rencontre rencontrer rendrait rendre rendue rendus renover rentrer
repondre reprendre repris reprise reseau responsable ressource reste rester reunir reunissent reunit
reussir rien roule rural rurale ruraux salarie salaries salle samedi sans savoir seize semaine semaines
semble sept septembre sera seraient serait seront sert servent service services servir seul seule seuls
simple situation situe situee situer social sociale soir soirees soit soixante solidaire somme sorte
souhait souhaite souhaitent souhaiter soutenir soutien souvent structure suffire suite suivant suivre
surtout tant tard tellement temps tenir tenter tenu tenue tenus territoire territoires territorial tiers
toujours tourne tourner tout toute toutes travail travailler travers treize trentaine trente trois trop
trouve trouvent trouver type unique usage usager usages utile utiliser vallee vaut vend vendent vendre
vendredi venir vers veulent veut vide vieille viennent vient vieux village villages ville vingtaine
visiteur vite vivre voici voila voir voisin voisine voisins volonte votre vouloir vrai vraiment zone
"""
#: Without accents; four letters or more (shorter ones are never weighed).
PLAIN = frozenset(_WORDS.split())
