"""Who may do what with kits, pathways and sessions."""

from __future__ import annotations

from typing import Any

import rules

from maillage.directory import rules as directory
from maillage.pathways.enums import EnrolmentState, SpeakerState
from maillage.pathways.models import Enrolment, Kit, Pathway, Session, Speaker
from maillage.programmes import rules as programmes


def _writes_kit(user: Any, kit: Kit) -> bool:
    return kit.owner is not None and bool(directory.is_editor(user, kit.owner))


def _sees_kit(user: Any, kit: Kit) -> bool:
    if kit.is_shared and kit.archived_at is None and kit.published_id is not None:
        return True
    return kit.owner is not None and bool(directory.is_member(user, kit.owner))


def _runs_pathway(user: Any, pathway: Pathway) -> bool:
    if pathway.programme is not None:
        return bool(programmes.is_officer(user, pathway.programme))
    return bool(directory.is_editor(user, pathway.organisation))


def _follows_pathway(user: Any, pathway: Pathway) -> bool:
    if not user.is_authenticated:
        return False
    mine = Enrolment.objects.filter(pathway=pathway, user=user)
    return mine.exclude(state=EnrolmentState.LEFT).exists()


def _trains_in_pathway(user: Any, pathway: Pathway) -> bool:
    """A speaker who accepted, in any of its sessions."""
    if not user.is_authenticated:
        return False
    return Speaker.objects.coming().filter(session__pathway=pathway, user=user).exists()


def _is_asked_in_pathway(user: Any, pathway: Pathway) -> bool:
    if not user.is_authenticated:
        return False
    return Speaker.objects.asked().filter(session__pathway=pathway, user=user).exists()


def _is_of_the_team(user: Any, pathway: Pathway) -> bool:
    return pathway.programme is not None and bool(programmes.has_a_role(user, pathway.programme))


def _runs_session(user: Any, session: Session) -> bool:
    return _runs_pathway(user, session.pathway)


def _trains_in_session(user: Any, session: Session) -> bool:
    if not user.is_authenticated:
        return False
    return session.speakers.filter(user=user, state=SpeakerState.ACCEPTED).exists()


writes_kit = rules.predicate(_writes_kit)
sees_kit = rules.predicate(_sees_kit)
runs_pathway = rules.predicate(_runs_pathway)
follows_pathway = rules.predicate(_follows_pathway)
trains_in_pathway = rules.predicate(_trains_in_pathway)
is_asked_in_pathway = rules.predicate(_is_asked_in_pathway)
is_of_the_team = rules.predicate(_is_of_the_team)
runs_session = rules.predicate(_runs_session)
trains_in_session = rules.predicate(_trains_in_session)

rules.add_perm("pathways.view_kit", sees_kit)
rules.add_perm("pathways.change_kit", writes_kit)
rules.add_perm("pathways.run_pathway", runs_pathway)
# A one-to-one, and the list of who follows, stay with those who run it, its trainers and its group.
rules.add_perm("pathways.view_pathway", runs_pathway | is_of_the_team | is_asked_in_pathway | follows_pathway)
rules.add_perm("pathways.view_group", runs_pathway | is_of_the_team | trains_in_pathway)
rules.add_perm("pathways.run_session", runs_session)
rules.add_perm("pathways.hold_session", runs_session | trains_in_session)
