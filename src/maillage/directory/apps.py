"""The directory’s place in the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "maillage.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from maillage.directory import privacy, register
        from maillage.directory.exporting import records

        register.declare()
        privacy.declare()
        records.register()
