"""Where allauth meets the house: its mails leave by the outbox, its people have one name and a language."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from maillage.accounts import queries
from maillage.accounts.models import User
from maillage.core import outbox

# allauth's names for the mails that it sends, and ours.
MAILS = {
    "account/email/email_confirmation_signup": "accounts/email/verify_signup",
    "account/email/email_confirmation": "accounts/email/verify_address",
    "account/email/login_code": "accounts/email/sign_in_code",
    "account/email/password_reset_code": "accounts/email/reset_code",
    "account/email/account_already_exists": "accounts/email/already_exists",
    "account/email/unknown_account": "accounts/email/unknown_account",
    "account/email/password_changed": "accounts/email/changed_password",
    "account/email/password_reset": "accounts/email/changed_password",
    "account/email/password_set": "accounts/email/changed_password",
    "account/email/email_changed": "accounts/email/changed_address",
    "account/email/email_confirm": "accounts/email/confirmed_address",
    "account/email/email_deleted": "accounts/email/removed_address",
    "mfa/email/totp_activated": "accounts/email/second_factor_added",
    "mfa/email/totp_deactivated": "accounts/email/second_factor_removed",
    "mfa/email/webauthn_added": "accounts/email/passkey_added",
    "mfa/email/webauthn_removed": "accounts/email/passkey_removed",
    "mfa/email/recovery_codes_generated": "accounts/email/recovery_codes_made",
    "socialaccount/email/account_connected": "accounts/email/identity_linked",
    "socialaccount/email/account_disconnected": "accounts/email/identity_unlinked",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in and their mails."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of allauth goes through the outbox, in the reader's language when they are known."""
        values: dict[str, Any] = {
            name: context[name]
            for name in ("code", "timestamp", "ip", "user_agent", "from_email", "to_email")
            if name in context
        }
        if "user_agent" in values:
            values["user_agent"] = queries.device_name(values["user_agent"])
        values["email"] = email
        values["sign_in_url"] = self._address("account_login")
        values["sign_up_url"] = self._address("account_signup")
        values["security_url"] = self._address("accounts:security")
        account = context.get("account")
        values["provider_name"] = account.get_provider().name if account is not None else ""
        outbox.send_email(email, MAILS[template_prefix], values, language=self._language_of(context, email))

    def _address(self, name: str) -> str:
        return f"{settings.BASE_URL}{reverse(name)}"

    def _language_of(self, context: dict[str, Any], email: str) -> str:
        user = context.get("user") or User.objects.filter(email__iexact=email, is_active=True).first()
        return user.language if isinstance(user, User) else (get_language() or settings.LANGUAGE_CODE)

    def new_user(self, request: HttpRequest) -> User:
        """A newcomer's language is the one they are reading."""
        return User(language=(get_language() or settings.LANGUAGE_CODE)[:2])

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.full_name = form.cleaned_data.get("full_name", "").strip() or user.full_name
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """A session that an outside identity opened is closed there as well."""
        # Imported here: the provider's module needs the adapters' settings to be loaded.
        from maillage.accounts.oidc import logout_address

        return logout_address(request) or str(super().get_logout_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:security")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Identities given by an OpenID Connect provider."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.full_name = str(data.get("name") or "")[:120]
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("accounts:security")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors rest encrypted: a copy of the database alone does not open an account."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Maillage"


def _cipher() -> MultiFernet:
    """Encrypts under the present secret key, reads under the former ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"maillage.mfa:{key}".encode()).digest()))
            for key in keys
        ]
    )
