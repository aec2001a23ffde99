"""Kits as each person may see them: the catalogue, one kit, its uses, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core import formatting
from maillage.core.one import one_or_none
from maillage.pathways import rules as who
from maillage.pathways.content import KitContent, KitResource
from maillage.pathways.enums import DeliverableKind, Modality, ProposalState, SessionKind, VersionState
from maillage.pathways.kit_changes import Change, ChangeKind, diff
from maillage.pathways.models import Kit, KitFeedback, KitVersion, Pathway
from maillage.pathways.queries.survey import title_of

ORDER = ("title", "pk")


@dataclass(frozen=True)
class KitScope:
    kit: Kit
    writes: bool

    @property
    def draft(self) -> KitVersion | None:
        return self.kit.versions.filter(state=VersionState.DRAFT).first()


def scope(user: Any, pk: int, *, to_write: bool = False) -> KitScope:
    """The kit, for whoever may read it. Raises Http404 for everybody else."""
    rows = Kit.objects.select_related("owner", "published", "origin__kit__published", "merged_from")
    kit = one_or_none(rows.defer("owner__words", "owner__search").filter(pk=pk))
    if kit is None or not user.has_perm("pathways.view_kit", kit):
        raise Http404
    writes = bool(user.has_perm("pathways.change_kit", kit))
    if to_write and not writes:
        raise Http404
    return KitScope(kit, writes)


def may_answer(user: Any, kit: Kit) -> bool:
    """Whether the person answers what is proposed to a kit: its authors, or the platform's team for those
    that ship with it."""
    return bool(user.is_authenticated and user.is_staff) if kit.is_ready else may_write(user, kit)


def catalogue(user: Any, *, words: str = "", stage: str = "", theme: str = "", mine: bool = False) -> Any:
    """Kits to read and take up, ready ones and shared ones; with ``mine``, those that the person writes."""
    rows = Kit.objects.written_by(user) if mine else Kit.objects.visible_to(user)
    rows = rows.filter(archived_at__isnull=True)
    for word in words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    if stage:
        rows = rows.filter(stages__contains=[stage])
    if theme:
        rows = rows.filter(themes__contains=[theme])
    return with_uses(rows).for_list()


def with_uses(rows: Any) -> Any:
    """With how many pathways ran on any version (``uses``), kits taken from it, and its mean mark."""

    def per_kit(queryset: QuerySet[Any], path: str, value: Any) -> Subquery:
        found = queryset.filter(**{path: OuterRef("pk")}).order_by()
        return Subquery(found.values(path).annotate(n=value).values("n"))

    return rows.annotate(
        uses=per_kit(Pathway.objects.all(), "kit_version__kit", Count("pk")),
        taken=per_kit(Kit.objects.all(), "origin__kit", Count("pk")),
        mark=per_kit(KitFeedback.objects.filter(recommends__isnull=False), "version__kit", Avg("recommends")),
    )


def uses_of(kit: Kit, limit: int = 20) -> Sequence[Pathway]:
    """The last pathways that ran on it, in the open ones first; titles of others' are theirs to show."""
    return list(
        Pathway.objects.filter(kit_version__kit=kit)
        .select_related("organisation", "kit_version")
        .defer("organisation__words", "organisation__search", "kit_version__content")
        .order_by("-starts_on", "-pk")[:limit]
    )


def feedback_of(kit: Kit, limit: int = 30) -> Sequence[KitFeedback]:
    return list(
        KitFeedback.objects.filter(version__kit=kit)
        .select_related("version", "pathway__organisation", "given_by")
        .order_by("-given_at", "-pk")[:limit]
    )


def upstream_changes(kit: Kit) -> tuple[KitVersion, list[Change]] | None:
    """What changed in the kit that this one was taken from since it was last looked at; None when nothing
    did, or it was taken from none."""
    if kit.origin is None or kit.merged_from is None:
        return None
    newest = kit.origin.kit.published
    if newest is None or newest.pk == kit.merged_from_id:
        return None
    return newest, diff(kit.merged_from.says, newest.says)


def open_proposals(kit: Kit) -> Any:
    return (
        kit.proposals.filter(state=ProposalState.OPEN)
        .select_related("version__kit__owner", "proposed_by")
        .order_by("-proposed_at", "-pk")
    )


# --- In words -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A change, as people read it."""

    kind: str
    label: str
    title: str
    before: str
    after: str


def in_words(changes: Sequence[Change]) -> list[Line]:
    """Changes as lines: what, and from what to what."""
    names = field_names()
    lines = []
    for change in changes:
        title = change.title if not change.field else f"{change.title} · {names[change.field]}"
        if change.kind == ChangeKind.SETTING:
            title = names[change.field]
        whole = change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
        lines.append(
            Line(
                change.kind.value,
                str(change.kind.label),
                title if change.kind != ChangeKind.ORDER else "",
                "" if whole else value_in_words(change.field, change.before),
                "" if whole else value_in_words(change.field, change.after),
            )
        )
    return lines


def field_names() -> dict[str, str]:
    return {
        "audience": _("For whom"),
        "group_min": _("Group, at least"),
        "group_max": _("Group, at most"),
        "every_days": _("Days between two sessions"),
        "span_days": _("How long the whole lasts, in days"),
        "calendar": _("Calendar rule"),
        "is_itinerant": _("Itinerant"),
        "costs": _("Expected costs"),
        "contributions": _("Contributions"),
        "before": _("Questionnaire before"),
        "after": _("Questionnaire after"),
        "kind": _("kind"),
        "title": _("title"),
        "minutes": _("length"),
        "modality": _("how people meet"),
        "objectives": _("objectives"),
        "materials": _("materials"),
        "resources": _("resources"),
        "speakers": _("speakers"),
        "deliverables": _("deliverables"),
        "per_person": _("how many per person"),
        "gap_days": _("days after the one before"),
    }


def value_in_words(field: str, value: Any) -> str:
    if field == "minutes":
        return formatting.duration(value)
    if field == "kind":
        return str(SessionKind(value).label)
    if field == "modality":
        return str(Modality(value).label)
    if field == "deliverables":
        return ", ".join(str(DeliverableKind(kind).label) for kind in value) or "—"
    if field == "resources":
        return "\n".join(resource_in_words(row) for row in value) or "—"
    if field in ("before", "after"):
        return title_of(value) or "—"
    if field in ("span_days", "per_person"):
        low, high = value
        if low == high:
            return str(high) if high else "—"
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple | list):
        return " · ".join(str(part) for part in value) or "—"
    return str(value) if value not in (None, "") else "—"


def resource_in_words(resource: KitResource) -> str:
    """One resource of a kit on one line: all that may change in it."""
    parts = (
        resource.title,
        formatting.duration(resource.minutes) if resource.minutes else "",
        resource.url or _("brought by those who run the session"),
        resource.note,
    )
    return " · ".join(part for part in parts if part)


def outline(content: KitContent) -> list[dict[str, Any]]:
    """The templates of a content, as a page shows them."""
    return [
        {
            "template": row,
            "kind": row.kind.label,
            "modality": row.modality.label,
            "deliverables": [kind.label for kind in row.deliverables],
        }
        for row in content.templates
    ]


def may_write(user: Any, kit: Kit) -> bool:
    return bool(who.writes_kit(user, kit))
