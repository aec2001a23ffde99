"""A rule while it is being built: as a form sends it, incomplete and in any order, to the rule and back.

A tree of plain nodes, each known by its path (``r.0.1``): the names of its fields begin with it. Everything
that the rule language says can be built; whatever is not finished is said at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.questionnaires.syntax import (
    ARITHMETIC,
    COMPARISONS,
    MAX_DEPTH,
    Answer,
    Answered,
    Arithmetic,
    Comparison,
    ComparisonOp,
    Contains,
    Count,
    Group,
    InTerritory,
    Malformed,
    Not,
    Operand,
    Rule,
    Sum,
    Typology,
    Value,
    parse_rule,
)

ROOT = "r"
BOOLEAN, TERRITORIES = "boolean", "territories"
VALUE, CALCULATION = "value", "calc"
MOST_CHILDREN = 40
TURNED: dict[ComparisonOp, ComparisonOp] = {
    "eq": "eq",
    "ne": "ne",
    "lt": "gt",
    "le": "ge",
    "gt": "lt",
    "ge": "le",
}
# What a test may be, besides the comparisons; a typology is written ``typology:density``.
ANSWERED, UNANSWERED, CONTAINS, IN_TERRITORY, TYPOLOGY = (
    "answered",
    "unanswered",
    "contains",
    "in_territory",
    "typology",
)


class Unfinished(ValueError):
    """The rule lacks something; ``faults`` says what, by path."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(self.faults.values()))


@dataclass
class Term:
    """A value: ``pick`` is ``a:area`` (an answer), ``r:grid:iron`` (a row of a grid), ``s:budget:cost`` (a
    total), ``c:files`` (a count), ``value`` or ``calc``."""

    path: str
    pick: str = ""
    value: str = ""
    op: str = "add"
    of: list[Term] = field(default_factory=list)

    @property
    def question(self) -> str:
        return self.pick.split(":")[1] if ":" in self.pick else ""


@dataclass
class Node:
    """A group of rules (``of``), or a test of something."""

    path: str
    is_group: bool
    negated: bool = False
    # Of a group.
    op: str = "all"
    of: list[Node] = field(default_factory=list)
    # Of a test.
    subject: Term = field(default_factory=lambda: Term(""))
    test: str = ""
    object: Term = field(default_factory=lambda: Term(""))
    texts: list[str] = field(default_factory=list)

    def every(self) -> Iterator[Node]:
        yield self
        for child in self.of:
            yield from child.every()


def blank(path: str = ROOT) -> Node:
    """The tree that a new rule begins with: a group of one test."""
    return Node(path, is_group=True, of=[_test(f"{path}.0")])


def _test(path: str, **values: Any) -> Node:
    return Node(
        path,
        is_group=False,
        subject=values.pop("subject", None) or Term(f"{path}.left"),
        object=values.pop("object", None) or Term(f"{path}.right", VALUE),
        **values,
    )


# --- From a rule ---------------------------------------------------------------------------------------
def tree_of(rule: Rule) -> Node:
    """The tree of a rule, under a group of its own when it is a single test."""
    if isinstance(rule, Group):
        return _node(rule, ROOT)
    if isinstance(rule, Not) and isinstance(rule.of, Group):
        return _node(rule, ROOT)
    return Node(ROOT, is_group=True, of=[_node(rule, f"{ROOT}.0")])


def _node(rule: Rule, path: str) -> Node:
    match rule:
        case Group(op=op, of=of):
            children = [_node(child, f"{path}.{number}") for number, child in enumerate(of)]
            return Node(path, is_group=True, op=op, of=children)
        case Not(of=Answered(question=name)):
            return _test(path, subject=Term(f"{path}.left", f"a:{name}"), test=UNANSWERED)
        case Not(of=Not()):
            return Node(path, is_group=True, negated=True, of=[_node(rule.of, f"{path}.0")])
        case Not(of=of):
            node = _node(of, path)
            node.negated = True
            return node
        case Answered(question=name):
            return _test(path, subject=Term(f"{path}.left", f"a:{name}"), test=ANSWERED)
        case Comparison(op=op, left=left, right=right):
            if isinstance(left, Value) and not isinstance(right, Value):
                # The form says what is looked at first.
                return _node(Comparison(TURNED[op], right, left), path)
            return _test(
                path, subject=_term(left, f"{path}.left"), test=op, object=_term(right, f"{path}.right")
            )
        case Contains(left=left, right=right):
            return _test(
                path,
                subject=_term(left, f"{path}.left"),
                test=CONTAINS,
                object=_term(right, f"{path}.right"),
            )
        case InTerritory(question=name, territories=territories):
            subject = Term(f"{path}.left", f"a:{name}")
            return _test(path, subject=subject, test=IN_TERRITORY, texts=list(territories))
        case Typology(question=name, kind=kind, values=values):
            subject = Term(f"{path}.left", f"a:{name}")
            return _test(path, subject=subject, test=f"{TYPOLOGY}:{kind}", texts=list(values))


def _term(operand: Operand, path: str) -> Term:
    match operand:
        case Value(value=value):
            if isinstance(value, bool):
                return Term(path, VALUE, "true" if value else "false")
            return Term(path, VALUE, "" if value is None else str(value))
        case Answer(question=name, row=row):
            return Term(path, f"r:{name}:{row}" if row else f"a:{name}")
        case Sum(question=name, column=column):
            return Term(path, f"s:{name}:{column}")
        case Count(question=name):
            return Term(path, f"c:{name}")
        case Arithmetic(op=op, of=of):
            terms = [_term(item, f"{path}.{number}") for number, item in enumerate(of)]
            return Term(path, CALCULATION, op=op, of=terms)


# --- From what a form sends ----------------------------------------------------------------------------
def tree_from(data: Mapping[str, Any], path: str = ROOT, depth: int = 0) -> Node:
    """The tree that a form sends (a ``QueryDict``)."""

    def said(name: str) -> str:
        return str(data.get(f"{path}-{name}", ""))

    negated = said("negated") == "on"
    if said("node") == "group" or depth == 0:
        op = "any" if said("op") == "any" else "all"
        children = []
        for number in range(MOST_CHILDREN if depth < MAX_DEPTH // 2 else 0):
            if f"{path}.{number}-node" not in data:
                break
            children.append(tree_from(data, f"{path}.{number}", depth + 1))
        return Node(path, is_group=True, negated=negated, op=op, of=children)
    return Node(
        path,
        is_group=False,
        negated=negated,
        subject=_term_from(data, f"{path}.left", depth),
        test=said("test"),
        object=_term_from(data, f"{path}.right", depth),
        texts=_texts(data, path),
    )


def _texts(data: Mapping[str, Any], path: str) -> list[str]:
    many = data.getlist(f"{path}-texts") if hasattr(data, "getlist") else data.get(f"{path}-texts", [])
    added = str(data.get(f"{path}-texts_add_code", ""))
    return [str(text) for text in [*many, *([added] if added else [])]]


def _term_from(data: Mapping[str, Any], path: str, depth: int) -> Term:
    term = Term(path, str(data.get(f"{path}-pick", "")), str(data.get(f"{path}-value", "")).strip())
    op = str(data.get(f"{path}-op", "add"))
    term.op = op if op in ARITHMETIC else "add"
    if term.pick == CALCULATION and depth < MAX_DEPTH // 2:
        numbers = [number for number in range(MOST_CHILDREN) if f"{path}.{number}-pick" in data]
        term.of = [_term_from(data, f"{path}.{number}", depth + 1) for number in numbers]
        while len(term.of) < 2:
            term.of.append(Term(f"{path}.{len(term.of)}", "" if not term.of else VALUE))
    return term


# --- Buttons -------------------------------------------------------------------------------------------
def rearranged(tree: Node, verb: str) -> Node:
    """The tree after a button: ``test:r`` or ``group:r`` adds to a group, ``drop:r.0`` takes away a rule,
    ``term:r.0.left`` adds to a calculation, ``drop_term:r.0.left.2`` takes from it. Paths are given anew."""
    word, _colon, path = verb.partition(":")
    for node in list(tree.every()):
        if node.path == path and node.is_group:
            if word == "test":
                node.of.append(_test(path))
            elif word == "group":
                node.of.append(Node(path, is_group=True, op="any", of=[_test(path)]))
        if word == "drop":
            node.of = [child for child in node.of if child.path != path]
        for term in terms_of(node):
            if word == "term" and term.path == path:
                term.of.append(Term(path, VALUE))
            elif word == "drop_term" and len(term.of) > 2:
                term.of = [child for child in term.of if child.path != path]
    return _renamed(tree, ROOT)


def terms_of(node: Node) -> Iterator[Term]:
    def below(term: Term) -> Iterator[Term]:
        yield term
        for child in term.of:
            yield from below(child)

    yield from below(node.subject)
    yield from below(node.object)


def _renamed(node: Node, path: str) -> Node:
    node.path = path
    for number, child in enumerate(node.of):
        _renamed(child, f"{path}.{number}")
    _renamed_term(node.subject, f"{path}.left")
    _renamed_term(node.object, f"{path}.right")
    return node


def _renamed_term(term: Term, path: str) -> None:
    term.path = path
    for number, child in enumerate(term.of):
        _renamed_term(child, f"{path}.{number}")


# --- To a rule -----------------------------------------------------------------------------------------
def rule_of(tree: Node, kinds: Mapping[str, str] | None = None) -> Rule:
    """The rule that the tree says. A group of one is that one.

    Args:
        kinds: by question id, ``BOOLEAN`` where a constant is true or false, ``TERRITORIES`` where it is one
            of the territories ticked.

    Raises:
        Unfinished: what is missing, by path.
    """
    faults: dict[str, str] = {}
    data = _json(tree, faults, kinds or {})
    if not faults:
        try:
            return parse_rule(data)
        except Malformed as malformed:
            faults[tree.path] = str(malformed)
    raise Unfinished(faults)


def _json(node: Node, faults: dict[str, str], kinds: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any]
    if node.is_group:
        of = [_json(child, faults, kinds) for child in node.of]
        if not of:
            faults[node.path] = _("This group holds no rule yet.")
        data = of[0] if len(of) == 1 and of[0] else {"op": node.op, "of": of}
    else:
        data = _test_json(node, faults, kinds)
    return {"op": "not", "of": data} if node.negated else data


def _test_json(node: Node, faults: dict[str, str], kinds: Mapping[str, str]) -> dict[str, Any]:
    subject = node.subject
    if not subject.pick:
        faults[node.path] = _("Choose what the rule looks at.")
        return {}
    if node.test in {ANSWERED, UNANSWERED}:
        answered = {"op": "answered", "question": subject.question}
        return answered if node.test == ANSWERED else {"op": "not", "of": answered}
    if node.test == IN_TERRITORY:
        if not node.texts:
            faults[node.path] = _("Name at least one territory.")
        return {"op": "in_territory", "question": subject.question, "territories": node.texts}
    if node.test.startswith(f"{TYPOLOGY}:"):
        if not node.texts:
            faults[node.path] = _("Tick at least one kind of commune.")
        kind = node.test.partition(":")[2]
        return {"op": "typology", "question": subject.question, "kind": kind, "values": node.texts}
    if node.test not in {*COMPARISONS, CONTAINS}:
        faults[node.path] = _("Choose how it is compared.")
        return {}
    kind = kinds.get(subject.question, "") if subject.pick.startswith("a:") else ""
    if node.test == CONTAINS and kind == TERRITORIES:
        if not node.texts:
            faults[node.path] = _("Name at least one territory.")
        named = [
            {"op": "contains", "left": {"answer": subject.question}, "right": {"value": text}}
            for text in node.texts
        ]
        return named[0] if len(named) == 1 else {"op": "any", "of": named}
    is_boolean = kind == BOOLEAN
    left = _term_json(subject, node.path, faults, is_boolean=False)
    right = _term_json(node.object, node.path, faults, is_boolean=is_boolean)
    return {"op": node.test, "left": left, "right": right}


def _term_json(term: Term, at: str, faults: dict[str, str], *, is_boolean: bool) -> dict[str, Any]:
    kind, *names = term.pick.split(":", 2)
    match kind, names:
        case "a", [name]:
            return {"answer": name}
        case "r", [name, row]:
            return {"answer": name, "row": row}
        case "s", [name, column]:
            return {"op": "sum", "question": name, "column": column}
        case "c", [name]:
            return {"op": "count", "question": name}
        case "calc", []:
            return {"op": term.op, "of": [_term_json(item, at, faults, is_boolean=False) for item in term.of]}
        case "value", []:
            if not term.value:
                faults.setdefault(at, _("Give the value to compare with."))
            if is_boolean and term.value in {"true", "false"}:
                return {"value": term.value == "true"}
            return {"value": term.value}
    faults.setdefault(at, _("Choose what it is compared with."))
    return {"value": ""}


def operand_json(term: Term) -> dict[str, Any]:
    """The JSON of a value, whatever it lacks."""
    return _term_json(term, "", {}, is_boolean=False)


def as_number(text: str) -> str:
    """A number as people write it, as rules keep it: "12 500,5" is "12500.5". Anything else is left alone."""
    plain = "".join(text.split()).replace("€", "").replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return text
    return format(number, "f") if number.is_finite() else text


def shown_number(text: str) -> str:
    """A number of a rule as its field shows it: "12500.5" is "12500,5" in French."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    is_french = (get_language() or "fr").startswith("fr")
    return format(number, "f").replace(".", ",") if is_french else format(number, "f")
