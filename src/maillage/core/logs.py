"""Log lines: one shape for the platform's own and for the libraries', without personal data."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

EventDict = MutableMapping[str, Any]
# PostgreSQL quotes the offending row: “Key (email)=(…) already exists”, “Failing row contains (…)”.
_ROW = re.compile(r"^(\s*(?:DETAIL|CONTEXT):\s).*$", re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def without_personal_data(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Blots out e-mail addresses and quoted rows, in messages, values and tracebacks."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _ADDRESS.sub("…@…", _ROW.sub(r"\1…", value))
    return event
