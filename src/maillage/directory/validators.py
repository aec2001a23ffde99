"""Checks of form that need no database: official numbers, opening hours, telephones."""

from __future__ import annotations

import re

import opening_hours
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as stdnum_siret

# A W, the department of the registering prefecture (with a letter for Corsica and New Caledonia), the
# number of its office, then six digits. The number has no control digit; python-stdnum does not know it.
RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
_TYPED_SPACES = re.compile(r"[\s\u00a0\u202f.\-]+")


def normalise_siret(text: str) -> str:
    """Fourteen digits without spaces, or the empty text.

    Raises:
        ValidationError: on ``siret``: wrong length, or a control digit that does not fit.
    """
    compact = _TYPED_SPACES.sub("", text or "")
    if not compact:
        return ""
    try:
        return str(stdnum_siret.validate(compact))
    except InvalidChecksum:
        raise ValidationError(
            {"siret": _("This SIRET has a mistyped digit: its control digits do not fit.")}, code="checksum"
        ) from None
    except NumberError:
        raise ValidationError({"siret": _("A SIRET has 14 digits.")}, code="form") from None


def normalise_rna(text: str) -> str:
    """``W`` and nine characters, or the empty text.

    Raises:
        ValidationError: on ``rna``.
    """
    compact = _TYPED_SPACES.sub("", text or "").upper()
    if not compact:
        return ""
    if not RNA.fullmatch(compact):
        raise ValidationError(
            {"rna": _("An RNA number is a W followed by nine digits, as W123456789.")}, code="form"
        )
    return compact


def validate_opening_hours(text: str) -> None:
    """Refuses what OpenStreetMap's syntax does not know."""
    if text and not opening_hours.validate(text):
        raise ValidationError(
            _("Opening hours are written as “Mo-Fr 09:00-18:00; Sa 10:00-12:00” (OpenStreetMap’s way)."),
            code="opening_hours",
        )
