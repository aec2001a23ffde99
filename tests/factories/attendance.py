"""A session with its half-days, its trainers and its group, as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from maillage.pathways.content import KitContent, SessionTemplate
from maillage.pathways.enums import (
    Audience,
    DeliverableKind,
    Half,
    PathwayState,
    SeatState,
    SessionKind,
    SessionState,
    SpeakerState,
    VersionState,
)
from maillage.pathways.models import (
    Enrolment,
    HalfDay,
    Kit,
    KitVersion,
    Pathway,
    Registration,
    Session,
    Speaker,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory

CONTENT = KitContent(
    templates=(
        SessionTemplate(
            "besoin",
            SessionKind.WORKSHOP,
            "Le besoin",
            180,
            deliverables=(DeliverableKind.PROBLEM_TREE, DeliverableKind.PITCH),
        ),
        SessionTemplate(
            "modele", SessionKind.WORKSHOP, "Le modèle", 180, deliverables=(DeliverableKind.ECONOMIC_MODEL,)
        ),
    )
)


@dataclass
class Group:
    """What a test of attendance needs."""

    runner: Any
    trainer: Any
    other: Any
    pathway: Pathway
    session: Session
    people: list[Any]
    half_days: list[HalfDay] = field(default_factory=list)

    @property
    def half_day(self) -> HalfDay:
        return self.half_days[0]


def group(
    *,
    people: int = 3,
    starts_at: dt.datetime | None = None,
    half_days: int = 1,
    pathway: Pathway | None = None,
    members: list[Any] | None = None,
    language: str = "fr",
    runner: Any = None,
    organisation: Any = None,
    **names: Any,
) -> Group:
    """A session that began an hour ago, with two trainers and so many people."""
    runner = runner or UserFactory(full_name="Rose Responsable", language=language)
    if pathway is None:
        organisation = organisation or OrganisationFactory(administrator=runner)
        kit = Kit.objects.create(owner=organisation, title="Premiers pas", summary="Six demi-journées.")
        version = KitVersion.objects.create(
            kit=kit,
            number=1,
            state=VersionState.PUBLISHED,
            content=CONTENT.as_json(),
            published_at=timezone.now(),
        )
        pathway = Pathway.objects.create(
            kit_version=version,
            organisation=organisation,
            audience=Audience.OPEN,
            title=names.get("title", "Premiers pas, printemps"),
            state=PathwayState.OPEN,
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate() + dt.timedelta(days=60),
            created_by=runner,
        )
    start = starts_at or timezone.now() - dt.timedelta(hours=1)
    session = Session.objects.create(
        pathway=pathway,
        title="Le besoin",
        template_key="besoin",
        state=SessionState.SCHEDULED,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=4 * half_days - 1),
    )
    rows = []
    for rank in range(half_days):
        begins = start + dt.timedelta(hours=4 * rank)
        rows.append(
            HalfDay.objects.create(
                session=session,
                day=timezone.localdate(start),
                half=list(Half)[rank],
                starts_at=begins,
                ends_at=begins + dt.timedelta(hours=3),
            )
        )
    trainers = [
        UserFactory(full_name=name, language=language) for name in ("Thierry Tuteur", "Tania Tutrice")
    ]
    for person in trainers:
        Speaker.objects.create(
            session=session, user=person, name=person.full_name, state=SpeakerState.ACCEPTED
        )
    if members is None:
        members = [UserFactory(full_name=f"Personne {rank:02}", language=language) for rank in range(people)]
    for person in members:
        enrolment, _made = Enrolment.objects.get_or_create(pathway=pathway, user=person)
        Registration.objects.create(session=session, user=person, enrolment=enrolment, state=SeatState.SEATED)
    return Group(runner, trainers[0], trainers[1], pathway, session, members, rows)
