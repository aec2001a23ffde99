"""What programmes add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.errors import Sentence
from maillage.core.invitations import live
from maillage.core.registry import Panel, TimelineEntry, TodoItem
from maillage.directory import exporting, extensions
from maillage.directory.models import Place
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import Decision, Filing, LabelState, Role, Verdict
from maillage.programmes.models import (
    Application,
    Call,
    Label,
    Programme,
    ProgrammeInvitation,
    ProgrammeRole,
)
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import label as labels
from maillage.programmes.queries import todo
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember
from maillage.territories.models import Commune


def declare() -> None:
    registry.workspaces.add(registry.WorkspaceSource("programmes", spaces.of_user, order=30))
    registry.todo_sources.add(registry.TodoSource("programmes", todo_for, order=20))
    registry.territory_panels.add(registry.TerritoryPanel("calls", open_calls_panel, order=30))
    registry.timeline_sources.add(registry.TimelineSource("programmes", project_entries, order=20))
    registry.file_owners.add(registry.FileOwner("programmes", may_read_file))
    registry.search_sources.add(
        registry.SearchSource("programmes", gettext_lazy("Programmes and calls"), search, order=40)
    )
    _declare_labels()
    _declare_personal_data()
    _declare_invariants()
    bench.declare()


# --- What waits ----------------------------------------------------------
def todo_for(user: Any) -> Iterable[TodoItem]:
    """Drafts that close soon, invitations to roles, and what waits for the person as an officer."""
    for invitation in (
        live(ProgrammeInvitation)
        .filter(email=user.email.lower())
        .select_related("programme")
        .order_by("expires_at", "pk")
    ):
        yield TodoItem(
            title=_("Take a role in the programme “%(name)s”?") % {"name": invitation.programme.name},
            url=reverse("programmes:invitation", args=[invitation.token]),
            due_on=timezone.localdate(invitation.expires_at),
            button=_("Answer"),
        )
    for draft in calls.waiting_drafts(user)[:20]:
        yield TodoItem(
            title=_("Finish the application of “%(title)s”") % {"title": draft.title},
            url=reverse("programmes:write", args=[draft.reference]),
            detail=draft.call.title,
            due_on=timezone.localdate(draft.call.closes_at),
            button=_("Go on"),
            about=f"project-{draft.project_id}",
        )
    yield from todo.officer_todo(user)


# --- Territories, projects, search ----------------------------------------------------------
def open_calls_panel(territory: Any, user: Any) -> Panel | None:
    """Open calls that a commune is eligible to, or may be. Wider territories have no single answer."""
    if not isinstance(territory, Commune):
        return None
    found = calls.open_to(territory)
    if not found:
        return None
    return Panel(
        gettext_lazy("Open calls for a project here"),
        "programmes/_panel.html",
        {"opportunities": found, "unknown": Verdict.UNKNOWN},
        len(found),
    )


def project_entries(project: Any, user: Any) -> Iterator[TimelineEntry]:
    """Applications, announced decisions and labels in a project's thread: nothing that is only prepared."""
    rows = (
        Application.objects.filter(project=project)
        .select_related("call__programme")
        .defer("answers", "search_text", "eligibility_detail")
        .order_by("pk")
    )
    for row in rows:
        detail, url = f"{row.call.title} · {row.call.programme.name}", row.get_absolute_url()
        if row.submitted_at:
            yield TimelineEntry(row.submitted_at, _("Application submitted"), "action", detail, url)
        else:
            yield TimelineEntry(row.created_at, _("Application started"), "note", detail, url)
        if row.withdrawn_at:
            yield TimelineEntry(row.withdrawn_at, _("Application withdrawn"), "stop", detail, url)
        if row.announced_at:
            decision = Decision(row.announced_decision).label
            yield TimelineEntry(
                row.announced_at,
                _("Decision: %(decision)s") % {"decision": decision},
                "decision",
                f"{detail}\n{row.announced_reason}".strip(),
                url,
            )
    for label in Label.objects.filter(project=project).select_related("programme", "place").order_by("pk"):
        yield TimelineEntry(
            label.granted_at,
            _("Label “%(label)s”: %(state)s")
            % {"label": label.programme.label_name, "state": LabelState(label.state).label},
            "decision",
            str(label.place),
            label.place.get_absolute_url(),
        )


def search(query: str, request: Any) -> Sequence[tuple[str, str, str]]:
    """Public programmes and calls whose name holds the words."""
    words = query.split()[:6]
    if not words:
        return []
    by_name, by_title = Q(), Q()
    for word in words:
        by_name &= Q(name__icontains=word)
        by_title &= Q(title__icontains=word)
    found = Programme.objects.filter(by_name, is_public=True).order_by("name", "pk")[:5]
    open_calls = (
        Call.objects.public().filter(by_title).select_related("programme").order_by("-closes_at", "pk")
    )
    return [
        *((row.name, row.get_absolute_url(), row.purpose) for row in found),
        *((row.title, row.get_absolute_url(), row.programme.name) for row in open_calls[:5]),
    ]


def may_read_file(stored: Any, user: Any) -> bool:
    """A file of an application: its applicants, and those who read the application."""
    if not user.is_authenticated:
        return False
    row = Application.objects.filter(files__file=stored).select_related("project", "call__programme").first()
    return row is not None and (
        user.has_perm("programmes.view_application", row) or user.has_perm("programmes.read_application", row)
    )


# --- Labels on places, on the map, in exports ----------------------------------------------------------
def _declare_labels() -> None:
    extensions.label_sources.add(
        extensions.LabelSource(
            "programmes", labels_of_places, labelled=labelled_places, version=labels_version
        )
    )
    extensions.importer_roles.add(extensions.ImporterRole("programmes", is_officer_somewhere))
    exporting.exports.add(
        exporting.Export(
            key="labels",
            slug="labels",
            label=gettext_lazy("Labelled places"),
            description=gettext_lazy("Every label in force today: programme, promotion, project, place."),
            formats={
                "csv": lambda: exporting.csv_text(labels.COLUMNS, labels.as_rows(labels.register_in_force())),
                "geojson": lambda: exporting.geojson_text(
                    labels.as_features(labels.register_in_force()),
                    about={"name": "Maillage", "licence": exporting.LICENCE},
                ),
            },
            version=labels_version,
            order=40,
        )
    )


def is_officer_somewhere(user: Any) -> bool:
    """Officers import the lists of the places that they follow."""
    return ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER).exists()


def _in_force() -> QuerySet[Label]:
    return Label.objects.public().in_force()


def labelled_places() -> Any:
    return _in_force().order_by().values("place")


def labels_of_places(places: Sequence[Place]) -> Mapping[int, Sequence[extensions.Label]]:
    found: dict[int, list[extensions.Label]] = {}
    rows = _in_force().filter(place__in=places).select_related("programme").order_by("pk")
    for row in rows:
        found.setdefault(row.place_id, []).append(
            extensions.Label(
                row.programme.label_name, row.programme.get_absolute_url(), row.starts_on, row.ends_on
            )
        )
    return found


def labels_version() -> str:
    """Differs when a label begins, changes or ends: the day counts, since a clock ends labels too."""
    state = _in_force().aggregate(
        rows=Count("pk"), last=Max("pk"), places=Max("place"), ends=Max("ends_on"), first=Max("starts_on")
    )
    sums = Label.objects.aggregate(
        granted=Count("pk", filter=Q(state=LabelState.GRANTED)), every=Count("pk"), last=Max("pk")
    )
    text = repr([timezone.localdate().isoformat(), sorted(state.items()), sorted(sums.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- Personal data ----------------------------------------------------------
def _declare_personal_data() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    mission = gettext_lazy("Task of general interest, or contract, of the programme’s operator (article 6.1)")
    lines = [
        (
            "programmes.ProgrammeRole",
            gettext_lazy("Knowing who works in a programme"),
            service,
            gettext_lazy("Person, programme, role, dates"),
            gettext_lazy("As long as the account exists"),
        ),
        (
            "programmes.ProgrammeInvitation",
            gettext_lazy("Letting somebody take a role in a programme"),
            service,
            gettext_lazy("E-mail address, role, dates"),
            gettext_lazy("One year after the invitation was sent"),
        ),
        (
            "programmes.Application",
            gettext_lazy("Selecting projects, and being able to explain each decision"),
            mission,
            gettext_lazy("What the applicants write, who submitted, the decision and its reason"),
            gettext_lazy("Ten years after the decision; drafts, two years after the call’s end"),
        ),
        (
            "programmes.EligibilityOverrule",
            gettext_lazy("Being able to explain an exception"),
            mission,
            gettext_lazy("The officer’s name and written reason"),
            gettext_lazy("With the application"),
        ),
    ]
    for order, (model, purpose, basis, data, kept) in enumerate(lines, start=500):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="programmes",
            label=gettext_lazy("Programmes and applications"),
            export=export,
            erase=erase,
            blockers=blockers,
            order=140,
        )
    )


def export(user: Any) -> dict[str, Any]:
    """The person's roles, and the applications of the projects that they carry."""
    roles = ProgrammeRole.objects.filter(user=user).select_related("programme")
    mine = ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER)
    applications = Application.objects.filter(
        Q(project__in=mine.values("project")) | Q(submitted_by=user) | Q(created_by=user)
    )
    return {
        "roles": [
            {
                "programme": role.programme.name,
                "role": role.get_role_display(),
                "starts_on": role.starts_on.isoformat(),
                "ends_on": role.ends_on.isoformat() if role.ends_on else None,
            }
            for role in roles.order_by("starts_on", "pk")
        ],
        "applications": [
            {
                "number": row.reference,
                "project": row.title,
                "call": row.call.title,
                "filing": row.get_filing_display(),
                "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
                "answers": row.answers,
                "decision": row.get_announced_decision_display(),
                "reason": row.announced_reason,
            }
            for row in applications.select_related("call").distinct().order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """Ends the roles and removes what was never sent; submitted files stay as the programme's record."""
    ProgrammeRole.objects.filter(user=user).delete()
    ProgrammeInvitation.objects.filter(email=user.email.lower()).delete()
    others = ProjectMember.objects.filter(project=OuterRef("project")).exclude(user=user)
    Application.objects.filter(
        ~Exists(others), project__members__user=user, submitted_at__isnull=True
    ).delete()


def blockers(user: Any) -> Iterable[Sentence]:
    """A sentence per programme that would lose its last officer, and per file left without a carrier."""
    officers = ProgrammeRole.objects.live().filter(role=Role.OFFICER)
    other_officers = officers.filter(programme=OuterRef("programme"), user__is_active=True).exclude(user=user)
    mine = officers.filter(~Exists(other_officers), user=user).select_related("programme")
    for role in mine.order_by("pk"):
        yield _("You are the last officer of “%(programme)s”: name another one first.") % {
            "programme": role.programme
        }
    carriers = ProjectMember.objects.filter(role=ProjectRole.CARRIER)
    other_carriers = carriers.filter(project=OuterRef("project"), user__is_active=True).exclude(user=user)
    waiting = Application.objects.filter(
        ~Exists(other_carriers),
        project__in=carriers.filter(user=user).values("project"),
        filing=Filing.SUBMITTED,
        announced_decision__in=[Decision.NONE, Decision.WAITING],
    )
    for row in waiting.order_by("pk"):
        yield _("“%(title)s” waits for a decision: withdraw it, or name another carrier first.") % {
            "title": row.title
        }


# --- Invariants ----------------------------------------------------------
def _declare_invariants() -> None:
    for key, label, broken in (
        ("programmes.officer", "Every programme has an officer", without_officer),
        ("programmes.places", "No call announces more retained files than its places", too_many_retained),
        ("programmes.late", "No application was submitted outside its call's moments", submitted_outside),
        ("programmes.cohorts", "Announced retained files are in one promotion", retained_outside_cohorts),
        ("programmes.labels", "A label of an application is for its project", foreign_labels),
    ):
        registry.invariants.add(registry.Invariant(key, label, broken))


def without_officer() -> Iterable[str]:
    officers = ProgrammeRole.objects.live().filter(programme=OuterRef("pk"), role=Role.OFFICER)
    for row in Programme.objects.filter(~Exists(officers)).order_by("pk"):
        yield f"{row.name} ({row.pk}) has no officer"


def too_many_retained() -> Iterable[str]:
    retained = Q(applications__announced_decision=Decision.RETAINED, applications__filing=Filing.SUBMITTED)
    rows = Call.objects.annotate(retained=Count("applications", filter=retained))
    over = rows.filter(retained__gt=F("places")).order_by("pk")
    for pk, title, number, places in over.values_list("pk", "title", "retained", "places"):
        yield f"{title} ({pk}) announced {number} for {places} places"


def submitted_outside() -> Iterable[str]:
    outside = Q(submitted_at__lt=F("call__opens_at")) | Q(submitted_at__gt=F("call__closes_at"))
    for row in Application.objects.filter(outside).order_by("pk")[:100]:
        yield f"{row.reference} was submitted outside its call"


def retained_outside_cohorts() -> Iterable[str]:
    rows = Application.objects.filter(
        announced_decision=Decision.RETAINED, filing=Filing.SUBMITTED, cohort_member__isnull=True
    )
    for row in rows.order_by("pk")[:100]:
        yield f"{row.reference} is retained, announced, and in no promotion"


def foreign_labels() -> Iterable[str]:
    foreign = ~Q(project=F("application__project")) | ~Q(programme=F("application__call__programme"))
    for row in Label.objects.filter(foreign, application__isnull=False).order_by("pk")[:100]:
        yield f"Label {row.pk} is not of its application's project and programme"
