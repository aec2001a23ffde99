"""The options of a control are written by ``templatetags.widgets``: the markup of Django's own templates."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

CHOICES = [
    ("", "Any"),
    ("07", "Ardèche"),
    ('"><script>', "<b>L’ailleurs</b>"),
    ("Ailleurs & <plus loin>", [(1, 1), (None, "unknown"), (True, "yes")]),
]


def tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html).replace("&#x27;", "&#39;")


@pytest.mark.parametrize("value", ["", "07", "1", '"><script>', None])
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
def test_a_list_is_written_as_django_writes_it(widget: type[forms.Select], value: str | None) -> None:
    control = widget(choices=CHOICES, attrs={"class": "input", "required": True, "disabled": False})
    given = [value] if widget is forms.SelectMultiple else value
    html = control.render("where", given, {"id": "id_where"})
    assert tight(html) == tight(control.render("where", given, {"id": "id_where"}, DjangoTemplates()))


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_each_box_stands_in_its_label_and_nothing_escapes_from_it(widget: type[forms.ChoiceWidget]) -> None:
    control = widget(choices=CHOICES[1:3] + CHOICES[3:])
    html = control.render("where", ["07"], {"id": "id_where"})
    kind = "radio" if widget is forms.RadioSelect else "checkbox"
    first = f'<input type="{kind}" name="where" value="07" id="id_where_0" checked>'
    assert f'<label for="id_where_0">{first}<span>Ardèche</span></label>' in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "<span>&lt;b&gt;L’ailleurs&lt;/b&gt;</span>" in html
    group = "Ailleurs &amp; &lt;plus loin&gt;"
    assert f'<div role="group" aria-label="{group}"><strong>{group}</strong>' in html
    assert "<script>" not in html
    assert html.count("checked") == 1


def test_the_picks_of_a_filter_say_which_is_chosen() -> None:
    template = Template("{% load widgets %}{% picks rows 2 %}")
    html = template.render(Context({"rows": [(1, "a<b"), (2, "c")]}))
    assert html == '<option value="1">a&lt;b</option><option value="2" selected>c</option>'
