"""What an applicant does with their applications."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import applicant, carriers, completion, filling

PATTERNS = [
    path("candidatures/", applicant.mine, name="mine"),
    path("candidatures/<str:reference>/", applicant.application, name="application"),
    path("candidatures/<str:reference>/rediger/", filling.write, name="write"),
    path("candidatures/<str:reference>/presences/", filling.others, name="others"),
    path("candidatures/<str:reference>/papier/", filling.paper, name="paper"),
    path("candidatures/<str:reference>/pour/", filling.write_for, name="write_for"),
    path("appels/<int:pk>-<slug:slug>/papier/", filling.blank_paper, name="blank_paper"),
    path("appels/<int:pk>-<slug:slug>/papier/<int:position>/", filling.blank_paper, name="stage_paper"),
    path("candidatures/<str:reference>/deposer/", applicant.submit, name="submit"),
    path("candidatures/<str:reference>/recu/", applicant.receipt, name="receipt"),
    path("candidatures/<str:reference>/retirer/", applicant.withdraw, name="withdraw"),
    path("candidatures/<str:reference>/porteurs/", carriers.carriers, name="carriers"),
    path("candidatures/<str:reference>/completer/", completion.complete, name="complete"),
    path("candidatures/<str:reference>/etape/", completion.go_on, name="go_on"),
]
