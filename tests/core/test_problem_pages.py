"""Problem pages: each status has its own, in words, within the site's frame, and gives no detail away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.defaults import server_error

from maillage.config import urls as platform_urls
from maillage.core.errors import Conflict, Invalid, NotAllowed, StorageUnavailable

pytestmark = pytest.mark.django_db
RAISED: dict[str, Exception] = {
    "400": SuspiciousOperation("secret detail"),
    "400d": Invalid("Une phrase pour vous."),
    "403": PermissionDenied(),
    "403d": NotAllowed("Une phrase pour vous."),
    "404": Http404("secret detail"),
    "409d": Conflict("Une phrase pour vous."),
    "500": RuntimeError("secret detail"),
    "503d": StorageUnavailable("Une phrase pour vous."),
}


def raises(_request: HttpRequest, key: str) -> HttpResponse:
    raise RAISED[key]


def accepts(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


raises.login_required = accepts.login_required = False  # type: ignore[attr-defined]


class urls:
    urlpatterns = [
        path("probleme/<str:key>/", raises),
        path("formulaire/", accepts),
        *platform_urls.urlpatterns,
    ]
    handler400 = platform_urls.handler400
    handler403 = platform_urls.handler403
    handler404 = platform_urls.handler404


@pytest.fixture(autouse=True)
def _urls(settings: Any) -> None:
    settings.ROOT_URLCONF = urls


@pytest.mark.parametrize("key", sorted(RAISED))
def test_problem_has_its_page(key: str) -> None:
    response = Client(raise_request_exception=False).get(f"/probleme/{key}/")
    page = response.content.decode()
    assert response.status_code == int(key[:3])
    assert "data-problem" in page
    assert "<h1" in page
    assert "secret detail" not in page
    assert ("Une phrase pour vous." in page) is key.endswith("d")


def test_address_that_leads_nowhere() -> None:
    response = Client().get("/rien-ici/")
    assert response.status_code == 404
    assert "data-problem" in response.content.decode()


def test_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/formulaire/")
    assert response.status_code == 403
    assert "data-problem" in response.content.decode()


def test_host_that_is_not_served_gets_the_page_too() -> None:
    response = Client().get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400


def test_500_page_needs_no_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = server_error(HttpRequest())
    assert response.status_code == 500
    assert "data-problem" in response.content.decode()
