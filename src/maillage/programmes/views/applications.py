"""The officers' list and files: reading, deciding one by one or together, announcing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import decision as decisions
from maillage.programmes.eligibility import RuleVerdict
from maillage.programmes.enums import (
    ADMISSIBILITY_TONES,
    DEAD_ENDS,
    DECISION_TONES,
    Admissibility,
    Decision,
    Filing,
    Role,
    Verdict,
)
from maillage.programmes.forms.application import BulkDecisionForm, DecisionForm, OverruleForm
from maillage.programmes.models import Application
from maillage.programmes.queries import admissibility as checks
from maillage.programmes.queries import application as read
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import completion as completions
from maillage.programmes.queries import judged as judging
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as call_stages
from maillage.programmes.queries.application import FILTERS, ListQuery
from maillage.programmes.queries.call import Counts
from maillage.programmes.queries.programme import Scope
from maillage.programmes.rules import READERS
from maillage.programmes.spaces import frame
from maillage.programmes.views.applicant import VERDICTS, read_sections
from maillage.territories.models import Department

OFFICER = (Role.OFFICER,)
TONES = DECISION_TONES


@require_safe
def applications_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom to retain? The funnel, the filters, thirty files."""
    scope = programmes.scope(request.user, slug, READERS)
    call = calls.of_scope(scope, pk)
    asked = ListQuery.from_address(request.GET)
    every = calls.counts(call)
    stages, waves = call_stages.parts_of(call)
    wave = next((row for row in waves if row.number == asked.wave), None) if len(waves) > 1 else None
    counts = every.within(wave=wave.pk) if wave else every
    page = read.officer_page(
        call,
        asked,
        sees_prepared=scope.is_officer,
        without=read.kept_from(scope, request.user, call),
    )
    to_announce = counts.to_announce if scope.is_officer else {}
    asking = counts.of(filing=Filing.DRAFT, eligibility=Verdict.INELIGIBLE)
    for row in page.rows:
        said = row.decision if scope.is_officer else row.announced_decision
        row.shown_decision = Decision(said).label  # type: ignore[attr-defined]
        row.tone = TONES[said]  # type: ignore[attr-defined]
        row.stage_word = _stage_word(row, stages)  # type: ignore[attr-defined]
    return render(
        request,
        "programmes/applications.html",
        frame(scope, "calls")
        | {
            "call": call,
            "stages": stages,
            "first_stage_id": stages[0].pk,
            "waves": waves,
            "admissibilities": [
                {
                    "value": word.value,
                    "label": word.label,
                    "count": counts.of(filing=Filing.SUBMITTED, admissibility=word),
                }
                for word in Admissibility
            ],
            "has_checks": any(row["admissibility"] != Admissibility.NONE for row in every.rows),
            "page": page,
            "asked": asked,
            "filters": _chips(scope, counts),
            "orders": [
                {"label": _("Latest first"), "value": ""},
                {"label": _("By title"), "value": "titre"},
            ],
            "departments": Department.objects.order_by("code").only("code", "name"),
            "funnel": calls.funnel(call, counts, sees_prepared=scope.is_officer, stages=stages, wave=wave),
            "counts": counts,
            "to_announce": sum(to_announce.values()),
            "undecided": counts.of(filing=Filing.SUBMITTED, decision=Decision.NONE),
            "exceptions": calls.exceptions_asked(call)
            if scope.is_officer and asking and call.is_open
            else [],
            "is_filtered": asked.is_narrowed,
            **VERDICTS,
        },
    )


def _stage_word(row: Application, stages: list[call_stages.Part]) -> str:
    """ "Full file: Draft": where the file stands in a call of several stages."""
    title = next((stage.title for stage in stages if stage.pk == row.stage_id), "")
    return _("%(stage)s: %(filing)s") % {
        "stage": title,
        "filing": row.get_stage_filing_display().lower(),
    }


def _chips(scope: Scope, counts: Counts) -> list[dict[str, Any]]:
    """The filters with their counts; an officer counts prepared decisions, others announced ones."""
    decision = "decision" if scope.is_officer else "announced_decision"
    submitted = {"filing": Filing.SUBMITTED}
    numbers = {
        "": counts.submitted,
        "a-decider": counts.of(**submitted, decision=Decision.NONE),
        "a-annoncer": sum(counts.to_announce.values()),
        **{
            value: sum(counts.of(**submitted, **{decision: said}) for said in decisions)
            for value, decisions in read.BY_DECISION.items()
        },
        "a-verifier": counts.of(**submitted, eligibility=Verdict.UNKNOWN),
        "retirees": counts.of(filing=Filing.WITHDRAWN),
    }
    return [
        {"label": entry.label, "param": "etat", "value": entry.value, "count": numbers[entry.value]}
        for entry in FILTERS
        if scope.is_officer or not entry.is_officers_only
    ]


CSV_COLUMNS = (
    "numero",
    "projet",
    "code_insee",
    "commune",
    "departement",
    "population",
    "forme_juridique",
    "montant_demande",
    "deposee_le",
    "eligibilite",
    "decision",
    "motif",
    "decision_annoncee",
    "annoncee_le",
)


@require_safe
def applications_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """The filtered list with its answers, for officers."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    asked = ListQuery.from_address(request.GET)
    asked_ids = read.asked_at_length(call)
    rows = (
        read.officer_list(call, asked, sees_prepared=True)
        .select_related("commune")
        .prefetch_related("stage_files__response")
        .order_by("-submitted_at", "-pk")
    )
    return csv_response(
        f"candidatures-{call.pk}-{call.slug}.csv",
        [*CSV_COLUMNS, *asked_ids],
        _csv_rows(rows.iterator(chunk_size=1000), asked_ids),
    )


def _csv_rows(rows: Iterator[Application], asked_ids: list[str]) -> Iterator[list[Any]]:
    for row in rows:
        answers = read.answers_of(row)
        yield [
            row.reference,
            row.title,
            row.commune_id,
            row.commune.name,
            row.department_id,
            row.commune.population,
            row.legal_form,
            row.requested_amount,
            row.submitted_at.isoformat() if row.submitted_at else "",
            row.eligibility,
            row.decision,
            row.decision_reason,
            row.announced_decision,
            row.announced_at.isoformat() if row.announced_at else "",
            *(answers.get(question_id, "") for question_id in asked_ids),
        ]


def _has_notes(row: Application) -> bool:
    """Whether its questionnaire asks its officers something too."""
    return row.response is not None and any(q.officers_only for q in row.response.definition)


# --- One file ----------------------------------------------------------
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One file: answers, eligibility, decision, history. Only officers write here."""
    scope = programmes.scope(request.user, slug, READERS)
    row = read.for_programme(request.user, scope, reference, decide=request.method == "POST")
    decision_form = DecisionForm(initial=_as_seen(row))
    overrule_form = OverruleForm()
    if request.method == "POST" and "overrule" in request.POST:
        overrule_form = OverruleForm(request.POST)
        if overrule_form.is_valid():
            try:
                applications.overrule(row, by=request.user, **overrule_form.cleaned_data)
            except DomainError as error:
                refuse(overrule_form, error)
            else:
                messages.success(request, _("Your word on eligibility is in the file."))
                return redirect("programmes:file", slug, row.reference)
    elif request.method == "POST":
        decision_form = DecisionForm(request.POST)
        if decision_form.is_valid():
            try:
                _decide(request, row, decision_form)
            except DomainError as error:
                refuse(decision_form, error)
                row = read.for_programme(request.user, scope, reference, decide=True)
                decision_form.data = {**request.POST.dict(), "seen": _as_seen(row)["seen"]}
            else:
                messages.success(request, _("The decision is prepared: nobody outside is told yet."))
                return redirect(_next_url(request, slug, row))
    sees = scope.is_officer
    reopened = sees and row.reopenings.filter(ended_at__isnull=True).exists()
    return render(
        request,
        "programmes/file.html",
        frame(scope, "calls")
        | {
            "application": row,
            "call": row.call,
            **_way(row, is_officer=sees),
            "sections": read_sections(row, for_officers=sees),
            "has_notes": sees and _has_notes(row),
            "judged": judging.judged(row) if sees else None,
            "rules": [RuleVerdict.from_json(data) for data in row.eligibility_detail],
            "overrules": row.overrules.all(),
            "history": read.history(row, sees_prepared=sees),
            "decision_form": decision_form,
            "overrule_form": overrule_form,
            "may_decide": sees and row.filing == Filing.SUBMITTED,
            "may_overrule": sees and row.announced_decision == Decision.NONE,
            "is_final": row.announced_decision not in {Decision.NONE, Decision.WAITING} and not reopened,
            "shown_decision": row.decision if sees else row.announced_decision,
            "shown_label": Decision(row.decision if sees else row.announced_decision).label,
            "shown_reason": row.decision_reason if sees else row.announced_reason,
            "tone": TONES[row.decision if sees else row.announced_decision],
            **VERDICTS,
        },
    )


def _way(row: Application, *, is_officer: bool) -> dict[str, Any]:
    """Where a file stands among the stages of its call, and what was said of its admissibility."""
    files = {each.stage_id: each for each in row.stage_files.all()}
    stages = list(call_stages.stages_of(row.call))
    following = call_stages.next_stage(row.stage)
    may_admit = (
        is_officer
        and row.filing == Filing.SUBMITTED
        and row.stage_filing == Filing.SUBMITTED
        and not DEAD_ENDS & {row.decision, row.announced_decision}
    )
    word = checks.last_check(row)
    return {
        "stages": [
            {
                "label": stage.title,
                "state": "done"
                if stage.pk in files and files[stage.pk].submitted_at
                else "now"
                if stage.pk == row.stage_id
                else "",
                "url": "",
            }
            for stage in stages
        ],
        "following": following if may_admit else None,
        "admissibility": {
            "word": word,
            "is_compared": is_officer and bool(completions.requests_of(row)),
            "tone": ADMISSIBILITY_TONES[row.admissibility],
            "may_check": is_officer
            and row.stage_filing == Filing.SUBMITTED
            and row.filing == Filing.SUBMITTED
            and row.announced_decision == Decision.NONE,
        }
        if row.filing == Filing.SUBMITTED
        else None,
    }


def _as_seen(row: Application) -> dict[str, Any]:
    return {
        "decision": row.decision,
        "reason": row.decision_reason,
        "amount": row.granted_amount,
        "rank": row.waiting_rank,
        "seen": row.decided_at.isoformat() if row.decided_at else "",
    }


def _decide(request: HttpRequest, row: Application, form: DecisionForm) -> None:
    seen = form.cleaned_data["seen"]
    decisions.decide(
        row,
        form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"],
        amount=form.cleaned_data["amount"],
        rank=form.cleaned_data["rank"],
        by=request.user,
        seen=dt.datetime.fromisoformat(seen) if seen else None,
    )


def _next_url(request: HttpRequest, slug: str, row: Application) -> str:
    if "next" not in request.POST:
        return reverse("programmes:file", args=[slug, row.reference])
    following = read.next_to_decide(row)
    if following is None:
        return reverse("programmes:applications", args=[slug, row.call_id])
    return reverse("programmes:file", args=[slug, following.reference])


# --- Several files ----------------------------------------------------------
@require_POST
def decide_together(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same decision on the ticked files: shows them and asks, then prepares."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    ticked = request.POST.getlist("ticked") or request.POST.get("ids", "").split(",")
    ids = [int(text) for text in ticked if text.isdecimal()][:500]
    rows = list(
        Application.objects.filter(call=call, pk__in=ids, filing=Filing.SUBMITTED)
        .select_related("commune")
        .order_by("title_key", "pk")
    )
    back = reverse("programmes:applications", args=[slug, pk])
    if not rows:
        messages.error(request, _("Tick the applications first."))
        return redirect(back)
    confirmed = "confirmed" in request.POST
    initial = {"ids": ",".join(str(row.pk) for row in rows), "decision": Decision.RETAINED}
    form = BulkDecisionForm(request.POST if confirmed else None, initial=initial)
    if confirmed and form.is_valid():
        try:
            changed = decisions.decide_many(
                call,
                [row.pk for row in rows],
                form.cleaned_data["decision"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                ngettext("%(n)d decision is prepared.", "%(n)d decisions are prepared.", changed)
                % {"n": changed},
            )
            return redirect(back)
    return render(
        request,
        "programmes/decide_together.html",
        frame(scope, "calls") | {"call": call, "rows": rows, "form": form, "back_url": back},
    )
