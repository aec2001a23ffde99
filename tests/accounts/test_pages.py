"""Every account page answers, to those whom it is for and in both languages."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from maillage.accounts.models import User
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
PUBLIC = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_signup_by_passkey",
    "account_reset_password",
    "account_password_reset_completed",
    "account_inactive",
    "socialaccount_login_cancelled",
]
OWN = [
    "accounts:profile",
    "accounts:security",
    "accounts:notifications",
    "accounts:data",
    "accounts:close",
    "account_email",
    "account_change_password",
    "account_logout",
]
NEEDS_AGAIN = [
    "mfa_activate_totp",
    "mfa_add_webauthn",
]
NEEDS_STAGE = [
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "mfa_authenticate",
    "mfa_signup_webauthn",
    "socialaccount_signup",
]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_answers_a_visitor(client: HouseClient, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_failed_outside_sign_in_has_a_page(client: HouseClient) -> None:
    assert client.get(reverse("socialaccount_login_error")).status_code == 401


@pytest.mark.parametrize("name", OWN)
def test_own_page_answers_its_person(sign_in: Callable[[User], HouseClient], person: User, name: str) -> None:
    assert sign_in(person).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*OWN, *NEEDS_AGAIN])
def test_own_page_sends_a_visitor_to_sign_in(client: HouseClient, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    # Signing out when signed out leads home.
    expected = "/" if name == "account_logout" else reverse("account_login")
    assert response["Location"].partition("?")[0] == expected


@pytest.mark.parametrize("name", NEEDS_AGAIN)
def test_sensitive_page_asks_again(sign_in: Callable[[User], HouseClient], person: User, name: str) -> None:
    response = sign_in(person).get(reverse(name))
    assert response["Location"].partition("?")[0] == reverse("account_reauthenticate")


@pytest.mark.parametrize("name", NEEDS_STAGE)
def test_page_of_a_step_leads_a_stranger_back(client: HouseClient, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(
        ("/compte/connexion/", "/compte/mot-de-passe/oublie/", "/compte/inscription/")
    )


def test_account_of_a_person_reads_in_their_language(
    sign_in: Callable[[User], HouseClient], person: User
) -> None:
    client = sign_in(person)
    assert client.get(reverse("accounts:profile")).headers["Content-Language"] == "fr"
    person.language = "en"
    person.save()
    page = client.get(reverse("accounts:profile"))
    assert page.headers["Content-Language"] == "en"
    assert b"Who are you here?" in page.content
