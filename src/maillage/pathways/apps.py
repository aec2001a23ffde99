from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "maillage.pathways"
    label = "pathways"
    verbose_name = _("Pathways")

    def ready(self) -> None:
        from maillage.pathways import register

        register.declare()
