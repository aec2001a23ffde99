"""What waits for the officers of a programme, and for those who apply."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.registry import TodoItem
from maillage.programmes.enums import (
    CallPhase,
    CallQuestionState,
    CallState,
    CompletionState,
    Decision,
    Filing,
    OfferKind,
    Role,
    Verdict,
)
from maillage.programmes.models import (
    Application,
    Call,
    CallQuestion,
    CompletionRequest,
    Programme,
    ProgrammeRole,
)
from maillage.programmes.queries.call import counts_of
from maillage.programmes.queries.outcome import places_to_answer
from maillage.programmes.queries.programme import Scope


def todo_for(scope: Scope) -> list[TodoItem]:
    """What waits for the officers of a programme."""
    if not scope.is_officer:
        return []
    return _officer_todo([scope.programme])


def completions_of(user: Any) -> QuerySet[CompletionRequest]:
    """The answers that programmes ask a person to complete."""
    return (
        CompletionRequest.objects.filter(
            state=CompletionState.OPEN,
            due_at__gte=timezone.now(),
            stage_file__application__project__members__user=user,
            stage_file__application__project__members__role="carrier",
        )
        .exclude(stage_file__application__filing=Filing.WITHDRAWN)
        .select_related("stage_file__application__call")
        .order_by("due_at", "pk")
    )


def completions_for(user: Any) -> list[TodoItem]:
    return [
        TodoItem(
            _("Complete the application of “%(title)s”") % {"title": row.stage_file.application.title},
            reverse("programmes:complete", args=[row.stage_file.application.reference]),
            detail=row.stage_file.application.call.title,
            due_on=timezone.localdate(row.due_at),
            button=_("Complete"),
            about=f"project-{row.stage_file.application.project_id}",
        )
        for row in completions_of(user)
    ]


def places_for(user: Any) -> list[TodoItem]:
    """The places that wait for the answer of a person's projects; one query."""
    confirm, take = _("Confirm the place of “%(title)s”"), _("A place is free for “%(title)s”: take it?")
    return [
        TodoItem(
            (confirm if offer.kind == OfferKind.CONFIRMATION else take) % {"title": offer.application.title},
            reverse("programmes:place", args=[offer.application.reference]),
            detail=offer.application.call.title,
            due_on=timezone.localdate(offer.answer_by) if offer.answer_by else None,
            button=_("Answer"),
            about=f"project-{offer.application.project_id}",
        )
        for offer in places_to_answer(user)
    ]


def officer_roles(user: Any) -> QuerySet[ProgrammeRole]:
    return ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)


def officer_todo(user: Any) -> list[TodoItem]:
    """What waits for a person as an officer, in all their programmes."""
    mine = officer_roles(user).values("programme")
    programmes = Programme.objects.filter(pk__in=mine).order_by("name", "pk")
    return _officer_todo(list(programmes))


def _officer_todo(programmes: list[Programme]) -> list[TodoItem]:
    """Four queries, whatever the number of programmes and calls."""
    if not programmes:
        return []
    published = Call.objects.filter(programme__in=programmes, state=CallState.PUBLISHED)
    rows = list(published.select_related("programme").order_by("closes_at", "pk"))
    counts = counts_of(call.pk for call in rows)
    asking: dict[int, int] = dict(
        Application.objects.filter(
            call__in=published.values("pk"),
            filing=Filing.DRAFT,
            eligibility=Verdict.INELIGIBLE,
            overrules__isnull=True,
        )
        .exclude(derogation_request="")
        .values_list("call")
        .annotate(number=Count("*"))
        .order_by()
    )
    questions: dict[int, int] = dict(
        CallQuestion.objects.filter(call__in=published.values("pk"), state=CallQuestionState.OPEN)
        .values_list("call")
        .annotate(number=Count("*"))
        .order_by()
    )
    items: list[TodoItem] = []
    for call in rows:
        undecided = counts[call.pk].of(filing=Filing.SUBMITTED, decision=Decision.NONE)
        prepared = sum(counts[call.pk].to_announce.values())
        slug, about = call.programme.slug, f"programme-{call.programme_id}"
        address = reverse("programmes:applications", args=[slug, call.pk])
        if asked := questions.get(call.pk):
            items.append(
                TodoItem(
                    ngettext("%(n)d question to answer", "%(n)d questions to answer", asked) % {"n": asked},
                    reverse("programmes:call_questions", args=[slug, call.pk]),
                    detail=call.title,
                    button=_("Answer"),
                    about=about,
                )
            )
        if call.is_open and (waiting := asking.get(call.pk)):
            items.append(
                TodoItem(
                    ngettext("%(n)d request for an exception", "%(n)d requests for an exception", waiting)
                    % {"n": waiting},
                    f"{address}#exceptions",
                    detail=call.title,
                    due_on=timezone.localdate(call.closes_at),
                    button=_("Answer"),
                    about=about,
                )
            )
        if call.phase == CallPhase.CLOSED and undecided:
            items.append(
                TodoItem(
                    ngettext("%(n)d application to decide", "%(n)d applications to decide", undecided)
                    % {"n": undecided},
                    f"{address}?etat=a-decider",
                    detail=call.title,
                    button=_("Decide"),
                    about=about,
                )
            )
        if prepared:
            items.append(
                TodoItem(
                    ngettext(
                        "%(n)d prepared decision to publish",
                        "%(n)d prepared decisions to publish",
                        prepared,
                    )
                    % {"n": prepared},
                    reverse("programmes:announce", args=[slug, call.pk]),
                    detail=call.title,
                    button=_("Publish…"),
                    about=about,
                )
            )
    return items
