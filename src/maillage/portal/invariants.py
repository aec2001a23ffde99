"""What must hold across apps, whoever wrote the rows: run by ``maillage doctor``.

The actions keep these true one row at a time; an import, a bulk load or a repair by hand
might not. Each check is one statement over the whole table, and tells how many rows break
it with a few of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Abs, Cast

from maillage.core import registry
from maillage.core.models import Event
from maillage.core.registry import Invariant
from maillage.directory.models import (
    Organisation,
    OrganisationArea,
    Place,
    Service,
    ServiceArea,
)
from maillage.programmes.enums import HOLDS, RETAINING, Decision, Filing, MemberState, Verdict
from maillage.programmes.models import (
    Application,
    CohortMember,
    EligibilityOverrule,
    Label,
    ProgrammeTerritory,
    RuleTerritory,
)
from maillage.territories.enums import Level
from maillage.territories.models import Commune, Department, Epci, Region

NAMED = 3
# A commune of mainland France is at most some 40 km wide; those of Guyane reach 300 km.
FAR_IN_DEGREES = 0.6
VAST = ("973",)


def few(rows: QuerySet[Model], sentence: str) -> Iterable[str]:
    """Nothing when there are no rows; otherwise the sentence with their number and a few names.

    Args:
        sentence: with ``%(count)d`` and ``%(names)s``.
    """
    count = rows.count()
    if count:
        names = ", ".join(f"{row} (#{row.pk})" for row in rows.order_by("pk")[:NAMED])
        yield sentence % {"count": count, "names": names + (", …" if count > NAMED else "")}


def _with_event(model: type[Model], verb: str) -> Exists:
    return Exists(
        Event.objects.filter(
            subject_type=ContentType.objects.get_for_model(model),
            subject_id=Cast(OuterRef("pk"), CharField()),
            verb=verb,
        )
    )


# --- Directory --------------------------------------------------------------------------------------
def areas_name_territories() -> Iterable[str]:
    known = {
        Level.COMMUNE: Commune,
        Level.EPCI: Epci,
        Level.DEPARTMENT: Department,
        Level.REGION: Region,
    }
    for rows in (ServiceArea, OrganisationArea, ProgrammeTerritory, RuleTerritory):
        for level, model in known.items():
            yield from few(
                rows._default_manager.filter(level=level).exclude(
                    Exists(model._default_manager.filter(pk=OuterRef("code")))
                ),
                "%(count)d rows of areas name a territory that does not exist: %(names)s",
            )


def places_stand_in_their_commune() -> Iterable[str]:
    far = Q(north__gt=FAR_IN_DEGREES) | Q(east__gt=FAR_IN_DEGREES)
    yield from few(
        Place.objects.exclude(commune__department__in=VAST)
        .annotate(
            north=Abs(F("latitude") - F("commune__latitude")),
            east=Abs(F("longitude") - F("commune__longitude")),
        )
        .filter(far),
        "%(count)d places stand far from their commune: %(names)s",
    )


def records_can_be_found() -> Iterable[str]:
    for model in (Organisation, Place, Service):
        yield from few(
            model._default_manager.filter(Q(slug="") | Q(words="")),
            "%(count)d records have no words to be found by: %(names)s",
        )


# --- Programmes -------------------------------------------------------------------------------------
def submissions_left_a_trace() -> Iterable[str]:
    yield from few(
        Application.objects.filter(filing=Filing.SUBMITTED).exclude(
            _with_event(Application, "programmes.application_submitted")
        ),
        "%(count)d submitted applications have no event of their submission: %(names)s",
    )


def announcements_left_a_trace() -> Iterable[str]:
    yield from few(
        Application.objects.exclude(announced_decision=Decision.NONE).exclude(
            _with_event(Application, "programmes.decision_announced")
        ),
        "%(count)d announced decisions have no event: %(names)s",
    )


def applications_know_where_they_are() -> Iterable[str]:
    yield from few(
        Application.objects.exclude(department=F("commune__department")),
        "%(count)d applications have another département than their commune: %(names)s",
    )


def ineligible_files_have_the_officers_word() -> Iterable[str]:
    overruled = EligibilityOverrule.objects.filter(application=OuterRef("pk"))
    yield from few(
        Application.objects.filter(filing=Filing.SUBMITTED, eligibility=Verdict.INELIGIBLE).exclude(
            Exists(overruled)
        ),
        "%(count)d submitted applications are not eligible and no officer said otherwise: %(names)s",
    )


def promotions_hold_retained_files() -> Iterable[str]:
    yield from few(
        CohortMember.objects.exclude(state=MemberState.DROPPED_OUT).exclude(
            application__announced_decision__in=RETAINING
        ),
        "%(count)d members of promotions were not retained: %(names)s",
    )


def labels_stand_at_the_place_of_their_project() -> Iterable[str]:
    labels = Label.objects.filter(state__in=HOLDS)
    yield from few(
        # Of two merged places that both held a label, the dropped one keeps its own.
        labels.filter(project__place__isnull=False)
        .exclude(place=F("project__place"))
        .exclude(place__merged_into=F("project__place")),
        "%(count)d labels are at another place than their project: %(names)s",
    )
    yield from few(
        labels.filter(application__isnull=False).exclude(application__announced_decision__in=RETAINING),
        "%(count)d labels come from an application that was not retained: %(names)s",
    )


CHECKS: tuple[tuple[str, str, Callable[[], Iterable[str]]], ...] = (
    ("areas_known", "Areas name territories that exist", areas_name_territories),
    ("places_near", "Places stand in their commune", places_stand_in_their_commune),
    ("records_words", "Records can be found by their words", records_can_be_found),
    ("submission_events", "Every submission left its event", submissions_left_a_trace),
    ("announcement_events", "Every announcement left its event", announcements_left_a_trace),
    ("application_place", "Applications know where they are", applications_know_where_they_are),
    ("eligibility_word", "Ineligible files have an officer's word", ineligible_files_have_the_officers_word),
    ("promotions", "Promotions hold retained files", promotions_hold_retained_files),
    ("labels", "Labels stand at the place of their project", labels_stand_at_the_place_of_their_project),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for order, (key, label, broken) in enumerate(CHECKS, start=500):
        registry.invariants.add(Invariant(key=f"portal.{key}", label=label, broken=broken, order=order))
