"""Problem pages, and the choice of language."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_POST

from maillage.core.signals import language_chosen


def problem(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page of an HTTP status, with the sentence that says what happened."""
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after its session ended: nothing is lost, the browser still holds what was typed."""
    return problem(
        request,
        403,
        _("This form had expired. Go back: what you typed is still there. Then send it again."),
    )


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie, and lets accounts keep it for the person."""
    response: HttpResponse = i18n.set_language(request)
    language = request.POST.get("language", "")
    if translation.check_for_language(language):
        language_chosen.send(sender=None, request=request, language=language)
    return response
