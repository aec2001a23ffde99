"""Turns the environment's OpenID Connect provider into allauth's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from maillage.config.env import Environment

PROVIDER_ID = "oidc"


def providers(env: Environment) -> dict[str, Any]:
    """allauth's ``SOCIALACCOUNT_PROVIDERS``: one provider when the environment names one, else none."""
    house: dict[str, Any] = {
        "provider_class": "maillage.accounts.oidc.IdentityProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [],
    }
    if env.oidc_server_url:
        house["APPS"].append(
            {
                "provider_id": PROVIDER_ID,
                "name": env.oidc_name,
                "client_id": env.oidc_client_id,
                "secret": env.oidc_client_secret,
                "settings": {
                    "server_url": env.oidc_server_url.rstrip("/"),
                    "scope": env.oidc_scopes.split(),
                    "acr_values": env.oidc_acr_values,
                    "verified_email": env.oidc_trusts_emails,
                },
            }
        )
    return {"openid_connect": house}


def origin(address: str) -> str:
    """Scheme and host of an address, as a content security policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
