"""The French catalogue: what is translated again replaces the former text."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "messages.py"


@pytest.fixture
def messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FRENCH", tmp_path / "django.po")
    monkeypatch.setattr(module, "PARTS", tmp_path / "parts")
    module.PARTS.mkdir()
    return module


def test_a_part_replaces_the_committed_text_and_the_last_part_wins(messages: ModuleType) -> None:
    messages.FRENCH.write_text('msgid "Stage"\nmsgstr "Stade"\n\nmsgid "Place"\nmsgstr "Lieu"\n')
    (messages.PARTS / "a.po").write_text('msgid "Stage"\nmsgstr "Phase"\n')
    (messages.PARTS / "b.po").write_text('msgid "Stage"\nmsgstr "Étape"\n')
    known = messages.known()
    assert known.get("Stage").string == "Étape"
    assert known.get("Place").string == "Lieu"
