"""The same form sent twice: a double click, a second try. Carried out once, whatever the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from maillage.core import twice
from maillage.core.clock import today
from maillage.core.models import OutboxMessage
from maillage.governance.models import Action, Committee, Meeting, MeetingDecision
from maillage.pathways.models import Kit, Pathway, Session
from maillage.projects.models import Advice, LogbookEntry, Project, Referral
from tests.conftest import HouseClient
from tests.factories.orientation import a_service
from tests.factories.projects import ProjectFactory
from tests.factories.territories import SAINT_AGREVE, commune
from tests.governance.conftest import World as Committees
from tests.governance.conftest import world as committees  # noqa: F401 - a fixture, under another name
from tests.pathways.conftest import World as Pathways
from tests.pathways.conftest import world as pathways  # noqa: F401

SignIn = Callable[[Any], HouseClient]
Answer = Callable[[Any], HttpResponse]


def twice_sent(client: HouseClient, address: str, values: dict[str, Any], page: str = "") -> Any:
    """Opens the page, fills its form and presses twice; the second answer."""
    form = client.get(page or address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', form)
    assert token, "a page without a form"
    sent = {**values, "csrfmiddlewaretoken": token[1]}
    first = client.post(address, sent)
    assert first.status_code == 302, first.content.decode()
    for value in values.values():
        if hasattr(value, "seek"):
            value.seek(0)
    second = client.post(address, sent)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    return second


@pytest.fixture(autouse=True)
def _nothing_remembered(db: None) -> None:
    cache.clear()


# --- The guard itself ------------------------------------------------------------------------------------
class Counting:
    """A view that counts how often it is carried out."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.done = answer, 0

    def __call__(self, request: Any) -> HttpResponse:
        self.done += 1
        return self.answer(request)


class Session_:
    session_key = "clef"


def sent(
    view: Counting, values: dict[str, Any], path: str = "/x/", session: Any = None, **more: Any
) -> HttpResponse:
    request = RequestFactory().post(path, values, **more)
    request.session = session or Session_()
    return twice.SentTwiceMiddleware(view)(request)


def test_the_second_one_leads_where_the_first_one_led() -> None:
    view = Counting(lambda _request: HttpResponseRedirect("/fait/"))
    values = {"csrfmiddlewaretoken": "a", "titre": "Un"}
    assert [sent(view, values)["Location"] for _time in range(3)] == ["/fait/"] * 3
    assert view.done == 1
    # Another page, another text, another address, another person: another sending.
    other = Session_()
    other.session_key = "autre"  # type: ignore[misc]
    sent(view, {**values, "csrfmiddlewaretoken": "b"})
    sent(view, {**values, "titre": "Deux"})
    sent(view, values, "/y/")
    sent(view, values, session=other)
    assert view.done == 5


def test_what_was_refused_or_failed_may_be_sent_again_at_once() -> None:
    values = {"csrfmiddlewaretoken": "a"}
    view = Counting(lambda _request: HttpResponse("Donnez un titre."))
    for _time in range(2):
        sent(view, values)
    assert view.done == 2

    def fails(_request: Any) -> HttpResponse:
        raise ValueError("cassé")

    broken = Counting(fails)
    for _time in range(2):
        with pytest.raises(ValueError, match="cassé"):
            sent(broken, values)
    assert broken.done == 2


def test_the_second_one_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at once: the one that comes second asks until the first has led somewhere."""
    values = {"csrfmiddlewaretoken": "a"}
    request = RequestFactory().post("/x/", values)
    request.session = Session_()  # type: ignore[assignment]
    key = twice.key_of(request)
    assert key
    cache.add(key, twice.BUSY, twice.REMEMBERED)
    monkeypatch.setattr(twice.time, "sleep", lambda _seconds: cache.set(key, "/fait/", 5))
    view = Counting(lambda _request: HttpResponseRedirect("/deux/"))
    assert sent(view, values)["Location"] == "/fait/"
    assert view.done == 0


def test_signing_in_scripts_and_what_is_no_form_are_left_alone() -> None:
    values = {"csrfmiddlewaretoken": "a"}
    person = Session_()

    def signs_in(request: Any) -> HttpResponse:
        request.session.session_key = "nouvelle"
        return HttpResponseRedirect("/")

    view = Counting(signs_in)
    sent(view, values, session=person)
    person.session_key = "clef"  # type: ignore[misc]
    sent(view, values, session=person)
    assert view.done == 2
    plain = Counting(lambda _request: HttpResponseRedirect("/fait/"))
    for _time in range(2):
        sent(plain, {"titre": "Sans jeton"})
        sent(plain, "{}", content_type="application/json")  # type: ignore[arg-type]
    assert plain.done == 4


# --- The main forms ----------------------------------------------------------------------------------------
def test_the_forms_of_a_project_are_carried_out_once(sign_in: SignIn) -> None:
    project = ProjectFactory()
    client = sign_in(project.created_by)
    write = reverse("projects:write", args=[project.pk])
    entry = {
        "title": "Réunion",
        "kind": "note",
        "on": today().isoformat(),
        "sharing": "shared",
        "text": "Oui.",
    }
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    twice_sent(client, write, {**entry, "uploads": upload})
    assert LogbookEntry.objects.count() == 1
    service = a_service()
    refer = reverse("projects:refer", args=[project.pk, service.pk])
    twice_sent(client, refer, {"reason": "Nos statuts.", "shared": ["contact"], "consent": "on"})
    assert Referral.objects.count() == 1
    create = {"title": "Fournil", "summary": "Un four.", "commune": commune(SAINT_AGREVE).pk, "stage": "idea"}
    twice_sent(client, reverse("projects:create"), {**create, "visibility": "team"})
    assert Project.objects.filter(title="Fournil").count() == 1
    invite = {"email": "amie@maillage.example", "role": "adviser"}
    team = reverse("projects:team", args=[project.pk])
    twice_sent(client, team, invite)
    assert OutboxMessage.objects.filter(recipient="amie@maillage.example").count() == 1
    assert Advice.objects.count() == 0


def test_the_forms_of_a_pathway_are_carried_out_once(pathways: Pathways, sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in(pathways.runner)
    add = reverse("pathways:session_add", args=[pathways.pathway.pk])
    twice_sent(client, add, {"title": "Une de plus", "kind": "workshop"})
    assert Session.objects.filter(title="Une de plus").count() == 1
    pathways.dated()
    cancel = reverse("pathways:session_cancel", args=[pathways.pathway.pk, pathways.sessions[0].pk])
    OutboxMessage.objects.all().delete()
    twice_sent(client, cancel, {"why": "Neige."})
    assert OutboxMessage.objects.count() == len(pathways.people)
    create = reverse("pathways:create", args=[pathways.kit.pk])
    values = {
        "title": "Hiver",
        "organisation": pathways.organisation.pk,
        "for_whom": f"organisation-{pathways.organisation.pk}",
        "starts_on": today().isoformat(),
    }
    twice_sent(client, create, values)
    assert Pathway.objects.filter(title="Hiver").count() == 1
    take = reverse("kits:take_up", args=[pathways.kit.pk])
    twice_sent(
        client,
        take,
        {"organisation": pathways.organisation.pk, "owner": pathways.organisation.pk, "title": "Nos essais"},
    )
    assert Kit.objects.filter(title="Nos essais").count() == 1


def test_the_forms_of_a_committee_are_carried_out_once(committees: Committees, sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in(committees.officer)
    own = {"title": "Relire", "owner": committees.officer.pk, "due_on": today().isoformat()}
    twice_sent(client, reverse("governance:action_create"), own)
    assert Action.objects.filter(title="Relire").count() == 1
    page = committees.meeting.get_absolute_url()
    decide = reverse("governance:meeting_decide", args=[committees.meeting.pk])
    twice_sent(client, decide, {"text": "Prolonger."}, page)
    assert MeetingDecision.objects.count() == 1
    plan = reverse("governance:meeting_plan", args=[committees.committee.pk])
    when = {"title": "Suite", "held_at": "2027-03-01T09:00", "minutes_planned": 60, "quorum": 1}
    twice_sent(client, plan, when)
    assert Meeting.objects.filter(title="Suite").count() == 1
    host = f"programme-{committees.programme.pk}"
    made = {"host": host, "kind": "steering", "name": "Pilotage", "quorum": 1}
    twice_sent(client, reverse("governance:committee_create"), made)
    assert Committee.objects.filter(name="Pilotage").count() == 1
