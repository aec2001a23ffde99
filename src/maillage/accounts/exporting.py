"""A person's data in one file: JSON for machines, a page for people."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import registry


def collect(user: User) -> list[tuple[str, str, Any]]:
    """(key, label, JSON-serialisable value) of every source that holds something about that person."""
    found = []
    for source in registry.personal_data:
        value = source.export(user)
        if value not in (None, [], {}):
            found.append((source.key, str(source.label or source.key), value))
    return found


def archive(user: User) -> bytes:
    """The zip that the person downloads, in their language."""
    with translation.override(user.language):
        parts = collect(user)
        made_at = timezone.now()
        page = render_to_string(
            "accounts/export.html",
            {
                "person": user,
                "made_at": made_at,
                "parts": [(label, _lines(value)) for _key, label, value in parts],
            },
        )
        readme = _("Your data on Maillage: open “data.html” to read it, “data.json” to reuse it.")
    data = {"made_at": made_at.isoformat(), **{key: value for key, _label, value in parts}}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", readme + "\n")
        bundle.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=str))
        bundle.writestr("data.html", page)
    return buffer.getvalue()


def _lines(value: Any, depth: int = 0) -> list[tuple[int, str, str]]:
    """(indent, name, text) for each leaf and heading of nested JSON."""
    lines: list[tuple[int, str, str]] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                lines.append((depth, str(name), "" if inner else "–"))
                lines += _lines(inner, depth + 1)
            else:
                lines.append((depth, str(name), "–" if inner is None or inner == "" else str(inner)))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            if isinstance(inner, dict | list):
                lines.append((depth, f"{number}.", ""))
                lines += _lines(inner, depth + 1)
            else:
                lines.append((depth, f"{number}.", str(inner)))
    else:
        lines.append((depth, "", str(value)))
    return lines
