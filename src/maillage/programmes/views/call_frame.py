"""What the officers' pages of a call share: the way to each of its rooms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.programmes.enums import CallQuestionState
from maillage.programmes.models import Call, CallQuestion
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame


def rooms(scope: Scope, call: Call, current: str) -> list[dict[str, Any]]:
    """Every page of a call, with the questions that wait for an answer."""
    waiting = CallQuestion.objects.filter(call=call, state=CallQuestionState.OPEN).count()
    names = {
        "call_edit": _("Words and moments"),
        "call_stages": _("Stages and waves"),
        "call_rules": _("Who may apply"),
        "call_checklist": _("What is checked"),
        "call_documents": _("Documents"),
        "call_questions": _("Questions"),
        "call_information": _("Information sessions"),
        "applications": _("Applications"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"programmes:{name}", args=[scope.programme.slug, call.pk]),
            "is_current": name == current,
            "count": waiting if name == "call_questions" else 0,
        }
        for name, label in names.items()
    ]


def page(scope: Scope, call: Call, current: str) -> dict[str, Any]:
    return frame(scope, "calls") | {"call": call, "rooms": rooms(scope, call, current)}
