"""Asking for a commune or a set of territories, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from maillage.territories.forms import CommuneField, TerritorySetField
from maillage.territories.models import Commune

pytestmark = pytest.mark.usefixtures("france")


class WhereForm(forms.Form):
    commune = CommuneField()


class AreaForm(forms.Form):
    area = TerritorySetField(label="Area")


def where(**data: str) -> WhereForm:
    return WhereForm(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"commune": "st agreve"}, "07204"),
        ({"commune": "Saint-Agrève (07320)"}, "07204"),
        ({"commune": "07204"}, "07204"),
        ({"commune": "75113"}, "75056"),
        ({"commune": "75013"}, "75056"),
        ({"commune": "Mamoudzou"}, "97611"),
        ({"commune": "Saint-Denis", "commune_code": "97411"}, "97411"),
        ({"commune": "Saint-Denis", "commune_asked": "Saint-Denis", "commune_choice": "93066"}, "93066"),
        # The text was changed without JavaScript: the code that stayed hidden no longer counts.
        ({"commune": "Lamastre", "commune_code": "07204"}, "07129"),
        ({"commune": "Lamastre", "commune_asked": "Saint-Denis", "commune_choice": "93066"}, "07129"),
    ],
)
def test_what_was_typed_or_chosen_becomes_a_commune(data: dict[str, str], code: str) -> None:
    form = where(**data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"] == Commune.objects.get(pk=code)


def test_several_namesakes_are_offered_and_none_is_guessed() -> None:
    form = where(commune="Saint-Denis")
    assert not form.is_valid()
    assert form.errors.as_data()["commune"][0].code == "several"
    html = str(form["commune"])
    assert html.count('type="radio"') == len(form.fields["commune"].widget.candidates) > 2  # type: ignore[attr-defined]
    assert 'value="97411"' in html
    assert 'name="commune_asked" value="Saint-Denis"' in html


def test_a_postal_code_of_several_communes_asks() -> None:
    form = where(commune="07320")
    assert not form.is_valid()
    assert "Devesset" in str(form["commune"])


def test_a_name_that_only_resembles_is_asked_not_taken() -> None:
    form = where(commune="lamastrr")
    assert not form.is_valid()
    assert "Lamastre" in str(form["commune"])


@pytest.mark.parametrize(
    ("typed", "code"), [("Xyzzyplugh", "unknown"), ("saint", "too_many"), ("", "required")]
)
def test_refusals_have_their_sentence(typed: str, code: str) -> None:
    form = where(commune=typed)
    assert form.errors.as_data()["commune"][0].code == code


def test_a_stored_commune_shows_its_name_and_keeps_its_code() -> None:
    form = WhereForm(initial={"commune": Commune.objects.get(pk="97411")})
    html = str(form["commune"])
    assert 'value="Saint-Denis"' in html
    assert 'name="commune_code" value="97411"' in html
    assert not WhereForm(
        {"commune": "Saint-Denis", "commune_code": "97411"}, initial=form.initial
    ).has_changed()


def area(query: str) -> AreaForm:
    return AreaForm(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("area=department:07&area_add=", ["department:07"]),
        (
            "area=department:07&area=region:06&area_add=saint+agreve",
            ["region:06", "department:07", "commune:07204"],
        ),
        ("area_add=Ardèche;Drôme;+07204", ["department:07", "department:26", "commune:07204"]),
        ("area_add=Mayotte+(région)", ["region:06"]),
        ("area_add=Val+Eyrieux&area_add_code=epci:200041465", ["epci:200041465"]),
        ("area=country:FR&area=department:07", ["country:FR"]),
        ("area_add=france", ["country:FR"]),
        ("area_add=Polynésie+française", ["department:987"]),
        ("area=department:07&area=nonsense&area=epci:07204&area_add=", ["department:07"]),
    ],
)
def test_ticked_and_typed_territories_make_a_set(query: str, refs: list[str]) -> None:
    form = area(query)
    assert form.is_valid(), form.errors
    assert [str(ref) for ref in form.cleaned_data["area"]] == refs


def test_an_ambiguous_territory_is_offered_with_its_levels() -> None:
    form = area("area=department:07&area_add=Mayotte")
    assert not form.is_valid()
    html = str(form["area"])
    assert 'value="region:06"' in html
    assert 'value="department:976"' in html
    assert 'value="department:07" checked' in html


@pytest.mark.parametrize("query", ["area_add=", "area_add=Xyzzyplugh"])
def test_an_empty_or_unknown_set_is_refused(query: str) -> None:
    assert not area(query).is_valid()


def test_a_stored_set_is_drawn_ticked() -> None:
    rows: list[Any] = [("department", "07"), ("country", "FR")]
    html = str(AreaForm(initial={"area": rows})["area"])
    assert 'value="department:07" checked' in html
    assert 'value="country:FR" checked' in html
    assert "Ardèche" in html
