"""Distances: great circle, and road kilometres and minutes as labelled estimates.

No national road matrix is free, so an operator may import one (``actions.load_distances``); what it
does not hold is estimated from published samples and says so.

Sources of the fits, from great-circle kilometres, over 1 to 80 km:

- mountains: minutes by car = 3.69 · km^0.743 (Isère, 228,836 pairs, mean error 15 %);
- plains: minutes = 1.54 · km^0.902, road = 1.26 · km (Gironde, 2,118 pairs, mean error 11 %);
- road = 1.34 · km on average between European cities, taken for mountains too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields import FloatField
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180

MOUNTAIN_DETOUR, PLAIN_DETOUR = 1.34, 1.26
#: Beyond this the fits say nothing: no minutes are given.
LONGEST_FIT_KM = 80.0

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Distance:
    """A way by road between two communes. ``minutes`` is None where no fit holds."""

    km: float
    minutes: float | None
    is_estimate: bool
    source: str | Promise


def haversine_km(
    latitude: ArrayLike, longitude: ArrayLike, other_latitude: ArrayLike, other_longitude: ArrayLike
) -> NDArray[np.float64]:
    """Great-circle kilometres between points in degrees; arguments broadcast as numpy arrays do."""
    phi, other_phi = np.radians(latitude), np.radians(other_latitude)
    half = np.sin((other_phi - phi) / 2) ** 2
    half = (
        half
        + np.cos(phi)
        * np.cos(other_phi)
        * np.sin(np.radians(np.subtract(other_longitude, longitude)) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), dtype=np.float64)


def great_circle(latitude_field: str, longitude_field: str, latitude: float, longitude: float) -> Combinable:
    """The same in SQL: kilometres from the point of two columns to a point in degrees."""
    here, there = Radians(F(latitude_field)), Radians(Value(latitude))
    half = Power(Sin((there - here) / 2.0), 2.0) + Cos(here) * Cos(there) * Power(
        Sin(Radians(Value(longitude) - F(longitude_field)) / 2.0), 2.0
    )
    # At most 1: rounding may pass it between antipodes, where the arc sine has no value.
    return ASin(Sqrt(Least(half, 1.0, output_field=FloatField()))) * (2 * EARTH_RADIUS_KM)


def bounding_box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """(south, west, north, east) in degrees around a point; west > east across the antimeridian."""
    if km < 0:
        raise ValueError("A distance is not negative.")
    reach = km / KM_PER_DEGREE
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        return max(south, -90.0), -180.0, min(north, 90.0), 180.0
    # The widest parallel of the disc, not the centre's: else points in its corners are lost.
    ratio = math.sin(math.radians(reach)) / math.cos(math.radians(latitude))
    width = math.degrees(math.asin(ratio)) if ratio < 1 else 180.0
    west, east = longitude - width, longitude + width
    if width >= 180:
        return south, -180.0, north, 180.0
    return south, west + 360 if west < -180 else west, north, east - 360 if east > 180 else east


def near(
    rows: QuerySet[M, M],
    latitude: float,
    longitude: float,
    km: float,
    *,
    latitude_field: str = "latitude",
    longitude_field: str = "longitude",
) -> QuerySet[M, M]:
    """Rows within ``km`` of a point in degrees, with ``distance_km``; the caller orders them.

    A bounding box on the two columns, which an index serves, then the great circle.
    """
    south, west, north, east = bounding_box(latitude, longitude, km)
    if west <= east:
        box = Q(**{f"{longitude_field}__range": (west, east)})
    else:
        box = Q(**{f"{longitude_field}__gte": west}) | Q(**{f"{longitude_field}__lte": east})
    boxed = rows.filter(box, **{f"{latitude_field}__range": (south, north)})
    distance = great_circle(latitude_field, longitude_field, latitude, longitude)
    return cast("QuerySet[M, M]", boxed.annotate(distance_km=distance).filter(distance_km__lte=km))


def estimated_road(great_circle_km: float, *, is_mountain: bool) -> Distance:
    """Road kilometres and minutes from great-circle kilometres, by the fits above."""
    km = great_circle_km
    minutes: float | None = 3.69 * km**0.743 if is_mountain else 1.54 * km**0.902
    if km > LONGEST_FIT_KM:
        minutes = None
    return Distance(
        km=km * (MOUNTAIN_DETOUR if is_mountain else PLAIN_DETOUR),
        minutes=minutes,
        is_estimate=True,
        source=_("estimate, mountain roads") if is_mountain else _("estimate, plain roads"),
    )


def estimated_minutes(great_circle_km: ArrayLike, is_mountain: ArrayLike) -> NDArray[np.float64]:
    """The same for arrays: minutes, NaN beyond the fits."""
    km = np.asarray(great_circle_km, dtype=np.float64)
    minutes = np.where(np.asarray(is_mountain, dtype=bool), 3.69 * km**0.743, 1.54 * km**0.902)
    return np.where(km > LONGEST_FIT_KM, np.nan, minutes)
