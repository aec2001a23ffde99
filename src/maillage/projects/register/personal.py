"""Personal data in projects: why, for how long, what leaves with a person and what is erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import files, history, registry
from maillage.projects.actions import advice
from maillage.projects.actions import referral as referrals
from maillage.projects.actions.team import revoke_invitations
from maillage.projects.enums import AdviceState, EntrySharing, ProjectRole
from maillage.projects.models import (
    Advice,
    LogbookEntry,
    LogbookFile,
    Project,
    ProjectInvitation,
    ProjectMember,
)


def declare() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    lines = [
        (
            "projects.ProjectMember",
            gettext_lazy("Knowing who carries, advises or follows a project"),
            gettext_lazy("Person, project, role, date"),
            gettext_lazy("As long as the account exists"),
        ),
        (
            "projects.ProjectInvitation",
            gettext_lazy("Letting somebody join a project"),
            gettext_lazy("E-mail address, role, dates"),
            gettext_lazy("One year after the invitation was sent"),
        ),
        (
            "projects.Advice",
            gettext_lazy("Knowing who advises a project, with whose consent and which rights"),
            gettext_lazy("Adviser, organisation, rights, who agreed, dates, reason of the end"),
            gettext_lazy("Five years after the advice ended: what a consent allowed can be proven"),
        ),
        (
            "projects.LogbookEntry",
            gettext_lazy("Remembering what was said and done for a project"),
            gettext_lazy("Author, day, text, files, who may read it"),
            gettext_lazy(
                "Shared: with the project. Taken away: 30 days. Private: one year after its author left"
            ),
        ),
        (
            "projects.Evidence",
            gettext_lazy("Knowing what shows that a project is ready"),
            gettext_lazy("What was written, a file, by whom, when"),
            gettext_lazy("With the project"),
        ),
        (
            "projects.SelfDiagnosis",
            gettext_lazy("Helping people to see where their project stands"),
            gettext_lazy("Answers, who gave them, when"),
            gettext_lazy("With the project"),
        ),
        (
            "projects.Passage",
            gettext_lazy("Telling how a project came where it is"),
            gettext_lazy("Stage or outcome, day, who said it, reason, what comes next"),
            gettext_lazy("With the project"),
        ),
        (
            "projects.Project",
            gettext_lazy("Following a project from idea to activity"),
            gettext_lazy("What its carriers write of it"),
            gettext_lazy("As long as one of its carriers has an account"),
        ),
    ]
    for order, (model, purpose, data, kept) in enumerate(lines, start=400):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, service, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="projects",
            label=gettext_lazy("Projects"),
            export=export,
            erase=erase,
            order=150,
        )
    )


def export(user: Any) -> dict[str, Any]:
    """The person's parts in projects, what these say, and the invitations at their address."""
    members = ProjectMember.objects.filter(user=user).select_related("project__commune")
    invitations = ProjectInvitation.objects.filter(email=user.email.lower()).select_related("project")
    return {
        "projects": [
            {
                "title": member.project.title,
                "summary": member.project.summary,
                "need": member.project.need,
                "commune": member.project.commune.name,
                "role": member.get_role_display(),
                "since": member.since.isoformat(),
            }
            for member in members.order_by("since", "pk")
        ],
        "advice": [
            {
                "project": row.project.title,
                "organisation": str(row.organisation or ""),
                "rights": row.right_labels,
                "state": row.get_state_display(),
                "since": row.since.isoformat() if row.since else None,
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
                "reason": row.end_reason,
            }
            for row in Advice.objects.filter(adviser=user).for_list()
        ],
        "logbook": [
            {
                "project": row.project.title,
                "day": row.on.isoformat(),
                "kind": row.get_kind_display(),
                "title": row.title,
                "text": row.text,
                "readers": row.get_sharing_display(),
            }
            for row in LogbookEntry.objects.filter(author=user)
            .select_related("project")
            .order_by("written_at", "pk")
        ],
        "invitations": [
            {"project": row.project.title, "role": row.get_role_display(), "at": row.invited_at.isoformat()}
            for row in invitations.order_by("invited_at", "pk")
        ],
    }


def erase(user: Any) -> None:
    """Ends the person's parts. A project left without a carrier is nobody's to follow: the consents that they
    gave for it fall, advisers are told, and unless something else points to it it goes too."""
    projects = list(ProjectMember.objects.filter(user=user).values_list("project", flat=True))
    for agreed in Advice.objects.filter(adviser=user, state__in=[AdviceState.ASKED, AdviceState.ACTIVE]):
        advice.end(agreed, by=user, why=_("The account was closed."))
    _let_go(user)
    ProjectMember.objects.filter(user=user).delete()
    _forget_private_notes(user)
    ProjectInvitation.objects.filter(email=user.email.lower()).delete()
    for project in Project.objects.filter(pk__in=projects, members__isnull=True).order_by("pk"):
        try:
            with transaction.atomic():
                project.delete()
        except ProtectedError:
            continue  # an application or a label keeps it: the programme's record stays whole


def _let_go(user: Any) -> None:
    """The projects that nobody else carries: what waits at a service is taken back, whoever advised or
    followed them is let go, and told."""
    others = ProjectMember.objects.filter(project=OuterRef("pk"), role=ProjectRole.CARRIER).exclude(user=user)
    for project in Project.objects.carried_by(user).filter(~Exists(others)).order_by("pk"):
        # Before the advice ends: its adviser may be who sent it.
        for referral in project.referrals.open().order_by("pk"):
            referrals.withdraw(referral, by=user)
        for agreed in project.advice.filter(state=AdviceState.ACTIVE).order_by("pk"):
            advice.withdraw(agreed, by=user, why=_("The account of the person who carried it was closed."))
        for asked in project.advice.filter(state=AdviceState.ASKED).order_by("pk"):
            advice.decline(asked, by=user, why=_("The account of the person who carried it was closed."))
        ProjectMember.objects.filter(project=project).exclude(user=user).delete()
        revoke_invitations(project)


def _forget_private_notes(user: Any) -> None:
    """Nobody else may read them: they go with the account."""
    rows = LogbookEntry.objects.filter(author=user, sharing=EntrySharing.PRIVATE)
    joined = list(LogbookFile.objects.filter(entry__in=rows).select_related("file").order_by("pk"))
    history.forget(rows)
    for each in joined:
        files.remove(each.file)
