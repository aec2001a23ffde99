"""Kits: the catalogue, one kit, writing one, publishing it."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.directory.enums import Stage
from maillage.pathways.actions import kit as kits
from maillage.pathways.content import KitContent
from maillage.pathways.enums import VersionState
from maillage.pathways.forms.kit import FrameForm, KitForm, PublishForm, TakeUpForm, TemplateForm
from maillage.pathways.kit_changes import diff
from maillage.pathways.models import Kit, KitVersion
from maillage.pathways.queries import kit as read
from maillage.pathways.queries import survey as surveys
from maillage.pathways.queries.pathway import organisations_for, programmes_for
from maillage.territories.names import slug


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Which programme could be run here?"""
    user = request.user
    is_mine = user.is_authenticated and request.GET.get("miens") == "oui"
    stage = request.GET.get("stade", "")
    rows = read.catalogue(
        user,
        words=request.GET.get("q", "")[:80],
        stage=stage if stage in Stage.values else "",
        mine=is_mine,
    )
    page = paginate(rows, order=read.ORDER, cursor=request.GET.get("cursor"))
    filters = [
        {"label": _("All"), "param": "stade", "value": ""},
        *({"label": one.label, "param": "stade", "value": one.value} for one in Stage),
    ]
    if user.is_authenticated:
        filters.append({"label": _("Ours"), "param": "miens", "value": "oui"})
    return render(
        request,
        "pathways/kits/catalogue.html",
        {
            "page": page,
            "filters": filters,
            "is_filtering": bool(request.GET),
            "may_write": user.is_authenticated and organisations_for(user).exists(),
        },
    )


@login_not_required
@require_safe
def kit(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    """What does this kit hold, who ran it, what do they say of it?"""
    scope = read.scope(request.user, pk)
    row = scope.kit
    if words != (slug(row.title) or "kit"):
        return redirect(row, permanent=True)
    version = row.published
    draft = scope.draft if scope.writes else None
    content = version.says if version else draft.says if draft else KitContent()
    is_known = request.user.is_authenticated
    return render(
        request,
        "pathways/kits/kit.html",
        {
            "kit": row,
            "scope": scope,
            "version": version,
            "draft": draft,
            "content": content,
            "outline": read.outline(content),
            "minutes": content.minutes,
            "uses": read.uses_of(row),
            "feedback": read.feedback_of(row) if is_known else [],
            "results": surveys.kit_results(row),
            "versions": row.versions.filter(state=VersionState.PUBLISHED).order_by("-number"),
            "changes": read.upstream_changes(row) if scope.writes else None,
            "proposals": read.open_proposals(row) if read.may_answer(request.user, row) else [],
            "may_run": is_known
            and version is not None
            and (organisations_for(request.user).exists() or programmes_for(request.user).exists()),
            "may_take": is_known and version is not None and organisations_for(request.user).exists(),
        },
    )


@login_not_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What did that version say, and what did it change?"""
    scope = read.scope(request.user, pk)
    row = get_object_or_404(
        KitVersion.objects.filter(kit=scope.kit, state=VersionState.PUBLISHED), number=number
    )
    before = (
        scope.kit.versions.filter(state=VersionState.PUBLISHED, number__lt=number).order_by("-number").first()
    )
    return render(
        request,
        "pathways/kits/version.html",
        {
            "kit": scope.kit,
            "version": row,
            "before": before,
            "content": row.says,
            "outline": read.outline(row.says),
            "lines": read.in_words(diff(before.says, row.says)) if before else [],
        },
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A kit of one's own, from nothing."""
    owners = organisations_for(request.user)
    if not owners.exists():
        raise Http404
    form = KitForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            row = kits.create(values.pop("owner"), by=request.user, **values)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The kit is there: write its sessions, then publish it."))
            return redirect("kits:write", row.pk)
    return render(request, "pathways/kits/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a kit up, to change it and be told what changes upstream."""
    scope = read.scope(request.user, pk)
    owners = organisations_for(request.user)
    if not owners.exists() or scope.kit.published is None:
        raise Http404
    form = TakeUpForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        try:
            row = kits.take_up(
                scope.kit, form.cleaned_data["owner"], title=form.cleaned_data["title"], by=request.user
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is yours to adapt. You will be told when the original changes."))
            return redirect("kits:write", row.pk)
    return render(request, "pathways/kits/take_up.html", {"kit": scope.kit, "form": form})


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """The kit's words, stages and themes."""
    scope = read.scope(request.user, pk, to_write=True)
    row = scope.kit
    initial = {name: getattr(row, name) for name in ("title", "summary", "stages", "themes", "is_shared")}
    form = KitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kits.describe(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("kits:write", pk)
    return render(request, "pathways/kits/describe.html", {"kit": row, "form": form})


# --- Writing the draft ----------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """What will the next version say? POST begins it."""
    scope = read.scope(request.user, pk, to_write=True)
    if request.method == "POST":
        kits.begin_draft(scope.kit, by=request.user)
        return redirect("kits:write", pk)
    draft = scope.draft
    content = draft.says if draft else scope.kit.published.says if scope.kit.published else KitContent()
    published = scope.kit.published
    return render(
        request,
        "pathways/kits/write.html",
        {
            "kit": scope.kit,
            "draft": draft,
            "content": content,
            "outline": read.outline(content),
            "faults": kits.faults(content) if draft else [],
            "lines": read.in_words(diff(published.says, content)) if published and draft else [],
            "running": read.uses_of(scope.kit, 3),
        },
    )


@require_http_methods(["GET", "POST"])
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The group, the calendar rule, the costs."""
    scope, draft = _draft(request, pk)
    content = draft.says
    form = FrameForm(
        request.POST or None,
        initial=FrameForm.initial_of(content, draft.revision),
        surveys=surveys.choices_of(request.user, content.before, content.after),
    )
    if request.method == "POST" and form.is_valid():
        try:
            kits.save_frame(draft, revision=form.cleaned_data["revision"], by=request.user, **form.settings())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved in the draft."))
            return redirect("kits:write", pk)
    return render(request, "pathways/kits/frame.html", {"kit": scope.kit, "form": form})


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
    """One session of the draft; without key, a new one."""
    scope, draft = _draft(request, pk)
    found = draft.says.template(key) if key else None
    if key and found is None:
        raise Http404
    initial = TemplateForm.initial_of(found, draft.revision) if found else {"revision": draft.revision}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        # A key is never used again: a session that was removed and one of the same title are two.
        fresh = f"{slug(form.cleaned_data['title'])[:40].strip('-') or 'seance'}-{secrets.token_hex(2)}"
        try:
            kits.save_template(
                draft, form.template(key or fresh), revision=form.cleaned_data["revision"], by=request.user
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved in the draft."))
            return redirect("kits:write", pk)
    return render(request, "pathways/kits/template.html", {"kit": scope.kit, "found": found, "form": form})


@require_POST
def template_do(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Moves a session of the draft up or down, or takes it away."""
    _scope, draft = _draft(request, pk)
    asked = request.POST.get("revision", "")
    revision = int(asked) if asked.isdecimal() else 0
    try:
        if request.POST.get("do") == "remove":
            kits.remove_template(draft, key, revision=revision, by=request.user)
            messages.success(request, _("The session is out of the draft."))
        else:
            step = -1 if request.POST.get("do") == "up" else 1
            kits.move_template(draft, key, step, revision=revision, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("kits:write", pk)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes the draft, after a look at what it changes."""
    scope, draft = _draft(request, pk)
    published = scope.kit.published
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kits.publish(scope.kit, by=request.user, note=form.cleaned_data["note"])
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Published. Pathways that run keep the version that they began with.")
            )
            return redirect(scope.kit)
    return render(
        request,
        "pathways/kits/publish.html",
        {
            "kit": scope.kit,
            "draft": draft,
            "form": form,
            "faults": kits.faults(draft.says),
            "lines": read.in_words(diff(published.says, draft.says)) if published else [],
        },
    )


@require_http_methods(["GET", "POST"])
def drop_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws the draft away."""
    scope, draft = _draft(request, pk)
    if scope.kit.published is None:
        raise Http404
    if request.method == "POST":
        kits.drop_draft(scope.kit, by=request.user)
        messages.success(request, _("The draft is gone; the published version stays."))
        return redirect(scope.kit)
    return _confirm(
        request,
        _("Throw away the draft of version %(number)d?") % {"number": draft.number},
        _("What was written since the last publication."),
        _("Throw away"),
        scope.kit,
    )


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the kit out of the catalogue, or puts it back."""
    scope = read.scope(request.user, pk, to_write=True)
    row = scope.kit
    if row.archived_at is not None:
        if request.method == "POST":
            kits.restore(row, by=request.user)
            messages.success(request, _("The kit is in the catalogue again."))
        return redirect(row)
    if request.method == "POST":
        kits.archive(row, by=request.user)
        messages.success(request, _("The kit is out of the catalogue. You may put it back."))
        return redirect(row)
    return _confirm(
        request,
        _("Take “%(kit)s” out of the catalogue?") % {"kit": row.title},
        _("Nobody new finds it. Pathways that run on it go on, and you may put it back."),
        _("Take out"),
        row,
    )


def _draft(request: HttpRequest, pk: int) -> tuple[read.KitScope, KitVersion]:
    scope = read.scope(request.user, pk, to_write=True)
    draft = scope.draft
    if draft is None:
        raise Http404
    return scope, draft


def _confirm(request: HttpRequest, question: str, lost: str, verb: str, back: Kit) -> HttpResponse:
    return render(
        request,
        "core/confirm.html",
        {"question": question, "lost": [lost], "verb": verb, "back_url": back.get_absolute_url()},
    )
