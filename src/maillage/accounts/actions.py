"""What happens to an account: made, changed, closed, forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts import notifications
from maillage.accounts.models import NotificationPreference, User
from maillage.core import events, outbox, registry
from maillage.core.enums import OutboxState
from maillage.core.errors import Conflict, Invalid, Sentence
from maillage.core.history import versions_of
from maillage.core.models import OutboxMessage

LANGUAGES = {code for code, _label in settings.LANGUAGES}


def create_account(
    email: str,
    *,
    by: User | None,
    full_name: str = "",
    password: str | None = None,
    language: str = "fr",
) -> User:
    """An account whose address is taken as verified: made by an operator, an import or an invitation
    that reached that address. Without a password the person signs in with an e-mailed code.

    Raises:
        Invalid: the address has an account already.
    """
    with transaction.atomic():
        if User.objects.filter(email__iexact=email).exists():
            sentence = _("An account has this e-mail address already.")
            raise Invalid(sentence, fields={"email": sentence})
        user = User.objects.create_user(email, password, full_name=full_name, language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        events.record(user, "accounts.account_created", by=by)
    return user


def rename(user: User, *, full_name: str, by: User) -> None:
    """Gives the person the name that others see."""
    with transaction.atomic():
        locked = _locked(user)
        locked.full_name = full_name.strip()
        locked.save(update_fields=["full_name"])
        events.record(locked, "accounts.renamed", by=by)
    user.full_name = locked.full_name


def choose_language(user: User, language: str, *, by: User) -> None:
    """Pages and e-mails come in this language from now on."""
    if language not in LANGUAGES:
        raise Invalid(_("This language is not offered."))
    if user.language == language:
        return
    with transaction.atomic():
        locked = _locked(user)
        locked.language = language
        locked.save(update_fields=["language"])
        events.record(locked, "accounts.language_chosen", by=by, data={"language": language})
    user.language = language


def choose_notifications(user: User, wanted: Mapping[str, bool], *, by: User) -> None:
    """Keeps the person's choice for each refusable kind in ``wanted`` (key to yes or no).

    Raises:
        Invalid: a kind is unknown, or needed and therefore not refusable.
    """
    with transaction.atomic():
        _locked(user)
        for key, is_wanted in wanted.items():
            kind = notifications.kinds.get(key)
            if kind is None or not kind.is_refusable:
                raise Invalid(_("This kind of e-mail cannot be refused."))
            NotificationPreference.objects.update_or_create(
                user=user,
                kind=key,
                defaults={"is_wanted": is_wanted, "changed_at": timezone.now()},
            )
        events.record(user, "accounts.notifications_chosen", by=by, data={"wanted": dict(wanted)})


def end_sessions(user: User, *, by: User, keep: str | None = None) -> int:
    """Signs the person out everywhere but in the session ``keep``; returns how many ended."""
    with transaction.atomic():
        rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
        keys = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
        events.record(user, "accounts.sessions_ended", by=by, data={"count": len(keys)})
    return len(keys)


def closing_blockers(user: User) -> list[Sentence]:
    """Sentences that forbid closing this account now; none when it may close."""
    return [
        sentence
        for source in registry.personal_data
        if source.blockers is not None
        for sentence in source.blockers(user)
    ]


def close_account(user: User, *, by: User | None) -> None:
    """Closes the account for ever: what the person gave is erased or loses their name.

    The row stays, emptied, as the nameless actor of past events.

    Raises:
        Conflict: something still needs this person (the last administrator of an organisation …).
    """
    with transaction.atomic():
        locked = _locked(user)
        if locked.closed_at:
            raise Conflict(_("This account is closed already."))
        if blockers := closing_blockers(locked):
            raise Conflict(" ".join(str(sentence) for sentence in blockers))
        # Written before the address goes; the message itself is forgotten with the others.
        outbox.send_email(locked.email, "accounts/email/closed", {"user": locked}, language=locked.language)
        for source in registry.personal_data:
            if source.erase is not None:
                source.erase(locked)
        locked.refresh_from_db()
        events.record(locked, "accounts.account_closed", by=by)
    user.refresh_from_db()


def erase(user: User) -> None:
    """Empties the account itself. Called by ``close_account`` through the register, with the others."""
    address = user.email
    anonymous = f"closed-{user.pk}@closed.invalid"
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for model in (UserSession, EmailAddress, Authenticator, SocialAccount, NotificationPreference):
        model._default_manager.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.email = anonymous
    user.full_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.closed_at = timezone.now()
    user.last_login = None
    user.inactivity_notice_at = None
    user.set_unusable_password()
    user.save()
    # The history would otherwise keep what the row has forgotten.
    versions_of(User).filter(pgh_obj_id=user.pk).update(email=anonymous, full_name="")
    versions_of(NotificationPreference).filter(user_id=user.pk).delete()
    OutboxMessage.objects.filter(
        recipient__iexact=address, state__in=[OutboxState.SENT, OutboxState.FAILED]
    ).delete()


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)
