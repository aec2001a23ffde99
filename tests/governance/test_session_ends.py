"""A session that ends while one writes of committees: what was typed is kept, and one comes back to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse

from maillage.governance.actions import action as actions
from maillage.governance.actions.action import Task
from maillage.governance.models import MeetingDecision
from tests.governance.conftest import World, day
from tests.governance.test_actions import need_of

HOST = "testserver"


def sent(path: str, page: str, host: str = HOST) -> Any:
    """A form of that page, sent when nobody is signed in any more."""
    return Client(headers={"referer": f"http://{host}{page}"}).post(path, {"text": "Prolonger."})


def next_of(response: Any) -> str:
    assert response.status_code == 302
    return parse_qs(urlsplit(response["Location"]).query)["next"][0]


def test_one_comes_back_to_the_page_of_the_form_and_not_to_what_receives_it(world: World) -> None:
    page = f"{world.item.get_absolute_url()}?de=liste"
    decide = reverse("governance:meeting_decide", args=[world.meeting.pk])
    assert next_of(sent(decide, page)) == page
    # Elsewhere is nowhere to come back to; a page that was only asked for is the page itself.
    assert next_of(sent(decide, page, host="ailleurs.example")) == decide
    assert next_of(Client().post(decide)) == decide
    assert next_of(Client(headers={"referer": f"http://{HOST}/"}).get(page)) == page
    assert not MeetingDecision.objects.exists()


def test_what_is_written_of_committees_is_kept_in_the_browser(world: World, sign_in: Any) -> None:
    """One name for each form of a page: what was typed in one is not offered in another."""
    need = need_of(world)
    action = actions.create(Task("Aider", world.officer, day(3)), need=need, by=world.officer)
    browser = sign_in(world.officer)
    for path, kept in (
        (reverse("governance:committee_create"), ["committee"]),
        (reverse("governance:committee_edit", args=[world.committee.pk]), ["committee"]),
        (reverse("governance:meeting_edit", args=[world.meeting.pk]), ["meeting"]),
        (world.meeting.get_absolute_url(), ["decision"]),
        (
            world.item.get_absolute_url(),
            [f"item-{world.item.pk}", f"decision-{world.item.pk}", f"need-{world.item.pk}"],
        ),
        (f"{reverse('governance:action_create')}?besoin={need.pk}", ["action"]),
        (action.get_absolute_url(), [f"finish-{action.pk}"]),
        (reverse("governance:action_drop", args=[action.pk]), ["reason"]),
    ):
        page = browser.get(path).content.decode()
        assert [part.split('"')[0] for part in page.split('data-autosave="')[1:]] == kept, path
