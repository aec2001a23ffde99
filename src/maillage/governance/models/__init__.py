"""What committees decide and what becomes of it, one module per aggregate."""

from maillage.governance.models.action import Action, ActionFile, DigestClock
from maillage.governance.models.committee import Committee, CommitteeMember
from maillage.governance.models.meeting import (
    Meeting,
    MeetingDecision,
    MeetingFile,
    MeetingItem,
    MeetingMember,
)
from maillage.governance.models.need import SupportNeed
from maillage.governance.models.voice import DecisionVoice

__all__ = [
    "Action",
    "ActionFile",
    "Committee",
    "CommitteeMember",
    "DecisionVoice",
    "DigestClock",
    "Meeting",
    "MeetingDecision",
    "MeetingFile",
    "MeetingItem",
    "MeetingMember",
    "SupportNeed",
]
