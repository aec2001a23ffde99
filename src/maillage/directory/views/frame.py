"""What every page of an organisation's workspace starts with."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.errors import NotAllowed
from maillage.core.registry import MenuItem, Workspace
from maillage.directory.models import Organisation, Place, Service
from maillage.directory.rules import role_of


def organisation_or_404(
    request: HttpRequest, pk: int, permission: str = "enter_organisation"
) -> Organisation:
    """The organisation, if the person may enter its workspace; otherwise it does not exist for them.

    Who may enter but not do what ``permission`` asks gets a 403 with a sentence.
    """
    organisation = Organisation.objects.live().select_related("commune").filter(pk=pk).first()
    if organisation is None or not request.user.has_perm("directory.enter_organisation", organisation):
        raise Http404
    check_allowed(request, organisation, permission)
    return organisation


def check_allowed(request: HttpRequest, record: Any, permission: str) -> None:
    """Refuses what the person may not do to a record that they may see.

    Raises:
        NotAllowed: answered as a 403 with its sentence.
    """
    if not request.user.has_perm(f"directory.{permission}", record):
        raise NotAllowed


def record_or_404(request: HttpRequest, model: type[Place] | type[Service], pk: int) -> Any:
    """A place or an offer that the person may edit; 404 when they do not even belong there."""
    record = (
        model._default_manager.visible_to(request.user).select_related("organisation").filter(pk=pk).first()
    )
    if record is None or not request.user.has_perm("directory.enter_organisation", record):
        raise Http404
    check_allowed(request, record, f"edit_{record.kind.value}")
    return record


def frame(request: HttpRequest, organisation: Organisation | None, item: str) -> dict[str, Any]:
    """The context that ``workspace.html`` reads. Empty for a place that nobody runs."""
    if organisation is None:
        return {"organisation": None, "may_edit": True, "may_manage": True}
    pages = [
        ("overview", _("Overview"), "directory:workspace"),
        ("record", _("Our page"), "directory:organisation_edit"),
        ("people", _("People"), "directory:people"),
        ("places", _("Places"), "directory:our_places"),
        ("services", _("Support offers"), "directory:our_services"),
        ("network", _("Network and partners"), "directory:network"),
    ]
    return {
        "organisation": organisation,
        "role": role_of(request.user, organisation),
        "may_edit": request.user.has_perm("directory.edit_organisation", organisation),
        "may_manage": request.user.has_perm("directory.manage_members", organisation),
        "workspace": workspace_of(organisation),
        "workspace_menu": [
            MenuItem(label, reverse(name, args=[organisation.pk]), key) for key, label, name in pages
        ],
        "workspace_item": item,
    }


def workspace_of(organisation: Organisation) -> Workspace:
    return Workspace(
        kind=_("Organisation"),
        name=organisation.name,
        url=reverse("directory:workspace", args=[organisation.pk]),
        key=f"organisation-{organisation.pk}",
    )
