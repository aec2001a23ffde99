"""A rule being built, as its page draws it: what may be chosen at each place, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.questionnaires import rule_tree
from maillage.questionnaires.definition import Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.kinds import Kind, type_of
from maillage.questionnaires.reading import read
from maillage.questionnaires.rule_tree import Node, Term
from maillage.questionnaires.syntax import Rule, parse_operand
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.forms import TerritorySetField, TerritorySetInput
from maillage.territories.refs import TerritoryRef


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class OptionGroup:
    label: str
    options: list[Option]


@dataclass
class TermView:
    """A value to choose: ``widget`` draws a constant: text, number, date, choice."""

    term: Term
    label: str
    groups: list[OptionGroup]
    widget: str = ""
    choices: list[Option] = field(default_factory=list)
    signs: list[Option] = field(default_factory=list)
    of: list[TermView] = field(default_factory=list)
    unit: str = ""
    can_drop: bool = False


@dataclass
class NodeView:
    node: Node
    fault: str = ""
    of: list[NodeView] = field(default_factory=list)
    subject: TermView | None = None
    tests: list[Option] = field(default_factory=list)
    object: TermView | None = None
    territories: str = ""
    kinds: list[Option] = field(default_factory=list)
    can_drop: bool = True
    number: int = 1


class RuleForm:
    """What the page of a rule holds. Give ``data`` (a QueryDict) or the ``rule`` that there is."""

    def __init__(
        self,
        definition: Definition,
        *,
        about: str = "",
        data: Any = None,
        rule: Rule | None = None,
        is_private: bool = False,
    ) -> None:
        self.definition = definition
        self.about = about
        self.is_private = is_private
        self.faults: dict[str, str] = {}
        if data is not None:
            self.tree = rule_tree.tree_from(data)
            self._tidy()
            if verb := str(data.get("do", "")):
                self.tree = rule_tree.rearranged(self.tree, verb)
        else:
            self.tree = rule_tree.tree_of(rule) if rule is not None else rule_tree.blank()
            for node in self.tree.every():
                if self._names_territories(node):
                    node.texts = [node.object.value]

    def _names_territories(self, node: Node) -> bool:
        """Whether the test is that a set of territories holds one of those that are named."""
        return (
            node.test == rule_tree.CONTAINS
            and not node.is_group
            and self.kind_of(node.subject) == Kind.TERRITORIES
        )

    # --- Reading what was sent -------------------------------------------------------------------------
    def _tidy(self) -> None:
        """Numbers as rules keep them; what is typed in a territory look-up; tests that no longer fit."""
        for node in self.tree.every():
            if node.is_group:
                continue
            kind = self.kind_of(node.subject)
            if node.test and node.test not in {test for test, _label in self.tests_of(node.subject, kind)}:
                node.test = ""
            if kind == Kind.NUMBER:
                for term in rule_tree.terms_of(node):
                    if term.pick == rule_tree.VALUE:
                        term.value = rule_tree.as_number(term.value)
            if kind != Kind.NUMBER and node.object.pick in {"", rule_tree.CALCULATION}:
                node.object.pick, node.object.of = rule_tree.VALUE, []

    def rule(self) -> Rule:
        """The rule. Raises Unfinished, whose faults are then shown at their places."""
        kinds = {QuestionType.YES_NO: rule_tree.BOOLEAN, QuestionType.TERRITORIES: rule_tree.TERRITORIES}
        told = {question.id: kinds[question.type] for question in self.definition if question.type in kinds}
        try:
            return rule_tree.rule_of(self.tree, told)
        except rule_tree.Unfinished as unfinished:
            self.faults = unfinished.faults
            raise

    @property
    def sentence(self) -> str:
        """The rule in words; empty while something is missing."""
        try:
            return read(self.rule(), self.definition)
        except rule_tree.Unfinished:
            return ""

    # --- What may be chosen ----------------------------------------------------------------------------
    def questions(self) -> Iterable[tuple[str, list[Question]]]:
        for section in self.definition.sections:
            yield (
                section.title,
                [q for q in section.questions if self.is_private or not q.officers_only],
            )

    def kind_of(self, term: Term) -> Kind | None:
        """What a value is; None while it is not chosen, or when only its being there can be asked."""
        if term.pick == rule_tree.CALCULATION:
            return Kind.NUMBER
        try:
            operand = parse_operand(rule_tree.operand_json(term))
            return type_of(operand, self.definition).kind
        except (ValueError, KeyError):
            return None

    def tests_of(self, subject: Term, kind: Kind | None) -> list[tuple[str, str]]:
        """The tests that suit what is looked at."""
        question = self.definition.by_id.get(subject.question)
        tests: list[tuple[str, str]] = []
        is_commune = question is not None and question.type == QuestionType.COMMUNE
        if kind in {Kind.NUMBER, Kind.BOOLEAN, Kind.OPTION} or (kind == Kind.TEXT and not is_commune):
            tests += [("eq", pgettext("test", "is")), ("ne", pgettext("test", "is not"))]
        if kind == Kind.NUMBER:
            tests += [
                ("ge", pgettext("test", "is at least")),
                ("le", pgettext("test", "is at most")),
                ("gt", pgettext("test", "is more than")),
                ("lt", pgettext("test", "is less than")),
            ]
        if kind == Kind.DATE:
            tests += [
                ("eq", pgettext("test", "is the")),
                ("le", pgettext("test", "is at the latest on")),
                ("ge", pgettext("test", "is at the earliest on")),
                ("lt", pgettext("test", "is before")),
                ("gt", pgettext("test", "is after")),
                ("ne", pgettext("test", "is not the")),
            ]
        if (kind == Kind.TEXT and not is_commune) or kind == Kind.SET:
            tests.append(("contains", pgettext("test", "contains")))
        if question is not None and subject.pick.startswith("a:"):
            if question.type == QuestionType.TERRITORIES:
                tests.append((rule_tree.CONTAINS, pgettext("test", "names exactly")))
            if question.type in {QuestionType.COMMUNE, QuestionType.TERRITORIES}:
                tests.append((rule_tree.IN_TERRITORY, pgettext("test", "is in a territory")))
            if is_commune:
                tests += [
                    (
                        f"{rule_tree.TYPOLOGY}:{typology.value}",
                        _("is of a kind: %(kind)s") % {"kind": typology.label},
                    )
                    for typology in TypologyKind
                ]
            tests += [
                (rule_tree.ANSWERED, pgettext("test", "has an answer")),
                (rule_tree.UNANSWERED, pgettext("test", "has no answer")),
            ]
        return tests

    def picks(self, kind: Kind | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
        """What may be looked at, by section: answers, rows of grids, totals and counts."""
        groups = []
        for title, questions in self.questions():
            options: list[tuple[str, str]] = []
            for question in questions:
                options += [
                    (pick, label)
                    for pick, label in self._picks_of(question)
                    if kind is None or self.kind_of(Term("", pick)) == kind
                ]
            if options:
                groups.append((title, options))
        return groups

    def _picks_of(self, question: Question) -> Iterable[tuple[str, str]]:
        words = {"label": question.label}
        match question.type:
            case QuestionType.MATRIX:
                for row in question.rows:
                    yield f"r:{question.id}:{row.id}", f"{question.label} · {row.label}"
            case QuestionType.FILES:
                yield f"a:{question.id}", _("%(label)s (number of files)") % words
            case QuestionType.TABLE:
                for column in question.columns:
                    if column.type in {QuestionType.NUMBER, QuestionType.MONEY}:
                        yield (
                            f"s:{question.id}:{column.id}",
                            _("%(label)s (total of “%(column)s”)") % {**words, "column": column.label},
                        )
                yield f"c:{question.id}", _("%(label)s (number of rows)") % words
                yield f"a:{question.id}", question.label
            case QuestionType.CHOICES | QuestionType.TERRITORIES:
                yield f"a:{question.id}", question.label
                yield f"c:{question.id}", _("%(label)s (number of answers)") % words
            case _:
                yield f"a:{question.id}", question.label

    # --- Drawing ---------------------------------------------------------------------------------------
    @property
    def view(self) -> NodeView:
        return self._node(self.tree, 1)

    def _node(self, node: Node, number: int) -> NodeView:
        drawn = NodeView(
            node, self.faults.get(node.path, ""), number=number, can_drop=node.path != rule_tree.ROOT
        )
        if node.is_group:
            drawn.of = [self._node(child, position) for position, child in enumerate(node.of, start=1)]
            return drawn
        kind = self.kind_of(node.subject)
        drawn.subject = self._term(node.subject, _("What is looked at"), kind=None)
        drawn.tests = [
            Option(test, label, test == node.test) for test, label in self.tests_of(node.subject, kind)
        ]
        if node.test == rule_tree.IN_TERRITORY or self._names_territories(node):
            drawn.territories = self._territories(node)
        elif node.test.startswith(f"{rule_tree.TYPOLOGY}:"):
            typology = TypologyKind(node.test.partition(":")[2])
            drawn.kinds = [
                Option(value, str(label), value in node.texts) for value, label in VALUES[typology].choices
            ]
        elif node.test not in {"", rule_tree.ANSWERED, rule_tree.UNANSWERED}:
            drawn.object = self._object(node, kind)
        return drawn

    def _object(self, node: Node, kind: Kind | None) -> TermView:
        question = self.definition.by_id.get(node.subject.question)
        drawn = self._term(node.object, _("Compared with"), kind=Kind.OPTION if kind == Kind.SET else kind)
        if kind in {Kind.OPTION, Kind.SET} and question is not None:
            things = question.grid_columns if question.type == QuestionType.MATRIX else question.choices
            drawn.widget = "choice"
            drawn.choices = [Option(t.id, t.label, t.id == node.object.value) for t in things]
            drawn.groups = []
        elif kind == Kind.BOOLEAN:
            drawn.widget = "choice"
            words = [("true", pgettext("answer", "yes")), ("false", pgettext("answer", "no"))]
            drawn.choices = [Option(value, label, value == node.object.value) for value, label in words]
            drawn.groups = []
        if question is not None and node.subject.pick.startswith("a:"):
            drawn.unit = "€" if question.type == QuestionType.MONEY else question.unit
        return drawn

    def _term(self, term: Term, label: str, *, kind: Kind | None, can_drop: bool = False) -> TermView:
        """``kind`` None: what a rule looks at; else what it is compared with, of that kind."""
        groups = [
            OptionGroup(title, [Option(pick, text, pick == term.pick) for pick, text in options])
            for title, options in self.picks(kind)
        ]
        own = [Option(rule_tree.VALUE, _("this value"), term.pick == rule_tree.VALUE)] if kind else []
        if kind in {None, Kind.NUMBER}:
            own.append(Option(rule_tree.CALCULATION, _("a calculation…"), term.pick == rule_tree.CALCULATION))
        if kind is None:
            groups.append(OptionGroup(_("Calculation"), own))
        else:
            groups.insert(0, OptionGroup(_("Value"), own))
        drawn = TermView(term, label, groups, can_drop=can_drop)
        if term.pick == rule_tree.VALUE and kind is not None:
            drawn.widget = {Kind.NUMBER: "number", Kind.DATE: "date"}.get(kind, "text")
            if kind == Kind.NUMBER:
                drawn.choices = [Option("", rule_tree.shown_number(term.value))]
        if term.pick == rule_tree.CALCULATION:
            words = {"add": "+", "sub": "−", "mul": "×", "div": "÷"}
            drawn.signs = [Option(op, sign, op == term.op) for op, sign in words.items()]
            drawn.of = [
                self._term(
                    child,
                    _("Term %(number)s") % {"number": number},
                    kind=Kind.NUMBER,
                    can_drop=len(term.of) > 2,
                )
                for number, child in enumerate(term.of, start=1)
            ]
        return drawn

    def _territories(self, node: Node) -> str:
        name = f"{node.path}-texts"
        widget = TerritorySetInput()
        refs = [text for text in node.texts if _is_ref(text)]
        attrs = {"id": f"id_{node.path}-texts".replace(".", "_"), "aria-label": _("Add a territory")}
        return str(widget.render(name, (refs, ""), attrs=attrs))


def typed_territories(data: Any, tree: Node) -> Mapping[str, str]:
    """Reads what was typed rather than ticked in the look-ups of territories; faults by path."""
    faults = {}
    for node in tree.every():
        if node.is_group or node.test not in {rule_tree.IN_TERRITORY, rule_tree.CONTAINS}:
            continue
        text = str(data.get(f"{node.path}-texts_add", "")).strip()
        if data.get(f"{node.path}-texts_add_code") or not text:
            continue
        try:
            refs = TerritorySetField(required=False).to_python(([], text))
        except ValidationError as error:
            faults[node.path] = " ".join(error.messages)
        else:
            node.texts += [str(ref) for ref in refs if str(ref) not in node.texts]
    return faults


def _is_ref(text: str) -> bool:
    try:
        TerritoryRef.parse(text)
    except ValueError:
        return False
    return True
