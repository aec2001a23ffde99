"""Opening a programme, and giving roles in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import events, outbox
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.models import Organisation
from maillage.programmes import rules as who
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import Role
from maillage.programmes.models import (
    Programme,
    ProgrammeInvitation,
    ProgrammeRole,
)
from maillage.programmes.models.programme import RESERVED_SLUGS, today
from maillage.territories.actions import set_territories
from maillage.territories.names import slug as slug_of

EDITABLE = frozenset({"name", "purpose", "text", "label_name", "contact_email", "is_public"})


@transaction.atomic
def create(
    operator: Organisation,
    *,
    name: str,
    purpose: str,
    label_name: str,
    by: Any,
    text: str = "",
    contact_email: str = "",
    territories: Iterable[tuple[str, str]] = (),
    slug: str = "",
) -> Programme:
    """A programme of an organisation that ``by`` administers; ``by`` is its first officer.

    Raises:
        NotAllowed: ``by`` does not administer the operator.
        Invalid: a value cannot be accepted.
    """
    if not who.runs(by, operator):
        raise NotAllowed(_("Only an administrator of the organisation may open a programme in its name."))
    programme = Programme(
        operator=operator,
        name=name.strip(),
        slug=slug or _free_slug(name),
        purpose=purpose.strip(),
        text=text.strip(),
        label_name=label_name.strip(),
        contact_email=contact_email,
    )
    if programme.slug in RESERVED_SLUGS:
        raise Invalid(fields={"slug": _("This address is taken by the platform.")})
    _check(programme)
    programme.save()
    ProgrammeRole.objects.create(programme=programme, user=by, role=Role.OFFICER)
    set_territories(programme.territories, territories)
    events.record(programme, "programmes.programme_created", by=by)
    return programme


@transaction.atomic
def update(
    programme: Programme,
    *,
    by: Any,
    territories: Iterable[tuple[str, str]] | None = None,
    **changes: Any,
) -> Programme:
    """Changes what a programme says of itself."""
    only_officers(programme, by)
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"Not changed here: {', '.join(sorted(unknown))}")
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    for field, value in changes.items():
        setattr(programme, field, value)
    _check(programme)
    programme.save(update_fields=[*changes])
    if territories is not None:
        set_territories(programme.territories, territories)
    events.record(programme, "programmes.programme_updated", by=by, data={"fields": sorted(changes)})
    return programme


@transaction.atomic
def give_role(
    programme: Programme,
    *,
    user: Any,
    role: str,
    by: Any,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> ProgrammeRole:
    """Gives a known person a role. Raises Conflict when they hold it on those days already."""
    only_officers(programme, by)
    return _grant(programme, user, role, by=by, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def invite(programme: Programme, *, email: str, role: str, by: Any) -> ProgrammeInvitation:
    """Asks somebody, by e-mail, to take a role. An earlier invitation to the same is replaced.

    Raises:
        Conflict: the person holds the role already.
    """
    only_officers(programme, by)
    email = email.strip().lower()
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    held = ProgrammeRole.objects.live().filter(programme=programme, role=role, user__email__iexact=email)
    if held.exists():
        raise Conflict(_("This person holds that role already."))
    programme.invitations.filter(
        email=email, role=role, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    invitation = ProgrammeInvitation.objects.create(
        programme=programme, email=email, role=Role(role), invited_by=by
    )
    events.record(programme, "programmes.role_offered", by=by, data={"role": role})
    outbox.send_email(
        email,
        "programmes/email/invitation",
        {
            "programme": programme,
            "role": Role(role),
            "sender": str(by),
            "expires_at": invitation.expires_at,
            "path": reverse("programmes:invitation", args=[invitation.token]),
        },
        language=by.language,
    )
    return invitation


@transaction.atomic
def accept(invitation: ProgrammeInvitation, *, by: Any) -> ProgrammeRole:
    """Takes the role that was offered. Accepting twice is the same as once.

    Raises:
        Conflict: the invitation was revoked, has expired, or was somebody else's.
    """
    invitation = ProgrammeInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    held = ProgrammeRole.objects.live().filter(
        programme=invitation.programme_id, user=by, role=invitation.role
    )
    if invitation.accepted_by_id == by.pk and (role := held.first()):
        return role
    if not invitation.is_live:
        raise Conflict(_("This invitation is no longer good. Ask for another one."))
    invitation.accepted_at, invitation.accepted_by = timezone.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return held.first() or _grant(invitation.programme, by, invitation.role, by=by)


@transaction.atomic
def revoke(invitation: ProgrammeInvitation, *, by: Any) -> None:
    """Takes back an invitation that nobody has accepted."""
    only_officers(invitation.programme, by)
    ProgrammeInvitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    events.record(invitation.programme, "programmes.role_offer_revoked", by=by)


@transaction.atomic
def end_role(role: ProgrammeRole, *, by: Any) -> ProgrammeRole:
    """Ends a role: yesterday was its last day; a role that began today never was.

    Raises:
        Conflict: it is the last officer.
    """
    only_officers(role.programme, by)
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=role.programme_id)
    if role.role == Role.OFFICER:
        others = ProgrammeRole.objects.live().filter(programme=programme, role=Role.OFFICER)
        if not others.exclude(pk=role.pk).exists():
            raise Conflict(_("A programme keeps one officer at least: name another one first."))
    if role.role == Role.REVIEWER:
        assignments.release(programme, role.user, by=by)
    yesterday = today() - dt.timedelta(days=1)
    events.record(programme, "programmes.role_ended", by=by, data={"role": role.role, "name": str(role.user)})
    if role.starts_on > yesterday:
        role.delete()
        return role
    role.ends_on = yesterday
    role.save(update_fields=["ends_on"])
    return role


def _grant(
    programme: Programme,
    user: Any,
    role: str,
    *,
    by: Any,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> ProgrammeRole:
    try:
        with transaction.atomic():
            given = ProgrammeRole.objects.create(
                programme=programme,
                user=user,
                role=Role(role),
                starts_on=starts_on or today(),
                ends_on=ends_on,
            )
    except IntegrityError:
        raise Conflict(_("This person has that role on those days already.")) from None
    events.record(programme, "programmes.role_given", by=by, data={"role": given.role, "name": str(user)})
    return given


def _free_slug(name: str) -> str:
    base = slug_of(name)[:70] or "programme"
    taken = RESERVED_SLUGS | set(
        Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(
        candidate
        for candidate in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if candidate not in taken
    )


def _check(programme: Programme) -> None:
    try:
        programme.full_clean(exclude=["operator"], validate_unique=programme.pk is None)
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
