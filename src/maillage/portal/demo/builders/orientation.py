"""Doors and referrals: an adviser's portfolio, referrals in every state, people without an account, cases
of missing support. Services of real organisations are sent to, at invented addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from maillage.accounts.models import User
from maillage.directory import actions as directory
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation, Service
from maillage.portal.demo import clock
from maillage.portal.demo.applicants import Person
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, km, step
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.models import Application
from maillage.projects.actions import advice, orientation, portfolio, referral_clock
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import AdviceState
from maillage.projects.enums_referral import (
    DeclineReason,
    MeetingMode,
    ReferralOutcome,
    ReferralState,
    Shared,
)
from maillage.projects.models import Advice, AdviserMeeting, CoverageGap, DoorRequest, Project, Referral
from maillage.projects.queries import orientation as read
from maillage.territories.models import Commune

CALL = "deuxieme-vague"
FOLLOWED = 9
# The one who is about to leave, and whose projects the adviser is asked to take over.
LEAVING = Person("Basile", "Rabot-Long", "basile.rabot-long@conseil.example")
WORDS = (
    "Un premier avis sur le modèle économique, avant de déposer la candidature.",
    "Choisir entre association et coopérative : nous hésitons depuis un mois.",
    "Trouver comment financer les machines sans attendre la subvention.",
)
ANSWERS = {
    "accept": "Avec plaisir. Venez avec vos chiffres, même approximatifs.",
    "decline": "Nos accompagnements sont complets jusqu’au printemps.",
    "close": "Trois rendez-vous ont suffi ; la suite se fait avec la promotion.",
    "solve": "Un atelier mobile passe chaque mois à vingt kilomètres : ils vous attendent.",
    "give up": "Rien à moins de deux heures. Le département l’inscrit à son plan ; revenez au printemps.",
}
# What nobody near offers, for three projects in turn.
GAPS = ("mobility", "prototyping", "culture")
# How far each story goes, and how many days ago it began.
STORIES: tuple[tuple[ReferralState, int], ...] = (
    (ReferralState.CLOSED, 70),
    (ReferralState.MET, 40),
    (ReferralState.ACCEPTED, 12),
    (ReferralState.SEEN, 9),
    (ReferralState.SENT, 4),
    (ReferralState.DECLINED, 20),
    (ReferralState.EXPIRED, 26),
    (ReferralState.WITHDRAWN, 15),
    (ReferralState.CONSENT, 3),
)


@transaction.atomic
def build() -> None:
    """Whole or not at all: whom to follow is chosen among those whom nobody follows yet, so that half a
    portfolio could not be told from another one. A few seconds, whatever the size of the demonstration."""
    adviser = people.account("adviser")
    home = Organisation.objects.filter(
        pk__in=Membership.objects.administrators().filter(user=adviser).values("organisation")
    ).first()
    if home is None or home.commune is None or DoorRequest.objects.exists():
        return
    projects = _around(home.commune, adviser)
    if len(projects) < 2 * FOLLOWED:
        return
    followed, inherited = projects[:FOLLOWED], projects[FOLLOWED : FOLLOWED + 3]
    _follow(adviser, home, followed)
    for (state, ago), project in zip(STORIES, followed, strict=False):
        _tell(project, adviser, state, ago)
    _return_the_late()
    _hand_over(adviser, home, inherited)
    _miss(projects[-3:])
    _change_their_minds(adviser, home, projects)
    _without_account(projects[0])


def _around(near: Commune, adviser: User) -> list[Project]:
    """Projects of the open call, the nearest first, and the carpenter's where the referral is declined."""
    rows = (
        Project.objects.filter(
            pk__in=Application.objects.filter(call=call_of(CALL)).order_by().values("project")
        )
        .exclude(members__user=adviser)
        .select_related("commune", "created_by")
        .order_by("pk")
    )
    carpenter = people.account("carpenter")
    mine = [row for row in rows if row.members.filter(user=carpenter).exists()][:1]
    others = sorted((row for row in rows if row not in mine), key=lambda row: (km(near, row.commune), row.pk))
    declined = [state for state, _ago in STORIES].index(ReferralState.DECLINED)
    return [*others[:declined], *mine, *others[declined:]][: 2 * FOLLOWED]


def _follow(adviser: User, home: Organisation, projects: list[Project]) -> None:
    """Agreed to by each carrier; some met last week, others not for months."""
    with step(day(-110)):
        portfolio.set_capacity(FOLLOWED - 1, by=adviser)
    for rank, project in enumerate(projects):
        began = -100 + 3 * rank
        if not Advice.objects.filter(project=project, adviser=adviser).exists():
            with step(day(began)):
                advice.start(project, adviser=adviser, organisation=home, by=project.created_by)
        if rank % 3 != 2 and not AdviserMeeting.objects.filter(project=project).exists():
            met = day(-75 + 9 * rank)
            mode = MeetingMode.IN_PERSON if rank % 2 else MeetingMode.REMOTE
            with step(met):
                portfolio.note_meeting(project, by=adviser, on=met.date(), mode=mode)


def _tell(project: Project, adviser: User, state: ReferralState, ago: int) -> None:
    """One referral, as far as ``state``; each step some days after the one before."""
    if Referral.objects.filter(project=project).exists():
        return
    service = _service_for(project)
    if service is None:
        return
    carrier = project.created_by
    by = carrier if state in {ReferralState.SENT, ReferralState.EXPIRED} else adviser
    written: list[Referral] = []
    with step(day(-ago)):
        written.append(
            referrals.send(
                project,
                service,
                reason=WORDS[ago % len(WORDS)],
                shared=[Shared.SUMMARY, Shared.STAGE, Shared.PLACE],
                has_consent=by == carrier,
                by=by,
            )
        )
    if not written:
        return
    row = written[0]

    def then(after: int, act: Callable[[], object]) -> None:
        with step(day(min(after - ago, -1))):
            act()

    if by == adviser and state != ReferralState.CONSENT:
        then(1, lambda: referrals.consent(row, by=carrier))
    if state in {
        ReferralState.SEEN,
        ReferralState.ACCEPTED,
        ReferralState.MET,
        ReferralState.CLOSED,
        ReferralState.DECLINED,
    }:
        then(3, lambda: referrals.see(row, by=None))
    if state == ReferralState.DECLINED:
        then(
            5,
            lambda: referrals.decline(
                row,
                by=None,
                reason=DeclineReason.FULL,
                words=ANSWERS["decline"],
                better=_service_for(project, besides=service),
            ),
        )
    if state == ReferralState.WITHDRAWN:
        then(4, lambda: referrals.withdraw(row, by=carrier, why="J’ai trouvé par ailleurs."))
    if state in {ReferralState.ACCEPTED, ReferralState.MET, ReferralState.CLOSED}:
        then(5, lambda: referrals.accept(row, by=None, words=ANSWERS["accept"], meet_on=day(12 - ago).date()))
    if state in {ReferralState.MET, ReferralState.CLOSED}:
        then(12, lambda: referrals.meet(row, by=None, on=day(12 - ago).date()))
    if state == ReferralState.CLOSED:
        then(
            45,
            lambda: referrals.close(row, by=None, outcome=ReferralOutcome.SUPPORTED, words=ANSWERS["close"]),
        )


def _service_for(project: Project, besides: Service | None = None) -> Service | None:
    """The best door of the project; it is given an address to write to when it has none."""
    left_out = {besides.pk} if besides is not None else set()
    wish = read.wish_of(project.commune, stage=project.stage, referrers=read.PROFESSIONALS)
    found = read.find_doors(project.commune, wish, besides=left_out)
    if not found.doors:
        return None
    service = found.doors[0].service
    if not service.email:
        directory.update_service(
            service, {"email": f"service{service.pk}@accueil.example"}, by=people.account("admin")
        )
    return service


def _return_the_late() -> None:
    """The clock of referrals goes by, day after day, as the worker would have let it."""
    for ago in range(28, 0, -1):
        with clock.at(day(-ago, hour=6) + dt.timedelta(minutes=25)):
            referral_clock.tick()


def _hand_over(adviser: User, home: Organisation, projects: list[Project]) -> None:
    """A colleague leaves: his projects wait for their carriers' answer, one has agreed."""
    leaving = people.applicant(LEAVING)
    with step(day(-150)):
        directory.add_member(home, leaving, MembershipRole.STAFF, by=adviser)
    for project in projects:
        with step(day(-120)):
            advice.start(project, adviser=leaving, organisation=home, by=project.created_by)
    with step(day(-2)):
        done = portfolio.hand_over(
            leaving,
            to=adviser,
            organisation=home,
            by=leaving,
            message="Je change de métier ; Inès connaît déjà vos dossiers.",
            last_day=day(14).date(),
        )
        if done.asked:
            advice.consent(done.asked[0], by=done.asked[0].project.created_by)


def _miss(projects: list[Project]) -> None:
    """Projects that nothing fits: somebody is in charge; for one a service was found, for another nothing."""
    for rank, project in enumerate(projects):
        if CoverageGap.objects.filter(project=project).exists():
            continue
        with step(day(-11 - 24 * rank)):
            orientation.open_gap(
                project, by=project.created_by, stage=project.stage, themes=[GAPS[rank]], audiences=[]
            )
        gap = CoverageGap.objects.filter(project=project).select_related("in_charge").first()
        if gap is None or gap.in_charge is None or rank == 0:
            continue
        service = _service_for(project)
        with step(day(8 - 24 * rank)):
            if rank == 1 and service is not None:
                orientation.solve_gap(gap, service=service, by=gap.in_charge, answer=ANSWERS["solve"])
            else:
                orientation.close_gap(gap, by=gap.in_charge, answer=ANSWERS["give up"])


def _change_their_minds(adviser: User, home: Organisation, projects: list[Project]) -> None:
    """Carriers say no to an offer, or take their consent back; an adviser ends what is done."""
    refusing, leaving, ended = projects[FOLLOWED + 3 : FOLLOWED + 6]
    for project, ago in ((refusing, 30), (leaving, 80), (ended, 95)):
        if Advice.objects.filter(project=project).exists():
            continue
        with step(day(-ago)):
            if project == refusing:
                asked = advice.propose(
                    project, adviser=adviser, by=adviser, organisation=home, message=WORDS[0]
                )
                advice.decline(asked, by=project.created_by, why="Nous avons déjà quelqu’un, merci.")
            else:
                advice.start(project, adviser=adviser, organisation=home, by=project.created_by)
        row = Advice.objects.filter(project=project, state=AdviceState.ACTIVE).first()
        if row is not None:
            with step(day(20 - ago)):
                if project == leaving:
                    advice.withdraw(row, by=project.created_by, why="Nous préférons avancer seuls cet hiver.")
                else:
                    advice.end(row, by=adviser, why="L’équipe a sa comptable et son bail.")


def _without_account(near: Project) -> None:
    """Two people without an account: one was answered, for the other somebody looks."""
    service = _service_for(near)
    with step(day(-6)):
        asked = orientation.ask(
            email="lise.gouge@sansadresse.example",
            name="Lise Gouge",
            words="Ouvrir un atelier de vannerie dans l’ancienne école, avec des gens du village.",
            commune=near.commune,
            stage=near.stage,
            service=service,
        )
        confirmed = orientation.confirm(asked)
        row = confirmed.referrals.first()
        if row is not None:
            referrals.see(row, by=None)
            referrals.accept(row, by=None, words="Passez nous voir mardi matin.", meet_on=day(4).date())
    with step(day(-2)):
        # One has not opened the letter yet, another took the request back.
        orientation.ask(
            email="paule.rainette@sansadresse.example",
            name="Paule Rainette",
            words="Partager un camion frigorifique entre trois fermes.",
            commune=near.commune,
            themes=["sales"],
        )
        orientation.withdraw(
            orientation.ask(
                email="oscar.gouttereau@sansadresse.example",
                words="Ouvrir un café dans l’ancienne perception.",
                commune=near.commune,
                themes=["community"],
            )
        )
    with step(day(-5)):
        orientation.confirm(
            orientation.ask(
                email="yan.maillet@sansadresse.example",
                words="Une navette pour ceux qui n’ont pas de voiture, autour de la gare.",
                commune=near.commune,
                themes=["mobility"],
            )
        )
