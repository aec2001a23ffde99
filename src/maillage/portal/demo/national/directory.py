"""Organisations, places and services by the thousand."""

from __future__ import annotations

from maillage.directory.enums import (
    Audience,
    LegalForm,
    LocationPrecision,
    PriceKind,
    Referrer,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.directory.models import Organisation, Place, Service, ServiceArea
from maillage.portal.demo.applicants import of_commune
from maillage.portal.demo.national.loading import Loading
from maillage.territories.enums import Level

_OFFERS = (
    "rendez-vous individuels",
    "atelier collectif",
    "permanence itinérante",
    "parcours de trois mois",
    "journée de formation",
    "visites de lieux",
    "accompagnement à distance",
)


def write(load: Loading) -> None:
    load.organisations = load.insert(
        Organisation, (_organisation(load) for _ in range(load.size.places * 4 // 5))
    )
    load.tell(f"{len(load.organisations)} organisations")
    load.places = load.insert(Place, (_place(load) for _ in range(load.size.places)))
    load.tell(f"{len(load.places)} places")
    services = load.insert(Service, (_service(load) for _ in range(load.size.services)))
    rows = load.insert(
        ServiceArea,
        (
            ServiceArea(service=service, level=level, code=code)
            for service in services
            for level, code in _area(load, service)
        ),
    )
    held_at = Service.places.through
    load.insert(
        held_at,
        (
            held_at(service_id=service.pk, place_id=place.pk)
            for service in services
            for place in _held_at(load, service)
        ),
    )
    load.tell(f"{len(services)} services, {len(rows)} rows of coverage")


def _organisation(load: Loading) -> Organisation:
    commune = load.commune()
    trade = load.rng.choice(load.words.trades)
    form = load.rng.choices(
        [LegalForm.ASSOCIATION, LegalForm.SCIC, LegalForm.SCOP, LegalForm.CAE, LegalForm.SARL],
        [60, 15, 10, 5, 10],
    )[0]
    organisation = Organisation(
        name=f"{form.label.split(' (')[0]} {load.rng.choice(trade.names)} {of_commune(commune.name)}",
        legal_form=form,
        commune=commune,
        description=f"Organisation inventée pour mesurer la plateforme. Filière : {trade.label}.",
    )
    return load.record(organisation)


def _place(load: Loading) -> Place:
    organisation = load.rng.choice(load.organisations)
    commune = organisation.commune or load.commune()
    trade = load.rng.choice(load.words.trades)
    kind = load.rng.choice(trade.kinds)
    others = load.rng.sample(Trade.values, 2)
    surface = load.rng.randrange(6, 200) * 10
    place = Place(
        name=f"{load.rng.choice(trade.names)} {of_commune(commune.name)}",
        organisation=organisation,
        commune=commune,
        # Within about a kilometre of the town hall.
        latitude=round((commune.latitude or 0) + load.rng.gauss(0, 0.004), 5),
        longitude=round((commune.longitude or 0) + load.rng.gauss(0, 0.006), 5),
        location_precision=LocationPrecision.STREET,
        types=list(
            dict.fromkeys([*trade.place_types, load.rng.choice(["coworking", "third_place", "training"])])
        ),
        trades=list(dict.fromkeys([trade.filed_as or trade.key, *others[: load.rng.randrange(3)]])),
        equipment=" ".join(kind.equipment),
        surface_m2=surface,
        workshop_surface_m2=surface // 2,
        opening_hours=load.rng.choice(
            ["", "Mo-Fr 09:00-18:00", "Tu-Sa 10:00-19:00", "We,Sa 14:00-18:00; Fr 17:00-21:00"]
        ),
        description=f"{kind.what[:1].upper()}{kind.what[1:]}. {load.rng.choice(trade.users)}",
    )
    return load.record(place)


def _service(load: Loading) -> Service:
    # A few subjects are everybody's, and a few organisations have dozens of offers.
    theme = load.popular(list(Theme), 1.5)
    audience = load.rng.choice(list(Audience))
    organisation = load.popular(load.organisations, 1.5)
    with_capacity = load.rng.random() < 0.6
    service = Service(
        name=f"{theme.label} : {load.rng.choice(_OFFERS)}",
        organisation=organisation,
        summary=f"{load.rng.choice(load.words.needs)}",
        description=f"{load.rng.choice(load.words.needs)} {load.rng.choice(load.words.steps)}".format(
            count=load.rng.randrange(6, 40)
        ),
        stages=load.rng.sample(Stage.values, load.rng.randrange(1, 4)),
        audiences=list(
            dict.fromkeys([audience.value, *load.rng.sample(Audience.values, load.rng.randrange(3))])
        ),
        themes=list(dict.fromkeys([theme.value, *load.rng.sample(Theme.values, load.rng.randrange(3))])),
        formats=load.rng.sample(ServiceFormat.values, load.rng.randrange(1, 3)),
        price_kind=load.rng.choice(PriceKind.values),
        capacity=load.rng.randrange(4, 60) if with_capacity else None,
        referrers=load.rng.sample(Referrer.values, load.rng.randrange(1, 4)),
        has_own_area=True,
    )
    return load.record(service)


def _area(load: Loading, service: Service) -> list[tuple[str, str]]:
    """As areas are drawn in life: mostly an EPCI or a département, sometimes a list, rarely France."""
    commune = service.organisation.commune or load.commune()
    draw = load.rng.random()
    if draw < 0.45 and commune.epci_id:
        return [(Level.EPCI, commune.epci_id)]
    if draw < 0.72:
        return [(Level.DEPARTMENT, commune.department_id)]
    if draw < 0.82:
        near = {each.epci_id for each in load.neighbours(commune, 40) if each.epci_id != commune.epci_id}
        codes = sorted(code for code in near if code)[:3]
        return [(Level.EPCI, code) for code in codes] or [(Level.DEPARTMENT, commune.department_id)]
    if draw < 0.90:
        chosen = load.rng.sample(load.neighbours(commune, 60), 12)
        return [(Level.COMMUNE, code) for code in sorted({each.code for each in chosen})]
    if draw < 0.97 and commune.region_id:
        return [(Level.REGION, commune.region_id)]
    return [(Level.COUNTRY, "FR")]


def _held_at(load: Loading, service: Service) -> list[Place]:
    return load.rng.sample(load.places, load.rng.choice((0, 1, 1, 2)))
