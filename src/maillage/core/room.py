"""Room for the frames of deep calls: asked of the system once, and not again at every turn of a loop.

CPython keeps the frames of its functions in pieces of 16 KiB, and gives a piece back as soon as the call that
began it returns. Where a hot loop happens to stand at the end of a piece, each turn takes one from the system
and returns it: thousands of times for a long page, a quarter of its time (CPython 3.11 to 3.13,
as ``push_chunk`` in ``Python/pystate.c``). A piece is made large enough for the frame that asks for it: one
large frame below all others makes a piece in which everything that it calls finds room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# In words of 8 bytes. Just over 256 KiB, so that CPython takes 512: what is left would not hold another such
# frame, and a room within a room gets a piece of its own. What is never touched takes no memory.
_SLOTS = 33_000


def with_room(call: Callable[..., T], *arguments: object, **options: object) -> T:
    """What ``call(*arguments, **options)`` gives, with room for some hundred calls within it."""
    return call(*arguments, **options)


with_room.__code__ = with_room.__code__.replace(co_stacksize=_SLOTS)
