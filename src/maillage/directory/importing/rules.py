"""Who may import: the platform's team and officers of programmes, any place; others, their own places."""

from __future__ import annotations

from typing import Any

import rules

from maillage.directory import extensions
from maillage.directory.models import ImportRun, Membership, Organisation
from maillage.directory.rules import EDITORS, is_platform_staff


def organisations_of(user: Any) -> Any:
    """The organisations for which the person may import."""
    if not getattr(user, "is_authenticated", False):
        return Organisation.objects.none()
    mine = Membership.objects.active().filter(user=user, role__in=EDITORS)
    return Organisation.objects.live().filter(pk__in=mine.values("organisation")).order_by("name_key", "pk")


def _imports_any_place(user: Any) -> bool:
    if not getattr(user, "is_authenticated", False):
        return False
    return bool(user.is_staff) or any(role.holds(user) for role in extensions.importer_roles)


def _edits_an_organisation(user: Any) -> bool:
    return bool(organisations_of(user).exists())


def _started(user: Any, run: ImportRun) -> bool:
    return run.created_by_id is not None and run.created_by_id == user.pk


def _still_may(user: Any, run: ImportRun) -> bool:
    """Whoever started an import may have lost the role that let them."""
    if run.organisation_id is None:
        return _imports_any_place(user)
    return bool(organisations_of(user).filter(pk=run.organisation_id).exists())


imports_any_place = rules.predicate(_imports_any_place)
edits_an_organisation = rules.predicate(_edits_an_organisation)
started = rules.predicate(_started)
still_may = rules.predicate(_still_may)

rules.add_perm("directory.import_any_place", imports_any_place)
rules.add_perm("directory.import_lists", imports_any_place | edits_an_organisation)
rules.add_perm("directory.view_import", is_platform_staff | (started & still_may))
