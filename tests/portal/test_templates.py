"""What Django lets through without a word in a template."""

import re
from pathlib import Path

import pytest

import maillage

ROOT = Path(maillage.__file__).parent
TEMPLATES = sorted(path for path in ROOT.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml"})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_comment_ends_on_its_line(path: Path) -> None:
    """``{# … #}`` over two lines is no comment: people would read it."""
    for line in path.read_text().splitlines():
        assert re.search(r"\{#(?!.*#\})", line) is None, line


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if "email" not in path.parts and path.name != "export.html"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_page_has_no_style_or_script_that_the_policy_refuses(path: Path) -> None:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert re.search(r"\sstyle=|<style|\son[a-z]+=", text) is None
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or "application/json" in script
