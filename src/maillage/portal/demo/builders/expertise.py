"""What the reviewers know: trades, themes and territories, the crafts' people apart from the elected."""

from __future__ import annotations

import random

from maillage.directory.enums import Theme, Trade
from maillage.portal.demo.builders import people, reviews
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.actions import expertise, score
from maillage.programmes.models import Expertise, FileScore
from maillage.territories.models import Region

GROUPS = ("Artisanes et artisans", "", "Élues et élus", "")


def build() -> None:
    """Each reviewer describes themself; nothing is changed for those who did."""
    programme = call_of("premiere-vague").programme
    told = set(Expertise.objects.filter(programme=programme).values_list("reviewer", flat=True))
    dice = random.Random("expertise")  # noqa: S311 - the same network each time
    regions = list(Region.objects.order_by("code").values_list("code", flat=True))
    for rank, person in enumerate(reviews.reviewers()):
        trades = dice.sample(Trade.values, dice.randrange(2, 6))
        themes = dice.sample(Theme.values, dice.randrange(2, 6))
        ground = dice.sample(regions, min(2, len(regions)))
        # One in six has said nothing: such people exist, and the assignment does with it.
        if person.pk in told or rank % 6 == 5:
            continue
        expertise.describe(
            programme,
            person,
            by=people.account("officer"),
            trades=trades,
            themes=themes,
            territories=[("region", code) for code in ground],
            group=GROUPS[rank % len(GROUPS)],
        )


def build_scores() -> None:
    """Calibrates the rounds at once, as the queue would within a minute."""
    if FileScore.objects.exists():
        score.calibrate_stale()
