"""Verbs on the people of an organisation. One administrator at least is kept at all times."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.actions.record import lock, write
from maillage.directory.enums import ROLE_RANK, MembershipRole
from maillage.directory.models import Membership, Organisation
from maillage.directory.rules import forget_roles, is_platform_staff
from maillage.directory.signals import handed_over


@transaction.atomic
def add_member(
    organisation: Organisation, user: Any, role: MembershipRole | str, *, by: Any, title: str = ""
) -> Membership:
    """Adds a person; someone who belongs already keeps the higher of the two roles."""
    lock_members(organisation)
    role = MembershipRole(role)
    present = Membership.objects.active().filter(organisation=organisation, user=user).first()
    if present is not None:
        if ROLE_RANK[role] > ROLE_RANK[MembershipRole(present.role)]:
            _set_role(present, role, by=by)
        return present
    membership = Membership(organisation=organisation, user=user, role=role, title=title)
    write(membership)
    forget_roles(user)
    events.record(
        organisation, "directory.member_added", by=by, data={"membership": membership.pk, "role": role.value}
    )
    return membership


@transaction.atomic
def change_role(membership: Membership, role: MembershipRole | str, *, by: Any) -> Membership:
    """Gives another role.

    Raises:
        Conflict: this would leave the organisation without administrator, or the person has left.
    """
    fresh = _lock_membership(membership)
    role = MembershipRole(role)
    if role != fresh.role:
        if role != MembershipRole.ADMINISTRATOR:
            _keep_an_administrator(fresh)
        _set_role(fresh, role, by=by)
    return fresh


@transaction.atomic
def leave(membership: Membership, *, by: Any) -> Membership:
    """The person leaves of their own will.

    Raises:
        Conflict: they are the last administrator: they hand over first.
    """
    fresh = _lock_membership(membership)
    if fresh.user_id != by.pk:
        raise NotAllowed(_("Only the person can leave; an administrator ends the membership."))
    _keep_an_administrator(fresh)
    return _end(fresh, by=by, verb="directory.member_left")


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, why: str = "") -> Membership:
    """An administrator ends somebody's membership.

    The platform's team alone may end the last administrator's: the organisation then has nobody.

    Raises:
        Conflict: this would leave the organisation without administrator.
    """
    fresh = _lock_membership(membership)
    if not is_platform_staff(by):
        _keep_an_administrator(fresh)
    return _end(fresh, by=by, verb="directory.member_removed", why=why)


@transaction.atomic
def hand_over(membership: Membership, to: Any, *, by: Any) -> Membership:
    """Somebody leaves: their role, and all they answer for here, pass to another person at once.

    ``signals.handed_over`` lets higher apps pass on what they keep in the person's name (projects,
    programmes) in the same transaction.

    Args:
        to: the user who takes over; they need not belong to the organisation yet.

    Raises:
        Invalid: handing over to oneself, or to an account that is closed.
    """
    fresh = _lock_membership(membership)
    if to.pk == fresh.user_id:
        raise Invalid(_("Choose somebody else to take over."), fields={"to": _("Choose somebody else.")})
    if not to.is_active:
        raise Invalid(_("This account is closed."), fields={"to": _("This account is closed.")})
    successor = add_member(fresh.organisation, to, fresh.role, by=by, title=fresh.title)
    handed_over.send(
        sender=Organisation, organisation=fresh.organisation, leaver=fresh.user, successor=to, by=by
    )
    _keep_an_administrator(fresh)
    _end(fresh, by=by, verb="directory.handed_over", data={"to_membership": successor.pk})
    return successor


def lock_members(organisation: Organisation) -> Organisation:
    """Every change of people holds the organisation's row: two departures cannot cross."""
    return lock(organisation)


def _lock_membership(membership: Membership) -> Membership:
    lock_members(membership.organisation)
    fresh = Membership.objects.select_related("organisation", "user").get(pk=membership.pk)
    if not fresh.is_active:
        raise Conflict(_("This person has left the organisation already."))
    return fresh


def _keep_an_administrator(leaver: Membership) -> None:
    if leaver.role != MembershipRole.ADMINISTRATOR:
        return
    others = Membership.objects.administrators().filter(organisation=leaver.organisation)
    if not others.exclude(pk=leaver.pk).filter(user__is_active=True).exists():
        raise Conflict(
            _("“%(organisation)s” needs an administrator: hand over to somebody first.")
            % {"organisation": leaver.organisation}
        )


def _set_role(membership: Membership, role: MembershipRole, *, by: Any) -> None:
    before, membership.role = membership.role, role
    write(membership, update_fields=["role"])
    forget_roles(membership.user)
    events.record(
        membership.organisation,
        "directory.role_changed",
        by=by,
        field="role",
        from_=before,
        to=role.value,
        data={"membership": membership.pk},
    )


def _end(
    membership: Membership, *, by: Any, verb: str, why: str = "", data: dict[str, Any] | None = None
) -> Membership:
    membership.ended_on = timezone.localdate()
    write(membership, update_fields=["ended_on"])
    forget_roles(membership.user)
    events.record(
        membership.organisation, verb, by=by, why=why, data={"membership": membership.pk, **(data or {})}
    )
    return membership
