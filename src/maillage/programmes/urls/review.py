"""A reviewer's table, and the officers' rounds of reviews."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import review, review_grid, review_round

# Before a programme's own address (``RESERVED_SLUGS``).
PATTERNS = [
    path("evaluations/", review.table, name="my_reviews"),
    path("evaluations/liens/<int:round>/", review.declare, name="review_declare"),
    path("evaluations/<int:pk>/", review.desk, name="review"),
    path("evaluations/<int:pk>/reprendre/", review.revise, name="review_revise"),
    path("evaluations/<int:pk>/rendre/", review.give_back, name="review_give_back"),
    path("evaluations/<int:pk>/messages/", review.message, name="review_message"),
]

_ROUND = "<slug:slug>/pilotage/evaluations/<int:pk>"
_GRID = "<slug:slug>/pilotage/grilles/<int:pk>"
OFFICER_PATTERNS = [
    path("<slug:slug>/pilotage/grilles/", review_grid.grids, name="grids"),
    path(f"{_GRID}/", review_grid.grid, name="grid"),
    path(f"{_GRID}/brouillon/", review_grid.draft, name="grid_draft"),
    path(f"{_GRID}/publier/", review_grid.publish, name="grid_publish"),
    path(f"{_GRID}/criteres/nouveau/", review_grid.criterion, name="grid_criterion_add"),
    path(f"{_GRID}/criteres/<str:criterion>/", review_grid.criterion, name="grid_criterion"),
    path(f"{_GRID}/criteres/<str:criterion>/retirer/", review_grid.remove, name="grid_criterion_remove"),
    path(f"{_GRID}/criteres/<str:criterion>/deplacer/", review_grid.move, name="grid_criterion_move"),
    path("<slug:slug>/pilotage/appels/<int:pk>/evaluations/", review_round.rounds, name="rounds"),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/evaluations/nouveau/", review_round.create, name="round_create"
    ),
    path(f"{_ROUND}/", review_round.round_page, name="round"),
    path(f"{_ROUND}/reglages/", review_round.edit, name="round_edit"),
    path(f"{_ROUND}/evaluations.csv", review_round.reviews_csv, name="round_csv"),
    path(f"{_ROUND}/personnes/", review_round.people, name="round_people"),
    path(f"{_ROUND}/envoyer/", review_round.send, name="round_send"),
    path(f"{_ROUND}/relancer/", review_round.remind, name="round_remind"),
    path(f"{_ROUND}/liens/", review_round.conflicts, name="round_conflicts"),
    path(f"{_ROUND}/liens/<int:conflict>/", review_round.overrule, name="round_overrule"),
    path(f"{_ROUND}/dossiers/<str:reference>/", review_round.file, name="round_file"),
    path(f"{_ROUND}/dossiers/<str:reference>/confier/", review_round.give, name="round_give"),
    path(f"{_ROUND}/dossiers/<str:reference>/messages/", review_round.message, name="round_message"),
    path(
        f"{_ROUND}/attributions/<int:assignment>/reprendre/", review_round.take_back, name="round_take_back"
    ),
    path(f"{_ROUND}/attributions/<int:assignment>/rouvrir/", review_round.reopen, name="round_reopen"),
]
