"""What is kept of projects, one module per aggregate."""

from maillage.projects.models.advice import Advice
from maillage.projects.models.diagnosis import SelfDiagnosis
from maillage.projects.models.evidence import Evidence
from maillage.projects.models.followup import FollowUp, FollowUpRefusal
from maillage.projects.models.invitation import ProjectInvitation
from maillage.projects.models.logbook import LogbookEntry, LogbookFile
from maillage.projects.models.meeting import Introduction
from maillage.projects.models.merging import Merger
from maillage.projects.models.orientation import CoverageGap, DoorRequest
from maillage.projects.models.passage import Passage
from maillage.projects.models.portfolio import AdviserCapacity, AdviserMeeting
from maillage.projects.models.project import (
    Project,
    ProjectMember,
    ProjectOrganisation,
    theme_choices,
    trade_choices,
)
from maillage.projects.models.referral import Referral
from maillage.projects.models.similarity import ProjectWord
from maillage.projects.models.territory import ProjectTerritory

__all__ = [
    "Advice",
    "AdviserCapacity",
    "AdviserMeeting",
    "CoverageGap",
    "DoorRequest",
    "Evidence",
    "FollowUp",
    "FollowUpRefusal",
    "Introduction",
    "LogbookEntry",
    "LogbookFile",
    "Merger",
    "Passage",
    "Project",
    "ProjectInvitation",
    "ProjectMember",
    "ProjectOrganisation",
    "ProjectTerritory",
    "ProjectWord",
    "Referral",
    "SelfDiagnosis",
    "theme_choices",
    "trade_choices",
]
