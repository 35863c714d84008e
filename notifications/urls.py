"""Addresses of notifications."""

from __future__ import annotations

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.sent_to_me, name="list"),
]
