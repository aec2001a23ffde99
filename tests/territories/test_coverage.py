"""Territory sets: who is covered, by which level, through merges, overseas included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from maillage.core.errors import Invalid
from maillage.territories.actions import set_territories
from maillage.territories.enums import Level
from maillage.territories.models import Commune, Department, Epci, Region
from maillage.territories.queries import (
    codes_of,
    communes_in,
    covering_q,
    covers,
    territories_of,
    touching_q,
)
from maillage.territories.refs import FRANCE, TerritoryRef
from tests.territories.rows import SampleArea

Get = Callable[[str], Commune]

OVERSEAS = {
    "97105": ("971", "01"),
    "97209": ("972", "02"),
    "97302": ("973", "03"),
    "97411": ("974", "04"),
    "97611": ("976", "06"),
    "97502": ("975", None),
    "97701": ("977", None),
    "97801": ("978", None),
    "98613": ("986", None),
    "98735": ("987", None),
    "98818": ("988", None),
    "98412": ("984", None),
    "98901": ("989", None),
}


def test_a_commune_is_contained_in_its_epci_departement_region_and_france(commune: Get) -> None:
    assert [str(ref) for ref in codes_of(commune("07204"))] == [
        "commune:07204",
        "commune:07180",  # merged into it in the past: a set drawn with it still matches
        "epci:200041465",
        "department:07",
        "region:84",
        "country:FR",
    ]


@pytest.mark.parametrize(("code", "above"), OVERSEAS.items())
def test_overseas_communes_are_covered_by_their_territory_and_by_france(
    commune: Get, code: str, above: tuple[str, str | None]
) -> None:
    department, region = above
    place = commune(code)
    assert covers([("country", "FR")], place)
    assert covers([("department", department)], place)
    assert (place.region_id, covers([("region", region or "84")], place)) == (region, region is not None)


def test_region_84_is_not_departement_84(commune: Get) -> None:
    avignon, saint_agreve = commune("84007"), commune("07204")
    assert (covers([("department", "84")], avignon), covers([("region", "84")], avignon)) == (True, False)
    assert (covers([("department", "84")], saint_agreve), covers([("region", "84")], saint_agreve)) == (
        False,
        True,
    )


def test_an_empty_set_covers_nothing(commune: Get) -> None:
    assert not covers([], commune("07204"))
    assert not communes_in([]).exists()


def test_a_postal_code_covers_nothing(commune: Get) -> None:
    # 07320 is Saint-Agrève's postal code; as an INSEE code it is a former commune elsewhere.
    assert not covers([("commune", "07320")], commune("07204"))
    assert not communes_in([("commune", "07320")]).filter(postal_codes__contains=["07320"]).exists()


def test_a_set_drawn_with_a_former_code_covers_its_successor(commune: Get) -> None:
    # Anctoville merged into Aurseulles; the EPCI of Thionville merged in 2026.
    assert covers([("commune", "14011")], commune("14581"))
    assert covers([("epci", "245701362")], commune("57672"))
    assert not covers([("epci", "245701222")], commune("57672"))
    assert "57672" in communes_in([("epci", "245701362")]).values_list("pk", flat=True)


@pytest.mark.usefixtures("france")
def test_communes_of_a_mixed_set_are_each_counted_once() -> None:
    ardeche = communes_in([("department", "07")])
    mixed = communes_in(
        [("department", "07"), ("commune", "07204"), ("epci", "200041465"), ("commune", "26362")]
    )
    assert mixed.count() == len(set(mixed.values_list("pk", flat=True)))
    assert set(mixed.values_list("pk", flat=True)) >= {*ardeche.values_list("pk", flat=True), "26362"}
    assert communes_in([("country", "FR")]).count() == 34_969


@pytest.mark.usefixtures("france")
def test_python_and_sql_agree_on_who_is_covered() -> None:
    refs = [("epci", "200041465"), ("region", "06"), ("department", "987"), ("commune", "75056")]
    in_sql = set(communes_in(refs).values_list("pk", flat=True))
    everyone = Commune.objects.current().only(
        "code", "epci_id", "department_id", "region_id", "former_codes", "former_epci_codes"
    )
    assert in_sql == {place.pk for place in everyone if covers(refs, place)}
    assert {"07204", "97611", "98735", "75056"} <= in_sql


@pytest.fixture
def areas(france: None) -> dict[str, Region]:
    """Owners of sets, by what their set holds."""
    with connection.schema_editor() as editor:
        editor.create_model(SampleArea)
    owners = dict(zip(SETS, Region.objects.order_by("code"), strict=False))
    for name, refs in SETS.items():
        set_territories(owners[name].sample_areas, refs)
    return owners


SETS = {
    "Mayotte": [("region", "06")],
    "Val’Eyrieux": [("epci", "200041465")],
    "Saint-Agrève and Polynesia": [("commune", "07204"), ("department", "987")],
    "région 84": [("region", "84")],
    "département 84": [("department", "84")],
    "France": [("country", "FR")],
}


def owners_of(areas: dict[str, Region], condition: Any) -> set[str]:
    rows = set(SampleArea.objects.filter(condition).values_list("owner", flat=True))
    return {name for name, owner in areas.items() if owner.pk in rows}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("07204", {"Val’Eyrieux", "Saint-Agrève and Polynesia", "région 84", "France"}),
        ("84007", {"département 84", "France"}),
        ("97611", {"Mayotte", "France"}),
        ("98735", {"Saint-Agrève and Polynesia", "France"}),
        ("97502", {"France"}),
    ],
)
def test_rows_that_cover_a_commune(
    areas: dict[str, Region], commune: Get, code: str, expected: set[str]
) -> None:
    assert owners_of(areas, covering_q(commune(code))) == expected


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("07", {"Val’Eyrieux", "Saint-Agrève and Polynesia", "région 84", "France"}),
        ("84", {"département 84", "France"}),
        ("43", {"région 84", "France"}),
        ("976", {"Mayotte", "France"}),
        ("988", {"France"}),
    ],
)
def test_rows_that_touch_a_departement(areas: dict[str, Region], department: str, expected: set[str]) -> None:
    assert owners_of(areas, touching_q(Department.objects.get(pk=department))) == expected


def test_rows_that_touch_an_epci_may_cover_one_of_its_communes(areas: dict[str, Region]) -> None:
    val_eyrieux = Epci.objects.get(pk="200041465")
    assert owners_of(areas, covering_q(val_eyrieux)) == {"Val’Eyrieux", "France"}
    assert owners_of(areas, touching_q(val_eyrieux)) == {
        "Val’Eyrieux",
        "Saint-Agrève and Polynesia",
        "région 84",
        "France",
    }


def test_a_set_becomes_exactly_what_is_asked(areas: dict[str, Region]) -> None:
    rows = areas["Mayotte"].sample_areas
    kept = rows.get().pk
    assert set_territories(rows, [("region", "06"), ("commune", "97411")]) is True
    assert set_territories(rows, [("commune", "97411"), ("region", "06"), ("region", "06")]) is False
    assert {(row.pk == kept, str(row.ref)) for row in rows.all()} == {
        (True, "region:06"),
        (False, "commune:97411"),
    }
    assert set_territories(rows, []) is True
    assert not rows.exists()


@pytest.mark.parametrize("ref", [("commune", "07320x"), ("epci", "07204"), ("country", "DE")])
def test_a_set_refuses_what_is_no_territory(areas: dict[str, Region], ref: tuple[str, str]) -> None:
    rows = areas["France"].sample_areas
    with pytest.raises(Invalid, match=f"{ref[0]}:{ref[1]}"):
        set_territories(rows, [("region", "06"), ref])
    assert [str(row.ref) for row in rows.all()] == ["country:FR"]


def test_the_database_knows_one_country_only(areas: dict[str, Region]) -> None:
    with pytest.raises(IntegrityError, match="territories_samplearea_country_is_fr"), transaction.atomic():
        SampleArea.objects.create(owner=areas["France"], level="country", code="DE")


@pytest.mark.usefixtures("france")
def test_refs_are_named_from_the_widest_question_to_each_level() -> None:
    refs = [("country", "FR"), ("region", "84"), ("department", "84"), ("commune", "98818"), ("epci", "0")]
    assert [name for _ref, name in territories_of(refs)] == [
        "Nouméa",
        "Vaucluse",
        "Auvergne-Rhône-Alpes",
        "France",
    ]


@pytest.mark.usefixtures("france")
def test_every_level_knows_what_contains_it() -> None:
    assert codes_of(Epci.objects.get(pk="200041465")) == [TerritoryRef(Level.EPCI, "200041465"), FRANCE]
    assert codes_of(Department.objects.get(pk="987")) == [TerritoryRef(Level.DEPARTMENT, "987"), FRANCE]
    assert codes_of(Region.objects.get(pk="06")) == [TerritoryRef(Level.REGION, "06"), FRANCE]
