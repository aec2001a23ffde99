"""Addresses of the imports: ``/imports/``."""

from __future__ import annotations

from django.urls import path

from maillage.directory.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/colonnes/", views.columns, name="columns"),
    path("<int:pk>/rapport.csv", views.run_csv, name="report"),
    path("<int:pk>/importer/", views.apply, name="apply"),
    path("<int:pk>/abandonner/", views.discard, name="discard"),
]
