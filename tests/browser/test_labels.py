"""An officer gives files out to reviewers, then suspends a label and gives it back, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from maillage.programmes.enums import LabelState, Role
from maillage.programmes.enums_review import AssignmentState
from maillage.programmes.models import Assignment, Conflict
from tests.browser.driving import Watcher
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    LabelFactory,
    ProgrammeFactory,
    ProgrammeRoleFactory,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import ConflictFactory, ReviewRoundFactory

Person = Callable[..., Page]


@pytest.mark.django_db(transaction=True)
def test_files_are_given_out_and_a_label_is_suspended_then_given_back(
    new_person: Person, watcher: Watcher
) -> None:
    officer = UserFactory(full_name="Olive Officier", language="en", email="olive@operateur.example")
    programme = ProgrammeFactory(officer=officer, slug="ateliers")
    call = CallFactory(programme=programme, title="Vague 1")
    round_ = ReviewRoundFactory(call=call, reviewers_per_file=1)
    file = ApplicationFactory(call=call, project=ProjectFactory(title="Filature"), submitted=True)
    free, bound = (
        UserFactory(full_name=name, email=f"moi@{name.split()[0].lower()}.example", language="en")
        for name in ("Lise Libre", "Luc Lié")
    )
    for person in (free, bound):
        ProgrammeRoleFactory(programme=programme, user=person, role=Role.REVIEWER)
    ConflictFactory(application=file, person=bound)
    label = LabelFactory(programme=programme, state=LabelState.GRANTED)

    page = new_person(officer)
    page.goto(reverse("programmes:matching", args=["ateliers", round_.pk]))
    page.get_by_role("button", name="Propose who reads what").click()
    row = page.get_by_role("row", name="Filature")
    expect(row).to_contain_text("Lise Libre")
    expect(row).not_to_contain_text("Luc Lié")
    page.get_by_role("button", name="Send 1 proposed file").click()
    expect(page.locator(".toast").first).to_be_visible()
    (given,) = Assignment.objects.all()
    assert (given.reviewer, given.state) == (free, AssignmentState.ASSIGNED)
    assert Conflict.objects.get().person == bound

    for verb, sentence, shown in (
        ("Suspend…", "Travaux de sécurité.", "Suspended"),
        ("Give back…", "L’atelier rouvre.", "Granted"),
    ):
        page.goto(reverse("programmes:label", args=["ateliers", label.pk]))
        asked = page.locator(".title__actions").get_by_role("link", name=verb)
        if not asked.is_visible():
            page.locator(".title__actions .menu > summary").click()
        asked.click()
        page.get_by_role("textbox").first.fill(sentence)
        page.locator("main form .actions .btn").first.click()
        expect(page.locator("aside.stack")).to_contain_text(shown)
        # The public page says the same.
        page.goto(label.get_absolute_url())
        expect(page.locator("main")).to_contain_text(shown)
    label.refresh_from_db()
    assert label.state == LabelState.GRANTED
    page.goto(reverse("programmes:label", args=["ateliers", label.pk]))
    for sentence in ("Travaux de sécurité.", "L’atelier rouvre."):
        expect(page.locator("main")).to_contain_text(sentence)
