"""The cases that Python and the browser share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA: dict[str, Any] = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]
FORMS: list[dict[str, Any]] = DATA["forms"]
FACTS: dict[str, Any] = DATA["facts"]


def content_of(case: dict[str, Any]) -> dict[str, Any]:
    """The form of a case about one rule: every question, always shown."""
    return {"sections": [{"id": "all", "questions": DATA["questions"]}]}
