"""Words about a file between its reviewers and the officers, and the e-mail that tells of many at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts import notifications
from maillage.core import clock, events
from maillage.core.errors import Invalid, NotAllowed
from maillage.programmes import conflicts
from maillage.programmes import rules as who
from maillage.programmes.actions.review_round import held
from maillage.programmes.enums import Filing, Role
from maillage.programmes.enums_review import RoundPhase
from maillage.programmes.models import (
    Application,
    Assignment,
    DiscussionDigest,
    ProgrammeRole,
    ReviewMessage,
    ReviewRound,
)

DISCUSSION_KIND = "programmes.review_discussion"
LONGEST = 4000


@transaction.atomic
def post(round_: ReviewRound, application: Application, *, body: str, by: Any) -> ReviewMessage:
    """Adds a message to the discussion of a file.

    Raises:
        NotAllowed: ``by`` is no officer, and the file's discussion is not shown to them now.
        Invalid: nothing is said, or too much.
    """
    round_ = held(round_.pk)
    text = body.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(fields={"body": _("Write your message.")})
    if len(text) > LONGEST:
        raise Invalid(
            fields={
                "body": _("At most %(most)s characters: there are %(there)s.")
                % {"most": LONGEST, "there": len(text)}
            }
        )
    moment = clock.database_now()
    if not who.is_officer(by, round_.call.programme):
        reader = _readers(round_, [application.pk], round_.phase_at(moment)).get(application.pk, {})
        if by.pk not in reader:
            raise NotAllowed(_("The discussion of this file is not open to you."))
    message = ReviewMessage.objects.create(
        round=round_, application=application, author=by, body=text, sent_at=moment
    )
    events.record(message, "programmes.review_message", by=by)
    return message


@transaction.atomic
def tell(round_: ReviewRound) -> int:
    """Writes once to each person of a round's discussions who has messages that they were not told of.

    Reviewers are told of the files whose discussion is shown to them, officers of all; nobody of their own.

    Returns:
        how many people were written to.
    """
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    round_ = ReviewRound.objects.select_related("call__programme").get(pk=round_.pk)
    moment = clock.database_now()
    told = dict(DiscussionDigest.objects.filter(round=round_).order_by().values_list("person", "told_until"))
    messages = list(ReviewMessage.objects.filter(round=round_, sent_at__lte=moment).order_by("sent_at", "pk"))
    officers = {
        row.user_id: row.user
        for row in ProgrammeRole.objects.live()
        .filter(programme=round_.call.programme_id, role=Role.OFFICER)
        .select_related("user")
        .order_by("pk")
    }
    readers = _readers(round_, {row.application_id for row in messages}, round_.phase_at(moment))
    fresh: dict[Any, set[int]] = defaultdict(set)
    counts: dict[Any, int] = defaultdict(int)
    for message in messages:
        for key, person in {**readers.get(message.application_id, {}), **officers}.items():
            if key != message.author_id and (key not in told or message.sent_at > told[key]):
                fresh[person].add(message.application_id)
                counts[person] += 1
    for person, files in fresh.items():
        DiscussionDigest.objects.update_or_create(
            round=round_, person=person, defaults={"told_until": moment}
        )
        is_officer = person.pk in officers
        path = (
            reverse("programmes:round", args=[round_.call.programme.slug, round_.pk])
            if is_officer
            else reverse("programmes:my_reviews")
        )
        notifications.notify(
            person,
            DISCUSSION_KIND,
            "programmes/email/review_discussion",
            {
                "round": round_,
                "call": round_.call,
                "programme": round_.call.programme,
                "messages": counts[person],
                "files": len(files),
                "path": path,
            },
        )
    return len(fresh)


def _readers(round_: ReviewRound, files: Any, phase: RoundPhase) -> dict[int, dict[int, Any]]:
    """By file, the reviewers to whom its discussion is shown: cleared, in office, bound by nothing."""
    if phase in {RoundPhase.BEFORE, RoundPhase.OVER} or not files:
        return {}
    live = ProgrammeRole.objects.live().filter(programme=round_.call.programme_id, role=Role.REVIEWER)
    rows = list(
        Assignment.objects.cleared()
        .filter(
            round=round_,
            application__in=files,
            application__filing=Filing.SUBMITTED,
            reviewer__in=live.values("user"),
        )
        .select_related("reviewer", "review")
        .order_by("pk")
    )
    out = conflicts.standing(Application.objects.filter(pk__in=files), {row.reviewer_id for row in rows})
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        review = getattr(row, "review", None)
        sent = review is not None and review.submitted_at is not None
        if (row.application_id, row.reviewer_id) not in out and round_.shows(
            round_.discussion_shown, has_submitted=sent, phase=phase
        ):
            found[row.application_id][row.reviewer_id] = row.reviewer
    return found
