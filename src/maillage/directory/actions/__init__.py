"""The verbs of the directory: the only place that changes its state. Import from here."""

from maillage.directory.actions.duplicate import (
    dismiss_duplicate,
    propose_duplicates,
    reopen_duplicate,
)
from maillage.directory.actions.freshness import confirm_freshness, send_reminders
from maillage.directory.actions.invitation import (
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from maillage.directory.actions.membership import (
    add_member,
    change_role,
    end_membership,
    hand_over,
    leave,
)
from maillage.directory.actions.merging import merge, register_merger, undo_merge
from maillage.directory.actions.organisation import (
    create_organisation,
    end_relation,
    relate,
    set_perimeter,
    update_organisation,
)
from maillage.directory.actions.place import (
    add_photo,
    create_place,
    remove_photo,
    update_photo,
    update_place,
)
from maillage.directory.actions.record import EditConflict, name_externally, publish, unpublish
from maillage.directory.actions.service import create_service, set_service_area, update_service

__all__ = [
    "EditConflict",
    "accept_invitation",
    "add_member",
    "add_photo",
    "change_role",
    "confirm_freshness",
    "create_organisation",
    "create_place",
    "create_service",
    "dismiss_duplicate",
    "end_membership",
    "end_relation",
    "hand_over",
    "invite",
    "leave",
    "merge",
    "name_externally",
    "propose_duplicates",
    "publish",
    "register_merger",
    "relate",
    "remove_photo",
    "reopen_duplicate",
    "resend_invitation",
    "revoke_invitation",
    "send_reminders",
    "set_perimeter",
    "set_service_area",
    "undo_merge",
    "unpublish",
    "update_organisation",
    "update_photo",
    "update_place",
    "update_service",
]
