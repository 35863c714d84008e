"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from people.accounts import address_views, views

app_name = "people"
urlpatterns = [
    path("me/", views.account, name="account"),
    path("me/address/", address_views.own, name="address"),
    path("address/<str:token>/", address_views.by_link, name="address_link"),
]
