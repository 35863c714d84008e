"""The app of what every page shares. It has no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Lists, forms, fields and tasks that every app shows in the same way."""

    name = "web"
