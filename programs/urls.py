"""Addresses of programs."""

from __future__ import annotations

from django.urls import path

from programs import views
from programs.guideline_versions import approving

app_name = "programs"
urlpatterns = [
    path("", views.list_programs, name="list"),
    path("support/", views.show_support, name="support"),
    path("approvals/<int:pk>/", approving.show_approval, name="approval"),
    path("approvals/<int:pk>/approve/", approving.approve_version, name="approve"),
    path("approvals/<int:pk>/ask-for-changes/", approving.return_version, name="ask_for_changes"),
    path("trainings/<int:pk>/done/", views.finish_training, name="training_done"),
    path("trainings/<int:pk>/not-done/", views.unfinish_training, name="training_not_done"),
    path("<slug:slug>/", views.show_program, name="program"),
    path("<slug:slug>/guidelines/<int:version>/", views.show_guidelines, name="guidelines"),
]
