import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.core.clock
import maillage.core.invitations
import maillage.programmes.models.application
import maillage.programmes.models.grid
import maillage.programmes.models.label
import maillage.programmes.models.matching
import maillage.programmes.models.programme
import maillage.projects.enums
import maillage.projects.models.project


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_extensions"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("projects", "0001_initial"),
        ("questionnaires", "0001_initial"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="directory.organisation",
                        verbose_name="operator",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose, in one sentence")),
                ("text", models.TextField(blank=True, verbose_name="presentation")),
                (
                    "label_name",
                    models.CharField(
                        help_text="What a retained place becomes, for example “Manufacture de proximité”.",
                        max_length=80,
                        verbose_name="name of the label",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="contact address"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="has a public page")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
            ],
            options={
                "verbose_name": "programme",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                        ),
                        name="programmes_programme_has_name",
                        violation_error_message="A programme has a name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeHistory",
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
                        to="programmes.programme",
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
                    "operator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="operator",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose, in one sentence")),
                ("text", models.TextField(blank=True, verbose_name="presentation")),
                (
                    "label_name",
                    models.CharField(
                        help_text="What a retained place becomes, for example “Manufacture de proximité”.",
                        max_length=80,
                        verbose_name="name of the label",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="contact address"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="has a public page")),
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
            name="ProgrammeTerritory",
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "territory of a programme",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="programmeterritory_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="programmes_programmeterritory_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "level", "code"), name="programmes_programme_territory_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeTerritoryHistory",
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
                        to="programmes.programmeterritory",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="programmes.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Officer"),
                            ("reviewer", "Reviewer"),
                            ("juror", "Juror"),
                            ("trainer", "Trainer"),
                            ("observer", "Observer"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=maillage.programmes.models.programme.today, verbose_name="first day"
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "role in a programme",
                "ordering": ["role", "starts_on", "pk"],
                "indexes": [models.Index(fields=["user", "role"], name="programmes_role_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="programmes_role_ends_after_start",
                        violation_error_message="A role ends after it starts.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("programme", "="),
                            ("user", "="),
                            ("role", "="),
                            (
                                maillage.programmes.models.programme.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                ),
                                "&&",
                            ),
                        ],
                        name="programmes_role_once_at_a_time",
                        violation_error_message="This person has that role on those days already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeRoleHistory",
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
                        to="programmes.programmerole",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
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
                        choices=[
                            ("officer", "Officer"),
                            ("reviewer", "Reviewer"),
                            ("juror", "Juror"),
                            ("trainer", "Trainer"),
                            ("observer", "Observer"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=maillage.programmes.models.programme.today, verbose_name="first day"
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeInvitation",
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="programmes.programme",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Officer"),
                            ("reviewer", "Reviewer"),
                            ("juror", "Juror"),
                            ("trainer", "Trainer"),
                            ("observer", "Observer"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a programme",
                "ordering": ["-invited_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="programmes_programmeinvitation_accepted_or_revoked",
                        violation_error_message="An accepted invitation cannot be revoked.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                        fields=("programme", "email", "role"),
                        name="programmes_invitation_once",
                        violation_error_message="This address is invited to that role already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeInvitationHistory",
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
                        to="programmes.programmeinvitation",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Officer"),
                            ("reviewer", "Reviewer"),
                            ("juror", "Juror"),
                            ("trainer", "Trainer"),
                            ("observer", "Observer"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="programmes.programme",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(max_length=300, verbose_name="in one sentence")),
                ("text", models.TextField(blank=True, verbose_name="presentation")),
                (
                    "next_steps",
                    models.TextField(
                        help_text="Goes into the receipt: when and how people will be answered.",
                        verbose_name="what happens next",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("places", models.PositiveIntegerField(verbose_name="number of places")),
                (
                    "budget_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="budget"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "intakes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), blank=True, default=list, size=None
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="why it was withdrawn")),
            ],
            options={
                "verbose_name": "call",
                "ordering": ["-closes_at", "-pk"],
                "indexes": [models.Index(fields=["closes_at"], name="programmes_call_closes")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="programmes_call_closes_after_opening",
                        violation_error_message="A call closes after it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gt", 0)),
                        name="programmes_call_has_places",
                        violation_error_message="A call has at least one place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="programmes_call_published_has_moment",
                        violation_error_message="A published call has the moment of its publication.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_amount__isnull", True), ("budget_amount__gt", 0), _connector="OR"
                        ),
                        name="programmes_call_budget_positive",
                        violation_error_message="A budget is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_call_withdrawn_has_reason",
                        violation_error_message="A withdrawn call says when and why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallHistory",
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
                        to="programmes.call",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(max_length=300, verbose_name="in one sentence")),
                ("text", models.TextField(blank=True, verbose_name="presentation")),
                (
                    "next_steps",
                    models.TextField(
                        help_text="Goes into the receipt: when and how people will be answered.",
                        verbose_name="what happens next",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("places", models.PositiveIntegerField(verbose_name="number of places")),
                (
                    "budget_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="budget"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "intakes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), blank=True, default=list, size=None
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="why it was withdrawn")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EligibilityRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("territory", "The commune is in a territory"),
                            ("typology", "The commune is of a kind"),
                            ("population_below", "The commune has fewer inhabitants than"),
                            ("legal_form", "The applicant has a legal form"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="sentence")),
                (
                    "typologies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        help_text="Kind and value, as “density:6”; one of them is enough.",
                        size=None,
                    ),
                ),
                (
                    "population_below",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="fewer inhabitants than"),
                ),
                (
                    "legal_forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.enums.carrier_forms, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "carriers",
                    models.CharField(
                        choices=[
                            ("any", "One of those who carry it, at least"),
                            ("lead", "The one that leads"),
                            ("each", "Each of those who carry it"),
                        ],
                        default="any",
                        max_length=4,
                        verbose_name="of the carriers",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of eligibility",
                "ordering": ["call", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("call", "position"),
                        name="programmes_rule_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True),
                        name="programmes_rule_has_sentence",
                        violation_error_message="A rule says its condition in a sentence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "territory"),
                                ("legal_forms", []),
                                ("population_below__isnull", True),
                                ("typologies", []),
                            ),
                            models.Q(
                                models.Q(("typologies", []), _negated=True),
                                ("kind", "typology"),
                                ("legal_forms", []),
                                ("population_below__isnull", True),
                            ),
                            models.Q(
                                ("kind", "population_below"),
                                ("legal_forms", []),
                                ("population_below__gt", 0),
                                ("typologies", []),
                            ),
                            models.Q(
                                models.Q(("legal_forms", []), _negated=True),
                                ("kind", "legal_form"),
                                ("population_below__isnull", True),
                                ("typologies", []),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_rule_holds_its_kind",
                        violation_error_message="A rule holds what its kind needs, and nothing else.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityRuleHistory",
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
                        to="programmes.eligibilityrule",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("territory", "The commune is in a territory"),
                            ("typology", "The commune is of a kind"),
                            ("population_below", "The commune has fewer inhabitants than"),
                            ("legal_form", "The applicant has a legal form"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="sentence")),
                (
                    "typologies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        help_text="Kind and value, as “density:6”; one of them is enough.",
                        size=None,
                    ),
                ),
                (
                    "population_below",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="fewer inhabitants than"),
                ),
                (
                    "legal_forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.projects.enums.carrier_forms, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "carriers",
                    models.CharField(
                        choices=[
                            ("any", "One of those who carry it, at least"),
                            ("lead", "The one that leads"),
                            ("each", "Each of those who carry it"),
                        ],
                        default="any",
                        max_length=4,
                        verbose_name="of the carriers",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RuleTerritory",
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
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="programmes.eligibilityrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "territory of a rule",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="ruleterritory_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="programmes_ruleterritory_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("rule", "level", "code"), name="programmes_rule_territory_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleTerritoryHistory",
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
                        to="programmes.ruleterritory",
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
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.eligibilityrule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("slug", models.SlugField(max_length=40, verbose_name="short name")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="what is asked")),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="questionnaires.version",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("applicants", "Those who applied"),
                            ("admitted", "Those who are admitted to it"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="who reads its questions",
                    ),
                ),
                (
                    "admission",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone who finished the stage before"),
                            ("admitted", "Those whom an officer admits"),
                        ],
                        default="everyone",
                        max_length=10,
                        verbose_name="who may answer",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "ordering": ["call", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("call", "position"),
                        name="programmes_stage_position",
                    ),
                    models.UniqueConstraint(
                        fields=("call", "slug"),
                        name="programmes_stage_slug",
                        violation_error_message="Another stage of the call has this short name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("slug", ""), _negated=True),
                            ("position__gt", 0),
                        ),
                        name="programmes_stage_has_title",
                        violation_error_message="A stage has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gt", 1), ("admission", "everyone"), _connector="OR"),
                        name="programmes_stage_first_is_for_everyone",
                        violation_error_message="The first stage is open to everyone.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageHistory",
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
                        to="programmes.stage",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("slug", models.SlugField(db_index=False, max_length=40, verbose_name="short name")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="what is asked")),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="questionnaires.version",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("applicants", "Those who applied"),
                            ("admitted", "Those who are admitted to it"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="who reads its questions",
                    ),
                ),
                (
                    "admission",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone who finished the stage before"),
                            ("admitted", "Those whom an officer admits"),
                        ],
                        default="everyone",
                        max_length=10,
                        verbose_name="who may answer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waves",
                        to="programmes.call",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                (
                    "places",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="number of places"),
                ),
                (
                    "budget_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="budget"
                    ),
                ),
            ],
            options={
                "verbose_name": "wave",
                "ordering": ["call", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "number"), name="programmes_wave_number"),
                    models.CheckConstraint(
                        condition=models.Q(("places__isnull", True), ("places__gt", 0), _connector="OR"),
                        name="programmes_wave_has_places",
                        violation_error_message="A wave has at least one place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_amount__isnull", True), ("budget_amount__gt", 0), _connector="OR"
                        ),
                        name="programmes_wave_budget_positive",
                        violation_error_message="A budget is more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)),
                        name="programmes_wave_number_positive",
                        violation_error_message="Waves are counted from one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveHistory",
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
                        to="programmes.wave",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                (
                    "places",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="number of places"),
                ),
                (
                    "budget_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="budget"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="programmes.wave",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="programmes.stage",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
            ],
            options={
                "verbose_name": "moments of a stage",
                "ordering": ["wave", "stage"],
                "indexes": [models.Index(fields=["stage", "opens_at"], name="programmes_window_stage")],
                "constraints": [
                    models.UniqueConstraint(fields=("wave", "stage"), name="programmes_window_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="programmes_window_closes_after_opening",
                        violation_error_message="A stage closes after it opens.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowHistory",
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
                        to="programmes.window",
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
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.wave",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stage",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="programmes.wave",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "A département"), ("typology", "A kind of commune")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=50, verbose_name="for")),
                ("places", models.PositiveIntegerField(verbose_name="places at most")),
            ],
            options={
                "verbose_name": "quota",
                "ordering": ["wave", "kind", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("wave", "kind", "value"),
                        name="programmes_quota_once",
                        violation_error_message="This wave has a quota for that already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True),
                        name="programmes_quota_says_for_what",
                        violation_error_message="A quota says for what.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuotaHistory",
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
                        to="programmes.quota",
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
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.wave",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "A département"), ("typology", "A kind of commune")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=50, verbose_name="for")),
                ("places", models.PositiveIntegerField(verbose_name="places at most")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="programmes.call",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=maillage.programmes.models.application.new_reference,
                        max_length=9,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="programmes.wave",
                        verbose_name="wave",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="programmes.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "stage_filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing at this stage",
                    ),
                ),
                (
                    "stage_submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at this stage"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="project")),
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
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.department",
                        verbose_name="département",
                    ),
                ),
                ("legal_form", models.CharField(blank=True, max_length=30, verbose_name="legal form")),
                (
                    "requested_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="requested amount",
                    ),
                ),
                (
                    "title_key",
                    models.CharField(help_text="The title without accents, to sort by.", max_length=120),
                ),
                (
                    "search_text",
                    models.TextField(help_text="Title, commune, organisations and number, normalised."),
                ),
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
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved"),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "eligibility",
                    models.CharField(
                        choices=[
                            ("eligible", "Eligible"),
                            ("ineligible", "Not eligible"),
                            ("unknown", "Cannot tell yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="eligibility",
                    ),
                ),
                (
                    "eligibility_detail",
                    models.JSONField(default=list, help_text="What each rule said: sentence, verdict, fact."),
                ),
                (
                    "admissibility",
                    models.CharField(
                        choices=[
                            ("none", "To check"),
                            ("admissible", "Admissible"),
                            ("to_complete", "To complete"),
                            ("inadmissible", "Not admissible"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="admissibility",
                    ),
                ),
                (
                    "derogation_request",
                    models.TextField(
                        blank=True,
                        help_text="Why the programme should look at it although a rule says no.",
                        verbose_name="request for an exception",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "announced_decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="announced decision",
                    ),
                ),
                ("announced_reason", models.TextField(blank=True)),
                ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="announced")),
                (
                    "waiting_rank",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rank on the waiting list"
                    ),
                ),
                (
                    "granted_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount granted"
                    ),
                ),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="last day to appeal")),
            ],
            options={
                "verbose_name": "application",
                "ordering": ["-submitted_at", "-pk"],
                "indexes": [
                    models.Index(
                        models.F("call"),
                        models.OrderBy(models.F("submitted_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("filing", "submitted")),
                        name="programmes_application_recent",
                    ),
                    models.Index(
                        condition=models.Q(("filing", "submitted")),
                        fields=["call", "title_key", "id"],
                        name="programmes_application_title",
                    ),
                    models.Index(
                        models.F("call"),
                        models.F("department"),
                        models.OrderBy(models.F("submitted_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("filing", "submitted")),
                        name="programmes_application_dept",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_text"), name="gin_trgm_ops"),
                        name="programmes_application_search",
                    ),
                    models.Index(
                        fields=[
                            "call",
                            "filing",
                            "decision",
                            "announced_decision",
                            "eligibility",
                            "wave",
                            "stage",
                            "stage_filing",
                            "admissibility",
                        ],
                        name="programmes_application_states",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filing", "submitted"), _negated=True),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_application_submitted_has_moment",
                        violation_error_message="A submitted application has its moment and its author.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filing", "withdrawn"), _negated=True),
                            ("withdrawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="programmes_application_withdrawn_has_moment",
                        violation_error_message="A withdrawn application has its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "none"), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="programmes_application_decided_was_submitted",
                        violation_error_message="Only a submitted application is decided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "none"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_application_decided_by_someone",
                        violation_error_message="A decision has its author and its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("announced_at__isnull", True), ("announced_decision", "none")),
                            models.Q(
                                models.Q(("announced_decision", "none"), _negated=True),
                                ("announced_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_application_announced_has_moment",
                        violation_error_message="An announced decision has its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision__in", ["inadmissible", "refused", "waiting", "withdrawn"]),
                                _negated=True,
                            ),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_application_refusal_has_reason",
                        violation_error_message="A refusal or a place on the waiting list has its reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiting_rank__isnull", True),
                            models.Q(("decision", "waiting"), ("waiting_rank__gt", 0)),
                            _connector="OR",
                        ),
                        name="programmes_application_rank_when_waiting",
                        violation_error_message="Only the waiting list has ranks, from 1.",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("call", "waiting_rank"),
                        name="programmes_application_rank_once",
                        violation_error_message="Two files of a call cannot have the same rank.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_amount__isnull", True), ("granted_amount__gte", 0), _connector="OR"
                        ),
                        name="programmes_application_granted_positive",
                        violation_error_message="An amount granted is not negative.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("filing", "withdrawn"), _negated=True),
                        fields=("wave", "project"),
                        name="programmes_application_once",
                        violation_error_message="This project has an application to this call already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage_filing", "draft"), ("stage_submitted_at__isnull", True)),
                            models.Q(("stage_filing", "submitted"), ("stage_submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_application_stage_submitted_has_moment",
                        violation_error_message="A submitted file has its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationHistory",
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
                        to="programmes.application",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
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
                        verbose_name="project",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=maillage.programmes.models.application.new_reference,
                        max_length=9,
                        verbose_name="number",
                    ),
                ),
                (
                    "filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.wave",
                        verbose_name="wave",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "stage_filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing at this stage",
                    ),
                ),
                (
                    "stage_submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at this stage"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="project")),
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
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.department",
                        verbose_name="département",
                    ),
                ),
                ("legal_form", models.CharField(blank=True, max_length=30, verbose_name="legal form")),
                (
                    "requested_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="requested amount",
                    ),
                ),
                (
                    "title_key",
                    models.CharField(help_text="The title without accents, to sort by.", max_length=120),
                ),
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
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved"),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                (
                    "submitted_by",
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
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "eligibility",
                    models.CharField(
                        choices=[
                            ("eligible", "Eligible"),
                            ("ineligible", "Not eligible"),
                            ("unknown", "Cannot tell yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="eligibility",
                    ),
                ),
                (
                    "eligibility_detail",
                    models.JSONField(default=list, help_text="What each rule said: sentence, verdict, fact."),
                ),
                (
                    "admissibility",
                    models.CharField(
                        choices=[
                            ("none", "To check"),
                            ("admissible", "Admissible"),
                            ("to_complete", "To complete"),
                            ("inadmissible", "Not admissible"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="admissibility",
                    ),
                ),
                (
                    "derogation_request",
                    models.TextField(
                        blank=True,
                        help_text="Why the programme should look at it although a rule says no.",
                        verbose_name="request for an exception",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
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
                    ),
                ),
                (
                    "announced_decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="announced decision",
                    ),
                ),
                ("announced_reason", models.TextField(blank=True)),
                ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="announced")),
                (
                    "waiting_rank",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rank on the waiting list"
                    ),
                ),
                (
                    "granted_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount granted"
                    ),
                ),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="last day to appeal")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EligibilityOverrule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrules",
                        to="programmes.application",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("eligible", "Eligible"), ("ineligible", "Not eligible")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
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
                "verbose_name": "overruled eligibility",
                "ordering": ["application", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="programmes_overrule_has_reason",
                        violation_error_message="Overruling has its reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["eligible", "ineligible"])),
                        name="programmes_overrule_takes_a_side",
                        violation_error_message="Overruling says eligible, or not eligible.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityOverruleHistory",
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
                        to="programmes.eligibilityoverrule",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("eligible", "Eligible"), ("ineligible", "Not eligible")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
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
            name="StageFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_files",
                        to="programmes.application",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_files",
                        to="programmes.stage",
                    ),
                ),
                (
                    "filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_files",
                        to="questionnaires.response",
                        verbose_name="answers",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="opened"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                (
                    "submitted_by",
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
                "verbose_name": "file of a stage",
                "ordering": ["application", "stage"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "stage"), name="programmes_stage_file_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filing", "draft"),
                            models.Q(
                                ("filing", "submitted"),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_stage_file_submitted_has_moment",
                        violation_error_message="A submitted file has its moment and its author.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageFileHistory",
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
                        to="programmes.stagefile",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stage",
                    ),
                ),
                (
                    "filing",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                        verbose_name="filing",
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
                    "opened_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="opened"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                (
                    "submitted_by",
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
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("text", models.CharField(max_length=300, verbose_name="what to check")),
            ],
            options={
                "verbose_name": "item of a checklist",
                "ordering": ["call", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("call", "position"),
                        name="programmes_checklist_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="programmes_checklist_has_text",
                        violation_error_message="Say what is checked.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItemHistory",
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
                        to="programmes.checklistitem",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("text", models.CharField(max_length=300, verbose_name="what to check")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AdmissibilityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="programmes.stagefile",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("none", "To check"),
                            ("admissible", "Admissible"),
                            ("to_complete", "To complete"),
                            ("inadmissible", "Not admissible"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("results", models.JSONField(default=list)),
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
                "verbose_name": "check of admissibility",
                "ordering": ["stage_file", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict", "none"), _negated=True),
                        name="programmes_check_says_something",
                        violation_error_message="Say admissible, not admissible, or to complete.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "inadmissible"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_check_refusal_has_reason",
                        violation_error_message="What is not admissible has its reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdmissibilityCheckHistory",
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
                        to="programmes.admissibilitycheck",
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
                    "stage_file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stagefile",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("none", "To check"),
                            ("admissible", "Admissible"),
                            ("to_complete", "To complete"),
                            ("inadmissible", "Not admissible"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("results", models.JSONField(default=list)),
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
            name="CompletionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completions",
                        to="programmes.stagefile",
                    ),
                ),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="questions"
                    ),
                ),
                ("message", models.TextField(verbose_name="what is missing")),
                ("due_at", models.DateTimeField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for the applicant"),
                            ("done", "Completed"),
                            ("lapsed", "Not completed in time"),
                            ("cancelled", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
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
                "verbose_name": "request for completion",
                "ordering": ["stage_file", "asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_at"],
                        name="programmes_completion_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("stage_file",),
                        name="programmes_completion_once",
                        violation_error_message="A request for completion waits already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message", ""), _negated=True),
                            models.Q(("questions", []), _negated=True),
                        ),
                        name="programmes_completion_says_what",
                        violation_error_message="Say what is missing, and at which questions.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))),
                        name="programmes_completion_due_after_asked",
                        violation_error_message="A deadline is after today.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_completion_ended_has_moment",
                        violation_error_message="What is ended has its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompletionRequestHistory",
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
                        to="programmes.completionrequest",
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
                    "stage_file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stagefile",
                    ),
                ),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="questions"
                    ),
                ),
                ("message", models.TextField(verbose_name="what is missing")),
                ("due_at", models.DateTimeField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for the applicant"),
                            ("done", "Completed"),
                            ("lapsed", "Not completed in time"),
                            ("cancelled", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment)),
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
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
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
        migrations.CreateModel(
            name="CallDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="programmes.call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_document",
                        to="core.storedfile",
                    ),
                ),
                ("added_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a call",
                "ordering": ["call", "added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="programmes_document_has_title",
                        violation_error_message="A document has a title.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallDocumentHistory",
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
                        to="programmes.calldocument",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CallQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="programmes.call",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="question")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To answer"),
                            ("answered", "Answered, published"),
                            ("set_aside", "Answered in private"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
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
                "verbose_name": "question about a call",
                "ordering": ["call", "asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["call", "state", "answered_at"], name="programmes_question_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="programmes_question_has_text",
                        violation_error_message="Write your question.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_question_answered_has_answer",
                        violation_error_message="An answered question has its answer and its author.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallQuestionHistory",
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
                        to="programmes.callquestion",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="question")),
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
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To answer"),
                            ("answered", "Answered, published"),
                            ("set_aside", "Answered in private"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
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
            name="CallFollower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="programmes.call",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "told_opening_at",
                    models.DateTimeField(
                        blank=True, help_text="The opening that they were last told of.", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "follower of a call",
                "ordering": ["call", "since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "user"), name="programmes_follower_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallFollowerHistory",
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
                        to="programmes.callfollower",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
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
                ("since", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "told_opening_at",
                    models.DateTimeField(
                        blank=True, help_text="The opening that they were last told of.", null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="programmes.programme",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="programmes.call",
                        verbose_name="call",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="starts")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "promotion",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name"),
                        name="programmes_cohort_name",
                        violation_error_message="The programme has a promotion of that name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="programmes_cohort_ends_after_start",
                        violation_error_message="A promotion ends after it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortHistory",
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
                        to="programmes.cohort",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                        verbose_name="call",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="starts")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CohortMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="programmes.cohort",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohort_member",
                        to="programmes.application",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "member of a promotion",
                "ordering": ["cohort", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cohort__isnull", False), ("state", "active")),
                            models.Q(("cohort__isnull", True), ("state__in", ["to_place", "deferred"])),
                            ("state", "dropped_out"),
                            _connector="OR",
                        ),
                        name="programmes_cohortmember_is_somewhere",
                        violation_error_message="A file is in a promotion, or waits for one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortMemberHistory",
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
                        to="programmes.cohortmember",
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
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.cohort",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CohortMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="programmes.cohortmember",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "Entered"),
                            ("moved", "Moved"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                            ("came_back", "Came back"),
                        ],
                        max_length=12,
                        verbose_name="passage",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "from_cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="departures",
                        to="programmes.cohort",
                    ),
                ),
                (
                    "to_cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="arrivals",
                        to="programmes.cohort",
                    ),
                ),
                ("from_name", models.CharField(blank=True, max_length=120)),
                ("to_name", models.CharField(blank=True, max_length=120)),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "passage between promotions",
                "ordering": ["member", "at", "pk"],
                "indexes": [models.Index(fields=["batch"], name="programmes_cohortmove_batch")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["deferred", "dropped_out"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_cohortmove_has_reason",
                        violation_error_message="Deferring and leaving have their reason.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortMoveHistory",
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
                        to="programmes.cohortmove",
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
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.cohortmember",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "Entered"),
                            ("moved", "Moved"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                            ("came_back", "Came back"),
                        ],
                        max_length=12,
                        verbose_name="passage",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("to_place", "Waits for a promotion"),
                            ("active", "In the promotion"),
                            ("deferred", "Deferred"),
                            ("dropped_out", "Left"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "from_cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.cohort",
                    ),
                ),
                (
                    "to_cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.cohort",
                    ),
                ),
                ("from_name", models.CharField(blank=True, max_length=120)),
                ("to_name", models.CharField(blank=True, max_length=120)),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="programmes.application",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="condition")),
                ("due_on", models.DateField(verbose_name="due")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_note",
                    models.CharField(blank=True, max_length=500, verbose_name="how it was fulfilled"),
                ),
            ],
            options={
                "verbose_name": "condition of a decision",
                "ordering": ["application", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="programmes_condition_has_text",
                        violation_error_message="A condition says what is asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_condition_lifted_by_someone",
                        violation_error_message="A lifted condition has its author and its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConditionHistory",
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
                        to="programmes.condition",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="condition")),
                ("due_on", models.DateField(verbose_name="due")),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "lifted_by",
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
                    "lifted_note",
                    models.CharField(blank=True, max_length=500, verbose_name="how it was fulfilled"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reopenings",
                        to="programmes.application",
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                        verbose_name="decision that had been told",
                    ),
                ),
                ("why", models.TextField(verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "reopened decision",
                "ordering": ["application", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("application",),
                        name="programmes_reopening_one_open",
                        violation_error_message="This decision is reopened already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="programmes_reopening_has_reason",
                        violation_error_message="Reopening has its reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReopeningHistory",
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
                        to="programmes.reopening",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                        verbose_name="decision that had been told",
                    ),
                ),
                ("why", models.TextField(verbose_name="reason")),
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="programmes.call",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("done", "Published"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Could not leave"),
                        ],
                        default="scheduled",
                        max_length=10,
                    ),
                ),
                ("publish_at", models.DateTimeField(verbose_name="leaves")),
                (
                    "plans",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Promotions to form: name, days, applications (null: the rest).",
                    ),
                ),
                (
                    "unplaced",
                    models.JSONField(
                        blank=True,
                        help_text="Days of the labels of those that wait for a promotion.",
                        null=True,
                    ),
                ),
                (
                    "answer_by",
                    models.DateField(blank=True, null=True, verbose_name="retained teams answer by"),
                ),
                (
                    "moves_on",
                    models.BooleanField(
                        default=False, verbose_name="a place that nobody confirms goes to the waiting list"
                    ),
                ),
                (
                    "offer_days",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="days to answer for those of the waiting list"
                    ),
                ),
                (
                    "appeal_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days to appeal"),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "announcement of decisions",
                "ordering": ["-publish_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "scheduled")),
                        fields=["publish_at"],
                        name="programmes_announcement_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["scheduled", "failed"])),
                        fields=("call",),
                        name="programmes_announcement_one_to_come",
                        violation_error_message="An announcement of this call is to come already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="programmes_announcement_done_has_moment",
                        violation_error_message="A published announcement has its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_announcement_failure_is_told",
                        violation_error_message="What could not leave says why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementHistory",
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
                        to="programmes.announcement",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("done", "Published"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Could not leave"),
                        ],
                        default="scheduled",
                        max_length=10,
                    ),
                ),
                ("publish_at", models.DateTimeField(verbose_name="leaves")),
                (
                    "plans",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Promotions to form: name, days, applications (null: the rest).",
                    ),
                ),
                (
                    "unplaced",
                    models.JSONField(
                        blank=True,
                        help_text="Days of the labels of those that wait for a promotion.",
                        null=True,
                    ),
                ),
                (
                    "answer_by",
                    models.DateField(blank=True, null=True, verbose_name="retained teams answer by"),
                ),
                (
                    "moves_on",
                    models.BooleanField(
                        default=False, verbose_name="a place that nobody confirms goes to the waiting list"
                    ),
                ),
                (
                    "offer_days",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="days to answer for those of the waiting list"
                    ),
                ),
                (
                    "appeal_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days to appeal"),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Grid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grids",
                        to="programmes.programme",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
            ],
            options={
                "verbose_name": "grid",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="programmes_grid_has_name",
                        violation_error_message="A grid has a name.",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "name"),
                        name="programmes_grid_name_once",
                        violation_error_message="The programme has a grid of this name already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridHistory",
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
                        to="programmes.grid",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
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
            name="GridVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="programmes.grid",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
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
                        default=maillage.programmes.models.grid.empty,
                        help_text="As programmes.grids says.",
                        verbose_name="criteria",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
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
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a grid",
                "ordering": ["grid", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("grid", "number"), name="programmes_gridversion_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("grid",),
                        name="programmes_gridversion_one_draft",
                        violation_error_message="The grid has a draft already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="programmes_gridversion_published_has_moment",
                        violation_error_message="A published version has its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridVersionHistory",
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
                        to="programmes.gridversion",
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
                    "grid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.grid",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
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
                        default=maillage.programmes.models.grid.empty,
                        help_text="As programmes.grids says.",
                        verbose_name="criteria",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
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
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_rounds",
                        to="programmes.call",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only what was handed in at that stage is reviewed; none: the whole file.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_rounds",
                        to="programmes.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_rounds",
                        to="programmes.wave",
                        verbose_name="wave",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "grid_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.gridversion",
                        verbose_name="grid",
                    ),
                ),
                (
                    "reviewers_per_file",
                    models.PositiveSmallIntegerField(default=2, verbose_name="reviewers per file"),
                ),
                ("opens_at", models.DateTimeField(verbose_name="reviews open")),
                ("closes_at", models.DateTimeField(verbose_name="reviews close")),
                (
                    "discussion_ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="discussion ends"),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="word to the reviewers")),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="applicants are masked")),
                (
                    "masked_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Values of Mask, and ids of questions whose answers are hidden.",
                        size=None,
                    ),
                ),
                (
                    "applicants_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="never",
                        max_length=10,
                        verbose_name="what is masked is shown",
                    ),
                ),
                (
                    "reviewers_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="names of the other reviewers",
                    ),
                ),
                (
                    "reviews_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="the other reviews",
                    ),
                ),
                (
                    "scores_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="the other scores and the total",
                    ),
                ),
                (
                    "discussion_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="discussion",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                (
                    "conflicts_checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="conflicts last looked for"),
                ),
            ],
            options={
                "verbose_name": "review round",
                "ordering": ["-closes_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="programmes_reviewround_has_title",
                        violation_error_message="A round has a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="programmes_reviewround_closes_after_opening",
                        violation_error_message="A round closes after it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discussion_ends_at__isnull", True),
                            ("discussion_ends_at__gt", models.F("closes_at")),
                            _connector="OR",
                        ),
                        name="programmes_reviewround_discussion_after",
                        violation_error_message="The discussion ends after the reviews close.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewers_per_file__gt", 0)),
                        name="programmes_reviewround_has_reviewers",
                        violation_error_message="A file has at least one reviewer.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewRoundHistory",
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
                        to="programmes.reviewround",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Only what was handed in at that stage is reviewed; none: the whole file.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.wave",
                        verbose_name="wave",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "grid_version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.gridversion",
                        verbose_name="grid",
                    ),
                ),
                (
                    "reviewers_per_file",
                    models.PositiveSmallIntegerField(default=2, verbose_name="reviewers per file"),
                ),
                ("opens_at", models.DateTimeField(verbose_name="reviews open")),
                ("closes_at", models.DateTimeField(verbose_name="reviews close")),
                (
                    "discussion_ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="discussion ends"),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="word to the reviewers")),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="applicants are masked")),
                (
                    "masked_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Values of Mask, and ids of questions whose answers are hidden.",
                        size=None,
                    ),
                ),
                (
                    "applicants_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="never",
                        max_length=10,
                        verbose_name="what is masked is shown",
                    ),
                ),
                (
                    "reviewers_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="names of the other reviewers",
                    ),
                ),
                (
                    "reviews_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="the other reviews",
                    ),
                ),
                (
                    "scores_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="the other scores and the total",
                    ),
                ),
                (
                    "discussion_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as the file is open to them"),
                            ("submitted", "once they have sent their own review of it"),
                            ("discussion", "from the discussion on"),
                            ("never", "never"),
                        ],
                        default="discussion",
                        max_length=10,
                        verbose_name="discussion",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                (
                    "conflicts_checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="conflicts last looked for"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="programmes.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("assigned", "To declare"),
                            ("accepted", "Accepted"),
                            ("started", "Begun"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("reassigned", "Taken back"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("automatic", "Computed"), ("manual", "By hand")],
                        default="manual",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True, verbose_name="assigned")),
                (
                    "declared_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the reviewer said if something binds them.",
                        null=True,
                        verbose_name="declared",
                    ),
                ),
                ("decline_reason", models.TextField(blank=True, verbose_name="why it was declined")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
            ],
            options={
                "verbose_name": "assignment",
                "ordering": ["round", "application", "pk"],
                "indexes": [
                    models.Index(fields=["reviewer", "state"], name="programmes_assignment_reviewer"),
                    models.Index(fields=["application", "state"], name="programmes_assignment_file"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "application", "reviewer"),
                        name="programmes_assignment_once",
                        violation_error_message="This person reviews this file already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "done", "started"]), _negated=True),
                            ("declared_at__isnull", False),
                            _connector="OR",
                        ),
                        name="programmes_assignment_cleared_was_declared",
                        violation_error_message="A file opens to a reviewer who declared their links.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentHistory",
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
                        to="programmes.assignment",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("assigned", "To declare"),
                            ("accepted", "Accepted"),
                            ("started", "Begun"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("reassigned", "Taken back"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("automatic", "Computed"), ("manual", "By hand")],
                        default="manual",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="created"),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True, verbose_name="assigned")),
                (
                    "declared_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the reviewer said if something binds them.",
                        null=True,
                        verbose_name="declared",
                    ),
                ),
                ("decline_reason", models.TextField(blank=True, verbose_name="why it was declined")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="programmes.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("declared", "Declared"), ("inferred", "Found by the platform")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("organisation", "Same organisation"),
                            ("membership", "Belonged to the organisation"),
                            ("colleague", "Colleague of the applicants"),
                            ("domain", "Same e-mail domain"),
                            ("team", "Same project team"),
                            ("funder", "Funder or partner"),
                            ("family", "Family or friendship"),
                            ("interest", "Financial or professional interest"),
                            ("work", "Worked with or advised this project"),
                            ("other", "Another reason"),
                        ],
                        max_length=15,
                        verbose_name="ground",
                    ),
                ),
                ("fact", models.CharField(blank=True, max_length=120)),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("found_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                (
                    "lapsed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="no longer holds since"),
                ),
                ("overruled_at", models.DateTimeField(blank=True, null=True, verbose_name="overruled")),
                (
                    "overruled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("overrule_reason", models.TextField(blank=True, verbose_name="why it was overruled")),
            ],
            options={
                "verbose_name": "conflict of interest",
                "ordering": ["application", "person", "pk"],
                "indexes": [
                    models.Index(fields=["person", "application"], name="programmes_conflict_person")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "person", "origin", "ground", "fact"),
                        name="programmes_conflict_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "inferred"), _negated=True),
                            models.Q(("fact", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_conflict_inferred_has_fact",
                        violation_error_message="A conflict that was found says from what.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overruled_at__isnull", True), ("overruled_by__isnull", True)),
                            models.Q(
                                ("overruled_at__isnull", False),
                                ("overruled_by__isnull", False),
                                models.Q(("overrule_reason", ""), _negated=True),
                                ("origin", "inferred"),
                            ),
                            _connector="OR",
                        ),
                        name="programmes_conflict_overruled_with_reason",
                        violation_error_message="Only what the platform found is overruled, with a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictHistory",
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
                        to="programmes.conflict",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("declared", "Declared"), ("inferred", "Found by the platform")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("organisation", "Same organisation"),
                            ("membership", "Belonged to the organisation"),
                            ("colleague", "Colleague of the applicants"),
                            ("domain", "Same e-mail domain"),
                            ("team", "Same project team"),
                            ("funder", "Funder or partner"),
                            ("family", "Family or friendship"),
                            ("interest", "Financial or professional interest"),
                            ("work", "Worked with or advised this project"),
                            ("other", "Another reason"),
                        ],
                        max_length=15,
                        verbose_name="ground",
                    ),
                ),
                ("fact", models.CharField(blank=True, max_length=120)),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("found_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="since")),
                (
                    "lapsed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="no longer holds since"),
                ),
                ("overruled_at", models.DateTimeField(blank=True, null=True, verbose_name="overruled")),
                (
                    "overruled_by",
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
                ("overrule_reason", models.TextField(blank=True, verbose_name="why it was overruled")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="programmes.assignment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Sent"), ("reopened", "Being changed")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("scores", models.JSONField(default=dict, verbose_name="scores")),
                ("comments", models.JSONField(default=dict, verbose_name="comments")),
                ("opinion", models.TextField(blank=True, verbose_name="general opinion")),
                ("note_to_officers", models.TextField(blank=True, verbose_name="note to the officers only")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No word yet"),
                            ("retain", "Retain"),
                            ("conditions", "Retain under conditions"),
                            ("discuss", "To discuss"),
                            ("refuse", "Do not retain"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="recommendation",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="total out of 100"
                    ),
                ),
                (
                    "is_knocked_out",
                    models.BooleanField(default=False, verbose_name="under a knock-out threshold"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="begun"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved"),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "review",
                "ordering": ["assignment"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="programmes_review_submitted_has_moment",
                        violation_error_message="A review that was sent has its moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(
                                ("total__isnull", False), models.Q(("recommendation", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="programmes_review_submitted_has_total",
                        violation_error_message="A review that was sent has its total and its recommendation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total__isnull", True), ("total__range", (0, 100)), _connector="OR"
                        ),
                        name="programmes_review_total_out_of_100",
                        violation_error_message="A total is between 0 and 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewHistory",
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
                        to="programmes.review",
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
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.assignment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Sent"), ("reopened", "Being changed")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("scores", models.JSONField(default=dict, verbose_name="scores")),
                ("comments", models.JSONField(default=dict, verbose_name="comments")),
                ("opinion", models.TextField(blank=True, verbose_name="general opinion")),
                ("note_to_officers", models.TextField(blank=True, verbose_name="note to the officers only")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No word yet"),
                            ("retain", "Retain"),
                            ("conditions", "Retain under conditions"),
                            ("discuss", "To discuss"),
                            ("refuse", "Do not retain"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="recommendation",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="total out of 100"
                    ),
                ),
                (
                    "is_knocked_out",
                    models.BooleanField(default=False, verbose_name="under a knock-out threshold"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="begun"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="saved"),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_messages",
                        to="programmes.application",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("body", models.TextField(max_length=4000, verbose_name="message")),
                ("sent_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="sent")),
            ],
            options={
                "verbose_name": "message about a file",
                "ordering": ["sent_at", "pk"],
                "indexes": [
                    models.Index(fields=["round", "application", "sent_at"], name="programmes_message_thread")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="programmes_message_has_body",
                        violation_error_message="A message says something.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewMessageHistory",
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
                        to="programmes.reviewmessage",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
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
                    ),
                ),
                ("body", models.TextField(max_length=4000, verbose_name="message")),
                ("sent_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="sent")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DiscussionDigest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_until", models.DateTimeField()),
            ],
            options={
                "verbose_name": "digest of discussions",
                "ordering": ["round", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "person"), name="programmes_digest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionDigestHistory",
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
                        to="programmes.discussiondigest",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_until", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expertise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expertises",
                        to="programmes.programme",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expertises",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
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
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In one round. Empty: what the officers ask for.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="files at most",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="updated"),
                ),
            ],
            options={
                "verbose_name": "expertise of a reviewer",
                "ordering": ["programme", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "reviewer"),
                        name="programmes_expertise_once",
                        violation_error_message="This person has a profile in the programme already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_files__isnull", True), ("most_files__gt", 0), _connector="OR"
                        ),
                        name="programmes_expertise_most_positive",
                        violation_error_message="At least one file: somebody who reads none is not a reviewer.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertiseHistory",
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
                        to="programmes.expertise",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
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
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In one round. Empty: what the officers ask for.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="files at most",
                    ),
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
            name="ExpertiseTerritory",
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
                    "expertise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="programmes.expertise",
                    ),
                ),
            ],
            options={
                "verbose_name": "territory of an expertise",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="expertiseterritory_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="programmes_expertiseterritory_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("expertise", "level", "code"), name="programmes_expertise_territory_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertiseTerritoryHistory",
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
                        to="programmes.expertiseterritory",
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
                    "expertise",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.expertise",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Bid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bids",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bids",
                        to="programmes.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_bids",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("eager", "I would like to read it"),
                            ("willing", "I can read it"),
                            ("reluctant", "I would rather not"),
                        ],
                        max_length=10,
                        verbose_name="wish",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="updated"),
                ),
            ],
            options={
                "verbose_name": "wish of a reviewer",
                "ordering": ["round", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "reviewer", "application"),
                        name="programmes_bid_once",
                        violation_error_message="This wish is said already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BidHistory",
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
                        to="programmes.bid",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("eager", "I would like to read it"),
                            ("willing", "I can read it"),
                            ("reluctant", "I would rather not"),
                        ],
                        max_length=10,
                        verbose_name="wish",
                    ),
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
            name="InformationSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="information_sessions",
                        to="programmes.call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "link",
                    models.URLField(blank=True, max_length=300, verbose_name="link to the video meeting"),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "information session",
                "ordering": ["call", "starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="programmes_information_ends_after_start",
                        violation_error_message="A session ends after it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("venue", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_information_is_somewhere",
                        violation_error_message="Say where: a place, a link, or both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                        name="programmes_information_has_seats",
                        violation_error_message="A session has at least one seat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True),
                            models.Q(("cancelled_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_information_cancelled_has_reason",
                        violation_error_message="A cancelled session says why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationSessionHistory",
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
                        to="programmes.informationsession",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "link",
                    models.URLField(blank=True, max_length=300, verbose_name="link to the video meeting"),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "calendar",
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
                        to="programmes.informationsession",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seated", "Registered"),
                            ("waiting", "On the waiting list"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "registration to an information session",
                "ordering": ["session", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "user"), name="programmes_registration_once")
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
                        to="programmes.registration",
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
                        to="programmes.informationsession",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("seated", "Registered"),
                            ("waiting", "On the waiting list"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JurySession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="juries",
                        to="programmes.call",
                        verbose_name="call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("held_at", models.DateTimeField(verbose_name="begins")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="video link")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        help_text="How many members who vote must be in the room. Those out for a conflict do not count.",
                        verbose_name="quorum",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "In session"), ("closed", "Closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("record", models.JSONField(blank=True, default=dict)),
                ("record_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "minutes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jury_session",
                        to="core.storedfile",
                    ),
                ),
                ("minutes_sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "jury session",
                "ordering": ["-held_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quorum__gt", 0)),
                        name="programmes_jury_has_quorum",
                        violation_error_message="A quorum is at least one person.",
                    ),
                    models.CheckConstraint(
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
                        name="programmes_jury_closed_is_frozen",
                        violation_error_message="A closed session has its minutes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JurySessionHistory",
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
                        to="programmes.jurysession",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                        verbose_name="call",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("held_at", models.DateTimeField(verbose_name="begins")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="video link")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        help_text="How many members who vote must be in the room. Those out for a conflict do not count.",
                        verbose_name="quorum",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "In session"), ("closed", "Closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                ("record_sha256", models.CharField(blank=True, max_length=64)),
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
                ("minutes_sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JuryMember",
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
                        related_name="members",
                        to="programmes.jurysession",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jury_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("president", "President"),
                            ("member", "Member"),
                            ("secretary", "Secretary"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "is_present",
                    models.BooleanField(
                        default=False,
                        help_text="Ticked at the roll call, unticked on leaving.",
                        verbose_name="in the meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a jury",
                "ordering": ["session", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "user"),
                        name="programmes_jury_member_once",
                        violation_error_message="This person sits in the jury already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "president")),
                        fields=("session",),
                        name="programmes_jury_one_president",
                        violation_error_message="A jury has one president.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JuryMemberHistory",
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
                        to="programmes.jurymember",
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
                        to="programmes.jurysession",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("president", "President"),
                            ("member", "Member"),
                            ("secretary", "Secretary"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "is_present",
                    models.BooleanField(
                        default=False,
                        help_text="Ticked at the roll call, unticked on leaving.",
                        verbose_name="in the meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                        related_name="items",
                        to="programmes.jurysession",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_items",
                        to="programmes.application",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To come"),
                            ("called", "Under discussion"),
                            ("adopted", "Adopted"),
                            ("rejected", "Rejected"),
                            ("postponed", "Postponed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("notes_version", models.PositiveIntegerField(default=1)),
                (
                    "notes_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("notes_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opinion",
                    models.TextField(
                        blank=True,
                        help_text="Becomes the reason of the decision.",
                        verbose_name="opinion of the jury",
                    ),
                ),
                (
                    "proposal",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="proposal",
                    ),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount proposed"
                    ),
                ),
                (
                    "proposed_rank",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rank on the waiting list"
                    ),
                ),
                ("proposed_conditions", models.JSONField(blank=True, default=list)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "item of an agenda",
                "ordering": ["session", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "application"),
                        name="programmes_agenda_once",
                        violation_error_message="This file is on the agenda already.",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("session", "position"),
                        name="programmes_agenda_position",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "called")),
                        fields=("session",),
                        name="programmes_agenda_one_called",
                        violation_error_message="One file at a time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["adopted", "rejected"]), _negated=True),
                            models.Q(("proposal", "none"), _negated=True),
                            _connector="OR",
                        ),
                        name="programmes_agenda_adopted_says_what",
                        violation_error_message="A vote is about a proposal.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItemHistory",
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
                        to="programmes.agendaitem",
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
                        to="programmes.jurysession",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To come"),
                            ("called", "Under discussion"),
                            ("adopted", "Adopted"),
                            ("rejected", "Rejected"),
                            ("postponed", "Postponed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("notes_version", models.PositiveIntegerField(default=1)),
                (
                    "notes_by",
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
                ("notes_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opinion",
                    models.TextField(
                        blank=True,
                        help_text="Becomes the reason of the decision.",
                        verbose_name="opinion of the jury",
                    ),
                ),
                (
                    "proposal",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="proposal",
                    ),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount proposed"
                    ),
                ),
                (
                    "proposed_rank",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rank on the waiting list"
                    ),
                ),
                ("proposed_conditions", models.JSONField(blank=True, default=list)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="programmes.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="programmes.jurymember",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("absent", "Absent"),
                            ("out", "Out of the room: conflict of interests"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "presence at a file",
                "ordering": ["item", "member"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "member"), name="programmes_attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceHistory",
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
                        to="programmes.attendance",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.jurymember",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("absent", "Absent"),
                            ("out", "Out of the room: conflict of interests"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="programmes.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="programmes.jurymember",
                    ),
                ),
                (
                    "ballot",
                    models.CharField(
                        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstains")],
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                ("cast_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "cast_by",
                    models.ForeignKey(
                        help_text="The member, or whoever counted the hands.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "ordering": ["item", "member"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "member"), name="programmes_vote_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteHistory",
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
                        to="programmes.vote",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.jurymember",
                    ),
                ),
                (
                    "ballot",
                    models.CharField(
                        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstains")],
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                ("cast_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "cast_by",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="The member, or whoever counted the hands.",
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
            name="Label",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="programmes.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="projects.project",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="directory.place",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="programmes.cohort",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="programmes.application",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=maillage.programmes.models.label.new_code,
                        editable=False,
                        max_length=14,
                        unique=True,
                        verbose_name="public code",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("conditional", "Conditional"),
                            ("renewed", "Renewed"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                        ],
                        default="granted",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("granted_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "reminded_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many days before the end people were last reminded of it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "label",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["programme", "state", "ends_on"], name="programmes_label_state"),
                    models.Index(fields=["place", "ends_on"], name="programmes_label_place"),
                    models.Index(
                        models.OrderBy(models.F("starts_on"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="programmes_label_recent",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="programmes_label_ends_after_start",
                        violation_error_message="A label ends after it starts.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("programme", "="),
                            ("place", "="),
                            (
                                maillage.programmes.models.programme.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                ),
                                "&&",
                            ),
                        ],
                        name="programmes_label_no_overlap",
                        violation_error_message="This place holds a label of this programme on those days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelHistory",
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
                        to="programmes.label",
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
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
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
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.place",
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
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=maillage.programmes.models.label.new_code,
                        editable=False,
                        max_length=14,
                        verbose_name="public code",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("conditional", "Conditional"),
                            ("renewed", "Renewed"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                        ],
                        default="granted",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("granted_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "reminded_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many days before the end people were last reminded of it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LabelPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="periods",
                        to="programmes.label",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("conditional", "Conditional"),
                            ("renewed", "Renewed"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("said_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "period of a label",
                "ordering": ["label", "starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="programmes_labelperiod_ends_after_start",
                        violation_error_message="A period ends after it starts.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("label", "="),
                            (
                                maillage.programmes.models.programme.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                ),
                                "&&",
                            ),
                        ],
                        name="programmes_labelperiod_one_state_a_day",
                        violation_error_message="A label has one state a day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelPeriodHistory",
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
                        to="programmes.labelperiod",
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
                    "label",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.label",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("conditional", "Conditional"),
                            ("renewed", "Renewed"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("said_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LabelCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="programmes.label",
                    ),
                ),
                (
                    "asked",
                    models.OneToOneField(
                        blank=True,
                        help_text="The condition of the decision that it comes from.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="label_condition",
                        to="programmes.condition",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="condition")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "To meet"), ("met", "Met"), ("waived", "Waived")],
                        default="open",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("set_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "condition of a label",
                "ordering": ["label", "due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "open")),
                        fields=["due_on"],
                        name="programmes_labelcondition_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="programmes_labelcondition_has_text",
                        violation_error_message="A condition is written.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "open"), ("settled_on__isnull", True)),
                            models.Q(
                                models.Q(("outcome", "open"), _negated=True), ("settled_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="programmes_labelcondition_settled_has_day",
                        violation_error_message="A settled condition has its day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelConditionHistory",
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
                        to="programmes.labelcondition",
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
                    "label",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.label",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The condition of the decision that it comes from.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.condition",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="condition")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "To meet"), ("met", "Met"), ("waived", "Waived")],
                        default="open",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("set_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_templates",
                        to="programmes.call",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "updated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("updated_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "letter template",
                "ordering": ["call", "decision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "decision"), name="programmes_letter_template_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="programmes_letter_template_says_something",
                        violation_error_message="A letter has a subject and a text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplateHistory",
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
                        to="programmes.lettertemplate",
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
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.call",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("updated_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="programmes.application",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="programmes.announcement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("decision", "Decision"), ("appeal", "Answer to an appeal")],
                        default="decision",
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="core.storedfile",
                    ),
                ),
                ("written_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "verbose_name": "letter",
                "ordering": ["-written_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "decision")),
                        fields=("announcement", "application"),
                        name="programmes_letter_once",
                        violation_error_message="This announcement wrote to this applicant already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterHistory",
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
                        to="programmes.letter",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.announcement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("decision", "Decision"), ("appeal", "Answer to an appeal")],
                        default="decision",
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("none", "To decide"),
                            ("retained", "Retained"),
                            ("conditional", "Retained under conditions"),
                            ("waiting", "Waiting list"),
                            ("refused", "Not retained"),
                            ("inadmissible", "Not admissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
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
                ("written_at", models.DateTimeField(default=maillage.core.clock.moment)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MatchingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "least_files",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="files at least for each reviewer"
                    ),
                ),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(verbose_name="files at most for each reviewer"),
                ),
                (
                    "required_group",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="somebody of this group on every file"
                    ),
                ),
                (
                    "trade_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=2,
                        verbose_name="trades",
                    ),
                ),
                (
                    "theme_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=2,
                        verbose_name="themes",
                    ),
                ),
                (
                    "territory_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=1,
                        verbose_name="knowledge of the territory",
                    ),
                ),
                (
                    "wish_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=3,
                        verbose_name="wishes of the reviewers",
                    ),
                ),
                (
                    "bids_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="wishes are said until"),
                ),
                ("figures", models.JSONField(default=dict, editable=False)),
                ("weighed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "settings of an assignment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_files__gt", 0), ("most_files__gte", models.F("least_files"))
                        ),
                        name="programmes_matchingplan_most_above_least",
                        violation_error_message="The largest load is not under the smallest.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchingPlanHistory",
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
                        to="programmes.matchingplan",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "least_files",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="files at least for each reviewer"
                    ),
                ),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(verbose_name="files at most for each reviewer"),
                ),
                (
                    "required_group",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="somebody of this group on every file"
                    ),
                ),
                (
                    "trade_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=2,
                        verbose_name="trades",
                    ),
                ),
                (
                    "theme_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=2,
                        verbose_name="themes",
                    ),
                ),
                (
                    "territory_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=1,
                        verbose_name="knowledge of the territory",
                    ),
                ),
                (
                    "wish_weight",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Does not count"),
                            (1, "Counts a little"),
                            (2, "Counts"),
                            (3, "Counts much"),
                        ],
                        default=3,
                        verbose_name="wishes of the reviewers",
                    ),
                ),
                (
                    "bids_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="wishes are said until"),
                ),
                ("weighed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MatchingRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matching_runs",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being computed"),
                            ("found", "Proposed"),
                            ("impossible", "Impossible as asked"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=maillage.core.clock.moment, verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked",
                    models.JSONField(
                        default=maillage.programmes.models.matching.nothing, verbose_name="settings"
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "outcome",
                    models.JSONField(
                        default=maillage.programmes.models.matching.nothing, verbose_name="answer"
                    ),
                ),
            ],
            options={
                "verbose_name": "computation of an assignment",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["round", "-asked_at"], name="programmes_matchingrun_recent")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("round",),
                        name="programmes_matchingrun_one_waiting",
                        violation_error_message="A computation is under way already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"), ("finished_at__isnull", False), _connector="OR"
                        ),
                        name="programmes_matchingrun_finished_has_moment",
                        violation_error_message="A finished computation has its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchingRunHistory",
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
                        to="programmes.matchingrun",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being computed"),
                            ("found", "Proposed"),
                            ("impossible", "Impossible as asked"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
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
                (
                    "asked",
                    models.JSONField(
                        default=maillage.programmes.models.matching.nothing, verbose_name="settings"
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FileScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_scores",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_scores",
                        to="programmes.application",
                    ),
                ),
                ("reviews", models.PositiveSmallIntegerField(verbose_name="reviews")),
                ("mean", models.FloatField(verbose_name="raw mean")),
                ("deviation", models.FloatField(null=True, verbose_name="standard deviation")),
                ("lowest", models.FloatField(verbose_name="lowest score")),
                ("highest", models.FloatField(verbose_name="highest score")),
                ("gap", models.FloatField(verbose_name="gap between reviews")),
                (
                    "is_knocked_out",
                    models.BooleanField(default=False, verbose_name="under a knock-out threshold"),
                ),
                ("calibrated", models.FloatField(null=True, verbose_name="calibrated score")),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="rank by calibrated score")),
                ("raw_rank", models.PositiveIntegerField(null=True, verbose_name="rank by raw mean")),
                ("standing", models.FloatField()),
            ],
            options={
                "verbose_name": "scores of a file",
                "ordering": ["round", "-standing", "pk"],
                "indexes": [
                    models.Index(
                        models.F("round"),
                        models.OrderBy(models.F("standing"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="programmes_score_standing",
                    ),
                    models.Index(
                        models.F("round"),
                        models.OrderBy(models.F("mean"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="programmes_score_mean",
                    ),
                    models.Index(
                        models.F("round"),
                        models.OrderBy(models.F("gap"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="programmes_score_gap",
                    ),
                    models.Index(fields=["round", "low", "high"], name="programmes_score_interval"),
                    models.Index(
                        fields=["round"],
                        include=("reviews", "is_knocked_out"),
                        name="programmes_score_totals",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "application"), name="programmes_score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("lowest__lte", models.F("highest")), ("reviews__gt", 0)),
                        name="programmes_score_has_reviews",
                        violation_error_message="A score comes from reviews.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("calibrated__isnull", True), ("high__isnull", True), ("low__isnull", True)
                            ),
                            models.Q(
                                ("high__gte", models.F("calibrated")), ("low__lte", models.F("calibrated"))
                            ),
                            _connector="OR",
                        ),
                        name="programmes_score_calibrated_has_interval",
                        violation_error_message="A calibrated score lies in its interval.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundCalibration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calibration",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "computed_at",
                    models.DateTimeField(default=maillage.core.clock.moment, verbose_name="computed"),
                ),
                ("is_stale", models.BooleanField(default=False, help_text="A review came or went since.")),
                ("reviews", models.PositiveIntegerField(verbose_name="reviews")),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("pieces", models.JSONField(default=list)),
                ("ridge", models.FloatField(null=True)),
                ("noise", models.FloatField(null=True)),
                ("severity", models.FloatField(null=True)),
                ("confidence", models.FloatField(null=True)),
                ("places", models.PositiveIntegerField()),
                ("line", models.FloatField(null=True)),
                ("unsure", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "calibration of a round",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("noise__isnull", False), ("refusal", "")),
                            models.Q(models.Q(("refusal", ""), _negated=True), ("noise__isnull", True)),
                            _connector="OR",
                        ),
                        name="programmes_calibration_refused_or_done",
                        violation_error_message="A calibration is done, or says why not.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewerSeverity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="severities",
                        to="programmes.reviewround",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviews", models.PositiveIntegerField(verbose_name="reviews")),
                ("mean", models.FloatField(verbose_name="raw mean")),
                ("effect", models.FloatField(verbose_name="above the panel by")),
                ("error", models.FloatField(verbose_name="standard error")),
            ],
            options={
                "verbose_name": "severity of a reviewer",
                "ordering": ["round", "effect", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "reviewer"), name="programmes_severity_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="programmes.application",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmation", "Retained, asked to confirm"),
                            ("succession", "From the waiting list"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "No answer in time"),
                            ("cancelled", "No longer holds"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer_by", models.DateTimeField(blank=True, null=True, verbose_name="answer by")),
                (
                    "moves_on",
                    models.BooleanField(
                        default=False,
                        help_text="At the deadline the place goes to the next of the waiting list.",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "freed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="places_left",
                        to="programmes.application",
                    ),
                ),
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
                ("note", models.TextField(blank=True, verbose_name="why")),
            ],
            options={
                "verbose_name": "place put to a team",
                "ordering": ["-offered_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["answer_by"],
                        name="programmes_offer_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("application",),
                        name="programmes_offer_one_open",
                        violation_error_message="A place is put to this team already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moves_on", False), ("answer_by__isnull", False), _connector="OR"
                        ),
                        name="programmes_offer_moving_on_has_deadline",
                        violation_error_message="A place that moves on has a deadline.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceOfferHistory",
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
                        to="programmes.placeoffer",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmation", "Retained, asked to confirm"),
                            ("succession", "From the waiting list"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "No answer in time"),
                            ("cancelled", "No longer holds"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField(default=maillage.core.clock.moment)),
                ("answer_by", models.DateTimeField(blank=True, null=True, verbose_name="answer by")),
                (
                    "moves_on",
                    models.BooleanField(
                        default=False,
                        help_text="At the deadline the place goes to the next of the waiting list.",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
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
                    "freed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
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
                ("note", models.TextField(blank=True, verbose_name="why")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="programmes.application",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appeal", "Appeal against the decision"),
                            ("complaint", "Complaint about how it was made"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is objected")),
                ("received_on", models.DateField(verbose_name="received")),
                ("is_late", models.BooleanField(default=False, verbose_name="after the last day")),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("filed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To answer"), ("upheld", "Accepted"), ("dismissed", "Rejected")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
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
                (
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="programmes.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="programmes_appeal_says_something",
                        violation_error_message="Say what you object.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="programmes_appeal_answered_has_answer",
                        violation_error_message="An appeal is closed with its answer.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealHistory",
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
                        to="programmes.appeal",
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
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.application",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appeal", "Appeal against the decision"),
                            ("complaint", "Complaint about how it was made"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is objected")),
                ("received_on", models.DateField(verbose_name="received")),
                ("is_late", models.BooleanField(default=False, verbose_name="after the last day")),
                (
                    "filed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("filed_at", models.DateTimeField(default=maillage.core.clock.moment)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To answer"), ("upheld", "Accepted"), ("dismissed", "Rejected")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
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
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmehistory" ("contact_email", "created_at", "id", "is_public", "label_name", "name", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "text") VALUES (NEW."contact_email", NEW."created_at", NEW."id", NEW."is_public", NEW."label_name", NEW."name", NEW."operator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."slug", NEW."text"); RETURN NULL;',
                    hash="bc1c506a11eed1b744e32f70abf99e1ed22590cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_56ab2",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_programmehistory" ("contact_email", "created_at", "id", "is_public", "label_name", "name", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "text") VALUES (NEW."contact_email", NEW."created_at", NEW."id", NEW."is_public", NEW."label_name", NEW."name", NEW."operator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."slug", NEW."text"); RETURN NULL;',
                    hash="f7d3b5e71291d9b2d61554a7e6c98aca7970f6d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_af864",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmehistory" ("contact_email", "created_at", "id", "is_public", "label_name", "name", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "text") VALUES (OLD."contact_email", OLD."created_at", OLD."id", OLD."is_public", OLD."label_name", OLD."name", OLD."operator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."slug", OLD."text"); RETURN NULL;',
                    hash="e1205a0a21d10dbc05cb03769e3ebcb8f3cd80b0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f6c03",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="7376e45a9d8edda1b158f6ba5b810233b0dd6faf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_93e32",
                    table="programmes_programmeterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_programmeterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="600b8bfaed6a041f6705fa88938ab1f08b2e0ea9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ca31",
                    table="programmes_programmeterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (OLD."code", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id"); RETURN NULL;',
                    hash="30bc73b0efb5af02b1b50ca30241d2554b9b2957",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c1267",
                    table="programmes_programmeterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmerole",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmerolehistory" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "starts_on", "user_id") VALUES (NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                    hash="97c0590fe8d1eb3af5953b2f50d58fdcf08d1821",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e690d",
                    table="programmes_programmerole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmerole",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_programmerolehistory" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "starts_on", "user_id") VALUES (NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                    hash="7e31f6ab952128a9d46f932bb7810355cd40739f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0de88",
                    table="programmes_programmerole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmerole",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmerolehistory" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "starts_on", "user_id") VALUES (OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."role", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                    hash="4f0fb26b9f35e6e7295e86e93b5d0ecf98168195",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1316c",
                    table="programmes_programmerole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."revoked_at", NEW."role"); RETURN NULL;',
                    hash="3d18fad5f13fe8e8251f6f43ab65a7564623a889",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef97e",
                    table="programmes_programmeinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_programmeinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."revoked_at", NEW."role"); RETURN NULL;',
                    hash="4d23808f8ea5519939feb9d20b35641713adc525",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c195",
                    table="programmes_programmeinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeinvitationhistory" ("accepted_at", "accepted_by_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "revoked_at", "role") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."email", OLD."expires_at", OLD."id", OLD."invited_at", OLD."invited_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."revoked_at", OLD."role"); RETURN NULL;',
                    hash="4030a953a34b2f207bdf63358a1bdd856aefa077",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4509",
                    table="programmes_programmeinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callhistory" ("budget_amount", "closes_at", "created_at", "id", "intakes", "next_steps", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "programme_id", "published_at", "state", "summary", "text", "title", "withdrawn_at", "withdrawn_reason") VALUES (NEW."budget_amount", NEW."closes_at", NEW."created_at", NEW."id", NEW."intakes", NEW."next_steps", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."programme_id", NEW."published_at", NEW."state", NEW."summary", NEW."text", NEW."title", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="01e6d89a07ad9913c76d23893a668e046c4360a8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b8a16",
                    table="programmes_call",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_callhistory" ("budget_amount", "closes_at", "created_at", "id", "intakes", "next_steps", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "programme_id", "published_at", "state", "summary", "text", "title", "withdrawn_at", "withdrawn_reason") VALUES (NEW."budget_amount", NEW."closes_at", NEW."created_at", NEW."id", NEW."intakes", NEW."next_steps", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."programme_id", NEW."published_at", NEW."state", NEW."summary", NEW."text", NEW."title", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="0bbf67c8f525637965622c6984302d4a0fe14f60",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_df84e",
                    table="programmes_call",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callhistory" ("budget_amount", "closes_at", "created_at", "id", "intakes", "next_steps", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "programme_id", "published_at", "state", "summary", "text", "title", "withdrawn_at", "withdrawn_reason") VALUES (OLD."budget_amount", OLD."closes_at", OLD."created_at", OLD."id", OLD."intakes", OLD."next_steps", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."programme_id", OLD."published_at", OLD."state", OLD."summary", OLD."text", OLD."title", OLD."withdrawn_at", OLD."withdrawn_reason"); RETURN NULL;',
                    hash="2a03769744457762c02f4be65672ab739c212c58",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ec708",
                    table="programmes_call",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_eligibilityrulehistory" ("call_id", "carriers", "id", "kind", "legal_forms", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population_below", "position", "sentence", "typologies") VALUES (NEW."call_id", NEW."carriers", NEW."id", NEW."kind", NEW."legal_forms", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."population_below", NEW."position", NEW."sentence", NEW."typologies"); RETURN NULL;',
                    hash="141048131f3c8d7546217da20430f9a300331617",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cd5d5",
                    table="programmes_eligibilityrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_eligibilityrulehistory" ("call_id", "carriers", "id", "kind", "legal_forms", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population_below", "position", "sentence", "typologies") VALUES (NEW."call_id", NEW."carriers", NEW."id", NEW."kind", NEW."legal_forms", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."population_below", NEW."position", NEW."sentence", NEW."typologies"); RETURN NULL;',
                    hash="7eea9e20ebb60ac7b456c2e4f7c7af36c7221dd3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_03e8b",
                    table="programmes_eligibilityrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_eligibilityrulehistory" ("call_id", "carriers", "id", "kind", "legal_forms", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population_below", "position", "sentence", "typologies") VALUES (OLD."call_id", OLD."carriers", OLD."id", OLD."kind", OLD."legal_forms", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."population_below", OLD."position", OLD."sentence", OLD."typologies"); RETURN NULL;',
                    hash="4056ff5304b1478457f67d5e9aa7fbd2aca6e3dd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9f626",
                    table="programmes_eligibilityrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruleterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ruleterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule_id"); RETURN NULL;',
                    hash="fef5635a1fac6cc0e838cc9e41d4a668ff3bc86e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7dd51",
                    table="programmes_ruleterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruleterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_ruleterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule_id"); RETURN NULL;',
                    hash="e05952b1b7e6f967b2d14385ecbba109a9a1193d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c4753",
                    table="programmes_ruleterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruleterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ruleterritoryhistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id") VALUES (OLD."code", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule_id"); RETURN NULL;',
                    hash="98df4b1e9b8152df7b107e71bfc4e35f541bd5f5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7d90f",
                    table="programmes_ruleterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_stagehistory" ("admission", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "text", "title", "version_id", "visibility") VALUES (NEW."admission", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."text", NEW."title", NEW."version_id", NEW."visibility"); RETURN NULL;',
                    hash="ab794372dd36c16c204fccd17d174812e939c6fb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_99211",
                    table="programmes_stage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_stagehistory" ("admission", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "text", "title", "version_id", "visibility") VALUES (NEW."admission", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."text", NEW."title", NEW."version_id", NEW."visibility"); RETURN NULL;',
                    hash="cd068edb49f9f4149a290c3888267d01ee35e989",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca260",
                    table="programmes_stage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_stagehistory" ("admission", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "text", "title", "version_id", "visibility") VALUES (OLD."admission", OLD."call_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."text", OLD."title", OLD."version_id", OLD."visibility"); RETURN NULL;',
                    hash="615069a091b9c2baf950bfdd688743423fa0e0df",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9016c",
                    table="programmes_stage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wave",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_wavehistory" ("budget_amount", "call_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title") VALUES (NEW."budget_amount", NEW."call_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."title"); RETURN NULL;',
                    hash="ed09520c0f17e65ae30024bc3bd3983486cd076f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8face",
                    table="programmes_wave",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wave",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_wavehistory" ("budget_amount", "call_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title") VALUES (NEW."budget_amount", NEW."call_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."title"); RETURN NULL;',
                    hash="4c8d0ffe97fe30c4baf778f92b165eded5c1f046",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1bbdc",
                    table="programmes_wave",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wave",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_wavehistory" ("budget_amount", "call_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title") VALUES (OLD."budget_amount", OLD."call_id", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."title"); RETURN NULL;',
                    hash="3606ec17f43c6fc14bd4d51c912281e406e8018d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_27f78",
                    table="programmes_wave",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="window",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_windowhistory" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage_id", "wave_id") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stage_id", NEW."wave_id"); RETURN NULL;',
                    hash="04c2dc09fc094515d0ecdedfd2ce4fd22d1b6913",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d7aff",
                    table="programmes_window",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="window",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_windowhistory" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage_id", "wave_id") VALUES (NEW."closes_at", NEW."id", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stage_id", NEW."wave_id"); RETURN NULL;',
                    hash="efba6554f96d13bd6dc4f75f1b113786fbae5b20",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_533c1",
                    table="programmes_window",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="window",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_windowhistory" ("closes_at", "id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage_id", "wave_id") VALUES (OLD."closes_at", OLD."id", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."stage_id", OLD."wave_id"); RETURN NULL;',
                    hash="04724df2f869261c934030e9d5f113012e94d308",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e925f",
                    table="programmes_window",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quota",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_quotahistory" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "value", "wave_id") VALUES (NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."value", NEW."wave_id"); RETURN NULL;',
                    hash="a407c0e6fc863fd0e949d2749658354cded2ebbe",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5f702",
                    table="programmes_quota",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quota",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_quotahistory" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "value", "wave_id") VALUES (NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."value", NEW."wave_id"); RETURN NULL;',
                    hash="862c4d85de02249f8761b1109cc7e9d3c51384ee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_64117",
                    table="programmes_quota",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quota",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_quotahistory" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "value", "wave_id") VALUES (OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."value", OLD."wave_id"); RETURN NULL;',
                    hash="fd07065aa5fa4708b117a0d219e1e40e20f7869d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32658",
                    table="programmes_quota",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_applicationhistory" ("admissibility", "announced_at", "announced_decision", "announced_reason", "appeal_until", "call_id", "commune_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "derogation_request", "eligibility", "eligibility_detail", "filing", "granted_amount", "id", "legal_form", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference", "requested_amount", "stage_filing", "stage_id", "stage_submitted_at", "submitted_at", "submitted_by_id", "title", "title_key", "updated_at", "updated_by_id", "waiting_rank", "wave_id", "withdrawn_at") VALUES (NEW."admissibility", NEW."announced_at", NEW."announced_decision", NEW."announced_reason", NEW."appeal_until", NEW."call_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."decision_reason", NEW."department_id", NEW."derogation_request", NEW."eligibility", NEW."eligibility_detail", NEW."filing", NEW."granted_amount", NEW."id", NEW."legal_form", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reference", NEW."requested_amount", NEW."stage_filing", NEW."stage_id", NEW."stage_submitted_at", NEW."submitted_at", NEW."submitted_by_id", NEW."title", NEW."title_key", NEW."updated_at", NEW."updated_by_id", NEW."waiting_rank", NEW."wave_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="4902f030e0a98758f9a2be57aa29573a2188b1a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_84320",
                    table="programmes_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."admissibility" IS DISTINCT FROM (NEW."admissibility") OR OLD."announced_at" IS DISTINCT FROM (NEW."announced_at") OR OLD."announced_decision" IS DISTINCT FROM (NEW."announced_decision") OR OLD."announced_reason" IS DISTINCT FROM (NEW."announced_reason") OR OLD."appeal_until" IS DISTINCT FROM (NEW."appeal_until") OR OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."derogation_request" IS DISTINCT FROM (NEW."derogation_request") OR OLD."eligibility" IS DISTINCT FROM (NEW."eligibility") OR OLD."eligibility_detail" IS DISTINCT FROM (NEW."eligibility_detail") OR OLD."filing" IS DISTINCT FROM (NEW."filing") OR OLD."granted_amount" IS DISTINCT FROM (NEW."granted_amount") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."requested_amount" IS DISTINCT FROM (NEW."requested_amount") OR OLD."stage_id" IS DISTINCT FROM (NEW."stage_id") OR OLD."stage_filing" IS DISTINCT FROM (NEW."stage_filing") OR OLD."stage_submitted_at" IS DISTINCT FROM (NEW."stage_submitted_at") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_key" IS DISTINCT FROM (NEW."title_key") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."updated_by_id" IS DISTINCT FROM (NEW."updated_by_id") OR OLD."waiting_rank" IS DISTINCT FROM (NEW."waiting_rank") OR OLD."wave_id" IS DISTINCT FROM (NEW."wave_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "programmes_applicationhistory" ("admissibility", "announced_at", "announced_decision", "announced_reason", "appeal_until", "call_id", "commune_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "derogation_request", "eligibility", "eligibility_detail", "filing", "granted_amount", "id", "legal_form", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference", "requested_amount", "stage_filing", "stage_id", "stage_submitted_at", "submitted_at", "submitted_by_id", "title", "title_key", "updated_at", "updated_by_id", "waiting_rank", "wave_id", "withdrawn_at") VALUES (NEW."admissibility", NEW."announced_at", NEW."announced_decision", NEW."announced_reason", NEW."appeal_until", NEW."call_id", NEW."commune_id", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."decision_reason", NEW."department_id", NEW."derogation_request", NEW."eligibility", NEW."eligibility_detail", NEW."filing", NEW."granted_amount", NEW."id", NEW."legal_form", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."reference", NEW."requested_amount", NEW."stage_filing", NEW."stage_id", NEW."stage_submitted_at", NEW."submitted_at", NEW."submitted_by_id", NEW."title", NEW."title_key", NEW."updated_at", NEW."updated_by_id", NEW."waiting_rank", NEW."wave_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="a3af6292de58dfb45577fdb21eebdd38bfd56a00",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_425b8",
                    table="programmes_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_applicationhistory" ("admissibility", "announced_at", "announced_decision", "announced_reason", "appeal_until", "call_id", "commune_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "derogation_request", "eligibility", "eligibility_detail", "filing", "granted_amount", "id", "legal_form", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reference", "requested_amount", "stage_filing", "stage_id", "stage_submitted_at", "submitted_at", "submitted_by_id", "title", "title_key", "updated_at", "updated_by_id", "waiting_rank", "wave_id", "withdrawn_at") VALUES (OLD."admissibility", OLD."announced_at", OLD."announced_decision", OLD."announced_reason", OLD."appeal_until", OLD."call_id", OLD."commune_id", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."decision_reason", OLD."department_id", OLD."derogation_request", OLD."eligibility", OLD."eligibility_detail", OLD."filing", OLD."granted_amount", OLD."id", OLD."legal_form", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reference", OLD."requested_amount", OLD."stage_filing", OLD."stage_id", OLD."stage_submitted_at", OLD."submitted_at", OLD."submitted_by_id", OLD."title", OLD."title_key", OLD."updated_at", OLD."updated_by_id", OLD."waiting_rank", OLD."wave_id", OLD."withdrawn_at"); RETURN NULL;',
                    hash="52ffa629a4b699d9e2c7fc07c16568e73baffa3b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9315a",
                    table="programmes_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityoverrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_eligibilityoverrulehistory" ("application_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verdict") VALUES (NEW."application_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."verdict"); RETURN NULL;',
                    hash="95ef1fa773577b674ed58ebaa79a7550a26ba5fc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6fff9",
                    table="programmes_eligibilityoverrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityoverrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_eligibilityoverrulehistory" ("application_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verdict") VALUES (NEW."application_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."verdict"); RETURN NULL;',
                    hash="c0cb8261805d115f96da71061d2ceec97bb227e4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f37e3",
                    table="programmes_eligibilityoverrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityoverrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_eligibilityoverrulehistory" ("application_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verdict") VALUES (OLD."application_id", OLD."at", OLD."by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."verdict"); RETURN NULL;',
                    hash="82575c9a9bea7e1c08003e44f88f68184252ba3f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_10ce0",
                    table="programmes_eligibilityoverrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagefile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_stagefilehistory" ("application_id", "filing", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage_id", "submitted_at", "submitted_by_id") VALUES (NEW."application_id", NEW."filing", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."response_id", NEW."stage_id", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;',
                    hash="9575aaa51b5f3f32731f5f3aa00467c605e10882",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e0dba",
                    table="programmes_stagefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagefile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_stagefilehistory" ("application_id", "filing", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage_id", "submitted_at", "submitted_by_id") VALUES (NEW."application_id", NEW."filing", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."response_id", NEW."stage_id", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;',
                    hash="717228c117a5b2b624c332d9dca5af5a15129e0b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7721",
                    table="programmes_stagefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagefile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_stagefilehistory" ("application_id", "filing", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response_id", "stage_id", "submitted_at", "submitted_by_id") VALUES (OLD."application_id", OLD."filing", OLD."id", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."response_id", OLD."stage_id", OLD."submitted_at", OLD."submitted_by_id"); RETURN NULL;',
                    hash="6ee0b0f1ce3500a6919ee8ee752c847955dc50ed",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df26e",
                    table="programmes_stagefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_checklistitemhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text"); RETURN NULL;',
                    hash="da71f89e739a84c372b33b4fde215bf9cee41c2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f86e8",
                    table="programmes_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_checklistitemhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text"); RETURN NULL;',
                    hash="1b838aaefbc9c99a872413aa922b37b2c44a48a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_07b29",
                    table="programmes_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_checklistitemhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (OLD."call_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text"); RETURN NULL;',
                    hash="8a00ec0891af61bfbcfc5b51bdd307da2af253ce",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b869e",
                    table="programmes_checklistitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="admissibilitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_admissibilitycheckhistory" ("at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "results", "stage_file_id", "verdict") VALUES (NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."results", NEW."stage_file_id", NEW."verdict"); RETURN NULL;',
                    hash="d4105c040552f4e134123d0a0e74ce0b839c60f1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26ceb",
                    table="programmes_admissibilitycheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="admissibilitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_admissibilitycheckhistory" ("at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "results", "stage_file_id", "verdict") VALUES (NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."results", NEW."stage_file_id", NEW."verdict"); RETURN NULL;',
                    hash="0ca268e08cab5491a6123b271965f33882b9dc68",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4eee9",
                    table="programmes_admissibilitycheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="admissibilitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_admissibilitycheckhistory" ("at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "results", "stage_file_id", "verdict") VALUES (OLD."at", OLD."by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."results", OLD."stage_file_id", OLD."verdict"); RETURN NULL;',
                    hash="bd069e2cc0e6f9a68cb4941f221843517f793761",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c012b",
                    table="programmes_admissibilitycheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_completionrequesthistory" ("after", "asked_at", "asked_by_id", "before", "due_at", "ended_at", "ended_by_id", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "reminded_at", "stage_file_id", "state") VALUES (NEW."after", NEW."asked_at", NEW."asked_by_id", NEW."before", NEW."due_at", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."questions", NEW."reminded_at", NEW."stage_file_id", NEW."state"); RETURN NULL;',
                    hash="6b9399f55f34cf89ece6c72f2fd17e90547cffd0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_20195",
                    table="programmes_completionrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_completionrequesthistory" ("after", "asked_at", "asked_by_id", "before", "due_at", "ended_at", "ended_by_id", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "reminded_at", "stage_file_id", "state") VALUES (NEW."after", NEW."asked_at", NEW."asked_by_id", NEW."before", NEW."due_at", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."questions", NEW."reminded_at", NEW."stage_file_id", NEW."state"); RETURN NULL;',
                    hash="eb541558607565cabd7a9e5181995a17a8ee2abb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a443",
                    table="programmes_completionrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_completionrequesthistory" ("after", "asked_at", "asked_by_id", "before", "due_at", "ended_at", "ended_by_id", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "reminded_at", "stage_file_id", "state") VALUES (OLD."after", OLD."asked_at", OLD."asked_by_id", OLD."before", OLD."due_at", OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."questions", OLD."reminded_at", OLD."stage_file_id", OLD."state"); RETURN NULL;',
                    hash="ecc63fdcdfc0c2db9fed400239b673810e66e169",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0db61",
                    table="programmes_completionrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calldocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_calldocumenthistory" ("added_at", "added_by_id", "call_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."call_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="87cad0e4aae79f72089d06e53fbad6d4d8187adf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0eea6",
                    table="programmes_calldocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calldocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_calldocumenthistory" ("added_at", "added_by_id", "call_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."call_id", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="f3e1d517659bdea3bc8a610120bcd29d8819918f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_02923",
                    table="programmes_calldocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calldocument",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_calldocumenthistory" ("added_at", "added_by_id", "call_id", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."added_at", OLD."added_by_id", OLD."call_id", OLD."file_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                    hash="0d8d28764a7f862b0328daa8e3e995f88ecfbe95",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aaee9",
                    table="programmes_calldocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callquestionhistory" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="7f139dfeaba4cd9d2f90a5e624cca8b107224d15",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_413a5",
                    table="programmes_callquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_callquestionhistory" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."text"); RETURN NULL;',
                    hash="93cd18a4f77af63cb433f78dbdeae809ac03ad43",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1c0e7",
                    table="programmes_callquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callquestionhistory" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."call_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."text"); RETURN NULL;',
                    hash="4af76b68cae061aab2c8c00e789303e76e99b563",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c80b6",
                    table="programmes_callquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callfollower",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callfollowerhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "told_opening_at", "user_id") VALUES (NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."told_opening_at", NEW."user_id"); RETURN NULL;',
                    hash="8e37de82f45ad445ee8917634b459e12f77d27cf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3ea25",
                    table="programmes_callfollower",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callfollower",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_callfollowerhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "told_opening_at", "user_id") VALUES (NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."told_opening_at", NEW."user_id"); RETURN NULL;',
                    hash="68042ddb4d871bef3a3135818e68f22105226101",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b7f3d",
                    table="programmes_callfollower",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callfollower",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_callfollowerhistory" ("call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "told_opening_at", "user_id") VALUES (OLD."call_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."told_opening_at", OLD."user_id"); RETURN NULL;',
                    hash="f18b4f186f0e7f5e80181b1d849479aff1620174",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_76e91",
                    table="programmes_callfollower",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohort",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohorthistory" ("call_id", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (NEW."call_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."starts_on"); RETURN NULL;',
                    hash="90f3f918f62105e1c3fceecfe4dc658599069da9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_76528",
                    table="programmes_cohort",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohort",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_cohorthistory" ("call_id", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (NEW."call_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."starts_on"); RETURN NULL;',
                    hash="b1f0cc8e30c69344928b8c20794542d3146a708a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_04c8f",
                    table="programmes_cohort",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohort",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohorthistory" ("call_id", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (OLD."call_id", OLD."created_at", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."starts_on"); RETURN NULL;',
                    hash="e4fca0ac371940996a6d73b8c848b26b8161d5c6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8ed50",
                    table="programmes_cohort",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohortmemberhistory" ("application_id", "cohort_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."application_id", NEW."cohort_id", NEW."id", NEW."joined_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="c93e3e76624ad15a2de6da2926ecd98fa823d7ad",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9d12d",
                    table="programmes_cohortmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_cohortmemberhistory" ("application_id", "cohort_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."application_id", NEW."cohort_id", NEW."id", NEW."joined_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;',
                    hash="512b372d47f1296bc594973e8734b107a424dfff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e0a6d",
                    table="programmes_cohortmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohortmemberhistory" ("application_id", "cohort_id", "id", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (OLD."application_id", OLD."cohort_id", OLD."id", OLD."joined_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state"); RETURN NULL;',
                    hash="c4026037775f09bfcf58e6b3186885ba828072ef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b9ff9",
                    table="programmes_cohortmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmove",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohortmovehistory" ("at", "batch", "from_cohort_id", "from_name", "from_state", "id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_cohort_id", "to_name", "to_state", "undone_at", "why") VALUES (NEW."at", NEW."batch", NEW."from_cohort_id", NEW."from_name", NEW."from_state", NEW."id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_cohort_id", NEW."to_name", NEW."to_state", NEW."undone_at", NEW."why"); RETURN NULL;',
                    hash="e5972cbe8f5fd3e6d2794c617fc6d4cda1bc8b8f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5b148",
                    table="programmes_cohortmove",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmove",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_cohortmovehistory" ("at", "batch", "from_cohort_id", "from_name", "from_state", "id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_cohort_id", "to_name", "to_state", "undone_at", "why") VALUES (NEW."at", NEW."batch", NEW."from_cohort_id", NEW."from_name", NEW."from_state", NEW."id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_cohort_id", NEW."to_name", NEW."to_state", NEW."undone_at", NEW."why"); RETURN NULL;',
                    hash="245f6e54ec7bbd6c166feb3b61387308ea80f6da",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70ad8",
                    table="programmes_cohortmove",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortmove",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_cohortmovehistory" ("at", "batch", "from_cohort_id", "from_name", "from_state", "id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_cohort_id", "to_name", "to_state", "undone_at", "why") VALUES (OLD."at", OLD."batch", OLD."from_cohort_id", OLD."from_name", OLD."from_state", OLD."id", OLD."kind", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_cohort_id", OLD."to_name", OLD."to_state", OLD."undone_at", OLD."why"); RETURN NULL;',
                    hash="2748cfbc33a8d55a29754968bc3d30c5077d4d94",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9dac0",
                    table="programmes_cohortmove",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_conditionhistory" ("application_id", "created_at", "due_on", "id", "lifted_at", "lifted_by_id", "lifted_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."application_id", NEW."created_at", NEW."due_on", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="a40985d548b0622f08eee4125405e6fae0d8752c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b3c88",
                    table="programmes_condition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_conditionhistory" ("application_id", "created_at", "due_on", "id", "lifted_at", "lifted_by_id", "lifted_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."application_id", NEW."created_at", NEW."due_on", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="fa26caee977ca1b5d7f1bce790d5df45be5fc0dc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a5d5e",
                    table="programmes_condition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_conditionhistory" ("application_id", "created_at", "due_on", "id", "lifted_at", "lifted_by_id", "lifted_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."application_id", OLD."created_at", OLD."due_on", OLD."id", OLD."lifted_at", OLD."lifted_by_id", OLD."lifted_note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="80aee45b2ab5023c767b9ea24137a4ceea829c96",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_877b9",
                    table="programmes_condition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reopeninghistory" ("application_id", "at", "by_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told", "why") VALUES (NEW."application_id", NEW."at", NEW."by_id", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."told", NEW."why"); RETURN NULL;',
                    hash="ba85eccf696774667a5b7fa0f9f21df8863ade06",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_34ff5",
                    table="programmes_reopening",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_reopeninghistory" ("application_id", "at", "by_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told", "why") VALUES (NEW."application_id", NEW."at", NEW."by_id", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."told", NEW."why"); RETURN NULL;',
                    hash="82a8e2ebd4f7a169b884fe998163541ec4efc777",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e9688",
                    table="programmes_reopening",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reopeninghistory" ("application_id", "at", "by_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told", "why") VALUES (OLD."application_id", OLD."at", OLD."by_id", OLD."ended_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."told", OLD."why"); RETURN NULL;',
                    hash="ce892a0e53e89cb1d29a7f1a83e701dd3134195a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32c1d",
                    table="programmes_reopening",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_announcementhistory" ("answer_by", "appeal_days", "call_id", "counts", "failure", "id", "moves_on", "offer_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plans", "prepared_at", "prepared_by_id", "publish_at", "published_at", "state", "unplaced") VALUES (NEW."answer_by", NEW."appeal_days", NEW."call_id", NEW."counts", NEW."failure", NEW."id", NEW."moves_on", NEW."offer_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plans", NEW."prepared_at", NEW."prepared_by_id", NEW."publish_at", NEW."published_at", NEW."state", NEW."unplaced"); RETURN NULL;',
                    hash="e2827cef167a5808630ca6065bad2032edbd4e47",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2d86",
                    table="programmes_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_announcementhistory" ("answer_by", "appeal_days", "call_id", "counts", "failure", "id", "moves_on", "offer_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plans", "prepared_at", "prepared_by_id", "publish_at", "published_at", "state", "unplaced") VALUES (NEW."answer_by", NEW."appeal_days", NEW."call_id", NEW."counts", NEW."failure", NEW."id", NEW."moves_on", NEW."offer_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plans", NEW."prepared_at", NEW."prepared_by_id", NEW."publish_at", NEW."published_at", NEW."state", NEW."unplaced"); RETURN NULL;',
                    hash="b3a5516d2d64ceccf47632b90ca3e711026b829d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dab28",
                    table="programmes_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_announcementhistory" ("answer_by", "appeal_days", "call_id", "counts", "failure", "id", "moves_on", "offer_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plans", "prepared_at", "prepared_by_id", "publish_at", "published_at", "state", "unplaced") VALUES (OLD."answer_by", OLD."appeal_days", OLD."call_id", OLD."counts", OLD."failure", OLD."id", OLD."moves_on", OLD."offer_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plans", OLD."prepared_at", OLD."prepared_by_id", OLD."publish_at", OLD."published_at", OLD."state", OLD."unplaced"); RETURN NULL;',
                    hash="d7dcb25fd0ad12ed659590271b6051f5ac9376c4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7107",
                    table="programmes_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grid",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_gridhistory" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="f9bd9d4744be1b60fbfae7ab507e2a2c69f6b60c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15378",
                    table="programmes_grid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grid",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_gridhistory" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="46f930db4ba481664188463dd1ede049bd5152b0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a177",
                    table="programmes_grid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grid",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_gridhistory" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id"); RETURN NULL;',
                    hash="1a208a168ae30dd92780d5a8c5b3b7c1cee86eb5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_97252",
                    table="programmes_grid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridversion",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'published')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c936311fb58f65287cd6226326c3fca1a7083ee0",
                    operation="UPDATE",
                    pgid="pgtrigger_published_is_final_6eea4",
                    table="programmes_gridversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_gridversionhistory" ("content", "created_at", "grid_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "state") VALUES (NEW."content", NEW."created_at", NEW."grid_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;',
                    hash="df733a52b9e3c0a978c152a2905786db74d92bcb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0727d",
                    table="programmes_gridversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_gridversionhistory" ("content", "created_at", "grid_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "state") VALUES (NEW."content", NEW."created_at", NEW."grid_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;',
                    hash="663ed4b0ea4e698075a36d61e402dc344083738b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4a1f4",
                    table="programmes_gridversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gridversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_gridversionhistory" ("content", "created_at", "grid_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "state") VALUES (OLD."content", OLD."created_at", OLD."grid_id", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."state"); RETURN NULL;',
                    hash="9280ac858b1230b9774395594507a5b3349cc47d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9144b",
                    table="programmes_gridversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewround",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewroundhistory" ("applicants_shown", "call_id", "closes_at", "conflicts_checked_at", "created_at", "discussion_ends_at", "discussion_shown", "grid_version_id", "guidance", "id", "is_anonymous", "masked_fields", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_per_file", "reviewers_shown", "reviews_shown", "scores_shown", "stage_id", "title", "wave_id") VALUES (NEW."applicants_shown", NEW."call_id", NEW."closes_at", NEW."conflicts_checked_at", NEW."created_at", NEW."discussion_ends_at", NEW."discussion_shown", NEW."grid_version_id", NEW."guidance", NEW."id", NEW."is_anonymous", NEW."masked_fields", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reviewers_per_file", NEW."reviewers_shown", NEW."reviews_shown", NEW."scores_shown", NEW."stage_id", NEW."title", NEW."wave_id"); RETURN NULL;',
                    hash="47c7e42fc21dcc5fe6580c2d27af163d077fb27a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5b502",
                    table="programmes_reviewround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewround",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_reviewroundhistory" ("applicants_shown", "call_id", "closes_at", "conflicts_checked_at", "created_at", "discussion_ends_at", "discussion_shown", "grid_version_id", "guidance", "id", "is_anonymous", "masked_fields", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_per_file", "reviewers_shown", "reviews_shown", "scores_shown", "stage_id", "title", "wave_id") VALUES (NEW."applicants_shown", NEW."call_id", NEW."closes_at", NEW."conflicts_checked_at", NEW."created_at", NEW."discussion_ends_at", NEW."discussion_shown", NEW."grid_version_id", NEW."guidance", NEW."id", NEW."is_anonymous", NEW."masked_fields", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reviewers_per_file", NEW."reviewers_shown", NEW."reviews_shown", NEW."scores_shown", NEW."stage_id", NEW."title", NEW."wave_id"); RETURN NULL;',
                    hash="2a4c042d1806877e68dd392fbfc78973b0a36a78",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9fad",
                    table="programmes_reviewround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewround",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewroundhistory" ("applicants_shown", "call_id", "closes_at", "conflicts_checked_at", "created_at", "discussion_ends_at", "discussion_shown", "grid_version_id", "guidance", "id", "is_anonymous", "masked_fields", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_per_file", "reviewers_shown", "reviews_shown", "scores_shown", "stage_id", "title", "wave_id") VALUES (OLD."applicants_shown", OLD."call_id", OLD."closes_at", OLD."conflicts_checked_at", OLD."created_at", OLD."discussion_ends_at", OLD."discussion_shown", OLD."grid_version_id", OLD."guidance", OLD."id", OLD."is_anonymous", OLD."masked_fields", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reviewers_per_file", OLD."reviewers_shown", OLD."reviews_shown", OLD."scores_shown", OLD."stage_id", OLD."title", OLD."wave_id"); RETURN NULL;',
                    hash="facbde83e1138d86779a1b32cdd8f5665e2948dc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8836e",
                    table="programmes_reviewround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_assignmenthistory" ("application_id", "assigned_at", "created_at", "declared_at", "decline_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reviewer_id", "round_id", "source", "state") VALUES (NEW."application_id", NEW."assigned_at", NEW."created_at", NEW."declared_at", NEW."decline_reason", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reminded_at", NEW."reviewer_id", NEW."round_id", NEW."source", NEW."state"); RETURN NULL;',
                    hash="93ae5012044b19ba6f6b54f9dfe1bdd5e27e6438",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_011e7",
                    table="programmes_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_assignmenthistory" ("application_id", "assigned_at", "created_at", "declared_at", "decline_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reviewer_id", "round_id", "source", "state") VALUES (NEW."application_id", NEW."assigned_at", NEW."created_at", NEW."declared_at", NEW."decline_reason", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."reviewer_id", NEW."round_id", NEW."source", NEW."state"); RETURN NULL;',
                    hash="f71601f522c6fe4560c40f4443f806cbdf679755",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3c64",
                    table="programmes_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_assignmenthistory" ("application_id", "assigned_at", "created_at", "declared_at", "decline_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reviewer_id", "round_id", "source", "state") VALUES (OLD."application_id", OLD."assigned_at", OLD."created_at", OLD."declared_at", OLD."decline_reason", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reminded_at", OLD."reviewer_id", OLD."round_id", OLD."source", OLD."state"); RETURN NULL;',
                    hash="55f280d4bd04991814cfd772f56f57b8d3d39553",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5ad85",
                    table="programmes_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_conflicthistory" ("application_id", "detail", "fact", "found_at", "ground", "id", "lapsed_at", "origin", "overrule_reason", "overruled_at", "overruled_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."application_id", NEW."detail", NEW."fact", NEW."found_at", NEW."ground", NEW."id", NEW."lapsed_at", NEW."origin", NEW."overrule_reason", NEW."overruled_at", NEW."overruled_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="0ef1be1d44af740ccc04731442dd62f8b53e8100",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_32b3d",
                    table="programmes_conflict",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_conflicthistory" ("application_id", "detail", "fact", "found_at", "ground", "id", "lapsed_at", "origin", "overrule_reason", "overruled_at", "overruled_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."application_id", NEW."detail", NEW."fact", NEW."found_at", NEW."ground", NEW."id", NEW."lapsed_at", NEW."origin", NEW."overrule_reason", NEW."overruled_at", NEW."overruled_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="ce7a137742c972b718d2e9542f5fbfbd37a1cbe5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7060",
                    table="programmes_conflict",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_conflicthistory" ("application_id", "detail", "fact", "found_at", "ground", "id", "lapsed_at", "origin", "overrule_reason", "overruled_at", "overruled_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."application_id", OLD."detail", OLD."fact", OLD."found_at", OLD."ground", OLD."id", OLD."lapsed_at", OLD."origin", OLD."overrule_reason", OLD."overruled_at", OLD."overruled_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="152c1224f451d20442154448e6c237297037741b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_659cd",
                    table="programmes_conflict",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewhistory" ("assignment_id", "comments", "created_at", "id", "is_knocked_out", "note_to_officers", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "scores", "state", "submitted_at", "total", "updated_at", "version") VALUES (NEW."assignment_id", NEW."comments", NEW."created_at", NEW."id", NEW."is_knocked_out", NEW."note_to_officers", NEW."opinion", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation", NEW."scores", NEW."state", NEW."submitted_at", NEW."total", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="b94872517262de05fd4947b9fd40c3ae697b138a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d44e8",
                    table="programmes_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_reviewhistory" ("assignment_id", "comments", "created_at", "id", "is_knocked_out", "note_to_officers", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "scores", "state", "submitted_at", "total", "updated_at", "version") VALUES (NEW."assignment_id", NEW."comments", NEW."created_at", NEW."id", NEW."is_knocked_out", NEW."note_to_officers", NEW."opinion", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation", NEW."scores", NEW."state", NEW."submitted_at", NEW."total", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="54d44374e075a713a1f9154cf71fd67ea5ecfdc9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1123",
                    table="programmes_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewhistory" ("assignment_id", "comments", "created_at", "id", "is_knocked_out", "note_to_officers", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "scores", "state", "submitted_at", "total", "updated_at", "version") VALUES (OLD."assignment_id", OLD."comments", OLD."created_at", OLD."id", OLD."is_knocked_out", OLD."note_to_officers", OLD."opinion", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommendation", OLD."scores", OLD."state", OLD."submitted_at", OLD."total", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="b04b493abf12a613f76806734ddc347efca2f3ec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2096a",
                    table="programmes_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewmessagehistory" ("application_id", "author_id", "body", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sent_at") VALUES (NEW."application_id", NEW."author_id", NEW."body", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."sent_at"); RETURN NULL;',
                    hash="11c02004e4901eb6e0df4683d78916e38aab4421",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cac9e",
                    table="programmes_reviewmessage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_reviewmessagehistory" ("application_id", "author_id", "body", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sent_at") VALUES (NEW."application_id", NEW."author_id", NEW."body", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."sent_at"); RETURN NULL;',
                    hash="4750a3ea873fea86a76390477d4fde1d6304a686",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3fc3",
                    table="programmes_reviewmessage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_reviewmessagehistory" ("application_id", "author_id", "body", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sent_at") VALUES (OLD."application_id", OLD."author_id", OLD."body", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."sent_at"); RETURN NULL;',
                    hash="dd2e4d4e15526b2fc01824cbd7cfc5b182f3419a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4bf56",
                    table="programmes_reviewmessage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussiondigest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_discussiondigesthistory" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "told_until") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."told_until"); RETURN NULL;',
                    hash="14f1eeeffa58909025c917fd34b0de41d1dd2e58",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b8c9e",
                    table="programmes_discussiondigest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussiondigest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_discussiondigesthistory" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "told_until") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."told_until"); RETURN NULL;',
                    hash="f519948667ec73f4bea04e66a70dd9b73daadca9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_feec3",
                    table="programmes_discussiondigest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussiondigest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_discussiondigesthistory" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "told_until") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."told_until"); RETURN NULL;',
                    hash="028bfc9da2c8a5f8c1bd53b2530758537dbad76d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3b566",
                    table="programmes_discussiondigest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertise",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_expertisehistory" ("group", "id", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reviewer_id", "themes", "trades", "updated_at") VALUES (NEW."group", NEW."id", NEW."most_files", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reviewer_id", NEW."themes", NEW."trades", NEW."updated_at"); RETURN NULL;',
                    hash="656bec21627a29ed9b360dc8285d8cdf36a4a74f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eae4b",
                    table="programmes_expertise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertise",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_expertisehistory" ("group", "id", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reviewer_id", "themes", "trades", "updated_at") VALUES (NEW."group", NEW."id", NEW."most_files", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reviewer_id", NEW."themes", NEW."trades", NEW."updated_at"); RETURN NULL;',
                    hash="74aa63bffadbf08a6a4c913de95888a67afbe1ad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7ab31",
                    table="programmes_expertise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertise",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_expertisehistory" ("group", "id", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reviewer_id", "themes", "trades", "updated_at") VALUES (OLD."group", OLD."id", OLD."most_files", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."reviewer_id", OLD."themes", OLD."trades", OLD."updated_at"); RETURN NULL;',
                    hash="3b896e1f7b2be125b0819d07bf0a9edd76a5749f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b9c93",
                    table="programmes_expertise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertiseterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_expertiseterritoryhistory" ("code", "expertise_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."expertise_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="1239db9ed013464ab3caf2fca6df45fd255e4086",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8e94b",
                    table="programmes_expertiseterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertiseterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_expertiseterritoryhistory" ("code", "expertise_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."expertise_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="eef6e738aac75b755d223ad70ac990692c8250fa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_130a9",
                    table="programmes_expertiseterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expertiseterritory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_expertiseterritoryhistory" ("code", "expertise_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."expertise_id", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="c8172d664e72ff9d642d57295a0ceaff0fe2729a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19405",
                    table="programmes_expertiseterritory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bid",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_bidhistory" ("application_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id", "round_id", "updated_at", "wish") VALUES (NEW."application_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reviewer_id", NEW."round_id", NEW."updated_at", NEW."wish"); RETURN NULL;',
                    hash="e8baf30a3dc7fe69f4d9c4ff3f2067c5d5daa274",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9ef37",
                    table="programmes_bid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bid",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_bidhistory" ("application_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id", "round_id", "updated_at", "wish") VALUES (NEW."application_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reviewer_id", NEW."round_id", NEW."updated_at", NEW."wish"); RETURN NULL;',
                    hash="7bec5ecb1bba978f12f08ec4b1464496dda95598",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd3f3",
                    table="programmes_bid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bid",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_bidhistory" ("application_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id", "round_id", "updated_at", "wish") VALUES (OLD."application_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reviewer_id", OLD."round_id", OLD."updated_at", OLD."wish"); RETURN NULL;',
                    hash="ba33296bd05c74766a5dea3d2f0ee1abdd66a57c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4f96a",
                    table="programmes_bid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="informationsession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_informationsessionhistory" ("calendar_id", "call_id", "cancelled_at", "cancelled_reason", "capacity", "ends_at", "id", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "starts_at", "title", "venue") VALUES (NEW."calendar_id", NEW."call_id", NEW."cancelled_at", NEW."cancelled_reason", NEW."capacity", NEW."ends_at", NEW."id", NEW."link", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."starts_at", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="83801246d91a902c6827e4c56dd8e29d7a2b6045",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5802e",
                    table="programmes_informationsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="informationsession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_informationsessionhistory" ("calendar_id", "call_id", "cancelled_at", "cancelled_reason", "capacity", "ends_at", "id", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "starts_at", "title", "venue") VALUES (NEW."calendar_id", NEW."call_id", NEW."cancelled_at", NEW."cancelled_reason", NEW."capacity", NEW."ends_at", NEW."id", NEW."link", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."starts_at", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="9311dd3444f5fa53fa9f13167e3ca1c747162214",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_51b52",
                    table="programmes_informationsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="informationsession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_informationsessionhistory" ("calendar_id", "call_id", "cancelled_at", "cancelled_reason", "capacity", "ends_at", "id", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "starts_at", "title", "venue") VALUES (OLD."calendar_id", OLD."call_id", OLD."cancelled_at", OLD."cancelled_reason", OLD."capacity", OLD."ends_at", OLD."id", OLD."link", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."starts_at", OLD."title", OLD."venue"); RETURN NULL;',
                    hash="1b2f79d9ddcb2234f5518ea1ed09d44af0dfb9e6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ac2f2",
                    table="programmes_informationsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_registrationhistory" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "state", "user_id") VALUES (NEW."at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="0bc548dbc8946511588da5fc9d13f2a175dfc8c0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_002b1",
                    table="programmes_registration",
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
                    func='INSERT INTO "programmes_registrationhistory" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "state", "user_id") VALUES (NEW."at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="bb04ab1014910b4c63c47da177acde9a0838b006",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d18ab",
                    table="programmes_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_registrationhistory" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "state", "user_id") VALUES (OLD."at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="49f310e1e272edc98aaafdedb98dc621a224eb99",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e4c44",
                    table="programmes_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurysession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_jurysessionhistory" ("call_id", "closed_at", "created_at", "created_by_id", "held_at", "id", "link", "minutes_id", "minutes_sha256", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "record_sha256", "state", "title", "venue") VALUES (NEW."call_id", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."held_at", NEW."id", NEW."link", NEW."minutes_id", NEW."minutes_sha256", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quorum", NEW."record_sha256", NEW."state", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="1dba7ccf6cb5f2e1a1f766d51b69ee5fd7062912",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_853cd",
                    table="programmes_jurysession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurysession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."held_at" IS DISTINCT FROM (NEW."held_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."minutes_id" IS DISTINCT FROM (NEW."minutes_id") OR OLD."minutes_sha256" IS DISTINCT FROM (NEW."minutes_sha256") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."quorum" IS DISTINCT FROM (NEW."quorum") OR OLD."record_sha256" IS DISTINCT FROM (NEW."record_sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."venue" IS DISTINCT FROM (NEW."venue"))',
                    func='INSERT INTO "programmes_jurysessionhistory" ("call_id", "closed_at", "created_at", "created_by_id", "held_at", "id", "link", "minutes_id", "minutes_sha256", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "record_sha256", "state", "title", "venue") VALUES (NEW."call_id", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."held_at", NEW."id", NEW."link", NEW."minutes_id", NEW."minutes_sha256", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quorum", NEW."record_sha256", NEW."state", NEW."title", NEW."venue"); RETURN NULL;',
                    hash="f52ad02fd6fcbc7d6a63d38ff1ea1f6c0a5660bf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd527",
                    table="programmes_jurysession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurysession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_jurysessionhistory" ("call_id", "closed_at", "created_at", "created_by_id", "held_at", "id", "link", "minutes_id", "minutes_sha256", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "record_sha256", "state", "title", "venue") VALUES (OLD."call_id", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."held_at", OLD."id", OLD."link", OLD."minutes_id", OLD."minutes_sha256", OLD."opened_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quorum", OLD."record_sha256", OLD."state", OLD."title", OLD."venue"); RETURN NULL;',
                    hash="dd1230c10892b9642212623bd3ce1481ce3d7e0d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b3c2",
                    table="programmes_jurysession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurymember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_jurymemberhistory" ("id", "is_present", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "user_id") VALUES (NEW."id", NEW."is_present", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."session_id", NEW."user_id"); RETURN NULL;',
                    hash="9ef43d6d34e00fd31fce5fdc7406c2244a174f2a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b5c7e",
                    table="programmes_jurymember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurymember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_jurymemberhistory" ("id", "is_present", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "user_id") VALUES (NEW."id", NEW."is_present", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."session_id", NEW."user_id"); RETURN NULL;',
                    hash="d1f5582e66b1b301dcaaf54def44602425576ddf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2c44",
                    table="programmes_jurymember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jurymember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_jurymemberhistory" ("id", "is_present", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id", "user_id") VALUES (OLD."id", OLD."is_present", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."session_id", OLD."user_id"); RETURN NULL;',
                    hash="096a32b2e2416f05fc0475380f7b0d0f3f91ab5e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bbec7",
                    table="programmes_jurymember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_agendaitemhistory" ("application_id", "called_at", "id", "notes", "notes_at", "notes_by_id", "notes_version", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal", "proposed_amount", "proposed_conditions", "proposed_rank", "session_id", "settled_at", "state") VALUES (NEW."application_id", NEW."called_at", NEW."id", NEW."notes", NEW."notes_at", NEW."notes_by_id", NEW."notes_version", NEW."opinion", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."proposal", NEW."proposed_amount", NEW."proposed_conditions", NEW."proposed_rank", NEW."session_id", NEW."settled_at", NEW."state"); RETURN NULL;',
                    hash="ba28d7ac3d334ac106660f3841ab20f5a897b865",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1419",
                    table="programmes_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_agendaitemhistory" ("application_id", "called_at", "id", "notes", "notes_at", "notes_by_id", "notes_version", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal", "proposed_amount", "proposed_conditions", "proposed_rank", "session_id", "settled_at", "state") VALUES (NEW."application_id", NEW."called_at", NEW."id", NEW."notes", NEW."notes_at", NEW."notes_by_id", NEW."notes_version", NEW."opinion", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."proposal", NEW."proposed_amount", NEW."proposed_conditions", NEW."proposed_rank", NEW."session_id", NEW."settled_at", NEW."state"); RETURN NULL;',
                    hash="75fd054311025652cbfd8a85a597b8c61c1175cf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff17c",
                    table="programmes_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_agendaitemhistory" ("application_id", "called_at", "id", "notes", "notes_at", "notes_by_id", "notes_version", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal", "proposed_amount", "proposed_conditions", "proposed_rank", "session_id", "settled_at", "state") VALUES (OLD."application_id", OLD."called_at", OLD."id", OLD."notes", OLD."notes_at", OLD."notes_by_id", OLD."notes_version", OLD."opinion", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."proposal", OLD."proposed_amount", OLD."proposed_conditions", OLD."proposed_rank", OLD."session_id", OLD."settled_at", OLD."state"); RETURN NULL;',
                    hash="8ee3ea992db9e1a7fbb925a49ff56530081e1e82",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e5018",
                    table="programmes_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_attendancehistory" ("id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (NEW."id", NEW."item_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presence"); RETURN NULL;',
                    hash="53f29267e14feffce493d71d1e2e2ad966e59a03",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_55b2b",
                    table="programmes_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_attendancehistory" ("id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (NEW."id", NEW."item_id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presence"); RETURN NULL;',
                    hash="19ff443bfb7a4c57c9448b4e5225191cd6a03f0f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0d0e9",
                    table="programmes_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_attendancehistory" ("id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (OLD."id", OLD."item_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presence"); RETURN NULL;',
                    hash="68148aeaa5c0414c6a986530b2ea5f4967891db9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a8c39",
                    table="programmes_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vote",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_votehistory" ("ballot", "cast_at", "cast_by_id", "id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."ballot", NEW."cast_at", NEW."cast_by_id", NEW."id", NEW."item_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="72eab65b66e036e494cca6e956b0c066b8992115",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_600b1",
                    table="programmes_vote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_votehistory" ("ballot", "cast_at", "cast_by_id", "id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."ballot", NEW."cast_at", NEW."cast_by_id", NEW."id", NEW."item_id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="6e3a334a360722c8dd17eee897572c7d69da38b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ec8be",
                    table="programmes_vote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vote",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_votehistory" ("ballot", "cast_at", "cast_by_id", "id", "item_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."ballot", OLD."cast_at", OLD."cast_by_id", OLD."id", OLD."item_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="6d072cdcc4b3861df0ffe3a3205ea38331f8c90a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f218e",
                    table="programmes_vote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="label",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelhistory" ("application_id", "code", "cohort_id", "ends_on", "granted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "programme_id", "project_id", "reminded_days", "starts_on", "state") VALUES (NEW."application_id", NEW."code", NEW."cohort_id", NEW."ends_on", NEW."granted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."programme_id", NEW."project_id", NEW."reminded_days", NEW."starts_on", NEW."state"); RETURN NULL;',
                    hash="0e00e7e236bcde0f64c2c0bd2f651494900cd3ac",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e1de4",
                    table="programmes_label",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="label",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_labelhistory" ("application_id", "code", "cohort_id", "ends_on", "granted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "programme_id", "project_id", "reminded_days", "starts_on", "state") VALUES (NEW."application_id", NEW."code", NEW."cohort_id", NEW."ends_on", NEW."granted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."programme_id", NEW."project_id", NEW."reminded_days", NEW."starts_on", NEW."state"); RETURN NULL;',
                    hash="361ec849a434002f85c12f8f5c007ad63fa86e24",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_25d6b",
                    table="programmes_label",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="label",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelhistory" ("application_id", "code", "cohort_id", "ends_on", "granted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "programme_id", "project_id", "reminded_days", "starts_on", "state") VALUES (OLD."application_id", OLD."code", OLD."cohort_id", OLD."ends_on", OLD."granted_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."programme_id", OLD."project_id", OLD."reminded_days", OLD."starts_on", OLD."state"); RETURN NULL;',
                    hash="f8aead2dc71c56799db03655928d3171159548fb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9fee5",
                    table="programmes_label",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelperiodhistory" ("ends_on", "id", "label_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "starts_on", "state", "why") VALUES (NEW."ends_on", NEW."id", NEW."label_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."said_at", NEW."starts_on", NEW."state", NEW."why"); RETURN NULL;',
                    hash="ae36eebb408b8d0a7dbd1dbcdb9fa41a5cfa3efe",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_84bac",
                    table="programmes_labelperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_labelperiodhistory" ("ends_on", "id", "label_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "starts_on", "state", "why") VALUES (NEW."ends_on", NEW."id", NEW."label_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."said_at", NEW."starts_on", NEW."state", NEW."why"); RETURN NULL;',
                    hash="a1763d1791b9d73996fcf74ced6eff29f40d0cc0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d80c8",
                    table="programmes_labelperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelperiodhistory" ("ends_on", "id", "label_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "starts_on", "state", "why") VALUES (OLD."ends_on", OLD."id", OLD."label_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."said_at", OLD."starts_on", OLD."state", OLD."why"); RETURN NULL;',
                    hash="83a80bbf36d627d0aba7642f2c8a4ddf9dc69008",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c0582",
                    table="programmes_labelperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelconditionhistory" ("asked_id", "due_on", "id", "label_id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "set_at", "settled_on", "text") VALUES (NEW."asked_id", NEW."due_on", NEW."id", NEW."label_id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reminded_at", NEW."set_at", NEW."settled_on", NEW."text"); RETURN NULL;',
                    hash="d2aad16d3dd6424465a5470e9e99aa79479de332",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e75c",
                    table="programmes_labelcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_labelconditionhistory" ("asked_id", "due_on", "id", "label_id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "set_at", "settled_on", "text") VALUES (NEW."asked_id", NEW."due_on", NEW."id", NEW."label_id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."set_at", NEW."settled_on", NEW."text"); RETURN NULL;',
                    hash="4f138374599247f4a515597ca20d2b83a91b92ed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1378b",
                    table="programmes_labelcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="labelcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_labelconditionhistory" ("asked_id", "due_on", "id", "label_id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "set_at", "settled_on", "text") VALUES (OLD."asked_id", OLD."due_on", OLD."id", OLD."label_id", OLD."note", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reminded_at", OLD."set_at", OLD."settled_on", OLD."text"); RETURN NULL;',
                    hash="5d761eff907c11c20a6c66648c174453a9b804d8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7cad2",
                    table="programmes_labelcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_lettertemplatehistory" ("body", "call_id", "decision", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (NEW."body", NEW."call_id", NEW."decision", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject", NEW."updated_at", NEW."updated_by_id"); RETURN NULL;',
                    hash="1479250b39cd84521572e40f1b4f14a608737ec9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b90e",
                    table="programmes_lettertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_lettertemplatehistory" ("body", "call_id", "decision", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (NEW."body", NEW."call_id", NEW."decision", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject", NEW."updated_at", NEW."updated_by_id"); RETURN NULL;',
                    hash="58e0e13dc289a7037a74e54001d772b83fb992bf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_28888",
                    table="programmes_lettertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_lettertemplatehistory" ("body", "call_id", "decision", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (OLD."body", OLD."call_id", OLD."decision", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subject", OLD."updated_at", OLD."updated_by_id"); RETURN NULL;',
                    hash="6f7328845e0d2dc3a16f0716be0b23a24bfda876",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_26057",
                    table="programmes_lettertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_letterhistory" ("announcement_id", "application_id", "body", "decision", "file_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "written_at") VALUES (NEW."announcement_id", NEW."application_id", NEW."body", NEW."decision", NEW."file_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject", NEW."written_at"); RETURN NULL;',
                    hash="3f45e011cf4539e817c9f0840621dd474796b72c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8e904",
                    table="programmes_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_letterhistory" ("announcement_id", "application_id", "body", "decision", "file_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "written_at") VALUES (NEW."announcement_id", NEW."application_id", NEW."body", NEW."decision", NEW."file_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject", NEW."written_at"); RETURN NULL;',
                    hash="b1340c382a8091ef50dda8882a74aac984b4cf07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_62994",
                    table="programmes_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_letterhistory" ("announcement_id", "application_id", "body", "decision", "file_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "written_at") VALUES (OLD."announcement_id", OLD."application_id", OLD."body", OLD."decision", OLD."file_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subject", OLD."written_at"); RETURN NULL;',
                    hash="d23d83b833c9fe5b92c2cae574028a53aefe1a81",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d29be",
                    table="programmes_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_matchingplanhistory" ("bids_until", "id", "least_files", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_group", "round_id", "territory_weight", "theme_weight", "trade_weight", "weighed_at", "wish_weight") VALUES (NEW."bids_until", NEW."id", NEW."least_files", NEW."most_files", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."required_group", NEW."round_id", NEW."territory_weight", NEW."theme_weight", NEW."trade_weight", NEW."weighed_at", NEW."wish_weight"); RETURN NULL;',
                    hash="c9d6caf5fde5de70d7c4359ca7b67cab10db47f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69d69",
                    table="programmes_matchingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."bids_until" IS DISTINCT FROM (NEW."bids_until") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."least_files" IS DISTINCT FROM (NEW."least_files") OR OLD."most_files" IS DISTINCT FROM (NEW."most_files") OR OLD."required_group" IS DISTINCT FROM (NEW."required_group") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."territory_weight" IS DISTINCT FROM (NEW."territory_weight") OR OLD."theme_weight" IS DISTINCT FROM (NEW."theme_weight") OR OLD."trade_weight" IS DISTINCT FROM (NEW."trade_weight") OR OLD."weighed_at" IS DISTINCT FROM (NEW."weighed_at") OR OLD."wish_weight" IS DISTINCT FROM (NEW."wish_weight"))',
                    func='INSERT INTO "programmes_matchingplanhistory" ("bids_until", "id", "least_files", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_group", "round_id", "territory_weight", "theme_weight", "trade_weight", "weighed_at", "wish_weight") VALUES (NEW."bids_until", NEW."id", NEW."least_files", NEW."most_files", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."required_group", NEW."round_id", NEW."territory_weight", NEW."theme_weight", NEW."trade_weight", NEW."weighed_at", NEW."wish_weight"); RETURN NULL;',
                    hash="1a257c5d3d22b454a913a4b9d821f5061174c4d7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ec231",
                    table="programmes_matchingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_matchingplanhistory" ("bids_until", "id", "least_files", "most_files", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_group", "round_id", "territory_weight", "theme_weight", "trade_weight", "weighed_at", "wish_weight") VALUES (OLD."bids_until", OLD."id", OLD."least_files", OLD."most_files", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."required_group", OLD."round_id", OLD."territory_weight", OLD."theme_weight", OLD."trade_weight", OLD."weighed_at", OLD."wish_weight"); RETURN NULL;',
                    hash="2fed2cbfff7aca869447394525fd4aeb19422f11",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_14f6e",
                    table="programmes_matchingplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingrun",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_matchingrunhistory" ("asked", "asked_at", "asked_by_id", "finished_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state") VALUES (NEW."asked", NEW."asked_at", NEW."asked_by_id", NEW."finished_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."state"); RETURN NULL;',
                    hash="179c85d45f19634453a21be5a4afd16394b4004d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40657",
                    table="programmes_matchingrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingrun",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "programmes_matchingrunhistory" ("asked", "asked_at", "asked_by_id", "finished_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state") VALUES (NEW."asked", NEW."asked_at", NEW."asked_by_id", NEW."finished_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."state"); RETURN NULL;',
                    hash="7a659466c73f3ec2232d8fe01ab856f512fd06a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46b1f",
                    table="programmes_matchingrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matchingrun",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_matchingrunhistory" ("asked", "asked_at", "asked_by_id", "finished_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state") VALUES (OLD."asked", OLD."asked_at", OLD."asked_by_id", OLD."finished_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."state"); RETURN NULL;',
                    hash="8a6f9eefb177f1afa2f001864d0ccf1b845d1dfa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_093c1",
                    table="programmes_matchingrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_placeofferhistory" ("answer_by", "answered_at", "answered_by_id", "application_id", "cohort_id", "freed_by_id", "id", "kind", "moves_on", "note", "offered_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "state") VALUES (NEW."answer_by", NEW."answered_at", NEW."answered_by_id", NEW."application_id", NEW."cohort_id", NEW."freed_by_id", NEW."id", NEW."kind", NEW."moves_on", NEW."note", NEW."offered_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reminded_at", NEW."state"); RETURN NULL;',
                    hash="81c4949aec6bf3c60a7fe6580f1323a4d8d629f1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c06d6",
                    table="programmes_placeoffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_placeofferhistory" ("answer_by", "answered_at", "answered_by_id", "application_id", "cohort_id", "freed_by_id", "id", "kind", "moves_on", "note", "offered_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "state") VALUES (NEW."answer_by", NEW."answered_at", NEW."answered_by_id", NEW."application_id", NEW."cohort_id", NEW."freed_by_id", NEW."id", NEW."kind", NEW."moves_on", NEW."note", NEW."offered_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."state"); RETURN NULL;',
                    hash="8ef03c337c8f5810d2eb7c23a624e3bb1425c00c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a24f",
                    table="programmes_placeoffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_placeofferhistory" ("answer_by", "answered_at", "answered_by_id", "application_id", "cohort_id", "freed_by_id", "id", "kind", "moves_on", "note", "offered_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "state") VALUES (OLD."answer_by", OLD."answered_at", OLD."answered_by_id", OLD."application_id", OLD."cohort_id", OLD."freed_by_id", OLD."id", OLD."kind", OLD."moves_on", OLD."note", OLD."offered_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reminded_at", OLD."state"); RETURN NULL;',
                    hash="121f6e8f3b0e9a097d3e58b9b7f63a3be2fecae9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4da3f",
                    table="programmes_placeoffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_appealhistory" ("answer", "answered_at", "answered_by_id", "application_id", "filed_at", "filed_by_id", "id", "is_late", "kind", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "state", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."application_id", NEW."filed_at", NEW."filed_by_id", NEW."id", NEW."is_late", NEW."kind", NEW."letter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."state", NEW."text"); RETURN NULL;',
                    hash="2980e86ffaa08cb4eb254835f6d740b3b677a794",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_944e6",
                    table="programmes_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_appealhistory" ("answer", "answered_at", "answered_by_id", "application_id", "filed_at", "filed_by_id", "id", "is_late", "kind", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "state", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."application_id", NEW."filed_at", NEW."filed_by_id", NEW."id", NEW."is_late", NEW."kind", NEW."letter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."state", NEW."text"); RETURN NULL;',
                    hash="f0198714ff37141c303f262de601a10c81ecd447",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_af1ca",
                    table="programmes_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_appealhistory" ("answer", "answered_at", "answered_by_id", "application_id", "filed_at", "filed_by_id", "id", "is_late", "kind", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "state", "text") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."application_id", OLD."filed_at", OLD."filed_by_id", OLD."id", OLD."is_late", OLD."kind", OLD."letter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."state", OLD."text"); RETURN NULL;',
                    hash="8edba43e5a461e763013c663af8d60ff67003980",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_65e8c",
                    table="programmes_appeal",
                    when="AFTER",
                ),
            ),
        ),
    ]
