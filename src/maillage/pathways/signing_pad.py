"""A signature drawn on a screen, kept as lines: integers in a box, drawn again by us as SVG.

No picture is received, so nothing hides in one; what the browser sends is checked and bounded here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import Invalid

#: The box that lines are drawn in, whatever the screen: width and height.
WIDTH, HEIGHT = 1000, 400
#: A signature is short: more is not one.
MOST_STROKES, MOST_POINTS = 80, 3000
#: Fewer is a slip of the finger.
LEAST_POINTS = 4

Strokes = list[list[list[int]]]


def read(value: Any) -> Strokes | None:
    """The lines of a signature, each a list of points ``[x, y]``; None when nothing was drawn.

    Raises:
        Invalid: they are no lines, leave the box, or are far too many.
    """
    if not value:
        return None
    refusal = Invalid(
        fields={"strokes": _("This signature could not be read. Sign again, or type the name.")}
    )
    if not isinstance(value, list) or len(value) > MOST_STROKES:
        raise refusal
    strokes: Strokes = []
    for line in value:
        if not isinstance(line, list):
            raise refusal
        points = []
        for point in line:
            if not (isinstance(point, list) and len(point) == 2 and all(type(part) is int for part in point)):
                raise refusal
            if not (0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT):
                raise refusal
            points.append([point[0], point[1]])
        if points:
            strokes.append(points)
    count = sum(len(line) for line in strokes)
    if not LEAST_POINTS <= count <= MOST_POINTS:
        raise refusal
    return strokes


def svg(strokes: Iterable[Iterable[Iterable[int]]]) -> str:
    """The signature as SVG, for a page or a document. Only integers reach it."""
    lines = []
    for line in strokes:
        points = [(int(x), int(y)) for x, y in line]
        if len(points) == 1:
            points.append((points[0][0] + 1, points[0][1]))
        path = "M" + " L".join(f"{x} {y}" for x, y in points)
        lines.append(f'<path d="{path}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH // 5}" '
        f'height="{HEIGHT // 5}" fill="none" stroke="#1C2421" stroke-width="10" stroke-linecap="round" '
        f'stroke-linejoin="round">{"".join(lines)}</svg>'
    )
