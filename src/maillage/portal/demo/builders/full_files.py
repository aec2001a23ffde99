"""The second stage of the decided call: who is not encouraged is answered, the others send a full file."""

from __future__ import annotations

import datetime as dt

from maillage.portal.demo import answers, content, progress
from maillage.portal.demo.applicants import Applicant
from maillage.portal.demo.builders import paper, people
from maillage.portal.demo.builders.pace import between, day, step, stories
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.actions import admission
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import decision as decisions
from maillage.programmes.enums import Decision, Filing
from maillage.programmes.models import Application, Call, ReviewRound

CALL = "premiere-vague"
NOT_ENCOURAGED = {"inadmissible": Decision.INADMISSIBLE}
ODD_REASON = "L’exception était justifiée, mais d’autres projets passent avant."


def build() -> None:
    """Goes on from what exists: a file that has its answer, or that is sent, is left alone."""
    call = call_of(CALL)
    if ReviewRound.objects.filter(call=call).exists():
        return  # the next part began: this one is whole
    told = stories(call)
    _answer_the_others(call, told)
    _receive_full_files(call, told)


def _answer_the_others(call: Call, told: dict[int, Applicant]) -> None:
    officers = [people.account("officer"), people.account("second-officer")]
    answered_at = day(-229)
    left = [
        row
        for row in Application.objects.filter(call=call, filing=Filing.SUBMITTED, announced_at=None)
        .select_related("call__programme")
        .order_by("pk")
        if row.pk in told and not told[row.pk].goes_on
    ]
    for rank, row in enumerate(left):
        each = told[row.pk]
        if row.decision != Decision.NONE:
            continue
        with step(answered_at - dt.timedelta(hours=30 - 29 * rank / len(left))):
            decisions.decide(
                row,
                NOT_ENCOURAGED.get(each.outcome, Decision.REFUSED),
                reason=each.reason or ODD_REASON,
                by=officers[rank % 2],
            )
    if left:
        with step(answered_at):
            decisions.publish(call, by=officers[0])


def _receive_full_files(call: Call, told: dict[int, Applicant]) -> None:
    officer = people.account("officer")
    window = next(each for each in content.calls().calls if each.key == CALL).stages[1]
    opens_at, closes_at = day(window.opens_in_days or 0, 11), day(window.closes_in_days or 0, 17)
    going = [pk for pk in told if told[pk].goes_on]
    for rank, pk in enumerate(going):
        if rank % 10 == 0:
            progress.tell(f"Dossiers complets : {rank} sur {len(going)}")
        row = Application.objects.select_related("call__programme", "created_by", "stage").get(pk=pk)
        each = told[pk]
        if row.stage.is_first:
            with step(opens_at - dt.timedelta(days=1)):
                admission.admit(row, by=officer)
            row = Application.objects.select_related("created_by", "stage").get(pk=pk)
        if row.stage.is_first or row.stage_filing != Filing.DRAFT:
            continue
        with step(between(opens_at, closes_at, each.moment)):
            row = applications.save(row, answers=answers.full(each), by=row.created_by)
            paper.join(row, "full", each, by=row.created_by)
            applications.submit(row, by=row.created_by)
