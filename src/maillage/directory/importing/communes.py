"""The municipality that a line of a list means: by INSEE code, else by name with its département.

A postal code alone never decides: several municipalities share one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from maillage.territories.models import Commune, Department
from maillage.territories.names import normalise

_CODE = re.compile(r"\d[\dAB]\d{3}")
_DEPARTMENT = re.compile(r"\d{1,3}|2[ab]", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A commune, or the sentence that says why there is none; ``notices`` say what was understood."""

    commune: Commune | None
    problem: str = ""
    notices: tuple[str, ...] = ()


@dataclass
class CommuneFinder:
    """Looks up every line of a file with a handful of queries: ``prepare`` first, then ``find``."""

    default_department: str = ""
    _by_code: dict[str, Commune] = field(default_factory=dict)
    _by_name: dict[str, list[Commune]] = field(default_factory=lambda: defaultdict(list))
    _departments: dict[str, str] = field(default_factory=dict)

    def prepare(self, codes: Iterable[str], names: Iterable[str]) -> None:
        """Fetches the communes that have these codes or names, and the successors of merged ones."""
        wanted = {clean_code(code) for code in codes} - {""}
        named = {normalise(name) for name in names} - {""}
        known = Commune.objects.select_related("successor", "department")
        for commune in known.filter(pk__in=wanted).order_by("pk"):
            self._by_code[commune.pk] = commune
        if lost := wanted - self._by_code.keys():
            for commune in known.filter(former_codes__overlap=sorted(lost), is_current=True).order_by("pk"):
                for code in lost.intersection(commune.former_codes):
                    self._by_code[code] = commune
        for commune in known.filter(search_name__in=named).order_by("pk"):
            self._by_name[commune.search_name].append(commune)
        for code, name in Department.objects.values_list("pk", "name").order_by("pk"):
            self._departments[normalise(name)] = code
            self._departments[code.lower()] = code

    def find(self, *, code: str = "", name: str = "", department: str = "", postal_code: str = "") -> Found:
        """The commune of a line. The code wins over the name; their disagreement is told."""
        if clean_code(code):
            return self._of_code(clean_code(code), name)
        if code:
            problem = _("“%(code)s” is not an INSEE code (five characters, as 07204 or 2A004).") % {
                "code": code
            }
            return Found(None, problem)
        if name:
            return self._of_name(name, department, postal_code)
        if postal_code:
            return Found(
                None,
                _("A postal code is not enough: give the INSEE code, or the name of the municipality."),
            )
        return Found(None, _("The municipality is missing: give its INSEE code, or its name."))

    def _of_code(self, code: str, name: str) -> Found:
        commune = self._by_code.get(code)
        if commune is None:
            return Found(
                None,
                _("No municipality has the INSEE code %(code)s. (A postal code is not an INSEE code.)")
                % {"code": code},
            )
        current = _current(commune)
        if current is None:
            return Found(
                None,
                _("%(name)s (%(code)s) no longer exists and has no known successor.")
                % {"name": commune.name, "code": code},
            )
        notices = []
        if current.pk != code:
            notices.append(_merged(commune if commune.pk == code else None, code, current))
        known = {normalise(other) for row in (commune, current) for other in (row.name, *row.other_names)}
        if name and normalise(name) not in known:
            notices.append(
                _("The INSEE code %(code)s is %(name)s, where the list says “%(given)s”: the code is kept.")
                % {"code": code, "name": current.name, "given": name}
            )
        return Found(current, notices=tuple(notices))

    def _of_name(self, name: str, department: str, postal_code: str) -> Found:
        rows = self._by_name.get(normalise(name), [])
        if not rows:
            return Found(
                None,
                _("No municipality is called “%(name)s”. Check its spelling, or give its INSEE code.")
                % {"name": name},
            )
        given = department or self.default_department
        if given:
            code = self._department_code(given)
            if not code:
                return Found(None, _("“%(text)s” is not a département.") % {"text": given})
            rows = [row for row in rows if row.department_id == code]
        elif postal_code:
            rows = [row for row in rows if _has_postal_code(row, postal_code)]
        currents = {current.pk: (current, row) for row in rows if (current := _current(row))}
        # A commune of today wins over a former one of the same name that another one absorbed.
        if len(currents) > 1:
            today = {pk: pair for pk, pair in currents.items() if pair[1].is_current}
            currents = today or currents
        if not currents:
            where = given or postal_code
            return Found(
                None,
                _("No municipality is called “%(name)s” in %(where)s.") % {"name": name, "where": where},
            )
        if len(currents) > 1:
            return Found(
                None,
                _(
                    "Several municipalities are called “%(name)s” (%(where)s): "
                    "give the département or the INSEE code."
                )
                % {
                    "name": name,
                    "where": ", ".join(sorted({row.department_id for row, _former in currents.values()})),
                },
            )
        current, row = next(iter(currents.values()))
        notices = []
        if row.pk != current.pk:
            notices.append(_merged(row, row.pk, current))
        if not given and not postal_code:
            notices.append(
                _("Understood as %(name)s (%(department)s), the only municipality of that name.")
                % {"name": current.name, "department": current.department_id}
            )
        return Found(current, notices=tuple(notices))

    def _department_code(self, text: str) -> str:
        plain = text.strip().lower()
        if _DEPARTMENT.fullmatch(plain):
            plain = plain.zfill(2)
        return self._departments.get(plain) or self._departments.get(normalise(text), "")


def clean_code(text: str) -> str:
    """An INSEE code as it should be: “1004”, which a spreadsheet cut, is 01004. Empty: no code."""
    plain = text.strip().upper().replace(" ", "")
    if plain.isdigit() and len(plain) == 4:
        plain = f"0{plain}"
    return plain if _CODE.fullmatch(plain) else ""


def _current(commune: Commune) -> Commune | None:
    return commune if commune.is_current else commune.successor


def _has_postal_code(commune: Commune, postal_code: str) -> bool:
    current = _current(commune)
    return postal_code in commune.postal_codes or bool(current and postal_code in current.postal_codes)


def _merged(former: Commune | None, code: str, current: Commune) -> str:
    return _("%(former)s (%(code)s) is now part of %(name)s (%(current)s).") % {
        "former": former.name if former else code,
        "code": code,
        "name": current.name,
        "current": current.pk,
    }
