import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.questionnaires.models.questionnaire


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaires",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        help_text="A name by which another part of the platform finds it.",
                        max_length=80,
                        null=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["title", "pk"],
                "indexes": [models.Index(fields=["owner", "title"], name="questionnaires_by_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="questionnaires_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="questionnaires_has_title",
                        violation_error_message="A questionnaire has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("key__isnull", True), models.Q(("key", ""), _negated=True), _connector="OR"
                        ),
                        name="questionnaires_key_not_empty",
                        violation_error_message="A key is a word, or nothing.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionnaireHistory",
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
                        to="questionnaires.questionnaire",
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
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        help_text="A name by which another part of the platform finds it.",
                        max_length=80,
                        null=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="questionnaires.questionnaire",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        default=maillage.questionnaires.models.questionnaire.empty_content,
                        verbose_name="content",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("saved_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved")),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a questionnaire",
                "ordering": ["questionnaire", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("questionnaire", "number"), name="questionnaires_version_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("questionnaire",),
                        name="questionnaires_one_draft",
                        violation_error_message="This questionnaire has a draft already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="questionnaires_version_from_one",
                        violation_error_message="Versions are counted from one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("state", "draft")),
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            _connector="OR",
                        ),
                        name="questionnaires_published_has_moment",
                        violation_error_message="A published version has the moment of its publication.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionHistory",
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
                        to="questionnaires.version",
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
                    "questionnaire",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.questionnaire",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        default=maillage.questionnaires.models.questionnaire.empty_content,
                        verbose_name="content",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("saved_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved")),
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
                        verbose_name="saved by",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Response",
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
                        related_name="responses",
                        to="questionnaires.version",
                        verbose_name="version",
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("retired", models.JSONField(default=list, verbose_name="no longer asked")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="started"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved")),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                (
                    "open_questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        null=True,
                        size=None,
                        verbose_name="questions open again",
                    ),
                ),
            ],
            options={
                "verbose_name": "response to a questionnaire",
                "ordering": ["-saved_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)),
                        name="questionnaires_response_revision_from_one",
                        violation_error_message="Writes are counted from one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="questionnaires_response_closed_after_start",
                        violation_error_message="A response is handed in after it was started.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("open_questions__isnull", True), ("closed_at__isnull", True), _connector="OR"
                        ),
                        name="questionnaires_response_reopened_is_open",
                        violation_error_message="What is handed in has no question open.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnBehalf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="on_behalf_entries",
                        to="questionnaires.response",
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Of a person who has no account.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                ("why", models.TextField(verbose_name="why, and how the person agreed")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "writing on behalf of somebody",
                "ordering": ["response", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="questionnaires_on_behalf_of_somebody",
                        violation_error_message="Say for whom you write.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="questionnaires_on_behalf_has_reason",
                        violation_error_message="Say why you write for somebody else, and how they agreed.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("response", "by"),
                        name="questionnaires_on_behalf_once",
                        violation_error_message="You write for somebody here already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseHistory",
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
                        to="questionnaires.response",
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
                        to="questionnaires.version",
                        verbose_name="version",
                    ),
                ),
                ("retired", models.JSONField(default=list, verbose_name="no longer asked")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="started"),
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
                    "saved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.onbehalf",
                        verbose_name="last written on behalf of",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                (
                    "open_questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        null=True,
                        size=None,
                        verbose_name="questions open again",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OnBehalfHistory",
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
                        to="questionnaires.onbehalf",
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
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.response",
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
                (
                    "person",
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
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Of a person who has no account.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                ("why", models.TextField(verbose_name="why, and how the person agreed")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResponseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="questionnaires.response",
                    ),
                ),
                ("question_id", models.CharField(max_length=60)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response_file",
                        to="core.storedfile",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "joined_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "file of a response",
                "ordering": ["response", "question_id", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["response", "question_id"],
                        name="questionnaires_live_files",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseFileHistory",
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
                        to="questionnaires.responsefile",
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
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.response",
                    ),
                ),
                ("question_id", models.CharField(max_length=60)),
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
                (
                    "joined_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResponseSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="questionnaires.response",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questionnaires.version",
                    ),
                ),
                ("answers", models.JSONField(verbose_name="answers")),
                ("stage", models.CharField(blank=True, max_length=60, verbose_name="stage")),
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
                    "on_behalf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="questionnaires.onbehalf",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        related_name="snapshots", to="questionnaires.responsefile", verbose_name="files"
                    ),
                ),
            ],
            options={
                "verbose_name": "answers as they were handed in",
                "ordering": ["response", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("response", "number"), name="questionnaires_snapshot_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseSnapshotHistory",
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
                        to="questionnaires.responsesnapshot",
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
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.response",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.version",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=60, verbose_name="stage")),
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
                    "on_behalf",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.onbehalf",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="response",
            name="on_behalf",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="questionnaires.onbehalf",
                verbose_name="last written on behalf of",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_questionnairehistory" ("created_at", "id", "key", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."created_at", NEW."id", NEW."key", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="d161fd2fc363eae828fa1426b38e648b5c21a8d5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25e94",
                    table="questionnaires_questionnaire",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "questionnaires_questionnairehistory" ("created_at", "id", "key", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."created_at", NEW."id", NEW."key", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="9ac1a9536cf4246ab22fddfdedae441efdfec0a9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1ac9f",
                    table="questionnaires_questionnaire",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_questionnairehistory" ("created_at", "id", "key", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."created_at", OLD."id", OLD."key", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                    hash="67bfadaafc1cbadd5f4a46481d9ddadd841a1812",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_29121",
                    table="questionnaires_questionnaire",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="published_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'published')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0fb7875aa9bdf0368201c5bf5e67f178f0f7533b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_for_good_e52cd",
                    table="questionnaires_version",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_versionhistory" ("content", "created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "questionnaire_id", "revision", "saved_at", "saved_by_id", "state") VALUES (NEW."content", NEW."created_at", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."questionnaire_id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."state"); RETURN NULL;',
                    hash="1fb7bf190c5a3aa68b4108cff5c6af175e853ec9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0d39f",
                    table="questionnaires_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "questionnaires_versionhistory" ("content", "created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "questionnaire_id", "revision", "saved_at", "saved_by_id", "state") VALUES (NEW."content", NEW."created_at", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."questionnaire_id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."state"); RETURN NULL;',
                    hash="55253d5f2103e1566514957df833c498eaff1898",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5f42",
                    table="questionnaires_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_versionhistory" ("content", "created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "questionnaire_id", "revision", "saved_at", "saved_by_id", "state") VALUES (OLD."content", OLD."created_at", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."questionnaire_id", OLD."revision", OLD."saved_at", OLD."saved_by_id", OLD."state"); RETURN NULL;',
                    hash="3bade70d0fd1d90eb9c5a21dcfb30698a5431064",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_177bc",
                    table="questionnaires_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsehistory" ("closed_at", "created_at", "created_by_id", "id", "on_behalf_id", "open_questions", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "saved_by_id", "version_id") VALUES (NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."on_behalf_id", NEW."open_questions", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired", NEW."saved_by_id", NEW."version_id"); RETURN NULL;',
                    hash="6ae43a7f7ec1d3adc94516ba8ccab41dfb639306",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96021",
                    table="questionnaires_response",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."on_behalf_id" IS DISTINCT FROM (NEW."on_behalf_id") OR OLD."open_questions" IS DISTINCT FROM (NEW."open_questions") OR OLD."retired" IS DISTINCT FROM (NEW."retired") OR OLD."saved_by_id" IS DISTINCT FROM (NEW."saved_by_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func='INSERT INTO "questionnaires_responsehistory" ("closed_at", "created_at", "created_by_id", "id", "on_behalf_id", "open_questions", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "saved_by_id", "version_id") VALUES (NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."on_behalf_id", NEW."open_questions", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired", NEW."saved_by_id", NEW."version_id"); RETURN NULL;',
                    hash="bb1beb632d81242254b43875ff38224ad2929636",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4c0fd",
                    table="questionnaires_response",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsehistory" ("closed_at", "created_at", "created_by_id", "id", "on_behalf_id", "open_questions", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "saved_by_id", "version_id") VALUES (OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."on_behalf_id", OLD."open_questions", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired", OLD."saved_by_id", OLD."version_id"); RETURN NULL;',
                    hash="ff0ef2e73b46b9bb15d8a86ab2c95a8cb3fbb1e0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0e7ca",
                    table="questionnaires_response",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onbehalf",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_onbehalfhistory" ("at", "by_id", "ended_at", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "why") VALUES (NEW."at", NEW."by_id", NEW."ended_at", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."response_id", NEW."why"); RETURN NULL;',
                    hash="f33f5fa75906ee44f6f88d323059f3bacc438266",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_99764",
                    table="questionnaires_onbehalf",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onbehalf",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "questionnaires_onbehalfhistory" ("at", "by_id", "ended_at", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "why") VALUES (NEW."at", NEW."by_id", NEW."ended_at", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."response_id", NEW."why"); RETURN NULL;',
                    hash="968d54a94609a39c87ffafc729f50bac46330130",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7340f",
                    table="questionnaires_onbehalf",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onbehalf",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_onbehalfhistory" ("at", "by_id", "ended_at", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "why") VALUES (OLD."at", OLD."by_id", OLD."ended_at", OLD."id", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."response_id", OLD."why"); RETURN NULL;',
                    hash="12f8d83d4ac3166ba64058ec9c7172892d3e6ddc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_64daa",
                    table="questionnaires_onbehalf",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsefile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsefilehistory" ("file_id", "id", "joined_at", "joined_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "response_id") VALUES (NEW."file_id", NEW."id", NEW."joined_at", NEW."joined_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."removed_at", NEW."response_id"); RETURN NULL;',
                    hash="90a87e7a65ad5dc6e10b2a1efd19148451e2a8fc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8265f",
                    table="questionnaires_responsefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsefile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "questionnaires_responsefilehistory" ("file_id", "id", "joined_at", "joined_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "response_id") VALUES (NEW."file_id", NEW."id", NEW."joined_at", NEW."joined_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."removed_at", NEW."response_id"); RETURN NULL;',
                    hash="bfd9dea317e6b9a5b51ffeebd58138a8a4f5185e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ab194",
                    table="questionnaires_responsefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsefile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsefilehistory" ("file_id", "id", "joined_at", "joined_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "removed_at", "response_id") VALUES (OLD."file_id", OLD."id", OLD."joined_at", OLD."joined_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."removed_at", OLD."response_id"); RETURN NULL;',
                    hash="32da213c64b6e3d88afab19c28aed6ddc2afa8d2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dc2b0",
                    table="questionnaires_responsefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsesnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="handed_in_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2cabe99a2384aafe7c10fd482477f75a5a3f0cf9",
                    operation="UPDATE",
                    pgid="pgtrigger_handed_in_for_good_958a4",
                    table="questionnaires_responsesnapshot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsesnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsesnapshothistory" ("at", "by_id", "id", "number", "on_behalf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage", "version_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."number", NEW."on_behalf_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."response_id", NEW."stage", NEW."version_id"); RETURN NULL;',
                    hash="aad9463a1450aaf6ee900807768717a4eff6b947",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_11358",
                    table="questionnaires_responsesnapshot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsesnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."on_behalf_id" IS DISTINCT FROM (NEW."on_behalf_id") OR OLD."response_id" IS DISTINCT FROM (NEW."response_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func='INSERT INTO "questionnaires_responsesnapshothistory" ("at", "by_id", "id", "number", "on_behalf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage", "version_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."number", NEW."on_behalf_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."response_id", NEW."stage", NEW."version_id"); RETURN NULL;',
                    hash="4175d569779ee7969e7fe5312356172a78a3637f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2bb1",
                    table="questionnaires_responsesnapshot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsesnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "questionnaires_responsesnapshothistory" ("at", "by_id", "id", "number", "on_behalf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage", "version_id") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."number", OLD."on_behalf_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."response_id", OLD."stage", OLD."version_id"); RETURN NULL;',
                    hash="e9fc1f685b94306b2ae022fadfca9b5d9473e515",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ced13",
                    table="questionnaires_responsesnapshot",
                    when="AFTER",
                ),
            ),
        ),
    ]
