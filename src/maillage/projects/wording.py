"""What the events of a project say to people."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maillage.core.models import Event
from maillage.directory.enums import Stage
from maillage.projects import gates
from maillage.projects.diagnoses import DIAGNOSES
from maillage.projects.enums import AdviceRight, EvidenceState, Outcome, ProjectRole
from maillage.projects.wording_similar import similar_sentence_of


def sentence_of(event: Event) -> tuple[str, str]:
    """Title and detail of a project's event; an empty title leaves it out of the thread."""
    name = event.data.get("name", "")
    match event.verb:
        case "projects.created":
            return _("The project was created"), ""
        case "projects.updated":
            return _("The project’s description was changed"), ""
        case "projects.stage_changed":
            stage = Stage(event.to_state).label
            return _("The project is now at the stage “%(stage)s”") % {"stage": stage}, event.why
        case "projects.outcome_changed":
            outcome = Outcome(event.to_state).label
            return _("What becomes of the project: %(outcome)s") % {"outcome": outcome}, event.why
        case "projects.diagnosed":
            diagnosis = DIAGNOSES.get(event.data["diagnosis"])
            return _("Self-diagnosis made"), str(diagnosis.title) if diagnosis else ""
        case "projects.evidence_given":
            return _("Shown: %(item)s") % {"item": _item(event)}, str(
                EvidenceState(event.data["state"]).label
            )
        case "projects.evidence_taken_back":
            return _("To be shown again: %(item)s") % {"item": _item(event)}, ""
        case "projects.member_joined":
            role = ProjectRole(event.data["role"]).label
            return _("%(name)s joined the project") % {"name": name}, str(role)
        case "projects.member_left":
            return _("%(name)s left the project") % {"name": name}, ""
        case "projects.member_role_changed":
            role = ProjectRole(event.data["role"]).label
            return _("%(name)s has another role") % {"name": name}, str(role)
        case "projects.member_invited":
            return _("Somebody was invited to the project"), str(ProjectRole(event.data["role"]).label)
        case "projects.advice_asked":
            return _("Somebody offered to advise the project"), ""
        case "projects.advice_rights_changed":
            rights = [str(AdviceRight(right).label) for right in event.data["rights"]]
            return _("The rights of an adviser were changed"), " · ".join(rights)
        case "projects.consents_withdrawn":
            return _("The carriers withdrew every consent"), event.why
        case "projects.organisation_added":
            return _("%(name)s carries the project") % {"name": name}, ""
        case "projects.organisation_removed":
            return _("%(name)s no longer carries the project") % {"name": name}, ""
    return similar_sentence_of(event)


def _item(event: Event) -> str:
    item = gates.item_of(event.data["stage"], event.data["item"])
    return str(item.title) if item else event.data["item"]
