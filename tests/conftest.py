"""The habits of the house, held for every test.

- a template variable that does not exist fails the test;
- a GET that writes fails the test;
- an unordered queryset comes in a random order;
- N+1 queries fail the test (django-zeal), in every test that uses the client;
- no socket leaves the machine.
"""

from __future__ import annotations

import gc
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_django
import zeal
from _pytest.runner import runtestprotocol
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management.commands import flush as flushing
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.test import Client
from django.utils import translation
from pytest_socket import socket_allow_hosts
from zeal.listeners import n_plus_one_listener
from zeal.patch import get_instance_key

from maillage.core import concern, delivery, one
from maillage.core.enums import OutboxState
from maillage.core.models import OutboxMessage
from maillage.core.room import with_room
from maillage.territories.actions import load_territories
from maillage.territories.models import Vintage
from tests.database import template

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE)
# Signing in and counting visits to the rate limiter are writes of the frame, not of the page.
FRAME_TABLES = re.compile(r'"(django_session|cache_entry)"')


# They leave every commune of France in the process's test database: loading takes seconds.
FRANCE = "_france"
# The demonstration as built, of which a run takes more than a minute.
BUILT = "network"


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """One process loads the whole of France, and builds the demonstration on it: the other has other work."""
    if FRANCE in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.xdist_group("france"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """As in a web process, with room for deep calls: a tenth of the time of a run goes without it."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with_room(runtestprotocol, item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the whole of France come late: the others count the communes that they made. Then come
    those of the browser, whose driver keeps an event loop in the process that others would stumble over.

    Modules come in a random order, but those that look at the built demonstration one after the other: what
    they share is built once."""
    items.sort(
        key=lambda item: (
            _browsers_turn(item),
            FRANCE in getattr(item, "fixturenames", ()),
            BUILT in getattr(item, "fixturenames", ()),
        )
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """xdist keeps a group together by what it adds to the names of its tests: without it, silently, each
    process would load France and build the demonstration. All code is loaded by now: as when serving, what is
    kept for good is no longer looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    if not getattr(session.config.option, "loadgroup", False):
        return
    alone = [
        item.nodeid
        for item in session.items
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
    ]
    if alone:
        raise pytest.UsageError(f"xdist keeps no group together: {len(alone)} tests, such as {alone[0]}")


def _browsers_turn(item: pytest.Item) -> int:
    """0 outside the browser; in it the longest first, so that no process waits long for the last."""
    if item.get_closest_marker("browser") is None:
        return 0
    return {"test_every_page.py": 1, "test_components.py": 3, "test_harness.py": 3}.get(item.path.name, 2)


@pytest.fixture(scope="session")
def _france(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if not Vintage.objects.exists():
            load_territories()


@pytest.fixture
def france(_france: None, db: None) -> None:
    """Every commune of the shipped vintage. Test databases are cleared by tests of real connections."""
    if not Vintage.objects.exists():
        load_territories()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Each run, and each process of a run, copies a database that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


# What migrating writes by itself, and no test: kept when the rest is emptied.
WRITTEN_BY_MIGRATING = ("django_content_type", "auth_permission")


@pytest.fixture(autouse=True, scope="session")
def _only_filled_tables_are_emptied() -> Iterator[None]:
    """After a test of real connections Django truncates every table, some hundred and fifty files, then has
    every app write again what migrating wrote. Here the rows of the tables that hold any are deleted, with
    triggers asleep, and what migrating wrote stays while it is whole: the same nothing, much sooner."""
    flush, write = DatabaseOperations.sql_flush, flushing.emit_post_migrate_signal
    whole: tuple[int, ...] | None = None

    def written() -> tuple[int, ...]:
        counts = (f"(SELECT count(*) FROM {name})" for name in WRITTEN_BY_MIGRATING)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(counts)}")
            return tuple(cursor.fetchone())

    def sooner(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> Any:
        kept = WRITTEN_BY_MIGRATING if written() == whole else ()
        quoted = [self.quote_name(name) for name in sorted(set(tables).difference(kept))]
        probes = (f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in quoted)  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser') = 'on'")
            if not cursor.fetchone()[0]:
                return flush(self, style, tables, **options)
            cursor.execute(" UNION ALL ".join(probes))
            filled = [name for (name,) in cursor.fetchall()]
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in filled),  # noqa: S608
            "SET LOCAL session_replication_role = DEFAULT",
        ]

    def if_not_whole(*arguments: Any, **options: Any) -> None:
        nonlocal whole
        if written() != whole:
            write(*arguments, **options)
            whole = written()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sooner)
        patch.setattr(flushing, "emit_post_migrate_signal", if_not_whole)
        yield


@pytest.fixture(autouse=True)
def _models_are_known_to_the_database(request: pytest.FixtureRequest) -> None:
    """Django asks once per process which row of ``django_content_type`` a model has: asked before each test,
    so that what a test counts does not depend on the tests that ran before it in the same process."""
    if request.node.get_closest_marker("django_db") or "_django_db_helper" in request.fixturenames:
        request.getfixturevalue("_django_db_helper")
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(autouse=True, scope="session")
def _a_row_read_alone_is_no_list() -> Iterator[None]:
    """zeal lets the relations of a row that was read alone be followed, and knows such a row by its limit:
    ``one_or_none`` writes none."""
    read = one._all

    def alone(rows: QuerySet[Any]) -> list[Any]:
        found = read(rows)
        if len(found) == 1:
            n_plus_one_listener.ignore(get_instance_key(found[0]))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one, "_all", alone)
        yield


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test begins in the language of the platform, whatever the page that the last one asked for."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django swallows what it cannot resolve; here a bare ``{{ name }}`` that does not exist fails.

    Inside ``{% if %}``, and with a ``default`` filter, absence has a meaning and stays allowed. Cotton
    components and library templates (allauth, admin, forms) test absence by printing it: left alone.
    """
    resolve = FilterExpression.resolve

    def strict(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
        bare = isinstance(self.var, Variable) and self.var.lookups
        if bare and not ignore_failures and _is_ours(context):
            tolerant = any(f.__name__ in {"default", "default_if_none"} for f, _arguments in self.filters)
            if not tolerant:
                try:
                    self.var.resolve(context)
                except VariableDoesNotExist as missing:
                    raise AssertionError(f"Undefined template variable “{self.token}”: {missing}") from None
        return resolve(self, context, ignore_failures)

    monkeypatch.setattr(FilterExpression, "resolve", strict)


def _is_ours(context: Any) -> bool:
    name = str(getattr(getattr(context, "template", None), "origin", ""))
    return "/maillage/" in name and "/cotton/" not in name and "/django/forms/" not in name


@pytest.fixture(autouse=True)
def _nothing_written_before_is_asked() -> None:
    """Tests move the clock and change what sources say, within one minute."""
    concern.forget()


@pytest.fixture(autouse=True)
def _no_socket_leaves_the_machine() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _unordered_querysets_come_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = QuerySet._fetch_all  # type: ignore[attr-defined]

    def shuffled(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None  # type: ignore[has-type]
        fetch(self)
        rows = self._result_cache
        if fresh and rows and not self.ordered and not self.query.is_sliced and not self.query.combinator:
            random.shuffle(rows)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@contextmanager
def reading_only() -> Iterator[None]:
    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not FRAME_TABLES.search(sql):
            raise AssertionError(f"A GET wrote: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class HouseClient(Client):
    """Django's test client, whose GET may not write and whose requests may not run N+1 queries."""

    def get(self, *arguments: Any, **keywords: Any) -> Any:
        with reading_only():
            return super().get(*arguments, **keywords)

    def request(self, **request: Any) -> Any:
        with zeal.zeal_context():
            return super().request(**request)


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties its own tables after a test that commits; the queue's are not Django's."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if not commits and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


class Outbox:
    """What waits to leave. ``deliver()`` sends all of it, as the worker would, and gives ``mail.outbox``."""

    def deliver(self) -> list[mail.EmailMultiAlternatives]:
        """Sends what is due. Webhooks go to a real address: keep them out of it with a local server."""
        delivery.sweep()
        return self.sent

    @property
    def sent(self) -> list[mail.EmailMultiAlternatives]:
        return mail.outbox  # type: ignore[attr-defined,no-any-return]

    def pending(self) -> list[OutboxMessage]:
        return list(OutboxMessage.objects.filter(state=OutboxState.PENDING).order_by("pk"))

    def to(self, address: str) -> list[mail.EmailMultiAlternatives]:
        """Delivers, then gives the messages that this address received."""
        return [message for message in self.deliver() if message.to == [address]]


@pytest.fixture
def outbox(db: None) -> Outbox:
    """The e-mails of a test: nothing leaves before ``outbox.deliver()`` or ``outbox.to(address)``."""
    return Outbox()


@pytest.fixture
def client() -> HouseClient:
    return HouseClient()


@pytest.fixture
def sign_in(client: HouseClient) -> Callable[[Any], HouseClient]:
    """``sign_in(user)`` gives a client of that person."""

    def as_person(user: Any) -> HouseClient:
        person = HouseClient()
        person.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return person

    return as_person
