"""Verbs on places and their photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maillage.core import events, files
from maillage.core.errors import Invalid
from maillage.core.models import StoredFile
from maillage.directory.actions.record import check, create, name_externally, update, write
from maillage.directory.enums import LocationPrecision, Publication
from maillage.directory.models import Place, PlacePhoto


@transaction.atomic
def create_place(
    values: Mapping[str, Any],
    *,
    by: Any,
    external_ids: Iterable[tuple[str, str]] = (),
    publish: bool = False,
) -> Place:
    """Enters a place. Without coordinates it stands at its commune's, and says so.

    Raises:
        Invalid: a value is refused.
    """
    place = create(
        Place(publication=Publication.PUBLISHED if publish else Publication.DRAFT),
        located(values),
        by=by,
        verb="directory.place_created",
    )
    name_externally(place, external_ids)
    return place


@transaction.atomic
def update_place(
    place: Place, values: Mapping[str, Any], *, by: Any, expected_version: int | None = None
) -> Place:
    """Changes columns of a place; a new commune without coordinates moves the place to it.

    Raises:
        EditConflict: somebody changed the same columns since ``expected_version``.
    """
    commune = values.get("commune")
    moves = commune is not None and commune.pk != place.commune_id
    return update(
        place,
        located(values) if moves or "latitude" in values else values,
        by=by,
        verb="directory.place_updated",
        expected_version=expected_version,
    )


def located(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with coordinates: those given, else the commune's (``location_precision`` commune)."""
    filled = dict(values)
    if filled.get("latitude") is not None and filled.get("longitude") is not None:
        filled.setdefault("location_precision", LocationPrecision.EXACT)
        return filled
    commune = filled.get("commune")
    if commune is None:
        sentence = _("A place stands in a municipality.")
        raise Invalid(sentence, fields={"commune": sentence})
    home = commune if commune.is_current else commune.successor
    if home is None or home.latitude is None:
        sentence = _("This municipality is no longer current: choose the one that took its place.")
        raise Invalid(sentence, fields={"commune": sentence})
    filled.update(
        commune=home,
        latitude=home.latitude,
        longitude=home.longitude,
        location_precision=LocationPrecision.COMMUNE,
    )
    return filled


@transaction.atomic
def add_photo(place: Place, file: StoredFile, alt_text: str, *, by: Any, credit: str = "") -> PlacePhoto:
    """Adds a picture. ``alt_text`` says what it shows, for people who do not see it.

    Raises:
        Invalid: no words, or the file is not a picture.
    """
    if not file.media_type.startswith("image/"):
        raise Invalid(_("This file is not a picture."), fields={"file": _("This file is not a picture.")})
    photo = PlacePhoto(
        place=place, file=file, alt_text=alt_text.strip(), credit=credit, rank=place.photos.count()
    )
    check(photo)
    write(photo)
    events.record(place, "directory.photo_added", by=by, data={"photo": photo.pk})
    return photo


@transaction.atomic
def update_photo(photo: PlacePhoto, *, by: Any, alt_text: str, credit: str = "") -> PlacePhoto:
    """Changes the words of a picture."""
    fresh = PlacePhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    fresh.alt_text, fresh.credit = alt_text.strip(), credit
    check(fresh)
    write(fresh, update_fields=["alt_text", "credit"])
    events.record(fresh.place, "directory.photo_described", by=by, data={"photo": fresh.pk})
    return fresh


@transaction.atomic
def remove_photo(photo: PlacePhoto, *, by: Any) -> None:
    """Takes a picture away, with its file."""
    fresh = PlacePhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    file = fresh.file
    events.record(fresh.place, "directory.photo_removed", by=by, data={"photo": fresh.pk})
    fresh.delete()
    files.remove(file)
