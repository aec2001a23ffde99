"""The waves of a call: when each stage receives, for how many places.

The call's own moments, places and budget follow: they are those of its only wave, or the bounds and
sums of several (``_follow_waves``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import (
    exclusive,
    only_officers,
)
from maillage.programmes.enums import (
    CallState,
    QuotaKind,
)
from maillage.programmes.models import Application, Call, Quota, Stage, Wave, Window
from maillage.programmes.models.stage import Moments
from maillage.programmes.queries import stage as read
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Department


@dataclass(frozen=True)
class Means:
    """What a wave offers."""

    places: int
    budget_amount: Decimal | None = None


@transaction.atomic
def add_wave(
    call: Call,
    *,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    places: int,
    by: Any,
    title: str = "",
    budget_amount: Decimal | None = None,
) -> Wave:
    """Another wave, whose first stage receives from one moment to another.

    The wave that was alone until then keeps what the call said: its moments and means become its own.

    Raises:
        Conflict: the call was withdrawn.
        Invalid: moments that end before they begin, are past, or overlap another wave's.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if call.state == CallState.WITHDRAWN:
        raise Conflict(_("This call was withdrawn."))
    if closes_at <= clock.database_now():
        raise Invalid(fields={"closes_at": _("This moment is past.")})
    first, waves = read.first_stage(call), read.waves_of(call)
    if len(waves) == 1:
        waves[0].places, waves[0].budget_amount = call.places, call.budget_amount
        waves[0].save(update_fields=["places", "budget_amount"])
        Window.objects.create(wave=waves[0], stage=first, opens_at=call.opens_at, closes_at=call.closes_at)
    wave = Wave(
        call=call,
        number=waves[-1].number + 1,
        title=title.strip(),
        places=places,
        budget_amount=budget_amount,
    )
    _check_means(Means(places, budget_amount))
    wave.save()
    _set_window(call, wave, first, Moments(opens_at, closes_at))
    _follow_waves(call)
    events.record(call, "programmes.wave_added", by=by, data={"wave": str(wave)})
    return wave


@transaction.atomic
def update_wave(
    wave: Wave, *, places: int, by: Any, title: str = "", budget_amount: Decimal | None = None
) -> Wave:
    """The name and the means of a wave.

    Raises:
        Invalid: no place, or a budget of nothing.
    """
    only_officers(wave.call.programme, by)
    call = exclusive(wave.call_id)
    _check_means(Means(places, budget_amount))
    wave = Wave.objects.get(pk=wave.pk)
    wave.title = title.strip()
    if wave.places is None:
        call.places, call.budget_amount = places, budget_amount
        call.save(update_fields=["places", "budget_amount"])
    else:
        wave.places, wave.budget_amount = places, budget_amount
    wave.save(update_fields=["title", "places", "budget_amount"])
    _follow_waves(call)
    events.record(call, "programmes.wave_updated", by=by, data={"wave": str(wave)})
    return wave


@transaction.atomic
def remove_wave(wave: Wave, *, by: Any) -> None:
    """Takes out the last wave, while nobody has written in it. The one that is left alone gives its
    moments and means back to the call.

    Raises:
        Conflict: it is the only one, not the last, or somebody has written in it.
    """
    only_officers(wave.call.programme, by)
    call = exclusive(wave.call_id)
    waves = read.waves_of(call)
    if len(waves) == 1 or waves[-1].pk != wave.pk:
        raise Conflict(_("Only the last wave can be taken out, and a call keeps its first."))
    if Application.objects.filter(wave=wave).exists():
        raise Conflict(_("Somebody has written in this wave: it stays."))
    label = str(wave)
    Wave.objects.filter(pk=wave.pk).delete()
    _follow_waves(call)
    events.record(call, "programmes.wave_removed", by=by, data={"wave": label})


@transaction.atomic
def set_moments(wave: Wave, stage: Stage, opens_at: dt.datetime, closes_at: dt.datetime, *, by: Any) -> None:
    """When a stage receives files in a wave. Once people rely on a moment, ``call.extend`` moves it,
    with a reason that they read.

    Raises:
        Conflict: the call is published and this window has opened.
        Invalid: it ends before it begins, or overlaps another wave's, or begins before the stage before.
    """
    only_officers(wave.call.programme, by)
    call = exclusive(wave.call_id)
    present = Wave.objects.select_related("call").get(pk=wave.pk).moments_of(stage)
    if call.state != CallState.DRAFT and present and present.opens_at <= clock.database_now():
        raise Conflict(_("This stage has opened: move its end, with a reason that people will read."))
    place_window(call, wave, stage, Moments(opens_at, closes_at))
    events.record(
        call,
        "programmes.moments_set",
        by=by,
        data={"wave": str(wave), "stage": stage.title, "to": closes_at.isoformat()},
    )


def place_window(call: Call, wave: Wave, stage: Stage, moments: Moments) -> None:
    """Writes the moments of a stage in a wave where they belong, and the call after them. For actions
    that hold the call under ``FOR UPDATE``."""
    if moments.closes_at <= moments.opens_at:
        raise Invalid(
            fields={
                "closes_at": _("It closes after it opens (%(moment)s).")
                % {"moment": formatting.moment(moments.opens_at)}
            }
        )
    if stage.is_first and not call.intakes:
        call.opens_at, call.closes_at = moments.opens_at, moments.closes_at
        call.save(update_fields=["opens_at", "closes_at"])
        return
    _set_window(call, wave, stage, moments)
    _follow_waves(call)


@transaction.atomic
def set_quotas(wave: Wave, quotas: Sequence[tuple[str, str, int]], *, by: Any) -> list[Quota]:
    """The shares of a wave's places: ``(kind, value, places at most)`` each, in place of the present ones.

    Raises:
        Invalid: a département or a typology that does not exist, or more than the wave's places.
    """
    only_officers(wave.call.programme, by)
    return _write_quotas(exclusive(wave.call_id), wave, quotas, by)


def _write_quotas(call: Call, wave: Wave, quotas: Sequence[tuple[str, str, int]], by: Any) -> list[Quota]:
    wave = next(row for row in read.waves_of(call) if row.pk == wave.pk)
    for kind, value, places in quotas:
        if not _exists(kind, value):
            raise Invalid(_("There is no “%(value)s” to keep places for.") % {"value": value})
        if not 0 <= places <= wave.places_offered:
            raise Invalid(
                _("A quota is at most the places of the wave (%(places)d).") % {"places": wave.places_offered}
            )
    wave.quotas.all().delete()
    written = [
        Quota.objects.create(wave=wave, kind=kind, value=value, places=places)
        for kind, value, places in {
            (kind, value): (kind, value, number) for kind, value, number in quotas
        }.values()
    ]
    events.record(call, "programmes.quotas_set", by=by, data={"wave": str(wave), "quotas": len(written)})
    return written


@transaction.atomic
def add_quota(wave: Wave, kind: str, value: str, places: int, *, by: Any) -> list[Quota]:
    """One more share, in place of one for the same; those that somebody else adds meanwhile stay."""
    only_officers(wave.call.programme, by)
    call = exclusive(wave.call_id)
    return _write_quotas(call, wave, [*_shares(wave), (kind, value, places)], by)


@transaction.atomic
def remove_quota(wave: Wave, quota: int, *, by: Any) -> list[Quota]:
    """Without that share, by its key; the others stay."""
    only_officers(wave.call.programme, by)
    call = exclusive(wave.call_id)
    return _write_quotas(call, wave, _shares(wave, besides=quota), by)


# --- Inside -----------------------------------------------------------------------------------------------
def _shares(wave: Wave, besides: int = 0) -> list[tuple[str, str, int]]:
    rows = Quota.objects.filter(wave=wave).exclude(pk=besides).order_by("pk")
    return list(rows.values_list("kind", "value", "places"))


def _set_window(call: Call, wave: Wave, stage: Stage, moments: Moments) -> None:
    if moments.closes_at <= moments.opens_at:
        raise Invalid(
            fields={
                "closes_at": _("It closes after it opens (%(moment)s).")
                % {"moment": formatting.moment(moments.opens_at)}
            }
        )
    if stage.is_first:
        overlapping = (
            Window.objects.filter(
                wave__call=call,
                stage=stage,
                opens_at__lte=moments.closes_at,
                closes_at__gte=moments.opens_at,
            )
            .exclude(wave=wave)
            .select_related("wave")
            .first()
        )
        if overlapping:
            raise Invalid(
                fields={
                    "opens_at": _("“%(wave)s” receives applications then: waves follow each other.")
                    % {"wave": overlapping.wave}
                }
            )
    else:
        before = Stage.objects.get(call=call, position=stage.position - 1)
        wave.call = call
        earlier = wave.moments_of(before)
        if earlier is not None and moments.opens_at < earlier.opens_at:
            raise Invalid(
                fields={
                    "opens_at": _("“%(stage)s” opens on %(moment)s: this stage comes after it.")
                    % {"stage": before.title, "moment": formatting.moment(earlier.opens_at)}
                }
            )
    Window.objects.update_or_create(
        wave=wave,
        stage=stage,
        defaults={"opens_at": moments.opens_at, "closes_at": moments.closes_at},
    )


def _follow_waves(call: Call) -> None:
    """Writes on the call what its waves say; gives the call back what the last of them left alone says."""
    waves = read.waves_of(call)
    intakes = list(
        Window.objects.filter(wave__call=call, stage__position=1)
        .order_by("opens_at")
        .values_list("opens_at", "closes_at")
    )
    if len(waves) == 1 and waves[0].places is not None:
        (wave,) = waves
        call.places, call.budget_amount = wave.places_offered, wave.budget_amount
        call.opens_at, call.closes_at = intakes[0]
        call.intakes = []
        Window.objects.filter(wave=wave, stage__position=1).delete()
        wave.places, wave.budget_amount = None, None
        wave.save(update_fields=["places", "budget_amount"])
    elif len(waves) > 1:
        budgets = [wave.budget_amount for wave in waves if wave.budget_amount is not None]
        call.places = sum(wave.places or 0 for wave in waves)
        call.budget_amount = sum(budgets, Decimal(0)) if budgets else None
        call.opens_at, call.closes_at = intakes[0][0], intakes[-1][1]
        call.intakes = [moment for pair in intakes for moment in pair]
    call.save(update_fields=["places", "budget_amount", "opens_at", "closes_at", "intakes"])


def _check_means(means: Means) -> None:
    if means.places < 1:
        raise Invalid(fields={"places": _("A wave has at least one place.")})
    if means.budget_amount is not None and means.budget_amount <= 0:
        raise Invalid(fields={"budget_amount": _("A budget is more than zero.")})


def _exists(kind: str, value: str) -> bool:
    if kind == QuotaKind.DEPARTMENT:
        return Department.objects.filter(pk=value).exists()
    typology, _colon, word = value.partition(":")
    return typology in TypologyKind.values and word in VALUES[TypologyKind(typology)].values
