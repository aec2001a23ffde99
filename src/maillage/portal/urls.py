from __future__ import annotations

from django.urls import path

from maillage.portal import views
from maillage.portal.atlas import views as atlas

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("carte/", atlas.atlas, name="map"),
    path("carte/points.json", atlas.atlas_points, name="map_points"),
    path("carte/<slug:kind>/<int:pk>/", atlas.atlas_card, name="map_card"),
    path("recherche/", atlas.search, name="search"),
    path("vie-privee/", views.privacy, name="privacy"),
    path("mentions-legales/", views.legal, name="legal"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
