import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.governance.models.need


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="what is to be done")),
                ("detail", models.TextField(blank=True, max_length=3000, verbose_name="in more words")),
                ("host_kind", models.CharField(blank=True, max_length=20)),
                ("host_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("due_on", models.DateField(verbose_name="by when")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To do"),
                            ("done", "Done, to confirm"),
                            ("closed", "Finished"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("evidence", models.TextField(blank=True, max_length=3000, verbose_name="what shows it")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("assigned_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("raised_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="expert proposed",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="directory.service",
                        verbose_name="service proposed",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="governance.action",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_file",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an action",
                "ordering": ["action", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionFileHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("added_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.action",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.actionfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host_kind", models.CharField(max_length=20)),
                ("host_id", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Steering committee"),
                            ("expert", "Expert committee"),
                            ("jury", "Jury"),
                            ("assembly", "General assembly"),
                            ("working", "Working group"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="what it is for")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many members must be there for a decision. Guests do not count.",
                        verbose_name="quorum",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "created_by",
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
                "verbose_name": "committee",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommitteeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("host_kind", models.CharField(max_length=20)),
                ("host_id", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Steering committee"),
                            ("expert", "Expert committee"),
                            ("jury", "Jury"),
                            ("assembly", "General assembly"),
                            ("working", "Working group"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="what it is for")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many members must be there for a decision. Guests do not count.",
                        verbose_name="quorum",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "created_by",
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
                        to="governance.committee",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("president", "Presides"),
                            ("secretary", "Keeps the minutes"),
                            ("member", "Member"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="governance.committee",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a committee",
                "ordering": ["committee", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMemberHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("president", "Presides"),
                            ("secretary", "Keeps the minutes"),
                            ("member", "Member"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.committee",
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
                        to="governance.committeemember",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DecisionVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("voice", "Took part"),
                            ("aside", "Stepped aside"),
                            ("heard", "There, without a voice"),
                        ],
                        default="voice",
                        max_length=6,
                        verbose_name="part",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_voices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "part in a decision",
                "ordering": ["decision", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DigestClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_digest",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "digest of actions",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("held_at", models.DateTimeField(verbose_name="begins")),
                (
                    "minutes_planned",
                    models.PositiveSmallIntegerField(default=120, verbose_name="duration, in minutes"),
                ),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="video link")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        help_text="How many members must be there for a decision. Guests do not count.",
                        verbose_name="quorum",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("planned", "Planned"),
                            ("open", "In session"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it is proposed")),
                ("group_key", models.CharField(blank=True, max_length=40)),
                ("group_name", models.CharField(blank=True, max_length=160)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("record", models.JSONField(blank=True, default=dict)),
                ("record_sha256", models.CharField(blank=True, max_length=64)),
                ("minutes_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="governance.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "minutes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="governance_meeting",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "ordering": ["-held_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="actions",
                to="governance.meeting",
            ),
        ),
        migrations.CreateModel(
            name="MeetingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="decision")),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="against"),
                ),
                (
                    "abstentions",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions"),
                ),
                ("is_adopted", models.BooleanField(default=True, verbose_name="adopted")),
                ("decided_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a meeting",
                "ordering": ["meeting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DecisionVoiceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("voice", "Took part"),
                            ("aside", "Stepped aside"),
                            ("heard", "There, without a voice"),
                        ],
                        default="voice",
                        max_length=6,
                        verbose_name="part",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
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
                        to="governance.decisionvoice",
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
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meetingdecision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="decisionvoice",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="voices",
                to="governance.meetingdecision",
            ),
        ),
        migrations.CreateModel(
            name="MeetingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("added_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_file",
                        to="core.storedfile",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a meeting",
                "ordering": ["meeting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingFileHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("added_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meeting",
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
                        to="governance.meetingfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("held_at", models.DateTimeField(verbose_name="begins")),
                (
                    "minutes_planned",
                    models.PositiveSmallIntegerField(default=120, verbose_name="duration, in minutes"),
                ),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="video link")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        help_text="How many members must be there for a decision. Guests do not count.",
                        verbose_name="quorum",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("planned", "Planned"),
                            ("open", "In session"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it is proposed")),
                ("group_key", models.CharField(blank=True, max_length=40)),
                ("group_name", models.CharField(blank=True, max_length=160)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("record_sha256", models.CharField(blank=True, max_length=64)),
                ("minutes_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "committee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "created_by",
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
                    "minutes",
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
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="subject")),
                ("subject_kind", models.CharField(blank=True, max_length=20)),
                ("subject_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="notes")),
                ("is_done", models.BooleanField(default=False, verbose_name="looked at")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="governance.meeting",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meeting_items",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of the agenda",
                "ordering": ["meeting", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingDecisionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.TextField(max_length=3000, verbose_name="decision")),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="against"),
                ),
                (
                    "abstentions",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions"),
                ),
                ("is_adopted", models.BooleanField(default=True, verbose_name="adopted")),
                ("decided_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meeting",
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
                        to="governance.meetingdecision",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meetingitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="meetingdecision",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="governance.meetingitem",
            ),
        ),
        migrations.CreateModel(
            name="MeetingItemHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="subject")),
                ("subject_kind", models.CharField(blank=True, max_length=20)),
                ("subject_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="notes")),
                ("is_done", models.BooleanField(default=False, verbose_name="looked at")),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meeting",
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
                        to="governance.meetingitem",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("president", "Presides"),
                            ("secretary", "Keeps the minutes"),
                            ("member", "Member"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("expected", "Expected"), ("present", "Present"), ("absent", "Absent")],
                        default="expected",
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="governance.meeting",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a meeting",
                "ordering": ["meeting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingMemberHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("president", "Presides"),
                            ("secretary", "Keeps the minutes"),
                            ("member", "Member"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("expected", "Expected"), ("present", "Present"), ("absent", "Absent")],
                        default="expected",
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meeting",
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
                        to="governance.meetingmember",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupportNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host_kind", models.CharField(max_length=20)),
                ("host_id", models.PositiveBigIntegerField()),
                ("group_key", models.CharField(blank=True, max_length=40)),
                ("group_name", models.CharField(blank=True, max_length=160)),
                (
                    "theme",
                    models.CharField(
                        choices=maillage.governance.models.need.theme_choices,
                        max_length=30,
                        verbose_name="theme",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Blocks the project"),
                            ("soon", "Within three months"),
                            ("later", "Later"),
                        ],
                        default="soon",
                        max_length=8,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "said",
                    models.TextField(
                        help_text="The project’s team reads it: write it for them.",
                        max_length=3000,
                        verbose_name="what was said",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Nothing planned yet"),
                            ("covered", "Being answered"),
                            ("met", "Met"),
                            ("dropped", "Set aside"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("said_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="needs",
                        to="governance.meetingitem",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="support_needs",
                        to="projects.project",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "support need",
                "ordering": ["-said_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=160, verbose_name="what is to be done")),
                ("detail", models.TextField(blank=True, max_length=3000, verbose_name="in more words")),
                ("host_kind", models.CharField(blank=True, max_length=20)),
                ("host_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("due_on", models.DateField(verbose_name="by when")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To do"),
                            ("done", "Done, to confirm"),
                            ("closed", "Finished"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("evidence", models.TextField(blank=True, max_length=3000, verbose_name="what shows it")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("assigned_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("raised_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
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
                    "created_by",
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
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="expert proposed",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
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
                        to="governance.action",
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
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                        verbose_name="service proposed",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.supportneed",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="action",
            name="need",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="actions",
                to="governance.supportneed",
            ),
        ),
        migrations.CreateModel(
            name="SupportNeedHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("host_kind", models.CharField(max_length=20)),
                ("host_id", models.PositiveBigIntegerField()),
                ("group_key", models.CharField(blank=True, max_length=40)),
                ("group_name", models.CharField(blank=True, max_length=160)),
                (
                    "theme",
                    models.CharField(
                        choices=maillage.governance.models.need.theme_choices,
                        max_length=30,
                        verbose_name="theme",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Blocks the project"),
                            ("soon", "Within three months"),
                            ("later", "Later"),
                        ],
                        default="soon",
                        max_length=8,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "said",
                    models.TextField(
                        help_text="The project’s team reads it: write it for them.",
                        max_length=3000,
                        verbose_name="what was said",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Nothing planned yet"),
                            ("covered", "Being answered"),
                            ("met", "Met"),
                            ("dropped", "Set aside"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("said_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.meetingitem",
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
                        to="governance.supportneed",
                    ),
                ),
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
                    "recorded_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_actionfilehistory" ("action_id", "added_at", "added_by_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."added_at", NEW."added_by_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="cb552b571212065898ce1a089e616ad36711ca0d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_32b0c",
                    table="governance_actionfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_actionfilehistory" ("action_id", "added_at", "added_by_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."added_at", NEW."added_by_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="f31bfff89beebefa643609f6f0296e93887e822e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e424b",
                    table="governance_actionfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_actionfilehistory" ("action_id", "added_at", "added_by_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."added_at", OLD."added_by_id", OLD."file_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="bff4bbc59462fef118e49ef10df47b6fc88ee44b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e8742",
                    table="governance_actionfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="committee",
            index=models.Index(fields=["host_kind", "host_id"], name="governance_committee_host"),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.UniqueConstraint(
                fields=("host_kind", "host_id", "name"),
                name="governance_committee_name",
                violation_error_message="There is a committee of that name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True), ("kind", "expert")),
                fields=("host_kind", "host_id"),
                name="governance_one_expert_committee",
                violation_error_message="There is an expert committee already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__gt", 0), models.Q(("name", ""), _negated=True)),
                name="governance_committee_has_quorum",
                violation_error_message="A quorum is at least one person.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_committeehistory" ("created_at", "created_by_id", "ended_on", "host_id", "host_kind", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quorum") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."host_id", NEW."host_kind", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."quorum"); RETURN NULL;',
                    hash="e76e0f0415fc9aef3c0d92ce74de5b630da96b8f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b5968",
                    table="governance_committee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_committeehistory" ("created_at", "created_by_id", "ended_on", "host_id", "host_kind", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quorum") VALUES (NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."host_id", NEW."host_kind", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."quorum"); RETURN NULL;',
                    hash="e42731e388401b2d4509a9d66a8e7fa7167e7d2d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f3a12",
                    table="governance_committee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_committeehistory" ("created_at", "created_by_id", "ended_on", "host_id", "host_kind", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quorum") VALUES (OLD."created_at", OLD."created_by_id", OLD."ended_on", OLD."host_id", OLD."host_kind", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."quorum"); RETURN NULL;',
                    hash="efcd17206fcc8a3b550e8398ba41659be2a5110b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2e1ae",
                    table="governance_committee",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemember",
            constraint=models.UniqueConstraint(
                fields=("committee", "user"),
                name="governance_committee_member_once",
                violation_error_message="This person sits here already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seat", "president")),
                fields=("committee",),
                name="governance_committee_one_president",
                violation_error_message="One person presides.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeemember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_committeememberhistory" ("committee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "user_id") VALUES (NEW."committee_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat", NEW."user_id"); RETURN NULL;',
                    hash="e6476b639a93180a6ce0aee053ce08cbf0920d3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_820a8",
                    table="governance_committeemember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeemember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_committeememberhistory" ("committee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "user_id") VALUES (NEW."committee_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat", NEW."user_id"); RETURN NULL;',
                    hash="438173145d5593b9272ca432b9b397eb3031a573",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c8aa",
                    table="governance_committeemember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeemember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_committeememberhistory" ("committee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "user_id") VALUES (OLD."committee_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seat", OLD."user_id"); RETURN NULL;',
                    hash="20e2afd8ddd5f918473ea8340e5fbb6e944b976e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b7e5f",
                    table="governance_committeemember",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["committee", "held_at"], name="governance_meeting_when"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", ""), _negated=True),
                fields=("origin",),
                name="governance_meeting_origin_once",
                violation_error_message="This meeting was proposed already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__gt", 0), models.Q(("title", ""), _negated=True)),
                name="governance_meeting_has_quorum",
                violation_error_message="A quorum is at least one person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("minutes__isnull", False),
                        models.Q(("record_sha256", ""), _negated=True),
                        models.Q(("minutes_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="governance_meeting_closed_is_frozen",
                violation_error_message="A closed meeting has its minutes.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetinghistory" ("changed_at", "closed_at", "committee_id", "created_at", "created_by_id", "group_key", "group_name", "held_at", "id", "link", "minutes_id", "minutes_planned", "minutes_sha256", "opened_at", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "reason", "record_sha256", "revision", "state", "title", "venue") VALUES (NEW."changed_at", NEW."closed_at", NEW."committee_id", NEW."created_at", NEW."created_by_id", NEW."group_key", NEW."group_name", NEW."held_at", NEW."id", NEW."link", NEW."minutes_id", NEW."minutes_planned", NEW."minutes_sha256", NEW."opened_at", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quorum", NEW."reason", NEW."record_sha256", NEW."revision", NEW."state", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="89fa735abedeb1fce2dab16dfe6e37a1e2d3f83f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15f15",
                    table="governance_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."committee_id" IS DISTINCT FROM (NEW."committee_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."group_key" IS DISTINCT FROM (NEW."group_key") OR OLD."group_name" IS DISTINCT FROM (NEW."group_name") OR OLD."held_at" IS DISTINCT FROM (NEW."held_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."minutes_id" IS DISTINCT FROM (NEW."minutes_id") OR OLD."minutes_planned" IS DISTINCT FROM (NEW."minutes_planned") OR OLD."minutes_sha256" IS DISTINCT FROM (NEW."minutes_sha256") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."quorum" IS DISTINCT FROM (NEW."quorum") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."record_sha256" IS DISTINCT FROM (NEW."record_sha256") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."venue" IS DISTINCT FROM (NEW."venue"))',
                    func='INSERT INTO "governance_meetinghistory" ("changed_at", "closed_at", "committee_id", "created_at", "created_by_id", "group_key", "group_name", "held_at", "id", "link", "minutes_id", "minutes_planned", "minutes_sha256", "opened_at", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "reason", "record_sha256", "revision", "state", "title", "venue") VALUES (NEW."changed_at", NEW."closed_at", NEW."committee_id", NEW."created_at", NEW."created_by_id", NEW."group_key", NEW."group_name", NEW."held_at", NEW."id", NEW."link", NEW."minutes_id", NEW."minutes_planned", NEW."minutes_sha256", NEW."opened_at", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quorum", NEW."reason", NEW."record_sha256", NEW."revision", NEW."state", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="e5d4cb2dfef2f45acbf6c2521b07629b48f9b57a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5da00",
                    table="governance_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetinghistory" ("changed_at", "closed_at", "committee_id", "created_at", "created_by_id", "group_key", "group_name", "held_at", "id", "link", "minutes_id", "minutes_planned", "minutes_sha256", "opened_at", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "reason", "record_sha256", "revision", "state", "title", "venue") VALUES (OLD."changed_at", OLD."closed_at", OLD."committee_id", OLD."created_at", OLD."created_by_id", OLD."group_key", OLD."group_name", OLD."held_at", OLD."id", OLD."link", OLD."minutes_id", OLD."minutes_planned", OLD."minutes_sha256", OLD."opened_at", OLD."origin", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quorum", OLD."reason", OLD."record_sha256", OLD."revision", OLD."state", OLD."title", OLD."venue"); RETURN NULL;',
                    hash="dc0c6874544a116242b988240fcbbaf06b123feb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5b83d",
                    table="governance_meeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionvoice",
            constraint=models.UniqueConstraint(fields=("decision", "user"), name="governance_voice_once"),
        ),
        migrations.AddConstraint(
            model_name="decisionvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", "aside"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="governance_voice_aside_has_reason",
                violation_error_message="Say why they step aside.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_decisionvoicehistory" ("decision_id", "id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id") VALUES (NEW."decision_id", NEW."id", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."user_id"); RETURN NULL;',
                    hash="e3b52beda59ee448e5928cb785557bff85242bf7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_12c38",
                    table="governance_decisionvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_decisionvoicehistory" ("decision_id", "id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id") VALUES (NEW."decision_id", NEW."id", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."user_id"); RETURN NULL;',
                    hash="7d6ab751c27346a728af1a832314cb267bb691e4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1975",
                    table="governance_decisionvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_decisionvoicehistory" ("decision_id", "id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id") VALUES (OLD."decision_id", OLD."id", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."user_id"); RETURN NULL;',
                    hash="d34a3b8af889f9f0786f885059afc78edd8e8384",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0e4e3",
                    table="governance_decisionvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingfilehistory" ("added_at", "added_by_id", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."file_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="618c8fba968161d61637633f9fd3153cca4e8302",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5ea3e",
                    table="governance_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_meetingfilehistory" ("added_at", "added_by_id", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."file_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="677f5bcae7d1560716ae95797b86153372b853db",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ddc1",
                    table="governance_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingfilehistory" ("added_at", "added_by_id", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."added_at", OLD."added_by_id", OLD."file_id", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                    hash="69202e102a6de1e6d40ac0d8281431e34629f265",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ec1dc",
                    table="governance_meetingfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.UniqueConstraint(
                fields=("meeting", "project"),
                name="governance_item_project_once",
                violation_error_message="This project is on the agenda already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("meeting", "position"),
                name="governance_item_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id__isnull", True), ("subject_kind", "")),
                    models.Q(
                        models.Q(("subject_kind", ""), _negated=True),
                        ("project__isnull", True),
                        ("subject_id__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="governance_item_subject_whole",
                violation_error_message="An item points at one thing.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingitemhistory" ("id", "is_done", "meeting_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "subject_id", "subject_kind", "title") VALUES (NEW."id", NEW."is_done", NEW."meeting_id", NEW."notes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."subject_id", NEW."subject_kind", NEW."title"); RETURN NULL;',
                    hash="05560e2fa886081a7ff025dff68ceed233a2a877",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cd388",
                    table="governance_meetingitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_meetingitemhistory" ("id", "is_done", "meeting_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "subject_id", "subject_kind", "title") VALUES (NEW."id", NEW."is_done", NEW."meeting_id", NEW."notes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."subject_id", NEW."subject_kind", NEW."title"); RETURN NULL;',
                    hash="a9f9865de9f2aff5f9b4f84357ad7ba4728e3eff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa0b2",
                    table="governance_meetingitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingitemhistory" ("id", "is_done", "meeting_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "subject_id", "subject_kind", "title") VALUES (OLD."id", OLD."is_done", OLD."meeting_id", OLD."notes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."subject_id", OLD."subject_kind", OLD."title"); RETURN NULL;',
                    hash="a4ab3126db13c05f002ae91c912f35d10a5becdc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_118e3",
                    table="governance_meetingitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="governance_decision_says_something",
                violation_error_message="Write what is decided.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("abstentions__isnull", True),
                        ("votes_against__isnull", True),
                        ("votes_for__isnull", True),
                    ),
                    models.Q(
                        ("abstentions__isnull", False),
                        ("votes_against__isnull", False),
                        ("votes_for__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="governance_decision_counts_whole",
                violation_error_message="Give the three counts, or none.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingdecisionhistory" ("abstentions", "decided_at", "id", "is_adopted", "item_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."decided_at", NEW."id", NEW."is_adopted", NEW."item_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."votes_against", NEW."votes_for"); RETURN NULL;',
                    hash="1e1c679bf882c37a26235479f02d4e889a72c856",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_10009",
                    table="governance_meetingdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_meetingdecisionhistory" ("abstentions", "decided_at", "id", "is_adopted", "item_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."decided_at", NEW."id", NEW."is_adopted", NEW."item_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."votes_against", NEW."votes_for"); RETURN NULL;',
                    hash="d37aca590d9d8ccfb85b06fa5f4e4271aa0517c9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_03090",
                    table="governance_meetingdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingdecisionhistory" ("abstentions", "decided_at", "id", "is_adopted", "item_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_against", "votes_for") VALUES (OLD."abstentions", OLD."decided_at", OLD."id", OLD."is_adopted", OLD."item_id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."votes_against", OLD."votes_for"); RETURN NULL;',
                    hash="8e905c9675abffa8744da82a5d92c7dac68f78fb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5ba8e",
                    table="governance_meetingdecision",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingmember",
            constraint=models.UniqueConstraint(
                fields=("meeting", "user"),
                name="governance_meeting_member_once",
                violation_error_message="This person is called already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seat", "president")),
                fields=("meeting",),
                name="governance_meeting_one_president",
                violation_error_message="One person presides.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingmemberhistory" ("id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "seat", "user_id") VALUES (NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presence", NEW."seat", NEW."user_id"); RETURN NULL;',
                    hash="e164000307b7ce1c4d60f22b4d2e7615ae4c6277",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f8f37",
                    table="governance_meetingmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_meetingmemberhistory" ("id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "seat", "user_id") VALUES (NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presence", NEW."seat", NEW."user_id"); RETURN NULL;',
                    hash="c17b78f3e873e4e89d7491008703068cc6a55f02",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7ab15",
                    table="governance_meetingmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_meetingmemberhistory" ("id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "seat", "user_id") VALUES (OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presence", OLD."seat", OLD."user_id"); RETURN NULL;',
                    hash="249276c1a67e181f82f1c363367c19ee156370a3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_935a9",
                    table="governance_meetingmember",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="supportneed",
            index=models.Index(fields=["host_kind", "host_id", "theme"], name="governance_need_theme"),
        ),
        migrations.AddIndex(
            model_name="supportneed",
            index=models.Index(fields=["project", "state"], name="governance_need_project"),
        ),
        migrations.AddConstraint(
            model_name="supportneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("said", ""), _negated=True),
                name="governance_need_says_what",
                violation_error_message="Write what was said.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportneed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_supportneedhistory" ("group_key", "group_name", "host_id", "host_kind", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "recorded_by_id", "said", "said_at", "state", "theme", "urgency") VALUES (NEW."group_key", NEW."group_name", NEW."host_id", NEW."host_kind", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."recorded_by_id", NEW."said", NEW."said_at", NEW."state", NEW."theme", NEW."urgency"); RETURN NULL;',
                    hash="4ace7568f17179c78fbeb316a67ba695f7322cb1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0f78b",
                    table="governance_supportneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportneed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_supportneedhistory" ("group_key", "group_name", "host_id", "host_kind", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "recorded_by_id", "said", "said_at", "state", "theme", "urgency") VALUES (NEW."group_key", NEW."group_name", NEW."host_id", NEW."host_kind", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."recorded_by_id", NEW."said", NEW."said_at", NEW."state", NEW."theme", NEW."urgency"); RETURN NULL;',
                    hash="cb0e55a8281675b435940ab1483650af654344d2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7ff08",
                    table="governance_supportneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportneed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_supportneedhistory" ("group_key", "group_name", "host_id", "host_kind", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "recorded_by_id", "said", "said_at", "state", "theme", "urgency") VALUES (OLD."group_key", OLD."group_name", OLD."host_id", OLD."host_kind", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."recorded_by_id", OLD."said", OLD."said_at", OLD."state", OLD."theme", OLD."urgency"); RETURN NULL;',
                    hash="db37c3802ec03b13b68eb63422c3f6a47f115b7c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2b643",
                    table="governance_supportneed",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["owner", "state", "due_on"], name="governance_action_owner"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["project", "state", "due_on"], name="governance_action_project"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["host_kind", "host_id", "state", "due_on"], name="governance_action_host"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["due_on", "id"], name="governance_action_order"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "done"])),
                fields=["due_on", "id"],
                name="governance_action_live",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="governance_action_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="governance_action_says_what",
                violation_error_message="Say what is to be done.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("host_id__isnull", True), ("host_kind", "")),
                    models.Q(models.Q(("host_kind", ""), _negated=True), ("host_id__isnull", False)),
                    _connector="OR",
                ),
                name="governance_action_host_whole",
                violation_error_message="A host has a kind and a number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("done_at__isnull", False), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="governance_action_done_has_project",
                violation_error_message="Only a project’s action waits for a confirmation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="governance_action_closed_has_day",
                violation_error_message="A finished action has the day it was finished.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expert__isnull", True),
                    models.Q(("expert", models.F("owner")), _negated=True),
                    _connector="OR",
                ),
                name="governance_action_expert_is_another",
                violation_error_message="The expert is somebody else than the person in charge.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_actionhistory" ("assigned_at", "closed_at", "closed_by_id", "created_at", "created_by_id", "detail", "done_at", "due_on", "evidence", "expert_id", "host_id", "host_kind", "id", "meeting_id", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "raised_at", "service_id", "state", "title") VALUES (NEW."assigned_at", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."detail", NEW."done_at", NEW."due_on", NEW."evidence", NEW."expert_id", NEW."host_id", NEW."host_kind", NEW."id", NEW."meeting_id", NEW."need_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."raised_at", NEW."service_id", NEW."state", NEW."title"); RETURN NULL;',
                    hash="2fc27d7234b40db5bbcf086c42e610774005218a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75d82",
                    table="governance_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "governance_actionhistory" ("assigned_at", "closed_at", "closed_by_id", "created_at", "created_by_id", "detail", "done_at", "due_on", "evidence", "expert_id", "host_id", "host_kind", "id", "meeting_id", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "raised_at", "service_id", "state", "title") VALUES (NEW."assigned_at", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."detail", NEW."done_at", NEW."due_on", NEW."evidence", NEW."expert_id", NEW."host_id", NEW."host_kind", NEW."id", NEW."meeting_id", NEW."need_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."raised_at", NEW."service_id", NEW."state", NEW."title"); RETURN NULL;',
                    hash="947070a53dad6b1ef47225c74509f9559ece35e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e04c6",
                    table="governance_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "governance_actionhistory" ("assigned_at", "closed_at", "closed_by_id", "created_at", "created_by_id", "detail", "done_at", "due_on", "evidence", "expert_id", "host_id", "host_kind", "id", "meeting_id", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "raised_at", "service_id", "state", "title") VALUES (OLD."assigned_at", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."created_by_id", OLD."detail", OLD."done_at", OLD."due_on", OLD."evidence", OLD."expert_id", OLD."host_id", OLD."host_kind", OLD."id", OLD."meeting_id", OLD."need_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."raised_at", OLD."service_id", OLD."state", OLD."title"); RETURN NULL;',
                    hash="74155f98a82db34c3456d5265dc3e2ece4c45e15",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a54cd",
                    table="governance_action",
                    when="AFTER",
                ),
            ),
        ),
    ]
