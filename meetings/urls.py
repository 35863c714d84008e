"""Addresses of meetings."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

app_name = "meetings"
urlpatterns = [path("", lambda r: HttpResponse(), name="list"), path("<int:pk>/", lambda r, pk: HttpResponse(), name="show")]
