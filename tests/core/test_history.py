"""Every domain row keeps its versions, whoever writes it; what is left out has its reason."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
import pgtrigger.registry
import pytest
from django.apps import apps
from django.db import connection, models
from django.test import RequestFactory
from pghistory.middleware import HistoryMiddleware

from maillage.accounts.models import User
from maillage.core import history
from tests.factories.accounts import UserFactory

# Why a model of ours has no history of its own.
EXEMPT = {
    "core.Event": "is itself a history, and append-only",
    "core.OutboxMessage": "a message on its way; its texts must be forgotten, its end is an event",
    "core.StoredFile": "never changes, and leaves nothing behind when removed; its owner's row is tracked",
    "governance.DigestClock": "when a person was last written to, a clock and nothing else",
    "pathways.GroupingStep": "is itself a history, of the gestures on groups; an undone one keeps its moment",
    "projects.FollowUpRefusal": "the refusal and its day, made by the person alone and never changed",
    "projects.ProjectWord": "counted anew every night from the projects, which are tracked",
    "programmes.FileScore": "computed from the reviews, which are tracked; computed again at each change",
    "programmes.RoundCalibration": "computed from the reviews, as the scores are",
    "programmes.ReviewerSeverity": "computed from the reviews, as the scores are",
    "territories.Vintage": "one row per loaded vintage, never changed",
}


def ours() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("maillage.") and not issubclass(model, pghistory.models.Event)
    ]


def test_names_that_are_kept_are_those_that_pgtrigger_computes() -> None:
    own = type(pgtrigger.registry._registry).__mro__[1]
    computed = {history._compute_pgid(trigger, model) for model, trigger in pgtrigger.registered()}
    assert pgtrigger.registry._registry.pg_function_names == computed
    assert len(computed) == len(pgtrigger.registry._registry) > 300
    assert list(own.values(pgtrigger.registry._registry)) == list(pgtrigger.registry._registry.values())


def test_no_name_is_computed_again_at_each_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_compute_pgid", None)
    assert len(pgtrigger.registry._registry.pg_function_names) > 300


def test_a_name_of_a_trigger_is_still_used_once() -> None:
    trigger = pgtrigger.Protect(name="update_update", operation=pgtrigger.Delete)
    with pytest.raises(KeyError, match="already used"):
        pgtrigger.registry.set("accounts.User:update_update", model=User, trigger=trigger)


def test_every_domain_model_is_tracked_or_says_why_not() -> None:
    untracked = {model._meta.label for model in ours() if not hasattr(model, "history")}
    assert untracked - set(EXEMPT) == set()
    assert set(EXEMPT) - untracked == set(), "an exemption without its model"


@pytest.mark.django_db
def test_triggers_are_in_the_database_and_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(DISTINCT tgtype::int & 28) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgname LIKE 'pgtrigger_%' GROUP BY 1"
        )
        # Bits of pg_trigger.tgtype: 8 is DELETE, 16 is UPDATE.
        on = dict(cursor.fetchall())
    missing = [
        model._meta.label
        for model in ours()
        if hasattr(model, "history") and not {8, 16} <= set(on.get(model._meta.db_table, ()))
    ]
    assert missing == []


@pytest.mark.django_db
def test_versions_are_kept_whoever_writes() -> None:
    person = User.objects.create_user("camille@example.org", full_name="Camille")
    User.objects.filter(pk=person.pk).update(full_name="Camille Exemple")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = 'C. Exemple' WHERE id = %s", [person.pk])
    history: Any = User.history.rel.related_model  # type: ignore[attr-defined]
    versions = list(history.objects.order_by("pgh_id").values_list("pgh_label", "full_name"))
    assert versions == [("insert", "Camille"), ("update", "Camille Exemple"), ("update", "C. Exemple")]


@pytest.mark.django_db
def test_versions_know_the_request_that_wrote_them() -> None:
    """As in a web process, which answers one request at a time: middleware, view, write."""
    person = User.objects.create_user("camille@example.org", full_name="Camille")

    def view(_request: Any) -> str:
        User.objects.filter(pk=person.pk).update(full_name="Camille Exemple")
        return "done"

    request = RequestFactory().post("/compte/nom/")
    request.user = person
    HistoryMiddleware(view)(request)
    history: Any = User.history.rel.related_model  # type: ignore[attr-defined]
    version = history.objects.filter(pgh_label="update").select_related("pgh_context").get()
    assert version.pgh_context.metadata == {"url": "/compte/nom/", "user": person.pk}


@pytest.mark.django_db
def test_passwords_have_no_history() -> None:
    history: Any = User.history.rel.related_model  # type: ignore[attr-defined]
    assert "password" not in {field.name for field in history._meta.get_fields()}


# --- The functions that triggers call ----------------------------------------------------------------------
@pytest.mark.django_db
def test_a_row_written_outside_a_request_costs_no_undone_subtransaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosrc ILIKE %s"
            " AND proname IN ('_pgtrigger_should_ignore', '_pgh_attach_context')",
            ["%EXCEPTION%"],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("setting", ["", "{}", "{pgtrigger_other}"])
def test_triggers_fire_unless_named_among_the_ignored(setting: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [setting])
        cursor.execute("SELECT _pgtrigger_should_ignore('pgtrigger_one')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{pgtrigger_one}', true)")
        cursor.execute("SELECT _pgtrigger_should_ignore('pgtrigger_one')")
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_a_context_that_ended_is_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true), _pgh_attach_context()")
        assert cursor.fetchone() == ("", None)
    with pghistory.context(why="essai"):
        person = UserFactory()
    assert history.versions_of(User).get(pgh_obj=person).pgh_context.metadata == {"why": "essai"}
