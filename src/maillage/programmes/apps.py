from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "maillage.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from maillage.programmes import register, retention

        register.declare()
        retention.declare()
