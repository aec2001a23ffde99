"""The programme, its people and its three calls: one decided, one open, one being written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from maillage.portal.demo import clock, content
from maillage.portal.demo.builders import network, people
from maillage.portal.demo.content import Area
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import programme as programmes
from maillage.programmes.enums import Role, RuleKind
from maillage.programmes.models import Call, Programme

FOUNDED_DAYS_AGO = 330
# A call is written and published some days before it opens.
PUBLISHED_DAYS_BEFORE = 12


def build() -> None:
    """Opens the programme a year ago and publishes its calls in their time."""
    written = content.calls()
    if Programme.objects.filter(slug=written.programme.key).exists():
        return
    officer = people.account("officer")
    with transaction.atomic():
        with clock.at(days_ago(FOUNDED_DAYS_AGO)):
            programme = programmes.create(
                network.by_key(network.known_organisations(), written.programme.operator),
                name=written.programme.name,
                slug=written.programme.key,
                purpose=written.programme.summary,
                text=_presentation(),
                label_name=written.programme.label_name,
                contact_email=officer.email,
                territories=_refs(written.programme.territories),
                by=officer,
            )
            for account in content.accounts().accounts:
                if account.programme and account.key != "officer":
                    programmes.give_role(
                        programme, user=people.account(account.key), role=Role(account.role), by=officer
                    )
        for entry in written.calls:
            _open(programme, entry)


def _open(programme: Programme, entry: content.Call) -> Call:
    officer = people.account("officer")
    written_on = min(days_ago(-entry.opens_in_days + PUBLISHED_DAYS_BEFORE), days_ago(2))
    opens_at, closes_at = opening(entry), closing(entry)
    with clock.at(written_on):
        call = calls.create(
            programme,
            title=entry.name,
            summary=entry.summary,
            text=entry.text,
            next_steps=entry.next_steps,
            opens_at=opens_at,
            closes_at=closes_at,
            places=entry.places,
            budget_amount=Decimal(entry.budget_amount),
            rules=[_spec(content.calls().rules[key]) for key in entry.rules],
            by=officer,
        )
        if entry.status != "preparing":
            calls.publish(call, by=officer)
    return call


def call_of(key: str) -> Call:
    """A call of the programme, by its key in ``programme.toml``."""
    written = content.calls()
    entry = next(each for each in written.calls if each.key == key)
    return Call.objects.select_related("programme").get(
        programme__slug=written.programme.key, title=entry.name
    )


def days_ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def opening(entry: content.Call) -> dt.datetime:
    """At nine in the morning, Paris time."""
    return _paris(entry.opens_in_days, 9)


def closing(entry: content.Call) -> dt.datetime:
    """At six in the evening, Paris time."""
    return _paris(entry.closes_in_days, 18)


def _paris(in_days: int, hour: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=in_days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _spec(rule: content.Rule) -> calls.RuleSpec:
    return calls.RuleSpec(
        kind=RuleKind(rule.kind),
        sentence=rule.sentence,
        territories=_refs(rule.territories),
        population_below=rule.population_below,
        legal_forms=rule.legal_forms,
    )


def _refs(areas: tuple[Area, ...]) -> list[tuple[str, str]]:
    return [(area.level, area.code) for area in areas]


def _presentation() -> str:
    """The purpose, the modules, and the published figures with their source."""
    written = content.calls().programme
    sources = content.network().sources
    modules = [f"{module.name} : {module.description}" for module in written.modules]
    figures = [
        f"{figure.label} : {figure.value}"
        + (f" {figure.unit}" if figure.unit else "")
        + f" ({sources[figure.source].publisher}, {figure.year or sources[figure.source].year})"
        for figure in written.figures
    ]
    return "\n\n".join(
        [
            written.purpose,
            "Les modules\n" + "\n".join(f"- {line}" for line in modules),
            "Les chiffres publiés\n" + "\n".join(f"- {line}" for line in figures),
        ]
    )
