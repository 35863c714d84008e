"""Addresses that exist in the demo alone."""

from __future__ import annotations

from django.urls import path

from mentoring.demo import views

app_name = "demo"
urlpatterns = [
    path("sign-in/", views.choose_person, name="sign_in"),
    path("sign-in/<int:pk>/", views.sign_in_as, name="sign_in_as"),
    path("mail/", views.list_mail, name="mail"),
    path("mail/<str:key>/", views.show_mail, name="letter"),
    path("mail/<str:key>/as-sent/", views.show_mail_as_sent, name="letter_html"),
]
