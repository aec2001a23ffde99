"""What goes between a kit and those taken from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways.actions import exchange
from maillage.pathways.enums import ProposalState
from maillage.pathways.forms.kit import AnswerForm, ProposeForm
from maillage.pathways.kit_changes import Merge, diff
from maillage.pathways.models import KitProposal
from maillage.pathways.queries import kit as read


@require_http_methods(["GET", "POST"])
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed upstream, and what of it comes into ours?"""
    scope = read.scope(request.user, pk, to_write=True)
    if scope.kit.origin is None:
        raise Http404
    if request.method == "POST":
        try:
            merged = exchange.take_changes(scope.kit, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            _tell(request, merged)
            return redirect("kits:write", pk)
    found = read.upstream_changes(scope.kit)
    return render(
        request,
        "pathways/kits/changes.html",
        {
            "kit": scope.kit,
            "upstream": found[0] if found else None,
            "lines": read.in_words(found[1]) if found else [],
        },
    )


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes our version to the authors of the original."""
    scope = read.scope(request.user, pk, to_write=True)
    kit = scope.kit
    if kit.origin is None or kit.published is None or not kit.merged_from:
        raise Http404
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exchange.propose(kit, message=form.cleaned_data["message"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Proposed: its authors are told, and you will be told their answer."))
            return redirect(kit)
    return render(
        request,
        "pathways/kits/propose.html",
        {
            "kit": kit,
            "original": kit.origin.kit,
            "form": form,
            "lines": read.in_words(diff(kit.merged_from.says, kit.published.says)),
        },
    )


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """What is proposed, by whom; its authors answer, those who proposed may take it back."""
    row = get_object_or_404(
        KitProposal.objects.select_related("kit__owner", "version__kit__owner", "base", "proposed_by"),
        pk=proposal,
        kit=pk,
    )
    answers = read.may_answer(request.user, row.kit)
    proposed = read.may_write(request.user, row.version.kit)
    if not (answers or proposed):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, row, form.cleaned_data["answer"], answers=answers, proposed=proposed)
        except DomainError as error:
            refuse(form, error)
    return render(
        request,
        "pathways/kits/proposal.html",
        {
            "kit": row.kit,
            "proposal": row,
            "is_open": row.state == ProposalState.OPEN,
            "answers": answers,
            "proposed": proposed,
            "form": form,
            "lines": read.in_words(diff(row.base.says, row.version.says)),
        },
    )


def _answer(
    request: HttpRequest, row: KitProposal, words: str, *, answers: bool, proposed: bool
) -> HttpResponse:
    asked = request.POST.get("do", "")
    if asked == "withdraw" and proposed:
        exchange.withdraw(row, by=request.user)
        messages.success(request, _("The proposal is taken back."))
        return redirect(row.version.kit)
    if not answers:
        raise Http404
    if asked == "accept" and row.kit.is_ready:
        exchange.accept(row, answer=words, by=request.user)
        messages.success(
            request, _("Noted for the next release of this kit; those who proposed it are told.")
        )
        return redirect(row.kit)
    if asked == "accept":
        _tell(request, exchange.accept(row, answer=words, by=request.user))
        return redirect("kits:write", row.kit_id)
    exchange.decline(row, answer=words, by=request.user)
    messages.success(request, _("Declined; those who proposed it are told why."))
    return redirect(row.kit)


def _tell(request: HttpRequest, merged: Merge) -> None:
    taken, left = len(merged.taken), len(merged.clashes)
    messages.success(
        request,
        ngettext("%(n)d change is in the draft.", "%(n)d changes are in the draft.", taken) % {"n": taken},
    )
    if left:
        titles = ", ".join(line.title for line in read.in_words(merged.clashes) if line.title)
        messages.warning(
            request,
            _("Left as it is here, because it was changed here too: %(titles)s.") % {"titles": titles},
        )
