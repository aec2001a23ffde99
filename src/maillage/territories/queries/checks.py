"""What must hold of loaded territories, for ``maillage doctor``."""

from __future__ import annotations

from django.db.models import F, Q

from maillage.territories.models import Commune, Epci


def broken_territories() -> list[str]:
    """A sentence per broken promise; none when all is well."""
    broken = []
    if not Commune.objects.current().exists():
        return ["No commune is loaded: run `maillage load-territories`."]
    wrong = {
        "communes lead to a successor that is not current": Commune.objects.filter(
            successor__is_current=False
        ),
        "EPCI lead to a successor that is not current": Epci.objects.filter(successor__is_current=False),
        "current communes are in an EPCI that is not current": Commune.objects.current().filter(
            epci__is_current=False
        ),
        "communes are not in the région of their département": Commune.objects.exclude(
            Q(region=F("department__region")) | Q(region__isnull=True, department__region__isnull=True)
        ),
    }
    for sentence, rows in wrong.items():
        if number := rows.count():
            broken.append(f"{number} {sentence}.")
    return broken
