"""A response under many hands: saved, merged, joined files, handed in, taken to a new version."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from PIL import Image

from maillage.core.errors import Conflict, Invalid
from maillage.core.models import Event, StoredFile
from maillage.questionnaires.actions import files, on_behalf, submission
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.answers import digest
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.models import OnBehalf, Response, ResponseFile, ResponseSnapshot
from maillage.questionnaires.queries.facts import facts_of
from maillage.questionnaires.queries.filling import Filling, unasked
from tests.factories.accounts import UserFactory
from tests.factories.directory import PlaceFactory
from tests.factories.questionnaires import (
    EVERY_TYPE,
    ResponseFactory,
    VersionFactory,
    a_content,
    a_question,
)
from tests.factories.territories import LYON, SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db


def response_to(*questions: dict[str, Any], **more: Any) -> Response:
    return ResponseFactory(version__content=a_content(*questions), **more)


@pytest.fixture
def every() -> Response:
    commune(SAINT_AGREVE)
    return response_to(*EVERY_TYPE)


def kept(response: Response, **given: Any) -> dict[str, Any]:
    saved = responses.save(
        response, {f"e.{name}": value for name, value in given.items()}, by=response.created_by
    )
    assert saved.refused == {}
    return saved.response.answers


# --- Every type -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "typed", "answer"),
    [
        ("name", "  L’atelier\nde Zoé \0 ", "L’atelier de Zoé"),
        ("story", "Un\r\ndeux", "Un\ndeux"),
        ("area", "1 250,50 m²", "1250.5"),
        ("area", "−3", "-3"),
        ("area", 12, "12"),
        ("amount", "25 000,5 €", "25000.50"),
        ("opened", "3/4/2021", "2021-04-03"),
        ("opened", "2021-04-03", "2021-04-03"),
        ("works", {"from": "2026-01-01", "to": ""}, {"from": "2026-01-01"}),
        ("open", "false", False),
        ("open", True, True),
        ("form", "scic", "scic"),
        ("form", {"other": " Une  coopérative "}, {"other": "Une coopérative"}),
        ("trades", ["metal", "wood", "metal"], ["wood", "metal"]),
        ("ready", "0", 0),
        ("state", {"team": "good", "tools": ""}, {"team": "good"}),
        ("commune", " 07204 ", "07204"),
        ("area_of", ["department:07", "country:FR"], ["department:07", "country:FR"]),
        (
            "carrier",
            {"siret": "732 829 320 00074", "name": " Les  Copeaux "},
            {"siret": "73282932000074", "name": "Les Copeaux"},
        ),
        ("carrier", {"rna": "w072000001"}, {"rna": "W072000001"}),
        (
            "budget",
            [{"label": "Scie", "cost": "1 200"}, {"label": " "}, {"on": "1/2/2026"}],
            [{"label": "Scie", "cost": "1200.00"}, {"on": "2026-02-01"}],
        ),
    ],
)
def test_what_is_typed_is_kept_in_one_writing(every: Response, name: str, typed: Any, answer: Any) -> None:
    first = kept(every, **{name: typed})
    assert first == {f"e.{name}": answer}
    # What is kept, given again, is the same: a page that shows it and sends it back changes nothing.
    assert responses.save(every, {f"e.{name}": answer}, by=every.created_by).written == ()
    assert kept(every, **{name: ""}) == {}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", {"a": 1}),
        ("story", "x" * 20_001),
        ("area", "douze"),
        ("area", "1e9"),
        ("area", True),
        ("amount", "1,999"),
        ("amount", "beaucoup"),
        ("opened", "31/02/2026"),
        ("works", "2026"),
        ("open", "peut-être"),
        ("form", "sarl"),
        ("form", {"other": "x", "more": "y"}),
        ("trades", "wood"),
        ("trades", ["wood", "glass"]),
        ("ready", "6"),
        ("ready", "2,5"),
        ("state", {"roof": "good"}),
        ("state", {"team": "best"}),
        ("commune", "99999"),
        ("area_of", ["department:99"]),
        ("area_of", "department:07"),
        ("carrier", {"siret": "73282932000075"}),
        ("carrier", {"rna": "12"}),
        ("carrier", {"phone": "x"}),
        ("place", "abc"),
        ("place", 10**12),
        ("files", 2),
        ("budget", [{"cost": "dix"}]),
        ("budget", [{"price": "1"}]),
        ("budget", [{"kind": "steal"}]),
        ("budget", "x"),
    ],
)
def test_what_is_no_answer_is_refused_and_the_rest_is_kept(every: Response, name: str, typed: Any) -> None:
    other = "e.open" if name == "ready" else "e.ready"
    wanted = {f"e.{name}": typed, other: "1"}
    with pytest.raises(Invalid) as refusal:
        responses.write(every, wanted, by=every.created_by)
    assert list(refusal.value.fields) == [f"e.{name}"]
    every.refresh_from_db()
    assert every.answers == {}
    saved = responses.save(every, wanted, by=every.created_by)
    assert (list(saved.refused or {}), saved.written) == ([f"e.{name}"], (other,))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("story", "x" * 2001),
        ("area", "9"),
        ("area", "5001"),
        ("area", "20.25"),
        ("amount", "-1.00"),
        ("opened", "1999-12-31"),
        ("works", {"from": "2026-02-01", "to": "2026-01-01"}),
        ("works", {"to": "2026-01-01"}),
        ("trades", ["wood", "metal", "food"]),
        ("carrier", {"name": "Les Copeaux"}),
        ("budget", [{"label": str(n)} for n in range(11)]),
    ],
)
def test_what_is_out_of_bounds_is_kept_and_said(every: Response, name: str, answer: Any) -> None:
    kept(every, **{name: answer})
    every.refresh_from_db()
    assert every.answers[f"e.{name}"] == answer
    faults = Filling.of(every).faults
    assert list(faults) == [f"e.{name}"]
    assert len(faults[f"e.{name}"]) == 1
    with pytest.raises(Invalid) as refusal:
        submission.hand_in(every, by=every.created_by)
    assert list(refusal.value.fields) == [f"e.{name}"]


def test_a_place_of_the_directory_answers(every: Response) -> None:
    place = PlaceFactory()
    assert kept(every, place=str(place.pk)) == {"e.place": place.pk}


def test_what_is_not_asked_and_what_officers_ask_themselves_are_refused() -> None:
    response = response_to(a_question("a"), a_question("note", officers_only=True))
    saved = responses.save(response, {"gone": "x", "note": "x", "a": "x"}, by=response.created_by)
    assert sorted(saved.refused or {}) == ["gone", "note"]
    saved = responses.save(response, {"note": "Vu.", "a": "y"}, by=response.created_by, officers=True)
    assert saved.response.answers == {"a": "x", "note": "Vu."}
    assert [q.id for q in Filling.of(saved.response).definition] == ["a"]


# --- Several hands -----------------------------------------------------------------------------------------
@pytest.fixture
def pair() -> Response:
    return response_to(a_question("a"), a_question("b"))


def test_two_people_who_answer_different_questions_are_merged(pair: Response) -> None:
    mine, theirs = pair.created_by, UserFactory()
    seen = {"a": digest(None), "b": digest(None)}
    responses.save(pair, {"a": "de moi", "b": ""}, by=mine, revision=1, seen=seen)
    saved = responses.save(pair, {"a": "", "b": "d’elle"}, by=theirs, revision=1, seen=seen)
    assert saved.clashes == ()
    pair.refresh_from_db()
    assert (pair.answers, pair.revision, pair.saved_by) == ({"a": "de moi", "b": "d’elle"}, 3, theirs)


def test_two_people_who_answer_the_same_question_are_told_and_the_rest_is_kept(pair: Response) -> None:
    seen = {"a": digest(None), "b": digest(None)}
    responses.save(pair, {"a": "le premier", "b": ""}, by=pair.created_by, revision=1, seen=seen)
    saved = responses.save(pair, {"a": "le second", "b": "aussi"}, by=UserFactory(), revision=1, seen=seen)
    assert [(c.question.id, c.theirs, c.mine) for c in saved.clashes] == [("a", "le premier", "le second")]
    pair.refresh_from_db()
    assert pair.answers == {"a": "le premier", "b": "aussi"}
    # Knowing theirs, writing over it is a choice.
    known = {"a": digest("le premier")}
    assert responses.save(pair, {"a": "le second"}, by=UserFactory(), seen=known).written == ("a",)


def test_the_same_answer_twice_is_no_clash_and_no_write(pair: Response) -> None:
    seen = {"a": digest(None)}
    responses.save(pair, {"a": "oui"}, by=pair.created_by, seen=seen)
    again = responses.save(pair, {"a": "oui"}, by=UserFactory(), seen=seen)
    assert (again.clashes, again.written, again.response.revision) == ((), (), 2)


def test_without_knowing_what_was_read_any_later_difference_is_a_clash(pair: Response) -> None:
    responses.save(pair, {"a": "le premier"}, by=pair.created_by, revision=1)
    saved = responses.save(pair, {"a": "le second"}, by=UserFactory(), revision=1)
    assert [clash.question.id for clash in saved.clashes] == ["a"]
    with pytest.raises(Conflict):
        responses.write(pair, {"a": "le second", "b": "x"}, by=UserFactory(), revision=1)
    pair.refresh_from_db()
    assert pair.answers == {"a": "le premier"}


# --- Files --------------------------------------------------------------------------------------------------
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"


def png() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (4, 4)).save(output, "PNG")
    return output.getvalue()


def join(response: Response, name: str, content: bytes) -> ResponseFile:
    return files.receive_file(response, "e.files", ContentFile(content, name), by=response.created_by)


def test_files_join_until_there_are_enough_and_count_in_rules(every: Response) -> None:
    join(every, "plan.pdf", PDF)
    joined = join(every, "photo.png", png())
    assert Filling.of(every).counted["e.files"] == 2
    with pytest.raises(Invalid):
        join(every, "encore.pdf", PDF)
    assert StoredFile.objects.count() == 2  # the third left nothing
    files.remove_file(joined, by=every.created_by)
    assert [str(row) for row in every.files.all()] == ["plan.pdf"]
    assert StoredFile.objects.count() == 1
    assert Response.objects.get(pk=every.pk).revision == every.revision + 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.pdf", b""),
        ("forge.pdf", b"MZ\x90\0 not a document"),
        ("plan.png", PDF),
        ("liste.csv", b"a;b\n1;2\n"),
        ("lourd.pdf", PDF + b"0" * 1_000_001),
    ],
)
def test_a_file_that_is_not_what_was_asked_is_refused_with_its_reason(
    every: Response, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid) as refusal:
        join(every, name, content)
    assert list(refusal.value.fields) == ["e.files"]
    assert (every.files.count(), StoredFile.objects.count()) == (0, 0)


def test_an_infected_file_is_refused(every: Response, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.core import clamd

    def scan(_address: str, _content: Any) -> None:
        raise clamd.Infected("Eicar-Test-Signature")

    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    monkeypatch.setattr(clamd, "scan", scan)
    with pytest.raises(Invalid) as refusal:
        join(every, "plan.pdf", PDF)
    assert "infect" in str(refusal.value)
    assert StoredFile.objects.count() == 0


# --- Handing in, and versions ----------------------------------------------------------------------
def test_what_is_handed_in_is_kept_as_it_was_and_no_longer_changes() -> None:
    response = response_to(
        a_question("a", required="submission"), a_question("later", required="full"), a_question("f", "files")
    )
    by = response.created_by
    with pytest.raises(Invalid) as refusal:
        submission.hand_in(response, by=by)
    assert list(refusal.value.fields) == ["a"]
    responses.save(response, {"a": "oui"}, by=by)
    joined = files.receive_file(response, "f", ContentFile(PDF, "plan.pdf"), by=by)
    with pytest.raises(Invalid) as refusal:
        submission.hand_in(response, by=by, reached={"full"})
    assert list(refusal.value.fields) == ["later"]
    first = submission.hand_in(response, by=by, stage="idea")
    assert submission.hand_in(response, by=by) == first
    with pytest.raises(Conflict):
        responses.save(response, {"a": "non"}, by=by)
    with pytest.raises(Conflict):
        files.remove_file(joined, by=by)
    with pytest.raises(Invalid):
        submission.reopen(response, by=by, why=" ")
    submission.reopen(response, by=by, why="Il manque le budget.")
    responses.save(response, {"a": "autrement"}, by=by)
    files.remove_file(joined, by=by)
    second = submission.hand_in(response, by=by)
    assert [(s.number, s.answers, [str(f) for f in s.files.all()]) for s in (first, second)] == [
        (1, {"a": "oui"}, ["plan.pdf"]),
        (2, {"a": "autrement"}, []),
    ]
    assert StoredFile.objects.count() == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        ResponseSnapshot.objects.filter(pk=first.pk).update(answers={})
    response.delete()
    assert ResponseSnapshot.objects.count() == 0


def test_reopened_for_some_questions_only_those_are_open() -> None:
    by = UserFactory()
    content = a_content(
        a_question("name", required="submission"),
        a_question("lease", required="submission"),
        a_question("plan", "files"),
        a_question("photo", "files"),
    )
    response = responses.start(VersionFactory(published=True, content=content), by=by, answers={"name": "A"})
    submission.close(response, by=by, at=timezone.now())
    submission.reopen(response, by=by, why="Le nom, le plan.", questions=["name", "plan"])
    saved = responses.save(response, {"name": "B", "lease": "Trois ans."}, by=by)
    assert (saved.written, set(saved.refused or {})) == (("name",), {"lease"})
    pdf = SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(Invalid):
        files.receive_file(response, "photo", pdf, by=by)
    joined = files.receive_file(response, "plan", pdf, by=by)
    # What is missing elsewhere could not be mended here: it keeps nobody from handing in.
    submission.hand_in(response, by=by)
    response.refresh_from_db()
    assert (response.answers, response.open_questions) == ({"name": "B"}, None)
    submission.reopen(response, by=by, why="Le nom.", questions=["name"])
    with pytest.raises(Invalid):
        files.remove_file(joined, by=by)
    responses.save(response, {"name": None}, by=by)
    with pytest.raises(Invalid) as missing:
        submission.hand_in(response, by=by)
    assert set(missing.value.fields) == {"name"}


def test_handing_in_what_somebody_changed_meanwhile_is_refused(pair: Response) -> None:
    responses.save(pair, {"a": "x"}, by=UserFactory())
    with pytest.raises(Conflict):
        submission.hand_in(pair, by=pair.created_by, revision=1)


def test_a_new_version_loses_no_answer_and_says_what_is_no_longer_asked() -> None:
    choices = [{"id": "one", "label": "Un"}, {"id": "two", "label": "Deux"}]
    response = response_to(
        a_question("a"),
        a_question("gone"),
        a_question("c", "choice", choices=choices),
        a_question("n", "number"),
    )
    by, first = response.created_by, response.version
    before = {"a": "x", "gone": "y", "c": "two", "n": "3"}
    responses.save(response, before, by=by)
    content = a_content(
        a_question("a", "long_text"),
        a_question("c", "choice", choices=choices[:1]),
        a_question("n", "yes_no"),
    )
    second = VersionFactory(questionnaire=first.questionnaire, number=2, published=True, content=content)
    response = submission.follow_version(response, second, by=by)
    assert response.answers == {"a": "x", "gone": "y"}
    assert [(row.question, row.label, row.answer) for row in unasked(response)] == [
        ("c", "C", "two"),
        ("n", "N", "3"),
        ("gone", "Gone", "y"),
    ]
    third = VersionFactory(questionnaire=first.questionnaire, number=3, published=True, content=first.content)
    response = submission.follow_version(response, third, by=by)
    assert (response.answers, response.retired) == (before, [])
    with pytest.raises(Conflict):
        submission.follow_version(response, VersionFactory(published=True), by=by)


def test_what_is_written_for_somebody_says_so(pair: Response) -> None:
    adviser = UserFactory()
    with pytest.raises(Invalid) as refusal:
        on_behalf.write_for(pair, by=adviser, why="")
    assert sorted(refusal.value.fields) == ["name", "why"]
    entry = on_behalf.write_for(pair, by=adviser, name="Un habitant", why="Par téléphone, à sa demande.")
    assert on_behalf.write_for(pair, by=adviser, name="Un autre", why="Encore.") == entry
    saved = responses.save(pair, {"a": "x"}, by=adviser).response
    assert saved.on_behalf == entry
    assert submission.snapshot(saved, by=adviser).on_behalf == entry
    on_behalf.stop_writing_for(entry, by=adviser)
    assert responses.save(saved, {"a": "y"}, by=adviser).response.on_behalf is None
    verbs = (
        Event.objects.filter(verb__startswith="questionnaires.").order_by("pk").values_list("verb", flat=True)
    )
    assert "questionnaires.written_on_behalf" in verbs
    with pytest.raises(IntegrityError), transaction.atomic():
        OnBehalf.objects.create(response=pair, by=adviser, why="x")


def test_facts_come_only_where_a_rule_reads_them(django_assert_num_queries: Any) -> None:
    commune(SAINT_AGREVE)
    commune(LYON)
    asked = [a_question("c", "commune"), a_question("t", "territories"), a_question("p", "place")]
    plain = VersionFactory(content=a_content(*asked)).definition
    place = PlaceFactory(commune_id=LYON)
    answers = {"c": SAINT_AGREVE, "t": ["department:07"], "p": place.pk}
    with django_assert_num_queries(0):
        assert facts_of(plain, answers) == {}
    rule = {"op": "in_territory", "question": "c", "territories": ["department:07"]}
    ruled = VersionFactory(content=a_content(*asked, a_question("x", shows_if=rule))).definition
    facts = facts_of(ruled, answers)
    assert "department:07" in facts["communes"][SAINT_AGREVE]["territories"]
    assert facts["places"] == {str(place.pk): LYON}
    assert facts["territories"]["department:07"][-1] == "country:FR"
    assert Filling(ruled, answers).is_shown(ruled.by_id["x"])
    assert not Filling(ruled, {**answers, "c": LYON}).is_shown(ruled.by_id["x"])


def test_every_type_of_question_is_filled_here() -> None:
    assert {question["type"] for question in EVERY_TYPE} == set(QuestionType.values)
