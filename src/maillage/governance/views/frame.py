"""The frame of the pages of governance: the person's own follow-up, whatever the host."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.core.errors import DomainError
from maillage.core.registry import MenuItem, Workspace


def frame(item: str) -> dict[str, Any]:
    """Context of ``workspace.html``; ``item`` is the key of the page in the menu."""
    return {
        "workspace": Workspace(
            _("Follow-up"), _("Decisions and actions"), reverse("governance:actions"), "follow-up"
        ),
        "workspace_item": item,
        "workspace_menu": [
            MenuItem(_("Actions"), reverse("governance:actions"), "actions"),
            MenuItem(pgettext("of a committee", "Meetings"), reverse("governance:meetings"), "meetings"),
            MenuItem(_("Committees"), reverse("governance:committees"), "committees"),
            MenuItem(_("Support needs"), reverse("governance:needs"), "needs"),
        ],
    }


def say(request: HttpRequest, error: DomainError) -> None:
    """A refusal where no form shows it."""
    messages.error(request, " ".join(str(text) for text in (error.fields.values() or [error.sentence])))
