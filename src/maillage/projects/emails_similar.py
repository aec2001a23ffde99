"""Which letters meetings, mergers and follow-ups send, and to whom. Delivery is the outbox's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core import outbox
from maillage.projects.models import FollowUp, Introduction, Merger, Project
from maillage.projects.queries.team import carriers_of


def name_for(project: Project, user: Any) -> str:
    """The project's title for whoever may see it; else only where it is: a suggestion opens no door."""
    if user.has_perm("projects.view_project", project):
        return project.title
    return _("a project in %(department)s") % {"department": project.commune.department.name}


# --- Meetings ----------------------------------------------------------------------------------------------
def introduction(row: Introduction, what: str, people: Iterable[Any], **context: Any) -> None:
    """``what`` is asked, reminder, over, expired or withdrawn; each reads the titles that they may read."""
    for person in people:
        with translation.override(person.language):
            names = {"first": name_for(row.first, person), "second": name_for(row.second, person)}
        outbox.send_email(
            person.email,
            "projects/email/introduction",
            {"what": what, "row": row, **names, "path": row.get_absolute_url(), **context},
            language=person.language,
        )


def introduced(row: Introduction) -> None:
    """Both said yes: each of the two who did receives the name and address of the other; the one who
    suggested it is told, without the addresses."""
    pairs = ((row.first_by, row.second_by, row.second), (row.second_by, row.first_by, row.first))
    for person, other, project in pairs:
        # Both are there: the database holds it for what is accepted.
        if person is None or other is None:
            continue
        outbox.send_email(
            person.email,
            "projects/email/introduced",
            {"row": row, "other": other, "project": project, "path": row.get_absolute_url()},
            language=person.language,
        )
    told = row.suggested_by
    if told.is_active and told.pk not in {row.first_by_id, row.second_by_id}:
        introduction(row, "accepted", [told])


def carriers_of_both(*projects: Project) -> list[Any]:
    """The carriers of all of them, each once."""
    people = {person.pk: person for project in projects for person in carriers_of(project)}
    return list(people.values())


# --- Mergers -----------------------------------------------------------------------------------------------
def merger(row: Merger, what: str, people: Iterable[Any]) -> None:
    """``what`` is proposed, reminder, accepted, declined, withdrawn, expired or undone."""
    for person in people:
        outbox.send_email(
            person.email,
            "projects/email/merger",
            {
                "what": what,
                "row": row,
                "absorbed": row.absorbed,
                "survivor": row.survivor,
                "path": row.get_absolute_url(),
            },
            language=person.language,
        )


# --- What became of it -------------------------------------------------------------------------------------
def follow_up(row: FollowUp, person: Any, *, is_reminder: bool = False) -> None:
    """Three questions behind a link that works without signing in."""
    link = reverse("projects:follow_up", args=[row.token_for(person)])
    outbox.send_email(
        person.email,
        "projects/email/follow_up",
        {
            "row": row,
            "project": row.project,
            "origin": row.origin,
            "is_reminder": is_reminder,
            "path": link,
        },
        language=person.language,
        preferences_url=f"{settings.BASE_URL}{link}",
    )
