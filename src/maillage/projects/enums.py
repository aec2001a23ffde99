"""The words of projects."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.directory.enums import LegalForm, Stage

# A project goes back as well as forward: an argued return to the idea is no failure.
STAGE_TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    stage: frozenset(other for other in Stage if other != stage) for stage in Stage
}


class ProjectRole(TextChoices):
    CARRIER = "carrier", pgettext_lazy("project role", "Carrier")
    ADVISER = "adviser", pgettext_lazy("project role", "Adviser")
    OBSERVER = "observer", pgettext_lazy("project role", "Observer")


ROLE_SENTENCES = {
    ProjectRole.CARRIER: _("Leads the project: writes, applies, invites and decides who sees it."),
    ProjectRole.ADVISER: _("Supports the project: reads its thread and its applications."),
    ProjectRole.OBSERVER: _("Follows the project: reads its thread."),
}


class Visibility(TextChoices):
    """Who sees the project's page, chosen by its carriers."""

    PRIVATE = "private", pgettext_lazy("visibility", "Its carriers only")
    TEAM = "team", pgettext_lazy("visibility", "Its carriers and those who support it")
    NETWORK = "network", pgettext_lazy("visibility", "Everybody signed in")
    PUBLIC = "public", pgettext_lazy("visibility", "Everybody")


#: People who have not created a structure yet: said, which is not the same as unknown ("").
NO_LEGAL_FORM = "none"


def carrier_forms() -> list[tuple[str, Any]]:
    """What the carriers of a project may be."""
    return [(NO_LEGAL_FORM, _("No legal form yet")), *LegalForm.choices]
