"""The officers' rooms of a call: stages and waves, documents, questions, sessions, withdrawal."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import admissibility, call_life, call_stages, completion

CALL = "<slug:slug>/pilotage/appels/<int:pk>"

PATTERNS = [
    path(f"{CALL}/etapes/", call_stages.overview, name="call_stages"),
    path(f"{CALL}/etapes/ajouter/", call_stages.add_stage, name="call_stage_add"),
    path(f"{CALL}/etapes/<int:position>/", call_stages.edit_stage, name="call_stage"),
    path(f"{CALL}/etapes/<int:position>/retirer/", call_stages.remove_stage, name="call_stage_remove"),
    path(f"{CALL}/vagues/ajouter/", call_stages.add_wave, name="call_wave_add"),
    path(f"{CALL}/vagues/<int:number>/", call_stages.wave, name="call_wave"),
    path(f"{CALL}/vagues/<int:number>/retirer/", call_stages.remove_wave, name="call_wave_remove"),
    path(
        f"{CALL}/vagues/<int:number>/quotas/<int:quota>/retirer/",
        call_stages.remove_quota,
        name="call_quota_remove",
    ),
    path(f"{CALL}/documents/", call_life.documents, name="call_documents"),
    path(f"{CALL}/documents/<int:document>/retirer/", call_life.remove_document, name="call_document_remove"),
    path(f"{CALL}/questions/", call_life.questions, name="call_questions"),
    path(f"{CALL}/questions/<int:question>/", call_life.question, name="call_question"),
    path(f"{CALL}/reunions/", call_life.sessions, name="call_information"),
    path(f"{CALL}/reunions/<int:session>/", call_life.session, name="information"),
    path(f"{CALL}/reunions/<int:session>.csv", call_life.session_csv, name="information_csv"),
    path(f"{CALL}/reunions/<int:session>/annuler/", call_life.cancel_session, name="information_cancel"),
    path(f"{CALL}/retrait/", call_life.withdraw, name="call_withdraw"),
    path(f"{CALL}/recevabilite/", admissibility.checklist, name="call_checklist"),
    path(f"{CALL}/candidatures/admettre/", admissibility.admit_together, name="admit_together"),
    path(
        "<slug:slug>/pilotage/candidatures/<str:reference>/recevabilite/",
        admissibility.check,
        name="check",
    ),
    path("<slug:slug>/pilotage/candidatures/<str:reference>/admettre/", admissibility.admit, name="admit"),
    path(
        "<slug:slug>/pilotage/candidatures/<str:reference>/completer/",
        completion.ask,
        name="ask_completion",
    ),
    path(
        "<slug:slug>/pilotage/candidatures/<str:reference>/comparer/",
        completion.compare,
        name="compare",
    ),
]
