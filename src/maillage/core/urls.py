from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from maillage.core import gallery, views

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("langue/", views.set_language, name="set_language"),
    path("fichiers/<uuid:pk>/<str:name>", views.stored_file, name="stored_file"),
    path("composants/", gallery.components, name="components"),
    path("composants/points.json", gallery.sample_points, name="sample_points"),
]
