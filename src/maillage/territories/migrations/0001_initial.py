import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vintage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the files, in order of name.", max_length=64),
                ),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded")),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "vintage of the territories",
                "ordering": ["-loaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                (
                    "code",
                    models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("seat_code", models.CharField(blank=True, max_length=5, verbose_name="seat (INSEE code)")),
            ],
            options={
                "verbose_name": "région",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="RegionHistory",
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
                        to="territories.region",
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
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("code", models.CharField(max_length=2, serialize=False, verbose_name="code")),
                ("seat_code", models.CharField(blank=True, max_length=5, verbose_name="seat (INSEE code)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                (
                    "code",
                    models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "département"), ("collectivity", "overseas collectivity")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="territories.region",
                        verbose_name="région",
                    ),
                ),
                ("seat_code", models.CharField(blank=True, max_length=5, verbose_name="seat (INSEE code)")),
            ],
            options={
                "verbose_name": "département",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "collectivity"), ("region__isnull", True)),
                            models.Q(("kind", "department"), ("region__isnull", False)),
                            _connector="OR",
                        ),
                        name="territories_department_has_region",
                        violation_error_message="A département has a région; an overseas collectivity has none.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentHistory",
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
                        to="territories.department",
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
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("code", models.CharField(max_length=3, serialize=False, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "département"), ("collectivity", "overseas collectivity")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.region",
                        verbose_name="région",
                    ),
                ),
                ("seat_code", models.CharField(blank=True, max_length=5, verbose_name="seat (INSEE code)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Epci",
            fields=[
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                (
                    "code",
                    models.CharField(max_length=9, primary_key=True, serialize=False, verbose_name="SIREN"),
                ),
                ("search_name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CC", "community of municipalities"),
                            ("CA", "agglomeration community"),
                            ("CU", "urban community"),
                            ("ME", "metropolis"),
                        ],
                        max_length=2,
                        verbose_name="kind",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="territories.epci",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "EPCI",
                "verbose_name_plural": "EPCI",
                "ordering": ["search_name", "code"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_name"), name="gin_trgm_ops"),
                        name="epci_search_trigram",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_current", False), ("successor__isnull", True), _connector="OR"
                        ),
                        name="territories_epci_current_has_no_successor",
                        violation_error_message="A current EPCI has no successor.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EpciHistory",
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
                        to="territories.epci",
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
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("code", models.CharField(max_length=9, serialize=False, verbose_name="SIREN")),
                ("search_name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CC", "community of municipalities"),
                            ("CA", "agglomeration community"),
                            ("CU", "urban community"),
                            ("ME", "metropolis"),
                        ],
                        max_length=2,
                        verbose_name="kind",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.epci",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="INSEE code"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commune", "municipality"),
                            ("delegated", "delegated municipality"),
                            ("associated", "associated municipality"),
                            ("arrondissement", "municipal arrondissement"),
                            ("former", "former municipality"),
                        ],
                        default="commune",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=150),
                        default=list,
                        size=None,
                        verbose_name="other names",
                    ),
                ),
                ("search_name", models.CharField(blank=True, max_length=150)),
                (
                    "search_text",
                    models.CharField(
                        blank=True, help_text="Normalised names, each word after a space.", max_length=400
                    ),
                ),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        default=list,
                        size=None,
                        verbose_name="postal codes",
                    ),
                ),
                ("population", models.PositiveIntegerField(null=True, verbose_name="population")),
                ("area_km2", models.FloatField(null=True, verbose_name="area (km²)")),
                (
                    "density",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("population"),
                            "/",
                            django.db.models.functions.comparison.NullIf(models.F("area_km2"), 0.0),
                        ),
                        output_field=models.FloatField(null=True),
                        verbose_name="people per km²",
                    ),
                ),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                (
                    "point_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town_hall", "town hall"),
                            ("inside", "a point inside the municipality"),
                            ("gazetteer", "main settlement, from a gazetteer"),
                            ("approximate", "approximate position"),
                        ],
                        max_length=12,
                        verbose_name="source of the point",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territories.epci",
                        verbose_name="EPCI",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territories.department",
                        verbose_name="département",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territories.region",
                        verbose_name="région",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="territories.commune",
                        verbose_name="successor",
                    ),
                ),
                (
                    "former_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                (
                    "former_epci_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "ordering": ["search_name", "code"],
                "indexes": [
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("search_name"), name="text_pattern_ops"
                        ),
                        models.F("is_current"),
                        name="commune_search_prefix",
                    ),
                    models.Index(
                        models.OrderBy(models.F("population"), descending=True, nulls_last=True),
                        models.F("code"),
                        condition=models.Q(("is_current", True)),
                        name="commune_by_population",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_text"), name="gin_trgm_ops"),
                        name="commune_search_word",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["postal_codes"], name="commune_postal_codes"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["former_codes"], name="commune_former_codes"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["former_epci_codes"], name="commune_former_epci"
                    ),
                    models.Index(fields=["latitude", "longitude"], name="commune_point"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_current", False),
                            models.Q(
                                ("kind", "commune"),
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("successor__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="territories_commune_current_is_whole",
                        violation_error_message="A current municipality has coordinates and no successor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="territories_commune_point_on_earth",
                        violation_error_message="Latitude and longitude are given in degrees, together.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommuneHistory",
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
                        to="territories.commune",
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
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("code", models.CharField(max_length=5, serialize=False, verbose_name="INSEE code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commune", "municipality"),
                            ("delegated", "delegated municipality"),
                            ("associated", "associated municipality"),
                            ("arrondissement", "municipal arrondissement"),
                            ("former", "former municipality"),
                        ],
                        default="commune",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=150),
                        default=list,
                        size=None,
                        verbose_name="other names",
                    ),
                ),
                ("search_name", models.CharField(blank=True, max_length=150)),
                (
                    "search_text",
                    models.CharField(
                        blank=True, help_text="Normalised names, each word after a space.", max_length=400
                    ),
                ),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        default=list,
                        size=None,
                        verbose_name="postal codes",
                    ),
                ),
                ("population", models.PositiveIntegerField(null=True, verbose_name="population")),
                ("area_km2", models.FloatField(null=True, verbose_name="area (km²)")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                (
                    "point_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town_hall", "town hall"),
                            ("inside", "a point inside the municipality"),
                            ("gazetteer", "main settlement, from a gazetteer"),
                            ("approximate", "approximate position"),
                        ],
                        max_length=12,
                        verbose_name="source of the point",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.epci",
                        verbose_name="EPCI",
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
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.region",
                        verbose_name="région",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                        verbose_name="successor",
                    ),
                ),
                (
                    "former_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                (
                    "former_epci_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), default=list, size=None
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TypologyRelease",
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
                            ("density", "density grid"),
                            ("rurality", "type of rurality"),
                            ("centrality", "level of amenities"),
                            ("massif", "mountain range"),
                            ("frr", "France ruralités revitalisation (FRR)"),
                            ("zrr", "former rural revitalisation zone (ZRR)"),
                            ("acv", "Action cœur de ville"),
                            ("pvd", "Petites villes de demain"),
                            ("villages_avenir", "Villages d’avenir"),
                            ("qpv", "priority neighbourhood (QPV) present"),
                            ("france_services", "France services present"),
                        ],
                        max_length=20,
                        verbose_name="typology",
                    ),
                ),
                (
                    "vintage",
                    models.CharField(help_text="As 2025, or 2025-07.", max_length=10, verbose_name="vintage"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded")),
            ],
            options={
                "verbose_name": "published typology",
                "ordering": ["kind", "-vintage"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "vintage"),
                        name="territories_release_once_per_vintage",
                        violation_error_message="This vintage of the typology is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vintage__regex", "^\\d{4}(-\\d{2}(-\\d{2})?)?$")),
                        name="territories_release_vintage_is_a_date",
                        violation_error_message="A vintage is a year, or a year and a month.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TypologyReleaseHistory",
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
                        to="territories.typologyrelease",
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
                            ("density", "density grid"),
                            ("rurality", "type of rurality"),
                            ("centrality", "level of amenities"),
                            ("massif", "mountain range"),
                            ("frr", "France ruralités revitalisation (FRR)"),
                            ("zrr", "former rural revitalisation zone (ZRR)"),
                            ("acv", "Action cœur de ville"),
                            ("pvd", "Petites villes de demain"),
                            ("villages_avenir", "Villages d’avenir"),
                            ("qpv", "priority neighbourhood (QPV) present"),
                            ("france_services", "France services present"),
                        ],
                        max_length=20,
                        verbose_name="typology",
                    ),
                ),
                (
                    "vintage",
                    models.CharField(help_text="As 2025, or 2025-07.", max_length=10, verbose_name="vintage"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TypologyValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="territories.typologyrelease",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typologies",
                        to="territories.commune",
                    ),
                ),
                ("value", models.CharField(max_length=24, verbose_name="value")),
            ],
            options={
                "verbose_name": "typology of a municipality",
                "indexes": [models.Index(fields=["release", "value"], name="typology_release_value")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "release"),
                        name="territories_typology_once",
                        violation_error_message="A release says one thing of a municipality.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TypologyValueHistory",
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
                        to="territories.typologyvalue",
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
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.typologyrelease",
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
                    ),
                ),
                ("value", models.CharField(max_length=24, verbose_name="value")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DistanceMatrix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=200, unique=True, verbose_name="source")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded")),
            ],
            options={
                "verbose_name": "road matrix",
                "ordering": ["-vintage", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DistanceMatrixHistory",
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
                        to="territories.distancematrix",
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
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("vintage", models.CharField(max_length=10, verbose_name="vintage")),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="loaded")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoadDistance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matrix",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distances",
                        to="territories.distancematrix",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.commune",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.commune",
                    ),
                ),
                ("km", models.FloatField(verbose_name="kilometres")),
                ("minutes", models.FloatField(verbose_name="minutes")),
            ],
            options={
                "verbose_name": "road distance",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("origin", "destination", "matrix"),
                        name="territories_distance_once",
                        violation_error_message="A matrix gives one distance for a journey.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("km__gte", 0), ("minutes__gte", 0)),
                        name="territories_distance_positive",
                        violation_error_message="Kilometres and minutes are not negative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoadDistanceHistory",
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
                        to="territories.roaddistance",
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
                    "matrix",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.distancematrix",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.commune",
                    ),
                ),
                ("km", models.FloatField(verbose_name="kilometres")),
                ("minutes", models.FloatField(verbose_name="minutes")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="region",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_regionhistory" ("code", "is_current", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_code", "vintage") VALUES (NEW."code", NEW."is_current", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."seat_code", NEW."vintage"); RETURN NULL;',
                    hash="282f054d8fbb2c6e1525ecdef0c12d934972136a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_323d7",
                    table="territories_region",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="region",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_regionhistory" ("code", "is_current", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_code", "vintage") VALUES (OLD."code", OLD."is_current", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."seat_code", OLD."vintage"); RETURN NULL;',
                    hash="417ffb0848845872ac9e6b257031ff5f798ff0a8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1855e",
                    table="territories_region",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_departmenthistory" ("code", "is_current", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "seat_code", "vintage") VALUES (NEW."code", NEW."is_current", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."region_id", NEW."seat_code", NEW."vintage"); RETURN NULL;',
                    hash="03b827bd182f4f5ca3429e4dcc20c8c70f55189b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ecb0c",
                    table="territories_department",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_departmenthistory" ("code", "is_current", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "seat_code", "vintage") VALUES (OLD."code", OLD."is_current", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."region_id", OLD."seat_code", OLD."vintage"); RETURN NULL;',
                    hash="267cc7bcead21398d360e9ea9143c668b1ceb2e0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1aaf5",
                    table="territories_department",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="epci",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_epcihistory" ("code", "is_current", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_name", "successor_id", "vintage") VALUES (NEW."code", NEW."is_current", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."search_name", NEW."successor_id", NEW."vintage"); RETURN NULL;',
                    hash="96e124fa7ef2f6a932fe69b12674b80db23e3664",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c84e3",
                    table="territories_epci",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="epci",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_epcihistory" ("code", "is_current", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_name", "successor_id", "vintage") VALUES (OLD."code", OLD."is_current", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."search_name", OLD."successor_id", OLD."vintage"); RETURN NULL;',
                    hash="d84f554de456971743bc6bf45198adea43321fa0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_648e4",
                    table="territories_epci",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commune",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."area_km2" IS DISTINCT FROM (NEW."area_km2") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."epci_id" IS DISTINCT FROM (NEW."epci_id") OR OLD."former_codes" IS DISTINCT FROM (NEW."former_codes") OR OLD."former_epci_codes" IS DISTINCT FROM (NEW."former_epci_codes") OR OLD."is_current" IS DISTINCT FROM (NEW."is_current") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."other_names" IS DISTINCT FROM (NEW."other_names") OR OLD."point_source" IS DISTINCT FROM (NEW."point_source") OR OLD."population" IS DISTINCT FROM (NEW."population") OR OLD."postal_codes" IS DISTINCT FROM (NEW."postal_codes") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."search_name" IS DISTINCT FROM (NEW."search_name") OR OLD."search_text" IS DISTINCT FROM (NEW."search_text") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."vintage" IS DISTINCT FROM (NEW."vintage"))',
                    func='INSERT INTO "territories_communehistory" ("area_km2", "code", "department_id", "epci_id", "former_codes", "former_epci_codes", "is_current", "kind", "latitude", "longitude", "name", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_source", "population", "postal_codes", "region_id", "search_name", "search_text", "successor_id", "vintage") VALUES (NEW."area_km2", NEW."code", NEW."department_id", NEW."epci_id", NEW."former_codes", NEW."former_epci_codes", NEW."is_current", NEW."kind", NEW."latitude", NEW."longitude", NEW."name", NEW."other_names", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."point_source", NEW."population", NEW."postal_codes", NEW."region_id", NEW."search_name", NEW."search_text", NEW."successor_id", NEW."vintage"); RETURN NULL;',
                    hash="eae36c8ff3ac81aa94f4953faed7ba75a79fd595",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d3f35",
                    table="territories_commune",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commune",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_communehistory" ("area_km2", "code", "department_id", "epci_id", "former_codes", "former_epci_codes", "is_current", "kind", "latitude", "longitude", "name", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_source", "population", "postal_codes", "region_id", "search_name", "search_text", "successor_id", "vintage") VALUES (OLD."area_km2", OLD."code", OLD."department_id", OLD."epci_id", OLD."former_codes", OLD."former_epci_codes", OLD."is_current", OLD."kind", OLD."latitude", OLD."longitude", OLD."name", OLD."other_names", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."point_source", OLD."population", OLD."postal_codes", OLD."region_id", OLD."search_name", OLD."search_text", OLD."successor_id", OLD."vintage"); RETURN NULL;',
                    hash="02093b3f5b41eff02e81f06ad0c63059e2c15de4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5e02b",
                    table="territories_commune",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typologyrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_typologyreleasehistory" ("file_name", "id", "kind", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (NEW."file_name", NEW."id", NEW."kind", NEW."loaded_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."vintage"); RETURN NULL;',
                    hash="80e8e598764b05bec6eb21285f6f604c395fdfbb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b58c",
                    table="territories_typologyrelease",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typologyrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_typologyreleasehistory" ("file_name", "id", "kind", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (NEW."file_name", NEW."id", NEW."kind", NEW."loaded_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."vintage"); RETURN NULL;',
                    hash="3a6feacab57806d7cf6972125a022b2f2b3ed73a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a7ed9",
                    table="territories_typologyrelease",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typologyrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_typologyreleasehistory" ("file_name", "id", "kind", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (OLD."file_name", OLD."id", OLD."kind", OLD."loaded_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."vintage"); RETURN NULL;',
                    hash="cb18e5e77fed2348ea5d96377a8e20ca46975326",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7e484",
                    table="territories_typologyrelease",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typologyvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_typologyvaluehistory" ("commune_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "value") VALUES (NEW."commune_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."value"); RETURN NULL;',
                    hash="ddb2d495301b5c14202b5cdec84bd54d555807e3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_383ec",
                    table="territories_typologyvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typologyvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_typologyvaluehistory" ("commune_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "value") VALUES (OLD."commune_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."value"); RETURN NULL;',
                    hash="9ba27661b0d1e7e33c7b2cb5f557f6fd4891bc71",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4c938",
                    table="territories_typologyvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distancematrix",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_distancematrixhistory" ("id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (NEW."id", NEW."loaded_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."vintage"); RETURN NULL;',
                    hash="aecc41667f8e4dbc51acf22d7d33229ab3c65dfc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6b24d",
                    table="territories_distancematrix",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distancematrix",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_distancematrixhistory" ("id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (NEW."id", NEW."loaded_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."vintage"); RETURN NULL;',
                    hash="23c1588e3ec79da5aee72b82d28fafe95de38a73",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_348ca",
                    table="territories_distancematrix",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="distancematrix",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_distancematrixhistory" ("id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "vintage") VALUES (OLD."id", OLD."loaded_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."vintage"); RETURN NULL;',
                    hash="860888219e37e95acfa5627ae9c89d8aadc28c00",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c6ca0",
                    table="territories_distancematrix",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roaddistance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "territories_roaddistancehistory" ("destination_id", "id", "km", "matrix_id", "minutes", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."destination_id", NEW."id", NEW."km", NEW."matrix_id", NEW."minutes", NEW."origin_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="ac26a03a3630c1694c36a667425a1cb2c12253d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4c918",
                    table="territories_roaddistance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roaddistance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "territories_roaddistancehistory" ("destination_id", "id", "km", "matrix_id", "minutes", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."destination_id", OLD."id", OLD."km", OLD."matrix_id", OLD."minutes", OLD."origin_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="ca6db64c6ac52d0183bcd27450ea1829e16e67d0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e51c0",
                    table="territories_roaddistance",
                    when="AFTER",
                ),
            ),
        ),
    ]
