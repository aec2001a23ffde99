from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "maillage.governance"
    label = "governance"
    verbose_name = _("Committees and follow-up")

    def ready(self) -> None:
        from maillage.governance import register

        register.declare()
