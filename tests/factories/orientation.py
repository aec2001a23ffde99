"""Services with an address and an area, and referrals, for tests of orientation."""

from __future__ import annotations

from typing import Any

from maillage.directory.models import Service
from maillage.projects.actions import referral as referrals
from maillage.projects.enums_referral import Shared
from maillage.projects.models import Project, Referral
from tests.factories.directory import OrganisationFactory, ServiceFactory
from tests.factories.projects import ProjectFactory

ARDECHE = [("department", "07")]


def a_service(**values: Any) -> Service:
    """A public service over the département, that reads its letters."""
    given: dict[str, Any] = {
        "email": "accueil@structure.example",
        "area": ARDECHE,
        "stages": ["idea"],
        **values,
    }
    return ServiceFactory(**given)


def a_service_of(administrator: Any, **values: Any) -> Service:
    return a_service(organisation=OrganisationFactory(administrator=administrator), **values)


def a_referral(project: Project | None = None, service: Service | None = None, **values: Any) -> Referral:
    """Sent by the carrier, who agrees."""
    project = project or ProjectFactory()
    given: dict[str, Any] = {
        "reason": "Choisir nos statuts.",
        "shared": Shared.values,
        "by": project.created_by,
        "has_consent": True,
        **values,
    }
    return referrals.send(project, service or a_service(), **given)
