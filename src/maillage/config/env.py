"""What the environment may say: every variable, its type, its default and its meaning.

``docs/operating.md`` prints this table; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parents[3]
UNSAFE_SECRET_KEY = "development-only-key-refused-in-production"  # noqa: S105 - refused by unsafe_defaults()


class Environment(BaseSettings):
    """The typed environment. Names in the shell carry the prefix ``MAILLAGE_`` but for ``DATABASE_URL``."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", env_ignore_empty=True, populate_by_name=True)

    environment: Literal["development", "demo", "test", "production"] = Field(
        "development", description="What this process is for. `production` refuses unsafe defaults."
    )
    debug: bool = Field(False, description="Detailed error pages. Never in production.")
    secret_key: str = Field(UNSAFE_SECRET_KEY, description="Signs sessions and links: 50 random characters.")
    secret_key_fallbacks: str = Field(
        "", description="Former secret keys, separated by commas, still accepted for links already sent."
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Host names served, separated by commas."
    )
    base_url: str = Field(
        "http://127.0.0.1:8000", description="Public address, used in e-mails, exports and calendar feeds."
    )
    behind_proxy: bool = Field(
        False, description="Trust `X-Forwarded-Proto` and `X-Forwarded-For` from the proxy in front."
    )
    database_url: str | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="`postgresql://user:password@host:port/name` (PostgreSQL 15 or later). "
        "Unset: a private server in `var/`, refused in production.",
    )
    pooled: bool = Field(
        False, description="The database is behind a transaction pooler: server-side cursors are not used."
    )
    var_dir: Path = Field(
        PROJECT_DIR / "var", description="Where the private database, stored files and demo e-mails live."
    )
    email_url: str = Field(
        "file",
        description="`smtp://user:password@host:587` (STARTTLS), `smtps://…:465`, `smtp+plain://…:25`, "
        "`file` (written to `var/mail`) or `console`. Production takes SMTP only.",
    )
    email_from: str = Field("Maillage <ne-pas-repondre@maillage.example>", description="Sender of e-mails.")
    operator_name: str = Field("Maillage", description="Who runs this platform, as printed on legal pages.")
    operator_email: str = Field(
        "contact@maillage.example", description="Where people write about their data or a problem."
    )
    storage_url: str = Field(
        "file", description="`file` (in `var/files`) or `s3://key:secret@endpoint/bucket?region=…`."
    )
    clamd: str | None = Field(
        None,
        description="`host:port` or socket path of a clamd that scans received files. Unset: no scan.",
    )
    max_upload_mib: int = Field(20, ge=1, le=500, description="Largest file received, in MiB.")
    oidc_name: str = Field("ProConnect", description="Name shown on the OpenID Connect button.")
    oidc_server_url: str | None = Field(
        None, description="Issuer of an OpenID Connect provider (its `/.well-known/openid-configuration`)."
    )
    oidc_client_id: str = Field("", description="Client id given by that provider.")
    oidc_client_secret: str = Field("", description="Client secret given by that provider.")
    oidc_scopes: str = Field(
        "openid profile email",
        description="Scopes asked of it. ProConnect: `openid given_name usual_name email uid`.",
    )
    oidc_acr_values: str = Field(
        "", description="Level of assurance asked of it (`acr_values`). ProConnect: `eidas1`."
    )
    oidc_trusts_emails: bool = Field(
        False,
        description="The provider has verified the e-mail addresses that it gives, though it does not say so "
        "(`email_verified`): accounts are then linked by address without a code.",
    )
    web_workers: int = Field(2, ge=1, description="Web processes of `maillage serve`.")
    log_format: Literal["console", "json"] = Field(
        "console", description="Log lines for people or for machines."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged.")

    @field_validator("base_url")
    @classmethod
    def _has_no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    def unsafe_defaults(self) -> list[str]:
        """One sentence per setting that would make a public server unsafe; empty when all is well."""
        found = []
        if self.secret_key == UNSAFE_SECRET_KEY or len(self.secret_key) < 50:
            found.append("MAILLAGE_SECRET_KEY must be set to 50 random characters or more.")
        if self.debug:
            found.append("MAILLAGE_DEBUG must be off.")
        if "*" in self.hosts or not set(self.hosts) - {"localhost", "127.0.0.1", "[::1]"}:
            found.append("MAILLAGE_ALLOWED_HOSTS must name the public host, and not “*”.")
        if urlsplit(self.base_url).scheme != "https":
            found.append("MAILLAGE_BASE_URL must start with https://.")
        if not self.email_url.startswith(("smtp://", "smtps://", "smtp+plain://")):
            found.append("MAILLAGE_EMAIL_URL must give an SMTP server.")
        if self.email_from.rstrip(">").endswith(".example"):
            found.append("MAILLAGE_EMAIL_FROM must be an address of yours.")
        if self.database_url is None:
            found.append("DATABASE_URL must give a PostgreSQL server: the private one is for trying out.")
        return found


def variable_of(name: str) -> str:
    """The name, in the shell, of a setting of ``Environment`` (given by its own name or by its alias)."""
    field = Environment.model_fields.get(name)
    if field is None:
        return name
    return str(field.validation_alias or f"MAILLAGE_{name.upper()}")
