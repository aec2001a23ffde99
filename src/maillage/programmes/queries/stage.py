"""Stages and waves of a call: which there are, which receives now, what is left in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils.translation import gettext as _

from maillage.programmes.enums import (
    DEAD_ENDS,
    RETAINING,
    Admission,
    Filing,
    QuotaKind,
    StageVisibility,
)
from maillage.programmes.models import Application, Call, Quota, Stage, StageFile, Wave, Window
from maillage.programmes.models.stage import Moments
from maillage.questionnaires.definition import NEVER, SUBMISSION, Definition, Question
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Department, TypologyValue
from maillage.territories.queries import newest_releases


def stages_of(call: Call) -> QuerySet[Stage]:
    return Stage.objects.filter(call=call).order_by("position")


def first_stage(call: Call) -> Stage:
    return Stage.objects.get(call=call, position=1)


def next_stage(stage: Stage) -> Stage | None:
    """The one after it, None when it is the last."""
    return Stage.objects.filter(call=stage.call_id, position__gt=stage.position).order_by("position").first()


def readable(call: Call, user: Any, *, for_team: bool) -> set[int]:
    """The keys of the stages of a call whose questions that person may read: three queries at most.

    Those who run or judge the programme (``for_team``) read them all. “Those who applied” have an
    application to the call, begun or sent and not withdrawn; “those who are admitted” have a file at it.
    """
    wanted = dict(Stage.objects.filter(call=call).order_by().values_list("pk", "visibility"))
    if for_team:
        return set(wanted)
    found = {pk for pk, visibility in wanted.items() if visibility == StageVisibility.PUBLIC}
    if not user.is_authenticated or len(found) == len(wanted):
        return found
    mine = Application.objects.filter(call=call, project__members__user=user).exclude(filing=Filing.WITHDRAWN)
    files = StageFile.objects.filter(application__in=mine.values("pk")).order_by()
    reached = set(files.values_list("stage", flat=True))
    if reached:
        found |= {pk for pk, visibility in wanted.items() if visibility == StageVisibility.APPLICANTS}
    return found | reached


def sent_of(application: Application) -> list[StageFile]:
    """The files that an application sent, stage after stage, each with its moment."""
    rows = StageFile.objects.filter(application=application, submitted_at__isnull=False)
    return list(rows.select_related("stage").order_by("stage__position"))


def needed_at_unknown_stages(
    definition: Definition, slugs: Collection[str], *, title: str
) -> Iterator[tuple[Question, str]]:
    """Questions that would be needed at a stage which the call does not have: nobody would ever be asked for
    them, and nobody would know."""
    for question in definition:
        if question.required not in {NEVER, SUBMISSION, *slugs}:
            yield (
                question,
                _("“%(question)s” is required at a stage “%(slug)s” that “%(call)s” does not have.")
                % {"question": question.label, "slug": question.required, "call": title},
            )


def unknown_stages(call: Call) -> list[str]:
    """A sentence per question of a call's stages required at a stage it does not have; two queries."""
    rows = list(stages_of(call).select_related("version"))
    slugs = {row.slug for row in rows}
    return [
        sentence
        for row in rows
        if row.version is not None
        for _question, sentence in needed_at_unknown_stages(row.version.definition, slugs, title=call.title)
    ]


def open_to_applicant(application: Application) -> Stage | None:
    """The next stage, when whoever finished this one may begin it without an officer."""
    if application.filing != Filing.SUBMITTED or application.stage_filing != Filing.SUBMITTED:
        return None
    if DEAD_ENDS & {application.announced_decision}:
        return None
    following = next_stage(application.stage)
    if following is None or following.admission != Admission.EVERYONE:
        return None
    return following


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


@dataclass(frozen=True)
class Part:
    """A stage or a wave by its name, for lists and filters."""

    pk: int
    number: int
    title: str


def parts_of(call: Call) -> tuple[list[Part], list[Part]]:
    """The stages and the waves of a call in their order, by name; one query for both."""
    stages = Stage.objects.filter(call=call).annotate(kind=Value("stage"))
    waves = Wave.objects.filter(call=call).annotate(kind=Value("wave"))
    rows = list(
        stages.order_by()
        .values_list("kind", "pk", "position", "title")
        .union(waves.order_by().values_list("kind", "pk", "number", "title"), all=True)
    )

    def named(wanted: str) -> list[Part]:
        return sorted(
            (
                Part(pk, number, title or _("Wave %(number)d") % {"number": number})
                for kind, pk, number, title in rows
                if kind == wanted
            ),
            key=lambda part: part.number,
        )

    return named("stage"), named("wave")


@dataclass(frozen=True)
class Line:
    """A wave in the timetable of a call: its means, and the moments of each stage (None: not said yet)."""

    wave: Wave
    moments: list[tuple[Stage, Moments | None]]
    quotas: int = 0


def timetable(call: Call) -> list[Line]:
    """Every wave with every stage: four queries, whatever their number."""
    stages = list(stages_of(call))
    waves = waves_of(call)
    windows = {(row.wave_id, row.stage_id): row.moments for row in Window.objects.filter(wave__call=call)}
    quotas = dict(
        Quota.objects.filter(wave__call=call).order_by().values_list("wave").annotate(number=Count("pk"))
    )
    if not call.intakes:
        windows[waves[0].pk, stages[0].pk] = Moments(call.opens_at, call.closes_at)
    return [
        Line(wave, [(stage, windows.get((wave.pk, stage.pk))) for stage in stages], quotas.get(wave.pk, 0))
        for wave in waves
    ]


@dataclass(frozen=True)
class Share:
    """A quota in words, and how many retained files count on it."""

    quota: Quota
    label: str
    taken: int

    @property
    def is_over(self) -> bool:
        return self.taken > self.quota.places


def quotas_of(wave: Wave) -> list[Share]:
    """The shares of a wave and what is prepared or announced on each: three to five queries, however many."""
    retained = Application.objects.filter(wave=wave, filing=Filing.SUBMITTED, decision__in=RETAINING)
    quotas = list(wave.quotas.order_by("kind", "value"))
    names = dict(Department.objects.order_by().values_list("pk", "name"))
    by_typology = any(quota.kind == QuotaKind.TYPOLOGY for quota in quotas)
    releases = newest_releases() if by_typology else {}
    labels: dict[int, str] = {}
    within: dict[str, Count] = {}
    for quota in quotas:
        if quota.kind == QuotaKind.DEPARTMENT:
            labels[quota.pk] = f"{quota.value} {names.get(quota.value, '')}".strip()
            condition = Q(department=quota.value)
        else:
            key, _colon, value = quota.value.partition(":")
            kind = TypologyKind(key)
            labels[quota.pk] = f"{kind.label} : {VALUES[kind](value).label}"
            said = TypologyValue.objects.filter(release=releases.get(kind), value=value).order_by()
            condition = Q(commune__in=said.values("commune"))
        within[f"quota_{quota.pk}"] = Count("pk", filter=condition)
    taken = retained.aggregate(**within) if within else {}
    return [Share(quota, labels[quota.pk], taken[f"quota_{quota.pk}"]) for quota in quotas]


def is_complete(application: Application) -> bool:
    """Whether the file of the last stage of its call is handed in."""
    return application.stage_filing == Filing.SUBMITTED and next_stage(application.stage) is None
