"""What the events of meetings, mergers and follow-ups say to people. Who declined is told to nobody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maillage.core.models import Event


def similar_sentence_of(event: Event) -> tuple[str, str]:
    """Title and detail; an empty title leaves it out of the thread."""
    title = event.data.get("title", "")
    match event.verb:
        case "projects.introduction_suggested":
            return _("A meeting with a similar project was suggested"), ""
        case "projects.introduction_made":
            return _("The carriers of two similar projects were put in touch"), ""
        case "projects.merger_proposed":
            return _("A merger with another project was proposed"), ""
        case "projects.merged_here":
            return _("“%(title)s” was merged into this project") % {"title": title}, ""
        case "projects.unmerged":
            return _("“%(title)s” goes on by itself again") % {"title": title}, ""
        case "projects.follow_up_asked":
            months = event.data["months"]
            return _("The carriers were asked what became of it, %(months)s months on") % {
                "months": months
            }, ""
    return "", ""
