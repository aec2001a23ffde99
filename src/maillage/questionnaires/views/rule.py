"""The page of one rule: when a question or a section shows, when an answer is valid, who is eligible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.core.errors import DomainError
from maillage.questionnaires import editing, rule_tree
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Eligibility, Question, Section, Validity
from maillage.questionnaires.forms.rule import RuleForm, typed_territories
from maillage.questionnaires.syntax import Rule
from maillage.questionnaires.views.builder import Desk, desk

SHOWS, VALID, ELIGIBLE = "affichage", "validite", "eligibilite"
LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Place:
    """Where a rule stands, and what its page says."""

    title: str
    word: str
    thing: Question | Section
    rule: Rule | None
    back: str
    sentence_label: str = ""
    sentence_help: str = ""
    sentence: str = ""
    is_private: bool = False

    @property
    def name(self) -> str:
        return self.thing.label if isinstance(self.thing, Question) else self.thing.title


@require_http_methods(["GET", "POST"])
def section_rule(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """When a section shows."""
    spot = desk(request, pk)
    present = spot.definition.sections_by_id.get(section)
    if present is None:
        raise Http404
    place = Place(
        _("When does the section “%(title)s” show?") % {"title": present.title},
        _("Shown if"),
        present,
        present.shows_if,
        f"{spot.questionnaire.get_absolute_url()}#{section}",
    )
    return _page(
        request,
        spot,
        place,
        lambda rule, _text, seen: editing.set_section_rule(section, rule, seen=seen),
    )


@require_http_methods(["GET", "POST"])
def question_rule(request: HttpRequest, pk: int, question: str, place: str, index: int) -> HttpResponse:
    """A rule of a question; the index after the last one adds a rule."""
    spot = desk(request, pk)
    present = spot.definition.by_id.get(question)
    if present is None or place not in {SHOWS, VALID, ELIGIBLE}:
        raise Http404
    where = _place(spot, present, place, index)
    return _page(
        request,
        spot,
        where,
        lambda rule, text, seen: editing.edit_question(_with(present, place, index, rule, text), seen=seen),
    )


def _place(spot: Desk, question: Question, place: str, index: int) -> Place:
    back = reverse("questionnaires:question", args=[spot.questionnaire.pk, question.id])
    words = {"label": question.label}
    common: dict[str, Any] = {"thing": question, "back": back, "is_private": question.officers_only}
    if place == SHOWS:
        if index:
            raise Http404
        return Place(
            _("When does “%(label)s” show?") % words, _("Shown if"), rule=question.shows_if, **common
        )
    if place == VALID:
        if index > len(question.valid_if):
            raise Http404
        validity = question.valid_if[index] if index < len(question.valid_if) else None
        return Place(
            _("When is the answer to “%(label)s” valid?") % words,
            _("Valid if"),
            rule=validity.rule if validity else None,
            sentence_label=_("What to say when it is not"),
            sentence_help=_("One sentence that tells how to correct the answer."),
            sentence=validity.message if validity else "",
            **common,
        )
    if index > len(question.eligible_if):
        raise Http404
    eligibility = question.eligible_if[index] if index < len(question.eligible_if) else None
    return Place(
        _("Whom does the answer to “%(label)s” make eligible?") % words,
        _("Eligible if"),
        rule=eligibility.rule if eligibility else None,
        sentence_label=_("Why it is asked"),
        sentence_help=_("The reason that people read when they are not eligible."),
        sentence=eligibility.reason if eligibility else "",
        **common,
    )


def _with(question: Question, place: str, index: int, rule: Rule | None, text: str) -> Question:
    """The question with that rule set, or without it."""
    if place == SHOWS:
        return replace(question, shows_if=rule)
    if place == VALID:
        made = Validity(rule, text) if rule else None
        return replace(question, valid_if=_placed(question.valid_if, index, made))
    reason = Eligibility(rule, text) if rule else None
    return replace(question, eligible_if=_placed(question.eligible_if, index, reason))


def _placed(rules: tuple[Any, ...], index: int, made: Any) -> tuple[Any, ...]:
    after = rules[index + 1 :]
    return (*rules[:index], *((made,) if made is not None else ()), *after)


def _page(
    request: HttpRequest,
    spot: Desk,
    place: Place,
    change: Callable[[Rule | None, str, str], editing.Change],
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = RuleForm(
        spot.definition, about=place.thing.id, data=sent, rule=place.rule, is_private=place.is_private
    )
    text = " ".join(sent.get("sentence", "").split())[:LONGEST_SENTENCE] if sent else place.sentence
    seen = sent.get("seen", "") if sent else editing.fingerprint(place.thing)
    faults: list[str] = []
    if sent is not None:
        typed = typed_territories(sent, form.tree)
        # Only “save” and “no rule” write: every other button draws the page again.
        verb = sent.get("save", "")
        if verb == "none" or (verb and _may_save(form, place, text, faults, typed)):
            rule = None if verb == "none" else form.rule()
            try:
                versions.change_draft(spot.draft, change(rule, text, seen), by=request.user)
            except DomainError as error:
                faults.append(str(error.sentence))
                seen = editing.fingerprint(place.thing)
            else:
                messages.success(request, _("The rule is saved.") if rule else _("The rule is gone."))
                return redirect(place.back)
        form.faults |= dict(typed)
    return render(
        request,
        "questionnaires/rule.html",
        {
            "questionnaire": spot.questionnaire,
            "place": place,
            "tree": form.view,
            "reading": form.sentence,
            "sentence": text,
            "seen": seen,
            "faults": faults,
        },
    )


def _may_save(form: RuleForm, place: Place, text: str, faults: list[str], typed: Any) -> bool:
    """Whether the rule is whole; says what is missing."""
    try:
        form.rule()
    except rule_tree.Unfinished:
        faults.append(_("The rule is not finished: see below."))
    faults.extend(typed.values())
    if place.sentence_label and not text:
        faults.append(_("“%(label)s” is needed.") % {"label": place.sentence_label})
    return not faults
