"""What is promised to be forgotten is: invitations, drafts, old applications, with their history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from maillage.accounts import retention
from maillage.core import delivery, events
from maillage.core.enums import OutboxState
from maillage.core.history import versions_of
from maillage.core.models import Event, OutboxMessage, StoredFile
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Invitation
from maillage.programmes.actions import admissibility, completion
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import programme as programmes
from maillage.programmes.enums import Admissibility, Decision, Role
from maillage.programmes.models import (
    AdmissibilityCheck,
    Application,
    Call,
    CompletionRequest,
    Letter,
    ProgrammeInvitation,
    StageFile,
)
from maillage.projects import actions as projects
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectInvitation
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.actions import submission
from tests.factories.programmes import ApplicationFactory
from tests.factories.questionnaires import VersionFactory, a_content, a_question
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
GUEST = "invitee@maillage.example"


def test_invitations_of_every_floor_are_forgotten_after_a_year(world: World) -> None:
    invitation = Invitation.objects.create(
        organisation=world.organisation,
        email=GUEST,
        role=MembershipRole.MEMBER,
        invited_by=world.carrier,
        token_hash="0" * 64,
        expires_at=timezone.now() + dt.timedelta(days=30),
    )
    events.record(invitation, "directory.invitation_tested", by=world.carrier)
    projects.invite(world.project, email=GUEST, role=ProjectRole.ADVISER, by=world.carrier)
    programmes.invite(world.programme, email=GUEST, role=Role.REVIEWER, by=world.officer)
    models = (Invitation, ProjectInvitation, ProgrammeInvitation)
    retention.forget(now=timezone.now() + dt.timedelta(days=364))
    assert [model.objects.count() for model in models] == [1, 1, 1]
    retention.forget(now=timezone.now() + dt.timedelta(days=366))
    assert [model.objects.count() for model in models] == [0, 0, 0]
    assert [versions_of(model).filter(email=GUEST).count() for model in models] == [0, 0, 0]
    # Nor does the log, which nothing can change, hold the address.
    for event in Event.objects.all():
        assert GUEST not in f"{event.subject_label} {event.data} {event.why}"


def test_draft_is_forgotten_two_years_after_its_call(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    late = Call.objects.get(pk=world.call.pk).closes_at + dt.timedelta(days=2 * 365 + 1)
    retention.forget(now=late - dt.timedelta(days=2))
    assert Application.objects.count() == 1
    retention.forget(now=late)
    assert Application.objects.count() == 0
    assert versions_of(Application).filter(pgh_obj_id=draft.pk).count() == 0


def test_decided_application_is_forgotten_after_ten_years(world: World) -> None:
    decided = ApplicationFactory(call=world.call, project=world.project, refused=True).decided_at
    retention.forget(now=decided + dt.timedelta(days=10 * 365 - 1))
    assert Application.objects.count() == 1
    retention.forget(now=decided + dt.timedelta(days=10 * 365 + 1))
    assert Application.objects.count() == 0


def test_what_surrounds_an_old_decision_goes_with_its_history_and_its_documents(world: World) -> None:
    row = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    admissibility.check(row, Admissibility.ADMISSIBLE, by=world.officer)
    content = a_content(a_question("lease"))
    response = responses.start(
        VersionFactory(published=True, content=content), by=world.carrier, answers={"lease": "Secret."}
    )
    submission.hand_in(response, by=world.carrier)
    StageFile.objects.filter(application=row).update(response=response)
    due = timezone.now() + dt.timedelta(days=5)
    asked = completion.ask(row, ["lease"], message="Le bail ?", due_at=due, by=world.officer)
    completion.fill(asked, {"lease": "Secret aussi."}, by=world.carrier)
    completion.hand_in(asked, by=world.carrier)
    decisions.decide(row, Decision.REFUSED, reason="Non.", by=world.officer)
    decisions.publish(world.call, by=world.officer)
    row.refresh_from_db()
    stored = Letter.objects.get().file
    # The message that took it away left long before.
    long_ago = timezone.now() - dt.timedelta(4000)
    OutboxMessage.objects.update(state=OutboxState.SENT, next_attempt_at=long_ago, sent_at=long_ago)
    delivery.forget_old_texts()
    assert row.decided_at is not None
    retention.forget(now=row.decided_at + dt.timedelta(days=10 * 365 - 1))
    assert CompletionRequest.objects.count() == 1
    retention.forget(now=row.decided_at + dt.timedelta(days=10 * 365 + 1))
    models = (AdmissibilityCheck, CompletionRequest, Letter)
    assert [model.objects.count() for model in models] == [0, 0, 0]
    assert [versions_of(model).count() for model in models] == [0, 0, 0]
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert not Application.objects.exists()
