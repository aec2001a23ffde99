"""Who is whose referent, and who reads a deliverable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.pathways.models import Enrolment


class ReferentsForm(forms.Form):
    """A choice for each participant, ``referent_<enrolment>``; those of one project choose together."""

    def __init__(
        self, *args: Any, enrolments: Iterable[Enrolment], people: QuerySet[User], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        firsts: dict[int, int] = {}
        for row in enrolments:
            if row.project_id in firsts:
                field = self.fields[f"referent_{firsts[row.project_id]}"]
                field.label = f"{field.label}, {row.user}"
                continue
            if row.project_id is not None:
                firsts[row.project_id] = row.pk
            self.fields[f"referent_{row.pk}"] = forms.ModelChoiceField(
                label=str(row.user),
                queryset=people,
                required=False,
                initial=row.referent_id,
                empty_label=_("Nobody yet"),
                help_text=row.project.title if row.project is not None else "",
            )

    def choices(self) -> dict[int, User | None]:
        """The referent, or None, by key of the enrolment."""
        return {int(name.removeprefix("referent_")): person for name, person in self.cleaned_data.items()}


class ReferentForm(forms.Form):
    """Who reads one deliverable."""

    referent = forms.ModelChoiceField(
        label=_("Referent"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["referent"].queryset = people  # type: ignore[attr-defined]
