"""The fictitious applicants: always the same, varied, plausible and visibly invented."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from statistics import fmean

import pytest

from maillage.portal.demo import applicants as generator
from maillage.portal.demo import content

DROM = {"971", "972", "973", "974", "976"}


@pytest.fixture(scope="module")
def applicants() -> tuple[generator.Applicant, ...]:
    return generator.applicants()


def test_about_three_hundred_in_the_planned_states(applicants: tuple[generator.Applicant, ...]) -> None:
    assert 300 <= len(applicants) <= 330
    planned = {(call, outcome): count for call, rows in generator.PLAN.items() for outcome, count in rows}
    assert Counter((each.call, each.outcome) for each in applicants) == planned


def test_another_process_tells_the_same_stories(applicants: tuple[generator.Applicant, ...]) -> None:
    """Hashing of strings differs from one process to the next: nothing may depend on it."""
    code = "from maillage.portal.demo.applicants import applicants; print(repr(applicants()))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "4242"}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.strip() == repr(applicants)


def test_they_are_everywhere_in_france(applicants: tuple[generator.Applicant, ...]) -> None:
    departments = {each.commune.department for each in applicants}
    assert len(departments) >= 95
    assert departments >= DROM
    overseas = sum(each.commune.department.startswith("97") for each in applicants)
    assert overseas >= 20


def test_only_the_ineligible_live_in_large_towns(applicants: tuple[generator.Applicant, ...]) -> None:
    for each in applicants:
        large = (each.commune.population or 0) >= generator.LARGE_COMMUNE
        assert large is (each.outcome == "ineligible"), each.key


def test_a_list_of_them_does_not_look_copied(applicants: tuple[generator.Applicant, ...]) -> None:
    assert len({each.title for each in applicants}) == len(applicants)
    assert len({each.summary for each in applicants}) == len(applicants)
    # In a page of thirty, no opening of five words comes back more than a few times.
    for start in range(0, len(applicants), 30):
        openings = Counter(" ".join(each.summary.split()[:5]) for each in applicants[start : start + 30])
        assert openings.most_common(1)[0][1] <= 5
    sentences = Counter(
        sentence for each in applicants for sentence in re.split(r"(?<=\.) ", each.summary)[:-1]
    )
    assert sentences.most_common(1)[0][1] <= 25


def test_summaries_are_whole_sentences(applicants: tuple[generator.Applicant, ...]) -> None:
    for each in applicants:
        assert each.summary[0].isupper(), each.summary
        assert each.summary.endswith("."), each.summary
        assert 90 <= len(each.summary) <= 620, each.summary
        assert not re.search(r"[{}]|  | ,|\bà Les?\b|\bde Les?\b|\bde le\b", each.summary), each.summary


def test_their_people_are_visibly_invented(applicants: tuple[generator.Applicant, ...]) -> None:
    surnames = set(content.vocabulary().surnames)
    people = [person for each in applicants for person in each.people]
    assert {person.last_name for person in people} <= surnames
    assert len({person.email for person in people}) == len(people)
    assert all(re.fullmatch(r"[a-z0-9.-]+@atelier\.example", person.email) for person in people)


def test_carriers_are_of_every_kind(applicants: tuple[generator.Applicant, ...]) -> None:
    carriers = Counter(each.carrier for each in applicants)
    assert set(carriers) == {"association", "people", "scic", "scop", "commune"}
    assert min(carriers.values()) >= 15
    assert all((each.carrier == "people") is (each.organisation == "") for each in applicants)


def test_budgets_cover_what_is_asked(applicants: tuple[generator.Applicant, ...]) -> None:
    assert all(15_000 <= each.requested_amount < each.budget_amount for each in applicants)


def test_better_files_end_better(applicants: tuple[generator.Applicant, ...]) -> None:
    def mean(outcome: str) -> float:
        return fmean(each.quality for each in applicants if each.outcome == outcome)

    assert mean("retained") > mean("conditional") > mean("waiting") > mean("refused")
    assert all(each.goes_on for each in applicants if each.outcome in {"retained", "conditional", "waiting"})


def test_a_smaller_demonstration_keeps_the_mix() -> None:
    with generator.one_in(5):
        kept = generator.present()
        assert generator.places("premiere-vague", 54) == sum(
            each.outcome in generator.TAKING for each in kept
        )
        assert generator.places("outre-mer", 12) == 12
    assert 60 <= len(kept) <= 85
    assert {each.outcome for each in kept} == {each.outcome for each in generator.applicants()}
    assert generator.present() == generator.applicants()


def test_decided_applications_have_their_reason(applicants: tuple[generator.Applicant, ...]) -> None:
    decided = {"retained", "conditional", "waiting", "refused", "withdrawn", "inadmissible"}
    assert all(bool(each.reason) is (each.outcome in decided) for each in applicants)


@pytest.mark.parametrize(
    ("name", "at", "of"),
    [
        ("Lormes", "à Lormes", "de Lormes"),
        ("Le Cheylard", "au Cheylard", "du Cheylard"),
        ("Les Abymes", "aux Abymes", "des Abymes"),
        ("La Possession", "à La Possession", "de La Possession"),
        ("Oust", "à Oust", "d’Oust"),
        ("Étroussat", "à Étroussat", "d’Étroussat"),
        ("L’Escarène", "à L’Escarène", "de L’Escarène"),
    ],
)
def test_place_names_take_their_preposition(name: str, at: str, of: str) -> None:
    assert (generator.at_commune(name), generator.of_commune(name)) == (at, of)


def test_boats_are_built_by_the_sea(applicants: tuple[generator.Applicant, ...]) -> None:
    yards = [each for each in applicants if each.trade == "boatbuilding"]
    assert len(yards) >= 3
    assert all(each.commune.code in generator.ON_THE_SEA for each in yards)


def test_some_of_the_ineligible_ask_for_an_exception(applicants: tuple[generator.Applicant, ...]) -> None:
    asking = [each for each in applicants if each.derogation]
    assert {each.outcome for each in asking} == {"ineligible"}
    assert {each.call for each in asking} == {"premiere-vague", "ateliers-ouverts", "deuxieme-vague"}
    assert len(asking) < sum(each.outcome == "ineligible" for each in applicants)


def test_every_answer_is_written(applicants: tuple[generator.Applicant, ...]) -> None:
    for each in applicants:
        assert len(each.answers) == 6
        assert all(each.answers.values())
        assert each.answers["budget.requested_amount"] == str(each.requested_amount)
