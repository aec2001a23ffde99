"""The programme, its people, its questionnaires, its grid and its calls: one decided, one under review,
one open, one being written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.portal.demo import applicants, clock, content
from maillage.portal.demo.builders import network, people
from maillage.portal.demo.content import Area
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import expertise
from maillage.programmes.actions import grid as grids
from maillage.programmes.actions import programme as programmes
from maillage.programmes.actions import stage as stages
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Role, RuleKind
from maillage.programmes.enums_review import GridState
from maillage.programmes.grids import read
from maillage.programmes.models import Call, GridVersion, Programme
from maillage.questionnaires.actions import questionnaire as questionnaires
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.models import Version

FOUNDED_DAYS_AGO = 330
# A call is written and published some days before it opens.
PUBLISHED_DAYS_BEFORE = 12
# Reviewers who sit in the jury too, by their rank in reviews.toml.
SITTING_REVIEWERS = (9, 12)


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
            _gather_reviewers(programme, officer)
            _publish_grid(programme, officer)
            forms = {key: _publish_form(programme, form, officer) for key, form in content.forms().items()}
        for entry in written.calls:
            _open(programme, entry, forms)


def _gather_reviewers(programme: Programme, officer: User) -> None:
    """Reviewers say what they know; officers say of which group they are."""
    written = content.reviews()
    for each in written.reviewers:
        user = people.reviewer(each)
        if each.account != "reviewer":  # she has the role already
            programmes.give_role(programme, user=user, role=Role.REVIEWER, by=officer)
        expertise.describe(
            programme,
            user,
            trades=each.trades,
            themes=each.themes,
            territories=_refs(each.territories),
            group=each.group,
            by=officer,
        )
    sitting = [people.reviewer(written.reviewers[rank]) for rank in SITTING_REVIEWERS]
    for user in [*(people.juror(each) for each in written.jurors), *sitting]:
        programmes.give_role(programme, user=user, role=Role.JUROR, by=officer)


def _publish_grid(programme: Programme, officer: User) -> None:
    written = content.reviews()
    made = grids.create(
        programme, name=written.grid, criteria=read({"criteria": list(written.criteria)}), by=officer
    )
    grids.publish(grids.draft_of(made, by=officer), by=officer)


def _publish_form(programme: Programme, form: content.Form, officer: User) -> Version:
    made = questionnaires.create(
        title=form.title, owner=programme.operator, key=form.key, content=dict(form.content), by=officer
    )
    return versions.publish(made.versions.get(), by=officer)


def _open(programme: Programme, entry: content.Call, forms: dict[str, Version]) -> Call:
    officer = people.account("officer")
    written_on = min(days_ago(-entry.opens_in_days + PUBLISHED_DAYS_BEFORE), days_ago(2))
    opens_at, closes_at = opening(entry), closing(entry)
    windows = [_window(stage) for stage in entry.stages]
    with clock.at(written_on):
        call = calls.create(
            programme,
            title=entry.name,
            summary=entry.summary,
            text=entry.text,
            next_steps=entry.next_steps,
            opens_at=opens_at,
            closes_at=closes_at,
            places=applicants.places(entry.key, entry.places),
            budget_amount=Decimal(entry.budget_amount),
            rules=[_spec(content.calls().rules[key]) for key in entry.rules],
            by=officer,
        )
        _cut_in_stages(call, entry, windows, forms, officer)
        if entry.status != "preparing":
            calls.publish(call, by=officer)
    return call


def _cut_in_stages(
    call: Call,
    entry: content.Call,
    windows: list[tuple[dt.datetime, dt.datetime] | None],
    forms: dict[str, Version],
    officer: User,
) -> None:
    for rank, (written, window) in enumerate(zip(entry.stages, windows, strict=True)):
        version = forms[written.form]
        if rank == 0:
            stages.update_stage(
                call.stages.get(position=1),
                title=written.title,
                text=written.text,
                version=version,
                by=officer,
            )
            continue
        stage = stages.add_stage(call, title=written.title, text=written.text, version=version, by=officer)
        if window is not None:
            waves.set_moments(call.waves.get(), stage, *window, by=officer)


def _window(stage: content.CallStage) -> tuple[dt.datetime, dt.datetime] | None:
    """Read before the clock is set back: days count from today."""
    if stage.opens_in_days is None or stage.closes_in_days is None:
        return None
    return _paris(stage.opens_in_days, 9), _paris(stage.closes_in_days, 18)


def grid_version() -> GridVersion:
    """The published grid of the programme."""
    return GridVersion.objects.get(
        grid__programme__slug=content.calls().programme.key,
        grid__name=content.reviews().grid,
        state=GridState.PUBLISHED,
    )


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
