"""The reviewed list of a round: raw scores, calibrated ones beside them, what is too close to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.exports import csv_response
from maillage.programmes.actions import score
from maillage.programmes.calibration import Refusal
from maillage.programmes.enums import Role
from maillage.programmes.models import FileScore, ReviewRound, RoundCalibration
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import score as read
from maillage.programmes.queries.matching_page import round_of
from maillage.programmes.queries.programme import Scope
from maillage.programmes.queries.score import ScoreQuery
from maillage.programmes.views.matching import round_frame
from maillage.territories.models import Department

OFFICER = (Role.OFFICER,)
# Whoever observes a programme sees the scores of files, never how severe a person is.
SEES_SCORES = (Role.OFFICER, Role.OBSERVER)


@require_safe
def scores(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What do the reviews say together?"""
    scope, round_ = _round(request, slug, pk, SEES_SCORES)
    asked = ScoreQuery.from_address(request.GET)
    found = read.calibration_of(round_)
    line = found.line if found else None
    page = read.score_page(round_, asked, line)
    for row in page.rows:
        _mark(row, found)
    totals = read.totals(round_)
    is_done = found is not None and not found.refusal
    every = request.GET.get("relecteurs") == "tous"
    severities = read.severities(round_, every=every) if scope.is_officer and is_done else None
    context = {
        "page": page,
        "asked": asked,
        "totals": totals,
        "found": found,
        "is_done": is_done,
        "why_not": why_not(found) if found and found.refusal and totals.files else "",
        "pieces": read.pieces(found) if found and found.refusal == Refusal.DISCONNECTED.value else [],
        "severities": severities.rows if severities else [],
        "reviewers": severities.total if severities else 0,
        "severity_rows": [
            {
                "label": str(row.reviewer),
                "value": abs(row.effect),
                "text": f"{row.effect:+.1f} ± {row.error:.1f}".replace(".", ","),
                "tone": "wait" if abs(row.effect) > 2 * row.error else "soft",
            }
            for row in (severities.rows if severities else ())
        ],
        "orders": [
            {"label": _("By calibrated score") if is_done else _("By score"), "value": ""},
            *([{"label": _("By raw mean"), "value": "brut"}] if is_done else []),
            {"label": _("Most disputed first"), "value": "ecart"},
        ],
        "filters": [
            {"label": _("All"), "param": "etat", "value": "", "count": totals.files},
            *(
                [
                    {
                        "label": _("Too close to call"),
                        "param": "etat",
                        "value": "incertains",
                        "count": found.unsure,
                    }
                ]
                if found is not None and found.line is not None
                else []
            ),
            {
                "label": _("Under a threshold"),
                "param": "etat",
                "value": "elimines",
                "count": totals.knocked_out,
            },
        ],
        "departments": Department.objects.order_by("code").only("code", "name"),
    }
    return render(request, "programmes/matching/scores.html", round_frame(scope, round_) | context)


def _round(request: HttpRequest, slug: str, pk: int, roles: Any) -> tuple[Scope, ReviewRound]:
    scope = programmes.scope(request.user, slug, roles)
    return scope, round_of(scope.programme, pk)


def _mark(row: FileScore, found: RoundCalibration | None) -> None:
    """Where a file stands around the last place: inside by either score, and whether that is sure."""
    row.is_unsure = row.changes_side = False  # type: ignore[attr-defined]
    if found is None or found.line is None or row.low is None or row.high is None:
        return
    row.is_unsure = row.low <= found.line <= row.high  # type: ignore[attr-defined]
    if row.rank and row.raw_rank:
        row.changes_side = (row.rank <= found.places) != (row.raw_rank <= found.places)  # type: ignore[attr-defined]


def why_not(found: RoundCalibration) -> str:
    """Why a round has no calibrated score, in a sentence."""
    return {
        Refusal.NO_REVIEW.value: _("No review has been sent yet."),
        Refusal.ONE_REVIEWER.value: _("One person wrote every review: there is nobody to compare them with."),
        Refusal.TOO_FEW.value: _(
            "There are too few reviews to tell a severe reviewer from a weak file: files must share "
            "reviewers more than once."
        ),
        Refusal.DISCONNECTED.value: _(
            "The reviews fall into groups that share no reviewer: nothing compares a file of one group "
            "with a file of another. One review across two groups joins them."
        ),
    }[found.refusal]


@require_POST
def calibrate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Calibrates now."""
    _scope, round_ = _round(request, slug, pk, OFFICER)
    if score.ask(round_, by=request.user):
        messages.success(request, _("The calibrated scores are up to date."))
    else:
        messages.success(request, _("The calibration is under way: its scores come within a minute."))
    return redirect("programmes:scores", slug, pk)


CSV_COLUMNS = (
    *("numero", "projet", "commune", "departement", "evaluations", "moyenne_brute", "ecart_type", "minimum"),
    *("maximum", "sous_un_seuil", "note_calibree", "borne_basse", "borne_haute", "rang", "rang_brut"),
)


@require_safe
def scores_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """The list as it is narrowed, whole."""
    _scope, round_ = _round(request, slug, pk, SEES_SCORES)
    found = read.calibration_of(round_)
    asked = ScoreQuery.from_address(request.GET)
    rows = read.every_score(round_, asked, found.line if found else None)
    return csv_response(f"notes-{round_.pk}.csv", CSV_COLUMNS, _csv_rows(rows))


def _csv_rows(rows: Iterator[FileScore]) -> Iterator[list[Any]]:
    def figure(value: float | None) -> Any:
        return "" if value is None else round(value, 2)

    for row in rows:
        file = row.application
        yield [
            file.reference,
            file.title,
            file.commune.name,
            file.department_id,
            row.reviews,
            *map(figure, (row.mean, row.deviation, row.lowest, row.highest)),
            "oui" if row.is_knocked_out else "",
            *map(figure, (row.calibrated, row.low, row.high)),
            row.rank or "",
            row.raw_rank or "",
        ]
