import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import maillage.directory.models.place
import maillage.directory.models.record
import maillage.directory.models.service
import maillage.directory.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                ("acronym", models.CharField(blank=True, max_length=30, verbose_name="acronym")),
                (
                    "legal_form",
                    models.CharField(
                        choices=[
                            ("association", "Association"),
                            ("scic", "Cooperative of collective interest (SCIC)"),
                            ("scop", "Workers’ cooperative (SCOP)"),
                            ("cae", "Business and employment cooperative (CAE)"),
                            ("sas", "Simplified joint-stock company (SAS)"),
                            ("sarl", "Limited company (SARL)"),
                            ("micro", "Sole trader or micro-enterprise"),
                            ("commune", "Commune"),
                            ("epci", "Intercommunal authority (EPCI)"),
                            ("departement", "Département"),
                            ("region", "Région"),
                            ("state_agency", "State service or agency"),
                            ("public_establishment", "Public establishment"),
                            ("foundation", "Foundation or endowment fund"),
                            ("informal_group", "Informal group"),
                            ("other", "Other form"),
                        ],
                        default="other",
                        max_length=24,
                        verbose_name="legal form",
                    ),
                ),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="RNA number")),
                ("is_network", models.BooleanField(default=False, verbose_name="is a network")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="address")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="postal code")),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="territories.commune",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="directory.organisation",
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=maillage.directory.models.record.Unaccent(
                            django.db.models.functions.text.Lower("name")
                        ),
                        output_field=models.CharField(max_length=220),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("name")),
                                    config="maillage_fr",
                                    weight="A",
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("words")),
                                    config="maillage_fr",
                                    weight="B",
                                ),
                                django.contrib.postgres.search.SearchConfig("maillage_fr"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                maillage.directory.models.record.Unaccent(models.F("description")),
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
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="organisation_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("name_key"), name="gin_trgm_ops"),
                        name="organisation_name_trigram",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", True), ("publication", "published")),
                        fields=["name_key", "id"],
                        name="organisation_list",
                    ),
                    models.Index(fields=["confirmed_at"], name="organisation_confirmed"),
                    models.Index(
                        condition=models.Q(("siret", ""), _negated=True),
                        fields=["siret"],
                        name="organisation_siret",
                    ),
                    models.Index(
                        condition=models.Q(("rna", ""), _negated=True),
                        fields=["rna"],
                        name="organisation_rna",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_source", ""),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="directory_organisation_confirmed_whole",
                        violation_error_message="A confirmation has a moment and a source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siret", ""), ("siret__regex", "^\\d{14}$"), _connector="OR"),
                        name="directory_organisation_siret_form",
                        violation_error_message="A SIRET has 14 digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rna", ""), ("rna__regex", "^W\\d[0-9A-Z]\\d{7}$"), _connector="OR"
                        ),
                        name="directory_organisation_rna_form",
                        violation_error_message="An RNA number is a W and nine digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="directory_organisation_not_merged_into_itself",
                        violation_error_message="A record cannot be merged into itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationHistory",
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
                        to="directory.organisation",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                ("acronym", models.CharField(blank=True, max_length=30, verbose_name="acronym")),
                (
                    "legal_form",
                    models.CharField(
                        choices=[
                            ("association", "Association"),
                            ("scic", "Cooperative of collective interest (SCIC)"),
                            ("scop", "Workers’ cooperative (SCOP)"),
                            ("cae", "Business and employment cooperative (CAE)"),
                            ("sas", "Simplified joint-stock company (SAS)"),
                            ("sarl", "Limited company (SARL)"),
                            ("micro", "Sole trader or micro-enterprise"),
                            ("commune", "Commune"),
                            ("epci", "Intercommunal authority (EPCI)"),
                            ("departement", "Département"),
                            ("region", "Région"),
                            ("state_agency", "State service or agency"),
                            ("public_establishment", "Public establishment"),
                            ("foundation", "Foundation or endowment fund"),
                            ("informal_group", "Informal group"),
                            ("other", "Other form"),
                        ],
                        default="other",
                        max_length=24,
                        verbose_name="legal form",
                    ),
                ),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="RNA number")),
                ("is_network", models.BooleanField(default=False, verbose_name="is a network")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="address")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="postal code")),
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
                        verbose_name="municipality",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationArea",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a perimeter",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="organisationarea_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="directory_organisationarea_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "level", "code"), name="directory_organisationarea_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationAreaHistory",
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
                        to="directory.organisationarea",
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
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("staff", "staff"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="function")),
                (
                    "started_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="since"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "membership",
                "ordering": ["organisation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("user", "organisation"),
                        name="directory_membership_once",
                        violation_error_message="This person belongs to the organisation already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="directory_membership_ends_after_start",
                        violation_error_message="A membership ends after it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipHistory",
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
                        to="directory.membership",
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
                        verbose_name="person",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("staff", "staff"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="function")),
                (
                    "started_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="since"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="directory.organisation",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("staff", "staff"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "waiting"), ("accepted", "accepted"), ("revoked", "withdrawn")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "invitation",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        models.F("organisation"),
                        condition=models.Q(("state", "pending")),
                        name="directory_invitation_one_pending",
                        violation_error_message="An invitation waits at this address already: send it again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="directory_invitation_accepted_has_moment",
                        violation_error_message="An accepted invitation has its moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationHistory",
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
                        to="directory.invitation",
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
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("staff", "staff"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "waiting"), ("accepted", "accepted"), ("revoked", "withdrawn")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
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
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_out",
                        to="directory.organisation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_in",
                        to="directory.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "is a member of the network"),
                            ("funder", "funds"),
                            ("partner", "is a partner of"),
                            ("runs", "runs"),
                        ],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "relation",
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("source", "target", "kind"),
                        name="directory_relation_once",
                        violation_error_message="This relation is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="directory_relation_two_sides",
                        violation_error_message="An organisation has no relation with itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="directory_relation_ends_after_start",
                        violation_error_message="A relation ends after it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationRelationHistory",
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
                        to="directory.organisationrelation",
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
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "is a member of the network"),
                            ("funder", "funds"),
                            ("partner", "is a partner of"),
                            ("runs", "runs"),
                        ],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="places",
                        to="directory.organisation",
                        verbose_name="run by",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("project", "in project"), ("open", "open"), ("closed", "closed for good")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.place.place_types, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="types of place",
                    ),
                ),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.place.trades, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="trades",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="address")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="postal code")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="territories.commune",
                        verbose_name="municipality",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "location_precision",
                    models.CharField(
                        choices=[
                            ("exact", "exact position"),
                            ("street", "position of the street"),
                            ("commune", "centre of the commune"),
                        ],
                        default="commune",
                        max_length=10,
                        verbose_name="precision of the position",
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[maillage.directory.validators.validate_opening_hours],
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "opening_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on opening"),
                ),
                (
                    "surface_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="total surface (m²)"),
                ),
                (
                    "workshop_surface_m2",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="surface of workshops (m²)"
                    ),
                ),
                (
                    "accessibility",
                    models.CharField(
                        choices=[
                            ("yes", "accessible"),
                            ("partly", "partly accessible"),
                            ("no", "not accessible"),
                            ("unknown", "accessibility unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="accessibility",
                    ),
                ),
                (
                    "accessibility_note",
                    models.CharField(blank=True, max_length=250, verbose_name="note on accessibility"),
                ),
                ("equipment", models.TextField(blank=True, verbose_name="equipment")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="open since")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="directory.place",
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=maillage.directory.models.record.Unaccent(
                            django.db.models.functions.text.Lower("name")
                        ),
                        output_field=models.CharField(max_length=220),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("name")),
                                    config="maillage_fr",
                                    weight="A",
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("words")),
                                    config="maillage_fr",
                                    weight="B",
                                ),
                                django.contrib.postgres.search.SearchConfig("maillage_fr"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                maillage.directory.models.record.Unaccent(models.F("description")),
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
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="place_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("name_key"), name="gin_trgm_ops"),
                        name="place_name_trigram",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", True), ("publication", "published")),
                        fields=["name_key", "id"],
                        name="place_list",
                    ),
                    models.Index(fields=["confirmed_at"], name="place_confirmed"),
                    models.Index(fields=["latitude", "longitude"], name="place_point"),
                    django.contrib.postgres.indexes.GinIndex(fields=["types"], name="place_types"),
                    django.contrib.postgres.indexes.GinIndex(fields=["trades"], name="place_trades"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_source", ""),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="directory_place_confirmed_whole",
                        violation_error_message="A confirmation has a moment and a source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                        name="directory_place_on_earth",
                        violation_error_message="Latitude is between -90 and 90 degrees, longitude between -180 and 180.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("surface_m2__isnull", True),
                            ("workshop_surface_m2__isnull", True),
                            ("workshop_surface_m2__lte", models.F("surface_m2")),
                            _connector="OR",
                        ),
                        name="directory_place_workshops_within_surface",
                        violation_error_message="The workshops cannot be larger than the whole place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="directory_place_not_merged_into_itself",
                        violation_error_message="A record cannot be merged into itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceHistory",
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
                        to="directory.place",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
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
                        verbose_name="run by",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("project", "in project"), ("open", "open"), ("closed", "closed for good")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.place.place_types, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="types of place",
                    ),
                ),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.place.trades, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="trades",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="address")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="postal code")),
                (
                    "commune",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="municipality",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "location_precision",
                    models.CharField(
                        choices=[
                            ("exact", "exact position"),
                            ("street", "position of the street"),
                            ("commune", "centre of the commune"),
                        ],
                        default="commune",
                        max_length=10,
                        verbose_name="precision of the position",
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[maillage.directory.validators.validate_opening_hours],
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "opening_note",
                    models.CharField(blank=True, max_length=200, verbose_name="note on opening"),
                ),
                (
                    "surface_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="total surface (m²)"),
                ),
                (
                    "workshop_surface_m2",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="surface of workshops (m²)"
                    ),
                ),
                (
                    "accessibility",
                    models.CharField(
                        choices=[
                            ("yes", "accessible"),
                            ("partly", "partly accessible"),
                            ("no", "not accessible"),
                            ("unknown", "accessibility unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="accessibility",
                    ),
                ),
                (
                    "accessibility_note",
                    models.CharField(blank=True, max_length=250, verbose_name="note on accessibility"),
                ),
                ("equipment", models.TextField(blank=True, verbose_name="equipment")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="open since")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlacePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="directory.place",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place_photo",
                        to="core.storedfile",
                    ),
                ),
                (
                    "alt_text",
                    models.CharField(
                        help_text="Read aloud to people who do not see it.",
                        max_length=250,
                        verbose_name="what the picture shows",
                    ),
                ),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="credit")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["rank", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alt_text", ""), _negated=True),
                        name="directory_placephoto_has_words",
                        violation_error_message="Say what the picture shows.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacePhotoHistory",
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
                        to="directory.placephoto",
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
                    "alt_text",
                    models.CharField(
                        help_text="Read aloud to people who do not see it.",
                        max_length=250,
                        verbose_name="what the picture shows",
                    ),
                ),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="credit")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DuplicateProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "second_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "first_place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.place",
                    ),
                ),
                (
                    "second_place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.place",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("siret", "same SIRET"), ("name_distance", "close names, close places")],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                (
                    "similarity",
                    models.FloatField(help_text="From 0 to 1.", verbose_name="similarity of names"),
                ),
                ("distance_km", models.FloatField(blank=True, null=True, verbose_name="distance (km)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to review"),
                            ("merged", "merged"),
                            ("dismissed", "two different records"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "possible duplicate",
                "ordering": ["-similarity", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first_organisation__isnull", False),
                                ("first_organisation__lt", models.F("second_organisation")),
                                ("first_place__isnull", True),
                                ("second_organisation__isnull", False),
                                ("second_place__isnull", True),
                            ),
                            models.Q(
                                ("first_organisation__isnull", True),
                                ("first_place__isnull", False),
                                ("first_place__lt", models.F("second_place")),
                                ("second_organisation__isnull", True),
                                ("second_place__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="directory_duplicate_two_of_a_kind",
                        violation_error_message="A proposal is about two records of one kind.",
                    ),
                    models.UniqueConstraint(
                        fields=("first_organisation", "second_organisation"),
                        name="directory_duplicate_organisations_once",
                    ),
                    models.UniqueConstraint(
                        fields=("first_place", "second_place"), name="directory_duplicate_places_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateProposalHistory",
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
                        to="directory.duplicateproposal",
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
                    "first_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "second_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "first_place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.place",
                    ),
                ),
                (
                    "second_place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.place",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("siret", "same SIRET"), ("name_distance", "close names, close places")],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                (
                    "similarity",
                    models.FloatField(help_text="From 0 to 1.", verbose_name="similarity of names"),
                ),
                ("distance_km", models.FloatField(blank=True, null=True, verbose_name="distance (km)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to review"),
                            ("merged", "merged"),
                            ("dismissed", "two different records"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
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
                            ("organisation", "organisation"),
                            ("place", "place"),
                            ("service", "support offer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kept_id", models.BigIntegerField()),
                ("dropped_id", models.BigIntegerField()),
                (
                    "moves",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("left", models.JSONField(default=list)),
                (
                    "filled",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("dropped_publication", models.CharField(max_length=10)),
                ("why", models.TextField(blank=True)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged")),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "ordering": ["-merged_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept_id", models.F("dropped_id")), _negated=True),
                        name="directory_merge_two_records",
                        violation_error_message="A merge is about two records.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("kind", "dropped_id"),
                        name="directory_merge_dropped_once",
                        violation_error_message="This record has been merged already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeRecordHistory",
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
                        to="directory.mergerecord",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("organisation", "organisation"),
                            ("place", "place"),
                            ("service", "support offer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kept_id", models.BigIntegerField()),
                ("dropped_id", models.BigIntegerField()),
                (
                    "moves",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("left", models.JSONField(default=list)),
                (
                    "filled",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("dropped_publication", models.CharField(max_length=10)),
                ("why", models.TextField(blank=True)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged")),
                (
                    "merged_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
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
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                (
                    "signature",
                    models.CharField(help_text="A digest of the names of the columns.", max_length=24),
                ),
                ("columns", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="used")),
            ],
            options={
                "verbose_name": "remembered columns",
                "ordering": ["source", "-used_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "signature"), name="directory_importmapping_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMappingHistory",
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
                        to="directory.importmapping",
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
                ("source", models.CharField(max_length=60, verbose_name="source")),
                (
                    "signature",
                    models.CharField(help_text="A digest of the names of the columns.", max_length=24),
                ),
                ("columns", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="used")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Who keeps the list: “anct”, “region-occitanie”…",
                        max_length=60,
                        verbose_name="source",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("digest", models.CharField(max_length=64)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_runs",
                        to="directory.organisation",
                        verbose_name="for the organisation",
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=dict)),
                (
                    "department",
                    models.CharField(blank=True, max_length=3, verbose_name="département of the list"),
                ),
                ("listed_on", models.DateField(blank=True, null=True, verbose_name="date of the list")),
                (
                    "take_theirs",
                    models.BooleanField(default=False, verbose_name="the list wins over local edits"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "to check"), ("applied", "imported")],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "report",
                    models.JSONField(
                        blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
            ],
            options={
                "verbose_name": "import",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "applied"), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="directory_importrun_applied_has_moment",
                        violation_error_message="An applied import has its moment.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRunHistory",
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
                        to="directory.importrun",
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
                    "source",
                    models.CharField(
                        help_text="Who keeps the list: “anct”, “region-occitanie”…",
                        max_length=60,
                        verbose_name="source",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("digest", models.CharField(max_length=64)),
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
                ("columns", models.JSONField(blank=True, default=dict)),
                (
                    "department",
                    models.CharField(blank=True, max_length=3, verbose_name="département of the list"),
                ),
                ("listed_on", models.DateField(blank=True, null=True, verbose_name="date of the list")),
                (
                    "take_theirs",
                    models.BooleanField(default=False, verbose_name="the list wins over local edits"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "to check"), ("applied", "imported")],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
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
                        verbose_name="by",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.organisation",
                        verbose_name="offered by",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=250, verbose_name="in one sentence")),
                (
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.stages, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="stages of the project",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.audiences, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.themes, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "formats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.formats, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="formats",
                    ),
                ),
                (
                    "price_kind",
                    models.CharField(
                        choices=[
                            ("free", "free of charge"),
                            ("paid", "paid"),
                            ("by_means", "according to means"),
                            ("members", "included in the membership"),
                            ("unknown", "price not given"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="price",
                    ),
                ),
                (
                    "price_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="price (€)"
                    ),
                ),
                ("price_note", models.CharField(blank=True, max_length=250, verbose_name="price, in words")),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people or projects per year"
                    ),
                ),
                (
                    "capacity_note",
                    models.CharField(blank=True, max_length=250, verbose_name="capacity, in words"),
                ),
                ("duration", models.CharField(blank=True, max_length=120, verbose_name="duration, in words")),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                (
                    "referrers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.referrers, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="who may refer",
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="web page")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                (
                    "has_own_area",
                    models.BooleanField(default=False, editable=False, verbose_name="has its own area"),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="directory.service",
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=maillage.directory.models.record.Unaccent(
                            django.db.models.functions.text.Lower("name")
                        ),
                        output_field=models.CharField(max_length=220),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("name")),
                                    config="maillage_fr",
                                    weight="A",
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    maillage.directory.models.record.Unaccent(models.F("words")),
                                    config="maillage_fr",
                                    weight="B",
                                ),
                                django.contrib.postgres.search.SearchConfig("maillage_fr"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                maillage.directory.models.record.Unaccent(models.F("description")),
                                config="maillage_fr",
                                weight="C",
                            ),
                            django.contrib.postgres.search.SearchConfig("maillage_fr"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True,
                        related_name="services",
                        to="directory.place",
                        verbose_name="places where sessions are held",
                    ),
                ),
            ],
            options={
                "verbose_name": "support offer",
                "verbose_name_plural": "support offers",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="service_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("name_key"), name="gin_trgm_ops"),
                        name="service_name_trigram",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", True), ("publication", "published")),
                        fields=["name_key", "id"],
                        name="service_list",
                    ),
                    models.Index(fields=["confirmed_at"], name="service_confirmed"),
                    django.contrib.postgres.indexes.GinIndex(fields=["stages"], name="service_stages"),
                    django.contrib.postgres.indexes.GinIndex(fields=["themes"], name="service_themes"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_source", ""),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("confirmed_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="directory_service_confirmed_whole",
                        violation_error_message="A confirmation has a moment and a source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__isnull", True), ("capacity__gt", 0), _connector="OR"),
                        name="directory_service_capacity_positive",
                        violation_error_message="A capacity is at least one; leave it empty when unknown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_amount__isnull", True),
                            models.Q(("price_amount", 0), ("price_kind", "free")),
                            models.Q(
                                models.Q(("price_kind", "free"), _negated=True), ("price_amount__gte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="directory_service_price_fits_its_kind",
                        violation_error_message="A price is not negative, and what is free costs nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="directory_service_not_merged_into_itself",
                        violation_error_message="A record cannot be merged into itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("identifier", models.CharField(max_length=200, verbose_name="identifier")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_ids",
                        to="directory.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_ids",
                        to="directory.place",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_ids",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "external identifier",
                "ordering": ["source", "identifier", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", False),
                                ("place__isnull", True),
                                ("service__isnull", True),
                            ),
                            models.Q(
                                ("organisation__isnull", True),
                                ("place__isnull", False),
                                ("service__isnull", True),
                            ),
                            models.Q(
                                ("organisation__isnull", True),
                                ("place__isnull", True),
                                ("service__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="directory_externalid_one_owner",
                        violation_error_message="An identifier names one record.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("source", "identifier"),
                        name="directory_externalid_once_per_organisation",
                        violation_error_message="This identifier names another record already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("place__isnull", False)),
                        fields=("source", "identifier"),
                        name="directory_externalid_once_per_place",
                        violation_error_message="This identifier names another record already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("service__isnull", False)),
                        fields=("source", "identifier"),
                        name="directory_externalid_once_per_service",
                        violation_error_message="This identifier names another record already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalIdHistory",
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
                        to="directory.externalid",
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
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("identifier", models.CharField(max_length=200, verbose_name="identifier")),
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
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportedValues",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "external_id",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="directory.externalid",
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imported",
                        to="directory.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported values",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportedValuesHistory",
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
                        to="directory.importedvalues",
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
                    "external_id",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.externalid",
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.importrun",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceHistory",
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
                        to="directory.service",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=120)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "publication",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("words", models.TextField(blank=True, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "confirmed_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "its team, signed in"),
                            ("link", "its team, from the e-mailed link"),
                            ("platform", "the platform’s team"),
                            ("import", "an imported list"),
                        ],
                        max_length=10,
                        verbose_name="source of the confirmation",
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.organisation",
                        verbose_name="offered by",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=250, verbose_name="in one sentence")),
                (
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.stages, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="stages of the project",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.audiences, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.themes, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "formats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.formats, max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="formats",
                    ),
                ),
                (
                    "price_kind",
                    models.CharField(
                        choices=[
                            ("free", "free of charge"),
                            ("paid", "paid"),
                            ("by_means", "according to means"),
                            ("members", "included in the membership"),
                            ("unknown", "price not given"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="price",
                    ),
                ),
                (
                    "price_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="price (€)"
                    ),
                ),
                ("price_note", models.CharField(blank=True, max_length=250, verbose_name="price, in words")),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people or projects per year"
                    ),
                ),
                (
                    "capacity_note",
                    models.CharField(blank=True, max_length=250, verbose_name="capacity, in words"),
                ),
                ("duration", models.CharField(blank=True, max_length=120, verbose_name="duration, in words")),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                (
                    "referrers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=maillage.directory.models.service.referrers, max_length=30
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="who may refer",
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="web page")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="public e-mail address"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="public telephone")),
                (
                    "has_own_area",
                    models.BooleanField(default=False, editable=False, verbose_name="has its own area"),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceArea",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="territories",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of an area",
                "abstract": False,
                "indexes": [models.Index(fields=["level", "code"], name="servicearea_territory")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "country"), _negated=True), ("code", "FR"), _connector="OR"
                        ),
                        name="directory_servicearea_country_is_fr",
                        violation_error_message="The only country is France (FR).",
                    ),
                    models.UniqueConstraint(
                        fields=("service", "level", "code"), name="directory_servicearea_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAreaHistory",
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
                        to="directory.servicearea",
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
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="members",
            field=models.ManyToManyField(
                related_name="organisations", through="directory.Membership", to=settings.AUTH_USER_MODEL
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationhistory" ("acronym", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "id", "is_demonstration", "is_network", "legal_form", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "rna", "siret", "slug", "updated_at", "version", "website", "words") VALUES (NEW."acronym", NEW."address", NEW."commune_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."email", NEW."id", NEW."is_demonstration", NEW."is_network", NEW."legal_form", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."publication", NEW."reminded_at", NEW."rna", NEW."siret", NEW."slug", NEW."updated_at", NEW."version", NEW."website", NEW."words"); RETURN NULL;',
                    hash="aa7af29a3164c3e690f606ff6fabc7eb8fa75918",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fd0fd",
                    table="directory_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."confirmed_source" IS DISTINCT FROM (NEW."confirmed_source") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demonstration" IS DISTINCT FROM (NEW."is_demonstration") OR OLD."is_network" IS DISTINCT FROM (NEW."is_network") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "directory_organisationhistory" ("acronym", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "id", "is_demonstration", "is_network", "legal_form", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "rna", "siret", "slug", "updated_at", "version", "website", "words") VALUES (NEW."acronym", NEW."address", NEW."commune_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."email", NEW."id", NEW."is_demonstration", NEW."is_network", NEW."legal_form", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."publication", NEW."reminded_at", NEW."rna", NEW."siret", NEW."slug", NEW."updated_at", NEW."version", NEW."website", NEW."words"); RETURN NULL;',
                    hash="636b1e08ea3b9300555fad995100918b66c7c84c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17175",
                    table="directory_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationhistory" ("acronym", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "id", "is_demonstration", "is_network", "legal_form", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "rna", "siret", "slug", "updated_at", "version", "website", "words") VALUES (OLD."acronym", OLD."address", OLD."commune_id", OLD."confirmed_at", OLD."confirmed_by_id", OLD."confirmed_source", OLD."created_at", OLD."description", OLD."email", OLD."id", OLD."is_demonstration", OLD."is_network", OLD."legal_form", OLD."merged_into_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."publication", OLD."reminded_at", OLD."rna", OLD."siret", OLD."slug", OLD."updated_at", OLD."version", OLD."website", OLD."words"); RETURN NULL;',
                    hash="1c0d659fbcfec57dc3dce96f102d37e8f295d31b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d686f",
                    table="directory_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationarea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationareahistory" ("code", "id", "level", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."level", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="5fda68b49ea0f51b96585ab37c124852e0fc18c9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3ef5d",
                    table="directory_organisationarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationarea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_organisationareahistory" ("code", "id", "level", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."level", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="d3d10973c37eec81f3a4dcca31883796bce85e74",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1828f",
                    table="directory_organisationarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationarea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationareahistory" ("code", "id", "level", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."level", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="f087f40bb00494887b139d071bedf8e559d243fc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6c616",
                    table="directory_organisationarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_membershiphistory" ("ended_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "title", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_on", NEW."title", NEW."user_id"); RETURN NULL;',
                    hash="44fe9d4a12a9c479244cc40b24fdbb40b9f841ad",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_044d1",
                    table="directory_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_membershiphistory" ("ended_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "title", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_on", NEW."title", NEW."user_id"); RETURN NULL;',
                    hash="fe2cf8a5a222bfbea41fbe355cf2ffd13fa686d2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4018c",
                    table="directory_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_membershiphistory" ("ended_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "title", "user_id") VALUES (OLD."ended_on", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."started_on", OLD."title", OLD."user_id"); RETURN NULL;',
                    hash="a62cb53627d589b695766cfc489de315a1d1815f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00ac9",
                    table="directory_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_invitationhistory" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "state") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."sent_at", NEW."state"); RETURN NULL;',
                    hash="1766acd27f0c0b786d2138aa10b458af79c0812c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_52c16",
                    table="directory_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "directory_invitationhistory" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "state") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."sent_at", NEW."state"); RETURN NULL;',
                    hash="e0aedba87750aa91b33a47c65a8a6d80f34cfb5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e3fe",
                    table="directory_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_invitationhistory" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "state") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."created_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."sent_at", OLD."state"); RETURN NULL;',
                    hash="cf10602becaaee83c959b42f277bc7f37ea09cbc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2eb05",
                    table="directory_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationrelationhistory" ("ended_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "started_on", "target_id") VALUES (NEW."ended_on", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."started_on", NEW."target_id"); RETURN NULL;',
                    hash="1499993d91452450a4c4b2db9e97de427a3df3e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1f0b7",
                    table="directory_organisationrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_organisationrelationhistory" ("ended_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "started_on", "target_id") VALUES (NEW."ended_on", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."started_on", NEW."target_id"); RETURN NULL;',
                    hash="68e5c0bdadeae6f6092a1ed007697699fdb46f17",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_96517",
                    table="directory_organisationrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_organisationrelationhistory" ("ended_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "started_on", "target_id") VALUES (OLD."ended_on", OLD."id", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id", OLD."started_on", OLD."target_id"); RETURN NULL;',
                    hash="cd995350e7e14d923f9b645d775ed240215254ba",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d24d",
                    table="directory_organisationrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_placehistory" ("accessibility", "accessibility_note", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "equipment", "id", "is_demonstration", "latitude", "location_precision", "longitude", "merged_into_id", "name", "opened_on", "opening_hours", "opening_note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "slug", "status", "surface_m2", "trades", "types", "updated_at", "version", "website", "words", "workshop_surface_m2") VALUES (NEW."accessibility", NEW."accessibility_note", NEW."address", NEW."commune_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."email", NEW."equipment", NEW."id", NEW."is_demonstration", NEW."latitude", NEW."location_precision", NEW."longitude", NEW."merged_into_id", NEW."name", NEW."opened_on", NEW."opening_hours", NEW."opening_note", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."publication", NEW."reminded_at", NEW."slug", NEW."status", NEW."surface_m2", NEW."trades", NEW."types", NEW."updated_at", NEW."version", NEW."website", NEW."words", NEW."workshop_surface_m2"); RETURN NULL;',
                    hash="7d2a4bffd6d9a5c1498022f7498a87dceaa14d92",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40daf",
                    table="directory_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accessibility" IS DISTINCT FROM (NEW."accessibility") OR OLD."accessibility_note" IS DISTINCT FROM (NEW."accessibility_note") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."confirmed_source" IS DISTINCT FROM (NEW."confirmed_source") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."equipment" IS DISTINCT FROM (NEW."equipment") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demonstration" IS DISTINCT FROM (NEW."is_demonstration") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."location_precision" IS DISTINCT FROM (NEW."location_precision") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."opening_hours" IS DISTINCT FROM (NEW."opening_hours") OR OLD."opening_note" IS DISTINCT FROM (NEW."opening_note") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."surface_m2" IS DISTINCT FROM (NEW."surface_m2") OR OLD."trades" IS DISTINCT FROM (NEW."trades") OR OLD."types" IS DISTINCT FROM (NEW."types") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."workshop_surface_m2" IS DISTINCT FROM (NEW."workshop_surface_m2"))',
                    func='INSERT INTO "directory_placehistory" ("accessibility", "accessibility_note", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "equipment", "id", "is_demonstration", "latitude", "location_precision", "longitude", "merged_into_id", "name", "opened_on", "opening_hours", "opening_note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "slug", "status", "surface_m2", "trades", "types", "updated_at", "version", "website", "words", "workshop_surface_m2") VALUES (NEW."accessibility", NEW."accessibility_note", NEW."address", NEW."commune_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."email", NEW."equipment", NEW."id", NEW."is_demonstration", NEW."latitude", NEW."location_precision", NEW."longitude", NEW."merged_into_id", NEW."name", NEW."opened_on", NEW."opening_hours", NEW."opening_note", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."publication", NEW."reminded_at", NEW."slug", NEW."status", NEW."surface_m2", NEW."trades", NEW."types", NEW."updated_at", NEW."version", NEW."website", NEW."words", NEW."workshop_surface_m2"); RETURN NULL;',
                    hash="4aa36d0f8c74d2746c0bcabff3f37ce48cb95408",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e9bb",
                    table="directory_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_placehistory" ("accessibility", "accessibility_note", "address", "commune_id", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "email", "equipment", "id", "is_demonstration", "latitude", "location_precision", "longitude", "merged_into_id", "name", "opened_on", "opening_hours", "opening_note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "publication", "reminded_at", "slug", "status", "surface_m2", "trades", "types", "updated_at", "version", "website", "words", "workshop_surface_m2") VALUES (OLD."accessibility", OLD."accessibility_note", OLD."address", OLD."commune_id", OLD."confirmed_at", OLD."confirmed_by_id", OLD."confirmed_source", OLD."created_at", OLD."description", OLD."email", OLD."equipment", OLD."id", OLD."is_demonstration", OLD."latitude", OLD."location_precision", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."opened_on", OLD."opening_hours", OLD."opening_note", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."publication", OLD."reminded_at", OLD."slug", OLD."status", OLD."surface_m2", OLD."trades", OLD."types", OLD."updated_at", OLD."version", OLD."website", OLD."words", OLD."workshop_surface_m2"); RETURN NULL;',
                    hash="10c756e612f7373fb8d97aa88b2779971884f72c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0946c",
                    table="directory_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placephoto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_placephotohistory" ("added_at", "alt_text", "credit", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank") VALUES (NEW."added_at", NEW."alt_text", NEW."credit", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."rank"); RETURN NULL;',
                    hash="bbee6f1f6bf443968e61bd5fff6d45ae140bb55b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f9124",
                    table="directory_placephoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placephoto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_placephotohistory" ("added_at", "alt_text", "credit", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank") VALUES (NEW."added_at", NEW."alt_text", NEW."credit", NEW."file_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."rank"); RETURN NULL;',
                    hash="07a182c88a632c9c6663ed7774597dd9acd06113",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8f56d",
                    table="directory_placephoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placephoto",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_placephotohistory" ("added_at", "alt_text", "credit", "file_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank") VALUES (OLD."added_at", OLD."alt_text", OLD."credit", OLD."file_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."rank"); RETURN NULL;',
                    hash="2aa2da82f9538945ec7853a359c02e4bcaf94678",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7528a",
                    table="directory_placephoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicateproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_duplicateproposalhistory" ("decided_at", "decided_by_id", "distance_km", "first_organisation_id", "first_place_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "reason", "second_organisation_id", "second_place_id", "similarity", "state") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."distance_km", NEW."first_organisation_id", NEW."first_place_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."reason", NEW."second_organisation_id", NEW."second_place_id", NEW."similarity", NEW."state"); RETURN NULL;',
                    hash="a4641585eaa4b11613f5bcf57f09380d3e65053e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0d564",
                    table="directory_duplicateproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicateproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_duplicateproposalhistory" ("decided_at", "decided_by_id", "distance_km", "first_organisation_id", "first_place_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "reason", "second_organisation_id", "second_place_id", "similarity", "state") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."distance_km", NEW."first_organisation_id", NEW."first_place_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."reason", NEW."second_organisation_id", NEW."second_place_id", NEW."similarity", NEW."state"); RETURN NULL;',
                    hash="5f6be6669491d8c4b1a9afb372f6593028b7d40f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_18134",
                    table="directory_duplicateproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicateproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_duplicateproposalhistory" ("decided_at", "decided_by_id", "distance_km", "first_organisation_id", "first_place_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "reason", "second_organisation_id", "second_place_id", "similarity", "state") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."distance_km", OLD."first_organisation_id", OLD."first_place_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."reason", OLD."second_organisation_id", OLD."second_place_id", OLD."similarity", OLD."state"); RETURN NULL;',
                    hash="bdb8e0453ca295f9e09c769634670827e7c62c06",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d2568",
                    table="directory_duplicateproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mergerecord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_mergerecordhistory" ("dropped_id", "dropped_publication", "filled", "id", "kept_id", "kind", "left", "merged_at", "merged_by_id", "moves", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (NEW."dropped_id", NEW."dropped_publication", NEW."filled", NEW."id", NEW."kept_id", NEW."kind", NEW."left", NEW."merged_at", NEW."merged_by_id", NEW."moves", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."why"); RETURN NULL;',
                    hash="52429835781b49bc8bc9dd202e9a911f56376ba4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3e12",
                    table="directory_mergerecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mergerecord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_mergerecordhistory" ("dropped_id", "dropped_publication", "filled", "id", "kept_id", "kind", "left", "merged_at", "merged_by_id", "moves", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (NEW."dropped_id", NEW."dropped_publication", NEW."filled", NEW."id", NEW."kept_id", NEW."kind", NEW."left", NEW."merged_at", NEW."merged_by_id", NEW."moves", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."why"); RETURN NULL;',
                    hash="5be8f4c17cae3851bd8fe854f1b2e4482fc684d2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_440b5",
                    table="directory_mergerecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mergerecord",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_mergerecordhistory" ("dropped_id", "dropped_publication", "filled", "id", "kept_id", "kind", "left", "merged_at", "merged_by_id", "moves", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (OLD."dropped_id", OLD."dropped_publication", OLD."filled", OLD."id", OLD."kept_id", OLD."kind", OLD."left", OLD."merged_at", OLD."merged_by_id", OLD."moves", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."undone_at", OLD."undone_by_id", OLD."why"); RETURN NULL;',
                    hash="402717451a7bb0dcd94f86f00516e27f4c812a7b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_90469",
                    table="directory_mergerecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_importmappinghistory" ("columns", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signature", "source", "used_at") VALUES (NEW."columns", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signature", NEW."source", NEW."used_at"); RETURN NULL;',
                    hash="459765f6e14994fccc344f4e77e74978198390ca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c48d7",
                    table="directory_importmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_importmappinghistory" ("columns", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signature", "source", "used_at") VALUES (NEW."columns", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signature", NEW."source", NEW."used_at"); RETURN NULL;',
                    hash="9c546d1e6b4b1c98efa31c1fbb8196d72a02c963",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_23e60",
                    table="directory_importmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importmapping",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_importmappinghistory" ("columns", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signature", "source", "used_at") VALUES (OLD."columns", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."signature", OLD."source", OLD."used_at"); RETURN NULL;',
                    hash="ceecd2694084408d55de8dc4ddea7ebee555071f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ebb1e",
                    table="directory_importmapping",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_importrunhistory" ("applied_at", "columns", "counts", "created_at", "created_by_id", "department", "digest", "file_id", "file_name", "id", "listed_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "take_theirs") VALUES (NEW."applied_at", NEW."columns", NEW."counts", NEW."created_at", NEW."created_by_id", NEW."department", NEW."digest", NEW."file_id", NEW."file_name", NEW."id", NEW."listed_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."state", NEW."take_theirs"); RETURN NULL;',
                    hash="6907b98d206a62d722429042c012b7f75bf824cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_18453",
                    table="directory_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."columns" IS DISTINCT FROM (NEW."columns") OR OLD."counts" IS DISTINCT FROM (NEW."counts") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."listed_on" IS DISTINCT FROM (NEW."listed_on") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."take_theirs" IS DISTINCT FROM (NEW."take_theirs"))',
                    func='INSERT INTO "directory_importrunhistory" ("applied_at", "columns", "counts", "created_at", "created_by_id", "department", "digest", "file_id", "file_name", "id", "listed_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "take_theirs") VALUES (NEW."applied_at", NEW."columns", NEW."counts", NEW."created_at", NEW."created_by_id", NEW."department", NEW."digest", NEW."file_id", NEW."file_name", NEW."id", NEW."listed_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."state", NEW."take_theirs"); RETURN NULL;',
                    hash="6230b60f7edd47b0b517edce9ef9af2e106a73c4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70981",
                    table="directory_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_importrunhistory" ("applied_at", "columns", "counts", "created_at", "created_by_id", "department", "digest", "file_id", "file_name", "id", "listed_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "take_theirs") VALUES (OLD."applied_at", OLD."columns", OLD."counts", OLD."created_at", OLD."created_by_id", OLD."department", OLD."digest", OLD."file_id", OLD."file_name", OLD."id", OLD."listed_on", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."state", OLD."take_theirs"); RETURN NULL;',
                    hash="bc5b4a930825b914d3045a354f66b79552548d71",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8ecf1",
                    table="directory_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_servicehistory" ("audiences", "capacity", "capacity_note", "conditions", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "duration", "email", "formats", "has_own_area", "id", "is_demonstration", "merged_into_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "price_amount", "price_kind", "price_note", "publication", "referrers", "reminded_at", "slug", "stages", "summary", "themes", "updated_at", "version", "website", "words") VALUES (NEW."audiences", NEW."capacity", NEW."capacity_note", NEW."conditions", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."duration", NEW."email", NEW."formats", NEW."has_own_area", NEW."id", NEW."is_demonstration", NEW."merged_into_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."price_amount", NEW."price_kind", NEW."price_note", NEW."publication", NEW."referrers", NEW."reminded_at", NEW."slug", NEW."stages", NEW."summary", NEW."themes", NEW."updated_at", NEW."version", NEW."website", NEW."words"); RETURN NULL;',
                    hash="b08bea30599ede10e61a084ff73d0c942728e0e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26dc6",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."audiences" IS DISTINCT FROM (NEW."audiences") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."capacity_note" IS DISTINCT FROM (NEW."capacity_note") OR OLD."conditions" IS DISTINCT FROM (NEW."conditions") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."confirmed_source" IS DISTINCT FROM (NEW."confirmed_source") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."duration" IS DISTINCT FROM (NEW."duration") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."formats" IS DISTINCT FROM (NEW."formats") OR OLD."has_own_area" IS DISTINCT FROM (NEW."has_own_area") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demonstration" IS DISTINCT FROM (NEW."is_demonstration") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."price_amount" IS DISTINCT FROM (NEW."price_amount") OR OLD."price_kind" IS DISTINCT FROM (NEW."price_kind") OR OLD."price_note" IS DISTINCT FROM (NEW."price_note") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."referrers" IS DISTINCT FROM (NEW."referrers") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."stages" IS DISTINCT FROM (NEW."stages") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."themes" IS DISTINCT FROM (NEW."themes") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "directory_servicehistory" ("audiences", "capacity", "capacity_note", "conditions", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "duration", "email", "formats", "has_own_area", "id", "is_demonstration", "merged_into_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "price_amount", "price_kind", "price_note", "publication", "referrers", "reminded_at", "slug", "stages", "summary", "themes", "updated_at", "version", "website", "words") VALUES (NEW."audiences", NEW."capacity", NEW."capacity_note", NEW."conditions", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_source", NEW."created_at", NEW."description", NEW."duration", NEW."email", NEW."formats", NEW."has_own_area", NEW."id", NEW."is_demonstration", NEW."merged_into_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."price_amount", NEW."price_kind", NEW."price_note", NEW."publication", NEW."referrers", NEW."reminded_at", NEW."slug", NEW."stages", NEW."summary", NEW."themes", NEW."updated_at", NEW."version", NEW."website", NEW."words"); RETURN NULL;',
                    hash="f527523c2abab56f6e01d5f91161accffdca1b76",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd0d1",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_servicehistory" ("audiences", "capacity", "capacity_note", "conditions", "confirmed_at", "confirmed_by_id", "confirmed_source", "created_at", "description", "duration", "email", "formats", "has_own_area", "id", "is_demonstration", "merged_into_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "price_amount", "price_kind", "price_note", "publication", "referrers", "reminded_at", "slug", "stages", "summary", "themes", "updated_at", "version", "website", "words") VALUES (OLD."audiences", OLD."capacity", OLD."capacity_note", OLD."conditions", OLD."confirmed_at", OLD."confirmed_by_id", OLD."confirmed_source", OLD."created_at", OLD."description", OLD."duration", OLD."email", OLD."formats", OLD."has_own_area", OLD."id", OLD."is_demonstration", OLD."merged_into_id", OLD."name", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."price_amount", OLD."price_kind", OLD."price_note", OLD."publication", OLD."referrers", OLD."reminded_at", OLD."slug", OLD."stages", OLD."summary", OLD."themes", OLD."updated_at", OLD."version", OLD."website", OLD."words"); RETURN NULL;',
                    hash="18dc5fffb6cc93b3747d7ea1b605e8e4b8a54d64",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_931f0",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalid",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_externalidhistory" ("id", "identifier", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "service_id", "source") VALUES (NEW."id", NEW."identifier", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."service_id", NEW."source"); RETURN NULL;',
                    hash="fa6eeab57cf73a11156032c786648eaab6ab6332",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d6480",
                    table="directory_externalid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalid",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_externalidhistory" ("id", "identifier", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "service_id", "source") VALUES (NEW."id", NEW."identifier", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."service_id", NEW."source"); RETURN NULL;',
                    hash="aa17ff483af4b3cc0390aed7a9b85b863f02881f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_03518",
                    table="directory_externalid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalid",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_externalidhistory" ("id", "identifier", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "service_id", "source") VALUES (OLD."id", OLD."identifier", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."service_id", OLD."source"); RETURN NULL;',
                    hash="fce626e2e5ff594018429894e0c5a2415a38752f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0e9cd",
                    table="directory_externalid",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importedvalues",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_importedvalueshistory" ("external_id_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "run_id", "values") VALUES (NEW."external_id_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."run_id", NEW."values"); RETURN NULL;',
                    hash="831bd9ac4deceb0b35a1b542a1f2a4a5755f5658",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6cfff",
                    table="directory_importedvalues",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importedvalues",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_importedvalueshistory" ("external_id_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "run_id", "values") VALUES (OLD."external_id_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."run_id", OLD."values"); RETURN NULL;',
                    hash="a0fb41dfcf0791eb1864773106c89ddaa4a2f88b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_81006",
                    table="directory_importedvalues",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_serviceareahistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."service_id"); RETURN NULL;',
                    hash="326efc7e4a7677a2323e124e46d681578979fac8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2be48",
                    table="directory_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directory_serviceareahistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id") VALUES (NEW."code", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."service_id"); RETURN NULL;',
                    hash="8d262a1d5e8088aa77945da4ff4c06b782528a62",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c92e8",
                    table="directory_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_serviceareahistory" ("code", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id") VALUES (OLD."code", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."service_id"); RETURN NULL;',
                    hash="46579f7b34936b92dc06b543b5cbf5d5a322b476",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5ab44",
                    table="directory_servicearea",
                    when="AFTER",
                ),
            ),
        ),
    ]
