"""Officers write the questionnaires of the organisation that runs their programme."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from maillage.directory.models import Organisation
from maillage.programmes.enums import Role
from maillage.programmes.models import ProgrammeRole
from maillage.questionnaires import extensions


def declare() -> None:
    extensions.editor_sources.add(extensions.EditorSource("programmes", operators_of_officer))


def operators_of_officer(user: Any) -> QuerySet[Organisation]:
    """The organisations whose programmes a person is an officer of, today."""
    mine = ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)
    return Organisation.objects.filter(pk__in=mine.values("programme__operator"))
