"""Row locks, and the two guards that actions begin with."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from maillage.core.errors import NotAllowed
from maillage.programmes import rules as who
from maillage.programmes.models import Application, Call, Programme
from maillage.projects import rules as projects
from maillage.projects.models import Project


def shared(call_id: int) -> Call:
    """The call under ``FOR SHARE``: submissions go on side by side, and a change of the call's moments
    or a publication of its decisions waits for them, as they wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM programmes_call WHERE id = %s FOR SHARE", [call_id])
    # A second statement: it sees what was committed while the first one waited.
    return Call.objects.select_related("programme", "programme__operator").get(pk=call_id)


def exclusive(call_id: int) -> Call:
    """The call under ``FOR UPDATE``: nobody submits, decides or publishes meanwhile."""
    Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    return Call.objects.select_related("programme", "programme__operator").get(pk=call_id)


def locked(application: Application) -> Application:
    """The application under ``FOR UPDATE``, with what its actions read."""
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    return Application.objects.select_related(
        "call__programme__operator",
        "project__commune__department",
        "project__commune__region",
        "commune",
        "stage",
        "wave__call",
    ).get(pk=application.pk)


def only_officers(programme: Programme, by: Any) -> None:
    """Raises NotAllowed when ``by`` is not an officer today."""
    if not who.is_officer(by, programme):
        raise NotAllowed(_("Only the officers of the programme may do this."))


def only_carriers(project: Project, by: Any) -> None:
    """Raises NotAllowed when ``by`` does not carry the project."""
    if not projects.is_carrier(by, project):
        raise NotAllowed(_("Only the carriers of the project may do this."))


def only_writers(application: Application, by: Any) -> None:
    """Raises NotAllowed for whoever neither carries the project nor writes for those who do."""
    if not (projects.is_carrier(by, application.project) or who.writes_for_the_applicant(by, application)):
        raise NotAllowed(_("Only the carriers of the project may do this."))
