"""The personal-data register of this floor: what is kept about people, why, and for how long."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from maillage.accounts import actions, queries, retention
from maillage.accounts.models import User
from maillage.core.errors import Sentence
from maillage.core.models import Event
from maillage.core.registry import DataPurpose, PersonalDataSource, data_purposes, personal_data

SERVICE = _("Use of the service that the person asked for (GDPR, article 6.1.b)")
SECURITY = _("Legitimate interest: keeping accounts safe (GDPR, article 6.1.f)")
TRACE = _("Legitimate interest: saying who decided what (GDPR, article 6.1.f)")
WHILE_ACCOUNT = _("As long as the account exists")


def declare() -> None:
    """Fills the registries. Called once, when the apps are ready."""
    for order, (model, purpose, basis, data, kept) in enumerate(_purposes()):
        data_purposes.add(DataPurpose(model, model, purpose, basis, data, kept, order=order))
    personal_data.add(
        PersonalDataSource(key="accounts", label=_("Account"), export=export, erase=actions.erase, order=1000)
    )
    personal_data.add(
        PersonalDataSource(key="events", label=_("What you did"), export=export_events, order=1010)
    )


def _purposes() -> list[tuple[str, Sentence, Sentence, Sentence, Sentence]]:
    unused = _(
        "As long as the account exists; it closes after three years without signing in, "
        "thirty days after an e-mail that says so"
    )
    return [
        ("accounts.User", _("Knowing who signs in and works here"), SERVICE,
         _("E-mail address, name, language, dates of registration and last sign-in"), unused),
        ("account.EmailAddress", _("Checking that an e-mail address belongs to the person"), SERVICE,
         _("E-mail address; whether it is verified"),
         ngettext_lazy(
             "As long as the account exists; %d day if it is never verified",
             "As long as the account exists; %d days if it is never verified",
             retention.UNVERIFIED_DAYS) % retention.UNVERIFIED_DAYS),
        ("mfa.Authenticator", _("Second factor and passkeys"), SECURITY,
         _("Encrypted secrets, public keys, dates of use"), _("Until the person removes them")),
        ("socialaccount.SocialAccount", _("Signing in with an outside identity"), SERVICE,
         _("Identifier given by the provider, name, e-mail address"), _("Until the person removes it")),
        ("usersessions.UserSession", _("Showing people where they are signed in"), SECURITY,
         _("Internet address, browser, dates"), _("Fourteen days at most after signing in")),
        ("accounts.NotificationPreference", _("Sending only the e-mails that are wanted"), SERVICE,
         _("Kinds of e-mail, choice, date"), WHILE_ACCOUNT),
        ("core.OutboxMessage", _("Sending e-mails and proving that they left"), SERVICE,
         _("E-mail address, subject and text of messages"),
         ngettext_lazy("%d day", "%d days", retention.OUTBOX_DAYS) % retention.OUTBOX_DAYS),
        ("core.Event", _("Saying who did what: decisions, states, dates"), TRACE,
         _("Account number, action, date"),
         _("As long as the thing that it is about; without the name once the account is closed")),
        ("pghistory.Context", _("Saying which request changed a record"), TRACE,
         _("Account number, address of the page"), _("As long as the history of the record")),
        ("core.StoredFile", _("Keeping the files that people hand in"), SERVICE,
         _("Who sent the file, its name and contents"), _("As long as the thing that it belongs to")),
        ("admin.LogEntry", _("Saying what platform administrators changed"), TRACE,
         _("Account number, action, date"), WHILE_ACCOUNT),
    ]  # fmt: skip


def export(user: User) -> dict[str, Any]:
    """What the account itself holds. Secrets are left out: they would only make the file dangerous."""
    return {
        "e-mail": user.email,
        "name": user.full_name,
        "language": user.language,
        "joined": user.joined_at.isoformat(),
        "last sign-in": user.last_login.isoformat() if user.last_login else None,
        "e-mail addresses": [
            {"address": row.email, "verified": row.verified}
            for row in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "second factors": [
            {
                "type": row.get_type_display(),
                "added": row.created_at.isoformat(),
                "last used": row.last_used_at.isoformat() if row.last_used_at else None,
            }
            for row in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "outside identities": [
            {"provider": row.provider, "identifier": row.uid, "data": row.extra_data}
            for row in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
        "sessions": [
            {"started": row.created_at.isoformat(), "address": row.ip, "browser": row.user_agent}
            for row in queries.live_sessions(user)
        ],
        "e-mail choices": [
            {"kind": str(choice.kind.label), "wanted": choice.is_wanted}
            for choice in queries.notification_choices(user)
        ],
    }


def export_events(user: User) -> list[dict[str, Any]]:
    """The person's own actions, oldest first."""
    rows = Event.objects.filter(actor=user).order_by("at", "pk")
    return [
        {"at": at.isoformat(), "action": verb, "about": label}
        for at, verb, label in rows.values_list("at", "verb", "subject_label")
    ]
