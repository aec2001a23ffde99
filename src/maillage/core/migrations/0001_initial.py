import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                        verbose_name="moment",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("subject_id", models.CharField(max_length=40)),
                ("subject_label", models.CharField(max_length=200, verbose_name="about")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("verb", models.CharField(max_length=80, verbose_name="what")),
                ("field", models.CharField(blank=True, max_length=40)),
                ("from_state", models.CharField(blank=True, max_length=40, verbose_name="from")),
                ("to_state", models.CharField(blank=True, max_length=40, verbose_name="to")),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "event",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "at"], name="core_event_subject"),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="core_event_at_brin"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                (
                    "secret",
                    models.CharField(
                        help_text="Starts with “whsec_”: the receiver checks signatures with it.",
                        max_length=100,
                        verbose_name="secret",
                    ),
                ),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        help_text="Events to announce, separated by commas: “directory.place_created”, “directory.*” or “*”.",
                        size=None,
                        verbose_name="events",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook address",
                "verbose_name_plural": "webhook addresses",
                "ordering": ["url", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verbs__len__gt", 0)),
                        name="core_webhook_wants_something",
                        violation_error_message="Say which events this address is told of.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret__startswith", "whsec_")),
                        name="core_webhook_has_secret",
                        violation_error_message="The secret starts with “whsec_”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpointHistory",
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
                        to="core.webhookendpoint",
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
                ("url", models.URLField(max_length=500, verbose_name="address")),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        help_text="Events to announce, separated by commas: “directory.place_created”, “directory.*” or “*”.",
                        size=None,
                        verbose_name="events",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "content",
                    models.FileField(max_length=200, upload_to=maillage.core.models.stored_file_path),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "scan",
                    models.CharField(
                        choices=[("none", "not scanned"), ("clean", "clean")], default="none", max_length=10
                    ),
                ),
                ("is_public", models.BooleanField(default=False)),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width in pixels")),
                (
                    "height",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="height in pixels"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "file",
                "ordering": ["-uploaded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("email", "e-mail"), ("webhook", "webhook")], max_length=10),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("sending", "leaving"),
                            ("sent", "sent"),
                            ("failed", "given up"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "message_id",
                    models.CharField(
                        default=maillage.core.models.new_message_id, max_length=120, unique=True
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        help_text="E-mail address, or webhook URL.", max_length=500, verbose_name="to"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("body_text", models.TextField(blank=True)),
                ("body_html", models.TextField(blank=True)),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("payload", models.JSONField(blank=True, null=True)),
                ("secret", models.CharField(blank=True, max_length=100)),
                ("template", models.CharField(blank=True, max_length=100)),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "request_id",
                    models.CharField(
                        blank=True,
                        help_text="The request that caused it, as found in the logs.",
                        max_length=40,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_attempt_at", models.DateTimeField(default=maillage.core.clock.wall)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "message to send",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        fields=["next_attempt_at"],
                        name="core_outbox_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="core_outbox_sent_has_moment",
                        violation_error_message="A sent message has the moment it left.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e10987bc9a49a1926c7e6570fb01934fa665dda6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_56466",
                    table="core_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="webhookendpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "core_webhookendpointhistory" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "verbs") VALUES (NEW."created_at", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."url", NEW."verbs"); RETURN NULL;',
                    hash="99e5165aa39764b9639ee0bb1c58dbf7d0b87fc3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81621",
                    table="core_webhookendpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="webhookendpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."verbs" IS DISTINCT FROM (NEW."verbs"))',
                    func='INSERT INTO "core_webhookendpointhistory" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "verbs") VALUES (NEW."created_at", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."url", NEW."verbs"); RETURN NULL;',
                    hash="0fbe5bd3262944912d5a93bd2ca52ef33b66ddf6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85ed2",
                    table="core_webhookendpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="webhookendpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "core_webhookendpointhistory" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "verbs") VALUES (OLD."created_at", OLD."id", OLD."is_active", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."url", OLD."verbs"); RETURN NULL;',
                    hash="c2ff20ac644f6c00e5556a8954da30e43a777bdf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_78f57",
                    table="core_webhookendpoint",
                    when="AFTER",
                ),
            ),
        ),
    ]
