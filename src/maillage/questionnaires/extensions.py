"""What higher floors tell questionnaires: who writes them, and who answers them.

Filled in ``AppConfig.ready()``::

    editor_sources.add(EditorSource("programmes", operators_of_officer))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.core.registry import Registry
from maillage.directory.models import Organisation


@dataclass(frozen=True)
class EditorSource:
    """``owners_for(user)``: organisations whose questionnaires that person writes (a lazy queryset)."""

    key: str
    owners_for: Callable[[Any], QuerySet[Organisation]]
    order: int = 100


editor_sources: Registry[EditorSource] = Registry()
