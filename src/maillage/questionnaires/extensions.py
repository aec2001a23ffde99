"""What higher floors tell questionnaires: who writes them, and who answers them.

Filled in ``AppConfig.ready()``::

    editor_sources.add(EditorSource("programmes", operators_of_officer))
    use_sources.add(UseSource("programmes", uses=stages_asking, follow=stages_follow))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.core.errors import Sentence
from maillage.core.registry import Registry
from maillage.directory.models import Organisation


@dataclass(frozen=True)
class EditorSource:
    """``owners_for(user)``: organisations whose questionnaires that person writes (a lazy queryset)."""

    key: str
    owners_for: Callable[[Any], QuerySet[Organisation]]
    order: int = 100


@dataclass(frozen=True)
class Use:
    """Something that asks a questionnaire: a stage of a call."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class UseSource:
    """``uses(questionnaire)`` lists what asks it; ``follow(version, by)`` makes all of it ask a version that
    was just published, in the transaction of the publication. ``faults(version)`` says what keeps a draft
    from being asked there: ids of questions, each with its sentence. ``stages(questionnaire)`` lists the
    stages at which an answer may be needed, as (short name, title)."""

    key: str
    uses: Callable[[Any], Sequence[Use]]
    follow: Callable[[Any, Any], None]
    faults: Callable[[Any], Sequence[tuple[str, Sentence]]] = lambda _version: ()
    stages: Callable[[Any], Sequence[tuple[str, Sentence]]] = lambda _questionnaire: ()
    order: int = 100


@dataclass(frozen=True)
class ReadyForm:
    """A questionnaire to begin with: ``content()`` gives its JSON, which is its author's from then on."""

    key: str
    label: Sentence
    content: Callable[[], dict[str, Any]]
    order: int = 100


ready_forms: Registry[ReadyForm] = Registry()
editor_sources: Registry[EditorSource] = Registry()
use_sources: Registry[UseSource] = Registry()


def stages_of(questionnaire: Any) -> list[tuple[str, Sentence]]:
    """The stages at which an answer to the questionnaire may be needed, over every source."""
    return [stage for source in use_sources for stage in source.stages(questionnaire)]
