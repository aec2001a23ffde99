"""The one clock of referrals and coverage gaps: it reminds, then gives back. No silent death."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from maillage.core import clock, events, states
from maillage.projects import emails_referral as emails
from maillage.projects.actions.referral import ENDED, end
from maillage.projects.enums_referral import (
    REFERRAL_TRANSITIONS,
    GapState,
    ReferralOutcome,
    ReferralState,
)
from maillage.projects.models import CoverageGap, Referral

WEEK = dt.timedelta(days=7)


def tick() -> int:
    """Everything that is due now; how many things were done. Running twice does nothing twice."""
    now = clock.moment()
    ended = [
        _one(pk, now)
        for pk in Referral.objects.filter(ends_at__lte=now)
        .order_by("ends_at", "pk")
        .values_list("pk", flat=True)
    ]
    reminded = [
        _one(pk, now)
        for pk in Referral.objects.filter(remind_at__lte=now)
        .order_by("remind_at", "pk")
        .values_list("pk", flat=True)
    ]
    gaps = [
        _gap(pk, now)
        for pk in CoverageGap.objects.open()
        .filter(due_on__lt=timezone.localdate(now), in_charge__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    return sum([*ended, *reminded, *gaps])


@transaction.atomic
def _one(pk: int, now: dt.datetime) -> bool:
    """One referral, judged again under its lock: somebody may have answered since it was read."""
    referral = (
        Referral.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("service__organisation", "project__commune", "request__commune", "sender")
        .filter(pk=pk)
        .first()
    )
    if referral is None:
        return False
    if referral.ends_at is not None and referral.ends_at <= now:
        return _end(referral, now)
    if referral.remind_at is not None and referral.remind_at <= now:
        return _remind(referral, now)
    return False


def _end(referral: Referral, now: dt.datetime) -> bool:
    if referral.state == ReferralState.MET:
        end(referral, ReferralOutcome.NO_NEWS, by=None)
        return True
    states.move(
        referral,
        ReferralState.EXPIRED,
        REFERRAL_TRANSITIONS,
        by=None,
        verb="projects.referral_returned",
        also={"ended_at": now, **ENDED},
        data={"project": referral.project_id, "service": referral.service_id},
    )
    emails.tell(referral, "expired")
    return True


def _remind(referral: Referral, now: dt.datetime) -> bool:
    days = (now - referral.turn_at).days
    later = [day for day in referral.pace.reminders if day > days]
    referral.remind_at = referral.turn_at + dt.timedelta(days=later[0]) if later else None
    referral.save(update_fields=["remind_at"])
    events.record(referral, "projects.referral_reminded", by=None)
    if referral.state == ReferralState.CONSENT:
        emails.ask_consent(referral, is_reminder=True)
    else:
        emails.to_receiver(referral, "reminder", ends_at=referral.ends_at)
    return True


@transaction.atomic
def _gap(pk: int, now: dt.datetime) -> bool:
    gap = (
        CoverageGap.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("in_charge", "commune")
        .filter(pk=pk, state=GapState.OPEN)
        .first()
    )
    if gap is None or (gap.reminded_on is not None and gap.reminded_on > (now - WEEK).date()):
        return False
    gap.reminded_on = timezone.localdate(now)
    gap.save(update_fields=["reminded_on"])
    emails.gap_given(gap, is_reminder=True)
    return True
