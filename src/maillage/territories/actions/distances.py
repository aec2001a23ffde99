"""Importing a road matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Invalid
from maillage.territories.models import DistanceMatrix
from maillage.territories.names import normalise
from maillage.territories.queries import resolve_codes
from maillage.territories.typology_files import read_lines

HEADERS = {
    "origin": {"origin", "origine", "depart", "from", "insee origine"},
    "destination": {"destination", "arrivee", "to", "insee destination"},
    "km": {"km", "distance km", "kilometres", "distance"},
    "minutes": {"minutes", "duree", "duree min", "duree minutes", "temps"},
}


@dataclass
class MatrixReport:
    """Every line is in ``read`` or in ``refused`` (line, why)."""

    lines: int = 0
    read: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def load_distances(path: Path, *, source: str, vintage: str) -> MatrixReport:
    """Import kilometres and minutes between INSEE codes; replaces the matrix of the same source.

    The file has four columns: origin, destination, km, minutes (French headers too). A journey given
    one way serves both. The last of two lines for one journey counts.

    Raises:
        Invalid: a column is missing.
    """
    lines = iter(read_lines(path))
    _number, header = next(lines, (0, []))
    names = [normalise(name.replace("_", " ")) for name in header]
    columns = {
        column: next((i for i, name in enumerate(names) if name in known), -1)
        for column, known in HEADERS.items()
    }
    if missing := [column for column, position in columns.items() if position < 0]:
        raise Invalid(
            _("The road matrix lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    rows = [(number, cells) for number, cells in lines if any(cells)]
    report = MatrixReport(lines=len(rows))
    ends = ("origin", "destination")
    known = resolve_codes(
        [cells[columns[end]] for _n, cells in rows for end in ends if columns[end] < len(cells)]
    )
    legs: dict[tuple[str, str], tuple[float, float]] = {}
    for number, cells in rows:
        if len(cells) <= max(columns.values()):
            report.refused.append((number, str(_("the line is too short"))))
            continue
        journey = [known.get(cells[columns[end]].strip().upper()) for end in ends]
        if None in journey:
            report.refused.append((number, str(_("no municipality has this INSEE code"))))
            continue
        try:
            km, minutes = (float(cells[columns[c]].replace(",", ".")) for c in ("km", "minutes"))
        except ValueError:
            report.refused.append((number, str(_("kilometres or minutes are not a number"))))
            continue
        if not (0 <= km < math.inf and 0 <= minutes < math.inf):
            report.refused.append((number, str(_("kilometres or minutes are not a number"))))
            continue
        report.read += 1
        legs[str(journey[0]), str(journey[1])] = km, minutes
    DistanceMatrix.objects.filter(source=source).delete()
    matrix = DistanceMatrix.objects.create(source=source, vintage=vintage)
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY territories_roaddistance (matrix_id, origin_id, destination_id, km, minutes) FROM STDIN"
        ) as copy,
    ):
        for (origin, destination), (km, minutes) in legs.items():
            copy.write_row((matrix.pk, origin, destination, km, minutes))
    return report
