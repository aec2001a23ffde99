"""Writes the table of variables of ``docs/operating.md`` from ``config/env.py``; ``--check`` judges."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, get_args, get_origin

from maillage.config.env import PROJECT_DIR, UNSAFE_SECRET_KEY, Environment, variable_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operating.md"
START, END = "<!-- made by scripts/environment_table.py -->", "<!-- end of the table -->"


def table() -> str:
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Environment.model_fields.items():
        meaning = str(field.description)
        if get_origin(field.annotation) is Literal:
            meaning += " One of " + ", ".join(f"`{value}`" for value in get_args(field.annotation)) + "."
        lines.append(f"| `{variable_of(name)}` | {_shown(field.default)} | {meaning} |")
    return "\n".join(lines)


def _shown(value: object) -> str:
    if value is None or value == "":
        return ""
    if value == UNSAFE_SECRET_KEY:
        return "one that production refuses"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, Path):
        return f"`{value.relative_to(PROJECT_DIR)}/`"
    return f"`{value}`".replace("|", "\\|")


def page() -> str:
    """The page as it should be."""
    before, _start, rest = PAGE.read_text().partition(START)
    _table, _end, after = rest.partition(END)
    return f"{before}{START}\n\n{table()}\n\n{END}{after}"


def main() -> int:
    if "--check" in sys.argv:
        if PAGE.read_text() != page():
            print(
                "docs/operating.md is behind config/env.py: run scripts/environment_table.py", file=sys.stderr
            )
            return 1
        return 0
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
