"""The real organisations, places and services, entered by the platform's team."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.directory import actions
from maillage.directory.enums import PriceKind
from maillage.directory.models import ExternalId, Organisation, Place, Service
from maillage.portal.demo import clock, content
from maillage.portal.demo.builders import people
from maillage.portal.demo.content import Area, Figure
from maillage.territories.models import Commune

SOURCE = "demonstration"
# One record in so many was confirmed long ago, so that lists show what stale looks like.
STALE_EVERY = 9
STALE_DAYS = 430


def build() -> None:
    """Enters everything that has no ``demonstration`` identifier yet, in one transaction."""
    network = content.network()
    organisations = known(Organisation)
    places = known(Place)
    services = known(Service)
    if (
        organisations.keys() >= network.organisations.keys()
        and places.keys() >= network.places.keys()
        and services.keys() >= network.services.keys()
    ):
        return
    admin = people.account("admin")
    communes = Commune.objects.select_related("successor").in_bulk(
        {entry.commune for entry in network.organisations.values()}
        | {site.commune for site in network.places.values()}
    )
    with transaction.atomic():
        first_time = not organisations
        for rank, (key, entry) in enumerate(network.organisations.items()):
            if key in organisations:
                continue
            with _when(rank):
                organisations[key] = actions.create_organisation(
                    {
                        "name": entry.name,
                        "acronym": entry.short_name,
                        "legal_form": entry.legal_form,
                        "is_network": "network" in entry.roles,
                        "website": entry.website,
                        "commune": communes[entry.commune],
                        "description": _paragraphs(
                            entry.description, _figures(entry.figures), _indicative(entry.assumed)
                        ),
                        "is_demonstration": True,
                    },
                    by=admin,
                    perimeter=_refs(entry.perimeter),
                    external_ids=[(SOURCE, key)],
                    publish=True,
                )
        if first_time:
            for relation in network.relations:
                actions.relate(
                    organisations[relation.source], relation.kind, organisations[relation.target], by=admin
                )
            for account in content.accounts().accounts:
                if account.organisation:
                    actions.add_member(
                        organisations[account.organisation],
                        people.account(account.key),
                        account.membership,
                        by=admin,
                    )
        for rank, (key, site) in enumerate(network.places.items()):
            if key in places:
                continue
            with _when(rank + 4):
                places[key] = actions.create_place(
                    {
                        "name": site.name,
                        "organisation": organisations[site.organisation],
                        "status": site.status,
                        "types": list(site.types),
                        "trades": list(site.trades),
                        "commune": communes[site.commune],
                        "description": _paragraphs(
                            site.description,
                            f"Label : {', '.join(site.labels)}." if site.labels else "",
                            _indicative(site.assumed),
                        ),
                        "equipment": site.equipment,
                        "surface_m2": site.surface_m2,
                        "is_demonstration": True,
                    },
                    by=admin,
                    external_ids=[(SOURCE, key)],
                    publish=True,
                )
        names = dict(
            Commune.objects.filter(
                code__in={code for service in network.services.values() for code in service.session_communes}
            ).values_list("code", "name")
        )
        for rank, (key, offer) in enumerate(network.services.items()):
            if key in services:
                continue
            with _when(rank + 2):
                services[key] = actions.create_service(
                    {
                        "name": offer.name,
                        "organisation": organisations[offer.organisation],
                        "summary": _first_sentence(offer.description),
                        # Pages show the summary first: the description goes on from it.
                        "description": _paragraphs(
                            offer.description.removeprefix(_first_sentence(offer.description)).strip(),
                            f"Durée : {_lowered(offer.duration)}." if offer.duration else "",
                            _sessions([names[code] for code in offer.session_communes]),
                            _together([network.organisations[each].name for each in offer.partners]),
                        ),
                        "stages": list(offer.stages),
                        "audiences": list(offer.audiences),
                        "themes": list(offer.themes),
                        "formats": list(offer.formats),
                        "price_kind": _price_kind(offer),
                        "price_note": offer.price_note,
                        "capacity": offer.capacity,
                        "conditions": offer.conditions,
                        "referrers": list(offer.referrers),
                        "is_demonstration": True,
                    },
                    by=admin,
                    area=_refs(offer.coverage),
                    places=[places[each] for each in offer.places],
                    external_ids=[(SOURCE, key)],
                    publish=True,
                )


def known(model: type[Organisation | Place | Service]) -> dict[str, Any]:
    """The records of the demonstration that exist, by their key in ``examples.toml``."""
    owner = model.kind.value
    rows = ExternalId.objects.filter(source=SOURCE, **{f"{owner}__isnull": False}).select_related(owner)
    return {row.identifier: getattr(row, owner) for row in rows}


def known_organisations() -> dict[str, Organisation]:
    return known(Organisation)


def _when(rank: int) -> AbstractContextManager[None]:
    if rank % STALE_EVERY:
        return nullcontext()
    return clock.at(timezone.now() - dt.timedelta(days=STALE_DAYS))


# --- Words ------------------------------------------------------------------------------------------
def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _figures(figures: tuple[Figure, ...]) -> str:
    """ "Chiffres publiés : plateformes satellites prévues : 10 (2022) ; …" """
    if not figures:
        return ""
    told = []
    for figure in figures:
        value = f"{figure.value:,}".replace(",", " ") if isinstance(figure.value, int) else figure.value
        # A year is not a quantity: it is written without a space.
        value = str(figure.value) if figure.label.startswith("Année") else value
        words = f"{_lowered(figure.label)} : {value}" + (f" {figure.unit}" if figure.unit else "")
        told.append(words + (f" ({figure.year})" if figure.year else ""))
    return "Chiffres publiés : " + " ; ".join(told) + "."


def _indicative(assumed: tuple[str, ...]) -> str:
    if "commune" not in assumed:
        return ""
    return "La commune est indicative : elle a été choisie dans la zone d’action pour la démonstration."


def _sessions(communes: list[str]) -> str:
    return f"Séances : {', '.join(communes)}." if communes else ""


def _together(names: list[str]) -> str:
    return f"Avec : {', '.join(names)}." if names else ""


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[.!?]) ", text)[0]
    return sentence if len(sentence) <= 250 else sentence[:249].rsplit(" ", 1)[0] + "…"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _price_kind(offer: content.Service) -> PriceKind:
    if offer.price_amount == 0:
        return PriceKind.FREE
    return PriceKind.PAID if offer.price_amount or offer.price_note else PriceKind.UNKNOWN


def _refs(areas: tuple[Area, ...]) -> list[tuple[str, str]]:
    return [(area.level, area.code) for area in areas]


def by_key(keys: Mapping[str, Any], name: str) -> Any:
    """One of ``known``'s records, or an error that names it."""
    if name not in keys:
        raise LookupError(f"The demonstration has no “{name}” yet: build the network first")
    return keys[name]
