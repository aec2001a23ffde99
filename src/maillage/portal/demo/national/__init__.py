"""The national scale, for measuring: 5,000 places, 20,000 services, 30,000 applications.

Loaded in bulk, not by actions: it stands for years of use, and would take hours otherwise.
So nothing here has gone through the guards, and ``maillage doctor`` checks the invariants
that the actions hold. The rows are the same at every run, but for their moments, which are
counted from the day of loading.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import accumulate
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core import events
from maillage.core.models import Event
from maillage.directory.enums import (
    Audience,
    ConfirmationSource,
    LegalForm,
    LocationPrecision,
    PriceKind,
    Publication,
    Referrer,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.directory.models import Organisation, Place, Record, Service, ServiceArea
from maillage.portal.demo import content
from maillage.portal.demo.applicants import of_commune
from maillage.portal.demo.builders import people
from maillage.programmes import eligibility
from maillage.programmes.enums import CallState, Decision, Filing, Role, RuleKind, Verdict
from maillage.programmes.models import (
    Application,
    Call,
    Cohort,
    CohortMember,
    EligibilityOverrule,
    EligibilityRule,
    Label,
    Programme,
    ProgrammeRole,
)
from maillage.programmes.models.application import REFERENCE_LETTERS
from maillage.projects.enums import NO_LEGAL_FORM, ProjectRole, Visibility
from maillage.projects.models import Project, ProjectMember, ProjectOrganisation
from maillage.territories.enums import Level
from maillage.territories.models import Commune
from maillage.territories.names import normalise

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Record)
Teller = Callable[[str], None]

SEED = 30_000
OPERATOR = "Opérateur national (mesure)"
PROGRAMME = "Programme national (mesure)"
SLUG = "programme-national-mesure"
LIMIT = 20_000
COHORT = 17
_OFFERS = (
    "rendez-vous individuels",
    "atelier collectif",
    "permanence itinérante",
    "parcours de trois mois",
    "journée de formation",
    "visites de lieux",
    "accompagnement à distance",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. ``people`` are the accounts that carry the applications."""

    places: int = 5_000
    services: int = 20_000
    applications: int = 30_000
    people: int = 3_000
    labels: int = 1_500


def load(size: Size | None = None, *, tell: Teller = lambda _line: None) -> None:
    """Loads the national scale beside what is there; returns at once when it is loaded already.

    Args:
        tell: called with a line after each part.
    """
    if Programme.objects.filter(slug=SLUG).exists():
        return
    loader = _Loader(size or Size(), tell)
    with transaction.atomic():
        loader.directory()
        loader.programme()
    # Without fresh statistics the planner reads 30,000 rows as if they were 300.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Loader:
    def __init__(self, size: Size, tell: Teller) -> None:
        self.size = size
        self.tell = tell
        self.rng = random.Random(SEED)  # noqa: S311 - reproducible rows, not secrets
        self.now = timezone.now()
        self.admin = people.account("admin")
        self.words = content.vocabulary()
        self.communes = list(
            Commune.objects.current().select_related("epci", "department", "region").order_by("code")
        )
        # Small towns weigh more than their population, as such places do.
        self.weights = list(accumulate((each.population or 200) ** 0.35 for each in self.communes))
        self.ranks = {each.code: rank for rank, each in enumerate(self.communes)}
        self.leads: dict[int, Organisation] = {}
        self.places: list[Place] = []
        self.organisations: list[Organisation] = []

    # --- Directory --------------------------------------------------------------------------------------
    def directory(self) -> None:
        self.organisations = self._insert(
            Organisation, (self._organisation() for _ in range(self.size.places * 4 // 5))
        )
        self.tell(f"{len(self.organisations)} organisations")
        self.places = self._insert(Place, (self._place() for _ in range(self.size.places)))
        self.tell(f"{len(self.places)} places")
        services = self._insert(Service, (self._service() for _ in range(self.size.services)))
        rows = self._insert(
            ServiceArea,
            (
                ServiceArea(service=service, level=level, code=code)
                for service in services
                for level, code in self._area(service)
            ),
        )
        held_at = Service.places.through
        self._insert(
            held_at,
            (
                held_at(service_id=service.pk, place_id=place.pk)
                for service in services
                for place in self._held_at(service)
            ),
        )
        self.tell(f"{len(services)} services, {len(rows)} rows of coverage")

    def _commune(self) -> Commune:
        return self.rng.choices(self.communes, cum_weights=self.weights)[0]

    def _organisation(self) -> Organisation:
        commune = self._commune()
        trade = self.rng.choice(self.words.trades)
        form = self.rng.choices(
            [LegalForm.ASSOCIATION, LegalForm.SCIC, LegalForm.SCOP, LegalForm.CAE, LegalForm.SARL],
            [60, 15, 10, 5, 10],
        )[0]
        organisation = Organisation(
            name=f"{form.label.split(' (')[0]} {self.rng.choice(trade.names)} {of_commune(commune.name)}",
            legal_form=form,
            commune=commune,
            description=f"Organisation inventée pour mesurer la plateforme. Filière : {trade.label}.",
        )
        return self._record(organisation)

    def _place(self) -> Place:
        organisation = self.rng.choice(self.organisations)
        commune = organisation.commune or self._commune()
        trade = self.rng.choice(self.words.trades)
        kind = self.rng.choice(trade.kinds)
        others = self.rng.sample(Trade.values, 2)
        surface = self.rng.randrange(6, 200) * 10
        place = Place(
            name=f"{self.rng.choice(trade.names)} {of_commune(commune.name)}",
            organisation=organisation,
            commune=commune,
            # Within about a kilometre of the town hall.
            latitude=round((commune.latitude or 0) + self.rng.gauss(0, 0.004), 5),
            longitude=round((commune.longitude or 0) + self.rng.gauss(0, 0.006), 5),
            location_precision=LocationPrecision.STREET,
            types=list(
                dict.fromkeys([*trade.place_types, self.rng.choice(["coworking", "third_place", "training"])])
            ),
            trades=list(dict.fromkeys([trade.filed_as or trade.key, *others[: self.rng.randrange(3)]])),
            equipment=" ".join(kind.equipment),
            surface_m2=surface,
            workshop_surface_m2=surface // 2,
            opening_hours=self.rng.choice(
                ["", "Mo-Fr 09:00-18:00", "Tu-Sa 10:00-19:00", "We,Sa 14:00-18:00; Fr 17:00-21:00"]
            ),
            description=f"{kind.what[:1].upper()}{kind.what[1:]}. {self.rng.choice(trade.users)}",
        )
        return self._record(place)

    def _service(self) -> Service:
        theme = self.rng.choice(list(Theme))
        audience = self.rng.choice(list(Audience))
        organisation = self.rng.choice(self.organisations)
        with_capacity = self.rng.random() < 0.6
        service = Service(
            name=f"{theme.label} : {self.rng.choice(_OFFERS)}",
            organisation=organisation,
            summary=f"{self.rng.choice(self.words.needs)}",
            description=f"{self.rng.choice(self.words.needs)} {self.rng.choice(self.words.steps)}".format(
                count=self.rng.randrange(6, 40)
            ),
            stages=self.rng.sample(Stage.values, self.rng.randrange(1, 4)),
            audiences=list(
                dict.fromkeys([audience.value, *self.rng.sample(Audience.values, self.rng.randrange(3))])
            ),
            themes=list(dict.fromkeys([theme.value, *self.rng.sample(Theme.values, self.rng.randrange(3))])),
            formats=self.rng.sample(ServiceFormat.values, self.rng.randrange(1, 3)),
            price_kind=self.rng.choice(PriceKind.values),
            capacity=self.rng.randrange(4, 60) if with_capacity else None,
            referrers=self.rng.sample(Referrer.values, self.rng.randrange(1, 4)),
            has_own_area=True,
        )
        return self._record(service)

    def _area(self, service: Service) -> list[tuple[str, str]]:
        """As areas are drawn in life: mostly an EPCI or a département, sometimes a list, rarely France."""
        commune = service.organisation.commune or self._commune()
        draw = self.rng.random()
        if draw < 0.45 and commune.epci_id:
            return [(Level.EPCI, commune.epci_id)]
        if draw < 0.72:
            return [(Level.DEPARTMENT, commune.department_id)]
        if draw < 0.82:
            near = {each.epci_id for each in self._neighbours(commune, 40) if each.epci_id != commune.epci_id}
            codes = sorted(code for code in near if code)[:3]
            return [(Level.EPCI, code) for code in codes] or [(Level.DEPARTMENT, commune.department_id)]
        if draw < 0.90:
            chosen = self.rng.sample(self._neighbours(commune, 60), 12)
            return [(Level.COMMUNE, code) for code in sorted({each.code for each in chosen})]
        if draw < 0.97 and commune.region_id:
            return [(Level.REGION, commune.region_id)]
        return [(Level.COUNTRY, "FR")]

    def _neighbours(self, commune: Commune, count: int) -> list[Commune]:
        """Communes with near codes: the same département, mostly; near enough for an area."""
        rank = self.ranks[commune.code]
        start = max(0, min(rank - count // 2, len(self.communes) - count))
        return self.communes[start : start + count]

    def _held_at(self, service: Service) -> list[Place]:
        return self.rng.sample(self.places, self.rng.choice((0, 1, 1, 2)))

    def _record(self, record: R) -> R:
        """What every record of the directory has: published, confirmed between today and 500 days ago."""
        moment = self.now - dt.timedelta(days=self.rng.randrange(500), minutes=self.rng.randrange(1440))
        record.publication = Publication.PUBLISHED
        record.confirmed_at, record.confirmed_source = moment, ConfirmationSource.IMPORT
        record.created_at = record.updated_at = moment
        record.is_demonstration = True
        record.refresh_words()
        return record

    # --- A programme and its applications ------------------------------------------------------------------
    def programme(self) -> None:
        operator = self._insert(
            Organisation,
            [
                self._record(
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
            opens_at=self.now - dt.timedelta(days=200),
            closes_at=self.now - dt.timedelta(days=90),
            published_at=self.now - dt.timedelta(days=205),
            places=self.size.labels,
        )
        EligibilityRule.objects.create(
            call=call,
            position=1,
            kind=RuleKind.POPULATION_BELOW,
            population_below=LIMIT,
            sentence="Le projet se trouve dans une commune de moins de 20 000 habitants.",
        )
        carriers = self._people()
        projects = self._projects(carriers)
        applications = self._applications(call, projects)
        self._labels(programme, call, applications)

    def _people(self) -> list[User]:
        people_ = [
            User(
                email=f"mesure{number:05d}@mesure.example",
                full_name=f"{self.rng.choice(self.words.first_names)} {self.rng.choice(self.words.surnames)}",
                password="!",  # noqa: S106 - unusable: nobody signs in as them
            )
            for number in range(self.size.people)
        ]
        return self._insert(User, people_)

    def _projects(self, carriers: list[User]) -> list[Project]:
        # The first ones stand at a place of their own, so that labels can be granted there.
        sites = self.rng.sample(self.places, self.size.labels)
        drawn = []
        for number in range(self.size.applications):
            place = sites[number] if number < len(sites) else None
            commune = place.commune if place else self._commune()
            trade = self.rng.choice(self.words.trades)
            kind = self.rng.choice(trade.kinds)
            moment = self.now - dt.timedelta(days=self.rng.randrange(90, 200))
            drawn.append(
                Project(
                    title=f"{self.rng.choice(trade.names)} {of_commune(commune.name)}"[:120],
                    summary=f"{kind.what[:1].upper()}{kind.what[1:]}. {self.rng.choice(trade.users)}",
                    stage=self.rng.choice(Stage.values),
                    commune=commune,
                    place=place,
                    legal_form=self.rng.choice(
                        [LegalForm.ASSOCIATION, LegalForm.SCIC, LegalForm.COMMUNE, NO_LEGAL_FORM]
                    ),
                    trades=[trade.filed_as or trade.key],
                    visibility=Visibility.NETWORK,
                    created_by=carriers[number % len(carriers)],
                    created_at=moment,
                    updated_at=moment,
                )
            )
        projects = self._insert(Project, drawn)
        self._insert(
            ProjectMember,
            (
                ProjectMember(
                    project=project,
                    user_id=project.created_by_id,
                    role=ProjectRole.CARRIER,
                    since=project.created_at,
                )
                for project in projects
            ),
        )
        self.leads = {
            project.pk: self.rng.choice(self.organisations)
            for project in projects
            if project.legal_form != NO_LEGAL_FORM
        }
        self._insert(
            ProjectOrganisation,
            (
                ProjectOrganisation(project_id=pk, organisation=lead, is_lead=True)
                for pk, lead in self.leads.items()
            ),
        )
        self.tell(f"{len(projects)} projects")
        return projects

    def _applications(self, call: Call, projects: list[Project]) -> list[Application]:
        """Submitted in the call's window; the first ones retained, a third of the others decided."""
        officers = [people.account("officer"), people.account("second-officer")]
        conditions = eligibility.conditions_of(call)
        references = self._references(len(projects))
        window = call.closes_at - call.opens_at
        reasons = self.words.decisions
        drawn = []
        for number, project in enumerate(projects):
            answer = eligibility.evaluate(
                conditions,
                eligibility.Facts(population=project.commune.population, legal_form=project.legal_form),
            )
            submitted_at = call.opens_at + window * min(0.9999, self.rng.betavariate(3.2, 1.1))
            amount = Decimal(self.rng.randrange(30, 260) * 500)
            decision, reason = Decision.NONE, ""
            # A place in a large town asked for an exception and got it (see ``_overruled``).
            if number < self.size.labels:
                decision, reason = Decision.RETAINED, self.rng.choice(reasons.retained)
            elif (draw := self.rng.random()) < 0.05:
                decision, reason = Decision.WAITING, self.rng.choice(reasons.waiting)
            elif draw < 0.40:
                decision, reason = Decision.REFUSED, self.rng.choice(reasons.refused)
            is_decided = decision != Decision.NONE
            decided_at = (
                call.closes_at + dt.timedelta(days=self.rng.randrange(10, 40)) if is_decided else None
            )
            announced = is_decided and number % 11 != 5
            application = Application(
                call=call,
                reference=references[number],
                filing=Filing.SUBMITTED,
                answers={
                    "presentation.project": project.summary,
                    "presentation.activities": self.rng.choice(self.words.steps).format(count=12),
                    "means.team": self.rng.choice(self.words.teams_told),
                    "means.needs": self.rng.choice(self.words.needs),
                    "budget.requested_amount": f"{amount}.00",
                },
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
                else self.rng.choice(self.words.derogations),
                decision=decision,
                decision_reason=reason,
                decided_at=decided_at,
                decided_by=officers[number % 2] if is_decided else None,
                announced_decision=decision if announced else Decision.NONE,
                announced_reason=reason if announced else "",
                announced_at=call.closes_at + dt.timedelta(days=45) if announced else None,
            )
            self._copy(application, project)
            drawn.append(application)
        applications = self._insert(Application, drawn)
        self._insert(
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
        self._tell_story(applications)
        self.tell(f"{len(applications)} applications")
        return applications

    def _references(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            letters = "".join(self.rng.choices(REFERENCE_LETTERS, k=8))
            found[f"{letters[:4]}-{letters[4:]}"] = None
        return list(found)

    def _copy(self, application: Application, project: Project) -> None:
        """What ``actions.application.copy_project`` does, without its query per organisation."""
        application.project = project
        application.title = project.title
        application.title_key = normalise(project.title)[:120]
        application.commune = project.commune
        application.department_id = project.commune.department_id
        application.legal_form = project.legal_form
        lead = self.leads.get(project.pk)
        words = [project.title, project.commune.name, *([lead.name] if lead else [])]
        application.search_text = f"{normalise(' '.join(words))} {application.reference.lower()}"

    def _tell_story(self, applications: list[Application]) -> None:
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
                        self.admin.pk,
                        field="announced_decision",
                        from_state=Decision.NONE,
                        to_state=file.announced_decision,
                    )

        self._insert(Event, told())

    def _labels(self, programme: Programme, call: Call, applications: list[Application]) -> None:
        retained = [file for file in applications if file.announced_decision == Decision.RETAINED]
        starts_on = (call.closes_at + dt.timedelta(days=60)).date()
        ends_on = starts_on + dt.timedelta(days=3 * 365)
        cohorts = self._insert(
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
        self._insert(
            CohortMember,
            (
                CohortMember(cohort=cohorts[rank // COHORT], application=file)
                for rank, file in enumerate(retained)
            ),
        )
        sites = {file.project_id: file.project.place for file in retained if file.project.place is not None}
        labels = self._insert(
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
        events.record_many([(label, "programmes.label_granted", {}) for label in labels], by=self.admin)
        self.tell(f"{len(labels)} labels")

    # --- Inside -------------------------------------------------------------------------------------------
    def _insert(self, model: type[M], rows: Iterable[M]) -> list[M]:
        """Writes rows by COPY and gives them their keys. Row history starts at their next change."""
        written = list(rows)
        meta = model._meta
        columns = [each for each in meta.concrete_fields if not each.generated]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [meta.db_table, meta.pk.column, len(written)],
            )
            for row, (key,) in zip(written, cursor.fetchall(), strict=True):
                row.pk = key
            names = ", ".join(connection.ops.quote_name(each.column or "") for each in columns)
            table = connection.ops.quote_name(meta.db_table)
            # Foreign keys are checked at once: a table with checks to come cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # The history triggers would double every row.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in written:
                    copy.write_row([_stored(each, row) for each in columns])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return written


def _stored(column: models.Field[Any, Any], row: models.Model) -> Any:
    value = column.get_db_prep_save(getattr(row, column.attname), connection)
    # The driver would write an enumeration by its name.
    return value.value if isinstance(value, Enum) else value
