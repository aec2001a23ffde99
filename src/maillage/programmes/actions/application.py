"""The applicant's verbs (start, save, join a file, submit, withdraw) and the officer's word on who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting, outbox, states
from maillage.core.errors import Conflict, DomainError, Invalid
from maillage.core.one import one_or_none
from maillage.programmes.actions import filling, succession
from maillage.programmes.actions.locks import (
    exclusive,
    locked,
    only_carriers,
    only_officers,
    only_writers,
    shared,
)
from maillage.programmes.eligibility import (
    Answer,
    conditions_of,
    evaluate,
    facts_of,
    of_answers,
    together,
)
from maillage.programmes.eligibility import carriers_of as carrying
from maillage.programmes.enums import (
    DEAD_ENDS,
    FILING_TRANSITIONS,
    RETAINING,
    CallState,
    Decision,
    Filing,
    Verdict,
)
from maillage.programmes.models import (
    Application,
    Call,
    EligibilityOverrule,
    StageFile,
)
from maillage.programmes.models.stage import Moments
from maillage.programmes.queries import stage as stages
from maillage.projects.models import Project
from maillage.projects.queries import carriers_of
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.queries.filling import Filling
from maillage.territories.names import normalise


class CallClosed(Conflict):
    """The call is not open at this moment, by the database's clock."""


class NotEligible(DomainError):
    """A rule of the call says no, and no officer has said otherwise."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        reasons = " ".join(rule.sentence for rule in answer.failing)
        super().__init__(_("This project is not eligible. %(reasons)s") % {"reasons": reasons})


def check(call: Call, project: Project) -> Answer:
    """What the call's rules say of a project as it stands. Writes nothing."""
    facts = facts_of(project.commune, legal_form=project.legal_form, carriers=carrying(project))
    return evaluate(conditions_of(call), facts)


def check_file(application: Application) -> Answer:
    """The same of an application, with what the rules of its questionnaire say of its answers so far."""
    answer = check(application.call, application.project)
    files = StageFile.objects.filter(application=application, stage=application.stage_id)
    file = one_or_none(files.select_related("response__version"))
    if file is None or file.response is None:
        return answer
    filling = Filling.of(file.response)
    labels = {question.id: question.label for question in filling.definition}
    said = [(labels.get(one.question, ""), one.truth, one.reason) for one in filling.eligibility]
    return together(answer, of_answers(said))


@transaction.atomic
def start(
    call: Call,
    project: Project,
    *,
    by: Any,
    answers: Mapping[str, Any] | None = None,
    derogation_request: str = "",
) -> Application:
    """A draft in the wave that receives. Starting twice gives the same one; a project that an earlier
    wave refused may start again.

    Args:
        derogation_request: why an officer should look at it although a rule says no.

    Raises:
        NotAllowed: ``by`` does not carry the project.
        CallClosed: the call is not open.
        NotEligible: a rule says no, and no exception is asked for.
    """
    only_carriers(project, by)
    call = shared(call.pk)
    existing = (
        Application.objects.filter(call=call, project=project)
        .exclude(filing=Filing.WITHDRAWN)
        .order_by("-wave__number")
    )
    present = list(existing)
    if going_on := [row for row in present if row.announced_decision not in DEAD_ENDS]:
        return going_on[0]
    moment = clock.database_now()
    wave = stages.receiving_wave(call, moment)
    if present and (wave is None or wave.pk == present[0].wave_id):
        return present[0]
    _must_be_open(call, Moments(*call.intake_at(moment)), moment)
    wave = wave or stages.waves_of(call)[-1]
    answer = check(call, project)
    if answer.verdict == Verdict.INELIGIBLE and not derogation_request.strip():
        raise NotEligible(answer)
    application = Application(
        call=call,
        wave=wave,
        stage=stages.first_stage(call),
        eligibility=answer.verdict,
        eligibility_detail=answer.as_json(),
        derogation_request=derogation_request.strip(),
        created_by=by,
        created_at=moment,
        updated_by=by,
        updated_at=moment,
    )
    copy_project(application, project)
    try:
        with transaction.atomic():
            application.save()
            file = filling.open_file(application, application.stage, by=by, moment=moment, answers=answers)
    except IntegrityError:
        # The same carrier pressed twice, or two carriers at once: there is one draft, it is theirs.
        return existing.filter(wave=wave).get()
    if answers and file.response is not None:
        filling.written(application, file.response, by=by)
    events.record(application, "programmes.application_started", by=by)
    return application


@transaction.atomic
def save(
    application: Application, *, answers: Mapping[str, Any], by: Any, version: int | None = None
) -> Application:
    """Keeps some answers of a draft, all or none; those that are not given stay as they are.

    Args:
        version: ``Application.version`` that the writer had before their eyes.

    Raises:
        Conflict: somebody answered the same questions meanwhile. Nothing is written.
        Invalid: with a sentence per question id.
    """
    only_writers(application, by)
    application = locked(application)
    filling.must_be_draft(application)
    response = filling.response_of(application)
    saved = responses.write(response, answers, by=by, revision=version)
    if saved.revision != response.revision:
        copy_project(application, application.project)
        application.save(update_fields=[*PROJECT_COPIES])
        filling.written(application, saved, by=by)
    return locked(application)


@transaction.atomic
def submit(application: Application, *, by: Any, version: int | None = None) -> Application:
    """Sends the file of a stage to the programme, until its closing moment and not one second after.

    A first draft that its wave left behind goes with the wave that receives now.

    The call is held under ``FOR SHARE`` and the moment read from the database's clock once it is held:
    a closure or an extension comes wholly before or wholly after. A second submission of the same
    draft (double click, back button, another carrier) changes nothing and sends nothing.

    Raises:
        CallClosed: the call is not open at this moment; the draft stays.
        Conflict: somebody saved meanwhile, or the application was withdrawn.
        NotEligible: a rule says no, and no officer has said otherwise.
        Invalid: an answer is missing, with a sentence per question id.
    """
    only_carriers(application.project, by)
    call = shared(application.call_id)
    moment = clock.database_now()
    application = locked(application)
    if application.stage_filing == Filing.SUBMITTED and application.filing != Filing.WITHDRAWN:
        return application
    filling.must_be_draft(application)
    if application.stage.is_first and (wave := stages.receiving_wave(call, moment)):
        application.wave = wave
    _must_be_open(call, application.wave.moments_of(application.stage), moment)
    filling.hand_in(application, by=by, revision=version)
    copy_project(application, application.project)
    answer = check_file(application)
    verdict = _with_overrules(application, answer.verdict)
    if verdict == Verdict.INELIGIBLE:
        raise NotEligible(answer)
    also = {
        "stage_filing": Filing.SUBMITTED,
        "stage_submitted_at": moment,
        "eligibility": verdict,
        "eligibility_detail": answer.as_json(),
        **{name: getattr(application, name) for name in PROJECT_COPIES},
    }
    if application.stage.is_first:
        states.move(
            application,
            Filing.SUBMITTED,
            FILING_TRANSITIONS,
            by=by,
            verb="programmes.application_submitted",
            field="filing",
            also={**also, "wave": application.wave, "submitted_at": moment, "submitted_by": by},
        )
    else:
        states.move(
            application,
            Filing.SUBMITTED,
            FILING_TRANSITIONS,
            by=by,
            verb="programmes.stage_submitted",
            field="stage_filing",
            data={"stage": application.stage.title},
            also=also,
        )
    StageFile.objects.filter(application=application, stage=application.stage).update(
        filing=Filing.SUBMITTED, submitted_at=moment, submitted_by=by
    )
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            "programmes/email/receipt",
            {"application": application, "call": call, "programme": call.programme},
            language=carrier.language,
        )
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Any, why: str = "") -> Application:
    """Takes an application back: a draft is given up, a submitted one leaves the officers' list.

    Raises:
        Conflict: it was retained and this was announced; the programme's officers end the label.
    """
    only_carriers(application.project, by)
    # A file of the waiting list may hold the offer of a place, which then goes to the next one.
    (exclusive if application.announced_decision == Decision.WAITING else shared)(application.call_id)
    application = locked(application)
    if application.filing == Filing.WITHDRAWN:
        return application
    if application.announced_decision in RETAINING:
        raise Conflict(_("This application was retained: give its place back from its page."))
    states.move(
        application,
        Filing.WITHDRAWN,
        FILING_TRANSITIONS,
        by=by,
        verb="programmes.application_withdrawn",
        field="filing",
        why=why.strip(),
        also={"withdrawn_at": clock.database_now()},
    )
    if application.announced_decision == Decision.WAITING:
        succession.after_withdrawal(application, by=by)
    return application


@transaction.atomic
def overrule(application: Application, verdict: str, *, reason: str, by: Any) -> EligibilityOverrule:
    """An officer says eligible, or not, against the rules or where they cannot tell. The word stays.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Invalid: no reason is given.
    """
    only_officers(application.call.programme, by)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Write why: the reason stays in the file.")})
    if verdict not in {Verdict.ELIGIBLE, Verdict.INELIGIBLE}:
        raise Invalid(fields={"verdict": _("Say eligible, or not eligible.")})
    shared(application.call_id)
    application = locked(application)
    if application.announced_decision != Decision.NONE:
        raise Conflict(_("The decision is announced: its eligibility no longer changes."))
    word = EligibilityOverrule.objects.create(
        application=application, verdict=verdict, reason=reason.strip(), by=by
    )
    before = application.eligibility
    application.eligibility = verdict
    application.save(update_fields=["eligibility"])
    events.record(
        application,
        "programmes.eligibility_overruled",
        by=by,
        field="eligibility",
        from_=before,
        to=verdict,
        why=word.reason,
    )
    if application.derogation_request and application.filing == Filing.DRAFT:
        for carrier in carriers_of(application.project):
            outbox.send_email(
                carrier.email,
                "programmes/email/exception_answered",
                {"application": application, "call": application.call, "overrule": word},
                language=carrier.language,
            )
    return word


# --- Inside ------------------------------------------------------------------------------------------------
PROJECT_COPIES = ("title", "title_key", "commune", "department", "legal_form", "search_text")


def copy_project(application: Application, project: Project) -> None:
    """What the file takes from its project, and what lists are sorted and searched by."""
    application.project = project
    application.title = project.title
    application.title_key = normalise(project.title)[:120]
    application.commune = project.commune
    application.department_id = project.commune.department_id
    application.legal_form = project.legal_form
    names = [row.organisation.name for row in project.organisations.select_related("organisation")]
    words = [project.title, project.commune.name, *sorted(names)]
    application.search_text = f"{normalise(' '.join(words))} {application.reference.lower()}"


def _with_overrules(application: Application, verdict: Verdict) -> Verdict:
    last = application.overrules.order_by("-at", "-pk").first()
    return Verdict(last.verdict) if last else verdict


def _must_be_open(call: Call, moments: Moments | None, moment: Any) -> None:
    if call.state == CallState.WITHDRAWN:
        raise CallClosed(_("This call was withdrawn: nothing can be sent any more."))
    if call.state != CallState.PUBLISHED or moments is None:
        raise CallClosed(_("This call is not open."))
    if moment < moments.opens_at:
        raise CallClosed(
            _("This call opens on %(moment)s.") % {"moment": formatting.moment(moments.opens_at)}
        )
    if moment > moments.closes_at:
        raise CallClosed(
            _("This call closed on %(moment)s: nothing can be sent any more.")
            % {"moment": formatting.moment(moments.closes_at)}
        )
