"""What is done to projects. Carriers act; the log tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import Stage
from maillage.directory.models import Organisation, Place
from maillage.projects import rules as who
from maillage.projects.enums import STAGE_TRANSITIONS, ProjectRole, Visibility
from maillage.projects.models import Project, ProjectInvitation, ProjectMember, ProjectOrganisation
from maillage.territories.models import Commune

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
    events.record(project, "projects.created", by=by)
    return project


@transaction.atomic
def update(
    project: Project,
    *,
    by: Any,
    stage: str | None = None,
    organisations: Iterable[Organisation] | None = None,
    **changes: Any,
) -> Project:
    """Changes what a project says of itself, all or nothing: with it its stage and its organisations
    when they are given; its people have their own verbs.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Invalid: a value cannot be accepted.
    """
    _only_carriers(project, by)
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"Not changed here: {', '.join(sorted(unknown))}")
    project = _locked(project)
    if stage is not None:
        _to_stage(project, stage, why="", by=by)
    if organisations is not None:
        _carry(project, organisations, lead=None, by=by)
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
def change_stage(project: Project, stage: str, *, by: Any, why: str = "") -> Project:
    """Says how far the project is. Going back is allowed, and both are told in its thread."""
    _only_carriers(project, by)
    project = _locked(project)
    _to_stage(project, stage, why=why, by=by)
    return project


def _to_stage(project: Project, stage: str, *, why: str, by: Any) -> None:
    if project.stage == stage:
        return
    states.move(
        project,
        stage,
        STAGE_TRANSITIONS,
        by=by,
        verb="projects.stage_changed",
        field="stage",
        why=why,
        also={"updated_at": clock.moment()},
    )


@transaction.atomic
def set_organisations(
    project: Project, organisations: Iterable[Organisation], *, by: Any, lead: Organisation | None = None
) -> Project:
    """The organisations that carry a project, and the one that leads; none is fine.

    Raises:
        Invalid: the lead is not among them.
    """
    _only_carriers(project, by)
    project = _locked(project)
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


# --- People ----------------------------------------------------------------------------------------------
@transaction.atomic
def add_member(project: Project, *, user: Any, role: str, by: Any) -> ProjectMember:
    """Gives a known person a part, without an invitation: for what people build together on screen,
    and for an adviser who enters a project on somebody's behalf.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Conflict: the person has a part already.
    """
    _only_carriers(project, by)
    return _join(project, user, role, by=by)


@transaction.atomic
def invite(project: Project, *, email: str, role: str, by: Any) -> ProjectInvitation:
    """Asks somebody, by e-mail, to take part. An earlier invitation to that address is replaced.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Conflict: the person takes part already.
    """
    _only_carriers(project, by)
    email = email.strip().lower()
    project = _locked(project)
    if ProjectMember.objects.filter(project=project, user__email__iexact=email).exists():
        raise Conflict(_("This person takes part in the project already."), fields={"email": ""})
    _revoke_live(project.invitations.filter(email=email))
    invitation = ProjectInvitation.objects.create(project=project, email=email, role=role, invited_by=by)
    events.record(project, "projects.member_invited", by=by, data={"role": role})
    outbox.send_email(
        email,
        "projects/email/invitation",
        {
            "project": project,
            "role": ProjectRole(role),
            "sender": str(by),
            "expires_at": invitation.expires_at,
            "path": reverse("projects:invitation", args=[invitation.token]),
        },
        language=by.language,
    )
    return invitation


@transaction.atomic
def accept(invitation: ProjectInvitation, *, by: Any) -> ProjectMember:
    """Takes the part that was offered. Accepting twice is the same as once.

    Raises:
        Conflict: the invitation was revoked, has expired, or was somebody else's.
    """
    invitation = ProjectInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_by_id == by.pk:
        return ProjectMember.objects.get(project=invitation.project_id, user=by)
    if not invitation.is_live:
        raise Conflict(_("This invitation is no longer good. Ask for another one."))
    invitation.accepted_at, invitation.accepted_by = clock.moment(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    present = ProjectMember.objects.filter(project=invitation.project_id, user=by).first()
    return present or _join(invitation.project, by, invitation.role, by=by)


@transaction.atomic
def revoke(invitation: ProjectInvitation, *, by: Any) -> None:
    """Takes back an invitation that nobody has accepted."""
    _only_carriers(invitation.project, by)
    _revoke_live(ProjectInvitation.objects.filter(pk=invitation.pk))
    events.record(invitation.project, "projects.invitation_revoked", by=by)


@transaction.atomic
def change_role(member: ProjectMember, role: str, *, by: Any) -> ProjectMember:
    """Gives a member another part. Raises Conflict when no carrier would be left."""
    _only_carriers(member.project, by)
    project = _locked(member.project)
    if member.role == ProjectRole.CARRIER and role != ProjectRole.CARRIER:
        _not_the_last(project, member)
    member.role = role
    member.save(update_fields=["role"])
    events.record(
        project, "projects.member_role_changed", by=by, data={"name": str(member.user), "role": role}
    )
    return member


@transaction.atomic
def remove_member(member: ProjectMember, *, by: Any) -> None:
    """Ends a member's part: a carrier may end anyone's, and everyone their own.

    Raises:
        Conflict: it is the last carrier.
    """
    if member.user_id != by.pk:
        _only_carriers(member.project, by)
    project = _locked(member.project)
    if member.role == ProjectRole.CARRIER:
        _not_the_last(project, member)
    member.delete()
    events.record(project, "projects.member_left", by=by, data={"name": str(member.user)})


# --- Inside ------------------------------------------------------------------------------------------------
def _join(project: Project, user: Any, role: str, *, by: Any) -> ProjectMember:
    try:
        with transaction.atomic():
            member = ProjectMember.objects.create(project=project, user=user, role=ProjectRole(role))
    except IntegrityError:
        raise Conflict(_("This person takes part in the project already.")) from None
    events.record(project, "projects.member_joined", by=by, data={"name": str(user), "role": role})
    return member


def _not_the_last(project: Project, member: ProjectMember) -> None:
    others = ProjectMember.objects.filter(project=project, role=ProjectRole.CARRIER).exclude(pk=member.pk)
    if not others.exists():
        raise Conflict(_("A project keeps one carrier at least: name another one first."))


def _revoke_live(invitations: Any) -> None:
    now = clock.moment()
    invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).select_related("commune").get(pk=project.pk)


def _only_carriers(project: Project, by: Any) -> None:
    if not who.is_carrier(by, project):
        raise NotAllowed(_("Only the carriers of the project may do this."))


def _check(project: Project) -> None:
    try:
        project.full_clean(exclude=["commune", "place", "created_by"], validate_unique=False)
    except ValidationError as error:
        fields: Mapping[str, Any] = {name: sentences[0] for name, sentences in error.message_dict.items()}
        raise Invalid(fields=fields) from error
