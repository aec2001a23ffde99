"""A signed-in person reads the language of their account, on whatever device; others are asked to sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation


class OwnLanguageMiddleware:
    """Runs after authentication; a visitor's language is chosen before, by cookie or by their browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language != translation.get_language():
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything asks one to sign in but what says otherwise. Whoever sent a form after their session had
    ended comes back to the page of the form, where their browser kept what was typed, not to the address that
    receives it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        page = urlsplit(request.headers.get("Referer", ""))
        if request.method == "POST" and page.netloc == request.get_host():
            path = page._replace(scheme="", netloc="", fragment="").geturl()
            field = self.get_redirect_field_name(view_func)
            return redirect_to_login(path, self.get_login_url(view_func), field)
        return super().handle_no_permission(request, view_func)
