"""One's own workspace: what waits, one's work, the account. The frame of each of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.concern import Concerns, concerned
from maillage.core.errors import Sentence
from maillage.core.registry import MenuItem, Registry, Workspace

KEY = "me"
ACCOUNT = "account"


@dataclass(frozen=True)
class OwnPage:
    """A page of a higher floor in one's own workspace, for those who have one of the rows that
    ``concerns`` gives."""

    key: str
    label: Sentence
    url_name: str
    concerns: Concerns
    order: int = 100


own_pages: Registry[OwnPage] = Registry()


def own_workspace(user: User) -> Workspace:
    """As the switcher shows it."""
    return Workspace(_("My work"), str(user), reverse("portal:my_space"), KEY)


def frame(user: User, item: str) -> dict[str, Any]:
    """Context of ``workspace.html``; ``item`` is the key of the page in the menu."""
    shown = concerned((page for page in own_pages if page.key != item), user)
    return {
        "workspace": own_workspace(user),
        "workspace_item": item,
        "workspace_menu": [
            MenuItem(_("To do"), reverse("portal:my_space"), "todo"),
            *(
                MenuItem(page.label, reverse(page.url_name), page.key)
                for page in own_pages
                if page.key == item or page.key in shown
            ),
            MenuItem(_("My account"), reverse("accounts:profile"), ACCOUNT),
        ],
    }


def account_frame(user: User, page: str) -> dict[str, Any]:
    """Context of ``accounts/account.html``: one entry of the menu, whose pages lead to each other."""
    return {
        **frame(user, ACCOUNT),
        "account_page": page,
        "account_pages": [
            MenuItem(_("Profile"), reverse("accounts:profile"), "profile"),
            MenuItem(_("Sign-in and security"), reverse("accounts:security"), "security"),
            MenuItem(_("E-mails"), reverse("accounts:notifications"), "notifications"),
            MenuItem(_("My data"), reverse("accounts:data"), "data"),
        ],
    }
