"""People come in, in a real browser: by password and code, by passkey, with a second factor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from maillage.accounts import actions
from maillage.accounts.models import User

PASSWORD = "un établi sous le tilleul"
NEWCOMER = "lou.marchand@maillage.example"
Judge = Callable[[Page], None]
LastEmail = Callable[[str], Any]


@pytest.fixture
def person() -> User:
    return actions.create_account(
        "ana.verdier@maillage.example", by=None, full_name="Ana Verdier", password=PASSWORD
    )


@pytest.fixture
def authenticator(page: Page) -> Any:
    """A passkey device plugged into this page, that always recognises its holder."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def code_of(message: Any) -> str:
    found = re.search(r"\b\d{4}-\d{4}\b", message.body_text)
    assert found is not None
    return found.group()


def type_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("main form button:not([value])").first.click()


def test_newcomer_registers_on_a_phone_with_the_code_received(
    phone_page: Page, last_email: LastEmail, axe: Judge
) -> None:
    page = phone_page
    page.goto("/")
    axe(page)
    page.goto("/compte/connexion/")
    axe(page)
    page.locator("main a[href^='/compte/inscription/']").first.click()
    axe(page)
    # Something is missing: the summary says what, and nothing that was typed is lost.
    page.fill("[name=full_name]", "Lou Marchand")
    page.fill("[name=email]", NEWCOMER)
    page.fill("[name=password1]", "court")
    page.locator("main form.form button").click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    expect(page.locator("[name=full_name]")).to_have_value("Lou Marchand")
    axe(page)
    page.fill("[name=password1]", PASSWORD)
    page.locator("main form.form button").click()
    page.wait_for_url("**/compte/verification/")
    axe(page)
    type_code(page, code_of(last_email(NEWCOMER)))
    page.wait_for_url("**/mon-espace/")
    axe(page)
    assert User.objects.get().full_name == "Lou Marchand"


def test_person_signs_in_with_an_emailed_code(
    page: Page, person: User, last_email: LastEmail, axe: Judge
) -> None:
    page.goto("/compte/connexion/?next=/compte/courriels/")
    page.locator("a[href^='/compte/connexion/code/']").click()
    axe(page)
    page.fill("[name=email]", person.email)
    page.locator("main form.form button").click()
    axe(page)
    type_code(page, code_of(last_email(person.email)))
    # The page first asked for is reached in the end.
    page.wait_for_url("**/compte/courriels/")
    axe(page)


def test_passkey_is_added_then_opens_the_account_alone(
    page: Page, person: User, authenticator: Any, axe: Judge
) -> None:
    page.goto("/compte/connexion/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    page.wait_for_url("**/mon-espace/")
    page.goto("/compte/securite/")
    axe(page)
    page.locator("a[href$='/securite/cles/ajouter/']").click()
    # Adding a key asks who it is.
    axe(page)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    axe(page)
    page.fill("[name=name]", "Téléphone")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/codes-de-secours/")
    axe(page)
    page.goto("/compte/securite/")
    expect(page.get_by_text("Téléphone")).to_be_visible()
    axe(page)
    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    page.click("#passkey_login")
    page.wait_for_url("**/mon-espace/")
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() == 1


def test_newcomer_registers_with_a_passkey_and_no_password(
    page: Page, authenticator: Any, last_email: LastEmail, axe: Judge
) -> None:
    page.goto("/compte/inscription/cle/")
    axe(page)
    page.fill("[name=full_name]", "Lou Marchand")
    page.fill("[name=email]", NEWCOMER)
    page.locator("main form.form button").click()
    page.wait_for_url("**/compte/verification/")
    type_code(page, code_of(last_email(NEWCOMER)))
    page.wait_for_url("**/inscription/cle/creer/")
    axe(page)
    page.click("#mfa_webauthn_signup")
    page.wait_for_url("**/mon-espace/")
    user = User.objects.get()
    assert not user.has_usable_password()
    assert user.full_name == "Lou Marchand"


def test_device_without_a_key_says_so_in_words(page: Page, person: User, axe: Judge) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.goto("/compte/connexion/")
    page.click("#passkey_login")
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()
    axe(page)


def test_second_factor_is_set_up_then_asked(page: Page, person: User, axe: Judge) -> None:
    page.goto("/compte/connexion/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    page.wait_for_url("**/mon-espace/")
    page.goto("/compte/securite/application/")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    axe(page)
    secret = page.locator("main code").inner_text()
    shown = page.locator("main img")
    assert shown.evaluate("image => image.naturalWidth") > 0

    def now() -> str:
        return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))

    type_code(page, now())
    page.wait_for_url("**/codes-de-secours/")
    spare = page.locator("main li code").first.inner_text()
    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    page.wait_for_url("**/second-facteur/")
    axe(page)
    type_code(page, spare)
    page.wait_for_url("**/mon-espace/")


def test_person_takes_their_data_and_leaves(page: Page, person: User, axe: Judge) -> None:
    page.goto("/compte/connexion/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    page.wait_for_url("**/mon-espace/")
    page.goto("/compte/mes-donnees/")
    axe(page)
    page.locator(".title__actions button").click()
    with page.expect_download() as download:
        page.fill("[name=password]", PASSWORD)
        page.locator("main form.form button").click()
    assert download.value.suggested_filename.startswith("maillage-")
    page.goto("/compte/fermer/")
    axe(page)
    page.check("[name=understood]")
    page.locator("main form.form button").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    person.refresh_from_db()
    assert person.closed_at is not None


def test_account_pages_stand_on_a_phone(new_person: Callable[..., Page], person: User, axe: Judge) -> None:
    page = new_person(person, phone=True)
    for path in (
        "/compte/",
        "/compte/securite/",
        "/compte/courriels/",
        "/compte/mes-donnees/",
        "/mon-espace/",
    ):
        page.goto(path)
        axe(page)


def test_public_pages_stand_on_both_widths(page: Page, phone_page: Page, axe: Judge) -> None:
    for path in ("/", "/vie-privee/", "/mentions-legales/", "/accessibilite/"):
        for window in (page, phone_page):
            window.goto(path)
            axe(window)


def test_language_switch_turns_the_page(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator("form.language button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("What is being made near you?")
