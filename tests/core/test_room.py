"""Deep calls find their room at once: counted in the page faults that the kernel counts for a thread."""

from __future__ import annotations

import resource
from collections.abc import Callable
from threading import Thread

from maillage.core.room import with_room

TURNS = 300
# Enough to pass the end of two pieces of 16 KiB, whatever stood below.
DEPTHS = range(400)


def leaf() -> int:
    return 0


def loop() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _turn in range(TURNS):
        leaf()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def down(depth: int) -> int:
    return down(depth - 1) if depth else loop()


def worst() -> int:
    return max(down(depth) for depth in DEPTHS)


def in_a_thread(call: Callable[[], int]) -> int:
    """In a thread of its own: its first frame has nothing below it."""
    found: list[int] = []
    thread = Thread(target=lambda: found.append(call()))
    thread.start()
    thread.join()
    return found[0]


def test_a_loop_takes_no_memory_from_the_system_at_each_turn_however_deep_it_stands() -> None:
    assert in_a_thread(worst) >= TURNS, "this Python keeps its frames otherwise: is the room still needed?"
    assert in_a_thread(lambda: with_room(worst)) < TURNS // 10


def test_a_room_within_a_room_is_as_large() -> None:
    """As a web process has it: its command was called with room, and so is each of its answers."""
    assert in_a_thread(lambda: with_room(with_room, worst)) < TURNS // 10


def test_what_is_called_gets_its_arguments_and_answers() -> None:
    assert with_room(sorted, [2, 3, 1], reverse=True) == [3, 2, 1]
