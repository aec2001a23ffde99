"""What meetings, mergers and follow-ups add to the registries of the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import history, registry
from maillage.core.registry import TodoItem
from maillage.projects.enums import Outcome, Visibility
from maillage.projects.models import FollowUp, FollowUpRefusal, Introduction, Merger, Project
from maillage.projects.queries import merging as read

READER = "admin@maillage.example"
YEAR = dt.timedelta(days=365)
#: Words and figures of a follow-up are needed until the last cohort that they count in is told.
FOLLOW_UP_YEARS = 5


def declare() -> None:
    registry.todo_sources.add(
        registry.TodoSource("projects.similar", todo_for, order=42, concerns=read.waiting_for)
    )
    registry.timeline_sources.add(
        registry.TimelineSource(
            "projects.merged", read.inherited_entries, order=15, label=gettext_lazy("Merged projects")
        )
    )
    registry.bench_cases.add(
        registry.BenchCase(
            "projects.similar",
            "Similar projects of one",
            bench_paths,
            user_email=READER,
            max_queries=16,
            order=62,
        )
    )
    registry.invariants.add(
        registry.Invariant("projects.mergers", "A merger leads to a project that goes on", merged_in_a_ring)
    )
    _declare_personal_data()


def todo_for(user: Any) -> Iterable[TodoItem]:
    """Meetings and mergers that wait for the person's answer."""
    for row, side in read.introductions_waiting(user):
        yield TodoItem(
            title=_("Would “%(title)s” like to meet a similar project?") % {"title": side.title},
            url=row.get_absolute_url(),
            due_on=row.expires_at.date(),
            button=_("Answer"),
            about=f"project-{side.pk}",
        )
    for merger in read.mergers_waiting(user):
        yield TodoItem(
            title=_("“%(absorbed)s” and “%(survivor)s”: do they become one?")
            % {"absorbed": merger.absorbed.title, "survivor": merger.survivor.title},
            url=merger.get_absolute_url(),
            due_on=merger.expires_at.date(),
            button=_("Answer"),
            about=f"project-{merger.answering.pk}",
        )


def bench_paths() -> Sequence[str]:
    """Projects spread over all of them, so that dense and empty surroundings are both asked."""
    rows = Project.objects.filter(visibility=Visibility.NETWORK).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    return [reverse("projects:similar", args=[key]) for key in keys[:: max(len(keys) // 40, 1)]]


def merged_in_a_ring() -> Iterable[str]:
    """Projects that live on in one another, or that no accepted merger explains."""
    heirs = dict(
        Project.objects.filter(merged_into__isnull=False).order_by("pk").values_list("pk", "merged_into")
    )
    for start in heirs:
        seen, step = {start}, heirs[start]
        while step in heirs and step not in seen:
            seen.add(step)
            step = heirs[step]
        if step == start:
            yield f"project {start} lives on in itself, through others"
    explained = Merger.objects.filter(state="accepted").values("absorbed")
    unexplained = Project.objects.filter(outcome=Outcome.MERGED).exclude(pk__in=explained).order_by("pk")
    for project in unexplained:
        yield f"project {project.pk} is merged without a merger"


# --- Personal data -----------------------------------------------------------------------------------------
def _declare_personal_data() -> None:
    consent = gettext_lazy("Consent of the person, which they may take back (GDPR, article 6.1.a)")
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    mission = gettext_lazy("Task of general interest of those who direct and support (article 6.1.e)")
    lines = [
        (
            "projects.Introduction",
            gettext_lazy("Letting the carriers of two close projects meet, when both want to"),
            consent,
            gettext_lazy("Who suggested it, who said yes, dates"),
            gettext_lazy("Two years after it ended"),
        ),
        (
            "projects.Merger",
            gettext_lazy("Telling how two projects became one"),
            service,
            gettext_lazy("Who proposed it, who agreed, who joined, reason, dates"),
            gettext_lazy("With the project"),
        ),
        (
            "projects.FollowUp",
            gettext_lazy("Knowing what became of a project after its launch or its end"),
            mission,
            gettext_lazy("Whether it runs, jobs, what changed, who answered, date"),
            gettext_lazy("Five years for the name and the words; the figures with the project"),
        ),
        (
            "projects.FollowUpRefusal",
            gettext_lazy("Not writing again to somebody who asked for it"),
            service,
            gettext_lazy("Person, date"),
            gettext_lazy("As long as the account exists"),
        ),
    ]
    for order, (model, purpose, basis, data, kept) in enumerate(lines, start=440):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.retention_rules.add(
        registry.RetentionRule("projects.introductions", "projects.Introduction", forget_introductions)
    )
    registry.retention_rules.add(
        registry.RetentionRule("projects.follow_up_words", "projects.FollowUp", forget_words)
    )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="projects.similar",
            label=gettext_lazy("Meetings of projects and follow-up"),
            export=export,
            erase=erase,
            order=148,
        )
    )


def forget_introductions(now: dt.datetime) -> int:
    """Two years after they ended."""
    return history.forget(Introduction.objects.filter(ended_at__lt=now - 2 * YEAR))


def forget_words(now: dt.datetime) -> int:
    """Who answered and in which words, after five years; the figures stay counted."""
    old = FollowUp.objects.filter(asked_at__lt=now - FOLLOW_UP_YEARS * YEAR)
    return old.exclude(changed="", answered_by__isnull=True).update(changed="", answered_by=None)


def export(user: Any) -> dict[str, Any]:
    """Suggestions that the person made or agreed to, mergers that they proposed, answers that they gave."""
    introductions = Introduction.objects.seen_by(user).for_list()
    return {
        "introductions": [
            {
                "message": row.message if row.suggested_by_id == user.pk else "",
                "state": str(row.get_state_display()),
                "i_suggested": row.suggested_by_id == user.pk,
                "i_said_yes": user.pk in {row.first_by_id, row.second_by_id},
                "at": row.created_at.isoformat(),
            }
            for row in introductions
        ],
        "mergers": [
            {"reason": row.reason, "state": str(row.get_state_display()), "at": row.proposed_at.isoformat()}
            for row in Merger.objects.filter(proposed_by=user).for_list()
        ],
        "follow_ups": [
            {
                "project": row.project.title,
                "months": row.months,
                "running": str(row.get_running_display()),
                "jobs": row.jobs,
                "full_time_equivalents": str(row.fte) if row.fte is not None else None,
                "changed": row.changed,
            }
            for row in FollowUp.objects.filter(answered_by=user).for_list()
        ],
        "refuses_follow_ups": FollowUpRefusal.objects.filter(user=user).exists(),
    }


def erase(user: Any) -> None:
    """The refusal goes with the account: nobody is written to there any more."""
    FollowUpRefusal.objects.filter(user=user).delete()
