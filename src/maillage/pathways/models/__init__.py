"""Kits, pathways and sessions, a module per aggregate."""

from maillage.pathways.models.attendance import Mark, Sheet
from maillage.pathways.models.calendar import CalendarFeed
from maillage.pathways.models.deliverable import (
    Deliverable,
    DeliverableComment,
    DeliverableFile,
    DeliverableVersion,
)
from maillage.pathways.models.enrolment import Enrolment
from maillage.pathways.models.kit import Kit, KitFeedback, KitProposal, KitVersion
from maillage.pathways.models.pathway import Pathway
from maillage.pathways.models.resource import SessionResource
from maillage.pathways.models.rota import Rota
from maillage.pathways.models.session import HalfDay, Registration, Session, Speaker
from maillage.pathways.models.survey import (
    AnswerGroup,
    GroupedAnswer,
    GroupingStep,
    Survey,
    SurveyRequest,
)

__all__ = [
    "AnswerGroup",
    "CalendarFeed",
    "Deliverable",
    "DeliverableComment",
    "DeliverableFile",
    "DeliverableVersion",
    "Enrolment",
    "GroupedAnswer",
    "GroupingStep",
    "HalfDay",
    "Kit",
    "KitFeedback",
    "KitProposal",
    "KitVersion",
    "Mark",
    "Pathway",
    "Registration",
    "Rota",
    "Session",
    "SessionResource",
    "Sheet",
    "Speaker",
    "Survey",
    "SurveyRequest",
]
