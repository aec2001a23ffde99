"""Projects and their people, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

from typing import Any

import factory

from maillage.core import clock
from maillage.projects.enums import USUAL_RIGHTS, AdviceState, ProjectRole
from maillage.projects.models import Advice, Project, ProjectMember
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
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = ProjectRole.ADVISER

    @factory.post_generation
    def advice(self: Any, create: bool, extracted: Any, **rest: Any) -> None:
        """An adviser has the carriers’ consent, with every right: ``advice__rights=["thread"]`` for fewer."""
        if self.role == ProjectRole.ADVISER:
            given = {"rights": [str(right) for right in USUAL_RIGHTS], **rest}
            AdviceFactory(project=self.project, adviser=self.user, **given)


class AdviceFactory(factory.django.DjangoModelFactory[Advice]):
    """Advice under way, as a row: the adviser's part in the project is made by ``ProjectMemberFactory``."""

    class Meta:
        model = Advice

    project = factory.SubFactory(ProjectFactory)
    adviser = factory.SubFactory(UserFactory)
    rights = factory.LazyFunction(lambda: [str(right) for right in USUAL_RIGHTS])
    state = AdviceState.ACTIVE
    asked_by = factory.SelfAttribute("adviser")
    since = factory.LazyFunction(clock.moment)
    consented_by = factory.SelfAttribute("project.created_by")
