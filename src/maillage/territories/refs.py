"""A territory named by level and code, as sets, forms and addresses carry it."""

from __future__ import annotations

from typing import NamedTuple

from maillage.territories.enums import Level


class TerritoryRef(NamedTuple):
    """A level and a code of that level: ("epci", "200041465"). "FR" is the only country."""

    level: Level
    code: str

    def __str__(self) -> str:
        return f"{Level(self.level).value}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> TerritoryRef:
        """The ref written ``level:code``. Raises ValueError for anything else."""
        level, _colon, code = text.partition(":")
        if not code:
            raise ValueError(text)
        return cls(Level(level), code)


FRANCE = TerritoryRef(Level.COUNTRY, "FR")
