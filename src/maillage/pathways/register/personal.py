"""The personal data of kits and pathways: why, how long, exported and erased."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import history, registry
from maillage.pathways.actions.resource import forget_removed
from maillage.pathways.enums import SeatState
from maillage.pathways.models import (
    CalendarFeed,
    Enrolment,
    KitFeedback,
    Registration,
    SessionResource,
    Speaker,
)
from maillage.pathways.queries.resource import may_read_file

#: How long an address without account is kept after the session where it was invited to speak.
SPEAKER_DAYS = 365
#: How long the seat of somebody outside the group is kept after the session.
SEAT_DAYS = 3 * 365


def declare() -> None:
    service = _("Use of the service that the person asked for (GDPR, article 6.1.b)")
    mission = _(
        "Task of general interest, or contract, of the organisation that runs the pathway (article 6.1)"
    )
    account = _("As long as the account exists")
    lines = [
        ("Kit", _("Knowing who wrote a kit"), service, _("Who, when"), account),
        ("KitVersion", _("Knowing who wrote a version of a kit"), service, _("Who, when"), account),
        (
            "KitProposal",
            _("Letting those who run a kit and its authors answer each other"),
            service,
            _("Who proposed and who answered, their words, when"),
            account,
        ),
        (
            "KitFeedback",
            _("Making a kit better from what those who ran it say"),
            service,
            _("Who, what they wrote, their mark, when"),
            account,
        ),
        ("Pathway", _("Knowing who prepared a pathway"), service, _("Who, when"), account),
        (
            "Enrolment",
            _("Running a pathway: who follows it, with which project, from where"),
            mission,
            _("Person, project, referent, commune of departure, dates, why they left"),
            account,
        ),
        (
            "Registration",
            _("Keeping a seat, and telling people what changes"),
            service,
            _("Person, session, state, reason of an absence"),
            _("Three years after the session for people outside the group; with the pathway for its members"),
        ),
        (
            "Speaker",
            _("Inviting people to speak in a session, and telling participants who they are"),
            mission,
            _("Name, e-mail address, organisation at that time, role, answer"),
            _("One year after the session for an address without account; the name stays with the session"),
        ),
        (
            "SessionResource",
            _("Letting those who come to a session read what it rests on, and know who shared it"),
            mission,
            _("Who shared a link or a file, its title and note, when"),
            _("With the pathway; one month once it is taken away"),
        ),
        ("Rota", _("Knowing who asked for a rota"), service, _("Who, when, kilometres per person"), account),
        (
            "CalendarFeed",
            _("Letting a person’s calendar read their sessions"),
            service,
            _("Person, number of the link"),
            account,
        ),
    ]
    for order, (name, purpose, basis, data, kept) in enumerate(lines, start=600):
        model = f"pathways.{name}"
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="pathways", label=_("Pathways and sessions"), export=export, erase=erase, order=150
        )
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.speakers", "pathways.Speaker", forget_addresses)
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.seats", "pathways.Registration", forget_seats)
    )
    registry.retention_rules.add(
        registry.RetentionRule("pathways.resources", "pathways.SessionResource", forget_removed)
    )
    registry.file_owners.add(registry.FileOwner("pathways.resources", may_read_file))


def export(user: Any) -> dict[str, Any]:
    """Pathways followed, seats kept, interventions, and what the person wrote about kits."""
    return {
        "pathways": [
            {
                "pathway": row.pathway.title,
                "state": row.get_state_display(),
                "since": row.at.isoformat(),
                "project": row.project.title if row.project else None,
                "comes_from": row.commune.name if row.commune else None,
            }
            for row in Enrolment.objects.filter(user=user)
            .select_related("pathway", "project", "commune")
            .order_by("pk")
        ],
        "sessions": [
            {
                "session": row.session.title,
                "starts_at": row.session.starts_at.isoformat() if row.session.starts_at else None,
                "state": row.get_state_display(),
                "reason": row.reason,
            }
            for row in Registration.objects.filter(user=user).select_related("session").order_by("pk")
        ],
        "interventions": [
            {"session": row.session.title, "role": row.role, "state": row.get_state_display()}
            for row in Speaker.objects.filter(Q(user=user) | Q(email=user.email.lower()))
            .select_related("session")
            .order_by("pk")
        ],
        "resources": [
            {
                "session": row.session.title,
                "title": row.title,
                "link": row.url,
                "file": row.file.name if row.file else None,
                "note": row.note,
                "at": row.at.isoformat(),
            }
            for row in SessionResource.objects.filter(by=user)
            .select_related("session", "file")
            .order_by("pk")
        ],
        "feedback": [
            {"kit": str(row.version), "worked": row.worked, "to_change": row.to_change}
            for row in KitFeedback.objects.filter(given_by=user).select_related("version__kit").order_by("pk")
        ],
    }


def erase(user: Any) -> None:
    """What was followed and signed for stays with the pathway, under an account without a name; the
    calendar link, seats given back and addresses go."""
    CalendarFeed.objects.filter(user=user).delete()
    Registration.objects.filter(user=user, enrolment__isnull=True).exclude(state=SeatState.SEATED).delete()
    mine = Speaker.objects.filter(Q(user=user) | Q(email=user.email.lower()))
    keys = list(mine.values_list("pk", flat=True))
    Speaker.objects.filter(pk__in=keys).update(name=str(_("Closed account")), email="")
    history.versions_of(Speaker).filter(pgh_obj_id__in=keys).update(name="", email="")
    Enrolment.objects.filter(user=user).update(commune=None)


def forget_addresses(now: dt.datetime) -> int:
    """Addresses of speakers without account, a year after their session."""
    old = Speaker.objects.filter(
        user__isnull=True, session__ends_at__lt=now - dt.timedelta(days=SPEAKER_DAYS)
    ).exclude(email="")
    keys = list(old.values_list("pk", flat=True))
    Speaker.objects.filter(pk__in=keys).update(email="")
    history.versions_of(Speaker).filter(pgh_obj_id__in=keys).update(email="")
    return len(keys)


def forget_seats(now: dt.datetime) -> int:
    """Seats of people outside the group, three years after the session."""
    return history.forget(
        Registration.objects.filter(
            enrolment__isnull=True, session__ends_at__lt=now - dt.timedelta(days=SEAT_DAYS)
        )
    )
