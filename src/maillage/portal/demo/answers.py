"""What the invented applicants answer to the questionnaires of ``data/``: always the same."""

from __future__ import annotations

import random
from typing import Any

from maillage.portal.demo.applicants import SEED, Applicant

ROLES = ("Coordination", "Accueil et vie du lieu", "Animation des ateliers", "Comptabilité", "Maintenance")
ITEMS = (
    ("Machines et outillage", "investment", 45),
    ("Mise aux normes et électricité", "investment", 30),
    ("Salaires de la première année", "running", 25),
)
# In the order in which a draft is filled.
BEGUN_WITH = (
    "presentation.project",
    "presentation.activities",
    "presentation.stage",
    "place.found",
    "means.team",
    "budget.requested_amount",
)


def interest(each: Applicant) -> dict[str, Any]:
    """To the expression of interest."""
    rng = _rng(each)
    answers: dict[str, Any] = {
        **{key: each.answers[key] for key in ("presentation.project", "presentation.activities")},
        "presentation.stage": each.stage,
        "means.team": each.answers["means.team"],
        "means.needs": each.answers["means.needs"],
        "means.links": rng.choice(
            (["network"], ["commune"], ["network", "commune"], ["chamber"], ["nobody"])
        ),
        "budget.requested_amount": str(each.requested_amount),
    }
    if each.stage == "idea" or rng.random() < 0.2:
        answers |= {
            "place.found": False,
            "place.search": "Deux bâtiments visités avec la mairie ; nous attendons leurs devis.",
        }
    else:
        answers |= {
            "place.found": True,
            "place.agreement": rng.choice(("owner", "lease", "promise", "public")),
            "place.surface": str(each.surface_m2),
        }
    return answers


def begun(each: Applicant) -> dict[str, Any]:
    """What a draft has been answered so far."""
    answers = interest(each)
    return {key: answers[key] for key in BEGUN_WITH[: 1 + len(each.title) % len(BEGUN_WITH)]}


def full(each: Applicant) -> dict[str, Any]:
    """To the full file."""
    rng = _rng(each)
    has_rules = each.quality >= 3.3
    answers: dict[str, Any] = {
        "presentation.project": f"{each.summary}\n\n{each.answers['presentation.project']}",
        "presentation.activities": each.answers["presentation.activities"],
        "presentation.users": {
            "artisans": "daily",
            "firms": rng.choice(("daily", "weekly")),
            "schools": rng.choice(("weekly", "sometimes", "never")),
            "people": rng.choice(("weekly", "sometimes")),
        },
        "means.equipment": each.answers["means.equipment"],
        "means.rules": has_rules,
        "means.team_table": [
            {
                "role": role,
                "hours": str(rng.choice((7, 14, 21, 35))),
                "status": rng.choice(("employee", "volunteer", "independent")),
            }
            for role in rng.sample(ROLES, k=min(len(ROLES), 1 + len(each.people)))
        ],
        "means.cooperation": max(1, min(5, round(each.quality))),
        "budget.requested_amount": str(each.requested_amount),
        "budget.table": _budget(each),
        "budget.jobs": str(each.jobs),
    }
    if not has_rules:
        answers["means.rules_how"] = "Avec les premiers usagers, pendant l’aménagement."
    if each.requested_amount * 2 > each.budget_amount:
        answers["budget.risk"] = "Nous ouvririons en deux temps : l’atelier, puis l’accueil un an plus tard."
    return answers


def _budget(each: Applicant) -> list[dict[str, str]]:
    """Rows whose sum is the budget, to the euro."""
    amounts = [each.budget_amount * share // 100 for _item, _kind, share in ITEMS]
    amounts[0] += each.budget_amount - sum(amounts)
    return [
        {"item": item, "amount": str(amount), "kind": kind}
        for (item, kind, _share), amount in zip(ITEMS, amounts, strict=True)
    ]


def _rng(each: Applicant) -> random.Random:
    return random.Random(f"{SEED} {each.key}")  # noqa: S311 - reproducible stories, not secrets
