from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from maillage.accounts import receivers, register, retention

        register.declare()
        retention.declare()
        receivers.connect()
