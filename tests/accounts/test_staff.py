"""The staff pages: everyone's sign-in, and a second factor in public."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings
from django.urls import reverse

from maillage.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("equipe@maillage.example", PASSWORD, full_name="Équipe")


def test_visitor_is_led_to_the_common_sign_in(client: HouseClient) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=/admin/" in response.redirect_chain[-1][0].replace("%2F", "/")


def test_admin_has_no_password_form_of_its_own(client: HouseClient, staff: User) -> None:
    response = client.post("/admin/login/", {"username": staff.email, "password": PASSWORD})
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_person_without_staff_rights_is_refused(sign_in: SignIn, person: User) -> None:
    assert sign_in(person).get("/admin/", follow=True).status_code == 403


def test_staff_enters_a_private_server_and_sees_people(sign_in: SignIn, staff: User) -> None:
    client = sign_in(staff)
    assert client.get("/admin/").status_code == 200
    assert client.get(reverse("admin:accounts_user_change", args=[staff.pk])).status_code == 200
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403


@override_settings(STAFF_NEEDS_SECOND_FACTOR=True)
def test_public_server_asks_staff_for_a_second_factor(sign_in: SignIn, staff: User) -> None:
    client = sign_in(staff)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == reverse("accounts:security")
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    # Recovery codes alone protect nothing.
    assert client.get("/admin/").status_code == 302
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    assert client.get("/admin/").status_code == 200


def test_production_is_public() -> None:
    from maillage.config.settings import ENV, STAFF_NEEDS_SECOND_FACTOR

    assert STAFF_NEEDS_SECOND_FACTOR is ENV.is_production


def test_operator_made_at_the_console_can_sign_in(client: HouseClient, staff: User) -> None:
    response = client.post(reverse("account_login"), {"login": staff.email, "password": PASSWORD})
    assert response["Location"] == "/mon-espace/"
