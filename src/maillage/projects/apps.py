from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "maillage.projects"
    label = "projects"
