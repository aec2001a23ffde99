"""Names as people type them, and as addresses show them. No database here."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_WORDS = re.compile(r"[a-z0-9]+")


def normalise(name: str) -> str:
    """A name without accents, case, hyphens or apostrophes; St and Ste spelled out.

    ``normalise("St-Agrève") == normalise("saint agreve") == "saint agreve"``. "Sur" written
    "s/" is understood: ``normalise("Cosne s/ Loire") == "cosne sur loire"``.
    """
    text = re.sub(r"\bs\s*/\s*", "sur ", name.translate(_LIGATURES), flags=re.IGNORECASE)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in _WORDS.findall(plain.lower()))


def slug(name: str) -> str:
    """The name as it stands in an address: ``slug("L’Haÿ-les-Roses") == "l-hay-les-roses"``."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(_WORDS.findall(letters.lower()))
