from __future__ import annotations

from django.urls import path

from maillage.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("securite/", views.security, name="security"),
    path("securite/sessions/", views.end_sessions, name="end_sessions"),
    path("securite/identites/<int:pk>/retirer/", views.unlink_identity, name="unlink_identity"),
    path("courriels/", views.notifications, name="notifications"),
    path("courriels/arreter/<str:token>/", views.refuse, name="refuse"),
    path("mes-donnees/", views.data, name="data"),
    path("fermer/", views.close, name="close"),
]
