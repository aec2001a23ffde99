"""What the directory keeps about people beyond memberships, and what it forgets."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from maillage.core import history, registry
from maillage.directory.models import Invitation

INVITATION_DAYS = 365


def declare() -> None:
    """Called once, when the apps are ready."""
    public = _("Public contact that the organisation gives (GDPR, article 6.1.f)")
    trace = _("Legitimate interest: saying who decided what (GDPR, article 6.1.f)")
    contact = _("Public e-mail address and telephone; who confirmed the record")
    while_record = _("As long as the record is published")
    lines = [
        ("directory.Organisation", _("Letting people reach an organisation"), public, contact, while_record),
        ("directory.Place", _("Letting people reach a place"), public, contact, while_record),
        ("directory.Service", _("Letting people reach a support offer"), public, contact, while_record),
        ("directory.DuplicateProposal", _("Saying who judged two records"), trace, _("Account number, date"),
         while_record),
        ("directory.MergeRecord", _("Being able to undo a merge"), trace, _("Account number, date"),
         while_record),
        ("directory.ImportRun", _("Saying who imported which file"), trace, _("Account number, file, date"),
         while_record),
    ]  # fmt: skip
    for order, (model, purpose, basis, data, kept) in enumerate(lines, start=250):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.retention_rules.add(
        registry.RetentionRule("directory.invitations", "directory.Invitation", forget_invitations)
    )


def forget_invitations(now: dt.datetime) -> int:
    """Invitations sent a year ago, whatever became of them."""
    return history.forget(Invitation.objects.filter(sent_at__lt=now - dt.timedelta(days=INVITATION_DAYS)))
