"""The pages: one list filtered by its address, and what each person may do on an action."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.core import registry
from maillage.governance.actions import action as actions
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.action import Task
from maillage.governance.enums import ActionState, MeetingState
from maillage.governance.models import Action, Committee, Meeting, MeetingDecision, SupportNeed
from maillage.governance.queries import action as read
from maillage.governance.queries import need as needs
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory
from tests.governance.conftest import World, day
from tests.governance.test_actions import need_of

SignIn = Callable[[Any], HouseClient]
ACTIONS = "/suivi/"


def give(world: World, title: str, owner: Any, in_days: int = 9) -> Action:
    return actions.create(Task(title, owner, day(in_days)), need=need_of(world), by=world.officer)


def titles(client: HouseClient, query: str) -> list[str]:
    return [row.title for row in client.get(f"{ACTIONS}{query}").context["page"].rows]


def test_one_list_filtered_by_its_address(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    give(world, "Du formateur", world.trainer)
    mine = actions.create(Task("De l’officier", world.officer, day(2)), by=world.officer)
    late = give(world, "En retard", world.trainer)
    Action.objects.filter(pk=late.pk).update(due_on=day(-10))
    ended = give(world, "Finie", world.carrier)
    actions.finish(ended, evidence="Oui.", by=world.carrier)
    done = give(world, "Faite", world.trainer, 4)
    actions.finish(done, evidence="Oui.", by=world.trainer)
    assert titles(client, "") == ["En retard", "De l’officier", "Faite", "Du formateur"]
    assert titles(client, "?pour=moi") == [mine.title]
    assert titles(client, "?etat=en-retard") == ["En retard"]
    assert titles(client, "?etat=a-confirmer") == ["Faite"]
    assert titles(client, "?etat=terminees") == ["Finie"]
    assert titles(client, "?age=retard-30") == ["En retard"]
    assert titles(client, f"?projet={world.project.pk}") == ["En retard", "Faite", "Du formateur"]
    assert titles(client, f"?comite={world.committee.pk}") == ["En retard", "Faite", "Du formateur"]
    assert titles(client, f"?programme={world.programme.pk}&q=format") == [
        "En retard",
        "Faite",
        "Du formateur",
    ]
    assert titles(client, "?q=retard") == ["En retard"]
    of_project = {"q": world.project.title[:9].upper()}
    assert titles(client, f"?{urlencode(of_project)}") == ["En retard", "Faite", "Du formateur"]
    assert titles(client, "?etat=inconnu&projet=x") == titles(client, "")
    # What one's own project should confirm is one's own too.
    assert titles(sign_in(world.carrier), "?pour=moi") == ["Faite"]
    assert titles(sign_in(world.stranger), "?etat=toutes") == []


def test_projects_to_filter_by_are_listed_unless_they_are_too_many(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(world.officer)
    first, second = world.project, ProjectFactory(title="à la menuiserie")
    done = give(world, "Relire", world.trainer)
    twice = give(world, "Écrire", world.trainer)
    other = give(world, "Compter", world.trainer)
    Action.objects.filter(pk=other.pk).update(project=second)

    def listed(query: str = "") -> list[str]:
        return [title for _pk, title in client.get(f"{ACTIONS}{query}").context["choices"].projects]

    # Each once, in the order of the alphabet, accents and capitals apart.
    assert listed() == ["à la menuiserie", "Atelier des Copeaux"]
    Action.objects.filter(pk__in=[done.pk, twice.pk]).update(state="closed", closed_at=timezone.now())
    assert listed() == ["à la menuiserie"]
    # What is asked for stays chosen, though nothing of it is to do any more.
    assert listed(f"?projet={first.pk}") == ["à la menuiserie", "Atelier des Copeaux"]
    assert "trop de projets" not in client.get(ACTIONS).text

    monkeypatch.setattr(read, "MOST_LIVE", 0)
    assert listed() == []
    page = client.get(f"{ACTIONS}?projet={first.pk}")
    assert page.context["choices"].projects == [(first.pk, first.title)]
    assert f'<option value="{first.pk}" selected>' in page.text
    assert "trop de projets pour les lister" in page.text
    # A project that one sees nothing of is not named.
    stranger = sign_in(world.stranger).get(f"{ACTIONS}?projet={first.pk}")
    assert first.title not in stranger.text


def test_a_line_says_where_its_action_comes_from_and_no_name_twice(world: World, sign_in: SignIn) -> None:
    give(world, "Relire", world.trainer)

    def said(query: str = "") -> list[str]:
        return [
            row.comes_from for row in sign_in(world.officer).get(f"{ACTIONS}{query}").context["page"].rows
        ]

    assert said() == ["Atelier des Copeaux · Comité d’experts"]
    assert said(f"?projet={world.project.pk}") == ["Comité d’experts"]
    assert said(f"?comite={world.committee.pk}") == ["Atelier des Copeaux"]
    assert said(f"?comite={world.committee.pk}&projet={world.project.pk}") == [""]


def test_the_list_as_csv(world: World, sign_in: SignIn) -> None:
    give(world, "=Relire", world.trainer)
    response = sign_in(world.officer).get(reverse("governance:actions_csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    [row] = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (row["action"], row["responsable"], row["projet"], row["theme"]) == (
        "'=Relire",
        "Tom Formateur",
        "Atelier des Copeaux",
        "legal",
    )


@pytest.mark.parametrize(
    "path", ["/suivi/", "/suivi/reunions/?quand=passees", "/suivi/comites/", "/suivi/besoins/theme/legal/"]
)
def test_lists_cost_the_same_for_one_row_and_for_thirty(world: World, sign_in: SignIn, path: str) -> None:
    client = sign_in(world.officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def one_more(n: int) -> None:
        give(world, f"Action {n}", world.trainer)
        committee = Committee.objects.create(
            host_kind="programme", host_id=world.programme.pk, kind="working", name=f"C{n}"
        )
        Meeting.objects.create(
            committee=committee,
            title=f"R{n}",
            held_at="2026-01-01T10:00Z",
            quorum=1,
            state=MeetingState.CANCELLED,
        )

    one_more(0)
    cost()  # what is read once per process
    one = cost()
    for n in range(1, 30):
        one_more(n)
    assert cost() == one
    assert one <= 20


def test_action_page_offers_each_what_is_theirs(world: World, sign_in: SignIn) -> None:
    action = give(world, "Relire", world.trainer)
    url = action.get_absolute_url()
    assert sign_in(world.stranger).get(url).status_code == 404
    trainer, carrier = sign_in(world.trainer), sign_in(world.carrier)
    assert trainer.get(url).context["finish_form"] is not None
    assert carrier.get(url).context["finish_form"] is None
    evidence = SimpleUploadedFile("statuts.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    trainer.post(reverse("governance:action_finish", args=[action.pk]), {"evidence": "", "file": evidence})
    action.refresh_from_db()
    assert (action.state, action.files.count()) == (ActionState.DONE, 1)
    stored = action.files.get().file
    shown = carrier.get(stored.get_absolute_url())
    assert b"".join(shown.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]
    assert sign_in(world.stranger).get(stored.get_absolute_url()).status_code == 404
    assert trainer.get(url).context["why_form"] is None
    carrier.post(reverse("governance:action_send_back", args=[action.pk]), {"why": "Page 2 manque."})
    assert "Page 2 manque." in trainer.get(url).content.decode()
    trainer.post(reverse("governance:action_finish", args=[action.pk]), {"evidence": "Ajoutée."})
    trainer.post(reverse("governance:action_confirm", args=[action.pk]))
    action.refresh_from_db()
    assert action.state == ActionState.DONE  # not theirs to confirm
    carrier.post(reverse("governance:action_confirm", args=[action.pk]))
    action.refresh_from_db()
    assert action.state == ActionState.CLOSED


def test_finishing_without_anything_to_show_says_so_in_the_form(world: World, sign_in: SignIn) -> None:
    action = give(world, "Relire", world.trainer)
    response = sign_in(world.trainer).post(
        reverse("governance:action_finish", args=[action.pk]), {"evidence": ""}
    )
    assert response.context["finish_form"].errors["evidence"]


def test_two_hands_on_the_same_notes_see_both(world: World, sign_in: SignIn) -> None:
    client, url = sign_in(world.officer), world.item.get_absolute_url()
    client.post(url, {"notes": "Première.", "seen": ""})
    response = client.post(url, {"notes": "Seconde.", "seen": ""})
    page = response.content.decode()
    assert "Première." in page
    assert "Seconde." in page
    # Sent again as shown, it holds what the second hand wrote.
    client.post(url, {"notes": "Première. Seconde.", "seen": response.context["notes_form"].data["seen"]})
    world.item.refresh_from_db()
    assert world.item.notes == "Première. Seconde."


def test_decision_without_quorum_is_explained(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    meetings.begin(world.meeting, present=[], by=world.officer)
    url = reverse("governance:meeting_decide", args=[world.meeting.pk])
    page = client.post(url, {"text": "Prolonger."}, follow=True).content.decode()
    assert MeetingDecision.objects.count() == 0
    assert "quorum" in page


def test_needs_are_counted_by_theme_across_promotions(world: World, sign_in: SignIn) -> None:
    need_of(world, theme="legal")
    need_of(world, theme="impact", urgency="later")
    need_of(world, theme="impact", urgency="soon")
    SupportNeed.objects.filter(theme="legal").update(group_key="cohort-0", group_name="Promotion 0")
    counted = needs.by_theme(world.host)
    assert (counted.needs, counted.projects) == (3, 1)
    assert sorted(counted.groups) == sorted(
        [("cohort-0", "Promotion 0"), (f"cohort-{world.cohort.pk}", "Promotion 1")]
    )
    first, second = counted.rows
    assert (first.theme, first.needs, first.projects, first.blocking, sorted(first.by_group)) == (
        "impact",
        2,
        1,
        0,
        [0, 2],
    )
    assert (second.theme, second.blocking) == ("legal", 1)
    assert sum(counted.group_needs) == 3
    page = sign_in(world.officer).get("/suivi/besoins/").content.decode()
    assert "Promotion 0" in page
    assert sign_in(world.stranger).get("/suivi/besoins.csv").status_code == 404


def test_what_waits_is_in_each_person_s_list(world: World) -> None:
    def waiting(user: Any) -> list[str]:
        source = registry.todo_sources.get("governance")
        assert source is not None
        return [item.about for item in source.items_for(user)]

    action = give(world, "Relire", world.trainer)
    programme = f"programme-{world.programme.pk}"
    project = f"project-{world.project.pk}"
    assert waiting(world.trainer) == [project, programme]  # the action, the meeting in session
    assert waiting(world.officer) == [programme]
    Action.objects.update(due_on=day(-20))
    actions.raise_overdue()
    assert waiting(world.officer) == [programme, programme]
    action.refresh_from_db()
    actions.finish(action, evidence="Fait.", by=world.trainer)
    assert waiting(world.carrier) == [project]
    assert waiting(UserFactory()) == []


def test_thread_tells_of_needs_and_actions(world: World, sign_in: SignIn) -> None:
    give(world, "Relire les statuts", world.trainer)
    page = sign_in(world.carrier).get(world.project.get_absolute_url()).content.decode()
    assert "Relire les statuts" in page
    assert "Quels statuts ?" in page


def test_day_given_in_the_past_is_refused_in_the_form(world: World, sign_in: SignIn) -> None:
    need = need_of(world)
    url = f"{reverse('governance:action_create')}?besoin={need.pk}"
    values = {"title": "Relire", "owner": world.trainer.pk, "due_on": day(0) - dt.timedelta(days=1)}
    response = sign_in(world.officer).post(url, values)
    assert "due_on" in response.context["form"].errors
    assert sign_in(world.carrier).get(url).status_code == 404
