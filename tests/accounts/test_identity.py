"""Signing in with the environment's OpenID Connect provider, over real HTTP, with signed tokens."""

import http.client
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.config import identity
from maillage.config.env import Environment
from tests.accounts.conftest import PASSWORD
from tests.accounts.identity_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
START = "/compte/identite/oidc/"


@pytest.fixture
def provider(settings) -> Iterator[Provider]:  # type: ignore[no-untyped-def]
    provider = Provider()
    environment = Environment(
        oidc_server_url=provider.url,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_acr_values="eidas1 eidas2",
        oidc_scopes="openid given_name usual_name email",
    )
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers(environment)
    yield provider
    provider.stop()


def go(client: Client, address: str = START) -> str:
    """From the button to the page where the person ends, by way of the provider. Its path."""
    leave = client.post(address)
    assert leave.status_code == 302
    there = urlsplit(leave["Location"])
    connection = http.client.HTTPConnection(there.netloc, timeout=5)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    # Coming back writes (account, session), though browsers can only come back with a GET.
    response = Client.get(client, f"{back.path}?{back.query}")
    return response["Location"] if response.status_code == 302 else f"{response.status_code}"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def visitor() -> Client:
    return Client()


def test_newcomer_is_registered_with_the_name_that_the_provider_gives(
    visitor: Client, provider: Provider
) -> None:
    assert go(visitor) == "/mon-espace/"
    user = User.objects.get()
    assert (user.full_name, user.email) == ("Ana Verdier", "ana.verdier@maillage.example")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert provider.asked["acr_values"] == "eidas1 eidas2"
    assert set(provider.asked["scope"].split()) == {"openid", "given_name", "usual_name", "email"}
    assert provider.asked["redirect_uri"] == "http://testserver/compte/identite/oidc/retour/"
    assert len(provider.asked["nonce"]) >= 24
    assert provider.asked["code_challenge_method"] == "S256"


def test_plain_user_information_is_read_as_well(visitor: Client, provider: Provider) -> None:
    provider.faults.add("plain")
    assert go(visitor) == "/mon-espace/"


def test_known_person_is_linked_by_an_address_that_both_sides_verified(
    visitor: Client, provider: Provider, person: User
) -> None:
    assert go(visitor) == "/mon-espace/"
    assert visitor.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get(user=person).uid == "pc-0001"
    # From now on the identifier counts, whatever the address becomes.
    provider.claims["email"] = "ana@ailleurs.example"
    again = Client()
    assert go(again) == "/mon-espace/"
    assert again.session["_auth_user_id"] == str(person.pk)


def test_unverified_address_of_the_provider_does_not_open_an_existing_account(
    visitor: Client, provider: Provider, person: User
) -> None:
    provider.claims["email_verified"] = False
    go(visitor)
    assert not is_signed_in(visitor)
    assert SocialAccount.objects.count() == 0


def test_unverified_address_of_a_newcomer_is_verified_by_a_code(
    visitor: Client, provider: Provider, code_sent_to: Callable[[str], str]
) -> None:
    del provider.claims["email_verified"]
    assert go(visitor) == reverse("account_email_verification_sent")
    assert not is_signed_in(visitor)
    code = code_sent_to("ana.verdier@maillage.example")
    visitor.post(reverse("account_email_verification_sent"), {"code": code})
    assert is_signed_in(visitor)


def test_account_never_verified_here_loses_the_password_of_who_made_it(
    visitor: Client, provider: Provider
) -> None:
    """Someone may have registered the address of another beforehand, waiting for them to come."""
    squatter = HouseClient()
    squatter.post(
        reverse("account_signup"),
        {"full_name": "X", "email": "ana.verdier@maillage.example", "password1": PASSWORD},
    )
    go(visitor)
    assert not User.objects.get().has_usable_password()
    assert not is_signed_in(squatter)


@pytest.mark.parametrize(
    "fault",
    [
        "forged",
        "symmetric",
        "expired",
        "other audience",
        "replayed",
        "no id token",
        "someone else",
        "refused",
    ],
)
def test_what_the_provider_did_not_say_to_us_opens_nothing(
    visitor: Client, provider: Provider, person: User, fault: str
) -> None:
    provider.faults.add(fault)
    assert go(visitor) in {"401", reverse("socialaccount_login_cancelled")}
    assert not is_signed_in(visitor)
    assert SocialAccount.objects.count() == 0


def test_lower_assurance_than_asked_opens_nothing(visitor: Client, provider: Provider) -> None:
    provider.acr = "eidas0"
    assert go(visitor) == "401"
    assert not is_signed_in(visitor)


def test_signing_in_starts_with_a_button_only(visitor: Client, provider: Provider) -> None:
    page = visitor.get(START)
    assert page.status_code == 200
    assert provider.asked == {}


def test_address_cannot_add_scopes_or_parameters(visitor: Client, provider: Provider) -> None:
    go(visitor, f"{START}?scope=siret&auth_params=prompt%3Dnone%26acr_values%3Deidas0")
    assert set(provider.asked["scope"].split()) == {"openid", "given_name", "usual_name", "email"}
    assert provider.asked["acr_values"] == "eidas1 eidas2"
    assert "prompt" not in provider.asked


def test_signed_in_person_links_and_unlinks(visitor: Client, provider: Provider, person: User) -> None:
    provider.claims["email"] = "pro@collectivite.example"
    visitor.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    visitor.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert go(visitor, f"{START}?process=connect") == reverse("accounts:security")
    row = SocialAccount.objects.get(user=person)
    visitor.post(reverse("accounts:unlink_identity", args=[row.pk]))
    assert SocialAccount.objects.count() == 0


def test_only_way_in_is_not_unlinked(visitor: Client, provider: Provider) -> None:
    go(visitor)
    row = SocialAccount.objects.get()
    EmailAddress.objects.all().delete()
    visitor.post(reverse("accounts:unlink_identity", args=[row.pk]))
    assert SocialAccount.objects.count() == 1


def test_signing_out_goes_on_at_the_provider_when_the_session_began_there(
    visitor: Client, provider: Provider, person: User
) -> None:
    go(visitor)
    there = urlsplit(visitor.post(reverse("account_logout"))["Location"])
    query = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.url}/logout"
    assert query["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/"]
    assert len(query["id_token_hint"][0].split(".")) == 3
    assert not is_signed_in(visitor)
    visitor.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert visitor.post(reverse("account_logout"))["Location"] == "/"


def test_without_a_provider_there_is_no_button_and_no_page(client: HouseClient) -> None:
    assert b"identite" not in client.get(reverse("account_login")).content
    assert client.get(START).status_code == 404


def test_button_shows_when_a_provider_is_set(client: HouseClient, provider: Provider) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert START in page
    assert "ProConnect" in page


def test_pages_may_post_to_the_provider_and_nowhere_else() -> None:
    assert identity.origin("https://fca.example/api/v2") == "https://fca.example"


def test_closed_account_is_not_reopened_by_the_provider(
    visitor: Client, provider: Provider, person: User
) -> None:
    go(visitor)
    actions.close_account(person, by=person)
    again = Client()
    go(again)
    # The link is gone with the account: a new one, without its past.
    assert User.objects.exclude(pk=person.pk).get().email == "ana.verdier@maillage.example"
