"""The public register of labels, across programmes."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import label_register

app_name = "labels"

urlpatterns = [
    path("", label_register.register, name="register"),
    path("verifier/", label_register.verify, name="verify"),
    path("labels.csv", label_register.register_csv, name="csv"),
    path("labels.geojson", label_register.register_geojson, name="geojson"),
    path("<str:code>/", label_register.label, name="label"),
    path("<str:code>/attestation.pdf", label_register.certificate, name="certificate"),
]
