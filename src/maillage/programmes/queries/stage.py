"""Stages and waves of a call: which there are, which receives now, what is left in each."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, Call, Stage, Wave, Window


def stages_of(call: Call) -> QuerySet[Stage]:
    return Stage.objects.filter(call=call).order_by("position")


def first_stage(call: Call) -> Stage:
    return Stage.objects.get(call=call, position=1)


def next_stage(stage: Stage) -> Stage | None:
    """The one after it, None when it is the last."""
    return Stage.objects.filter(call=stage.call_id, position__gt=stage.position).order_by("position").first()


def waves_of(call: Call) -> list[Wave]:
    """The waves of a call in their order, each with the call that was given."""
    waves = list(Wave.objects.filter(call=call).order_by("number"))
    for wave in waves:
        wave.call = call
    return waves


def receiving_wave(call: Call, moment: dt.datetime) -> Wave | None:
    """The wave whose first stage receives files at that moment; intakes never overlap."""
    if not call.intakes:
        if not call.opens_at <= moment <= call.closes_at:
            return None
        return waves_of(call)[0]
    window = (
        Window.objects.filter(wave__call=call, stage__position=1, opens_at__lte=moment, closes_at__gte=moment)
        .select_related("wave")
        .first()
    )
    if window is None:
        return None
    window.wave.call = call
    return window.wave


def present_wave(call: Call, moment: dt.datetime) -> Wave:
    """The wave that receives at that moment, else the next one, else the last."""
    waves = waves_of(call)
    if len(waves) == 1:
        return waves[0]
    opening = call.intake_at(moment)[0]
    window = Window.objects.get(wave__call=call, stage__position=1, opens_at=opening)
    return next(wave for wave in waves if wave.pk == window.wave_id)


def same_wave(call: Call, wave: Wave) -> Wave:
    """That wave, with the call that was given."""
    return next(row for row in waves_of(call) if row.pk == wave.pk)


def is_complete(application: Application) -> bool:
    """Whether the file of the last stage of its call is handed in."""
    return application.stage_filing == Filing.SUBMITTED and next_stage(application.stage) is None
