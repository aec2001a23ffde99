"""Decisions: prepared in private, checked against the places, announced together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions import cohort as promotions
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.locks import exclusive, locked, only_officers, shared
from maillage.programmes.enums import (
    ANNOUNCED_TRANSITIONS,
    DECISION_TRANSITIONS,
    NEEDS_REASON,
    RETAINING,
    Decision,
    Filing,
    Verdict,
)
from maillage.programmes.models import Application, Call, Cohort, Label
from maillage.programmes.queries.stage import is_complete
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember


class Unseen:
    """The caller does not say what it saw (the demonstration, an import): the last word holds."""


UNSEEN = Unseen()


@transaction.atomic
def decide(
    application: Application,
    decision: str,
    *,
    by: Any,
    reason: str = "",
    seen: dt.datetime | Unseen | None = UNSEEN,
) -> Application:
    """Prepares the decision on a file; the applicant sees nothing of it before ``publish``.

    Args:
        reason: required for a refusal and for the waiting list; the applicant will read it.
        seen: ``decided_at`` of the file as the officer had it before their eyes (None: undecided).
            When somebody decided meanwhile the later word does not silently win.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Invalid: no reason, or the file cannot be decided.
        Conflict: somebody decided meanwhile, or the announced decision is final.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    if not isinstance(seen, Unseen) and seen != application.decided_at:
        raise Conflict(
            _("Meanwhile %(person)s decided “%(decision)s”. Look at it again, then decide.")
            % {"person": application.decided_by, "decision": application.get_decision_display()}
        )
    _prepare(application, Decision(decision), reason.strip(), by)
    return application


@transaction.atomic
def decide_many(
    call: Call, applications: Collection[int], decision: str, *, by: Any, reason: str = ""
) -> int:
    """Prepares the same decision on several files of a call, all or none; how many changed.

    Raises:
        Conflict: one of them can no longer be decided so; none is.
    """
    only_officers(call.programme, by)
    shared(call.pk)
    rows = list(
        Application.objects.select_for_update(of=("self",))
        .filter(call=call, pk__in=list(applications))
        .order_by("pk")
    )
    changed = 0
    for application in rows:
        if application.decision != decision or application.decision_reason != reason.strip():
            _prepare(application, Decision(decision), reason.strip(), by)
            changed += 1
    return changed


def _prepare(application: Application, decision: Decision, reason: str, by: Any) -> None:
    if application.filing != Filing.SUBMITTED:
        raise Conflict(
            _("“%(title)s” is not submitted: it cannot be decided.") % {"title": application.title}
        )
    announced = Decision(application.announced_decision)
    if decision != announced and not states.may_move(ANNOUNCED_TRANSITIONS, announced, decision):
        raise Conflict(
            _("“%(title)s” was told “%(decision)s”: this no longer changes.")
            % {"title": application.title, "decision": announced.label}
        )
    if decision in NEEDS_REASON and not reason:
        raise Invalid(fields={"reason": _("Give the reason: the applicant will read it.")})
    if decision == Decision.RETAINED and application.eligibility == Verdict.INELIGIBLE:
        raise Conflict(
            _("“%(title)s” is not eligible: overrule the rules first, with your reason.")
            % {"title": application.title}
        )
    if decision in RETAINING and not is_complete(application):
        raise Conflict(
            _("“%(title)s” has not handed in the file of the last stage: it cannot be retained yet.")
            % {"title": application.title}
        )
    also: dict[str, Any] = {
        "decision_reason": reason,
        "decided_by": by,
        "decided_at": clock.database_now(),
    }
    if decision == application.decision:
        for name, value in also.items():
            setattr(application, name, value)
        application.save(update_fields=[*also])
        events.record(application, "programmes.decision_reworded", by=by, why=reason)
        return
    states.move(
        application,
        decision,
        DECISION_TRANSITIONS,
        by=by,
        verb="programmes.decision_prepared",
        field="decision",
        why=reason,
        also=also,
    )


# --- Announcing --------------------------------------------------------------------------------------
@dataclass
class Publication:
    """What an announcement did."""

    counts: dict[str, int] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    without_place: list[Application] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def places_left(call: Call) -> int:
    """Places minus retained files, prepared or announced; negative when there are too many."""
    retained = Application.objects.filter(
        call=call, filing=Filing.SUBMITTED, decision=Decision.RETAINED
    ).count()
    return call.places - retained


@transaction.atomic
def publish(
    call: Call,
    *,
    by: Any,
    cohorts: Sequence[CohortPlan] = (),
    unplaced: LabelDays | None = None,
    expected: Mapping[str, int] | None = None,
) -> Publication:
    """Announces every prepared decision of a call at once, with its letters, promotions and labels.

    All or nothing: one transaction. A retained project whose place is known gets its label; the
    others get theirs by ``label.grant`` once their place is known.

    Args:
        unplaced: the days of the labels of retained files that no plan names: they wait for a promotion.
        expected: how many of each decision the officer confirmed; another count refuses.

    Raises:
        Conflict: nothing to announce, more retained files than places, counts that changed, or a
            place that holds a label of the programme on those days.
        Invalid: retained files that neither a plan nor ``unplaced`` provides for.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    moment = clock.database_now()
    rows = list(
        Application.objects.to_announce()
        .filter(call=call)
        .exclude(decision=Decision.NONE)
        .select_for_update(of=("self",))
        .select_related("project__place")
        .order_by("pk")
    )
    if not rows:
        raise Conflict(_("There is no decision to publish: they are all announced."))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.decision] = counts.get(row.decision, 0) + 1
    if expected is not None and {k: v for k, v in expected.items() if v} != counts:
        raise Conflict(_("Decisions changed while you were reading. Look at the counts again, then publish."))
    if (left := places_left(call)) < 0:
        raise Conflict(
            ngettext(
                "There is %(over)d retained application more than places (%(places)d).",
                "There are %(over)d retained applications more than places (%(places)d).",
                -left,
            )
            % {"over": -left, "places": call.places}
        )
    published = Publication(counts=counts)
    before = {row.pk: row.announced_decision for row in rows}
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(
        announced_decision=F("decision"), announced_reason=F("decision_reason"), announced_at=moment
    )
    for row in rows:
        row.announced_decision, row.announced_reason, row.announced_at = (
            row.decision,
            row.decision_reason,
            moment,
        )
    events.record_many(
        [
            (
                row,
                "programmes.decision_announced",
                {"field": "announced_decision", "from_": before[row.pk], "to": row.decision},
            )
            for row in rows
        ],
        by=by,
    )
    retained = [row for row in rows if row.decision == Decision.RETAINED]
    _form_cohorts(call, retained, cohorts, unplaced, published, moment=moment, by=by)
    _write_letters(call, rows, published)
    events.record(call, "programmes.decisions_published", by=by, data={"counts": counts})
    return published


def _form_cohorts(
    call: Call,
    retained: list[Application],
    plans: Sequence[CohortPlan],
    unplaced: LabelDays | None,
    published: Publication,
    *,
    moment: dt.datetime,
    by: Any,
) -> None:
    published.cohorts, published.labels = promotions.enter(
        call, retained, plans, unplaced=unplaced, moment=moment, by=by
    )
    published.without_place = [row for row in retained if row.project.place_id is None]
    try:
        with transaction.atomic():
            labels.grant_rows(published.labels, by=by)
    except IntegrityError:
        raise Conflict(_overlap_sentence(published.labels)) from None


def _overlap_sentence(labels: list[Label]) -> str:
    """Names the places that already hold a label, since the database names only its constraint."""
    seen: set[int] = set()
    names: list[str] = []
    for label in labels:
        overlapping = Label.objects.filter(
            programme=label.programme,
            place=label.place_id,
            starts_on__lte=label.ends_on,
            ends_on__gte=label.starts_on,
        )
        if label.place_id in seen or overlapping.exists():
            names.append(str(label.project.place))
        seen.add(label.place_id)
    return _("These places hold a label of the programme on those days: %(places)s.") % {
        "places": ", ".join(sorted(set(names)))
    }


def _write_letters(call: Call, rows: list[Application], published: Publication) -> None:
    by_project = {row.project_id: row for row in rows}
    label_of = {label.application_id: label for label in published.labels}
    carriers = (
        ProjectMember.objects.filter(
            project__in=list(by_project), role=ProjectRole.CARRIER, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
    )
    for member in carriers:
        row = by_project[member.project_id]
        outbox.send_email(
            member.user.email,
            "programmes/email/decision",
            {
                "application": row,
                "call": call,
                "programme": call.programme,
                "decision": row.decision,
                "reason": row.decision_reason,
                "label": label_of.get(row.pk),
            },
            language=member.user.language,
        )
