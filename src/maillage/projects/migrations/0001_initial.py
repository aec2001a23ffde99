from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.core.invitations
import maillage.directory.models.record
import maillage.projects.enums
import maillage.projects.models.advice
import maillage.projects.models.orientation
import maillage.projects.models.project
import maillage.projects.models.referral


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(max_length=1500, verbose_name="summary")),
                (
                    "need",
                    models.TextField(
                        blank=True,
                        help_text="What need of the territory it answers.",
                        max_length=1500,
                        verbose_name="need",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        default="idea",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "In preparation"),
                            ("launched", "Launched"),
                            ("paused", "Paused"),
                            ("set_aside", "Set aside"),
                            ("reoriented", "Reoriented"),
                            ("merged", "Merged into another project"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "outcome_on",
                    models.DateField(
                        default=maillage.core.clock.today,
                        help_text="The day from which that outcome holds.",
                        verbose_name="since",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="projects.project",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="projects",
                        to="directory.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        choices=maillage.projects.enums.carrier_forms,
                        max_length=30,
                        verbose_name="legal form of the carrier",
                    ),
                ),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.trade_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="trades",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("private", "Its carriers only"),
                            ("team", "Its carriers and those who support it"),
                            ("network", "Everybody signed in"),
                            ("public", "Everybody"),
                        ],
                        default="team",
                        max_length=10,
                        verbose_name="who sees it",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="updated"),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("title")),
                                    config="maillage_fr",
                                    weight="A",
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("summary")),
                                    config="maillage_fr",
                                    weight="C",
                                ),
                                django.contrib.postgres.search.SearchConfig("maillage_fr"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                maillage.directory.models.record.Unaccent(models.F("need")),
                                config="maillage_fr",
                                weight="C",
                            ),
                            django.contrib.postgres.search.SearchConfig("maillage_fr"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "ordering": ["-updated_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="projects_project_has_title",
                        violation_error_message="A project has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("outcome", "merged")),
                            models.Q(
                                models.Q(("outcome", "merged"), _negated=True), ("merged_into__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="projects_project_merged_into_another",
                        violation_error_message="A merged project says into which one, and no other does.",
                    ),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="projects_project_search"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.project",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(max_length=1500, verbose_name="summary")),
                (
                    "need",
                    models.TextField(
                        blank=True,
                        help_text="What need of the territory it answers.",
                        max_length=1500,
                        verbose_name="need",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        default="idea",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "In preparation"),
                            ("launched", "Launched"),
                            ("paused", "Paused"),
                            ("set_aside", "Set aside"),
                            ("reoriented", "Reoriented"),
                            ("merged", "Merged into another project"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "outcome_on",
                    models.DateField(
                        default=maillage.core.clock.today,
                        help_text="The day from which that outcome holds.",
                        verbose_name="since",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        choices=maillage.projects.enums.carrier_forms,
                        max_length=30,
                        verbose_name="legal form of the carrier",
                    ),
                ),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.trade_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="trades",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("private", "Its carriers only"),
                            ("team", "Its carriers and those who support it"),
                            ("network", "Everybody signed in"),
                            ("public", "Everybody"),
                        ],
                        default="team",
                        max_length=10,
                        verbose_name="who sees it",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="updated"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_members",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("carrier", "Carrier"), ("adviser", "Adviser"), ("observer", "Observer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
            ],
            options={
                "verbose_name": "member of a project",
                "ordering": ["role", "pk"],
                "indexes": [models.Index(fields=["user", "role"], name="projects_member_user")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "user"),
                        name="projects_member_once",
                        violation_error_message="This person has a part in the project already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectMemberHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.projectmember",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("carrier", "Carrier"), ("adviser", "Adviser"), ("observer", "Observer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisations",
                        to="projects.project",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("is_lead", models.BooleanField(default=False, verbose_name="leads the project")),
            ],
            options={
                "verbose_name": "organisation of a project",
                "ordering": ["-is_lead", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "organisation"),
                        name="projects_organisation_once",
                        violation_error_message="This organisation carries the project already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("project",),
                        name="projects_one_lead",
                        violation_error_message="One organisation leads a project.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectOrganisationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.projectorganisation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("is_lead", models.BooleanField(default=False, verbose_name="leads the project")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advice",
                        to="projects.project",
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="adviser",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.advice.right_choices, max_length=20
                        ),
                        default=list,
                        size=None,
                        verbose_name="rights",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for the carriers’ consent"),
                            ("active", "Under way"),
                            ("declined", "Declined by the carriers"),
                            ("withdrawn", "Consent withdrawn"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=1000, verbose_name="why")),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True, verbose_name="since")),
                (
                    "consented_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agreed to by",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the end"),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="successors",
                        to="projects.advice",
                        verbose_name="takes over from",
                    ),
                ),
            ],
            options={
                "verbose_name": "advice to a project",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["adviser", "state"], name="projects_advice_adviser"),
                    models.Index(fields=["organisation", "state"], name="projects_advice_organisation"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "active"])),
                        fields=("project", "adviser"),
                        name="projects_advice_once",
                        violation_error_message="This person advises the project already, or has asked to.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["active", "withdrawn"]), _negated=True),
                            models.Q(("consented_by__isnull", False), ("since__isnull", False)),
                            _connector="OR",
                        ),
                        name="projects_advice_is_consented",
                        violation_error_message="Nobody advises before a carrier has agreed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rights__contains", ["thread"])),
                        name="projects_advice_reads_the_thread",
                        violation_error_message="An adviser reads the thread at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("since__isnull", True),
                            ("ended_at__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="projects_advice_ends_after_start",
                        violation_error_message="Advice ends after it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdviceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.advice",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="adviser",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.advice.right_choices, max_length=20
                        ),
                        default=list,
                        size=None,
                        verbose_name="rights",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for the carriers’ consent"),
                            ("active", "Under way"),
                            ("declined", "Declined by the carriers"),
                            ("withdrawn", "Consent withdrawn"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=1000, verbose_name="why")),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True, verbose_name="since")),
                (
                    "consented_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agreed to by",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the end"),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.advice",
                        verbose_name="takes over from",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SelfDiagnosis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="diagnoses",
                        to="projects.project",
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="diagnosis")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="made")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-diagnosis",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["project", "key", "-at"], name="projects_diagnosis_last")],
            },
        ),
        migrations.CreateModel(
            name="SelfDiagnosisHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.selfdiagnosis",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="diagnosis")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="made")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="projects.project",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("item", models.CharField(max_length=20, verbose_name="item")),
                (
                    "state",
                    models.CharField(
                        choices=[("filled", "There"), ("not_needed", "Not needed here")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what shows it")),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="core.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="said")),
            ],
            options={
                "verbose_name": "evidence of a project",
                "ordering": ["stage", "item", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "stage", "item"), name="projects_evidence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="projects_evidence_says_something",
                        violation_error_message="Say what shows it, or why it is not needed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.evidence",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                ("item", models.CharField(max_length=20, verbose_name="item")),
                (
                    "state",
                    models.CharField(
                        choices=[("filled", "There"), ("not_needed", "Not needed here")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what shows it")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="said")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="projects.project",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("launched", "since the launch"),
                            ("left", "since it was set aside or reoriented"),
                            ("promotion", "since it left its promotion"),
                        ],
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                ("since", models.DateField(verbose_name="day of the launch or of the end")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                ("due_on", models.DateField(verbose_name="asked on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("silent", "Never answered"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(verbose_name="answer by")),
                (
                    "running",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("paused", "Not just now: it will go on"), ("no", "No")],
                        max_length=6,
                        verbose_name="is the activity running?",
                    ),
                ),
                (
                    "jobs",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="people employed",
                    ),
                ),
                (
                    "fte",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="full-time equivalents",
                    ),
                ),
                ("changed", models.TextField(blank=True, max_length=2000, verbose_name="what changed")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "verbose_name": "follow-up of a project",
                "ordering": ["-due_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="projects_followup_remind",
                    ),
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["ends_at"],
                        name="projects_followup_ends",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "origin", "months"),
                        name="projects_follow_up_once",
                        violation_error_message="This was asked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__in", (6, 12, 36))),
                        name="projects_follow_up_months",
                        violation_error_message="People are asked after 6, 12 and 36 months.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state", "answered"),
                                models.Q(("running", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "answered"), _negated=True),
                                ("answered_at__isnull", True),
                                ("running", ""),
                            ),
                            _connector="OR",
                        ),
                        name="projects_follow_up_answered_whole",
                        violation_error_message="An answer says whether the activity is running.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fte__isnull", True),
                            ("jobs__isnull", True),
                            ("fte__lte", models.F("jobs")),
                            _connector="OR",
                        ),
                        name="projects_follow_up_fte_of_people",
                        violation_error_message="There are no more full-time equivalents than people.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.followup",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("launched", "since the launch"),
                            ("left", "since it was set aside or reoriented"),
                            ("promotion", "since it left its promotion"),
                        ],
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                ("since", models.DateField(verbose_name="day of the launch or of the end")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                ("due_on", models.DateField(verbose_name="asked on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("silent", "Never answered"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(verbose_name="answer by")),
                (
                    "running",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("paused", "Not just now: it will go on"), ("no", "No")],
                        max_length=6,
                        verbose_name="is the activity running?",
                    ),
                ),
                (
                    "jobs",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="people employed",
                    ),
                ),
                (
                    "fte",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="full-time equivalents",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUpRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_refusal",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
            ],
            options={
                "verbose_name": "refusal of follow-up letters",
            },
        ),
        migrations.CreateModel(
            name="ProjectInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(default=maillage.core.invitations.expiry, verbose_name="expires"),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="projects.project",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("carrier", "Carrier"), ("adviser", "Adviser"), ("observer", "Observer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.advice.right_choices, max_length=20
                        ),
                        blank=True,
                        default=list,
                        help_text="Of an adviser: what the carriers agree to by inviting.",
                        size=None,
                        verbose_name="rights",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a project",
                "ordering": ["-invited_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="projects_projectinvitation_accepted_or_revoked",
                        violation_error_message="An accepted invitation cannot be revoked.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                        fields=("project", "email"),
                        name="projects_invitation_once",
                        violation_error_message="This address is invited already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectInvitationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.projectinvitation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(default=maillage.core.invitations.expiry, verbose_name="expires"),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("carrier", "Carrier"), ("adviser", "Adviser"), ("observer", "Observer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.advice.right_choices, max_length=20
                        ),
                        blank=True,
                        default=list,
                        help_text="Of an adviser: what the carriers agree to by inviting.",
                        size=None,
                        verbose_name="rights",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LogbookEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logbook",
                        to="projects.project",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("meeting", "Meeting"),
                            ("call", "Phone or video call"),
                            ("visit", "Visit"),
                        ],
                        default="note",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("private", "Me only"),
                            ("shared", "The carriers, and advisers who read the thread"),
                        ],
                        default="shared",
                        max_length=10,
                        verbose_name="who reads it",
                    ),
                ),
                ("on", models.DateField(default=maillage.core.clock.today, verbose_name="day")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=8000, verbose_name="text")),
                (
                    "written_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="written"),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="taken away")),
            ],
            options={
                "verbose_name": "entry of a logbook",
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["project", "-on", "-id"],
                        name="projects_logbook_project",
                    ),
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["author", "kind", "-on"],
                        name="projects_logbook_author",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="projects_logbook_entry_has_title",
                        violation_error_message="An entry has a title.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogbookEntryHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.logbookentry",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("meeting", "Meeting"),
                            ("call", "Phone or video call"),
                            ("visit", "Visit"),
                        ],
                        default="note",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("private", "Me only"),
                            ("shared", "The carriers, and advisers who read the thread"),
                        ],
                        default="shared",
                        max_length=10,
                        verbose_name="who reads it",
                    ),
                ),
                ("on", models.DateField(default=maillage.core.clock.today, verbose_name="day")),
                (
                    "written_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="written"),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="taken away")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LogbookFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="projects.logbookentry",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logbook_file",
                        to="core.storedfile",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "file of a logbook",
                "ordering": ["entry", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LogbookFileHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.logbookfile",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.logbookentry",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_as_first",
                        to="projects.project",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_as_second",
                        to="projects.project",
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suggested by",
                    ),
                ),
                (
                    "message",
                    models.CharField(blank=True, max_length=600, verbose_name="why they should meet"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("accepted", "Both said yes"),
                            ("declined", "Will not take place"),
                            ("withdrawn", "Taken back"),
                            ("expired", "Expired without an answer"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yes of the first",
                    ),
                ),
                ("first_at", models.DateTimeField(blank=True, null=True, verbose_name="first said yes")),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yes of the second",
                    ),
                ),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="second said yes")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="suggested"),
                ),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(verbose_name="answer by")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "suggestion to meet",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="projects_intro_remind",
                    ),
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["expires_at"],
                        name="projects_intro_expires",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="projects_introduction_of_two",
                        violation_error_message="Two different projects meet.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("first", "second"),
                        name="projects_introduction_once",
                        violation_error_message="Somebody has suggested this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("first_at__isnull", False), ("second_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="projects_introduction_needs_both",
                        violation_error_message="Both sides say yes before they meet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntroductionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.introduction",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "first",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suggested by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("accepted", "Both said yes"),
                            ("declined", "Will not take place"),
                            ("withdrawn", "Taken back"),
                            ("expired", "Expired without an answer"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yes of the first",
                    ),
                ),
                ("first_at", models.DateTimeField(blank=True, null=True, verbose_name="first said yes")),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yes of the second",
                    ),
                ),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="second said yes")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="suggested"),
                ),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(verbose_name="answer by")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mergers_into",
                        to="projects.project",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mergers_from",
                        to="projects.project",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the other carriers"),
                            ("accepted", "Merged"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                            ("expired", "Expired without an answer"),
                            ("undone", "Undone"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(max_length=600, verbose_name="why")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                        verbose_name="proposed by the carriers of",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="proposed"),
                ),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(verbose_name="answer by")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "outcome_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("running", "In preparation"),
                            ("launched", "Launched"),
                            ("paused", "Paused"),
                            ("set_aside", "Set aside"),
                            ("reoriented", "Reoriented"),
                            ("merged", "Merged into another project"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outcome_before_on", models.DateField(blank=True, null=True)),
                (
                    "joined",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("undo_until", models.DateField(blank=True, null=True, verbose_name="may be undone until")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "merger",
                "ordering": ["-proposed_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["expires_at"],
                        name="projects_merger_expires",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("absorbed", models.F("survivor")), _negated=True),
                        name="projects_merger_of_two",
                        violation_error_message="A project does not merge into itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_from", models.F("absorbed")),
                            ("proposed_from", models.F("survivor")),
                            _connector="OR",
                        ),
                        name="projects_merger_from_one_of_them",
                        violation_error_message="One of the two sides proposes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("absorbed", "survivor"),
                        name="projects_merger_proposed_once",
                        violation_error_message="This merger is proposed already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")),
                        fields=("absorbed",),
                        name="projects_merger_into_one",
                        violation_error_message="This project lives on in another one already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "undone"]), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("undo_until__isnull", False),
                                models.Q(("outcome_before", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_merger_accepted_whole",
                        violation_error_message="An accepted merger says until when it may be undone.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.merger",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "absorbed",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the other carriers"),
                            ("accepted", "Merged"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                            ("expired", "Expired without an answer"),
                            ("undone", "Undone"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_from",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="proposed by the carriers of",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="proposed"),
                ),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(verbose_name="answer by")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "outcome_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("running", "In preparation"),
                            ("launched", "Launched"),
                            ("paused", "Paused"),
                            ("set_aside", "Set aside"),
                            ("reoriented", "Reoriented"),
                            ("merged", "Merged into another project"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outcome_before_on", models.DateField(blank=True, null=True)),
                (
                    "joined",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("undo_until", models.DateField(blank=True, null=True, verbose_name="may be undone until")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DoorRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.orientation.audience_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("words", models.TextField(max_length=1500, verbose_name="the project in a few sentences")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")], default="fr", max_length=5
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        help_text="The door that was chosen; none when nothing fitted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.service",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address to confirm"),
                            ("confirmed", "confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unconfirmed",
                        editable=False,
                        max_length=15,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        default=maillage.projects.models.orientation.confirm_before,
                        verbose_name="to confirm before",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
            ],
            options={
                "verbose_name": "request without an account",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="projects_doorrequest_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="projects_doorrequest_confirmed_has_moment",
                        violation_error_message="A confirmed request has its moment.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorRequestHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.doorrequest",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "commune",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.orientation.audience_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")], default="fr", max_length=5
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The door that was chosen; none when nothing fitted.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address to confirm"),
                            ("confirmed", "confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unconfirmed",
                        editable=False,
                        max_length=15,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        default=maillage.projects.models.orientation.confirm_before,
                        verbose_name="to confirm before",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CoverageGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.orientation.audience_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_gaps",
                        to="projects.project",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_gaps",
                        to="projects.doorrequest",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "being looked for"),
                            ("solved", "a service was found"),
                            ("closed", "closed without a service"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="opened"),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_gaps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person in charge",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        default=maillage.projects.models.orientation.gap_due_on,
                        verbose_name="answer expected by",
                    ),
                ),
                ("alternatives", models.JSONField(default=list)),
                ("answer", models.TextField(blank=True, max_length=1500, verbose_name="answer")),
                (
                    "solved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.service",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="reminded")),
            ],
            options={
                "verbose_name": "coverage gap",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(fields=["state", "due_on", "id"], name="projects_gap_list"),
                    models.Index(fields=["in_charge", "state"], name="projects_gap_charge"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("project__isnull", False), ("request__isnull", True)),
                            models.Q(("project__isnull", True), ("request__isnull", False)),
                            _connector="OR",
                        ),
                        name="projects_gap_of_one_thing",
                        violation_error_message="A coverage gap is about a project or about a request.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("project",),
                        name="projects_gap_once",
                        violation_error_message="Somebody is looking for this project already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "solved"), _negated=True),
                            ("solved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="projects_gap_solved_has_service",
                        violation_error_message="Name the service that was found.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageGapHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.coveragegap",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "commune",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "Idea"),
                            ("emergence", "Emergence"),
                            ("creation", "Creation"),
                            ("consolidation", "Consolidation"),
                            ("development", "Development"),
                        ],
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.project.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.orientation.audience_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.doorrequest",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "being looked for"),
                            ("solved", "a service was found"),
                            ("closed", "closed without a service"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="opened"),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person in charge",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        default=maillage.projects.models.orientation.gap_due_on,
                        verbose_name="answer expected by",
                    ),
                ),
                ("alternatives", models.JSONField(default=list)),
                ("answer", models.TextField(blank=True, max_length=1500, verbose_name="answer")),
                (
                    "solved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="reminded")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="projects.project",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("stage", "Stage"), ("outcome", "Outcome")],
                        max_length=10,
                        verbose_name="what changed",
                    ),
                ),
                ("from_state", models.CharField(max_length=20, verbose_name="before")),
                ("to_state", models.CharField(max_length=20, verbose_name="after")),
                ("on", models.DateField(default=maillage.core.clock.today, verbose_name="since")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="said")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=600, verbose_name="reason")),
                ("next_step", models.CharField(blank=True, max_length=600, verbose_name="what comes next")),
            ],
            options={
                "verbose_name": "step of a project",
                "ordering": ["-on", "-at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "kind", "-on"], name="projects_passage_project"),
                    models.Index(fields=["kind", "to_state", "on"], name="projects_passage_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "outcome"),
                                ("to_state__in", ["reoriented", "set_aside"]),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("next_step", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_passage_is_argued",
                        violation_error_message="Say why, and what the person does next.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PassageHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.passage",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("stage", "Stage"), ("outcome", "Outcome")],
                        max_length=10,
                        verbose_name="what changed",
                    ),
                ),
                ("from_state", models.CharField(max_length=20, verbose_name="before")),
                ("to_state", models.CharField(max_length=20, verbose_name="after")),
                ("on", models.DateField(default=maillage.core.clock.today, verbose_name="since")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="said")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=600, verbose_name="reason")),
                ("next_step", models.CharField(blank=True, max_length=600, verbose_name="what comes next")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AdviserMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adviser_meetings",
                        to="projects.project",
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="adviser",
                    ),
                ),
                ("held_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("remote", "by video"),
                            ("phone", "by telephone"),
                        ],
                        default="in_person",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=maillage.core.clock.moment, editable=False)),
            ],
            options={
                "verbose_name": "meeting with an adviser",
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "adviser", "held_on"),
                        name="projects_meeting_once",
                        violation_error_message="This meeting is noted already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdviserMeetingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.advisermeeting",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="adviser",
                    ),
                ),
                ("held_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("remote", "by video"),
                            ("phone", "by telephone"),
                        ],
                        default="in_person",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=maillage.core.clock.moment, editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AdviserCapacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "adviser",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adviser_capacity",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("projects", models.PositiveIntegerField(verbose_name="projects at once")),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "capacity of an adviser",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("projects__gt", 0)),
                        name="projects_capacity_positive",
                        violation_error_message="A capacity is at least one project.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdviserCapacityHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.advisercapacity",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "adviser",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("projects", models.PositiveIntegerField(verbose_name="projects at once")),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="projects.project",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="projects.doorrequest",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="directory.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="directory.organisation",
                        verbose_name="receiver",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sender",
                    ),
                ),
                ("reason", models.TextField(max_length=1500, verbose_name="reason")),
                (
                    "shared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.referral.shared_choices, max_length=15
                        ),
                        size=None,
                        verbose_name="what is shared",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="consent given by",
                    ),
                ),
                ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="consent given")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("consent", "waits for the person’s consent"),
                            ("sent", "sent"),
                            ("seen", "seen"),
                            ("accepted", "accepted"),
                            ("met", "met"),
                            ("declined", "declined"),
                            ("expired", "returned without an answer"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=1500, verbose_name="answer")),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "no place left just now"),
                            ("stage", "the project is not at the right stage"),
                            ("subject", "the subject is not ours"),
                            ("area", "outside our area"),
                            ("conditions", "our conditions are not met"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                (
                    "better_service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.service",
                        verbose_name="a better door",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supported", "support has begun"),
                            ("answered", "one answer was enough"),
                            ("elsewhere", "directed elsewhere"),
                            ("not_met", "the person did not come"),
                            ("no_news", "no news"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("meet_on", models.DateField(blank=True, null=True, verbose_name="meeting")),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="projects.referral",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="written"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("turn_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "referral",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "state", "created_at"], name="projects_referral_received"
                    ),
                    models.Index(fields=["sender", "state", "created_at"], name="projects_referral_sent"),
                    models.Index(fields=["service", "accepted_at"], name="projects_referral_load"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="projects_referral_remind",
                    ),
                    models.Index(
                        condition=models.Q(("ends_at__isnull", False)),
                        fields=["ends_at"],
                        name="projects_referral_ends",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("project__isnull", False), ("request__isnull", True)),
                            models.Q(("project__isnull", True), ("request__isnull", False)),
                            _connector="OR",
                        ),
                        name="projects_referral_of_one_thing",
                        violation_error_message="A referral is about a project or about a request.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["consent", "sent", "seen", "accepted", "met"])),
                        fields=("project", "service"),
                        name="projects_referral_once",
                        violation_error_message="This project waits at that service already.",
                    ),
                    models.UniqueConstraint(
                        fields=("request", "service"), name="projects_referral_request_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["consent", "withdrawn", "expired"]),
                            ("consent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="projects_referral_needs_consent",
                        violation_error_message="Nothing is sent without the person’s consent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shared__len__gt", 0)),
                        name="projects_referral_shares_something",
                        violation_error_message="Say what is shared with the receiver.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="projects_referral_declined_has_reason",
                        violation_error_message="Say why it is declined.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="projects_referral_closed_has_outcome",
                        violation_error_message="Say what came of it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.referral",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.doorrequest",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="receiver",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sender",
                    ),
                ),
                (
                    "shared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.models.referral.shared_choices, max_length=15
                        ),
                        size=None,
                        verbose_name="what is shared",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="consent given by",
                    ),
                ),
                ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="consent given")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("consent", "waits for the person’s consent"),
                            ("sent", "sent"),
                            ("seen", "seen"),
                            ("accepted", "accepted"),
                            ("met", "met"),
                            ("declined", "declined"),
                            ("expired", "returned without an answer"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "no place left just now"),
                            ("stage", "the project is not at the right stage"),
                            ("subject", "the subject is not ours"),
                            ("area", "outside our area"),
                            ("conditions", "our conditions are not met"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                (
                    "better_service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                        verbose_name="a better door",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supported", "support has begun"),
                            ("answered", "one answer was enough"),
                            ("elsewhere", "directed elsewhere"),
                            ("not_met", "the person did not come"),
                            ("no_news", "no news"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("meet_on", models.DateField(blank=True, null=True, verbose_name="meeting")),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.referral",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="written"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("turn_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectWord",
            fields=[
                (
                    "lexeme",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="word"),
                ),
                ("projects", models.PositiveIntegerField(verbose_name="projects")),
            ],
            options={
                "verbose_name": "word of projects",
            },
        ),
        migrations.CreateModel(
            name="ProjectTerritory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "municipality"),
                            ("epci", "grouping of municipalities (EPCI)"),
                            ("department", "département"),
                            ("region", "région"),
                            ("country", "France"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("code", models.CharField(max_length=9, verbose_name="code")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "territory of a project",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="projectterritory_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="projects_projectterritory_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("project", "level", "code"), name="projects_project_territory_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectTerritoryHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="projects.projectterritory",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "municipality"),
                            ("epci", "grouping of municipalities (EPCI)"),
                            ("department", "département"),
                            ("region", "région"),
                            ("country", "France"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("code", models.CharField(max_length=9, verbose_name="code")),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "merged_into_id", "need", "outcome", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."legal_form", NEW."merged_into_id", NEW."need", NEW."outcome", NEW."outcome_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."stage", NEW."summary", NEW."themes", NEW."title", NEW."trades", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="4def30eb9d3bc90f137ea969c86e550c8c897696",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2e147",
                    table="projects_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "merged_into_id", "need", "outcome", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (OLD."commune_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."legal_form", OLD."merged_into_id", OLD."need", OLD."outcome", OLD."outcome_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."stage", OLD."summary", OLD."themes", OLD."title", OLD."trades", OLD."updated_at", OLD."visibility"); RETURN NULL;',
                    hash="0d9eafa2d4ba62a27b0405cdc98d3d70c25c88eb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2192f",
                    table="projects_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."need" IS DISTINCT FROM (NEW."need") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."outcome_on" IS DISTINCT FROM (NEW."outcome_on") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."themes" IS DISTINCT FROM (NEW."themes") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."trades" IS DISTINCT FROM (NEW."trades") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility"))',
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "merged_into_id", "need", "outcome", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."legal_form", NEW."merged_into_id", NEW."need", NEW."outcome", NEW."outcome_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."stage", NEW."summary", NEW."themes", NEW."title", NEW."trades", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="e8e0792e0985bf7c21133f981549a1c6bc50f526",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_804c3",
                    table="projects_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectmemberhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "since", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."role", NEW."since", NEW."user_id"); RETURN NULL;',
                    hash="eed70711ee54ffa350a94dac8ae3e6e4fdb06b03",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_31b7a",
                    table="projects_projectmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_projectmemberhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "since", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."role", NEW."since", NEW."user_id"); RETURN NULL;',
                    hash="0305fae57eaf0f1ce9bf2f48a517dad0d07147d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1bca3",
                    table="projects_projectmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectmemberhistory" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "since", "user_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."role", OLD."since", OLD."user_id"); RETURN NULL;',
                    hash="d522c492614aca9eb29333d41394fd2d68c82242",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_74481",
                    table="projects_projectmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectorganisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectorganisationhistory" ("id", "is_lead", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."is_lead", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="09404d730aaecb6821f3eb6250fb97c289e5f5fb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_94c32",
                    table="projects_projectorganisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectorganisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_projectorganisationhistory" ("id", "is_lead", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."is_lead", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="b31cf905d042f460856155340caef4baccd17bc9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9154b",
                    table="projects_projectorganisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectorganisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectorganisationhistory" ("id", "is_lead", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."id", OLD."is_lead", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="6189c128253e4d6b81e31f21f716b60c5588769e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f42c5",
                    table="projects_projectorganisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advicehistory" ("adviser_id", "asked_at", "asked_by_id", "consented_by_id", "end_reason", "ended_at", "id", "message", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaces_id", "rights", "since", "state", "until") VALUES (NEW."adviser_id", NEW."asked_at", NEW."asked_by_id", NEW."consented_by_id", NEW."end_reason", NEW."ended_at", NEW."id", NEW."message", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."replaces_id", NEW."rights", NEW."since", NEW."state", NEW."until"); RETURN NULL;',
                    hash="5f6a2666bf317b3b881c86e22619180b61c4dbce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_122bc",
                    table="projects_advice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_advicehistory" ("adviser_id", "asked_at", "asked_by_id", "consented_by_id", "end_reason", "ended_at", "id", "message", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaces_id", "rights", "since", "state", "until") VALUES (NEW."adviser_id", NEW."asked_at", NEW."asked_by_id", NEW."consented_by_id", NEW."end_reason", NEW."ended_at", NEW."id", NEW."message", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."replaces_id", NEW."rights", NEW."since", NEW."state", NEW."until"); RETURN NULL;',
                    hash="d50216d5023ee1aa5a8b5d2b2d471e8a509b4edc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_69ab3",
                    table="projects_advice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advicehistory" ("adviser_id", "asked_at", "asked_by_id", "consented_by_id", "end_reason", "ended_at", "id", "message", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaces_id", "rights", "since", "state", "until") VALUES (OLD."adviser_id", OLD."asked_at", OLD."asked_by_id", OLD."consented_by_id", OLD."end_reason", OLD."ended_at", OLD."id", OLD."message", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."replaces_id", OLD."rights", OLD."since", OLD."state", OLD."until"); RETURN NULL;',
                    hash="3ab6b4fbc7b4fc60c6069b56ce12e0ad06f0153c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_266a9",
                    table="projects_advice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfdiagnosis",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_selfdiagnosishistory" ("answers", "at", "by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."answers", NEW."at", NEW."by_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="150fe6c2aee1861be4c23887ead8383bc99a52a0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a4b94",
                    table="projects_selfdiagnosis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfdiagnosis",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_selfdiagnosishistory" ("answers", "at", "by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."answers", NEW."at", NEW."by_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="457866fbd02be59275a90c628b36a922241d9cf8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7c515",
                    table="projects_selfdiagnosis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfdiagnosis",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_selfdiagnosishistory" ("answers", "at", "by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."answers", OLD."at", OLD."by_id", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="fbbcead6845e06bd8a0cab77517d54ce54148765",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0b241",
                    table="projects_selfdiagnosis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_evidencehistory" ("at", "by_id", "file_id", "id", "item", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "stage", "state", "text") VALUES (NEW."at", NEW."by_id", NEW."file_id", NEW."id", NEW."item", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."stage", NEW."state", NEW."text"); RETURN NULL;',
                    hash="0f3af39a0b5fea596a729fbeafa2f0f9b60d60f8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c6e1",
                    table="projects_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_evidencehistory" ("at", "by_id", "file_id", "id", "item", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "stage", "state", "text") VALUES (NEW."at", NEW."by_id", NEW."file_id", NEW."id", NEW."item", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."stage", NEW."state", NEW."text"); RETURN NULL;',
                    hash="4df60eb3ca4089e1c99fd9ed2f3a1801c543c70d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_10eeb",
                    table="projects_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_evidencehistory" ("at", "by_id", "file_id", "id", "item", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "stage", "state", "text") VALUES (OLD."at", OLD."by_id", OLD."file_id", OLD."id", OLD."item", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."stage", OLD."state", OLD."text"); RETURN NULL;',
                    hash="233dfe98b0a10802ae826ec52bb87cf997ba187f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_971d2",
                    table="projects_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_followuphistory" ("answered_at", "answered_by_id", "asked_at", "due_on", "ends_at", "fte", "id", "jobs", "months", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "running", "since", "state") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."due_on", NEW."ends_at", NEW."fte", NEW."id", NEW."jobs", NEW."months", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."remind_at", NEW."running", NEW."since", NEW."state"); RETURN NULL;',
                    hash="93fd6586d8fd9f0650692b0b41a070900138069a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2fe8c",
                    table="projects_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."fte" IS DISTINCT FROM (NEW."fte") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."jobs" IS DISTINCT FROM (NEW."jobs") OR OLD."months" IS DISTINCT FROM (NEW."months") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."remind_at" IS DISTINCT FROM (NEW."remind_at") OR OLD."running" IS DISTINCT FROM (NEW."running") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "projects_followuphistory" ("answered_at", "answered_by_id", "asked_at", "due_on", "ends_at", "fte", "id", "jobs", "months", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "running", "since", "state") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."due_on", NEW."ends_at", NEW."fte", NEW."id", NEW."jobs", NEW."months", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."remind_at", NEW."running", NEW."since", NEW."state"); RETURN NULL;',
                    hash="e6370d9d0260e2db88f641f8b10bf3b592555560",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae474",
                    table="projects_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_followuphistory" ("answered_at", "answered_by_id", "asked_at", "due_on", "ends_at", "fte", "id", "jobs", "months", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "running", "since", "state") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."due_on", OLD."ends_at", OLD."fte", OLD."id", OLD."jobs", OLD."months", OLD."origin", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."remind_at", OLD."running", OLD."since", OLD."state"); RETURN NULL;',
                    hash="ba4d8adb0d6187d3ca0cebb5082d22d3139c37c2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_845ad",
                    table="projects_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "rights", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."revoked_at", NEW."rights", NEW."role"); RETURN NULL;',
                    hash="4432b03e71cc78ca93da39d8d43e166167fb94de",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0404e",
                    table="projects_projectinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "rights", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."revoked_at", NEW."rights", NEW."role"); RETURN NULL;',
                    hash="73d918a71d1d8f9353816cc3082310af42401ddc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc188",
                    table="projects_projectinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "rights", "role") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."email", OLD."expires_at", OLD."id", OLD."invited_at", OLD."invited_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."revoked_at", OLD."rights", OLD."role"); RETURN NULL;',
                    hash="b1798c18fcf1d0eae502ba6ce9f7e33523467d43",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2a6c3",
                    table="projects_projectinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_logbookentryhistory" ("author_id", "changed_at", "id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at", "sharing", "written_at") VALUES (NEW."author_id", NEW."changed_at", NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."removed_at", NEW."sharing", NEW."written_at"); RETURN NULL;',
                    hash="fb3c5f4bda744985a3887276772bd1334e10dccf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8bbf1",
                    table="projects_logbookentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."sharing" IS DISTINCT FROM (NEW."sharing") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                    func='INSERT INTO "projects_logbookentryhistory" ("author_id", "changed_at", "id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at", "sharing", "written_at") VALUES (NEW."author_id", NEW."changed_at", NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."removed_at", NEW."sharing", NEW."written_at"); RETURN NULL;',
                    hash="0ab10f03ef67ff0b03d2a791e67d84a27a4c7b0e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dce59",
                    table="projects_logbookentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookentry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_logbookentryhistory" ("author_id", "changed_at", "id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "removed_at", "sharing", "written_at") VALUES (OLD."author_id", OLD."changed_at", OLD."id", OLD."kind", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."removed_at", OLD."sharing", OLD."written_at"); RETURN NULL;',
                    hash="5348d5529fe0d8dfc1cc0044f65eedb980b11c76",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_295fd",
                    table="projects_logbookentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_logbookfilehistory" ("entry_id", "file_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."entry_id", NEW."file_id", NEW."id", NEW."joined_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="faf82b3ef813926c0a3a757021de2f800481fc5e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_52c8a",
                    table="projects_logbookfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_logbookfilehistory" ("entry_id", "file_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."entry_id", NEW."file_id", NEW."id", NEW."joined_at", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="6819e09c578041b9fe0d8a64027fd0e5eaacb91e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c4f81",
                    table="projects_logbookfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logbookfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_logbookfilehistory" ("entry_id", "file_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."entry_id", OLD."file_id", OLD."id", OLD."joined_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="ee70129e7144af820e0296e6e30d78d5dd5ed19d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a8bf",
                    table="projects_logbookfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="introduction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_introductionhistory" ("created_at", "ended_at", "expires_at", "first_at", "first_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "second_at", "second_by_id", "second_id", "state", "suggested_by_id") VALUES (NEW."created_at", NEW."ended_at", NEW."expires_at", NEW."first_at", NEW."first_by_id", NEW."first_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remind_at", NEW."second_at", NEW."second_by_id", NEW."second_id", NEW."state", NEW."suggested_by_id"); RETURN NULL;',
                    hash="6c9c53173672a77aa558c31f033b2748e2949a12",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b8e2f",
                    table="projects_introduction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="introduction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."first_id" IS DISTINCT FROM (NEW."first_id") OR OLD."first_at" IS DISTINCT FROM (NEW."first_at") OR OLD."first_by_id" IS DISTINCT FROM (NEW."first_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."remind_at" IS DISTINCT FROM (NEW."remind_at") OR OLD."second_id" IS DISTINCT FROM (NEW."second_id") OR OLD."second_at" IS DISTINCT FROM (NEW."second_at") OR OLD."second_by_id" IS DISTINCT FROM (NEW."second_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."suggested_by_id" IS DISTINCT FROM (NEW."suggested_by_id"))',
                    func='INSERT INTO "projects_introductionhistory" ("created_at", "ended_at", "expires_at", "first_at", "first_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "second_at", "second_by_id", "second_id", "state", "suggested_by_id") VALUES (NEW."created_at", NEW."ended_at", NEW."expires_at", NEW."first_at", NEW."first_by_id", NEW."first_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remind_at", NEW."second_at", NEW."second_by_id", NEW."second_id", NEW."state", NEW."suggested_by_id"); RETURN NULL;',
                    hash="95cf855f993cdaf40c628048727ec01d3105762c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_627b6",
                    table="projects_introduction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="introduction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_introductionhistory" ("created_at", "ended_at", "expires_at", "first_at", "first_by_id", "first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "second_at", "second_by_id", "second_id", "state", "suggested_by_id") VALUES (OLD."created_at", OLD."ended_at", OLD."expires_at", OLD."first_at", OLD."first_by_id", OLD."first_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remind_at", OLD."second_at", OLD."second_by_id", OLD."second_id", OLD."state", OLD."suggested_by_id"); RETURN NULL;',
                    hash="28ed1dbd75861c92d32cdb5290a3c14f1713120d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fe1ba",
                    table="projects_introduction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merger",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_mergerhistory" ("absorbed_id", "decided_at", "decided_by_id", "expires_at", "id", "joined", "outcome_before", "outcome_before_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "proposed_from_id", "remind_at", "state", "survivor_id", "undo_until", "undone_at", "undone_by_id") VALUES (NEW."absorbed_id", NEW."decided_at", NEW."decided_by_id", NEW."expires_at", NEW."id", NEW."joined", NEW."outcome_before", NEW."outcome_before_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."proposed_from_id", NEW."remind_at", NEW."state", NEW."survivor_id", NEW."undo_until", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;',
                    hash="49485939e8d4067a3299babf3024b45f265d4a24",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6a7b2",
                    table="projects_merger",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merger",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."absorbed_id" IS DISTINCT FROM (NEW."absorbed_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."joined" IS DISTINCT FROM (NEW."joined") OR OLD."outcome_before" IS DISTINCT FROM (NEW."outcome_before") OR OLD."outcome_before_on" IS DISTINCT FROM (NEW."outcome_before_on") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."proposed_from_id" IS DISTINCT FROM (NEW."proposed_from_id") OR OLD."remind_at" IS DISTINCT FROM (NEW."remind_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."survivor_id" IS DISTINCT FROM (NEW."survivor_id") OR OLD."undo_until" IS DISTINCT FROM (NEW."undo_until") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id"))',
                    func='INSERT INTO "projects_mergerhistory" ("absorbed_id", "decided_at", "decided_by_id", "expires_at", "id", "joined", "outcome_before", "outcome_before_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "proposed_from_id", "remind_at", "state", "survivor_id", "undo_until", "undone_at", "undone_by_id") VALUES (NEW."absorbed_id", NEW."decided_at", NEW."decided_by_id", NEW."expires_at", NEW."id", NEW."joined", NEW."outcome_before", NEW."outcome_before_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."proposed_from_id", NEW."remind_at", NEW."state", NEW."survivor_id", NEW."undo_until", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;',
                    hash="7f8596945061dcae3eac6a6b6ce3efa1c0232835",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_56ad3",
                    table="projects_merger",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merger",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_mergerhistory" ("absorbed_id", "decided_at", "decided_by_id", "expires_at", "id", "joined", "outcome_before", "outcome_before_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "proposed_from_id", "remind_at", "state", "survivor_id", "undo_until", "undone_at", "undone_by_id") VALUES (OLD."absorbed_id", OLD."decided_at", OLD."decided_by_id", OLD."expires_at", OLD."id", OLD."joined", OLD."outcome_before", OLD."outcome_before_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."proposed_from_id", OLD."remind_at", OLD."state", OLD."survivor_id", OLD."undo_until", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;',
                    hash="3dae50eac3b107eda942ba9044ab0ae9aff116db",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_241c8",
                    table="projects_merger",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doorrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_doorrequesthistory" ("audiences", "commune_id", "confirmed_at", "created_at", "expires_at", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id", "stage", "state", "themes") VALUES (NEW."audiences", NEW."commune_id", NEW."confirmed_at", NEW."created_at", NEW."expires_at", NEW."id", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."service_id", NEW."stage", NEW."state", NEW."themes"); RETURN NULL;',
                    hash="c40ee75d5ddef6ee8afe8d4d60060fc1fda37493",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25af3",
                    table="projects_doorrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doorrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."audiences" IS DISTINCT FROM (NEW."audiences") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."themes" IS DISTINCT FROM (NEW."themes"))',
                    func='INSERT INTO "projects_doorrequesthistory" ("audiences", "commune_id", "confirmed_at", "created_at", "expires_at", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id", "stage", "state", "themes") VALUES (NEW."audiences", NEW."commune_id", NEW."confirmed_at", NEW."created_at", NEW."expires_at", NEW."id", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."service_id", NEW."stage", NEW."state", NEW."themes"); RETURN NULL;',
                    hash="752b81bb2eee79f298b9932d536237d26b99985b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b6e24",
                    table="projects_doorrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="doorrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_doorrequesthistory" ("audiences", "commune_id", "confirmed_at", "created_at", "expires_at", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id", "stage", "state", "themes") VALUES (OLD."audiences", OLD."commune_id", OLD."confirmed_at", OLD."created_at", OLD."expires_at", OLD."id", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."service_id", OLD."stage", OLD."state", OLD."themes"); RETURN NULL;',
                    hash="36a36b5a13a79b54370bd3f62dbf5a44e415aa73",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_01afb",
                    table="projects_doorrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragegap",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_coveragegaphistory" ("alternatives", "answer", "audiences", "commune_id", "due_on", "ended_at", "id", "in_charge_id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reminded_on", "request_id", "solved_by_id", "stage", "state", "themes") VALUES (NEW."alternatives", NEW."answer", NEW."audiences", NEW."commune_id", NEW."due_on", NEW."ended_at", NEW."id", NEW."in_charge_id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reminded_on", NEW."request_id", NEW."solved_by_id", NEW."stage", NEW."state", NEW."themes"); RETURN NULL;',
                    hash="0b46691322e9119cd68d6d9ee716bd58bc3e2746",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4325c",
                    table="projects_coveragegap",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragegap",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_coveragegaphistory" ("alternatives", "answer", "audiences", "commune_id", "due_on", "ended_at", "id", "in_charge_id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reminded_on", "request_id", "solved_by_id", "stage", "state", "themes") VALUES (NEW."alternatives", NEW."answer", NEW."audiences", NEW."commune_id", NEW."due_on", NEW."ended_at", NEW."id", NEW."in_charge_id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."reminded_on", NEW."request_id", NEW."solved_by_id", NEW."stage", NEW."state", NEW."themes"); RETURN NULL;',
                    hash="1db6ca552f27b8b8435349218bc5c43bea33b333",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4d6cc",
                    table="projects_coveragegap",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragegap",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_coveragegaphistory" ("alternatives", "answer", "audiences", "commune_id", "due_on", "ended_at", "id", "in_charge_id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reminded_on", "request_id", "solved_by_id", "stage", "state", "themes") VALUES (OLD."alternatives", OLD."answer", OLD."audiences", OLD."commune_id", OLD."due_on", OLD."ended_at", OLD."id", OLD."in_charge_id", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reminded_on", OLD."request_id", OLD."solved_by_id", OLD."stage", OLD."state", OLD."themes"); RETURN NULL;',
                    hash="797b9c1dcece77aba6eb27734733f859a92a17a0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ea899",
                    table="projects_coveragegap",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="passage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_passagehistory" ("at", "by_id", "from_state", "id", "kind", "next_step", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "to_state") VALUES (NEW."at", NEW."by_id", NEW."from_state", NEW."id", NEW."kind", NEW."next_step", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reason", NEW."to_state"); RETURN NULL;',
                    hash="e517f1ec93dcbcf86d86fa64dd56ac9290ae3d12",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_91438",
                    table="projects_passage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="passage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_passagehistory" ("at", "by_id", "from_state", "id", "kind", "next_step", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "to_state") VALUES (NEW."at", NEW."by_id", NEW."from_state", NEW."id", NEW."kind", NEW."next_step", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."reason", NEW."to_state"); RETURN NULL;',
                    hash="142b72a63af0d7c83971c731c822456d2f9ad488",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5d2f3",
                    table="projects_passage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="passage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_passagehistory" ("at", "by_id", "from_state", "id", "kind", "next_step", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "to_state") VALUES (OLD."at", OLD."by_id", OLD."from_state", OLD."id", OLD."kind", OLD."next_step", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reason", OLD."to_state"); RETURN NULL;',
                    hash="026d43882a649006318d251ac6e6d9a86246f309",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba0d6",
                    table="projects_passage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisermeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advisermeetinghistory" ("adviser_id", "entered_at", "held_on", "id", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."adviser_id", NEW."entered_at", NEW."held_on", NEW."id", NEW."mode", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="c783fd646e70aa628c5db94541f38cb85ea4a51b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_df7a5",
                    table="projects_advisermeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisermeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_advisermeetinghistory" ("adviser_id", "entered_at", "held_on", "id", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."adviser_id", NEW."entered_at", NEW."held_on", NEW."id", NEW."mode", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="6804191fa6f55d0fc2bcab4d4906f39bb1bd1ee5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7108d",
                    table="projects_advisermeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisermeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advisermeetinghistory" ("adviser_id", "entered_at", "held_on", "id", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."adviser_id", OLD."entered_at", OLD."held_on", OLD."id", OLD."mode", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="24a9f574c9dea643aaf9dd149cd3d7871be85a26",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d588",
                    table="projects_advisermeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisercapacity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advisercapacityhistory" ("adviser_id", "changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects") VALUES (NEW."adviser_id", NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."projects"); RETURN NULL;',
                    hash="76d0d20de910980d92b4af6f736510ea73471e09",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07919",
                    table="projects_advisercapacity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisercapacity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_advisercapacityhistory" ("adviser_id", "changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects") VALUES (NEW."adviser_id", NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."projects"); RETURN NULL;',
                    hash="ff20d0a07d6ff871efbb1252dab54c3ea5c7b40c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44fce",
                    table="projects_advisercapacity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advisercapacity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_advisercapacityhistory" ("adviser_id", "changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects") VALUES (OLD."adviser_id", OLD."changed_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."projects"); RETURN NULL;',
                    hash="80e7ec0c87305005fede1786a15c92a22ee8c09f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a1375",
                    table="projects_advisercapacity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_referralhistory" ("accepted_at", "better_service_id", "consent_at", "consent_by_id", "created_at", "decline_reason", "ended_at", "ends_at", "follows_id", "id", "meet_on", "met_at", "organisation_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "request_id", "seen_at", "sender_id", "sent_at", "service_id", "shared", "state", "turn_at") VALUES (NEW."accepted_at", NEW."better_service_id", NEW."consent_at", NEW."consent_by_id", NEW."created_at", NEW."decline_reason", NEW."ended_at", NEW."ends_at", NEW."follows_id", NEW."id", NEW."meet_on", NEW."met_at", NEW."organisation_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."remind_at", NEW."request_id", NEW."seen_at", NEW."sender_id", NEW."sent_at", NEW."service_id", NEW."shared", NEW."state", NEW."turn_at"); RETURN NULL;',
                    hash="a9a52181a75edd6a38c9637de7d341d23bf4ce8a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_23037",
                    table="projects_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."better_service_id" IS DISTINCT FROM (NEW."better_service_id") OR OLD."consent_at" IS DISTINCT FROM (NEW."consent_at") OR OLD."consent_by_id" IS DISTINCT FROM (NEW."consent_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decline_reason" IS DISTINCT FROM (NEW."decline_reason") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."meet_on" IS DISTINCT FROM (NEW."meet_on") OR OLD."met_at" IS DISTINCT FROM (NEW."met_at") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."remind_at" IS DISTINCT FROM (NEW."remind_at") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."seen_at" IS DISTINCT FROM (NEW."seen_at") OR OLD."sender_id" IS DISTINCT FROM (NEW."sender_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."shared" IS DISTINCT FROM (NEW."shared") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."turn_at" IS DISTINCT FROM (NEW."turn_at"))',
                    func='INSERT INTO "projects_referralhistory" ("accepted_at", "better_service_id", "consent_at", "consent_by_id", "created_at", "decline_reason", "ended_at", "ends_at", "follows_id", "id", "meet_on", "met_at", "organisation_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "request_id", "seen_at", "sender_id", "sent_at", "service_id", "shared", "state", "turn_at") VALUES (NEW."accepted_at", NEW."better_service_id", NEW."consent_at", NEW."consent_by_id", NEW."created_at", NEW."decline_reason", NEW."ended_at", NEW."ends_at", NEW."follows_id", NEW."id", NEW."meet_on", NEW."met_at", NEW."organisation_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."remind_at", NEW."request_id", NEW."seen_at", NEW."sender_id", NEW."sent_at", NEW."service_id", NEW."shared", NEW."state", NEW."turn_at"); RETURN NULL;',
                    hash="36fc6c2e54fc5d8dd6c07278affb9510a5db5714",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d2f2",
                    table="projects_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_referralhistory" ("accepted_at", "better_service_id", "consent_at", "consent_by_id", "created_at", "decline_reason", "ended_at", "ends_at", "follows_id", "id", "meet_on", "met_at", "organisation_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "remind_at", "request_id", "seen_at", "sender_id", "sent_at", "service_id", "shared", "state", "turn_at") VALUES (OLD."accepted_at", OLD."better_service_id", OLD."consent_at", OLD."consent_by_id", OLD."created_at", OLD."decline_reason", OLD."ended_at", OLD."ends_at", OLD."follows_id", OLD."id", OLD."meet_on", OLD."met_at", OLD."organisation_id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."remind_at", OLD."request_id", OLD."seen_at", OLD."sender_id", OLD."sent_at", OLD."service_id", OLD."shared", OLD."state", OLD."turn_at"); RETURN NULL;',
                    hash="bf40061dc4736ae28f719cfb0dd63e7d48f6b32c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0091b",
                    table="projects_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="aded49865724566b5bcb4c38a4ea8c98e05abe31",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9e4cd",
                    table="projects_projectterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_projectterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;',
                    hash="fb33c1e43293b4580e9af75425fe5c118f0a70ec",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_96a6b",
                    table="projects_projectterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."code", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;',
                    hash="ac49f3d218166e916e9d73555cde7f8fb195a3e7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8158c",
                    table="projects_projectterritory",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="projects_project_title",
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("visibility", "public"), models.Q(("outcome", "merged"), _negated=True)),
                fields=["commune", "updated_at", "id"],
                name="projects_project_public",
            ),
        ),
    ]
