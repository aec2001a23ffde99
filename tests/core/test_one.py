"""A row is asked by its key without a limit, which PostgreSQL would plan ten times as long."""

from __future__ import annotations

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.accounts.models import User
from maillage.core.one import one_or_none
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_the_row_or_none() -> None:
    person = UserFactory()
    assert one_or_none(User.objects.filter(pk=person.pk)) == person
    assert one_or_none(User.objects.filter(pk=0)) is None


def test_several_rows_are_a_fault_of_whoever_asked() -> None:
    UserFactory.create_batch(30)
    with pytest.raises(MultipleObjectsReturned, match="30"):
        one_or_none(User.objects.all())


def test_no_limit_is_written() -> None:
    person = UserFactory()
    with CaptureQueriesContext(connection) as asked:
        one_or_none(User.objects.filter(pk=person.pk))
        User.objects.get(pk=person.pk)
    assert len(asked) == 2
    assert [query["sql"] for query in asked if "LIMIT" in query["sql"]] == []
