"""Looking for a door: without an account, from a project, or for somebody who found none."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import workspace
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.directory.models import Service
from maillage.projects.actions import orientation as actions
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import ProjectRole
from maillage.projects.enums_referral import DoorRequestState, GapState, Shared
from maillage.projects.forms.orientation import (
    AskForm,
    DoorForm,
    GapForm,
    GiveGapForm,
    ReferForm,
    WishForm,
)
from maillage.projects.models import CoverageGap, Project, Referral
from maillage.projects.queries import orientation as read
from maillage.projects.queries import referral as of
from maillage.projects.rules import role_in, shows_thread
from maillage.projects.views.frame import frame


# --- Without an account -----------------------------------------------------------------------------------
@login_not_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Who can help with a project, near a commune? Asked in the address; nothing is kept."""
    form = DoorForm(request.GET) if request.GET else DoorForm()
    context: dict[str, Any] = {"form": form, "found": None}
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        wish = read.wish_of(
            values["commune"],
            stage=values["etape"],
            themes=values["theme"],
            audiences=[values["public"]] if values["public"] else [],
        )
        context |= {
            "commune": values["commune"],
            "found": read.find_doors(values["commune"], wish),
            "query": urlencode(
                {
                    "commune": values["commune"].pk,
                    "etape": values["etape"],
                    "public": values["public"],
                    "theme": ",".join(values["theme"]),
                }
            ),
        }
    return render(request, "projects/orientation/door.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, service: int | None = None) -> HttpResponse:
    """Leaving an address so that a service, or whoever looks for one, writes back."""
    chosen = None
    if service is not None:
        chosen = get_object_or_404(
            Service.objects.public().select_related("organisation__commune"), pk=service
        )
    names = ("commune", "etape", "public", "theme")
    form = AskForm(request.POST or None, initial={name: request.GET.get(name, "") for name in names})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if not ratelimit.consume(request, action="ask_for_a_door", key=values["email"].lower()):
            form.add_error(None, _("Too many requests came from here in an hour. Try again later."))
        else:
            try:
                actions.ask(
                    email=values["email"],
                    name=values["name"],
                    words=values["words"],
                    commune=values["commune"],
                    service=chosen,
                    language=get_language() or "fr",
                    **form.wish(),
                )
            except DomainError as error:
                refuse(form, error)
            else:
                return render(request, "projects/orientation/asked.html", {"email": values["email"]})
    context = {"form": form, "service": chosen}
    return render(request, "projects/orientation/ask.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    """The page of somebody without an account: sending what they asked, seeing what came of it,
    taking it back. Opening it changes nothing."""
    asked = of.request_of_link(token)
    if request.method == "POST":
        withdraws = request.POST.get("do") == "withdraw"
        if withdraws and asked.state == DoorRequestState.CONFIRMED and "confirmed" not in request.POST:
            asking = {
                "question": _("Withdraw your request?"),
                "lost": [_("Those who were written to read nothing more of what you shared.")],
                "verb": _("Withdraw my request"),
                "back_url": asked.get_absolute_url(),
            }
            return render(request, "core/confirm.html", asking)
        try:
            if withdraws or "confirmed" in request.POST:
                actions.withdraw(asked)
                messages.success(request, _("Your request is withdrawn. Nobody reads it any more."))
            else:
                actions.confirm(asked)
                messages.success(request, _("Your request has left. The answer will come by e-mail."))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("orientation:request", token)
    context = {
        "asked": asked,
        "referrals": list(
            asked.referrals.for_list().select_related("better_service__organisation").order_by("pk")
        ),
        "gaps": list(asked.coverage_gaps.select_related("solved_by", "commune").order_by("pk")),
        "again": urlencode(
            [("commune", asked.commune_id), ("etape", asked.stage)]
            + [("theme", theme) for theme in asked.themes]
        ),
    }
    return render(request, "projects/orientation/request.html", context)


# --- From a project -----------------------------------------------------------------------------------------
def _in_team(request: HttpRequest, pk: int) -> tuple[Project, bool]:
    """The project for its carriers and advisers; whether the person carries it. 404 for the others."""
    # Where it is, by the names of what contains its commune; neither its place nor its team.
    where = ("commune__epci", "commune__department", "commune__region")
    project = Project.objects.select_related(*where).defer("search").filter(pk=pk).first()
    role = role_in(request.user, project) if project is not None else None
    if project is None or role not in {ProjectRole.CARRIER, ProjectRole.ADVISER}:
        raise Http404
    if not shows_thread(request.user, project, role):
        raise Http404
    return project, role == ProjectRole.CARRIER


def _wish_values(request: HttpRequest, project: Project) -> tuple[WishForm, dict[str, Any]]:
    """What the address says, else what the project says of itself."""
    own = {
        "etape": project.stage,
        "public": read.audiences_of(project),
        "theme": project.themes,
    }
    asked = bool({"etape", "public", "theme"} & request.GET.keys())
    form = WishForm(request.GET if asked else None, initial=own)
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
    return form, {"stage": own["etape"], "audiences": own["public"], "themes": own["theme"]}


@require_safe
def doors(request: HttpRequest, pk: int) -> HttpResponse:
    """Which services fit this project, why, and what keeps the others away?"""
    project, is_carrier = _in_team(request, pk)
    form, values = _wish_values(request, project)
    wish = read.wish_of(
        project.commune, **values, referrers=read.ANYBODY if is_carrier else read.PROFESSIONALS
    )
    waiting = list(
        Referral.objects.open()
        .filter(project=project)
        .select_related("service__organisation")
        .only("state", "service__name", "service__organisation__name")
        .order_by("-created_at", "-pk")
    )
    found = read.find_doors(project.commune, wish, besides={row.service_id for row in waiting})
    context = frame(project, "doors", is_carrier=is_carrier) | {
        "project": project,
        "form": form,
        "found": found,
        "waiting": waiting,
        "gap": project.coverage_gaps.filter(state=GapState.OPEN).first(),
        "sought": [
            ("etape", values["stage"]),
            *[("theme", theme) for theme in values["themes"]],
            *[("public", audience) for audience in values["audiences"]],
        ],
    }
    return render(request, "projects/orientation/doors.html", context)


@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, pk: int, service: int) -> HttpResponse:
    """What is sent to this service, and does the person agree?"""
    project, is_carrier = _in_team(request, pk)
    chosen = get_object_or_404(Service.objects.public().select_related("organisation__commune"), pk=service)
    form = ReferForm(request.POST or None, is_carrier=is_carrier, initial={"shared": Shared.values})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        follows = Referral.objects.filter(
            project=project, better_service=chosen, followed_by__isnull=True
        ).first()
        try:
            referral = referrals.send(
                project,
                chosen,
                reason=values["reason"],
                shared=values["shared"],
                has_consent=values.get("consent", False),
                follows=follows,
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                _("It has left: you will be told of the answer.")
                if is_carrier
                else _("The carriers are asked. It leaves when they agree."),
            )
            return redirect(referral)
    context = frame(project, "doors", is_carrier=is_carrier) | {
        "project": project,
        "service": chosen,
        "form": form,
        "is_carrier": is_carrier,
    }
    return render(request, "projects/orientation/refer.html", context)


@require_POST
def gap_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing fits: somebody is asked to look."""
    project, _is_carrier = _in_team(request, pk)
    form = WishForm(request.POST)
    form.is_valid()
    values = form.cleaned_data
    try:
        gap = actions.open_gap(
            project,
            by=request.user,
            stage=values.get("etape", ""),
            themes=values.get("theme", []),
            audiences=values.get("public", []),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("projects:doors", project.pk)
    messages.success(request, _("Somebody is in charge of finding a door; you will be told."))
    return redirect(gap)


# --- Missing support ----------------------------------------------------------------------------------------
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Where is support missing, and who looks for it?"""
    rows = CoverageGap.objects.visible_to(request.user).for_list()
    state = request.GET.get("etat", "open")
    if state in GapState.values:
        rows = rows.filter(state=state)
    context = {
        **workspace.frame(request.user, "gaps"),  # type: ignore[arg-type]
        "gaps": rows[:200],
        "state": state,
        "states": GapState.choices,
    }
    return render(request, "projects/orientation/gaps.html", context)


@require_http_methods(["GET", "POST"])
def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what was looked for, the nearest alternatives, the answer."""
    case = get_object_or_404(
        CoverageGap.objects.visible_to(request.user)
        .for_list()
        .select_related("opened_by", "solved_by__organisation"),
        pk=pk,
    )
    may_answer = request.user.is_staff or case.in_charge_id == request.user.pk
    if request.method == "POST" and request.POST.get("do") == "reopen":
        actions.reopen_gap(case, by=request.user)
        return redirect(case)
    give_form = _give_form(request, case) if may_answer and case.state == GapState.OPEN else None
    if give_form is not None and give_form.is_valid():
        return _give(request, case, give_form)
    wish = read.wish_of(
        case.commune,
        stage=case.stage,
        themes=case.themes,
        audiences=case.audiences,
        referrers=read.PROFESSIONALS,
    )
    found = read.find_doors(case.commune, wish)
    shown = [entry.service.pk for entry in [*found.doors, *found.near, *found.others]]
    form = GapForm(None if request.POST.get("do") == "give" else request.POST or None)
    form.fields["service"].queryset = (  # type: ignore[attr-defined]
        Service.objects.filter(pk__in=shown).order_by("name_key", "pk")
    )
    if request.method == "POST" and form.is_valid():
        service, answer = form.cleaned_data["service"], form.cleaned_data["answer"]
        try:
            if service is not None:
                actions.solve_gap(case, service=service, answer=answer, by=request.user)
            else:
                actions.close_gap(case, answer=answer, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The person is told."))
            return redirect(case)
    context = {
        "gap": case,
        "form": form,
        "found": found,
        "may_answer": may_answer,
        "give_form": give_form,
        "takes_part": case.project is not None
        and role_in(request.user, case.project) in {ProjectRole.CARRIER, ProjectRole.ADVISER},
        "back": reverse("orientation:gaps"),
    }
    return render(request, "projects/orientation/gap.html", context)


def _give_form(request: HttpRequest, case: CoverageGap) -> GiveGapForm | None:
    """Who else may be put in charge; None when there is nobody."""
    people = [
        person for person in actions.candidates(case.commune, case.project) if person.pk != case.in_charge_id
    ]
    if not people:
        return None
    given = request.POST if request.POST.get("do") == "give" else None
    return GiveGapForm(given, people=people)


def _give(request: HttpRequest, case: CoverageGap, form: GiveGapForm) -> HttpResponse:
    person = form.cleaned_data["to"]
    try:
        actions.give_gap(case, to=person, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(case)
    messages.success(request, _("%(name)s is in charge now, and is told.") % {"name": person})
    if CoverageGap.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect(case)
    return redirect("orientation:gaps")
