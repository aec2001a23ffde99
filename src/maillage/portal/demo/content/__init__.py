"""The written contents of the demonstration network, read from ``data/`` and checked.

Pure data: nothing here knows the database. An unknown key, an unknown reference or a
missing field is an error with the record named, so that a typing slip never becomes a
strange page.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib import resources

from maillage.portal.demo.content.reading import (
    ContentError,
    among,
    by_key,
    known,
    label_of,
    only,
    toml,
    typed,
)
from maillage.portal.demo.content.shapes import (
    Account,
    Accounts,
    Appeal,
    Area,
    Call,
    Calls,
    CallStage,
    Completion,
    Decisions,
    Declines,
    DemoCommune,
    Discussion,
    Example,
    Exchange,
    Figure,
    Form,
    Juror,
    Jury,
    Kind,
    Meeting,
    Module,
    Network,
    OpenCall,
    Opinions,
    Organisation,
    Paper,
    Place,
    Programme,
    Relation,
    Reviewer,
    Reviews,
    Round,
    Rule,
    Service,
    Source,
    Tones,
    Trade,
    Vocabulary,
)

__all__ = [
    "Account",
    "Accounts",
    "Area",
    "Call",
    "CallStage",
    "Calls",
    "Completion",
    "ContentError",
    "Decisions",
    "DemoCommune",
    "Example",
    "Exchange",
    "Figure",
    "Form",
    "Juror",
    "Kind",
    "Meeting",
    "Module",
    "Network",
    "OpenCall",
    "Organisation",
    "Paper",
    "Place",
    "Programme",
    "Relation",
    "Reviewer",
    "Reviews",
    "Round",
    "Rule",
    "Service",
    "Source",
    "Trade",
    "Vocabulary",
    "accounts",
    "calls",
    "communes",
    "forms",
    "network",
    "open_call",
    "reviews",
    "vocabulary",
]

STAGES = ("idea", "emergence", "creation", "consolidation", "development")
FORMATS = ("one_to_one", "group", "itinerant", "remote")
RELATION_KINDS = ("member", "funder", "partner")


@cache
def network() -> Network:
    """The real organisations, places and services, with references checked.

    Raises:
        ContentError: a record is malformed, or names another that does not exist.
    """
    raw = toml("examples.toml")
    only(raw, {"sources", "examples", "organisations", "relations", "places", "services"}, "examples.toml")
    sources = by_key(
        typed(Source, {"key": key, **values}, f"source {key}") for key, values in raw["sources"].items()
    )
    organisations = by_key(typed(Organisation, row, "organisation") for row in raw["organisations"])
    places = by_key(typed(Place, row, "place") for row in raw["places"])
    services = by_key(typed(Service, row, "service") for row in raw["services"])
    examples = tuple(typed(Example, row, "example") for row in raw["examples"])
    only(raw["relations"], set(RELATION_KINDS), "relations")
    relations = tuple(
        Relation(source, kind, target) for kind, pairs in raw["relations"].items() for source, target in pairs
    )

    for record in (*organisations.values(), *places.values(), *services.values(), *examples):
        known(record.source.partition(":")[0], sources, f"{label_of(record)}: source")
    for example in examples:
        for key in example.organisations:
            known(key, organisations, f"example {example.number}")
    for place in places.values():
        known(place.organisation, organisations, f"place {place.key}")
    for service in services.values():
        known(service.organisation, organisations, f"service {service.key}")
        for key in service.partners:
            known(key, organisations, f"service {service.key}: partners")
        for key in service.places:
            known(key, places, f"service {service.key}: places")
        among(service.stages, STAGES, f"service {service.key}: stages")
        among(service.formats, FORMATS, f"service {service.key}: formats")
        if not service.coverage:
            raise ContentError(f"service {service.key}: covers nothing")
    for relation in relations:
        known(relation.source, organisations, f"relation {relation.kind}")
        known(relation.target, organisations, f"relation {relation.kind}")
    return Network(sources, examples, organisations, places, services, relations)


@cache
def calls() -> Calls:
    """The programme, its calls and their rules of eligibility."""
    raw = toml("programme.toml")
    only(raw, {"programme", "calls", "rules"}, "programme.toml")
    found = Calls(
        typed(Programme, raw["programme"], "programme"),
        tuple(typed(Call, row, "call") for row in raw["calls"]),
        by_key(typed(Rule, row, "rule") for row in raw["rules"]),
    )
    programme = found.programme
    for key in (programme.operator, programme.coordinator, *programme.partners, *programme.funders):
        known(key, network().organisations, "programme")
    for call in found.calls:
        for key in call.rules:
            known(key, found.rules, f"call {call.key}: rules")
        for stage in call.stages:
            known(stage.form, forms(), f"call {call.key}: stages")
    for figure in programme.figures:
        known(figure.source, network().sources, f"programme figure “{figure.label}”")
    return found


@cache
def forms() -> dict[str, Form]:
    """The questionnaires of the calls, by the name of their file."""
    found = {}
    for name in ("interest", "full"):
        text = resources.files("maillage.portal.demo").joinpath(f"data/{name}.json").read_text("utf-8")
        found[name] = Form(**json.loads(text))
    return found


@cache
def reviews() -> Reviews:
    """Reviewers, their rounds and their words; the jury and its words."""
    raw = toml("reviews.toml")
    grid = raw.pop("grid")
    found = Reviews(
        grid=grid["name"],
        criteria=tuple(grid["criteria"]),
        comments={key: typed(Tones, row, f"comments {key}") for key, row in raw.pop("comments").items()},
        opinions=typed(Opinions, raw.pop("opinions"), "opinions"),
        discussion=typed(Discussion, raw.pop("discussion"), "discussion"),
        declines=typed(Declines, raw.pop("declines"), "declines"),
        jury=typed(Jury, raw.pop("jury"), "jury"),
        appeal=typed(Appeal, raw.pop("appeal"), "appeal"),
        rounds=tuple(typed(Round, row, "round") for row in raw.pop("rounds")),
        reviewers=tuple(typed(Reviewer, row, "reviewer") for row in raw.pop("reviewers")),
        jurors=tuple(typed(Juror, row, "juror") for row in raw.pop("jurors")),
    )
    only(raw, set(), "reviews.toml")
    for criterion in found.criteria:
        if criterion.get("comment") != "none":
            known(criterion["id"], found.comments, "grid: comments")
    for round_ in found.rounds:
        known(round_.call, {call.key: call for call in calls().calls}, f"round {round_.title}")
    return found


@cache
def open_call() -> OpenCall:
    """Documents, questions, sessions and checks of the call that is open."""
    found = typed(OpenCall, toml("open_call.toml"), "open_call.toml")
    asked = {
        question["id"]
        for section in forms()["interest"].content["sections"]
        for question in section["questions"]
    }
    for request in found.to_complete:
        for key in (*request.questions, *(change.question for change in request.changes)):
            among([key], asked, f"to complete “{request.message}”")
        among([request.becomes], ("done", "open", "over"), f"to complete “{request.message}”")
    return found


@cache
def accounts() -> Accounts:
    """One invented person per role, with the password they share."""
    raw = toml("accounts.toml")
    only(raw, {"password", "accounts"}, "accounts.toml")
    found = Accounts(raw["password"], tuple(typed(Account, row, "account") for row in raw["accounts"]))
    for account in found.accounts:
        if account.organisation:
            known(account.organisation, network().organisations, f"account {account.key}")
        if account.programme and account.programme != calls().programme.key:
            raise ContentError(f"account {account.key}: unknown programme {account.programme}")
    return found


@cache
def communes() -> tuple[DemoCommune, ...]:
    """Real communes, in the order of their codes."""
    text = resources.files("maillage.portal.demo").joinpath("data/communes.csv").read_text("utf-8")
    return tuple(
        DemoCommune(
            row["code"],
            row["name"].replace("'", "’"),
            row["department"],
            int(row["population"]) if row["population"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def vocabulary() -> Vocabulary:
    """The words of the generator of applicants."""
    return typed(Vocabulary, toml("crafts.toml"), "crafts.toml")
