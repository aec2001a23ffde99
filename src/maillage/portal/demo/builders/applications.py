"""The invented applicants: their organisations, places and projects, and the life of their files.

Everybody acts in their own name, at their own time: applicants within the call's window, most
of them in its last days; officers after it. Each call is one transaction, so that a failure
half-way leaves nothing of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import islice

from django.db import transaction

from maillage.accounts.models import User
from maillage.directory import actions as directory
from maillage.directory.enums import LegalForm, PlaceStatus, Stage
from maillage.directory.models import Organisation, Place
from maillage.portal.demo import answers, applicants, clock, content
from maillage.portal.demo.applicants import Applicant
from maillage.portal.demo.builders import paper, people
from maillage.portal.demo.builders.programme import call_of
from maillage.programmes.actions import application as applications
from maillage.programmes.enums import Verdict
from maillage.programmes.models import Application, Call
from maillage.projects import actions as projects
from maillage.projects.enums import NO_LEGAL_FORM, ProjectRole, Visibility
from maillage.projects.models import Project
from maillage.territories.models import Commune

FORMS = {
    "association": LegalForm.ASSOCIATION,
    "scic": LegalForm.SCIC,
    "scop": LegalForm.SCOP,
    "commune": LegalForm.COMMUNE,
}
HOURS = ("", "Mo-Fr 09:00-18:00", "Tu-Sa 10:00-19:00", "We,Sa 14:00-18:00; Fr 17:00-21:00")
# From these stages on, the doors are open.
AT_WORK = (Stage.CREATION, Stage.CONSOLIDATION)
INVENTED = "Structure inventée pour la démonstration."
INVENTED_PLACE = "Lieu inventé pour la démonstration."


def build() -> None:
    """Builds the applications of each call that is open, at their first stage."""
    _build(lambda entry: entry.status == "open")


def build_under_review() -> None:
    """Those of the call that is being read: the first page does not wait for them."""
    _build(lambda entry: entry.status == "review")


def build_past() -> None:
    """Those of calls that are decided: neither for them."""
    _build(lambda entry: entry.status not in {"open", "review"})


def _build(wanted: Callable[[content.Call], bool]) -> None:
    everyone = applicants.present()
    for entry in content.calls().calls:
        mine = [each for each in everyone if each.call == entry.key]
        call = call_of(entry.key)
        if not wanted(entry) or not mine or call.applications.exists():
            continue
        with transaction.atomic():
            files = _Files(call, entry)
            for each in sorted(mine, key=lambda each: each.moment):
                files.live(each)
            if entry.status == "review":
                # The adviser reviews for the programme too: what binds her to this one keeps her out of it.
                keys = _those(files, "submitted", with_organisation=True)
                _join(files, "adviser", ProjectRole.ADVISER, keys)
            if entry.status == "open":
                _give_parts_to_printed_accounts(files)


class _Files:
    """The files of one call, and who is behind them."""

    def __init__(self, call: Call, entry: content.Call) -> None:
        self.call = call
        self.form = entry.stages[0].form
        self.ask = answers.full if self.form == "full" else answers.interest
        self.officers = [people.account("officer"), people.account("second-officer")]
        self.communes = Commune.objects.select_related("department", "region", "epci", "successor").in_bulk(
            {each.code for each in content.communes()}
        )
        self.applications: dict[str, Application] = {}
        self.projects: dict[str, Project] = {}
        self.carriers: dict[str, User] = {}
        self.written: dict[str, Applicant] = {}

    def moment_of(self, each: Applicant) -> dt.datetime:
        """When its carrier sends it. In an open call, nothing happens after now."""
        opens_at: dt.datetime = self.call.opens_at
        return opens_at + (min(self.call.closes_at, _now()) - opens_at) * each.moment

    def live(self, each: Applicant) -> None:
        """From the account of its carrier to the state where the application ends."""
        sent_at = self.moment_of(each)
        begun_at = max(self.call.opens_at + dt.timedelta(minutes=7), sent_at - dt.timedelta(days=6))
        self.written[each.key] = each
        with clock.at(begun_at):
            by = self._project(each)
            project = self.projects[each.key]
            if each.outcome == "ineligible" and not each.derogation:
                return  # told at once: there is no application
            told = answers.begun(each) if each.outcome == "draft" else self.ask(each)
            file = applications.start(
                self.call, project, by=by, answers=told, derogation_request=each.derogation
            )
        self.applications[each.key] = file
        if each.outcome == "draft":
            return
        if each.derogation and not self._exception_granted(each, file, sent_at):
            return
        with clock.at(max(sent_at, begun_at + dt.timedelta(minutes=20))):
            paper.join(file, self.form, each, by=by)
            self.applications[each.key] = applications.submit(file, by=by)
        if each.outcome == "withdrawn":
            with clock.at(min(sent_at + dt.timedelta(days=2), _now())):
                applications.withdraw(self.applications[each.key], by=by, why=each.reason)

    def _exception_granted(self, each: Applicant, file: Application, sent_at: dt.datetime) -> bool:
        """The officer answers requests for an exception, one yes in two; in an open call some still wait."""
        asked = [key for key, other in self.written.items() if other.derogation]
        rank = asked.index(each.key)
        if rank >= 2 and self.call.is_open:
            return False
        verdict = Verdict.ELIGIBLE if rank % 2 == 0 else Verdict.INELIGIBLE
        with clock.at(sent_at - dt.timedelta(hours=3)):
            applications.overrule(
                file,
                verdict,
                reason="L’atelier servira surtout les communes rurales voisines."
                if verdict == Verdict.ELIGIBLE
                else "Le besoin décrit est celui de la ville, pas de ses environs.",
                by=self.officers[rank % 2],
            )
        return verdict == Verdict.ELIGIBLE

    # --- People and places ----------------------------------------------------------------------------
    def _project(self, each: Applicant) -> User:
        """The carrier, the organisation, the place if any, and the project; gives the carrier."""
        by = people.applicant(each.people[0])
        self.carriers[each.key] = by
        shown = each.outcome in applicants.TAKING
        organisation = self._organisation(each, by, shown=shown) if each.organisation else None
        place = self._place(each, by, organisation, shown=shown) if shown or _has_place(each) else None
        project = projects.create(
            title=each.title,
            summary=each.summary,
            need=each.need,
            stage=Stage(each.stage),
            commune=self.communes[each.commune.code],
            place=place,
            legal_form="" if organisation else NO_LEGAL_FORM,
            trades=[each.filed_as],
            visibility=Visibility.PUBLIC if shown else Visibility.TEAM,
            organisations=[organisation] if organisation else [],
            by=by,
        )
        # One project in three has a second carrier, who receives the letters too.
        if len(each.people) > 2:
            projects.add_member(
                project, user=people.applicant(each.people[1]), role=ProjectRole.CARRIER, by=by
            )
        self.projects[each.key] = project
        return by

    def _organisation(self, each: Applicant, by: User, *, shown: bool) -> Organisation:
        return directory.create_organisation(
            {
                "name": each.organisation,
                "legal_form": FORMS[each.carrier],
                "commune": self.communes[each.commune.code],
                "description": INVENTED,
                "is_demonstration": True,
            },
            by=by,
            administrator=by,
            publish=shown,
        )

    def _place(self, each: Applicant, by: User, organisation: Organisation | None, *, shown: bool) -> Place:
        return directory.create_place(
            {
                "name": each.title,
                "organisation": organisation,
                "status": PlaceStatus.OPEN if each.stage in AT_WORK else PlaceStatus.PROJECT,
                "types": list(each.place_types),
                "trades": [each.filed_as],
                "commune": self.communes[each.commune.code],
                "description": f"{each.answers['presentation.activities']}\n\n{INVENTED_PLACE}",
                "equipment": each.answers["means.equipment"],
                "surface_m2": each.surface_m2,
                "opening_hours": HOURS[each.surface_m2 // 10 % len(HOURS)],
                "is_demonstration": True,
            },
            by=by,
            publish=shown,
        )


def _give_parts_to_printed_accounts(files: _Files) -> None:
    """The manager, the carpenter and the adviser find something of theirs when they sign in."""
    _join(files, "manufacture", ProjectRole.CARRIER, _those(files, "draft", with_organisation=True))
    _join(files, "carpenter", ProjectRole.CARRIER, _those(files, "draft", with_organisation=False))
    _join(files, "adviser", ProjectRole.ADVISER, _those(files, "submitted", with_organisation=True))


def _those(files: _Files, outcome: str, *, with_organisation: bool) -> Iterable[str]:
    return (
        key
        for key, each in files.written.items()
        if each.outcome == outcome and bool(each.organisation) is with_organisation
    )


def _join(files: _Files, account: str, role: ProjectRole, keys: Iterable[str]) -> None:
    for key in islice(keys, 1):
        user = people.account(account)
        projects.add_member(files.projects[key], user=user, role=role, by=files.carriers[key])


def _has_place(each: Applicant) -> bool:
    """Two projects in five stand somewhere already, and all those that wait for a place of the call."""
    return each.outcome == "waiting" or each.surface_m2 % 50 < 20


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
