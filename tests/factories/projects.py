"""Projects and their people, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

from typing import Any

import factory

from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember
from tests.factories.accounts import UserFactory
from tests.factories.territories import SAINT_AGREVE, commune


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Atelier partagé numéro {n}")
    summary = "Un atelier pour travailler le bois ensemble."
    commune = factory.LazyFunction(lambda: commune(SAINT_AGREVE))
    legal_form = "association"
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def carrier(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``ProjectFactory(carrier=user)``; ``created_by`` when it is not given."""
        ProjectMember.objects.create(
            project=self, user=extracted or self.created_by, role=ProjectRole.CARRIER
        )


class ProjectMemberFactory(factory.django.DjangoModelFactory[ProjectMember]):
    class Meta:
        model = ProjectMember

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = ProjectRole.ADVISER
