"""Writing a questionnaire: the list, its sections, and what is done to questions from the builder's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import events, pagination
from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.questionnaires import checks, editing, presence
from maillage.questionnaires.actions import questionnaire as questionnaire_actions
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Definition, Section
from maillage.questionnaires.extensions import ready_forms
from maillage.questionnaires.forms.questionnaire import (
    EMPTY,
    QuestionnaireForm,
    SectionForm,
    TitleForm,
)
from maillage.questionnaires.models import Questionnaire, Version
from maillage.questionnaires.queries import questionnaire as read
from maillage.questionnaires.reading import names_for
from maillage.questionnaires.views.cards import section_cards


@dataclass(frozen=True)
class Desk:
    """A questionnaire with the draft that its page changes."""

    questionnaire: Questionnaire
    draft: Version

    @property
    def definition(self) -> Definition:
        return self.draft.definition


class NoDraft(Conflict):
    """There is no draft to change."""


def desk(request: HttpRequest, pk: int) -> Desk:
    """Raises Http404 for who does not write it, NoDraft when its present version is published."""
    questionnaire = read.written_by(request.user, pk)
    newest = read.newest(questionnaire)
    if newest is None or not newest.is_draft:
        raise NoDraft(_("This version is published: it no longer changes. Start a new draft."))
    return Desk(questionnaire, newest)


def show_present(form: forms.Form, seen: str) -> None:
    """After a refusal: sending the form again is knowing what somebody else wrote."""
    data = cast("QueryDict", form.data).copy()
    data["seen"] = seen
    form.data = data


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """The questionnaires that the person writes."""
    if not read.owners(request.user).exists():
        raise Http404
    page = pagination.paginate(
        read.for_list(request.user), order=("title", "pk"), cursor=request.GET.get("cursor")
    )
    return render(request, "questionnaires/questionnaires.html", {"page": page})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new questionnaire: empty, ready, or a copy."""
    owners = read.owners(request.user)
    if not owners.exists():
        raise Http404
    models = read.for_list(request.user)[:50]
    form = QuestionnaireForm(request.POST or None, owners=owners, models=models)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            questionnaire = questionnaire_actions.create(
                title=values["title"],
                owner=values["owner"],
                content=_start(request, values["start"]),
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(questionnaire)
    return render(request, "questionnaires/create.html", {"form": form})


def _start(request: HttpRequest, start: str) -> dict[str, Any] | None:
    if start == EMPTY:
        return None
    if form := ready_forms.get(start):
        return form.content()
    newest = read.newest(read.written_by(request.user, int(start)))
    return newest.content if newest else None


@require_safe
def builder(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections and questions of a questionnaire, and what keeps its draft from being published."""
    questionnaire = read.written_by(request.user, pk)
    version = read.newest(questionnaire)
    if version is None:
        raise Http404
    definition = version.definition
    context: dict[str, Any] = {
        "questionnaire": questionnaire,
        "version": version,
        "sections": section_cards(definition, names_for(definition)),
    }
    if version.is_draft:
        faults = checks.faults_of(version) if definition.sections else []
        context |= {
            "faults": [
                {"fault": fault, "url": _url_of(questionnaire, definition, fault)} for fault in faults
            ],
            "removed": _removed(version),
            "others": presence.others(version, request.user),
        }
    return render(request, "questionnaires/builder.html", context)


def _url_of(questionnaire: Questionnaire, definition: Definition, fault: Any) -> str:
    if fault.question in definition.by_id:
        return reverse("questionnaires:question", args=[questionnaire.pk, fault.question])
    if fault.question in definition.sections_by_id:
        return reverse("questionnaires:section", args=[questionnaire.pk, fault.question])
    return ""


def _removed(version: Version) -> list[dict[str, Any]]:
    """What was deleted from the draft and may be put back, the last first."""
    definition, told, found = version.definition, set(), []
    verbs = [versions.QUESTION_REMOVED, versions.SECTION_REMOVED]
    for event in events.about(version).filter(verb__in=verbs)[:50]:
        is_section = event.verb == versions.SECTION_REMOVED
        thing = event.data["section"] if is_section else event.data["question"]
        present = definition.sections_by_id if is_section else definition.by_id
        key = (is_section, thing["id"])
        if thing["id"] in present or key in told:
            continue
        told.add(key)
        # Put back once, then gone with its section: it comes back with it.
        told |= {(False, question["id"]) for question in thing.get("questions", ())}
        found.append({"event": event.pk, "label": thing["title"] if is_section else thing["label"]})
    return found


@require_safe
def others(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment: who else has the draft open, and whether it changed since the page was drawn."""
    spot = desk(request, pk)
    seen = request.GET.get("revision", "")
    return render(
        request,
        "questionnaires/_others.html",
        {
            "questionnaire": spot.questionnaire,
            "version": spot.draft,
            "others": presence.others(spot.draft, request.user),
            "revision_seen": seen,
            "has_changed": seen.isdecimal() and int(seen) != spot.draft.revision,
        },
    )


@require_POST
def start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins to edit what is published."""
    questionnaire = read.written_by(request.user, pk)
    versions.start_draft(questionnaire, by=request.user)
    return redirect(questionnaire)


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another title."""
    questionnaire = read.written_by(request.user, pk)
    form = TitleForm(request.POST or None, initial={"title": questionnaire.title})
    if request.method == "POST" and form.is_valid():
        try:
            questionnaire_actions.rename(questionnaire, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(questionnaire)
    return render(request, "questionnaires/rename.html", {"form": form, "questionnaire": questionnaire})


# --- Sections ----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    """A new section, at the end."""
    spot = desk(request, pk)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        taken = read.ids_ever(spot.questionnaire, sections=True)
        section = Section(editing.new_id(values["title"], taken), values["title"], help=values["help"])
        versions.change_draft(spot.draft, editing.add_section(section), by=request.user)
        return redirect(f"{spot.questionnaire.get_absolute_url()}#{section.id}")
    return render(request, "questionnaires/section.html", {"form": form, "questionnaire": spot.questionnaire})


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The words of a section."""
    spot = desk(request, pk)
    present = spot.definition.sections_by_id.get(section)
    if present is None:
        raise Http404
    initial = {"title": present.title, "help": present.help, "seen": editing.fingerprint(present)}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        change = editing.edit_section(
            section, seen=values["seen"], title=values["title"], help_text=values["help"]
        )
        try:
            versions.change_draft(spot.draft, change, by=request.user)
        except DomainError as error:
            refuse(form, error)
            show_present(form, initial["seen"])
        else:
            return redirect(f"{spot.questionnaire.get_absolute_url()}#{section}")
    return render(
        request,
        "questionnaires/section.html",
        {"form": form, "questionnaire": spot.questionnaire, "section": present},
    )


STEPS = {"up": -1, "down": 1}


@require_POST
def section_do(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Moves a section."""
    spot = desk(request, pk)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    versions.change_draft(spot.draft, editing.move_section(section, step), by=request.user)
    return redirect(f"{spot.questionnaire.get_absolute_url()}#{section}")


@require_http_methods(["GET", "POST"])
def remove_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Deletes a section with its questions, after asking; it can be put back."""
    spot = desk(request, pk)
    present = spot.definition.sections_by_id.get(section)
    if present is None:
        raise Http404
    if request.method == "POST":
        versions.remove_section(spot.draft, section, by=request.user)
        messages.success(
            request,
            _("“%(label)s” is deleted; it can be put back at the end of the page.")
            % {"label": present.title},
        )
        return redirect(spot.questionnaire)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Delete the section “%(title)s” and its questions?") % {"title": present.title},
            "lost": [question.label for question in present.questions],
            "verb": _("Delete the section"),
            "back_url": spot.questionnaire.get_absolute_url(),
        },
    )


# --- Questions, from the builder's page ------------------------------------------------------------------
@require_POST
def question_do(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """Moves or duplicates a question."""
    spot = desk(request, pk)
    verb, anchor = request.POST.get("do", ""), question
    if verb in STEPS:
        change = editing.move_question(question, STEPS[verb])
    elif verb == "duplicate":
        present = editing.question_in(spot.definition, question)
        home = spot.definition.section_of[question].id
        anchor = editing.new_id(present.label, read.ids_ever(spot.questionnaire), prefix=home)
        change = editing.duplicate_question(question, anchor)
    elif verb.startswith("to:"):
        change = editing.to_section(question, verb.removeprefix("to:"))
    else:
        raise Http404
    versions.change_draft(spot.draft, change, by=request.user)
    return redirect(f"{spot.questionnaire.get_absolute_url()}#{anchor}")


@require_http_methods(["GET", "POST"])
def remove_question(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """Deletes a question, after saying which rules read it; it can be put back."""
    spot = desk(request, pk)
    present = spot.definition.by_id.get(question)
    if present is None:
        raise Http404
    if request.method == "POST":
        versions.remove_question(spot.draft, question, by=request.user)
        messages.success(
            request,
            _("“%(label)s” is deleted; it can be put back at the end of the page.")
            % {"label": present.label},
        )
        return redirect(spot.questionnaire)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Delete the question “%(label)s”?") % {"label": present.label},
            "lost": [
                _("Answers already given to it are kept, and shown as no longer asked."),
                *(
                    _("A rule of “%(label)s” reads it, and would have to change.") % {"label": label}
                    for label in editing.readers_of(spot.definition, {question})
                ),
            ],
            "verb": _("Delete the question"),
            "back_url": spot.questionnaire.get_absolute_url(),
        },
    )


@require_POST
def put_back(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Undoes a deletion."""
    spot = desk(request, pk)
    verbs = [versions.QUESTION_REMOVED, versions.SECTION_REMOVED]
    row = get_object_or_404(events.about(spot.draft).filter(verb__in=verbs), pk=event)
    versions.put_back(spot.draft, row, by=request.user)
    messages.success(request, _("It is back in its place."))
    return redirect(spot.questionnaire)
