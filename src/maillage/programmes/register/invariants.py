"""What is always so in programmes; ``doctor`` looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from maillage.core import registry
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import RETAINING, Filing, Role
from maillage.programmes.models import (
    Application,
    Call,
    CohortMember,
    Label,
    LabelPeriod,
    Programme,
    ProgrammeRole,
    StageFile,
    Wave,
    Window,
)


def declare() -> None:
    for key, label, broken in (
        ("programmes.officer", "Every programme has an officer", without_officer),
        ("programmes.places", "No call announces more retained files than its places", too_many_retained),
        ("programmes.late", "No application was submitted outside its call's moments", submitted_outside),
        ("programmes.stages", "Applications, waves and stages are of one call", strayed),
        ("programmes.stage_files", "Each application has the file of its stage", without_stage_file),
        ("programmes.waves", "A call's means and intakes are those of its waves", unlike_their_waves),
        ("programmes.cohorts", "Announced retained files are in a promotion or wait for one", lost_files),
        ("programmes.labels", "A label of an application is for its project", foreign_labels),
        ("programmes.periods", "Each day of a label has one state", broken_periods),
    ):
        registry.invariants.add(registry.Invariant(key, label, broken))


def without_officer() -> Iterable[str]:
    officers = ProgrammeRole.objects.live().filter(programme=OuterRef("pk"), role=Role.OFFICER)
    for row in Programme.objects.filter(~Exists(officers)).order_by("pk"):
        yield f"{row.name} ({row.pk}) has no officer"


def too_many_retained() -> Iterable[str]:
    retained = Q(applications__announced_decision__in=RETAINING, applications__filing=Filing.SUBMITTED)
    rows = Call.objects.annotate(retained=Count("applications", filter=retained))
    over = rows.filter(retained__gt=F("places")).order_by("pk")
    for pk, title, number, places in over.values_list("pk", "title", "retained", "places"):
        yield f"{title} ({pk}) announced {number} for {places} places"


def submitted_outside() -> Iterable[str]:
    """In the window of its wave and stage when there is one; else, at the first stage, in the call's."""
    windows = Window.objects.filter(wave=OuterRef("application__wave"), stage=OuterRef("stage"))
    inside = windows.filter(opens_at__lte=OuterRef("submitted_at"), closes_at__gte=OuterRef("submitted_at"))
    within_call = Q(submitted_at__gte=F("application__call__opens_at")) & Q(
        submitted_at__lte=F("application__call__closes_at")
    )
    late = StageFile.objects.filter(submitted_at__isnull=False).exclude(
        Exists(inside) | (~Exists(windows) & Q(stage__position=1) & within_call)
    )
    for row in late.select_related("application").order_by("pk")[:100]:
        yield f"{row.application.reference} was submitted outside its call"


def strayed() -> Iterable[str]:
    rows = Application.objects.exclude(wave__call=F("call"), stage__call=F("call"))
    for row in rows.order_by("pk")[:100]:
        yield f"{row.reference} is in a wave or at a stage of another call"


def without_stage_file() -> Iterable[str]:
    """The copies that lists read are what the file of the stage says."""
    same = StageFile.objects.filter(
        application=OuterRef("pk"), stage=OuterRef("stage"), filing=OuterRef("stage_filing")
    )
    for row in Application.objects.filter(~Exists(same)).order_by("pk")[:100]:
        yield f"{row.reference} is not as the file of its stage says"


def unlike_their_waves() -> Iterable[str]:
    calls = Call.objects.prefetch_related(
        Prefetch("waves", Wave.objects.order_by("number").prefetch_related("windows__stage"))
    )
    for call in calls.order_by("pk"):
        waves = list(call.waves.all())
        if len(waves) == 1:
            if waves[0].places is not None or call.intakes:
                yield f"{call.title} ({call.pk}) has one wave, with means of its own"
            continue
        intakes = sorted(
            (window.opens_at, window.closes_at)
            for wave in waves
            for window in wave.windows.all()
            if window.stage.is_first
        )
        flat = [moment for pair in intakes for moment in pair]
        if call.intakes != flat or call.places != sum(wave.places or 0 for wave in waves):
            yield f"{call.title} ({call.pk}) does not say what its waves say"


def lost_files() -> Iterable[str]:
    rows = Application.objects.filter(
        announced_decision__in=RETAINING, filing=Filing.SUBMITTED, cohort_member__isnull=True
    )
    for row in rows.order_by("pk")[:100]:
        yield f"{row.reference} is retained, announced, in no promotion, and waits for none"
    foreign = CohortMember.objects.filter(cohort__isnull=False).exclude(
        cohort__programme=F("application__call__programme")
    )
    for member in foreign.order_by("pk")[:100]:
        yield f"Member {member.pk} is in a promotion of another programme"


def foreign_labels() -> Iterable[str]:
    foreign = ~Q(project=F("application__project")) | ~Q(programme=F("application__call__programme"))
    for row in Label.objects.filter(foreign, application__isnull=False).order_by("pk")[:100]:
        yield f"Label {row.pk} is not of its application's project and programme"


def broken_periods() -> Iterable[str]:
    """The database refuses two states a day; a hole, or days outside the label, would show here."""
    days = ExpressionWrapper(F("periods__ends_on") - F("periods__starts_on"), DurationField())
    rows: QuerySet[Any] = Label.objects.annotate(
        first=Min("periods__starts_on"),
        last=Max("periods__ends_on"),
        covered=Sum(days),
        number=Count("periods"),
    )
    for row in rows.order_by("pk").iterator():
        whole = (row.ends_on - row.starts_on).days + 1
        known = row.covered.days + row.number if row.covered is not None else 0
        if (row.first, row.last, known) != (row.starts_on, row.ends_on, whole):
            yield f"Label {row.pk} says nothing, or too much, of {whole - known} of its days"
    latest = LabelPeriod.objects.filter(label=OuterRef("pk")).order_by("-starts_on").values("state")[:1]
    odd: QuerySet[Any] = Label.objects.annotate(said=Subquery(latest)).exclude(said=F("state"))
    for row in odd.order_by("pk")[:100]:
        yield f"Label {row.pk} is {row.state}, and its last period {row.said}"
