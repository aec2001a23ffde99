"""How figures, money, distances, dates and hours are written: one way each, in the reader's language.

French follows the Imprimerie nationale: comma for decimals, thousands apart, unit after the figure, "14 h
30". All inner spaces are U+00A0, which the project's typefaces draw (they have no narrow U+202F), so that a
figure never parts from its unit at the end of a line. ``core.templatetags.formats`` exposes these as filters.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

NBSP = "\u00a0"
UNKNOWN = "—"

Numeric = int | float | Decimal


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _round(value: Numeric, decimals: int) -> Decimal:
    # Through text, so that a float is rounded as the reader sees it: 2.675 gives 2.68.
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Numeric | None, decimals: int | None = None, unit: str = "") -> str:
    """``12500`` as "12 500", ``4.20`` as "4,2". Up to two decimals, without idle zeros, unless ``decimals``
    fixes them. ``unit`` is set after a non-breaking space. None, an unknown figure, is a dash."""
    if value is None:
        return UNKNOWN
    rounded = _round(value, 2 if decimals is None else decimals)
    if rounded == 0:
        rounded = abs(rounded)  # no "-0"
    text = f"{abs(rounded):,}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if _is_french():
        text = text.replace(",", NBSP).replace(".", ",")
    sign = "−" if rounded < 0 else ""
    return f"{sign}{text}{NBSP + unit if unit else ''}"


def money(amount: Numeric | None) -> str:
    """Euros: "12 500 €", with cents only when there are some: "12 500,50 €"."""
    if amount is None:
        return UNKNOWN
    cents = _round(amount, 2)
    decimals = 0 if cents == cents.to_integral_value() else 2
    if _is_french():
        return number(cents, decimals, "€")
    sign = "−" if cents < 0 else ""
    return f"{sign}€{number(abs(cents), decimals)}"


def money_short(amount: Numeric | None) -> str:
    """Large sums for a headline: "9,2 M€", "40 k€"; below 10,000 € as `money`."""
    if amount is None:
        return UNKNOWN
    if abs(_round(amount, 0)) < 10_000:
        return money(amount)
    # Each threshold is that of the rounded figure, so that 999,960 is "1 M€" and not "1 000 k€".
    for power, unit in ((9, "Md€" if _is_french() else "bn€"), (6, "M€")):
        scaled = _round(Decimal(str(amount)).scaleb(-power), 1)
        if abs(scaled) >= 1:
            return number(scaled, unit=unit)
    return number(_round(Decimal(str(amount)).scaleb(-3), 1), unit="k€")


def signed(value: Numeric | None, decimals: int = 1) -> str:
    """A change: "+4,2", "−3", "0"."""
    if value is None:
        return UNKNOWN
    text = number(value, decimals)
    return f"+{text}" if _round(value, decimals) > 0 else text


def percent(ratio: Numeric | None, decimals: int = 0) -> str:
    """A ratio (0.77) as "77 %"."""
    if ratio is None:
        return UNKNOWN
    figure = number(Decimal(str(ratio)) * 100, decimals)
    return f"{figure}{NBSP}%" if _is_french() else f"{figure}%"


def distance(km: Numeric | None) -> str:
    """Kilometres: "18 km", "4,2 km" below ten, "800 m" below one."""
    if km is None:
        return UNKNOWN
    metres = _round(Decimal(str(km)) * 10, 0) * 100
    if metres < 1000:
        return number(metres, 0, "m")
    return number(_round(km, 1) if _round(km, 1) < 10 else _round(km, 0), unit="km")


def duration(minutes: Numeric | None) -> str:
    """Minutes: "35 min", "1 h 20"."""
    if minutes is None:
        return UNKNOWN
    hours, rest = divmod(int(_round(minutes, 0)), 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


def file_size(size: int | str | None) -> str:
    """Bytes, in thousands as people's computers say them: "184 Ko", "1,2 Mo". A component of a page hands its
    attributes over as text."""
    if size is None:
        return UNKNOWN
    size = int(size)
    letter = "o" if _is_french() else "B"
    for step, prefix in ((10**9, "G"), (10**6, "M"), (10**3, "K")):
        if size >= step:
            scaled = Decimal(size) / step
            return number(_round(scaled, 1) if scaled < 10 else _round(scaled, 0), unit=f"{prefix}{letter}")
    return number(size, unit=pgettext("unit", "bytes"))


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _as_date(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _ordinal_day(value: date) -> str:
    return "1er" if value.day == 1 and _is_french() else str(value.day)


def _year(value: date) -> str:
    """The year, when it is not this one."""
    return "" if value.year == timezone.localdate().year else f" {value.year}"


def day(value: date | datetime | None, *, weekday: bool = True, with_year: bool = False) -> str:
    """ "samedi 12 décembre", with the year when it is another one, or always for what is read for years."""
    if value is None:
        return UNKNOWN
    on = _as_date(value)
    name = f"{format_date(on, 'l')} " if weekday else ""
    return f"{name}{_ordinal_day(on)}{NBSP}{format_date(on, 'F')}{f' {on.year}' if with_year else _year(on)}"


def day_short(value: date | datetime | None) -> str:
    """ "12 déc.", with the year when it is another one."""
    if value is None:
        return UNKNOWN
    on = _as_date(value)
    return f"{_ordinal_day(on)}{NBSP}{format_date(on, 'N')}{_year(on)}"


def hour(value: datetime | None) -> str:
    """ "14 h", "14 h 30", at the reader's clock."""
    if value is None:
        return UNKNOWN
    at = _local(value)
    if not _is_french():
        return f"{at:%H:%M}"
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02d}" if at.minute else "")


def moment(value: datetime | None) -> str:
    """ "samedi 12 décembre, 14 h"."""
    return UNKNOWN if value is None else f"{day(value)}, {hour(value)}"


def period(start: date | datetime | None, end: date | datetime | None) -> str:
    """From start to end, saying once what both share: "samedi 12 décembre, 14 h – 16 h", "12 – 15 décembre",
    "28 novembre – 3 décembre". An open end reads "from …" or "until …"."""
    if start is None and end is None:
        return UNKNOWN
    if start is None:
        return _("until %(end)s") % {"end": day(end, weekday=False)}
    if end is None:
        return _("from %(start)s") % {"start": day(start, weekday=False)}
    first, last = _as_date(start), _as_date(end)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if first == last:
            return f"{day(first)}, {hour(start)}{NBSP}– {hour(end)}"
        return f"{moment(start)}{NBSP}– {moment(end)}"
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_ordinal_day(first)}{NBSP}–{NBSP}{day(last, weekday=False)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{_ordinal_day(first)}{NBSP}{format_date(first, 'F')}{year}{NBSP}– {day(last, weekday=False)}"


def relative_day(value: date | datetime | None) -> str:
    """ "today", "yesterday", "in 3 days" within a week; beyond, the short date."""
    if value is None:
        return UNKNOWN
    on = _as_date(value)
    days = (on - timezone.localdate()).days
    near = {0: pgettext("day", "today"), -1: pgettext("day", "yesterday"), 1: pgettext("day", "tomorrow")}
    if days in near:
        return near[days]
    if 1 < days <= 7:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    if -7 <= days < -1:
        return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
    return day_short(on)


def machine_date(value: Any) -> str:
    """The ``datetime`` attribute of a ``<time>`` element."""
    return _local(value).isoformat() if isinstance(value, datetime) else value.isoformat()
