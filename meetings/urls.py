"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path

from meetings.views import files, goal_pages, listing, meeting_page, other_time

app_name = "meetings"
urlpatterns = [
    path("", listing.list_meetings, name="list"),
    path("<int:pk>/", meeting_page.show, name="show"),
    path("<int:pk>/met/", meeting_page.held, name="held"),
    path("<int:pk>/not-met/", meeting_page.missed, name="missed"),
    path("<int:pk>/agenda/", meeting_page.agenda, name="agenda"),
    path("<int:pk>/note/", meeting_page.note, name="note"),
    path("<int:pk>/move/", other_time.move, name="move"),
    path("<int:pk>/cancel/", other_time.cancel, name="cancel"),
    path("<int:pk>/mentoring.ics", files.meeting, name="file"),
    path("series/<int:pk>/mentoring.ics", files.series, name="series_file"),
    path("goals/<int:pk>/", goal_pages.show, name="goals"),
    path("goals/<int:pk>/progress/", goal_pages.progress, name="progress"),
]
