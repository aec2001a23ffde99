"""Addresses of kits."""

from __future__ import annotations

from django.urls import path

from maillage.pathways.views import exchange, kit

app_name = "kits"

urlpatterns = [
    path("", kit.catalogue, name="kits"),
    path("nouveau/", kit.create, name="create"),
    path("<int:pk>/ecrire/", kit.write, name="write"),
    path("<int:pk>/presentation/", kit.describe, name="describe"),
    path("<int:pk>/cadre/", kit.frame, name="frame"),
    path("<int:pk>/seances/nouvelle/", kit.template, name="template_add"),
    path("<int:pk>/seances/<slug:key>/", kit.template, name="template"),
    path("<int:pk>/seances/<slug:key>/agir/", kit.template_do, name="template_do"),
    path("<int:pk>/publier/", kit.publish, name="publish"),
    path("<int:pk>/brouillon/", kit.drop_draft, name="drop_draft"),
    path("<int:pk>/archiver/", kit.archive, name="archive"),
    path("<int:pk>/reprendre/", kit.take_up, name="take_up"),
    path("<int:pk>/nouveautes/", exchange.changes, name="changes"),
    path("<int:pk>/proposer/", exchange.propose, name="propose"),
    path("<int:pk>/propositions/<int:proposal>/", exchange.proposal, name="proposal"),
    path("<int:pk>/versions/<int:number>/", kit.version, name="version"),
    path("<int:pk>-<slug:words>/", kit.kit, name="kit"),
]
