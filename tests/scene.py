"""One of each thing, one person per role, and the address of every page: for tests that walk them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.models import Organisation
from maillage.governance.actions import action as actions
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions import need as needs
from maillage.governance.enums import CommitteeKind, Seat
from maillage.pathways.actions import attendance as attendances
from maillage.pathways.actions import calendar as feeds
from maillage.pathways.actions import deliverable as deliverables
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import exchange, grouping
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import resource as resources
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.actions import survey as surveys
from maillage.pathways.actions import survey_answer as survey_answers
from maillage.pathways.content import KitContent, SessionTemplate
from maillage.pathways.enums import SessionKind
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import call_page, deliberation, information, matching
from maillage.programmes.actions import conflict as conflict_actions
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import grid as grids
from maillage.programmes.actions import jury as juries
from maillage.programmes.actions import label as labels
from maillage.programmes.actions import programme as programmes
from maillage.programmes.actions import review_round as rounds
from maillage.programmes.actions.cohort import CohortPlan, LabelDays
from maillage.programmes.actions.decision import Terms
from maillage.programmes.enums import Decision, JuryRole, Role
from maillage.programmes.enums_review import Shown
from maillage.programmes.grids import Criterion
from maillage.programmes.models import Conflict
from maillage.projects import actions as projects
from maillage.projects.actions import advice as advising
from maillage.projects.actions import evidence as evidences
from maillage.projects.actions import followup, meeting, merging, orientation, portfolio
from maillage.projects.actions import logbook as writing
from maillage.projects.actions import referral as referrals
from maillage.projects.actions.diagnosis import diagnose
from maillage.projects.diagnoses import STANDING
from maillage.projects.enums import Visibility
from maillage.projects.models.followup import months_after
from maillage.questionnaires.actions import questionnaire as questionnaires
from maillage.territories.models import Commune
from tests.factories.accounts import UserFactory
from tests.factories.attendance import group
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.questionnaires import VersionFactory
from tests.factories.territories import SAINT_AGREVE, commune

ROLES = (
    *("visitor", "person", "member", "administrator", "carrier", "officer", "observer", "staff"),
    *("reviewer", "juror"),
)
# Other people's code, with tests of its own: signing in is tested page by page in tests/accounts.
FOREIGN = ("admin:", "account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")


def addresses() -> Iterator[str]:
    """The names of all our URLs. One without a name has no place in this house."""

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                if not inner.startswith(FOREIGN):
                    yield from walk(pattern.url_patterns, inner)
            else:
                assert pattern.name, f"an address without a name: {space}{pattern.pattern}"
                yield f"{space}{pattern.name}"

    yield from dict.fromkeys(
        name for name in walk(get_resolver().url_patterns, "") if not name.startswith(FOREIGN)
    )


class Scene:
    """One of each thing, and one person per role."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {role: UserFactory() for role in ROLES if role != "visitor"}
        self.people["visitor"] = None
        staff = self.people["staff"]
        assert staff is not None
        staff.is_staff = True
        staff.save()
        home = commune(SAINT_AGREVE)
        self.organisation = OrganisationFactory(administrator=self.people["administrator"])
        MembershipFactory(organisation=self.organisation, user=self.people["member"])
        self.place = PlaceFactory(organisation=self.organisation, commune=home)
        self.service = ServiceFactory(organisation=self.organisation)
        operator = OrganisationFactory(administrator=self.people["officer"])
        self.programme = programmes.create(
            operator,
            name="Ateliers ruraux",
            purpose="Soutenir.",
            label_name="Atelier",
            by=self.people["officer"],
        )
        programmes.give_role(
            self.programme, user=self.people["observer"], role=Role.OBSERVER, by=self.people["officer"]
        )
        self.questionnaire = questionnaires.create(
            title="Dossier",
            owner=operator,
            by=self.people["officer"],
            content={
                "sections": [
                    {
                        "id": "lieu",
                        "title": "Le lieu",
                        "questions": [{"id": "lieu.recit", "type": "long_text", "label": "Racontez le lieu"}],
                    }
                ]
            },
        )
        now = timezone.now()
        self.call = calls.create(
            self.programme,
            title="Appel",
            summary="Un appel.",
            next_steps="Vous serez informés.",
            opens_at=now - dt.timedelta(days=1),
            closes_at=now + dt.timedelta(days=9),
            places=3,
            by=self.people["officer"],
        )
        calls.publish(self.call, by=self.people["officer"])
        self.call.refresh_from_db()
        self.project = projects.create(
            title="Filature",
            summary="Filer la laine d’ici.",
            commune=home,
            by=self.people["carrier"],
            place=self.place,
        )
        self.application = applications.start(self.call, self.project, by=self.people["carrier"])
        self._around_the_project()
        self._beside_the_project()
        self._retain_one(home)
        self._ask_officers()
        self._review_one()
        self._around_the_call()
        self._deliberate()
        self._direct_one(home)
        self._follow()
        self._run_a_kit(home)
        self._attend(operator)

    def _attend(self, operator: Organisation) -> None:
        """A session of two half-days: the sheet of the first is co-signed, that of the second begins."""
        officer, carrier = self.people["officer"], self.people["carrier"]
        self.group = group(
            members=[carrier], half_days=2, runner=officer, organisation=operator, title="Premiers pas"
        )
        attendances.mark_the_rest(self.group.half_day, presence="present", by=officer)
        attendances.cosign(self.group.half_day, typed_name="Officier", by=officer)
        self.deliverable = deliverables.prepare(self.group.pathway, by=officer)[0]

    def _attendance_keywords(self) -> dict[str, list[dict[str, Any]]]:
        scene, half_day = self.group, self.group.half_days[1].pk
        enrolment = scene.pathway.enrolments.get().pk
        return {
            **{f"attendance:{name}": [{"pk": scene.session.pk}] for name in ("session", "sync", "sheet")},
            **{f"attendance:{name}": [{"pk": half_day}] for name in ("rest", "cosign", "show_code")},
            "attendance:correct": [{"pk": half_day, "person": scene.people[0].pk}],
            "attendance:hours": [{"pk": scene.pathway.pk}],
            "attendance:attestation": [{"pk": scene.pathway.pk, "enrolment": enrolment}],
            "attendance:my_attestation": [{"pk": scene.pathway.pk}],
            "attendance:all_hours": [{}],
            "deliverables:of_pathway": [{"pk": scene.pathway.pk}],
            "deliverables:deliverable": [{"pk": self.deliverable.pk}],
            "deliverables:entrust": [{"pk": self.deliverable.pk}],
            "deliverables:remove_file": [{"pk": self.deliverable.pk, "joined": 0}],
        }

    def _around_the_project(self) -> None:
        """Somebody offers to advise the project; its logbook and its evidence have begun."""
        person = self.people["person"]
        self.advice = advising.propose(self.project, adviser=person, by=person)
        carrier = self.people["carrier"]
        self.entry = writing.write(self.project, by=carrier, title="Première visite")
        evidences.give(self.project, "idea", "need", by=carrier, text="Douze entretiens.")
        diagnose(self.project, STANDING.key, {asked.key: "yes" for asked in STANDING.questions}, by=carrier)

    def _beside_the_project(self) -> None:
        """A similar project: a meeting and a merger that wait; and what is asked years later."""
        carrier = self.people["carrier"]
        self.neighbour = projects.create(
            title="Laine du plateau",
            summary="Laver et filer la laine des troupeaux.",
            commune=self.project.commune,
            visibility=Visibility.NETWORK,
            by=UserFactory(),
        )
        self.introduction = meeting.suggest(self.project, self.neighbour, by=carrier, message="La laine.")
        self.merger = merging.propose(self.project, self.neighbour, by=carrier, reason="Ensemble.")
        day = timezone.localdate()
        asked = followup.ask(self.project, "launched", months_after(day, -6), 6, day)
        assert asked is not None
        self.follow_up = asked

    def _project_rooms(self) -> dict[str, list[dict[str, Any]]]:
        advice = {"pk": self.project.pk, "advice": self.advice.pk}
        entry = {"pk": self.project.pk, "entry": self.entry.pk}
        line = {"pk": self.project.pk, "stage": "idea", "item": "need"}
        pair = {"pk": self.project.pk, "other": self.neighbour.pk}
        return {
            **{f"projects:{name}": [pair] for name in ("introduce", "merge")},
            "projects:introduction": [{"pk": self.introduction.pk}],
            "projects:merger": [{"pk": self.merger.pk}],
            "projects:follow_up": [{"token": self.follow_up.token_for(self.people["carrier"])}],
            **{f"projects:{name}": [advice] for name in ("rights", "withdraw")},
            **{f"projects:{name}": [entry] for name in ("entry", "change", "take_away", "put_back")},
            **{f"projects:{name}": [line] for name in ("evidence", "evidence_take_back")},
            **{
                f"projects:{name}": [{"pk": self.project.pk, "key": STANDING.key}]
                for name in ("diagnosis", "diagnosis_result")
            },
            "projects:remove_file": [{**entry, "file": 0}],
        }

    def _around_the_call(self) -> None:
        """A session about the call, and a question."""
        officer = self.people["officer"]
        starts_at = timezone.now() + dt.timedelta(days=2)
        self.session = information.plan(
            self.call,
            title="Réunion",
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
            venue="Mairie",
            by=officer,
        )
        self.question = call_page.ask(self.call, "Peut-on candidater à deux ?", by=self.people["person"])

    def _call_rooms(self) -> dict[str, list[dict[str, Any]]]:
        room = {"slug": self.programme.slug, "pk": self.call.pk}
        return {
            "programmes:call_stage": [{**room, "position": 1}],
            "programmes:call_stage_remove": [{**room, "position": 1}],
            "programmes:call_wave": [{**room, "number": 1}],
            "programmes:call_wave_remove": [{**room, "number": 1}],
            "programmes:call_quota_remove": [{**room, "number": 1, "quota": 0}],
            "programmes:call_document_remove": [{**room, "document": 0}],
            "programmes:call_question": [{**room, "question": self.question.pk}],
            **{
                f"programmes:{name}": [{**room, "session": self.session.pk}]
                for name in ("information", "information_csv", "information_cancel")
            },
            "programmes:session": [{"session": self.session.pk}],
            "programmes:session_ics": [{"session": self.session.pk}],
            "programmes:ask": [{"pk": self.call.pk, "slug": self.call.slug}],
            "programmes:follow": [{"pk": self.call.pk, "slug": self.call.slug}],
            "programmes:check": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            "programmes:ask_completion": [
                {"slug": self.programme.slug, "reference": self.retained.reference}
            ],
            "programmes:compare": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            "programmes:admit": [{"slug": self.programme.slug, "reference": self.retained.reference}],
        }

    def _retain_one(self, home: Commune) -> None:
        """An application of somebody else, all the way to a promotion and a label."""
        # Of the carrier, who so has a place to confirm and a decision to appeal against.
        somebody, officer = self.people["carrier"], self.people["officer"]
        project = projects.create(
            title="Scierie", summary="Scier le bois d’ici.", commune=home, by=somebody, place=PlaceFactory()
        )
        answers = {
            "presentation.project": "Une scierie partagée.",
            "presentation.activities": "Du bois.",
            "means.team": "Deux personnes.",
            "budget.requested_amount": "12000",
        }
        self.retained = applications.start(self.call, project, by=somebody, answers=answers)
        applications.submit(self.retained, by=somebody)
        decisions.decide(self.retained, Decision.RETAINED, by=officer)
        today = timezone.localdate()
        plan = CohortPlan("Promotion 1", today, today + dt.timedelta(days=700))
        terms = Terms(answer_by=today + dt.timedelta(days=15), appeal_days=30)
        published = decisions.publish(self.call, by=officer, cohorts=[plan], terms=terms)
        self.cohort, self.label = published.cohorts[0], published.labels[0]
        self._let_two_wait(home, answers)

    def _let_two_wait(self, home: Commune, answers: dict[str, str]) -> None:
        """Two retained projects that no promotion holds yet; the label of one waits for a condition."""
        somebody, officer, today = UserFactory(), self.people["officer"], timezone.localdate()
        for title in ("Fournil", "Forge"):
            project = projects.create(
                title=title, summary="Faire ici.", commune=home, by=somebody, place=PlaceFactory()
            )
            row = applications.start(self.call, project, by=somebody, answers=answers)
            applications.submit(row, by=somebody)
            decisions.decide(row, Decision.RETAINED, by=officer)
        days = LabelDays(today, today + dt.timedelta(days=700))
        self.conditional = decisions.publish(self.call, by=officer, unplaced=days).labels[0]
        due = today + dt.timedelta(days=60)
        labels.set_conditions(
            self.conditional,
            [labels.Condition("Assurer l’atelier.", due)],
            why="Sous réserve.",
            by=officer,
        )
        self.condition = self.conditional.conditions.get()

    def _ask_officers(self) -> None:
        """The retained file was written on a form with a question that officers alone see and answer."""
        response = self.retained.response
        assert response is not None
        asked = {"id": "officers.advice", "type": "long_text", "label": "Notre avis", "officers_only": True}
        section = {"id": "officers", "title": "Pour l’équipe", "questions": [asked]}
        content = response.version.content
        response.version = VersionFactory(
            published=True, content={**content, "sections": [*content["sections"], section]}
        )
        response.save(update_fields=["version"])

    def _review_one(self) -> None:
        """A round on the call, and somebody who accepted to review the submitted file."""
        officer, reviewer = self.people["officer"], self.people["reviewer"]
        assert reviewer is not None
        programmes.give_role(self.programme, user=reviewer, role=Role.REVIEWER, by=officer)
        self.grid = grids.create(self.programme, name="Grille", by=officer)
        draft = grids.put(
            grids.draft_of(self.grid, by=officer), Criterion("c1", "Ancrage", levels={0: "Aucun"}), by=officer
        )
        version = grids.publish(draft, by=officer)
        grids.draft_of(self.grid, by=officer)
        now = timezone.now()
        self.round = rounds.create(
            self.call,
            title="Première lecture",
            grid_version=version,
            opens_at=now - dt.timedelta(hours=2),
            closes_at=now + dt.timedelta(days=20),
            discussion_shown=Shown.ALWAYS,
            by=officer,
        )
        self.assignment = assignments.assign(self.round, self.retained, reviewer, by=officer)
        self.assignment = assignments.declare(self.assignment, by=reviewer)
        other = assignments.propose(self.round, self.retained, self._second_reviewer(), by=officer)
        MembershipFactory(organisation=self.retained.project.place.organisation, user=other.reviewer)
        conflict_actions.look_for(self.round, by=officer)
        self.conflict = Conflict.objects.filter(person=other.reviewer).order_by("pk").first()
        matching.settle(self.round, by=officer, bids_until=now + dt.timedelta(days=2))

    def _deliberate(self) -> None:
        """A jury in session: its president, its secretary, and a file under discussion with its proposal."""
        officer, juror = self.people["officer"], self.people["juror"]
        assert juror is not None
        # People of one domain are taken for colleagues.
        juror.email = "moi@jury.example"
        juror.save()
        programmes.give_role(self.programme, user=juror, role=Role.JUROR, by=officer)
        self.jury = juries.create(
            self.call, title="Jury", held_at=timezone.now(), quorum=1, by=officer, venue="Salle des fêtes"
        )
        president = juries.seat(self.jury, juror, role=JuryRole.PRESIDENT, by=officer)
        self.seat = juries.seat(self.jury, officer, role=JuryRole.SECRETARY, by=officer)
        juries.put_on_agenda(self.jury, [self.retained.pk], by=officer)
        deliberation.begin(self.jury, present=[president.pk, self.seat.pk], by=juror)
        self.item = deliberation.call_file(self.jury.items.get(), by=juror)
        deliberation.propose(self.item, deliberation.Proposal(Decision.RETAINED), by=juror)

    def _follow(self) -> None:
        """A committee in session, a need of the retained project and the action that answers it."""
        officer, carrier = self.people["officer"], self.people["carrier"]
        assert carrier is not None
        host = ("programme", self.programme.pk)
        self.committee = committees.create(
            host, kind=CommitteeKind.EXPERT, name="Comité d’experts", by=officer
        )
        self.committee_seat = committees.seat(
            self.committee, self.people["observer"], seat=Seat.PRESIDENT, by=officer
        )
        when = meetings.When("Comité", timezone.now(), quorum=1)
        self.meeting = meetings.plan(self.committee, when, by=officer)
        self.meeting_item = meetings.add_item(self.meeting, project=self.retained.project, by=officer)
        self.meeting_seat = self.meeting.members.get()
        meetings.begin(self.meeting, present=[self.meeting_seat.pk], by=officer)
        self.decided = meetings.decide(self.meeting, text="Prolonger.", item=self.meeting_item, by=officer)
        self.need = needs.record(
            self.retained.project,
            item=self.meeting_item,
            theme="legal",
            urgency="now",
            said="Quels statuts ?",
            by=officer,
        )
        task = actions.Task("Écrire les statuts", carrier, timezone.localdate() + dt.timedelta(days=9))
        self.action = actions.create(task, need=self.need, by=officer)

    def _run_a_kit(self, home: Commune) -> None:
        """A kit taken from another, its proposal, and a pathway of the programme with its session."""
        administrator, officer = self.people["administrator"], self.people["officer"]
        authors = OrganisationFactory(administrator=UserFactory())
        author = authors.memberships.get().user
        content = KitContent(templates=(SessionTemplate("un", SessionKind.WORKSHOP, "Le besoin", 180),))
        source = kits.create(authors, title="Essais", summary="Un kit.", content=content, by=author)
        kits.publish(source, by=author)
        source.refresh_from_db()
        self.kit = kits.take_up(source, self.organisation, title="Nos essais", by=administrator)
        kits.publish(self.kit, by=administrator)
        draft = kits.begin_draft(self.kit, by=administrator)
        kits.save_frame(draft, revision=draft.revision, group_max=9, by=administrator)
        kits.publish(self.kit, by=administrator)
        self.kit.refresh_from_db()
        self.proposal = exchange.propose(self.kit, message="Plus de monde.", by=administrator)
        kits.begin_draft(self.kit, by=administrator)
        self.pathway = pathways.create(
            source,
            self.programme.operator,
            title="Parcours",
            starts_on=timezone.localdate(),
            programme=self.programme,
            is_public=True,
            by=officer,
        )
        self.enrolment = enrolments.enrol(
            self.pathway, self.people["carrier"], project=self.project, by=officer
        )
        start = timezone.now() + dt.timedelta(days=8)
        self.workshop = sessions.schedule(
            self.pathway.sessions.get(),
            [(start, start + dt.timedelta(hours=3))],
            place=self.place,
            is_open=True,
            by=officer,
        )
        self.speaker = speakers.invite(
            self.workshop, email="voix@ailleurs.example", name="Voix", role="Témoin", by=officer
        )
        self.resource = resources.add(
            self.workshop, title="Le besoin", url="https://lire.example/besoin", minutes=20, by=officer
        )
        pathways.open_(self.pathway, by=officer)
        self.rota = rotas.propose(self.pathway, [self.place], by=officer)
        self._ask(officer)
        draft = kits.begin_draft(source, by=author)
        kits.save_frame(draft, revision=draft.revision, group_max=15, by=author)
        kits.publish(source, by=author)
        self.feed = feeds.open_feed(self.people["carrier"])

    def _ask(self, officer: User) -> None:
        """What is asked before, with an answer in a group; what will be asked after."""
        before = surveys.plan(self.pathway, "before", questionnaire="projet.avant", by=officer)
        surveys.plan(self.pathway, "after", questionnaire="projet.apres", by=officer)
        self.asked = before.requests.select_related("enrolment__user").get()
        scales = {f"idee.{name}": 3 for name in ("claire", "utile", "argent", "decider", "capable")}
        answers = {**scales, "idee.essai": True, "idee.plan": False, "idee.appuis": "2", "attentes": "Oser."}
        survey_answers.answer(self.asked, answers, by=self.asked.enrolment.user)
        self.answer_group = grouping.make_group(before, "attentes", "Confiance", by=officer)

    def _survey_keywords(self) -> dict[str, list[dict[str, Any]]]:
        run = {"pk": self.pathway.pk}
        question = {**run, "moment": "before", "question": "attentes"}
        return {
            "surveys:answer": [{"token": self.asked.token}],
            "surveys:results": [run],
            "surveys:csv": [run],
            "surveys:plan": [{**run, "moment": "before"}],
            "surveys:withdraw": [{**run, "moment": "after"}],
            "surveys:grouping": [question],
            "surveys:grouping_csv": [question],
            "surveys:group": [{**question, "group": self.answer_group.pk}],
            "surveys:undo": [{**question, "step": self.answer_group.survey.grouping_steps.get().pk}],
        }

    def _kit_keywords(self) -> dict[str, list[dict[str, Any]]]:
        kit, run = {"pk": self.kit.pk}, {"pk": self.pathway.pk}
        session = {**run, "session": self.workshop.pk}
        person = {**run, "enrolment": self.enrolment.pk}
        whole: dict[str, list[dict[str, Any]]] = {
            name: [keywords]
            for name, keywords in (
                *((f"kits:{page}", kit) for page in ("write", "describe", "frame", "template_add")),
                *((f"kits:{page}", kit) for page in ("publish", "drop_draft", "archive", "take_up")),
                *((f"kits:{page}", kit) for page in ("changes", "propose")),
                ("kits:template", {**kit, "key": "un"}),
                ("kits:template_do", {**kit, "key": "un"}),
                ("kits:version", {**kit, "number": 2}),
                ("kits:kit", {**kit, "words": "nos-essais"}),
                ("kits:proposal", {"pk": self.proposal.kit_id, "proposal": self.proposal.pk}),
                *((f"pathways:{page}", run) for page in ("pathway", "edit", "calendar_rule", "open")),
                *((f"pathways:{page}", run) for page in ("finish", "cancel", "kit", "adopt", "group")),
                ("pathways:referents", run),
                *(
                    (f"pathways:{page}", run)
                    for page in ("group_csv", "follow_cohort", "rota", "session_add")
                ),
                ("pathways:create", {"kit": self.kit.pk}),
                ("pathways:leave", person),
                ("pathways:departure", person),
                ("pathways:rota_take", {**run, "rota": self.rota.pk}),
                *((f"pathways:session{page}", session) for page in ("", "_ics", "_edit", "_cancel", "_held")),
                ("pathways:seat", session),
                ("pathways:speaker_invite", session),
                ("pathways:resource_add", session),
                ("pathways:resource_remove", {**session, "resource": self.resource.pk}),
                ("pathways:speaker_remove", {**session, "speaker": self.speaker.pk}),
                ("pathways:speaker_answer", {"token": self.speaker.token}),
                ("pathways:feed", {"token": self.feed.token}),
                *((f"agenda:{page}", {"pk": self.workshop.pk}) for page in ("session", "register", "join")),
            )
        }
        return whole

    def _follow_keywords(self) -> dict[str, list[dict[str, Any]]]:
        meeting, action = {"pk": self.meeting.pk}, {"pk": self.action.pk}
        committee, need = {"pk": self.committee.pk}, {"pk": self.need.pk}
        item = {**meeting, "item": self.meeting_item.pk}
        whole: dict[str, list[dict[str, Any]]] = {
            name: [keywords]
            for name, keywords in (
                *((f"governance:action{name}", action) for name in ("", "_edit", "_finish", "_confirm")),
                *((f"governance:action_{name}", action) for name in ("send_back", "file", "drop", "reopen")),
                *((f"governance:need_{name}", need) for name in ("edit", "drop", "take_up")),
                *((f"governance:committee{name}", committee) for name in ("", "_edit", "_seat", "_end")),
                *((f"governance:meeting{name}", meeting) for name in ("", "_edit", "_cancel", "_seat")),
                *((f"governance:meeting_{name}", meeting) for name in ("agenda", "begin", "decide", "ics")),
                *((f"governance:meeting_{name}", meeting) for name in ("file", "close")),
                ("governance:meeting_plan", committee),
                ("governance:item", item),
                ("governance:item_need", item),
                ("governance:needs_theme", {"theme": "legal"}),
                ("governance:meeting_unseat", {**meeting, "member": self.meeting_seat.pk}),
                ("governance:committee_unseat", {**committee, "member": self.committee_seat.pk}),
                ("governance:decision_remove", {**meeting, "decision": self.decided.pk}),
                ("governance:meeting_file_remove", {**meeting, "file": 0}),
            )
        }
        return whole

    def _second_reviewer(self) -> User:
        person = UserFactory()
        programmes.give_role(self.programme, user=person, role=Role.REVIEWER, by=self.people["officer"])
        return person

    def _direct_one(self, home: Commune) -> None:
        """The project directed to the service, a door that is missing, a request without an account."""
        carrier = self.people["carrier"]
        self.referral = referrals.send(
            self.project, self.service, reason="Nos statuts.", shared=[], has_consent=True, by=carrier
        )
        self.gap = orientation.open_gap(self.project, by=carrier)
        self.request = orientation.ask(
            email="sans.compte@maillage.example", words="Un atelier.", commune=home, service=self.service
        )

        administrator = self.people["administrator"]
        self.followed = projects.create(title="Râperie", summary="Râper.", commune=home, by=carrier)
        advising.start(self.followed, adviser=administrator, by=carrier, organisation=self.organisation)
        # Begun and not sent: its adviser may say for whom they write.
        self.dictated = applications.start(self.call, self.followed, by=carrier)
        self.noted = portfolio.note_meeting(self.followed, by=administrator, on=timezone.localdate())

    def _orientation_keywords(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "projects:refer": [{"pk": self.project.pk, "service": self.service.pk}],
            "orientation:ask_service": [{"service": self.service.pk}],
            "orientation:gap": [{"pk": self.gap.pk}],
            "orientation:team": [{"pk": self.organisation.pk}],
            "orientation:handover": [
                {"pk": self.organisation.pk, "adviser": self.people["administrator"].pk}  # type: ignore[union-attr]
            ],
            "orientation:meeting": [{"pk": self.followed.pk}],
            "orientation:meeting_remove": [{"pk": self.followed.pk, "meeting": self.noted.pk}],
            "orientation:request": [{"token": self.request.token}],
            "orientation:receive": [{"token": self.referral.token}],
            **{
                f"orientation:{page}": [{"pk": self.referral.pk}]
                for page in ("referral", "consent", "withdraw")
            },
        }

    @cached_property
    def _known(self) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
        """What fills the addresses of a space, and of one name. Asked once: a scene stays as it was made."""
        organisation, place, service = self.organisation, self.place, self.service
        call, project, form = self.call, self.project, self.questionnaire
        by_app: dict[str, list[dict[str, Any]]] = {
            "directory": [
                {},
                {"pk": organisation.pk},
                {"pk": organisation.pk, "slug": organisation.slug},
            ],
            "programmes": [
                {},
                {"slug": self.programme.slug},
                {"reference": self.application.reference},
                {"slug": self.programme.slug, "pk": call.pk},
                {"slug": self.programme.slug, "reference": self.application.reference},
                {"pk": call.pk, "slug": call.slug},
                {"pk": call.pk, "project": project.pk},
            ],
            "questionnaires": [
                {},
                {"pk": form.pk},
                {"pk": form.pk, "number": 1},
                {"pk": form.pk, "event": 0},
                {"pk": form.pk, "section": "lieu"},
                {"pk": form.pk, "question": "lieu.recit"},
                {"pk": form.pk, "question": "lieu.recit", "place": "affichage", "index": 0},
            ],
            "projects": [{}, {"pk": project.pk}, {"pk": project.pk, "slug": project.slug}],
        }
        exact: dict[str, list[dict[str, Any]]] = {
            **{
                f"programmes:{name}": [{"slug": self.programme.slug, "pk": self.cohort.pk}]
                for name in ("cohort", "cohort_csv", "cohort_edit", "cohort_remove")
            },
            **{
                f"programmes:member_{change}": [
                    {"slug": self.programme.slug, "pk": self.retained.cohort_member.pk}
                ]
                for change in ("move", "defer", "drop", "return")
            },
            **{
                f"programmes:{name}": [{"slug": self.programme.slug, "pk": self.label.pk}]
                for name in (
                    "label",
                    "label_renew",
                    "label_condition",
                    "label_suspend",
                    "label_resume",
                    "label_end",
                )
            },
            "programmes:label_settle": [
                {"slug": self.programme.slug, "pk": self.conditional.pk, "condition": self.condition.pk}
            ],
            "programmes:cohort_undo": [
                {"slug": self.programme.slug, "batch": self.retained.cohort_member.moves.get().batch}
            ],
            "labels:label": [{"code": self.label.code}],
            "labels:certificate": [{"code": self.label.code}],
            "directory:place": [{"pk": place.pk, "slug": place.slug}],
            "directory:service": [{"pk": service.pk, "slug": service.slug}],
            "programmes:call": [{"pk": call.pk, "slug": call.slug}],
            "programmes:answers_file": [
                {
                    "slug": self.programme.slug,
                    "pk": call.pk,
                    "stage": call.stages.order_by("position")[0].slug,
                    "suffix": "codebook.csv",
                }
            ],
            "programmes:eligibility": [{"pk": call.pk, "slug": call.slug}],
            "programmes:apply": [{"pk": call.pk, "slug": call.slug}],
            "programmes:file": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            "programmes:outcome": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            "programmes:place": [{"reference": self.retained.reference}],
            "programmes:appeal": [{"reference": self.retained.reference}],
            "programmes:letter": [{"slug": self.programme.slug, "pk": call.pk, "decision": "retained"}],
            "programmes:letter_pdf": [{"slug": self.programme.slug, "pk": call.pk, "decision": "retained"}],
            **{
                f"programmes:{page}": [{"slug": self.programme.slug, "pk": self.jury.pk}]
                for page in ("jury", "jury_edit", "jury_seat", "jury_fill", "jury_arrange", "jury_begin")
            },
            **{
                f"programmes:{page}": [{"slug": self.programme.slug, "pk": self.jury.pk}]
                for page in ("jury_close", "jury_take_over", "jury_screen")
            },
            **{
                f"programmes:{page}": [
                    {"slug": self.programme.slug, "pk": self.jury.pk, "item": self.item.pk}
                ]
                for page in ("jury_item", "jury_notes")
            },
            "programmes:jury_unseat": [
                {"slug": self.programme.slug, "pk": self.jury.pk, "member": self.seat.pk}
            ],
            "programmes:officer_notes": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            "programmes:write_for": [{"reference": self.dictated.reference}],
            "programmes:blank_paper": [{"pk": call.pk, "slug": call.slug}],
            "programmes:stage_paper": [{"pk": call.pk, "slug": call.slug, "position": 1}],
            "programmes:grant": [{"slug": self.programme.slug, "reference": self.retained.reference}],
            **self._review_keywords(),
            **self._attendance_keywords(),
            **self._orientation_keywords(),
            **self._follow_keywords(),
            **self._kit_keywords(),
            **self._survey_keywords(),
            "directory:photo_remove": [{"pk": place.pk, "photo": 0}],
            "directory:photo_words": [{"pk": place.pk, "photo": 0}],
            **self._call_rooms(),
            **self._project_rooms(),
            "exporting:file": [{"slug": "lieux", "suffix": "geojson"}],
            "portal:map_card": [{"kind": "lieux", "pk": place.pk}],
        }
        return by_app, exact

    def keywords(self, name: str) -> list[dict[str, Any]]:
        """What fills the address, the likeliest first."""
        by_app, exact = self._known
        place, service = self.place, self.service
        of_places = {"place_short", "place_edit", "photos", "place_publication"}
        of_services = {"service_short", "service_edit", "service_publication"}
        space, _, short = name.partition(":")
        if space == "directory" and short in of_places:
            return [{"pk": place.pk}]
        if space == "directory" and short in of_services:
            return [{"pk": service.pk}]
        home = self.place.commune
        territories = {
            "commune": home.code,
            "epci": home.epci_id,
            "department": home.department_id,
            "region": home.region_id,
        }
        if space == "territories" and short in territories:
            return [{"address": territories[short]}]
        # An address of something that does not exist, or of a forged link: nobody sees anything.
        nothing = {
            "token": "forge",
            "membership": 0,
            "invitation": 0,
            "relation": 0,
            "photo": 0,
            "member": 0,
            "role": 0,
            "file": 0,
            "position": 99,
            "kind": "typology",
            "provider_id": "rien",
            "name": "x.pdf",
            "level": "commune",
            "code": home.code,
            "address": home.code,
        }
        return exact.get(name) or [
            *by_app.get(space, [{}]),
            *({**base, key: value} for base in by_app.get(space, [{}]) for key, value in nothing.items()),
            *({"pk": 0, key: value} for key, value in nothing.items()),
            {"pk": 0},
            {"pk": "00000000-0000-0000-0000-000000000000", "name": "x.pdf"},
            {"level": "commune", "code": home.code},
        ]

    def _review_keywords(self) -> dict[str, list[dict[str, Any]]]:
        slug = self.programme.slug
        grid = {"slug": slug, "pk": self.grid.pk}
        of_round = {"slug": slug, "pk": self.round.pk}
        of_file = {**of_round, "reference": self.retained.reference}
        assert self.conflict is not None
        return {
            "programmes:review_declare": [{"round": self.round.pk}],
            **{
                f"programmes:review{name}": [{"pk": self.assignment.pk}]
                for name in ("", "_revise", "_give_back", "_message")
            },
            **{f"programmes:grid{name}": [grid] for name in ("", "_draft", "_publish", "_criterion_add")},
            **{
                f"programmes:grid_criterion{name}": [{**grid, "criterion": "c1"}]
                for name in ("", "_remove", "_move")
            },
            **{
                f"programmes:round{name}": [of_round]
                for name in ("", "_edit", "_csv", "_people", "_send", "_remind", "_conflicts")
            },
            "programmes:round_overrule": [{**of_round, "conflict": self.conflict.pk}],
            **{f"programmes:round_{name}": [of_file] for name in ("file", "give", "message")},
            **{
                f"programmes:{name}": [of_round]
                for name in ("matching", "matching_csv", "scores", "scores_csv", "calibrate", "wishes")
            },
            "programmes:matching_file": [of_file],
            "programmes:wish_tie": [of_file],
            "programmes:reviewer_profile": [{"slug": slug, "user": self.assignment.reviewer_id}],
            **{
                f"programmes:round_{name}": [{**of_round, "assignment": self.assignment.pk}]
                for name in ("take_back", "reopen")
            },
        }

    def url(self, name: str) -> str:
        for keywords in self.keywords(name):
            try:
                return reverse(name, kwargs=keywords)
            except NoReverseMatch:
                continue
        raise AssertionError(f"Say in Scene.keywords how to fill “{name}”.")
