"""What is told of labels before it is too late: those that soon run out, conditions that fall due."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from maillage.core import clock, outbox
from maillage.programmes.enums import ConditionOutcome, LabelState, Role
from maillage.programmes.models import Label, LabelCondition, Programme, ProgrammeRole
from maillage.programmes.models.programme import today
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember

# Days before the last one: renewing a label of three years is prepared over months.
REMIND_DAYS = (90, 30)
CONDITION_DAYS = 14


def send_reminders() -> int:
    """Tells officers and carriers of labels that soon run out and of conditions that fall due; how many
    of both. Each is told once for each term; safe to run again, and by two processes at once."""
    day = today()
    soon = Q(labels__ends_on__range=(day, day + dt.timedelta(days=max(REMIND_DAYS))))
    due = Q(labels__conditions__due_on__lte=day + dt.timedelta(days=CONDITION_DAYS))
    told = 0
    for programme in Programme.objects.filter(soon | due).distinct().order_by("pk"):
        with transaction.atomic():
            told += _remind(programme)
    return told


def _remind(programme: Programme) -> int:
    ending, conditions = _ending(programme), _falling_due(programme)
    if not ending and not conditions:
        return 0
    labels = {row.pk: row for row in (*ending, *(condition.label for condition in conditions))}
    officers = (
        ProgrammeRole.objects.live()
        .filter(programme=programme, role=Role.OFFICER, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for role in officers:
        outbox.send_email(
            role.user.email,
            "programmes/email/labels_ending",
            {
                "programme": programme,
                "ending": ending,
                "conditions": conditions,
                "path": reverse("programmes:labels", args=[programme.slug]),
            },
            language=role.user.language,
        )
    carriers = (
        ProjectMember.objects.filter(
            project__in=[label.project_id for label in labels.values()],
            role=ProjectRole.CARRIER,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("pk")
    )
    for member in carriers:
        outbox.send_email(
            member.user.email,
            "programmes/email/label_ending",
            {
                "programme": programme,
                "ending": [row for row in ending if row.project_id == member.project_id],
                "conditions": [row for row in conditions if row.label.project_id == member.project_id],
                "path": next(
                    row.get_absolute_url() for row in labels.values() if row.project_id == member.project_id
                ),
            },
            language=member.user.language,
        )
    return len(ending) + len(conditions)


def _ending(programme: Programme) -> list[Label]:
    day = today()
    found: dict[int, Label] = {}
    for days in sorted(REMIND_DAYS):
        rows = (
            Label.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(programme=programme, ends_on__range=(day, day + dt.timedelta(days=days)))
            .exclude(state=LabelState.ENDED)
            .exclude(pk__in=list(found))
            .filter(Q(reminded_days__isnull=True) | Q(reminded_days__gt=days))
            .select_related("place", "project", "programme")
            .order_by("ends_on", "pk")
        )
        for label in rows:
            label.reminded_days = days
            label.save(update_fields=["reminded_days"])
            found[label.pk] = label
    return sorted(found.values(), key=lambda label: (label.ends_on, label.pk))


def _falling_due(programme: Programme) -> list[LabelCondition]:
    rows = list(
        LabelCondition.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            label__programme=programme,
            label__state=LabelState.CONDITIONAL,
            label__ends_on__gte=today(),
            outcome=ConditionOutcome.OPEN,
            due_on__lte=today() + dt.timedelta(days=CONDITION_DAYS),
            reminded_at__isnull=True,
        )
        .select_related("label__place", "label__project", "label__programme")
        .order_by("due_on", "pk")
    )
    LabelCondition.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=clock.moment())
    return rows
