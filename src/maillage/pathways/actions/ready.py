"""Loads the kits that ship with the platform. Safe to run again; run by the operator after an upgrade."""

from __future__ import annotations

from django.db import transaction

from maillage.core import clock, events
from maillage.pathways.actions.kit import tell_takers
from maillage.pathways.enums import VersionState
from maillage.pathways.kit_changes import diff
from maillage.pathways.models import Kit, KitVersion
from maillage.pathways.ready import ReadyKit, ready_kits


def load_ready_kits() -> int:
    """Makes the ready kits that are missing, and a new version of those whose text changed; how many."""
    return sum(_load(ready) for ready in ready_kits())


@transaction.atomic
def _load(ready: ReadyKit) -> bool:
    kit, _made = Kit.objects.get_or_create(
        ready_key=ready.key, defaults={"title": ready.title, "summary": ready.summary}
    )
    kit = Kit.objects.select_for_update(of=("self",)).select_related("published").get(pk=kit.pk)
    described = (
        ready.title,
        ready.summary,
        [stage.value for stage in ready.stages],
        [theme.value for theme in ready.themes],
    )
    if (kit.title, kit.summary, kit.stages, kit.themes) != described:
        kit.title, kit.summary, kit.stages, kit.themes = described
        kit.save(update_fields=["title", "summary", "stages", "themes"])
    if kit.published is not None and not diff(kit.published.says, ready.content):
        return False
    moment = clock.database_now()
    version = KitVersion.objects.create(
        kit=kit,
        number=(kit.published.number if kit.published else 0) + 1,
        state=VersionState.PUBLISHED,
        content=ready.content.as_json(),
        created_at=moment,
        published_at=moment,
    )
    kit.published = version
    kit.save(update_fields=["published"])
    events.record(kit, "pathways.kit_published", by=None, data={"number": version.number})
    tell_takers(kit, version)
    return True
