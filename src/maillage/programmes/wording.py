"""What the events of programmes say to people."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from maillage.core import formatting
from maillage.core.models import Event
from maillage.core.registry import TimelineEntry
from maillage.programmes.enums import Admissibility, Decision, Verdict


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
        case "programmes.application_admitted":
            return _("Admitted to the stage: %(stage)s") % {"stage": event.data.get("stage", "")}, "decision"
        case "programmes.stage_submitted":
            return _("Submitted: %(stage)s") % {"stage": event.data.get("stage", "")}, "action"
        case "programmes.admissibility_checked":
            verdict = Admissibility(event.to_state).label
            return _("Checked: %(verdict)s") % {"verdict": verdict}, "decision"
        case "programmes.completion_asked":
            return _("Some answers were asked to be completed"), "note"
        case "programmes.file_completed":
            return _("The answers were completed"), "action"
        case "programmes.decision_prepared":
            decision = Decision(event.to_state).label
            return _("Decision prepared: %(decision)s") % {"decision": decision}, "decision"
        case "programmes.decision_reworded":
            return _("The reason of the decision was rewritten"), "decision"
        case "programmes.decision_announced":
            decision = Decision(event.to_state).label
            return _("Decision announced: %(decision)s") % {"decision": decision}, "decision"
    return "", ""


def label_sentence(event: Event) -> TimelineEntry:
    """An event of a label as a line of its history, with its reason and its author; no title hides it."""
    titles = {
        "programmes.label_granted": _("Granted"),
        "programmes.label_conditional": _("Put under conditions"),
        "programmes.label_condition_added": _("A condition was added"),
        "programmes.label_conditions_met": _("Every condition is settled: the label has its full force"),
        "programmes.label_suspended": _("Suspended"),
        "programmes.label_resumed": _("Given back"),
        "programmes.label_renewed": _("Renewed until %(day)s"),
        "programmes.label_end_set": _("Its last day is brought forward to %(day)s"),
        "programmes.label_ended": _("Ended"),
    }
    title = titles.get(event.verb, "")
    if "%(day)s" in title:
        title = title % {"day": formatting.day_short(dt.date.fromisoformat(event.data["ends_on"]))}
    stops = {"programmes.label_suspended", "programmes.label_ended"}
    return TimelineEntry(
        at=event.at,
        title=title,
        kind="stop" if event.verb in stops else "decision",
        detail=event.why,
        actor=str(event.actor or ""),
    )
