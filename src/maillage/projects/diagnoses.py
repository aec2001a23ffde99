"""Three ready self-diagnoses, as data: what is asked, what each answer tells, what to do next.

They are questionnaires like any other (``questionnaires.definition``), in the reader's language; their
reading is here. A result is never a bare verdict: each line says what was answered and what follows from it.

"Social and solidarity economy" follows article 1 of the French law of 31 July 2014: an aim other than sharing
profits, a governance that does not follow capital, profits that mainly stay in the activity. Associations,
cooperatives, mutuals and foundations belong by legal form, companies of social utility by their statutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Sentence
from maillage.directory.enums import Stage, Theme
from maillage.questionnaires.definition import Definition, parse

YES, PARTLY, NO, UNKNOWN = "yes", "partly", "no", "unknown"
ANSWERS: dict[str, Sentence] = {
    YES: _("Yes"),
    PARTLY: _("Partly, or nearly"),
    NO: _("No"),
    UNKNOWN: _("I do not know"),
}


@dataclass(frozen=True)
class Asked:
    """A question, and what to do when the answer is not yes. ``stage``: the one that it belongs to."""

    key: str
    label: Sentence
    help: Sentence
    step: Sentence
    theme: Theme
    is_essential: bool = False
    stage: Stage | None = None


@dataclass(frozen=True)
class Verdict:
    """What the answers say together, with a tone of ``<c-note>``."""

    tone: str
    title: Sentence
    why: Sentence


@dataclass(frozen=True)
class Diagnosis:
    key: str
    title: Sentence
    purpose: Sentence
    questions: tuple[Asked, ...]
    conclude: Callable[[Mapping[str, str]], Verdict]

    def definition(self) -> Definition:
        """What is asked, in the reader's language."""
        choices = [{"id": key, "label": str(label)} for key, label in ANSWERS.items()]
        asked = [
            {
                "id": question.key,
                "type": "choice",
                "label": str(question.label),
                "help": str(question.help),
                "required": "submission",
                "choices": choices,
            }
            for question in self.questions
        ]
        return parse({"sections": [{"id": self.key, "title": _t("Your answers"), "questions": asked}]})


@dataclass(frozen=True)
class Line:
    """One answer, explained."""

    asked: Asked
    answer: str

    @property
    def label(self) -> Sentence:
        return ANSWERS[self.answer]

    @property
    def tone(self) -> str:
        return {YES: "ok", PARTLY: "wait", NO: "no", UNKNOWN: "info"}[self.answer]

    @property
    def is_met(self) -> bool:
        return self.answer == YES


def read(diagnosis: Diagnosis, answers: Mapping[str, Any]) -> tuple[Verdict, list[Line]]:
    """The verdict and the lines. An answer that is missing counts as not known."""
    given = {
        question.key: answers.get(question.key) if answers.get(question.key) in ANSWERS else UNKNOWN
        for question in diagnosis.questions
    }
    known: dict[str, str] = {key: str(value) for key, value in given.items()}
    return diagnosis.conclude(known), [Line(asked, known[asked.key]) for asked in diagnosis.questions]


# --- The social and solidarity economy -----------------------------------------------------------------
PRINCIPLES = ("aim", "governance", "profits")


def _solidarity(given: Mapping[str, str]) -> Verdict:
    principles = [given[key] for key in PRINCIPLES]
    if NO in principles:
        return Verdict(
            "no",
            _("Not as the project is described today."),
            _("One of the three principles is not there. None is out of reach: statutes can be written so."),
        )
    if all(answer == YES for answer in principles) and given["form"] == YES:
        return Verdict(
            "ok",
            _("Yes, by its legal form."),
            _("The three principles are there, and the legal form is one of those that the law names."),
        )
    if all(answer == YES for answer in principles) and given["utility"] == YES:
        return Verdict(
            "ok",
            _("Yes, if the statutes say so."),
            _("A company belongs to it when its statutes hold the three principles and a social utility."),
        )
    return Verdict(
        "wait",
        _("Nearly: something remains to be settled."),
        _("Nothing excludes it. The lines that are not a clear yes say what to settle first."),
    )


# --- Social innovation -----------------------------------------------------------------------------------
def _innovation(given: Mapping[str, str]) -> Verdict:
    met = sum(answer == YES for answer in given.values())
    why = _t("%(met)s of the %(total)s signs are a clear yes.") % {"met": met, "total": len(given)}
    if given["unmet"] == NO or given["new"] == NO:
        return Verdict(
            "info",
            _("A useful project, rather than a social innovation."),
            _t("%(why)s A social innovation answers a need that is poorly met, in a way that is new here.")
            % {"why": why},
        )
    if met >= 6:
        return Verdict("ok", _("Yes, and you can show it."), why)
    return Verdict("wait", _("It may become one."), why)


# --- Where do I stand? -------------------------------------------------------------------------------------
def _standing(given: Mapping[str, str]) -> Verdict:
    for stage in Stage:
        keys = [asked.key for asked in STANDING.questions if asked.stage == stage]
        missing = sum(given[key] != YES for key in keys)
        if missing:
            return Verdict(
                "info",
                _t("You are at the stage “%(stage)s”.") % {"stage": stage.label},
                _t("It is the first where something is not a clear yes: %(missing)s of %(total)s questions.")
                % {"missing": missing, "total": len(keys)},
            )
    return Verdict(
        "ok",
        _("All the stages are behind you."),
        _("Your experience is worth sharing: others begin where you began."),
    )


SOLIDARITY = Diagnosis(
    "economie-sociale",
    _("Does my project belong to the social and solidarity economy?"),
    _("Five questions. It opens funds and networks, and binds to three principles."),
    (
        Asked(
            "aim",
            _("Is it for something else than sharing profits?"),
            _("Serving its members, a territory, people in difficulty, a cause."),
            _("Write the aim down in one sentence, then in the statutes."),
            Theme.LEGAL,
            is_essential=True,
        ),
        Asked(
            "governance",
            _("Do people decide whatever capital they brought?"),
            _("One person, one voice, for example; users, employees or partners take part."),
            _("Settle who votes, on what, and how those concerned are heard."),
            Theme.GOVERNANCE,
            is_essential=True,
        ),
        Asked(
            "profits",
            _("Do the profits mainly stay in the activity?"),
            _("Reserves that cannot be shared out, and a limited return on shares."),
            _("Write in the statutes what share of the profits stays, and that reserves are not shared."),
            Theme.BUSINESS_MODEL,
            is_essential=True,
        ),
        Asked(
            "form",
            _("Is it an association, a cooperative, a mutual or a foundation?"),
            _("Or will it be. Answer no for a company with shares, or while nothing is chosen."),
            _("Compare two legal forms with somebody whose trade it is."),
            Theme.LEGAL,
        ),
        Asked(
            "utility",
            _("Is its aim a social utility?"),
            _("Supporting people in a fragile situation, keeping ties and territories alive, ecology…"),
            _("Say whom it serves and what changes for them, and how you will see it."),
            Theme.IMPACT,
        ),
    ),
    _solidarity,
)
INNOVATION = Diagnosis(
    "innovation-sociale",
    _("Is it a social innovation?"),
    _("Eight signs that funders and networks look for. None is enough alone."),
    (
        Asked(
            "unmet",
            _("Is the need poorly met, or not at all?"),
            _("By the market and by public services, here, today."),
            _("Talk with ten people concerned, and with those who answer part of the need."),
            Theme.TERRITORY,
            is_essential=True,
        ),
        Asked(
            "new",
            _("Is the answer new, at least on this territory?"),
            _("A known idea in a place that had none counts."),
            _("Look for two or three comparable projects, and note what yours does differently."),
            Theme.SOCIAL_INNOVATION,
            is_essential=True,
        ),
        Asked(
            "users",
            _("Do those concerned take part in making it?"),
            _("Not only asked: they try, decide, run something."),
            _("Give them a place from the first trial on, and say what is theirs to decide."),
            Theme.COMMUNITY,
        ),
        Asked(
            "partners",
            _("Do several kinds of actors cooperate?"),
            _("Inhabitants, associations, firms, local authorities, researchers."),
            _("Draw who gains and who gives, then meet the one that is missing."),
            Theme.GOVERNANCE,
        ),
        Asked(
            "resources",
            _("Do its resources come from several sides?"),
            _("Sales, public money, voluntary work, gifts, shared means."),
            _("Put figures on three sources, and on what happens when one stops."),
            Theme.BUSINESS_MODEL,
        ),
        Asked(
            "trial",
            _("Has something been tried, even small?"),
            _("A day, a prototype, a first group."),
            _("Plan one trial that costs little and teaches much, with a date."),
            Theme.PROTOTYPING,
        ),
        Asked(
            "effects",
            _("Can the effects be seen and told?"),
            _("What changes, for whom, compared with before."),
            _("Choose two or three signs, and note how things are before you begin."),
            Theme.IMPACT,
        ),
        Asked(
            "spread",
            _("Could others take it up elsewhere?"),
            _("What depends on you alone, and what could be handed on."),
            _("Write down how it is done while you do it."),
            Theme.SKILLS,
        ),
    ),
    _innovation,
)
STANDING = Diagnosis(
    "ou-en-suis-je",
    _("Where do I stand?"),
    _("Ten questions, from the idea to the running activity; the first that is not a yes shows the way."),
    (
        Asked(
            "met",
            _("Did you talk with people who have the need?"),
            _("Ten conversations teach more than a form."),
            _("Make a list of ten people to meet, and meet the first two this week."),
            Theme.TERRITORY,
            stage=Stage.IDEA,
        ),
        Asked(
            "words",
            _("Can you say the project in three sentences?"),
            _("For whom, what, and why here."),
            _("Write them in the description of the project, and have them read by somebody else."),
            Theme.SALES,
            stage=Stage.IDEA,
        ),
        Asked(
            "team",
            _("Are you several, each knowing their part?"),
            _("Time counts as much as skills."),
            _("Invite those who are already there to the project, and say what is missing."),
            Theme.GOVERNANCE,
            stage=Stage.EMERGENCE,
        ),
        Asked(
            "figures",
            _("Do you have first figures?"),
            _("What it costs, what it brings in, even roughly."),
            _("Put the main costs and incomes of a year on one page."),
            Theme.BUSINESS_MODEL,
            stage=Stage.EMERGENCE,
        ),
        Asked(
            "legal",
            _("Is the legal form chosen?"),
            _("And understood by those who will sign."),
            _("See two forms with an adviser before choosing."),
            Theme.LEGAL,
            stage=Stage.CREATION,
        ),
        Asked(
            "money",
            _("Is the start paid for?"),
            _("Obtained or promised in writing."),
            _("List what is obtained, asked for and missing, with dates."),
            Theme.FUNDING,
            stage=Stage.CREATION,
        ),
        Asked(
            "place",
            _("Do you have where to do it?"),
            _("Or does the project need no place."),
            _("Describe what you need, and visit what exists within twenty minutes."),
            Theme.PREMISES,
            stage=Stage.CREATION,
        ),
        Asked(
            "running",
            _("Have the first users come back?"),
            _("Or the first customers paid twice."),
            _("Ask five of them what would make them come back."),
            Theme.SALES,
            stage=Stage.CONSOLIDATION,
        ),
        Asked(
            "accounts",
            _("Do the accounts hold beside the forecast?"),
            _("Looked at together, at least every three months."),
            _("Put the accounts beside the forecast and note the three largest gaps."),
            Theme.ACCOUNTING,
            stage=Stage.CONSOLIDATION,
        ),
        Asked(
            "impact",
            _("Do you know what it changes around you?"),
            _("With figures or stories that others can check."),
            _("Choose the people to ask and the moment, and do it once a year."),
            Theme.IMPACT,
            stage=Stage.DEVELOPMENT,
        ),
    ),
    _standing,
)
DIAGNOSES: dict[str, Diagnosis] = {each.key: each for each in (STANDING, SOLIDARITY, INNOVATION)}
