"""Addresses of evaluation."""

from __future__ import annotations

from django.urls import path

from evaluation.views import answering, contacts, reporting, summaries

app_name = "evaluation"
urlpatterns = [
    path("surveys/<int:pk>/", answering.answer, name="answer"),
    path("surveys/<int:pk>/check/", answering.check, name="check"),
    path("surveys/<int:pk>/send/", answering.send, name="send"),
    path("surveys/contacts/<int:pk>/", contacts.contact, name="contact"),
    path("surveys/contacts/<int:pk>/answered/", contacts.contact_answered, name="contact_answered"),
    path("matches/<int:pk>/summary/", summaries.summary, name="summary"),
    path("matches/<int:pk>/summary/written/", summaries.summary_written, name="summary_written"),
    path("reports/", reporting.report_list, name="report_list"),
    path("reports/<int:pk>/", reporting.report, name="report"),
    path("reports/<int:pk>/figures.csv", reporting.report_csv, name="report_csv"),
    path("reports/<int:pk>/propose/", reporting.propose, name="propose"),
]
