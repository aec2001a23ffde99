"""What reviewers know and wish: their own pages, and the officers' list of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import expertise
from maillage.programmes.enums import Role
from maillage.programmes.enums_matching import Wish
from maillage.programmes.forms.matching import ExpertiseForm, TieForm
from maillage.programmes.models import Expertise, Programme
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import wish as read
from maillage.programmes.queries.matching import files_of, reviewers_of
from maillage.programmes.queries.matching_page import groups_of, round_of
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
REVIEWER = (Role.REVIEWER,)


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What do I know, and how much can I read?"""
    scope = programmes.scope(request.user, slug, REVIEWER)
    form = _form(request, scope.programme, request.user, with_group=False)
    if request.method == "POST" and form.is_valid() and _kept(request, form, scope.programme, request.user):
        messages.success(request, _("Your profile is saved: it counts from the next assignment on."))
        return redirect("programmes:my_reviews")
    return render(
        request,
        "programmes/matching/profile.html",
        frame(scope, "reviews") | {"form": form, "rounds": read.rounds_asking(request.user)},
    )


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reviews, and what do they know?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    return render(
        request,
        "programmes/matching/reviewers.html",
        frame(scope, "team") | {"reviewers": reviewers_of(scope.programme)},
    )


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, slug: str, user: int) -> HttpResponse:
    """An officer completes a reviewer's profile, and gives their group."""
    scope = programmes.scope(request.user, slug, OFFICER)
    found = next((each.user for each in reviewers_of(scope.programme) if each.user.pk == user), None)
    if found is None:
        raise Http404
    form = _form(request, scope.programme, found, with_group=True)
    if request.method == "POST" and form.is_valid() and _kept(request, form, scope.programme, found):
        messages.success(request, _("The profile of %(person)s is saved.") % {"person": found})
        return redirect("programmes:reviewers", slug)
    return render(
        request,
        "programmes/matching/profile.html",
        frame(scope, "team") | {"form": form, "person": found, "groups": groups_of(scope.programme)},
    )


def _form(request: HttpRequest, programme: Programme, user: Any, *, with_group: bool) -> ExpertiseForm:
    profile = (
        Expertise.objects.filter(programme=programme, reviewer=user).prefetch_related("territories").first()
    )
    return ExpertiseForm(
        request.POST or None, with_group=with_group, initial=ExpertiseForm.initial_of(profile)
    )


def _kept(request: HttpRequest, form: ExpertiseForm, programme: Programme, user: Any) -> bool:
    try:
        expertise.describe(programme, user, by=request.user, **form.cleaned_data)
    except DomainError as error:
        refuse(form, error)
        return False
    return True


# --- Wishes -------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What would I like to read? A page of files, one wish each, saved together."""
    scope = programmes.scope(request.user, slug, REVIEWER)
    round_ = round_of(scope.programme, pk)
    plan = read.asks_wishes(round_)
    if plan is None:
        raise Http404
    cursor = request.GET.get("cursor")
    if request.method == "POST":
        said = {
            int(name.removeprefix("wish-")): str(value)
            for name, value in request.POST.items()
            if name.startswith("wish-") and name.removeprefix("wish-").isdecimal()
        }
        try:
            changed = expertise.wish(round_, said, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(
                request, ngettext("%(n)d wish is kept.", "%(n)d wishes are kept.", changed) % {"n": changed}
            )
        following = request.POST.get("cursor", "")
        return redirect(f"{request.path}?cursor={following}" if following else request.path)
    page, lines = read.to_wish(request.user, round_, cursor)
    return render(
        request,
        "programmes/matching/wishes.html",
        frame(scope, "reviews")
        | {
            "round": round_,
            "plan": plan,
            "page": page,
            "lines": lines,
            "choices": [("", _("No word")), *Wish.choices],
            "total": files_of(round_).count(),
        },
    )


@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, slug: str, pk: int, reference: str) -> HttpResponse:
    """Something binds me to this file: it leaves my list for good."""
    scope = programmes.scope(request.user, slug, REVIEWER)
    round_ = round_of(scope.programme, pk)
    if read.asks_wishes(round_) is None:
        raise Http404
    row = get_object_or_404(read.may_wish(request.user, round_), reference=reference)
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            expertise.declare_tie(round_, row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is noted: this file will not be given to you."))
            return redirect("programmes:wishes", slug, pk)
    return render(
        request,
        "programmes/matching/tie.html",
        frame(scope, "reviews") | {"round": round_, "form": form, "title": read.title_for(row, round_)},
    )
