"""Turns the addresses of the environment into Django's settings for files and e-mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from maillage.config.env import Environment


def storages(env: Environment, *, hashed_static: bool) -> dict[str, dict[str, Any]]:
    """Django's ``STORAGES``. Received files are private: they are served by a view, never by address."""
    return {
        "default": _files(env),
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if hashed_static
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }


def _files(env: Environment) -> dict[str, Any]:
    if env.storage_url == "file":
        options = {
            "location": str(env.var_dir / "files"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    address = urlsplit(env.storage_url)
    if address.scheme != "s3" or not address.hostname or not address.path.strip("/"):
        raise ImproperlyConfigured(
            "MAILLAGE_STORAGE_URL must be “file” or “s3://key:secret@endpoint/bucket?region=…”."
        )
    query = parse_qs(address.query)
    port = f":{address.port}" if address.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(address.username or ""),
            "secret_key": unquote(address.password or ""),
            "endpoint_url": f"{query.get('scheme', ['https'])[0]}://{address.hostname}{port}",
            "bucket_name": address.path.strip("/"),
            "region_name": query.get("region", [None])[0],
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }


def email(env: Environment) -> tuple[str, dict[str, Any]]:
    """The e-mail backend and its Django settings."""
    if env.environment == "test":
        return "django.core.mail.backends.locmem.EmailBackend", {}
    if env.email_url == "console":
        return "django.core.mail.backends.console.EmailBackend", {}
    if env.email_url == "file":
        return "django.core.mail.backends.filebased.EmailBackend", {
            "EMAIL_FILE_PATH": str(env.var_dir / "mail")
        }
    address = urlsplit(env.email_url)
    if address.scheme not in {"smtp", "smtps", "smtp+plain"} or not address.hostname:
        raise ImproperlyConfigured("MAILLAGE_EMAIL_URL must be smtp://…, smtps://…, “file” or “console”.")
    return "django.core.mail.backends.smtp.EmailBackend", {
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or {"smtp": 587, "smtps": 465, "smtp+plain": 25}[address.scheme],
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_TLS": address.scheme == "smtp",
        "EMAIL_USE_SSL": address.scheme == "smtps",
    }
