"""Somebody to ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.projects.enums import ROLE_SENTENCES, ProjectRole
from maillage.projects.forms.advice import rights_field


class InvitationForm(forms.Form):
    """Somebody to ask."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ProjectRole.choices,
        initial=ProjectRole.CARRIER,
        widget=forms.RadioSelect,
    )

    rights = rights_field(help_text=_("For an adviser only. You may change it later."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label} – {ROLE_SENTENCES[role]}") for role in ProjectRole
        ]
