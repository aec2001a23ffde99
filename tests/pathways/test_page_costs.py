"""What the pages of kits, pathways, sessions, the agenda, deliverables and hours cost: the same for one row
and for thirty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.pathways.actions import attendance, seats
from maillage.pathways.actions import deliverable as deliverables
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import resource as resources
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.content import KitContent, KitResource, SessionTemplate
from maillage.pathways.enums import DeliverableKind, SessionKind
from maillage.pathways.models import Kit, Pathway
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.attendance import group
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.projects import ProjectFactory
from tests.factories.territories import LE_CHEYLARD, SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]


class Full:
    """A pathway with so many sessions, people, speakers, deliverables, kits, and open sessions."""

    def __init__(self, number: int) -> None:
        self.runner = UserFactory(full_name="Rose Responsable")
        self.organisation = OrganisationFactory(administrator=self.runner)
        content = KitContent(
            group_max=40,
            templates=tuple(
                SessionTemplate(
                    f"s{rank}",
                    SessionKind.WORKSHOP,
                    f"Séance {rank}",
                    60,
                    deliverables=(DeliverableKind.PITCH,),
                    resources=(KitResource("Lire", "https://lire.example/"), KitResource("Fiche")),
                )
                for rank in range(number)
            ),
        )
        self.kit = kits.create(
            self.organisation, title="Essais", summary="Un.", by=self.runner, content=content
        )
        kits.publish(self.kit, by=self.runner)
        short = KitContent(templates=(SessionTemplate("un", SessionKind.WORKSHOP, "Un", 60),))
        for rank in range(number - 1):
            other = kits.create(
                self.organisation, title=f"Kit {rank}", summary="Un.", by=self.runner, content=short
            )
            kits.publish(other, by=self.runner)
        self.kit = Kit.objects.get(pk=self.kit.pk)
        self.pathway = pathways.create(
            self.kit,
            self.organisation,
            title="Automne",
            starts_on=timezone.localdate(),
            is_public=True,
            by=self.runner,
        )
        self.people = []
        for _rank in range(number):
            project = ProjectFactory()
            person = project.created_by
            enrolments.enrol(
                self.pathway, person, project=project, commune=commune(LE_CHEYLARD), by=self.runner
            )
            self.people.append(person)
        place = PlaceFactory(commune=commune(SAINT_AGREVE))
        for rank, session in enumerate(self.pathway.sessions.order_by("position")):
            start = timezone.now() + dt.timedelta(days=2 + rank)
            span = (start, start + dt.timedelta(hours=2))
            sessions.schedule(session, [span], is_open=True, place=place, by=self.runner)
        self.session = self.pathway.sessions.order_by("position")[0]
        for rank in range(number):
            speakers.invite(
                self.session, email=f"voix{rank}@ailleurs.example", name=f"Voix {rank}", by=self.runner
            )
        for rank in range(min(number, resources.MOST - 1)):
            resources.add(self.session, title=f"Page {rank}", url="https://lire.example/", by=self.runner)
        # Opened as a row: the letters are not what is measured.
        Pathway.objects.filter(pk=self.pathway.pk).update(state="open")
        deliverables.prepare(self.pathway, by=self.runner)
        self.rota = rotas.propose(self.pathway, [place], most_per_place=60, by=self.runner)
        self.attended = group(people=number, organisation=self.organisation, runner=self.runner)
        attendance.mark_the_rest(self.attended.half_day, presence="present", by=self.runner)

    def addresses(self) -> dict[str, str]:
        run, session = [self.pathway.pk], [self.pathway.pk, self.session.pk]
        return {
            "kits": reverse("kits:kits"),
            "kit": self.kit.get_absolute_url(),
            "kit, written": reverse("kits:write", args=[self.kit.pk]),
            "pathways": reverse("pathways:pathways"),
            "pathway": reverse("pathways:pathway", args=run),
            "group": reverse("pathways:group", args=run),
            "session": reverse("pathways:session", args=session),
            "rota": reverse("pathways:rota", args=run),
            "deliverables": reverse("deliverables:of_pathway", args=run),
            "hours": reverse("attendance:hours", args=[self.attended.pathway.pk]),
            "sheet": reverse("attendance:session", args=[self.attended.session.pk]),
        }


def cost(client: HouseClient, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        if response.streaming:
            list(response.streaming_content)
    assert response.status_code == 200, address
    return len(queries)


def costs(full: Full, sign_in: SignIn) -> dict[str, int]:
    runner, visitor, follower = sign_in(full.runner), HouseClient(), sign_in(full.people[0])
    found = {name: cost(runner, address) for name, address in full.addresses().items()}
    found["pathway, followed"] = cost(follower, reverse("pathways:pathway", args=[full.pathway.pk]))
    found["agenda"] = cost(visitor, reverse("agenda:agenda"))
    found["agenda, csv"] = cost(visitor, reverse("agenda:csv"))
    found["agenda, ics"] = cost(visitor, reverse("agenda:ics"))
    found["agenda, one"] = cost(visitor, reverse("agenda:session", args=[full.session.pk]))
    seats.register(full.session, by=(somebody := UserFactory()))
    found["agenda, with a seat"] = cost(sign_in(somebody), reverse("agenda:session", args=[full.session.pk]))
    found["calendar"] = cost(follower, reverse("pathways:calendar"))
    return found


PINNED = {
    "kits": 4,
    "kit": 12,
    "kit, written": 6,
    "pathways": 13,
    "pathway": 10,
    "group": 10,
    "session": 17,
    "rota": 16,
    "deliverables": 10,
    "hours": 14,
    "sheet": 9,
    "pathway, followed": 12,
    "agenda": 2,
    "agenda, csv": 2,
    "agenda, ics": 3,
    "agenda, one": 5,
    "agenda, with a seat": 12,
    "calendar": 4,
}


@pytest.mark.parametrize("number", [1, 30])
def test_pages_cost_the_same_for_one_row_and_for_thirty(sign_in: SignIn, number: int) -> None:
    assert costs(Full(number), sign_in) == PINNED
