"""Filters over ``core.formatting``: ``{{ grant.amount|money }}``, ``{{ place.km|distance }}``, ``{{
session|…}}``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

from maillage.core import formatting

register = template.Library()

register.filter("money", formatting.money)
register.filter("money_short", formatting.money_short)
register.filter("distance", formatting.distance)
register.filter("duration", formatting.duration)
register.filter("file_size", formatting.file_size)
register.filter("day", formatting.day)
register.filter("day_short", formatting.day_short)
register.filter("hour", formatting.hour)
register.filter("moment", formatting.moment)
register.filter("relative_day", formatting.relative_day)
register.filter("machine_date", formatting.machine_date)


@register.filter
def number(value: Any, unit: str = "") -> str:
    """``{{ commune.population|number:"hab." }}``"""
    return formatting.number(value, unit=unit)


@register.filter
def decimals(value: Any, places: int = 1) -> str:
    """``{{ mean|decimals:1 }}``: always as many decimals, for a column to be read down."""
    return formatting.number(value, places)


@register.filter
def signed(value: Any, places: int = 1) -> str:
    """``{{ change|signed:1 }}``: "+4,2", "−3"."""
    return formatting.signed(value, places)


@register.filter
def percent(ratio: Any, decimals: int = 0) -> str:
    """``{{ share|percent }}``, ``{{ share|percent:1 }}``; the share is between 0 and 1."""
    return formatting.percent(ratio, decimals)


@register.filter
def until(start: date | datetime | None, end: date | datetime | None) -> str:
    """``{{ session.starts_at|until:session.ends_at }}``"""
    return formatting.period(start, end)
