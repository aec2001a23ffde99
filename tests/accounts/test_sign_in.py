"""Creating an account, coming in, a forgotten password: through HTTP, with what the outbox holds."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from maillage.accounts.adapter import SecondFactorAdapter
from maillage.accounts.models import User
from maillage.core.models import OutboxMessage
from tests.accounts.conftest import PASSWORD
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
NEWCOMER = "lou.marchand@maillage.example"
Mails = Callable[[str], list[OutboxMessage]]
Code = Callable[[str], str]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in_and_confirm(client: Client, person: User) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def register(client: Client, email: str = NEWCOMER) -> None:
    response = client.post(
        reverse("account_signup"), {"full_name": "Lou Marchand", "email": email, "password1": PASSWORD}
    )
    assert response["Location"] == reverse("account_email_verification_sent")


def test_newcomer_comes_in_only_with_the_code_that_was_sent(client: HouseClient, code_sent_to: Code) -> None:
    register(client)
    assert not is_signed_in(client)
    user = User.objects.get(email=NEWCOMER)
    assert (user.full_name, user.language) == ("Lou Marchand", "fr")
    assert not EmailAddress.objects.get(user=user).verified
    where = reverse("account_email_verification_sent")
    assert client.post(where, {"code": "0000-0000"}).status_code == 200
    assert not is_signed_in(client)
    response = client.post(where, {"code": code_sent_to(NEWCOMER).replace("-", "")})
    assert response["Location"] == "/mon-espace/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=user).verified


def test_newcomer_with_a_password_alone_is_not_let_in(client: HouseClient) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False) as clock:
        register(client)
        # Another code is not sent within ten seconds of the first.
        clock.shift(dt.timedelta(seconds=11))
        other = HouseClient()
        response = other.post(reverse("account_login"), {"login": NEWCOMER, "password": PASSWORD})
    assert response["Location"].startswith(reverse("account_email_verification_sent"))
    assert not is_signed_in(other)


def test_newcomer_who_mistyped_the_address_gives_another(client: HouseClient, code_sent_to: Code) -> None:
    register(client, "lou.marchnad@maillage.example")
    where = reverse("account_email_verification_sent")
    client.post(where, {"action": "change", "email": NEWCOMER})
    client.post(where, {"code": code_sent_to(NEWCOMER)})
    assert is_signed_in(client)
    assert User.objects.get().email == NEWCOMER


def test_five_wrong_codes_end_the_attempt(client: HouseClient, code_sent_to: Code) -> None:
    register(client)
    where = reverse("account_email_verification_sent")
    for _attempt in range(5):
        client.post(where, {"code": "0000-0000"})
    client.post(where, {"code": code_sent_to(NEWCOMER)})
    assert not is_signed_in(client)


def test_code_is_worth_nothing_after_fifteen_minutes(client: HouseClient, code_sent_to: Code) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False) as clock:
        register(client)
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        client.post(reverse("account_email_verification_sent"), {"code": code_sent_to(NEWCOMER)})
        assert not is_signed_in(client)


def test_registering_twice_tells_the_owner_and_nobody_else(
    client: HouseClient, person: User, mails_to: Mails
) -> None:
    register(client, person.email)
    page = client.get(reverse("account_email_verification_sent"))
    assert page.status_code == 200
    assert [message.template for message in mails_to(person.email)] == ["accounts/email/already_exists"]
    assert User.objects.count() == 1


def test_unknown_address_gets_the_same_answer_as_a_known_one(
    client: HouseClient, person: User, mails_to: Mails
) -> None:
    for name in ("account_request_login_code", "account_reset_password"):
        answers = []
        for email in (person.email, NEWCOMER):
            other = HouseClient()
            response = other.post(reverse(name), {"email": email})
            answers.append((response.status_code, response["Location"]))
            page = other.get(response["Location"]).content.decode()
            answers[-1] += (page.count("<input"), page.count("<form"), page.count("<button"))
        assert answers[0] == answers[1]
    assert [message.template for message in mails_to(NEWCOMER)] == ["accounts/email/unknown_account"] * 2
    refusals = []
    for email in (person.email, NEWCOMER):
        page = client.post(reverse("account_login"), {"login": email, "password": "pas le bon du tout"})
        refusals.append(list(page.context["form"].non_field_errors()))
    assert refusals[0] == refusals[1]
    assert len(refusals[0]) == 1


def test_password_opens_the_account(client: HouseClient, person: User) -> None:
    response = client.post(
        reverse("account_login"), {"login": "ANA.Verdier@maillage.example", "password": PASSWORD}
    )
    assert response["Location"] == "/mon-espace/"
    assert is_signed_in(client)
    assert list(get_messages(response.wsgi_request)) == []
    # Without the tick box the session ends with the browser.
    assert client.session.get_expire_at_browser_close()


def test_staying_signed_in_lasts_fourteen_days(client: HouseClient, person: User) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "remember": "on"})
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_next_page_is_kept_but_never_leads_outside(client: HouseClient, person: User) -> None:
    for wanted, reached in (
        ("/compte/courriels/", "/compte/courriels/"),
        ("https://ailleurs.example/", "/mon-espace/"),
    ):
        other = HouseClient()
        response = other.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": wanted}
        )
        assert response["Location"] == reached


def test_emailed_code_opens_the_account_once(client: HouseClient, person: User, code_sent_to: Code) -> None:
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_sent_to(person.email)
    where = reverse("account_confirm_login_code")
    stranger = HouseClient()
    stranger.post(where, {"code": code})
    assert not is_signed_in(stranger)
    assert client.post(where, {"code": code})["Location"] == "/mon-espace/"
    assert is_signed_in(client)


def test_forgotten_password_is_replaced_with_a_code(
    client: HouseClient, person: User, code_sent_to: Code, mails_to: Mails
) -> None:
    elsewhere = HouseClient()
    elsewhere.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reset_password"), {"email": person.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_sent_to(person.email)})
    weak = client.post(reverse("account_complete_password_reset"), {"password1": "court"})
    assert weak.context["form"].errors["password1"]
    fresh = "la scie à ruban chante faux"
    client.post(reverse("account_complete_password_reset"), {"password1": fresh})
    person.refresh_from_db()
    assert person.check_password(fresh)
    assert is_signed_in(client)
    assert mails_to(person.email)[-1].template == "accounts/email/changed_password"
    # Whoever was inside with the former password is out.
    assert elsewhere.get("/compte/").status_code == 302


def test_new_password_cannot_be_chosen_without_the_code(client: HouseClient, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    response = client.post(
        reverse("account_complete_password_reset"), {"password1": "la scie à ruban chante"}
    )
    assert response["Location"] == reverse("account_confirm_password_reset_code")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_address_changes_only_once_the_new_one_answers(
    client: HouseClient, person: User, code_sent_to: Code, mails_to: Mails
) -> None:
    sign_in_and_confirm(client, person)
    fresh = "ana@tiers-lieu.example"
    client.post(reverse("account_email"), {"email": fresh, "action_add": ""})
    person.refresh_from_db()
    assert person.email == "ana.verdier@maillage.example"
    client.post(reverse("account_email_verification_sent"), {"code": code_sent_to(fresh)})
    person.refresh_from_db()
    assert person.email == fresh
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.filter(user=person)] == [
        (fresh, True, True)
    ]
    # The former address is told, in case it was not its owner's doing.
    assert "accounts/email/changed_address" in [
        message.template for message in mails_to("ana.verdier@maillage.example")
    ]


def totp_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_second_factor_is_asked_after_the_password_and_after_a_code(
    client: HouseClient, person: User, code_sent_to: Code
) -> None:
    sign_in_and_confirm(client, person)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": totp_now(secret)})
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    # What rests in the database does not give the secret away.
    assert secret not in str(row.data)
    by_password, by_code = HouseClient(), HouseClient()
    by_password.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    by_code.post(reverse("account_request_login_code"), {"email": person.email})
    by_code.post(reverse("account_confirm_login_code"), {"code": code_sent_to(person.email)})
    recovery = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES).wrap()
    spare = recovery.get_unused_codes()[0]
    for other in (by_password, by_code):
        assert not is_signed_in(other)
        assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
        assert not is_signed_in(other)
        other.post(reverse("mfa_authenticate"), {"code": spare})
        if other is by_code:
            # A recovery code works once.
            assert not is_signed_in(other)
        else:
            assert is_signed_in(other)


def test_secret_key_that_changed_still_reads_second_factors() -> None:
    kept = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[]), pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(kept)
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_no_mail_leaves_outside_the_outbox(client: HouseClient, person: User) -> None:
    register(client)
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert mail.outbox == []
    assert OutboxMessage.objects.count() == 2


def test_link_in_a_mail_changes_nothing_when_followed(
    client: HouseClient, person: User, mails_to: Mails
) -> None:
    register(client, person.email)
    text = mails_to(person.email)[-1].body_text
    links = [word for word in text.split() if word.startswith("http")]
    assert links != []
    before = User.objects.values_list("password", "last_login", "is_active").get()
    for link in links:
        HouseClient().get(link.removeprefix("http://127.0.0.1:8000") or "/")
    assert User.objects.values_list("password", "last_login", "is_active").get() == before
