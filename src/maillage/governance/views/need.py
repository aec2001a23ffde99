"""Support needs: what to teach next, and one need's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.directory.enums import Theme
from maillage.governance.actions import need as needs
from maillage.governance.enums import NEED_TONES, URGENCY_TONES, NeedState, Urgency
from maillage.governance.forms.action import NeedForm, WhyForm
from maillage.governance.models import SupportNeed
from maillage.governance.queries import need as read
from maillage.governance.views.frame import frame, say


def _host(request: HttpRequest) -> tuple[tuple[str, int] | None, list[dict[str, Any]]]:
    """The host that the address asks for, the first otherwise, and those to choose from."""
    run = read.hosts_of(request.user)
    asked = next((key for key in run if request.GET.get(key[0], "") == str(key[1])), next(iter(run), None))
    chips = [
        {"label": name, "param": kind, "value": str(pk), "active": (kind, pk) == asked}
        for (kind, pk), name in run.items()
    ]
    return asked, chips


@require_safe
def needs_page(request: HttpRequest) -> HttpResponse:
    """What do projects need most, promotion by promotion?"""
    host, chips = _host(request)
    if host is None:
        return render(request, "governance/need/none.html", frame("needs"))
    unmet = request.GET.get("etat") == "en-attente"
    counted = read.by_theme(host, unmet=unmet)
    address = f"{reverse('governance:needs_theme', args=['THEME'])}?{host[0]}={host[1]}"
    return render(
        request,
        "governance/need/counts.html",
        frame("needs")
        | {
            "counted": counted,
            "unmet": unmet,
            "host": host,
            "chips": chips if len(chips) > 1 else [],
            "filters": [
                {"label": _("All"), "param": "etat", "value": ""},
                {"label": _("Still waiting"), "param": "etat", "value": "en-attente"},
            ],
            "rows_with_groups": [
                {
                    "count": row,
                    "cells": [
                        (name, n) for (_key, name), n in zip(counted.groups, row.by_group, strict=True)
                    ],
                }
                for row in counted.rows
            ],
            "bars": [
                {
                    "label": row.label,
                    "value": row.needs,
                    "url": address.replace("THEME", row.theme),
                    "text": ngettext("%(n)d need", "%(n)d needs", row.needs) % {"n": row.needs},
                    "tone": "wait" if row.blocking else "",
                }
                for row in counted.rows
            ],
        },
    )


@require_safe
def needs_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every need of a host, one a line."""
    host, _chips = _host(request)
    if host is None:
        raise Http404
    rows = SupportNeed.objects.filter(host_kind=host[0], host_id=host[1])
    columns = ("projet", "theme", "urgence", "etat", "promotion", "dit_le", "ce_qui_a_ete_dit")
    return csv_response(
        "besoins.csv",
        columns,
        _csv_rows(rows.select_related("project").order_by("said_at", "pk").iterator(chunk_size=1000)),
    )


def _csv_rows(rows: Iterator[SupportNeed]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row.project.title,
            row.theme,
            row.urgency,
            row.state,
            row.group_name,
            row.said_at.isoformat(),
            row.said,
        ]


@require_safe
def needs_theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Who needs help with this, and what was said?"""
    host, _chips = _host(request)
    if host is None or theme not in Theme.values:
        raise Http404
    page = paginate(read.detail(host, theme), order=("-said_at", "-pk"), cursor=request.GET.get("cursor"))
    for need in page.rows:
        need.tone = NEED_TONES[NeedState(need.state)]  # type: ignore[attr-defined]
        need.urgency_tone = URGENCY_TONES[Urgency(need.urgency)]  # type: ignore[attr-defined]
    return render(
        request,
        "governance/need/theme.html",
        frame("needs") | {"page": page, "theme": Theme(theme).label, "host": host},
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Says it otherwise."""
    need = read.steered(request.user, pk)
    names = ("theme", "urgency", "said")
    form = NeedForm(request.POST or None, initial={name: getattr(need, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            needs.update(need, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The need is saved."))
            return redirect(_back(need))
    return render(
        request,
        "governance/reason.html",
        frame("needs")
        | {
            "form": form,
            "title": _("What does “%(project)s” need?") % {"project": need.project.title},
            "lede": "",
            "submit": "",
            "kind": "",
            "back_url": _back(need),
            "trail": [(_("Support needs"), reverse("governance:needs"))],
        },
    )


def _back(need: SupportNeed) -> str:
    if need.item is not None:
        return need.item.get_absolute_url()
    theme = reverse("governance:needs_theme", args=[need.theme])
    return f"{theme}?{need.host_kind}={need.host_id}"


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets it aside, with the reason."""
    need = read.steered(request.user, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            needs.drop(need, why=form.cleaned_data["why"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The need is set aside; it can be taken up again."))
            return redirect(_back(need))
    return render(
        request,
        "governance/reason.html",
        frame("needs")
        | {
            "form": form,
            "title": _("Why is this need set aside?"),
            "lede": need.said,
            "submit": _("Set it aside"),
            "kind": "danger",
            "back_url": _back(need),
            "trail": [(_("Support needs"), reverse("governance:needs"))],
        },
    )


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    need = read.steered(request.user, pk)
    try:
        needs.take_up(need, by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("The need is taken up again."))
    return redirect(_back(need))
