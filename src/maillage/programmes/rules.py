"""Who may do what in a programme."""

from __future__ import annotations

from typing import Any

import rules

from maillage.directory.models import Membership
from maillage.programmes import conflicts
from maillage.programmes.enums import CallState, Filing, JuryRole, Role
from maillage.programmes.models import (
    AgendaItem,
    Application,
    Call,
    JurySession,
    Programme,
    ProgrammeRole,
)
from maillage.projects import rules as projects
from maillage.projects.enums import ProjectRole
from maillage.questionnaires.models import OnBehalf

# Who reads the submitted applications of a programme by their role alone. A reviewer reads those that were
# given to them and to which nothing binds them (``queries.review``), a juror those of their agendas; a
# trainer sees promotions only.
READERS = frozenset({Role.OFFICER, Role.OBSERVER})
# Who judges files: a conflict of interest keeps them out of one, whatever else they are but an officer.
JUDGES = frozenset({Role.REVIEWER, Role.JUROR})
# Who may sit in juries.
SITTING = frozenset({Role.OFFICER, Role.JUROR})
# Who runs a session beside the officers.
RUNNERS = (JuryRole.PRESIDENT, JuryRole.SECRETARY)


def roles_in(user: Any, programme: Programme) -> frozenset[str]:
    """The person's roles today."""
    if not user.is_authenticated:
        return frozenset()
    live = ProgrammeRole.objects.live().filter(programme=programme, user=user)
    return frozenset(live.order_by().values_list("role", flat=True))


def runs(user: Any, organisation: Any) -> bool:
    """Whether the person administers the organisation, and so may open a programme in its name."""
    if not user.is_authenticated:
        return False
    mine = Membership.objects.administrators().filter(organisation=organisation, user=user)
    return bool(user.is_staff) or mine.exists()


def _is_officer(user: Any, programme: Programme) -> bool:
    return Role.OFFICER in roles_in(user, programme)


def _is_reader(user: Any, programme: Programme) -> bool:
    return bool(roles_in(user, programme) & READERS)


def _has_a_role(user: Any, programme: Programme) -> bool:
    return bool(roles_in(user, programme))


def _is_public(user: Any, programme: Programme) -> bool:
    return programme.is_public


def _call_is_out(user: Any, call: Call) -> bool:
    return call.state != CallState.DRAFT and call.programme.is_public


def _is_officer_of_call(user: Any, call: Call) -> bool:
    return _is_officer(user, call.programme)


def _is_applicant(user: Any, application: Application) -> bool:
    return projects.role_in(user, application.project) == ProjectRole.CARRIER


def _advises_the_applicant(user: Any, application: Application) -> bool:
    return bool(user.has_perm("projects.write_applications", application.project)) and not _is_applicant(
        user, application
    )


def _writes_for_the_applicant(user: Any, application: Application) -> bool:
    """An adviser who said for whom they write, and how that person agreed."""
    said = OnBehalf.objects.filter(
        response__stage_files__application=application, by=user, ended_at__isnull=True
    )
    return _advises_the_applicant(user, application) and said.exists()


def _supports_the_applicant(user: Any, application: Application) -> bool:
    return bool(user.has_perm("projects.read_applications", application.project))


def _is_read_by_the_programme(user: Any, application: Application) -> bool:
    """Officers and readers see what was sent to them, and a draft only when it asks for an exception."""
    roles = roles_in(user, application.call.programme)
    if application.submitted_at is not None:
        if roles & READERS and not is_kept_out(user, application, roles):
            return True
        return bool(roles & SITTING) and _is_on_their_agenda(user, application)
    return (
        application.filing == Filing.DRAFT and bool(application.derogation_request) and Role.OFFICER in roles
    )


def is_kept_out(user: Any, application: Application, roles: frozenset[str]) -> bool:
    """Whether somebody who judges files is bound to this one. Officers run the call: they see all of it."""
    if Role.OFFICER in roles or not roles & JUDGES:
        return False
    return conflicts.is_kept_out(user, application)


def _is_on_their_agenda(user: Any, application: Application) -> bool:
    """A juror reads a file of an agenda of theirs, unless a conflict keeps them out of it."""
    seats = AgendaItem.objects.filter(application=application, session__members__user=user)
    return seats.exists() and not conflicts.is_kept_out(user, application)


def _sits(user: Any, session: JurySession) -> bool:
    return bool(user.is_authenticated) and session.members.filter(user=user).exists()


def _is_officer_of_jury(user: Any, session: JurySession) -> bool:
    return _is_officer(user, session.call.programme)


def _runs_jury(user: Any, session: JurySession) -> bool:
    if not user.is_authenticated:
        return False
    return _is_officer_of_jury(user, session) or session.members.filter(user=user, role__in=RUNNERS).exists()


def _is_officer_of_application(user: Any, application: Application) -> bool:
    return _is_officer(user, application.call.programme)


is_officer = rules.predicate(_is_officer)
is_reader = rules.predicate(_is_reader)
has_a_role = rules.predicate(_has_a_role)
is_public = rules.predicate(_is_public)
call_is_out = rules.predicate(_call_is_out)
is_officer_of_call = rules.predicate(_is_officer_of_call)
is_applicant = rules.predicate(_is_applicant)
advises_the_applicant = rules.predicate(_advises_the_applicant)
writes_for_the_applicant = rules.predicate(_writes_for_the_applicant)
supports_the_applicant = rules.predicate(_supports_the_applicant)
is_read_by_the_programme = rules.predicate(_is_read_by_the_programme)
is_officer_of_application = rules.predicate(_is_officer_of_application)
sits = rules.predicate(_sits)
is_officer_of_jury = rules.predicate(_is_officer_of_jury)
runs_jury = rules.predicate(_runs_jury)

rules.add_perm("programmes.view_programme", is_public | has_a_role)
rules.add_perm("programmes.change_programme", is_officer)
rules.add_perm("programmes.view_call", call_is_out | is_officer_of_call)
rules.add_perm("programmes.read_application", is_read_by_the_programme)
rules.add_perm("programmes.view_application", is_applicant | supports_the_applicant)
rules.add_perm("programmes.change_application", is_applicant)
rules.add_perm("programmes.write_application", is_applicant | writes_for_the_applicant)
rules.add_perm("programmes.write_for_applicant", advises_the_applicant & supports_the_applicant)
rules.add_perm("programmes.decide_application", is_officer_of_application & is_read_by_the_programme)
rules.add_perm("programmes.view_jury", is_officer_of_jury | sits)
rules.add_perm("programmes.run_jury", runs_jury)
rules.add_perm("programmes.prepare_jury", is_officer_of_jury)
rules.add_perm("programmes.view_minutes", is_officer_of_jury | sits)
