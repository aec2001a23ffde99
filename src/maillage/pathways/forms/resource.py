"""What is asked to share something with a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _


class SecureURLField(forms.URLField):
    """An https address. One typed without its beginning gets it; an http one is refused with its reason."""

    default_validators = [URLValidator(schemes=["https"])]

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 500)
        super().__init__(assume_scheme="https", **options)

    def run_validators(self, value: Any) -> None:
        if str(value).lower().startswith("http://"):
            raise forms.ValidationError(_("This link begins with http://: only https:// links are shared."))
        super().run_validators(value)


class ResourceForm(forms.Form):
    """A link, or a file."""

    title = forms.CharField(label=_("Title"), max_length=150)
    url = SecureURLField(
        label=_("Link to a page or a video"),
        required=False,
        help_text=_("It begins with https://. Or choose a file, below."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, text, slides, table or picture. Only those who see the session open it."),
    )
    minutes = forms.IntegerField(
        label=_("How long it takes, in minutes"), min_value=1, max_value=600, required=False
    )
    note = forms.CharField(
        label=_("What to do with it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Before the session, during it, after it?"),
    )
    kit_title = forms.CharField(max_length=150, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "url" in self.errors or "file" in self.errors:
            return values
        if values.get("url") and values.get("file"):
            self.add_error("file", _("A resource is a link or a file: keep one, and share the other apart."))
        elif not values.get("url") and not values.get("file"):
            self.add_error("url", _("Give a link, or choose a file."))
        return values

    @property
    def lost_file(self) -> bool:
        """Whether a file was chosen that a browser does not choose again by itself."""
        return bool(self.errors and self.files.get("file"))
