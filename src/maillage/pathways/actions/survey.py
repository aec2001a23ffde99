"""Questionnaires before and after a pathway: planned by those who run it, opened, asked, reminded and closed
by one clock.

``advance`` brings a pathway's questionnaires to where they should be now, and may be run at any time, any
number of times: the verbs of pathways and the clock call it. Locks: pathway, questionnaires, then who is
asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.directory.models import Organisation
from maillage.pathways.actions import telling
from maillage.pathways.actions.locks import locked_pathway, only_runners
from maillage.pathways.enums import DATED, EnrolmentState, PathwayState, SessionState
from maillage.pathways.enums_surveys import (
    ASK_TRANSITIONS,
    SURVEY_TRANSITIONS,
    AskState,
    Moment,
    SurveyState,
)
from maillage.pathways.models import Enrolment, Pathway, Session, Survey, SurveyRequest
from maillage.pathways.models.survey import LEAST_DAYS, MOST_DAYS, USUAL_DAYS
from maillage.pathways.queries import survey as read
from maillage.pathways.ready.surveys import SURVEYS
from maillage.questionnaires.actions import standard
from maillage.questionnaires.models import Version

#: Nobody is reminded of what they have fewer days for.
WORTH_A_REMINDER = dt.timedelta(days=4)


@transaction.atomic
def plan(
    pathway: Pathway, moment: str, *, by: Any, questionnaire: str = "", days: int = USUAL_DAYS
) -> Survey:
    """Asks a questionnaire before or after; said again, it is planned otherwise.

    Args:
        questionnaire: ``read.choices_of`` names them; empty takes what the kit asks.
        days: how long people may answer after the last session.

    Raises:
        Conflict: it is closed; or another questionnaire is wanted although people are being asked.
        Invalid: the kit asks none at that moment, or the days are too few or too many.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    if pathway.state == PathwayState.CANCELLED:
        raise Conflict(_("This pathway is cancelled."))
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise Invalid(fields={"days": _("People have from 7 to 90 days to answer.")})
    survey = Survey.objects.select_for_update(of=("self",)).filter(pathway=pathway, moment=moment).first()
    if survey is not None and survey.state == SurveyState.CLOSED:
        raise Conflict(_("This questionnaire is closed: its answers are counted."))
    version = _version(pathway, moment, questionnaire)
    if survey is None:
        survey = Survey.objects.create(
            pathway=pathway,
            moment=moment,
            version=version,
            days=days,
            planned_by=by,
            planned_at=clock.database_now(),
        )
    else:
        if survey.state == SurveyState.OPEN and survey.version.questionnaire_id != version.questionnaire_id:
            raise Conflict(_("People are answering it: another questionnaire cannot take its place."))
        survey.version, survey.days = version, days
        if survey.opened_at is not None and survey.moment == Moment.AFTER:
            survey.closes_at = survey.opened_at + dt.timedelta(days=days)
            SurveyRequest.objects.filter(survey=survey).exclude(state=AskState.SILENT).update(
                ends_at=survey.closes_at
            )
        survey.save(update_fields=["version", "days", "closes_at"])
    events.record(pathway, "pathways.survey_planned", by=by, data={"moment": moment, "days": days})
    advance_locked(pathway, by=by)
    survey.refresh_from_db()
    return survey


@transaction.atomic
def withdraw(survey: Survey, *, by: Any) -> None:
    """Nobody will be asked. Raises Conflict when somebody was."""
    only_runners(survey.pathway, by)
    pathway = locked_pathway(survey.pathway)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if survey.state != SurveyState.PLANNED:
        raise Conflict(_("People were asked already: it closes by itself."))
    events.record(pathway, "pathways.survey_withdrawn", by=by, data={"moment": survey.moment})
    survey.delete()


def tick() -> int:
    """Every pathway with a questionnaire that is not closed; how many things were done. Twice is once."""
    keys = Survey.objects.live().order_by("pathway").values_list("pathway", flat=True).distinct()
    return sum(advance(pathway) for pathway in Pathway.objects.filter(pk__in=list(keys)).order_by("pk"))


@transaction.atomic
def advance(pathway: Pathway, *, by: Any = None) -> int:
    """Opens what is due, asks who is not asked yet, reminds, ends, closes; how many of these."""
    if not Survey.objects.live().filter(pathway=pathway).exists():
        return 0
    return advance_locked(locked_pathway(pathway), by=by)


def advance_locked(pathway: Pathway, *, by: Any = None) -> int:
    """The same for verbs that hold the pathway's row."""
    live = {
        row.moment: row
        for row in Survey.objects.live()
        .filter(pathway=pathway)
        .select_for_update(of=("self",))
        .select_related("version__questionnaire")
        .order_by("pk")
    }
    if not live:
        return 0
    now = clock.database_now()
    sessions = list(
        pathway.sessions.exclude(state=SessionState.CANCELLED).order_by("starts_at", "position", "pk")
    )
    done = 0
    for survey in live.values():
        survey.pathway = pathway
    if (before := live.get(Moment.BEFORE)) is not None:
        done += _advance_before(before, sessions, now, by)
    if (after := live.get(Moment.AFTER)) is not None:
        done += _advance_after(after, sessions, now, by)
    return done


def let_go(enrolment: Enrolment, *, by: Any) -> None:
    """Somebody left the pathway: what they did not answer is not asked any more; what they answered stays."""
    rows = SurveyRequest.objects.waiting().filter(enrolment=enrolment)
    for row in rows.select_for_update(of=("self",)).select_related("survey__pathway").order_by("pk"):
        _fall_silent(row, by=by)


def refresh(row: SurveyRequest, *, now: dt.datetime) -> bool:
    """Whether the person may answer now, their first session read anew: it may have moved. The caller holds
    the row."""
    if row.survey.moment == Moment.BEFORE and row.state != AskState.SILENT:
        sessions = list(
            Session.objects.filter(pathway=row.survey.pathway_id, state__in=DATED).order_by("starts_at", "pk")
        )
        ends = read.first_session(sessions, row.enrolment)
        if ends is not None and ends != row.ends_at:
            row.ends_at = ends
            row.save(update_fields=["ends_at"])
    return row.state != AskState.SILENT and row.survey.state == SurveyState.OPEN and now < row.ends_at


# --- Inside ----------------------------------------------------------------------------------------------
def _version(pathway: Pathway, moment: str, asked: str) -> Version:
    key = asked or getattr(pathway.kit_version.says, moment)
    version = version_of(key, pathway.organisation)
    if version is None:
        raise Invalid(fields={"questionnaire": _("Choose a questionnaire that is published.")})
    return version


def version_of(key: str, organisation: Organisation) -> Version | None:
    """The version that a key of a kit means for an organisation: its own copy of a ready questionnaire, or
    the newest published version of the questionnaire named."""
    if key in SURVEYS:
        ready = SURVEYS[key]
        return standard.provide(
            f"{ready.key}.{organisation.pk}", title=ready.title, owner=organisation, content=ready.content()
        )
    number = read.questionnaire_number(key)
    if number is None:
        return None
    return (
        Version.objects.published()
        .filter(questionnaire=number)
        .select_related("questionnaire")
        .order_by("-number")
        .first()
    )


def _advance_before(survey: Survey, sessions: Sequence[Session], now: dt.datetime, by: Any) -> int:
    pathway = survey.pathway
    done = 0
    if survey.state == SurveyState.PLANNED and pathway.state == PathwayState.OPEN:
        _open(survey, now, by)
        done += 1
    if survey.state == SurveyState.OPEN:
        dated = [row for row in sessions if row.state in DATED]
        for row in survey.requests.exclude(state=AskState.SILENT).select_related("enrolment"):
            ends = read.first_session(dated, row.enrolment)
            if ends is not None and ends != row.ends_at:
                row.ends_at = ends
                row.save(update_fields=["ends_at"])
        if pathway.state == PathwayState.OPEN:
            for enrolment in _unasked(survey, (EnrolmentState.ACTIVE,)):
                ends = read.first_session(dated, enrolment)
                if ends is not None and ends > now:
                    _ask(survey, enrolment, now, ends)
                    done += 1
        done += _remind_and_end(survey, now)
    to_come = any(row.state == SessionState.TO_DATE or (row.starts_at or now) > now for row in sessions)
    is_over = pathway.state in (PathwayState.FINISHED, PathwayState.CANCELLED)
    if is_over or (survey.state == SurveyState.OPEN and not to_come):
        _close(survey, now)
        done += 1
    return done


def _advance_after(survey: Survey, sessions: Sequence[Session], now: dt.datetime, by: Any) -> int:
    pathway = survey.pathway
    done = 0
    if survey.state == SurveyState.PLANNED:
        last = read.last_moment(sessions)
        waits = any(row.state == SessionState.TO_DATE and row.participant_id is None for row in sessions)
        is_run = pathway.state == PathwayState.FINISHED or (pathway.state == PathwayState.OPEN and not waits)
        if is_run and last is not None and last <= now:
            # What is long past when it is planned is asked all the same, by somebody who wants it now.
            if by is None and now - last > dt.timedelta(days=survey.days):
                _close(survey, now)
                return 1
            _open(survey, now, by, closes_at=now + dt.timedelta(days=survey.days))
            for enrolment in _unasked(survey, (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)):
                _ask(survey, enrolment, now, survey.closes_at or now)
                done += 1
            done += 1
    if survey.state == SurveyState.OPEN:
        done += _remind_and_end(survey, now)
    is_past = survey.closes_at is not None and survey.closes_at <= now
    if is_past or pathway.state == PathwayState.CANCELLED:
        _close(survey, now)
        done += 1
    return done


def _open(survey: Survey, now: dt.datetime, by: Any, closes_at: dt.datetime | None = None) -> None:
    states.move(
        survey,
        SurveyState.OPEN,
        SURVEY_TRANSITIONS,
        by=by,
        verb="pathways.survey_opened",
        also={"opened_at": now, "closes_at": closes_at},
    )


def _close(survey: Survey, now: dt.datetime) -> None:
    """Who did not answer is told nothing; the one after keeps the sums of both sides."""
    for row in survey.requests.waiting().select_for_update(of=("self",)).order_by("pk"):
        row.survey = survey
        _fall_silent(row, by=None)
    states.move(
        survey,
        SurveyState.CLOSED,
        SURVEY_TRANSITIONS,
        by=None,
        verb="pathways.survey_closed",
        also={"closed_at": now},
    )
    if survey.moment == Moment.AFTER and survey.opened_at is not None:
        other = (
            Survey.objects.live()
            .filter(pathway=survey.pathway_id, moment=Moment.BEFORE)
            .select_for_update(of=("self",))
            .first()
        )
        if other is not None:
            other.pathway = survey.pathway
            _close(other, now)
        survey.summary = [row.as_json() for row in read.tallies(survey.pathway)]
        survey.save(update_fields=["summary"])


def _unasked(survey: Survey, among: Sequence[str]) -> list[Enrolment]:
    return list(
        survey.pathway.enrolments.filter(state__in=among, user__is_active=True)
        .exclude(survey_requests__survey=survey)
        .select_related("user")
        .order_by("pk")
    )


def _ask(survey: Survey, enrolment: Enrolment, now: dt.datetime, ends: dt.datetime) -> None:
    lasts = ends - now
    row = SurveyRequest.objects.create(
        survey=survey,
        enrolment=enrolment,
        asked_at=now,
        remind_at=now + lasts / 2 if lasts >= WORTH_A_REMINDER else None,
        ends_at=ends,
    )
    telling.survey(row)


def _remind_and_end(survey: Survey, now: dt.datetime) -> int:
    done = 0
    rows = survey.requests.waiting().select_for_update(of=("self",)).select_related("enrolment__user")
    for row in rows.order_by("pk"):
        row.survey = survey
        if row.ends_at <= now:
            _fall_silent(row, by=None)
        elif row.remind_at is not None and row.remind_at <= now:
            row.remind_at = None
            row.save(update_fields=["remind_at"])
            telling.survey(row, is_reminder=True)
        else:
            continue
        done += 1
    return done


def _fall_silent(row: SurveyRequest, *, by: Any) -> None:
    states.move(
        row,
        AskState.SILENT,
        ASK_TRANSITIONS,
        by=by,
        verb="pathways.survey_unanswered",
        also={"remind_at": None},
    )
