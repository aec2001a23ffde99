"""The label of a value among its choices."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from maillage.directory.enums import PriceKind
from maillage.directory.models import Service
from maillage.projects.models import Project


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_label_is_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        shown = [Service(price_kind=kind).get_price_kind_display() for kind in PriceKind.values]
        assert shown == [str(kind.label) for kind in PriceKind]
        assert all(type(label) is str for label in shown)


@pytest.mark.parametrize("value", ["", "gone", None])
def test_a_value_without_a_label_shows_itself(value: Any) -> None:
    assert Service(price_kind=value).get_price_kind_display() == value


def test_choices_that_are_called_for_are_called() -> None:
    with translation.override("en"):
        assert Project(legal_form="scic").get_legal_form_display() != "scic"


def test_the_labels_of_the_others_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Never:
        def __str__(self) -> str:
            raise AssertionError("read")

        def __hash__(self) -> int:
            raise AssertionError("hashed")

    field = Service._meta.get_field("price_kind")
    monkeypatch.setattr(field, "choices", [("free", "Free"), ("paid", Never())])
    assert Service(price_kind="free").get_price_kind_display() == "Free"
