from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "maillage.config"
    label = "config"
