"""Records entered twice, as the platform's team reviews them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.pagination import paginate
from maillage.directory import actions
from maillage.directory.actions.merging import MODELS
from maillage.directory.enums import RecordKind
from maillage.directory.models import DuplicateProposal, MergeRecord
from maillage.directory.queries.duplicates import kind_of, proposals_to_review


def _team_only(request: HttpRequest) -> None:
    if not request.user.has_perm("directory.review_duplicates"):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest) -> HttpResponse:
    """Which records may be the same one? The button looks again."""
    _team_only(request)
    if request.method == "POST":
        number = actions.propose_duplicates()
        messages.success(request, _("%(number)s new pairs to review.") % {"number": number})
        return redirect("directory:duplicates")
    page = paginate(proposals_to_review(), order=("-similarity", "id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "directory/duplicates.html",
        {
            "page": page,
            "total": proposals_to_review().count(),
            "merges": MergeRecord.objects.select_related("merged_by").order_by("-merged_at", "-pk")[:10],
        },
    )


@dataclass(frozen=True)
class Line:
    """One column of the comparison: its name, the two values, whether they differ."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Are these two the same? Keep one, or say that they are two."""
    _team_only(request)
    proposal = get_object_or_404(proposals_to_review(), pk=pk)
    if request.method == "POST":
        records = {proposal.first.pk: proposal.first, proposal.second.pk: proposal.second}
        keep = records.get(_number(request.POST.get("keep")))
        if keep is None:
            actions.dismiss_duplicate(proposal, by=request.user)
            messages.success(request, _("Noted: these are two different records."))
            return redirect("directory:duplicates")
        drop = next(record for record in records.values() if record != keep)
        try:
            actions.merge(keep, drop, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, _("Merged. It can be undone from this page."))
        return redirect("directory:duplicates")
    return render(
        request,
        "directory/duplicate.html",
        {"proposal": proposal, "kind": kind_of(proposal), "lines": list(_lines(proposal))},
    )


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes a merge."""
    _team_only(request)
    record = get_object_or_404(MergeRecord, pk=pk)
    try:
        _record, lost = actions.undo_merge(record, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(
            request,
            ngettext(
                "The merge is undone. %(number)s link had changed since, and stays where it is.",
                "The merge is undone. %(number)s links had changed since, and stay where they are.",
                lost,
            )
            % {"number": lost}
            if lost
            else _("The merge is undone: every link is back."),
        )
    return redirect("directory:duplicates")


@require_safe
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """What did this merge move?"""
    _team_only(request)
    record = get_object_or_404(MergeRecord.objects.select_related("merged_by", "undone_by"), pk=pk)
    model = MODELS[RecordKind(record.kind)]
    counts: dict[str, int] = {}
    for move in record.moves:
        counts[move["model"]] = counts.get(move["model"], 0) + 1
    return render(
        request,
        "directory/merge.html",
        {
            "merge": record,
            "kept": model._default_manager.get(pk=record.kept_id),
            "dropped": model._default_manager.get(pk=record.dropped_id),
            "counts": [(_verbose(label), number) for label, number in sorted(counts.items())],
            "left": len(record.left),
            "filled": [
                str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                for name in record.filled
            ],
        },
    )


def _verbose(label: str) -> str:
    from django.apps import apps

    return str(apps.get_model(label)._meta.verbose_name)


def _lines(proposal: DuplicateProposal) -> Iterator[Line]:
    first: Any = proposal.first
    second: Any = proposal.second
    yield Line(_("name"), first.name, second.name)
    names = (
        ["address", "postal_code", "commune", "website", "email", "phone", "description"]
        if proposal.first_place_id
        else ["legal_form", "siret", "rna", "address", "postal_code", "commune", "website", "description"]
    )
    if proposal.first_place_id:
        yield Line(_("run by"), str(first.organisation or ""), str(second.organisation or ""))
        yield Line(_("types of place"), ", ".join(first.type_labels), ", ".join(second.type_labels))
    for name in names:
        label = str(first._meta.get_field(name).verbose_name)
        yield Line(label, _shown(first, name), _shown(second, name))


def _shown(record: Any, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return str(value or "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
