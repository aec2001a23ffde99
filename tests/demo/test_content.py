"""The written contents of the demonstration: whole, consistent, in our own words, about nobody real."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.portal.demo import content
from maillage.portal.demo.content import reading

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/maillage/portal/demo/data"
SEEDS = next((up / "shared/seeds" for up in ROOT.parents if (up / "shared/seeds").is_dir()), None)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def all_texts() -> list[str]:
    return [
        text for path in sorted(DATA.glob("*.toml")) for text in texts(tomllib.loads(path.read_text("utf-8")))
    ]


def test_the_twenty_one_examples_are_all_there() -> None:
    network = content.network()
    assert [example.number for example in network.examples] == list(range(1, 22))
    assert Counter(example.section for example in network.examples) == {"inspiration": 12, "experiment": 9}
    assert all(example.organisations for example in network.examples)


def test_every_example_offers_a_service_or_runs_a_place() -> None:
    network = content.network()
    active = {service.organisation for service in network.services.values()}
    active |= {place.organisation for place in network.places.values()}
    assert [example.number for example in network.examples if not active & set(example.organisations)] == []


def test_every_organisation_is_tied_to_something() -> None:
    network = content.network()
    tied = {key for example in network.examples for key in example.organisations}
    tied |= {end for relation in network.relations for end in (relation.source, relation.target)}
    tied |= {service.organisation for service in network.services.values()}
    assert sorted(set(network.organisations) - tied) == []


def test_descriptions_are_short_sentences() -> None:
    network = content.network()
    records = (*network.organisations.values(), *network.places.values(), *network.services.values())
    wrong = [
        record.key
        for record in records
        if not 1 <= len(re.findall(r"[.!?](?:\s|$)", record.description)) <= 4
        or not record.description.endswith(".")
        or len(record.description) > 420
    ]
    assert wrong == []


def test_no_address_or_telephone_of_anybody() -> None:
    written = "\n".join(all_texts())
    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", written)
    assert {address for address in addresses if not address.endswith(".example")} == set()
    assert re.findall(r"\b0[1-9](?:[ .]?\d\d){4}\b", written) == []


def test_typography_is_french() -> None:
    assert [text for text in all_texts() if "'" in text and not text.startswith("http")] == []


@pytest.mark.skipif(SEEDS is None, reason="the source documents (../shared/seeds) are not on this machine")
def test_no_sentence_comes_from_the_source_documents() -> None:
    """No run of ten words is shared, titles of documents and names apart."""
    assert SEEDS is not None
    size = 10
    source = words("\n".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("0*.txt"))))
    known = {tuple(source[i : i + size]) for i in range(len(source) - size)}
    titles = {each.title for each in content.network().sources.values()}
    copied = [
        " ".join(run)
        for text in all_texts()
        if text not in titles
        for run in zip(*(words(text)[i:] for i in range(size)), strict=False)
        if run in known
    ]
    assert copied == []


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(content.ContentError, match="commerical"):
        reading.typed(
            content.Relation, {"source": "a", "kind": "b", "target": "c", "commerical": 1}, "relation"
        )


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(content.ContentError, match="“kind” is missing"):
        reading.typed(content.Relation, {"source": "a", "target": "c"}, "relation")


def test_a_wrong_type_is_an_error() -> None:
    with pytest.raises(content.ContentError, match="places"):
        reading.typed(
            content.Call,
            {
                "key": "k", "name": "n", "status": "open", "opens_in_days": 0, "closes_in_days": 1,
                "label_months": 1, "places": "ten", "summary": "s",
            },
            "call",
        )  # fmt: skip


@pytest.mark.parametrize("area", ["canton:01", "epci", "epci:"])
def test_a_coverage_row_names_a_level_and_a_code(area: str) -> None:
    with pytest.raises(content.ContentError, match="level:code"):
        reading.convert(content.Area, area, "service")


def test_one_call_is_decided_one_is_read_one_is_open_and_one_is_being_prepared() -> None:
    calls = content.calls().calls
    assert [call.status for call in calls] == ["decided", "review", "open", "preparing"]
    decided, read, running, preparing = calls
    assert read.opens_in_days < read.closes_in_days < 0
    assert decided.decided_in_days is not None
    assert decided.opens_in_days < decided.closes_in_days < decided.decided_in_days < 0
    assert running.opens_in_days < 0 < running.closes_in_days
    assert 0 < preparing.opens_in_days < preparing.closes_in_days


def test_programme_figures_are_the_published_ones() -> None:
    programme = content.calls().programme
    assert (programme.places, programme.promotions) == (100, 6)
    assert {(figure.value, figure.unit) for figure in programme.figures} >= {(30, "M€"), (4, "M€"), (100, "")}


def test_one_account_per_role() -> None:
    accounts = content.accounts()
    assert {account.role for account in accounts.accounts} == {
        "platform_administrator", "officer", "reviewer", "juror", "trainer", "observer", "applicant",
        "carrier", "local_authority", "network_adviser",
    }  # fmt: skip
    emails = [account.email for account in accounts.accounts]
    assert len(set(emails)) == len(emails)
    assert len(accounts.password) >= 10


def test_the_documentation_lists_every_fact_with_its_source() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/demonstration_doc.py"), "--check"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_two_dozen_reviewers_see_differently() -> None:
    written = content.reviews()
    assert len(written.reviewers) == 24
    severities = [each.severity for each in written.reviewers]
    assert min(severities) < -0.5 < 0.5 < max(severities)
    assert {each.account for each in written.reviewers} == {"", "reviewer", "adviser", "trainer"}
