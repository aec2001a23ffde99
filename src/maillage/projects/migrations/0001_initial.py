import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.core.invitations
import maillage.projects.enums
import maillage.projects.models


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
                            choices=maillage.projects.models.trade_choices, max_length=30
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
                            choices=maillage.projects.models.theme_choices, max_length=30
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
            ],
            options={
                "verbose_name": "project",
                "ordering": ["-updated_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="projects_project_has_title",
                        violation_error_message="A project has a title.",
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
                            choices=maillage.projects.models.trade_choices, max_length=30
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
                            choices=maillage.projects.models.theme_choices, max_length=30
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
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "need", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."legal_form", NEW."need", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."stage", NEW."summary", NEW."themes", NEW."title", NEW."trades", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="60f6bd9c8f1919a5500ec9665d1f102f18f22bd4",
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
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "need", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."legal_form", NEW."need", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."stage", NEW."summary", NEW."themes", NEW."title", NEW."trades", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="61c446094276d345b54123d67cee2a18fc986606",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_804c3",
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
                    func='INSERT INTO "projects_projecthistory" ("commune_id", "created_at", "created_by_id", "id", "legal_form", "need", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "stage", "summary", "themes", "title", "trades", "updated_at", "visibility") VALUES (OLD."commune_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."legal_form", OLD."need", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."stage", OLD."summary", OLD."themes", OLD."title", OLD."trades", OLD."updated_at", OLD."visibility"); RETURN NULL;',
                    hash="6dbd9a4f3314ff0ce724242348fb0b0336bed670",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2192f",
                    table="projects_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."revoked_at", NEW."role"); RETURN NULL;',
                    hash="eb0eb69e466a7cc04831818453511fefc2e27d05",
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
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."revoked_at", NEW."role"); RETURN NULL;',
                    hash="82ed2d7155d25f9c1e3d24dfebc1302cf6adba57",
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
                    func='INSERT INTO "projects_projectinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "revoked_at", "role") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."email", OLD."expires_at", OLD."id", OLD."invited_at", OLD."invited_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."revoked_at", OLD."role"); RETURN NULL;',
                    hash="a1c380b242b51663ee94212f8760a2a378ec9659",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2a6c3",
                    table="projects_projectinvitation",
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
    ]
