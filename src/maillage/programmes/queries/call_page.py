"""What a call's page and its officers' rooms show around it: questions, sessions, who is concerned."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.programmes.enums import CallQuestionState, Filing, RegistrationState
from maillage.programmes.models import (
    Application,
    Call,
    CallDocument,
    CallFollower,
    CallQuestion,
    InformationSession,
    Registration,
)


def documents_of(call: Call) -> QuerySet[CallDocument]:
    return CallDocument.objects.filter(call=call).select_related("file").order_by("added_at", "pk")


def questions_of(call: Call) -> QuerySet[CallQuestion]:
    """All of them for the officers, the last asked first."""
    return (
        CallQuestion.objects.filter(call=call)
        .select_related("asked_by", "answered_by")
        .order_by("-asked_at", "-pk")
    )


def published_answers(call: Call) -> QuerySet[CallQuestion]:
    """What everybody reads, in the order of the answers; nobody's name."""
    return (
        CallQuestion.objects.filter(call=call, state=CallQuestionState.ANSWERED)
        .only("text", "answer", "answered_at", "call")
        .order_by("answered_at", "pk")
    )


def sessions_of(call: Call) -> QuerySet[InformationSession]:
    """With how many come and how many wait: ``seated``, ``waiting``."""
    return (
        InformationSession.objects.filter(call=call)
        .annotate(
            seated=Count("registrations", filter=Q(registrations__state=RegistrationState.SEATED)),
            waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
        )
        .order_by("starts_at", "pk")
    )


def registrations_of(session: InformationSession) -> QuerySet[Registration]:
    """Who comes, then who waits, in order."""
    return (
        Registration.objects.filter(session=session)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("user")
        .order_by("state", "at", "pk")
    )


def registration_of(session: InformationSession, user: Any) -> Registration | None:
    if not user.is_authenticated:
        return None
    rows = Registration.objects.filter(session=session, user=user)
    return rows.exclude(state=RegistrationState.CANCELLED).first()


def follows(call: Call, user: Any) -> bool:
    return user.is_authenticated and CallFollower.objects.filter(call=call, user=user).exists()


def concerned(call: Call) -> dict[str, int]:
    """How many drafts, submitted files and followers a withdrawal concerns."""
    counts = Application.objects.filter(call=call).aggregate(
        drafts=Count("pk", filter=Q(filing=Filing.DRAFT)),
        submitted=Count("pk", filter=Q(filing=Filing.SUBMITTED)),
    )
    return {**counts, "followers": CallFollower.objects.filter(call=call).count()}
