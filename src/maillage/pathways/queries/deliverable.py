"""Reads of deliverables: whose they are, who advises on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User
from maillage.core.errors import Sentence
from maillage.core.models import Event
from maillage.core.registry import TimelineEntry
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.pathways.enums import EnrolmentState, PathwayState, SpeakerState
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Deliverable, Pathway, Speaker
from maillage.pathways.models.deliverable import DeliverableQuerySet
from maillage.programmes.enums import Role
from maillage.programmes.models import ProgrammeRole
from maillage.projects.enums import ProjectRole
from maillage.territories.names import normalise


def handed_in_by(user: Any) -> QuerySet[Deliverable]:
    """Those that the person writes: of a project that they carry, or their own."""
    return Deliverable.objects.filter(
        Q(project__members__user=user, project__members__role=ProjectRole.CARRIER)
        | Q(enrolment__user=user, enrolment__state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))
    ).distinct()


def read_by(user: Any) -> QuerySet[Deliverable]:
    """Those that the person advises on: its referent, those who run the pathway, its trainers."""
    return Deliverable.objects.filter(
        Q(referent=user)
        | Q(pathway__in=Pathway.objects.run_by(user))
        | Q(
            pathway__sessions__speakers__user=user,
            pathway__sessions__speakers__state=SpeakerState.ACCEPTED,
        )
    ).distinct()


def visible_to(user: Any) -> DeliverableQuerySet:
    if not user.is_authenticated:
        return Deliverable.objects.none()
    keys = handed_in_by(user).values("pk").union(read_by(user).values("pk"))
    return Deliverable.objects.filter(pk__in=keys)


def referents(pathway: Pathway) -> QuerySet[User]:
    """Who may be asked to be a referent: the officers and trainers of the programme, those who work for the
    organisation, and the speakers of the sessions."""
    roles = ProgrammeRole.objects.live().filter(
        programme=pathway.programme_id, role__in=(Role.OFFICER, Role.TRAINER)
    )
    staff = Membership.objects.active().filter(
        organisation=pathway.organisation_id, role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
    )
    speakers = Speaker.objects.asked().filter(session__pathway=pathway, user__isnull=False)
    return User.objects.filter(
        Q(pk__in=roles.values("user")) | Q(pk__in=staff.values("user")) | Q(pk__in=speakers.values("user")),
        is_active=True,
    ).order_by("full_name", "pk")


def waiting_for(user: Any) -> QuerySet[Deliverable]:
    """Handed in, and read by nobody yet, where the person is the referent."""
    return (
        Deliverable.objects.filter(referent=user, state=DeliverableState.HANDED_IN)
        .for_list()
        .order_by("handed_in_at", "pk")
    )


def to_write(user: Any) -> QuerySet[Deliverable]:
    """What the person has to write or to rework in pathways that are open; what is expected first."""
    mine = handed_in_by(user).filter(
        state__in=(DeliverableState.TO_DO, DeliverableState.TO_REWORK), pathway__state=PathwayState.OPEN
    )
    return (
        Deliverable.objects.filter(pk__in=mine.values("pk"))
        .for_list()
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


STORY: dict[str, tuple[Sentence, str]] = {
    "pathways.deliverable_handed_in": (gettext_lazy("Handed in: %(deliverable)s"), "action"),
    "pathways.deliverable_sent_back": (gettext_lazy("To rework: %(deliverable)s"), "note"),
    "pathways.deliverable_accepted": (gettext_lazy("Accepted: %(deliverable)s"), "decision"),
}


def project_entries(project: Any, user: Any) -> Iterator[TimelineEntry]:
    """What the thread of a project tells of its deliverables; a link for who may read them."""
    rows = {str(row.pk): row for row in Deliverable.objects.filter(project=project).for_list().order_by("pk")}
    if not rows:
        return
    open_to = set(visible_to(user).filter(project=project).values_list("pk", flat=True))
    told = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Deliverable),
        subject_id__in=list(rows),
        verb__in=list(STORY),
    )
    for event in told.select_related("actor").order_by("-at", "-pk")[:100]:
        row = rows[event.subject_id]
        sentence, kind = STORY[event.verb]
        yield TimelineEntry(
            event.at,
            str(sentence) % {"deliverable": row.get_kind_display()},
            kind,
            row.pathway.title,
            row.get_absolute_url() if row.pk in open_to else "",
            str(event.actor or ""),
        )


def of_pathway(pathway: Pathway, user: Any) -> list[Deliverable]:
    """What that person may see of the deliverables of a pathway, by project then kind."""
    rows = visible_to(user).filter(pathway=pathway).for_list()
    return sorted(rows, key=lambda row: (normalise(row.of), row.pk))
