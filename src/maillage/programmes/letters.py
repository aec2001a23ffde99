"""The text of letters: merge fields, what fills them, what is wrong. Reads; writes nothing.

A field is ``{{ nom }}``; names are French words, since officers type them. A field that does not exist, or
that is empty for a file, is a fault that names both: no letter leaves with a hole in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import formatting
from maillage.core.errors import Sentence
from maillage.programmes.enums import Decision
from maillage.programmes.models import Application, Call, Condition, LetterTemplate
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember, ProjectOrganisation
from maillage.territories.names import normalise

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Facts:
    """What is known of one file when its letter is written. Amounts in euros; empty means unknown."""

    application: Application
    call: Call
    decision: Decision
    reason: str
    written_on: dt.date
    people: Sequence[str] = ()
    organisations: Sequence[str] = ()
    conditions: Sequence[tuple[str, dt.date]] = ()
    rank: int | None = None
    amount: Decimal | None = None
    answer_by: dt.date | None = None
    appeal_until: dt.date | None = None


@dataclass(frozen=True)
class MergeField:
    name: str
    label: Sentence
    value: Callable[[Facts], str]


def _conditions(facts: Facts) -> str:
    return "\n".join(
        _("– %(condition)s, by %(day)s") % {"condition": text, "day": formatting.day(due_on)}
        for text, due_on in facts.conditions
    )


def _day(value: dt.date | None) -> str:
    return formatting.day(value) if value else ""


def _amount(value: Decimal | None) -> str:
    return formatting.money(value) if value is not None else ""


FIELDS: tuple[MergeField, ...] = (
    MergeField("projet", gettext_lazy("Title of the project"), lambda f: f.application.title),
    MergeField("numero", gettext_lazy("Number of the application"), lambda f: f.application.reference),
    MergeField("commune", gettext_lazy("Commune"), lambda f: f.application.commune.name),
    MergeField("porteurs", gettext_lazy("Names of the carriers"), lambda f: ", ".join(f.people)),
    MergeField("structure", gettext_lazy("Organisations"), lambda f: ", ".join(f.organisations)),
    MergeField("appel", gettext_lazy("Call"), lambda f: f.call.title),
    MergeField("programme", gettext_lazy("Programme"), lambda f: f.call.programme.name),
    MergeField("operateur", gettext_lazy("Operator"), lambda f: f.call.programme.operator.name),
    MergeField("label", gettext_lazy("Name of the label"), lambda f: f.call.programme.label_name),
    MergeField("contact", gettext_lazy("Contact address"), lambda f: f.call.programme.contact_email),
    MergeField("date", gettext_lazy("Day of the letter"), lambda f: _day(f.written_on)),
    MergeField("decision", gettext_lazy("Decision"), lambda f: str(f.decision.label)),
    MergeField("motif", gettext_lazy("Reason of the decision"), lambda f: f.reason),
    MergeField(
        "demande", gettext_lazy("Amount requested"), lambda f: _amount(f.application.requested_amount)
    ),
    MergeField("montant", gettext_lazy("Amount granted"), lambda f: _amount(f.amount)),
    MergeField("conditions", gettext_lazy("Conditions and their dates"), _conditions),
    MergeField("rang", gettext_lazy("Rank on the waiting list"), lambda f: str(f.rank or "")),
    MergeField("reponse", gettext_lazy("Last day to confirm the place"), lambda f: _day(f.answer_by)),
    MergeField("recours", gettext_lazy("Last day to appeal"), lambda f: _day(f.appeal_until)),
)
BY_NAME: Mapping[str, MergeField] = {entry.name: entry for entry in FIELDS}


@dataclass(frozen=True)
class Fault:
    """Something that keeps a letter from leaving; ``file`` is empty when it is the template's own."""

    decision: Decision
    field: str
    sentence: str
    file: str = ""


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


@dataclass
class Merged:
    subject: str
    body: str
    faults: list[Fault] = field(default_factory=list)


def template_faults(text: str) -> list[str]:
    """What is wrong in a template whatever the file: fields that do not exist, braces left open."""
    found = [
        _("“%(field)s” is not a merge field.") % {"field": name}
        for name in dict.fromkeys(FIELD.findall(text))
        if normalise(name) not in BY_NAME
    ]
    if STRAY.search(FIELD.sub("", text)):
        found.append(_("Braces are open that do not close, or the other way round."))
    return found


def merge(text: Text, facts: Facts) -> Merged:
    """The letter of one file, with every fault that keeps it from leaving."""
    faults: list[Fault] = []
    label = f"{facts.application.title} ({facts.application.reference})"

    def filled(template: str) -> str:
        for sentence in template_faults(template):
            faults.append(Fault(facts.decision, "", sentence))

        def value(found: re.Match[str]) -> str:
            entry = BY_NAME.get(normalise(found.group(1)))
            if entry is None:
                return found.group(0)
            shown = entry.value(facts).strip()
            if not shown:
                faults.append(
                    Fault(
                        facts.decision,
                        entry.name,
                        _("“%(field)s” is empty for %(file)s.") % {"field": entry.name, "file": label},
                        file=label,
                    )
                )
            return shown

        return FIELD.sub(value, template)

    return Merged(filled(text.subject), filled(text.body).strip(), faults)


# --- Which text ------------------------------------------------------------------------------------------
def default_text(
    decision: Decision, *, amounts: bool = False, answers: bool = False, appeals: bool = False
) -> Text:
    """The house's letter for a decision, which officers may rewrite.

    Args:
        amounts, answers, appeals: whether an amount is granted, a confirmation asked, an appeal possible:
            their paragraphs come only then.
    """
    openings: dict[Decision, str] = {
        Decision.RETAINED: _(
            "Your project “{{ projet }}” is retained in the call “{{ appel }}”. Congratulations to your team!"
        ),
        Decision.CONDITIONAL: _(
            "Your project “{{ projet }}” is retained in the call “{{ appel }}”, under these conditions:\n"
            "{{ conditions }}"
        ),
        Decision.WAITING: _(
            "Your project “{{ projet }}” is on the waiting list of the call “{{ appel }}”, at rank "
            "{{ rang }}. We will write to you if a place becomes free."
        ),
        Decision.REFUSED: _("Your project “{{ projet }}” is not retained in the call “{{ appel }}”."),
        Decision.INADMISSIBLE: _(
            "Your application “{{ projet }}” to the call “{{ appel }}” is not admissible: it was not "
            "examined further."
        ),
        Decision.WITHDRAWN: _(
            "We take note that “{{ projet }}” leaves the call “{{ appel }}”. Its application is closed."
        ),
    }
    paragraphs = [_("Hello,"), openings[decision]]
    if decision not in {Decision.RETAINED, Decision.CONDITIONAL}:
        paragraphs.append(_("The reason given: {{ motif }}"))
    elif amounts:
        paragraphs.append(_("The amount granted is {{ montant }}."))
    if answers and decision in {Decision.RETAINED, Decision.CONDITIONAL}:
        paragraphs.append(
            _("Confirm your place, or give it back, from your application’s page by {{ reponse }}.")
        )
    if appeals and decision != Decision.RETAINED:
        paragraphs.append(
            _("You may appeal against this decision from your application’s page until {{ recours }}.")
        )
    paragraphs.append("{{ operateur }}")
    return Text(_("{{ appel }}: the decision on “{{ projet }}”"), "\n\n".join(paragraphs))


def text_for(facts: Facts, templates: Mapping[str, LetterTemplate]) -> Text:
    """The officers' words for that decision when there are some, else the house's."""
    if (own := templates.get(facts.decision)) is not None:
        return Text(own.subject, own.body)
    return default_text(
        facts.decision,
        amounts=facts.amount is not None,
        answers=facts.answer_by is not None,
        appeals=facts.appeal_until is not None,
    )


def templates_of(call: Call) -> dict[str, LetterTemplate]:
    return {row.decision: row for row in LetterTemplate.objects.filter(call=call)}


# --- What is known ----------------------------------------------------------------------------------------
def facts_of(
    call: Call,
    rows: Iterable[Application],
    *,
    answer_by: dt.date | None = None,
    appeal_days: int | None = None,
    at: dt.datetime | None = None,
) -> list[Facts]:
    """The facts of prepared decisions: five queries, whatever the number of files.

    Args:
        rows: with their decision; ``commune`` is read from them.
    """
    rows = list(rows)
    written_on = timezone.localtime(at).date() if at else timezone.localdate()
    projects = [row.project_id for row in rows]
    people: dict[int, list[str]] = {}
    carriers = ProjectMember.objects.filter(project__in=projects, role=ProjectRole.CARRIER)
    for member in carriers.select_related("user").order_by("pk"):
        people.setdefault(member.project_id, []).append(str(member.user))
    organisations: dict[int, list[str]] = {}
    links = ProjectOrganisation.objects.filter(project__in=projects).select_related("organisation")
    for link in links.order_by("-is_lead", "pk"):
        organisations.setdefault(link.project_id, []).append(link.organisation.name)
    conditions: dict[int, list[tuple[str, dt.date]]] = {}
    listed = Condition.objects.filter(application__in=[row.pk for row in rows], lifted_at__isnull=True)
    for condition in listed.order_by("due_on", "pk"):
        conditions.setdefault(condition.application_id, []).append((condition.text, condition.due_on))
    ranks = ranks_of(call)
    return [
        Facts(
            application=row,
            call=call,
            decision=Decision(row.decision),
            reason=row.decision_reason,
            written_on=written_on,
            people=people.get(row.project_id, []),
            organisations=organisations.get(row.project_id, []),
            conditions=conditions.get(row.pk, []),
            rank=ranks.get(row.pk),
            amount=row.granted_amount,
            answer_by=answer_by,
            appeal_until=written_on + dt.timedelta(days=appeal_days) if appeal_days else None,
        )
        for row in rows
    ]


def ranks_of(call: Call) -> dict[int, int]:
    """The rank of each file of the waiting list today, from 1 without holes; one query."""
    waiting = Application.objects.filter(call=call, filing="submitted", decision=Decision.WAITING)
    keys = waiting.order_by("waiting_rank", "submitted_at", "pk").values_list("pk", flat=True)
    return {pk: position for position, pk in enumerate(keys, start=1)}


def in_letters_language() -> translation.override:
    """Letters are written in the language of the house, whoever reads the page."""
    return translation.override(settings.LANGUAGE_CODE)
