"""A programme of thirty thousand applications, its decisions and its labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType

from maillage.core import events
from maillage.core.models import Event
from maillage.directory.enums import (
    LegalForm,
)
from maillage.directory.models import Organisation
from maillage.portal.demo.builders import people
from maillage.portal.demo.national import projects
from maillage.portal.demo.national.loading import Carried, Loading
from maillage.programmes import eligibility
from maillage.programmes.actions import filling
from maillage.programmes.enums import CallState, Decision, Filing, Role, RuleKind, Verdict
from maillage.programmes.models import (
    Application,
    Call,
    Cohort,
    CohortMember,
    EligibilityOverrule,
    EligibilityRule,
    Label,
    LabelPeriod,
    Programme,
    ProgrammeRole,
    StageFile,
)
from maillage.programmes.models.application import REFERENCE_LETTERS
from maillage.projects.enums import NO_LEGAL_FORM, ProjectRole, Visibility
from maillage.projects.models import Project, ProjectMember, ProjectOrganisation
from maillage.questionnaires.models import Response
from maillage.territories.names import normalise

OPERATOR = "Opérateur national (mesure)"
PROGRAMME = "Programme national (mesure)"
SLUG = "programme-national-mesure"
LIMIT = 20_000
COHORT = 17


def write(load: Loading) -> None:
    operator = load.insert(
        Organisation,
        [
            load.record(
                Organisation(
                    name=OPERATOR,
                    legal_form=LegalForm.STATE_AGENCY,
                    description="Opérateur inventé pour mesurer la plateforme.",
                )
            )
        ],
    )[0]
    programme = Programme.objects.create(
        operator=operator,
        name=PROGRAMME,
        slug=SLUG,
        purpose="Programme inventé : trente mille candidatures pour mesurer la plateforme.",
        label_name="Lieu national (mesure)",
    )
    for key in ("officer", "second-officer"):
        ProgrammeRole.objects.create(programme=programme, user=people.account(key), role=Role.OFFICER)
    call = Call.objects.create(
        programme=programme,
        title="Appel national (mesure)",
        summary="Appel inventé, clos depuis trois mois.",
        next_steps="Aucune suite : cet appel sert à mesurer.",
        state=CallState.PUBLISHED,
        opens_at=load.now - dt.timedelta(days=200),
        closes_at=load.now - dt.timedelta(days=90),
        published_at=load.now - dt.timedelta(days=205),
        places=load.size.labels,
    )
    EligibilityRule.objects.create(
        call=call,
        position=1,
        kind=RuleKind.POPULATION_BELOW,
        population_below=LIMIT,
        sentence="Le projet se trouve dans une commune de moins de 20 000 habitants.",
    )
    files = applications(load, call, applied(load))
    _labels(load, programme, call, files)


def applied(load: Loading) -> list[Project]:
    """The projects of the call. The first ones stand at a place of their own, so that labels can be granted
    there."""
    sites = load.rng.sample(load.places, load.size.labels)
    drawn = []
    for number in range(load.size.applications):
        place = sites[number] if number < len(sites) else None
        commune = place.commune if place else load.commune()
        said = projects.told(load, commune, place)
        # The project was there when the call opened.
        said["created_at"] = said["updated_at"] = load.moment(90, 200)
        carrier = load.people[number % len(load.people)]
        row = Project(**said, place=place, visibility=Visibility.NETWORK, created_by_id=carrier)
        row.commune = commune
        drawn.append(row)
    rows = load.insert(Project, drawn)
    load.insert(
        ProjectMember,
        (
            ProjectMember(
                project=project,
                user_id=project.created_by_id,
                role=ProjectRole.CARRIER,
                since=project.created_at,
            )
            for project in rows
        ),
    )
    load.leads = {
        project.pk: load.rng.choice(load.organisations)
        for project in rows
        if project.legal_form != NO_LEGAL_FORM
    }
    load.insert(
        ProjectOrganisation,
        (
            ProjectOrganisation(project_id=pk, organisation=lead, is_lead=True)
            for pk, lead in load.leads.items()
        ),
    )
    load.projects = [Carried(row.pk, row.created_by_id, row.commune) for row in rows]
    return rows


def applications(load: Loading, call: Call, filed: list[Project]) -> list[Application]:
    """Submitted in the call's window; the first ones retained, a third of the others decided."""
    officers = [people.account("officer"), people.account("second-officer")]
    conditions = eligibility.conditions_of(call)
    references = _references(load, len(filed))
    window = call.closes_at - call.opens_at
    reasons = load.words.decisions
    wave, stage = call.waves.get(), call.stages.get()
    drawn, written = [], []
    version = filling.version_of(stage)
    for number, project in enumerate(filed):
        answer = eligibility.evaluate(
            conditions,
            eligibility.Facts(population=project.commune.population, legal_form=project.legal_form),
        )
        submitted_at = call.opens_at + window * min(0.9999, load.rng.betavariate(3.2, 1.1))
        amount = Decimal(load.rng.randrange(30, 260) * 500)
        decision, reason = Decision.NONE, ""
        # A place in a large town asked for an exception and got it (see ``_overruled``).
        if number < load.size.labels:
            decision, reason = Decision.RETAINED, load.rng.choice(reasons.retained)
        elif (draw := load.rng.random()) < 0.05:
            decision, reason = Decision.WAITING, load.rng.choice(reasons.waiting)
        elif draw < 0.40:
            decision, reason = Decision.REFUSED, load.rng.choice(reasons.refused)
        is_decided = decision != Decision.NONE
        decided_at = call.closes_at + dt.timedelta(days=load.rng.randrange(10, 40)) if is_decided else None
        announced = is_decided and number % 11 != 5
        application = Application(
            call=call,
            wave=wave,
            stage=stage,
            stage_filing=Filing.SUBMITTED,
            stage_submitted_at=submitted_at,
            reference=references[number],
            filing=Filing.SUBMITTED,
            requested_amount=amount,
            created_by_id=project.created_by_id,
            created_at=submitted_at - dt.timedelta(days=3),
            updated_by_id=project.created_by_id,
            updated_at=submitted_at,
            submitted_at=submitted_at,
            submitted_by_id=project.created_by_id,
            eligibility=answer.verdict if answer.verdict != Verdict.INELIGIBLE else Verdict.ELIGIBLE,
            eligibility_detail=answer.as_json(),
            derogation_request=""
            if answer.verdict != Verdict.INELIGIBLE
            else load.rng.choice(load.words.derogations),
            decision=decision,
            decision_reason=reason,
            decided_at=decided_at,
            decided_by=officers[number % 2] if is_decided else None,
            announced_decision=decision if announced else Decision.NONE,
            announced_reason=reason if announced else "",
            announced_at=call.closes_at + dt.timedelta(days=45) if announced else None,
        )
        _copy(load, application, project)
        drawn.append(application)
        written.append(
            {
                "presentation.project": project.summary,
                "presentation.activities": load.rng.choice(load.words.steps).format(count=12),
                "means.team": load.rng.choice(load.words.teams_told),
                "means.needs": load.rng.choice(load.words.needs),
                "budget.requested_amount": f"{amount}.00",
            }
        )
    applications = load.insert(Application, drawn)
    load.insert(
        EligibilityOverrule,
        (
            EligibilityOverrule(
                application=application,
                verdict=Verdict.ELIGIBLE,
                reason="L’atelier servira surtout les communes rurales voisines.",
                by=officers[0],
                at=application.created_at,
            )
            for application in applications
            if application.derogation_request
        ),
    )
    responses = load.insert(
        Response,
        [
            Response(
                version=version,
                answers=answers,
                created_at=application.created_at,
                created_by_id=application.created_by_id,
                saved_at=application.updated_at,
                saved_by_id=application.created_by_id,
                closed_at=application.submitted_at,
            )
            for application, answers in zip(applications, written, strict=True)
        ],
    )
    load.insert(
        StageFile,
        (
            StageFile(
                application=application,
                stage=stage,
                response=response,
                filing=Filing.SUBMITTED,
                opened_at=application.created_at,
                opened_by_id=application.created_by_id,
                submitted_at=application.submitted_at,
                submitted_by_id=application.submitted_by_id,
            )
            for application, response in zip(applications, responses, strict=True)
        ),
    )
    _tell_story(load, applications)
    load.tell(f"{len(applications)} applications")
    return applications


def _references(load: Loading, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        letters = "".join(load.rng.choices(REFERENCE_LETTERS, k=8))
        found[f"{letters[:4]}-{letters[4:]}"] = None
    return list(found)


def _copy(load: Loading, application: Application, project: Project) -> None:
    """What ``actions.application.copy_project`` does, without its query per organisation."""
    application.project = project
    application.title = project.title
    application.title_key = normalise(project.title)[:120]
    application.commune = project.commune
    application.department_id = project.commune.department_id
    application.legal_form = project.legal_form
    lead = load.leads.get(project.pk)
    words = [project.title, project.commune.name, *([lead.name] if lead else [])]
    application.search_text = f"{normalise(' '.join(words))} {application.reference.lower()}"


def _tell_story(load: Loading, applications: list[Application]) -> None:
    """The events that the actions would have written: submission, decision, announcement."""
    kind = ContentType.objects.get_for_model(Application)

    def event(file: Application, verb: str, at: Any, actor: int | None, **values: Any) -> Event:
        return Event(
            at=at,
            subject_type=kind,
            subject_id=str(file.pk),
            subject_label=str(file)[:200],
            actor_id=actor,
            verb=verb,
            **values,
        )

    def told() -> Iterator[Event]:
        for file in applications:
            yield event(
                file,
                "programmes.application_submitted",
                file.submitted_at,
                file.submitted_by_id,
                field="filing",
                from_state=Filing.DRAFT,
                to_state=Filing.SUBMITTED,
            )
            if file.decided_at:
                yield event(
                    file,
                    "programmes.decision_prepared",
                    file.decided_at,
                    file.decided_by_id,
                    field="decision",
                    from_state=Decision.NONE,
                    to_state=file.decision,
                    why=file.decision_reason,
                )
            if file.announced_at:
                yield event(
                    file,
                    "programmes.decision_announced",
                    file.announced_at,
                    load.admin.pk,
                    field="announced_decision",
                    from_state=Decision.NONE,
                    to_state=file.announced_decision,
                )

    load.insert(Event, told())


def _labels(load: Loading, programme: Programme, call: Call, applications: list[Application]) -> None:
    retained = [file for file in applications if file.announced_decision == Decision.RETAINED]
    starts_on = (call.closes_at + dt.timedelta(days=60)).date()
    ends_on = starts_on + dt.timedelta(days=3 * 365)
    cohorts = load.insert(
        Cohort,
        (
            Cohort(
                programme=programme,
                call=call,
                name=f"Promotion {number}",
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for number in range(1, len(retained) // COHORT + 2)
        ),
    )
    load.insert(
        CohortMember,
        (
            CohortMember(cohort=cohorts[rank // COHORT], application=file)
            for rank, file in enumerate(retained)
        ),
    )
    sites = {file.project_id: file.project.place for file in retained if file.project.place is not None}
    labels = load.insert(
        Label,
        (
            Label(
                programme=programme,
                project_id=file.project_id,
                place=sites[file.project_id],
                cohort=cohorts[rank // COHORT],
                application=file,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for rank, file in enumerate(retained)
        ),
    )
    load.insert(
        LabelPeriod,
        (
            LabelPeriod(label=label, state=label.state, starts_on=starts_on, ends_on=ends_on)
            for label in labels
        ),
    )
    events.record_many([(label, "programmes.label_granted", {}) for label in labels], by=load.admin)
    load.tell(f"{len(labels)} labels")
