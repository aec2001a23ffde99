"""The form of a response: drawn for every type, read back without change, quick."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from maillage.questionnaires import bench
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.definition import parse
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.filling.form import FillingForm
from maillage.questionnaires.models import Response
from maillage.questionnaires.queries.filling import Filling
from tests.factories.directory import PlaceFactory
from tests.factories.questionnaires import EVERY_TYPE, ResponseFactory, a_content
from tests.factories.territories import SAINT_AGREVE, commune
from tests.questionnaires.plain_browser import Form

pytestmark = pytest.mark.django_db

FULL: dict[str, Any] = {
    "e.name": "L’atelier « Zoé » <b>",
    "e.story": "Une ligne\n\nPuis une autre.",
    "e.area": "1250.5",
    "e.amount": "25000.00",
    "e.opened": "2021-04-03",
    "e.works": {"from": "2026-01-01", "to": "2026-03-01"},
    "e.open": False,
    "e.form": {"other": "Une coopérative"},
    "e.trades": ["wood", "metal"],
    "e.ready": 0,
    "e.state": {"team": "good"},
    "e.commune": SAINT_AGREVE,
    "e.area_of": ["department:07"],
    "e.carrier": {"rna": "W072000001", "name": "Les Copeaux"},
    "e.budget": [{"label": "Scie", "cost": "1200.00", "kind": "buy"}, {"on": "2026-02-01"}],
}


@pytest.fixture
def full() -> Response:
    commune(SAINT_AGREVE)
    response = ResponseFactory(version__content=a_content(*EVERY_TYPE))
    answers = {**FULL, "e.place": PlaceFactory(name="La Scierie").pk}
    saved = responses.save(response, answers, by=response.created_by)
    assert saved.refused == {}
    assert saved.response.answers == answers
    return saved.response


def drawn(form: FillingForm) -> Form:
    request = RequestFactory().get("/")
    return Form(render_to_string("questionnaires/filling/_form.html", {"form": form}, request))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_sent_back_untouched_changes_nothing(full: Response, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        form = FillingForm(Filling.of(full))
        read = form.read(drawn(form).sent(), MultiValueDict())
        assert read.refused == {}
        saved = responses.save(full, read.answers, by=full.created_by, seen=read.seen)
    assert (saved.written, saved.clashes, saved.refused) == ((), (), {})
    # Without the marks of what was read, it is the same answers all the same.
    again = responses.save(full, read.answers, by=full.created_by)
    assert (again.written, again.refused) == ((), {})


def test_every_control_has_a_name_for_those_who_do_not_see(full: Response) -> None:
    page = drawn(FillingForm(Filling.of(full)))
    for control in page.controls:
        if control.get("type") != "hidden":
            named = control.get("aria-label") or control["in_label"] or control.get("id") in page.labels
            assert named, control
    assert len(page.ids) == len(set(page.ids))


def test_drawing_asks_as_much_for_many_questions_as_for_few(
    full: Response, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):  # files, then names: communes, territories, places
        drawn(FillingForm(Filling.of(full)))
    content = a_content(*(q | {"id": f"{q['id']}{n}"} for n in range(7) for q in EVERY_TYPE))
    answers = {f"{key}{n}": value for n in range(7) for key, value in full.answers.items()}
    many = ResponseFactory(version__content=content, answers=answers)
    assert len(list(many.definition)) == 119
    with django_assert_num_queries(4):
        drawn(FillingForm(Filling.of(many)))


def test_the_measured_form_has_every_type_and_is_drawn_whole() -> None:
    commune(SAINT_AGREVE)
    compute = bench.render_task()
    assert list(compute()()) == []
    asked = {question.type for question in parse(bench.content())}
    assert asked == set(QuestionType)
