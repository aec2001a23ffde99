"""What is asked of an action: what is to be done, its end, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core.forms import DateInput
from maillage.directory.models import Service
from maillage.governance.actions.action import Task
from maillage.governance.enums import Urgency
from maillage.governance.models.need import theme_choices


class ServiceField(forms.ModelChoiceField[Service]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.organisation.name})"


class ActionForm(forms.Form):
    """An action. ``people``: who may be in charge, or help; ``services``: those that may be proposed."""

    title = forms.CharField(label=_("What is to be done"), max_length=160)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none())
    due_on = forms.DateField(label=_("By when"), widget=DateInput)
    service = ServiceField(
        label=_("Service proposed"),
        queryset=Service.objects.none(),
        required=False,
        help_text=_("Those that reach the project’s commune and deal with the theme."),
    )
    expert = forms.ModelChoiceField(
        label=_("Expert proposed"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Somebody who helps the project in person. Who decided on its money may not."),
    )
    detail = forms.CharField(
        label=_("In more words"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], services: QuerySet[Service] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name in ("owner", "expert"):
            self.fields[name].queryset = people.order_by("full_name", "pk")  # type: ignore[attr-defined]
        if services is None:
            del self.fields["service"]
        else:
            self.fields["service"].queryset = services  # type: ignore[attr-defined]

    @property
    def task(self) -> Task:
        """What was given, once valid."""
        values = self.cleaned_data
        return Task(
            title=values["title"],
            owner=values["owner"],
            due_on=values["due_on"],
            detail=values["detail"],
            expert=values.get("expert"),
            service=values.get("service"),
        )


class FinishForm(forms.Form):
    evidence = forms.CharField(
        label=_("What shows that it is done"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence, a link, or a file below."),
    )
    file = forms.FileField(label=_("File"), required=False)


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"))


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(WhyForm):
    due_on = forms.DateField(label=_("By when"), widget=DateInput)


class NeedForm(forms.Form):
    """A support need, as it was heard."""

    theme = forms.ChoiceField(label=_("Theme"), choices=theme_choices)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, initial=Urgency.SOON, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=_("What was said"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The project’s team reads it: write it for them."),
    )
