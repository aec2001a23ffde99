"""The personal data of programmes: why, how long, exported and erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.errors import Sentence
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.actions import filling
from maillage.programmes.enums import Decision, Filing, Role
from maillage.programmes.models import (
    Application,
    ProgrammeInvitation,
    ProgrammeRole,
)
from maillage.programmes.queries.application import files_with_answers, fillings_of
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember
from maillage.questionnaires.filling.display import in_words


def declare() -> None:
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
            "programmes.StageFile",
            gettext_lazy("Knowing who handed in the file of a stage, and who admitted it"),
            mission,
            gettext_lazy("Who opened the file, who submitted it, when"),
            gettext_lazy("With the application"),
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
                "answers": {
                    key: text
                    for filling in fillings_of(row)
                    for key, text in in_words(filling.definition, filling.answers).items()
                },
                "decision": row.get_announced_decision_display(),
                "reason": row.announced_reason,
            }
            for row in applications.select_related("call")
            .prefetch_related(Prefetch("stage_files", files_with_answers()))
            .distinct()
            .order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """Ends the roles and removes what was never sent; submitted files stay as the programme's record."""
    ProgrammeRole.objects.filter(user=user).delete()
    ProgrammeInvitation.objects.filter(email=user.email.lower()).delete()
    others = ProjectMember.objects.filter(project=OuterRef("project")).exclude(user=user)
    never_sent = Application.objects.filter(
        ~Exists(others), project__members__user=user, submitted_at__isnull=True
    )
    filling.forget_answers(never_sent)
    never_sent.delete()


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
