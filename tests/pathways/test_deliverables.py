"""Deliverables: prepared from the kit, written, handed in, sent back, accepted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.core import registry
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.pathways.actions import deliverable as actions
from maillage.pathways.actions import referent as referents
from maillage.pathways.deliverable_templates import TEMPLATES
from maillage.pathways.enums import DeliverableKind
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Deliverable, Enrolment
from maillage.pathways.queries import deliverable as read
from maillage.pathways.register import pages
from maillage.projects import separation
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group
from tests.factories.projects import ProjectFactory, ProjectMemberFactory


@pytest.fixture
def scene(db: None) -> Group:
    """The first person carries a project; the second has none."""
    scene = group(people=2)
    project = ProjectFactory(carrier=scene.people[0], created_by=scene.people[0], title="Filature")
    Enrolment.objects.filter(user=scene.people[0]).update(project=project)
    return scene


@pytest.fixture
def tree(scene: Group) -> Deliverable:
    actions.prepare(scene.pathway, by=scene.runner, referent=scene.trainer)
    return Deliverable.objects.get(kind=DeliverableKind.PROBLEM_TREE, project__isnull=False)


def test_every_kind_has_a_template() -> None:
    assert set(TEMPLATES) == set(DeliverableKind)
    assert all(len(text) > 200 for text in TEMPLATES.values())


def test_preparing_twice_makes_them_once(scene: Group) -> None:
    assert len(actions.prepare(scene.pathway, by=scene.runner)) == 6
    assert actions.prepare(scene.pathway, by=scene.runner) == []
    assert {row.of for row in Deliverable.objects.all()} == {"Filature", "Personne 01"}


def test_from_to_do_to_accepted_by_way_of_rework(scene: Group, tree: Deliverable) -> None:
    carrier, referent = scene.people[0], scene.trainer
    with pytest.raises(Invalid):
        actions.hand_in(tree, by=carrier)  # the template as it was
    actions.write(tree, "La laine d’ici part à l’étranger.", by=carrier, revision=1)
    actions.hand_in(tree, by=carrier)
    with pytest.raises(Conflict):
        actions.write(tree, "Encore", by=carrier)
    with pytest.raises(Invalid):
        actions.ask_rework(tree, " ", by=referent)
    actions.ask_rework(tree, "Et les causes ?", by=referent)
    actions.write(tree, "Il n’y a plus de filature.", by=carrier)
    actions.hand_in(tree, by=carrier)
    row = actions.accept(tree, by=referent, words="Clair.")
    assert row.state == DeliverableState.ACCEPTED
    assert [version.text for version in row.versions.order_by("number")] == [
        "La laine d’ici part à l’étranger.",
        "Il n’y a plus de filature.",
    ]
    assert [said.text for said in row.comments.all()] == ["Et les causes ?", "Clair."]


def test_what_is_not_handed_in_is_not_accepted(scene: Group, tree: Deliverable) -> None:
    with pytest.raises(TransitionRefused):
        actions.accept(tree, by=scene.trainer)


def test_two_carriers_who_write_at_once_are_told(scene: Group, tree: Deliverable) -> None:
    actions.write(tree, "Un", by=scene.people[0], revision=1)
    with pytest.raises(Conflict):
        actions.write(tree, "Deux", by=scene.people[0], revision=1)


def test_who_writes_and_who_reads(scene: Group, tree: Deliverable) -> None:
    carrier, other = scene.people
    with pytest.raises(NotAllowed):
        actions.write(tree, "x", by=other)
    with pytest.raises(NotAllowed):
        actions.write(tree, "x", by=scene.trainer)
    assert not read.visible_to(other).filter(pk=tree.pk).exists()
    assert not read.visible_to(UserFactory()).exists()
    with pytest.raises(Invalid):
        referents.entrust(tree, carrier, by=scene.runner)
    actions.write(tree, "Du texte", by=carrier)
    actions.hand_in(tree, by=carrier)
    with pytest.raises(NotAllowed):
        actions.accept(tree, by=carrier)


def test_pages(scene: Group, tree: Deliverable, client: Any) -> None:
    """The carrier writes, joins a file and hands in; the referent answers; a stranger sees nothing."""
    carrier, referent = scene.people[0], scene.trainer
    client.force_login(carrier)
    assert client.get(f"/livrables/parcours/{scene.pathway.pk}/").status_code == 200
    assert "La racine" in client.get(tree.get_absolute_url()).content.decode()
    upload = SimpleUploadedFile("arbre.csv", b"cause;effet\n1;2\n", content_type="text/csv")
    answer = client.post(
        tree.get_absolute_url(), {"text": "Texte", "revision": 1, "file": upload, "save": "yes"}
    )
    assert answer.status_code == 200  # a CSV is no document: the sentence stands at the field
    answer = client.post(tree.get_absolute_url(), {"text": "Texte", "revision": 1, "hand_in": "yes"})
    assert answer.status_code == 302
    client.force_login(referent)
    answer = client.post(tree.get_absolute_url(), {"text": "", "rework": "yes"})
    assert answer.status_code == 200
    client.post(tree.get_absolute_url(), {"text": "Et après ?", "rework": "yes"})
    tree.refresh_from_db()
    assert tree.state == DeliverableState.TO_REWORK
    assert "Et après" in client.get(tree.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    assert client.get(tree.get_absolute_url()).status_code == 404
    assert client.get(f"/livrables/parcours/{scene.pathway.pk}/").status_code == 404


def test_the_list_narrows_to_a_state(scene: Group, tree: Deliverable, client: Any) -> None:
    actions.write(tree, "La laine part.", by=scene.people[0], revision=1)
    actions.hand_in(tree, by=scene.people[0])
    client.force_login(scene.trainer)
    address = f"/livrables/parcours/{scene.pathway.pk}/"
    every, handed_in, unknown = (
        client.get(address + query) for query in ("", "?etat=handed_in", "?etat=n-importe-quoi")
    )
    assert [row.pk for row in handed_in.context["rows"]] == [tree.pk]
    assert len(every.context["rows"]) == len(unknown.context["rows"]) == 6
    assert "?etat=handed_in" in every.content.decode()


def told() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "subject")
    return list(rows)


def test_referent_and_carriers_are_told_of_each_step(scene: Group, tree: Deliverable) -> None:
    carrier, referent = scene.people[0], scene.trainer
    actions.write(tree, "La laine part.", by=carrier, hands_in=True)
    actions.ask_rework(tree, "Et les causes ?", by=referent)
    actions.write(tree, "Plus de filature.", by=carrier, hands_in=True)
    actions.accept(tree, by=scene.runner)
    assert [recipient for recipient, _subject in told()] == [
        referent.email,
        carrier.email,
        referent.email,
        carrier.email,
    ]
    assert "Et les causes ?" in OutboxMessage.objects.order_by("pk")[1].body_text
    assert tree.get_absolute_url() in OutboxMessage.objects.order_by("pk")[0].body_text


def test_what_waits_for_each_stands_among_their_things_to_do(scene: Group, tree: Deliverable) -> None:
    carrier, referent = scene.people[0], scene.trainer

    def todo(person: Any) -> list[str]:
        return [item.url for item in pages.TODO.items_for(person) if item.url.startswith("/livrables/")]

    assert tree.get_absolute_url() in todo(carrier)
    assert len(todo(carrier)) == 3
    assert todo(referent) == []
    actions.write(tree, "La laine part.", by=carrier, hands_in=True)
    assert tree.get_absolute_url() not in todo(carrier)
    assert todo(referent) == [tree.get_absolute_url()]
    actions.ask_rework(tree, "Et les causes ?", by=referent)
    assert tree.get_absolute_url() in todo(carrier)
    assert todo(referent) == []


def test_the_thread_of_the_project_tells_them_with_a_link_for_who_may_read(
    scene: Group, tree: Deliverable
) -> None:
    carrier, adviser = scene.people[0], UserFactory()
    assert tree.project is not None
    ProjectMemberFactory(project=tree.project, user=adviser)
    actions.write(tree, "La laine part.", by=carrier, hands_in=True)
    actions.accept(tree, by=scene.trainer)
    source = registry.timeline_sources.get("deliverables")
    assert source is not None
    mine = list(source.entries(tree.project, carrier))
    assert [(entry.kind, entry.url) for entry in mine] == [
        ("decision", tree.get_absolute_url()),
        ("action", tree.get_absolute_url()),
    ]
    assert [entry.actor for entry in mine] == [str(scene.trainer), str(carrier)]
    assert [entry.url for entry in source.entries(tree.project, adviser)] == ["", ""]


# --- Referents ----------------------------------------------------------------------------------------
def test_a_referent_takes_over_what_nobody_has_accepted(scene: Group, tree: Deliverable) -> None:
    carrier = scene.people[0]
    mine = scene.pathway.enrolments.get(user=carrier)
    pitch = tree.pathway.deliverables.get(kind=DeliverableKind.PITCH, project=tree.project)
    model = tree.pathway.deliverables.get(kind=DeliverableKind.ECONOMIC_MODEL, project=tree.project)
    actions.write(tree, "La laine part.", by=carrier, hands_in=True)
    actions.accept(tree, by=scene.trainer)
    referents.name(scene.pathway, {mine.pk: scene.trainer}, by=scene.runner)
    referents.entrust(pitch, scene.runner, by=scene.runner)
    OutboxMessage.objects.all().delete()
    assert referents.name(scene.pathway, {mine.pk: scene.other}, by=scene.runner) == 1
    for row in (tree, pitch, model):
        row.refresh_from_db()
    assert [row.referent for row in (tree, pitch, model)] == [scene.trainer, scene.runner, scene.other]
    assert {recipient for recipient, _subject in told()} == {scene.other.email, carrier.email}
    assert referents.name(scene.pathway, {mine.pk: scene.other}, by=scene.runner) == 0


def test_deliverables_prepared_later_go_to_the_referent_of_their_participant(scene: Group) -> None:
    mine = scene.pathway.enrolments.get(user=scene.people[1])
    referents.name(scene.pathway, {mine.pk: scene.other}, by=scene.runner)
    actions.prepare(scene.pathway, by=scene.runner, referent=scene.trainer)
    rows = Deliverable.objects.order_by("pk").values_list("enrolment", "referent")
    assert set(rows) == {(None, scene.trainer.pk), (mine.pk, scene.other.pk)}


def test_a_referent_is_of_the_team_and_never_of_their_own_project(scene: Group, tree: Deliverable) -> None:
    mine = scene.pathway.enrolments.get(user=scene.people[0])
    with pytest.raises(Invalid) as refused:
        referents.name(scene.pathway, {mine.pk: UserFactory()}, by=scene.runner)
    assert set(refused.value.fields) == {f"referent_{mine.pk}"}
    with pytest.raises(Invalid):
        referents.name(scene.pathway, {mine.pk: scene.people[0]}, by=scene.runner)
    with pytest.raises(NotAllowed):
        referents.name(scene.pathway, {mine.pk: scene.trainer}, by=scene.trainer)
    with pytest.raises(Invalid):
        referents.entrust(tree, UserFactory(), by=scene.runner)


def test_who_decided_on_the_money_of_a_project_is_not_its_referent(
    scene: Group, tree: Deliverable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ties(projects: Any, people: Any) -> list[separation.Tie]:
        return [separation.Tie(key, scene.other.pk, "juré") for key in projects if scene.other.pk in people]

    monkeypatch.setattr(separation, "deciders", ties)
    mine = scene.pathway.enrolments.get(user=scene.people[0])
    with pytest.raises(separation.MustStaySeparate):
        referents.name(scene.pathway, {mine.pk: scene.other}, by=scene.runner)
    with pytest.raises(separation.MustStaySeparate):
        referents.entrust(tree, scene.other, by=scene.runner)
    other = scene.pathway.enrolments.get(user=scene.people[1])
    assert referents.name(scene.pathway, {other.pk: scene.other}, by=scene.runner) == 1


def test_pages_of_referents(scene: Group, tree: Deliverable, client: Any) -> None:
    mine = scene.pathway.enrolments.get(user=scene.people[0])
    address = f"/parcours/{scene.pathway.pk}/groupe/referents/"
    client.force_login(scene.runner)
    assert client.get(address).status_code == 200
    answer = client.post(address, {f"referent_{mine.pk}": scene.other.pk})
    assert answer.status_code == 302
    assert str(scene.other) in client.get(f"/parcours/{scene.pathway.pk}/groupe/").content.decode()
    one = f"/livrables/{tree.pk}/referent/"
    assert one in client.get(tree.get_absolute_url()).content.decode()
    assert client.post(one, {"referent": scene.runner.pk}).status_code == 302
    tree.refresh_from_db()
    assert tree.referent == scene.runner
    for person in (scene.people[0], scene.trainer):
        client.force_login(person)
        assert [client.get(page).status_code for page in (address, one)] == [404, 404]
