"""What orientation adds to the registries of the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.accounts import workspace
from maillage.accounts.models import User
from maillage.core import clock, history, registry
from maillage.core.registry import TodoItem
from maillage.directory.models import Membership
from maillage.projects.enums import ProjectRole
from maillage.projects.enums_referral import (
    OPEN_STATES,
    RECEIVED_STATES,
    DoorRequestState,
    ReferralState,
)
from maillage.projects.extensions import Sight, SightSource, sight_sources
from maillage.projects.models import (
    Advice,
    CoverageGap,
    DoorRequest,
    ProjectMember,
    Referral,
)
from maillage.projects.models.referral import ANSWERING
from maillage.projects.queries import portfolio
from maillage.projects.queries import referral as read

YEAR = dt.timedelta(days=365)
UNCONFIRMED = dt.timedelta(days=8)
#: How long what came back asks for another door.
RECENT = dt.timedelta(days=60)


def declare() -> None:
    registry.todo_sources.add(TODO)
    registry.timeline_sources.add(
        registry.TimelineSource(
            "projects.referrals", read.timeline, order=20, label=gettext_lazy("Referrals")
        )
    )
    registry.invariants.add(
        registry.Invariant(
            "projects.referral_clock", "Every open referral has its day", referrals_without_day
        )
    )
    registry.timeline_sources.add(
        registry.TimelineSource(
            "projects.adviser_meetings",
            portfolio.timeline,
            order=30,
            label=gettext_lazy("Meetings with advisers"),
        )
    )
    sight_sources.add(SightSource("projects.referrals", seen_by_services))
    workspace.own_pages.add(
        workspace.OwnPage("portfolio", gettext_lazy("Portfolio"), "orientation:portfolio", advises, order=10)
    )
    workspace.own_pages.add(
        workspace.OwnPage(
            "referrals", gettext_lazy("Referrals"), "orientation:received", takes_part, order=20
        )
    )
    workspace.own_pages.add(
        workspace.OwnPage(
            "gaps", gettext_lazy("Missing support"), "orientation:gaps", platform_team, order=25
        )
    )
    _declare_personal_data()


def takes_part(user: Any) -> Iterable[QuerySet[Any]]:
    """Those who receive or send referrals."""
    return (
        Membership.objects.active().filter(user=user, role__in=ANSWERING),
        *Referral.objects.each_sent_by(user),
    )


def advises(user: Any) -> Iterable[QuerySet[Any]]:
    return (Advice.objects.live().filter(adviser=user), portfolio.administered_by(user))


def platform_team(user: Any) -> Iterable[QuerySet[Any]]:
    return [User.objects.filter(pk=user.pk, is_staff=True)]


def seen_by_services(project: Any) -> Iterable[Sight]:
    """Services that read what was shared with them, while they may."""
    rows = project.referrals.filter(state__in=(*RECEIVED_STATES, ReferralState.CLOSED), sent_at__isnull=False)
    for row in rows.for_list().order_by("-sent_at", "-pk"):
        yield Sight(
            who=f"{row.service.name}, {row.service.organisation.name}",
            what=", ".join(row.shared_labels),
            since=row.sent_at,
            url=row.get_absolute_url(),
        )


def _to_consent(user: Any) -> Any:
    return Referral.objects.filter(state=ReferralState.CONSENT, project__in=_carried(user))


def _carried(user: Any) -> Any:
    return ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER).values("project")


def _to_answer(user: Any) -> Any:
    waiting = (ReferralState.SENT, ReferralState.SEEN)
    return Referral.objects.received_by(user).filter(state__in=waiting)


def _back(user: Any) -> tuple[Any, Any]:
    """Referrals that came back lately without another that follows: those that the person sent, those of
    the projects that they carry. Apart, so that each is found by its index."""
    rows = Referral.objects.filter(
        project__isnull=False,
        state__in=(ReferralState.EXPIRED, ReferralState.DECLINED),
        ended_at__gt=clock.moment() - RECENT,
        followed_by__isnull=True,
    )
    return rows.filter(sender=user), rows.filter(project__in=_carried(user))


def _gaps(user: Any) -> Any:
    alone = Q(in_charge__isnull=True) if user.is_staff else Q(pk__in=[])
    return CoverageGap.objects.open().filter(Q(in_charge=user) | alone)


def _consents(user: Any) -> Iterable[TodoItem]:
    for row in _to_consent(user).for_list().order_by("ends_at", "pk"):
        yield _item(row, _("May we direct you to “%(service)s”?"), _("Answer"))


def _answers(user: Any) -> Iterable[TodoItem]:
    for row in _to_answer(user).for_list().order_by("ends_at", "pk")[:20]:
        yield _item(row, _("“%(title)s” waits for the answer of %(service)s"), _("Answer"))


def _returned(user: Any) -> Iterable[TodoItem]:
    sent, carried = (rows.values("pk") for rows in _back(user))
    back = Referral.objects.filter(pk__in=sent.union(carried)).for_list()
    # Another referral of the project that is under way answers it.
    under_way = Referral.objects.open().filter(project=OuterRef("project"))
    for row in back.exclude(Exists(under_way)).order_by("ended_at", "pk")[:20]:
        yield _item(row, _("“%(title)s” needs another door than %(service)s"), _("Choose"))


def _cases(user: Any) -> Iterable[TodoItem]:
    for gap in _gaps(user).select_related("commune").order_by("due_on", "pk")[:20]:
        yield TodoItem(
            title=_("Find a door for a project in %(place)s") % {"place": gap.commune.name},
            url=gap.get_absolute_url(),
            due_on=gap.due_on,
            button=_("See"),
        )


def _alone(user: Any) -> Iterable[TodoItem]:
    """Projects without an adviser, to their carriers."""
    for project in portfolio.without_adviser(user)[:10]:
        yield TodoItem(
            title=_("Nobody advises “%(title)s”: find a door") % {"title": project.title},
            url=reverse("projects:doors", args=[project.pk]),
            button=_("See the doors"),
            about=f"project-{project.pk}",
        )


def _left(user: Any) -> Iterable[TodoItem]:
    """Projects without an adviser, to the organisation that advised them last."""
    for organisation in portfolio.administered_by(user)[:5]:
        number = portfolio.left_by([organisation.pk]).count()
        if number:
            yield TodoItem(
                title=ngettext(
                    "%(number)s project that %(name)s advised has no adviser any more",
                    "%(number)s projects that %(name)s advised have no adviser any more",
                    number,
                )
                % {"number": number, "name": organisation.name},
                url=reverse("orientation:team", args=[organisation.pk]),
                button=_("See"),
            )


def _item(row: Referral, sentence: str, button: str) -> TodoItem:
    return TodoItem(
        title=sentence % {"service": row.service.name, "title": row.title},
        url=row.get_absolute_url(),
        due_on=row.ends_at.date() if row.ends_at else None,
        button=button,
        about=f"project-{row.project_id}" if row.project_id else "",
    )


TODO = registry.TodoSource.in_parts(
    "projects.orientation",
    registry.TodoPart("consent", lambda user: [_to_consent(user)], _consents),
    registry.TodoPart("answer", lambda user: [_to_answer(user)], _answers),
    registry.TodoPart("back", _back, _returned),
    registry.TodoPart("gaps", lambda user: [_gaps(user)], _cases),
    registry.TodoPart("alone", lambda user: [portfolio.without_adviser(user)], _alone),
    registry.TodoPart("left", lambda user: [portfolio.administered_by(user)], _left),
    order=41,
)


def referrals_without_day() -> Iterable[str]:
    """An open referral that the clock would never end."""
    for row in Referral.objects.filter(state__in=OPEN_STATES, ends_at__isnull=True).order_by("pk"):
        yield f"referral {row.pk} is {row.state} and never ends"


# --- Personal data -----------------------------------------------------------------------------------------
def _declare_personal_data() -> None:
    consent = gettext_lazy("Consent of the person, which they may take back (GDPR, article 6.1.a)")
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    mission = gettext_lazy("Task of general interest of those who direct and support (article 6.1.e)")
    lines = [
        (
            "projects.DoorRequest",
            gettext_lazy("Answering a person without an account who looks for support"),
            consent,
            gettext_lazy("E-mail address, name, words, commune, stage, themes"),
            gettext_lazy("Eight days if the address is not confirmed, else one year"),
        ),
        (
            "projects.Referral",
            gettext_lazy("Directing a person to a service, and telling them what came of it"),
            consent,
            gettext_lazy("Sender, who consented, reason, what was shared, answer, dates"),
            gettext_lazy("With the project; two years after its end for what was written"),
        ),
        (
            "projects.CoverageGap",
            gettext_lazy("Finding support where none fits"),
            mission,
            gettext_lazy("Who opened the case, who is in charge, the answer"),
            gettext_lazy("With the project or the request"),
        ),
        (
            "projects.AdviserMeeting",
            gettext_lazy("Knowing whom an adviser has met"),
            service,
            gettext_lazy("Adviser, project, day"),
            gettext_lazy("With the project"),
        ),
        (
            "projects.AdviserCapacity",
            gettext_lazy("Sharing out the work of advisers"),
            service,
            gettext_lazy("Adviser, number of projects"),
            gettext_lazy("As long as the account exists"),
        ),
    ]
    for order, (model, purpose, basis, data, kept) in enumerate(lines, start=420):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, basis, data, kept, order=order)
        )
    registry.retention_rules.add(
        registry.RetentionRule("projects.door_requests", "projects.DoorRequest", forget_requests)
    )
    registry.retention_rules.add(
        registry.RetentionRule("projects.referral_words", "projects.Referral", forget_words)
    )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="projects.orientation",
            label=gettext_lazy("Orientation"),
            export=export,
            erase=erase,
            order=149,
        )
    )


def forget_requests(now: dt.datetime) -> int:
    """Requests nobody confirmed or that were withdrawn, after eight days; the others after a year, once
    nothing of them is open. Their referrals and cases go with them."""
    silent = DoorRequest.objects.exclude(state=DoorRequestState.CONFIRMED).filter(
        created_at__lt=now - UNCONFIRMED
    )
    old = (
        DoorRequest.objects.filter(created_at__lt=now - YEAR)
        .exclude(referrals__state__in=OPEN_STATES)
        .exclude(coverage_gaps__state="open")
    )
    forgotten = 0
    for rows in (silent, old):
        keys = list(rows.values_list("pk", flat=True))
        history.forget(Referral.objects.filter(request__in=keys))
        history.forget(CoverageGap.objects.filter(request__in=keys))
        forgotten += history.forget(DoorRequest.objects.filter(pk__in=keys))
    return forgotten


def forget_words(now: dt.datetime) -> int:
    """What was written in a referral, two years after its end; the passage itself stays counted."""
    return (
        Referral.objects.filter(ended_at__lt=now - 2 * YEAR)
        .exclude(reason="", answer="")
        .update(reason="", answer="")
    )


def export(user: Any) -> dict[str, Any]:
    """Referrals of the person's projects or that they sent, and requests at their address."""
    rows = Referral.objects.sent_by(user).for_list().order_by("created_at", "pk")
    requests = DoorRequest.objects.filter(email=user.email.lower()).select_related("commune")
    return {
        "referrals": [
            {
                "service": row.service.name,
                "about": row.title,
                "reason": row.reason,
                "shared": row.shared_labels,
                "state": str(row.get_state_display()),
                "answer": row.answer,
                "at": row.created_at.isoformat(),
            }
            for row in rows
        ],
        "requests": [
            {"words": row.words, "commune": row.commune.name, "at": row.created_at.isoformat()}
            for row in requests.order_by("created_at", "pk")
        ],
    }


def erase(user: Any) -> None:
    """Requests at the person's address, with what they led to."""
    keys = list(DoorRequest.objects.filter(email=user.email.lower()).values_list("pk", flat=True))
    history.forget(Referral.objects.filter(request__in=keys))
    history.forget(CoverageGap.objects.filter(request__in=keys))
    history.forget(DoorRequest.objects.filter(pk__in=keys))
