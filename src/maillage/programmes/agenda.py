"""The order of a jury's files: those that one juror must leave the room for come together.

Pure: numbers and sets, no models. Objective: the least number of times that a juror leaves the room, that
is the number of runs of consecutive files that each juror is out for, added over jurors. For an order
``C_1 … C_n`` of the sets of jurors who are out it equals ``Σ |C_i \\ C_{i-1}|`` with ``C_0 = ∅``: the problem
of consecutive blocks (Kou, SIAM J. Comput. 6(1), 1977), hard in general and small here.

Files with the same set stay together, files without conflict come first, and sets that share no juror are
ordered apart: none of the three can add a departure. Up to ``EXACT`` different sets that hang together are
ordered exactly, by the dynamic programme of Held and Karp (1962); more of them by the best of a
nearest-neighbour walk from each set, then moved one by one while that helps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

EXACT = 11

Out = frozenset[int]


def departures(order: Sequence[int], out: Mapping[int, Out]) -> int:
    """How many times somebody leaves the room in that order of files (keys of ``out``; absent: nobody)."""
    return _cost([out.get(key, frozenset()) for key in order])


def best_order(files: Sequence[int], out: Mapping[int, Out]) -> list[int]:
    """The same files in an order with few departures; ties keep the given order.

    Args:
        files: keys, in the order wished for.
        out: for each file the jurors who may not be there.
    """
    by_set: dict[Out, list[int]] = {}
    for key in files:
        by_set.setdefault(frozenset(out.get(key, frozenset())), []).append(key)
    ordered = list(by_set.pop(frozenset(), []))
    for group in _hanging_together(list(by_set)):
        path = _exact(group) if len(group) <= EXACT else _approached(group)
        # Backwards it costs the same: begin with what was wished first.
        for some in path if group.index(path[0]) <= group.index(path[-1]) else reversed(path):
            ordered += by_set[some]
    wished = list(files)
    return wished if departures(wished, out) <= departures(ordered, out) else ordered


def _cost(sets: Sequence[Out]) -> int:
    before: Out = frozenset()
    total = 0
    for some in sets:
        total += len(some - before)
        before = some
    return total


def _hanging_together(sets: list[Out]) -> list[list[Out]]:
    """Groups of sets linked by common jurors, in the order in which they first come."""
    groups: list[tuple[set[int], list[Out]]] = []
    for some in sets:
        linked = [group for group in groups if group[0] & some]
        people, members = set(some), [some]
        for group in linked:
            people |= group[0]
            members = [*group[1], *members]
        place = groups.index(linked[0]) if linked else len(groups)
        groups = [group for group in groups if group not in linked]
        groups.insert(place, (people, members))
    rank = {some: position for position, some in enumerate(sets)}
    return [sorted(members, key=rank.__getitem__) for _people, members in groups]


def _exact(sets: list[Out]) -> list[Out]:
    """The cheapest path through all the sets: Held and Karp, O(2^n n²)."""
    count = len(sets)
    cost: dict[tuple[int, int], int] = {(1 << last, last): len(sets[last]) for last in range(count)}
    came: dict[tuple[int, int], int] = {}
    for seen in range(1, 1 << count):
        for last in range(count):
            known = cost.get((seen, last))
            if known is None:
                continue
            for following in range(count):
                if seen >> following & 1:
                    continue
                key = (seen | 1 << following, following)
                price = known + len(sets[following] - sets[last])
                if price < cost.get(key, price + 1):
                    cost[key], came[key] = price, last
    whole = (1 << count) - 1
    last = min(range(count), key=lambda key: (cost[whole, key], key))
    path = [last]
    seen = whole
    while (seen, last) in came:
        seen, last = seen & ~(1 << last), came[seen, last]
        path.append(last)
    return [sets[key] for key in reversed(path)]


def _approached(sets: list[Out]) -> list[Out]:
    walks = (_walk(sets, start) for start in range(len(sets)))
    return _moved(min(walks, key=_cost))


def _walk(sets: list[Out], start: int) -> list[Out]:
    left = list(sets)
    path = [left.pop(start)]
    while left:
        nearest = min(range(len(left)), key=lambda key: (len(left[key] ^ path[-1]), key))
        path.append(left.pop(nearest))
    return path


def _moved(path: list[Out]) -> list[Out]:
    """Takes one set elsewhere, or turns a stretch round, while somebody leaves the room less."""
    best, price = path, _cost(path)
    improved = True
    while improved:
        improved = False
        for start in range(len(best)):
            for end in range(start + 1, len(best) + 1):
                turned = [*best[:start], *reversed(best[start:end]), *best[end:]]
                rest = [*best[:start], *best[start + 1 :]]
                moved = [*rest[: end - 1], best[start], *rest[end - 1 :]]
                for other in (turned, moved):
                    if (cheaper := _cost(other)) < price:
                        best, price, improved = other, cheaper, True
    return best
