"""Programmes, calls and applications, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from maillage.programmes import standard_form
from maillage.programmes.actions import filling
from maillage.programmes.actions.application import copy_project
from maillage.programmes.enums import CallState, Decision, Filing, Role, Verdict
from maillage.programmes.models import Application, Call, Label, Programme, ProgrammeRole, StageFile
from maillage.questionnaires.models import Response
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.projects import ProjectFactory

ANSWERS = {
    "presentation.project": "Un atelier bois ouvert aux habitants et aux artisans.",
    "presentation.activities": "Menuiserie, tournage, réparation.",
    "means.team": "Trois menuisiers et une coordinatrice.",
    standard_form.AMOUNT: "25000.00",
}


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    operator = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Ateliers de proximité {n}")
    slug = factory.Sequence(lambda n: f"ateliers-de-proximite-{n}")
    purpose = "Soutenir des ateliers partagés."
    label_name = "Atelier de proximité"

    @factory.post_generation
    def officer(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """``ProgrammeFactory(officer=user)``."""
        if extracted is not None:
            ProgrammeRoleFactory(programme=self, user=extracted, role=Role.OFFICER)


class ProgrammeRoleFactory(factory.django.DjangoModelFactory[ProgrammeRole]):
    class Meta:
        model = ProgrammeRole

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.OFFICER
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))


class CallFactory(factory.django.DjangoModelFactory[Call]):
    """An open call; traits ``draft``, ``upcoming`` and ``closed``."""

    class Meta:
        model = Call

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Vague {n}")
    summary = "Un appel pour des ateliers partagés."
    next_steps = "Le comité répond dans les deux mois."
    state = CallState.PUBLISHED
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10))
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=11))
    places = 10

    class Params:
        draft = factory.Trait(
            state=CallState.DRAFT,
            published_at=None,
            opens_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=1)),
        )
        upcoming = factory.Trait(opens_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=3)))
        closed = factory.Trait(closes_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1)))


class ApplicationFactory(factory.django.DjangoModelFactory[Application]):
    """A complete draft; traits ``submitted``, ``retained``, ``refused`` (prepared) and ``announced``."""

    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    project = factory.SubFactory(ProjectFactory)
    wave = factory.LazyAttribute(lambda row: row.call.waves.get(number=1))
    stage = factory.LazyAttribute(lambda row: row.call.stages.get(position=1))
    requested_amount = "25000.00"
    eligibility = Verdict.ELIGIBLE
    created_by = factory.LazyAttribute(lambda row: row.project.created_by)
    updated_by = factory.LazyAttribute(lambda row: row.project.created_by)

    class Params:
        submitted = factory.Trait(
            filing=Filing.SUBMITTED,
            submitted_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1)),
            submitted_by=factory.LazyAttribute(lambda row: row.project.created_by),
            stage_filing=Filing.SUBMITTED,
            stage_submitted_at=factory.SelfAttribute("submitted_at"),
        )
        decided = factory.Trait(
            submitted=True,
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.LazyAttribute(lambda row: row.project.created_by),
        )
        retained = factory.Trait(decided=True, decision=Decision.RETAINED)
        waiting = factory.Trait(decided=True, decision=Decision.WAITING, decision_reason="Au prochain tour.")
        refused = factory.Trait(decided=True, decision=Decision.REFUSED, decision_reason="Hors sujet.")
        announced = factory.Trait(
            announced_decision=factory.SelfAttribute("decision"),
            announced_reason=factory.SelfAttribute("decision_reason"),
            announced_at=factory.LazyFunction(timezone.now),
        )

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Application:
        project = values.pop("project")
        answers = values.pop("answers", None)
        application = Application(**values)
        copy_project(application, project)
        application.save()
        response = Response.objects.create(
            version=filling.version_of(application.stage),
            answers=dict(ANSWERS) if answers is None else answers,
            created_by=application.created_by,
            saved_by=application.created_by,
            created_at=application.created_at,
            closed_at=application.created_at if application.stage_submitted_at else None,
        )
        StageFile.objects.create(
            application=application,
            stage=application.stage,
            response=response,
            filing=application.stage_filing,
            opened_by=application.created_by,
            submitted_at=application.stage_submitted_at,
            submitted_by=application.created_by if application.stage_submitted_at else None,
        )
        return application


class LabelFactory(factory.django.DjangoModelFactory[Label]):
    class Meta:
        model = Label
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    project = factory.SubFactory(ProjectFactory)
    place = factory.SubFactory(PlaceFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=700))

    @factory.post_generation
    def periods(self: Any, create: bool, extracted: Any, **_rest: Any) -> None:
        """Its one period, as granting writes it."""
        self.periods.create(state=self.state, starts_on=self.starts_on, ends_on=self.ends_on)
