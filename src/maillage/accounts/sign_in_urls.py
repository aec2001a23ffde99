"""The sign-in library's views under French addresses. Their names are the library's: it reverses them."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as identity
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from maillage.accounts import oidc, views

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", factor.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("inscription/cle/", account.signup_by_passkey, name="account_signup_by_passkey"),
    path("inscription/cle/creer/", passkey.signup_webauthn, name="mfa_signup_webauthn"),
    path("verification/", account.email_verification_sent, name="account_email_verification_sent"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("mot-de-passe/nouveau/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "mot-de-passe/fait/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("adresse/", account.email, name="account_email"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/second-facteur/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # The library leads back to its own overviews: ours is one page.
    path("securite/", views.security, name="mfa_index"),
    path("securite/", views.security, name="mfa_list_webauthn"),
    path("securite/", views.security, name="socialaccount_connections"),
    path("securite/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("securite/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/cles/ajouter/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("securite/codes-de-secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "securite/codes-de-secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "securite/codes-de-secours.txt",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("identite/inscription/", identity.signup, name="socialaccount_signup"),
    path("identite/annulee/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    # The library forgot that a person who could not sign in is not signed in.
    path("identite/erreur/", login_not_required(identity.login_error), name="socialaccount_login_error"),
    path("identite/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("identite/<slug:provider_id>/retour/", oidc.callback, name="openid_connect_callback"),
]
