"""The options of a control, written in one go: a template of its own for each would cost more than all the
rest of a page with a list of départements. The markup is Django's, with our labels around a box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: As widgets give them: the name of the group or None, its options, its rank.
Groups = Iterable[tuple[Any, Iterable[Mapping[str, Any]], int]]


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else localize(value))


def _attributes(values: Mapping[str, Any]) -> str:
    """As ``django/forms/widgets/attrs.html``."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in values.items()
        if value is not False
    )


@register.simple_tag
def options(groups: Groups) -> SafeString:
    """Inside a <select>."""
    parts = []
    for group, rows, _rank in groups:
        if group:
            parts.append(f'<optgroup label="{_text(group)}">')
        parts += [
            f'<option value="{conditional_escape(str(row["value"]))}"{_attributes(row["attrs"])}>'
            f"{_text(row['label'])}</option>"
            for row in rows
        ]
        if group:
            parts.append("</optgroup>")
    return mark_safe("\n".join(parts))  # noqa: S308 - each part is escaped above


@register.simple_tag
def boxes(groups: Groups) -> SafeString:
    """Tick boxes or radio buttons, each in its label."""
    parts = []
    for group, rows, _rank in groups:
        if group:
            parts.append(f'<div role="group" aria-label="{_text(group)}"><strong>{_text(group)}</strong>')
        for row in rows:
            key = row["attrs"].get("id")
            target = f' for="{conditional_escape(str(key))}"' if key else ""
            value = "" if row["value"] is None else f' value="{conditional_escape(str(row["value"]))}"'
            parts.append(
                f'<label{target}><input type="{row["type"]}" name="{conditional_escape(row["name"])}"{value}'
                f"{_attributes(row['attrs'])}><span>{_text(row['label'])}</span></label>"
            )
        if group:
            parts.append("</div>")
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


@register.simple_tag
def picks(rows: Iterable[tuple[Any, Any]], chosen: Any = None) -> SafeString:
    """Inside a <select> of a filter that no form draws: pairs of a value and its words."""
    parts = [
        f'<option value="{conditional_escape(str(value))}"{" selected" if value == chosen else ""}>'
        f"{_text(words)}</option>"
        for value, words in rows
    ]
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above
