"""Who may write questionnaires: editors of the owning organisation, whom higher apps name, platform staff."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q, QuerySet

from maillage.directory.models import Membership, Organisation
from maillage.directory.rules import EDITORS
from maillage.questionnaires.extensions import editor_sources
from maillage.questionnaires.models import Questionnaire


def owners_for(user: Any) -> QuerySet[Organisation]:
    """The organisations in whose name a person writes questionnaires; every one for platform staff."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    if user.is_staff:
        return Organisation.objects.order_by("name", "pk")
    mine = Membership.objects.active().filter(user=user, role__in=EDITORS)
    condition = Q(pk__in=mine.values("organisation"))
    for source in editor_sources:
        condition |= Q(pk__in=source.owners_for(user).order_by().values("pk"))
    return Organisation.objects.filter(condition).order_by("name", "pk")


def _writes(user: Any, questionnaire: Questionnaire) -> bool:
    return owners_for(user).filter(pk=questionnaire.owner_id).exists()


writes = rules.predicate(_writes)
rules.add_perm("questionnaires.change_questionnaire", writes)
