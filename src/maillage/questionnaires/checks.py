"""What must hold before a version is published; each fault names its question."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maillage.questionnaires.definition import Definition, Fault
from maillage.questionnaires.models import Version


def faults_of(version: Version) -> list[Fault]:
    """Everything that keeps this draft from being published."""
    return faults(version.definition)


def faults(definition: Definition) -> list[Fault]:
    """What is wrong in the questionnaire by itself."""
    if not any(True for _question in definition):
        return [Fault("", _("This questionnaire asks nothing yet."))]
    return []
