"""People join a project, are invited to it, change parts and leave."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox
from maillage.core.errors import Conflict
from maillage.directory.models import Organisation
from maillage.projects import rules as who
from maillage.projects.actions import advice, seats
from maillage.projects.actions.locks import locked, only_carriers
from maillage.projects.enums import USUAL_RIGHTS, AdviceState, ProjectRole
from maillage.projects.models import Advice, Project, ProjectInvitation, ProjectMember


@transaction.atomic
def add_member(project: Project, *, user: Any, role: str, by: Any) -> ProjectMember:
    """Gives a known person a part, without an invitation: for what people build together on screen,
    and for an adviser who enters a project on somebody's behalf.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Conflict: the person has a part already.
    """
    only_carriers(project, by)
    if role == ProjectRole.ADVISER:
        advice.start(project, adviser=user, by=by)
        return ProjectMember.objects.get(project=project, user=user)
    return seats.take(project, user, role, by=by)


@transaction.atomic
def invite(
    project: Project, *, email: str, role: str, by: Any, rights: Collection[str] = ()
) -> ProjectInvitation:
    """Asks somebody, by e-mail, to take part. An earlier invitation to that address is replaced.

    Args:
        rights: of an adviser; none means those of ``enums.USUAL_RIGHTS``.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Conflict: the person takes part already.
    """
    only_carriers(project, by)
    email = email.strip().lower()
    project = locked(project)
    if ProjectMember.objects.filter(project=project, user__email__iexact=email).exists():
        raise Conflict(_("This person takes part in the project already."), fields={"email": ""})
    _revoke_live(project.invitations.filter(email=email))
    invitation = ProjectInvitation.objects.create(
        project=project,
        email=email,
        role=role,
        rights=list(rights) if role == ProjectRole.ADVISER else [],
        invited_by=by,
    )
    events.record(project, "projects.member_invited", by=by, data={"role": role})
    outbox.send_email(
        email,
        "projects/email/invitation",
        {
            "project": project,
            "role": ProjectRole(role),
            "sender": str(by),
            "expires_at": invitation.expires_at,
            "path": reverse("projects:invitation", args=[invitation.token]),
        },
        language=by.language,
    )
    return invitation


@transaction.atomic
def accept(
    invitation: ProjectInvitation, *, by: Any, organisation: Organisation | None = None
) -> ProjectMember:
    """Takes the part that was offered. Accepting twice is the same as once.

    Args:
        organisation: in whose name an adviser advises; None for their own.

    Raises:
        Conflict: the invitation was revoked, has expired, or was somebody else's.
    """
    invitation = ProjectInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_by_id == by.pk:
        return ProjectMember.objects.get(project=invitation.project_id, user=by)
    if not invitation.is_live:
        raise Conflict(_("This invitation is no longer good. Ask for another one."))
    invitation.accepted_at, invitation.accepted_by = clock.moment(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    project = invitation.project
    present = ProjectMember.objects.filter(project=project, user=by).first()
    if present is not None:
        return present
    if not who.is_carrier(invitation.invited_by, project):
        # Their consent went with their part.
        raise Conflict(_("This invitation is no longer good. Ask for another one."))
    if invitation.role != ProjectRole.ADVISER:
        return seats.take(project, by, invitation.role, by=by)
    advice.start(
        project,
        adviser=by,
        by=by,
        organisation=organisation,
        rights=invitation.rights or USUAL_RIGHTS,
        consented_by=invitation.invited_by,
    )
    return ProjectMember.objects.get(project=project, user=by)


@transaction.atomic
def revoke(invitation: ProjectInvitation, *, by: Any) -> None:
    """Takes back an invitation that nobody has accepted."""
    only_carriers(invitation.project, by)
    _revoke_live(ProjectInvitation.objects.filter(pk=invitation.pk))
    events.record(invitation.project, "projects.invitation_revoked", by=by)


@transaction.atomic
def change_role(member: ProjectMember, role: str, *, by: Any) -> ProjectMember:
    """Gives a member another part. Raises Conflict when no carrier would be left."""
    only_carriers(member.project, by)
    project = locked(member.project)
    if member.role == ProjectRole.CARRIER and role != ProjectRole.CARRIER:
        _not_the_last(project, member)
    if ProjectRole.ADVISER in {member.role, role} and member.role != role:
        # An adviser's part is an agreement of its own, that begins and ends with it.
        remove_member(member, by=by)
        return add_member(project, user=member.user, role=role, by=by)
    member.role = role
    member.save(update_fields=["role"])
    events.record(
        project, "projects.member_role_changed", by=by, data={"name": str(member.user), "role": role}
    )
    return member


@transaction.atomic
def remove_member(member: ProjectMember, *, by: Any) -> None:
    """Ends a member's part: a carrier may end anyone's, and everyone their own.

    Raises:
        Conflict: it is the last carrier.
    """
    if member.user_id != by.pk:
        only_carriers(member.project, by)
    agreed = Advice.objects.filter(
        project=member.project_id, adviser=member.user_id, state=AdviceState.ACTIVE
    ).first()
    if agreed is not None:
        verb = advice.end if member.user_id == by.pk else advice.withdraw
        verb(agreed, by=by)
        return
    project = locked(member.project)
    if member.role == ProjectRole.CARRIER:
        _not_the_last(project, member)
    seats.leave(member, by=by)


def revoke_invitations(project: Project) -> None:
    """All that nobody has accepted: when nobody carries the project any more."""
    _revoke_live(project.invitations.all())


# --- Inside ------------------------------------------------------------------------------------------------
def _not_the_last(project: Project, member: ProjectMember) -> None:
    others = ProjectMember.objects.filter(project=project, role=ProjectRole.CARRIER).exclude(pk=member.pk)
    if not others.exists():
        raise Conflict(_("A project keeps one carrier at least: name another one first."))


def _revoke_live(invitations: Any) -> None:
    now = clock.moment()
    invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
