"""Asking for a commune, or for a set of territories. Both work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from maillage.core.forms import LookupInput
from maillage.territories.enums import Level
from maillage.territories.models import Commune, Territory
from maillage.territories.names import normalise
from maillage.territories.queries import (
    communes_named,
    resolve_code,
    search_territories,
    territories_of,
)
from maillage.territories.refs import FRANCE, TerritoryRef

#: More namesakes than this are not a list to choose from: the reader adds a département.
MOST_CHOICES = 12
#: Fewer of those that only resemble what was typed.
MOST_GUESSES = 5
#: Before a code that was chosen, not typed: 97411 typed may be a postal code of another commune.
CHOSEN = "insee:"


def commune_hint(commune: Commune) -> str:
    """What tells a commune from its namesakes: "Ardèche, 07320". Needs ``department`` selected."""
    codes = commune.postal_codes
    several = f"{codes[0]}…" if len(codes) > 1 else "".join(codes)
    return ", ".join(part for part in (commune.department.name, several) if part)


def territory_label(territory: Territory) -> str:
    """A territory with its level, as the reader types it back: "Ardèche (département)"."""
    if isinstance(territory, Commune):
        return f"{territory.name} ({territory.pk})"
    return f"{territory.name} ({territory.level.label})"


def is_certain(text: str, commune: Commune) -> bool:
    """True when the text names the commune, False when it only resembles its name."""
    name = " ".join(word for word in normalise(text).split() if not word[0].isdigit())
    return f" {name}" in commune.search_text


class CommuneInput(LookupInput):
    """The look-up of a commune, then the communes to choose from when what was typed fits several."""

    template_name = "territories/widgets/commune.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(reverse_lazy("territories:communes"), self._name_of, attrs)
        self.candidates: Sequence[Commune] = ()

    @staticmethod
    def _name_of(code: str) -> str:
        commune = resolve_code(code)
        return commune.name if commune else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, str(value or "").removeprefix(CHOSEN), attrs)
        context["widget"]["candidates"] = [
            {"code": commune.pk, "name": commune.name, "hint": commune_hint(commune)}
            for commune in self.candidates
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """A code when one was chosen for what is typed, else the text.

        Without JavaScript the hidden code stays while the text changes: it counts only if it still
        bears the typed name. A candidate counts for the text for which it was offered.
        """
        text = str(data.get(name) or "").strip()
        chosen = data.get(f"{name}_choice")
        if chosen and normalise(text) == normalise(str(data.get(f"{name}_asked") or "")):
            return f"{CHOSEN}{chosen}"
        code = data.get(f"{name}_code")
        if code and normalise(self._name_of(str(code))) == normalise(text):
            return f"{CHOSEN}{code}"
        return text


class CommuneField(forms.Field):
    """A current commune, given by name, postal code or INSEE code. Cleans to a ``Commune`` or None.

    Several communes that fit are offered as radio buttons under the field; a merged commune gives its
    successor. ``initial`` and a bound instance may be a commune or an INSEE code.
    """

    widget = CommuneInput
    default_error_messages = {
        "unknown": gettext_lazy(
            "No municipality of France is called “%(text)s”. Check the spelling, or give its postal code."
        ),
        "several": gettext_lazy("Several municipalities fit “%(text)s”: choose one."),
        "too_many": gettext_lazy(
            "More than %(number)s municipalities fit “%(text)s”: add the postal code or the département."
        ),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Municipality"))
        options.setdefault("help_text", gettext_lazy("Its name, its postal code or its INSEE code."))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Commune) else value

    def to_python(self, value: Any) -> Commune | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Commune):
            return value
        text = str(value).strip()
        if text.startswith(CHOSEN) and (commune := resolve_code(text.removeprefix(CHOSEN))):
            return commune
        found = communes_named(text)
        if found and not any(is_certain(text, commune) for commune in found):
            found = found[:MOST_GUESSES]
        if len(found) == 1 and is_certain(text, found[0]):
            return found[0]
        if not found:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"text": text})
        if len(found) > MOST_CHOICES:
            raise ValidationError(
                self.error_messages["too_many"], "too_many", {"text": text, "number": MOST_CHOICES}
            )
        if isinstance(self.widget, CommuneInput):
            self.widget.candidates = found
        raise ValidationError(self.error_messages["several"], "several", {"text": text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        given = str(self.prepare_value(data) or "").removeprefix(CHOSEN)
        return str(self.prepare_value(initial) or "") != given


class TerritorySetInput(forms.Widget):
    """The territories of a set as ticked boxes, and a look-up that adds one."""

    template_name = "territories/widgets/territory_set.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.candidates: Sequence[Territory] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        refs, text = value if isinstance(value, tuple) else (value or [], "")
        lookup = LookupInput(reverse_lazy("territories:search"))
        described = {k: v for k, v in context["widget"]["attrs"].items() if k.startswith("aria-")}
        identity = context["widget"]["attrs"].get("id")
        chosen = territories_of(_parsed(refs))
        context["widget"] |= {
            "chosen": [
                {"ref": str(ref), "name": label, "level": ref.level.label}
                for ref, label in chosen
                if ref != FRANCE
            ],
            "is_everywhere": any(ref == FRANCE for ref, _label in chosen),
            "candidates": [{"ref": str(t.ref), "label": territory_label(t)} for t in self.candidates],
            "add": lookup.get_context(f"{name}_add", text, {"id": identity, "class": "input", **described})[
                "widget"
            ],
        }
        return context

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        refs = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))
        if code := data.get(f"{name}_add_code"):
            return [*refs, code], ""
        return refs, str(data.get(f"{name}_add") or "").strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no box ticked is an empty set, not an absent one


class TerritorySetField(forms.Field):
    """A set of territories of any levels. Cleans to a list of ``TerritoryRef``, widest first.

    Give it to ``actions.set_territories``. What is typed may name several, separated by semicolons.
    """

    widget = TerritorySetInput
    default_error_messages = {
        "unknown": gettext_lazy("No territory is called “%(text)s”."),
        "several": gettext_lazy("Several territories fit “%(text)s”: tick those you mean."),
        "required": gettext_lazy("Name at least one territory, or all of France."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            gettext_lazy("Municipalities, EPCI, départements or régions; several separated by semicolons."),
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if value is None or (isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], list)):
            return value
        return [str(getattr(row, "ref", None) or TerritoryRef(*row)) for row in value]

    def to_python(self, value: Any) -> list[TerritoryRef]:
        given, text = value if isinstance(value, tuple) else (value or [], "")
        refs = {ref for ref, _name in territories_of(_parsed(given))}
        for name in filter(None, (part.strip() for part in text.replace("\n", ";").split(";"))):
            refs.add(self._named(name))
        if FRANCE in refs:
            return [FRANCE]
        order = list(Level)
        return sorted(refs, key=lambda ref: (-order.index(ref.level), ref.code))

    def _named(self, text: str) -> TerritoryRef:
        if normalise(text) == "france":
            return FRANCE
        name = text.rsplit("(", 1)[0].strip() if text.endswith(")") else text
        found: list[Territory] = [t for t in search_territories(name) if not isinstance(t, Commune)]
        found += communes_named(name)
        labelled = [t for t in found if normalise(territory_label(t)) == normalise(text)]
        exact = [t for t in found if normalise(t.name) == normalise(name)]
        fitting = labelled or exact or found
        if not fitting:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"text": text})
        if len(fitting) > 1:
            if isinstance(self.widget, TerritorySetInput):
                self.widget.candidates = fitting[:MOST_CHOICES]
            raise ValidationError(self.error_messages["several"], "several", {"text": text})
        return fitting[0].ref

    def has_changed(self, initial: Any, data: Any) -> bool:
        refs, text = data if isinstance(data, tuple) else (data or [], "")
        before = set(self.prepare_value(initial) or [])
        return bool(text) or before != set(refs)


def _parsed(refs: Iterable[Any]) -> list[TerritoryRef]:
    """Refs from their text; what is no ref is left out, as it cannot name a territory."""
    parsed = []
    for ref in refs:
        try:
            parsed.append(TerritoryRef.parse(str(ref)))
        except ValueError:
            continue
    return parsed


class SearchForm(forms.Form):
    """The search box of the territories' front page."""

    q = forms.CharField(
        required=False,
        label=gettext_lazy("Municipality, EPCI, département or région"),
        help_text=gettext_lazy("A name, a postal code or an INSEE code."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
