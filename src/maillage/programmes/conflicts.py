"""What binds a person to a file, as far as the platform knows: read from the directory, from projects and
from accounts. Declared conflicts and officers' words are rows (``models.Conflict``); this only looks.

It starts from the people, who are few and have few ties, and ends at the files: a call of a thousand files
costs the same ten queries as one file.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import history
from maillage.directory.enums import RelationKind
from maillage.directory.models import Membership, OrganisationRelation
from maillage.programmes.enums_review import ConflictOrigin, Ground
from maillage.programmes.models import Application, Conflict
from maillage.projects import separation
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember, ProjectOrganisation

YEARS = 5
# Addresses that anybody may open say nothing of where a person works.
PUBLIC_PROVIDERS = frozenset(
    {
        "maillage.example",  # where the invented people of the demonstration write from
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr"),
        *("live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "orange.fr", "wanadoo.fr"),
        *("free.fr", "sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "laposte.net", "bbox.fr"),
        *("numericable.fr", "aol.com", "aol.fr", "icloud.com", "me.com", "mac.com", "gmx.com", "gmx.fr"),
        *("gmx.net", "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tuta.io"),
        *("mailo.com", "mailo.fr", "net-c.com", "zaclys.net", "ik.me", "infomaniak.com", "riseup.net"),
        *("fastmail.com", "mail.com", "zoho.com", "caramail.com", "alice.fr", "tele2.fr", "voila.fr"),
    }
)
# An organisation that funds, runs or is the partner of another has a stake in it; belonging to the
# same network does not: half of the country would be in conflict with the other.
BINDING_RELATIONS = (RelationKind.FUNDER, RelationKind.PARTNER, RelationKind.RUNS)
WORKING = (ProjectRole.CARRIER, ProjectRole.ADVISER)
# The fact of whoever coaches the project: no officer's word lifts that one (``projects.separation``).
COACHES = "coaches"


@dataclass(frozen=True, order=True)
class Found:
    """A tie: which file, which person, on what ground, the fact's name, and the fact in words."""

    application_id: int
    person_id: int
    ground: str
    fact: str
    detail: str = ""


def since() -> dt.date:
    """The day from which a past membership still counts."""
    return (timezone.now() - dt.timedelta(days=round(365.25 * YEARS))).date()


def infer(applications: QuerySet[Application], people: Collection[int]) -> list[Found]:
    """Every tie between these files and these people, sorted. About ten queries, whatever their number.

    Grounds: belongs now, or belonged in the last five years, to an organisation that carries the project
    or runs its place; shares an organisation with somebody of the project; has the same e-mail domain as
    somebody of the project, or as its organisations, outside public providers; is or was in the project's
    team, or carries another project with one of its people; belongs to an organisation that funds, runs
    or is the partner of the project's organisations; coaches the project, or did (``projects.separation``).
    """
    if not people:
        return []
    seen = _Seen(applications.order_by(), set(people))
    found: dict[tuple[int, int, str, str], Found] = {}
    for look in (_organisations, _colleagues, _domains, _teams, _elsewhere, _coaches):
        for tie in look(seen):
            found.setdefault((tie.application_id, tie.person_id, tie.ground, tie.fact), tie)
    return sorted(found.values())


def standing(applications: QuerySet[Application], people: Collection[int]) -> set[tuple[int, int]]:
    """``(file, person)`` of those who are kept out: declared, or inferred and not overruled.

    What is inferred is looked for now, not read from what was found last night.
    """
    if not people:
        return set()
    rows = Conflict.objects.filter(application__in=applications.order_by().values("pk"), person__in=people)
    out: set[tuple[int, int]] = set()
    overruled: set[tuple[int, int, str, str]] = set()
    for row in rows.order_by("pk"):
        if row.origin == ConflictOrigin.DECLARED and row.is_standing:
            out.add((row.application_id, row.person_id))
        elif row.overruled_at is not None:
            overruled.add((row.application_id, row.person_id, row.ground, row.fact))
    for tie in infer(applications, people):
        key = (tie.application_id, tie.person_id, tie.ground, tie.fact)
        if tie.fact == COACHES or key not in overruled:
            out.add((tie.application_id, tie.person_id))
    return out


def is_kept_out(user: Any, application: Application) -> bool:
    """Whether a conflict keeps this person from this file now."""
    return bool(standing(Application.objects.filter(pk=application.pk), [user.pk]))


def kept_from(user: Any, applications: QuerySet[Application]) -> set[int]:
    """Keys of those of these files that a conflict keeps from a person."""
    return {file for file, _person in standing(applications, [user.pk])}


# --- Ties, one by one -----------------------------------------------------------------------------------
class _Seen:
    """What the looks share: the people's organisations, now and in the last years, and their relations."""

    def __init__(self, applications: QuerySet[Application], people: set[int]) -> None:
        self.applications = applications
        self.people = people
        self.files = applications.values("pk")
        self.projects = applications.values("project")
        today = timezone.localdate()
        rows = (
            Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since()), user__in=people)
            .order_by("pk")
            .values_list("user", "organisation", "organisation__name", "ended_on")
        )
        self.names: dict[int, str] = {}
        self.now: dict[int, set[int]] = defaultdict(set)
        self.past: dict[int, dict[int, dt.date]] = defaultdict(dict)
        for person, organisation, name, ended_on in rows:
            self.names[organisation] = name
            if ended_on is None or ended_on >= today:
                self.now[organisation].add(person)
            else:
                self.past[organisation][person] = ended_on

    @property
    def ever(self) -> set[int]:
        return {*self.now, *self.past}

    def files_of(self, organisations: Collection[int]) -> Iterable[tuple[int, int]]:
        """``(file, organisation)`` where one of them carries the project or runs its place: two queries."""
        if not organisations:
            return
        yield from self.applications.filter(
            project__organisations__organisation__in=organisations
        ).values_list("pk", "project__organisations__organisation")
        yield from self.applications.filter(project__place__organisation__in=organisations).values_list(
            "pk", "project__place__organisation"
        )


def _organisations(seen: _Seen) -> Iterable[Found]:
    """Members now, members before, and those whose organisation has a stake in the applicants'."""
    stakes: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    current = set(seen.now)
    relations = (
        OrganisationRelation.objects.filter(
            Q(source__in=current) | Q(target__in=current),
            Q(ended_on__isnull=True) | Q(ended_on__gte=since()),
            kind__in=BINDING_RELATIONS,
        )
        .select_related("source", "target")
        .order_by("pk")
    )
    for row in relations:
        for mine, theirs in ((row.source_id, row.target_id), (row.target_id, row.source_id)):
            if mine in current:
                stakes[theirs].append((mine, str(row), row.pk))
    for file, organisation in set(seen.files_of({*seen.ever, *stakes})):
        key, name = f"organisation:{organisation}", seen.names.get(organisation, "")
        for person in seen.now.get(organisation, ()):
            yield Found(file, person, Ground.ORGANISATION, key, name)
        for person, day in seen.past.get(organisation, {}).items():
            detail = _("%(name)s, until %(day)s") % {"name": name, "day": day.isoformat()}
            yield Found(file, person, Ground.MEMBERSHIP, key, detail)
        for mine, sentence, pk in stakes.get(organisation, ()):
            for person in seen.now[mine]:
                yield Found(file, person, Ground.FUNDER, f"relation:{pk}", sentence[:300])


def _colleagues(seen: _Seen) -> Iterable[Found]:
    """Those who belong now to an organisation to which somebody of the project belongs now."""
    if not seen.now:
        return
    rows = Membership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()),
        organisation__in=seen.now,
        user__project_members__role__in=WORKING,
        user__project_members__project__in=seen.projects,
    ).values_list("organisation", "user", "user__project_members__project", "user__full_name")
    by_project: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for organisation, user, project, name in rows.order_by("pk"):
        by_project[project].append((organisation, user, name))
    for file, project in _files_by_project(seen, by_project):
        for organisation, user, name in by_project[project]:
            for person in seen.now[organisation]:
                if person != user:
                    yield Found(
                        file,
                        person,
                        Ground.COLLEAGUE,
                        f"organisation:{organisation}:{user}",
                        f"{name} · {seen.names[organisation]}"[:300],
                    )


def _domain_of(column: str) -> Func:
    return Func(Lower(F(column)), Value("@"), Value(2), function="SPLIT_PART", output_field=TextField())


def _domains(seen: _Seen) -> Iterable[Found]:
    """Those whose address is of the same house as one of the project's people or organisations."""
    domains: dict[str, set[int]] = defaultdict(set)
    for person, email in User.objects.filter(pk__in=seen.people).order_by("pk").values_list("pk", "email"):
        domain = email.lower().rpartition("@")[2]
        if domain and domain not in PUBLIC_PROVIDERS:
            domains[domain].add(person)
    if not domains:
        return
    by_project: dict[int, list[tuple[str, int]]] = defaultdict(list)
    members = (
        ProjectMember.objects.filter(project__in=seen.projects, role__in=WORKING)
        .annotate(domain=_domain_of("user__email"))
        .filter(domain__in=list(domains))
    )
    for project, domain, user in members.order_by("pk").values_list("project", "domain", "user"):
        by_project[project].append((domain, user))
    carried = (
        ProjectOrganisation.objects.filter(project__in=seen.projects)
        .annotate(domain=_domain_of("organisation__email"))
        .filter(domain__in=list(domains))
    )
    for project, domain in carried.order_by("pk").values_list("project", "domain"):
        by_project[project].append((domain, 0))
    for file, project in _files_by_project(seen, by_project):
        for domain, user in by_project[project]:
            for person in domains[domain] - {user}:
                yield Found(file, person, Ground.DOMAIN, f"domain:{domain}", f"@{domain}")


def _teams(seen: _Seen) -> Iterable[Found]:
    """Those who have a part in the project, or had one in the last years, or wrote the file."""
    for file, person in seen.applications.filter(project__members__user__in=seen.people).values_list(
        "pk", "project__members__user"
    ):
        yield Found(file, person, Ground.TEAM, "team", _("has a part in the project"))
    left: dict[int, set[int]] = defaultdict(set)
    versions = history.versions_of(ProjectMember).filter(
        user__in=seen.people, project__in=seen.projects, pgh_created_at__date__gte=since()
    )
    for project, person in versions.order_by("pgh_id").values_list("project", "user"):
        left[project].add(person)
    for file, project in _files_by_project(seen, left):
        for person in left[project]:
            yield Found(file, person, Ground.TEAM, "team", _("has a part in the project"))
    for column in ("created_by", "submitted_by"):
        for file, person in seen.applications.filter(**{f"{column}__in": seen.people}).values_list(
            "pk", column
        ):
            yield Found(file, person, Ground.TEAM, "team", _("has a part in the project"))


def _elsewhere(seen: _Seen) -> Iterable[Found]:
    """Those who carry another project with somebody of this one."""
    together = (
        ProjectMember.objects.filter(
            user__in=seen.people,
            role=ProjectRole.CARRIER,
            project__members__role=ProjectRole.CARRIER,
        )
        .order_by("pk")
        .values_list("user", "project__members__user", "project", "project__title")
    )
    fellows: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for person, fellow, other, title in together:
        if person != fellow:
            fellows[fellow].append((person, other, title))
    if not fellows:
        return
    for file, project, fellow in seen.applications.filter(
        project__members__user__in=list(fellows), project__members__role__in=WORKING
    ).values_list("pk", "project", "project__members__user"):
        for person, other, title in fellows[fellow]:
            if other != project:
                yield Found(file, person, Ground.TEAM, f"project:{other}", title)


def _coaches(seen: _Seen) -> Iterable[Found]:
    """Those who coach the project, or did: they never decide on its money."""
    keys = sorted(set(seen.projects.order_by().values_list("project", flat=True)))
    ties = separation.coaches(keys, seen.people)
    by_project: dict[int, list[separation.Tie]] = defaultdict(list)
    for tie in ties:
        by_project[tie.project_id].append(tie)
    for file, project in _files_by_project(seen, by_project):
        for tie in by_project[project]:
            yield Found(file, tie.person_id, Ground.WORK, COACHES, tie.fact[:300])


def _files_by_project(seen: _Seen, projects: Collection[int]) -> Iterable[tuple[int, int]]:
    if not projects:
        return ()
    return seen.applications.filter(project__in=list(projects)).values_list("pk", "project")
