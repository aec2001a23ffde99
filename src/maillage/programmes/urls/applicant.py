"""What an applicant does with their applications."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import applicant

PATTERNS = [
    path("candidatures/", applicant.mine, name="mine"),
    path("candidatures/<str:reference>/", applicant.application, name="application"),
    path("candidatures/<str:reference>/rediger/", applicant.write, name="write"),
    path("candidatures/<str:reference>/fichiers/", applicant.join_file, name="join_file"),
    path(
        "candidatures/<str:reference>/fichiers/<int:file>/retirer/", applicant.remove_file, name="remove_file"
    ),
    path("candidatures/<str:reference>/deposer/", applicant.submit, name="submit"),
    path("candidatures/<str:reference>/recu/", applicant.receipt, name="receipt"),
    path("candidatures/<str:reference>/retirer/", applicant.withdraw, name="withdraw"),
]
