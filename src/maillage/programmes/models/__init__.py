"""What a programme keeps, one module per aggregate."""

from maillage.programmes.models.application import (
    Application,
    ApplicationFile,
    EligibilityOverrule,
)
from maillage.programmes.models.call import Call, EligibilityRule, RuleTerritory
from maillage.programmes.models.cohort import Cohort, CohortMember
from maillage.programmes.models.label import Label
from maillage.programmes.models.programme import (
    Programme,
    ProgrammeInvitation,
    ProgrammeRole,
    ProgrammeTerritory,
)

__all__ = [
    "Application",
    "ApplicationFile",
    "Call",
    "Cohort",
    "CohortMember",
    "EligibilityOverrule",
    "EligibilityRule",
    "Label",
    "Programme",
    "ProgrammeInvitation",
    "ProgrammeRole",
    "ProgrammeTerritory",
    "RuleTerritory",
]
