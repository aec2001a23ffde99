"""Inviting people by e-mail. The link opens a page with a button: following it changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import events, states
from maillage.core.errors import Conflict, Invalid
from maillage.directory import emails
from maillage.directory.actions.membership import add_member
from maillage.directory.actions.record import write
from maillage.directory.enums import INVITATION_TRANSITIONS, InvitationState, MembershipRole
from maillage.directory.models import Invitation, Membership, Organisation

VALID_FOR = dt.timedelta(days=14)


def hash_of(token: str) -> str:
    """What the database keeps of a token. The token is 256 random bits: it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    organisation: Organisation, email: str, role: MembershipRole | str, *, by: Any, language: str = "fr"
) -> Invitation:
    """Invites an address, and e-mails the link.

    Raises:
        Invalid: this person belongs already, or an invitation waits at this address.
    """
    email = email.strip().lower()
    known = Membership.objects.active().filter(organisation=organisation, user__email__iexact=email)
    if known.exists():
        sentence = _("This person belongs to the organisation already.")
        raise Invalid(sentence, fields={"email": sentence})
    token, invitation = (
        secrets.token_urlsafe(32),
        Invitation(organisation=organisation, email=email, role=MembershipRole(role), invited_by=by),
    )
    invitation.token_hash = hash_of(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    write(invitation)
    emails.send_invitation(invitation, token, language=language)
    events.record(
        organisation,
        "directory.member_invited",
        by=by,
        data={"invitation": invitation.pk, "role": invitation.role},
    )
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Any, language: str = "fr") -> Invitation:
    """Sends a fresh link, valid anew; the former link no longer opens.

    Raises:
        Conflict: accepted or withdrawn meanwhile.
    """
    fresh = _lock(invitation)
    _still_pending(fresh)
    token = secrets.token_urlsafe(32)
    fresh.token_hash, fresh.sent_at = hash_of(token), timezone.now()
    fresh.expires_at = timezone.now() + VALID_FOR
    fresh.save(update_fields=["token_hash", "sent_at", "expires_at"])
    emails.send_invitation(fresh, token, language=language)
    events.record(fresh.organisation, "directory.invitation_sent_again", by=by, data={"invitation": fresh.pk})
    return fresh


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Withdraws an invitation: its link no longer opens."""
    fresh = _lock(invitation)
    states.move(
        fresh,
        InvitationState.REVOKED,
        INVITATION_TRANSITIONS,
        by=by,
        verb="directory.invitation_withdrawn",
    )
    return fresh


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Any) -> Membership:
    """``by`` joins the organisation with the invited role.

    The caller has checked that they hold the token, or the invited address.

    Raises:
        Conflict: expired, accepted or withdrawn.
    """
    fresh = _lock(invitation)
    _still_pending(fresh)
    if fresh.is_expired:
        raise Conflict(_("This invitation has expired. Ask the organisation to send it again."))
    states.move(
        fresh,
        InvitationState.ACCEPTED,
        INVITATION_TRANSITIONS,
        by=by,
        verb="directory.invitation_accepted",
        also={"accepted_by": by, "accepted_at": timezone.now()},
    )
    return add_member(fresh.organisation, by, fresh.role, by=by)


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )


def _still_pending(invitation: Invitation) -> None:
    if invitation.state == InvitationState.ACCEPTED:
        raise Conflict(_("This invitation has been accepted already."))
    if invitation.state == InvitationState.REVOKED:
        raise Conflict(_("This invitation has been withdrawn."))
