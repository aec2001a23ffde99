"""Referents: who of the team a participant turns to, and who reads what they hand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core import events
from maillage.core.errors import Invalid
from maillage.pathways.actions import telling_deliverables as telling
from maillage.pathways.actions.locks import locked_pathway, only_runners
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Deliverable, Enrolment, Pathway
from maillage.pathways.queries import deliverable as read
from maillage.projects import separation
from maillage.projects.enums import ProjectRole


@transaction.atomic
def name(pathway: Pathway, choices: Mapping[int, Any], *, by: Any) -> int:
    """Names the referents of participants, all or none; returns how many participants have another one.

    Those who follow with the same project share their referent. The new one takes over what the old one, or
    nobody, was to read; what is accepted, and what was given to somebody else, stays where it is. Each
    referent, and each participant of a pathway that is open, is told once.

    Args:
        choices: the new referent, or None, by key of the enrolment.

    Raises:
        NotAllowed: ``by`` does not run the pathway; MustStaySeparate, a referent decided on the project's
            money.
        Invalid: somebody outside the team, or a referent of themselves. ``fields`` names the enrolment
            (``referent_12``), here and above.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    rows = {
        row.pk: row
        for row in pathway.enrolments.select_for_update(of=("self",))
        .filter(state=EnrolmentState.ACTIVE)
        .select_related("user", "project", "referent")
        .order_by("pk")
    }
    changed: dict[int, Enrolment] = {}
    for key, person in choices.items():
        chosen = rows.get(key)
        if chosen is None or chosen.referent_id == (person.pk if person else None):
            continue
        if person is not None:
            _may_be_referent(pathway, chosen, person)
        for row in rows.values():
            if row.pk == key or (row.project_id and row.project_id == chosen.project_id):
                former, row.referent = row.referent_id, person
                row.save(update_fields=["referent"])
                events.record(row, "pathways.referent_named", by=by)
                _pass_on(row, former, person)
                changed[row.pk] = row
    telling.named(pathway, list(changed.values()), by=by)
    return len(changed)


@transaction.atomic
def entrust(deliverable: Deliverable, referent: Any, *, by: Any) -> Deliverable:
    """Names the referent of one deliverable, who is told; None for nobody. Who writes it cannot be the one
    who accepts it.

    Raises:
        NotAllowed: ``by`` does not run the pathway; MustStaySeparate, the referent decided on the
            project's money.
        Invalid: the referent writes it, or is not of the team.
    """
    only_runners(deliverable.pathway, by)
    row = (
        Deliverable.objects.select_for_update(of=("self",))
        .select_related("pathway", "project", "enrolment__user")
        .get(pk=deliverable.pk)
    )
    if row.referent_id == (referent.pk if referent else None):
        return row
    if referent is not None:
        if read.handed_in_by(referent).filter(pk=row.pk).exists():
            raise Invalid(fields={"referent": _("Nobody accepts what they write themselves.")})
        _is_apart(row.pathway, row.project, referent, "referent")
    row.referent = referent
    row.save(update_fields=["referent"])
    events.record(row, "pathways.deliverable_entrusted", by=by)
    if referent is not None and referent.pk != by.pk:
        telling.entrusted(row)
    return row


# --- Inside --------------------------------------------------------------------------------------------
def _pass_on(row: Enrolment, former: int | None, person: Any) -> None:
    whose = Q(project=row.project_id) if row.project_id else Q(enrolment=row)
    open_ = Deliverable.objects.filter(whose, pathway=row.pathway_id).exclude(state=DeliverableState.ACCEPTED)
    open_.filter(Q(referent=former) | Q(referent__isnull=True)).update(referent=person)


def _may_be_referent(pathway: Pathway, row: Enrolment, person: Any) -> None:
    field = f"referent_{row.pk}"
    carries = row.project is not None and (
        row.project.members.filter(user=person, role=ProjectRole.CARRIER).exists()
    )
    if carries or person.pk == row.user_id:
        raise Invalid(fields={field: _("Nobody accepts what they write themselves.")})
    _is_apart(pathway, row.project, person, field)


def _is_apart(pathway: Pathway, project: Any, person: Any, field: str) -> None:
    """Who reads a project's work is of the team, and coaches it: not somebody who decided on its money."""
    if not read.referents(pathway).filter(pk=person.pk).exists():
        raise Invalid(fields={field: _("This person is not of the team of the pathway.")})
    for tie in separation.deciders([project.pk] if project else [], [person.pk]):
        sentence = _(
            "%(person)s decided on the money of “%(project)s” (%(fact)s): they cannot coach it. "
            "Choose somebody else."
        ) % {"person": person, "project": project.title, "fact": tie.fact}
        raise separation.MustStaySeparate(sentence, fields={field: sentence})
