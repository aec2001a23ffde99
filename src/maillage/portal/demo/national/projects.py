"""A hundred thousand projects and those who carry them: what they say of themselves, where, and who
advises them.

The first ones are those of the national call (``programme``); the others apply nowhere.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from maillage.accounts.models import User
from maillage.directory.enums import LegalForm, MembershipRole, Stage, Theme
from maillage.directory.models import Membership, Place
from maillage.portal.demo.applicants import of_commune
from maillage.portal.demo.national.loading import Carried, Loading, bare
from maillage.portal.demo.national.subjects import HOSTS, REASONS, STEPS, SUBJECTS, TEAMS, Subject
from maillage.projects.enums import (
    NO_LEGAL_FORM,
    USUAL_RIGHTS,
    AdviceState,
    Outcome,
    ProjectRole,
    Visibility,
)
from maillage.projects.models import Advice, AdviserMeeting, Project, ProjectMember, ProjectOrganisation
from maillage.territories.models import Commune

FORMS = (LegalForm.ASSOCIATION, LegalForm.SCIC, LegalForm.COMMUNE, NO_LEGAL_FORM)
#: What is said of a project but its title: (fields of ``Project``, in the order of ``_row``).
FIELDS = (
    "title",
    "summary",
    "need",
    "stage",
    "outcome",
    "commune_id",
    "place_id",
    "legal_form",
    "trades",
    "themes",
    "visibility",
    "created_by_id",
    "created_at",
    "updated_at",
)


def write(load: Loading) -> None:
    """The people, then every project that did not apply; ``programme`` wrote the others before."""
    carriers = load.people
    drawn = []
    kept: list[tuple[int, Commune]] = []
    for number in range(load.size.applications, load.size.projects):
        commune = load.commune()
        # Most carry one project, a few carry several.
        carrier = carriers[number % len(carriers)]
        said = told(load, commune, None)
        said["created_by_id"] = carrier
        said["visibility"] = load.rng.choices(
            [Visibility.NETWORK, Visibility.PUBLIC, Visibility.TEAM, Visibility.PRIVATE], [60, 25, 10, 5]
        )[0].value
        said["outcome"] = (Outcome.PAUSED if load.rng.random() < 0.1 else Outcome.RUNNING).value
        said["place_id"] = None
        drawn.append([said[name] for name in FIELDS])
        kept.append((carrier, commune))
    with bare(Project):
        keys = load.write(Project(), FIELDS, drawn)
    load.projects += [
        Carried(pk, carrier, commune) for pk, (carrier, commune) in zip(keys, kept, strict=True)
    ]
    _carried(load, load.projects[load.size.applications :], drawn)
    _advised(load)
    load.tell(f"{len(load.projects)} projects of {len(carriers)} people")


def people(load: Loading) -> None:
    """Accounts that nobody signs in to, for carriers and for advisers."""
    template = User(password="!")  # noqa: S106 - unusable
    size = load.size
    with bare(User):
        load.people = list(
            load.write(
                template,
                ("email", "full_name"),
                ((f"mesure{number:05d}@mesure.example", load.name()) for number in range(size.people)),
            )
        )
        load.advisers = list(
            load.write(
                template,
                ("email", "full_name"),
                ((f"conseil{number:04d}@conseil.example", load.name()) for number in range(size.advisers)),
            )
        )
    # The first of each organisation administers it.
    administered: set[int] = set()
    rows = []
    for adviser in load.advisers:
        home = load.popular(load.organisations, 2.0).pk
        role = MembershipRole.STAFF if home in administered else MembershipRole.ADMINISTRATOR
        administered.add(home)
        load.homes[adviser] = home
        rows.append((adviser, home, role.value, (load.now - dt.timedelta(days=2000)).date()))
    load.write(Membership(), ("user_id", "organisation_id", "role", "started_on"), rows)
    load.tell(f"{size.people} people, {size.advisers} advisers")


def told(load: Loading, commune: Commune, place: Place | None) -> dict[str, Any]:
    """What a project says of itself: a craft of the demonstration's, or one of the many subjects."""
    rng = load.rng
    moment = load.moment(90, 200) if place is not None else load.moment(5, 1500)
    form = rng.choice(FORMS)
    common = {
        "stage": load.popular(Stage.values, 1.5),
        "legal_form": str(form.value if isinstance(form, LegalForm) else form),
        "commune_id": commune.pk,
        "created_at": moment,
        "updated_at": moment,
    }
    if rng.random() < 0.4:
        trade = rng.choice(load.words.trades)
        kind = rng.choice(trade.kinds)
        return common | {
            "title": f"{rng.choice(trade.names)} {of_commune(commune.name)}"[:120],
            "summary": f"{kind.what[:1].upper()}{kind.what[1:]}. {rng.choice(trade.users)} "
            f"{rng.choice(kind.equipment)}",
            "need": rng.choice(REASONS) if rng.random() < 0.5 else "",
            "trades": [trade.filed_as or trade.key],
            "themes": sorted({load.popular(Theme.values) for _each in range(rng.randrange(3))}),
        }
    subject = load.popular(SUBJECTS, 2.0)
    crossed: Subject | None = load.popular(SUBJECTS, 1.2) if rng.random() < 0.3 else None
    also = f" On y trouverait aussi {crossed.what}." if crossed is not None else ""
    noun = f"{subject.noun[:1].upper()}{subject.noun[1:]}"
    return common | {
        "title": f"{noun} {of_commune(commune.name)}"[:120],
        "summary": f"{rng.choice(TEAMS)} porte un projet de {subject.noun} {rng.choice(HOSTS)} : "
        f"{subject.what}.{also} {rng.choice(STEPS)}",
        "need": rng.choice(REASONS) if rng.random() < 0.7 else "",
        "trades": [],
        "themes": sorted({subject.theme.value, *([crossed.theme.value] if crossed is not None else [])}),
    }


def _carried(load: Loading, projects: list[Carried], drawn: list[list[Any]]) -> None:
    form, since = FIELDS.index("legal_form"), FIELDS.index("created_at")
    with bare(ProjectMember):
        load.write(
            ProjectMember(role=ProjectRole.CARRIER),
            ("project_id", "user_id", "since"),
            (
                (project.pk, project.carrier, said[since])
                for project, said in zip(projects, drawn, strict=True)
            ),
        )
    load.write(
        ProjectOrganisation(is_lead=True),
        ("project_id", "organisation_id"),
        (
            (project.pk, load.rng.choice(load.organisations).pk)
            for project, said in zip(projects, drawn, strict=True)
            if said[form] != NO_LEGAL_FORM
        ),
    )


def _advised(load: Loading) -> None:
    """One project in three has an adviser, in the name of an organisation; they met a few times."""
    rng = load.rng
    advice: list[tuple[Any, ...]] = []
    seats: list[tuple[Any, ...]] = []
    meetings: list[tuple[Any, ...]] = []
    for project in load.projects:
        if not load.advisers or rng.random() > 0.33:
            continue
        adviser = load.popular(load.advisers, 1.5)
        since = load.moment(30, 700)
        advice.append((project.pk, adviser, load.homes[adviser], since, adviser, since, project.carrier))
        seats.append((project.pk, adviser, since))
        meetings += [
            (project.pk, adviser, (since + dt.timedelta(days=9 * rank)).date(), since)
            for rank in range(rng.randrange(4))
        ]
    with bare(ProjectMember, Advice, AdviserMeeting):
        load.write(ProjectMember(role=ProjectRole.ADVISER), ("project_id", "user_id", "since"), seats)
        load.write(
            Advice(rights=[right.value for right in USUAL_RIGHTS], state=AdviceState.ACTIVE),
            (
                "project_id",
                "adviser_id",
                "organisation_id",
                "asked_at",
                "asked_by_id",
                "since",
                "consented_by_id",
            ),
            advice,
        )
        load.write(AdviserMeeting(), ("project_id", "adviser_id", "held_on", "entered_at"), meetings)
