"""Every address × every role: what a GET answers. A new address is missing from the table, and fails.

The table is ``tests/access_matrix.txt``: one line per URL name, one column per role. ``200`` is a page,
``302>in`` asks to sign in, ``302`` goes elsewhere, ``404`` is what the person may not see, ``405`` takes
no GET. What one role sees and another does not is the point: read a changed line as a reviewer would.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from tests.conftest import HouseClient
from tests.scene import ROLES, Scene, addresses

TABLE = Path(__file__).with_name("access_matrix.txt")


def expected() -> dict[str, list[str]]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {name: statuses for name, *statuses in lines}


def client_of(scene: Scene, role: str) -> HouseClient:
    client = HouseClient()
    if (person := scene.people[role]) is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(client: HouseClient, url: str) -> str:
    response = client.get(url)
    if response.streaming:
        list(response.streaming_content)  # a download read to its end closes what it holds
    asks_to_sign_in = response.status_code == 302 and urlsplit(response["Location"]).path == reverse(
        settings.LOGIN_URL
    )
    return f"{response.status_code}{'>in' if asks_to_sign_in else ''}"


@pytest.mark.django_db
def test_every_address_answers_each_role_as_the_table_says() -> None:
    scene = Scene()
    clients = [client_of(scene, role) for role in ROLES]
    found = {}
    for name in addresses():
        url = scene.url(name)
        found[name] = [answer(client, url) for client in clients]
    wanted = expected()
    assert sorted(set(found) - set(wanted)) == [], "addresses missing from the table"
    assert sorted(set(wanted) - set(found)) == [], "lines of the table without an address"
    different = [f"{name} {' '.join(found[name])}" for name in found if found[name] != wanted[name]]
    assert different == []
