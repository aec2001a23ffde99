"""What every sign-up form asks beside the address: apart, as the library's forms derive from this one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User


class WhoForm(forms.Form):
    full_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As the people you work with will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("full_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """The adapter has already kept the name."""
