"""The builder's pages, without JavaScript: everything is a link, a form and a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.programmes import standard_form
from maillage.questionnaires.actions import questionnaire as questionnaires
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.models import Questionnaire, Version
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.questionnaires import QuestionnaireFactory, VersionFactory, a_content, a_question
from tests.questionnaires.test_checks import READ

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


@pytest.fixture
def officer(db: Any) -> Any:
    return UserFactory(full_name="Olive Officier")


@pytest.fixture
def form(officer: Any) -> Questionnaire:
    programme = ProgrammeFactory(officer=officer)
    return questionnaires.create(
        title="Dossier", owner=programme.operator, by=officer, content=a_content(*READ)
    )


@pytest.fixture
def pages(officer: Any, sign_in: SignIn) -> Any:
    return sign_in(officer)


def url(name: str, form: Questionnaire, *arguments: Any) -> str:
    return reverse(f"questionnaires:{name}", args=[form.pk, *arguments])


def said(form: Questionnaire) -> Definition:
    return Version.objects.drafts().get(questionnaire=form).definition


def ids(form: Questionnaire) -> list[str]:
    return [question.id for question in said(form)]


def test_an_officer_begins_with_the_ready_questionnaire(pages: Any, form: Questionnaire) -> None:
    page = pages.get(reverse("questionnaires:create"))
    assert page.status_code == 200
    values = {"title": "Vague 4", "owner": form.owner_id, "start": "call"}
    made = pages.post(reverse("questionnaires:create"), values)
    created = Questionnaire.objects.get(title="Vague 4")
    assert made["Location"] == created.get_absolute_url()
    wanted = [
        question["id"] for section in standard_form.content()["sections"] for question in section["questions"]
    ]
    assert ids(created) == wanted
    # Its amount is what lists show, also once its words have changed.
    where = url("question", created, standard_form.AMOUNT)
    seen = pages.get(where).context["form"]["seen"].value()
    values = {"label": "Combien ?", "required": "submission", "role": "on", "min": "0", "seen": seen}
    assert pages.post(where, values).status_code == 302
    amount = said(created).with_role("requested_amount")
    assert amount is not None
    assert (amount.id, amount.label, amount.maximum) == (standard_form.AMOUNT, "Combien ?", None)
    copy = {"title": "Copie", "owner": form.owner_id, "start": str(form.pk)}
    pages.post(reverse("questionnaires:create"), copy)
    assert ids(Questionnaire.objects.get(title="Copie")) == ids(form)


def test_whoever_does_not_write_it_sees_nothing(form: Questionnaire, sign_in: SignIn) -> None:
    stranger = sign_in(UserFactory())
    other = UserFactory()
    OrganisationFactory(administrator=other)
    for client in (stranger, sign_in(other)):
        for name, arguments in (
            ("builder", ()),
            ("question", ("area",)),
            ("publish", ()),
            ("versions", ()),
            ("schema", (1,)),
            ("question_rule", ("area", "affichage", 0)),
        ):
            assert client.get(url(name, form, *arguments)).status_code == 404, name
    assert stranger.get(reverse("questionnaires:questionnaires")).status_code == 404


def test_a_section_then_a_question_of_each_type(pages: Any, form: Questionnaire) -> None:
    pages.post(url("add_section", form), {"title": "Moyens", "help": "Ce que vous avez."})
    assert [section.id for section in said(form).sections] == ["place", "moyens"]
    page = pages.get(url("add_question", form, "moyens"))
    kinds = [item["type"].value for item in page.context["kinds"]]
    lines = {"label": ["Bois", "Fer", ""], "id": ["", "", ""]}
    for kind in kinds:
        where = f"{url('add_question', form, 'moyens')}?type={kind}"
        assert pages.get(where).status_code == 200
        values: dict[str, Any] = {"label": f"Question {kind} ?", "required": "never"}
        for name in ("choices", "rows", "columns"):
            values |= {f"{name}_{part}": value for part, value in lines.items()}
        values |= {"columns_type": ["short_text", "money", "date"], "from": "0", "to": "3", "max_files": "2"}
        answer = pages.post(where, values)
        assert answer.status_code == 302, (kind, answer.context and answer.context["form"].errors)
    added = said(form).sections_by_id["moyens"].questions
    assert [question.type.value for question in added] == kinds
    assert added[0].id == "moyens.question-short-text"
    table = added[-1]
    assert [(column.id, column.type.value) for column in table.columns] == [
        ("bois", "short_text"),
        ("fer", "money"),
    ]


def test_a_question_keeps_its_identifier_and_its_rules_when_its_words_change(
    pages: Any, form: Questionnaire
) -> None:
    rule = {"op": "answered", "question": "amount"}
    draft = Version.objects.get(questionnaire=form)
    changed = [question | ({"shows_if": rule} if question["id"] == "trade" else {}) for question in READ]
    officer = draft.saved_by
    versions.save_draft(draft, a_content(*changed), revision=0, by=officer)
    where = url("question", form, "trade")
    page = pages.get(where).context["form"]
    values = {
        "label": "Quel métier ?",
        "required": "stage",
        "stage": "dossier",
        "choices_id": ["wood", "", "iron"],
        "choices_label": ["Bois", "Laine", "Métal"],
        "other": "on",
        "seen": page["seen"].value(),
    }
    assert pages.post(where, values).status_code == 302
    question = said(form).by_id["trade"]
    assert (question.label, question.required, question.other) == ("Quel métier ?", "dossier", True)
    assert [(choice.id, choice.label) for choice in question.choices] == [
        ("wood", "Bois"),
        ("laine", "Laine"),
        ("iron", "Métal"),
    ]
    assert question.shows_if is not None


def test_lines_of_choices_are_added_moved_and_dropped_without_saving(pages: Any, form: Questionnaire) -> None:
    where = url("question", form, "trade")
    sent = {
        "label": "Quel métier ?",
        "required": "never",
        "choices_id": ["wood", "iron"],
        "choices_label": ["Bois", "Fer"],
        "seen": pages.get(where).context["form"]["seen"].value(),
    }

    def lines(verb: str) -> list[str]:
        page = pages.post(where, {**sent, "choices_do": verb})
        assert page.status_code == 200
        assert page.context["form"]["label"].value() == "Quel métier ?"
        return [line["label"] for line in page.context["form"]["choices"].value()]

    assert lines("add") == ["Bois", "Fer", ""]
    assert lines("down:0") == ["Fer", "Bois"]
    assert lines("drop:0") == ["Fer"]
    assert lines("drop:99") == ["Bois", "Fer"]
    assert said(form).by_id["trade"].label == "Trade"


def test_two_officers_on_one_question_the_second_is_told_and_nothing_is_written_over(
    pages: Any, form: Questionnaire, sign_in: SignIn
) -> None:
    colleague = UserFactory(full_name="Camille Collègue")
    ProgrammeFactory(operator=form.owner, officer=colleague)
    other = sign_in(colleague)
    where = url("question", form, "story")
    seen = pages.get(where).context["form"]["seen"].value()
    assert "Camille Collègue" not in pages.get(url("builder", form)).content.decode()
    assert "Olive Officier" in other.get(url("builder", form)).content.decode()
    mine = {"label": "La mienne", "required": "never", "seen": seen}
    assert other.post(where, {**mine, "label": "La leur"}).status_code == 302
    refused = pages.post(where, mine)
    assert refused.status_code == 200
    assert said(form).by_id["story"].label == "La leur"
    assert any("La leur" in sentence for sentence in refused.context["theirs"])
    assert refused.context["form"]["label"].value() == "La mienne"
    # Another question of the same draft is not in the way.
    elsewhere = url("question", form, "area")
    fresh = pages.get(elsewhere).context["form"]["seen"].value()
    assert pages.post(elsewhere, {"label": "Surface", "required": "never", "seen": fresh}).status_code == 302
    # Having read what the other wrote, the officer may insist.
    again = {**mine, "seen": refused.context["form"]["seen"].value()}
    assert pages.post(where, again).status_code == 302
    assert said(form).by_id["story"].label == "La mienne"


def test_the_same_save_sent_twice_is_no_conflict(pages: Any, form: Questionnaire) -> None:
    where = url("question", form, "story")
    values = {
        "label": "Racontez",
        "required": "never",
        "seen": pages.get(where).context["form"]["seen"].value(),
    }
    assert [pages.post(where, values).status_code for _time in range(2)] == [302, 302]


def test_questions_move_within_and_across_sections(pages: Any, form: Questionnaire) -> None:
    pages.post(url("add_section", form), {"title": "Suite"})
    first, second = ids(form)[:2]
    pages.post(url("question_do", form, second), {"do": "up"})
    assert ids(form)[:2] == [second, first]
    last = ids(form)[-1]
    pages.post(url("question_do", form, last), {"do": "down"})
    assert said(form).section_of[last].id == "suite"
    pages.post(url("question_do", form, first), {"do": "to:suite"})
    assert [question.id for question in said(form).sections_by_id["suite"].questions] == [last, first]
    pages.post(url("section_do", form, "suite"), {"do": "up"})
    assert [section.id for section in said(form).sections] == ["suite", "place"]
    assert pages.post(url("question_do", form, first), {"do": "dance"}).status_code == 404


def test_a_duplicate_has_an_identifier_of_its_own(pages: Any, form: Questionnaire) -> None:
    pages.post(url("question_do", form, "trade"), {"do": "duplicate"})
    position = ids(form).index("trade")
    copy = said(form).by_id[ids(form)[position + 1]]
    assert copy.choices == said(form).by_id["trade"].choices
    assert copy.id not in {question["id"] for question in READ}


def test_what_is_deleted_can_be_put_back_where_it_was(pages: Any, form: Questionnaire) -> None:
    before = said(form)
    asked = pages.get(url("remove_question", form, "trade"))
    assert asked.status_code == 200
    pages.post(url("remove_question", form, "trade"))
    assert "trade" not in ids(form)
    (removed,) = pages.get(url("builder", form)).context["removed"]
    pages.post(url("put_back", form, removed["event"]))
    assert said(form) == before
    pages.post(url("remove_section", form, "place"))
    assert ids(form) == []
    (removed,) = pages.get(url("builder", form)).context["removed"]
    pages.post(url("put_back", form, removed["event"]))
    assert said(form) == before
    assert pages.get(url("builder", form)).context["removed"] == []


def test_an_identifier_that_was_ever_given_is_not_given_again(pages: Any, form: Questionnaire) -> None:
    where = f"{url('add_question', form, 'place')}?type=short_text"
    pages.post(where, {"label": "Nom du lieu", "required": "never"})
    pages.post(url("remove_question", form, "place.nom-du-lieu"))
    pages.post(where, {"label": "Nom du lieu", "required": "never"})
    assert "place.nom-du-lieu-2" in ids(form)


def test_a_published_version_is_read_and_changed_in_a_new_draft(pages: Any, form: Questionnaire) -> None:
    page = pages.get(url("publish", form))
    pages.post(url("publish", form), {"revision": page.context["version"].revision})
    assert not Version.objects.drafts().filter(questionnaire=form).exists()
    assert pages.get(url("builder", form)).status_code == 200
    assert pages.post(url("question_do", form, "trade"), {"do": "up"}).status_code == 409
    pages.post(url("start_draft", form))
    assert Version.objects.drafts().get(questionnaire=form).number == 2


def test_a_draft_with_faults_says_them_and_is_not_published(pages: Any, form: Questionnaire) -> None:
    pages.post(url("add_section", form), {"title": "Vide"})
    faults = pages.get(url("builder", form)).context["faults"]
    assert [(item["fault"].question, item["url"]) for item in faults] == [
        ("vide", url("section", form, "vide"))
    ]
    pages.post(url("publish", form), {"revision": 1})
    assert Version.objects.drafts().filter(questionnaire=form).exists()


def test_versions_differences_and_downloads(pages: Any, form: Questionnaire, officer: Any) -> None:
    versions.publish(Version.objects.get(questionnaire=form), by=officer)
    draft = versions.start_draft(form, by=officer)
    versions.save_draft(draft, a_content(*READ[1:], a_question("new")), revision=0, by=officer)
    page = pages.get(url("version", form, 2))
    assert [(change.kind.value, change.question) for change in page.context["changes"]] == [
        ("added", "new"),
        ("removed", "area"),
    ]
    assert len(pages.get(url("versions", form)).context["versions"]) == 2
    assert pages.get(url("publish", form)).context["effect"].drafts == 0
    schema = pages.get(url("schema", form, 1))
    assert schema["Content-Type"].startswith("application/schema+json")
    codebook = pages.get(url("codebook", form, 1))
    assert b"area" in b"".join(codebook.streaming_content)
    assert pages.get(url("version", form, 9)).status_code == 404
    assert pages.get(url("preview", form)).status_code == 200


def test_the_list_asks_as_many_queries_for_one_row_as_for_thirty(sign_in: SignIn) -> None:
    officer = UserFactory()
    owner = OrganisationFactory(administrator=officer)
    client = sign_in(officer)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("questionnaires:questionnaires")).status_code == 200
        return len(queries)

    VersionFactory(questionnaire__owner=owner)
    count()
    one = count()
    for _row in range(29):
        VersionFactory(questionnaire=QuestionnaireFactory(owner=owner))
    assert count() == one


def test_the_builder_of_many_questions_asks_no_more_queries(pages: Any, form: Questionnaire) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pages.get(url("builder", form)).status_code == 200
        return len(queries)

    count()
    few = count()
    draft = Version.objects.get(questionnaire=form)
    many = [a_question(f"q{number}") for number in range(120)]
    versions.save_draft(draft, a_content(*READ, *many), revision=0, by=draft.saved_by)
    assert count() == few
