import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.directory.models.record
import maillage.pathways.models.kit


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0001_initial"),
        ("projects", "0001_initial"),
        ("questionnaires", "0001_initial"),
        ("territories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HalfDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            },
        ),
        migrations.CreateModel(
            name="AnswerGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_id", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="pathways.answergroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of open answers",
                "ordering": ["label", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                ("id", models.BigIntegerField()),
                ("serial", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
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
                    "user",
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
            name="Deliverable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
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
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "deliverable",
                "ordering": ["pathway", "pk"],
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
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "comment on a deliverable",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeliverableCommentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="pathways.deliverable",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a deliverable as it was handed in",
                "ordering": ["deliverable", "-number"],
            },
        ),
        migrations.CreateModel(
            name="DeliverableVersionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "ordering": ["pathway", "at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="deliverable",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliverables",
                to="pathways.enrolment",
            ),
        ),
        migrations.CreateModel(
            name="GroupedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="pathways.answergroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "open answer in a group",
                "ordering": ["group", "pk"],
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
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "kit",
                "ordering": ["title", "pk"],
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
                ("proposed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="pathways.kit",
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
            ],
            options={
                "verbose_name": "change proposed to a kit",
                "ordering": ["-proposed_at", "-pk"],
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
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "version of a kit",
                "ordering": ["kit", "-number"],
            },
        ),
        migrations.CreateModel(
            name="KitProposalHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("proposed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="kitproposal",
            name="base",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pathways.kitversion"
            ),
        ),
        migrations.AddField(
            model_name="kitproposal",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="pathways.kitversion",
            ),
        ),
        migrations.CreateModel(
            name="KitHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "abstract": False,
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
                ("worked", models.TextField(blank=True, max_length=2000, verbose_name="what worked")),
                ("to_change", models.TextField(blank=True, max_length=2000, verbose_name="what to change")),
                (
                    "recommends",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="would you recommend it, from 0 to 10?"
                    ),
                ),
                ("given_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "feedback on a kit",
                "ordering": ["-given_at", "-pk"],
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
        migrations.CreateModel(
            name="KitVersionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1)),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                            ("removed", "set aside: who took it no longer teaches this session"),
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
                ("taken_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="taken")),
                (
                    "received_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="received"),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "mark of attendance",
                "ordering": ["sheet", "received_at", "pk"],
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
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "service",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its open sessions with free seats are shown to those who look for a door.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pathways",
                        to="directory.service",
                        verbose_name="service of the directory",
                    ),
                ),
            ],
            options={
                "verbose_name": "pathway",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="KitFeedbackHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("worked", models.TextField(blank=True, max_length=2000, verbose_name="what worked")),
                ("to_change", models.TextField(blank=True, max_length=2000, verbose_name="what to change")),
                (
                    "recommends",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="would you recommend it, from 0 to 10?"
                    ),
                ),
                ("given_at", models.DateTimeField(default=maillage.core.clock.moment)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="kitfeedback",
            name="pathway",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kit_feedback",
                to="pathways.pathway",
            ),
        ),
        migrations.CreateModel(
            name="EnrolmentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="pathway",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enrolments", to="pathways.pathway"
            ),
        ),
        migrations.CreateModel(
            name="DeliverableHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
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
                    "pathway",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.pathway",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="deliverable",
            name="pathway",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliverables",
                to="pathways.pathway",
            ),
        ),
        migrations.CreateModel(
            name="PathwayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Its open sessions with free seats are shown to those who look for a door.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                        verbose_name="service of the directory",
                    ),
                ),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "seat in a session",
                "ordering": ["session", "at", "pk"],
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
                ("result", models.JSONField()),
                ("km_source", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("id", models.BigIntegerField()),
                ("result", models.JSONField()),
                ("km_source", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "is_place_fixed",
                    models.BooleanField(
                        default=False,
                        help_text="The rota planner leaves it where it is.",
                        verbose_name="the place is settled",
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
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="pathways.pathway",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "session",
                "ordering": ["pathway", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.session",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="registrations",
                to="pathways.session",
            ),
        ),
        migrations.CreateModel(
            name="HalfDayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.session",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="halfday",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="half_days", to="pathways.session"
            ),
        ),
        migrations.CreateModel(
            name="SessionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "is_place_fixed",
                    models.BooleanField(
                        default=False,
                        help_text="The rota planner leaves it where it is.",
                        verbose_name="the place is settled",
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionResource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.TextField(blank=True, max_length=500, verbose_name="what to do with it")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how long it takes, in minutes"
                    ),
                ),
                ("kit_title", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="shared")),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session_resource",
                        to="core.storedfile",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="pathways.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource of a session",
                "ordering": ["session", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SessionResourceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.TextField(blank=True, max_length=500, verbose_name="what to do with it")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how long it takes, in minutes"
                    ),
                ),
                ("kit_title", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="shared")),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="pathways.sessionresource",
                    ),
                ),
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
                    "state",
                    models.CharField(
                        choices=[("open", "being taken"), ("cosigned", "co-signed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("cosigned_at", models.DateTimeField(blank=True, null=True, verbose_name="co-signed")),
                ("strokes", models.JSONField(blank=True, null=True, verbose_name="signature")),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
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
                (
                    "half_day",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="pathways.halfday",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance sheet",
                "ordering": ["half_day"],
            },
        ),
        migrations.CreateModel(
            name="MarkHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("client_id", models.UUIDField(default=uuid.uuid4)),
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
                            ("removed", "set aside: who took it no longer teaches this session"),
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
                ("taken_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="taken")),
                (
                    "received_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="received"),
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
                    "taken_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.sheet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="mark",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="pathways.sheet"
            ),
        ),
        migrations.CreateModel(
            name="SheetHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "being taken"), ("cosigned", "co-signed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("cosigned_at", models.DateTimeField(blank=True, null=True, verbose_name="co-signed")),
                ("typed_name", models.CharField(blank=True, max_length=120, verbose_name="typed name")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="pathways.session",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "speaker",
                "ordering": ["session", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SpeakerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "Before"), ("after", "After")], max_length=6, verbose_name="when"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=21,
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="days to answer after the last session",
                    ),
                ),
                ("planned_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="answer by")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("summary", models.JSONField(blank=True, null=True, verbose_name="sums")),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="pathways.pathway",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathway_surveys",
                        to="questionnaires.version",
                        verbose_name="questionnaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire of a pathway",
                "ordering": ["pathway", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_id", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "made a group"),
                            ("renamed", "renamed a group"),
                            ("merged", "merged two groups"),
                            ("removed", "took a group away"),
                            ("placed", "grouped answers"),
                        ],
                        max_length=8,
                        verbose_name="gesture",
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pathways.answergroup",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grouping_steps",
                        to="pathways.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "gesture on groups of answers",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerGroupHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("question_id", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.answergroup",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="pathways.answergroup",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.survey",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="answergroup",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="pathways.survey"
            ),
        ),
        migrations.CreateModel(
            name="SurveyHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "Before"), ("after", "After")], max_length=6, verbose_name="when"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=21,
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="days to answer after the last session",
                    ),
                ),
                ("planned_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="answer by")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
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
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="pathways.survey",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.version",
                        verbose_name="questionnaire",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SurveyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("answered", "answered"),
                            ("declined", "would rather not answer"),
                            ("silent", "did not answer"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(verbose_name="answer by")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_requests",
                        to="pathways.enrolment",
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="survey_request",
                        to="questionnaires.response",
                        verbose_name="answers",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="pathways.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "person asked before or after a pathway",
                "ordering": ["survey", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupedAnswerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.answergroup",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="pathways.groupedanswer",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.surveyrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="groupedanswer",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grouped",
                to="pathways.surveyrequest",
            ),
        ),
        migrations.CreateModel(
            name="SurveyRequestHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("answered", "answered"),
                            ("declined", "would rather not answer"),
                            ("silent", "did not answer"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(verbose_name="answer by")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="pathways.surveyrequest",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.response",
                        verbose_name="answers",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="pathways.survey",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
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
        migrations.AddConstraint(
            model_name="deliverablecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="pathways_deliverable_comment_says"
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
        migrations.AddConstraint(
            model_name="deliverableversion",
            constraint=models.UniqueConstraint(
                fields=("deliverable", "number"), name="pathways_deliverable_version"
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
        migrations.AddConstraint(
            model_name="kitversion",
            constraint=models.UniqueConstraint(fields=("kit", "number"), name="pathways_kitversion_number"),
        ),
        migrations.AddConstraint(
            model_name="kitversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("kit",),
                name="pathways_kitversion_one_draft",
                violation_error_message="This kit has a draft already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("state", "draft")),
                    models.Q(("published_at__isnull", False), ("state", "published")),
                    _connector="OR",
                ),
                name="pathways_kitversion_published_has_moment",
                violation_error_message="A published version has the moment of its publication.",
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
        migrations.AddConstraint(
            model_name="kitproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("version",),
                name="pathways_proposal_once",
                violation_error_message="This version is proposed already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="pathways_proposal_declined_says_why",
                violation_error_message="Say why: those who proposed it will read it.",
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
        migrations.AddConstraint(
            model_name="kit",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="pathways_kit_has_title",
                violation_error_message="A kit has a title.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", False), ("ready_key", "")),
                    models.Q(("owner__isnull", True), models.Q(("ready_key", ""), _negated=True)),
                    _connector="OR",
                ),
                name="pathways_kit_has_author",
                violation_error_message="A kit is written by an organisation, or ships with the platform.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ready_key", ""), _negated=True),
                fields=("ready_key",),
                name="pathways_kit_ready_once",
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
        migrations.AddIndex(
            model_name="pathway",
            index=models.Index(fields=["programme", "-starts_on"], name="pathways_of_programme"),
        ),
        migrations.AddIndex(
            model_name="pathway",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    maillage.directory.models.record.Unaccent(django.db.models.functions.text.Lower("title")),
                    name="gin_trgm_ops",
                ),
                name="pathways_pathway_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathway",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="pathways_pathway_has_title",
                violation_error_message="A pathway has a title.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathway",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="pathways_pathway_ends_after_start",
                violation_error_message="A pathway ends after it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "open"), ("cohort__isnull", True)),
                    models.Q(("audience", "cohort"), ("cohort__isnull", False), ("programme__isnull", False)),
                    _connector="OR",
                ),
                name="pathways_pathway_cohort_of_programme",
                violation_error_message="A pathway for a promotion names it, with its programme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathway",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                name="pathways_pathway_has_places",
                violation_error_message="A pathway has at least one place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancelled_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="pathways_pathway_cancelled_has_reason",
                violation_error_message="A cancelled pathway says why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathway",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "service_id", "starts_on", "state", "summary", "title") VALUES (NEW."audience", NEW."cancelled_reason", NEW."capacity", NEW."cohort_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_public", NEW."kit_version_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."service_id", NEW."starts_on", NEW."state", NEW."summary", NEW."title"); RETURN NULL;',
                    hash="d77a9d010580a97340f6f5af534201ec30b0c4cb",
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
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "service_id", "starts_on", "state", "summary", "title") VALUES (NEW."audience", NEW."cancelled_reason", NEW."capacity", NEW."cohort_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."is_public", NEW."kit_version_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."service_id", NEW."starts_on", NEW."state", NEW."summary", NEW."title"); RETURN NULL;',
                    hash="24b00869b05ec6dbc622441453dcae294c3bf85a",
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
                    func='INSERT INTO "pathways_pathwayhistory" ("audience", "cancelled_reason", "capacity", "cohort_id", "commune_id", "created_at", "created_by_id", "ends_on", "id", "is_public", "kit_version_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "service_id", "starts_on", "state", "summary", "title") VALUES (OLD."audience", OLD."cancelled_reason", OLD."capacity", OLD."cohort_id", OLD."commune_id", OLD."created_at", OLD."created_by_id", OLD."ends_on", OLD."id", OLD."is_public", OLD."kit_version_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."service_id", OLD."starts_on", OLD."state", OLD."summary", OLD."title"); RETURN NULL;',
                    hash="543a5d27bd009e3ee68af63d924d1f1e7193df13",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdd8f",
                    table="pathways_pathway",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="kitfeedback",
            constraint=models.UniqueConstraint(
                fields=("pathway", "given_by"),
                name="pathways_feedback_once",
                violation_error_message="You told it already: change what you wrote.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("worked", ""), _negated=True),
                    models.Q(("to_change", ""), _negated=True),
                    ("recommends__isnull", False),
                    _connector="OR",
                ),
                name="pathways_feedback_says_something",
                violation_error_message="Write something, or give a mark.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("recommends__isnull", True), ("recommends__lte", 10), _connector="OR"),
                name="pathways_feedback_mark",
                violation_error_message="A mark goes from 0 to 10.",
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
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["user", "state"], name="pathways_enrolment_user"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("project__isnull", False)),
                fields=["project"],
                name="pathways_enrolment_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("pathway", "user"),
                name="pathways_enrolment_once",
                violation_error_message="This person follows the pathway already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "state", "user_id") VALUES (NEW."at", NEW."commune_id", NEW."id", NEW."left_reason", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."referent_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="4257b223e85ce8d202b86b9ea663c1d5d8d3f5b3",
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
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "state", "user_id") VALUES (NEW."at", NEW."commune_id", NEW."id", NEW."left_reason", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."referent_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="2e0756d9a683685328eef319f0cd4cd935d193df",
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
                    func='INSERT INTO "pathways_enrolmenthistory" ("at", "commune_id", "id", "left_reason", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "referent_id", "state", "user_id") VALUES (OLD."at", OLD."commune_id", OLD."id", OLD."left_reason", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."referent_id", OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="0f1b5bea12f01f0db1f87cdcd203a4c1a1e22774",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_61771",
                    table="pathways_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enrolment__isnull", True), ("project__isnull", False)),
                    models.Q(("enrolment__isnull", False), ("project__isnull", True)),
                    _connector="OR",
                ),
                name="pathways_deliverable_of_one",
                violation_error_message="A deliverable is a project’s, or a person’s.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "to_do"), ("handed_in_at__isnull", False), _connector="OR"),
                name="pathways_deliverable_handed_in_has_moment",
                violation_error_message="What was handed in says when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("project__isnull", False)),
                fields=("pathway", "kind", "project"),
                name="pathways_deliverable_once_a_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("enrolment__isnull", False)),
                fields=("pathway", "kind", "enrolment"),
                name="pathways_deliverable_once_a_person",
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
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["pathway", "position"], name="pathways_session_order"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["starts_at"], name="pathways_session_starts"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("is_open", True), ("state", "scheduled")),
                fields=["starts_at", "id"],
                name="pathways_session_agenda",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    maillage.directory.models.record.Unaccent(django.db.models.functions.text.Lower("title")),
                    name="gin_trgm_ops",
                ),
                condition=models.Q(("is_open", True), ("state", "scheduled")),
                name="pathways_session_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="pathways_session_ends_after_start",
                violation_error_message="A session ends after it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["scheduled", "held"]), _negated=True),
                    ("starts_at__isnull", False),
                    _connector="OR",
                ),
                name="pathways_session_dated_has_moment",
                violation_error_message="A scheduled session has its moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                name="pathways_session_has_seats",
                violation_error_message="A session has at least one seat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(
                        ("cancelled_at__isnull", False), models.Q(("cancelled_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="pathways_session_cancelled_has_reason",
                violation_error_message="A cancelled session says why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("participant__isnull", True),
                    models.Q(("is_open", False), ("kind", "one_to_one")),
                    _connector="OR",
                ),
                name="pathways_session_one_to_one_is_closed",
                violation_error_message="A one-to-one is for one person.",
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
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["user", "state"], name="pathways_seat_user"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("session", "user"),
                name="pathways_seat_once",
                violation_error_message="This person is registered already.",
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
        migrations.AddIndex(
            model_name="halfday",
            index=models.Index(fields=["starts_at"], name="pathways_halfday_starts"),
        ),
        migrations.AddConstraint(
            model_name="halfday",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("session", "day", "half"),
                name="pathways_halfday_once",
                violation_error_message="The session has this half-day already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="halfday",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="pathways_halfday_ends_after_start",
                violation_error_message="A half-day ends after it begins.",
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
        migrations.AddIndex(
            model_name="sessionresource",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", True), ("told_at__isnull", True)),
                fields=["at"],
                name="pathways_resource_untold",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionresource",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="pathways_resource_has_title",
                violation_error_message="A resource has a title.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionresource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("url", ""), _negated=True), ("file__isnull", True)),
                    models.Q(("file__isnull", False), ("url", "")),
                    _connector="OR",
                ),
                name="pathways_resource_link_or_file",
                violation_error_message="A resource is a link or a file.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionresource",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__startswith", "https://"), _connector="OR"),
                name="pathways_resource_link_is_secure",
                violation_error_message="A link begins with https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionresource",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__isnull", True), ("minutes__gt", 0), _connector="OR"),
                name="pathways_resource_takes_time",
                violation_error_message="A resource takes a minute at least.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionresource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sessionresourcehistory" ("at", "by_id", "file_id", "id", "kit_title", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "session_id", "title", "told_at", "url") VALUES (NEW."at", NEW."by_id", NEW."file_id", NEW."id", NEW."kit_title", NEW."minutes", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."session_id", NEW."title", NEW."told_at", NEW."url"); RETURN NULL;',
                    hash="3c7bfbc70776caa3ab7a9ddf209a7bac13dc225a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6601",
                    table="pathways_sessionresource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionresource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_sessionresourcehistory" ("at", "by_id", "file_id", "id", "kit_title", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "session_id", "title", "told_at", "url") VALUES (NEW."at", NEW."by_id", NEW."file_id", NEW."id", NEW."kit_title", NEW."minutes", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."session_id", NEW."title", NEW."told_at", NEW."url"); RETURN NULL;',
                    hash="cd034e8462c9b596ba44f589516846b378ce5d9a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3f4ee",
                    table="pathways_sessionresource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionresource",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_sessionresourcehistory" ("at", "by_id", "file_id", "id", "kit_title", "minutes", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "session_id", "title", "told_at", "url") VALUES (OLD."at", OLD."by_id", OLD."file_id", OLD."id", OLD."kit_title", OLD."minutes", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."session_id", OLD."title", OLD."told_at", OLD."url"); RETURN NULL;',
                    hash="99006a89fbe814d1540a8b3b688f6940ba22639b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8d7e6",
                    table="pathways_sessionresource",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
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
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                condition=models.Q(("outcome", "counts")),
                fields=["user", "sheet"],
                name="pathways_mark_person",
            ),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["received_at"], name="pathways_mark_received"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "counts")),
                fields=("sheet", "user"),
                name="pathways_mark_one_counts",
                violation_error_message="One mark of a person counts at a half-day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("means", "signature"), _negated=True), ("presence", "present"), _connector="OR"
                ),
                name="pathways_mark_signature_has_one",
                violation_error_message="Who signs is there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True),
                    models.Q(("minutes__gt", 0), ("presence", "present")),
                    _connector="OR",
                ),
                name="pathways_mark_minutes_of_present",
                violation_error_message="Minutes are counted of who was there.",
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
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(fields=["user", "state"], name="pathways_speaker_user"),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("session", "user"),
                name="pathways_speaker_once",
                violation_error_message="This person speaks in the session already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("session", "email"),
                name="pathways_speaker_address_once",
                violation_error_message="This address is invited already.",
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
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=["pathway"],
                name="pathways_survey_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                fields=("pathway", "moment"),
                name="pathways_survey_once",
                violation_error_message="This questionnaire is planned already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("opened_at__isnull", True), ("state", "planned")),
                    models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="pathways_survey_has_moments",
                violation_error_message="A questionnaire that is open has been opened.",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_at__isnull", True),
                    models.Q(("closes_at__gt", models.F("opened_at")), ("moment", "after")),
                    _connector="OR",
                ),
                name="pathways_survey_after_closes",
                violation_error_message="It closes after it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 7), ("days__lte", 90)),
                name="pathways_survey_days",
                violation_error_message="People have from 7 to 90 days to answer.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="survey",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_surveyhistory" ("closed_at", "closes_at", "days", "id", "moment", "opened_at", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "state", "version_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."days", NEW."id", NEW."moment", NEW."opened_at", NEW."pathway_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_at", NEW."planned_by_id", NEW."state", NEW."version_id"); RETURN NULL;',
                    hash="0d44d6ad1cf16a9a1f9a2465a34b493eb16433a5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a7986",
                    table="pathways_survey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="survey",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."moment" IS DISTINCT FROM (NEW."moment") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."pathway_id" IS DISTINCT FROM (NEW."pathway_id") OR OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") OR OLD."planned_by_id" IS DISTINCT FROM (NEW."planned_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func='INSERT INTO "pathways_surveyhistory" ("closed_at", "closes_at", "days", "id", "moment", "opened_at", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "state", "version_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."days", NEW."id", NEW."moment", NEW."opened_at", NEW."pathway_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_at", NEW."planned_by_id", NEW."state", NEW."version_id"); RETURN NULL;',
                    hash="3d2457591c58b7df2c6925e570b9dac827bb38f4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c43f",
                    table="pathways_survey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="survey",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_surveyhistory" ("closed_at", "closes_at", "days", "id", "moment", "opened_at", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "state", "version_id") VALUES (OLD."closed_at", OLD."closes_at", OLD."days", OLD."id", OLD."moment", OLD."opened_at", OLD."pathway_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_at", OLD."planned_by_id", OLD."state", OLD."version_id"); RETURN NULL;',
                    hash="1a5279a708bcfdfea28f2dda2f49af39010d0d70",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e9ba8",
                    table="pathways_survey",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="groupingstep",
            index=models.Index(fields=["survey", "question_id", "-id"], name="pathways_step_latest"),
        ),
        migrations.AddConstraint(
            model_name="answergroup",
            constraint=models.UniqueConstraint(
                models.F("survey"),
                models.F("question_id"),
                django.db.models.functions.text.Lower("label"),
                condition=models.Q(("merged_into__isnull", True), ("removed_at__isnull", True)),
                name="pathways_answergroup_label",
                violation_error_message="A group has this label already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True),
                name="pathways_answergroup_has_label",
                violation_error_message="A group has a label.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_answergrouphistory" ("created_at", "id", "label", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "survey_id") VALUES (NEW."created_at", NEW."id", NEW."label", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."removed_at", NEW."survey_id"); RETURN NULL;',
                    hash="b78fe0e3fe006d04cc6dbf60f6de272882645f52",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0887",
                    table="pathways_answergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_answergrouphistory" ("created_at", "id", "label", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "survey_id") VALUES (NEW."created_at", NEW."id", NEW."label", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."removed_at", NEW."survey_id"); RETURN NULL;',
                    hash="5897ffacc9502cac4f55f7516ad69a610d3fb4d3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3f099",
                    table="pathways_answergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_answergrouphistory" ("created_at", "id", "label", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "survey_id") VALUES (OLD."created_at", OLD."id", OLD."label", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."removed_at", OLD."survey_id"); RETURN NULL;',
                    hash="fc0a6c0b2c50445ee2ed69027c9d1f9fcd68398a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd07a",
                    table="pathways_answergroup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyrequest",
            constraint=models.UniqueConstraint(
                fields=("survey", "enrolment"),
                name="pathways_surveyrequest_once",
                violation_error_message="This person is asked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", False), ("state", "answered")),
                    models.Q(models.Q(("state", "answered"), _negated=True), ("answered_at__isnull", True)),
                    _connector="OR",
                ),
                name="pathways_surveyrequest_answered_has_moment",
                violation_error_message="An answer has its moment.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_surveyrequesthistory" ("answered_at", "asked_at", "ends_at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "response_id", "state", "survey_id") VALUES (NEW."answered_at", NEW."asked_at", NEW."ends_at", NEW."enrolment_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remind_at", NEW."response_id", NEW."state", NEW."survey_id"); RETURN NULL;',
                    hash="5d118f5f072a83b67ac950904d9f62e1db118344",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85db6",
                    table="pathways_surveyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_surveyrequesthistory" ("answered_at", "asked_at", "ends_at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "response_id", "state", "survey_id") VALUES (NEW."answered_at", NEW."asked_at", NEW."ends_at", NEW."enrolment_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remind_at", NEW."response_id", NEW."state", NEW."survey_id"); RETURN NULL;',
                    hash="e307be13e2f05a710c89e8af4bd496f17caa02ab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_acda7",
                    table="pathways_surveyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_surveyrequesthistory" ("answered_at", "asked_at", "ends_at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "response_id", "state", "survey_id") VALUES (OLD."answered_at", OLD."asked_at", OLD."ends_at", OLD."enrolment_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remind_at", OLD."response_id", OLD."state", OLD."survey_id"); RETURN NULL;',
                    hash="c2ab1ac52f0bb45d5d7072d968726a336884e9ff",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f733e",
                    table="pathways_surveyrequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="groupedanswer",
            constraint=models.UniqueConstraint(
                fields=("group", "request"),
                name="pathways_groupedanswer_once",
                violation_error_message="This answer is in the group already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupedanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_groupedanswerhistory" ("digest", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."digest", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."request_id"); RETURN NULL;',
                    hash="71e5904fdd2c8b531e925b49b1010c36d02eb436",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f90f5",
                    table="pathways_groupedanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupedanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "pathways_groupedanswerhistory" ("digest", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."digest", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."request_id"); RETURN NULL;',
                    hash="c2ec9dec58e00b75a78c6f7a73ea5dd720b58940",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1393c",
                    table="pathways_groupedanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupedanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "pathways_groupedanswerhistory" ("digest", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (OLD."digest", OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."request_id"); RETURN NULL;',
                    hash="0a63677eb2d2f2bc5791d069f26c9d885888421c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bd29a",
                    table="pathways_groupedanswer",
                    when="AFTER",
                ),
            ),
        ),
    ]
