"""People and readings that the account tests share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.core.models import OutboxMessage

PASSWORD = "un établi sous le tilleul"


@pytest.fixture(autouse=True)
def _no_rate_limit_left_over(request: pytest.FixtureRequest) -> None:
    if "django_db" in request.keywords:
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def person() -> User:
    return actions.create_account(
        "ana.verdier@maillage.example", by=None, full_name="Ana Verdier", password=PASSWORD
    )


@pytest.fixture
def mails_to() -> Callable[[str], list[OutboxMessage]]:
    def mails(address: str) -> list[OutboxMessage]:
        return list(OutboxMessage.objects.filter(recipient=address).order_by("pk"))

    return mails


@pytest.fixture
def code_sent_to(mails_to: Callable[[str], list[OutboxMessage]]) -> Callable[[str], str]:
    def code(address: str) -> str:
        found = re.search(r"\b\d{4}-\d{4}\b", mails_to(address)[-1].body_text)
        assert found is not None
        return found.group()

    return code
