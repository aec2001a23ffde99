from django.apps import AppConfig

from maillage.core.one import ask_without_limit


class CoreConfig(AppConfig):
    name = "maillage.core"
    label = "core"

    def ready(self) -> None:
        ask_without_limit()
