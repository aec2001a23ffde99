"""The verbs of territories: the only place that writes them."""

from maillage.territories.actions.coverage import set_territories
from maillage.territories.actions.distances import load_distances
from maillage.territories.actions.typologies import load_typologies
from maillage.territories.actions.vintage import load_territories

__all__ = ["load_distances", "load_territories", "load_typologies", "set_territories"]
