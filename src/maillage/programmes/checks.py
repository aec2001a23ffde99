"""What must be right before decisions are announced: places, budget, quotas, conditions, letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import formatting
from maillage.programmes.enums import RETAINING, Decision, Filing, OfferKind, OfferState, QuotaKind
from maillage.programmes.models import Application, Call, Condition, Quota, Wave
from maillage.programmes.queries.stage import waves_of
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import Commune, Department
from maillage.territories.queries.typologies import with_typology


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``is_blocking``: nothing is announced while it holds."""

    key: str
    sentence: str
    is_fine: bool
    is_blocking: bool = True


def of(call: Call) -> list[Check]:
    """Every check of a call as its decisions stand, prepared and announced together."""
    waves = waves_of(call)
    found: list[Check] = []
    for wave in waves:
        about = f"{wave}: " if len(waves) > 1 else ""
        found += [*_places(wave, about), *_budget(wave, about), *_quotas(wave, about)]
    return [*found, *_conditions(call)]


def blocking(call: Call) -> list[str]:
    """The sentences of what forbids announcing."""
    return [check.sentence for check in of(call) if check.is_blocking and not check.is_fine]


def retained_in(wave: Wave) -> QuerySet[Application]:
    """The files that take a place of a wave, prepared or announced."""
    return Application.objects.filter(wave=wave, filing=Filing.SUBMITTED, decision__in=RETAINING)


def _places(wave: Wave, about: str) -> list[Check]:
    retained, places = retained_in(wave).count(), wave.places_offered
    over = retained - places
    if over > 0:
        sentence = ngettext(
            "There is %(over)d retained application more than places (%(places)d).",
            "There are %(over)d retained applications more than places (%(places)d).",
            over,
        ) % {"over": over, "places": places}
        return [Check("places", about + sentence, is_fine=False)]
    sentence = _("%(retained)d of %(places)d places are taken.") % {"retained": retained, "places": places}
    return [Check("places", about + sentence, is_fine=True)]


def _budget(wave: Wave, about: str) -> list[Check]:
    budget = wave.budget_offered
    if budget is None:
        return []
    retained = retained_in(wave)
    granted = retained.aggregate(total=Sum("granted_amount"))["total"] or 0
    values = {"granted": formatting.money(granted), "budget": formatting.money(budget)}
    sentence = (
        _("%(granted)s granted, of a budget of %(budget)s.") % values
        if granted <= budget
        else _("%(granted)s granted: more than the budget of %(budget)s.") % values
    )
    found = [Check("budget", about + sentence, is_fine=granted <= budget)]
    if unsaid := retained.filter(granted_amount__isnull=True).count():
        sentence = ngettext(
            "%(n)d retained application has no amount granted.",
            "%(n)d retained applications have no amount granted.",
            unsaid,
        ) % {"n": unsaid}
        found.append(Check("amounts", about + sentence, is_fine=False, is_blocking=False))
    return found


# --- Quotas ------------------------------------------------------------------------------------------------
def in_quota(quota: Quota) -> Q:
    """The files that a quota counts: of a département, or of communes of a kind in the release in force."""
    if quota.kind == QuotaKind.DEPARTMENT:
        return Q(department=quota.value)
    kind, _colon, value = quota.value.partition(":")
    communes = with_typology(Commune.objects.all(), TypologyKind(kind), [value])
    return Q(commune__in=communes.order_by().values("pk"))


def quota_label(quota: Quota) -> str:
    if quota.kind == QuotaKind.DEPARTMENT:
        department = Department.objects.filter(pk=quota.value).first()
        return department.name if department else quota.value
    kind, _colon, value = quota.value.partition(":")
    return str(VALUES[TypologyKind(kind)](value).label)


def _quotas_of(wave: Wave) -> QuerySet[Quota]:
    return Quota.objects.filter(wave=wave).order_by("kind", "value")


def _quotas(wave: Wave, about: str) -> list[Check]:
    found = []
    for quota in _quotas_of(wave):
        used = retained_in(wave).filter(in_quota(quota)).count()
        values = {"label": quota_label(quota), "used": used, "places": quota.places}
        sentence = (
            _("%(label)s: %(used)d of %(places)d places at most.") % values
            if used <= quota.places
            else _("%(label)s: %(used)d retained, for %(places)d places at most.") % values
        )
        found.append(Check("quota", about + sentence, is_fine=used <= quota.places))
    return found


def full_quotas(wave: Wave) -> list[Q]:
    """The files that one more place would take over a quota, counting the places now offered."""
    offered = Q(offers__kind=OfferKind.SUCCESSION, offers__state=OfferState.OPEN)
    full = []
    for quota in _quotas_of(wave):
        mine = Application.objects.filter(in_quota(quota), wave=wave, filing=Filing.SUBMITTED)
        if mine.filter(Q(decision__in=RETAINING) | offered).distinct().count() >= quota.places:
            full.append(in_quota(quota))
    return full


def _conditions(call: Call) -> list[Check]:
    listed = Condition.objects.filter(application=OuterRef("pk"), lifted_at__isnull=True)
    rows = Application.objects.filter(
        ~Exists(listed), call=call, filing=Filing.SUBMITTED, decision=Decision.CONDITIONAL
    )
    return [
        Check(
            "conditions",
            _("“%(title)s” (%(number)s) is retained under conditions, and none is listed.")
            % {"title": row.title, "number": row.reference},
            is_fine=False,
        )
        for row in rows.order_by("title_key", "pk")[:20]
    ]
