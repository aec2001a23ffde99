"""TOML tables into typed records, with every fault named."""

from __future__ import annotations

import tomllib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from maillage.portal.demo.content.shapes import Area

T = TypeVar("T")

LEVELS = ("country", "region", "department", "epci", "commune")


class ContentError(ValueError):
    """A record of ``data/`` that cannot be read, named."""


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("maillage.portal.demo").joinpath(f"data/{name}").read_text("utf-8"))


@cache
def kept(name: str) -> dict[str, Any]:
    """The same, read once: for looking up, never for changing."""
    return toml(name)


def typed(cls: type[T], row: Mapping[str, Any], what: str) -> T:
    """A dataclass from a TOML table: lists become tuples, tables become dataclasses."""
    label = f"{what} {row.get('key', '')}".strip()
    hints = get_type_hints(cls)
    names = {item.name: item for item in fields(cls)}  # type: ignore[arg-type]
    only(row, set(names), label)
    values: dict[str, Any] = {}
    for name, item in names.items():
        if name in row:
            values[name] = convert(hints[name], row[name], f"{label}: {name}")
        elif item.default is MISSING and item.default_factory is MISSING:
            raise ContentError(f"{label}: “{name}” is missing")
    return cls(**values)


def convert(hint: Any, value: Any, where: str) -> Any:
    if hint is Area:
        level, separator, code = str(value).partition(":")
        if not separator or level not in LEVELS or not code:
            raise ContentError(f"{where}: “{value}” is not level:code")
        return Area(level, code)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ContentError(f"{where}: a list is expected")
        return tuple(convert(get_args(hint)[0], each, where) for each in value)
    if isinstance(value, dict):
        return typed(hint, value, where)
    allowed = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    if type(value) not in allowed:
        raise ContentError(f"{where}: {value!r} is not {' or '.join(each.__name__ for each in allowed)}")
    return value.strip() if isinstance(value, str) else value


def by_key(records: Iterable[Any]) -> Any:
    found: dict[str, Any] = {}
    for record in records:
        if record.key in found:
            raise ContentError(f"{label_of(record)} is written twice")
        found[record.key] = record
    return found


def label_of(record: Any) -> str:
    return f"{type(record).__name__.lower()} {getattr(record, 'key', None) or record.number}"


def only(row: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := set(row) - names:
        raise ContentError(f"{where}: unknown {', '.join(sorted(unknown))}")


def known(key: str, records: Mapping[str, Any], where: str) -> None:
    if key not in records:
        raise ContentError(f"{where}: “{key}” does not exist")


def among(values: Iterable[str], allowed: Iterable[str], where: str) -> None:
    if unknown := set(values) - set(allowed):
        raise ContentError(f"{where}: unknown {', '.join(sorted(unknown))}")
