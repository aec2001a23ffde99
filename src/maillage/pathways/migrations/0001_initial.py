import uuid

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.pathways.models.kit


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0001_initial"),
        ("projects", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
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
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("serial", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "personal calendar link",
                "ordering": ["user"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeedHistory",
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
                        to="pathways.calendarfeed",
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
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("serial", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kits",
                        to="directory.organisation",
                        verbose_name="written by",
                    ),
                ),
                ("ready_key", models.SlugField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(max_length=300, verbose_name="in one sentence")),
                (
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.pathways.models.kit.stage_choices, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="stages of the project",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.pathways.models.kit.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=True, verbose_name="others may read it and take it up"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "kit",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="pathways_kit_has_title",
                        violation_error_message="A kit has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner__isnull", False), ("ready_key", "")),
                            models.Q(("owner__isnull", True), models.Q(("ready_key", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pathways_kit_has_author",
                        violation_error_message="A kit is written by an organisation, or ships with the platform.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ready_key", ""), _negated=True),
                        fields=("ready_key",),
                        name="pathways_kit_ready_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="pathways.kit",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="what changes")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "version of a kit",
                "ordering": ["kit", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("kit", "number"), name="pathways_kitversion_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("kit",),
                        name="pathways_kitversion_one_draft",
                        violation_error_message="This kit has a draft already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("state", "draft")),
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            _connector="OR",
                        ),
                        name="pathways_kitversion_published_has_moment",
                        violation_error_message="A published version has the moment of its publication.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitHistory",
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
                        to="pathways.kit",
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
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="written by",
                    ),
                ),
                ("ready_key", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(max_length=300, verbose_name="in one sentence")),
                (
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.pathways.models.kit.stage_choices, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="stages of the project",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.pathways.models.kit.theme_choices, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=True, verbose_name="others may read it and take it up"),
                ),
                (
                    "published",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "merged_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KitVersionHistory",
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
                        to="pathways.kitversion",
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
                    "kit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kit",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="what changes")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KitProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="pathways.kit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                ("message", models.TextField(max_length=2000, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to answer"),
                            ("accepted", "taken in"),
                            ("declined", "declined"),
                            ("withdrawn", "taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "change proposed to a kit",
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("version",),
                        name="pathways_proposal_once",
                        violation_error_message="This version is proposed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pathways_proposal_declined_says_why",
                        violation_error_message="Say why: those who proposed it will read it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitProposalHistory",
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
                        to="pathways.kitproposal",
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
                    "kit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                ("message", models.TextField(max_length=2000, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to answer"),
                            ("accepted", "taken in"),
                            ("declined", "declined"),
                            ("withdrawn", "taken back"),
                        ],
                        default="open",
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
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
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
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pathway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kit_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="directory.organisation",
                        verbose_name="run by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="programmes.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("cohort", "A promotion"), ("open", "An open group")],
                        default="open",
                        max_length=10,
                        verbose_name="for whom",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="presentation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "being prepared"),
                            ("open", "open"),
                            ("finished", "finished"),
                            ("cancelled", "cancelled"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Anybody may ask for a place.",
                        verbose_name="shown in the public agenda",
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
            ],
            options={
                "verbose_name": "pathway",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [models.Index(fields=["programme", "-starts_on"], name="pathways_of_programme")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="pathways_pathway_has_title",
                        violation_error_message="A pathway has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="pathways_pathway_ends_after_start",
                        violation_error_message="A pathway ends after it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "open"), ("cohort__isnull", True)),
                            models.Q(
                                ("audience", "cohort"),
                                ("cohort__isnull", False),
                                ("programme__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pathways_pathway_cohort_of_programme",
                        violation_error_message="A pathway for a promotion names it, with its programme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                        name="pathways_pathway_has_places",
                        violation_error_message="A pathway has at least one place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("cancelled_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pathways_pathway_cancelled_has_reason",
                        violation_error_message="A cancelled pathway says why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kit_feedback",
                        to="pathways.pathway",
                    ),
                ),
                ("worked", models.TextField(blank=True, max_length=2000, verbose_name="what worked")),
                ("to_change", models.TextField(blank=True, max_length=2000, verbose_name="what to change")),
                (
                    "recommends",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="would you recommend it, from 0 to 10?"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "feedback on a kit",
                "ordering": ["-given_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pathway", "given_by"),
                        name="pathways_feedback_once",
                        violation_error_message="You told it already: change what you wrote.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("worked", ""), _negated=True),
                            models.Q(("to_change", ""), _negated=True),
                            ("recommends__isnull", False),
                            _connector="OR",
                        ),
                        name="pathways_feedback_says_something",
                        violation_error_message="Write something, or give a mark.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recommends__isnull", True), ("recommends__lte", 10), _connector="OR"
                        ),
                        name="pathways_feedback_mark",
                        violation_error_message="A mark goes from 0 to 10.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitFeedbackHistory",
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
                        to="pathways.kitfeedback",
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
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
                ("worked", models.TextField(blank=True, max_length=2000, verbose_name="what worked")),
                ("to_change", models.TextField(blank=True, max_length=2000, verbose_name="what to change")),
                (
                    "recommends",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="would you recommend it, from 0 to 10?"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PathwayHistory",
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
                        to="pathways.pathway",
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
                    "kit_version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.kitversion",
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
                        verbose_name="run by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("cohort", "A promotion"), ("open", "An open group")],
                        default="open",
                        max_length=10,
                        verbose_name="for whom",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="presentation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "being prepared"),
                            ("open", "open"),
                            ("finished", "finished"),
                            ("cancelled", "cancelled"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Anybody may ask for a place.",
                        verbose_name="shown in the public agenda",
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
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
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="pathways.pathway",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enrolments",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.commune",
                        verbose_name="comes from",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a place"),
                            ("active", "follows the pathway"),
                            ("completed", "followed it to the end"),
                            ("left", "left"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                ("left_reason", models.CharField(blank=True, max_length=500, verbose_name="why they left")),
            ],
            options={
                "verbose_name": "enrolment",
                "ordering": ["pathway", "at", "pk"],
                "indexes": [
                    models.Index(fields=["user", "state"], name="pathways_enrolment_user"),
                    models.Index(
                        condition=models.Q(("project__isnull", False)),
                        fields=["project"],
                        name="pathways_enrolment_project",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pathway", "user"),
                        name="pathways_enrolment_once",
                        violation_error_message="This person follows the pathway already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentHistory",
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
                        to="pathways.enrolment",
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
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
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="comes from",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a place"),
                            ("active", "follows the pathway"),
                            ("completed", "followed it to the end"),
                            ("left", "left"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                ("left_reason", models.CharField(blank=True, max_length=500, verbose_name="why they left")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="pathways.pathway",
                    ),
                ),
                ("template_key", models.SlugField(blank=True, max_length=60)),
                ("position", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workshop", "Workshop"),
                            ("one_to_one", "One to one"),
                            ("visit", "Visit"),
                            ("resource", "Shared resource"),
                            ("peers", "Peer circle"),
                            ("pitch", "Presentation or jury"),
                            ("closing", "Closing"),
                        ],
                        default="workshop",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                (
                    "modality",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("remote", "Remote"),
                            ("mixed", "In person and remote"),
                            ("own_time", "In one’s own time"),
                        ],
                        default="in_person",
                        max_length=10,
                        verbose_name="how people meet",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="one_to_ones",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_date", "to be dated"),
                            ("scheduled", "scheduled"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="to_date",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="directory.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "is_place_fixed",
                    models.BooleanField(
                        default=False,
                        help_text="The rota planner leaves it where it is.",
                        verbose_name="the place is settled",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="room or address")),
                (
                    "link",
                    models.URLField(blank=True, max_length=300, verbose_name="link to the video meeting"),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=False,
                        help_text="Shown in the public agenda.",
                        verbose_name="open beyond the group",
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "session",
                "ordering": ["pathway", "position", "pk"],
                "indexes": [
                    models.Index(fields=["pathway", "position"], name="pathways_session_order"),
                    models.Index(fields=["starts_at"], name="pathways_session_starts"),
                    models.Index(
                        condition=models.Q(("is_open", True), ("state", "scheduled")),
                        fields=["starts_at", "id"],
                        name="pathways_session_agenda",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="pathways_session_ends_after_start",
                        violation_error_message="A session ends after it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["scheduled", "held"]), _negated=True),
                            ("starts_at__isnull", False),
                            _connector="OR",
                        ),
                        name="pathways_session_dated_has_moment",
                        violation_error_message="A scheduled session has its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                        name="pathways_session_has_seats",
                        violation_error_message="A session has at least one seat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                models.Q(("cancelled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pathways_session_cancelled_has_reason",
                        violation_error_message="A cancelled session says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("participant__isnull", True),
                            models.Q(("is_open", False), ("kind", "one_to_one")),
                            _connector="OR",
                        ),
                        name="pathways_session_one_to_one_is_closed",
                        violation_error_message="A one-to-one is for one person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionHistory",
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
                        to="pathways.session",
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
                ("template_key", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("position", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workshop", "Workshop"),
                            ("one_to_one", "One to one"),
                            ("visit", "Visit"),
                            ("resource", "Shared resource"),
                            ("peers", "Peer circle"),
                            ("pitch", "Presentation or jury"),
                            ("closing", "Closing"),
                        ],
                        default="workshop",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                (
                    "modality",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("remote", "Remote"),
                            ("mixed", "In person and remote"),
                            ("own_time", "In one’s own time"),
                        ],
                        default="in_person",
                        max_length=10,
                        verbose_name="how people meet",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_date", "to be dated"),
                            ("scheduled", "scheduled"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="to_date",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
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
                    "is_place_fixed",
                    models.BooleanField(
                        default=False,
                        help_text="The rota planner leaves it where it is.",
                        verbose_name="the place is settled",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="commune",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="room or address")),
                (
                    "link",
                    models.URLField(blank=True, max_length=300, verbose_name="link to the video meeting"),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=False,
                        help_text="Shown in the public agenda.",
                        verbose_name="open beyond the group",
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HalfDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="half_days",
                        to="pathways.session",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "morning"), ("afternoon", "afternoon"), ("evening", "evening")],
                        max_length=10,
                        verbose_name="half-day",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
            ],
            options={
                "verbose_name": "half-day of a session",
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["starts_at"], name="pathways_halfday_starts")],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("session", "day", "half"),
                        name="pathways_halfday_once",
                        violation_error_message="The session has this half-day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="pathways_halfday_ends_after_start",
                        violation_error_message="A half-day ends after it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HalfDayHistory",
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
                        to="pathways.halfday",
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.session",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "morning"), ("afternoon", "afternoon"), ("evening", "evening")],
                        max_length=10,
                        verbose_name="half-day",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="pathways.session",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="directory.organisation",
                        verbose_name="for the organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("accepted", "comes"),
                            ("declined", "cannot come"),
                            ("removed", "no longer asked"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("invited_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
            ],
            options={
                "verbose_name": "speaker",
                "ordering": ["session", "pk"],
                "indexes": [models.Index(fields=["user", "state"], name="pathways_speaker_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("session", "user"),
                        name="pathways_speaker_once",
                        violation_error_message="This person speaks in the session already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("session", "email"),
                        name="pathways_speaker_address_once",
                        violation_error_message="This address is invited already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeakerHistory",
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
                        to="pathways.speaker",
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.session",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
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
                        verbose_name="for the organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("accepted", "comes"),
                            ("declined", "cannot come"),
                            ("removed", "no longer asked"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("invited_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="pathways.session",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seated", "expected"),
                            ("waiting", "on the waiting list"),
                            ("excused", "will not come"),
                        ],
                        default="seated",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "verbose_name": "seat in a session",
                "ordering": ["session", "at", "pk"],
                "indexes": [models.Index(fields=["user", "state"], name="pathways_seat_user")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "user"),
                        name="pathways_seat_once",
                        violation_error_message="This person is registered already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrationHistory",
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
                        to="pathways.registration",
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.session",
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
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seated", "expected"),
                            ("waiting", "on the waiting list"),
                            ("excused", "will not come"),
                        ],
                        default="seated",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "half_day",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="pathways.halfday",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "being taken"), ("cosigned", "co-signed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "cosigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="co-signed by",
                    ),
                ),
                ("cosigned_at", models.DateTimeField(blank=True, null=True, verbose_name="co-signed")),
                ("strokes", models.JSONField(blank=True, null=True, verbose_name="signature")),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
            ],
            options={
                "verbose_name": "attendance sheet",
                "ordering": ["half_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                ("cosigned_at__isnull", False),
                                ("cosigned_by__isnull", False),
                                models.Q(("typed_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pathways_sheet_cosigned_has_signature",
                        violation_error_message="A co-signed sheet says by whom, and when.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetHistory",
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
                        to="pathways.sheet",
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
                    "half_day",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.halfday",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "being taken"), ("cosigned", "co-signed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "cosigned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="co-signed by",
                    ),
                ),
                ("cosigned_at", models.DateTimeField(blank=True, null=True, verbose_name="co-signed")),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="pathways.sheet"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_marks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "present"), ("absent", "absent")],
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("signature", "signed on screen"),
                            ("code", "confirmed with the trainer’s code"),
                            ("trainer", "said by the trainer"),
                        ],
                        max_length=10,
                        verbose_name="how it is known",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("counts", "counts"),
                            ("replaced", "corrected since"),
                            ("set_aside", "set aside: another mark, made at the same time, counts"),
                            ("late", "set aside: it arrived after the co-signature"),
                            ("void", "without effect: the session is cancelled"),
                        ],
                        default="counts",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes, if not all"
                    ),
                ),
                ("strokes", models.JSONField(blank=True, null=True, verbose_name="signature")),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the correction"),
                ),
                ("seen", models.UUIDField(blank=True, null=True)),
                ("is_disputed", models.BooleanField(default=False, verbose_name="to be settled")),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="taken")),
                (
                    "received_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="received"),
                ),
            ],
            options={
                "verbose_name": "mark of attendance",
                "ordering": ["sheet", "received_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "counts")),
                        fields=["user", "sheet"],
                        name="pathways_mark_person",
                    ),
                    models.Index(fields=["received_at"], name="pathways_mark_received"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "counts")),
                        fields=("sheet", "user"),
                        name="pathways_mark_one_counts",
                        violation_error_message="One mark of a person counts at a half-day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("means", "signature"), _negated=True),
                            ("presence", "present"),
                            _connector="OR",
                        ),
                        name="pathways_mark_signature_has_one",
                        violation_error_message="Who signs is there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__isnull", True),
                            models.Q(("minutes__gt", 0), ("presence", "present")),
                            _connector="OR",
                        ),
                        name="pathways_mark_minutes_of_present",
                        violation_error_message="Minutes are counted of who was there.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkHistory",
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
                        to="pathways.mark",
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
                ("client_id", models.UUIDField(default=uuid.uuid4)),
                (
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.sheet",
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
                    "presence",
                    models.CharField(
                        choices=[("present", "present"), ("absent", "absent")],
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("signature", "signed on screen"),
                            ("code", "confirmed with the trainer’s code"),
                            ("trainer", "said by the trainer"),
                        ],
                        max_length=10,
                        verbose_name="how it is known",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("counts", "counts"),
                            ("replaced", "corrected since"),
                            ("set_aside", "set aside: another mark, made at the same time, counts"),
                            ("late", "set aside: it arrived after the co-signature"),
                            ("void", "without effect: the session is cancelled"),
                        ],
                        default="counts",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes, if not all"
                    ),
                ),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the correction"),
                ),
                ("seen", models.UUIDField(blank=True, null=True)),
                ("is_disputed", models.BooleanField(default=False, verbose_name="to be settled")),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="taken")),
                (
                    "received_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="received"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="pathways.pathway",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problem_tree", "Problem tree"),
                            ("social_charter", "Social charter"),
                            ("economic_model", "Economic model"),
                            ("governance", "Governance"),
                            ("impact_framework", "Impact framework"),
                            ("pitch", "Pitch"),
                            ("action_plan", "Action plan"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("template_key", models.SlugField(blank=True, max_length=60)),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "referent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="referent",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_do", "to do"),
                            ("handed_in", "handed in"),
                            ("to_rework", "to rework"),
                            ("accepted", "accepted"),
                        ],
                        default="to_do",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="expected by")),
                ("text", models.TextField(blank=True, max_length=40000, verbose_name="text")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "deliverable",
                "ordering": ["pathway", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enrolment__isnull", True), ("project__isnull", False)),
                            models.Q(("enrolment__isnull", False), ("project__isnull", True)),
                            _connector="OR",
                        ),
                        name="pathways_deliverable_of_one",
                        violation_error_message="A deliverable is a project’s, or a person’s.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "to_do"), ("handed_in_at__isnull", False), _connector="OR"
                        ),
                        name="pathways_deliverable_handed_in_has_moment",
                        violation_error_message="What was handed in says when.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("project__isnull", False)),
                        fields=("pathway", "kind", "project"),
                        name="pathways_deliverable_once_a_project",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("enrolment__isnull", False)),
                        fields=("pathway", "kind", "enrolment"),
                        name="pathways_deliverable_once_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliverableHistory",
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
                        to="pathways.deliverable",
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problem_tree", "Problem tree"),
                            ("social_charter", "Social charter"),
                            ("economic_model", "Economic model"),
                            ("governance", "Governance"),
                            ("impact_framework", "Impact framework"),
                            ("pitch", "Pitch"),
                            ("action_plan", "Action plan"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("template_key", models.SlugField(blank=True, db_index=False, max_length=60)),
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
                        verbose_name="project",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "referent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="referent",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_do", "to do"),
                            ("handed_in", "handed in"),
                            ("to_rework", "to rework"),
                            ("accepted", "accepted"),
                        ],
                        default="to_do",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="expected by")),
                (
                    "saved_by",
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
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeliverableVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="pathways.deliverable",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a deliverable as it was handed in",
                "ordering": ["deliverable", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deliverable", "number"), name="pathways_deliverable_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliverableVersionHistory",
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
                        to="pathways.deliverableversion",
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
                    "deliverable",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.deliverable",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeliverableComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="pathways.deliverable",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "comment on a deliverable",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="pathways_deliverable_comment_says",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliverableCommentHistory",
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
                        to="pathways.deliverablecomment",
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
                    "deliverable",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.deliverable",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeliverableFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="pathways.deliverable",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliverable_file",
                        to="core.storedfile",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "file of a deliverable",
                "ordering": ["deliverable", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeliverableFileHistory",
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
                        to="pathways.deliverablefile",
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
                    "deliverable",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.deliverable",
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
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rotas",
                        to="pathways.pathway",
                    ),
                ),
                ("result", models.JSONField()),
                ("km_source", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
            ],
            options={
                "verbose_name": "proposed rota",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RotaHistory",
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
                        to="pathways.rota",
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
                ("result", models.JSONField()),
                ("km_source", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="kit",
            name="merged_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pathways.kitversion",
            ),
        ),
        migrations.AddField(
            model_name="kit",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_up",
                to="pathways.kitversion",
            ),
        ),
        migrations.AddField(
            model_name="kit",
            name="published",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pathways.kitversion",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_calendarfeedhistory" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "serial", "user_id") VALUES (NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."serial", NEW."user_id"); RETURN NULL;',
                    hash="4cdc9dce7d0a236e6ef18fa6a972580bc8f01987",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e36c6",
                    table="pathways_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_calendarfeedhistory" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "serial", "user_id") VALUES (NEW."changed_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."serial", NEW."user_id"); RETURN NULL;',
                    hash="922ed71feae895fd271e711e71eaee3dc47d2730",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_11266",
                    table="pathways_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_calendarfeedhistory" ("changed_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "serial", "user_id") VALUES (OLD."changed_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."serial", OLD."user_id"); RETURN NULL;',
                    hash="4713c4c75ddda7f1d952b82e819301a7a9a9399f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_047ec",
                    table="pathways_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kithistory" ("archived_at", "created_at", "created_by_id", "id", "is_shared", "merged_from_id", "origin_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_id", "ready_key", "stages", "summary", "themes", "title") VALUES (NEW."archived_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_shared", NEW."merged_from_id", NEW."origin_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_id", NEW."ready_key", NEW."stages", NEW."summary", NEW."themes", NEW."title"); RETURN NULL;',
                    hash="c598a2c92f5def4a1bdea8d3308826dd520745bc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3bc2",
                    table="pathways_kit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_kithistory" ("archived_at", "created_at", "created_by_id", "id", "is_shared", "merged_from_id", "origin_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_id", "ready_key", "stages", "summary", "themes", "title") VALUES (NEW."archived_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_shared", NEW."merged_from_id", NEW."origin_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_id", NEW."ready_key", NEW."stages", NEW."summary", NEW."themes", NEW."title"); RETURN NULL;',
                    hash="89e69ddac7233de0672470dca164409ae6191e6f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_efb9d",
                    table="pathways_kit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kithistory" ("archived_at", "created_at", "created_by_id", "id", "is_shared", "merged_from_id", "origin_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_id", "ready_key", "stages", "summary", "themes", "title") VALUES (OLD."archived_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."is_shared", OLD."merged_from_id", OLD."origin_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_id", OLD."ready_key", OLD."stages", OLD."summary", OLD."themes", OLD."title"); RETURN NULL;',
                    hash="e807e2d5588e6fcc886499d86c46a26b2c622ffa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b0ac6",
                    table="pathways_kit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitversionhistory" ("content", "created_at", "created_by_id", "id", "kit_id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "revision", "state") VALUES (NEW."content", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kit_id", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."revision", NEW."state"); RETURN NULL;',
                    hash="a97bccd2c86324a3a6b0fbd6b35c7de13a8f76e2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5b9d0",
                    table="pathways_kitversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_kitversionhistory" ("content", "created_at", "created_by_id", "id", "kit_id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "revision", "state") VALUES (NEW."content", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kit_id", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."revision", NEW."state"); RETURN NULL;',
                    hash="288d15b6c80b9d606b2b30ecc0540332e46bf45d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e12b0",
                    table="pathways_kitversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitversionhistory" ("content", "created_at", "created_by_id", "id", "kit_id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "revision", "state") VALUES (OLD."content", OLD."created_at", OLD."created_by_id", OLD."id", OLD."kit_id", OLD."note", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."revision", OLD."state"); RETURN NULL;',
                    hash="332f85d43a50b4095bf3bd67a26e07056e8cf865",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_438d6",
                    table="pathways_kitversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitproposalhistory" ("answer", "answered_at", "answered_by_id", "base_id", "id", "kit_id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "state", "version_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."base_id", NEW."id", NEW."kit_id", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."state", NEW."version_id"); RETURN NULL;',
                    hash="23d96d4a85131741171fe5e5708edbf5b4b2aabc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cf9d9",
                    table="pathways_kitproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_kitproposalhistory" ("answer", "answered_at", "answered_by_id", "base_id", "id", "kit_id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "state", "version_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."base_id", NEW."id", NEW."kit_id", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."state", NEW."version_id"); RETURN NULL;',
                    hash="4d5e058b0b78ade9445cbcf3910d09e3c43f2437",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_53e9e",
                    table="pathways_kitproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitproposalhistory" ("answer", "answered_at", "answered_by_id", "base_id", "id", "kit_id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "state", "version_id") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."base_id", OLD."id", OLD."kit_id", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."state", OLD."version_id"); RETURN NULL;',
                    hash="f30872c1845254be41555640f234b0fcc3a27905",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8ee44",
                    table="pathways_kitproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathway",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on", "state", "summary", "title") VALUES (NEW."audience", NEW."cancelled_reason", NEW."capacity", NEW."cohort_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_public", NEW."kit_version_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."starts_on", NEW."state", NEW."summary", NEW."title"); RETURN NULL;',
                    hash="205fdde00064ece62e3f3cd7be18ff612c6b95af",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_14969",
                    table="pathways_pathway",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathway",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on", "state", "summary", "title") VALUES (NEW."audience", NEW."cancelled_reason", NEW."capacity", NEW."cohort_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_public", NEW."kit_version_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."starts_on", NEW."state", NEW."summary", NEW."title"); RETURN NULL;',
                    hash="6cfd157f0df7ff60154f25da3e35d408563c4dba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2dbe9",
                    table="pathways_pathway",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathway",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on", "state", "summary", "title") VALUES (OLD."audience", OLD."cancelled_reason", OLD."capacity", OLD."cohort_id", OLD."commune_id", OLD."created_at", OLD."created_by_id", OLD."ends_on", OLD."id", OLD."is_public", OLD."kit_version_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."starts_on", OLD."state", OLD."summary", OLD."title"); RETURN NULL;',
                    hash="4af3b31e58403833c2e2eebe09369027ece317ba",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdd8f",
                    table="pathways_pathway",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitfeedback",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitfeedbackhistory" ("given_at", "given_by_id", "id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommends", "to_change", "version_id", "worked") VALUES (NEW."given_at", NEW."given_by_id", NEW."id", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommends", NEW."to_change", NEW."version_id", NEW."worked"); RETURN NULL;',
                    hash="8e2ec405952b0b73bf65017c770b23d877452af5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a0135",
                    table="pathways_kitfeedback",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitfeedback",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_kitfeedbackhistory" ("given_at", "given_by_id", "id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommends", "to_change", "version_id", "worked") VALUES (NEW."given_at", NEW."given_by_id", NEW."id", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommends", NEW."to_change", NEW."version_id", NEW."worked"); RETURN NULL;',
                    hash="94de54629597a55232e1fadb202c9fdf00fb971f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87ec4",
                    table="pathways_kitfeedback",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kitfeedback",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_kitfeedbackhistory" ("given_at", "given_by_id", "id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommends", "to_change", "version_id", "worked") VALUES (OLD."given_at", OLD."given_by_id", OLD."id", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommends", OLD."to_change", OLD."version_id", OLD."worked"); RETURN NULL;',
                    hash="d2a4af4d317a712668a7be3077a5ef1872ff333c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_33828",
                    table="pathways_kitfeedback",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "state", "user_id") VALUES (NEW."at", NEW."commune_id", NEW."id", NEW."left_reason", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="ba86811ad9ef00610cd76e7187b2631a130f9406",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6026",
                    table="pathways_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "state", "user_id") VALUES (NEW."at", NEW."commune_id", NEW."id", NEW."left_reason", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="0d861248d5b7fcfc6a6e158610a7178f051902a4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2b8b1",
                    table="pathways_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "state", "user_id") VALUES (OLD."at", OLD."commune_id", OLD."id", OLD."left_reason", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="dc0b6ec9c151c692f4a7ed3488f5748ae226b391",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_61771",
                    table="pathways_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sessionhistory" ("cancelled_at", "cancelled_reason", "capacity", "changed_at", "commune_id", "ends_at", "id", "is_open", "is_place_fixed", "kind", "link", "modality", "objectives", "participant_id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "revision", "starts_at", "state", "template_key", "title", "uid", "venue") VALUES (NEW."cancelled_at", NEW."cancelled_reason", NEW."capacity", NEW."changed_at", NEW."commune_id", NEW."ends_at", NEW."id", NEW."is_open", NEW."is_place_fixed", NEW."kind", NEW."link", NEW."modality", NEW."objectives", NEW."participant_id", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."position", NEW."revision", NEW."starts_at", NEW."state", NEW."template_key", NEW."title", NEW."uid", NEW."venue"); RETURN NULL;',
                    hash="fdc0d0a478ed0443784edb469a14447c4fa2ff43",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_026f7",
                    table="pathways_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_sessionhistory" ("cancelled_at", "cancelled_reason", "capacity", "changed_at", "commune_id", "ends_at", "id", "is_open", "is_place_fixed", "kind", "link", "modality", "objectives", "participant_id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "revision", "starts_at", "state", "template_key", "title", "uid", "venue") VALUES (NEW."cancelled_at", NEW."cancelled_reason", NEW."capacity", NEW."changed_at", NEW."commune_id", NEW."ends_at", NEW."id", NEW."is_open", NEW."is_place_fixed", NEW."kind", NEW."link", NEW."modality", NEW."objectives", NEW."participant_id", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."position", NEW."revision", NEW."starts_at", NEW."state", NEW."template_key", NEW."title", NEW."uid", NEW."venue"); RETURN NULL;',
                    hash="4b774850d1d62e52ae3d9a4b4ed1bc8bd48ae306",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e2005",
                    table="pathways_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sessionhistory" ("cancelled_at", "cancelled_reason", "capacity", "changed_at", "commune_id", "ends_at", "id", "is_open", "is_place_fixed", "kind", "link", "modality", "objectives", "participant_id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position", "revision", "starts_at", "state", "template_key", "title", "uid", "venue") VALUES (OLD."cancelled_at", OLD."cancelled_reason", OLD."capacity", OLD."changed_at", OLD."commune_id", OLD."ends_at", OLD."id", OLD."is_open", OLD."is_place_fixed", OLD."kind", OLD."link", OLD."modality", OLD."objectives", OLD."participant_id", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."position", OLD."revision", OLD."starts_at", OLD."state", OLD."template_key", OLD."title", OLD."uid", OLD."venue"); RETURN NULL;',
                    hash="572fd495aedf3f4351138ff817136a823f92369f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4190",
                    table="pathways_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="halfday",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_halfdayhistory" ("day", "ends_at", "half", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "starts_at") VALUES (NEW."day", NEW."ends_at", NEW."half", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."starts_at"); RETURN NULL;',
                    hash="077e6e7809392aeae6864eb434305114339bee0a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0afbe",
                    table="pathways_halfday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="halfday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_halfdayhistory" ("day", "ends_at", "half", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "starts_at") VALUES (NEW."day", NEW."ends_at", NEW."half", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."starts_at"); RETURN NULL;',
                    hash="6b00c8594ab2971940b238d20f149d0532adfa51",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d1687",
                    table="pathways_halfday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="halfday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_halfdayhistory" ("day", "ends_at", "half", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "starts_at") VALUES (OLD."day", OLD."ends_at", OLD."half", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."starts_at"); RETURN NULL;',
                    hash="b4da0c48f85854060a825af35ad7736239c147fa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77080",
                    table="pathways_halfday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speaker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_speakerhistory" ("answer", "answered_at", "email", "id", "invited_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "state", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."email", NEW."id", NEW."invited_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="f6d30fe2856171b9dcb3dddb7b8cdc7d58feb1f5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f6c2",
                    table="pathways_speaker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speaker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_speakerhistory" ("answer", "answered_at", "email", "id", "invited_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "state", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."email", NEW."id", NEW."invited_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="0a70069695c987f70a66ed5c4976199327cfed7f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_360d2",
                    table="pathways_speaker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speaker",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_speakerhistory" ("answer", "answered_at", "email", "id", "invited_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "state", "user_id") VALUES (OLD."answer", OLD."answered_at", OLD."email", OLD."id", OLD."invited_at", OLD."name", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."session_id", OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="76439f641670bb285945960e8c369ea04515111c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6be9c",
                    table="pathways_speaker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_registrationhistory" ("at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "session_id", "state", "user_id") VALUES (NEW."at", NEW."enrolment_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="49f5c7433cf6cc64575e78c9e3a831e2c2b785ed",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_00a6c",
                    table="pathways_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_registrationhistory" ("at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "session_id", "state", "user_id") VALUES (NEW."at", NEW."enrolment_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="d92358bf39b29962bbbd8cde6339a6742727f4e8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1621",
                    table="pathways_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_registrationhistory" ("at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "session_id", "state", "user_id") VALUES (OLD."at", OLD."enrolment_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."session_id", OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="dfda65ba578ee363f3404c89d23f1cde52c0ce63",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5074a",
                    table="pathways_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sheethistory" ("cosigned_at", "cosigned_by_id", "half_day_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "typed_name") VALUES (NEW."cosigned_at", NEW."cosigned_by_id", NEW."half_day_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."typed_name"); RETURN NULL;',
                    hash="a504b8f2441cc1142848bd26a170f83b86bc90ba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4bb97",
                    table="pathways_sheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cosigned_at" IS DISTINCT FROM (NEW."cosigned_at") OR OLD."cosigned_by_id" IS DISTINCT FROM (NEW."cosigned_by_id") OR OLD."half_day_id" IS DISTINCT FROM (NEW."half_day_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."typed_name" IS DISTINCT FROM (NEW."typed_name"))',
                    func='INSERT INTO "pathways_sheethistory" ("cosigned_at", "cosigned_by_id", "half_day_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "typed_name") VALUES (NEW."cosigned_at", NEW."cosigned_by_id", NEW."half_day_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."typed_name"); RETURN NULL;',
                    hash="7c104741396d196cc4c72c4bfe4859e9b44f872f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bc2ec",
                    table="pathways_sheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheet",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sheethistory" ("cosigned_at", "cosigned_by_id", "half_day_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "typed_name") VALUES (OLD."cosigned_at", OLD."cosigned_by_id", OLD."half_day_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."typed_name"); RETURN NULL;',
                    hash="dfe1d545b3bfcf2e16ce4a3b8d4c30340fcad6dd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19525",
                    table="pathways_sheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_markhistory" ("client_id", "id", "is_disputed", "means", "minutes", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "received_at", "seen", "sheet_id", "taken_at", "taken_by_id", "typed_name", "user_id", "why") VALUES (NEW."client_id", NEW."id", NEW."is_disputed", NEW."means", NEW."minutes", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presence", NEW."received_at", NEW."seen", NEW."sheet_id", NEW."taken_at", NEW."taken_by_id", NEW."typed_name", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="8ed339464160da2e967d5788f767baf0c51a8384",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e432",
                    table="pathways_mark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_disputed" IS DISTINCT FROM (NEW."is_disputed") OR OLD."means" IS DISTINCT FROM (NEW."means") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."presence" IS DISTINCT FROM (NEW."presence") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."seen" IS DISTINCT FROM (NEW."seen") OR OLD."sheet_id" IS DISTINCT FROM (NEW."sheet_id") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id") OR OLD."typed_name" IS DISTINCT FROM (NEW."typed_name") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."why" IS DISTINCT FROM (NEW."why"))',
                    func='INSERT INTO "pathways_markhistory" ("client_id", "id", "is_disputed", "means", "minutes", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "received_at", "seen", "sheet_id", "taken_at", "taken_by_id", "typed_name", "user_id", "why") VALUES (NEW."client_id", NEW."id", NEW."is_disputed", NEW."means", NEW."minutes", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presence", NEW."received_at", NEW."seen", NEW."sheet_id", NEW."taken_at", NEW."taken_by_id", NEW."typed_name", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="e0f982ef06f35f2c661c4261b01aefa168929430",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e63de",
                    table="pathways_mark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_markhistory" ("client_id", "id", "is_disputed", "means", "minutes", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "received_at", "seen", "sheet_id", "taken_at", "taken_by_id", "typed_name", "user_id", "why") VALUES (OLD."client_id", OLD."id", OLD."is_disputed", OLD."means", OLD."minutes", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presence", OLD."received_at", OLD."seen", OLD."sheet_id", OLD."taken_at", OLD."taken_by_id", OLD."typed_name", OLD."user_id", OLD."why"); RETURN NULL;',
                    hash="1c9215955297a99bf13058f3c6b00e5f7d04ab43",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_56cf4",
                    table="pathways_mark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverable",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablehistory" ("created_at", "due_on", "enrolment_id", "handed_in_at", "id", "kind", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "saved_by_id", "state", "template_key") VALUES (NEW."created_at", NEW."due_on", NEW."enrolment_id", NEW."handed_in_at", NEW."id", NEW."kind", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."referent_id", NEW."saved_by_id", NEW."state", NEW."template_key"); RETURN NULL;',
                    hash="90c450167b7f75c5d4c2a9cbb26326edfb539721",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_db42a",
                    table="pathways_deliverable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverable",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."enrolment_id" IS DISTINCT FROM (NEW."enrolment_id") OR OLD."handed_in_at" IS DISTINCT FROM (NEW."handed_in_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."pathway_id" IS DISTINCT FROM (NEW."pathway_id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."referent_id" IS DISTINCT FROM (NEW."referent_id") OR OLD."saved_by_id" IS DISTINCT FROM (NEW."saved_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."template_key" IS DISTINCT FROM (NEW."template_key"))',
                    func='INSERT INTO "pathways_deliverablehistory" ("created_at", "due_on", "enrolment_id", "handed_in_at", "id", "kind", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "saved_by_id", "state", "template_key") VALUES (NEW."created_at", NEW."due_on", NEW."enrolment_id", NEW."handed_in_at", NEW."id", NEW."kind", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."referent_id", NEW."saved_by_id", NEW."state", NEW."template_key"); RETURN NULL;',
                    hash="5bda39a2e28461cdcdf9937a0b6df02575e4ce7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e079",
                    table="pathways_deliverable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverable",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablehistory" ("created_at", "due_on", "enrolment_id", "handed_in_at", "id", "kind", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "saved_by_id", "state", "template_key") VALUES (OLD."created_at", OLD."due_on", OLD."enrolment_id", OLD."handed_in_at", OLD."id", OLD."kind", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."referent_id", OLD."saved_by_id", OLD."state", OLD."template_key"); RETURN NULL;',
                    hash="2262148537be4e69c9751e52176f2ad019370f51",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_243a6",
                    table="pathways_deliverable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverableversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverableversionhistory" ("at", "by_id", "deliverable_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="80b797611ebe4cdd4bb9deda81c3d5ff2d1ecbd0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5d087",
                    table="pathways_deliverableversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverableversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."deliverable_id" IS DISTINCT FROM (NEW."deliverable_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number"))',
                    func='INSERT INTO "pathways_deliverableversionhistory" ("at", "by_id", "deliverable_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="c6cf1dfe0fb6e9daf73955108120dfd226caf7d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b261",
                    table="pathways_deliverableversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverableversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverableversionhistory" ("at", "by_id", "deliverable_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."at", OLD."by_id", OLD."deliverable_id", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="f73837cbb2de902b9b6e05b30580e533731a54f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bd528",
                    table="pathways_deliverableversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablecommenthistory" ("at", "by_id", "deliverable_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="6886a8048083de8210cdb84e8cae0e6f7c5644d1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da681",
                    table="pathways_deliverablecomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_deliverablecommenthistory" ("at", "by_id", "deliverable_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="cedb5ed1e9de12fa416085a8fe1511f209849afd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_75724",
                    table="pathways_deliverablecomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablecommenthistory" ("at", "by_id", "deliverable_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."at", OLD."by_id", OLD."deliverable_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="9938a6d357c97ff9edd01ea6fb3ad5a6be647ea6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d0952",
                    table="pathways_deliverablecomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablefile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablefilehistory" ("at", "by_id", "deliverable_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="a06454e6cbaaa48b1e27340a7c63b5f7e3812f6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9665f",
                    table="pathways_deliverablefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablefile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_deliverablefilehistory" ("at", "by_id", "deliverable_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."at", NEW."by_id", NEW."deliverable_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="780e450bf697061a2801e30eaa835dbc80924a70",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e769f",
                    table="pathways_deliverablefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliverablefile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_deliverablefilehistory" ("at", "by_id", "deliverable_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (OLD."at", OLD."by_id", OLD."deliverable_id", OLD."file_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at"); RETURN NULL;',
                    hash="de201a11481c1151a3302e73d722c0b33cb35f1a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ec6b",
                    table="pathways_deliverablefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rota",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_rotahistory" ("id", "km_source", "made_at", "made_by_id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "taken_at") VALUES (NEW."id", NEW."km_source", NEW."made_at", NEW."made_by_id", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."result", NEW."taken_at"); RETURN NULL;',
                    hash="112d63847bc498bb58278f28a5231c27dc0bd259",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4ca89",
                    table="pathways_rota",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rota",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_rotahistory" ("id", "km_source", "made_at", "made_by_id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result", "taken_at") VALUES (OLD."id", OLD."km_source", OLD."made_at", OLD."made_by_id", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."result", OLD."taken_at"); RETURN NULL;',
                    hash="0ff6049ced429bd806985d1d8cf73373cccf7297",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d0f6c",
                    table="pathways_rota",
                    when="AFTER",
                ),
            ),
        ),
    ]
