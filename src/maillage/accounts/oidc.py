"""The OpenID Connect provider of the environment, in the shape of ProConnect as well.

Beyond allauth's own provider: a nonce (OpenID Connect Core 3.1.2.1), ``acr_values`` and the level
given back, an ID token whose signature is checked, user information given as a signed token
(Core 5.3.2) whose issuer, audience and subject are checked, and the family name under
``usual_name`` as ProConnect writes it; and signing out there too (RP-Initiated Logout 1.0), which
ProConnect asks of its services.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider, _pick_data
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

NONCE_KEY = "accounts_oidc_nonce"
LOGOUT_KEY = "accounts_oidc_logout"
ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


class IdentityAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **keywords: Any) -> Any:
        """Turns the provider's answer into a sign-in.

        Raises:
            OAuth2Error: a token is missing, forged, expired, for someone else, replayed, or below the
                level of assurance that was asked.
        """
        given = keywords["response"].get("id_token")
        if not given:
            raise OAuth2Error("The provider gave no ID token")
        identity = self._verified(given, app)
        nonce = request.session.pop(NONCE_KEY, "")
        if not nonce or not secrets.compare_digest(str(identity.get("nonce", "")).encode(), nonce.encode()):
            raise OAuth2Error("The ID token does not answer this request")
        wanted = (app.settings.get("acr_values") or "").split()
        if wanted and identity.get("acr") not in wanted:
            raise OAuth2Error("The level of assurance is below what was asked")
        about = self._user_information(token.token, app)
        if about.get("sub") != identity["sub"]:
            raise OAuth2Error("The user information is about someone else")
        ending = self.openid_config.get("end_session_endpoint")
        if ending and not request.user.is_authenticated:
            request.session[LOGOUT_KEY] = {"address": ending, "hint": given}
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": about, "id_token": identity}
        )

    def _user_information(self, access_token: str, app: SocialApp) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            response.raise_for_status()
        if response.headers.get("Content-Type", "").partition(";")[0].strip() == "application/jwt":
            return self._verified(response.text.strip(), app)
        answer: dict[str, Any] = response.json()
        return answer

    def _verified(self, credential: str, app: SocialApp) -> dict[str, Any]:
        """The claims of a token signed by the provider for this client. A symmetric or absent signature
        is refused: anyone who reads our public client id could have made it."""
        try:
            if jwt.get_unverified_header(credential).get("alg") not in ASYMMETRIC:
                raise OAuth2Error("Unsupported signature")
            algorithm, key = jwtkit.fetch_key(
                credential, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk
            )
            claims: dict[str, Any] = jwt.decode(
                credential,
                key=key,
                algorithms=[algorithm],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                # A signed answer about the person has an issuer and an audience; it needs no expiry.
                options={"require": ["iss", "aud", "sub"]},
                leeway=30,
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("Invalid token") from error
        return claims


class IdentityProvider(OpenIDConnectProvider):
    """What the provider's claims mean here."""

    oauth2_adapter_class = IdentityAdapter

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """What is added to the request: nothing comes from the address, the nonce stays in the session."""
        parameters: dict[str, Any] = self.get_auth_params()
        nonce = request.session[NONCE_KEY] = secrets.token_urlsafe(24)
        parameters["nonce"] = nonce
        if self.app.settings.get("acr_values"):
            parameters["acr_values"] = self.app.settings["acr_values"]
        return parameters

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        claims = _pick_data(data)
        family = claims.get("usual_name") or claims.get("family_name") or ""
        name = " ".join(part for part in (claims.get("given_name", ""), family) if part)
        return {"email": claims.get("email"), "name": name or claims.get("name", "")}


def logout_address(request: HttpRequest) -> str | None:
    """Where signing out goes on when this session began at the provider; None when it did not."""
    begun = request.session.get(LOGOUT_KEY)
    if not begun:
        return None
    query = urlencode(
        {
            "id_token_hint": begun["hint"],
            "state": secrets.token_urlsafe(16),
            "post_logout_redirect_uri": f"{settings.BASE_URL}{reverse('portal:home')}",
        }
    )
    return f"{begun['address']}?{query}"


def _adapter(request: HttpRequest, provider_id: str) -> IdentityAdapter:
    adapter = IdentityAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return adapter


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sends the person to the provider (POST), after a page with a button (GET)."""
    view = OAuth2LoginView.adapter_view(_adapter(request, provider_id))
    response: HttpResponse = view(request)
    return response


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends the person back."""
    view = OAuth2CallbackView.adapter_view(_adapter(request, provider_id))
    response: HttpResponse = view(request)
    return response
