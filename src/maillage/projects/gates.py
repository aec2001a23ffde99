"""What is verified at each stage before a project goes further: a ready list, as data.

A gate does not lock: whoever passes it with something missing says why, and the reason stays in the thread.
The same subject comes back from stage to stage, and more is asked of it each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Sentence
from maillage.directory.enums import Stage, Theme


@dataclass(frozen=True)
class Item:
    """One piece of evidence.

    Args:
        key: stable, kept in rows.
        asks: what shows it, as a question to the carriers.
        theme: of the services that help with it.
    """

    key: str
    title: Sentence
    asks: Sentence
    theme: Theme


def _need(asks: Sentence) -> Item:
    return Item("need", _("Need verified"), asks, Theme.TERRITORY)


def _model(asks: Sentence) -> Item:
    return Item("model", _("Economic model"), asks, Theme.BUSINESS_MODEL)


def _governance(asks: Sentence) -> Item:
    return Item("governance", _("Governance"), asks, Theme.GOVERNANCE)


def _form(asks: Sentence) -> Item:
    return Item("legal_form", _("Legal form"), asks, Theme.LEGAL)


def _funding(asks: Sentence) -> Item:
    return Item("funding", _("Funding"), asks, Theme.FUNDING)


def _premises(asks: Sentence) -> Item:
    return Item("premises", _("Premises"), asks, Theme.PREMISES)


def _impact(asks: Sentence) -> Item:
    return Item("impact", _("Impact indicators"), asks, Theme.IMPACT)


GATES: dict[Stage, tuple[Item, ...]] = {
    Stage.IDEA: (
        _need(_("Whom did you ask, and what did they say? Ten conversations are worth a study.")),
        _governance(_("Who carries the idea with you, and who has time for it?")),
    ),
    Stage.EMERGENCE: (
        _need(_("Who would come, how often, for what; who else answers this need nearby?")),
        _model(_("First figures: what it costs, what it brings in, and from when it holds.")),
        _governance(_("Who decides what, and how newcomers join in.")),
        _form(_("Which legal forms would fit, and what speaks for one of them?")),
        _premises(_("Places seen, or how much room is needed and where.")),
    ),
    Stage.CREATION: (
        _form(_("Statutes signed or ready, and the number of the register.")),
        _model(_("A forecast over three years, with its assumptions.")),
        _funding(_("The funding plan: what is obtained, what is asked for, what is missing.")),
        _governance(_("Members, roles and rules as they will be on the first day.")),
        _premises(_("A lease, an agreement or a deed; works and safety looked at.")),
        _impact(_("What should change, for whom, and two or three signs of it.")),
    ),
    Stage.CONSOLIDATION: (
        _model(_("The first accounts beside the forecast, and what was learned.")),
        _funding(_("What funds the next two years, and what share of it is earned.")),
        _governance(_("The bodies that met, what they decided, how users take part.")),
        _impact(_("The indicators as they stand, and where the figures come from.")),
    ),
    Stage.DEVELOPMENT: (
        _need(_("What the territory needs now, and whether you still answer it.")),
        _model(_("What grows, what it costs, what happens if it does not come.")),
        _impact(_("A report that others can read, with its limits.")),
    ),
}


def items_of(stage: str) -> tuple[Item, ...]:
    return GATES[Stage(stage)]


def item_of(stage: str, key: str) -> Item | None:
    return next((item for item in items_of(stage) if item.key == key), None)


def is_forward(from_: str, to: str) -> bool:
    order = list(Stage)
    return order.index(Stage(to)) > order.index(Stage(from_))
