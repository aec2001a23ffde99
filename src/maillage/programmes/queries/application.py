"""Applications: the officers' list, the applicant's own, one file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from maillage.core import events
from maillage.core.errors import Sentence
from maillage.core.one import one_or_none
from maillage.core.pagination import Page, paginate
from maillage.core.registry import TimelineEntry
from maillage.programmes import conflicts, standard_form
from maillage.programmes.enums import RETAINING, Admissibility, Decision, Filing, Verdict
from maillage.programmes.models import (
    Application,
    Call,
    EligibilityOverrule,
    Stage,
    StageFile,
)
from maillage.programmes.queries.programme import Scope
from maillage.programmes.rules import JUDGES
from maillage.projects.enums import AdviceRight, ProjectRole, Visibility
from maillage.projects.models import Advice, ProjectMember, ProjectOrganisation
from maillage.questionnaires.definition import Definition, parse
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.queries.filling import Filling, with_live_files
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.models import TypologyValue
from maillage.territories.names import normalise

ORDERS: Mapping[str, tuple[str, ...]] = {
    "": ("-submitted_at", "-pk"),
    "titre": ("title_key", "pk"),
}
SHOWN_TYPOLOGIES = (TypologyKind.DENSITY, TypologyKind.FRR)


@dataclass(frozen=True)
class Filter:
    """A chip above the list: its word in the address, its label, what it keeps."""

    value: str
    label: Sentence
    condition: Q
    is_officers_only: bool = False


SUBMITTED = Q(filing=Filing.SUBMITTED)
FILTERS: tuple[Filter, ...] = (
    Filter("", _("All"), SUBMITTED),
    Filter("a-decider", _("To decide"), SUBMITTED & Q(decision=Decision.NONE), True),
    Filter("a-annoncer", _("To announce"), SUBMITTED & ~Q(decision=F("announced_decision")), True),
    Filter("retenues", _("Retained"), SUBMITTED & Q(decision__in=RETAINING)),
    Filter("attente", _("Waiting list"), SUBMITTED & Q(decision=Decision.WAITING)),
    Filter("refusees", _("Not retained"), SUBMITTED & Q(decision=Decision.REFUSED)),
    Filter("non-recevables", _("Not admissible"), SUBMITTED & Q(decision=Decision.INADMISSIBLE)),
    Filter("desistements", _("Gave their place back"), SUBMITTED & Q(decision=Decision.WITHDRAWN)),
    Filter("a-verifier", _("Eligibility to check"), SUBMITTED & Q(eligibility=Verdict.UNKNOWN)),
    Filter("retirees", _("Withdrawn"), Q(filing=Filing.WITHDRAWN, submitted_at__isnull=False)),
)
BY_DECISION: Mapping[str, frozenset[Decision]] = {
    "retenues": RETAINING,
    "attente": frozenset({Decision.WAITING}),
    "refusees": frozenset({Decision.REFUSED}),
    "non-recevables": frozenset({Decision.INADMISSIBLE}),
    "desistements": frozenset({Decision.WITHDRAWN}),
}
BY_VALUE = {entry.value: entry for entry in FILTERS}


@dataclass(frozen=True)
class ListQuery:
    """What the address of the list asks for."""

    state: str = ""
    department: str = ""
    wave: int = 0
    stage: int = 0
    admissibility: str = ""
    text: str = ""
    order: str = ""
    cursor: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows less than all."""
        return bool(
            self.state or self.department or self.wave or self.stage or self.admissibility or self.text
        )

    @classmethod
    def from_address(cls, query: Mapping[str, Any]) -> ListQuery:
        """Anything unknown reads as nothing: an old link shows the list rather than an error."""
        state, order = str(query.get("etat", "")), str(query.get("tri", ""))
        return cls(
            state=state if state in BY_VALUE else "",
            department=str(query.get("departement", ""))[:3].upper(),
            wave=_small(query.get("vague")),
            stage=_small(query.get("etape")),
            admissibility=_known(query.get("recevabilite"), Admissibility.values),
            text=str(query.get("q", ""))[:100],
            order=order if order in ORDERS else "",
            cursor=query.get("cursor") or None,
        )


def _small(text: Any) -> int:
    """A number of wave or of stage; 0 for anything else."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 4 else 0


def _known(text: Any, words: Collection[str]) -> str:
    return str(text) if text in words else ""


def officer_list(
    call: Call, asked: ListQuery, *, sees_prepared: bool, without: Collection[int] = ()
) -> QuerySet[Application]:
    """The applications of a call that fit, unordered.

    Args:
        without: keys of those that a conflict of interest keeps from the reader.
        sees_prepared: False for whoever may not see prepared decisions: filters then look at the
            announced ones.
    """
    condition = BY_VALUE[asked.state].condition
    if not sees_prepared:
        condition = _announced(asked.state)
    rows = Application.objects.filter(condition, call=call)
    if without:
        rows = rows.exclude(pk__in=without)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.wave:
        rows = rows.filter(wave__number=asked.wave)
    if asked.stage:
        # Those that reached it, wherever they are now.
        rows = rows.filter(stage__position__gte=asked.stage)
    if asked.admissibility:
        rows = rows.filter(admissibility=asked.admissibility)
    for word in normalise(asked.text).split()[:6]:
        rows = rows.filter(search_text__contains=word)
    return rows


def _announced(state: str) -> Q:
    if state in BY_DECISION:
        return SUBMITTED & Q(announced_decision__in=BY_DECISION[state])
    return SUBMITTED if BY_VALUE[state].is_officers_only else BY_VALUE[state].condition


def officer_page(
    call: Call, asked: ListQuery, *, sees_prepared: bool, without: Collection[int] = (), size: int = 30
) -> Page[Application]:
    """One page of the list with all that its rows show: two queries."""
    rows = (
        officer_list(call, asked, sees_prepared=sees_prepared, without=without)
        .select_related("commune", "department")
        .defer("search_text", "eligibility_detail", "derogation_request")
    )
    order = ORDERS[asked.order]
    if asked.state == "retirees" and not asked.order:
        order = ("-withdrawn_at", "-pk")
    page = paginate(rows, order=order, cursor=asked.cursor, size=size)
    labels = typology_labels([row.commune_id for row in page.rows])
    for row in page.rows:
        row.typology_labels = labels.get(row.commune_id, [])  # type: ignore[attr-defined]
    return page


def typology_labels(codes: list[str]) -> dict[str, list[str]]:
    """What a row says of each commune (density, FRR), from the releases in force; one query.
    Unknown says nothing here, and "not classified" neither."""
    values = (
        TypologyValue.objects.filter(commune__in=codes, release__kind__in=SHOWN_TYPOLOGIES)
        .exclude(value="none")
        .order_by("commune", "release__kind", "release__vintage")
        .values_list("commune", "release__kind", "value")
    )
    newest: dict[str, dict[str, str]] = {}
    for commune, kind, value in values:
        newest.setdefault(commune, {})[kind] = str(VALUES[TypologyKind(kind)](value).label)
    return {commune: list(by_kind.values()) for commune, by_kind in newest.items()}


def kept_from(scope: Scope, user: Any, call: Call) -> set[int]:
    """Keys of the files of a call that a conflict of interest keeps from somebody who judges files here."""
    if scope.is_officer or not scope.roles & JUDGES:
        return set()
    return conflicts.kept_from(user, Application.objects.filter(call=call, submitted_at__isnull=False))


def files_with_answers() -> QuerySet[StageFile]:
    """Files of stages with what each answers and joins, in the order of the stages: two queries."""
    return (
        StageFile.objects.select_related(
            "stage", "response__version__questionnaire", "response__saved_by", "response__on_behalf__person"
        )
        .prefetch_related(with_live_files("response__files"))
        .order_by("stage__position")
    )


def fillings_of(application: Application, *, for_officers: bool = False) -> list[Filling]:
    """What an application answers, each response once, in the order of the stages."""
    fillings: dict[int, Filling] = {}
    slugs: list[str] = []
    for file in application.stage_files.all():
        slugs.append(file.stage.slug)
        if file.response is not None:
            fillings[file.response.pk] = Filling.of(file.response, reached=slugs, for_officers=for_officers)
    return list(fillings.values())


def answers_of(application: Application) -> dict[str, Any]:
    """The answers of every stage together, the last one's first."""
    answers: dict[str, Any] = {}
    for file in application.stage_files.all():
        answers |= file.response.answers if file.response else {}
    return answers


def asked_by(call: Call) -> list[Definition]:
    """What the stages of a call ask, in their order; what is provided where the first has nothing yet."""
    stages = Stage.objects.filter(call=call, version__isnull=False).select_related("version")
    asked = [stage.version.definition for stage in stages.order_by("position") if stage.version]
    return asked or [parse(standard_form.content())]


def asked_at_length(call: Call) -> list[str]:
    """The ids of the long texts that the stages of a call ask."""
    return list(
        dict.fromkeys(
            question.id
            for definition in asked_by(call)
            for question in definition
            if question.type == QuestionType.LONG_TEXT
        )
    )


def _whole() -> QuerySet[Application]:
    """One file with what its page shows: four queries."""
    return Application.objects.select_related(
        "call__programme__operator",
        "project__place",
        "project__commune",
        "commune__department",
        "commune__region",
        "submitted_by",
        "decided_by",
        "updated_by",
        "stage",
        "wave__call",
    ).prefetch_related(
        Prefetch("stage_files", files_with_answers()),
        Prefetch("overrules", EligibilityOverrule.objects.select_related("by").order_by("at", "pk")),
        Prefetch(
            "project__organisations",
            ProjectOrganisation.objects.select_related("organisation").order_by("-is_lead", "pk"),
        ),
    )


def for_applicant(user: Any, reference: str, *, change: bool = False, write: bool = False) -> Application:
    """The applicant's own file; with ``write``, also to whoever writes for them. Raises Http404 for
    whoever has no part in its project."""
    application = one_or_none(_whole().filter(reference=reference.upper()))
    permission = "change_application" if change else "view_application"
    if write:
        permission = "write_application"
    if application is None or not user.has_perm(f"programmes.{permission}", application):
        raise Http404
    return application


def for_programme(user: Any, scope: Scope, reference: str, *, decide: bool = False) -> Application:
    """A file as the programme reads it. Raises Http404 when it is not theirs to read."""
    rows = _whole().filter(reference=reference.upper(), call__programme=scope.programme)
    application = one_or_none(rows)
    permission = "decide_application" if decide else "read_application"
    if application is None or not user.has_perm(f"programmes.{permission}", application):
        raise Http404
    return application


def of_user(user: Any) -> QuerySet[Application]:
    """Applications of the projects that a person carries, or advises with that right."""
    mine = ProjectMember.objects.filter(user=user)
    carried = mine.filter(role=ProjectRole.CARRIER).values("project")
    read = Advice.objects.live().filter(adviser=user, rights__contains=[AdviceRight.APPLICATIONS])
    return (
        Application.objects.filter(
            Q(project__in=carried)
            | (Q(project__in=read.values("project")) & ~Q(project__visibility=Visibility.PRIVATE))
        )
        .select_related("call", "call__programme", "commune")
        .defer("search_text", "eligibility_detail")
        .order_by("-updated_at", "-pk")
    )


# --- What happened ------------------------------------------------------------------------------------------
PRIVATE_VERBS = frozenset(
    {
        "programmes.admissibility_checked",
        "programmes.decision_prepared",
        "programmes.decision_reworded",
    }
)


def history(application: Application, *, sees_prepared: bool) -> list[TimelineEntry]:
    """The file's story; prepared decisions only for those who prepare them."""
    from maillage.programmes.wording import sentence_of

    entries = []
    for event in events.about(application)[:200]:
        if event.verb in PRIVATE_VERBS and not sees_prepared:
            continue
        title, kind = sentence_of(event)
        if title:
            entries.append(
                TimelineEntry(
                    at=event.at, title=title, kind=kind, detail=event.why, actor=str(event.actor or "")
                )
            )
    return entries


def next_to_decide(application: Application) -> Application | None:
    """The next file of the call that nobody decided, in the order of the list."""
    waiting = Application.objects.filter(
        call=application.call_id, filing=Filing.SUBMITTED, decision=Decision.NONE
    ).order_by("-submitted_at", "-pk")
    after = waiting.filter(submitted_at__lte=application.submitted_at).exclude(pk=application.pk).first()
    return after or waiting.first()
