"""What became of projects that a network followed for years: launched, set aside or reoriented up to three
years ago, asked at 6, 12 and 36 months, answered or silent. Cohort survival has figures to show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core import clock
from maillage.directory.enums import Stage
from maillage.directory.models import Membership, Organisation
from maillage.portal.demo.applicants import Person, slug
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.content.reading import kept, typed
from maillage.projects import actions
from maillage.projects.actions import advice as advising
from maillage.projects.actions import followup, outcome, portfolio
from maillage.projects.enums import NO_LEGAL_FORM, Outcome, Visibility
from maillage.projects.enums_similar import MONTHS, Origin
from maillage.projects.models import AdviserCapacity, FollowUp, Project
from maillage.projects.models.followup import LINK_DAYS, months_after
from maillage.territories.models import Commune

#: Days before its launch or its end that a project was entered.
ENTERED = 70
#: What the adviser says that she can follow: a little less than she does.
CAPACITY = 20


@dataclass(frozen=True)
class Story:
    """A project of ``afterwards.toml``: days ago are counted from today."""

    title: str
    commune: str
    summary: str
    need: str
    themes: tuple[str, ...]
    trades: tuple[str, ...]
    launched: int = 0
    left: int = 0
    outcome: str = Outcome.LAUNCHED
    reason: str = ""
    next_step: str = ""

    @property
    def days_ago(self) -> int:
        return self.launched or self.left


def build() -> None:
    """Each project with its answers is one step."""
    written = kept("afterwards.toml")
    names = written["carriers"][0]["names"]
    adviser = people.account("adviser")
    home = Organisation.objects.filter(
        pk__in=Membership.objects.administrators().filter(user=adviser).values("organisation")
    ).first()
    if home is None:
        return
    for rank, row in enumerate(written["projects"]):
        row = dict(row)
        answers = row.pop("answers")
        story = typed(Story, row, "project")
        first, last = names[rank]
        email = f"{slug(first)}.{slug(last)}@atelier.example"
        if Project.objects.filter(title=story.title, members__user__email=email).exists():
            continue
        with transaction.atomic(), step(day(-story.days_ago - ENTERED)):
            carrier = people.applicant(Person(first, last, email))
            _tell(story, carrier, adviser, home, met=18 + 5 * rank)
            _answer(story, carrier, answers)
    if not AdviserCapacity.objects.filter(adviser=adviser, projects__gte=CAPACITY).exists():
        portfolio.set_capacity(CAPACITY, by=adviser)


def _tell(story: Story, carrier: User, adviser: User, home: Organisation, *, met: int) -> None:
    """Entered, advised, launched or left, and met again since."""
    project = actions.create(
        title=story.title,
        summary=story.summary,
        need=story.need,
        stage=Stage.CREATION,
        commune=Commune.objects.get(code=story.commune),
        legal_form=NO_LEGAL_FORM,
        trades=list(story.trades),
        themes=list(story.themes),
        visibility=Visibility.NETWORK,
        by=carrier,
    )
    advising.start(project, adviser=adviser, organisation=home, by=carrier)
    with step(day(-story.days_ago)):
        outcome.change_outcome(
            project, story.outcome, by=carrier, reason=story.reason, next_step=story.next_step
        )
    if story.launched:
        with step(day(-met)):
            portfolio.note_meeting(project, by=adviser, on=day(-met).date())


def _answer(story: Story, carrier: User, answers: list[list[Any]]) -> None:
    """The questions whose day has come, in their order; the last one may still wait for an answer."""
    project = Project.objects.get(title=story.title, members__user=carrier)
    since = day(-story.days_ago).date()
    origin = Origin.LAUNCHED if story.launched else Origin.LEFT
    for rank, months in enumerate(MONTHS):
        due_on = months_after(since, months)
        asked_at = timezone.make_aware(dt.datetime.combine(due_on, dt.time(8)))
        if asked_at > day(-1):
            return
        with step(asked_at):
            followup.ask(project, origin, since, months, due_on)
        row = FollowUp.objects.get(project=project, months=months)
        said = answers[rank] if rank < len(answers) else []
        answered_at = asked_at + dt.timedelta(days=2 + rank)
        if len(said) > 1:
            if answered_at > clock.wall():
                return  # asked these days: it still waits
            running, jobs, fte, changed = said
            with step(answered_at):
                followup.answer(
                    row, by=carrier, running=running, jobs=jobs, fte=Decimal(fte), changed=changed
                )
        elif said and asked_at + dt.timedelta(days=LINK_DAYS + 1) < day(0):
            with step(asked_at + dt.timedelta(days=LINK_DAYS + 1)):
                followup.close(row)
