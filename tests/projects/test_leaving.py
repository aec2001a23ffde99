"""A person's right to leave: consent taken back shuts every door at once, also those of pages that are open,
of files and lists; what law requires stays; those who advised are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.accounts import actions as accounts
from maillage.core import clock
from maillage.core.errors import NotAllowed
from maillage.core.models import Event, OutboxMessage, StoredFile
from maillage.governance.actions import action as following
from maillage.governance.actions import digest
from maillage.governance.actions.action import Task
from maillage.governance.models import Action
from maillage.projects.actions import advice as advising
from maillage.projects.actions import logbook as writing
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import AdviceState, ProjectRole, Visibility
from maillage.projects.models import Advice, Project, Referral
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.orientation import a_referral, a_service
from tests.factories.programmes import ApplicationFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("note.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


class Advised:
    """A project whose adviser wrote, directed it to a service, took on an action, and has pages open."""

    def __init__(self, **values: Any) -> None:
        self.project = ProjectFactory(title="Filature du plateau", **values)
        self.carrier = self.project.created_by
        self.adviser = ProjectMemberFactory(project=self.project).user
        self.advice = Advice.objects.get()
        self.entry = writing.write(self.project, by=self.adviser, title="Visite", uploads=[pdf()])
        self.file = StoredFile.objects.get()
        referral = a_referral(self.project, a_service(), by=self.adviser)
        self.referral = referrals.consent(referral, by=self.carrier)
        task = Task("Relire les statuts", self.adviser, clock.today() + dt.timedelta(days=2))
        self.action = following.create(task, by=self.adviser, project=self.project)

    def doors(self) -> list[str]:
        pk = self.project.pk
        return [
            self.project.get_absolute_url(),
            reverse("projects:logbook", args=[pk]),
            reverse("projects:logbook", args=[pk]) + "?format=csv",
            self.entry.get_absolute_url(),
            self.file.get_absolute_url(),
            reverse("projects:path", args=[pk]),
            reverse("projects:doors", args=[pk]),
            self.referral.get_absolute_url(),
            self.action.get_absolute_url(),
        ]

    def lists(self) -> list[str]:
        """Pages of the person's own, which named the project."""
        return [
            reverse("projects:projects"),
            reverse("orientation:sent"),
            reverse("orientation:sent") + "?format=csv",
            reverse("orientation:portfolio"),
            reverse("governance:actions"),
            reverse("governance:actions_csv"),
            reverse("portal:my_space"),
        ]


def read(client: HouseClient, address: str) -> tuple[int, str]:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body.decode("utf-8", "replace")


def shuts(scene: Advised, client: HouseClient) -> None:
    assert {address: read(client, address)[0] for address in scene.doors()} == dict.fromkeys(
        scene.doors(), 404
    )
    named = [address for address in scene.lists() if "Filature" in read(client, address)[1]]
    assert named == []


def withdraw(scene: Advised) -> None:
    advising.withdraw(scene.advice, by=scene.carrier, why="Nous changeons de cap.")


def make_private(scene: Advised) -> None:
    Project.objects.filter(pk=scene.project.pk).update(visibility=Visibility.PRIVATE)


def let_it_run_out(scene: Advised) -> None:
    """The last day is over, and the clock has not passed yet."""
    Advice.objects.update(until=clock.today() - dt.timedelta(days=1))


@pytest.mark.parametrize("ends", [withdraw, make_private, let_it_run_out])
def test_consent_that_ends_shuts_every_door_at_once(sign_in: SignIn, ends: Callable[[Advised], None]) -> None:
    scene = Advised()
    client = sign_in(scene.adviser)
    assert {read(client, address)[0] for address in scene.doors()} == {200}
    assert all("Filature" in read(client, address)[1] for address in scene.lists()[:4])
    # What the browser holds is asked for again, not shown from its store.
    kept = client.get(scene.file.get_absolute_url())
    list(kept.streaming_content)
    ends(scene)
    shuts(scene, client)
    again = client.get(scene.file.get_absolute_url(), headers={"If-None-Match": kept["ETag"]})
    assert again.status_code == 404


def test_a_page_that_is_open_when_consent_is_withdrawn_writes_nothing_more(sign_in: SignIn) -> None:
    scene = Advised()
    client, pk = sign_in(scene.adviser), scene.project.pk
    withdraw(scene)
    before = Event.objects.count()
    today = clock.today().isoformat()
    entry = {"title": "Encore", "kind": "note", "on": today, "sharing": "shared"}
    posts = {
        reverse("projects:write", args=[pk]): entry,
        reverse("projects:change", args=[pk, scene.entry.pk]): entry,
        reverse("projects:take_away", args=[pk, scene.entry.pk]): {},
        reverse("projects:evidence", args=[pk, "idea", "need"]): {"text": "Oui."},
        reverse("projects:refer", args=[pk, a_service().pk]): {"reason": "Non.", "shared": ["contact"]},
        reverse("orientation:withdraw", args=[scene.referral.pk]): {},
        reverse("orientation:meeting", args=[pk]): {"on": today, "mode": "in_person"},
        reverse("governance:action_finish", args=[scene.action.pk]): {"evidence": "Fait."},
        reverse("governance:action_edit", args=[scene.action.pk]): {"title": "Autre"},
        reverse("projects:stop", args=[pk]): {"why": "Moi aussi."},
    }
    assert {path: client.post(path, values).status_code for path, values in posts.items()} == dict.fromkeys(
        posts, 404
    )
    assert Event.objects.count() == before
    for verb in (
        lambda: writing.write(scene.project, by=scene.adviser, title="Encore"),
        lambda: referrals.withdraw(scene.referral, by=scene.adviser),
        lambda: following.update(scene.action, Task("Autre", scene.adviser, clock.today()), by=scene.adviser),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_what_they_did_stays_and_is_passed_on(sign_in: SignIn) -> None:
    scene = Advised()
    withdraw(scene)
    scene.advice.refresh_from_db()
    # The proof of what was agreed to, and when it ended.
    assert (scene.advice.state, scene.advice.consented_by, scene.advice.end_reason) == (
        AdviceState.WITHDRAWN,
        scene.carrier,
        "Nous changeons de cap.",
    )
    told = OutboxMessage.objects.filter(recipient=scene.adviser.email, template="projects/email/advice")
    assert told.filter(body_text__contains="Nous changeons de cap.").count() == 1
    # What was shared is the project's; the referral goes on, and its news reach the carriers alone.
    client = sign_in(scene.carrier)
    assert read(client, scene.entry.get_absolute_url())[0] == 200
    OutboxMessage.objects.all().delete()
    referrals.accept(scene.referral, by=None)
    assert [row.recipient for row in OutboxMessage.objects.all()] == [scene.carrier.email]
    # The action stays behind with nobody: the carriers give it to somebody else.
    Action.objects.update(due_on=clock.today() - dt.timedelta(days=1))
    assert digest.tell_due() == 0
    following.update(scene.action, Task("Relire", scene.carrier, clock.today()), by=scene.carrier)
    assert digest.tell_due() == 1


def test_a_committees_action_stays_with_whoever_owns_it(sign_in: SignIn) -> None:
    """It is the committee's, which follows the project on its own ground, not on that consent."""
    scene = Advised()
    Action.objects.update(host_kind="programme", host_id=1)
    withdraw(scene)
    assert read(sign_in(scene.adviser), scene.action.get_absolute_url())[0] == 200


# --- Leaving the platform --------------------------------------------------------------------------------
def test_the_last_carrier_who_closes_their_account_takes_every_consent_along(sign_in: SignIn) -> None:
    scene = Advised()
    observer = ProjectMemberFactory(project=scene.project, role=ProjectRole.OBSERVER).user
    waiting = advising.propose(scene.project, adviser=(other := UserFactory()), by=other)
    client = sign_in(scene.adviser)
    link = reverse("orientation:receive", args=[scene.referral.token])
    # An application is the programme's record: the project stays for it, closed to everybody else.
    ApplicationFactory(project=scene.project, refused=True, announced=True)
    OutboxMessage.objects.all().delete()
    accounts.close_account(scene.carrier, by=scene.carrier)
    shuts(scene, client)
    assert not observer.has_perm("projects.view_project", scene.project)
    ended = {row.pk: row.state for row in Advice.objects.all()}
    assert ended == {scene.advice.pk: AdviceState.WITHDRAWN, waiting.pk: AdviceState.DECLINED}
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert {scene.adviser.email, other.email, "accueil@structure.example"} <= told
    assert Referral.objects.get().state == "withdrawn"
    # The service's link opens a page that says so, and nothing of the person.
    status, page = read(HouseClient(), link)
    assert status == 200
    assert "Filature" not in page
    assert scene.carrier.email not in page


def test_a_project_that_others_carry_goes_on(sign_in: SignIn) -> None:
    scene = Advised()
    second = ProjectMemberFactory(project=scene.project, role=ProjectRole.CARRIER).user
    accounts.close_account(scene.carrier, by=scene.carrier)
    assert read(sign_in(scene.adviser), scene.project.get_absolute_url())[0] == 200
    assert Referral.objects.get().state == "sent"
    assert second.has_perm("projects.change_project", scene.project)
