"""Two projects side by side, for meetings and mergers; a launch long ago, for what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from maillage.core import clock
from maillage.projects.actions import outcome
from maillage.projects.enums import Outcome, Visibility
from maillage.projects.models import Project
from tests.factories.projects import ProjectFactory


def a_pair(**values: Any) -> tuple[Project, Project]:
    """Two projects of different carriers, seen by the network."""
    given = {"visibility": Visibility.NETWORK, **values}
    return ProjectFactory(**given), ProjectFactory(**given)


def carrier_of(project: Project) -> Any:
    return project.members.get(role="carrier").user


def launched(days_ago: int, **values: Any) -> Project:
    """A project whose carrier said today that it was launched so many days ago."""
    project = ProjectFactory(**values)
    day = clock.today() - dt.timedelta(days=days_ago)
    return outcome.change_outcome(project, Outcome.LAUNCHED, by=carrier_of(project), on=day)
