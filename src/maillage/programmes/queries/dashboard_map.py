"""The map of a dashboard: one point a commune, by the best that happened there, packed as ``core/map.js``
reads (``docs/interface.md``, Maps)."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.programmes.enums import RETAINING, Filing
from maillage.programmes.models import Application, Label, Programme
from maillage.territories.models import Commune

PRECISION = 10_000  # 1e-4 degree is some eleven metres
LABELLED, RETAINED, SUBMITTED = 0, 1, 2


def legend(label: str) -> list[dict[str, Any]]:
    return [
        {"kind": LABELLED, "label": label, "mark": "strong"},
        {"kind": RETAINED, "label": _("Retained"), "mark": "ochre"},
        {"kind": SUBMITTED, "label": _("Application submitted"), "mark": "soft"},
    ]


def packed(
    programme: Programme, call: int | None, *, sees_applications: bool, sees_prepared: bool
) -> dict[str, Any]:
    """Communes with an application of the call, or with a label in force; three reads."""
    kinds: dict[str, int] = {}
    if sees_applications and call is not None:
        rows = Application.objects.filter(
            call=call, call__programme=programme, filing=Filing.SUBMITTED
        ).order_by()
        decided = "decision" if sees_prepared else "announced_decision"
        kinds |= dict.fromkeys(rows.values_list("commune", flat=True).distinct(), SUBMITTED)
        retained = rows.filter(**{f"{decided}__in": RETAINING})
        kinds |= dict.fromkeys(retained.values_list("commune", flat=True).distinct(), RETAINED)
    held = Label.objects.filter(programme=programme).in_force()
    kinds |= dict.fromkeys(held.order_by().values_list("place__commune", flat=True).distinct(), LABELLED)
    spots = (
        Commune.objects.filter(Q(pk__in=list(kinds)), latitude__isnull=False)
        .order_by("pk")
        .values_list("pk", "latitude", "longitude")
    )
    found = list(spots)
    table = np.array([spot[1:] for spot in found], dtype=np.float64).reshape(-1, 2)
    latitude, longitude = (np.rint(table[:, axis] * PRECISION).astype(np.int64) for axis in (0, 1))
    return {
        "v": 1,
        "id": [1] * len(found),
        "lat": np.diff(latitude, prepend=0).tolist(),
        "lon": np.diff(longitude, prepend=0).tolist(),
        "kind": [kinds[spot[0]] for spot in found],
    }
