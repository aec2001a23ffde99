"""A territory set with an owner, as higher apps declare theirs, for the tests of the mechanism."""

from __future__ import annotations

from django.db import models

from maillage.territories.models import Region, TerritoryRow


class SampleArea(TerritoryRow):
    owner = models.ForeignKey(
        Region, on_delete=models.DO_NOTHING, db_constraint=False, related_name="sample_areas"
    )

    class Meta(TerritoryRow.Meta):
        app_label = "territories"
        abstract = False
        managed = False
        db_table = "test_sample_area"
