"""A project: an idea carried by people or organisations, from first idea to a running activity.

The spine of the platform: needs lead to it, programmes select it, places host it, impact is
observed on it. What happens to it elsewhere joins its thread through ``registry.timeline_sources``.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import Stage, Theme, Trade
from maillage.directory.models.record import Unaccent
from maillage.projects.enums import AdviceState, Outcome, ProjectRole, Visibility, carrier_forms
from maillage.territories.names import slug


def trade_choices() -> list[tuple[str, Any]]:
    """Read through a function, so that a new trade needs no migration."""
    return Trade.choices


def theme_choices() -> list[tuple[str, Any]]:
    return Theme.choices


def search_column() -> models.GeneratedField:
    """What a project says of itself, as the French text search reads it: the title weighs A, the rest C."""

    def vector(column: str, weight: str) -> SearchVector:
        return SearchVector(Unaccent(F(column)), config="maillage_fr", weight=weight)

    return models.GeneratedField(
        expression=vector("title", "A") + vector("summary", "C") + vector("need", "C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def slug_of(title: str) -> str:
    return slug(title) or "projet"


def address_of(pk: int, title: str) -> str:
    """Where the page of a project is, for whoever read its key and its title only."""
    return reverse("projects:project", args=[pk, slug_of(title)])


# Every page with a menu asks for it; Django takes longer to write it than the database to answer.
_MINE = """
    SELECT project_id FROM projects_projectmember WHERE user_id = %s AND role = %s
    UNION ALL
    SELECT member.project_id FROM projects_projectmember member
    JOIN projects_project project ON project.id = member.project_id
    WHERE member.user_id = %s AND member.role = %s AND project.visibility <> %s
    UNION ALL
    SELECT advice.project_id FROM projects_advice advice
    JOIN projects_project project ON project.id = advice.project_id
    WHERE advice.adviser_id = %s AND advice.state = %s AND (advice.until IS NULL OR advice.until >= %s)
      AND project.visibility <> %s
"""


class ProjectQuerySet(models.QuerySet["Project"]):
    def of(self, user: Any) -> Self:
        """The projects where a person has a part today: those that they carry, and while it is not private
        those that they follow, or advise with the carriers' consent."""
        private = Visibility.PRIVATE.value
        carried = (user.pk, ProjectRole.CARRIER.value)
        observed = (user.pk, ProjectRole.OBSERVER.value, private)
        advised = (user.pk, AdviceState.ACTIVE.value, clock.today(), private)
        # A union: joined by "or", the three would read every project of France.
        return self.filter(pk__in=RawSQL(_MINE, (*carried, *observed, *advised)))  # noqa: S611 - bound

    def carried_by(self, user: Any) -> Self:
        carried = ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER)
        return self.filter(pk__in=carried.values("project"))

    def for_list(self) -> Self:
        """What a list of projects shows, in one query."""
        return self.select_related("commune", "commune__department", "place").order_by("-updated_at", "-pk")


@track(exclude=["search"])
class Project(models.Model):
    """What people want to make exist, somewhere, with others."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=1500)
    need = models.TextField(
        _("need"), max_length=1500, blank=True, help_text=_("What need of the territory it answers.")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.IDEA)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.RUNNING)
    outcome_on = models.DateField(
        _("since"), default=clock.today, help_text=_("The day from which that outcome holds.")
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    commune = models.ForeignKey(
        "territories.Commune", on_delete=models.PROTECT, related_name="projects", verbose_name=_("commune")
    )
    place = models.ForeignKey(
        "directory.Place",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("place"),
    )
    legal_form = models.CharField(
        _("legal form of the carrier"), max_length=30, choices=carrier_forms, blank=True
    )
    trades = ArrayField(
        models.CharField(max_length=30, choices=trade_choices),
        default=list,
        blank=True,
        verbose_name=_("trades"),
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=theme_choices),
        default=list,
        blank=True,
        verbose_name=_("themes"),
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.TEAM
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    updated_at = models.DateTimeField(_("updated"), default=clock.moment)
    search = search_column()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        ordering: ClassVar = ["-updated_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_project_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A project has a title."),
            ),
            models.CheckConstraint(
                name="projects_project_merged_into_another",
                condition=Q(outcome=Outcome.MERGED, merged_into__isnull=False)
                | (~Q(outcome=Outcome.MERGED) & Q(merged_into__isnull=True)),
                violation_error_message=_("A merged project says into which one, and no other does."),
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="projects_project_search"),
            # The public ones of a territory: counted, and the last touched found, without the others.
            models.Index(
                fields=["commune", "updated_at", "id"],
                condition=Q(visibility=Visibility.PUBLIC) & ~Q(outcome=Outcome.MERGED),
                name="projects_project_public",
            ),
            # A part of its title, where a list of something else is searched.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="projects_project_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.pk, self.title)

    @property
    def slug(self) -> str:
        return slug_of(self.title)


@track()
class ProjectMember(models.Model):
    """A person's part in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="project_members",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=ProjectRole)
    since = models.DateTimeField(_("since"), default=clock.moment)

    class Meta:
        verbose_name = _("member of a project")
        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "user"],
                name="projects_member_once",
                violation_error_message=_("This person has a part in the project already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "role"], name="projects_member_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


@track()
class ProjectOrganisation(models.Model):
    """An organisation that carries a project, alone or with others; at most one leads."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("organisation"),
    )
    is_lead = models.BooleanField(_("leads the project"), default=False)

    class Meta:
        verbose_name = _("organisation of a project")
        ordering: ClassVar = ["-is_lead", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="projects_organisation_once",
                violation_error_message=_("This organisation carries the project already."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(is_lead=True),
                name="projects_one_lead",
                violation_error_message=_("One organisation leads a project."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
