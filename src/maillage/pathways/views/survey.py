"""What a pathway asks before and after: answering by a link, planning, and what the answers say."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core import clock
from maillage.core.errors import DomainError, Invalid
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.pathways.actions import survey as actions
from maillage.pathways.actions import survey_answer as answers
from maillage.pathways.enums_surveys import Moment, SurveyState
from maillage.pathways.forms.survey import PlanForm
from maillage.pathways.models import Survey, SurveyRequest
from maillage.pathways.queries import pathway as pathways
from maillage.pathways.queries import survey as read
from maillage.pathways.spaces import frame
from maillage.questionnaires.filling.form import FillingForm
from maillage.questionnaires.queries.filling import Filling

TONES = {SurveyState.PLANNED: "wait", SurveyState.OPEN: "ok", SurveyState.CLOSED: "info"}


@login_not_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Where do you stand? For the bearer of the link; opening it changes nothing."""
    row = read.of_link(token)
    survey = row.survey
    is_open = row.is_open and survey.state == SurveyState.OPEN
    kept = row.response.answers if row.response is not None else {}
    definition = survey.version.definition.for_applicants()
    form = FillingForm(Filling(definition, kept))
    status = 200
    if request.method == "POST":
        verb = request.POST.get("do", "send")
        if verb == "decline":
            return _declined(request, row, token)
        posted = form.read(request.POST, request.FILES)
        given = {name: value for name, value in posted.answers.items() if name not in posted.refused}
        try:
            if posted.refused:
                raise Invalid(_("Some answers cannot be kept as they are."), fields=dict(posted.refused))
            (answers.keep if verb == "keep" else answers.answer)(row, given, by=row.enrolment.user)
        except Invalid as error:
            form = FillingForm(Filling(definition, {**kept, **given}), refused=error.fields)
            status = 422
        except DomainError as error:
            messages.error(request, str(error.sentence))
            return redirect("surveys:answer", token)
        else:
            messages.success(
                request,
                _("Kept for later: come back by the same link to send them.")
                if verb == "keep"
                else _("Thank you: your answers are kept."),
            )
            return redirect("surveys:answer", token)
    response = render(
        request,
        "pathways/surveys/answer.html",
        {"row": row, "survey": survey, "pathway": survey.pathway, "form": form, "is_open": is_open},
        status=status,
    )
    # The address is a key: it does not travel to the next site.
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _declined(request: HttpRequest, row: SurveyRequest, token: str) -> HttpResponse:
    try:
        answers.decline(row, by=row.enrolment.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Noted: nothing of yours is kept, and nobody will ask you again."))
    return redirect("surveys:answer", token)


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What did it change, and what do they say?"""
    scope = _seen(request, pk)
    found = read.results(scope)
    for side in found.sides:
        if side.survey is not None:
            side.survey.tone = TONES[SurveyState(side.survey.state)]  # type: ignore[attr-defined]
    return render(
        request,
        "pathways/surveys/results.html",
        frame(scope, "surveys") | {"results": found, "figures": found.figures},
    )


@require_safe
def results_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Each person's answers before and after, people as numbers, for those who run the pathway."""
    scope = pathways.scope(request.user, pk, to_run=True)
    header = [_("person"), _("identifier"), _("question"), _("before"), _("after")]
    return csv_response(f"avant-apres-{pk}.csv", header, read.pairs(scope))


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """Which questionnaire is asked, and until when?"""
    scope, when = _planned(request, pk, moment)
    survey = Survey.objects.for_list().filter(pathway=scope.pathway, moment=when).first()
    if survey is not None and survey.state == SurveyState.CLOSED:
        raise Http404
    of_kit = getattr(scope.pathway.kit_version.says, when.value)
    current = read.key_of(survey.version.questionnaire_id) if survey is not None else of_kit
    choices = read.choices_of(request.user, current)
    if survey is not None and survey.state == SurveyState.OPEN:
        choices = [choice for choice in choices if choice[0] == current]
    form = PlanForm(
        request.POST or None,
        moment=when,
        choices=choices,
        initial={"questionnaire": current, **({"days": survey.days} if survey is not None else {})},
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.plan(scope.pathway, when, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _told(done))
            return redirect("surveys:results", pk)
    return render(
        request,
        "pathways/surveys/plan.html",
        frame(scope, "surveys") | {"form": form, "moment": when, "survey": survey},
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """Nobody will be asked."""
    scope, when = _planned(request, pk, moment)
    survey = (
        Survey.objects.for_list()
        .select_related("pathway__organisation", "pathway__programme")
        .filter(pathway=scope.pathway, moment=when, state=SurveyState.PLANNED)
        .first()
    )
    if survey is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw(survey, by=request.user)
        messages.success(request, _("Nobody will be asked."))
        return redirect("surveys:results", pk)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Not ask “%(questionnaire)s”?") % {"questionnaire": survey.version.questionnaire},
            "lost": [_("Nobody was asked yet: it may be planned again.")],
            "verb": _("Do not ask it"),
            "back_url": scope.pathway.get_absolute_url(),
        },
    )


# --- Inside ----------------------------------------------------------------------------------------------
def _seen(request: HttpRequest, pk: int) -> pathways.Scope:
    scope = pathways.scope(request.user, pk)
    if not scope.sees_group:
        raise Http404
    return scope


def _planned(request: HttpRequest, pk: int, moment: str) -> tuple[pathways.Scope, Moment]:
    scope = pathways.scope(request.user, pk, to_run=True)
    if moment not in Moment.values:
        raise Http404
    return scope, Moment(moment)


def _told(survey: Survey) -> str:
    if survey.state == SurveyState.OPEN:
        number = survey.requests.filter(ends_at__gt=clock.moment()).count()
        return _("It is open: %(number)d people are asked, and those who enter from now on.") % {
            "number": number
        }
    return _("It is planned: people will be asked by themselves when the moment comes.")
