"""Every address of the platform."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("maillage.core.urls")),
    path("compte/", include("maillage.accounts.urls")),
    path("compte/", include("maillage.accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
    path("territoires/", include("maillage.territories.urls")),
    path("projets/", include("maillage.projects.urls")),
    path("orientation/", include("maillage.projects.urls.orientation")),
    path("agenda/", include("maillage.pathways.urls.agenda")),
    path("kits/", include("maillage.pathways.urls.kits")),
    path("parcours/", include("maillage.pathways.urls")),
    path("programmes/", include("maillage.programmes.urls")),
    path("suivi/", include("maillage.governance.urls")),
    path("emargement/", include("maillage.pathways.urls.attendance")),
    path("livrables/", include("maillage.pathways.urls.deliverables")),
    path("avant-apres/", include("maillage.pathways.urls.surveys")),
    path("questionnaires/", include("maillage.questionnaires.urls")),
    path("labels/", include("maillage.programmes.urls.labels")),
    path("donnees/", include("maillage.directory.exporting.urls")),
    path("imports/", include("maillage.directory.importing.urls")),
    path("", include("maillage.directory.urls")),
    path("", include("maillage.portal.urls")),
]

handler400 = "maillage.core.views.bad_request"
handler403 = "maillage.core.views.forbidden"
handler404 = "maillage.core.views.not_found"
