"""Guessing is slow, whoever asks and from whichever process."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from maillage.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
WRONG = "ce n’est pas le mot de passe"


def try_password(email: str, password: str, **headers: str) -> bool:
    client = HouseClient()
    client.post(reverse("account_login"), {"login": email, "password": password}, **headers)
    return "_auth_user_id" in client.session


def test_five_wrong_passwords_close_the_door_even_to_the_right_one_for_a_while(person: User) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False) as clock:
        for number in range(5):
            # From several addresses: the limit is on the account.
            assert not try_password(person.email, WRONG, REMOTE_ADDR=f"192.0.2.{number}")
        assert not try_password(person.email, PASSWORD, REMOTE_ADDR="192.0.2.99")
        clock.shift(dt.timedelta(minutes=5, seconds=1))
        assert try_password(person.email, PASSWORD, REMOTE_ADDR="192.0.2.99")


def test_ten_wrong_passwords_from_one_address_close_it_whatever_the_account(person: User) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False):
        for number in range(10):
            try_password(f"inconnue{number}@maillage.example", WRONG)
        assert not try_password(person.email, PASSWORD)
        assert try_password(person.email, PASSWORD, REMOTE_ADDR="192.0.2.7")


def test_codes_are_sent_three_times_a_minute_at_most(person: User, mails_to) -> None:  # type: ignore[no-untyped-def]
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False):
        for _time in range(5):
            HouseClient().post(reverse("account_request_login_code"), {"email": person.email})
    assert len(mails_to(person.email)) == 3


def test_limits_are_kept_where_every_process_reads_them(person: User) -> None:
    try_password(person.email, WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] > 0
    cache.clear()


@pytest.mark.parametrize(("proxies", "expected"), [(0, False), (1, True)])
def test_address_of_the_visitor_is_read_behind_a_proxy_only_when_told(
    person: User, proxies: int, expected: bool
) -> None:
    """Behind the operator's proxy everyone comes from its address: limits must not punish all for one.
    Without a proxy, the header is the visitor's own word and must not help them."""
    with (
        override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies),
        time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False),
    ):
        for number in range(10):
            try_password(f"inconnue{number}@maillage.example", WRONG, HTTP_X_FORWARDED_FOR="203.0.113.5")
        assert try_password(person.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.6") is expected


def test_environment_says_whether_a_proxy_stands_in_front() -> None:
    from maillage.config.settings import ALLAUTH_TRUSTED_PROXY_COUNT, ENV

    assert int(ENV.behind_proxy) == ALLAUTH_TRUSTED_PROXY_COUNT
