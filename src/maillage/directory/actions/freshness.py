"""Keeping records true: somebody vouches for each, once a year, by one click."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.core import events
from maillage.directory import emails
from maillage.directory.actions.record import lock
from maillage.directory.enums import ConfirmationSource
from maillage.directory.models import Membership, Organisation, Place, Record, Service

KINDS: tuple[type[Organisation] | type[Place] | type[Service], ...] = (Organisation, Place, Service)


@transaction.atomic
def confirm_freshness(
    records: Iterable[Organisation | Place | Service],
    *,
    by: Any,
    source: ConfirmationSource | None = None,
) -> int:
    """``by`` says that these records are right today; the number confirmed.

    Args:
        by: the person; None when the link went to a public address that no account has.
        source: how we know; by default the team, or the platform's team when it is not theirs.
    """
    now = timezone.now()
    if source is None:
        source = ConfirmationSource.PLATFORM if by is not None and by.is_staff else ConfirmationSource.TEAM
    confirmed = [lock(record) for record in _in_order(records)]
    for record in confirmed:
        record.confirmed_at, record.confirmed_by, record.confirmed_source = now, by, source
        record.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_source"])
    events.record_many(
        [(record, "directory.confirmed", {"data": {"source": source.value}}) for record in confirmed], by=by
    )
    return len(confirmed)


def send_reminders() -> int:
    """E-mails those who answer for records that nobody confirmed for a year; the number of e-mails.

    One e-mail per person and organisation, whatever the number of records. It goes to the
    organisation's administrators, or else to its public address, or else to the place's.
    """
    sent = 0
    for organisation_id, records in _due_by_organisation().items():
        with transaction.atomic():
            sent += _remind(organisation_id, [lock(record) for record in _in_order(records)])
    return sent


def _due_by_organisation() -> dict[int | None, list[Organisation | Place | Service]]:
    due: dict[int | None, list[Organisation | Place | Service]] = defaultdict(list)
    for organisation in Organisation.objects.public().due_for_reminder().order_by("pk"):
        due[organisation.pk].append(organisation)
    for place in Place.objects.public().due_for_reminder().order_by("pk"):
        due[place.organisation_id].append(place)
    for service in Service.objects.public().due_for_reminder().order_by("pk"):
        due[service.organisation_id].append(service)
    return due


def _remind(organisation_id: int | None, records: list[Organisation | Place | Service]) -> int:
    now = timezone.now()
    # Another process may have reminded, or somebody confirmed, between the reading and the lock.
    still_due = [
        record for record in records if type(record).objects.filter(pk=record.pk).due_for_reminder().exists()
    ]
    if not still_due:
        return 0
    sent = 0
    administrators = [
        membership.user
        for membership in Membership.objects.administrators()
        .filter(organisation_id=organisation_id or 0, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    ]
    for user in administrators:
        sent += emails.remind_person(still_due, user)
    if not administrators:
        by_address: dict[str, list[Organisation | Place | Service]] = defaultdict(list)
        fallback = (
            Organisation.objects.filter(pk=organisation_id or 0).values_list("email", flat=True).first() or ""
        )
        for record in still_due:
            if address := record.email or fallback:
                by_address[address].append(record)
        for address, theirs in by_address.items():
            emails.remind_address(theirs, address)
            sent += 1
    for record in still_due:
        record.reminded_at = now
        record.save(update_fields=["reminded_at"])
    return sent


def _in_order(
    records: Iterable[Organisation | Place | Service],
) -> list[Organisation | Place | Service]:
    # Always in the same order: two people confirming at once never wait for each other in a circle.
    def key(record: Record) -> tuple[str, int]:
        return (record.kind.value, record.pk)

    return sorted(records, key=key)
