"""What the events of programmes say to people."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maillage.core.models import Event
from maillage.programmes.enums import Decision, Verdict


def sentence_of(event: Event) -> tuple[str, str]:
    """Title and kind (for ``TimelineEntry``) of an application's event; an empty title hides it."""
    match event.verb:
        case "programmes.application_started":
            return _("The draft was started"), "note"
        case "programmes.application_submitted":
            return _("The application was submitted"), "action"
        case "programmes.application_withdrawn":
            return _("The application was withdrawn"), "action"
        case "programmes.application_file_joined":
            return _("File joined: %(name)s") % {"name": event.data.get("name", "")}, "note"
        case "programmes.application_file_removed":
            return _("File removed: %(name)s") % {"name": event.data.get("name", "")}, "note"
        case "programmes.eligibility_overruled":
            verdict = Verdict(event.to_state).label
            return _("An officer said on eligibility: %(verdict)s") % {"verdict": verdict}, "decision"
        case "programmes.decision_prepared":
            decision = Decision(event.to_state).label
            return _("Decision prepared: %(decision)s") % {"decision": decision}, "decision"
        case "programmes.decision_reworded":
            return _("The reason of the decision was rewritten"), "decision"
        case "programmes.decision_announced":
            decision = Decision(event.to_state).label
            return _("Decision announced: %(decision)s") % {"decision": decision}, "decision"
    return "", ""
