"""Addresses of matching: ranking and asking under /mentees/ and /requests/, pairs under /matches/."""

from __future__ import annotations

from django.urls import path

from matching.pairs import views
from matching.pairs.choosing import views_ranking, views_requests

app_name = "matching"
urlpatterns = [
    path("mentees/<int:pk>/mentors/", views_ranking.show_mentors, name="mentors"),
    path("mentees/<int:pk>/mentors/<int:mentor>/add/", views_ranking.add, name="rank_add"),
    path("mentees/<int:pk>/mentors/<int:mentor>/up/", views_ranking.move_up, name="rank_up"),
    path("mentees/<int:pk>/mentors/<int:mentor>/remove/", views_ranking.remove, name="rank_remove"),
    path("mentees/<int:pk>/suggestions/", views_requests.show_suggestions, name="suggestions"),
    path("mentees/<int:pk>/suggestions/<int:mentor>/ask/", views_requests.ask, name="ask"),
    path("requests/<int:pk>/", views_requests.show_request, name="request"),
    path("requests/<int:pk>/yes/", views_requests.say_yes, name="request_yes"),
    path("requests/<int:pk>/no/", views_requests.say_no, name="request_no"),
    path("requests/<int:pk>/take-back/", views_requests.take_back, name="request_back"),
    path("matches/", views.mine, name="mine"),
    path("matches/<int:pk>/", views.show_match, name="match"),
    path("matches/<int:pk>/accept/", views.accept, name="accept"),
    path("matches/<int:pk>/decline/", views.decline, name="decline"),
    path("matches/<int:pk>/more-time/", views.more_time, name="more_time"),
    path("matches/<int:pk>/end/", views.end, name="end"),
]
