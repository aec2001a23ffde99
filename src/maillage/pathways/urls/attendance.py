"""Addresses of attendance: taking it, the code, the co-signature, corrections, hours, papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.pathways.views import attendance, attendance_code, attendance_hours

app_name = "attendance"

urlpatterns: list[URLPattern] = [
    path("seances/<int:pk>/", attendance.session, name="session"),
    path("seances/<int:pk>/marques/", attendance.sync, name="sync"),
    path("seances/<int:pk>/feuille.pdf", attendance_hours.sheet_pdf, name="sheet"),
    path("demi-journees/<int:pk>/reste/", attendance.rest, name="rest"),
    path("demi-journees/<int:pk>/cosignature/", attendance.cosign, name="cosign"),
    path("demi-journees/<int:pk>/code/", attendance_code.show, name="show_code"),
    path("demi-journees/<int:pk>/personnes/<int:person>/", attendance.correct, name="correct"),
    path("code/<str:token>/", attendance_code.confirm, name="code"),
    path("heures/", attendance_hours.all_hours, name="all_hours"),
    path("parcours/<int:pk>/", attendance_hours.hours, name="hours"),
    path("parcours/<int:pk>/attestation.pdf", attendance_hours.my_attestation, name="my_attestation"),
    path(
        "parcours/<int:pk>/attestations/<int:enrolment>.pdf", attendance_hours.attestation, name="attestation"
    ),
]
