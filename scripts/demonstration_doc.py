"""Writes the tables of docs/demonstration.md from the contents themselves.

    python scripts/demonstration_doc.py [--check]

The prose around the markers is written by hand; what is between them is made here, so
that the list of facts and their sources cannot fall behind the contents.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from maillage.portal.demo import content  # noqa: E402 - the path must be set first

PAGE = ROOT / "docs/demonstration.md"
START, END = "<!-- made by scripts/demonstration_doc.py -->", "<!-- end of what is made -->"


def source_label(reference: str) -> str:
    key, _, page = reference.partition(":")
    return f"{key}, p. {page}" if page else key


def tables() -> str:
    network = content.network()
    lines = ["### Documents", "", "| key | document | publisher | year |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {each.key} | {each.title} | {each.publisher} | {each.year} |" for each in network.sources.values()
    ]
    lines += [
        "",
        "### The twenty-one examples",
        "",
        "| no. | example | territory | source |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {each.number} | {each.title} | {each.territory} | {source_label(each.source)} |"
        for each in network.examples
    ]
    for title, records in (
        ("Organisations", network.organisations),
        ("Places", network.places),
        ("Services", network.services),
    ):
        lines += [
            "",
            f"### {title}",
            "",
            "| record | source | chosen by us (not in the source) |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| {each.name} | {source_label(each.source)} | {', '.join(each.assumed)} |"
            for each in records.values()
        ]
    lines += ["", "### Figures of the programme", "", "| figure | value | source |", "| --- | --- | --- |"]
    lines += [
        f"| {each.label} | {each.value} {each.unit}".rstrip() + f" | {each.source} |"
        for each in content.calls().programme.figures
    ]
    return "\n".join(lines)


def page(written: str) -> str:
    before, _, rest = written.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{tables()}\n\n{END}{after}"


def main() -> int:
    written = PAGE.read_text("utf-8")
    fresh = page(written)
    if "--check" in sys.argv:
        if fresh != written:
            print("docs/demonstration.md is behind the contents: run scripts/demonstration_doc.py")
            return 1
        return 0
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
