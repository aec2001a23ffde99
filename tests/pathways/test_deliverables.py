"""Deliverables: prepared from the kit, written, handed in, sent back, accepted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.pathways.actions import deliverable as actions
from maillage.pathways.deliverable_templates import TEMPLATES
from maillage.pathways.enums import DeliverableKind
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Deliverable, Enrolment
from maillage.pathways.queries import deliverable as read
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group
from tests.factories.projects import ProjectFactory


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
        actions.entrust(tree, carrier, by=scene.runner)
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
