"""Reads of actions: the one list and its filters, how old they are, one action, what waits for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Prefetch, Q, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.accounts.models import User
from maillage.core import clock, events, formatting
from maillage.core.errors import Sentence
from maillage.core.one import one_or_none
from maillage.core.pagination import Page, paginate
from maillage.core.registry import TimelineEntry, TodoItem
from maillage.governance import hosts
from maillage.governance.enums import LIVE, ActionState
from maillage.governance.models import Action, ActionFile, Committee
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project
from maillage.territories.names import normalise

ORDER = ("due_on", "pk")
MINE = "moi"
# Beyond so many live actions, their projects are too many for a list to choose from.
MOST_LIVE = 200


@dataclass(frozen=True)
class Word:
    """A word of the address, its label and what it keeps on a given day."""

    value: str
    label: Sentence
    keeps: Any

    def on(self, day: dt.date) -> Q:
        condition: Q = self.keeps(day)
        return condition


STATES = (
    Word("", gettext_lazy("Going on"), lambda day: Q(state__in=LIVE)),
    Word("en-retard", gettext_lazy("Late"), lambda day: Q(state=ActionState.OPEN, due_on__lt=day)),
    Word("a-confirmer", gettext_lazy("To confirm"), lambda day: Q(state=ActionState.DONE)),
    Word("terminees", gettext_lazy("Finished"), lambda day: Q(state=ActionState.CLOSED)),
    Word("abandonnees", gettext_lazy("Dropped"), lambda day: Q(state=ActionState.DROPPED)),
    Word("toutes", gettext_lazy("All"), lambda day: Q()),
)


def _late(first: int, last: int | None) -> Any:
    """Days past the day, both included; negative days are still to come."""

    def keeps(day: dt.date) -> Q:
        condition = Q(state=ActionState.OPEN, due_on__lte=day - dt.timedelta(days=first))
        if last is not None:
            condition &= Q(due_on__gte=day - dt.timedelta(days=last))
        return condition

    return keeps


AGES = (
    Word(
        "plus-tard",
        gettext_lazy("In more than a week"),
        lambda day: Q(state=ActionState.OPEN, due_on__gt=day + dt.timedelta(days=7)),
    ),
    Word("semaine", gettext_lazy("Within a week"), _late(-7, 0)),
    Word("retard-7", gettext_lazy("Late by a week at most"), _late(1, 7)),
    Word("retard-30", gettext_lazy("Late by 8 to 30 days"), _late(8, 30)),
    Word("retard-90", gettext_lazy("Late by 31 to 90 days"), _late(31, 90)),
    Word("retard-plus", gettext_lazy("Late by more than 90 days"), _late(91, None)),
)
AGE_TONES = {"retard-7": "wait", "retard-30": "wait", "retard-90": "no", "retard-plus": "no"}


@dataclass(frozen=True)
class ListQuery:
    """What the address of the list asks for. ``hosts``: ids by kind (``?programme=12``)."""

    state: str = ""
    age: str = ""
    who: str = ""
    project: int = 0
    committee: int = 0
    text: str = ""
    hosts: Mapping[str, int] = field(default_factory=dict)
    cursor: str | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(
            self.state or self.age or self.who or self.project or self.committee or self.text or self.hosts
        )

    @classmethod
    def from_address(cls, query: Mapping[str, Any]) -> ListQuery:
        """Anything unknown reads as nothing: an old link shows the list rather than an error."""
        state, age = str(query.get("etat", "")), str(query.get("age", ""))
        given = {kind.key: _key(query.get(kind.key)) for kind in hosts.hosts}
        return cls(
            state=state if any(state == word.value for word in STATES) else "",
            age=age if any(age == word.value for word in AGES) else "",
            who=MINE if query.get("pour") == MINE else "",
            project=_key(query.get("projet")),
            committee=_key(query.get("comite")),
            text=str(query.get("q", ""))[:100].strip(),
            hosts={key: pk for key, pk in given.items() if pk},
            cursor=query.get("cursor") or None,
        )


def _key(text: Any) -> int:
    """A row's number; 0 for anything else."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 16 else 0


Run = Collection[tuple[str, int]]


def _within(user: Any, asked: ListQuery, run: Run) -> QuerySet[Action]:
    """What the person may see of what the address asks, whatever its state."""
    rows = Action.objects.all()
    # Whoever runs a host sees all that it follows: there is nothing more to ask.
    if not run or not any(key in run for key in asked.hosts.items()):
        rows = rows.visible_to(user, run)
    if asked.who == MINE:
        rows = rows.filter(Q(owner=user) | _awaits(user))
    if asked.project:
        rows = rows.filter(project=asked.project)
    if asked.committee:
        rows = rows.filter(meeting__committee=asked.committee)
    for kind, pk in asked.hosts.items():
        rows = rows.filter(host_kind=kind, host_id=pk)
    if asked.text:
        rows = rows.filter(pk__in=_said_in(asked.text))
    return rows


def _said_in(text: str) -> QuerySet[Action, Any]:
    """Actions with these letters in their title, their project's or their owner's name. Apart, so that each
    is found by its index; joined by "or" they would read every action, its project and its owner."""
    titled = Action.objects.filter(title__icontains=text)
    projects = Project.objects.filter(title__icontains=text).order_by().values("pk")
    owners = User.objects.filter(full_name__icontains=text).order_by().values("pk")
    first, *others = (
        rows.order_by().values("pk")
        for rows in (
            titled,
            Action.objects.filter(project__in=projects),
            Action.objects.filter(owner__in=owners),
        )
    )
    return first.union(*others, all=True)


def _awaits(user: Any) -> Q:
    """Done, and the person's own project should say so."""
    carried = Project.objects.carried_by(user).order_by().values("pk")
    return Q(state=ActionState.DONE, project__in=carried)


def listed(user: Any, asked: ListQuery, run: Run | None = None) -> QuerySet[Action]:
    """The actions that fit, unordered. ``run``: the hosts that the person runs, when they are known."""
    day = clock.today()
    rows = _within(user, asked, hosts.run_by(user) if run is None else run)
    if asked.age:
        return rows.filter(next(word for word in AGES if word.value == asked.age).on(day))
    return rows.filter(next(word for word in STATES if word.value == asked.state).on(day))


def page(user: Any, asked: ListQuery, run: Run) -> Page[Action]:
    drawn = Action.objects.for_list()
    return paginate(listed(user, asked, run), order=ORDER, cursor=asked.cursor, drawn=drawn)


def counts(user: Any, asked: ListQuery, run: Run) -> dict[str, int]:
    """How many in each state and of each age, whatever state the list shows; one query."""
    day = clock.today()
    age = Case(
        # Most are over: six comparisons less for each of them.
        When(~Q(state=ActionState.OPEN), then=Value("")),
        *(When(word.on(day), then=Value(word.value)) for word in AGES),
        default=Value(""),
        output_field=CharField(),
    )
    cells: dict[tuple[str, str], int] = {
        (state, age): n
        for state, age, n in _within(user, asked, run)
        .order_by()
        .values_list("state", age)
        .annotate(n=Count("pk"))
    }
    by_state: Counter[str] = Counter()
    by_age: Counter[str] = Counter()
    for (state, value), n in cells.items():
        by_state[state] += n
        by_age[value] += n
    return {word.value: by_age[word.value] for word in AGES} | {
        "": by_state[ActionState.OPEN] + by_state[ActionState.DONE],
        "en-retard": sum(by_age[value] for value in AGE_TONES),
        "a-confirmer": by_state[ActionState.DONE],
        "terminees": by_state[ActionState.CLOSED],
        "abandonnees": by_state[ActionState.DROPPED],
        "toutes": sum(by_state.values()),
    }


@dataclass(frozen=True)
class Choices:
    """What to filter by, as keys and names. ``are_many``: too many projects to list, words find them."""

    projects: list[tuple[int, str]]
    committees: list[tuple[int, str]]
    are_many: bool


def choices(user: Any, run: Run, asked: ListQuery) -> Choices:
    """The projects and committees of the live actions that the person sees, and the project asked for."""
    seen = Action.objects.visible_to(user, run).order_by()
    live = seen.live()
    # Cut before it is sorted: whoever runs a programme sees tens of thousands of them.
    named = list(live.filter(project__isnull=False).values_list("project", "project__title")[: MOST_LIVE + 1])
    are_many = len(named) > MOST_LIVE
    projects = {} if are_many else dict(named)
    if asked.project and asked.project not in projects:
        projects |= dict(seen.filter(project=asked.project).values_list("project", "project__title")[:1])
    committees = Committee.objects.filter(pk__in=live.values("meeting__committee")).order_by("name", "pk")
    return Choices(
        sorted(projects.items(), key=lambda row: (normalise(row[1]), row[0])),
        list(committees.values_list("pk", "name")[:100]),
        are_many,
    )


def visible(user: Any, pk: int) -> Action:
    """One action with what its page shows. Raises Http404 for whoever may not see it."""
    rows = Action.objects.visible_to(user).select_related(
        "owner", "expert", "service__organisation", "project", "need", "meeting__committee", "closed_by"
    )
    files = Prefetch("files", ActionFile.objects.select_related("file", "added_by").order_by("pk"))
    action = one_or_none(rows.prefetch_related(files).filter(pk=pk))
    if action is None:
        raise Http404
    return action


# --- Elsewhere --------------------------------------------------------------------------------------------
def waiting(user: Any) -> tuple[QuerySet[Action], ...]:
    """Those to do and those to confirm, apart: each has its index."""
    return (
        Action.objects.filter(owner=user, state=ActionState.OPEN),
        Action.objects.filter(_awaits(user)),
    )


def todo_for(user: Any, run: Collection[tuple[str, int]]) -> list[TodoItem]:
    """One's own actions, those that one's projects should confirm, and those that rose to the person."""
    first, *others = (rows.order_by().values("pk") for rows in waiting(user))
    mine = Action.objects.visible_to(user, run).filter(pk__in=first.union(*others))
    items: list[TodoItem] = []
    for row in mine.select_related("project").order_by("due_on", "pk")[:30]:
        is_done = row.state == ActionState.DONE
        title = _("Is it done? %(title)s") if is_done else "%(title)s"
        items.append(
            TodoItem(
                title=title % {"title": row.title},
                url=row.get_absolute_url(),
                detail=row.project.title if row.project is not None else "",
                due_on=row.due_on,
                button=_("Answer") if is_done else _("Say that it is done"),
                about=f"project-{row.project_id}" if row.project_id else "",
            )
        )
    risen = (
        Action.objects.filter(hosts.within(run), raised_at__isnull=False)
        .exclude(owner=user)
        .order_by()
        .values_list("host_kind", "host_id")
        .annotate(n=Count("pk"))
    )
    for kind, pk, n in sorted(risen):
        items.append(
            TodoItem(
                title=ngettext(
                    "%(n)d action is late by more than a week",
                    "%(n)d actions are late by more than a week",
                    n,
                )
                % {"n": n},
                url=f"{reverse('governance:actions')}?{kind}={pk}&etat=en-retard",
                due_on=clock.today(),
                button=_("See them"),
                about=f"{kind}-{pk}",
            )
        )
    return items


def project_entries(project: Project, user: Any) -> list[TimelineEntry]:
    """What the thread of a project tells of its actions."""
    # A carrier and whoever reads the thread sees all of them: they are the project's.
    rows = list(
        Action.objects.filter(project=project)
        .select_related("owner", "closed_by")
        .order_by("-created_at", "-pk")[:100]
    )
    entries = []
    for row in rows:
        url = row.get_absolute_url()
        entries.append(
            TimelineEntry(
                at=row.created_at,
                title=_("To do: %(title)s") % {"title": row.title},
                kind="action",
                detail=str(row.owner),
                url=url,
            )
        )
        if row.done_at is not None and row.closed_at is None:
            entries.append(
                TimelineEntry(
                    row.done_at, _("Done, to confirm: %(title)s") % {"title": row.title}, "action", url=url
                )
            )
        if row.closed_at is not None:
            entries.append(
                TimelineEntry(
                    row.closed_at,
                    _("Finished: %(title)s") % {"title": row.title},
                    "action",
                    url=url,
                    actor=str(row.closed_by or ""),
                )
            )
    return entries


STORY: Mapping[str, Sentence] = {
    "governance.action_given": gettext_lazy("Given"),
    "governance.action_changed": gettext_lazy("Changed"),
    "governance.action_finished": gettext_lazy("Said to be done"),
    "governance.action_confirmed": gettext_lazy("Confirmed by the project"),
    "governance.action_sent_back": gettext_lazy("Not done yet, says the project"),
    "governance.action_dropped": gettext_lazy("Dropped"),
    "governance.action_reopened": gettext_lazy("Taken up again"),
    "governance.action_raised": gettext_lazy("Late: those who run the programme were told"),
    "governance.action_file_added": gettext_lazy("A file was added"),
}


def story(action: Action) -> list[TimelineEntry]:
    """What happened to it, the latest first."""
    return [
        TimelineEntry(
            at=event.at,
            title=str(STORY.get(event.verb, event.verb)),
            kind="action",
            detail=event.why or _moved(event.data),
            actor=str(event.actor or ""),
        )
        for event in events.about(action)[:100]
    ]


def _moved(data: Mapping[str, Any]) -> str:
    moved = data.get("due_on")
    if not isinstance(moved, list) or len(moved) != 2:
        return ""
    before, after = (formatting.day_short(dt.date.fromisoformat(day)) for day in moved)
    return _("From %(before)s to %(after)s") % {"before": before, "after": after}


def carriers_of(action: Action) -> list[Any]:
    """Who may confirm it, with an open account."""
    if action.project is None:
        return []
    members = action.project.members.filter(role=ProjectRole.CARRIER, user__is_active=True)
    return [member.user for member in members.select_related("user").order_by("pk")]
