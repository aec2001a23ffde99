from django.apps import AppConfig
from django.db.models.signals import post_migrate

from maillage.core import history
from maillage.core.one import ask_without_limit


class CoreConfig(AppConfig):
    name = "maillage.core"
    label = "core"

    def ready(self) -> None:
        ask_without_limit()
        post_migrate.connect(history.install_sooner, sender=self)
