"""Kits: writing one, publishing its versions, taking one up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory import rules as directory
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation
from maillage.pathways.actions.locks import only_authors
from maillage.pathways.content import Fault, KitContent, SessionTemplate
from maillage.pathways.enums import VERSION_TRANSITIONS, VersionState
from maillage.pathways.kit_changes import diff
from maillage.pathways.models import Kit, KitVersion


@transaction.atomic
def create(
    owner: Organisation,
    *,
    title: str,
    summary: str,
    by: Any,
    stages: Sequence[str] = (),
    themes: Sequence[str] = (),
    is_shared: bool = True,
    content: KitContent | None = None,
) -> Kit:
    """A kit with an empty draft, or the draft given. Raises NotAllowed outside the organisation's team."""
    _only_editors(owner, by)
    if not title.strip():
        raise Invalid(fields={"title": _("Give the kit a title.")})
    kit = Kit.objects.create(
        owner=owner,
        title=title.strip(),
        summary=summary.strip(),
        stages=list(stages),
        themes=list(themes),
        is_shared=is_shared,
        created_by=by,
        created_at=clock.database_now(),
    )
    _draft_of(kit, content or KitContent(), by=by)
    events.record(kit, "pathways.kit_created", by=by)
    return kit


@transaction.atomic
def take_up(kit: Kit, owner: Organisation, *, by: Any, title: str = "") -> Kit:
    """A kit of one's own that begins as the published version of another, and stays tied to it.

    Raises:
        Conflict: nothing is published there.
        NotAllowed: the person does not see it, or does not write for ``owner``.
    """
    _only_editors(owner, by)
    if not by.has_perm("pathways.view_kit", kit):
        raise NotAllowed
    version = kit.published
    if version is None:
        raise Conflict(_("This kit has no published version yet."))
    mine = Kit.objects.create(
        owner=owner,
        title=title.strip() or kit.title,
        summary=kit.summary,
        stages=kit.stages,
        themes=kit.themes,
        origin=version,
        merged_from=version,
        created_by=by,
        created_at=clock.database_now(),
    )
    _draft_of(mine, version.says, by=by)
    events.record(mine, "pathways.kit_taken_up", by=by, data={"from": kit.pk, "version": version.number})
    return mine


@transaction.atomic
def describe(
    kit: Kit,
    *,
    title: str,
    summary: str,
    stages: Sequence[str],
    themes: Sequence[str],
    is_shared: bool,
    by: Any,
) -> Kit:
    """Other words about the kit; what its versions say stays."""
    kit = _locked(kit, by)
    if not title.strip():
        raise Invalid(fields={"title": _("Give the kit a title.")})
    kit.title, kit.summary, kit.is_shared = title.strip(), summary.strip(), is_shared
    kit.stages, kit.themes = list(stages), list(themes)
    kit.save(update_fields=["title", "summary", "stages", "themes", "is_shared"])
    events.record(kit, "pathways.kit_described", by=by)
    return kit


@transaction.atomic
def begin_draft(kit: Kit, *, by: Any) -> KitVersion:
    """The draft of the next version, begun from the published one when there is none."""
    kit = _locked(kit, by)
    found = kit.versions.filter(state=VersionState.DRAFT).first()
    if found is not None:
        return found
    return _draft_of(kit, kit.published.says if kit.published else KitContent(), by=by)


@transaction.atomic
def drop_draft(kit: Kit, *, by: Any) -> None:
    """Throws the draft away. Raises Conflict when nothing was ever published: the kit would be empty."""
    kit = _locked(kit, by)
    if kit.published is None:
        raise Conflict(_("This kit was never published: its draft is all there is."))
    kit.versions.filter(state=VersionState.DRAFT).delete()
    events.record(kit, "pathways.kit_draft_dropped", by=by)


@transaction.atomic
def save_frame(draft: KitVersion, *, revision: int, by: Any, **settings: Any) -> KitVersion:
    """The group, the calendar rule and the costs of a draft (``content.SETTINGS``).

    Raises:
        Conflict: somebody saved the draft since ``revision``.
    """
    draft = _locked_draft(draft, revision, by)
    return _write(draft, replace(draft.says, **settings))


@transaction.atomic
def save_template(draft: KitVersion, template: SessionTemplate, *, revision: int, by: Any) -> KitVersion:
    """Adds a session template, or replaces the one of its key."""
    if not template.title.strip():
        raise Invalid(fields={"title": _("Give the session a title.")})
    if template.minutes < 1:
        raise Invalid(fields={"minutes": _("How long does it last?")})
    draft = _locked_draft(draft, revision, by)
    return _write(draft, draft.says.with_template(template))


@transaction.atomic
def remove_template(draft: KitVersion, key: str, *, revision: int, by: Any) -> KitVersion:
    """Takes a session out of the draft; pathways that run on former versions keep theirs."""
    draft = _locked_draft(draft, revision, by)
    return _write(draft, draft.says.without_template(key))


@transaction.atomic
def move_template(draft: KitVersion, key: str, step: int, *, revision: int, by: Any) -> KitVersion:
    """Puts a session ``step`` ranks further on, or back."""
    draft = _locked_draft(draft, revision, by)
    return _write(draft, draft.says.moved(key, step))


def faults(content: KitContent) -> list[Fault]:
    """Why a content cannot be published, none when it can."""
    found = []
    if not content.group_templates:
        found.append(Fault(_("A kit has at least one session that the group follows together.")))
    if content.group_min > content.group_max:
        found.append(Fault(_("The group is at most smaller than it is at least.")))
    if content.span_days[0] > content.span_days[1] > 0:
        found.append(Fault(_("The whole lasts at most less than it lasts at least.")))
    found += [
        Fault(_("“%(title)s”: say how many each person has.") % {"title": row.title}, row.key)
        for row in content.individual_templates
        if row.per_person[1] < max(1, row.per_person[0])
    ]
    return found


@transaction.atomic
def publish(kit: Kit, *, by: Any, note: str = "") -> KitVersion:
    """Publishes the draft: new pathways take it, running ones keep theirs, and those who took the kit up
    are told that it changed.

    Raises:
        Conflict: no draft, or one that says the same as the published version.
        Invalid: ``faults`` finds some.
    """
    kit = _locked(kit, by)
    draft = kit.versions.select_for_update(of=("self",)).filter(state=VersionState.DRAFT).first()
    if draft is None:
        raise Conflict(_("There is no draft to publish."))
    if found := faults(draft.says):
        raise Invalid(" ".join(fault.sentence for fault in found))
    if kit.published is not None and not diff(kit.published.says, draft.says):
        raise Conflict(_("The draft says the same as the published version."))
    draft.kit = kit
    states.move(
        draft,
        VersionState.PUBLISHED,
        VERSION_TRANSITIONS,
        by=by,
        verb="pathways.kit_published",
        also={"published_at": clock.database_now(), "note": note.strip()},
        data={"number": draft.number},
    )
    kit.published = draft
    kit.save(update_fields=["published"])
    tell_takers(kit, draft)
    return draft


@transaction.atomic
def archive(kit: Kit, *, by: Any) -> Kit:
    """Takes a kit out of the catalogue; pathways that run on it go on. Twice is the same as once."""
    kit = _locked(kit, by)
    if kit.archived_at is None:
        kit.archived_at = clock.database_now()
        kit.save(update_fields=["archived_at"])
        events.record(kit, "pathways.kit_archived", by=by)
    return kit


@transaction.atomic
def restore(kit: Kit, *, by: Any) -> Kit:
    """Puts an archived kit back into the catalogue."""
    kit = _locked(kit, by)
    if kit.archived_at is not None:
        kit.archived_at = None
        kit.save(update_fields=["archived_at"])
        events.record(kit, "pathways.kit_restored", by=by)
    return kit


# --- Inside --------------------------------------------------------------------------------------------
def _only_editors(owner: Organisation, by: Any) -> None:
    if not directory.is_editor(by, owner):
        raise NotAllowed(_("Only the team of the organisation may write kits in its name."))


def _locked(kit: Kit, by: Any) -> Kit:
    only_authors(kit, by)
    Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)
    return Kit.objects.select_related("owner", "published", "origin__kit", "merged_from").get(pk=kit.pk)


def _locked_draft(draft: KitVersion, revision: int, by: Any) -> KitVersion:
    only_authors(draft.kit, by)
    draft = KitVersion.objects.select_for_update(of=("self",)).select_related("kit__owner").get(pk=draft.pk)
    if draft.state != VersionState.DRAFT:
        raise Conflict(_("This version is published: it no longer changes. Begin the next one."))
    if draft.revision != revision:
        raise Conflict(_("Somebody else changed this draft meanwhile. Look at it again, then decide."))
    return draft


def write_draft(kit: Kit, content: KitContent, *, by: Any) -> KitVersion:
    """The draft of a locked kit with that content, begun when there is none. For ``actions.exchange``."""
    draft = kit.versions.select_for_update(of=("self",)).filter(state=VersionState.DRAFT).first()
    return _draft_of(kit, content, by=by) if draft is None else _write(draft, content)


def locked_for_authors(kit: Kit, by: Any) -> Kit:
    """The kit under lock, for its authors. For ``actions.exchange``."""
    return _locked(kit, by)


def _draft_of(kit: Kit, content: KitContent, *, by: Any) -> KitVersion:
    last = kit.versions.order_by("-number").values_list("number", flat=True).first()
    return KitVersion.objects.create(
        kit=kit,
        number=(last or 0) + 1,
        content=content.as_json(),
        created_by=by,
        created_at=clock.database_now(),
    )


def _write(draft: KitVersion, content: KitContent) -> KitVersion:
    draft.content = content.as_json()
    draft.revision += 1
    draft.save(update_fields=["content", "revision"])
    return draft


def tell_takers(kit: Kit, version: KitVersion) -> None:
    """The teams of the kits that were taken from this one, once each."""
    takers = Kit.objects.filter(origin__kit=kit, archived_at__isnull=True).select_related("owner")
    told: set[int] = set()
    for taker in takers.order_by("pk"):
        members = (
            Membership.objects.active()
            .filter(
                organisation=taker.owner,
                role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF),
                user__is_active=True,
            )
            .select_related("user")
            .order_by("pk")
        )
        for member in members:
            if member.user_id not in told:
                told.add(member.user_id)
                outbox.send_email(
                    member.user.email,
                    "pathways/email/kit_changed",
                    {"kit": kit, "taker": taker, "version": version},
                    language=member.user.language,
                )
