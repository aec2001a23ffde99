"""What must hold before a version is published; each fault names its question.

A draft may be incomplete; what people are asked may not. Nothing here looks at answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from maillage.questionnaires.definition import (
    NEVER,
    RECOMMENDATION,
    Choice,
    Column,
    Definition,
    Fault,
    Question,
    Section,
    parse,
)
from maillage.questionnaires.enums import QuestionType, VersionState
from maillage.questionnaires.extensions import use_sources
from maillage.questionnaires.kinds import Wrong, check_node
from maillage.questionnaires.models import Version
from maillage.questionnaires.syntax import (
    InTerritory,
    Rule,
    questions_of,
    walk,
)
from maillage.territories.queries import territories_of
from maillage.territories.refs import TerritoryRef

WIDEST_SCALE = 20
LARGEST_RULE = 100


# --- A version, against those before it ----------------------------------------------------------------
def faults_of(version: Version) -> list[Fault]:
    """Everything that keeps this draft from being published; two queries, and those of its uses."""
    definition = version.definition
    earlier = (
        Version.objects.filter(
            questionnaire=version.questionnaire_id, state=VersionState.PUBLISHED, number__lt=version.number
        )
        .order_by("-number")
        .values_list("number", "content")
    )
    before = [(number, parse(content)) for number, content in earlier]
    return [
        *faults(definition),
        *unknown_territories(definition),
        *reused(definition, before),
        *_refused_by_uses(version, definition),
    ]


def _refused_by_uses(version: Version, definition: Definition) -> Iterator[Fault]:
    """What those who ask the questionnaire already could not ask."""
    for source in use_sources:
        for question_id, sentence in source.faults(version):
            yield _fault(definition.by_id[question_id], str(sentence))


def reused(definition: Definition, earlier: Iterable[tuple[int, Definition]]) -> Iterator[Fault]:
    """Ids that meant something else in an earlier version: answers of the two could not be told apart."""
    told: set[str] = set()
    for number, before in earlier:
        for question in definition:
            known = before.by_id.get(question.id)
            if known is not None and known.type != question.type and question.id not in told:
                told.add(question.id)
                yield _fault(
                    question,
                    _("In version %(number)s this identifier was a question of another type (%(type)s).")
                    % {"number": number, "type": known.type.label},
                )


def unknown_territories(definition: Definition) -> Iterator[Fault]:
    """Rules about territories that do not exist; one query per level."""
    asked: list[tuple[Question | Section, TerritoryRef]] = []
    for thing, rule in _rules(definition):
        for node in walk(rule):
            if isinstance(node, InTerritory):
                for text in node.territories:
                    try:
                        asked.append((thing, TerritoryRef.parse(text)))
                    except ValueError:
                        continue  # `faults` says so
    known = {ref for ref, _name in territories_of(sorted({ref for _thing, ref in asked}))} if asked else set()
    for thing, ref in asked:
        if ref not in known:
            yield _fault(thing, _("There is no territory “%(code)s”.") % {"code": ref})


# --- A definition by itself --------------------------------------------------------------------------
def faults(definition: Definition) -> list[Fault]:
    """What is wrong in the questionnaire by itself."""
    if not any(True for _question in definition):
        return [Fault("", _("This questionnaire asks nothing yet."))]
    found: list[Fault] = []
    for section in definition.sections:
        if not section.title.strip():
            found.append(_fault(section, _("A section has a title.")))
        if not section.questions:
            found.append(_fault(section, _("This section asks nothing.")))
        found += _rule_faults(section, "shows_if", section.shows_if, definition)
        for question in section.questions:
            found += [_fault(question, sentence) for sentence in _own(question)]
            for place, rule in question.rules():
                found += _rule_faults(question, place, rule, definition)
    roles = [question for question in definition if question.role]
    for question in roles:
        first = definition.with_role(question.role)
        if first is not None and first.id != question.id:
            taken = (
                _("“%(label)s” is the mark of recommendation already.")
                if question.role == RECOMMENDATION
                else _("“%(label)s” is the amount requested already.")
            )
            found.append(_fault(question, taken % {"label": first.label}))
        if question.role == RECOMMENDATION and (question.first, question.last) != (0, 10):
            found.append(_fault(question, _("A mark of recommendation goes from 0 to 10.")))
    return [*found, *cycles(definition)]


def _fault(thing: Question | Section, sentence: str) -> Fault:
    return Fault(thing.id, sentence, thing.label if isinstance(thing, Question) else thing.title)


def _rules(definition: Definition) -> Iterator[tuple[Question | Section, Rule]]:
    for section in definition.sections:
        if section.shows_if is not None:
            yield section, section.shows_if
        for question in section.questions:
            for _place, rule in question.rules():
                yield question, rule


def _own(question: Question) -> Iterator[str]:
    """What a question lacks, whatever the others."""
    if not question.label.strip():
        yield _("A question has a label.")
    if question.officers_only and question.required != NEVER:
        yield _("Only officers see it: applicants cannot be required to answer.")
    for validity in question.valid_if:
        if not validity.message.strip():
            yield _("A rule of validity says what is to be corrected.")
    for eligibility in question.eligible_if:
        if not eligibility.reason.strip():
            yield _("A rule of eligibility gives its reason.")
    match question.type:
        case QuestionType.CHOICE | QuestionType.CHOICES:
            yield from _things(question.choices, _("It has no choice to choose from."))
        case QuestionType.MATRIX:
            yield from _things(question.rows, _("This grid has no row."))
            yield from _things(question.grid_columns, _("This grid has no column."))
        case QuestionType.TABLE:
            yield from _things(question.columns, _("This table has no column."))
            for column in question.columns:
                if column.type == QuestionType.CHOICE:
                    yield from _things(
                        column.choices,
                        _("The column “%(label)s” has no choice to choose from.") % {"label": column.label},
                    )
        case QuestionType.SCALE:
            if not 1 <= question.last - question.first <= WIDEST_SCALE:
                yield _("A scale has from 2 to %(most)s steps.") % {"most": WIDEST_SCALE + 1}
            if outside := [
                step for step in question.step_labels if not question.first <= step <= question.last
            ]:
                yield _("A word stands beside %(step)s, which is not on the scale.") % {"step": outside[0]}
    bounds: list[tuple[object, object]] = [
        (question.minimum, question.maximum),
        (question.earliest, question.latest),
        (question.min_count, question.max_count),
        (question.min_rows, question.max_rows),
    ]
    if any(low is not None and high is not None and low > high for low, high in bounds):  # type: ignore[operator]
        yield _("Its least is more than its most.")
    if question.min_count and question.min_count > len(question.choices) > 0:
        yield _("More choices are asked than there are.")


def _things(things: tuple[Choice, ...] | tuple[Column, ...], none: str) -> Iterator[str]:
    if not things:
        yield none
    if any(not thing.label.strip() for thing in things):
        yield _("One of its choices, rows or columns has no label.")


# --- Rules -------------------------------------------------------------------------------------------
def _rule_faults(
    thing: Question | Section, place: str, rule: Rule | None, definition: Definition
) -> Iterator[Fault]:
    if rule is None:
        return
    where = {"shows_if": _("Shown if"), "valid_if": _("Valid if"), "eligible_if": _("Eligible if")}[place]
    is_private = isinstance(thing, Question) and thing.officers_only
    for name in questions_of(rule):
        question = definition.by_id.get(name)
        if question is None:
            sentence = _("the rule reads a question that does not exist (%(id)s).") % {"id": name}
        elif question.officers_only and not is_private:
            sentence = _("the rule reads “%(label)s”, which only officers see.") % {"label": question.label}
        else:
            continue
        yield _fault(thing, _("%(where)s: %(what)s") % {"where": where, "what": sentence})
    said: set[str] = set()
    nodes = list(walk(rule))
    if len(nodes) > LARGEST_RULE:
        yield _fault(thing, _("%(where)s: %(what)s") % {"where": where, "what": _("the rule is too long.")})
        return
    for node in nodes:
        try:
            check_node(node, definition)
        except Wrong as wrong:
            if str(wrong) not in said:
                said.add(str(wrong))
                yield _fault(thing, _("%(where)s: %(what)s") % {"where": where, "what": wrong})
        except KeyError:
            continue  # reads a question that does not exist, said above


# --- Cycles ------------------------------------------------------------------------------------------
def cycles(definition: Definition) -> Iterator[Fault]:
    """Questions that wait for one another, one fault per circle.

    A question depends on what its own rules and its section's read. That it reads itself to be valid is
    no circle: an answer may well be compared with a constant.
    """
    depends: dict[str, list[str]] = {}
    for section in definition.sections:
        of_section = questions_of(section.shows_if)
        for question in section.questions:
            read = [*of_section, *questions_of(question.shows_if)]
            for validity in question.valid_if:
                read += [name for name in questions_of(validity.rule) if name != question.id]
            depends[question.id] = [name for name in dict.fromkeys(read) if name in definition.by_id]
    settled: set[str] = set()
    for start in depends:
        # Without recursion: a chain may be as long as the questionnaire.
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in settled:
            path.append(start)
            on_path.add(start)
            stack.append((start, iter(depends[start])))
        while stack:
            name, following = stack[-1]
            for other in following:
                if other in on_path:
                    yield _circle([*path[path.index(other) :], other], definition)
                elif other not in settled:
                    path.append(other)
                    on_path.add(other)
                    stack.append((other, iter(depends[other])))
                    break
            else:
                stack.pop()
                path.pop()
                on_path.discard(name)
                settled.add(name)


def _circle(names: list[str], definition: Definition) -> Fault:
    labels = [f"“{definition.by_id[name].label}”" for name in names]
    if len(names) == 2 and names[0] == names[1]:
        return _fault(
            definition.by_id[names[0]],
            _("This question, or its section, is shown according to its own answer."),
        )
    return _fault(
        definition.by_id[names[0]],
        _("These questions wait for one another: %(chain)s. Keep the rule on the last one only.")
        % {"chain": " → ".join(labels)},
    )
