"""Letters and the moment of publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import clock
from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.programmes import checks, letters
from maillage.programmes.actions import announcement as announcements
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import letter as writing
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.decision import Terms
from maillage.programmes.actions.succession import OFFER_DAYS
from maillage.programmes.enums import DECISION_TONES, RETAINING, Decision, Filing, Role
from maillage.programmes.forms.outcome import AnnouncementForm, LetterForm
from maillage.programmes.letters import Text
from maillage.programmes.models import Announcement, Application, Call
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import outcome as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.cohort import MOST_CANDIDATES
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
MOST_PROMOTIONS = 12
# Each letter is a document of its own, some 15 ms of work: more of them leave by the worker, all at once
# there, rather than keep somebody before a page that their browser or the server would give up.
AT_ONCE = 300
SOON = dt.timedelta(seconds=5)
LETTERS = tuple(decision for decision in Decision if decision != Decision.NONE)


@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What publishing will do, in words and figures; then it is done, all at once, now or at a moment."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    counts = calls.counts(call)
    to_announce = counts.to_announce
    retained = sum(to_announce.get(said, 0) for said in RETAINING)
    coming = read.announcement_to_come(call)
    rows = announcements.to_leave(call)
    entering = [row for row in rows if row.decision in RETAINING and row.announced_decision not in RETAINING]
    promotions = _promotions(request, coming, len(entering))
    form = AnnouncementForm(
        request.POST or None,
        retained=retained,
        promotions=promotions,
        rows=entering,
        group_of=_groups(entering, promotions, coming),
        initial=_initial(call, to_announce, coming),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer = _publish(request, call, form)
        except DomainError as error:
            refuse(form, error)
        else:
            return answer
    without_place = calls.retained_without_place(call)
    terms = _terms(form) if form.is_bound and form.is_valid() else _scheduled_terms(coming)
    facts = letters.facts_of(call, rows, answer_by=terms.answer_by, appeal_days=terms.appeal_days)
    context = {
        "call": call,
        "form": form,
        "rows": [
            {"label": Decision(decision).label, "tone": DECISION_TONES[decision], "number": number}
            for decision, number in sorted(to_announce.items())
        ],
        "total": sum(to_announce.values()),
        "retained": retained,
        "promotions": promotions,
        "most_promotions": min(MOST_PROMOTIONS, len(entering)) if len(entering) <= MOST_CANDIDATES else 1,
        "names": [form[f"name-{number}"] for number in form.numbers],
        "entering": [(row, form[f"group-{row.pk}"]) for row in form.rows],
        "others": [field for field in form if not field.name.startswith(("name-", "group-"))],
        "without_place": without_place,
        "with_place": retained - without_place,
        "checks": checks.of(call),
        "faults": writing.faults_of(call, facts)[:30],
        "undecided": counts.of(filing=Filing.SUBMITTED, decision=Decision.NONE),
        "carriers": calls.people_to_tell(call),
        "coming": coming,
        "done": read.announcements_of(call).filter(state="done")[:10],
    }
    return render(request, "programmes/announce.html", frame(scope, "calls") | context)


def _promotions(request: HttpRequest, coming: Announcement | None, entering: int) -> int:
    """How many promotions are named: what the address asks, else what was scheduled, else one."""
    if entering > MOST_CANDIDATES:
        return 1
    asked = request.GET.get("promotions", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else len(coming.plans) if coming else 1
    return max(1, min(number, MOST_PROMOTIONS, entering))


def _groups(entering: list[Application], number: int, coming: Announcement | None) -> dict[int, int]:
    """Which promotion each file enters, to begin with: as scheduled, else the list by département cut in as
    many pieces."""
    if number < 2:
        return {}
    if coming is not None and len(coming.plans) == number:
        return {
            pk: rank for rank, plan in enumerate(coming.plans, start=1) for pk in plan["applications"] or ()
        }
    ordered = sorted(entering, key=lambda row: (row.department_id or "", row.title_key, row.pk))
    return {row.pk: 1 + rank * number // len(ordered) for rank, row in enumerate(ordered)}


def _initial(call: Call, to_announce: dict[str, int], coming: Announcement | None) -> dict[str, Any]:
    values: dict[str, Any] = {"expected": to_announce, "name": call.title}
    if coming is not None:
        values |= {
            "answer_by": coming.answer_by,
            "moves_on": coming.moves_on,
            "offer_days": coming.offer_days,
            "appeal_days": coming.appeal_days,
            "publish_at": coming.publish_at,
        }
        for number, plan in enumerate(coming.plans, start=1):
            values[f"name-{number}"] = plan["name"]
        for plan in coming.plans[:1]:
            values |= {name: plan[name] for name in ("name", "starts_on", "ends_on")}
        if coming.unplaced and not coming.plans:
            values |= {"name": "", **coming.unplaced}
    return values


def _scheduled_terms(coming: Announcement | None) -> Terms:
    if coming is None:
        return Terms()
    return Terms(coming.answer_by, coming.moves_on, coming.offer_days, coming.appeal_days)


def _terms(form: AnnouncementForm) -> Terms:
    values = form.cleaned_data
    return Terms(
        values["answer_by"], values["moves_on"], values["offer_days"] or OFFER_DAYS, values["appeal_days"]
    )


def _provision(form: AnnouncementForm) -> tuple[list[CohortPlan], LabelDays | None]:
    """The promotions that were named, and the days of the labels of those who wait for one."""
    values = form.cleaned_data
    if "starts_on" not in values:
        return [], None
    days = LabelDays(values["starts_on"], values["ends_on"])
    if form.numbers:
        plans = [
            CohortPlan(values[f"name-{number}"].strip(), days.starts_on, days.ends_on, keys)
            for number, keys in form.groups().items()
        ]
        # Also those that are retained between now and a moment to come.
        return plans, days
    if name := values["name"].strip():
        return [CohortPlan(name, days.starts_on, days.ends_on)], None
    return [], days


def _publish(request: HttpRequest, call: Call, form: AnnouncementForm) -> HttpResponse:
    values = form.cleaned_data
    plans, unplaced = _provision(form)
    slug = call.programme.slug
    total = sum(values["expected"].values())
    is_large = not values["publish_at"] and total > AT_ONCE
    if is_large and values["expected"] != calls.counts(call).to_announce:
        raise Conflict(_("Decisions changed while you were reading. Look at the counts again, then publish."))
    if values["publish_at"] or is_large:
        announcements.schedule(
            call,
            at=values["publish_at"] or clock.database_now() + SOON,
            by=request.user,
            cohorts=plans,
            unplaced=unplaced,
            terms=_terms(form),
        )
        messages.success(
            request,
            ngettext(
                "%(n)d letter is being written: it leaves within minutes, and this page says when.",
                "%(n)d letters are being written: they leave within minutes, and this page says when.",
                total,
            )
            % {"n": total}
            if is_large
            else _("The announcement is scheduled."),
        )
        return redirect("programmes:announce", slug, call.pk)
    published = decisions.publish(
        call,
        by=request.user,
        cohorts=plans,
        unplaced=unplaced,
        expected=values["expected"],
        terms=_terms(form),
    )
    messages.success(
        request,
        ngettext("%(n)d decision is announced.", "%(n)d decisions are announced.", published.total)
        % {"n": published.total},
    )
    if published.cohorts or unplaced:
        return redirect("programmes:cohorts", slug)
    return redirect("programmes:applications", slug, call.pk)


@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The announcement to come does not leave."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    coming = read.announcement_to_come(call)
    if coming is None:
        raise Http404
    try:
        announcements.cancel(coming, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Nothing leaves: the decisions stay prepared."))
    return redirect("programmes:announce", slug, pk)


# --- Letters -----------------------------------------------------------------------------------------------
@require_safe
def letters_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which letter goes with which decision?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    own = letters.templates_of(call)
    counts = calls.counts(call).to_announce
    rows = [
        {
            "decision": decision.value,
            "label": decision.label,
            "subject": own[decision].subject if decision in own else letters.default_text(decision).subject,
            "is_own": decision in own,
            "number": counts.get(decision, 0),
        }
        for decision in LETTERS
    ]
    return render(
        request, "programmes/outcome/letters.html", frame(scope, "calls") | {"call": call, "rows": rows}
    )


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, slug: str, pk: int, decision: str) -> HttpResponse:
    """The words of one letter, tried on a real file before they are kept."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    if decision not in LETTERS:
        raise Http404
    present = _present(call, decision)
    form = LetterForm(request.POST or None, initial={"subject": present.subject, "body": present.body})
    text = present
    if request.method == "POST" and "reset" in request.POST:
        writing.forget_template(call, decision, by=request.user)
        messages.success(request, _("The house’s letter is back."))
        return redirect("programmes:letter", slug, pk, decision)
    if request.method == "POST" and form.is_valid():
        text = Text(form.cleaned_data["subject"], form.cleaned_data["body"])
        if "try" not in request.POST:
            try:
                writing.write_template(call, decision, subject=text.subject, body=text.body, by=request.user)
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The letter is kept."))
                return redirect("programmes:letter", slug, pk, decision)
    files = list(read.example_files(call, decision)[:50])
    chosen = _chosen(files, request.POST.get("file") or request.GET.get("dossier", ""))
    merged = None
    if chosen is not None:
        _facts, merged = writing.preview(call, chosen, text, **_preview_terms(call))
    return render(
        request,
        "programmes/outcome/letter.html",
        frame(scope, "calls")
        | {
            "call": call,
            "form": form,
            "decision": decision,
            "label": Decision(decision).label,
            "fields": letters.FIELDS,
            "is_own": decision in letters.templates_of(call),
            "files": files,
            "chosen": chosen,
            "merged": merged,
        },
    )


def _present(call: Call, decision: str) -> Text:
    own = letters.templates_of(call).get(decision)
    if own is not None:
        return Text(own.subject, own.body)
    with letters.in_letters_language():
        return letters.default_text(Decision(decision))


def _chosen(files: list[Application], reference: str) -> Application | None:
    return next((row for row in files if row.reference == reference), files[0] if files else None)


def _preview_terms(call: Call) -> dict[str, Any]:
    """The days of the announcement to come, so that a try shows what will leave."""
    coming = read.announcement_to_come(call)
    return {"answer_by": coming.answer_by, "appeal_days": coming.appeal_days} if coming else {}


@require_safe
def letter_pdf(request: HttpRequest, slug: str, pk: int, decision: str) -> HttpResponse:
    """The kept letter on a real file, as it will leave; nothing is kept of it."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    rows = read.example_files(call, decision)
    row = get_object_or_404(rows, reference=request.GET.get("dossier", "").upper())
    facts, merged = writing.preview(call, row, _present(call, decision), **_preview_terms(call))
    content = writing.document(call, facts, merged, at=dt.datetime.now(dt.UTC))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{row.reference}.pdf"',
            "Cache-Control": "no-store",
        },
    )
