"""The sentence above the list: how many, of what, where."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.formatting import number
from maillage.portal.atlas.forms import Filters, Kind


def sentence(filters: Filters, total: int) -> str:
    """“23 places within 40 km of Saint-Agrève, as the crow flies.”"""
    return f"{' '.join(filter(None, (_counted(filters.kind, total), _where(filters))))}."


def _counted(kind: Kind, total: int) -> str:
    texts = {
        Kind.PLACES: ngettext("%(count)s place", "%(count)s places", total),
        Kind.SERVICES: ngettext("%(count)s support offer", "%(count)s support offers", total),
        Kind.ORGANISATIONS: ngettext("%(count)s organisation", "%(count)s organisations", total),
    }
    return texts[kind] % {"count": number(total)}


def _where(filters: Filters) -> str:
    if filters.zone is not None:
        return _("in the area of the map")
    if filters.commune is None:
        return ""
    if filters.covers:
        return _("covering %(commune)s") % {"commune": filters.commune.name}
    return _("within %(km)d km of %(commune)s, as the crow flies") % {
        "km": filters.km,
        "commune": filters.commune.name,
    }
