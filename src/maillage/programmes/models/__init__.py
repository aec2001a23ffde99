"""What a programme keeps, one module per aggregate."""

from maillage.programmes.models.admissibility import (
    AdmissibilityCheck,
    ChecklistItem,
    CompletionRequest,
)
from maillage.programmes.models.application import (
    Application,
    EligibilityOverrule,
)
from maillage.programmes.models.call import Call, EligibilityRule, RuleTerritory
from maillage.programmes.models.call_page import CallDocument, CallFollower, CallQuestion
from maillage.programmes.models.cohort import Cohort, CohortMember, CohortMove
from maillage.programmes.models.decision import Announcement, Condition, Reopening
from maillage.programmes.models.expertise import Bid, Expertise, ExpertiseTerritory
from maillage.programmes.models.grid import Grid, GridVersion
from maillage.programmes.models.information import InformationSession, Registration
from maillage.programmes.models.jury import AgendaItem, Attendance, JuryMember, JurySession, Vote
from maillage.programmes.models.label import Label, LabelCondition, LabelPeriod
from maillage.programmes.models.letter import Letter, LetterTemplate
from maillage.programmes.models.matching import MatchingPlan, MatchingRun
from maillage.programmes.models.programme import (
    Programme,
    ProgrammeInvitation,
    ProgrammeRole,
    ProgrammeTerritory,
)
from maillage.programmes.models.review import (
    Assignment,
    Conflict,
    DiscussionDigest,
    Review,
    ReviewMessage,
    ReviewRound,
)
from maillage.programmes.models.score import FileScore, ReviewerSeverity, RoundCalibration
from maillage.programmes.models.stage import Quota, Stage, Wave, Window
from maillage.programmes.models.stage_file import StageFile
from maillage.programmes.models.succession import Appeal, PlaceOffer

__all__ = [
    "AdmissibilityCheck",
    "AgendaItem",
    "Announcement",
    "Appeal",
    "Application",
    "Assignment",
    "Attendance",
    "Bid",
    "Call",
    "CallDocument",
    "CallFollower",
    "CallQuestion",
    "ChecklistItem",
    "Cohort",
    "CohortMember",
    "CohortMove",
    "CompletionRequest",
    "Condition",
    "Conflict",
    "DiscussionDigest",
    "EligibilityOverrule",
    "EligibilityRule",
    "Expertise",
    "ExpertiseTerritory",
    "FileScore",
    "Grid",
    "GridVersion",
    "InformationSession",
    "JuryMember",
    "JurySession",
    "Label",
    "LabelCondition",
    "LabelPeriod",
    "Letter",
    "LetterTemplate",
    "MatchingPlan",
    "MatchingRun",
    "PlaceOffer",
    "Programme",
    "ProgrammeInvitation",
    "ProgrammeRole",
    "ProgrammeTerritory",
    "Quota",
    "Registration",
    "Reopening",
    "Review",
    "ReviewMessage",
    "ReviewRound",
    "ReviewerSeverity",
    "RoundCalibration",
    "RuleTerritory",
    "Stage",
    "StageFile",
    "Vote",
    "Wave",
    "Window",
]
