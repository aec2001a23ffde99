"""Forms about the people of an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.directory.enums import ROLE_SENTENCES, MembershipRole
from maillage.directory.models import Membership


def _roles() -> list[tuple[str, str]]:
    return [
        (role.value, f"{str(role.label).capitalize()} – {ROLE_SENTENCES[role]}") for role in MembershipRole
    ]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation is valid for two weeks."))
    role = forms.ChoiceField(
        label=_("Role"), choices=_roles, initial=MembershipRole.MEMBER, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole.choices)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=User.objects.none(),
        help_text=_("Somebody who belongs to the organisation. Invite them first if they do not yet."),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, leaver: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = (
            User.objects.filter(
                is_active=True,
                memberships__in=Membership.objects.active().filter(organisation=leaver.organisation_id),
            )
            .exclude(pk=leaver.user_id)
            .order_by("full_name", "email")
        )
