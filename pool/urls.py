"""Addresses of the pool: applying under /mentors/, signing up under /mentees/.

Those of matching come before these: a step of a sign-up is any word that stands behind a mentee's number.
"""

from __future__ import annotations

from django.urls import path

from pool.views import (
    assessment_pages,
    entrance,
    extra_place_pages,
    nomination_pages,
    not_with_pages,
    status,
    step_pages,
    submission,
)

app_name = "pool"
urlpatterns = [
    path("mentors/apply/<slug:program>/", entrance.apply, name="apply"),
    path("mentors/nominate/<slug:program>/", nomination_pages.nominate_mentor, name="nominate"),
    path("mentors/places/<int:pk>/", extra_place_pages.show_place, name="place"),
    path("mentors/places/<int:pk>/yes/", extra_place_pages.give, name="place_yes"),
    path("mentors/places/<int:pk>/no/", extra_place_pages.keep, name="place_no"),
    path("mentors/<int:pk>/", status.show_mentor, name="mentor"),
    path("mentors/<int:pk>/turn-down/", entrance.turn_down_mentor, name="mentor_turn_down"),
    path("mentors/<int:pk>/check/", submission.mentor_check, name="mentor_check"),
    path("mentors/<int:pk>/send/", submission.send_application, name="mentor_send"),
    path("mentors/<int:pk>/sent/", submission.mentor_sent, name="mentor_sent"),
    path("mentors/<int:pk>/pause/", status.pause, name="mentor_pause"),
    path("mentors/<int:pk>/resume/", status.resume, name="mentor_resume"),
    path("mentors/<int:pk>/withdraw/", status.withdraw_mentor, name="mentor_withdraw"),
    path("mentors/<int:pk>/assessment/", assessment_pages.show_assessment, name="assessment"),
    path("mentors/<int:pk>/assessment/begin/", assessment_pages.begin, name="assessment_begin"),
    path("mentors/<int:pk>/assessment/check/", assessment_pages.check_assessment, name="assessment_check"),
    path("mentors/<int:pk>/assessment/<int:number>/", assessment_pages.question, name="question"),
    path("mentors/<int:pk>/<slug:step>/", step_pages.mentor_step, name="mentor_step"),
    path("mentees/sign-up/<int:cohort>/", entrance.sign_up, name="sign_up"),
    path("mentees/nominate/<int:cohort>/", nomination_pages.nominate_mentee, name="nominate_mentee"),
    path("mentees/<int:pk>/", status.show_mentee, name="mentee"),
    path("mentees/<int:pk>/turn-down/", entrance.turn_down_mentee, name="mentee_turn_down"),
    path("mentees/<int:pk>/check/", submission.mentee_check, name="mentee_check"),
    path("mentees/<int:pk>/send/", submission.send_sign_up, name="mentee_send"),
    path("mentees/<int:pk>/sent/", submission.mentee_sent, name="mentee_sent"),
    path("mentees/<int:pk>/withdraw/", status.withdraw_mentee, name="mentee_withdraw"),
    path("mentees/<int:pk>/apart/", not_with_pages.show_apart, name="apart"),
    path("mentees/<int:pk>/apart/<int:person>/add/", not_with_pages.add, name="apart_add"),
    path("mentees/<int:pk>/apart/<int:person>/remove/", not_with_pages.remove, name="apart_remove"),
    path("mentees/<int:pk>/<slug:step>/", step_pages.mentee_step, name="mentee_step"),
    path("matches/not-with/", not_with_pages.mine, name="not_with"),
    path("matches/not-with/<int:person>/remove/", not_with_pages.take_back, name="not_with_remove"),
]
