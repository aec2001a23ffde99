"""One question: choosing its type, its words and options."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.questionnaires import editing
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Question
from maillage.questionnaires.differences import changes_of
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.extensions import stages_of
from maillage.questionnaires.forms.question import QuestionForm, initial_of
from maillage.questionnaires.queries import questionnaire as read
from maillage.questionnaires.reading import names_for
from maillage.questionnaires.views.builder import desk, show_present
from maillage.questionnaires.views.cards import rule_lines

SENTENCES = {
    QuestionType.SHORT_TEXT: gettext_lazy("A line: a name, a title, a web address."),
    QuestionType.LONG_TEXT: gettext_lazy("One or several paragraphs."),
    QuestionType.NUMBER: gettext_lazy("A quantity with its unit: a surface, a headcount."),
    QuestionType.MONEY: gettext_lazy("A sum in euros."),
    QuestionType.DATE: gettext_lazy("A day."),
    QuestionType.PERIOD: gettext_lazy("From a day to another."),
    QuestionType.YES_NO: gettext_lazy("Two answers, and none as long as nobody answered."),
    QuestionType.CHOICE: gettext_lazy("One answer in a list, or another one if you allow it."),
    QuestionType.CHOICES: gettext_lazy("Several answers in a list."),
    QuestionType.SCALE: gettext_lazy("A step on a scale, with words for the steps."),
    QuestionType.MATRIX: gettext_lazy("The same choice for several rows."),
    QuestionType.COMMUNE: gettext_lazy("A municipality; rules may ask where it is and of what kind."),
    QuestionType.TERRITORIES: gettext_lazy("Several communes, EPCI, départements or régions."),
    QuestionType.ORGANISATION: gettext_lazy("A legal person, by its SIRET or RNA number."),
    QuestionType.PLACE: gettext_lazy("A place of the directory."),
    QuestionType.FILES: gettext_lazy("One or several files, of the kinds and sizes that you accept."),
    QuestionType.TABLE: gettext_lazy("As many rows as needed: a budget, a team, partners."),
}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """A new question: its type first, then the rest."""
    spot = desk(request, pk)
    home = spot.definition.sections_by_id.get(section)
    if home is None:
        raise Http404
    given = request.GET.get("type", "")
    context: dict[str, Any] = {"questionnaire": spot.questionnaire, "section": home}
    if given not in QuestionType.values:
        kinds = [{"type": kind, "sentence": SENTENCES[kind]} for kind in QuestionType]
        return render(request, "questionnaires/types.html", context | {"kinds": kinds})
    kind = QuestionType(given)
    stages = stages_of(spot.questionnaire)
    form = QuestionForm(request.POST or None, kind=kind, stages=stages)
    if request.method == "POST" and form.is_arranging:
        form = QuestionForm(kind=kind, stages=stages, initial=form.arranged())
    elif request.method == "POST" and form.is_valid():
        taken = read.ids_ever(spot.questionnaire)
        question_id = editing.new_id(form.cleaned_data["label"], taken, prefix=home.id)
        try:
            change = editing.add_question(home.id, form.question(question_id))
            versions.change_draft(spot.draft, change, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The question is added."))
            if "rules" in request.POST:
                return redirect("questionnaires:question", pk, question_id)
            return redirect(f"{spot.questionnaire.get_absolute_url()}#{question_id}")
    return render(request, "questionnaires/question.html", context | {"form": form, "kind": kind})


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """A question of the draft: its words, its options, its rules."""
    spot = desk(request, pk)
    present = spot.definition.by_id.get(question)
    if present is None:
        raise Http404
    seen = editing.fingerprint(present)
    stages = stages_of(spot.questionnaire)
    form = QuestionForm(
        request.POST or None, kind=present.type, stages=stages, initial={**initial_of(present), "seen": seen}
    )
    theirs: list[str] = []
    if request.method == "POST" and form.is_arranging:
        form = QuestionForm(kind=present.type, stages=stages, initial=form.arranged())
    elif request.method == "POST" and form.is_valid():
        mine: Question | None = None
        try:
            mine = form.question(question, present)
            change = editing.edit_question(mine, seen=form.cleaned_data["seen"])
            versions.change_draft(spot.draft, change, by=request.user)
        except DomainError as error:
            refuse(form, error)
            if mine is not None and isinstance(error, Conflict):
                theirs = changes_of(mine, present, spot.definition)
                show_present(form, seen)
        else:
            messages.success(request, _("The question is saved."))
            return redirect(f"{spot.questionnaire.get_absolute_url()}#{question}")
    return render(
        request,
        "questionnaires/question.html",
        {
            "questionnaire": spot.questionnaire,
            "section": spot.definition.section_of[question],
            "question": present,
            "form": form,
            "kind": present.type,
            "theirs": theirs,
            "rules": rule_lines(present, spot.definition, names_for(spot.definition)),
            "next_validity": len(present.valid_if),
            "next_eligibility": len(present.eligible_if),
        },
    )
