"""Who trains a project coaches it: they do not decide on its money (``projects.separation``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from maillage.pathways.enums import DATED, SeatState, SpeakerState
from maillage.pathways.models import Registration
from maillage.projects import separation


def declare() -> None:
    separation.coaching.add(separation.TieSource("pathways.trainers", trainers))


def trainers(projects: Collection[int], people: Collection[int] | None) -> Iterable[separation.Tie]:
    """Those who speak, or spoke, in a session where somebody of the project has a seat."""
    rows = Registration.objects.filter(
        enrolment__project__in=list(projects),
        state=SeatState.SEATED,
        session__state__in=DATED,
        session__speakers__state=SpeakerState.ACCEPTED,
        session__speakers__user__isnull=False,
    )
    if people is not None:
        rows = rows.filter(session__speakers__user__in=list(people))
    pairs = rows.order_by("pk").values_list(
        "enrolment__project", "session__speakers__user", "session__title", "session__speakers__state"
    )
    for project, person, title, state in pairs:
        if state == SpeakerState.ACCEPTED and (people is None or person in people):
            yield separation.Tie(project, person, _("trainer of “%(session)s”") % {"session": title})
