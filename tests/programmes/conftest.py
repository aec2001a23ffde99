"""A programme with its officer, an open call, and a carrier with a place in an eligible commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from maillage.accounts.models import User
from maillage.directory.models import Organisation, Place
from maillage.programmes.models import Call, Programme
from maillage.projects.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.programmes import CallFactory, ProgrammeFactory
from tests.factories.projects import ProjectFactory


@dataclass
class World:
    officer: User
    programme: Programme
    call: Call
    carrier: User
    organisation: Organisation
    place: Place
    project: Project


@pytest.fixture
def world(db: Any) -> World:
    officer = UserFactory(full_name="Olive Officier")
    programme = ProgrammeFactory(officer=officer, name="Ateliers de proximité", slug="ateliers")
    call = CallFactory(programme=programme, title="Vague 1", places=3)
    carrier = UserFactory(full_name="Camille Porteuse")
    organisation = OrganisationFactory(name="Les Copeaux", administrator=carrier)
    place = PlaceFactory(name="La Scierie", organisation=organisation)
    project = ProjectFactory(title="Atelier des Copeaux", carrier=carrier, created_by=carrier, place=place)
    return World(officer, programme, call, carrier, organisation, place, project)
