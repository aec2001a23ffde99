from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "maillage.projects"
    label = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from maillage.projects import register, retention

        register.declare()
        retention.declare()
