"""What goes back and forth between a kit and those taken from it: changes, proposals, feedback."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership
from maillage.pathways.actions.kit import locked_for_authors, write_draft
from maillage.pathways.actions.locks import only_authors, only_runners
from maillage.pathways.enums import PROPOSAL_TRANSITIONS, ProposalState, VersionState
from maillage.pathways.kit_changes import Merge, diff, merge
from maillage.pathways.models import Kit, KitFeedback, KitProposal, KitVersion, Pathway


@transaction.atomic
def take_changes(kit: Kit, *, by: Any) -> Merge:
    """Brings what changed upstream into the kit's draft; clashes stay as they are here and are given back.

    Raises:
        Conflict: the kit was taken from none, or nothing changed there since.
    """
    kit = locked_for_authors(kit, by)
    if kit.origin is None or kit.merged_from is None:
        raise Conflict(_("This kit was not taken from another one."))
    upstream = Kit.objects.select_related("published").get(pk=kit.origin.kit_id).published
    if upstream is None or upstream.pk == kit.merged_from_id:
        raise Conflict(_("Nothing changed there since you last looked."))
    draft = kit.versions.filter(state=VersionState.DRAFT).first()
    ours = draft.says if draft else kit.published.says if kit.published else kit.origin.says
    merged = merge(kit.merged_from.says, ours, upstream.says)
    write_draft(kit, merged.content, by=by)
    kit.merged_from = upstream
    kit.save(update_fields=["merged_from"])
    events.record(
        kit,
        "pathways.kit_changes_taken",
        by=by,
        data={
            "version": upstream.number,
            "taken": len(merged.taken),
            "left": len(merged.clashes),
        },
    )
    return merged


@transaction.atomic
def propose(kit: Kit, *, message: str, by: Any) -> KitProposal:
    """Proposes the kit's published version to the authors of the one it was taken from, who are told.

    Raises:
        Conflict: taken from none; nothing published or nothing different; proposed already.
        Invalid: no message.
    """
    kit = locked_for_authors(kit, by)
    if not message.strip():
        raise Invalid(fields={"message": _("Say what it brings: its authors will read it.")})
    if kit.origin is None or kit.merged_from is None:
        raise Conflict(_("This kit was not taken from another one."))
    target = Kit.objects.select_related("owner", "published").get(pk=kit.origin.kit_id)
    if kit.published is None:
        raise Conflict(_("Publish your version first: its authors will read it."))
    if not diff(kit.merged_from.says, kit.published.says):
        raise Conflict(_("Your version says the same as theirs."))
    try:
        with transaction.atomic():
            proposal = KitProposal.objects.create(
                kit=target,
                version=kit.published,
                base=kit.merged_from,
                message=message.strip(),
                proposed_by=by,
                proposed_at=clock.database_now(),
            )
    except IntegrityError:
        raise Conflict(_("This version is proposed already.")) from None
    events.record(proposal, "pathways.kit_proposed", by=by)
    for person in _authors(target):
        outbox.send_email(
            person.email,
            "pathways/email/kit_proposed",
            {"kit": target, "proposal": proposal},
            language=person.language,
        )
    return proposal


@transaction.atomic
def withdraw(proposal: KitProposal, *, by: Any) -> KitProposal:
    """Those who proposed take it back."""
    only_authors(proposal.version.kit, by)
    proposal = _locked(proposal)
    _answer(proposal, ProposalState.WITHDRAWN, "pathways.kit_proposal_withdrawn", "", by)
    return proposal


@transaction.atomic
def accept(proposal: KitProposal, *, by: Any, answer: str = "") -> Merge:
    """Brings the proposed changes into the draft of the kit, to be read again and published.

    What the authors changed meanwhile in the same place stays theirs, and is given back as clashes. A kit
    that ships with the platform has no draft: its team says yes, and the text comes with a later release.
    """
    kit = _answering(proposal, by)
    proposal = _locked(proposal)
    base = proposal.base
    draft = kit.versions.filter(state=VersionState.DRAFT).first()
    ours = draft.says if draft else kit.published.says if kit.published else base.says
    merged = merge(base.says, ours, proposal.version.says)
    if kit.owner is not None:
        write_draft(kit, merged.content, by=by)
    _answer(proposal, ProposalState.ACCEPTED, "pathways.kit_proposal_accepted", answer, by)
    _tell_proposer(proposal)
    return merged


@transaction.atomic
def decline(proposal: KitProposal, *, answer: str, by: Any) -> KitProposal:
    """Raises Invalid without a reason: those who proposed read it."""
    if not answer.strip():
        raise Invalid(fields={"answer": _("Say why: those who proposed it will read it.")})
    _answering(proposal, by)
    proposal = _locked(proposal)
    _answer(proposal, ProposalState.DECLINED, "pathways.kit_proposal_declined", answer, by)
    _tell_proposer(proposal)
    return proposal


@transaction.atomic
def give_feedback(
    pathway: Pathway,
    *,
    by: Any,
    worked: str = "",
    to_change: str = "",
    recommends: int | None = None,
) -> KitFeedback:
    """What those who run a pathway tell the authors of its kit, who are told; said again, it replaces.

    Raises:
        Invalid: nothing said, or a mark outside 0 to 10.
    """
    only_runners(pathway, by)
    worked, to_change = worked.strip(), to_change.strip()
    if not worked and not to_change and recommends is None:
        raise Invalid(_("Write something, or give a mark."))
    if recommends is not None and not 0 <= recommends <= 10:
        raise Invalid(fields={"recommends": _("A mark goes from 0 to 10.")})
    version = KitVersion.objects.select_related("kit__owner").get(pk=pathway.kit_version_id)
    feedback, made = KitFeedback.objects.update_or_create(
        pathway=pathway,
        given_by=by,
        defaults={
            "version": version,
            "worked": worked,
            "to_change": to_change,
            "recommends": recommends,
            "given_at": clock.database_now(),
        },
    )
    events.record(feedback, "pathways.kit_feedback_given", by=by)
    if made:
        for person in _authors(version.kit):
            outbox.send_email(
                person.email,
                "pathways/email/kit_feedback",
                {"kit": version.kit, "feedback": feedback, "pathway": pathway},
                language=person.language,
            )
    return feedback


# --- Inside --------------------------------------------------------------------------------------------
def _answering(proposal: KitProposal, by: Any) -> Kit:
    kit = proposal.kit
    if kit.owner is None:
        # Nobody answers for those that ship with the platform but its own team.
        if not by.is_staff:
            raise NotAllowed(_("This kit ships with the platform: take it up and change yours."))
        Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)
        return kit
    return locked_for_authors(kit, by)


def _locked(proposal: KitProposal) -> KitProposal:
    KitProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    return KitProposal.objects.select_related("kit__owner", "version__kit", "base", "proposed_by").get(
        pk=proposal.pk
    )


def _answer(proposal: KitProposal, to: ProposalState, verb: str, answer: str, by: Any) -> None:
    states.move(
        proposal,
        to,
        PROPOSAL_TRANSITIONS,
        by=by,
        verb=verb,
        why=answer.strip(),
        also={"answer": answer.strip(), "answered_by": by, "answered_at": clock.database_now()},
    )


def _tell_proposer(proposal: KitProposal) -> None:
    if proposal.proposed_by.is_active:
        outbox.send_email(
            proposal.proposed_by.email,
            "pathways/email/kit_proposal_answered",
            {"kit": proposal.kit, "proposal": proposal},
            language=proposal.proposed_by.language,
        )


def _authors(kit: Kit) -> list[User]:
    """Who wrote a kit: the team of its organisation, or the platform's own for those that ship with it."""
    if kit.owner is None:
        return list(User.objects.filter(is_staff=True, is_active=True).order_by("pk"))
    team = Membership.objects.active().filter(
        organisation=kit.owner,
        role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF),
        user__is_active=True,
    )
    return [member.user for member in team.select_related("user").order_by("pk")]
