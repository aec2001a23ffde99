"""Templates hold no script and no style: the content policy would block them, and one place styles all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import maillage

SOURCE = Path(maillage.__file__).parent
# A file that a person downloads and opens from their own disk: it carries its style along.
STANDALONE = {"accounts/templates/accounts/export.html"}
# Mail programs know nothing but inline styles, and have no such policy.
TEMPLATES = sorted(
    path
    for path in SOURCE.rglob("templates/**/*.html")
    if "email" not in path.relative_to(SOURCE).parts and str(path.relative_to(SOURCE)) not in STANDALONE
)
TAG = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
EVENT = re.compile(r"on[a-z]+")


class Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attributes}
        line = self.getpos()[0]
        kind = dict(attributes).get("type") or ""
        is_data = kind in {"application/json", "application/ld+json"}
        if tag == "script" and "src" not in names and not is_data:
            self.found.append(f"{line}: a script without src")
        if tag == "style":
            self.found.append(f"{line}: a style element")
        for name, value in attributes:
            if name in {"style", ":style"}:
                self.found.append(f"{line}: style=")
            if EVENT.fullmatch(name) or name.startswith(("hx-on", "x-on")):
                self.found.append(f"{line}: {name}=")
            if name in {"href", "src", "action"} and (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{line}: javascript:")
            loads = name in {"src", "href"} and tag in {"script", "link", "img", "iframe"}
            if loads and (value or "").startswith(("http://", "https://", "//")):
                self.found.append(f"{line}: {tag} from elsewhere")


def faults(text: str) -> list[str]:
    finder = Finder()
    finder.feed(TAG.sub(" ", text))
    finder.close()
    return finder.found


def test_templates_are_found() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_template_holds_no_inline_script_or_style(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        '<p style="color:red">',
        "<p {% if x %}style='width:{{ w }}'{% endif %}>",
        '<a href="#" onclick="x()">',
        '<a href=" javascript:x()">',
        '<div hx-on:click="x()">',
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_control_each_fault_is_seen(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'core/maillage.js' %}\" defer></script>",
        '<script type="application/json" id="data">{{ data }}</script>',
        '<a href="https://www.insee.fr/">',
    ],
)
def test_control_what_is_allowed_passes(text: str) -> None:
    assert faults(text) == []
