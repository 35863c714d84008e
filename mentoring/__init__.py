"""The project: settings, addresses, the worker, the home page and the house rules."""

from mentoring.celery import app as celery_app

__all__ = ["celery_app"]
