"""How far the making of the demonstration is, for the pages that are served meanwhile.

A file of ``var/`` tells: the maker and the web processes share nothing else, and it dies with them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

# A maker that was killed tells nothing more: what it last said is no longer shown.
BELIEVED_FOR_S = 600.0


@dataclass(frozen=True)
class Progress:
    """The part being made, after ``done`` of ``total`` parts."""

    label: str
    done: int
    total: int
    at: float


@contextmanager
def shown(total: int) -> Iterator[Callable[[str], None]]:
    """Within it, the function given says which part begins."""
    begun = 0

    def step(label: str) -> None:
        nonlocal begun
        _write(Progress(label, begun, total, time.time()))
        begun += 1

    try:
        yield step
    finally:
        _path().unlink(missing_ok=True)


def tell(detail: str) -> None:
    """What a long part says of itself on its way: “120 of 300 applications read”."""
    if (now := current()) is not None:
        _write(Progress(detail, now.done, now.total, time.time()))


def current() -> Progress | None:
    """What is being made now; None when nothing is."""
    try:
        told = Progress(**json.loads(_path().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return told if time.time() - told.at < BELIEVED_FOR_S else None


def _path() -> Path:
    return Path(settings.VAR_DIR) / "demonstration.json"


def _write(progress: Progress) -> None:
    # Whole or not at all: a page may read at any moment.
    draft = _path().with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(asdict(progress)), "utf-8")
    draft.replace(_path())
