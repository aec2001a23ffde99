"""What creating and changing any record of the directory has in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import events, states
from maillage.core.errors import Conflict, Invalid, Sentence
from maillage.directory.enums import PUBLICATION_TRANSITIONS, ConfirmationSource, Publication
from maillage.directory.models import ExternalId, Organisation, Place, Service

R = TypeVar("R", bound=Organisation | Place | Service)
M = TypeVar("M", bound=models.Model)


class EditConflict(Conflict):
    """Somebody saved the record since the form was opened. ``theirs`` holds what they wrote."""

    sentence = _(
        "Somebody changed this record while you were writing. Nothing of yours is lost: "
        "compare, then save again."
    )

    def __init__(self, theirs: Mapping[str, Any], version: int) -> None:
        super().__init__()
        self.version = version
        #: Column to the value now in the database, where it differs from what was to be written.
        self.theirs = dict(theirs)


def check(record: models.Model) -> None:
    """Runs the form checks of a model; constraints are the database's to check (``write``).

    Raises:
        Invalid: with a sentence per field.
    """
    # Existence of the rows pointed at is checked by the foreign keys themselves: no query here.
    relations = [field.name for field in record._meta.concrete_fields if field.is_relation]
    try:
        # ``clean`` first: it takes the spaces out of numbers before their length is looked at.
        record.clean()
        record.clean_fields(exclude=[*relations, *_never_checked(record)])
    except ValidationError as refused:
        raise _invalid(refused) from None


def write(record: models.Model, **keywords: Any) -> None:
    """Saves, and turns a refused constraint into its sentence."""
    try:
        with transaction.atomic():
            record.save(**keywords)
    except IntegrityError as refused:
        raise Invalid(_sentence_of(record, refused)) from refused


def create(record: R, values: Mapping[str, Any], *, by: Any, verb: str) -> R:
    """Fills, checks, inserts and records the event. Runs in the caller's transaction."""
    assign(record, values)
    if record.confirmed_at is None and by is not None and not values.get("confirmed_source"):
        # Whoever enters a record vouches for it; an importer gives its own source instead.
        record.confirmed_at, record.confirmed_by = timezone.now(), by
        record.confirmed_source = ConfirmationSource.PLATFORM if by.is_staff else ConfirmationSource.TEAM
    check(record)
    write(record, force_insert=True)
    events.record(record, verb, by=by)
    return record


@dataclass(frozen=True)
class LinkedSet:
    """Rows beside a record that are changed with it: an area, the places of an offer."""

    name: str
    before: Collection[Any]
    after: Collection[Any]
    write: Callable[[], object]

    @property
    def is_changed(self) -> bool:
        return set(self.before) != set(self.after)


def update(
    record: R,
    values: Mapping[str, Any],
    *,
    by: Any,
    verb: str,
    expected_version: int | None = None,
    sets_of: Callable[[R], Iterable[LinkedSet]] = lambda _record: (),
) -> R:
    """Locks, compares versions, writes what differs, records what changed. Nothing changed: no write.

    Args:
        sets_of: the linked sets of the locked record, with what they are to become.
        expected_version: the ``version`` that the form was filled from; None when nobody read it.

    Raises:
        EditConflict: the record changed since that version, and ``values`` differ from what it holds now.
    """
    fresh = lock(record)
    before = {name: getattr(fresh, name) for name in values}
    assign(fresh, values)
    check(fresh)
    changed = [name for name in values if getattr(fresh, name) != before[name]]
    sets = [linked for linked in sets_of(fresh) if linked.is_changed]
    if not changed and not sets:
        return fresh
    if expected_version is not None and fresh.version != expected_version:
        theirs = {name: before[name] for name in changed} | {
            linked.name: list(linked.before) for linked in sets
        }
        raise EditConflict(theirs, fresh.version)
    for linked in sets:
        linked.write()
    fresh.version += 1
    fresh.updated_at = timezone.now()
    write(fresh, update_fields=[*changed, "version", "updated_at"])
    names = sorted([*changed, *(linked.name for linked in sets)])
    events.record(fresh, verb, by=by, data={"changed": names})
    return fresh


def lock(record: R) -> R:
    """The row as it is now, held until the end of the transaction.

    Raises:
        Conflict: it has been merged into another one.
    """
    rows = type(record)._default_manager.select_for_update(of=("self",))
    # The name of its commune is among the words that a record is found by.
    relations = [field.name for field in record._meta.fields if field.name == "commune"]
    fresh = (rows.select_related(*relations) if relations else rows).get(pk=record.pk)
    if fresh.merged_into_id is not None:
        raise Conflict(_("This record has been merged into another one. Look at that one."))
    return fresh  # type: ignore[return-value]  # the manager of a type gives that type


def assign(record: models.Model, values: Mapping[str, Any]) -> None:
    columns = {field.name for field in record._meta.concrete_fields if not field.generated}
    for name, value in values.items():
        if name not in columns:
            raise TypeError(f"{type(record).__name__} has no column “{name}”")
        setattr(record, name, value)


@transaction.atomic
def publish(record: R, *, by: Any) -> R:
    """Shows a draft to everyone."""
    fresh = lock(record)
    if not fresh.is_published:
        states.move(
            fresh,
            Publication.PUBLISHED,
            PUBLICATION_TRANSITIONS,
            by=by,
            field="publication",
            verb="directory.published",
        )
    return fresh


@transaction.atomic
def unpublish(record: R, *, by: Any, why: str = "") -> R:
    """Takes a record back to draft: only its organisation still sees it."""
    fresh = lock(record)
    if fresh.is_published:
        states.move(
            fresh,
            Publication.DRAFT,
            PUBLICATION_TRANSITIONS,
            by=by,
            field="publication",
            verb="directory.unpublished",
            why=why,
        )
    return fresh


def name_externally(record: Organisation | Place | Service, identifiers: Iterable[tuple[str, str]]) -> None:
    """Adds (source, identifier) pairs by which other lists know the record; known ones stay."""
    ExternalId.objects.bulk_create(
        [
            ExternalId(source=source, identifier=identifier, **{record.kind.value: record})
            for source, identifier in identifiers
        ],
        ignore_conflicts=True,
    )


def _never_checked(record: models.Model) -> list[str]:
    # Set by the house, not by people.
    return [name for name in ("slug", "words", "publication") if hasattr(record, name)]


def _invalid(refused: ValidationError) -> Invalid:
    if not hasattr(refused, "error_dict"):
        return Invalid(" ".join(refused.messages))
    fields: dict[str, Sentence] = {
        name: " ".join(messages) for name, messages in refused.message_dict.items()
    }
    return Invalid(" ".join(str(sentence) for sentence in fields.values()), fields=fields)


def _sentence_of(record: models.Model, refused: IntegrityError) -> Sentence:
    diagnosis = getattr(refused.__cause__, "diag", None)
    broken = getattr(diagnosis, "constraint_name", None)
    for constraint in record._meta.constraints:
        if constraint.name == broken:
            return constraint.violation_error_message or str(refused)
    raise refused
