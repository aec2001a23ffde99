"""A project is created, described, moved from stage to stage, carried by organisations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Invalid
from maillage.directory.enums import Stage
from maillage.directory.models import Organisation, Place
from maillage.projects import gates
from maillage.projects.actions.locks import locked, only_carriers
from maillage.projects.enums import STAGE_TRANSITIONS, PassageKind, ProjectRole, Visibility
from maillage.projects.models import Passage, Project, ProjectMember, ProjectOrganisation
from maillage.projects.queries.stage import open_items
from maillage.territories.actions import set_territories
from maillage.territories.models import Commune
from maillage.territories.refs import TerritoryRef

EDITABLE = frozenset(
    {"title", "summary", "need", "commune", "place", "legal_form", "trades", "themes", "visibility"}
)


@transaction.atomic
def create(
    *,
    title: str,
    summary: str,
    commune: Commune,
    by: Any,
    need: str = "",
    stage: str = Stage.IDEA,
    place: Place | None = None,
    legal_form: str = "",
    trades: Sequence[str] = (),
    themes: Sequence[str] = (),
    visibility: str = Visibility.TEAM,
    organisations: Sequence[Organisation] = (),
    territories: Iterable[TerritoryRef] = (),
) -> Project:
    """A project, with ``by`` as its first carrier and the first of ``organisations`` as its lead.

    The lead's legal form is the project's when none is given.

    Raises:
        Invalid: a value cannot be accepted.
    """
    if organisations and not legal_form:
        legal_form = organisations[0].legal_form
    project = Project(
        title=title.strip(),
        summary=summary.strip(),
        need=need.strip(),
        stage=stage,
        commune=commune,
        place=place,
        legal_form=legal_form,
        trades=list(trades),
        themes=list(themes),
        visibility=visibility,
        created_by=by,
    )
    _check(project)
    project.save()
    ProjectMember.objects.create(project=project, user=by, role=ProjectRole.CARRIER)
    for rank, organisation in enumerate(organisations):
        ProjectOrganisation.objects.create(project=project, organisation=organisation, is_lead=rank == 0)
    set_territories(project.territories, territories)
    events.record(project, "projects.created", by=by)
    return project


@transaction.atomic
def update(
    project: Project,
    *,
    by: Any,
    organisations: Iterable[Organisation] | None = None,
    lead: Organisation | None = None,
    territories: Iterable[TerritoryRef] | None = None,
    **changes: Any,
) -> Project:
    """Changes what a project says of itself, all or nothing: with it its organisations and its wider
    territory when they are given; its people, its stage and its outcome have their own verbs.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Invalid: a value cannot be accepted.
    """
    only_carriers(project, by)
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"Not changed here: {', '.join(sorted(unknown))}")
    project = locked(project)
    if organisations is not None:
        _carry(project, organisations, lead=lead, by=by)
    if territories is not None:
        set_territories(project.territories, territories)
    changed = [name for name, value in changes.items() if getattr(project, name) != value]
    if not changed:
        return project
    for name in changed:
        setattr(project, name, changes[name])
    _check(project)
    project.updated_at = clock.moment()
    project.save(update_fields=[*changed, "updated_at"])
    events.record(project, "projects.updated", by=by, data={"fields": sorted(changed)})
    return project


@transaction.atomic
def change_stage(
    project: Project, stage: str, *, by: Any, why: str = "", on: dt.date | None = None
) -> Project:
    """Says how far the project is. Going back is allowed, and both are told in its thread.

    Args:
        on: the day from which it holds, today when not given.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Invalid: it goes further while evidence of its present stage is open (``gates``), and does not say
            why; or the day is to come.
    """
    only_carriers(project, by)
    project = locked(project)
    if project.stage == stage:
        return project
    day = on or clock.today()
    if day > clock.today():
        raise Invalid(fields={"on": _("The day is still to come: say it when it has come.")})
    if gates.is_forward(project.stage, stage) and not why.strip() and (open_ := open_items(project)):
        raise Invalid(
            fields={
                "why": _("Not shown yet: %(items)s. Say why the project goes on all the same.")
                % {"items": ", ".join(str(item.title) for item in open_)}
            }
        )
    before = project.stage
    states.move(
        project,
        stage,
        STAGE_TRANSITIONS,
        by=by,
        verb="projects.stage_changed",
        field="stage",
        why=why.strip(),
        also={"updated_at": clock.moment()},
    )
    Passage.objects.create(
        project=project,
        kind=PassageKind.STAGE,
        from_state=before,
        to_state=stage,
        on=day,
        by=by,
        reason=why.strip(),
    )
    return project


@transaction.atomic
def set_organisations(
    project: Project, organisations: Iterable[Organisation], *, by: Any, lead: Organisation | None = None
) -> Project:
    """The organisations that carry a project, and the one that leads; none is fine.

    Raises:
        Invalid: the lead is not among them.
    """
    only_carriers(project, by)
    project = locked(project)
    _carry(project, organisations, lead=lead, by=by)
    return project


def _carry(
    project: Project, organisations: Iterable[Organisation], *, lead: Organisation | None, by: Any
) -> None:
    wanted = {organisation.pk: organisation for organisation in organisations}
    if lead is not None and lead.pk not in wanted:
        raise Invalid(_("The organisation that leads is one of those that carry the project."))
    present = {
        row.organisation_id: row
        for row in ProjectOrganisation.objects.filter(project=project).select_related("organisation")
    }
    leading = next((row.organisation_id for row in present.values() if row.is_lead), None)
    # Unsaid, the one that leads goes on; gone, the first of those that stay takes over.
    lead_pk = lead.pk if lead else leading if leading in wanted else next(iter(wanted), None)
    # The old lead steps back first: there is never more than one.
    ProjectOrganisation.objects.filter(project=project, is_lead=True).exclude(organisation=lead_pk).update(
        is_lead=False
    )
    for pk, row in present.items():
        if pk not in wanted:
            row.delete()
            name = str(row.organisation)
            events.record(project, "projects.organisation_removed", by=by, data={"name": name})
    for pk, organisation in wanted.items():
        if pk not in present:
            ProjectOrganisation.objects.create(project=project, organisation=organisation)
            name = str(organisation)
            events.record(project, "projects.organisation_added", by=by, data={"name": name})
    if lead_pk is not None:
        ProjectOrganisation.objects.filter(project=project, organisation=lead_pk).update(is_lead=True)


def _check(project: Project) -> None:
    try:
        project.full_clean(exclude=["commune", "place", "created_by"], validate_unique=False)
    except ValidationError as error:
        fields: Mapping[str, Any] = {name: sentences[0] for name, sentences in error.message_dict.items()}
        raise Invalid(fields=fields) from error
