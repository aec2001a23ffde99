"""Who else has something open to write just now: a draft of a questionnaire, answers to one. Kept in the
cache for a few minutes, by account number only."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Model

# A page says every half minute that it is still open.
STAYS_S = 90


def others(thing: Model, user: Any) -> list[str]:
    """Notes that ``user`` has the thing open; gives the names of the others who do."""
    key = f"open-{thing._meta.label_lower}-{thing.pk}"
    now = time.time()
    known: dict[int, float] = cache.get(key) or {}
    known = {pk: at for pk, at in known.items() if now - at < STAYS_S} | {user.pk: now}
    cache.set(key, known, STAYS_S)
    names = get_user_model()._default_manager.filter(pk__in=known.keys() - {user.pk}).order_by("pk")
    return [str(person) for person in names] if len(known) > 1 else []
