"""Tags that the page frames and the components are built with; a page itself seldom needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class CaptureNode(Node):
    """Renders its contents into a variable, so that a frame can lay out a block in two places, or leave out
    the furniture around an empty one."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        # Already escaped by the nodes themselves; stripped, so that an empty block is false.
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture lede %}{% block lede %}{% endblock %}{% endcapture %}``"""
    try:
        _tag, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("capture takes one name") from error
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """What <c-icon> draws, for frames and components: a page has dozens, each a component otherwise."""
    sprite = static("core/sprite.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        kind,
        sprite,
        name,
    )


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The current query string with ``changes``; None or "" removes. The pager's cursor never survives a
    change of filter, since it points into another list. Starts with "?"."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if "cursor" not in changes:
        query.pop("cursor", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def kept_query(context: Context, *without: str) -> list[tuple[str, str]]:
    """The current query as (name, value) pairs, without some names: for a form that must keep the other
    filters."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    dropped = {*without, "cursor"}
    return [(name, value) for name, values in request.GET.lists() if name not in dropped for value in values]


@register.simple_tag(takes_context=True)
def query_value(context: Context, name: str) -> str:
    """The value of a parameter of the address, or nothing."""
    request: HttpRequest | None = context.get("request")
    return request.GET.get(name, "") if request is not None else ""


@register.simple_tag(takes_context=True)
def chips(context: Context, filters: Any) -> list[dict[str, Any]]:
    """Filters {label, param, value[, count, active]} with the address that sets each, or takes it away when
    it is active. A filter without a value is "all": it cannot be taken away."""
    made = []
    for row in filters or []:
        param, value = _value(row, "param"), str(_value(row, "value", "") or "")
        active = _value(row, "active")
        if active is None:
            active = query_value(context, param) == value
        removes = bool(active and value)
        made.append(
            {
                "label": _value(row, "label"),
                "count": _value(row, "count"),
                "active": active,
                "removes": removes,
                "url": query_with(context, **{param: None if removes else value}),
            }
        )
    return made


@register.simple_tag
def map_layer(name: str) -> str:
    """The address of a layer of the map's background (``settings.MAP_LAYERS``: land, regions, neighbours)."""
    return static(settings.MAP_LAYERS[name])


@register.filter
def packed_points(points: Any) -> dict[str, Any]:
    """Points {id, lat, lon, kind, title[, url, text]}, mappings or objects, as the map reads them from the
    page. Five decimals are about a metre."""
    return {"v": 1, "points": [_packed(point) for point in points or []]}


def _packed(point: Any) -> dict[str, Any]:
    row: dict[str, Any] = point if isinstance(point, dict) else vars(point)
    return {
        "id": str(row["id"]),
        "lat": round(float(row["lat"]), 5),
        "lon": round(float(row["lon"]), 5),
        "kind": row.get("kind", 0),
        "title": str(row.get("title") or ""),
        "url": str(row.get("url") or ""),
        "text": str(row.get("text") or ""),
    }


def _value(row: Any, name: str, default: Any = None) -> Any:
    """A field of a row that may be a mapping or an object."""
    if isinstance(row, dict):
        return row.get(name, default)
    return getattr(row, name, default)


@register.filter
def bars(rows: Any, ceiling: Any = None) -> list[dict[str, Any]]:
    """Rows {label, value[, text, url, tone]} with ``percent`` of the largest value (or of ``ceiling``)."""
    listed = list(rows or [])
    top = float(ceiling or 0) or max((float(_value(row, "value") or 0) for row in listed), default=0) or 1
    return [
        {
            "label": _value(row, "label"),
            "value": _value(row, "value"),
            "text": _value(row, "text"),
            "url": _value(row, "url"),
            "tone": _value(row, "tone"),
            "percent": round(min(max(float(_value(row, "value") or 0) / top, 0), 1) * 100, 1),
        }
        for row in listed
    ]


@register.filter
def along(value: Any, ceiling: Any = 100) -> float:
    """Where a value lies between 0 and ``ceiling``, in percent; outside, at the nearest end."""
    return round(min(max(float(value or 0) / float(ceiling), 0), 1) * 100, 1)


@register.filter
def funnel_steps(rows: Any) -> list[dict[str, Any]]:
    """Rows {label, value[, url]} with ``share`` of the first step (0-100) and ``passed``, the ratio to the
    step before (None for the first)."""
    steps: list[dict[str, Any]] = []
    for row in rows or []:
        value = _value(row, "value") or 0
        first = steps[0]["value"] if steps else value
        before = steps[-1]["value"] if steps else None
        steps.append(
            {
                "label": _value(row, "label"),
                "value": value,
                "url": _value(row, "url"),
                "share": round(100 * value / first, 1) if first else 0,
                "passed": value / before if before else None,
            }
        )
    return steps


WIDTH, HEIGHT, MARGIN = 240, 56, 4


@register.filter
def sparkline(rows: Any) -> dict[str, Any]:
    """A polyline through the rows' values in a 240 × 56 drawing whose floor is zero; a None value breaks the
    line, as an unknown figure is not a zero. Keys: ``lines``, ``last`` (x, y)."""
    values = [_value(row, "value") for row in rows or []]
    known = [float(value) for value in values if value is not None]
    top = max([*known, 0.0]) or 1.0
    floor = min([*known, 0.0])
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)

    def points() -> Iterator[tuple[float, float] | None]:
        for index, value in enumerate(values):
            if value is None:
                yield None
            else:
                share = (float(value) - floor) / ((top - floor) or 1.0)
                yield (
                    round(MARGIN + index * step, 1),
                    round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1),
                )

    lines: list[list[tuple[float, float]]] = [[]]
    last: tuple[float, float] | None = None
    for point in points():
        if point is None:
            lines.append([])
        else:
            lines[-1].append(point)
            last = point
    drawn = [" ".join(f"{x},{y}" for x, y in line) for line in lines if line]
    return {"lines": drawn, "last": {"x": last[0], "y": last[1]} if last else None}


@register.simple_tag
def without_placeholder(field: BoundField) -> str:
    """Takes away a placeholder that only repeats the label (allauth's forms have some)."""
    field.field.widget.attrs.pop("placeholder", None)
    return ""


@register.filter
def initials(name: Any) -> str:
    """At most two initials: "Jeanne d’Arc" gives "JA"."""
    words = [word for word in str(name).replace("-", " ").replace("’", " ").split() if word[0].isupper()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
