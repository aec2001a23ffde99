"""What is done to projects, one module per aggregate. Carriers act; the log tells.

The verbs of the project itself and of its team stand here too: ``projects.create(by=user, …)``.
"""

from maillage.projects.actions.project import change_stage, create, set_organisations, update
from maillage.projects.actions.team import (
    accept,
    add_member,
    change_role,
    invite,
    remove_member,
    revoke,
)

__all__ = [
    "accept",
    "add_member",
    "change_role",
    "change_stage",
    "create",
    "invite",
    "remove_member",
    "revoke",
    "set_organisations",
    "update",
]
