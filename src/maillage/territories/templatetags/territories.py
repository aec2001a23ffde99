"""Rows of the long tables of a territory page, written at once: a département has up to nine hundred
communes, and a template loop takes five times as long over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.core import formatting

register = template.Library()

_LINK = '<th scope="row"><a href="{}">{}</a></th>'


def _cell(word: str, *, is_number: bool = True) -> str:
    """A cell to fill, with the word that stands beside it on a narrow screen."""
    kind = ' class="num"' if is_number else ""
    word = escape(word).replace("{", "{{").replace("}", "}}")
    return f'<td{kind} data-label="{word}">{{}}</td>'


@register.simple_tag
def commune_rows(lines: Iterable[Any]) -> SafeString:
    """``views.Line``s as rows: the commune, its postal codes, its people, its density."""
    cells = _cell(_("Postal codes"), is_number=False) + _cell(_("Inhabitants")) + _cell(_("per km²"))
    row = f'<tr data-map-point="{{}}">{_LINK}{cells}</tr>'
    return format_html_join(
        "", row, ((c.pk, url, c.name, codes, people, density) for c, url, codes, people, density in lines)
    )


@register.simple_tag
def epci_rows(lines: Iterable[Any]) -> SafeString:
    """(``queries.Part``, its page's address) as rows: the EPCI, its communes here, their people."""
    row = f"<tr>{_LINK}{_cell(_('Municipalities'))}{_cell(_('Inhabitants'))}</tr>"
    return format_html_join(
        "",
        row,
        (
            (url, part.territory.name, formatting.number(part.communes), formatting.number(part.population))
            for part, url in lines
        ),
    )
