"""Addresses of matching: joining under /mentors/ and /mentees/, pairs under /matches/."""

from __future__ import annotations

from django.urls import path

from matching.views import apart, assessing, entering, matches, nominating, ranking, sending, standing, steps

app_name = "matching"
urlpatterns = [
    path("mentors/apply/<slug:program>/", entering.apply, name="apply"),
    path("mentors/nominate/<slug:program>/", nominating.nominate_mentor, name="nominate"),
    path("mentors/<int:pk>/", standing.show_mentor, name="mentor"),
    path("mentors/<int:pk>/turn-down/", entering.turn_down_mentor, name="mentor_turn_down"),
    path("mentors/<int:pk>/check/", sending.mentor_check, name="mentor_check"),
    path("mentors/<int:pk>/send/", sending.send_application, name="mentor_send"),
    path("mentors/<int:pk>/sent/", sending.mentor_sent, name="mentor_sent"),
    path("mentors/<int:pk>/pause/", standing.pause, name="mentor_pause"),
    path("mentors/<int:pk>/resume/", standing.resume, name="mentor_resume"),
    path("mentors/<int:pk>/withdraw/", standing.withdraw_mentor, name="mentor_withdraw"),
    path("mentors/<int:pk>/assessment/", assessing.show_assessment, name="assessment"),
    path("mentors/<int:pk>/assessment/begin/", assessing.begin, name="assessment_begin"),
    path("mentors/<int:pk>/assessment/check/", assessing.check_assessment, name="assessment_check"),
    path("mentors/<int:pk>/assessment/<int:number>/", assessing.question, name="question"),
    path("mentors/<int:pk>/<slug:step>/", steps.mentor_step, name="mentor_step"),
    path("mentees/sign-up/<int:cohort>/", entering.sign_up, name="sign_up"),
    path("mentees/nominate/<int:cohort>/", nominating.nominate_mentee, name="nominate_mentee"),
    path("mentees/<int:pk>/", standing.show_mentee, name="mentee"),
    path("mentees/<int:pk>/turn-down/", entering.turn_down_mentee, name="mentee_turn_down"),
    path("mentees/<int:pk>/check/", sending.mentee_check, name="mentee_check"),
    path("mentees/<int:pk>/send/", sending.send_sign_up, name="mentee_send"),
    path("mentees/<int:pk>/sent/", sending.mentee_sent, name="mentee_sent"),
    path("mentees/<int:pk>/withdraw/", standing.withdraw_mentee, name="mentee_withdraw"),
    path("mentees/<int:pk>/apart/", apart.show_apart, name="apart"),
    path("mentees/<int:pk>/apart/<int:person>/add/", apart.add, name="apart_add"),
    path("mentees/<int:pk>/apart/<int:person>/remove/", apart.remove, name="apart_remove"),
    path("mentees/<int:pk>/mentors/", ranking.show_mentors, name="mentors"),
    path("mentees/<int:pk>/mentors/<int:mentor>/add/", ranking.add, name="rank_add"),
    path("mentees/<int:pk>/mentors/<int:mentor>/up/", ranking.move_up, name="rank_up"),
    path("mentees/<int:pk>/mentors/<int:mentor>/remove/", ranking.remove, name="rank_remove"),
    path("mentees/<int:pk>/<slug:step>/", steps.mentee_step, name="mentee_step"),
    path("matches/", matches.mine, name="mine"),
    path("matches/<int:pk>/", matches.show_match, name="match"),
    path("matches/<int:pk>/accept/", matches.accept, name="accept"),
    path("matches/<int:pk>/decline/", matches.decline, name="decline"),
    path("matches/<int:pk>/more-time/", matches.more_time, name="more_time"),
    path("matches/<int:pk>/end/", matches.end, name="end"),
]
