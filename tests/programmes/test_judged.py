"""What officers see of reviews and juries on the page where they decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.programmes.actions import jury, score
from maillage.programmes.enums import Role
from maillage.programmes.models import FileScore, RoundCalibration
from maillage.programmes.queries.judged import judged
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, CallFactory, ProgrammeRoleFactory
from tests.factories.reviews import AssignmentFactory, ReviewFactory, ReviewRoundFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


def test_an_officer_who_decides_sees_reviews_and_jury_and_others_do_not(world: World, sign_in: Any) -> None:
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    page = reverse("programmes:file", args=["ateliers", sent.reference])
    officer = sign_in(world.officer)
    before = officer.get(page).context["judged"]
    assert (before.readings, before.sittings) == ([], [])

    round_ = ReviewRoundFactory(call=world.call, title="Lecture croisée")
    for total in (60, 80):
        assignment = AssignmentFactory(round=round_, application=sent, done=True)
        ReviewFactory(assignment=assignment, total=Decimal(total))
        score.renew(assignment)
    AssignmentFactory(round=round_, application=sent)
    FileScore.objects.update(calibrated=68, low=62, high=74, rank=4)
    RoundCalibration.objects.update(line=70, noise=3, refusal="")
    # Given back, of another file, of another call: none of them counts here.
    AssignmentFactory(round=round_, application=sent, state="declined")
    AssignmentFactory(round=round_, done=True)
    AssignmentFactory(round__call=CallFactory(programme=world.programme))
    session = jury.create(world.call, title="Jury de mai", held_at=timezone.now(), quorum=2, by=world.officer)
    jury.put_on_agenda(session, [sent.pk], by=world.officer)

    (reading,) = judged(sent).readings
    assert (reading.round, reading.given, reading.sent) == (round_, 3, 2)
    assert reading.score is not None
    assert (reading.score.mean, reading.is_unsure, reading.is_knocked_out) == (70, True, False)
    text = " ".join(officer.get(page).text.split())
    address = reverse("programmes:round_file", args=["ateliers", round_.pk, sent.reference])
    for words in (
        f'<a href="{address}">Lecture croisée</a>',
        "70,0</strong> / 100",
        "62,0 – 74,0",
        f'<a href="{session.get_absolute_url()}">Jury de mai</a>',
    ):
        assert words in text, words
    # An observer reads the file, not what is still being judged.
    observer = ProgrammeRoleFactory(programme=world.programme, user=UserFactory(), role=Role.OBSERVER).user
    shown = sign_in(observer).get(page)
    assert shown.status_code == 200
    assert shown.context["judged"] is None
    assert "Lecture croisée" not in shown.text
    with CaptureQueriesContext(connection) as captured:
        judged(sent)
    assert len(captured) == 5
