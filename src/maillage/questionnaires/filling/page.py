"""A request to fill a response: shown, saved, saved by the browser on its own.

The app that asks checks who may, gives the action that saves, and draws its page around ``form``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from maillage.core import formatting
from maillage.core.errors import Conflict, DomainError, Sentence
from maillage.questionnaires.actions import files as file_actions
from maillage.questionnaires.actions import response as response_actions
from maillage.questionnaires.actions.response import Clash, Saved
from maillage.questionnaires.answers import digest
from maillage.questionnaires.definition import Section
from maillage.questionnaires.filling.display import Shown, show
from maillage.questionnaires.filling.form import FillingForm, Posted, is_given
from maillage.questionnaires.filling.names import names_of
from maillage.questionnaires.models import Response, ResponseFile
from maillage.questionnaires.queries.filling import Filling

#: ``save(response, answers, by=, seen=, revision=)``: the app's own action around ``actions.response.save``.
Save = Callable[..., Saved]


@dataclass(frozen=True)
class Told:
    """Two texts for one question: what the other kept, shown beside what the reader typed."""

    label: str
    url: str
    theirs: Shown


@dataclass(frozen=True)
class Condition:
    """A condition of eligibility on an answer, met, not met, or not known yet (None). The browser finds it
    again by ``key`` and judges it while one types; it is not asked while its question is not."""

    key: str
    label: str
    reason: str
    truth: bool | None
    is_asked: bool


@dataclass
class Page:
    """What a page of filling shows. ``answer`` is set when the browser saved on its own: send it back."""

    response: Response
    form: FillingForm
    told: Sequence[Told] = ()
    status: int = 200
    is_saved: bool = False
    wants_rows: str = ""
    answer: HttpResponse | None = None
    section: Section | None = None
    problems: Mapping[str, Sentence] = field(default_factory=dict)

    @property
    def filling(self) -> Filling:
        return self.form.filling

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The sections with how far each is, for ``<c-steps kind="checks">``."""
        steps = []
        for section in self.filling.definition.sections:
            progress = self.filling.progress(section)
            if not self.filling.evaluation.section_is_shown(section.as_json()):
                continue
            steps.append(
                {
                    "label": section.title,
                    "state": "done" if progress.is_complete else "",
                    "url": f"?partie={section.id}" if self.section else f"#section-{section.id}",
                    "detail": f"{progress.done}/{progress.total}",
                }
            )
        return steps

    @property
    def eligibility(self) -> list[Condition]:
        """Every condition of eligibility of the whole form, also those of other parts."""
        said = self.filling.evaluation
        found = []
        for question in self.filling.definition:
            shows = said.shows(question.id)
            for rank, check in enumerate(question.eligible_if):
                truth = said.truth(check.rule.as_json()) if shows else None
                found.append(
                    Condition(
                        f"{question.id}:{rank}", question.label, check.reason, truth, shows is not False
                    )
                )
        return found

    @property
    def next_section(self) -> Section | None:
        """The one after that of this page, among those that are asked."""
        if self.section is None:
            return None
        asked = [
            section
            for section in self.filling.definition.sections
            if section.id == self.section.id or self.filling.evaluation.section_is_shown(section.as_json())
        ]
        place = [section.id for section in asked].index(self.section.id)
        return asked[place + 1] if place + 1 < len(asked) else None


def take(
    request: HttpRequest,
    response: Response,
    *,
    save: Save = response_actions.save,
    receive: Callable[..., ResponseFile] = file_actions.receive_file,
    remove: Callable[..., None] = file_actions.remove_file,
    reached: Collection[str] = (),
    stages: Mapping[str, str] | None = None,
    for_officers: bool = False,
) -> Page:
    """Shows the form of a response, or keeps what was posted to it.

    Without JavaScript everything comes at once: answers, files, files taken back, a line more. The header
    ``X-Autosave`` tells the browser's own saving, which is answered in JSON.

    Args:
        save, receive, remove: the app's own actions, with the signature of those of ``actions``.
        reached: slugs of the stages whose questions are needed.
        stages: their titles, for what is needed later.
    """
    view = _View(request, response, reached, dict(stages or {}), for_officers)
    if request.method != "POST":
        return view.page()
    posted = view.page().form.read(request.POST, request.FILES)
    answers = {key: value for key, value in posted.answers.items() if key not in posted.refused}
    is_autosave = request.headers.get("X-Autosave") == "1"
    try:
        saved = save(response, answers, by=request.user, seen=posted.seen, revision=posted.revision)
    except Conflict as error:
        if is_autosave:
            return Page(response, view.page().form, answer=JsonResponse({"problem": str(error)}, status=409))
        raise
    view.response = saved.response
    refused = {**posted.refused, **(saved.refused or {})}
    if is_autosave:
        page = view.page()
        page.answer = _in_json(page, posted, saved, refused)
        return page
    refused |= _files(request, saved.response, posted, receive, remove)
    view.response = Response.objects.select_related("version__questionnaire", "saved_by").get(pk=response.pk)
    # What is asked of this person may be a part of the questionnaire: it stays that part.
    view.response.version.definition = saved.response.definition
    if saved.clashes or refused or posted.more_rows:
        return view.again(posted, saved.clashes, refused)
    page = view.page()
    page.is_saved = True
    return page


def _files(
    request: HttpRequest,
    response: Response,
    posted: Posted,
    receive: Callable[..., ResponseFile],
    remove: Callable[..., None],
) -> dict[str, Sentence]:
    """Takes back, then joins: one may make room for the other. A sentence for each that was refused."""
    refused: dict[str, Sentence] = {}
    for key in posted.removals:
        joined = get_object_or_404(
            ResponseFile.objects.select_related("file", "response"), pk=key, response=response
        )
        remove(joined, by=request.user)
    for question_id, upload in posted.uploads:
        content: File[bytes] = upload
        try:
            receive(response, question_id, content, by=request.user)
        except DomainError as error:
            sentence = error.fields.get(question_id) or error.sentence
            said = f"{upload.name} : {sentence}"
            refused[question_id] = f"{refused[question_id]} {said}" if question_id in refused else said
    return refused


def _in_json(page: Page, posted: Posted, saved: Saved, refused: Mapping[str, Sentence]) -> HttpResponse:
    """What the browser learns of its own saving: the marks of what is kept as it was sent, what clashes, what
    was refused, how far each section is."""
    kept = saved.response.answers
    clashing = {clash.question.id for clash in saved.clashes}
    seen = {
        key: digest(kept.get(key))
        for key in posted.answers
        if key in saved.written or (key not in clashing and posted.seen.get(key) == digest(kept.get(key)))
    }
    body = {
        "revision": saved.response.revision,
        "saved_at": formatting.hour(saved.response.saved_at),
        "seen": seen,
        "clashes": sorted(clashing),
        "refused": {key: str(sentence) for key, sentence in refused.items()},
        "progress": {step["url"].partition("-")[2]: step["detail"] for step in page.steps},
    }
    status = 409 if clashing else 422 if refused else 200
    return JsonResponse(body, status=status)


class _View:
    """The form of a response as this request wants it."""

    def __init__(
        self,
        request: HttpRequest,
        response: Response,
        reached: Collection[str],
        stages: dict[str, str],
        for_officers: bool,
    ) -> None:
        self.request = request
        self.response = response
        self.reached = reached
        self.stages = stages
        self.for_officers = for_officers

    def page(self, **shown: Any) -> Page:
        filling = Filling.of(self.response, reached=self.reached, for_officers=self.for_officers)
        asked = self.request.GET.get("partie", "")
        section = filling.definition.sections_by_id.get(asked)
        form = FillingForm(
            filling,
            section=section.id if section else "",
            stages=self.stages,
            officers=self.for_officers,
            revision=self.response.revision,
            **shown,
        )
        return Page(self.response, form, section=section)

    def again(self, posted: Posted, clashes: Sequence[Clash], refused: Mapping[str, Sentence]) -> Page:
        """The same form with what could not be kept as it was typed; all else as it is kept by now."""
        mine = {clash.question.id: posted.answers[clash.question.id] for clash in clashes}
        overlay = mine | {key: posted.answers[key] for key in refused if key in posted.answers}
        # Knowing theirs, sending again is a choice: the mark of what was read becomes that of theirs.
        seen = {key: mark for key, mark in posted.seen.items() if key in refused}
        page = self.page(
            overlay={key: value for key, value in overlay.items() if is_given(value) or key in mine},
            refused=refused,
            seen=seen,
            clashes={clash.question.id: clash.theirs for clash in clashes},
            more_rows=posted.more_rows,
        )
        for question_id, candidates in _candidates(posted, page.form).items():
            page.form.fields[question_id].widget.candidates = candidates
        names = names_of(page.filling.definition, {c.question.id: c.theirs for c in clashes})
        page.told = [
            Told(
                clash.question.label,
                f"#{page.form[clash.question.id].auto_id}",
                show(clash.question, clash.theirs, names),
            )
            for clash in clashes
        ]
        page.wants_rows = posted.more_rows
        page.problems = refused
        page.status = 409 if clashes else 422 if refused else 200
        return page


def _candidates(posted: Posted, form: FillingForm) -> dict[str, Any]:
    return {key: value for key, value in posted.candidates.items() if key in form.fields}
