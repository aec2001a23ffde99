"""The habits of the house work: each is broken here once, and seen."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
import zeal
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.base import Origin
from django.urls import path
from pytest_socket import SocketConnectBlockedError

from maillage.accounts.models import User
from maillage.core.models import Event


def ours(source: str) -> Template:
    return Template(source, origin=Origin("/src/maillage/core/templates/x.html"))


# --- Undefined template variables --------------------------------------------------------------------------
@pytest.mark.parametrize("source", ["{{ missing }}", "{{ person.missing }}", "{{ missing|upper }}"])
def test_undefined_variable_fails(source: str) -> None:
    with pytest.raises(AssertionError, match="Undefined template variable"):
        ours(source).render(Context({"person": SimpleNamespace(name="Camille")}))


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("{{ person.name }}", "Camille"),
        ("{% if missing %}yes{% else %}no{% endif %}", "no"),
        ("{{ missing|default:'none' }}", "none"),
        ("{{ nothing }}", "None"),
    ],
)
def test_absence_that_means_something_is_allowed(source: str, drawn: str) -> None:
    context = Context({"person": SimpleNamespace(name="Camille"), "nothing": None})
    assert ours(source).render(context) == drawn


def test_library_templates_are_left_alone() -> None:
    assert Template("{{ missing }}", origin=Origin("/lib/allauth/x.html")).render(Context()) == ""


# --- A GET may not write -----------------------------------------------------------------------------------
def writes(_request: HttpRequest) -> HttpResponse:
    User.objects.create_user("camille@example.org")
    return HttpResponse()


def asks_for_each(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(str(event.actor) for event in Event.objects.order_by("pk")))


writes.login_required = asks_for_each.login_required = False  # type: ignore[attr-defined]


class urls:
    urlpatterns = [path("ecrit/", writes), path("repete/", asks_for_each)]


@pytest.mark.django_db
def test_get_that_writes_fails(client: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = urls
    with pytest.raises(AssertionError, match="A GET wrote: INSERT INTO"):
        client.get("/ecrit/")


@pytest.mark.django_db
def test_post_may_write(client: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = urls
    assert client.post("/ecrit/").status_code == 200


@pytest.mark.django_db
def test_one_query_per_row_fails(client: Any, settings: Any) -> None:
    from maillage.core import events

    settings.ROOT_URLCONF = urls
    for number in range(3):
        person = User.objects.create_user(f"person{number}@example.org")
        events.record(person, "accounts.seen", by=person)
    with pytest.raises(zeal.NPlusOneError):
        client.get("/repete/")


# --- Order and sockets -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_unordered_rows_come_in_any_order_and_ordered_ones_do_not() -> None:
    for number in range(8):
        User.objects.create_user(f"person{number}@example.org")
    unordered = {tuple(user.pk for user in User.objects.all()) for _ in range(10)}
    ordered = {tuple(user.pk for user in User.objects.order_by("pk")) for _ in range(10)}
    assert len(unordered) > 1
    assert len(ordered) == 1


def test_no_test_leaves_the_machine() -> None:
    refused = pytest.raises(SocketConnectBlockedError)
    with pytest.warns(UserWarning, match="192.0.2.1"), refused, socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
