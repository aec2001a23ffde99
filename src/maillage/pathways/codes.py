"""The code that a trainer shows: a signed word that changes every half minute.

A picture of it sent to somebody who is not there stops working after ``VALID``: long enough to open one's
telephone and sign in, too short to be passed on for the evening.
"""

from __future__ import annotations

import datetime as dt
import io

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse

from maillage.core import clock
from maillage.pathways.models import HalfDay

SALT = "pathways.attendance"
#: A new word every so many seconds.
STEP = 30
#: How long each works.
VALID = dt.timedelta(minutes=5)


def token_of(half_day: HalfDay, at: dt.datetime | None = None) -> str:
    """The word of this moment."""
    step = int((at or clock.moment()).timestamp()) // STEP
    return signing.dumps([half_day.pk, step], salt=SALT)


def half_day_of(token: str, at: dt.datetime | None = None) -> HalfDay | None:
    """The half-day that a word opens now; None when it is not ours, or too old."""
    try:
        pk, step = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    age = (at or clock.moment()).timestamp() - step * STEP
    # A web process whose clock is a little behind does not refuse the word of another.
    if not -STEP <= age <= VALID.total_seconds():
        return None
    return HalfDay.objects.select_related("session__pathway").filter(pk=pk).first()


def address_of(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('attendance:code', args=[token])}"


def svg(text: str) -> str:
    """The QR code as SVG without fixed size: it takes the width that the page gives."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=2, scale=8, omitsize=True, title=None
    )
    return out.getvalue().decode()
