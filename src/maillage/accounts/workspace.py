"""One's own workspace: what waits, then the pages of the account. The frame of each of its pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.registry import MenuItem, Workspace

KEY = "me"


def own_workspace(user: User) -> Workspace:
    """As the switcher shows it."""
    return Workspace(_("My work"), str(user), reverse("portal:my_space"), KEY)


def frame(user: User, item: str) -> dict[str, Any]:
    """Context of ``workspace.html``; ``item`` is the key of the page in the menu."""
    return {
        "workspace": own_workspace(user),
        "workspace_item": item,
        "workspace_menu": [
            MenuItem(_("To do"), reverse("portal:my_space"), "todo"),
            MenuItem(_("Profile"), reverse("accounts:profile"), "profile"),
            MenuItem(_("Sign-in and security"), reverse("accounts:security"), "security"),
            MenuItem(_("E-mails"), reverse("accounts:notifications"), "notifications"),
            MenuItem(_("My data"), reverse("accounts:data"), "data"),
        ],
    }
