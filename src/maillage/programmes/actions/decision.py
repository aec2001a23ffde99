"""Decisions: prepared in private, checked against the places, announced together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes import checks
from maillage.programmes.actions import cohort as promotions
from maillage.programmes.actions import label as labels
from maillage.programmes.actions import letter, reopening, succession
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.locks import exclusive, locked, only_officers, shared
from maillage.programmes.enums import (
    ANNOUNCED_TRANSITIONS,
    ANNOUNCEMENT_TRANSITIONS,
    DECISION_TRANSITIONS,
    NEEDS_REASON,
    RETAINING,
    AnnouncementState,
    Decision,
    Filing,
    Verdict,
)
from maillage.programmes.models import (
    Announcement,
    Application,
    Call,
    Cohort,
    CohortMember,
    Label,
    Letter,
)
from maillage.programmes.queries.stage import is_complete
from maillage.projects import separation


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
    amount: Decimal | Unseen | None = UNSEEN,
    rank: int | None = None,
    seen: dt.datetime | Unseen | None = UNSEEN,
) -> Application:
    """Prepares the decision on a file; the applicant sees nothing of it before ``publish``.

    Args:
        reason: required by ``NEEDS_REASON``; the applicant will read it.
        amount: granted, in euros, for a file that takes a place or waits for one; as it was when not given.
        rank: on the waiting list, from 1; those after it move down. At the end when not given.
        seen: ``decided_at`` of the file as the officer had it before their eyes (None: undecided).
            When somebody decided meanwhile the later word does not silently win.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Invalid: no reason, or the file cannot be decided.
        Conflict: somebody decided meanwhile, or the announced decision is final.
    """
    only_officers(application.call.programme, by)
    # A rank moves other files: nobody else decides meanwhile.
    (exclusive if decision == Decision.WAITING else shared)(application.call_id)
    application = locked(application)
    if not isinstance(seen, Unseen) and seen != application.decided_at:
        raise Conflict(
            _("Meanwhile %(person)s decided “%(decision)s”. Look at it again, then decide.")
            % {"person": application.decided_by, "decision": application.get_decision_display()}
        )
    _keep_apart([application], Decision(decision), by)
    _prepare(application, Decision(decision), reason.strip(), by, amount=amount, rank=rank)
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
    (exclusive if decision == Decision.WAITING else shared)(call.pk)
    rows = list(
        Application.objects.select_for_update(of=("self",))
        .filter(call=call, pk__in=list(applications))
        .order_by("pk")
    )
    _keep_apart(rows, Decision(decision), by)
    changed = 0
    for application in rows:
        if application.decision != decision or application.decision_reason != reason.strip():
            _prepare(application, Decision(decision), reason.strip(), by)
            changed += 1
    return changed


def _keep_apart(rows: Sequence[Application], decision: Decision, by: Any) -> None:
    """Whoever coaches a project does not decide on its money: another officer does."""
    if decision not in {*RETAINING, Decision.WAITING, Decision.REFUSED}:
        return
    titles = {row.project_id: row.title for row in rows}
    for tie in separation.coaches(titles, [by.pk]):
        raise separation.MustStaySeparate(
            _("You coach “%(project)s” (%(fact)s): another officer decides on its money.")
            % {"project": titles[tie.project_id], "fact": tie.fact}
        )


def _prepare(
    application: Application,
    decision: Decision,
    reason: str,
    by: Any,
    *,
    amount: Decimal | Unseen | None = UNSEEN,
    rank: int | None = None,
) -> None:
    if application.filing != Filing.SUBMITTED:
        raise Conflict(
            _("“%(title)s” is not submitted: it cannot be decided.") % {"title": application.title}
        )
    announced = Decision(application.announced_decision)
    if (
        decision != announced
        and not states.may_move(ANNOUNCED_TRANSITIONS, announced, decision)
        and reopening.current(application) is None
    ):
        raise Conflict(
            _("“%(title)s” was told “%(decision)s”: reopen that decision first, with your reason.")
            % {"title": application.title, "decision": announced.label}
        )
    if decision in NEEDS_REASON and not reason:
        raise Invalid(fields={"reason": _("Give the reason: the applicant will read it.")})
    if decision in RETAINING and application.eligibility == Verdict.INELIGIBLE:
        raise Conflict(
            _("“%(title)s” is not eligible: overrule the rules first, with your reason.")
            % {"title": application.title}
        )
    if decision in RETAINING and not is_complete(application):
        raise Conflict(
            _("“%(title)s” has not handed in the file of the last stage: it cannot be retained yet.")
            % {"title": application.title}
        )
    granted = application.granted_amount if isinstance(amount, Unseen) else amount
    if granted is not None and granted < 0:
        raise Invalid(fields={"amount": _("An amount granted is not negative.")})
    also: dict[str, Any] = {
        "decision_reason": reason,
        "decided_by": by,
        "decided_at": clock.database_now(),
        "granted_amount": granted if decision in RETAINING | {Decision.WAITING} else None,
        "waiting_rank": _in_line(application, rank) if decision == Decision.WAITING else None,
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


def _in_line(application: Application, rank: int | None) -> int:
    """Its rank on the waiting list, after making room for it there. The call is locked."""
    others = Application.objects.filter(call=application.call_id, decision=Decision.WAITING).exclude(
        pk=application.pk
    )
    if rank is None:
        if application.waiting_rank is not None:
            return application.waiting_rank
        last: int | None = others.aggregate(last=Max("waiting_rank"))["last"]
        return (last or 0) + 1
    wished = max(rank, 1)
    if others.filter(waiting_rank=wished).exists():
        # Two steps of one statement could meet each other's old values; the constraint waits for the end.
        others.filter(waiting_rank__gte=wished).update(waiting_rank=F("waiting_rank") + 1)
    return wished


@transaction.atomic
def rank(call: Call, order: Sequence[int], *, by: Any) -> None:
    """The waiting list in the order of these keys; files that are not named follow in their present order.

    Raises:
        Invalid: a file that does not wait.
    """
    only_officers(call.programme, by)
    exclusive(call.pk)
    waiting = Application.objects.filter(call=call, decision=Decision.WAITING)
    rows = list(waiting.select_for_update(of=("self",)).order_by("waiting_rank", "submitted_at", "pk"))
    by_key = {row.pk: row for row in rows}
    if not set(order) <= set(by_key):
        raise Invalid(_("One of these files is not on the waiting list."))
    named = [by_key[pk] for pk in dict.fromkeys(order)]
    ordered = [*named, *(row for row in rows if row.pk not in set(order))]
    changed = [row for position, row in enumerate(ordered, 1) if row.waiting_rank != position]
    for position, row in enumerate(ordered, 1):
        row.waiting_rank = position
    for row in changed:
        row.save(update_fields=["waiting_rank"])
    if changed:
        events.record(call, "programmes.waiting_list_ranked", by=by, data={"number": len(changed)})


# --- Announcing --------------------------------------------------------------------------------------
@dataclass
class Publication:
    """What an announcement did."""

    counts: dict[str, int] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    without_place: list[Application] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    announcement: Announcement | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def places_left(call: Call) -> int:
    """Places minus retained files, prepared or announced; negative when there are too many."""
    retained = Application.objects.filter(call=call, filing=Filing.SUBMITTED, decision__in=RETAINING).count()
    return call.places - retained


@dataclass(frozen=True)
class Terms:
    """What an announcement asks and allows: days to confirm, to take a place, to appeal. None: nothing."""

    answer_by: dt.date | None = None
    moves_on: bool = False
    offer_days: int = 10
    appeal_days: int | None = None


@transaction.atomic
def publish(
    call: Call,
    *,
    by: Any,
    cohorts: Sequence[CohortPlan] = (),
    unplaced: LabelDays | None = None,
    expected: Mapping[str, int] | None = None,
    terms: Terms | None = None,
) -> Publication:
    """Announces every prepared decision of a call at once, with its letters, promotions and labels.

    All or nothing: one transaction. A retained project whose place is known gets its label; the
    others get theirs by ``label.grant`` once their place is known.

    Args:
        unplaced: the days of the labels of retained files that no plan names: they wait for a promotion.
        expected: how many of each decision the officer confirmed; another count refuses.
        terms: what is asked of those who are told, and until when.

    Raises:
        Conflict: nothing to announce, more retained files than places, counts that changed, or a
            place that holds a label of the programme on those days.
        Invalid: retained files that neither a plan nor ``unplaced`` provides for.
        LettersIncomplete: a letter has an unknown or an empty field; none leaves.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if Announcement.objects.filter(call=call, state=AnnouncementState.SCHEDULED).exists():
        raise Conflict(_("An announcement of this call is scheduled: change or cancel it first."))
    terms, moment = terms or Terms(), clock.database_now()
    announcement = Announcement.objects.create(
        call=call,
        state=AnnouncementState.DONE,
        publish_at=moment,
        published_at=moment,
        plans=[plan.as_json() for plan in cohorts],
        unplaced=unplaced.as_json() if unplaced else None,
        answer_by=terms.answer_by,
        moves_on=terms.moves_on,
        offer_days=terms.offer_days,
        appeal_days=terms.appeal_days,
        prepared_by=by,
    )
    return carry_out(announcement, call, cohorts=cohorts, unplaced=unplaced, expected=expected, by=by)


def carry_out(
    announcement: Announcement,
    call: Call,
    *,
    cohorts: Sequence[CohortPlan],
    unplaced: LabelDays | None,
    by: Any,
    expected: Mapping[str, int] | None = None,
) -> Publication:
    """What ``publish`` does, under the caller's locks on the call and the announcement."""
    moment = clock.database_now()
    rows = list(
        Application.objects.to_announce()
        .filter(call=call)
        .exclude(decision=Decision.NONE)
        .select_for_update(of=("self",))
        .select_related("project__place", "commune")
        .order_by("pk")
    )
    if not rows:
        raise Conflict(_("There is no decision to publish: they are all announced."))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.decision] = counts.get(row.decision, 0) + 1
    if expected is not None and {k: v for k, v in expected.items() if v} != counts:
        raise Conflict(_("Decisions changed while you were reading. Look at the counts again, then publish."))
    if stops := checks.blocking(call):
        raise Conflict(" ".join(stops))
    published = Publication(counts=counts, announcement=announcement)
    before = {row.pk: row.announced_decision for row in rows}
    until = (
        timezone.localtime(moment).date() + dt.timedelta(days=announcement.appeal_days)
        if announcement.appeal_days
        else None
    )
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(
        announced_decision=F("decision"),
        announced_reason=F("decision_reason"),
        announced_at=moment,
        appeal_until=until,
    )
    for row in rows:
        row.announced_decision, row.announced_reason = row.decision, row.decision_reason
        row.announced_at, row.appeal_until = moment, until
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
    reopening.end_all(rows, by=by)
    left_retained = [row for row in rows if before[row.pk] in RETAINING and row.decision not in RETAINING]
    for row in left_retained:
        succession.leave_place(row, by=by, why=row.decision_reason)
    retained = [row for row in rows if row.decision in RETAINING and before[row.pk] not in RETAINING]
    _form_cohorts(call, retained, cohorts, unplaced, published, moment=moment, by=by)
    if announcement.answer_by is not None:
        succession.ask_confirmation(announcement, retained, moment=moment)
    published.letters = letter.send(
        call,
        rows,
        by=by,
        at=moment,
        announcement=announcement,
        answer_by=announcement.answer_by,
        appeal_days=announcement.appeal_days,
        labels={label.application_id: label for label in published.labels if label.application_id},
    )
    _done(announcement, counts, moment, by)
    events.record(call, "programmes.decisions_published", by=by, data={"counts": counts})
    if left_retained:
        succession.fill_places(call, by=by)
    return published


def _done(announcement: Announcement, counts: dict[str, int], moment: dt.datetime, by: Any) -> None:
    if announcement.state == AnnouncementState.DONE:  # made by ``publish``, in this transaction
        announcement.counts = counts
        announcement.save(update_fields=["counts"])
        return
    states.move(
        announcement,
        AnnouncementState.DONE,
        ANNOUNCEMENT_TRANSITIONS,
        by=by,
        verb="programmes.announcement_done",
        also={"published_at": moment, "counts": counts, "failure": ""},
    )


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
    # A file that had left and is retained again has its row already.
    back = {
        member.application_id: member
        for member in CohortMember.objects.filter(application__in=[row.pk for row in retained])
    }
    for member in back.values():
        promotions.come_back(member, by=by)
    published.cohorts, published.labels = promotions.enter(
        call,
        [row for row in retained if row.pk not in back],
        plans,
        unplaced=unplaced,
        moment=moment,
        by=by,
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
