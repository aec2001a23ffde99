"""A kit of three sessions, who writes it, and a pathway that runs it for three people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.models import OutboxMessage
from maillage.directory.models import Organisation, Place
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import session as sessions
from maillage.pathways.content import KitContent, SessionTemplate
from maillage.pathways.enums import SessionKind
from maillage.pathways.models import Kit, Pathway, Session
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.territories import LE_CHEYLARD, SAINT_AGREVE, TENCE, commune

CONTENT = KitContent(
    group_min=2,
    group_max=3,
    every_days=7,
    calendar="Chaque semaine.",
    templates=(
        SessionTemplate("besoin", SessionKind.WORKSHOP, "Le besoin", 180, "Vérifier le besoin."),
        SessionTemplate("modele", SessionKind.WORKSHOP, "Le modèle", 420),
        SessionTemplate("tete", SessionKind.ONE_TO_ONE, "En tête à tête", 60, per_person=(1, 1)),
        SessionTemplate("cloture", SessionKind.CLOSING, "Clôture", 120),
    ),
)


@dataclass
class World:
    author: User
    owner: Organisation
    kit: Kit
    runner: User
    organisation: Organisation
    place: Place
    pathway: Pathway
    people: list[User]

    @property
    def sessions(self) -> list[Session]:
        return list(self.pathway.sessions.order_by("position", "pk"))

    def at(self, days: int = 7, hour: int = 9) -> dt.datetime:
        """A moment to come, at Paris time."""
        day = timezone.localdate() + dt.timedelta(days=days)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))

    def spans(self, days: int = 7, hour: int = 9, hours: int = 3) -> list[tuple[dt.datetime, dt.datetime]]:
        start = self.at(days, hour)
        return [(start, start + dt.timedelta(hours=hours))]

    def dated(self, days: int = 7, **where: Any) -> Session:
        """The first session with its day, in the pathway that is open then."""
        session = sessions.schedule(self.sessions[0], self.spans(days), by=self.runner, **where)
        if self.pathway.state == "prepared":
            self.pathway = pathways.open_(self.pathway, by=self.runner)
        return Session.objects.get(pk=session.pk)


def mails(template: str = "") -> list[str]:
    """Who was written to, in order of address."""
    rows = OutboxMessage.objects.order_by("pk")
    if template:
        rows = rows.filter(template=f"pathways/email/{template}")
    return sorted(rows.values_list("recipient", flat=True))


@pytest.fixture
def world(db: Any) -> World:
    author, runner = UserFactory(), UserFactory()
    owner = OrganisationFactory(name="Les Pas", administrator=author)
    organisation = OrganisationFactory(name="La Fabrique", administrator=runner)
    kit = kits.create(owner, title="Premiers essais", summary="Trois séances.", by=author, content=CONTENT)
    kits.publish(kit, by=author)
    kit.refresh_from_db()
    pathway = pathways.create(
        kit, organisation, title="Automne", starts_on=timezone.localdate(), is_public=True, by=runner
    )
    people = [UserFactory(full_name=name) for name in ("Aïcha", "Bruno", "Chloé")]
    for person, code in zip(people, (SAINT_AGREVE, LE_CHEYLARD, TENCE), strict=True):
        enrolments.enrol(pathway, person, commune=commune(code), by=runner)
    place = PlaceFactory(name="La Scierie", commune=commune(SAINT_AGREVE))
    return World(author, owner, kit, runner, organisation, place, pathway, people)
