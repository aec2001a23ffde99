"""The environment: documented to the last variable, and unsafe defaults refused in production."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from maillage.config import cli, database, storage
from maillage.config.env import Environment
from tests.config.conftest import ROOT, bare_environment, maillage

SAFE = {
    "environment": "production",
    "secret_key": "k" * 50,
    "allowed_hosts": "maillage.example,localhost",
    "base_url": "https://maillage.example",
    "email_url": "smtp://user:word@mail.example:587",
    "email_from": "Maillage <bonjour@maillage.fr>",
    "database_url": "postgresql://maillage@db/maillage",
}


def test_every_variable_is_documented_as_it_is() -> None:
    path = ROOT / "scripts" / "environment_table.py"
    spec = importlib.util.spec_from_file_location("environment_table", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "docs" / "operating.md").read_text() == script.page()
    documented = re.findall(r"^\| `([A-Z_]+)` \|", script.table(), re.MULTILINE)
    assert len(documented) == len(Environment.model_fields)
    assert "DATABASE_URL" in documented


def test_safe_production_is_accepted() -> None:
    assert Environment(**SAFE).unsafe_defaults() == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("secret_key", "short", "MAILLAGE_SECRET_KEY"),
        ("secret_key", Environment.model_fields["secret_key"].default, "MAILLAGE_SECRET_KEY"),
        ("debug", True, "MAILLAGE_DEBUG"),
        ("allowed_hosts", "*", "MAILLAGE_ALLOWED_HOSTS"),
        ("allowed_hosts", "localhost,127.0.0.1", "MAILLAGE_ALLOWED_HOSTS"),
        ("base_url", "http://maillage.example", "MAILLAGE_BASE_URL"),
        ("email_url", "file", "MAILLAGE_EMAIL_URL"),
        ("email_url", "console", "MAILLAGE_EMAIL_URL"),
        ("email_from", "Maillage <a@maillage.example>", "MAILLAGE_EMAIL_FROM"),
        ("database_url", None, "DATABASE_URL"),
    ],
)
def test_each_unsafe_default_is_refused_by_its_name(name: str, value: object, said: str) -> None:
    [sentence] = Environment(**{**SAFE, name: value}).unsafe_defaults()  # type: ignore[arg-type]
    assert sentence.startswith(said)


def test_production_does_not_start_on_defaults(tmp_path: Path) -> None:
    done = maillage("check", env=bare_environment(tmp_path, MAILLAGE_ENVIRONMENT="production"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "EMAIL_FROM"):
        assert f"- MAILLAGE_{name} " in done.stderr
    assert not (tmp_path / "postgresql").exists(), "no private database is started for a refused production"


def test_value_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = maillage("check", env=bare_environment(tmp_path, MAILLAGE_WEB_WORKERS="many"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "MAILLAGE_WEB_WORKERS" in done.stderr


def test_production_is_deployed_as_django_asks(tmp_path: Path) -> None:
    variables = {
        "DATABASE_URL" if name == "database_url" else f"MAILLAGE_{name.upper()}": value
        for name, value in SAFE.items()
    }
    secret = "".join(map(chr, range(48, 110)))
    env = bare_environment(tmp_path, **{**variables, "MAILLAGE_SECRET_KEY": secret})
    done = maillage("check", "--deploy", "--fail-level", "WARNING", env=env)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["serve", "--port", "8014"], ("http://127.0.0.1:8014", None, None)),
        (["demo", "--serve", "--host=0.0.0.0"], ("http://127.0.0.1:8000", "*", "demo")),
        (["demo"], ("http://127.0.0.1:8000", None, "demo")),
        (["serve", "--host", "::1"], ("http://[::1]:8000", None, None)),
        (["check"], (None, None, None)),
    ],
)
def test_links_lead_where_one_listens(
    arguments: list[str], expected: tuple[str | None, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("MAILLAGE_BASE_URL", "MAILLAGE_ALLOWED_HOSTS", "MAILLAGE_ENVIRONMENT")
    for name in names:
        monkeypatch.delenv(name, raising=False)
        # Written below by the command: undone at the end all the same.
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    cli._prepare_environment(arguments)
    assert tuple(os.environ.get(name) for name in names) == expected


def test_production_names_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_ENVIRONMENT", "production")
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://maillage.example")
    cli._prepare_environment(["serve", "--host", "0.0.0.0"])  # noqa: S104 - read, not bound
    assert os.environ["MAILLAGE_BASE_URL"] == "https://maillage.example"
    assert "MAILLAGE_ALLOWED_HOSTS" not in os.environ


# --- Addresses ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p%40ss@mail.example", ("mail.example", 587, "u", "p@ss", True, False)),
        ("smtps://mail.example", ("mail.example", 465, "", "", False, True)),
        ("smtp+plain://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", False, False)),
    ],
)
def test_mail_server_is_read_from_its_address(url: str, expected: tuple[object, ...]) -> None:
    backend, values = storage.email(Environment(environment="development", email_url=url))
    assert backend.endswith("smtp.EmailBackend")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(values[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize("url", ["imap://mail.example", "smtp://", "nothing"])
def test_odd_mail_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAILLAGE_EMAIL_URL"):
        storage.email(Environment(environment="development", email_url=url))


def test_store_is_read_from_its_address() -> None:
    env = Environment(storage_url="s3://key:se%2Fcret@s3.provider.example/files?region=fr-par")
    default = storage.storages(env, hashed_static=True)["default"]
    assert default["BACKEND"] == "storages.backends.s3.S3Storage"
    assert default["OPTIONS"] == {
        "access_key": "key",
        "secret_key": "se/cret",
        "endpoint_url": "https://s3.provider.example",
        "bucket_name": "files",
        "region_name": "fr-par",
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    }
    with pytest.raises(ImproperlyConfigured, match="MAILLAGE_STORAGE_URL"):
        storage.storages(Environment(storage_url="s3://s3.provider.example"), hashed_static=True)


def test_database_is_read_from_its_address() -> None:
    settings = database.settings_of("postgresql://u:p%40ss@db:5433/name?sslmode=require", pooled=True)
    assert {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "name",
        "USER": "u",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "5433",
    }
    assert settings["OPTIONS"] == {"sslmode": "require", "connect_timeout": "10"}
    assert settings["DISABLE_SERVER_SIDE_CURSORS"] is True
