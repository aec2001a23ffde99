"""Writing a territory set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Invalid
from maillage.territories.enums import Level
from maillage.territories.queries import territories_of
from maillage.territories.refs import TerritoryRef


@transaction.atomic
def set_territories(rows: Any, refs: Iterable[tuple[str, str]]) -> bool:
    """Make a set exactly these refs; True when it changed. The caller records the event.

    Args:
        rows: the related manager of a ``TerritoryRow`` subclass, as ``service.territories``.
        refs: (level, code) pairs; France is ("country", "FR").

    Raises:
        Invalid: a ref names no territory.
    """
    wanted = {TerritoryRef(Level(level), code) for level, code in refs}
    known = {ref for ref, _name in territories_of(wanted)}
    if unknown := wanted - known:
        raise Invalid(
            _("There is no such territory: %(codes)s.")
            % {"codes": ", ".join(sorted(str(ref) for ref in unknown))}
        )
    present = {row.ref: row for row in rows.all()}
    for ref, row in present.items():
        if ref not in wanted:
            row.delete()
    rows.bulk_create(
        rows.model(**rows.core_filters, level=ref.level, code=ref.code)
        for ref in sorted(wanted - present.keys())
    )
    return wanted != present.keys()
