"""The staff pages use everyone's sign-in: one place for passwords, codes, passkeys and rate limits."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User
from maillage.accounts.queries import has_second_factor


class StaffSite(AdminSite):
    """Django's admin, reached by staff who have a second factor when the server is public."""

    site_header = site_title = gettext_lazy("Maillage, staff pages")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not self._lacks_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Never a form of its own: leads to the common sign-in, or says what is missing."""
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("account_login"))
        if not super().has_permission(request):
            raise PermissionDenied
        if self._lacks_second_factor(request):
            messages.warning(request, _("The staff pages ask for a second factor: add one here first."))
            return redirect("accounts:security")
        return redirect("admin:index")

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        if not settings.STAFF_NEEDS_SECOND_FACTOR or not isinstance(request.user, User):
            return False
        return not has_second_factor(request.user)
