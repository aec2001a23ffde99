"""Who may do what in the directory: predicates on memberships, composed into permissions.

``user.has_perm("directory.edit_place", place)``. Platform staff may do everything here.
"""

from __future__ import annotations

from typing import Any

import rules

from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation, Place, Record, Service

EDITORS = frozenset({MembershipRole.ADMINISTRATOR, MembershipRole.STAFF})


def organisation_of(record: Any) -> Organisation | None:
    """The organisation whose people answer for a record."""
    if isinstance(record, Organisation):
        return record
    if isinstance(record, Place | Service):
        return record.organisation
    organisation: Organisation | None = getattr(record, "organisation", None)
    return organisation


def role_of(user: Any, organisation: Organisation | None) -> str | None:
    """The person's present role in an organisation; None when they have none."""
    if organisation is None or not getattr(user, "is_authenticated", False):
        return None
    # Several rules ask about the same pair within a request: one query answers them all.
    known = getattr(user, "_directory_roles", None)
    if known is None:
        # Set on the user itself, also through the request's lazy one.
        known = user._directory_roles = {}
    if organisation.pk not in known:
        known[organisation.pk] = (
            Membership.objects.active()
            .filter(user=user, organisation=organisation)
            .values_list("role", flat=True)
            .first()
        )
    role: str | None = known[organisation.pk]
    return role


def forget_roles(user: Any) -> None:
    """Roles have just changed: the next question asks the database again."""
    user._directory_roles = {}


def _is_platform_staff(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and user.is_staff)


def _is_administrator(user: Any, record: Any) -> bool:
    return role_of(user, organisation_of(record)) == MembershipRole.ADMINISTRATOR


def _is_editor(user: Any, record: Any) -> bool:
    return role_of(user, organisation_of(record)) in EDITORS


def _is_member(user: Any, record: Any) -> bool:
    return role_of(user, organisation_of(record)) is not None


def _is_public(user: Any, record: Record) -> bool:
    return record.is_published


# Called rather than used as a decorator: the library has no types.
is_platform_staff = rules.predicate(_is_platform_staff)
is_administrator = rules.predicate(_is_administrator)
is_editor = rules.predicate(_is_editor)
is_member = rules.predicate(_is_member)
is_public = rules.predicate(_is_public)

rules.add_perm("directory.view_record", is_public | is_member | is_platform_staff)
rules.add_perm("directory.enter_organisation", is_member | is_platform_staff)
rules.add_perm("directory.edit_organisation", is_editor | is_platform_staff)
rules.add_perm("directory.edit_place", is_editor | is_platform_staff)
rules.add_perm("directory.edit_service", is_editor | is_platform_staff)
rules.add_perm("directory.manage_members", is_administrator | is_platform_staff)
rules.add_perm("directory.review_duplicates", is_platform_staff)
