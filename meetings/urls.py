"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path

from meetings.views import files, goals, listing, meeting, moving

app_name = "meetings"
urlpatterns = [
    path("", listing.list_meetings, name="list"),
    path("<int:pk>/", meeting.show, name="show"),
    path("<int:pk>/met/", meeting.held, name="held"),
    path("<int:pk>/not-met/", meeting.missed, name="missed"),
    path("<int:pk>/agenda/", meeting.agenda, name="agenda"),
    path("<int:pk>/note/", meeting.note, name="note"),
    path("<int:pk>/move/", moving.move, name="move"),
    path("<int:pk>/cancel/", moving.cancel, name="cancel"),
    path("<int:pk>/mentoring.ics", files.meeting, name="file"),
    path("series/<int:pk>/mentoring.ics", files.series, name="series_file"),
    path("goals/<int:pk>/", goals.show, name="goals"),
    path("goals/<int:pk>/progress/", goals.progress, name="progress"),
]
