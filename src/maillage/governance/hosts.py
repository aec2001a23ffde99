"""What a committee may belong to, and what its agenda may point at: filled by the apps that hold them.

Governance is below programmes and pathways, and knows neither. A higher app says in ``AppConfig.ready()``::

    hosts.add(HostKind(key="programme", label=_("Programme"), run_by=…, runners=…, …))
    subjects.add(SubjectKind(key="call", label=_("Call"), offered=…, named=…))

A host is stored as ``(kind, id)``; one whose app is gone, or whose row is gone, keeps what it decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from maillage.core.errors import Sentence
from maillage.core.registry import Registry


@dataclass(frozen=True)
class Named:
    """What a thing is called, and its page."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Those who go through something together (a promotion): a key that stays, and its name."""

    key: str
    name: str


def _no_group(_host: int, _project: int) -> Group | None:
    return None


@dataclass(frozen=True)
class HostKind:
    """A kind of thing that has committees: a programme, an organisation.

    Args:
        key: also the name of its filter in addresses: ``?programme=12``.
        run_by: ids of those that a person runs today, with their names; one query.
        roles: the rows that make somebody run one today.
        runners: the people who run one, whose account is open.
        named: names and pages by id; one query.
        projects: the projects that one follows.
        people: who may be asked to sit or to act for it.
        group_of: in which promotion it follows a project now.
    """

    key: str
    label: Sentence
    run_by: Callable[[Any], Mapping[int, str]]
    roles: Callable[[Any], QuerySet[Any]]
    runners: Callable[[int], Sequence[Any]]
    named: Callable[[Collection[int]], Mapping[int, Named]]
    projects: Callable[[int], QuerySet[Any]]
    people: Callable[[int], QuerySet[Any]]
    group_of: Callable[[int, int], Group | None] = _no_group
    order: int = 100


@dataclass(frozen=True)
class SubjectKind:
    """A kind of thing that an item of an agenda may point at.

    Args:
        offered: those that a committee of that host may put on its agenda: ``(id, name)``.
        named: names and pages by id, for somebody who reads the agenda.
    """

    key: str
    label: Sentence
    offered: Callable[[str, int], Iterable[tuple[int, str]]]
    named: Callable[[Collection[int]], Mapping[int, Named]]
    order: int = 100


hosts: Registry[HostKind] = Registry()
subjects: Registry[SubjectKind] = Registry()


def run_by(user: Any) -> dict[tuple[str, int], str]:
    """Every host that a person runs today, with its name: a query for each kind."""
    return {
        (kind.key, pk): name
        for kind in (hosts if user.is_authenticated else ())
        for pk, name in kind.run_by(user).items()
    }


def roles_of(user: Any) -> Iterable[QuerySet[Any]]:
    """The rows that make somebody run a host, a queryset for each kind."""
    return [kind.roles(user) for kind in hosts]


def within(keys: Iterable[tuple[str, int]], prefix: str = "") -> Q:
    """Rows of these hosts, for a model with ``host_kind`` and ``host_id``; none when there are none."""
    by_kind: dict[str, list[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, []).append(pk)
    condition = Q(pk__in=[])
    for kind, ids in sorted(by_kind.items()):
        condition |= Q(**{f"{prefix}host_kind": kind, f"{prefix}host_id__in": sorted(ids)})
    return condition


def runs(user: Any, host_kind: str, host_id: int | None) -> bool:
    kind = hosts.get(host_kind)
    if kind is None or host_id is None or not user.is_authenticated:
        return False
    return host_id in kind.run_by(user)


def runners(host_kind: str, host_id: int | None) -> list[Any]:
    """The people who run a host, in a fixed order."""
    kind = hosts.get(host_kind)
    return list(kind.runners(host_id)) if kind is not None and host_id is not None else []


def names(keys: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int], Named]:
    """Names and pages of hosts; a query for each kind."""
    by_kind: dict[str, set[int]] = {}
    for kind, pk in keys:
        if kind and pk is not None:
            by_kind.setdefault(kind, set()).add(pk)
    found: dict[tuple[str, int], Named] = {}
    for key, ids in sorted(by_kind.items()):
        kind_of = hosts.get(key)
        for pk, named in (kind_of.named(ids) if kind_of is not None else {}).items():
            found[(key, pk)] = named
    return found


def name_of(host_kind: str, host_id: int | None) -> Named | None:
    return names([(host_kind, host_id)]).get((host_kind, host_id or 0))
