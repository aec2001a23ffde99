"""Which of many sources have something for a person, in one query.

A page that gathers from every floor would ask each of them several things, mostly to hear that there is
nothing. So a source may say in rows what concerns a person: while none of them exists, it is not asked.

To write that query takes thirty milliseconds, to run it five; and it reads the same for everybody but for who
asks. So it is written for a stand-in, kept for the minute, and filled with the person's key and address. What
became due within that minute is told in the next one: the sources themselves, once asked, know the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, QuerySet, Value

from maillage.core import clock

#: Rows, in some querysets: none of them exists when a source has nothing for that person.
Concerns = Callable[[Any], Iterable[QuerySet[Any]]]

#: Of the stand-in: a key and an address that nobody has, and nothing else would hold.
STAND_IN = 7_305_118_426_973_551
ADDRESS = "nobody-at-all@stand-in.invalid"
# "Like" would have these written otherwise than they are.
_SPECIAL = frozenset("%_\\")

Question = tuple[str, tuple[Any, ...]]


class Source(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def concerns(self) -> Concerns | None: ...


class _Asks(Exception):
    """What a source says in rows depends on an answer: it cannot be said for a stand-in."""


def concerned(sources: Iterable[Source], user: Any) -> set[str]:
    """The keys of the sources that have rows for that person, and of those that do not say. One query."""
    found: set[str] = set()
    asked: list[tuple[str, Concerns]] = []
    for source in sources:
        if source.concerns is None:
            found.add(source.key)
        else:
            asked.append((source.key, source.concerns))
    question = _question(tuple(asked), user)
    if question is not None:
        with connection.cursor() as cursor:
            cursor.execute(*question)
            found |= {key for (key,) in cursor.fetchall()}
    return found


def forget() -> None:
    """What was written so far: for whoever moves the clock, or changes what a source says."""
    _written.clear()


# What was written in the current minute, by what is asked and of whom.
_written: dict[Any, Question | None] = {}
_UNWRITTEN: Question = ("", ())


def _question(asked: Sequence[tuple[str, Concerns]], user: Any) -> Question | None:
    """The query for that person; None when nobody of their kind can have anything."""
    if user.email != user.email.lower() or _SPECIAL & set(user.email):
        return _write(asked, user)
    minute = int(clock.moment().timestamp()) // 60
    kind = (minute, asked, type(user), user.is_staff, user.is_superuser, user.is_active)
    if kind not in _written:
        for other in [each for each in _written if each[0] != minute]:
            _written.pop(other, None)  # another thread may be as quick
        _written[kind] = _write_for_stand_in(asked, user)
    known = _written[kind]
    if known is None:
        return None
    if known is _UNWRITTEN:
        return _write(asked, user)
    sql, params = known
    return sql, tuple(_filled(param, user) for param in params)


def _filled(param: Any, user: Any) -> Any:
    if param == STAND_IN:
        return user.pk
    return user.email if param == ADDRESS else param


def _write_for_stand_in(asked: Sequence[tuple[str, Concerns]], user: Any) -> Question | None:
    """The query to be filled; ``_UNWRITTEN`` when a source needs the person themselves."""
    stand_in = user.__class__(
        pk=STAND_IN,
        email=ADDRESS,
        is_staff=user.is_staff,
        is_superuser=user.is_superuser,
        is_active=user.is_active,
    )
    try:
        with connection.execute_wrapper(_refuse):
            question = _write(asked, stand_in)
    except _Asks:
        return _UNWRITTEN
    if question is None:
        return None
    sql, params = question
    rest = repr((sql, [param for param in params if param not in (STAND_IN, ADDRESS)]))
    is_told_apart = any(trace in rest.lower() for trace in (str(STAND_IN), *ADDRESS.split("@")))
    return _UNWRITTEN if is_told_apart else question


def _refuse(*_asked: Any) -> NoReturn:
    raise _Asks


def _write(asked: Sequence[tuple[str, Concerns]], user: Any) -> Question | None:
    parts: list[QuerySet[Any, Any]] = []
    for name, concerns in asked:
        key = Value(name, output_field=CharField())
        # One row is enough, whichever.
        parts += [rows.order_by().values_list(key)[:1] for rows in concerns(user)]
    if not parts:
        return None
    try:
        sql, params = parts[0].union(*parts[1:], all=True).query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(params)
