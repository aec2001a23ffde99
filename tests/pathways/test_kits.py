"""Kits: versions that never change, kits taken from another, changes that come and go, ready kits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.pathways.actions import exchange
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions.ready import load_ready_kits
from maillage.pathways.content import KitContent, SessionTemplate
from maillage.pathways.enums import ProposalState, SessionKind, VersionState
from maillage.pathways.kit_changes import ChangeKind, diff, merge
from maillage.pathways.models import Kit, KitVersion, Pathway
from maillage.pathways.ready import ready_kits
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.pathways.conftest import CONTENT, World, mails


def template(key: str, title: str = "", minutes: int = 60) -> SessionTemplate:
    return SessionTemplate(key, SessionKind.WORKSHOP, title or key, minutes)


def content(*keys: str) -> KitContent:
    return KitContent(templates=tuple(template(key) for key in keys))


# --- Comparing and bringing together --------------------------------------------------------------
def test_a_content_says_the_same_after_a_journey_through_json() -> None:
    assert KitContent.from_json(CONTENT.as_json()) == CONTENT


@pytest.mark.parametrize("ready", ready_kits(), ids=lambda ready: ready.key)
def test_each_ready_kit_can_be_published_and_written_down(ready: object) -> None:
    told = ready.content  # type: ignore[attr-defined]
    assert kits.faults(told) == []
    assert KitContent.from_json(told.as_json()) == told
    assert len({row.key for row in told.templates}) == len(told.templates)


def test_changes_of_two_people_in_different_fields_come_together() -> None:
    base = content("a", "b")
    ours = base.with_template(replace(base.templates[0], minutes=90))
    theirs = base.with_template(replace(base.templates[0], title="Autre titre")).with_template(template("c"))
    merged = merge(base, ours, theirs)
    assert [(row.key, row.title, row.minutes) for row in merged.content.templates] == [
        ("a", "Autre titre", 90),
        ("b", "b", 60),
        ("c", "c", 60),
    ]
    assert merged.clashes == ()


def test_the_same_field_changed_twice_stays_as_it_is_here_and_is_told() -> None:
    base = content("a")
    ours = base.with_template(replace(base.templates[0], minutes=90))
    theirs = base.with_template(replace(base.templates[0], minutes=120))
    merged = merge(base, ours, theirs)
    assert merged.content == ours
    assert [(one.field, one.after) for one in merged.clashes] == [("minutes", 120)]


def test_a_session_removed_there_and_changed_here_stays() -> None:
    base = content("a", "b")
    ours = base.with_template(replace(base.templates[1], minutes=90))
    merged = merge(base, ours, base.without_template("b"))
    assert merged.content == ours
    assert [one.kind for one in merged.clashes] == [ChangeKind.REMOVED]


def test_a_new_session_comes_after_the_one_that_it_follows_there() -> None:
    base = content("a", "b")
    ours = replace(base, templates=(*base.templates, template("mine")))
    theirs = replace(base, templates=(base.templates[0], template("new"), base.templates[1]))
    assert [row.key for row in merge(base, ours, theirs).content.templates] == ["a", "new", "b", "mine"]


KEYS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
CONTENTS = st.builds(
    lambda keys, minutes, every: KitContent(
        templates=tuple(template(key, minutes=minutes) for key in keys), every_days=every
    ),
    KEYS,
    st.sampled_from([60, 90]),
    st.sampled_from([7, 14]),
)


@settings(max_examples=60, deadline=None)
@given(CONTENTS, CONTENTS)
def test_with_nothing_changed_here_theirs_is_taken_whole(base: KitContent, theirs: KitContent) -> None:
    merged = merge(base, base, theirs)
    assert merged.clashes == ()
    assert {row.key: row for row in merged.content.templates} == {row.key: row for row in theirs.templates}
    assert merged.content.every_days == theirs.every_days


@settings(max_examples=60, deadline=None)
@given(CONTENTS, CONTENTS)
def test_with_nothing_changed_there_ours_stays_whole(base: KitContent, ours: KitContent) -> None:
    assert merge(base, ours, base).content == ours
    assert diff(base, base) == []


# --- Versions -------------------------------------------------------------------------------------
def test_a_published_version_never_changes(world: World) -> None:
    version = world.kit.published
    assert version
    with pytest.raises(Conflict):
        kits.save_frame(version, revision=version.revision, by=world.author, group_max=9)
    draft = kits.begin_draft(world.kit, by=world.author)
    kits.save_frame(draft, revision=draft.revision, by=world.author, group_max=9)
    version.refresh_from_db()
    assert version.says == CONTENT
    assert draft.number == 2


def test_two_people_who_write_the_same_draft_are_told(world: World) -> None:
    draft = kits.begin_draft(world.kit, by=world.author)
    kits.save_frame(draft, revision=1, by=world.author, group_max=9)
    with pytest.raises(Conflict):
        kits.save_frame(draft, revision=1, by=world.author, group_max=12)


def test_a_version_that_says_the_same_is_not_published_again(world: World) -> None:
    kits.begin_draft(world.kit, by=world.author)
    with pytest.raises(Conflict):
        kits.publish(world.kit, by=world.author)


def test_an_empty_kit_is_not_published(world: World) -> None:
    kit = kits.create(world.owner, title="Vide", summary="Rien.", by=world.author)
    with pytest.raises(Invalid):
        kits.publish(kit, by=world.author)


def test_only_the_team_that_wrote_a_kit_writes_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        kits.begin_draft(world.kit, by=world.runner)


# --- Taken up, changed upstream, proposed back ----------------------------------------------------
def taken(world: World) -> Kit:
    mine = kits.take_up(world.kit, world.organisation, by=world.runner, title="À notre façon")
    kits.publish(mine, by=world.runner)
    mine.refresh_from_db()
    return mine


def change(kit: Kit, by: object, **fields: object) -> KitVersion:
    draft = kits.begin_draft(kit, by=by)
    told = draft.says
    kits.save_template(
        draft,
        replace(told.templates[0], **fields),
        revision=draft.revision,
        by=by,  # type: ignore[arg-type]
    )
    return kits.publish(kit, by=by)


def test_what_changes_upstream_is_told_and_brought_in_with_ours_kept(world: World) -> None:
    mine = taken(world)
    change(mine, world.runner, minutes=240)
    change(world.kit, world.author, title="Le besoin, ensemble", minutes=200)
    assert mails("kit_changed") == [world.runner.email]
    merged = exchange.take_changes(mine, by=world.runner)
    first = mine.versions.get(state=VersionState.DRAFT).says.templates[0]
    assert (first.title, first.minutes) == ("Le besoin, ensemble", 240)
    assert [one.field for one in merged.clashes] == ["minutes"]
    with pytest.raises(Conflict):
        exchange.take_changes(mine, by=world.runner)


def test_a_proposal_taken_in_waits_in_the_draft_of_its_authors(world: World) -> None:
    mine = taken(world)
    change(mine, world.runner, title="Le besoin, sur place")
    mine.refresh_from_db()
    proposal = exchange.propose(mine, message="On s’y déplace.", by=world.runner)
    assert mails("kit_proposed") == [world.author.email]
    with pytest.raises(Conflict):
        exchange.propose(mine, message="Encore.", by=world.runner)
    exchange.accept(proposal, by=world.author)
    world.kit.refresh_from_db()
    assert world.kit.published.says == CONTENT  # type: ignore[union-attr]
    assert world.kit.versions.get(state=VersionState.DRAFT).says.templates[0].title == "Le besoin, sur place"
    assert mails("kit_proposal_answered") == [world.runner.email]
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_a_change_to_a_kit_of_the_platform_goes_to_its_team_and_back(world: World, client: Any) -> None:
    load_ready_kits()
    ready = Kit.objects.get(ready_key="visites-apprenantes")
    ours = kits.take_up(ready, world.organisation, by=world.runner)
    draft = kits.begin_draft(ours, by=world.runner)
    kits.save_frame(draft, revision=draft.revision, group_max=12, by=world.runner)
    kits.publish(ours, by=world.runner)
    team = UserFactory(is_staff=True)
    client.force_login(world.runner)
    assert client.get(reverse("kits:propose", args=[ours.pk])).status_code == 200
    proposal = exchange.propose(ours, message="Le car a douze places.", by=world.runner)
    assert mails("kit_proposed") == [team.email]
    page = reverse("kits:proposal", args=[ready.pk, proposal.pk])
    client.force_login(world.author)
    assert client.get(page).status_code == 404
    with pytest.raises(NotAllowed):
        exchange.decline(proposal, answer="Non.", by=world.runner)
    client.force_login(team)
    assert page in client.get(ready.get_absolute_url()).content.decode()
    assert client.post(page, {"do": "accept", "answer": "Merci."})["Location"] == ready.get_absolute_url()
    assert mails("kit_proposal_answered") == [world.runner.email]
    # Its text comes with a release of the platform, not with a draft.
    assert not ready.versions.filter(state="draft").exists()


def test_a_later_text_of_a_ready_kit_is_told_to_those_who_took_it_up(world: World) -> None:
    load_ready_kits()
    ready = Kit.objects.select_related("published").get(ready_key="visites-apprenantes")
    kits.take_up(ready, world.organisation, by=world.runner)
    assert mails("kit_changed") == []
    older = replace(ready.published.says, group_max=9)  # type: ignore[union-attr]
    KitVersion.objects.filter(pk=ready.published_id).update(content=older.as_json())
    assert load_ready_kits() == 1
    assert mails("kit_changed") == [world.runner.email]


def test_a_proposal_keeps_the_base_that_it_was_made_from(world: World) -> None:
    mine = taken(world)
    change(mine, world.runner, title="Le besoin, sur place")
    mine.refresh_from_db()
    proposal = exchange.propose(mine, message="On s’y déplace.", by=world.runner)
    change(world.kit, world.author, minutes=200)
    exchange.take_changes(mine, by=world.runner)
    exchange.accept(proposal, by=world.author)
    first = world.kit.versions.get(state=VersionState.DRAFT).says.templates[0]
    assert (first.title, first.minutes) == ("Le besoin, sur place", 200)


def test_a_proposal_is_declined_with_a_reason_by_its_authors_alone(world: World) -> None:
    mine = taken(world)
    change(mine, world.runner, title="Autrement")
    mine.refresh_from_db()
    proposal = exchange.propose(mine, message="Mieux.", by=world.runner)
    with pytest.raises(Invalid):
        exchange.decline(proposal, answer=" ", by=world.author)
    with pytest.raises(NotAllowed):
        exchange.decline(proposal, answer="Non.", by=world.runner)
    exchange.decline(proposal, answer="Trop loin de l’esprit.", by=world.author)
    with pytest.raises(Conflict):
        exchange.accept(proposal, by=world.author)


def test_feedback_goes_to_the_authors_once_and_may_be_changed(world: World) -> None:
    exchange.give_feedback(world.pathway, worked="Le rythme.", recommends=8, by=world.runner)
    exchange.give_feedback(world.pathway, worked="Le rythme et le lieu.", recommends=9, by=world.runner)
    assert mails("kit_feedback") == [world.author.email]
    assert world.pathway.kit_feedback.get().recommends == 9
    with pytest.raises(NotAllowed):
        exchange.give_feedback(world.pathway, worked="Bien.", by=world.people[0])


# --- A kit that is not shared; ready kits ---------------------------------------------------------
def test_a_kit_that_is_not_shared_is_seen_and_taken_by_its_organisation_alone(world: World) -> None:
    kits.describe(
        world.kit, title="Privé", summary="À nous.", stages=[], themes=[], is_shared=False, by=world.author
    )
    world.kit.refresh_from_db()
    stranger = UserFactory()
    other = OrganisationFactory(administrator=stranger)
    with pytest.raises(NotAllowed):
        kits.take_up(world.kit, other, by=stranger)
    assert not Kit.objects.visible_to(stranger).filter(pk=world.kit.pk).exists()
    assert Kit.objects.visible_to(world.author).filter(pk=world.kit.pk).exists()


@pytest.mark.django_db
def test_ready_kits_are_loaded_once_and_renewed_when_their_text_changes() -> None:
    assert load_ready_kits() == len(ready_kits()) == 10
    assert load_ready_kits() == 0
    version = KitVersion.objects.get(kit__ready_key="premiers-pas")
    KitVersion.objects.filter(pk=version.pk).update(content=content("a").as_json())
    assert load_ready_kits() == 1
    kit = Kit.objects.get(ready_key="premiers-pas")
    assert kit.published.number == 2  # type: ignore[union-attr]
    assert Pathway.objects.count() == 0


def test_what_is_written_of_a_kit_outlives_the_session(world: World, client: Any) -> None:
    """The browser keeps it, and the address where one signs in leads back to the page."""
    kit = taken(world)
    client.force_login(world.runner)
    client.post(reverse("kits:write", args=[kit.pk]))
    pages = [
        reverse("kits:create"),
        reverse("kits:describe", args=[kit.pk]),
        reverse("kits:frame", args=[kit.pk]),
        reverse("kits:template_add", args=[kit.pk]),
        reverse("kits:publish", args=[kit.pk]),
    ]
    names = []
    for page in pages:
        shown = client.get(page)
        assert shown.status_code == 200, page
        names.append(shown.content.decode().split('data-autosave="')[1].split('"')[0])
    assert names == ["kit-new", "kit", "kit-frame", "kit-session", "kit-publish"]
    client.logout()
    for page in pages:
        assert client.post(page, {"title": "Écrit trop tard"}).status_code == 302
