"""The national scale, for measuring: 5,000 places, 20,000 services, 100,000 projects, 30,000 applications and
reviews, 400,000 referrals, 60,000 sessions, 1,500,000 attendances.

Loaded in bulk, not by actions: it stands for years of use, and would take hours otherwise.
So nothing here has gone through the guards, and ``maillage doctor`` checks the invariants
that the actions hold. The rows are the same at every run, but for their moments, which are
counted from the day of loading.
"""

from __future__ import annotations

from django.db import connection, transaction

from maillage.portal.demo.national import (
    directory,
    follow_up,
    orientation,
    pathways,
    programme,
    projects,
    reviews,
)
from maillage.portal.demo.national.loading import Loading, Size, Teller
from maillage.programmes.models import Programme
from maillage.projects.actions.similar_clock import count_words


def load(size: Size | None = None, *, tell: Teller = lambda _line: None) -> None:
    """Loads the national scale beside what is there; returns at once when it is loaded already.

    Args:
        tell: called with a line after each part.
    """
    if Programme.objects.filter(slug=programme.SLUG).exists():
        return
    loading = Loading(size or Size(), tell)
    with transaction.atomic():
        directory.write(loading)
        projects.people(loading)
        programme.write(loading)
        projects.write(loading)
        reviews.write(loading)
        orientation.write(loading)
        pathways.write(loading)
        follow_up.write(loading)
    # Without fresh statistics the planner reads 100,000 rows as if they were 300.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    count_words()
